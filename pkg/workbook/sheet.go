package workbook

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"zwgk/pkg/finding"

	"github.com/xuri/excelize/v2"
)

// sheet is a worksheet before it is written.
type sheet struct {
	name      string
	widths    []float64
	rows      []row
	merges    []string // ranges over several rows
	head      int      // rows from the top that stay in view and are repeated on each printed page
	fixed     int      // columns from the left that stay in view
	filter    int      // row of the header with filter buttons, 0 for none; the filter reaches to the last row
	last      int      // row of the table, notes below it left out
	landscape bool
	paper     int // number of the size, 0 for A4
	onePage   bool
	tab       string // colour of the tab
	hidden    bool   // also from the list of hidden sheets
	drops     []drop
	comments  []excelize.Comment
	colours   map[string]finding.Severity // of marked cells
}

// drop offers options in the cells of an area, and forbids nothing else.
type drop struct {
	area    string
	options []string
}

// row is a line of cells from column A on. A height of 0 is estimated.
type row struct {
	cells  []cell
	height float64
}

// cell is text, or a number when number is set. A link is a path, or "#" and a
// place in this workbook. A span over 1 merges it with the cells to its right, which are left out.
type cell struct {
	text   string
	number string // decimal string
	style  style
	link   string
	span   int
	keep   bool // repeated when the row has to go on in another one
}

// maxCell is what a cell can hold, in UTF-16 units (ECMA-376 and Excel's limits).
const maxCell = 32767

// clean makes a text fit for a cell: valid UTF-8, line breaks as LF, and control
// characters, which XML cannot hold, as their visible pictures (␀ …).
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x20 && r != '\n' && r != '\t':
			return 0x2400 + r
		case r == 0xFFFE || r == 0xFFFF:
			return utf8.RuneError
		}
		return r
	}, s)
}

// pieces cuts a text into parts of at most limit UTF-16 units; joined they are
// the text again.
func pieces(s string, limit int) []string {
	if len(s) <= limit {
		return []string{s}
	}
	var out []string
	start, units := 0, 0
	for i, r := range s {
		n := utf16.RuneLen(r)
		if units+n > limit {
			out = append(out, s[start:i])
			start, units = i, 0
		}
		units += n
	}
	return append(out, s[start:])
}

// split gives a row as one or more rows in which every text fits its cell. The
// further rows repeat the cells to keep and say in the first other one that they go on.
func (r row) split(continued string) []row {
	out := []row{r}
	for i, c := range r.cells {
		for n, part := range pieces(c.text, maxCell) {
			if n == len(out) {
				out = append(out, r.rest())
			}
			out[n] = out[n].with(i, part)
		}
	}
	for _, more := range out[1:] {
		for i := range more.cells {
			if c := &more.cells[i]; !c.keep && c.text == "" {
				c.text = continued
				break
			}
		}
	}
	return out
}

func (r row) rest() row {
	cells := make([]cell, len(r.cells))
	for i, c := range r.cells {
		cells[i] = cell{style: c.style, span: c.span, keep: c.keep}
		if c.keep {
			cells[i] = c
		}
	}
	return row{cells: cells}
}

func (r row) with(i int, text string) row {
	if r.cells[i].text == text {
		return r
	}
	cells := append([]cell(nil), r.cells...)
	cells[i].text = text
	return row{cells, r.height}
}
