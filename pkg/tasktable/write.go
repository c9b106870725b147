package tasktable

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/value"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"
)

// Write writes the table as a clean workbook for print: A4 across, headings
// merged, tasks with several items merged downwards. The header words are the
// first ones of the spec. Reading it gives the same tree, but for the sources
// and the IDs of tasks without a number.
func Write(w io.Writer, t *Table, spec *Spec) error {
	f := excelize.NewFile()
	defer f.Close()
	p := &writer{file: f, sheet: "任务分解表", columns: writeColumns(t, spec), name: 1}
	if ambiguous(t) && len(spec.Columns[colChapter]) > 0 && len(spec.Columns[colSection]) > 0 {
		p.columns = append(levelColumns(spec), p.columns...)
		p.name += len(levelColumns(spec))
	}
	p.do(f.SetSheetName("Sheet1", p.sheet))
	p.page(t)
	p.titleRow(t)
	p.headerRow()
	for _, c := range t.Chapters {
		p.chapter(c)
	}
	p.finish()
	if p.err != nil {
		return fmt.Errorf("write task table: %w", p.err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write task table: %w", err)
	}
	return nil
}

// ambiguous tells whether rows of headings would not show which are chapters and
// which sections: those without a number need columns of their own.
func ambiguous(t *Table) bool {
	numbered := slices.ContainsFunc(t.Chapters, func(c Chapter) bool { return c.Number != "" })
	for _, c := range t.Chapters {
		if numbered && c.Number == "" && c.Title != "" {
			return true
		}
		for _, s := range c.Sections {
			if s.Title != "" && (s.Number == "" || c.Number == "" && c.Title != "") {
				return true
			}
		}
	}
	return false
}

func levelColumns(spec *Spec) []column {
	return []column{{header: spec.Columns[colChapter][0], width: 16}, {header: spec.Columns[colSection][0], width: 16}}
}

// chapter writes a chapter: its headings as rows, or down the first columns.
func (p *writer) chapter(c Chapter) {
	title, first := joined(c.Number, "、", c.Title), p.row+1
	if p.name == 1 {
		p.heading(title, p.style(chapterFont))
	}
	for _, s := range c.Sections {
		title, first := joined(s.Number, "", s.Title), p.row+1
		if p.name == 1 {
			p.heading(title, p.style(sectionFont))
		}
		for _, k := range s.Tasks {
			p.task(k)
		}
		if p.name > 1 {
			p.down(2, first, title)
		}
	}
	if p.name > 1 {
		p.down(1, first, title)
	}
}

// down writes a heading over the rows from first to the last written.
func (p *writer) down(col, first int, text string) {
	if p.row < first {
		return
	}
	style := p.style(centreFont)
	p.do(p.file.SetCellStyle(p.sheet, ref(first, col), ref(p.row, col), style))
	if text != "" {
		p.do(p.file.SetCellStr(p.sheet, ref(first, col), text))
	}
	if p.row > first {
		p.do(p.file.MergeCell(p.sheet, ref(first, col), ref(p.row, col)))
	}
}

// column is one column of the workbook.
type column struct {
	header string
	width  float64 // in characters of the standard font; a Chinese one takes two
	text   func(Item) string
	centre bool
}

// writeColumns: task, the roles that the table has, requirement, the rest.
func writeColumns(t *Table, spec *Spec) []column {
	word := func(meaning string) string { return spec.Columns[meaning][0] }
	columns := []column{{header: word(colTask), width: 22}}
	has := map[string]bool{colResponsible: true}
	requirement := false
	var extra []string
	due := "" // the first column of times: tables may call it differently
	for _, r := range t.Rows() {
		has[colLead] = has[colLead] || len(r.Item.Lead) > 0 && spec.cleaned(r.Item) || r.Item.Written[colLead] != ""
		has[colCooperating] = has[colCooperating] || len(r.Item.Cooperating) > 0 && spec.cleaned(r.Item) || r.Item.Written[colCooperating] != ""
		requirement = requirement || r.Item.Requirement != ""
		for _, k := range keys(r.Item.Extra) {
			if due == "" && spec.tellsWhen(k) {
				due = k
			}
			if !slices.Contains(extra, k) && !spec.sameColumn(t, k, due) {
				extra = append(extra, k)
			}
		}
	}
	for _, role := range []string{colLead, colResponsible, colCooperating} {
		if has[role] && len(spec.Columns[role]) > 0 {
			columns = append(columns, column{header: word(role), width: 24, text: func(it Item) string { return spec.unitText(it, role) }})
		}
	}
	if requirement && len(spec.Columns[colRequirement]) > 0 {
		columns = append(columns, column{header: word(colRequirement), width: 72, text: func(it Item) string { return it.Requirement }})
	}
	slices.Sort(extra)
	for _, k := range extra {
		columns = append(columns, column{header: k, width: 14, text: func(it Item) string {
			if k == due {
				return spec.timesOf(it, due)
			}
			return it.Extra[k]
		}, centre: true})
	}
	return columns
}

// timesOf is what the columns of times say of an item, whatever they are called.
func (s *Spec) timesOf(it Item, due string) string {
	if text := it.Extra[due]; text != "" {
		return text
	}
	for _, k := range keys(it.Extra) {
		if s.tellsWhen(k) && it.Extra[k] != "" {
			return it.Extra[k]
		}
	}
	return ""
}

func (s *Spec) tellsWhen(header string) bool {
	m, _, _ := s.meaningOf(header)
	return m == colDeadline
}

// sameColumn tells whether a column of times is the one called due under another name: no
// item has both.
func (s *Spec) sameColumn(t *Table, header, due string) bool {
	return header != due && due != "" && s.tellsWhen(header) &&
		!slices.ContainsFunc(t.Rows(), func(r Row) bool { return r.Item.Extra[header] != "" && r.Item.Extra[due] != "" })
}

// cleaned: the cells do not say all that the lists do, for the lead comes from the first
// place in a list, persons stand beside the units, or a cell only says 同上. Then they
// cannot be written as they stand.
func (s *Spec) cleaned(it Item) bool {
	n := newNames(s, nil)
	var said unitLists
	for _, role := range []string{colLead, colResponsible, colCooperating} {
		if slices.Contains(s.Units.Same, value.Fold(it.Written[role])) {
			return true
		}
		if !slices.Contains(s.Units.None, value.Fold(it.Written[role])) {
			n.read(it.Written[role], role, &said)
		}
	}
	return !slices.Equal(said.lead, it.Lead) || !slices.Equal(said.responsible, it.Responsible) || !slices.Equal(said.cooperating, it.Cooperating)
}

// unitText is the cell as it stands, where it says all that the list says.
func (s *Spec) unitText(it Item, role string) string {
	if !s.cleaned(it) {
		return it.Written[role]
	}
	units := map[string][]string{colLead: it.Lead, colResponsible: it.Responsible, colCooperating: it.Cooperating}[role]
	return strings.Join(units, "、")
}

// writer keeps the row it is at and the first error.
type writer struct {
	file    *excelize.File
	sheet   string
	columns []column
	name    int // the column of the tasks' names
	row     int
	styles  map[font]int
	err     error
}

// font is what the styles differ in.
type font struct {
	family string
	size   float64
	align  string
	border bool
}

var (
	titleFont   = font{"黑体", 18, "center", false}
	yearFont    = font{"楷体", 12, "center", false}
	headFont    = font{"黑体", 11, "center", true}
	chapterFont = font{"黑体", 11, "left", true}
	sectionFont = font{"楷体", 11, "left", true}
	textFont    = font{"仿宋", 10.5, "left", true}
	centreFont  = font{"仿宋", 10.5, "center", true}
)

const lineHeight = 15.5 // points, for text of 10.5 points

func (p *writer) do(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *writer) style(s font) int {
	if id, ok := p.styles[s]; ok {
		return id
	}
	style := &excelize.Style{Font: &excelize.Font{Family: s.family, Size: s.size},
		Alignment: &excelize.Alignment{Horizontal: s.align, Vertical: "center", WrapText: true}}
	if s.border {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	id, err := p.file.NewStyle(style)
	p.do(err)
	if p.styles == nil {
		p.styles = map[font]int{}
	}
	p.styles[s] = id
	return id
}

// page sets A4 across, one page wide, with page numbers.
func (p *writer) page(t *Table) {
	a4, across, wide, high := 9, "landscape", 1, 0
	p.do(p.file.SetSheetProps(p.sheet, &excelize.SheetPropsOptions{FitToPage: ptr(true)}))
	p.do(p.file.SetPageLayout(p.sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &across, FitToWidth: &wide, FitToHeight: &high}))
	p.do(p.file.SetPageMargins(p.sheet, &excelize.PageLayoutMarginsOptions{Left: ptr(0.6), Right: ptr(0.6), Top: ptr(0.7), Bottom: ptr(0.7),
		Header: ptr(0.3), Footer: ptr(0.3), Horizontally: ptr(true)}))
	p.do(p.file.SetHeaderFooter(p.sheet, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}))
	p.do(p.file.SetDocProps(&excelize.DocProperties{Title: t.Title, Created: "2006-01-02T15:04:05Z", Modified: "2006-01-02T15:04:05Z"}))
	for i, c := range p.columns {
		name, _ := excelize.ColumnNumberToName(i + 1)
		p.do(p.file.SetColWidth(p.sheet, name, name, c.width))
	}
}

