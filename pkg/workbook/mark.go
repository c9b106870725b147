package workbook

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
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
	Forms               []*form.Form       // read in the file
	Catalogue           *finding.Catalogue // by which findings are worded; a copy whose cells stand elsewhere words them anew

	told  []finding.Finding // Findings at the places of the sender's file, when the copy has others
	apart []grid.Paragraph  // those that get a sheet of their own in the copy
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
	again := in.earlierPage() != "" || own.coloured()
	marks, others := own.sheetParts(places, again)
	data, renamed, err := paired(own, marks, in.Data)
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
	sheets := own.sheets()
	if err := in.unmark(b, own, sheets); err != nil {
		return nil, err
	}
	for _, name := range file.GetSheetList() {
		b.used[strings.ToLower(name)] = true
	}
	comments := map[string]string{} // their part by sheet
	for name, part := range sheets {
		comments[name] = own.comments(part)
		comments[name] = cmp.Or(renamed[comments[name]], comments[name])
	}
	own.keep(marks, others)
	file.SetZipWriter(own.writer)
	for _, name := range file.GetSheetList() {
		if !again && len(places[name]) == 0 {
			continue
		}
		if err := in.colour(b, name, sheets[name], places[name]); err != nil {
			return nil, err
		}
		if err := in.comment(file, name, comments[name], places[name], again); err != nil {
			return nil, err
		}
	}
	release()
	if err := b.addFirst(in.page(b, in.cellLink, in.Layout.Returned.Intro)); err != nil {
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

// unmark takes away what an earlier return left: the sheet, and our colours. Below them
// the cells have the sender's, or those that a blank gives them.
func (in *MarkInput) unmark(b *book, own kept, sheets map[string]string) error {
	page := in.earlierPage()
	for _, name := range b.file.GetSheetList() {
		if part := sheets[name]; name != page && coloured.Match(own[part]) {
			if err := uncolour(b.file, name, part); err != nil {
				return err
			}
		}
	}
	if page == "" {
		return nil
	}
	return b.file.DeleteSheet(page)
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
