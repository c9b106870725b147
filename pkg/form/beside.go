package form

import (
	"math"
	"slices"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
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
		others := s.headColumns(row, s.rowAt(row))
		i := slices.IndexFunc(others, func(c headColumn) bool { return c.col > last && c.isTask() })
		if i >= 0 && s.isTable(others[i:]) && alike(words, others[i:]) {
			return s.pair(one, s.firstColumn(head{row: row, end: row}, last, others[i].col), h.row, row)
		}
		others = slices.DeleteFunc(others, func(c headColumn) bool { return c.col >= first })
		if s.isTable(others) && alike(others, words) {
			return s.pair(one, s.firstColumn(h, others[len(others)-1].col, first), row, h.row)
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

// band collects the rows of one of the tables that stand side by side.
type band struct {
	*sheetReader
	current *head
	tail    rowKind
	found   []*row
	last    int // row of the sheet with text
}

// collector reads the rows of a sheet below its first header, the tables that stand side by side
// one after the other.
type collector struct {
	*sheetReader
	bands []*band
}

// collectRows reads all rows below the first header and tells their kinds.
func (s *sheetReader) collectRows() {
	c := &collector{sheetReader: s}
	c.begin(s.tables)
	top := s.head.row
	for _, t := range s.tables {
		top = min(top, t.head.row)
	}
	s.sheet.EachRow(func(number int, cells []grid.Cell) bool {
		if number < top {
			for _, cell := range cells {
				s.above[cell.Col] = append(s.above[cell.Col], value.Fold(cell.Text))
			}
			return true
		}
		c.take(number, cells)
		return s.left >= 0
	})
	c.flush()
	heading := ""
	for _, r := range s.rows {
		if r.chapter = heading; r.kind == rowHeading {
			heading += value.Fold(r.own[0].Text)
		}
	}
	s.running = s.items.counting(s.rows)
}

// begin goes on with the tables below a header.
func (c *collector) begin(tables []table) {
	c.bands = nil
	for _, t := range tables {
		v := c.view(t)
		b := &band{sheetReader: v, current: &t.head}
		for i := len(v.sheet.Cells) - 1; i >= 0 && b.last == 0; i-- {
			if !value.Blank(v.sheet.Cells[i].Text) {
				b.last = v.sheet.Cells[i].Row
			}
		}
		c.bands = append(c.bands, b)
	}
}

// take reads a row of the sheet: a header over all of its tables, or a row of each.
func (c *collector) take(number int, cells []grid.Cell) {
	if len(c.bands) > 1 && c.headsAll(number, cells) {
		c.further(number, cells)
		return
	}
	signs := rowNothing
	for i, b := range c.bands {
		own := cells
		if len(c.bands) > 1 {
			own = b.rowAt(number)
		}
		r := b.read(number, own, signs)
		switch {
		case r == nil:
		case r.kind == rowHeader && len(c.bands) == 1:
			c.further(number, cells)
			return
		case r.kind == rowHeading && i == 0 && c.isOverAll(r):
			c.flush()
		case r.kind == rowSignature:
			signs = rowSignature
		}
		if r != nil {
			b.found = append(b.found, r)
		}
	}
}

// read tells what a row of the table is; nil when nothing stands there. signs is rowSignature
// where the row signs to the left.
func (b *band) read(number int, cells []grid.Cell, signs rowKind) *row {
	r := b.newRow(number, cells, b.current)
	if len(r.own) == 0 {
		return nil
	}
	if number <= b.current.end {
		if r.kind = rowUnder; number < b.current.row {
			r.kind = rowAbove
		}
		return r
	}
	r.kind = b.kind(r, max(b.tail, signs))
	if signs == rowSignature && b.isLabelled(r) && !b.isItem(r) {
		r.kind = rowSignature
	}
	switch r.kind {
	case rowHeader:
		h, _ := b.headerAt(number, cells)
		b.current, b.tail = &h, rowNothing
	case rowHeading:
		b.tail = rowNothing
	case rowNote, rowSignature:
		b.tail = max(b.tail, r.kind)
	case rowEntry:
		b.tail = rowNothing
		b.left--
	}
	return r
}

// headsAll tells that a row below tables side by side is a header once more, of all of them or of
// others: not a header of one beside a row of another.
func (c *collector) headsAll(number int, cells []grid.Cell) bool {
	for _, b := range c.bands {
		if number <= b.current.end {
			return false
		}
		own := b.rowAt(number)
		if slices.ContainsFunc(own, func(cell grid.Cell) bool { return !value.Blank(cell.Text) }) &&
			!slices.ContainsFunc(own, func(cell grid.Cell) bool { return b.spec.match(cell.Text).exact }) {
			return false
		}
	}
	r := c.newRow(number, cells, c.bands[0].current)
	return len(r.own) > 0 && c.isHeaderAgain(r)
}

// further goes on below a header that stands in the sheet once more.
func (c *collector) further(number int, cells []grid.Cell) {
	h, _ := c.headerAt(number, cells)
	c.flush()
	r := c.newRow(number, cells, &h)
	r.kind = rowHeader
	c.rows = append(c.rows, r)
	c.begin(c.sideBySide(h))
}

// isOverAll tells that a heading of the first table is one of those beside it too: it is merged
// over them, or nothing stands beside it while they go on below.
func (c *collector) isOverAll(r *row) bool {
	if len(c.bands) == 1 {
		return false
	}
	wide := r.own[0].Col + c.width(r.number, r.own[0].Col)
	for _, b := range c.bands[1:] {
		beside := slices.ContainsFunc(b.rowAt(r.number), func(cell grid.Cell) bool { return !value.Blank(cell.Text) })
		if beside || b.last <= r.number && wide <= b.current.columns[0].col {
			return false
		}
	}
	return true
}

// flush puts the rows of the tables one after the other. A line of the signature goes over all.
func (c *collector) flush() {
	signed := map[int]*row{}
	for _, b := range c.bands {
		for _, r := range b.found {
			if r.kind == rowSignature {
				if left := signed[r.number]; left != nil {
					left.own = append(left.own, r.own...)
					continue
				}
				signed[r.number] = r
			}
			c.rows = append(c.rows, r)
		}
		b.found = nil
	}
}
