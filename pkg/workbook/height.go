package workbook

import (
	"unicode"

	"golang.org/x/text/width"
)

// Measures of a cell. A column's width counts digits of the default font, of at
// least 7 pixels; a Chinese character of n points is n*96/72 pixels wide.
const (
	digitPixels = 7.0
	padding     = 7.0
	lineFactor  = 1.3
	spare       = 0.95  // of the width: the font at hand may be wider than the one that was asked for
	maxHeight   = 409.0 // points, the limit of Excel
)

// lineCount estimates the lines that a text takes in a column. It breaks between
// Chinese characters and at spaces, and within a Latin word only when it is longer than the line.
func lineCount(text string, columns, size float64) int {
	room := max((columns*digitPixels-padding)*spare/(size*96/72/2), 2)
	lines, used, word := 1, 0.0, 0.0
	for _, r := range text {
		if r == '\n' {
			lines, used, word = lines+1, 0, 0
			continue
		}
		w := runeWidth(r)
		if w > 1 || unicode.IsSpace(r) {
			word = 0
		} else {
			word += w
		}
		used += w
		if used <= room {
			continue
		}
		lines++
		if used = w; word > w && word <= room {
			used = word
		}
		if word > room {
			word = w
		}
	}
	return lines
}

func runeWidth(r rune) float64 {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return 2
	}
	switch {
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		return 0
	case r >= 'A' && r <= 'Z', r == 'm', r == 'w', r == '%', r == '@', r == '&':
		return 1.3
	}
	return 1
}

// fit gives the height in points that the row needs. When that is more than a row
// can have, long texts get a smaller size; clipped is true when even that is not enough.
func (r *row) fit(widths []float64) (height float64, clipped bool) {
	if height = r.needs(widths); height <= maxHeight {
		return max(height, 16), false
	}
	for i := range r.cells {
		if len(r.cells[i].text) > 600 {
			r.cells[i].style.size = 7
		}
	}
	height = r.needs(widths)
	return min(height, maxHeight), height > maxHeight
}

func (r *row) needs(widths []float64) float64 {
	col, height := 0, 0.0
	for _, c := range r.cells {
		w := 0.0
		for range max(c.span, 1) {
			if col < len(widths) {
				w += widths[col]
			}
			col++
		}
		if c.text == "" {
			continue
		}
		height = max(height, float64(lineCount(c.text, w, c.style.size))*c.style.size*lineFactor+4)
	}
	return height
}
