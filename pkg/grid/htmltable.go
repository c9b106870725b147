package grid

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// htmlTable is the outermost table that is open.
type htmlTable struct {
	sheet                              *Sheet
	row, col                           int // of the last row and cell
	inRow                              bool
	inCell                             bool
	hiddenRow, hiddenCell, hiddenGroup bool
	newGroup                           bool      // the next row begins a row group
	spans                              []rowSpan // cells of rows above that reach down, by column
	column                             int       // declared so far
	hidden                             hiddenColumns
	comments                           []placed
	cellAttrs                          []html.Attribute
	columns                            int // of the cell that is open
	rows                               int
}

// rowSpan is a cell that covers columns down to a row.
type rowSpan struct {
	first, last int
	row         int
	merge       int // its index in Sheet.Merged
}

func (r *htmlReader) startElement(tag string) error {
	t := r.table
	if tag == "table" {
		if t != nil { // not in a cell: a browser closes the open table
			if err := r.closeTable(); err != nil {
				return err
			}
		}
		name := r.officeName()
		r.endParagraph()
		r.table = &htmlTable{sheet: r.newSheet(name)}
		return nil
	}
	if t == nil {
		r.startInline(tag)
		return nil
	}
	switch tag {
	case "tr":
		return r.openRow()
	case "td", "th":
		return r.openCell()
	case "thead", "tbody", "tfoot":
		hidden := r.displayNone()
		err := r.closeGroup()
		t.hiddenGroup = hidden
		return err
	case "col":
		t.declareColumns(spanOf(r.attr("span")), r.displayNone())
	default:
		r.startInline(tag)
	}
	return nil
}

func (r *htmlReader) endElement(tag string) error {
	if r.table == nil {
		r.endInline(tag)
		return nil
	}
	switch tag {
	case "table":
		return r.closeTable()
	case "tr":
		return r.closeRow()
	case "td", "th":
		return r.closeCell()
	case "thead", "tbody", "tfoot":
		return r.closeGroup()
	}
	r.endInline(tag)
	return nil
}

func (t *htmlTable) declareColumns(n int, hidden bool) {
	if hidden {
		t.hidden.add(t.column+1, t.column+n)
	}
	t.column = min(t.column+n, mostRepeats)
}

// spanOf reads rowspan, colspan or span: at least 1.
func spanOf(s string, ok bool) int {
	if !ok {
		return 1
	}
	s = strings.TrimSpace(s)
	n := strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' })
	if n < 0 {
		n = len(s)
	}
	return repeats(s[:n])
}

func (r *htmlReader) openRow() error {
	if err := r.closeRow(); err != nil {
		return err
	}
	t := r.table
	if t.newGroup {
		t.clip()
	}
	t.row++
	t.col, t.inRow, t.newGroup, t.hiddenRow = 0, true, false, t.hiddenGroup || r.displayNone()
	t.spans = slices.DeleteFunc(t.spans, func(s rowSpan) bool { return s.row < t.row })
	for range t.spans { // many spans over many rows are work
		if err := r.step(); err != nil {
			return err
		}
	}
	return nil
}

func (r *htmlReader) closeRow() error {
	err := r.closeCell()
	r.table.inRow = false
	return err
}

// closeGroup ends a row group: no cell reaches out of it into the next one
// (HTML, 4.9.12.1). Below the last row of the table a merge may go on, as Excel
// and LibreOffice have it: empty rows at the end are often left out.
func (r *htmlReader) closeGroup() error {
	err := r.closeRow()
	r.table.newGroup, r.table.hiddenGroup = true, false
	return err
}

// clip ends the cells that reach down beyond the last row.
func (t *htmlTable) clip() {
	for _, s := range t.spans {
		if s.row > t.row && s.merge >= 0 {
			t.sheet.Merged[s.merge].Row2 = t.row
		}
	}
	t.spans = t.spans[:0]
}

