package typeset

import (
	"strconv"

	"zwgk/pkg/document"
)

// bodyTrack brings 28 characters to exactly the width of the block: 3号 is
// 5.644 mm wide and 156/28 is 5.571 (GB/T 9704-2012 §5.2.4).
const bodyTrack = blockWidth/charsPerLine - size3*pointMM

// How far a gap of a line may give, in ems. It grows by a third at most in text
// and a fifth in the narrow cells of tables, beyond which the line stays ragged, and
// shrinks by a fortieth at most.
const (
	mostStretch     = 0.35
	mostCellStretch = 0.2
	mostSqueeze     = 0.025
)

// alignment of lines.
type alignment int

const (
	justified alignment = iota
	left
	centred
	right
)

func alignmentOf(name string, otherwise alignment) alignment {
	switch name {
	case "left":
		return left
	case "center":
		return centred
	case "right":
		return right
	}
	return otherwise
}

// block is a text set into lines of one style.
type block struct {
	glyphs []glyph
	spans  []span
	style  style
	align  alignment
	indent float64 // of the first line
	width  float64
	most   float64 // that a gap may grow by, in ems
}

func (f *faces) block(s string, st style, align alignment, indent, width float64) block {
	b := block{glyphs: f.shape(s, st), style: st, align: align, indent: indent, width: width, most: mostStretch}
	squeeze := mostSqueeze * st.em()
	b.spans = breakLines(widths(b.glyphs, st), measure{width - indent, width, squeeze})
	return b
}

// set puts line n down at the height of a baseline.
func (b block) set(p *page, n int, x, base float64) {
	s := b.spans[n]
	room, extra := b.width, 0.0
	if n == 0 {
		room -= b.indent
		x += b.indent
	}
	switch last := n == len(b.spans)-1; {
	case s.width > room, b.align == justified && !last:
		extra = s.stretch(room, b.most*b.style.em())
	case b.align == centred:
		x += (room - s.width + s.trail(b)) / 2
	case b.align == right:
		x += room - s.width
	}
	p.set(b.glyphs[s.from:s.to], b.style, x, base, extra)
}

// trail is the spacing after the last character, which centring must not count.
func (s span) trail(b block) float64 {
	if s.to == s.from {
		return 0
	}
	return b.style.track
}

// items are the lines of a block, height mm each, with neither the first nor
// the last of several alone on a page.
func (b block) items(x, height float64) []item {
	var out []item
	for n := range b.spans {
		out = append(out, item{height: height, keep: n == 0 || n == len(b.spans)-2,
			draw: func(p *page, y float64) { b.set(p, n, x, baseline(y, height, b.style)) }})
	}
	if len(out) > 0 {
		out[len(out)-1].keep = false
	}
	return out
}

var bodyStyle = style{role: body, size: size3, track: bodyTrack}

// indent of a first line: two characters (GB/T 9704-2012 §7.3.3).
const indent = 2 * blockWidth / charsPerLine

func (f *faces) paragraph(p document.Paragraph, fr frame) []item {
	in := float64(indent)
	align := alignmentOf(p.Align, justified)
	if p.NoIndent || align == centred || align == right {
		in = 0
	}
	var out []item
	for _, l := range lines(p.Text) {
		out = append(out, f.plain(f.block(l, bodyStyle, align, in, fr.width).items(fr.x, pitch))...)
	}
	return out
}

// heading: 黑体, 楷体, then 仿宋 (GB/T 9704-2012 §7.3.3). Where one face plays
// two roles, and from level 3 on, thicker outlines tell it from the text.
func (f *faces) heading(h document.Heading, fr frame) []item {
	st := bodyStyle
	switch {
	case h.Level <= 1:
		st.role = hei
	case h.Level == 2:
		st.role = kai
		st.bold = f.list[kai] == nil || f.list[kai] == f.list[body]
	default:
		st.bold = true
	}
	var out []item
	for _, l := range lines(h.Text) {
		out = append(out, f.block(l, st, justified, indent, fr.width).items(fr.x, pitch)...)
	}
	level := min(max(h.Level, 1), 5)
	out = tagged(out, f.tree.add("H"+strconv.Itoa(level+1))) // H1 is the title
	return marked(keepAll(out), oneLine(h.Text), level)
}

// marked enters the first of items into the outline, down to level 2.
func marked(items []item, text string, level int) []item {
	if len(items) == 0 || level > 2 {
		return items
	}
	draw := items[0].draw
	items[0].draw = func(p *page, y float64) {
		p.marks = append(p.marks, mark{text, level, y})
		draw(p, y)
	}
	return items
}
