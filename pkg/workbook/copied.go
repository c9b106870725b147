package workbook

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"

	"github.com/xuri/excelize/v2"
)

// copied writes a new workbook from the grid: every sheet with its name, cells,
// merges and comments, the text outside tables above and below them, and the marks.
func (in *MarkInput) copied() ([]byte, error) {
	b, err := newBook(in.Layout, in.Title, in.Office, time.Time{})
	if err != nil {
		return nil, err
	}
	in.Grid = withoutGuide(in.Grid)
	in = in.laidOut()
	places := in.places()
	names := map[string]string{}
	b.used[strings.ToLower(in.Layout.Returned.Name)] = true // not for a sheet of the sender's
	c := copyist{in: in, book: b}
	for _, s := range in.Grid.Sheets {
		if s.Name == in.earlierPage() {
			continue
		}
		if names[s.Name], err = c.sheet(s, places[s.Name]); err != nil {
			return nil, err
		}
	}
	prose := c.prose()
	if len(prose.rows) > 0 {
		if err := b.add(prose); err != nil {
			return nil, err
		}
	}
	delete(b.used, strings.ToLower(in.Layout.Returned.Name))
	link := func(f finding.Finding) string { return in.copyLink(f, names) }
	if err := b.addFirst(in.page(b, link, in.Layout.Returned.Clean)); err != nil {
		return nil, err
	}
	for _, s := range in.Grid.Sheets {
		if name, ok := names[s.Name]; ok && !s.Visible {
			if err := b.file.SetSheetVisible(name, false); err != nil {
				return nil, err
			}
		}
	}
	var buf bytes.Buffer
	err = b.write(&buf)
	return buf.Bytes(), err
}

func (in *MarkInput) copyLink(f finding.Finding, names map[string]string) string {
	name, ok := names[f.Sheet]
	if len(f.Cells) == 0 {
		return ""
	}
	if at := in.proseCell(f); at != "" {
		return "#" + quoted(in.Layout.Returned.Prose) + "!" + at
	}
	if !ok {
		return ""
	}
	at := in.anchor(in.sheet(f.Sheet), f.Cells[0])
	if at == "" {
		return ""
	}
	return "#" + quoted(name) + "!" + at
}

// copyist copies sheets; what does not fit a cell it puts on the sheet of prose.
type copyist struct {
	in   *MarkInput
	book *book
	over []row
}

func (c *copyist) sheet(s *grid.Sheet, marks map[string][]finding.Finding) (string, error) {
	page := sheet{name: s.Name, landscape: true}
	if hidden := hiddenOf(s); shownWidth(copyWidths(s), hidden) > wideTable {
		page.paper = paperSizes["A3"]
	}
	for _, step := range []func(*sheet) error{c.book.create, c.book.setup} {
		if err := step(&page); err != nil {
			return "", err
		}
	}
	for _, step := range []func() error{func() error { return c.columns(page.name, s) }, func() error { return c.comments(page.name, s, marks) }} {
		if err := step(); err != nil {
			return "", err
		}
	}
	left := maxLinks
	for _, at := range s.Cells {
		if at.Link() == "" || left == 0 {
			continue
		}
		left--
		if err := c.book.link(page.name, ref(at.Row, at.Col), strings.ReplaceAll(clean(at.Link()), " ", "%20")); err != nil {
			return "", err
		}
	}
	if _, err := c.book.colour(page.name, s.Merged, gravest(marks)); err != nil {
		return "", err
	}
	return page.name, c.cells(page.name, s, marks)
}

