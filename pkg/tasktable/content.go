package tasktable

import (
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

// whose gives a table in which no word says who leads or is responsible the first
// column of units whose word is not known: 牵头领导/单位.
func (s *Spec) whose(h *header, rows []*row, n *names) {
	if h.col(colLead)+h.col(colResponsible) > 0 {
		return
	}
	for c := 1; c <= h.last; c++ {
		cells := texts(rows, c)
		if h.meaning[c] != "" || h.label[c] == "" || len(cells) == 0 || !most(cells, func(t string) bool { return s.onlyUnits(t, n) }) {
			continue
		}
		h.meaning[c] = colResponsible
		for _, w := range s.words[colLead] {
			if strings.Contains(value.Fold(h.label[c]), w) {
				h.meaning[c] = colLead
			}
		}
		return
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
