package grid

import "fmt"

// odsRow is the row that is being read, each run of equal cells once.
type odsRow struct {
	runs    []odsCell
	spans   []odsSpan
	nextCol int  // column of the next cell
	hidden  bool // the row is not shown
	filled  int  // cells that the row has when its runs are written out
	lastCol int  // column of the last of them
}

// odsCell stands for a run of equal cells.
type odsCell struct {
	cell    Cell
	columns int
}

// odsSpan is a merge of a row, or a run of equal ones.
type odsSpan struct{ col, columns, rows, repeated int }

// odsMerges are the merges of equal rows.
type odsMerges struct {
	row, rows int
	spans     []odsSpan
}

// table reads a table; its row and column groups and header rows are only
// brackets around rows (ODF 1.3 part 3, 9.1).
func (r *odsReader) table(sheet *Sheet, empty bool) error {
	r.wb.Sheets = append(r.wb.Sheets, sheet)
	r.sheet, r.row, r.col = sheet, 0, 0
	r.hiddenCols, r.bare, r.comments = hiddenColumns{}, r.bare[:0], nil
	if empty {
		return nil
	}
	err := r.rows()
	if err != nil {
		err = inRow(sheet.Name, r.row+1, err)
	}
	sheet.hideColumns(r.hiddenCols)
	if more := sheet.comment(r.comments, r.budget); err == nil {
		err = more
	}
	return err
}

// inRow says in which row of a sheet the reading ended.
func inRow(name string, row int, err error) error {
	return within(fmt.Sprintf("工作表“%s”第 %d 行", name, row), err)
}

func (r *odsReader) rows() error {
	s := r.s
	depth := len(s.open)
	for {
		kind, tag, attrs, empty := s.next()
		switch kind {
		case endOfXML:
			return s.err
		case endTag:
			if len(s.open) < depth {
				return nil
			}
			continue
		case charData:
			continue
		}
		var err error
		switch string(tag) {
		case "table-row":
			err = r.tableRow(attrs, empty)
		case "table-column":
			r.tableColumn(attrs)
			s.pass(empty)
		case "table-rows", "table-header-rows", "table-row-group",
			"table-columns", "table-header-columns", "table-column-group":
		default: // shapes, forms, print settings, conditional formats
			s.pass(empty)
		}
		if err != nil {
			return err
		}
	}
}

func (r *odsReader) tableColumn(attrs []byte) {
	n := repeats(attr(attrs, "number-columns-repeated"))
	if v := attr(attrs, "visibility"); v == "collapse" || v == "filter" {
		r.hiddenCols.add(r.col+1, r.col+n)
	}
	r.col += n
}

const mostRepeats = 1 << 30

// repeats reads how often something stands there: at least once. A number
// too large to count is cut to one that still breaks every limit.
func repeats(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' {
			return 1
		}
		n = min(n*10+int(c-'0'), mostRepeats)
	}
	return max(n, 1)
}

func (r *odsReader) tableRow(attrs []byte, empty bool) error {
	n := 1
	r.odsRow = odsRow{runs: r.runs[:0], spans: r.spans[:0], nextCol: 1}
	eachAttr(attrs, func(k, v []byte) {
		switch string(localName(k)) {
		case "number-rows-repeated":
			n = repeats(string(v))
		case "visibility":
			r.hidden = string(v) == "collapse" || string(v) == "filter"
		}
	})
	if !empty {
		if err := r.rowCells(); err != nil {
			return err
		}
	}
	if err := r.place(n); err != nil {
		return err
	}
	r.row += n
	return nil
}

func (r *odsReader) rowCells() error {
	s := r.s
	depth := len(s.open)
	for {
		kind, tag, attrs, empty := s.next()
		switch {
		case kind == endOfXML:
			return s.err
		case kind == endTag && len(s.open) < depth:
			return nil
		case kind != startTag:
		case string(tag) == "table-cell" || string(tag) == "covered-table-cell":
			if err := r.tableCell(attrs, empty); err != nil {
				return err
			}
		default:
			s.pass(empty)
		}
	}
}

// place puts the row where it stands, and again for each repetition. What
// repeats nothing costs nothing, and what would break a limit is refused
// before it is written out.
func (r *odsReader) place(n int) error {
	if r.filled == 0 {
		if len(r.spans) > 0 {
			r.bare = append(r.bare, odsMerges{r.row + 1, n, append([]odsSpan(nil), r.spans...)})
			if n == 1 {
				return r.placeMerges()
			}
		}
		return r.step()
	}
	last := Cell{Row: r.row + n, Col: r.lastCol}
	if last.Row > r.lim.Row || last.Col > r.lim.Col {
		return r.keep(&last)
	}
	if r.filled > (r.lim.Cells-r.cells)/n {
		return tooLarge("cells", "单元格超过 %d 个的限制", r.lim.Cells)
	}
	for i := 1; i <= n; i++ {
		for j := range r.runs {
			if err := r.placeRun(&r.runs[j], r.row+i); err != nil {
				return err
			}
		}
	}
	r.bare = append(r.bare, odsMerges{r.row + 1, n, r.spans})
	return r.placeMerges()
}

func (r *odsReader) placeRun(run *odsCell, row int) error {
	for i := range run.columns {
		c := run.cell
		c.Row, c.Col = row, c.Col+i
		if err := r.keep(&c); err != nil {
			return err
		}
		r.sheet.Cells = append(grown(r.sheet.Cells, r.s), c)
	}
	return nil
}

// placeMerges writes the merges out that wait.
func (r *odsReader) placeMerges() error {
	for _, m := range r.bare {
		for _, span := range m.spans {
			if err := r.placeSpan(m, span); err != nil {
				return err
			}
		}
	}
	r.bare = r.bare[:0]
	return nil
}

func (r *odsReader) placeSpan(m odsMerges, span odsSpan) error {
	for i := range m.rows {
		for j := range span.repeated {
			row, col := m.row+i, span.col+j
			if row > r.lim.Row || col > r.lim.Col {
				return nil // there can be no cell
			}
			if r.merges++; r.merges > r.lim.Cells {
				return tooLarge("cells", "合并单元格超过 %d 个的限制", r.lim.Cells)
			}
			r.sheet.Merged = append(r.sheet.Merged, Range{row, col, min(row+span.rows-1, r.lim.Row), min(col+span.columns-1, r.lim.Col)})
			if err := r.step(); err != nil {
				return err
			}
		}
	}
	return nil
}
