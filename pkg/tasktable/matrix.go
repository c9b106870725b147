package tasktable

import (
	"maps"
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// A table may have a column for each unit, with a mark where a task is the unit's: ★ for
// the leading, ● for the cooperating ones, as a line above says; or 牵头, 配合, √. What the
// marks say goes into columns of units behind the last.

// findMatrix tells whether a table is such a one, and then gives its rows so. Legend are
// the texts above the header.
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
	h.matrix, h.roles = units, s.markRoles(rows, units, legend)
	for i, role := range []string{colLead, colResponsible, colCooperating} {
		h.meaning[h.last+1+i] = role
	}
	h.last += 3
	return h.unmarked(rows)
}

// marksOnly: what stands in a column is no more than a sign or a word like 牵头.
func marksOnly(rows []*row, col int) bool {
	const longest = 4 // characters
	cells := texts(rows, col)
	return !slices.ContainsFunc(cells, func(t string) bool { return len([]rune(value.Squeeze(t))) > longest })
}

// markRoles tells what each mark means: what stands behind it above the table, else by the
// word that it is; √ and other signs make a unit responsible.
func (s *Spec) markRoles(rows []*row, units []int, legend []string) map[string]string {
	out := map[string]string{}
	for _, r := range rows {
		for _, c := range units {
			mark := value.Squeeze(r.text(c))
			if _, known := out[mark]; mark == "" || known {
				continue
			}
			out[mark] = s.roleMark(mark)
			for _, line := range legend {
				if _, behind, ok := strings.Cut(value.Squeeze(line), mark); ok {
					said, _, _ := strings.Cut(strings.NewReplacer("，", "；", "、", "；", ";", "；", ",", "；", "。", "；").Replace(behind), "；")
					out[mark] = s.roleMark(said)
				}
			}
		}
	}
	return out
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
				if mark == "" || h.roles[mark] != role {
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
