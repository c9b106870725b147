package grid

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// sheetReader reads one worksheet part (ECMA-376 Part 1 §18.3).
type sheetReader struct {
	*book
	sheet      *Sheet
	scanner    scanner
	row, col   int
	hiddenRow  bool
	hiddenCols []Range // Col1..Col2
	links      []cellLink
	cell       Cell
	kind       string // of the cell: the attribute t
	style      int
	value      []byte
	inValue    bool
	phonetic   int
	sorted     bool
}

type cellLink struct {
	area         Range
	id, location string
}

func (b *book) sheet(part string, e sheetEntry) (*Sheet, error) {
	data, err := b.read(part)
	if err != nil {
		return nil, err
	}
	r := &sheetReader{book: b, sheet: &Sheet{Name: e.name, Visible: e.state == "" || e.state == "visible"}, scanner: scanner{b: data}, sorted: true}
	err = r.run()
	r.finish(part)
	if err != nil {
		err = inSheet(e.name, err)
	}
	return r.sheet, err
}

func inSheet(name string, err error) error {
	if d, ok := err.(*damage); ok {
		return &damage{d.kind, "工作表“" + name + "”：" + d.message}
	}
	return err
}

func (r *sheetReader) run() error {
	s := &r.scanner
	for {
		kind, tag, body, empty := s.next()
		switch kind {
		case endOfXML:
			return s.err
		case startTag:
			if err := r.start(string(tag), body, empty); err != nil {
				return err
			}
		case endTag:
			if err := r.end(string(tag)); err != nil {
				return err
			}
		case charData:
			if r.inValue {
				r.value = s.text(r.value, body)
			}
		}
	}
}

func (r *sheetReader) start(tag string, attrs []byte, empty bool) error {
	switch tag {
	case "row":
		r.startRow(attrs)
	case "c":
		r.startCell(attrs)
		if empty {
			return r.endCell()
		}
	case "v", "t":
		r.inValue = !empty && r.phonetic == 0
	case "f":
		r.cell.Formula = true
	case "rPh":
		if !empty {
			r.phonetic++
		}
	case "col":
		if truth(attr(attrs, "hidden")) {
			r.hiddenCols = append(r.hiddenCols, Range{Col1: number(attr(attrs, "min")), Col2: number(attr(attrs, "max"))})
		}
	case "mergeCell":
		if m, ok := parseRange(attr(attrs, "ref")); ok {
			r.sheet.Merged = append(r.sheet.Merged, m)
		}
	case "hyperlink":
		if m, ok := parseRange(attr(attrs, "ref")); ok {
			r.links = append(r.links, cellLink{m, attr(attrs, "id"), attr(attrs, "location")})
		}
	}
	return nil
}

func (r *sheetReader) end(tag string) error {
	switch tag {
	case "v", "t":
		r.inValue = false
	case "rPh":
		r.phonetic--
	case "c":
		return r.endCell()
	}
	return nil
}

func (r *sheetReader) startRow(attrs []byte) {
	r.row++
	r.col, r.hiddenRow = 0, false
	eachAttr(attrs, func(k, v []byte) {
		switch string(k) {
		case "r":
			if n := number(string(v)); n > 0 {
				r.row = n
			}
		case "hidden":
			r.hiddenRow = truth(string(v))
		}
	})
}

func (r *sheetReader) startCell(attrs []byte) {
	r.col++
	r.cell = Cell{Row: r.row, Hidden: r.hiddenRow}
	r.kind, r.style, r.value, r.phonetic = "", 0, r.value[:0], 0
	eachAttr(attrs, func(k, v []byte) {
		if len(k) != 1 {
			return
		}
		switch k[0] {
		case 'r':
			if row, col, ok := ParseRef(string(v)); ok {
				r.cell.Row, r.col = row, col
			}
		case 's':
			r.style = number(string(v))
		case 't':
			r.kind = string(v)
		}
	})
	r.cell.Col = r.col
}

func (r *sheetReader) endCell() error {
	c := &r.cell
	if len(r.value) == 0 && !c.Formula {
		return nil
	}
	if err := r.interpret(c); err != nil {
		return err
	}
	if c.Text == "" && c.Raw == "" && !c.Formula {
		return nil
	}
	if err := r.keep(c); err != nil {
		return err
	}
	if n := len(r.sheet.Cells); n > 0 && before(c, &r.sheet.Cells[n-1]) {
		r.sorted = false
	}
	r.sheet.Cells = append(r.sheet.Cells, *c)
	return nil
}

func before(a, b *Cell) bool { return a.Row < b.Row || a.Row == b.Row && a.Col <= b.Col }

