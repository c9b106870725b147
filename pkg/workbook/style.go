package workbook

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// style is the look of a cell; the zero value is plain text without border.
type style struct {
	font   string
	size   float64
	bold   bool
	colour string // of the text
	fill   string
	centre bool
	middle bool // vertically; else at the top
	box    bool // with a border
	places int  // decimal places of a number
	number bool
	upward bool // text from bottom to top
	indent int
	onward bool // runs on over empty cells to the right, instead of wrapping
}

func (l *Layout) title() style {
	return style{font: l.Fonts.Title, size: 16, bold: true, colour: l.Colours["title"], centre: true, middle: true}
}
func (l *Layout) note() style {
	return style{font: l.Fonts.Body, size: 10, colour: "595959", middle: true}
}
func (l *Layout) sampleNote() style {
	return style{font: l.Fonts.Head, size: 11, bold: true, colour: "C00000", centre: true, middle: true}
}
func (l *Layout) header() style {
	return style{font: l.Fonts.Head, size: 10, bold: true, fill: l.Colours["head"], centre: true, middle: true, box: true}
}
func (l *Layout) body() style   { return style{font: l.Fonts.Body, size: 10, middle: true, box: true} }
func (l *Layout) centre() style { s := l.body(); s.centre = true; return s }

func (s style) filled(colour string) style { s.fill = colour; return s }
func (s style) linked() style              { s.colour = "0563C1"; return s }

// decimal is the style for a number with its own decimal places, at least min.
func (s style) decimal(number string, min int) style {
	s.number, s.places = true, min
	if _, fraction, ok := strings.Cut(number, "."); ok {
		s.places = max(min, len(fraction))
	}
	return s
}

func (b *book) style(s style) (int, error) {
	if s == (style{}) {
		return 0, nil
	}
	if id, ok := b.styles[s]; ok {
		return id, nil
	}
	id, err := b.file.NewStyle(s.excelize())
	b.styles[s] = id
	return id, err
}

func (s style) excelize() *excelize.Style {
	out := &excelize.Style{Font: &excelize.Font{Family: s.font, Size: s.size, Bold: s.bold, Color: s.colour},
		Alignment: &excelize.Alignment{WrapText: !s.onward, Vertical: "top", Horizontal: "left", Indent: s.indent}}
	if s.centre {
		out.Alignment.Horizontal = "center"
	}
	if s.middle {
		out.Alignment.Vertical = "center"
	}
	if s.upward {
		out.Alignment.TextRotation = 90
	}
	if s.fill != "" {
		out.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.fill}}
	}
	if s.box {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			out.Border = append(out.Border, excelize.Border{Type: side, Style: 1, Color: "A6A6A6"})
		}
	}
	format := "@" // text stays text when a person edits the cell
	if s.number {
		if format = "0"; s.places > 0 {
			format += "." + strings.Repeat("0", s.places)
		}
	}
	out.CustomNumFmt = &format
	return out
}
