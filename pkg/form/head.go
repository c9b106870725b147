package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// fieldKey is the hidden key column, no field of the contract.
const fieldKey = "\x00key"

// fieldGuide is a hidden column of the guide, of which nothing is read.
const fieldGuide = "\x00guide"

// headerRows is how many rows with text may stand above a header.
const headerRows = 30

// head is a header: which column holds what, and the rows that it takes.
type head struct {
	row, end int
	first    string // first header cell
	columns  []headColumn
	stamp    *Stamp // carried by the header of the key column
	ticks    []tick // columns of a status each, one of which is ticked
}

// headColumn is one column under a header. field is "" for a column that means
// nothing to the spec; name is the header as written.
type headColumn struct {
	col   int
	ref   string
	field string
	name  string
	match headerMatch

	guessed bool // its field is by what stands in it
}

// isGuide tells whether a column is one of the guide's.
func (h *head) isGuide(col int) bool {
	return slices.ContainsFunc(h.columns, func(c headColumn) bool { return c.col == col && c.field == fieldGuide })
}

func (h *head) at(field string) (int, bool) {
	for _, c := range h.columns {
		if c.field == field {
			return c.col, true
		}
	}
	return 0, false
}

// findHeader looks for the first header in the first rows of the sheet.
func (s *sheetReader) findHeader() bool {
	found, seen := false, 0
	s.sheet.EachRow(func(number int, cells []grid.Cell) bool {
		if seen++; seen > headerRows {
			return false
		}
		if h, ok := s.headerAt(number, cells); ok {
			s.setHead(h)
			found = true
		}
		return !found
	})
	return found
}

// headerAt tries the row as a header of one row or, with the next, of two.
func (s *sheetReader) headerAt(number int, cells []grid.Cell) (head, bool) {
	single := s.headColumns(number, cells)
	sure := s.qualifies(single)
	if below := s.rowAt(number + 1); len(single) > 1 && s.isUpper(cells, below) {
		// Mere group titles over a full header add nothing to it.
		double := s.underneath(single, below, number)
		if s.qualifies(double) && (sure || !s.qualifies(s.headColumns(number+1, below))) {
			return s.newHead(number, number+1, double), true
		}
	}
	if sure {
		return s.newHead(number, number, single), true
	}
	return head{}, false
}

func (s *sheetReader) headColumns(number int, cells []grid.Cell) []headColumn {
	var out []headColumn
	for _, c := range cells {
		if value.Blank(c.Text) {
			continue
		}
		out = append(out, headColumn{col: c.Col, ref: c.Ref(), name: strings.TrimSpace(c.Text), match: s.spec.match(c.Text)})
	}
	return out
}

// rowAt gives the cells of a row.
func (s *sheetReader) rowAt(number int) []grid.Cell {
	i, _ := slices.BinarySearchFunc(s.sheet.Cells, number, func(c grid.Cell, n int) int { return c.Row - n })
	j := i
	for j < len(s.sheet.Cells) && s.sheet.Cells[j].Row == number {
		j++
	}
	return s.sheet.Cells[i:j]
}

// isUpper tells whether the row below completes a header of two rows: its cells
// are all short words, header words among them, and they stand under a heading
// that spans several columns.
func (s *sheetReader) isUpper(cells, below []grid.Cell) bool {
	exact, under := 0, false
	for _, c := range below {
		if value.Blank(c.Text) {
			continue
		}
		m := s.spec.match(c.Text)
		if len(m.fields) == 0 && (utf8.RuneCountInString(plainHeader(c.Text)) > 8 || strings.ContainsAny(value.Fold(c.Text), "0123456789")) {
			return false
		}
		if m.exact || s.spec.tickStatus(c.Text) != "" {
			exact++
		}
		top, left := s.spanning(cells, c.Col)
		under = under || top && left != c.Col
	}
	return under && exact >= 1
}

// spanning tells whether the column lies under a header cell of the row, and in
// which column that one stands: its own, that of a merge, or, in a sheet without
// merges, that of the last cell to the left.
func (s *sheetReader) spanning(cells []grid.Cell, col int) (bool, int) {
	if len(cells) == 0 {
		return false, 0
	}
	row := cells[0].Row
	if top, left := s.sheet.TopLeft(row, col); left != col && top == row {
		return true, left
	}
	left := 0
	for _, c := range cells {
		if c.Col <= col && !value.Blank(c.Text) {
			left = c.Col
		}
	}
	return left > 0, left
}

// underneath joins a lower header row to the upper one: the lower word counts,
// else the upper.
func (s *sheetReader) underneath(upper []headColumn, below []grid.Cell, number int) []headColumn {
	var out []headColumn
	covered := map[int]bool{}
	for _, c := range below {
		if value.Blank(c.Text) {
			continue
		}
		lower := headColumn{col: c.Col, ref: c.Ref(), name: strings.TrimSpace(c.Text), match: s.spec.match(c.Text)}
		if _, left := s.spanning(s.rowAt(number), c.Col); left > 0 {
			i := slices.IndexFunc(upper, func(u headColumn) bool { return u.col == left })
			if i >= 0 {
				covered[left] = true
				if both := s.spec.match(upper[i].name + lower.name); len(lower.match.fields) == 0 || both.exact {
					lower.match = both
				}
			}
		}
		out = append(out, lower)
	}
	for _, u := range upper {
		if !covered[u.col] || !slices.ContainsFunc(out, func(c headColumn) bool { return c.col == u.col }) && !s.isWide(number, u.col) {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b headColumn) int { return a.col - b.col })
	return out
}

