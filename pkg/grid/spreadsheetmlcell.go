package grid

import (
	"bytes"
	"math"
	"strings"
	"time"
)

// xmlCell is the cell that is being read.
type xmlCell struct {
	cell      Cell
	open      bool
	styleID   string
	kind      string // of its data: Number, DateTime, Boolean, String, Error
	value     []byte
	note      []byte
	inData    int // depth of Data; runs of formatted text stand within it
	inComment bool
	stored    bool
	across    int
}

func (r *xmlBook) startInSheet(tag string, attrs []byte, empty bool) error {
	switch tag {
	case "Table":
		r.row, r.rowSpan, r.nextColumn = 0, 0, 0
	case "Column":
		r.column(attrs)
	case "Row":
		return r.startRow(attrs)
	case "Cell":
		if err := r.startCell(attrs); err != nil {
			return err
		}
		if empty {
			return r.endCell()
		}
	case "Comment":
		r.inComment = !empty
	case "Data":
		if !empty {
			r.inData++
		}
		if !r.inComment {
			r.kind, r.stored = attr(attrs, "Type"), true
		}
	}
	return nil
}

func (r *xmlBook) endInSheet(tag string) error {
	switch tag {
	case "Cell":
		return r.endCell()
	case "Comment":
		r.inComment = false
	case "Data":
		r.inData = max(r.inData-1, 0)
	}
	return nil
}

func (r *xmlBook) characters(body []byte) {
	switch {
	case r.sheet == nil || r.inData == 0:
	case r.inComment:
		r.note = r.s.text(r.note, body)
	default:
		r.value = r.s.text(r.value, body)
	}
}

func (r *xmlBook) column(attrs []byte) {
	r.nextColumn++
	span, hidden := 0, false
	eachAttr(attrs, func(k, v []byte) {
		switch string(localName(k)) {
		case "Index":
			r.nextColumn = repeats(string(v))
		case "Span":
			span = count(v)
		case "Hidden":
			hidden = truth(string(v))
		}
	})
	if hidden {
		r.hiddenCols.add(r.nextColumn, r.nextColumn+span)
	}
	r.nextColumn += span
}

// count reads how many more of something there are; 0 for what is no number.
func count(v []byte) int {
	if len(v) == 0 || v[0] < '1' || v[0] > '9' {
		return 0
	}
	return repeats(string(v))
}

// startRow: Index places a row, Span says how many more empty rows are like it.
func (r *xmlBook) startRow(attrs []byte) error {
	r.row += 1 + r.rowSpan
	r.col, r.across, r.hiddenRow, r.rowSpan = 0, 0, false, 0
	eachAttr(attrs, func(k, v []byte) {
		switch string(localName(k)) {
		case "Index":
			r.row = repeats(string(v))
		case "Span":
			r.rowSpan = count(v)
		case "Hidden":
			r.hiddenRow = truth(string(v))
		}
	})
	return r.step()
}

// startCell places a cell: by its Index, else behind the one before and the
// columns that it covers.
func (r *xmlBook) startCell(attrs []byte) error {
	r.row = max(r.row, 1) // a cell in no row is damage that loses nothing
	r.col += 1 + r.across
	r.xmlCell = xmlCell{open: true, value: r.value[:0], note: r.note[:0]}
	down, link := 0, ""
	eachAttr(attrs, func(k, v []byte) {
		switch string(localName(k)) {
		case "Index":
			r.col = repeats(string(v))
		case "StyleID":
			r.styleID = unescaped(v)
		case "MergeAcross":
			r.across = count(v)
		case "MergeDown":
			down = count(v)
		case "Formula":
			r.cell.Formula = true
			if target, _ := formulaLink(unescaped(v)); target != "" && link == "" {
				link = target
			}
		case "HRef":
			link = unescaped(v)
		}
	})
	r.cell.Row, r.cell.Col, r.cell.Hidden = r.row, r.col, r.hiddenRow
	r.cell.setLink(link)
	if r.across+down > 0 && r.row <= r.lim.Row && r.col <= r.lim.Col {
		r.sheet.Merged = append(r.sheet.Merged, Range{r.row, r.col, min(r.row+down, r.lim.Row), min(r.col+r.across, r.lim.Col)})
	}
	return r.step()
}

func (r *xmlBook) endCell() error {
	if !r.open {
		return nil
	}
	r.open = false
	c := &r.cell
	r.interpret(c)
	note := newlines(string(r.note))
	if c.Text == "" && c.Raw == "" && !c.Formula {
		if note != "" {
			r.comments = append(r.comments, placed{c.Row, c.Col, note})
		}
		return nil
	}
	c.setComment(note)
	if err := r.keep(c); err != nil {
		return err
	}
	if n := len(r.sheet.Cells); n > 0 && before(c, &r.sheet.Cells[n-1]) {
		r.sorted = false
	}
	r.sheet.Cells = append(r.sheet.Cells, *c)
	return nil
}

// interpret gives the cell its type, text and raw value.
func (r *xmlBook) interpret(c *Cell) {
	c.Unstored = c.Formula && !r.stored
	value := bytes.TrimSpace(r.value)
	switch r.kind {
	case "Number":
		if raw, v, ok := r.fullPrecision(value); ok {
			c.Type, c.Raw = Number, raw
			r.formatOfStyle(r.styleID).apply(c, v, r.date1904, &r.arena)
			return
		}
	case "DateTime":
		if r.dateTime(c, string(value)) {
			return
		}
	case "Boolean":
		c.Type, c.Raw, c.Text = Bool, r.string(value), "FALSE"
		if truth(c.Raw) {
			c.Text = "TRUE"
		}
		return
	case "Error":
		c.Type = Err
	}
	c.Text = newlines(r.string(r.value))
	c.Raw = c.Text
}

// dateTime reads an ISO 8601 date and shows it by the cell's format. A time of
// day alone stands on the day 0 of the date system: 1899-12-31, 1899-12-30 for
// LibreOffice.
func (r *xmlBook) dateTime(c *Cell, s string) bool {
	u, err := time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(s, "Z"))
	if err != nil {
		if u, err = time.Parse("2006-01-02", s); err != nil {
			return false
		}
	}
	f := r.formatOfStyle(r.styleID)
	t := instantOf(u.Round(time.Second/time.Duration(powersOf10[f.fraction])), f.fraction)
	days := float64(u.Unix())/86400 + 25569 // from 1899-12-30
	t.serial, t.hasDay = days, days < 0 || days >= 2
	if !t.hasDay {
		t.serial = days - math.Floor(days)
	}
	c.Type = Date
	c.Raw = r.string(t.appendISO(nil))
	c.Text = c.Raw
	if tokens := f.tokensAt(t.serial); len(tokens) > 0 {
		c.Text = r.string(t.appendText(nil, tokens))
	}
	return true
}
