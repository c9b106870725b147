package grid

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// sheetReader reads one worksheet part (ECMA-376 Part 1 §18.3).
type sheetReader struct {
	*book
	sheet      *Sheet
	s          *scanner
	row, col   int
	hiddenRow  bool
	hiddenCols hiddenColumns
	links      []cellLink
	whole      []Range // merges of whole columns and rows
	cell       Cell
	kind       cellKind
	style      int
	rich       bool // the cell has a rich value
	stored     bool // the cell has a value, be it empty
	value      []byte
	inValue    bool
	formula    []byte
	inFormula  bool
	linked     []linkOf
	phonetic   int
	sorted     bool
	lost       error  // the first loss that does not end the reading
	drawing    string // relationship of the comments' shapes
	slow       bool   // every cell goes through its tags; tests compare
}

type cellLink struct {
	area         Range
	id, location string
}

// sheetRoots are the elements that hold rows of cells.
var sheetRoots = map[string]bool{"worksheet": true, "macrosheet": true, "dialogsheet": true}

func (b *book) sheet(part string, e sheetEntry) (*Sheet, error) {
	s, err := b.open(part)
	if err != nil {
		return nil, inSheet(e.name, err)
	}
	defer s.close()
	r := &sheetReader{book: b, s: s, sorted: true,
		sheet: &Sheet{Name: e.name, Visible: e.state == "" || e.state == "visible"}}
	err = r.run()
	more := r.finish(part)
	return r.sheet, inSheet(e.name, cmp.Or(err, r.lost, more))
}

func (r *sheetReader) run() error {
	s := r.s
	for {
		plain, err := r.plainCell()
		if err != nil {
			return err
		}
		if plain {
			continue
		}
		kind, tag, body, empty := s.next()
		switch kind {
		case endOfXML:
			return s.err
		case startTag:
			if len(s.open) == 1 && !empty && !sheetRoots[string(tag)] {
				return corrupt("这一部分不是工作表")
			}
			err = r.start(string(tag), body, empty)
		case endTag:
			err = r.end(string(tag))
		case charData:
			switch {
			case r.inValue:
				r.value = s.text(r.value, body)
			case r.inFormula:
				r.formula = s.text(r.formula, body)
			}
		}
		if err != nil {
			return err
		}
	}
}

func (r *sheetReader) start(tag string, attrs []byte, empty bool) error {
	switch tag {
	case "row":
		return r.startRow(attrs)
	case "is":
		if r.kind == kindNumber {
			r.kind = kindInline
		}
	case "legacyDrawing":
		r.drawing = attr(attrs, "id")
	case "c":
		r.startCell(attrs)
		if empty {
			return r.endCell()
		}
	case "v", "t":
		if tag == "v" && r.stored && r.kind != kindInline {
			r.lost = cmp.Or(r.lost, corrupt("单元格 %s 有两个值", r.cell.Ref()))
		}
		if (tag == "t") == (r.kind == kindInline) {
			r.stored = true
			r.inValue = !empty && r.phonetic == 0
		}
	case "f":
		r.cell.Formula = true
		r.inFormula, r.formula = !empty, r.formula[:0]
	case "rPh":
		if !empty {
			r.phonetic++
		}
	case "extLst": // what only later versions know; no cells
		r.s.pass(empty)
	case "col":
		if truth(attr(attrs, "hidden")) || attr(attrs, "width") == "0" {
			r.hiddenCols.add(number(attr(attrs, "min")), number(attr(attrs, "max")))
		}
		return r.step()
	case "mergeCell":
		return r.merge(attr(attrs, "ref"))
	case "hyperlink":
		if m, ok := r.parseArea(attr(attrs, "ref")); ok {
			r.links = append(r.links, cellLink{m, attr(attrs, "id"), attr(attrs, "location")})
			return r.step()
		}
	}
	return nil
}

func (r *sheetReader) end(tag string) error {
	switch tag {
	case "v", "t":
		r.inValue = false
	case "f":
		r.endFormula()
	case "rPh":
		r.phonetic--
	case "c":
		return r.endCell()
	}
	return nil
}

func (r *sheetReader) endFormula() {
	r.inFormula = false
	target, cell := formulaLink(string(r.formula))
	r.cell.External = otherWorkbook.Match(r.formula)
	r.cell.setLink(target)
	if cell != "" {
		r.linked = append(r.linked, linkOf{r.cell.Row, r.cell.Col, cell})
	}
}

func (r *sheetReader) startRow(attrs []byte) error {
	r.row++
	r.col, r.hiddenRow = 0, false
	eachAttr(attrs, func(k, v []byte) {
		switch string(k) {
		case "r":
			if n := number(string(v)); n > 0 {
				r.row = n
			}
		case "hidden":
			r.hiddenRow = r.hiddenRow || truth(string(v))
		case "ht":
			r.hiddenRow = r.hiddenRow || string(v) == "0"
		}
	})
	return r.step()
}