func ptr[T any](v T) *T { return &v }

func (p *writer) set(col int, text string, style int) {
	cell := ref(p.row, col)
	p.do(p.file.SetCellStyle(p.sheet, cell, cell, style))
	if text != "" {
		p.do(p.file.SetCellStr(p.sheet, cell, text))
	}
}

func (p *writer) whole(text string, style int, height float64) {
	p.row++
	for col := range p.columns {
		p.set(col+1, "", style)
	}
	p.set(1, text, style)
	p.do(p.file.MergeCell(p.sheet, ref(p.row, 1), ref(p.row, len(p.columns))))
	p.do(p.file.SetRowHeight(p.sheet, p.row, height))
}

// titleRow writes the title, and the year below one that does not name it.
func (p *writer) titleRow(t *Table) {
	p.whole(t.Title, p.style(titleFont), 36)
	if t.Year != 0 && t.Year != yearIn(t.Title) {
		p.whole(fmt.Sprintf("（%d年）", t.Year), p.style(yearFont), 18)
	}
}

func (p *writer) heading(text string, style int) {
	if text != "" {
		p.whole(text, style, 22)
	}
}

func (p *writer) headerRow() {
	p.row++
	for i, c := range p.columns {
		p.set(i+1, c.header, p.style(headFont))
	}
	p.do(p.file.SetRowHeight(p.sheet, p.row, 24))
	row := strconv.Itoa(p.row)
	p.do(p.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + p.sheet + "'!$" + row + ":$" + row, Scope: p.sheet}))
	p.do(p.file.SetPanes(p.sheet, &excelize.Panes{Freeze: true, YSplit: p.row, TopLeftCell: ref(p.row+1, 1), ActivePane: "bottomLeft"}))
}

