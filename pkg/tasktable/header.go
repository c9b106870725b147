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
	more      map[int]string // further columns of units and times, by what they mean
	inferred  []int          // columns whose meaning was told by their content
	told      []toldColumn
	matrix    []int             // columns of one unit each, with marks
	roles     map[string]string // what the marks mean
	marks     []markOf          // of which nothing says so
	dropped   []cell            // words below one that says more
	spare     []int             // columns whose word could mean the title or the requirement, as another one does
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

var countedWord = regexp.MustCompile(`\([0-9]+\)$`)

// sameWord tells whether two header words are one, but for the count that Item.Extra puts
// behind: 完成时限（2）.
func sameWord(a, b string) bool {
	return countedWord.ReplaceAllString(value.Fold(a), "") == countedWord.ReplaceAllString(value.Fold(b), "")
}

// cols gives all columns of a meaning.
func (h *header) cols(meaning string) []int {
	var out []int
	for c := 1; c <= h.last; c++ {
		if h.meaning[c] == meaning || h.more[c] == meaning {
			out = append(out, c)
		}
	}
	return out
}

// findHeader looks for the header among the first rows; below is the index of
// the first row under it. With guess, its words need not be known.
func (s *Spec) findHeader(a area, n *names, guess bool) (h *header, below int, ok bool) {
	last := 0
	for _, r := range a.rows {
		for c := range r.cells {
			last = max(last, c)
		}
	}
	for i, r := range a.rows[:min(len(a.rows), s.HeaderRows)] {
		if guess && !s.isWords(r, n) {
			if s.isHeaderRow(r) {
				break // a header in which something is missing
			}
			continue
		}
		h := &header{rows: []*row{r}, last: last, label: labels(r)}
		s.interpret(h)
		next := i + 1
		const deepest = 3 // rows of a header
		for next < len(a.rows) && len(h.rows) < deepest && (s.secondRow(h.rows[len(h.rows)-1], a.rows[next]) || s.dividesUnits(h, a.rows[next], n) || s.unitHeads(h, a.rows[next], a.rows[next+1:], n)) {
			s.lower(h, a.rows[next])
			next++
		}
		h.body = s.findMatrix(h, a.rows[next:], linesAbove(a, i), n)
		rows := h.once(h.body)
		s.weakTimes(h, rows)
		if !h.isTable() && h.col(colTask) > 0 && h.col(colRequirement)+h.col(colDeadline) > 0 {
			s.unitColumns(h, rows, n)
		}
		if guess && !h.isTable() {
			s.guess(h, rows, n)
		}
		if !h.isTable() {
			h.body = s.findInline(h, h.body, n)
		}
		if !h.isTable() {
			continue
		}
		h.weak = s.isWeak(h)
		s.columnsByContent(h, rows, n)
		if task := h.col(colTask); task > 0 && h.col(colRequirement) == 0 && numeric(rows, task) { // 植树任务（棵）
			continue
		}
		h.weak = h.weak || !guess && s.onlyInferred(h)
		return h, next, true
	}
	return nil, 0, false
}

// onlyInferred tells whether no word that is known as it stands says what is to be done.
func (s *Spec) onlyInferred(h *header) bool {
	for _, m := range []string{colTask, colRequirement} {
		c := h.col(m)
		if _, _, exact := s.meaningOf(h.label[c]); c > 0 && exact && !slices.Contains(h.inferred, c) {
			return false
		}
	}
	return len(h.inferred) > 0
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

// interpret finds the meaning of each column. Of two columns with one meaning
// the word that fits better counts, then the one that stands first in the
// spec, then the left one; the other is a column of its own.
func (s *Spec) interpret(h *header) {
	type fit struct {
		col, rank int
		meaning   string
	}
	var fits []fit
	h.meaning, h.more, h.firstLead, h.spare = map[int]string{}, map[int]string{}, false, nil
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
		case sameWord(h.label[c], h.label[f.col]) && (f.meaning == colDeadline || f.meaning == colLead || f.meaning == colResponsible || f.meaning == colCooperating):
			h.more[f.col] = f.meaning // 完成时限 twice
		}
	}
	for _, t := range h.told {
		if h.col(t.role) == 0 {
			h.meaning[t.col] = t.role
		}
	}
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
