package form

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// look is how a cell is shown and whether it may be changed.
type look struct {
	face       face
	fill       string // RGB, "" for none
	horizontal string
	format     string // number format, "" for general
	wrap       bool
	border     bool
	line       bool // only a line below, for signing on
	open       bool // not locked
}

// gb2312 is the character set that makes Excel replace a missing font by a
// Chinese one.
const gb2312 = 134

func (b *blank) style(l look) (int, error) {
	key := fmt.Sprintf("%+v", l)
	if id, ok := b.styles[key]; ok {
		return id, nil
	}
	charset := gb2312
	s := &excelize.Style{
		Font:       &excelize.Font{Family: l.face.Name, Size: l.face.Size, Charset: &charset},
		Alignment:  &excelize.Alignment{Horizontal: l.horizontal, Vertical: "center", WrapText: l.wrap},
		Protection: &excelize.Protection{Locked: !l.open},
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	sides := []string{"left", "right", "top", "bottom"}
	switch {
	case l.line:
		sides = sides[3:]
	case !l.border:
		sides = nil
	}
	for _, side := range sides {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	id, err := b.file.NewStyle(s)
	if err == nil {
		b.styles[key] = id
	}
	return id, err
}

// centred fields are short; the others are read as prose, from the left.
var centred = map[string]bool{FieldID: true, FieldDuty: true, FieldDeadline: true, FieldStatus: true, FieldProgress: true, FieldDate: true}

// cellLook is the look of a cell in a row: grey and locked for the office's,
// yellow where the unit must write, white where it may. With a guide the yellow
// is the guide's, and goes away once something is written.
func (b *blank) cellLook(c Column, r BlankRow, text string) look {
	colors := b.spec.layout.Colors
	l := look{face: b.spec.layout.Fonts.Body, border: true, wrap: true, horizontal: "left", open: !c.Office, fill: colors.Optional}
	if centred[c.Field] {
		l.horizontal = "center"
	}
	switch {
	case c.Office:
		l.fill = colors.Office
	case c.Required && r.Required && !b.guided():
		l.fill = colors.Required
	}
	switch c.Field {
	case FieldID:
		l.format = "@"
	case FieldProgress:
		l.format = "0%"
	case FieldDate:
		l.format = "yyyy-mm-dd"
	}
	for c.Office && l.face.Size > smallest && textHeight(text, c.Width, l.face.Size) > maxHeight {
		l.face.Size--
	}
	return l
}

const (
	maxHeight = 405 // points; Excel allows 409
	smallest  = 7   // size of the smallest print
	leading   = 1.45
)

// textHeight is the height in points of a text wrapped in a column, as wide as
// the fonts of Excel, WPS and LibreOffice need it.
func textHeight(text string, width, size float64) float64 {
	// A column of width n shows n digits of 7 pixels, less 3 on either side;
	// a Chinese character is as wide as it is high.
	perLine := math.Max(1, math.Floor((width*7-6)/(size*96/72)*2)/2)
	lines := 0
	for _, paragraph := range strings.Split(text, "\n") {
		lines += max(1, wrapped(paragraph, perLine))
	}
	return float64(lines)*size*leading + 8
}

// wrapped counts the lines of a paragraph. A line that ends before a mark that
// may not begin one gives a character away, and Latin words are not broken.
func wrapped(paragraph string, perLine float64) int {
	lines, used := 0, 0.0
	word := 0.0
	flush := func() {
		for word > 0 {
			if used+word <= perLine {
				used, word = used+word, 0
				return
			}
			if lines, used = lines+1, 0; word > perLine {
				word -= perLine
			}
		}
	}
	for _, r := range paragraph {
		if r < unicode.MaxLatin1 && r != ' ' {
			word += 0.55
			continue
		}
		flush()
		if word = 1; r == ' ' {
			word = 0.5
		}
		if strings.ContainsRune("，。、；：！？）》”’", r) && used+1 > perLine {
			lines, used, word = lines+1, 1, 1
		}
		flush()
	}
	flush()
	if used > 0 {
		lines++
	}
	return lines
}

// span is the width of the columns from one to another.
func (b *blank) span(from, to int) float64 {
	sum := 0.0
	for _, c := range b.spec.columns[from-1 : to] {
		sum += c.Width
	}
	return sum
}

// thirds cuts the columns into three parts of about the same width.
func (b *blank) thirds() [][2]int {
	total := b.span(1, b.last)
	var out [][2]int
	from := 1
	for part := 1.0; part <= 3 && from <= b.last; part++ {
		to := from
		for to < b.last && (part == 3 || b.span(1, to)+b.spec.columns[to].Width/2 < total*part/3) {
			to++
		}
		out = append(out, [2]int{from, to})
		from = to + 1
	}
	return out
}
