package typeset

import "math"

// row is a row of a table, set.
type row struct {
	setter *tableSetter
	cells  [][]cellLine
	elem   *elem // nil for a header that comes again
}

// cellLine is line n of a block.
type cellLine struct {
	block block
	n     int
}

func (s *tableSetter) row(texts []string, header bool) row {
	r := row{setter: s, cells: make([][]cellLine, s.columns), elem: s.elem.add("TR")}
	for c := range s.columns {
		st, align, tag := s.body(), s.aligns[c], "TD"
		if header {
			st, align, tag = s.header(), centred, "TH"
		}
		r.elem.add(tag)
		for _, l := range lines(at(texts, c)) {
			b := s.faces.block(l, st, align, 0, s.widths[c]-2*s.padding())
			b.most = mostCellStretch
			if align == centred || b.hasTail() {
				b.balance()
			}
			for n := range b.spans {
				r.cells[c] = append(r.cells[c], cellLine{b, n})
			}
		}
	}
	return r
}

// A name of up to longName ems looks torn where shortTail or less of it is alone on a line.
const (
	shortTail = 3.2
	longName  = 20.0
)

// hasTail tells a cell of two lines whose second holds but a few characters.
func (b block) hasTail() bool {
	em := b.style.em()
	return len(b.spans) == 2 && b.spans[1].width < shortTail*em && b.spans[0].width+b.spans[1].width < longName*em
}

// balance breaks a block anew into as many lines of about the same length.
func (b *block) balance() {
	n := len(b.spans)
	if n < 2 {
		return
	}
	t := widths(b.glyphs, b.style)
	em := b.style.em()
	for w := t.span(0, len(t.runes)).width / float64(n); w < b.width; w += em / 4 {
		if spans := breakLines(t, measure{w, w, 0}); len(spans) <= n {
			b.spans, b.most = spans, 0
			return
		}
	}
}

func (r row) lines() int {
	most := 0
	for _, c := range r.cells {
		most = max(most, len(c))
	}
	return most
}

func (r row) height() float64 {
	return math.Max(leastRow, float64(r.lines())*r.setter.leading()+2*cellAbove)
}

func (r row) item() item {
	return item{height: r.height(), draw: func(p *page, y float64) { r.draw(p, y) }}
}

// parts is the row whole, or cut between lines where it is taller than room.
func (r row) parts(room float64) []item {
	if r.height() <= room {
		return []item{r.item()}
	}
	perPart := max(1, int((room-2*cellAbove)/r.setter.leading()))
	var out []item
	for from := 0; from < r.lines(); from += perPart {
		part := row{setter: r.setter, cells: make([][]cellLine, len(r.cells)), elem: r.elem}
		for c, lines := range r.cells {
			part.cells[c] = lines[min(from, len(lines)):min(from+perPart, len(lines))]
		}
		out = append(out, part.item())
	}
	return out
}

func (r row) draw(p *page, y float64) {
	s := r.setter
	height := r.height()
	x := s.frame.x
	for c, lines := range r.cells {
		top := y + (height-float64(len(lines))*s.leading())/2
		from := len(p.runs)
		for i, l := range lines {
			l.block.set(p, l.n, x+s.padding(), baseline(top+float64(i)*s.leading(), s.leading(), l.block.style))
		}
		if r.elem != nil {
			p.tag(from, r.elem.kids[c])
		}
		p.rules = append(p.rules, rule{x, y, x, y + height, ruleWidth, 0})
		x += s.widths[c]
	}
	p.rules = append(p.rules, rule{x, y, x, y + height, ruleWidth, 0},
		rule{s.frame.x, y, x, y, ruleWidth, 0}, rule{s.frame.x, y + height, x, y + height, ruleWidth, 0})
}
