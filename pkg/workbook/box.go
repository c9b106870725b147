package workbook

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The box of a comment, in pixels. The library takes the offset at which a box begins in its column
// off its width; the rest are the margins that Excel leaves around the text and the height of a line.
const (
	boxOffset  = 23
	boxSides   = 20
	boxEdges   = 14
	boxLine    = 19  // the fonts that stand in on Linux are higher than those of Windows
	boxHighest = 500 // more does not fit a small screen
	boxSize    = 9.0 // of the text, in points
)

// boxWidths are tried one after the other until a text fits.
var boxWidths = []int{290, 400, 520}

// boxOf is the size of the box for a text; fits is false when the text is too long for any.
func boxOf(text string) (width, height int, fits bool) {
	for _, width = range boxWidths {
		columns := (float64(width-boxOffset-boxSides) + padding) / digitPixels
		if height = lineCount(text, columns, boxSize)*boxLine + boxEdges; height <= boxHighest {
			return width, height, true
		}
	}
	return width, boxHighest, false
}

// textsWith gives the comments that hold a mark, by cell.
func textsWith(list []excelize.Comment, mark string) map[string]string {
	out := map[string]string{}
	for _, c := range list {
		if text := commentString(c); strings.Contains(text, mark) {
			out[c.Cell] = text
		}
	}
	return out
}

// drawingBeside is the part with the boxes of the comments of a part; see paired.
func drawingBeside(comments string) string {
	return "xl/drawings/vmlDrawing" + strings.TrimSuffix(strings.TrimPrefix(comments, "xl/comments"), ".xml") + ".vml"
}

var (
	shapeOf   = regexp.MustCompile(`(?s)<v:shape\s.*?</v:shape>`)
	shapeRow  = regexp.MustCompile(`<x:Row>\s*(\d+)\s*</x:Row>`)
	shapeCol  = regexp.MustCompile(`<x:Column>\s*(\d+)\s*</x:Column>`)
	shapeSize = regexp.MustCompile(`([;"'\s])(width|height):\s*([\d.]+)(px|pt)`)
	shapeSpan = regexp.MustCompile(`<x:Anchor>[\s\d,]*</x:Anchor>`)
)

// growBoxes makes the boxes of the sender's comments, and of ours of another time, as large as what
// they now say. Boxes that are larger stay, and so do drawings that the library has already read.
func growBoxes(file *excelize.File, sheet, drawing string, texts map[string]string) {
	content, _ := file.Pkg.Load(drawing)
	data, ok := content.([]byte)
	if !ok || file.DecodeVMLDrawing[drawing] != nil || len(texts) == 0 {
		return
	}
	file.Pkg.Store(drawing, shapeOf.ReplaceAllFunc(data, func(shape []byte) []byte {
		row, col := shapeRow.FindSubmatch(shape), shapeCol.FindSubmatch(shape)
		if row == nil || col == nil {
			return shape
		}
		text := texts[ref(number(row[1])+1, number(col[1])+1)]
		if text == "" {
			return shape
		}
		if !shapeSpan.Match(shape) {
			return styled(shape, text)
		}
		return shapeSpan.ReplaceAllFunc(shape, func(anchor []byte) []byte { return grown(file, sheet, anchor, text) })
	}))
}

// styled gives a shape that names no cells the size that its text needs (openpyxl writes such).
func styled(shape []byte, text string) []byte {
	width, height, _ := boxOf(text)
	need := map[string]int{"width": width - boxOffset, "height": height}
	return shapeSize.ReplaceAllFunc(shape, func(m []byte) []byte {
		part := shapeSize.FindSubmatch(m)
		has, _ := strconv.ParseFloat(string(part[3]), 64)
		if string(part[4]) == "pt" {
			has *= 96.0 / 72
		}
		if has >= float64(need[string(part[2])]) {
			return m
		}
		return fmt.Appendf(nil, "%s%s:%dpx", part[1], part[2], need[string(part[2])])
	})
}

func number(digits []byte) int {
	n, _ := strconv.Atoi(string(digits))
	return n
}

// grown is the place of a box, from a column and row with their offsets in pixels to others,
// with room for a text. Its left and upper edges stay.
func grown(file *excelize.File, sheet string, anchor []byte, text string) []byte {
	var n [8]int
	inner := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, string(bytes.TrimSuffix(bytes.TrimPrefix(anchor, []byte("<x:Anchor>")), []byte("</x:Anchor>"))))
	if _, err := fmt.Sscanf(inner, "%d,%d,%d,%d,%d,%d,%d,%d", &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &n[7]); err != nil {
		return anchor
	}
	columns, rows := columnPixels(file, sheet), rowPixels(file, sheet)
	width, height, _ := boxOf(text)
	n[4], n[5] = atLeast(n[0], n[1], n[4], n[5], width-boxOffset, columns)
	n[6], n[7] = atLeast(n[2], n[3], n[6], n[7], height, rows)
	return fmt.Appendf(nil, "<x:Anchor>%d, %d, %d, %d, %d, %d, %d, %d</x:Anchor>", n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7])
}

// atLeast moves the end of a span, a line and an offset in it, so far that the span has a length.
func atLeast(from, fromOffset, to, toOffset, length int, size func(int) int) (int, int) {
	const most = 2000 // lines: hidden ones have no size
	has := toOffset - fromOffset
	for i := from; i < to && i < from+most; i++ {
		has += size(i)
	}
	if has >= length {
		return to, toOffset
	}
	toOffset += length - has
	for i := 0; i < most && toOffset > size(to); i++ {
		toOffset -= size(to)
		to++
	}
	return to, toOffset
}

// columnPixels and rowPixels give the sizes of columns and rows, from 0, as the library measures them.
func columnPixels(file *excelize.File, sheet string) func(int) int {
	return func(i int) int {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return digitPixels
		}
		if shown, err := file.GetColVisible(sheet, name); err == nil && !shown {
			return 0
		}
		width, _ := file.GetColWidth(sheet, name)
		return int(width*digitPixels + 5.5)
	}
}

func rowPixels(file *excelize.File, sheet string) func(int) int {
	return func(i int) int {
		if shown, err := file.GetRowVisible(sheet, i+1); err == nil && !shown {
			return 0
		}
		height, _ := file.GetRowHeight(sheet, i+1)
		return int(height*96/72 + 0.5)
	}
}
