package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/grid"

	"github.com/xuri/excelize/v2"
)

// MarkInput is a file that goes back to its sender. Findings are complete and of
// this file, Corrections of this file too; private numbers in their messages are masked already.
type MarkInput struct {
	Layout              *Layout
	File                string // path in the inbox, as shown
	Data                []byte // the sender's bytes; they are not changed
	Grid                *grid.Workbook
	Findings            []finding.Finding
	Corrections         []check.Correction // against the versions that came before; none of a first one
	Office, Title, Unit string
	Due                 string // ISO: when the unit has to send it again; "" for no day
	Sample              bool
}

// Mark writes the copy of a sender's workbook that goes back: cells with findings
// filled by severity and with a comment, and a first sheet (退回意见) that lists all
// problems with links. Every value, style, lock and earlier comment of the sender stays; marks of
// an earlier return are taken away. A file that cannot be marked as it is (another
// format, damaged, very large) is written anew from the grid.
func Mark(w io.Writer, in MarkInput) error {
	if in.Layout == nil {
		return errNoLayout
	}
	if in.Grid == nil {
		in.Grid = &grid.Workbook{}
	}
	out, err := in.original()
	if err != nil {
		if out, err = in.copied(); err != nil {
			return fmt.Errorf("marking %q: %w", in.File, err)
		}
	}
	_, err = w.Write(out)
	return err
}

// Extension is that of a workbook that Mark has written. What holds macros, or is a
// template, programs do not open under the name of a plain workbook.
func Extension(data []byte) string {
	parts, err := partsOf(data)
	for kind, extension := range mainTypes {
		if err == nil && bytes.Contains(parts[contentTypes], []byte(kind+"+xml")) {
			return extension
		}
	}
	return ".xlsx"
}

// mainTypes are the content types of the list of sheets (ECMA-376 Part 1 §15.2, and
// Microsoft's for macros) other than that of a plain workbook. No two are in one package.
var mainTypes = map[string]string{"sheet.macroEnabled.main": ".xlsm", "template.macroEnabled.main": ".xltm", "spreadsheetml.template.main": ".xltx"}

var (
	errNoLayout    = errors.New("workbook: no layout given")
	errNotMarkable = errors.New("not a workbook that can be marked as it is")
)

// packages are the formats whose package the library marks: a workbook, and one
// with macros, of which the macros are parts that go back as they came.
var packages = []string{"xlsx", "xlsm"}

// original marks the sender's own workbook. It fails rather than give back
// anything that reads differently from what was sent.
func (in *MarkInput) original() (out []byte, err error) {
	if in.Grid.Err != nil || !slices.Contains(packages, in.Grid.Format) || costly(in.Data) {
		return nil, errNotMarkable
	}
	defer func() {
		if r := recover(); r != nil { // excelize panics on some public files when comments are saved
			out, err = nil, fmt.Errorf("excelize: %v", r)
		}
	}()
	places := in.places()
	own, err := partsOf(in.Data)
	if err != nil {
		return nil, err
	}
	marks, others := own.sheetParts(places, in.earlierPage() != "")
	data, err := paired(own, marks, in.Data)
	if err != nil {
		return nil, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxInflated, UnzipXMLSizeLimit: maxInflated})
	if err != nil {
		return nil, err
	}
	b := &book{file: file, layout: in.Layout, styles: map[style]int{}, used: map[string]bool{}}
	numberShapes(file)
	release := reserve(file, own)
	again, err := in.unmark(b)
	if err != nil {
		return nil, err
	}
	for _, name := range file.GetSheetList() {
		b.used[strings.ToLower(name)] = true
	}
	own.keep(marks, others)
	file.SetZipWriter(own.writer)
	for _, name := range file.GetSheetList() {
		if !again && len(places[name]) == 0 {
			continue
		}
		if err := in.paint(file, name, places[name]); err != nil {
			return nil, err
		}
		if err := in.comment(file, name, places[name], again); err != nil {
			return nil, err
		}
	}
	release()
	if err := b.addFirst(in.page(b, in.cellLink, "")); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if err := b.write(&buf); err != nil {
		return nil, err
	}
	return buf.Bytes(), in.verify(buf.Bytes(), places)
}

