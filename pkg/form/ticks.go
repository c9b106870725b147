package form

import (
	"slices"
	"strings"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// tick is a column that stands for one status: 已完成 | 正在推进 | 未启动 side by
// side, of which the unit ticks one.
type tick struct {
	col    int
	ref    string // its header cell
	name   string // as written
	status Status
}

func (h *head) isTick(col int) bool {
	return slices.ContainsFunc(h.ticks, func(t tick) bool { return t.col == col })
}

// tickStatus is the status that a header word names, "" when it is none.
func (s *Spec) tickStatus(header string) Status {
	if len(header) > maxHeaderBytes {
		return ""
	}
	status := s.statuses.exact[value.Fold(header)]
	if status == UnknownStatus {
		return ""
	}
	return status
}

// isMark tells a tick or a cross, and whether it is a tick.
func (s *Spec) isMark(text string) (mark, yes bool) {
	text = value.Fold(text)
	same := func(w string) bool { return value.Fold(w) == text }
	yes = slices.ContainsFunc(s.words.Ticks, same)
	return yes || slices.ContainsFunc(s.words.Crosses, same), yes
}

// findTicks finds the columns to be ticked: two or more that name different
// statuses and hold marks more than anything else, in a sheet without another
// column for the status.
func (s *sheetReader) findTicks(h *head) {
	var found []tick
	seen := map[Status]bool{}
	for _, c := range h.columns {
		status := s.spec.tickStatus(c.name)
		if status == "" {
			if c.field == FieldStatus {
				return
			}
			continue
		}
		if seen[status] {
			return
		}
		seen[status] = true
		found = append(found, tick{c.col, c.ref, c.name, status})
	}
	if len(found) < 2 || !s.mostlyMarks(h, found) {
		return
	}
	h.ticks = found
	s.form.Ticks = nil // of the last header of a sheet with several
	for _, t := range found {
		s.form.Ticks = append(s.form.Ticks, strings.TrimSpace(t.name))
	}
	for i := range h.columns {
		if h.isTick(h.columns[i].col) {
			h.columns[i].field = ""
		}
	}
}

// mostlyMarks tells that marks stand in the columns, at least one tick, and less of anything else.
func (s *sheetReader) mostlyMarks(h *head, columns []tick) bool {
	ticked, marks, others := false, 0, 0
	s.sheet.EachRow(func(number int, cells []grid.Cell) bool {
		first := slices.IndexFunc(cells, func(c grid.Cell) bool { return !value.Blank(c.Text) })
		if number <= h.end || first < 0 || s.signsOrNotes(&cells[first]) || s.isTotalWord(cells[first].Text) {
			return true
		}
		for _, t := range columns {
			c := s.sheet.At(number, t.col)
			if c == nil || value.Blank(c.Text) {
				continue
			}
			mark, yes := s.spec.isMark(c.Text)
			ticked = ticked || yes
			if mark {
				marks++
			} else if s.spec.tickStatus(c.Text) != t.status { // the header once more
				others++
			}
		}
		return true
	})
	return ticked && marks > others
}

// signsOrNotes tells by its first text that a row is of the signature or a note.
func (s *sheetReader) signsOrNotes(first *grid.Cell) bool {
	return len(s.spec.labels.in(first.Text)) > 0 || s.isNote(first)
}

// tickedCell is what stands in a column to be ticked: a tick, words that say the same as the column
// (60% under 正在推进), or others.
type tickedCell struct {
	tick
	cell    *grid.Cell
	written string // for the status
	agrees  bool
}

// ticked lists the columns in which a row has anything but a cross.
func (s *sheetReader) ticked(r *row) []tickedCell {
	var out []tickedCell
	for _, t := range r.head.ticks {
		c := s.applying(r.number, t.col, r.head.end)
		if c == nil || value.Blank(c.Text) {
			continue
		}
		if mark, yes := s.spec.isMark(c.Text); yes || !mark {
			out = append(out, s.tickedCell(t, c, yes))
		}
	}
	return out
}

func (s *sheetReader) tickedCell(t tick, c *grid.Cell, yes bool) tickedCell {
	name, text := strings.TrimSpace(t.name), strings.TrimSpace(c.Text)
	if yes || value.Fold(text) == value.Fold(name) {
		return tickedCell{t, c, name, true}
	}
	if s.spec.StatusOf(text) != t.status {
		return tickedCell{t, c, name + "：" + text, false}
	}
	if noted := name + "（" + text + "）"; s.spec.StatusOf(noted) == t.status {
		text = noted
	}
	return tickedCell{t, c, text, true}
}

// readTicks takes the status from the column that is ticked. Two ticks are
// written down both, and mean nothing, as do words that are no tick; none
// leaves the status empty, at the first of the columns. clear is false when
// what is written means nothing.
func (s *sheetReader) readTicks(e *Entry, r *row) (clear bool) {
	if len(r.head.ticks) == 0 {
		return true
	}
	e.Cells[FieldStatus] = s.place(r, r.head.ticks[0].col)
	clear = true
	var names []string
	for _, t := range s.ticked(r) {
		if len(names) == 0 || clear && !t.agrees {
			e.Cells[FieldStatus] = t.cell.Ref()
		}
		clear = clear && t.agrees
		names = append(names, t.written)
	}
	if len(names) > 0 {
		e.Written[FieldStatus] = strings.Join(names, "、")
	}
	return clear && len(names) < 2
}
