package typeset

import "math"

var titleStyle = style{role: title, size: size2}

// titlePitch is the distance of the lines of a title: 2号 with its usual
// spacing of 35 pt.
const titlePitch = 35 * pointMM

// titleMargin is what a title that takes several lines leaves free at each side, in characters.
const titleMargin = 1

// title sets a title: in one line if it fits, else in a trapezoid or a diamond
// broken by meaning (GB/T 9704-2012 §7.3.1).
func (f *faces) title(s string, st style, fr frame) []item {
	var out []item
	for _, l := range lines(s) {
		b := block{glyphs: f.shape(l, st), style: st, align: centred, width: fr.width}
		t := widths(b.glyphs, st)
		b.spans = titleLines(t, st.em(), fr.width)
		out = append(out, b.items(fr.x, titlePitch*st.size/size2)...)
	}
	return keepAll(out)
}

// titleLines tries ever more lines until one way of breaking fits.
func titleLines(t text, em, width float64) []span {
	whole := t.span(t.skip(0), len(t.runes))
	if whole.width <= width-titleMargin*em {
		return breakLines(t, measure{width, width, 0})
	}
	costs := titleCosts(t.runes)
	if spans, cost := bestTitle(t, costs, em, width-2*titleMargin*em); cost < within/2 {
		return spans
	}
	if spans, cost := bestTitle(t, costs, em, width); cost < forbidden {
		return spans
	}
	return breakLines(t, measure{width, width, 0})
}

// bestTitle finds the best way to break a title, into no more lines than it
// takes and two.
func bestTitle(t text, costs []float64, em, room float64) (found []span, best float64) {
	best = math.Inf(1)
	least := max(2, int(math.Ceil(t.span(0, len(t.runes)).width/room)))
	for n := least; n <= least+2; n++ {
		spans, cost := titleOf(t, costs, n, em, room)
		if cost += moreLines * float64(n-least); cost < best {
			found, best = spans, cost
		}
	}
	return found, best
}

// titleSearch looks through all ways to break a title into n lines.
type titleSearch struct {
	text  text
	costs []float64
	em    float64
	room  float64
	best  float64
	found []span
}

// The search is bounded: longer titles are set like a centred paragraph.
const (
	mostTitle      = 90 // characters
	mostTitleLines = 4
)

func titleOf(t text, costs []float64, n int, em, room float64) ([]span, float64) {
	s := titleSearch{text: t, costs: costs, em: em, room: room, best: math.Inf(1)}
	if len(t.runes) <= mostTitle && n <= mostTitleLines {
		s.try(nil, t.skip(0), n, 0)
	}
	return s.found, s.best
}

// try sets one line in each way it can be set, and then the other n-1.
func (s *titleSearch) try(lines []span, from, n int, cost float64) {
	if cost+yearBreak*float64(n) > s.best { // no break gains more than that
		return
	}
	if n == 1 {
		last := s.text.span(from, len(s.text.runes))
		if last.width > s.room {
			return
		}
		all := append(lines, last)
		if c := cost + s.shape(all); c < s.best {
			s.best, s.found = c, append([]span(nil), all...)
		}
		return
	}
	line := span{from: from, to: from}
	for to := from + 1; to < len(s.text.runes); to++ {
		line = s.text.extend(line, to-1)
		if s.costs[to] >= forbidden {
			continue
		}
		if line.width > s.room {
			return
		}
		s.try(append(lines[:len(lines):len(lines)], line), s.text.skip(to), n-1, cost+s.costs[to])
	}
}

// shape judges the outline of a title: lines of about the same width, none
// short, and no waist (a middle line shorter than both its neighbours).
func (s *titleSearch) shape(lines []span) float64 {
	most, least, cost := 0.0, math.Inf(1), 0.0
	for i, l := range lines {
		w := l.width / s.em
		most, least = math.Max(most, w), math.Min(least, w)
		if i > 0 && i+1 < len(lines) && l.width < lines[i-1].width && l.width < lines[i+1].width {
			cost += 60
		}
	}
	if least < 4 {
		cost += 100 // a word alone on a line
	}
	if most-least < 0.9 {
		cost += 2 // a rectangle rather than a trapezoid
	}
	return cost + (most-least)*(most-least)/2
}