// interpret gives the cell its type, text and raw value (§18.18.11).
func (r *sheetReader) interpret(c *Cell) error {
	switch r.kind {
	case "s":
		n := number(string(bytes.TrimSpace(r.value)))
		if n < 0 || n >= len(r.strings) {
			return corrupt("单元格 %s 指向不存在的文字", c.Ref())
		}
		c.Type, c.Text = Text, r.strings[n]
		c.Raw = c.Text
	case "str", "inlineStr":
		c.Type, c.Text = Text, escapedRunes(string(r.value))
		c.Raw = c.Text
	case "b":
		c.Type, c.Raw, c.Text = Bool, string(r.value), "FALSE"
		if truth(c.Raw) {
			c.Text = "TRUE"
		}
	case "e":
		c.Type, c.Raw = Err, string(r.value)
		c.Text = c.Raw
	case "d":
		c.Type, c.Raw = Date, string(r.value)
		c.Text = strings.TrimSuffix(strings.TrimSuffix(c.Raw, "Z"), "T00:00:00")
	default:
		r.numeric(c)
	}
	return nil
}

func (r *sheetReader) numeric(c *Cell) {
	raw := string(bytes.TrimSpace(r.value))
	c.Type, c.Raw, c.Text = Number, raw, raw
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		c.Type = Text // a formula that was never calculated, or no number at all
		return
	}
	var f numberFormat
	if r.style >= 0 && r.style < len(r.formats) {
		f = r.formats[r.style]
	}
	f.apply(c, v, r.date1904)
}

// finish puts cells in order, and links, comments and hidden columns onto them.
func (r *sheetReader) finish(part string) {
	if !r.sorted {
		r.sortCells()
	}
	for i := range r.sheet.Cells {
		c := &r.sheet.Cells[i]
		for _, h := range r.hiddenCols {
			c.Hidden = c.Hidden || c.Col >= h.Col1 && c.Col <= h.Col2
		}
	}
	r.addLinks(part)
	r.addComments(part)
}

// sortCells keeps the last of two cells that claim one place, as Excel does.
func (r *sheetReader) sortCells() {
	slices.SortStableFunc(r.sheet.Cells, func(a, b Cell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Col - b.Col
	})
	out := r.sheet.Cells[:0]
	for _, c := range r.sheet.Cells {
		if n := len(out); n > 0 && out[n-1].Row == c.Row && out[n-1].Col == c.Col {
			out[n-1] = c
			continue
		}
		out = append(out, c)
	}
	r.sheet.Cells = out
}

func (r *sheetReader) addLinks(part string) {
	if len(r.links) == 0 {
		return
	}
	targets := map[string]string{}
	for _, rel := range r.rels(part) {
		targets[rel.id] = rel.target
	}
	for _, l := range r.links {
		target := targets[l.id]
		if target == "" && l.location != "" {
			target = "#" + l.location
		}
		for i := range r.sheet.Cells {
			if c := &r.sheet.Cells[i]; l.area.Contains(c.Row, c.Col) {
				c.setLink(target)
			}
		}
	}
}

// addComments reads the legacy comments of a sheet (§18.7); threaded ones carry
// a copy there.
func (r *sheetReader) addComments(part string) {
	for _, rel := range r.rels(part) {
		if rel.kind != "comments" {
			continue
		}
		data, err := r.read(rel.target)
		if err != nil {
			continue
		}
		for place, text := range commentTexts(data) {
			row, col, ok := ParseRef(place)
			if c := r.sheet.At(row, col); ok && c != nil {
				c.setComment(text)
			}
		}
	}
}

func commentTexts(data []byte) map[string]string {
	out := map[string]string{}
	place, inText := "", false
	var buf []byte
	s := scanner{b: data}
	for {
		kind, tag, body, empty := s.next()
		switch {
		case kind == endOfXML:
			return out
		case kind == startTag && string(tag) == "comment":
			place, buf = attr(body, "ref"), buf[:0]
		case kind == startTag && string(tag) == "t":
			inText = !empty
		case kind == endTag && string(tag) == "t":
			inText = false
		case kind == endTag && string(tag) == "comment":
			out[place] = newlines(string(buf))
		case kind == charData && inText:
			buf = s.text(buf, body)
		}
	}
}

func parseRange(s string) (Range, bool) {
	first, last, found := strings.Cut(s, ":")
	if !found {
		last = first
	}
	r1, c1, ok1 := ParseRef(first)
	r2, c2, ok2 := ParseRef(last)
	return Range{min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)}, ok1 && ok2
}
