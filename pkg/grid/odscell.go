package grid

import (
	"bytes"
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// odsValue is what a cell stores beside its text (ODF 1.3 part 3, 19.385).
type odsValue struct {
	kind     string // float, percentage, currency, date, time, boolean, string
	stored   []byte // the value of that kind
	words    []byte // office:string-value
	worded   bool   // it is there
	formula  bool
	target   string // that the formula links to
	failed   bool   // the formula has an error
	external bool   // the formula takes its value from another file
}

// tableCell reads a cell, or a run of equal ones, and moves behind it. The text
// of a covered cell counts: a merge hides it but a formula, or the end of the
// merge, brings it back, and LibreOffice exports it.
func (r *odsReader) tableCell(attrs []byte, empty bool) error {
	n, columns, rows := r.cellAttrs(attrs)
	r.begin()
	if !empty {
		if err := r.content(); err != nil {
			return err
		}
	}
	if columns > 1 || rows > 1 {
		r.spans = append(r.spans, odsSpan{r.nextCol, columns, rows, n})
	}
	c := Cell{Col: r.nextCol, Hidden: r.hidden}
	r.interpret(&c)
	r.nextCol = min(r.nextCol+n, mostRepeats)
	switch {
	case c.Text != "" || c.Raw != "" || c.Formula:
		c.setLink(cmp.Or(r.link, r.target))
		c.setComment(string(r.note))
		r.runs = append(r.runs, odsCell{c, n})
		r.filled += n
		r.lastCol = r.nextCol - 1
	case len(r.note) > 0:
		r.comments = append(r.comments, placed{r.row + 1, c.Col, string(r.note)})
	}
	return nil
}

// cellAttrs gives how often the cell stands there and how many columns and rows
// it covers.
func (r *odsReader) cellAttrs(attrs []byte) (n, columns, rows int) {
	n, columns, rows = 1, 1, 1
	r.odsValue = odsValue{stored: r.stored[:0], words: r.words[:0]}
	eachAttr(attrs, func(k, v []byte) {
		switch string(localName(k)) {
		case "number-columns-repeated":
			n = repeats(string(v))
		case "number-columns-spanned":
			columns = repeats(string(v))
		case "number-rows-spanned":
			rows = repeats(string(v))
		case "formula":
			r.formula = true
			r.target, _ = formulaLink(unescaped(v))
			r.external = otherDocument.Match(v)
		case "value-type":
			r.setKind(k, v)
		case "value", "date-value", "time-value", "boolean-value":
			r.stored = appendUnescaped(r.stored[:0], v)
		case "string-value":
			r.words, r.worded = appendUnescaped(r.words[:0], v), true
		}
	})
	return n, columns, rows
}

// setKind takes the type of the standard; LibreOffice tells an error only in an
// attribute of its own.
func (r *odsReader) setKind(name, v []byte) {
	switch {
	case string(v) == "error":
		r.failed = true
	case !bytes.HasPrefix(name, []byte("calcext:")):
		r.kind = odsKind(v)
	}
}

// odsKind gives the names of the standard without a copy.
func odsKind(v []byte) string {
	for _, known := range [...]string{"string", "float", "date", "percentage", "currency", "time", "boolean"} {
		if string(v) == known {
			return known
		}
	}
	return ""
}

// errorText is how LibreOffice, Excel and WPS show an error.
var errorText = regexp.MustCompile(`^(?:#(?:N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}|错误:\d{3})$`)

// interpret gives the cell its type, text and raw value. The text is the one
// the file shows; only where it has none it is made from the value.
func (r *odsReader) interpret(c *Cell) {
	c.Formula, c.External = r.formula, r.external
	c.Text = r.string(r.shown)
	c.Raw = c.Text
	if r.formula && (r.failed || errorText.Match(r.shown)) {
		c.Type = Err
		return
	}
	switch r.kind {
	case "float", "percentage", "currency":
		r.number(c)
	case "date":
		r.date(c)
	case "time":
		r.time(c)
	case "boolean":
		r.boolean(c, string(r.stored) == "true")
	default:
		if r.worded && !bytes.Equal(r.words, r.shown) {
			c.Raw = newlines(string(r.words))
		}
		if r.paragraphs == 0 {
			c.Text = c.Raw
		}
		c.Unstored = c.Formula && c.Text == "" && r.kind == "" && !r.worded
	}
}

func (r *odsReader) number(c *Cell) {
	raw, v, ok := r.fullPrecision(bytes.TrimSpace(r.stored))
	if !ok {
		return // no number: what is shown counts
	}
	c.Type, c.Raw = Number, raw
	switch {
	case c.Text == "" && r.kind == "percentage":
		c.Text = string(append(appendGeneral(nil, v*100), '%'))
	case c.Text == "" && r.paragraphs == 0:
		c.Text = string(appendGeneral(nil, v))
	case v == 1 && c.Text == "TRUE", v == 0 && c.Text == "FALSE": // =TRUE() as LibreOffice stores it
		r.boolean(c, v == 1)
	}
}

// fullPrecision gives a stored number as Go's shortest form without an exponent.
func (a *arena) fullPrecision(b []byte) (raw string, v float64, ok bool) {
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil || v-v != 0 {
		return "", 0, false
	}
	if plainGeneral(b) {
		return a.string(b), v, true
	}
	var buf [32]byte
	return a.string(strconv.AppendFloat(buf[:0], v, 'f', -1, 64)), v, true
}

// boolean: stored as 1 and 0, as in xlsx.
func (r *odsReader) boolean(c *Cell, v bool) {
	c.Type, c.Raw, c.Text = Bool, "0", "FALSE"
	if v {
		c.Raw, c.Text = "1", "TRUE"
	}
}

// date reads an ISO 8601 date, with or without a time of day.
func (r *odsReader) date(c *Cell) {
	s := strings.TrimSuffix(strings.TrimSpace(string(r.stored)), "Z")
	for _, layout := range [...]string{"2006-01-02", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04"} {
		if u, err := time.Parse(layout, s); err == nil {
			t := instantOf(u, 0)
			r.setTime(c, t.appendISO(nil))
			return
		}
	}
	if s != "" {
		r.setTime(c, []byte(s)) // far years: as it stands
	}
}

func (r *odsReader) setTime(c *Cell, iso []byte) {
	c.Type, c.Raw = Date, r.string(iso)
	if r.paragraphs == 0 {
		c.Text = c.Raw
	}
}

// duration is a time of day as XML Schema writes it, PT18H30M05S.
var duration = regexp.MustCompile(`^PT(?:(\d{1,6})H)?(?:(\d{1,4})M)?(?:(\d{1,4})(?:[.,]\d*)?S)?$`)

// time gives a time of day as 18:30:05; a duration of a day or longer is the
// moment that long after day 0, as xlsx stores it.
func (r *odsReader) time(c *Cell) {
	m := duration.FindSubmatch(r.stored)
	if m == nil {
		if len(r.stored) > 0 {
			r.setTime(c, r.stored)
		}
		return
	}
	n := 0
	for _, part := range m[1:] {
		n = n*60 + max(index(part), 0)
	}
	t, ok := serialTime(float64(n)/86400, false, 0)
	if !ok {
		r.setTime(c, r.stored)
		return
	}
	r.setTime(c, t.appendISO(nil))
}
