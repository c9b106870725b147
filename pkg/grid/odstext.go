package grid

import "bytes"

// odsText gathers the text of a cell, a comment or a paragraph.
type odsText struct {
	shown      []byte
	paragraphs int  // begun so far
	inside     int  // depth of paragraphs
	gap        bool // a line break of the XML waits for more text
	separator  byte // before the next paragraph
	firstCell  bool // of a row of a nested table comes next
	link       string
	note       []byte // of the cell's annotation
	inNote     bool
}

func (t *odsText) begin() {
	*t = odsText{shown: t.shown[:0], note: t.note[:0], separator: '\n'}
}

// content reads what stands in the element that has just begun: paragraphs, and
// a table within a cell, whose cells are parted by tabs. Shapes stand over the
// cell and are not in it. Ruby, footnotes and comments are left out of the text.
func (r *odsReader) content() error {
	s := r.s
	depth := len(s.open)
	for {
		kind, tag, body, empty := s.next()
		switch kind {
		case endOfXML:
			return s.err
		case endTag:
			switch string(tag) {
			case "p", "h":
				r.inside--
			case "list":
				r.lists.end()
			}
			if len(s.open) < depth {
				return nil
			}
		case charData:
			if r.inside > 0 {
				r.characters(body)
			}
		case startTag:
			if err := r.inline(string(tag), body, empty); err != nil {
				return err
			}
		}
	}
}

func (r *odsReader) inline(tag string, attrs []byte, empty bool) error {
	switch tag {
	case "p", "h":
		r.startParagraph(empty)
	case "list", "list-item", "list-header":
		r.list(tag, attrs, empty)
	case "s":
		n := 1
		if v := attr(attrs, "c"); v != "" {
			n = repeats(v)
		}
		r.put(bytes.Repeat([]byte(" "), min(n, mostSpaces))...)
	case "tab":
		r.put('\t')
	case "line-break":
		r.put('\n')
	case "a":
		if r.link == "" {
			r.link = attr(attrs, "href")
		}
	case "annotation":
		return r.annotation(empty)
	case "table-row":
		r.separator, r.firstCell = '\n', true
	case "table-cell":
		if !r.firstCell {
			r.separator = '\t'
		}
		r.firstCell = false
	case "frame", "g", "custom-shape", "rect", "line", "ellipse", "circle", "path", "polyline", "polygon", "connector", "caption", "control", "measure", "scene":
		if !r.odt {
			r.s.pass(empty)
		}
	case "ruby-text", "note", "image", "object", "object-ole", "plugin", "title", "desc", "enhanced-geometry",
		"creator", "date", "creator-initials", "event-listeners", "detective", "cell-range-source", "tracked-changes":
		if r.inside == 0 || tag != "date" && tag != "creator" && tag != "title" { // in a paragraph these are fields
			r.s.pass(empty)
		}
	}
	return nil
}

// mostSpaces is the longest run of spaces that one element is taken for.
const mostSpaces = 1000

func (r *odsReader) startParagraph(empty bool) {
	if r.paragraphs > 0 {
		r.shown = append(r.shown, r.separator)
	}
	r.paragraphs++
	r.gap, r.separator = false, '\n'
	if !empty {
		r.inside++
		r.shown = append(r.shown, r.lists.marker...)
		r.lists.marker = ""
	}
}

func (r *odsReader) put(b ...byte) {
	if r.inside > 0 {
		r.closeGap()
		r.shown = append(r.shown, b...)
	}
}

// characters adds text. Spaces are kept as they stand, as LibreOffice does,
// although they should count as one (ODF 1.3 part 3, 6.1.2); only where the XML
// itself was broken into lines a single one is put.
func (r *odsReader) characters(body []byte) {
	if bytes.IndexByte(body, '\n') < 0 {
		if len(body) > 0 {
			r.closeGap()
			r.shown = r.s.text(r.shown, body)
		}
		return
	}
	for i, line := range bytes.Split(body, []byte("\n")) {
		r.gap = r.gap || i > 0
		if line = bytes.Trim(line, " \t\r"); len(line) > 0 {
			r.closeGap()
			r.shown = r.s.text(r.shown, line)
		}
	}
}

func (r *odsReader) closeGap() {
	if n := len(r.shown); r.gap && n > 0 && r.shown[n-1] > ' ' {
		r.shown = append(r.shown, ' ')
	}
	r.gap = false
}

// annotation reads a comment; its author and date are not part of it.
func (r *odsReader) annotation(empty bool) error {
	if empty || r.inNote { // a comment has no comments
		r.s.pass(empty)
		return nil
	}
	outer := r.odsText
	r.odsText = odsText{separator: '\n', inNote: true}
	err := r.content()
	outer.note = append(outer.note, r.shown...)
	r.odsText = outer
	return err
}