// openCell begins a cell at the first column that no cell from above covers.
func (r *htmlReader) openCell() error {
	if err := r.closeCell(); err != nil {
		return err
	}
	t := r.table
	hidden := r.displayNone()
	if !t.inRow {
		attrs := r.attrs
		r.attrs = nil
		if err := r.openRow(); err != nil {
			return err
		}
		r.attrs = attrs
	}
	t.col++
	for _, s := range t.spans {
		if s.first <= t.col && t.col <= s.last {
			t.col = s.last + 1
		}
	}
	t.inCell, t.columns, t.rows = true, spanOf(r.attr("colspan")), spanOf(r.attr("rowspan"))
	t.hiddenCell = hidden
	t.cellAttrs = append(t.cellAttrs[:0], r.attrs...)
	r.begin()
	return nil
}

// closeCell keeps the cell that is open.
func (r *htmlReader) closeCell() error {
	t := r.table
	if !t.inCell {
		r.strayText()
		return nil
	}
	t.inCell = false
	r.nested = 0
	c := Cell{Row: t.row, Col: t.col}
	next := r.attrs // of the tag that ended the cell
	r.attrs = t.cellAttrs
	hidden := r.hiddenText()
	text := r.result()
	c.Hidden = t.hiddenRow || t.hiddenCell
	if hidden != "" && len(bytes.TrimSpace(text)) == 0 {
		text, hidden, c.Hidden = []byte(hidden), "", true
	}
	r.interpret(&c, text)
	if hidden != "" { // the cell holds more than it shows
		r.note = append(r.note, "\n隐藏的文字："+strings.Join(strings.Fields(hidden), " ")...)
	}
	r.attrs = next
	c.setLink(r.link)
	if note := strings.TrimSpace(string(r.note)); note != "" {
		c.setComment(note)
	}
	r.begin()
	r.cover()
	if c.Text == "" && c.Raw == "" && !c.Formula {
		if c.Comment() != "" {
			t.comments = append(t.comments, placed{c.Row, c.Col, c.Comment()})
		}
		return r.step()
	}
	if err := r.keep(&c); err != nil {
		return err
	}
	t.sheet.Cells = append(t.sheet.Cells, c)
	return nil
}

// strayText keeps text that stands in a table but in no cell, as paragraphs: a
// browser shows it before the table.
func (r *htmlReader) strayText() {
	if len(r.shown) > 0 {
		r.endParagraph()
	}
}

// highestSpan is the highest rowspan that counts (HTML, 4.9.11).
const highestSpan = 65_534

// cover notes the columns and rows that a cell takes.
func (r *htmlReader) cover() {
	t := r.table
	first := t.col
	if first > r.lim.Col || t.row > r.lim.Row || t.columns == 1 && t.rows == 1 {
		return
	}
	last := min(first+t.columns-1, r.lim.Col)
	bottom := min(t.row+min(t.rows, highestSpan)-1, r.lim.Row)
	for _, s := range t.spans { // overlap would be a lie of the page
		if s.first > first && s.first <= last {
			last = s.first - 1
		}
	}
	t.col = last
	merge := -1
	if last > first || bottom > t.row {
		merge = len(t.sheet.Merged)
		t.sheet.Merged = append(t.sheet.Merged, Range{t.row, first, bottom, last})
	}
	if bottom > t.row {
		t.addSpan(rowSpan{first, last, bottom, merge})
	}
}

// addSpan keeps the spans by column.
func (t *htmlTable) addSpan(s rowSpan) {
	i, _ := slices.BinarySearchFunc(t.spans, s.first, func(s rowSpan, col int) int { return s.first - col })
	t.spans = slices.Insert(t.spans, i, s)
}

func (r *htmlReader) closeTable() error {
	err := r.closeRow()
	t := r.table
	r.table, r.nested = nil, 0
	t.sheet.Merged = slices.DeleteFunc(t.sheet.Merged, func(m Range) bool { return m.Row1 == m.Row2 && m.Col1 == m.Col2 })
	t.sheet.hideColumns(t.hidden)
	if more := t.sheet.comment(t.comments, r.budget); err == nil {
		err = more
	}
	return err
}
