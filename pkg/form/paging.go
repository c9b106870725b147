package form

import (
	"math"
	"slices"
)

// The page, in points.
const (
	pageLong   = 841.9 // A4
	pageShort  = 595.3
	pointsInch = 72
	sideMargin = 0.4  // inches
	topMargin  = 0.55 // and at the foot
	pixelPoint = 0.75 // points in a pixel of the screen, by which columns are measured
)

// reserve is the part of a page that rows may take: programs measure columns and
// rows a little differently. Where the columns come out wider than in Excel, the
// sheet is printed smaller, and the pages are not filled.
const reserve = 0.95

// scale is the share of its size at which the sheet is printed, fitted to the
// width of the page. A column is 7 pixels a character.
func (b *blank) scale() float64 {
	width := 0.0
	for _, c := range b.spec.columns {
		width += math.Ceil(c.Width*7) * pixelPoint
	}
	return min(1, (pageLong-2*sideMargin*pointsInch)/width)
}

// setHeight sets the height of a row of the form, and remembers it for the pages.
func (b *blank) setHeight(row int, height float64) error {
	b.heights[row] = height
	return b.file.SetRowHeight(b.sheet, row, height)
}

// breakPages puts every page break of the form itself, so that no heading is the
// last row of a page, and the signature stays with the last row of the table.
func (b *blank) breakPages() error {
	room := reserve * (pageShort - 2*topMargin*pointsInch) / b.scale()
	used := 0.0
	for _, g := range b.together() {
		height := 0.0
		for row := g[0]; row <= g[1]; row++ {
			height += b.heights[row]
		}
		if used > 0 && used+height > room {
			if err := b.file.InsertPageBreak(b.sheet, ref(g[0], 1)); err != nil {
				return err
			}
			used = b.heights[b.header] // repeated on top of every page
		}
		used += height
	}
	return nil
}

// together gives the rows that stay on one page, first and last.
func (b *blank) together() [][2]int {
	var out [][2]int
	from := 1
	for row := 1; row <= b.row; row++ {
		heading := row > b.header && row <= b.end && slices.Contains(b.headings, row)
		if row <= b.header || heading || row >= b.end && row < b.row {
			continue // goes with the next
		}
		out = append(out, [2]int{from, row})
		from = row + 1
	}
	return out
}
