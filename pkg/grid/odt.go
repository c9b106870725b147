package grid

import "fmt"

// textBody reads a text document: its tables are sheets, its other paragraphs
// Paragraphs, as those of a .docx. What tracked changes deleted stands apart
// from the text and is passed.
func (r *odsReader) textBody() error {
	s := r.s
	depth := len(s.open)
	for {
		kind, tag, attrs, empty := s.next()
		switch {
		case kind == endOfXML:
			return s.err
		case kind == endTag && len(s.open) < depth:
			return nil
		case kind == endTag && string(tag) == "list":
			r.lists.end()
			continue
		case kind != startTag:
			continue
		}
		var err error
		switch string(tag) {
		case "table":
			err = r.table(&Sheet{Name: fmt.Sprintf("表%d", len(r.wb.Sheets)+1), Visible: true}, empty)
		case "p", "h":
			err = r.bodyParagraph(empty)
		case "list", "list-item", "list-header":
			r.list(string(tag), attrs, empty)
		case "tracked-changes", "sequence-decls", "forms", "variable-decls", "user-field-decls":
			s.pass(empty)
		}
		if err != nil {
			return err
		}
	}
}

func (r *odsReader) bodyParagraph(empty bool) error {
	r.begin()
	r.startParagraph(empty)
	var err error
	if !empty {
		err = r.content()
	}
	r.paragraph++
	r.wb.Paragraphs = append(r.wb.Paragraphs, Paragraph{Number: r.paragraph, Before: len(r.wb.Sheets), Text: string(r.shown)})
	if err == nil {
		err = r.step()
	}
	return err
}

// list takes in the beginning of a list or of a point of one.
func (r *odsReader) list(tag string, attrs []byte, empty bool) {
	switch {
	case empty:
	case tag == "list":
		r.lists.begin(attrs)
	case tag == "list-item":
		r.lists.item(attrs)
	default: // a header has no number
		r.lists.marker = ""
	}
}
