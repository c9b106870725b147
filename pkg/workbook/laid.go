package workbook

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"

	"github.com/xuri/excelize/v2"
)

// maxAbove is how many paragraphs stand above a table in the copy: below more rows than
// thirty nobody looks for a header. Of more, those in the middle go to the sheet of prose.
const maxAbove = 20

// spot is a cell of the copy.
type spot struct {
	sheet string
	row   int
}

// laying says where the parts of a document stand in the copy: paragraphs as rows above and
// below their table, and tables so many rows lower.
type laying struct {
	in     *MarkInput
	above  map[int][]grid.Paragraph // by the number of the sheet
	below  map[int][]grid.Paragraph
	apart  []grid.Paragraph
	places map[string]spot // of a paragraph
	down   map[string]int  // rows that the cells of a sheet go down
}

// laidOut gives the input as the copy shows it: text outside the tables in cells, and findings
// at the cells of the copy. Of a file that is no document it is the same.
func (in *MarkInput) laidOut() *MarkInput {
	if !in.isDocument() {
		return in
	}
	l := laying{in: in, above: map[int][]grid.Paragraph{}, below: map[int][]grid.Paragraph{}, places: map[string]spot{}, down: map[string]int{}}
	l.divide()
	out, wb := *in, *in.Grid
	wb.Sheets = make([]*grid.Sheet, len(in.Grid.Sheets))
	for i, s := range in.Grid.Sheets {
		wb.Sheets[i] = l.sheet(i, s)
	}
	out.Grid, out.apart, out.told = &wb, l.apart, in.Findings
	out.Findings = make([]finding.Finding, len(in.Findings))
	for i, f := range in.Findings {
		out.Findings[i] = l.moved(f)
	}
	return &out
}

// divide gives every paragraph its place: below the table that it signs, else above the next
// one that is a form, else with the table that there is.
func (l *laying) divide() {
	sheets := l.in.Grid.Sheets
	for _, p := range l.in.Grid.Paragraphs {
		next := min(max(p.Before, 0), len(sheets))
		switch {
		case p.Text == "":
		case len(sheets) == 0 || utf8.RuneCountInString(p.Text) > maxCell:
			l.apart = append(l.apart, p)
		case next == len(sheets) || next > 0 && (l.in.signs(p, sheets[next-1]) || l.in.isForm(sheets[next-1]) && !l.in.isForm(sheets[next])):
			l.below[next-1] = append(l.below[next-1], p)
		default:
			l.above[next] = append(l.above[next], p)
		}
	}
	for i := range sheets {
		l.above[i] = l.near(l.above[i])
	}
	slices.SortStableFunc(l.apart, func(a, b grid.Paragraph) int { return a.Number - b.Number })
}

// near leaves out the middle of many paragraphs, but for those that findings are about.
func (l *laying) near(list []grid.Paragraph) []grid.Paragraph {
	var out []grid.Paragraph
	for i, p := range list {
		if len(list) > maxAbove && i >= maxAbove/2 && i < len(list)-maxAbove/2 && len(l.in.outside(l.in.paragraphPlace(p))) == 0 {
			l.apart = append(l.apart, p)
			continue
		}
		out = append(out, p)
	}
	return out
}

func (in *MarkInput) isForm(s *grid.Sheet) bool {
	return slices.ContainsFunc(in.Forms, func(f *form.Form) bool { return f.Sheet == s.Name })
}

// signs tells that a form of the table has its signature in the paragraph.
func (in *MarkInput) signs(p grid.Paragraph, s *grid.Sheet) bool {
	place := in.paragraphPlace(p)
	return slices.ContainsFunc(in.Forms, func(f *form.Form) bool {
		g := f.Signature
		return f.Sheet == s.Name && slices.ContainsFunc([]form.Text{g.Unit, g.Filler, g.Phone, g.Reviewer, g.Filled}, func(t form.Text) bool { return t.Cell == place })
	})
}

