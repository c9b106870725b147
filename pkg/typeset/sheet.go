package typeset

// The page (GB/T 9704-2012 §5.2), in mm: A4, 37 above the text block, 28 at its
// left; the block is 156 x 225 and holds 22 lines of 28 characters.
const (
	paperWidth, paperHeight = 210.0, 297.0
	topMargin, leftMargin   = 37.0, 28.0
	blockWidth, blockHeight = 156.0, 225.0
	linesPerPage            = 22
	charsPerLine            = 28
	pitch                   = blockHeight / linesPerPage // of lines
)

// Sizes in pt: 二号, 三号, 四号 and 小四, 五号, 小五.
const (
	size2      = 22.0
	size3      = 16.0
	size4      = 14.0
	size4Small = 12.0
	size5      = 10.5
	size5Small = 9.0
)

// frame is the text block of a page.
type frame struct {
	landscape           bool
	x, y, width, height float64
}

var portrait = frame{x: leftMargin, y: topMargin, width: blockWidth, height: blockHeight}

// landscape is the same block of the same sheet turned: its head is at the left edge
// of the upright sheet (GB/T 9704-2012 §8).
var landscape = frame{true, paperHeight - topMargin - blockHeight, leftMargin, blockHeight, blockWidth}

// page is what stands on a sheet, in mm from the top left corner.
type page struct {
	frame frame
	bars  []bar
	rules []rule
	runs  []run
	marks []mark
}

// bar is a filled rectangle; grey is 0 for black, 255 for white.
type bar struct {
	x, y, w, h float64
	grey       int
}

// rule is a straight line.
type rule struct {
	x1, y1, x2, y2 float64
	width          float64
	grey           int
}

// run is a text from one face with one spacing.
type run struct {
	x, y   float64 // of the first character, on the baseline
	style  style
	face   *face
	space  float64 // after each character, mm
	runes  []rune
	turned bool // by a quarter, to be read from the right edge of the sheet
	elem   *elem
}

// mark is an entry of the outline.
type mark struct {
	text  string
	level int
	y     float64
}

// set puts a line down. extra is what each gap of it is stretched by.
func (p *page) set(glyphs []glyph, st style, x, baseline, extra float64) {
	rs := make([]rune, len(glyphs))
	for i, g := range glyphs {
		rs[i] = g.r
	}
	var cur *run
	for i, g := range glyphs {
		space := st.track
		if i+1 < len(rs) && !joined(rs, i+1) {
			space += extra
		}
		if cur == nil || cur.face != g.face || cur.space != space {
			p.runs = append(p.runs, run{x: x, y: baseline, style: st, face: g.face, space: space})
			cur = &p.runs[len(p.runs)-1]
		}
		cur.runes = append(cur.runes, g.r)
		x += g.em*st.em() + space
	}
}

// baseline of a line whose room begins at y: the square of the character,
// 0.88 em of it above the baseline, stands in the middle.
func baseline(y, height float64, st style) float64 {
	return y + (height-st.em())/2 + 0.88*st.em()
}
