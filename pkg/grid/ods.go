package grid

import (
	"bytes"
	"strings"
)

// odsReader reads the content of an OpenDocument file (ODF 1.3 part 3): the
// tables of a spreadsheet as sheets, or those of a text document, as docx.
type odsReader struct {
	*budget
	arena
	wb        *Workbook
	s         *scanner
	styleName string          // of the style that is open
	invisible map[string]bool // styles of tables that are not shown
	odt       bool            // a text document
	paragraph int             // number of the last one outside tables
	lists     odfLists

	// the table that is open
	sheet      *Sheet
	row        int // the last one that was placed
	col        int // columns declared so far
	hiddenCols hiddenColumns
	bare       []odsMerges // merges of repeated empty rows, kept only when a filled row follows
	comments   []placed
	merges     int

	odsRow
	odsValue
	odsText
}

// readODS reads a package that has a mimetype: a spreadsheet, or the tables of
// a text document. Which it is, the content tells.
func readODS(p *pack) *Workbook {
	wb := &Workbook{Format: "ods"}
	mime, mimeErr := p.read("mimetype")
	kind := strings.TrimSpace(string(mime))
	switch {
	case p.encryptedODF():
		return refuse("ods", Encrypted, "文件设有打开密码。请取消密码后再报。")
	case mimeErr == nil && !strings.HasPrefix(kind, "application/vnd.oasis.opendocument."):
		return refuse("zip", Unsupported, "这个压缩包不是 ODF 表格（自称 "+shorten(kind)+"），不能读。"+resave)
	}
	s, err := p.open("content.xml")
	if err != nil {
		return wb.blame(err)
	}
	defer s.close()
	p.textsOf("meta.xml", odfProperties(&wb.Properties))
	r := newODFReader(wb, s, p.budget)
	r.listStyles(p)
	err = r.read()
	if err == nil {
		err = mimeErr
	}
	return wb.blame(err)
}

// readFlatODS reads an OpenDocument file in a single XML (.fods, .fodt).
func readFlatODS(xml []byte, b *budget) *Workbook {
	wb := &Workbook{Format: "ods"}
	return wb.blame(newODFReader(wb, &scanner{b: xml}, b).read())
}

func shorten(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), 60)])
}

// encryptedODF tells by the manifest whether parts are encrypted (ODF 1.3 part 2, 4.4).
func (p *pack) encryptedODF() bool {
	s, err := p.open("meta-inf/manifest.xml")
	if err != nil {
		return false
	}
	defer s.close()
	for {
		kind, tag, _, _ := s.next()
		switch {
		case kind == endOfXML:
			return false
		case kind == startTag && string(tag) == "encryption-data":
			return true
		}
	}
}

// odfProperties says where the metadata belongs (ODF 1.3 part 3, 4.3).
func odfProperties(p *Properties) map[string]*string {
	return map[string]*string{"initial-creator": &p.Creator, "creator": &p.ModifiedBy, "generator": &p.Application}
}

func newODFReader(wb *Workbook, s *scanner, b *budget) *odsReader {
	return &odsReader{budget: b, wb: wb, s: s, invisible: map[string]bool{}}
}

// listStyles reads the list styles of styles.xml; a document may have none.
func (r *odsReader) listStyles(p *pack) {
	s, err := p.open("styles.xml")
	if err != nil {
		return
	}
	defer s.close()
	for {
		switch kind, tag, attrs, _ := s.next(); {
		case kind == endOfXML:
			return
		case kind == startTag && isListStyle(string(tag)):
			r.lists.declare(string(tag), attrs)
		}
	}
}

func isListStyle(tag string) bool {
	return tag == "list-style" || tag == "list-level-style-number" || tag == "list-level-style-bullet"
}

func (r *odsReader) read() error {
	err := r.run()
	switch {
	case err != nil || len(r.wb.Sheets)+len(r.wb.Paragraphs) > 0:
		return err
	case r.odt:
		return &Error{Kind: Empty, Message: "文档是空的。"}
	}
	return corrupt("里面没有工作表")
}

// run goes through the document down to its tables.
func (r *odsReader) run() error {
	for {
		kind, tag, attrs, empty := r.s.next()
		if kind == endOfXML {
			return r.s.err
		}
		if kind != startTag {
			continue
		}
		if err := r.start(string(tag), attrs, empty); err != nil {
			return err
		}
	}
}

func (r *odsReader) start(tag string, attrs []byte, empty bool) error {
	switch tag {
	case "document", "document-content", "automatic-styles", "styles", "body":
	case "list-style", "list-level-style-number", "list-level-style-bullet":
		r.lists.declare(tag, attrs)
	case "style":
		r.styleName = attr(attrs, "name")
	case "table-properties":
		if attr(attrs, "display") == "false" {
			r.invisible[r.styleName] = true
		}
	case "meta":
		if !empty {
			r.s.texts(odfProperties(&r.wb.Properties))
		}
	case "spreadsheet":
		if !empty {
			return r.tables()
		}
	case "text":
		if !empty {
			r.odt, r.wb.Format = true, "odt"
			return r.textBody()
		}
	case "presentation", "drawing", "chart", "image", "database":
		return &Error{Kind: Unsupported, Message: "这是 ODF 的演示文稿或图形文件，读不出表格。请报送 .xlsx 填报表。"}
	default:
		r.s.pass(empty)
	}
	return nil
}

// tables reads the sheets of a spreadsheet. What else stands between them (tracked
// changes, validations, linked areas with their copies) holds no current cell.
func (r *odsReader) tables() error {
	depth := len(r.s.open)
	for {
		kind, tag, attrs, empty := r.s.next()
		switch {
		case kind == endOfXML:
			return r.s.err
		case kind == endTag && len(r.s.open) < depth:
			return nil
		case kind != startTag:
		case string(tag) == "table":
			name, visible := attr(attrs, "name"), !r.invisible[attr(attrs, "style-name")]
			if err := r.table(&Sheet{Name: name, Visible: visible}, empty); err != nil {
				return err
			}
		default:
			r.s.pass(empty)
		}
	}
}

// pass goes to the end of the element that has just begun.
func (s *scanner) pass(empty bool) {
	for depth := len(s.open); !empty && len(s.open) >= depth; {
		if kind, _, _, _ := s.next(); kind == endOfXML {
			return
		}
	}
}

// texts puts the texts of some elements where they belong: of those inside the
// one that has just begun, or of the whole part.
func (s *scanner) texts(targets map[string]*string) {
	var into *string
	for depth := len(s.open); len(s.open) >= depth; {
		kind, tag, body, empty := s.next()
		switch {
		case kind == endOfXML:
			return
		case kind == startTag && !empty:
			into = targets[string(tag)]
		case kind == endTag:
			into = nil
		case kind == charData && into != nil:
			*into += string(s.text(nil, bytes.TrimSpace(body)))
		}
	}
}
