package grid

import (
	"bytes"
	"strings"
)

// book is what the parts of a SpreadsheetML package share (ECMA-376 Part 1 §18).
type book struct {
	*pack
	strings  []string
	formats  []numberFormat // by cell style
	date1904 bool
}

type sheetEntry struct {
	name, state, id string
}

func readXlsx(p *pack, main string) *Workbook {
	wb := &Workbook{Format: "xlsx"}
	if strings.HasSuffix(main, ".xlsm") || p.parts["xl/vbaproject.bin"] != nil {
		wb.Format = "xlsm"
	}
	wb.Properties = p.properties()
	b := &book{pack: p}
	entries, err := b.workbook(main)
	if err != nil {
		return wb.blame(err)
	}
	rels := map[string]relation{}
	for _, r := range p.rels(main) {
		rels[r.id] = r
		switch r.kind {
		case "sharedStrings":
			if b.strings, err = b.sharedStrings(r.target); err != nil {
				return wb.blame(err)
			}
		case "styles":
			if b.formats, err = b.styles(r.target); err != nil {
				return wb.blame(err)
			}
		}
	}
	for _, e := range entries {
		r, ok := rels[e.id]
		if !ok {
			return wb.blame(corrupt("工作表“%s”不见了", e.name))
		}
		if r.kind != "worksheet" {
			continue // a chart or dialog sheet has no cells
		}
		sheet, err := b.sheet(r.target, e)
		if sheet != nil {
			wb.Sheets = append(wb.Sheets, sheet)
		}
		if err != nil {
			return wb.blame(err)
		}
	}
	if len(entries) == 0 {
		return wb.blame(corrupt("里面没有工作表"))
	}
	return wb
}

// workbook gives the sheets in the order of their tabs.
func (b *book) workbook(part string) ([]sheetEntry, error) {
	data, err := b.read(part)
	if err != nil {
		return nil, err
	}
	var out []sheetEntry
	s := scanner{b: data}
	for {
		kind, tag, attrs, _ := s.next()
		switch {
		case kind == endOfXML:
			return out, s.err
		case kind != startTag:
		case string(tag) == "workbookPr":
			b.date1904 = truth(attr(attrs, "date1904"))
		case string(tag) == "sheet":
			out = append(out, sheetEntry{attr(attrs, "name"), attr(attrs, "state"), attr(attrs, "id")})
		}
	}
}

func truth(s string) bool { return s == "1" || s == "true" || s == "on" }

// sharedStrings reads §18.4: the runs of rich text joined, phonetic runs left out.
func (b *book) sharedStrings(part string) ([]string, error) {
	data, err := b.read(part)
	if err != nil {
		return nil, err
	}
	var out []string
	var buf []byte
	inText, phonetic := false, 0
	s := scanner{b: data}
	for {
		kind, tag, body, empty := s.next()
		switch kind {
		case endOfXML:
			return out, s.err
		case startTag:
			switch string(tag) {
			case "si":
				buf = buf[:0]
				if empty {
					out = append(out, "")
				}
			case "t":
				inText = !empty && phonetic == 0
			case "rPh":
				if !empty {
					phonetic++
				}
			}
		case endTag:
			switch string(tag) {
			case "si":
				out = append(out, escapedRunes(string(buf)))
			case "t":
				inText = false
			case "rPh":
				phonetic--
			}
		case charData:
			if inText {
				buf = s.text(buf, body)
			}
		}
	}
}

// escapedRunes resolves _x000D_ and its like (§22.9.2.19): Excel writes so what
// XML cannot hold.
func escapedRunes(s string) string {
	if !strings.Contains(s, "_x") {
		return newlines(s)
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if r, ok := escapedRune(s[i:]); ok {
			b.WriteRune(r)
			i += len("_x0000_")
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return newlines(b.String())
}

func escapedRune(s string) (rune, bool) {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return 0, false
	}
	n := rune(0)
	for _, c := range s[2:6] {
		d := strings.IndexRune("0123456789abcdef", c|0x20)
		if c >= '0' && c <= '9' {
			d = int(c - '0')
		}
		if d < 0 {
			return 0, false
		}
		n = n<<4 | rune(d)
	}
	return n, n < 0xd800 || n > 0xdfff
}

func newlines(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// styles gives the number format of every cell style (§18.8).
func (b *book) styles(part string) ([]numberFormat, error) {
	data, err := b.read(part)
	if err != nil {
		return nil, err
	}
	codes := map[int]string{}
	var ids []int
	inXfs := false
	s := scanner{b: data}
	for {
		kind, tag, attrs, _ := s.next()
		if kind == endOfXML {
			break
		}
		name := string(tag)
		switch {
		case kind == startTag && name == "cellXfs":
			inXfs = true
		case kind == endTag && name == "cellXfs":
			inXfs = false
		case kind == startTag && name == "xf" && inXfs:
			ids = append(ids, number(attr(attrs, "numFmtId")))
		case kind == startTag && name == "numFmt":
			codes[number(attr(attrs, "numFmtId"))] = attr(attrs, "formatCode")
		}
	}
	out := make([]numberFormat, len(ids))
	for i, id := range ids {
		out[i] = formatOf(id, codes[id])
	}
	return out, s.err
}

func number(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1<<28 {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// properties reads docProps; a package may have none, and damage there loses no cell.
func (p *pack) properties() Properties {
	var out Properties
	targets := map[string]*string{"creator": &out.Creator, "lastModifiedBy": &out.ModifiedBy, "Application": &out.Application}
	for _, r := range p.rels("") {
		if r.kind != "core-properties" && r.kind != "extended-properties" {
			continue
		}
		data, err := p.read(r.target)
		if err != nil {
			continue
		}
		s := scanner{b: data}
		var into *string
		for {
			kind, tag, body, empty := s.next()
			if kind == endOfXML {
				break
			}
			switch {
			case kind == startTag && !empty:
				into = targets[string(tag)]
			case kind == endTag:
				into = nil
			case kind == charData && into != nil:
				*into += string(s.text(nil, bytes.TrimSpace(body)))
			}
		}
	}
	return out
}
