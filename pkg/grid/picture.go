package grid

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// Picture is a sheet drawn with letters, for people: rows and columns in their
// places, long texts cut, marks for what a reader of the numbers would miss.
type Picture struct {
	Width int // letters in a line, a Chinese one counting as two; 0 means 120
	Rows  int // rows that hold something, at most; 0 means 60
}

const (
	widestColumn  = 20
	widestDefault = 120
	mostRows      = 60
	fewColumns    = 30 // up to here empty ones are drawn too
	mostColumns   = 60
)

// sketch is a picture in the making.
type sketch struct {
	sheet  *Sheet
	width  int
	rows   []int
	cols   []int
	hidden map[int]bool // columns
	texts  map[[2]int]string
	used   map[string]bool
	widths map[int]int
	left   int // columns that are not drawn
}

// Draw writes the picture of a sheet and a line that explains its marks.
func (p Picture) Draw(w io.Writer, s *Sheet) error {
	k := &sketch{sheet: s, width: p.Width, hidden: map[int]bool{}, texts: map[[2]int]string{}, used: map[string]bool{}, widths: map[int]int{}}
	if k.width <= 0 {
		k.width = widestDefault
	}
	most := p.Rows
	if most <= 0 {
		most = mostRows
	}
	left := k.collect(most)
	k.merged()
	var b strings.Builder
	for cols := k.cols; len(cols) > 0; {
		n := k.block(&b, cols)
		cols = cols[n:]
	}
	if left > 0 {
		fmt.Fprintf(&b, "  ……后面还有 %d 行，加 --json 看全部\n", left)
	}
	if k.left > 0 {
		fmt.Fprintf(&b, "  ……右边还有 %d 列，加 --json 看全部\n", k.left)
	}
	if legend := k.legend(); legend != "" {
		fmt.Fprintf(&b, "  %s\n", legend)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// collect takes the texts of the first rows, and gives how many rows are left.
func (k *sketch) collect(most int) int {
	left := 0
	cols := map[int]bool{}
	shownCols := map[int]int{}
	k.sheet.EachRow(func(row int, cells []Cell) bool {
		if len(k.rows) == most {
			left++
			return true
		}
		k.rows = append(k.rows, row)
		for i := range cells {
			c := &cells[i]
			cols[c.Col] = true
			if !c.Hidden {
				shownCols[c.Col]++
			}
			k.texts[[2]int{row, c.Col}] = k.mark(c)
		}
		return true
	})
	for col := range cols {
		k.cols = append(k.cols, col)
		k.hidden[col] = shownCols[col] == 0
	}
	slices.Sort(k.cols)
	if len(k.cols) > mostColumns {
		k.left, k.cols = len(k.cols)-mostColumns, k.cols[:mostColumns]
	}
	if n := len(k.cols); n > 0 && k.cols[n-1] <= fewColumns {
		for col := k.cols[n-1]; col > 0; col-- {
			if !cols[col] {
				k.cols = append(k.cols, col)
			}
		}
		slices.Sort(k.cols)
	}
	return left
}

var numberLike = regexp.MustCompile(`^\s*[-+－＋]?[0-9０-９][0-9０-９,，]*([.．][0-9０-９]+)?\s*[%％]?\s*$`)

// LooksNumeric tells that a text cell holds a number: Excel does not calculate with it.
func (c *Cell) LooksNumeric() bool { return c.Type == Text && numberLike.MatchString(c.Text) }

// The marks of a picture, in the order of the legend.
var pictureMarks = []struct{ mark, meaning string }{
	{"=", "公式"}, {"=?", "公式没有存下结果"}, {"'", "文本格式的数字"}, {"( )", "隐藏的行或列"}, {"←", "与左边合并"}, {"↑", "与上边合并"}, {"↗", "有链接"}, {"*", "有批注"}, {"⏎", "换行"},
}

// visible leaves out characters that turn or hide what stands around them.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// oneLine is the text with a mark for each line break.
func (c *Cell) oneLine() string {
	return strings.Join(c.Lines(), "⏎")
}

// Lines is the text line by line, without characters that a terminal obeys or
// that turn or hide what stands around them.
func (c *Cell) Lines() []string {
	return strings.FieldsFunc(visible(c.Text), func(r rune) bool { return r < ' ' })
}

// CutInPicture tells that a picture shows only the beginning of the cell's text.
func (c *Cell) CutInPicture() bool {
	return len(c.Text) > widestColumn && runewidth.StringWidth(c.oneLine()) > widestColumn
}

// mark is the text of a cell in one line with its marks.
func (k *sketch) mark(c *Cell) string {
	text := runewidth.Truncate(c.oneLine(), widestColumn, "…")
	before, after := "", ""
	switch {
	case c.Unstored:
		before = "=?"
	case c.Formula:
		before = "="
	case c.LooksNumeric():
		before = "'"
	}
	if c.Link() != "" {
		after += "↗"
	}
	if c.Comment() != "" {
		after += "*"
	}
	for _, m := range []string{before, after, strings.TrimLeft(after, "↗")} {
		k.used[m] = true
	}
	k.used["↗"] = k.used["↗"] || strings.HasPrefix(after, "↗")
	k.used["⏎"] = k.used["⏎"] || strings.Contains(text, "⏎")
	return before + text + after
}

// merged marks the cells that a merge covers, as far as the picture shows them.
func (k *sketch) merged() {
	for _, row := range k.rows {
		for _, m := range k.sheet.mergesAt(row) {
			first, _ := slices.BinarySearch(k.cols, m.Col1)
			for _, col := range k.cols[first:] {
				if col > m.Col2 || row < m.Row1 || row > m.Row2 {
					break
				}
				k.cover(row, col, m)
			}
		}
	}
}

func (k *sketch) cover(row, col int, m Range) {
	at := [2]int{row, col}
	if _, filled := k.texts[at]; filled {
		return
	}
	mark := "←"
	if col == m.Col1 {
		mark = "↑"
	}
	k.texts[at], k.used[mark] = mark, true
}

// block draws as many columns as fit into the width, and gives how many.
func (k *sketch) block(b *strings.Builder, cols []int) int {
	gutter := len(fmt.Sprint(k.rows[len(k.rows)-1])) + 2
	used, n := gutter, 0
	for _, col := range cols {
		width := k.columnWidth(col)
		if n > 0 && used+1+width > k.width {
			break
		}
		used += 1 + width
		n++
	}
	cols = cols[:n]
	k.line(b, gutter, "", cols, func(col int) string { return k.head(col) })
	hiddenRow := k.hiddenRows()
	for _, row := range k.rows {
		name := fmt.Sprint(row)
		if hiddenRow[row] {
			name = "(" + name + ")"
			k.used["( )"] = true
		}
		k.line(b, gutter, name, cols, func(col int) string { return k.texts[[2]int{row, col}] })
	}
	return n
}

func (k *sketch) head(col int) string {
	name := strings.TrimRight(Ref(1, col), "1")
	if k.hidden[col] {
		k.used["( )"] = true
		return "(" + name + ")"
	}
	return name
}

// hiddenRows are the rows without a visible cell in a visible column.
func (k *sketch) hiddenRows() map[int]bool {
	out := map[int]bool{}
	k.sheet.EachRow(func(row int, cells []Cell) bool {
		hidden := true
		for i := range cells {
			hidden = hidden && cells[i].Hidden && !k.hidden[cells[i].Col]
		}
		out[row] = hidden
		return row < k.rows[len(k.rows)-1]
	})
	return out
}

func (k *sketch) columnWidth(col int) int {
	if width := k.widths[col]; width > 0 {
		return width
	}
	width := runewidth.StringWidth(k.head(col))
	for _, row := range k.rows {
		width = max(width, runewidth.StringWidth(k.texts[[2]int{row, col}]))
	}
	k.widths[col] = width
	return width
}

func (k *sketch) line(b *strings.Builder, gutter int, name string, cols []int, text func(col int) string) {
	line := strings.Repeat(" ", gutter-len(name)) + name
	for _, col := range cols {
		line += " " + runewidth.FillRight(text(col), k.columnWidth(col))
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
}

func (k *sketch) legend() string {
	var parts []string
	for _, m := range pictureMarks {
		if k.used[m.mark] {
			parts = append(parts, m.mark+" "+m.meaning)
		}
	}
	return strings.Join(parts, "　")
}