// isWide tells whether the cell is merged over several columns.
func (s *sheetReader) isWide(row, col int) bool { return s.width(row, col) > 1 }

// width is the number of columns that the cell is merged over.
func (s *sheetReader) width(row, col int) int {
	for _, m := range s.sheet.Merged {
		if m.Contains(row, col) {
			return m.Col2 - m.Col1 + 1
		}
	}
	return 1
}

// qualifies tells whether the words make a header: a column that says which
// task, and one that says how it goes. A 备注 says nothing of that kind unless
// the task itself is there.
func (s *sheetReader) qualifies(columns []headColumn) bool {
	number, task, filled, remark, exact := false, false, false, false, 0
	seen := map[string]bool{}
	for _, c := range columns {
		if len(c.match.fields) == 0 {
			continue
		}
		field := c.match.fields[0]
		seen[field] = true
		if c.match.exact {
			exact++
		}
		switch {
		case field == FieldID:
			number = true
		case field == FieldTask, field == FieldRequirement:
			task = true
		case field == FieldRemark:
			remark = true
		case s.spec.units(field):
			filled = true
		}
	}
	if s.stampIn(columns) != nil {
		return true
	}
	return exact >= 1 && len(seen) >= 2 && (task && (filled || remark) || number && filled && s.tells(seen))
}

// tells: without a task column only these say that the rows report on tasks.
func (s *sheetReader) tells(seen map[string]bool) bool {
	return seen[FieldStatus] || seen[FieldProgressText] || seen[FieldProgress]
}

func (s *sheetReader) newHead(row, end int, columns []headColumn) head {
	for _, c := range columns {
		for _, m := range s.sheet.Merged {
			if m.Contains(row, c.col) && m.Row1 == row && m.Row2 <= row+2 {
				end = max(end, m.Row2)
			}
		}
	}
	h := head{row: row, end: end, first: columns[0].ref, columns: columns, stamp: s.stampIn(columns)}
	s.assign(&h)
	s.findTicks(&h)
	if _, ok := h.at(FieldID); !ok {
		s.bareNumbers(&h)
	}
	s.byContent(&h)
	return h
}

func (s *sheetReader) stampIn(columns []headColumn) *Stamp {
	for _, c := range columns {
		if st := parseStampText(c.name); st != nil {
			return st
		}
	}
	return nil
}

// assign gives each field to one column: the sure matches first, those with
// several meanings last. A second column for a field stays without one.
func (s *sheetReader) assign(h *head) {
	taken := map[string]bool{}
	give := func(c *headColumn, field string) {
		if !taken[field] {
			taken[field], c.field = true, field
		}
	}
	for i := range h.columns {
		if parseStampText(h.columns[i].name) != nil {
			give(&h.columns[i], fieldKey)
		}
		if isGuide(h.columns[i].name) {
			h.columns[i].field = fieldGuide
		}
	}
	for _, exact := range []bool{true, false} {
		for i := range h.columns {
			if c := &h.columns[i]; c.field == "" && c.match.exact == exact && len(c.match.fields) == 1 {
				give(c, c.match.fields[0])
			}
		}
		for i := range h.columns {
			if c := &h.columns[i]; c.field == "" && c.match.exact == exact && len(c.match.fields) > 1 {
				if field := s.choose(h, c, taken); field != "" {
					give(c, field)
				}
			}
		}
	}
}

// choose settles a header word of several meanings: by the fields that are
// still free, then by what stands in the column.
func (s *sheetReader) choose(h *head, c *headColumn, taken map[string]bool) string {
	var free []string
	for _, field := range c.match.fields {
		if !taken[field] && !s.surely(h, field) {
			free = append(free, field)
		}
	}
	switch len(free) {
	case 0:
		return ""
	case 1:
		return free[0]
	}
	fits, filled := map[string]int{}, 0
	for _, text := range s.below(h.end, c.col) {
		filled++
		if st := s.spec.StatusOf(text); st != UnknownStatus || s.spec.statuses.exact[value.Fold(text)] != "" {
			fits[FieldStatus]++
		}
		if s.spec.ProgressOf(text, "").Kind != "bad" {
			fits[FieldProgress]++
		}
	}
	for _, field := range free {
		if field == FieldProgressText && filled > 0 || fits[field]*2 > filled || filled == 0 {
			return field
		}
	}
	return free[0]
}

// surely tells whether another column is the field by a word of one meaning.
// A word for one status may head a column of ticks.
func (s *sheetReader) surely(h *head, field string) bool {
	return slices.ContainsFunc(h.columns, func(c headColumn) bool {
		return len(c.match.fields) == 1 && c.match.fields[0] == field && s.spec.tickStatus(c.name) == ""
	})
}

// below lists up to 100 texts of a column under a header.
func (s *sheetReader) below(end, col int) []string {
	var out []string
	for _, c := range s.sheet.Cells {
		if c.Row > end && c.Col == col && !value.Blank(c.Text) {
			if out = append(out, c.Text); len(out) == 100 {
				break
			}
		}
	}
	return out
}

// bareNumbers finds a column of numbers that nobody gave a header, to the left
// of the first one.
func (s *sheetReader) bareNumbers(h *head) {
	for col := h.columns[0].col - 1; col >= 1; col-- {
		if mostlyNumbers(s.below(h.end, col)) {
			h.columns = slices.Insert(h.columns, 0, headColumn{col: col, ref: grid.Ref(h.row, col), field: FieldID})
			return
		}
	}
}

func mostlyNumbers(texts []string) bool {
	numbers := 0
	for _, t := range texts {
		if _, ok := parseNumber(t); ok {
			numbers++
		}
	}
	return numbers*2 > len(texts)
}