// task writes the items of a task; its name is merged down over them.
func (p *writer) task(k Task) {
	name := k.Title
	if k.Number > 0 {
		name = cmp.Or(written(k), strconv.Itoa(k.Number)) + "．" + k.Title
	}
	first := p.row + 1
	need := p.lines(name, p.columns[p.name-1].width) / float64(max(len(k.Items), 1))
	for i, it := range k.Items {
		p.row++
		lines := math.Ceil(need)
		p.set(p.name, "", p.style(textFont))
		if i == 0 {
			p.set(p.name, name, p.style(textFont))
		}
		for c, column := range p.columns[p.name:] {
			look := textFont
			if column.centre {
				look = centreFont
			}
			p.set(p.name+c+1, column.text(it), p.style(look))
			lines = max(lines, p.lines(column.text(it), column.width))
		}
		const highest = 409 // points, the limit of the format
		p.do(p.file.SetRowHeight(p.sheet, p.row, min(lines*lineHeight+6, highest)))
	}
	if p.row > first {
		p.do(p.file.MergeCell(p.sheet, ref(first, p.name), ref(p.row, p.name)))
	}
}

// written is the number of several levels of a task, "" when it has a plain one.
func written(k Task) string {
	if len(k.Items) == 0 {
		return ""
	}
	id := k.Items[0].ID
	if len(k.Items) > 1 {
		id = group(id)
	}
	if !strings.Contains(id, ".") || strings.Trim(id, "0123456789.") != "" {
		return ""
	}
	return id
}

// lines estimates how many lines a text takes in a column. Text is a little
// larger than the standard font, and a line never breaks before a comma.
func (p *writer) lines(text string, width float64) float64 {
	n := 0.0
	for _, line := range strings.Split(text, "\n") {
		room := math.Floor(width*0.96/2) * 2
		n += max(1, math.Ceil(float64(runewidth.StringWidth(line))*1.03/room))
	}
	return n
}

func (p *writer) finish() {
	last := ref(p.row, len(p.columns))
	p.do(p.file.SetSheetDimension(p.sheet, "A1:"+last))
	p.do(p.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "'" + p.sheet + "'!$A$1:" + absolute(p.row, len(p.columns)), Scope: p.sheet}))
}

func absolute(row, col int) string {
	name, _ := excelize.ColumnNumberToName(col)
	return "$" + name + "$" + strconv.Itoa(row)
}
