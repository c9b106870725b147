package tasktable

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/value"
)

// header says what the columns of a table mean.
type header struct {
	rows      []*row
	meaning   map[int]string // "" for a column of its own
	label     map[int]string // as written, without spaces
	last      int            // last column
	firstLead bool           // the first of the responsible units leads
	firstOf   int            // of at least so many
	list      bool           // of a document without a table: a sentence may be all there is of a task
	weak      bool           // only words that other tables have too
	inline    int            // the column in which the units stand too, 0 when they have their own
	body      []*row         // the rows below
	inferred  []int          // columns whose meaning was told by their content
	told      []toldColumn
	spare     []int // columns whose word could mean the title or the requirement, as another one does
}

// col gives the column of a meaning, 0 when the table has none.
func (h *header) col(meaning string) int {
	for c := 1; c <= h.last; c++ {
		if h.meaning[c] == meaning {
			return c
		}
	}
	return 0
}

// findHeader looks for the header among the first rows; below is the index of
// the first row under it.
func (s *Spec) findHeader(a area, n *names) (h *header, below int, ok bool) {
	last := 0
	for _, r := range a.rows {
		for c := range r.cells {
			last = max(last, c)
		}
	}
	for i, r := range a.rows[:min(len(a.rows), s.HeaderRows)] {
		h := &header{rows: []*row{r}, last: last, label: labels(r)}
		s.interpret(h)
		next := i + 1
		const deepest = 3 // rows of a header
		for next < len(a.rows) && len(h.rows) < deepest && (s.secondRow(h.rows[len(h.rows)-1], a.rows[next]) || s.dividesUnits(h, a.rows[next], n)) {
			s.lower(h, a.rows[next])
			next++
		}
		h.body = a.rows[next:]
		rows := h.once(h.body)
		s.weakTimes(h, rows)
		if !h.isTable() && h.col(colTask) > 0 && h.col(colRequirement)+h.col(colDeadline) > 0 {
			s.unitColumns(h, rows, n)
		}
		if !h.isTable() {
			h.body = s.findInline(h, h.body, n)
		}
		if h.isTable() {
			h.weak = s.isWeak(h)
			s.columnsByContent(h, rows, n)
			return h, next, true
		}
	}
	return nil, 0, false
}

// columnsByContent looks at what stands in the columns of a table where their words say
// too little.
func (s *Spec) columnsByContent(h *header, rows []*row, n *names) {
	h.useSpare(rows)
	h.leftOfNumbers(rows)
	s.byContent(h, rows)
	s.unlabelled(h, rows)
	s.unitColumns(h, rows, n)
	s.headingColumns(h, rows)
	s.textColumns(h, rows)
	s.timeColumn(h, rows)
}

// lower takes another row into a header.
func (s *Spec) lower(h *header, r *row) {
	h.rows = append(h.rows, r)
	for c, l := range labels(r) {
		if role := s.markedRole(h.label[c], l); role != "" {
			h.label[c] = l
			h.told = append(h.told, toldColumn{c, role})
			continue
		}
		if s.isOwnWord(l) || !s.isOwnWord(h.label[c]) { // 部门 under 牵头部门及责任人 says nothing new
			h.label[c] = l
		}
	}
	s.interpret(h)
	for _, t := range h.told {
		if h.meaning[t.col] == t.role && !slices.Contains(h.inferred, t.col) {
			h.inferred = append(h.inferred, t.col)
		}
	}
}

// toldColumn is a column whose role a mark in its word tells, below a word for units.
type toldColumn struct {
	col  int
	role string
}

// markedRole is the role that a word which is none of the spec's has below one for units:
// 协作方 below 责任单位 cooperates, 主体 has the role of the word above. It is "" for a word
// of the spec's, and for one that the word above says too.
func (s *Spec) markedRole(group, word string) string {
	m, _, _ := s.meaningOf(group)
	units := m == colResponsible || m == colLead || m == colCooperating
	if !units || s.isOwnWord(word) || strings.Contains(group, word) {
		return ""
	}
	if role := s.roleMark(word); role != colResponsible {
		return role
	}
	return m
}

// once gives the rows without those that are the header once more.
func (h *header) once(rows []*row) []*row {
	return slices.DeleteFunc(slices.Clone(rows), h.repeated)
}