// sheet is a table with its paragraphs.
func (l *laying) sheet(i int, s *grid.Sheet) *grid.Sheet {
	out := &grid.Sheet{Name: s.Name, Visible: s.Visible}
	down, last := len(l.above[i]), 0
	l.down[s.Name] = down
	wide := 0.0
	for _, w := range copyWidths(s) {
		wide += w
	}
	put := func(p grid.Paragraph, line int) {
		l.places[l.in.paragraphPlace(p)] = spot{s.Name, line}
		out.Cells = append(out.Cells, grid.Cell{Row: line, Col: 1, Text: p.Text, Raw: p.Text})
		if columns := lastColumn(s); columns > 1 && (textWidth(p.Text) > wide || strings.Contains(p.Text, "\n")) {
			out.Merged = append(out.Merged, grid.Range{Row1: line, Col1: 1, Row2: line, Col2: columns})
		}
	}
	for n, p := range l.above[i] {
		put(p, n+1)
	}
	for _, c := range s.Cells {
		c.Row += down
		last = max(last, c.Row)
		out.Cells = append(out.Cells, c)
	}
	for _, m := range s.Merged {
		m.Row1, m.Row2 = m.Row1+down, m.Row2+down
		last = max(last, m.Row2)
		out.Merged = append(out.Merged, m)
	}
	for n, p := range l.below[i] {
		put(p, last+2+n)
	}
	return out
}

// cellNamed is a cell in brackets behind what it holds: “填报单位”处（D4）.
var cellNamed = regexp.MustCompile(`（([A-Z]+\d+)）$`)

// moved is a finding as the copy shows it: its cells, and those that its words name.
func (l *laying) moved(f finding.Finding) finding.Finding {
	out := f
	out.Args, out.Cells = maps.Clone(f.Args), make([]string, len(f.Cells))
	for i, at := range f.Cells {
		sheet, cell := l.cell(f, at)
		if out.Cells[i] = cell; i == 0 {
			out.Sheet = sheet
		}
		if sheet != "" && l.in.outsideTable(f, at) && cell != at {
			delete(out.Args, "where")
		}
	}
	if len(out.Cells) > 0 {
		out.Cell = out.Cells[0]
	}
	inside := f
	inside.Args = nil // what the words name is told from a paragraph by its column
	if others := f.Args["other_cells"]; others != "" && (f.Args["other_file"] == "" || f.Args["other_file"] == f.File) {
		list := strings.Split(others, "、")
		for i := range list {
			_, list[i] = l.cell(inside, list[i])
		}
		out.Args["other_cells"] = strings.Join(list, "、")
	}
	if how := cellNamed.FindStringSubmatch(f.Args["how"]); how != nil {
		_, at := l.cell(inside, how[1])
		out.Args["how"] = strings.Replace(f.Args["how"], how[0], "（"+at+"）", 1)
	}
	return l.said(f, out)
}

// said puts the places of the copy into the words of a finding.
func (l *laying) said(f, moved finding.Finding) finding.Finding {
	if l.in.Catalogue != nil {
		if was, ok := l.in.Catalogue.Complete(f); ok && was.Message == f.Message && was.Hint == f.Hint {
			now, _ := l.in.Catalogue.Complete(moved)
			moved.Message, moved.Hint = now.Message, now.Hint
			return moved
		}
	}
	if rest, ok := strings.CutPrefix(f.Message, f.PlaceText()); ok {
		moved.Message = moved.PlaceText() + rest
	}
	return moved
}

// cell gives the place in the copy of a place in the document. A paragraph on the sheet of
// prose keeps its own.
func (l *laying) cell(f finding.Finding, at string) (sheet, cell string) {
	if l.in.outsideTable(f, at) {
		if s, ok := l.places[at]; ok {
			return s.sheet, ref(s.row, 1)
		}
		return f.Sheet, at
	}
	col, line, err := excelize.CellNameToCoordinates(at)
	if err != nil {
		return f.Sheet, at
	}
	return f.Sheet, ref(line+l.down[f.Sheet], col)
}
