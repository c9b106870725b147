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
	spare     []int          // columns whose word could mean the title or the requirement, as another one does
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
func (s *Spec) findHeader(a area) (h *header, below int, ok bool) {
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
		if next < len(a.rows) && s.secondRow(r, a.rows[next]) {
			h.rows = append(h.rows, a.rows[next])
			for c, l := range labels(a.rows[next]) {
				h.label[c] = l
			}
			s.interpret(h)
			next++
		}
		if h.isTable() {
			h.useSpare(a.rows[next:])
			s.byContent(h, a.rows[next:])
			s.unlabelled(h, a.rows[next:])
			return h, next, true
		}
	}
	return nil, 0, false
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
	split := slices.ContainsFunc(r.own(), func(c int) bool { return r.cells[c].width > 1 && r.cells[c].width < wholeRow })
	if !split || len(r.own()) < 2 || next.number != r.number+1 {
		return false
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
		for _, w := range s.FirstLeads {
			h.firstLead = h.firstLead || strings.Contains(value.Fold(h.label[c]), value.Fold(w))
		}
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
}

// useSpare gives the part that no column has, title or requirement, to a column
// whose word could mean what another one is: 工作任务 beside 工作内容, 具体任务 beside
// 工作要求. The title stands on the left, unless it is clearly the longer text.
func (h *header) useSpare(rows []*row) {
	if len(h.spare) == 0 || h.col(colTask) > 0 && h.col(colRequirement) > 0 {
		return
	}
	spare := h.spare[0]
	other := max(h.col(colTask), h.col(colRequirement))
	left, right := min(spare, other), max(spare, other)
	if 2*meanLength(texts(rows, left)) > 3*meanLength(texts(rows, right)) {
		left, right = right, left
	}
	h.meaning[left], h.meaning[right] = colTask, colRequirement
}

// texts are what stands in a column, without what is merged over others.
func texts(rows []*row, col int) []string {
	var out []string
	for _, r := range rows {
		if c := r.cells[col]; c.width == 1 && !c.inherited && !empty(c.text) {
			out = append(out, c.text)
		}
	}
	return out
}

// byContent makes a column that holds nothing but the headings of chapters or
// sections, one for several rows, what it is, whatever its word says.
func (s *Spec) byContent(h *header, rows []*row) {
	for _, level := range []struct {
		meaning string
		list    patternList
	}{{colChapter, s.Numbering.Chapter}, {colSection, s.Numbering.Section}} {
		for c := 1; c <= h.last; c++ {
			m := h.meaning[c]
			if h.col(level.meaning) > 0 || m != "" && m != colTask && m != colChapter && m != colSection && m != colRequirement || !headingColumn(rows, c, level.list) {
				continue
			}
			if m == colTask || m == colRequirement {
				if len(h.spare) == 0 && (h.col(colTask) == 0 || h.col(colRequirement) == 0) {
					continue // nothing else would be the title
				}
			}
			h.meaning[c] = level.meaning
			h.replace(m)
		}
	}
}

// replace finds another column for a title or requirement that turned out to be
// headings.
func (h *header) replace(meaning string) {
	if meaning != colTask && meaning != colRequirement {
		return
	}
	if h.spare = slices.DeleteFunc(h.spare, func(c int) bool { return h.meaning[c] != "" }); len(h.spare) > 0 {
		h.meaning[h.spare[0]] = meaning
		h.spare = h.spare[1:]
		return
	}
	if req := h.col(colRequirement); meaning == colTask && req > 0 {
		h.meaning[req] = colTask // what was taken for requirements are the tasks
	}
}

// headingColumn: fewer texts than rows, and all of them numbered headings.
func headingColumn(rows []*row, col int, list patternList) bool {
	texts, filled := 0, 0
	for _, r := range rows {
		if len(r.own()) > 1 {
			filled++
		}
		c := r.cells[col]
		if c.width > 1 || c.inherited || empty(c.text) {
			continue
		}
		if _, title, ok := list.number(joinLines(c.text)); !ok || title == "" {
			return false
		}
		texts++
	}
	return texts > 0 && 3*texts <= 2*filled
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
				if fits(w) {
					return m, pass*1000 + i, pass < 2
				}
			}
		}
	}
	return "", 0, false
}

// isDeadline tells whether a word is a label of times.
func (s *Spec) isDeadline(label string) bool {
	meaning, _, exact := s.meaningOf(label)
	return exact && meaning == colDeadline
}

// unlabelled gives a meaning to the columns left of the task that have no
// header word or share the task's: numbers, else headings.
func (s *Spec) unlabelled(h *header, rows []*row) {
	task := h.col(colTask)
	shared := []string{colSection, colChapter}
	for c := task - 1; c >= 1; c-- {
		switch same := h.label[c] != "" && h.label[c] == h.label[task]; {
		case h.col(colNumber) == 0 && counting(rows, c):
			h.meaning[c] = colNumber
		case h.meaning[c] != "" || h.label[c] != "" && !same:
		case h.col(colNumber) == 0 && numeric(rows, c):
			h.meaning[c] = colNumber
		case same && len(shared) > 0:
			h.meaning[c], shared = shared[0], shared[1:]
		}
	}
}

// numeric tells whether most of what stands in a column is numbers.
func numeric(rows []*row, col int) bool {
	numbers, others := 0, 0
	for _, r := range rows {
		t := r.ownText(col)
		if t == "" || r.cells[col].width > 1 {
			continue
		}
		if _, ok := columnNumber(t); ok {
			numbers++
		} else {
			others++
		}
	}
	return numbers > others
}

// counting tells whether a column, whatever its header, counts its rows: 1, 2, 3.
func counting(rows []*row, col int) bool {
	last, steps := 0, 0
	for _, r := range rows {
		t := r.ownText(col)
		if t == "" || r.cells[col].width > 1 {
			continue
		}
		n, ok := columnNumber(t)
		if !ok || last > 0 && n != last+1 && n != 1 {
			return false
		}
		last, steps = n, steps+1
	}
	return steps > 1
}

// columnNumber reads the number in a column of numbers: 3, 3. or （3）, 第3项.
func columnNumber(s string) (int, bool) {
	s = strings.Trim(value.Fold(s), "().,")
	if inner, ok := strings.CutPrefix(s, "第"); ok {
		s = strings.TrimRight(inner, "项条号")
	}
	return value.Number(s)
}

// repeated tells whether a row is the header once more, as on a new page.
func (h *header) repeated(r *row) bool {
	return slices.ContainsFunc(h.rows, func(head *row) bool {
		cols := head.own()
		own := r.own()
		return slices.Equal(cols, own) && !slices.ContainsFunc(cols, func(c int) bool {
			return value.Fold(head.cells[c].text) != value.Fold(r.cells[c].text)
		})
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
