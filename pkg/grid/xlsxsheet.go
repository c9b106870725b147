package grid

import (
	"cmp"
	"strings"
)

// sheetReader reads one worksheet part (ECMA-376 Part 1 §18.3).
type sheetReader struct {
	*book
	sheet      *Sheet
	s          *scanner
	row, col   int
	hiddenRow  bool
	hiddenCols []Range // Col1..Col2
	links      []cellLink
	cell       Cell
	kind       cellKind
	style      int
	rich       bool // the cell has a rich value
	stored     bool // the cell has a value, be it empty
	value      []byte
	inValue    bool
	phonetic   int
	sorted     bool
	slow       bool // every cell goes through its tags; tests compare
}

type cellLink struct {
	area         Range
	id, location string
}

func (b *book) sheet(part string, e sheetEntry) (*Sheet, error) {
	s, err := b.open(part)
	if err != nil {
		return nil, inSheet(e.name, err)
	}
	defer s.close()
	r := &sheetReader{book: b, s: s, sorted: true,
		sheet: &Sheet{Name: e.name, Visible: e.state == "" || e.state == "visible"}}
	err = r.run()
	if more := r.finish(part); err == nil {
		err = more
	}
	return r.sheet, inSheet(e.name, err)
}

func inSheet(name string, err error) error {
	if d, ok := err.(*damage); ok {
		return &damage{d.kind, "工作表“" + name + "”：" + d.message}
	}
	return err
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
			err = r.start(string(tag), body, empty)
		case endTag:
			err = r.end(string(tag))
		case charData:
			if r.inValue {
				r.value = s.text(r.value, body)
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
	case "c":
		r.startCell(attrs)
		if empty {
			return r.endCell()
		}
	case "v", "t":
		if (tag == "t") == (r.kind == kindInline) {
			r.stored = true
			r.inValue = !empty && r.phonetic == 0
		}
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
			return r.step()
		}
	case "hyperlink":
		if m, ok := parseRange(attr(attrs, "ref")); ok {
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
	case "rPh":
		r.phonetic--
	case "c":
		return r.endCell()
	}
	return nil
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
			r.hiddenRow = truth(string(v))
		}
	})
	return r.step()
}

// finish puts cells in order, and links, comments and hidden columns onto them.
func (r *sheetReader) finish(part string) error {
	var err error
	if !r.sorted {
		err = r.sheet.sortCells()
	}
	r.sheet.hideColumns(r.hiddenCols)
	rels, lost := r.rels(part)
	if err == nil {
		err = lost
	}
	return cmp.Or(err, r.addLinks(rels), r.addComments(rels))
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
		target := targets[l.id]
		if target == "" && l.location != "" {
			target = "#" + l.location
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

func parseRange(s string) (Range, bool) {
	first, last, found := strings.Cut(s, ":")
	if !found {
		last = first
	}
	r1, c1, ok1 := ParseRef(first)
	r2, c2, ok2 := ParseRef(last)
	return Range{min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)}, ok1 && ok2
}