// columns sets the widths of the columns and hides those that the sender hid: before there are
// comments, for the library measures their boxes by the columns that they cover.
func (c *copyist) columns(name string, s *grid.Sheet) error {
	widths, hidden := copyWidths(s), hiddenOf(s).columns
	last := slices.Max(append(slices.Collect(maps.Keys(hidden)), len(widths)))
	for n := last; n > 0; n-- { // the last first: see book.stream
		col, _ := excelize.ColumnNumberToName(n)
		if n <= len(widths) {
			if err := c.book.file.SetColWidth(name, col, col, widths[n-1]); err != nil {
				return err
			}
		}
		if hidden[n] {
			if err := c.book.file.SetColVisible(name, col, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// comments are the sender's own and ours, joined.
func (c *copyist) comments(name string, s *grid.Sheet, marks map[string][]finding.Finding) error {
	texts := map[string]string{}
	for at, list := range marks {
		texts[at] = c.in.commentText(list)
	}
	for _, own := range s.Cells {
		words, _, again := strings.Cut(own.Comment(), c.in.Layout.Returned.Mark)
		at := ref(own.Row, own.Col)
		if again && texts[at] == "" {
			texts[at] = c.in.solved()
		}
		if words = strings.TrimRight(words, "\n"); words != "" {
			texts[at] = strings.TrimRight(clean(words)+"\n"+texts[at], "\n")
		}
	}
	for i, at := range slices.SortedFunc(maps.Keys(texts), finding.CompareCells) {
		if i == maxComments {
			break
		}
		if err := c.book.file.AddComment(name, c.in.newComment(at, texts[at])); err != nil {
			return err
		}
	}
	return nil
}

func (c *copyist) cells(name string, s *grid.Sheet, marks map[string][]finding.Finding) error {
	w, err := c.book.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	widths := copyWidths(s)
	hidden := hiddenOf(s)
	rows := c.rows(name, s, marks)
	for _, line := range slices.Sorted(maps.Keys(rows)) {
		if err := c.line(w, line, rows[line], s.Merged, widths, hidden); err != nil {
			return err
		}
	}
	for _, m := range s.Merged {
		if err := w.MergeCell(ref(m.Row1, m.Col1), ref(m.Row2, m.Col2)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// rows are the cells by row and column: those with content, and empty ones with a mark.
func (c *copyist) rows(name string, s *grid.Sheet, marks map[string][]finding.Finding) map[int]map[int]cell {
	rows := map[int]map[int]cell{}
	put := func(line, col int, at cell) {
		if rows[line] == nil {
			rows[line] = map[int]cell{}
		}
		rows[line][col] = at
	}
	first, last := tableColumns(s)
	single, wide := singles(s), wideMerges(s)
	for _, g := range s.Cells {
		if first[g.Row] == 0 {
			continue
		}
		for col := first[g.Row]; col <= last; col++ {
			put(g.Row, col, cell{style: c.in.Layout.body()})
		}
	}
	for at := range marks {
		col, line, _ := excelize.CellNameToCoordinates(at)
		put(line, col, cell{style: c.in.Layout.body()})
	}
	for _, g := range s.Cells {
		at := c.cell(name, g)
		at.style = c.in.Layout.body()
		if single[g.Row] {
			at.style.box, at.style.onward = false, !wide[[2]int{g.Row, g.Col}] || !c.in.isDocument()
		}
		if at.number != "" {
			at.style = at.style.decimal(at.number, 0)
		}
		put(g.Row, g.Col, at)
	}
	return rows
}

// withoutGuide leaves out what the guide of a blank said of its cells when they were
// sent: in the copy it would stay as it is, whatever is mended.
func withoutGuide(wb *grid.Workbook) *grid.Workbook {
	out := *wb
	out.Sheets = slices.Clone(wb.Sheets)
	for i, s := range wb.Sheets {
		bare := *s
		bare.Cells = slices.DeleteFunc(slices.Clone(s.Cells), form.GuideCells(s))
		out.Sheets[i] = &bare
	}
	return &out
}

// hidden are the rows and columns of which the sender's sheet showed nothing.
type hidden struct{ rows, columns map[int]bool }

// hiddenOf: a column is hidden when none of its cells shows, though others of their
// rows do; a row, when a cell of a column that is not hidden does not show, and none of it does.
func hiddenOf(s *grid.Sheet) hidden {
	out := hidden{map[int]bool{}, map[int]bool{}}
	shown, shownIn := map[int]bool{}, map[int]bool{}
	for _, c := range s.Cells {
		if !c.Hidden {
			shown[c.Row], shownIn[c.Col] = true, true
		}
	}
	for _, c := range s.Cells {
		if c.Hidden && !shownIn[c.Col] && shown[c.Row] {
			out.columns[c.Col] = true
		}
	}
	for _, c := range s.Cells {
		if c.Hidden && !shown[c.Row] && !out.columns[c.Col] {
			out.rows[c.Row] = true
		}
	}
	return out
}

// wideTable is how many characters an A4 page shows at about two thirds of their size.
const wideTable = 180

func shownWidth(widths []float64, hidden hidden) float64 {
	sum := 0.0
	for i, w := range widths {
		if !hidden.columns[i+1] {
			sum += w
		}
	}
	return sum
}

// tableColumns gives for each row of a table its first column, and the last
// column of all, so that empty cells get their border too. Rows with only one or two cells
// (titles, notes, signatures) are no rows of a table.
func tableColumns(s *grid.Sheet) (first map[int]int, last int) {
	first = map[int]int{}
	left := 0
	s.EachRow(func(line int, cells []grid.Cell) bool {
		if len(cells) > 2 {
			first[line] = cells[0].Col
			if left == 0 || cells[0].Col < left {
				left = cells[0].Col
			}
			last = max(last, cells[len(cells)-1].Col)
		}
		return true
	})
	last = min(last, maxBoxed)
	for line := range first {
		first[line] = left
	}
	return first, last
}

// singles are the rows with one cell alone: titles and notes.
func singles(s *grid.Sheet) map[int]bool {
	out := map[int]bool{}
	s.EachRow(func(line int, cells []grid.Cell) bool {
		out[line] = len(cells) == 1
		return true
	})
	return out
}

// wideMerges are the cells, by row and column, that are merged with others to their right.
func wideMerges(s *grid.Sheet) map[[2]int]bool {
	out := map[[2]int]bool{}
	for _, m := range s.Merged {
		if m.Col2 > m.Col1 {
			out[[2]int{m.Row1, m.Col1}] = true
		}
	}
	return out
}

// maxBoxed bounds the columns that get borders for looks alone.
const maxBoxed = 50

// cell is a number only where it reads the same as a number; all else is text as shown.
func (c *copyist) cell(sheet string, g grid.Cell) cell {
	if g.Type == grid.Number && g.Text == g.Raw {
		if n, err := strconv.ParseFloat(g.Raw, 64); err == nil && strconv.FormatFloat(n, 'f', -1, 64) == g.Raw && len(g.Raw) <= 15 {
			return cell{number: g.Raw}
		}
	}
	parts := pieces(clean(g.Text), maxCell)
	for _, more := range parts[1:] {
		label := fill(c.in.Layout.Returned.Further, map[string]string{"cell": sheet + "!" + ref(g.Row, g.Col)})
		c.over = append(c.over, c.proseRow(label, more))
	}
	return cell{text: parts[0]}
}

func (c *copyist) line(w *excelize.StreamWriter, line int, cells map[int]cell, merged []grid.Range, widths []float64, hidden hidden) error {
	values := make([]any, slices.Max(slices.Collect(maps.Keys(cells))))
	height := 16.0
	for _, col := range slices.Sorted(maps.Keys(cells)) {
		at := cells[col]
		id, err := c.book.style(at.style)
		if err != nil {
			return err
		}
		values[col-1] = excelize.Cell{StyleID: id, Value: at.value()}
		if at.style.onward {
			continue
		}
		height = max(height, float64(lineCount(at.text, spanWidth(line, col, merged, widths), at.style.size))*at.style.size*lineFactor+4)
	}
	return w.SetRow(ref(line, 1), values, excelize.RowOpts{Height: min(height, maxHeight), Hidden: hidden.rows[line]})
}

// spanWidth is the width of a cell, or of the merge that begins in it.
func spanWidth(line, col int, merged []grid.Range, widths []float64) float64 {
	last := col
	for _, m := range merged {
		if m.Row1 == line && m.Col1 == col {
			last = m.Col2
		}
	}
	sum := 0.0
	for i := col; i <= min(last, len(widths)); i++ {
		sum += widths[i-1]
	}
	return max(sum, 8)
}

// copyWidths fits columns to their texts, between 8 and 36 characters; a merge
// over several columns, or a title, says nothing about one of them. Columns beyond the first 200 keep the default.
func copyWidths(s *grid.Sheet) []float64 {
	single, wide := singles(s), wideMerges(s)
	widths := make([]float64, min(lastColumn(s), 200))
	for i := range widths {
		widths[i] = 8
	}
	for _, c := range s.Cells {
		if c.Col > len(widths) || wide[[2]int{c.Row, c.Col}] || single[c.Row] {
			continue
		}
		n := 2.0
		for _, r := range pieces(c.Text, 60)[0] {
			n += runeWidth(r)
		}
		widths[c.Col-1] = max(widths[c.Col-1], min(n, 36))
	}
	return widths
}
