package typeset

import (
	"regexp"
	"strings"

	"zwgk/pkg/document"
)

// composer divides a document into sections.
type composer struct {
	faces    *faces
	doc      *document.Document
	sections []section
	signed   bool
}

// attachment is the line that an attachment begins with: 附件, 附件1, 附件 2.
var attachment = regexp.MustCompile(`^附件[ 　]?[0-9０-９]{0,3}[：:]?$`)

func (f *faces) compose(doc *document.Document) []section {
	c := &composer{faces: f, doc: doc, sections: []section{{frame: portrait}}}
	c.add(f.head(doc, portrait)...)
	blocks := usable(doc.Blocks)
	for i := 0; i < len(blocks); i++ {
		if lead := c.lead(blocks[i:]); lead > 0 {
			c.wide(blocks[i : i+lead])
			i += lead - 1
			continue
		}
		c.block(blocks, i)
	}
	c.sign()
	return c.sections
}

// usable are the blocks without nil ones.
func usable(blocks []document.Block) []document.Block {
	var out []document.Block
	for _, b := range blocks {
		if b != nil {
			out = append(out, b)
		}
	}
	return out
}

func (c *composer) current() *section { return &c.sections[len(c.sections)-1] }

func (c *composer) add(items ...item) {
	s := c.current()
	s.items = append(s.items, items...)
}

// turn begins a section on a new page.
func (c *composer) turn(fr frame) { c.sections = append(c.sections, section{frame: fr}) }

func (c *composer) block(blocks []document.Block, i int) {
	_, broken := blocks[i].(document.PageBreak)
	if !broken && c.current().frame.landscape {
		c.turn(portrait)
	}
	opens := len(c.current().items) == 0
	fr := c.current().frame
	switch b := blocks[i].(type) {
	case document.PageBreak:
		if i+1 < len(blocks) && isAttachment(blocks[i+1]) {
			c.sign()
		}
		c.turn(portrait)
	case document.Heading:
		c.add(c.faces.heading(b, fr)...)
	case document.Paragraph:
		c.add(c.text(b, fr, opens)...)
		if i+1 < len(blocks) && leadsIn(b, blocks[i+1]) {
			c.current().holdLast()
		}
	case document.Table:
		c.add(c.faces.caption(b.Caption, captionStyle, fr)...)
		c.add(c.faces.tableItems(b, fr)...)
	case document.Chart:
		c.add(c.faces.caption(b.Caption, captionStyle, fr)...)
		c.add(c.faces.chartItems(b, fr)...)
	}
}

// leadsIn tells that a short paragraph says what the table behind it shows: the
// two belong on one page.
func leadsIn(p document.Paragraph, next document.Block) bool {
	_, table := next.(document.Table)
	_, chart := next.(document.Chart)
	return (table || chart) && len([]rune(p.Text)) <= 2*charsPerLine
}

// lead counts the blocks up to a wide table that belong on its page: headings
// and short lines directly before it. 0 where no wide table follows.
func (c *composer) lead(blocks []document.Block) int {
	for i, b := range blocks {
		switch b := b.(type) {
		case document.Table:
			if b.Wide {
				return i + 1
			}
			return 0
		case document.Heading:
		case document.Paragraph:
			if !b.NoIndent || len([]rune(b.Text)) > charsPerLine {
				return 0
			}
		default:
			return 0
		}
	}
	return 0
}

// wide sets a wide table and what leads to it on landscape pages.
func (c *composer) wide(blocks []document.Block) {
	if !c.current().frame.landscape || len(blocks) > 1 {
		c.turn(landscape)
	}
	st := captionStyle
	for i, b := range blocks {
		switch b := b.(type) {
		case document.Heading:
			c.add(c.faces.heading(b, landscape)...)
		case document.Paragraph:
			if items := c.text(b, landscape, i == 0); len(items) > 0 {
				c.add(keepAll(items)...)
			}
			if i == len(blocks)-2 && isAttachment(b) {
				st = titleStyle
			}
		case document.Table:
			c.add(c.faces.caption(b.Caption, st, landscape)...)
			if st.role == title {
				c.add(item{height: tableGap, keep: true})
			}
			c.add(c.faces.tableItems(b, landscape)...)
		}
	}
}

func isAttachment(b document.Block) bool {
	p, ok := b.(document.Paragraph)
	return ok && attachment.MatchString(oneLine(p.Text))
}

// text sets a paragraph. 附件 with its number at the top of a page is in 黑体, flush
// left (GB/T 9704-2012 §7.3.7).
func (c *composer) text(p document.Paragraph, fr frame, opens bool) []item {
	switch {
	case opens && isAttachment(p):
		st := bodyStyle
		st.role = hei
		return keepAll(c.faces.plain(c.faces.block(oneLine(p.Text), st, justified, 0, fr.width).items(fr.x, pitch)))
	case p.NoIndent && strings.HasPrefix(oneLine(p.Text), "附件："):
		c.current().holdLast()
		return c.faces.plain(c.faces.attachments(oneLine(p.Text), fr))
	}
	return c.faces.paragraph(p, fr)
}

// sign puts the signature under the text, once, and keeps it with the line or row
// before so that it never stands on a page of its own (§7.3.5.5).
func (c *composer) sign() {
	if c.signed {
		return
	}
	c.signed = true
	for len(c.sections) > 1 && len(c.current().items) == 0 {
		c.sections = c.sections[:len(c.sections)-1]
	}
	s := c.current()
	sign := c.faces.signature(c.doc, s.frame)
	if len(sign) == 0 {
		return
	}
	s.holdLast()
	c.add(sign...)
}

// holdLast keeps the last line or row with what follows.
func (s *section) holdLast() {
	for i := len(s.items) - 1; i >= 0; i-- {
		s.items[i].keep = true
		if s.items[i].draw != nil {
			return
		}
	}
}
