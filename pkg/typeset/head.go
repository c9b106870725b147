package typeset

import (
	"math"

	"zwgk/pkg/document"
	"zwgk/pkg/value"
)

// head is what stands above the text: 文号, title, note, 主送 (GB/T 9704-2012 §7.3).
// It ends on the grid of lines.
func (f *faces) head(doc *document.Document, fr frame) []item {
	var out []item
	if s := oneLine(doc.Number); s != "" {
		out = append(out, f.plain(f.block(s, bodyStyle, centred, 0, fr.width).items(fr.x, pitch))...)
		out = append(out, blank(pitch))
	}
	out = append(out, tagged(f.title(doc.Title, titleStyle, fr), f.tree.add("H1"))...)
	if s := oneLine(doc.Note); s != "" {
		st := style{role: kai, size: size4Small}
		out = append(out, f.plain(f.block(s, st, centred, 0, fr.width).items(fr.x, 0.8*pitch))...)
	}
	if len(out) == 0 {
		return f.addressee(doc, fr)
	}
	// One line is left free under the title (§7.3.2), give or take what brings
	// the text onto the grid.
	used := heights(out)
	out = append(out, blank(math.Ceil(used/pitch+leastFree)*pitch-used))
	return append(keepAll(out), f.addressee(doc, fr)...)
}

// leastFree is the least that is left free under a title, in lines.
const leastFree = 0.6

// plain makes items a paragraph of the structure tree.
func (f *faces) plain(items []item) []item { return tagged(items, f.tree.add("P")) }

func blank(height float64) item { return item{height: height} }

// addressee is the 主送 with its colon, flush left.
func (f *faces) addressee(doc *document.Document, fr frame) []item {
	s := oneLine(doc.To)
	if s == "" {
		return nil
	}
	if last := []rune(s)[len([]rune(s))-1]; last != '：' && last != ':' {
		s += "："
	}
	return keepAll(f.plain(f.block(s, bodyStyle, justified, 0, fr.width).items(fr.x, pitch)))
}

// keepAll keeps items on one page with each other and with what follows.
func keepAll(items []item) []item {
	for i := range items {
		items[i].keep = true
	}
	return items
}

// signatureRoom is what a date leaves free at its right, in characters (§7.3.5.1).
const signatureRoom = 4

// signature is the 署名 and the 成文日期: one line below the text, the date four
// characters from the right, the name centred over it.
func (f *faces) signature(doc *document.Document, fr frame) []item {
	from, date := lines(doc.From), value.PrintedDate(oneLine(doc.Date))
	if len(from) == 0 && date == "" {
		return nil
	}
	out := []item{blank(pitch)}
	char := fr.width / charsPerLine
	if fr.landscape {
		char = blockWidth / charsPerLine
	}
	middle := fr.width - signatureRoom*char - f.width(date, bodyStyle)/2
	if date == "" {
		middle = fr.width - signatureRoom*char - f.width(from[0], bodyStyle)/2
	}
	for _, l := range append(from, lines(date)...) {
		out = append(out, f.plain(f.signed(l, middle, fr))...)
	}
	keepAll(out)[len(out)-1].keep = false
	return out
}

// signed is one line of a signature around a middle, kept inside of the block.
func (f *faces) signed(s string, middle float64, fr frame) []item {
	b := f.block(s, bodyStyle, centred, 0, fr.width)
	if len(b.spans) > 1 {
		return b.items(fr.x, pitch)
	}
	w := f.width(s, bodyStyle)
	x := fr.x + max(0, min(middle-w/2, fr.width-w))
	return []item{{height: pitch, draw: func(p *page, y float64) {
		p.set(b.glyphs, bodyStyle, x, baseline(y, pitch, bodyStyle), 0)
	}}}
}
