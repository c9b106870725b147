package form

import (
	"math"
	"slices"

	"zwgk/pkg/grid"
)

// table is one of the tables that stand side by side below a header, from its first column to the
// one before the next table's.
type table struct {
	from, to int // to is not included
	head     head
}

// setHead takes a header for the first of the sheet, with every table that stands below it.
func (s *sheetReader) setHead(h head) {
	s.tables = s.sideBySide(h)
	if len(s.tables) == 1 {
		s.tables = s.higherOrLower(h)
	}
	s.head = s.tables[0].head
}

// shifted is how many rows the header of a table may stand higher or lower than that of the one beside it.
const shifted = 3

// higherOrLower looks for a table to the right or left of one, whose header stands in another row.
func (s *sheetReader) higherOrLower(h head) []table {
	one := table{1, math.MaxInt, h}
	words := slices.DeleteFunc(slices.Clone(h.columns), func(c headColumn) bool { return !c.match.exact })
	if !s.isTable(words) {
		return []table{one}
	}
	first, last := words[0].col, words[len(words)-1].col
	for row := max(1, h.row-shifted); row <= h.row+shifted; row++ {
		cells := s.rowAt(row)
		from := slices.IndexFunc(cells, func(c grid.Cell) bool { return c.Col >= first })
		to := slices.IndexFunc(cells, func(c grid.Cell) bool { return c.Col > last })
		if to >= 0 {
			right := s.headColumns(row, cells[to:])
			i := slices.IndexFunc(right, headColumn.isTask)
			if i >= 0 && s.isTable(right[i:]) && alike(words, right[i:]) {
				return s.pair(one, s.firstColumn(head{row: row, end: row}, last, right[i].col), h.row, row)
			}
		}
		if from < 0 {
			from = len(cells)
		}
		if left := s.headColumns(row, cells[:from]); s.isTable(left) && alike(left, words) {
			return s.pair(one, s.firstColumn(h, left[len(left)-1].col, first), row, h.row)
		}
	}
	return []table{one}
}

// pair divides what was taken for one table at a column, with the row of each one's header.
func (s *sheetReader) pair(one table, from, left, right int) []table {
	out := []table{{from: 1, to: from}, {from: from, to: math.MaxInt}}
	for i, row := range []int{left, right} {
		v := s.view(out[i])
		found := false
		if out[i].head, found = v.headerAt(row, v.rowAt(row)); !found {
			return []table{one}
		}
	}
	return out
}

// isAbove tells that a cell stands above the header of the table in its column.
func (s *sheetReader) isAbove(row, col int) bool {
	return slices.ContainsFunc(s.tables, func(t table) bool { return col >= t.from && col < t.to && row < t.head.row })
}

// sideBySide cuts a header that stands over several tables at every further one. Each needs a
// column that says which task, and one that says how it goes: columns with one word twice are one
// table all the same.
func (s *sheetReader) sideBySide(h head) []table {
	one := []table{{1, math.MaxInt, h}}
	words := slices.DeleteFunc(slices.Clone(h.columns), func(c headColumn) bool { return c.name == "" || c.field == fieldGuide })
	var starts []int
	for {
		i := s.secondTable(words)
		if i < 0 {
			break
		}
		starts = append(starts, s.firstColumn(h, words[i-1].col, words[i].col))
		words = words[i:]
	}
	if len(starts) == 0 {
		return one
	}
	var out []table
	for i, from := range append([]int{1}, starts...) {
		t := table{from: from, to: math.MaxInt}
		if i < len(starts) {
			t.to = starts[i]
		}
		v := s.view(t)
		found := false
		if t.head, found = v.headerAt(h.row, v.rowAt(h.row)); !found {
			return one
		}
		out = append(out, t)
	}
	return out
}

// secondTable finds where the second table begins in the words of a header: where its first word
// comes again, else at a number or task. -1 when there is none.
func (s *sheetReader) secondTable(words []headColumn) int {
	first := func(i int) bool { return words[i].sameWord(words[0]) }
	task := func(i int) bool { return words[i].isTask() }
	for _, begins := range []func(int) bool{first, task} {
		for i := 1; i < len(words); i++ {
			if begins(i) && s.isTable(words[:i]) && s.isTable(words[i:]) && alike(words[:i], words[i:]) {
				return i
			}
		}
	}
	return -1
}

// sameWord tells that another column has the same header.
func (c headColumn) sameWord(o headColumn) bool {
	return c.match.plain != "" && c.match.plain == o.match.plain
}

// isTask tells that a header word says which task, and nothing else.
func (c headColumn) isTask() bool {
	return c.match.exact && (c.match.fields[0] == FieldID || c.match.fields[0] == FieldTask)
}

// isTable tells that words of a header make a table by themselves.
func (s *sheetReader) isTable(words []headColumn) bool {
	answer := func(c headColumn) bool {
		return s.spec.tickStatus(c.name) != "" || c.match.exact && slices.ContainsFunc(c.match.fields, func(f string) bool { return s.tells(map[string]bool{f: true}) })
	}
	return slices.ContainsFunc(words, headColumn.isTask) && slices.ContainsFunc(words, answer)
}

// alike tells that two tables have a word for the task in common, and another one; or, by whatever
// words, a number and two more columns.
func alike(left, right []headColumn) bool {
	task, number, words, fields := false, false, 0, 0
	for _, c := range right {
		if slices.ContainsFunc(left, c.sameWord) {
			task, words = task || c.isTask(), words+1
		}
		if c.match.exact && slices.ContainsFunc(left, func(l headColumn) bool { return l.match.exact && l.match.fields[0] == c.match.fields[0] }) {
			number, fields = number || c.match.fields[0] == FieldID, fields+1
		}
	}
	return task && words > 1 || number && fields > 2
}

// firstColumn is where a further table begins: at its first header word, or at a column of
// numbers without one between it and the last word before it.
func (s *sheetReader) firstColumn(h head, before, col int) int {
	for from := col - 1; from >= before+s.width(h.row, before); from-- {
		if mostlyNumbers(s.below(h.end, from)) {
			return from
		}
	}
	return col
}

// view reads the columns of one table as if no other stood in the sheet.
func (s *sheetReader) view(t table) *sheetReader {
	if t.from == 1 && t.to == math.MaxInt {
		return s
	}
	v := *s
	v.sheet = &grid.Sheet{Name: s.sheet.Name, Visible: s.sheet.Visible}
	for _, c := range s.sheet.Cells {
		if c.Col >= t.from && c.Col < t.to {
			v.sheet.Cells = append(v.sheet.Cells, c)
		}
	}
	for _, m := range s.sheet.Merged {
		if m.Col1 < t.to && m.Col2 >= t.from {
			m.Col1, m.Col2 = max(m.Col1, t.from), min(m.Col2, t.to-1)
			v.sheet.Merged = append(v.sheet.Merged, m)
		}
	}
	v.head = t.head
	return &v
}