// places gives, by sheet and cell, the findings about that cell, grave ones first.
func (in *MarkInput) places() map[string]map[string][]finding.Finding {
	out := map[string]map[string][]finding.Finding{}
	for _, f := range graver(in.Findings) {
		sheet := in.sheet(f.Sheet)
		if sheet == nil {
			continue
		}
		for _, c := range f.Cells {
			if c = in.anchor(sheet, c); c == "" {
				continue
			}
			if out[f.Sheet] == nil {
				out[f.Sheet] = map[string][]finding.Finding{}
			}
			out[f.Sheet][c] = append(out[f.Sheet][c], f)
		}
	}
	return out
}

func (in *MarkInput) sheet(name string) *grid.Sheet {
	i := slices.IndexFunc(in.Grid.Sheets, func(s *grid.Sheet) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return in.Grid.Sheets[i]
}

// documents are formats in which P12 is a paragraph and L15 a line.
var documents = []string{"docx", "doc", "odt", "html", "mht", "txt"}

// anchor is the cell that shows the mark: the top left of a merge. It is "" for
// a place that is no cell.
func (in *MarkInput) anchor(s *grid.Sheet, name string) string {
	if in.isDocument() {
		for line, p := range in.below(s) {
			if in.paragraphPlace(p) == name {
				return ref(line, 1)
			}
		}
	}
	col, line, err := excelize.CellNameToCoordinates(name)
	if err != nil || in.isDocument() && (name[0] == 'P' || name[0] == 'L') && col > lastColumn(s) {
		return ""
	}
	for _, m := range s.Merged {
		if line >= m.Row1 && line <= m.Row2 && col >= m.Col1 && col <= m.Col2 {
			return ref(m.Row1, m.Col1)
		}
	}
	return ref(line, col)
}

func lastColumn(s *grid.Sheet) int {
	last := 0
	for _, c := range s.Cells {
		last = max(last, c.Col)
	}
	return last
}

// paint fills the marked cells. Only the fill of a cell's style changes.
func (in *MarkInput) paint(file *excelize.File, sheet string, cells map[string][]finding.Finding) error {
	marked := map[[2]int]int{}
	guided, err := hasGuide(file, sheet)
	if err != nil {
		return err
	}
	for _, at := range slices.SortedFunc(maps.Keys(cells), finding.CompareCells) {
		if guided {
			if err := file.UnsetConditionalFormat(sheet, at); err != nil {
				return err
			}
		}
		own, err := file.GetCellStyle(sheet, at)
		if err != nil {
			return err
		}
		pattern, err := file.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{in.colour(cells[at])}}})
		if err != nil {
			return err
		}
		k := [2]int{own, pattern}
		if marked[k] == 0 {
			marked[k] = withFill(file, own, pattern)
		}
		if err := file.SetCellStyle(sheet, at, at, marked[k]); err != nil {
			return err
		}
	}
	return nil
}

// hasGuide knows a blank of ours, which colours its cells by itself: a colour of its
// own would hide the mark. Its formulas name their row themselves, so that they hold
// when the first cell of a range is taken out; a sender's may not.
func hasGuide(file *excelize.File, sheet string) (bool, error) {
	ranges, err := file.GetConditionalFormats(sheet)
	if err != nil {
		return false, err
	}
	for _, rules := range ranges {
		if guides(rules) {
			return true, nil
		}
	}
	return false, nil
}

func guides(rules []excelize.ConditionalFormatOptions) bool {
	return slices.ContainsFunc(rules, func(r excelize.ConditionalFormatOptions) bool {
		return strings.HasPrefix(r.Criteria, "INDEX($") && strings.Contains(r.Criteria, ",ROW())=")
	})
}

// withFill makes a copy of a cell format that differs in its fill alone; number
// format, font, border and lock stay the very same records. A solid fill shows its
// first colour only: the sender's own goes into the second, so that unmark can give it back.
func withFill(file *excelize.File, own, pattern int) int {
	formats, fills := file.Styles.CellXfs, file.Styles.Fills
	format := formats.Xf[own]
	yes, id := true, formats.Xf[pattern].FillID
	if before := format.FillID; before != nil && *before < len(fills.Fill) {
		if p := fills.Fill[*before].PatternFill; p != nil && p.PatternType == "solid" && p.FgColor != nil {
			fill := *fills.Fill[*id]
			mark := *fill.PatternFill
			mark.BgColor, fill.PatternFill = p.FgColor, &mark
			at := len(fills.Fill)
			fills.Fill, fills.Count, id = append(fills.Fill, &fill), at+1, &at
		}
	}
	format.FillID, format.ApplyFill = id, &yes
	formats.Xf = append(formats.Xf, format)
	formats.Count = len(formats.Xf)
	return len(formats.Xf) - 1
}