// merge keeps the area of merged cells. Whole columns or rows (A:B, 1:2) end
// where the cells do.
func (r *sheetReader) merge(ref string) error {
	m, ok := r.parseArea(ref)
	switch {
	case !ok:
		r.lost = cmp.Or(r.lost, corrupt("合并单元格的范围“%s”认不出", ref))
	case strings.ContainsAny(ref, "0123456789") && strings.ContainsFunc(ref, unicode.IsLetter):
		r.sheet.Merged = append(r.sheet.Merged, m)
	default:
		r.whole = append(r.whole, m)
	}
	return r.step()
}

// clipWhole adds the merges of whole columns and rows.
func (r *sheetReader) clipWhole() {
	if len(r.whole) == 0 {
		return
	}
	lastRow, lastCol := r.sheet.MaxRow(), r.sheet.MaxCol()
	for _, m := range r.whole {
		m.Row2, m.Col2 = min(m.Row2, lastRow), min(m.Col2, lastCol)
		if m.Row2 >= m.Row1 && m.Col2 >= m.Col1 && (m.Row2 > m.Row1 || m.Col2 > m.Col1) {
			r.sheet.Merged = append(r.sheet.Merged, m)
		}
	}
}

// finish puts cells in order, and links, comments and hidden columns onto them.
func (r *sheetReader) finish(part string) error {
	var err error
	if !r.sorted {
		err = r.sheet.sortCells()
	}
	r.clipWhole()
	r.sheet.hideColumns(r.hiddenCols)
	rels, lost := r.rels(part)
	if err == nil {
		err = lost
	}
	if r.drawing != "" && !slices.ContainsFunc(rels, func(rel relation) bool { return rel.id == r.drawing }) {
		err = cmp.Or(err, corrupt("批注丢失"))
	}
	err = cmp.Or(err, r.addLinks(rels), r.addComments(rels))
	if r.linked != nil && err == nil { // the cells are in order
		r.sheet.linkFormulas(r.linked)
	}
	return err
}

func (r *sheetReader) addLinks(rels []relation) error {
	if len(r.links) == 0 {
		return nil
	}
	targets := map[string]string{}
	for _, rel := range rels {
		targets[rel.id] = rel.target
	}
	for _, l := range r.links {
		target, known := targets[l.id]
		if l.id != "" && !known {
			return corrupt("单元格 %s 的链接丢失", Ref(l.area.Row1, l.area.Col1))
		}
		if l.location != "" && !strings.Contains(target, "#") {
			target += "#" + l.location
		}
		if err := r.sheet.link(l.area, target, r.budget); err != nil {
			return err
		}
	}
	return nil
}

// addComments reads the legacy comments of a sheet (§18.7); threaded ones carry
// a copy there.
func (r *sheetReader) addComments(rels []relation) error {
	for _, rel := range rels {
		if rel.kind != "comments" {
			continue
		}
		s, err := r.open(rel.target)
		if err != nil {
			return err
		}
		texts, err := commentTexts(s)
		s.close()
		if err != nil {
			return err
		}
		if err := r.sheet.comment(texts, r.budget); err != nil {
			return err
		}
	}
	return nil
}

func commentTexts(s *scanner) ([]placed, error) {
	var out []placed
	place, inText := "", false
	phonetic := 0
	var buf []byte
	for {
		kind, tag, body, empty := s.next()
		switch name := string(tag); {
		case kind == endOfXML:
			return out, s.err
		case kind == charData:
			if inText {
				buf = s.text(buf, body)
			}
		case name == "comment" && kind == startTag:
			place, buf = attr(body, "ref"), buf[:0]
		case name == "comment":
			if row, col, ok := ParseRef(place); ok {
				out = append(out, placed{row, col, escapedRunes(string(buf))})
			}
		case name == "rPh" && !empty:
			if phonetic++; kind == endTag {
				phonetic -= 2
			}
		case name == "t":
			inText = kind == startTag && !empty && phonetic == 0
		}
	}
}

// parseArea reads A1, A1:B2, and the whole columns A:B and rows 1:2.
func (r *sheetReader) parseArea(s string) (Range, bool) {
	first, last, found := strings.Cut(s, ":")
	if !found {
		last = first
	}
	r1, c1, ok1 := ParseRef(first)
	r2, c2, ok2 := ParseRef(last)
	if found && !ok1 && !ok2 {
		if r1, c1, ok1 = ParseRef(first + "1"); ok1 { // columns
			_, c2, ok2 = ParseRef(last + "1")
			r2 = r.lim.Row
		} else if r1, c1, ok1 = ParseRef("A" + first); ok1 { // rows
			r2, _, ok2 = ParseRef("A" + last)
			c2 = r.lim.Col
		}
	}
	return Range{min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)}, ok1 && ok2
}
