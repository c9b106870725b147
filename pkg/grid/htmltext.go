package grid

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

// htmlText gathers text as a browser lays it out: white space counts as one
// space, blocks and br begin a line.
type htmlText struct {
	shown   []byte
	space   bool // white space waits for a word
	newLine bool // a block boundary waits for a word
	pre     int  // depth of elements that keep white space
	link    string
	marker  string // the number of a point of a list, for the first words of it
	lists   []htmlList
	note    []byte
	inNote  bool
}

func (t *htmlText) begin() {
	*t = htmlText{shown: t.shown[:0], note: t.note[:0], pre: t.pre}
}

// words adds text. A no-break space is a space that stays.
func (t *htmlText) words(b []byte) {
	if t.inNote {
		t.note = append(t.note, b...)
		return
	}
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch r {
		case ' ', '\t', '\n', '\r', '\f':
			if t.pre > 0 {
				t.put(b[:n])
			} else {
				t.space = true
			}
		case '\u00a0':
			t.put([]byte{' '})
		case '\ufeff', '\u200b':
		default:
			if r >= ' ' {
				t.put(b[:n])
			}
		}
		b = b[n:]
	}
}

func (t *htmlText) put(b []byte) {
	n := len(t.shown)
	switch {
	case t.newLine && n > 0:
		t.shown = append(t.shown, '\n')
	case t.space && n > 0 && t.shown[n-1] != '\n' && t.shown[n-1] != '\t':
		t.shown = append(t.shown, ' ')
	}
	t.space, t.newLine = false, false
	t.shown = append(t.shown, t.marker...)
	t.marker = ""
	t.shown = append(t.shown, b...)
}

// lineBreak ends the line, if there is something on it: the edge of a block.
func (t *htmlText) lineBreak() {
	n := len(t.shown)
	t.space = false
	t.newLine = t.newLine || n > 0 && t.shown[n-1] != '\n'
}

// br ends the line, be it empty.
func (t *htmlText) br() {
	if t.newLine && len(t.shown) > 0 {
		t.shown = append(t.shown, '\n')
	}
	t.shown = append(t.shown, '\n')
	t.space, t.newLine = false, false
}

// tab parts the cells of a table within a cell.
func (t *htmlText) tab() {
	t.shown = append(t.shown, '\t')
	t.space, t.newLine = false, false
}

// result is the text without empty lines at its ends.
func (t *htmlText) result() []byte { return bytes.Trim(t.shown, "\n") }

// blocks begin and end a line.
var blocks = map[string]bool{"p": true, "div": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "ul": true, "ol": true, "li": true,
	"dl": true, "dt": true, "dd": true, "pre": true, "center": true, "hr": true, "blockquote": true, "form": true, "section": true, "article": true, "header": true,
	"footer": true, "nav": true, "main": true, "address": true, "fieldset": true, "caption": true, "body": true, "html": true, "table": true, "figure": true}

// LibreOffice writes <a name="table0"><h1>Sheet 1: <em>NAME</em></h1></a> before
// the table of each sheet, when there are several.
var officeAnchor = regexp.MustCompile(`^table\d+$`)

// officeName takes the name of a sheet out of such a heading.
func (r *htmlReader) officeName() string {
	if !r.heading {
		return ""
	}
	r.heading = false
	_, name, ok := strings.Cut(string(r.result()), ": ")
	if !ok {
		return ""
	}
	r.begin()
	return name
}

// startInline takes what an element inside a cell or paragraph means for the text.
func (r *htmlReader) startInline(tag string) {
	switch {
	case tag == "br":
		r.br()
	case tag == "a":
		if href, ok := r.attr("href"); ok && r.link == "" {
			r.link = href
		}
		if name, ok := r.attr("name"); ok && r.table == nil && officeAnchor.MatchString(name) {
			r.endParagraph()
			r.heading = true
		}
	case tag == "comment": // LibreOffice
		r.inNote = true
	case tag == "input":
		r.input()
	case tag == "select":
		_, multiple := r.attr("multiple")
		r.choice = &htmlChoice{multiple: multiple}
	case tag == "textarea":
		r.pre++
	case tag == "meta":
		r.property()
	case blocks[tag]:
		r.lineBreak()
		r.startList(tag)
		if tag == "pre" {
			r.pre++
		}
	}
}

// property reads who made the page, and with what.
func (r *htmlReader) property() {
	name, _ := r.attr("name")
	content, _ := r.attr("content")
	switch strings.ToLower(name) {
	case "author":
		r.wb.Properties.Creator = content
	case "changedby":
		r.wb.Properties.ModifiedBy = content
	case "generator":
		r.wb.Properties.Application = content
	}
}

func (r *htmlReader) endInline(tag string) {
	switch {
	case tag == "comment":
		r.inNote = false
	case tag == "br":
		r.br()
	case tag == "textarea":
		r.pre = max(r.pre-1, 0)
	case blocks[tag]:
		r.lineBreak()
		r.endList(tag)
		if tag == "pre" {
			r.pre = max(r.pre-1, 0)
		}
	}
}

// startNested reads a table within a cell as text: its rows are lines, its
// cells parted by tabs, as in a .docx.
func (r *htmlReader) startNested(tag string) error {
	switch tag {
	case "table":
		r.nested++
		r.lineBreak()
	case "tr":
		r.lineBreak()
		r.firstCell = true
	case "td", "th":
		if !r.firstCell {
			r.tab()
		}
		r.firstCell = false
	default:
		r.startInline(tag)
	}
	return nil
}

// endParagraph keeps the lines outside tables.
func (r *htmlReader) endParagraph() {
	for _, line := range bytes.Split(r.result(), []byte("\n")) {
		if len(bytes.TrimSpace(line)) > 0 {
			r.paragraph++
			r.wb.Paragraphs = append(r.wb.Paragraphs, Paragraph{Number: r.paragraph, Before: len(r.wb.Sheets), Text: string(line)})
		}
	}
	r.begin()
}