func (in *MarkInput) colour(list []finding.Finding) string {
	return in.Layout.Colours[string(list[0].Severity)]
}

// unmark takes away what an earlier return left: the sheet, and our fills, for which
// the sender's own come back. It tells whether the workbook has been returned before.
func (in *MarkInput) unmark(b *book) (bool, error) {
	name := in.earlierPage()
	if name == "" {
		return false, nil
	}
	for _, s := range in.Grid.Sheets {
		if s.Name != name {
			if err := in.guideAgain(b.file, s); err != nil {
				return false, err
			}
		}
	}
	for i, f := range b.file.Styles.Fills.Fill {
		if f.PatternFill != nil && f.PatternFill.FgColor != nil && in.ourColour(f.PatternFill.FgColor.RGB) {
			none := *f
			pattern := *f.PatternFill
			if own := pattern.BgColor; own != nil && (own.RGB != "" || own.Theme != nil) {
				pattern.FgColor = own
			} else {
				pattern.PatternType, pattern.FgColor = "none", nil
			}
			pattern.BgColor = nil
			none.PatternFill = &pattern
			b.file.Styles.Fills.Fill[i] = &none
		}
	}
	return true, b.file.DeleteSheet(name)
}

// guideAgain lets cells that an earlier return marked be coloured by the blank
// again, by the rules of their column: paint had taken them out.
func (in *MarkInput) guideAgain(file *excelize.File, s *grid.Sheet) error {
	if guided, err := hasGuide(file, s.Name); err != nil || !guided {
		return err
	}
	ranges, err := file.GetConditionalFormats(s.Name)
	if err != nil {
		return err
	}
	for _, c := range in.markedBefore(file, s) {
		for _, area := range slices.Sorted(maps.Keys(ranges)) {
			if !guides(ranges[area]) || !hasColumn(area, c.Col) || hasCell(area, c.Row, c.Col) {
				continue
			}
			if err := file.SetConditionalFormat(s.Name, ref(c.Row, c.Col), ranges[area]); err != nil {
				return err
			}
		}
	}
	return nil
}

// markedBefore lists the cells, empty ones too, that have a comment of ours.
func (in *MarkInput) markedBefore(file *excelize.File, s *grid.Sheet) []grid.Cell {
	list, err := file.GetComments(s.Name)
	if err != nil {
		return nil
	}
	var out []grid.Cell
	for _, c := range list {
		col, row, err := excelize.CellNameToCoordinates(c.Cell)
		if err == nil && strings.Contains(commentString(c), in.Layout.Returned.Mark) {
			out = append(out, grid.Cell{Row: row, Col: col})
		}
	}
	return out
}

// areas are the rectangles of a list of ranges: F5 F7:F9.
func areas(list string) []grid.Range {
	var out []grid.Range
	for _, one := range strings.Fields(list) {
		from, to, found := strings.Cut(one, ":")
		if !found {
			to = from
		}
		col1, row1, err := excelize.CellNameToCoordinates(from)
		col2, row2, other := excelize.CellNameToCoordinates(to)
		if err == nil && other == nil {
			out = append(out, grid.Range{Row1: row1, Col1: col1, Row2: row2, Col2: col2})
		}
	}
	return out
}

func hasColumn(list string, col int) bool {
	return slices.ContainsFunc(areas(list), func(r grid.Range) bool { return col >= r.Col1 && col <= r.Col2 })
}

func hasCell(list string, row, col int) bool {
	return slices.ContainsFunc(areas(list), func(r grid.Range) bool { return r.Contains(row, col) })
}

func (in *MarkInput) ourColour(rgb string) bool {
	return slices.ContainsFunc(severities, func(s finding.Severity) bool {
		return rgb != "" && strings.HasSuffix(strings.ToUpper(rgb), strings.ToUpper(in.Layout.Colours[string(s)]))
	})
}

// earlierPage is the name of the sheet that an earlier return added, or "".
func (in *MarkInput) earlierPage() string {
	s := in.sheet(in.Layout.Returned.Name)
	if s == nil || len(in.Grid.Sheets) == 1 || !in.Layout.IsReturned(s) {
		return ""
	}
	return s.Name
}

// IsReturned tells the sheet 退回意见 that Mark adds, by its name and heading.
func (l *Layout) IsReturned(s *grid.Sheet) bool {
	return s.Name == l.Returned.Name && len(s.Cells) > 0 && strings.HasSuffix(s.Cells[0].Text, fill(l.Returned.Title, map[string]string{"title": ""}))
}
