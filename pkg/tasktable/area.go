package tasktable

import (
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// area is one table of a file, whatever the file's format.
type area struct {
	sheet string
	above []string // the text between the table before and this one
	rows  []*row

	covered []cell // texts that a merged cell hides: nobody sees them
}

// row is a row with something written in it. Its place is the one of its
// first cell.
type row struct {
	number  int      // of the sheet or, in a text, the line
	columns int      // of a row of a dump
	loose   bool     // text between tables
	note    bool     // no heading either
	heading *heading // of a list, without a number as headings have
	cells   map[int]cell

	comments []string // on its cells
}

// cell is a written cell, or the part of a merged one that lies in this row.
type cell struct {
	text      string
	place     string
	width     int  // columns that it is merged over, at least 1
	inherited bool // it is merged down from a row above
}

// own gives the columns with cells of the row itself, in order.
func (r *row) own() []int {
	var cols []int
	for col, c := range r.cells {
		if !c.inherited {
			cols = append(cols, col)
		}
	}
	slices.Sort(cols)
	return cols
}

// place is the row's first own cell.
func (r *row) place() string {
	if cols := r.own(); len(cols) > 0 {
		return r.cells[cols[0]].place
	}
	return ""
}

// text of a column, "" where nothing is written.
func (r *row) text(col int) string { return r.cells[col].text }

// ownText is the text of a column unless it is merged down from above.
func (r *row) ownText(col int) string {
	if c := r.cells[col]; !c.inherited {
		return c.text
	}
	return ""
}

// areasOf lists the tables of a file. Hidden sheets count only where no sheet
// is visible.
func areasOf(wb *grid.Workbook, spec *Spec) []area {
	if wb.Format == "txt" {
		return []area{dumpArea(wb.Paragraphs, spec)}
	}
	visible := slices.ContainsFunc(wb.Sheets, func(s *grid.Sheet) bool { return s.Visible })
	var out []area
	for i, s := range wb.Sheets {
		if visible && !s.Visible {
			continue
		}
		a := sheetArea(s, spec)
		for _, p := range wb.Paragraphs {
			if p.Before == i {
				a.above = append(a.above, spec.Residue.remove(p.Text))
			}
		}
		out = append(out, a)
	}
	return out
}

func sheetArea(s *grid.Sheet, spec *Spec) area {
	a := area{sheet: s.Name}
	byNumber := map[int]*row{}
	merged := map[[2]int]grid.Range{}
	for _, m := range s.Merged {
		merged[[2]int{m.Row1, m.Col1}] = m
	}
	for _, c := range s.Cells {
		text := spec.Residue.remove(c.Text)
		if empty(text) {
			continue
		}
		if top, left := s.TopLeft(c.Row, c.Col); top != c.Row || left != c.Col {
			a.covered = append(a.covered, cell{text: text, place: grid.Ref(c.Row, c.Col)})
			continue
		}
		r := byNumber[c.Row]
		if r == nil {
			r = &row{number: c.Row, cells: map[int]cell{}}
			byNumber[c.Row], a.rows = r, append(a.rows, r)
		}
		width := 1
		if m, ok := merged[[2]int{c.Row, c.Col}]; ok {
			width = m.Col2 - m.Col1 + 1
		}
		r.cells[c.Col] = cell{text: text, place: grid.Ref(c.Row, c.Col), width: width}
		if comment := strings.TrimSpace(c.Comment()); comment != "" {
			r.comments = append(r.comments, comment)
		}
	}
	slices.SortFunc(a.rows, func(x, y *row) int { return x.number - y.number })
	for _, m := range s.Merged {
		a.inherit(m, byNumber[m.Row1])
	}
	return a.below(spec)
}

// inherit puts a cell that is merged downwards into the rows that it covers.
func (a *area) inherit(m grid.Range, top *row) {
	if top == nil || m.Row2 == m.Row1 {
		return
	}
	c, written := top.cells[m.Col1]
	if !written || c.inherited {
		return
	}
	c.inherited = true
	first, _ := slices.BinarySearchFunc(a.rows, m.Row1+1, func(r *row, n int) int { return r.number - n })
	for _, r := range a.rows[first:] {
		if r.number > m.Row2 {
			return
		}
		if _, taken := r.cells[m.Col1]; !taken {
			r.cells[m.Col1] = c
		}
	}
}

// dumpArea reads the text dump of a Word table: rows are blocks between blank
// lines, a cell begins with a tab at the beginning of a line, and all other
// line breaks belong to the cell. A block without a tab between two rows goes
// on with the cell before it, unless it is a heading.
func dumpArea(lines []grid.Paragraph, spec *Spec) area {
	var a area
	var loose [][]grid.Paragraph
	settle := func(between bool) {
		for _, block := range loose {
			last := a.rows[len(a.rows)-1]
			if between && last.columns > 1 {
				last.extend(block, spec)
				continue
			}
			a.rows = append(a.rows, looseRow(block, spec))
		}
		loose = nil
	}
	for _, block := range blocks(lines) {
		switch tab := strings.HasPrefix(block[0].Text, "\t"); {
		case tab:
			settle(true)
			r := &row{number: block[0].Number, cells: map[int]cell{}}
			r.extend(block, spec)
			r.widen()
			a.rows = append(a.rows, r)
		case len(a.rows) == 0:
			for _, l := range block {
				a.above = append(a.above, spec.Residue.remove(l.Text))
			}
		case spec.isHeading(block[0].Text):
			settle(true)
			a.rows = append(a.rows, looseRow(block, spec))
		default:
			loose = append(loose, block)
		}
	}
	settle(false)
	return a
}

// blocks divides lines at the blank ones. A line with nothing but a tab is an
// empty cell, no blank line.
func blocks(lines []grid.Paragraph) [][]grid.Paragraph {
	var out [][]grid.Paragraph
	var block []grid.Paragraph
	for _, l := range lines {
		if strings.HasPrefix(l.Text, "\t") || !empty(l.Text) {
			block = append(block, l)
			continue
		}
		if len(block) > 0 {
			out, block = append(out, block), nil
		}
	}
	if len(block) > 0 {
		out = append(out, block)
	}
	return out
}

// extend adds the lines of a block to the row: what stands before the first
// tab to its last cell, then a cell for each tab.
func (r *row) extend(block []grid.Paragraph, spec *Spec) {
	c := r.cells[r.columns]
	text := []string{c.text}
	if c.text == "" {
		text, c.place = nil, "L"+strconv.Itoa(block[0].Number)
	}
	end := func() {
		c.text, c.width = spec.Residue.remove(strings.Join(text, "\n")), 1
		if r.columns > 0 && !empty(c.text) {
			r.cells[r.columns] = c
		}
	}
	for _, l := range block {
		first, isCell := strings.CutPrefix(l.Text, "\t")
		if !isCell {
			text = append(text, l.Text)
			continue
		}
		end()
		r.columns++
		text, c = []string{first}, cell{place: "L" + strconv.Itoa(l.Number)}
	}
	end()
}

// widen makes the only cell of a row as wide as the table.
func (r *row) widen() {
	if c, ok := r.cells[1]; ok && r.columns == 1 {
		c.width = wholeRow
		r.cells[1] = c
	}
}

// wholeRow is the width of a cell that stands alone in its row of a dump.
const wholeRow = 1 << 20

// looseRow is a block without a tab below the first row: text between tables.
func looseRow(block []grid.Paragraph, spec *Spec) *row {
	var text []string
	for _, l := range block {
		text = append(text, spec.Residue.remove(l.Text))
	}
	c := cell{text: strings.Join(text, "\n"), place: "L" + strconv.Itoa(block[0].Number), width: wholeRow}
	return &row{number: block[0].Number, loose: true, cells: map[int]cell{1: c}}
}

// empty tells whether nothing can be seen in a text. Strokes are something.
func empty(s string) bool { return value.Squeeze(s) == "" }
