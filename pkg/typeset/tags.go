package typeset

// elem is a node of the structure tree, which tells a screen reader what is
// a heading, a paragraph, a cell (ISO 32000-1 §14.8).
type elem struct {
	tag   string
	alt   string // said in place of a figure
	kids  []*elem
	marks []markedContent
}

// markedContent is a stretch of a page that belongs to an element.
type markedContent struct {
	page int // from 0
	id   int // on that page
}

func (e *elem) add(tag string) *elem {
	kid := &elem{tag: tag}
	e.kids = append(e.kids, kid)
	return kid
}

// empty tells an element that nothing was drawn for.
func (e *elem) empty() bool {
	for _, k := range e.kids {
		if !k.empty() {
			return false
		}
	}
	return len(e.marks) == 0
}

// tagged makes what items draw the content of an element. What belongs to none
// (page numbers, lines, repeated headers) is marked as an artifact when drawn.
func tagged(items []item, e *elem) []item {
	for i := range items {
		draw := items[i].draw
		if draw == nil {
			continue
		}
		items[i].draw = func(p *page, y float64) {
			from := len(p.runs)
			draw(p, y)
			p.tag(from, e)
		}
	}
	return items
}

// tag gives the runs from one on to an element.
func (p *page) tag(from int, e *elem) {
	for i := range p.runs[from:] {
		p.runs[from+i].elem = e
	}
}
