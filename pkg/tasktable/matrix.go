package tasktable

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"zwgk/pkg/value"
)

// A table may have a column for each unit, with a mark where a task is the unit's: ★ for
// the leading, ● for the cooperating ones, as a line above says; or 牵头, 配合, √. What the
// marks say goes into columns of units behind the last.

// findMatrix tells whether a table is such a one, and then gives its rows so. Legend are
// the texts above the header; a row of one cell below it may say more.
func (s *Spec) findMatrix(h *header, rows []*row, legend []string, n *names) []*row {
	var units []int
	for c := 1; c <= h.last; c++ {
		if l := h.label[c]; l != "" && !s.isOwnWord(l) && n.complete(l) && marksOnly(rows, c) {
			units = append(units, c)
		}
	}
	const fewest = 3 // units; fewer are columns of something else
	if len(units) < fewest || h.col(colTask)+h.col(colRequirement) == 0 {
		return rows
	}
	for _, c := range units {
		h.meaning[c] = colMatrix
	}
	h.told, h.inferred = nil, nil
	for _, r := range rows {
		if own := r.own(); len(own) == 1 {
			legend = append(legend, r.cells[own[0]].text)
		}
	}
	h.matrix = units
	s.markRoles(h, rows, legend)
	for i, role := range []string{colLead, colResponsible, colCooperating} {
		h.meaning[h.last+1+i] = role
	}
	h.last += 3
	return h.unmarked(rows)
}

// unitHeads tells whether a row below a header names the units of such columns.
func (s *Spec) unitHeads(h *header, next *row, below []*row, n *names) bool {
	const fewest = 3 // units
	own := next.own()
	if h.col(colTask)+h.col(colRequirement) == 0 || next.number != h.rows[len(h.rows)-1].number+1 || len(own) < fewest {
		return false
	}
	for _, c := range own {
		m := h.meaning[c]
		if m != "" && m != colLead && m != colResponsible && m != colCooperating || !n.complete(next.cells[c].text) || !marksOnly(below, c) {
			return false
		}
	}
	return len(below) > 0
}

// marksOnly: what stands in a column is no more than a sign or a word like 牵头.
func marksOnly(rows []*row, col int) bool {
	const longest = 4 // characters
	cells := texts(rows, col)
	return !slices.ContainsFunc(cells, func(t string) bool { return len([]rune(value.Squeeze(t))) > longest })
}

// markRoles tells what each mark means: what a line above or below the table says, else the
// word that it is, else what it likely means, which is told. What is none of these makes a
// unit responsible.
func (s *Spec) markRoles(h *header, rows []*row, legend []string) {
	h.roles = map[string]string{}
	for _, r := range rows {
		for _, c := range h.matrix {
			mark := value.Squeeze(r.text(c))
			if _, known := h.roles[mark]; mark == "" || known {
				continue
			}
			role, sure := s.markRole(mark, legend)
			h.roles[mark] = role
			if !sure {
				h.marks = append(h.marks, markOf{r.cells[c].place, mark, role})
			}
		}
	}
}

// markOf is a mark of which nothing says what it means, and where it stands first.
type markOf struct{ place, mark, role string }

// markRole is the role of a mark, "" for one that says that a unit is not concerned; sure is
// false when nothing says so.
func (s *Spec) markRole(mark string, legend []string) (role string, sure bool) {
	for _, line := range legend {
		_, behind, ok := strings.Cut(line, mark)
		if !ok {
			continue
		}
		said := strings.TrimLeft(behind, " 　：:-—=是为表示代指")
		if end := strings.IndexFunc(said, func(r rune) bool { return !unicode.Is(unicode.Han, r) }); end >= 0 {
			said = said[:end]
		}
		if slices.ContainsFunc(s.Marks.None, func(w string) bool { return strings.Contains(said, w) }) {
			return "", true
		}
		if said != "" {
			return s.roleMark(said), true
		}
	}
	for _, m := range []struct {
		role  string
		marks []string
	}{{"", s.Marks.None}, {colLead, s.Marks.Lead}, {colResponsible, s.Marks.Responsible}, {colCooperating, s.Marks.Cooperating}} {
		if slices.Contains(m.marks, mark) {
			return m.role, true
		}
	}
	switch {
	case slices.Contains(s.Marks.LikelyLead, mark):
		return colLead, false
	case slices.Contains(s.Marks.LikelyCooperating, mark):
		return colCooperating, false
	}
	return colResponsible, false
}

// unmarked gives rows with the marked units as lists.
func (h *header) unmarked(rows []*row) []*row {
	if len(h.matrix) == 0 {
		return rows
	}
	out := slices.Clone(rows)
	for k, r := range rows {
		if len(r.own()) < 2 {
			continue
		}
		marked := *r
		marked.cells = maps.Clone(r.cells)
		out[k] = &marked
		for i, role := range []string{colLead, colResponsible, colCooperating} {
			var list cell
			for _, c := range h.matrix {
				mark := value.Squeeze(r.text(c))
				if mark == "" || r.cells[c].inherited || h.roles[mark] != role {
					continue
				}
				if list.text != "" {
					list.text += "、"
				} else {
					list.place, list.width = r.cells[c].place, 1
				}
				list.text += h.label[c]
			}
			if list.text != "" {
				marked.cells[h.last-2+i] = list
			}
		}
	}
	return out
}
