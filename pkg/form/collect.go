package form

import (
	"slices"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

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
