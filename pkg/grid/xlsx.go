package grid

import (
	"bytes"
	"cmp"
	"strings"
)

// book is what the parts of a SpreadsheetML package share (ECMA-376 Part 1 §18).
type book struct {
	*pack
	arena
	strings  []string
	formats  formatTable
	date1904 bool
	macros   bool
	pictures bool // rich values stand for pictures in cells
}

type sheetEntry struct {
	name, state, id string
}

// readXlsx reads every worksheet. What is damaged does not keep the rest from
// being read; the first damage is told.
func readXlsx(p *pack, main string) *Workbook {
	wb := &Workbook{Format: "xlsx"}
	wb.Properties, wb.Pictures = p.properties(), p.pictures()
	b := &book{pack: p}
	entries, lost := b.workbook(main)
	rels, err := b.shared(main)
	wb.blame(cmp.Or(lost, err))
	if b.macros {
		wb.Format = "xlsm"
	}
	for _, e := range entries {
		sheet, err := b.entry(e, rels)
		if sheet != nil {
			wb.Sheets = append(wb.Sheets, sheet)
		}
		if err != nil && wb.Err == nil {
			wb.blame(err)
		}
		if wb.Err != nil && wb.Err.Kind == TooLarge {
			return wb
		}
	}
	if len(entries) == 0 && wb.Err == nil {
		return wb.blame(corrupt("里面没有工作表"))
	}
	return wb
}

// shared reads what the sheets have in common, and gives the relationships by id.
func (b *book) shared(main string) (map[string]relation, error) {
	list, lost := b.rels(main)
	rels := map[string]relation{}
	for _, r := range list {
		rels[r.id] = r
		var err error
		switch r.kind {
		case "sharedStrings":
			b.strings, err = b.sharedStrings(r.target)
		case "styles":
			err = b.styles(r.target)
		case "vbaProject":
			b.macros = true
		case "rdRichValueStructure":
			b.pictures = b.holdsPictures(r.target)
		}
		lost = cmp.Or(lost, err)
	}
	return rels, lost
}

// entry reads one sheet of the workbook; a chart or dialog sheet has no cells.
func (b *book) entry(e sheetEntry, rels map[string]relation) (*Sheet, error) {
	r, ok := rels[e.id]
	if !ok {
		return nil, corrupt("工作表“%s”不见了", e.name)
	}
	if r.kind != "worksheet" {
		return nil, nil
	}
	return b.sheet(r.target, e)
}

// holdsPictures tells that the rich values of a workbook are pictures placed in
// cells ([MS-XLSX] 2.3.6.1.3, the structure _localImage).
func (b *book) holdsPictures(part string) bool {
	data, err := b.read(part)
	return err == nil && bytes.Contains(data, []byte(`"_localImage"`))
}

// workbook gives the sheets in the order of their tabs.
func (b *book) workbook(part string) ([]sheetEntry, error) {
	s, err := b.open(part)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var out []sheetEntry
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
	s, err := b.open(part)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var out []string
	var buf []byte
	inText, phonetic := false, 0
	for {
		if err := b.step(); err != nil {
			return out, err
		}
		if len(out) > b.lim.Cells {
			return out, tooLarge("cells", "共享的文字超过 %d 条的限制", b.lim.Cells)
		}
		if text, ok := s.plainString(); ok {
			out = append(grown(out, s), b.string(escapedBytes(text)))
			continue
		}
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
				out = append(out, b.string(escapedBytes(buf)))
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

// plainString passes a string of the usual shape, <si><t>…</t></si>, without
// going through its tags one by one.
func (s *scanner) plainString() ([]byte, bool) {
	rest := s.b[s.pos:]
	const head, tail = "<si><t>", "</t></si>"
	if len(rest) < len(head) || string(rest[:len(head)]) != head {
		return nil, false
	}
	rest = rest[len(head):]
	n := bytes.IndexByte(rest, '<')
	if n < 0 || len(rest) < n+len(tail) || string(rest[n:n+len(tail)]) != tail || bytes.IndexByte(rest[:n], '&') >= 0 {
		return nil, false
	}
	s.pos += len(head) + n + len(tail)
	return rest[:n], true
}

// escapedBytes resolves _x000D_ and its like (§22.9.2.19): Excel writes so what
// XML cannot hold.
func escapedBytes(b []byte) []byte {
	if bytes.IndexByte(b, '\r') < 0 && !bytes.Contains(b, []byte("_x")) {
		return b
	}
	return []byte(escapedRunes(string(b)))
}

func escapedRunes(s string) string {
	s = newlines(s) // as XML reads them, before escaped ones come to light
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

// styles reads the number format of every cell style (§18.8).
func (b *book) styles(part string) error {
	s, err := b.open(part)
	if err != nil {
		return err
	}
	defer s.close()
	b.formats.codes = map[int]string{}
	inXfs, inFormats := false, false
	for {
		kind, tag, attrs, _ := s.next()
		if kind == endOfXML {
			return s.err
		}
		switch name := string(tag); {
		case name == "cellXfs":
			inXfs = kind == startTag
		case name == "numFmts":
			inFormats = kind == startTag
		case kind != startTag:
		case name == "xf" && inXfs:
			b.formats.ids = append(b.formats.ids, number(attr(attrs, "numFmtId")))
		case name == "numFmt" && inFormats: // those of conditional formats are their own
			b.formats.codes[number(attr(attrs, "numFmtId"))] = attr(attrs, "formatCode")
		}
	}
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
	for _, r := range p.root {
		if r.kind != "core-properties" && r.kind != "extended-properties" {
			continue
		}
		p.textsOf(r.target, targets)
	}
	return out
}

// textsOf puts the texts of some elements of a small part where they belong.
func (p *pack) textsOf(part string, targets map[string]*string) {
	s, err := p.open(part)
	if err != nil {
		return
	}
	defer s.close()
	s.texts(targets)
}

// pictures counts the pictures of a workbook that are large enough to hold a page of text.
func (p *pack) pictures() (n int) {
	const page = 30_000 // bytes: a scan has more, an emblem or seal fewer
	for name, part := range p.parts {
		if strings.HasPrefix(name, "xl/media/") && max(part.size, int64(len(part.packed))) >= page {
			n++
		}
	}
	return n
}
