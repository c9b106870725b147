package typeset

import "strconv"

// Page numbers (GB/T 9704-2012 §7.5): 4号 half-width digits of 宋体 between
// dashes, which stand 7 mm below the block, one character in; odd ones at the
// right, even ones at the left.
const folioBelow = 7.0

var folioStyle = style{role: song, size: size4}

// dashHeight is how high a dash stands above the baseline, in ems.
const dashHeight = 0.35

func (f *faces) folios(pages []*page) {
	for i, p := range pages {
		f.folio(p, i+1)
	}
}

// folio numbers a page. A landscape page has its number where the upright sheet
// has it (§8): the foot of the sheet is the left edge of the turned page, its
// right side is below.
func (f *faces) folio(p *page, n int) {
	glyphs := f.shape("— "+strconv.Itoa(n)+" —", folioStyle)
	width := f.width("— "+strconv.Itoa(n)+" —", folioStyle)
	em := folioStyle.em()
	along := leftMargin + em
	if n%2 == 1 {
		along = leftMargin + blockWidth - em - width
	}
	down := topMargin + blockHeight + folioBelow + dashHeight*em
	if !p.frame.landscape {
		p.set(glyphs, folioStyle, along, down, 0)
		return
	}
	from := len(p.runs)
	p.set(glyphs, folioStyle, 0, 0, 0)
	for i := range p.runs[from:] {
		r := &p.runs[from+i]
		r.x, r.y, r.turned = paperHeight-down, along+r.x, true
	}
}
