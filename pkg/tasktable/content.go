package tasktable

import (
	"cmp"
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// useSpare gives the part that no column has, title or requirement, to a column
// whose word could mean what another one is: 工作任务 beside 工作内容, 具体任务 beside
// 工作要求. The title stands on the left, unless it is clearly the longer text.
func (h *header) useSpare(rows []*row) {
	if len(h.spare) == 0 || h.col(colTask) > 0 && h.col(colRequirement) > 0 {
		return
	}
	h.pair(h.spare[0], max(h.col(colTask), h.col(colRequirement)), rows)
}

// pair makes one of two columns the titles and the other the requirements.
func (h *header) pair(a, b int, rows []*row) {
	left, right := min(a, b), max(a, b)
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

// leftOfNumbers makes a column of titles that stands left of the numbers, and whose
// texts are merged down over several of them, one of headings when another column
// could hold the titles.
func (h *header) leftOfNumbers(rows []*row) {
	if task := h.col(colTask); task > 0 && h.col(colNumber) > task && len(h.spare) > 0 && groupsRows(rows, task) {
		h.meaning[task] = ""
		h.replace(colTask, rows)
	}
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
			if h.col(level.meaning) > 0 || m != "" && m != colTask && m != colChapter && m != colSection && m != colRequirement {
				continue
			}
			if !headingColumn(rows, c, level.list) && !(m == colTask && (headings(rows, c, level.list) || level.meaning == colChapter && s.bothHeadings(rows, c)) && s.listColumn(h, rows)) {
				continue
			}
			if m == colTask || m == colRequirement {
				if len(h.spare) == 0 && (h.col(colTask) == 0 || h.col(colRequirement) == 0) {
					continue // nothing else would be the title
				}
			}
			h.meaning[c] = level.meaning
			h.replace(m, rows)
		}
	}
}

// replace finds another column for a title or requirement that turned out to be
// headings.
func (h *header) replace(meaning string, rows []*row) {
	if meaning != colTask && meaning != colRequirement {
		return
	}
	h.spare = slices.DeleteFunc(h.spare, func(c int) bool { return h.meaning[c] != "" })
	req := h.col(colRequirement)
	switch {
	case len(h.spare) > 0 && meaning == colTask && req > 0: // 具体任务 and 具体措施 are left
		h.pair(h.spare[0], req, rows)
		h.spare = h.spare[1:]
	case len(h.spare) > 0:
		h.meaning[h.spare[0]] = meaning
		h.spare = h.spare[1:]
	case meaning == colTask && req > 0:
		h.meaning[req] = colTask // what was taken for requirements are the tasks
	}
}

// unitColumns gives a meaning to columns of units whose word is not known, as far
// as the table has no other of that meaning.
func (s *Spec) unitColumns(h *header, rows []*row, n *names) {
	for c := 1; c <= h.last; c++ {
		nobody := h.col(colLead)+h.col(colResponsible) == 0
		if h.meaning[c] != "" || h.label[c] == "" || s.isOther(h.label[c]) && !nobody {
			continue
		}
		cells, role := texts(rows, c), s.roleMark(h.label[c])
		if h.col(role) == 0 && len(cells) > 0 && most(cells, func(t string) bool { return s.onlyUnits(t, n) }) {
			h.infer(c, role)
		}
	}
}

// roleMark is the role that a word for a column of units hints at.
func (s *Spec) roleMark(label string) string {
	has := func(marks []string) bool {
		return slices.ContainsFunc(marks, func(m string) bool { return strings.Contains(label, m) })
	}
	switch {
	case has(s.LeadMarks):
		return colLead
	case has(s.CoopMarks):
		return colCooperating
	}
	return colResponsible
}

func (h *header) infer(col int, meaning string) {
	h.meaning[col] = meaning
	h.inferred = append(h.inferred, col)
}

// headingColumns finds the chapters and sections in columns left of the task that
// are merged down over several rows, whatever their word: the left one holds the
// chapters, the next the sections.
func (s *Spec) headingColumns(h *header, rows []*row) {
	var cols, found []int
	for c := 1; c < h.col(colTask); c++ {
		switch m := h.meaning[c]; {
		case m == colChapter || m == colSection:
			cols = append(cols, c)
		case m == "" && !s.isOther(h.label[c]) && groupsRows(rows, c):
			cols, found = append(cols, c), append(found, c)
		}
	}
	right := slices.ContainsFunc([]int{h.col(colChapter), h.col(colSection)}, func(c int) bool { return c > h.col(colTask) })
	if len(found) == 0 || len(cols) > 2 || right {
		return
	}
	levels := []string{colChapter, colSection}
	if len(cols) == 1 { // of one column of headings, read says what level it is
		levels = []string{colSection}
	}
	for i, c := range cols {
		h.meaning[c] = levels[i]
	}
	for _, c := range found {
		if _, _, known := s.meaningOf(h.label[c]); !known && h.label[c] != "" {
			h.inferred = append(h.inferred, c)
		}
	}
}

// groupsRows: the texts of a column are short names that each stand for several rows.
func groupsRows(rows []*row, col int) bool {
	const longest = 30 // characters
	merged, filled := false, 0
	for _, r := range rows {
		merged = merged || r.cells[col].inherited
		if len(r.own()) > 1 {
			filled++
		}
	}
	names := texts(rows, col)
	for _, t := range names {
		if len([]rune(value.Squeeze(t))) > longest || strings.ContainsAny(t, "。；") {
			return false
		}
	}
	return merged && len(names) > 0 && 3*len(names) <= 2*filled && !numeric(rows, col)
}

// unlabelled gives a meaning to the columns left of the task that have no
// header word or share the task's: numbers, else headings.
func (s *Spec) unlabelled(h *header, rows []*row) {
	task := cmp.Or(h.col(colTask), h.col(colRequirement))
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
