package tasktable

import (
	"slices"
	"strings"
)

// timeColumn finds the deadlines in a column of times whose word is not known but has a
// mark of deadlines: 何时完成.
func (s *Spec) timeColumn(h *header, rows []*row) {
	for c := 1; c <= h.last && h.col(colDeadline) == 0; c++ {
		cells := texts(rows, c)
		if h.meaning[c] == "" && s.marksDeadline(h.label[c]) && !s.isOther(h.label[c]) && len(cells) > 0 && most(cells, s.onlyTime) {
			h.infer(c, colDeadline)
		}
	}
}

// marksDeadline tells whether a word for a column of times hints at deadlines.
func (s *Spec) marksDeadline(label string) bool {
	return slices.ContainsFunc(s.DeadlineMarks, func(m string) bool { return strings.Contains(label, m) })
}

// textColumns finds the requirements in a column of long texts, or the titles in
// one of short texts before them, when no word says which they are.
func (s *Spec) textColumns(h *header, rows []*row) {
	if sec := h.col(colSection); h.col(colTask) == 0 && h.col(colRequirement) > sec && sec > 0 && h.col(colChapter) > 0 && h.col(colNumber) > 0 && !groupsRows(rows, sec) {
		h.meaning[sec] = colTask // 二级指标, one for each row
	}
	task, req := h.col(colTask), h.col(colRequirement)
	for c := 1; c <= h.last; c++ {
		if h.meaning[c] != "" || h.label[c] == "" || s.isOther(h.label[c]) {
			continue
		}
		cells := texts(rows, c)
		length := meanLength(cells)
		const text, title = 12, 30 // characters
		switch {
		case len(cells) == 0 || numeric(rows, c):
		case req == 0 && task > 0 && length >= text && 2*length > 3*meanLength(texts(rows, task)):
			h.infer(c, colRequirement)
			return
		case task == 0 && c < req && length <= title && (filled(rows, c) >= len(texts(rows, req)) || beginsEach(rows, c, h.col(colNumber))):
			h.infer(c, colTask)
			return
		case task == 0 && req > 0 && req < c && length >= text && 2*length > 3*meanLength(texts(rows, req)) && len(cells) >= len(texts(rows, req)):
			h.meaning[req] = colTask // 任务描述 before a column of longer texts
			h.infer(c, colRequirement)
			return
		}
	}
	for c := 1; c <= h.last && task > 0 && req == 0; c++ { // 年度目标: short, but nothing else says what is asked
		asks := slices.ContainsFunc(s.RequirementMarks, func(m string) bool { return strings.Contains(h.label[c], m) })
		if h.meaning[c] == "" && asks && !s.isOther(h.label[c]) && 5*len(texts(rows, c)) >= 4*len(texts(rows, task)) {
			h.infer(c, colRequirement)
			return
		}
	}
}

// beginsEach tells whether a column is filled in just the rows with a number: the others
// go on with the task above.
func beginsEach(rows []*row, col, number int) bool {
	numbered := 0
	for _, r := range rows {
		_, ok := columnNumber(r.ownText(number))
		if ok != !empty(r.ownText(col)) && len(r.own()) > 1 {
			return false
		}
		if ok {
			numbered++
		}
	}
	return number > 0 && numbered > 1
}

// filled counts the rows that have a text in a column, of their own or merged down.
func filled(rows []*row, col int) int {
	n := 0
	for _, r := range rows {
		if c := r.cells[col]; c.width == 1 && !empty(c.text) {
			n++
		}
	}
	return n
}

// listColumn tells whether the column beside the titles has several numbered
// paragraphs in most of its cells: these are the tasks.
func (s *Spec) listColumn(h *header, rows []*row) bool {
	cells := texts(rows, h.col(colRequirement))
	return len(cells) > 0 && most(cells, func(t string) bool {
		_, _, first := s.Numbering.Task.number(t)
		_, rest, more := strings.Cut(strings.TrimSpace(t), "\n")
		_, _, second := s.Numbering.Task.number(rest)
		return first && (second || !more)
	})
}

// bothHeadings: all texts of a column are numbered headings of chapters or of sections, or a
// chapter's and its first section's in one.
func (s *Spec) bothHeadings(rows []*row, col int) bool {
	names := texts(rows, col)
	return len(names) > 0 && !slices.ContainsFunc(names, func(t string) bool { return !s.isHeading(t) || s.headings(t) == nil })
}

// headings: all texts of a column are numbered headings.
func headings(rows []*row, col int, list patternList) bool {
	names := texts(rows, col)
	return len(names) > 0 && !slices.ContainsFunc(names, func(t string) bool {
		_, title, ok := list.number(joinLines(t))
		return !ok || title == ""
	})
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