// weakTimes leaves a column called 时间 to itself when it does not say when tasks are due.
func (s *Spec) weakTimes(h *header, rows []*row) {
	col := h.col(colDeadline)
	if !slices.Contains(s.Weak, h.label[col]) {
		return
	}
	var texts []string
	for _, r := range rows {
		if text := r.ownText(col); !empty(text) {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 || !most(texts, func(t string) bool { times, _ := s.timesIn(t); return times > 0 }) {
		h.meaning[col] = ""
	}
}

// isWeak tells whether nothing but a word like 内容 says what is to be done, and no
// column counts the tasks or says when.
func (s *Spec) isWeak(h *header) bool {
	scored := false
	for _, label := range h.label {
		scored = scored || slices.ContainsFunc(s.Score, func(w string) bool { return strings.Contains(label, w) })
	}
	if scored {
		return true
	}
	if h.col(colNumber)+h.col(colDeadline) > 0 {
		return false
	}
	for _, m := range []string{colTask, colRequirement} {
		if c := h.col(m); c > 0 && !slices.Contains(s.Weak, h.label[c]) {
			return false
		}
	}
	return true
}

// place is the cell with the header word of a column.
func (h *header) place(col int) string {
	place := ""
	for _, r := range h.rows {
		for _, c := range r.own() {
			if cell := r.cells[c]; c <= col && col < c+cell.width {
				place = cell.place
			}
		}
	}
	return place
}

// isTable: a task table says what is to be done and by whom.
func (h *header) isTable() bool {
	return h.col(colTask)+h.col(colRequirement) > 0 && h.col(colLead)+h.col(colResponsible)+h.col(colCooperating) > 0
}

// labels gives the header words of a row by column; one that is merged over
// several columns stands over each.
func labels(r *row) map[int]string {
	out := map[int]string{}
	for _, c := range r.own() {
		const widest = 64 // columns of a table
		for i := range min(r.cells[c].width, widest) {
			out[c+i] = value.Squeeze(r.cells[c].text)
		}
	}
	return out
}

// secondRow tells whether next is the lower half of a header whose upper half
// is r: 责任分工 over 牵头单位 and 配合单位.
func (s *Spec) secondRow(r, next *row) bool {
	if s.unmergedHalf(r, next) || len(r.own()) > 1 && next.number == r.number+1 && s.onlyWords(next) && s.mergedInto(r, next) {
		return true
	}
	split := slices.ContainsFunc(r.own(), func(c int) bool { return r.cells[c].width > 1 && r.cells[c].width < wholeRow })
	if !split || len(r.own()) < 2 || next.number != r.number+1 || !slices.ContainsFunc(r.own(), func(c int) bool { return s.isWord(r.cells[c].text) }) {
		return false
	}
	if s.mergedInto(r, next) {
		return true
	}
	named := 0
	for _, c := range next.own() {
		const longest = 12 // characters of a header word
		if len([]rune(value.Squeeze(next.cells[c].text))) > longest {
			return false
		}
		if m, _, exact := s.meaningOf(next.cells[c].text); m != "" && exact {
			named++
		}
	}
	return named > 0
}

// unmergedHalf tells whether next is the lower half of a header whose cells are not
// merged, as in a CSV file: what stands in it are header words, some of them under
// nothing, and the one before it stands under another word.
func (s *Spec) unmergedHalf(r, next *row) bool {
	const fewest = 2
	own := next.own()
	if len(r.own()) < fewest || len(own) < fewest || next.number != r.number+1 {
		return false
	}
	free := 0
	for _, c := range own {
		if empty(r.text(c)) {
			free++
		}
	}
	if !s.onlyWords(next) && !s.underGroups(r, next) {
		return false
	}
	return free > 0 && free < len(own) && slices.ContainsFunc(r.own(), func(c int) bool { return s.isWord(r.cells[c].text) })
}

// underGroups tells whether all that stands in a row is short and lies under groups:
// 推进计划 over 一季度, 二季度 and so on, of which all but the first stand under nothing.
func (s *Spec) underGroups(r, next *row) bool {
	const longest = 8 // characters
	for i, c := range next.own() {
		text := value.Squeeze(next.cells[c].text)
		first := i == 0 || next.own()[i-1] != c-1
		if _, number := value.Number(text); number || len([]rune(text)) > longest {
			return false
		}
		m, _, _ := s.meaningOf(r.text(c))
		if free := empty(r.text(c)); free == first && !(first && m == "") || m != "" && m != colDeadline {
			return false
		}
	}
	return true
}

// dividesUnits tells whether a row below a header whose words may not be known divides
// columns of it: what stands in it is short, no unit and no time, one of it under a word
// that goes over several columns and none of it under a title or a requirement. No
// first row of a table is without both.
func (s *Spec) dividesUnits(h *header, next *row, n *names) bool {
	const longest = 8 // characters
	r := h.rows[len(h.rows)-1]
	if h.col(colTask)+h.col(colRequirement) == 0 || next.number != r.number+1 || len(r.own()) < 2 || len(next.own()) < 2 {
		return false
	}
	spread := false
	for _, c := range next.own() {
		text := value.Squeeze(next.cells[c].text)
		times, _ := s.timesIn(text)
		_, number := value.Number(text)
		switch h.meaning[c] {
		case colLead, colResponsible, colCooperating, colDeadline, "":
		default:
			return false
		}
		if number || times > 0 || len([]rune(text)) > longest || s.isHeading(text) || !s.isOwnWord(text) && !strings.Contains(h.label[c], text) && s.onlyUnits(text, n) {
			return false
		}
		spread = spread || h.label[c] == "" || c > 1 && h.label[c] == h.label[c-1]
	}
	return spread
}

// onlyWords tells whether a row has short header words only, half of them exact.
func (s *Spec) onlyWords(r *row) bool {
	const longest = 12 // characters of a header word
	own, exact := r.own(), 0
	for _, c := range own {
		text := r.cells[c].text
		if !s.isOwnWord(text) || len([]rune(value.Squeeze(text))) > longest {
			return false
		}
		if s.isWord(text) {
			exact++
		}
	}
	return exact > 0 && 2*exact >= len(own)
}

// mergedInto tells whether all cells of the upper row but the wide ones are merged
// down into the next, whose own cells are short and lie under the wide ones.
func (s *Spec) mergedInto(r, next *row) bool {
	const longest = 12 // characters of a header word
	for _, c := range next.own() {
		if len([]rune(value.Squeeze(next.cells[c].text))) > longest {
			return false
		}
	}
	for _, c := range r.own() {
		if r.cells[c].width == 1 && !next.cells[c].inherited || r.cells[c].width > 1 && next.cells[c].inherited {
			return false
		}
	}
	return len(next.own()) > 0
}

// isOwnWord tells whether a header word says what a column is, or that it is kept as it is.
func (s *Spec) isOwnWord(label string) bool {
	m, _, _ := s.meaningOf(label)
	return m != "" || s.isOther(label)
}

// isWord tells whether a text is a header word.
func (s *Spec) isWord(text string) bool {
	m, _, exact := s.meaningOf(text)
	return m != "" && exact
}

// interpret finds the meaning of each column. Of two columns with one meaning
// the word that fits better counts, then the one that stands first in the
// spec, then the left one; the other is a column of its own.
func (s *Spec) interpret(h *header) {
	type fit struct {
		col, rank int
		meaning   string
	}
	var fits []fit
	h.meaning, h.firstLead, h.spare = map[int]string{}, false, nil
	for c := 1; c <= h.last; c++ {
		if m, rank, _ := s.meaningOf(h.label[c]); m != "" {
			fits = append(fits, fit{c, rank, m})
		}
		h.firstLead = h.firstLead || s.FirstLeads.match(h.label[c])
	}
	inner := func(f fit) bool { return f.rank < 2000 && s.isOther(h.label[f.col]) }
	outer := func(meaning string) bool {
		return slices.ContainsFunc(fits, func(f fit) bool { return f.meaning == meaning && !inner(f) })
	}
	if outer(colLead) && outer(colCooperating) { // 责任科室 beside 牵头单位 and 配合单位 is no unit
		fits = slices.DeleteFunc(fits, func(f fit) bool { return f.meaning == colResponsible && inner(f) })
	}
	slices.SortStableFunc(fits, func(a, b fit) int { return cmp.Compare(a.rank, b.rank) })
	for _, f := range fits {
		switch c := h.col(f.meaning); {
		case c == 0:
			h.meaning[f.col] = f.meaning
		case c < f.col && f.meaning == colTask && h.label[c] == h.label[f.col] && c == f.col-1:
			// One header word over several columns: the right one is the task.
			h.meaning[c], h.meaning[f.col] = "", colTask
		case f.meaning == colTask || f.meaning == colRequirement:
			h.spare = append(h.spare, f.col)
		}
	}
	for _, t := range h.told {
		if h.col(t.role) == 0 {
			h.meaning[t.col] = t.role
		}
	}
}

var inBrackets = regexp.MustCompile(`\([^()]*\)`)

// meaningOf gives the meaning of a header word, "" for none; a smaller rank
// fits better.
func (s *Spec) meaningOf(label string) (meaning string, rank int, exact bool) {
	whole := value.Fold(label)
	const longest = 30 // characters of a header, with what it says in brackets
	if whole == "" || len([]rune(whole)) > longest {
		return "", 0, false
	}
	short := inBrackets.ReplaceAllString(whole, "")
	for pass, fits := range []func(word string) bool{
		func(w string) bool { return w == whole },
		func(w string) bool { return w == short },
		func(w string) bool { return len([]rune(w)) >= 4 && strings.Contains(short, w) },
	} {
		for _, m := range meanings {
			for i, w := range s.words[m] {
				if !fits(w) {
					continue
				}
				if pass == 2 && (m == colLead || m == colCooperating) && s.manyRoles(short) {
					m = colResponsible // 牵头单位和配合单位: the cells say who does what
				}
				return m, pass*1000 + i, pass < 2
			}
		}
	}
	for _, m := range meanings {
		if slices.ContainsFunc(s.Suffixes[m], func(w string) bool { return isCompound(short, w) }) && !s.isOther(short) {
			const last = 3000
			return m, last, false
		}
	}
	return "", 0, false
}

// isCompound tells whether a header word is one of two characters before another:
// 整改要求.
func isCompound(label, word string) bool {
	const before = 2 // characters
	rest, ok := strings.CutSuffix(label, word)
	return ok && len([]rune(rest)) == before
}

// manyRoles tells whether a header names units of several roles.
func (s *Spec) manyRoles(label string) bool {
	roles := 0
	for _, m := range []string{colLead, colCooperating, colResponsible} {
		if slices.ContainsFunc(s.words[m], func(w string) bool { return len([]rune(w)) >= 4 && strings.Contains(label, w) }) {
			roles++
		}
	}
	return roles > 1
}

// isDeadline tells whether a word is a label of times.
func (s *Spec) isDeadline(label string) bool {
	meaning, _, exact := s.meaningOf(label)
	return exact && meaning == colDeadline
}

// columnNumber reads the number in a column of numbers: 3, 3. or （3）, 第3项.
func columnNumber(s string) (int, bool) {
	s = strings.Trim(value.Fold(s), "().,")
	s = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(s, "任务"), "no"), ".")
	if inner, ok := strings.CutPrefix(s, "第"); ok {
		s = strings.TrimRight(inner, "项条号")
	}
	return value.Number(s)
}

// repeated tells whether a row is the header once more, as on a new page; one of four
// words and more may be another.
func (h *header) repeated(r *row) bool {
	return slices.ContainsFunc(h.rows, func(head *row) bool {
		cols := head.own()
		if !slices.Equal(cols, r.own()) {
			return false
		}
		others := 0
		for _, c := range cols {
			if value.Fold(head.cells[c].text) != value.Fold(r.cells[c].text) {
				others++
			}
		}
		return others == 0 || others == 1 && len(cols) >= 4
	})
}

// key is the name of a further column.
func (h *header) key(col int) string {
	label := h.label[col]
	if label == "" {
		return "第" + strconv.Itoa(col) + "列"
	}
	n := 1
	for c := 1; c < col; c++ {
		if h.label[c] == label {
			n++
		}
	}
	if n > 1 {
		label += "（" + strconv.Itoa(n) + "）"
	}
	return label
}
