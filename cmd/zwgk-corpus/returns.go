package main

import (
	"bytes"
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/tasktable"
)

// reply is a sheet that a unit sends back, before it has a shape. Faults are
// planted in it by item and field; the shape knows their cells.
type reply struct {
	unit    string // as the roster has it
	written string // as the sheet has it
	title   string
	items   []string
	answers map[string]answer
	ids     map[string]string // how the sheet writes an item
	extra   []map[string]string
	filled  string // 填报日期
	filler  string
	phone   string
	planted []planted
}

type planted struct{ code, item, field string }

// Places in a sheet that are no cells of rows.
const (
	atUnit, atTitle, atHeader, atFiller, atFilled, atFile = "unit", "title", "header", "filler", "filled", "file"
)

// reply makes a faultless return of a unit's required items.
func (d *demo) reply(unit, filled string) *reply {
	filler, phone, _ := people(unit)
	r := &reply{unit: unit, written: unit, title: d.tableTitle(), answers: map[string]answer{}, ids: map[string]string{}, filled: filled,
		filler: filler, phone: phone}
	for _, a := range d.p.Plan.Of(unit) {
		if a.Duty == duty.Cooperating {
			continue
		}
		row, _ := d.p.Table.Find(a.Item)
		r.items = append(r.items, a.Item)
		r.answers[a.Item] = d.invent(unit, row)
	}
	return r
}

// tableTitle is what units write above tables of their own.
func (d *demo) tableTitle() string {
	return fmt.Sprintf("%s%d年%s政务公开工作进展情况表", d.p.Settings.County, d.p.Settings.Year, d.p.Round.Name)
}

// invent makes up a unit's answer in the round.
func (d *demo) invent(unit string, row tasktable.Row) answer {
	if d.before == nil {
		return firstAnswer(unit, row)
	}
	was, _ := d.before[[2]string{unit, row.Item.ID}]
	return laterAnswer(unit, row, was)
}

// prefilled is what the office filled into a field of the blank: what the unit wrote before.
func (d *demo) prefilled(unit, item, field string) string {
	return d.before[[2]string{unit, item}].Written[field]
}

// set writes a field of an item and plants the fault that follows from it; an
// empty code plants none.
func (r *reply) set(code, item, field, text string) *reply {
	r.answers[item][field] = text
	if code != "" {
		r.planted = append(r.planted, planted{code, item, field})
	}
	return r
}

// put replaces a whole answer.
func (r *reply) put(item string, a answer) *reply {
	for field, text := range a {
		r.answers[item][field] = text
	}
	return r
}

func (r *reply) plant(code, item, field string) *reply {
	r.planted = append(r.planted, planted{code, item, field})
	return r
}

// item gives the nth item of the reply, from 0.
func (r *reply) item(n int) string { return r.items[n] }

func (r *reply) ongoing() answer {
	return answer{form.FieldStatus: "正在推进", form.FieldProgress: "60%", form.FieldDate: "", form.FieldLinks: "", form.FieldEvidence: ""}
}

func (r *reply) done() answer {
	return answer{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-06-20", form.FieldLinks: link(r.unit, r.items[0], "2019-06-20"), form.FieldEvidence: "印发的工作方案"}
}

// filledBlank writes the reply into the blank that the office sent out.
func (d *demo) filledBlank(path string, r *reply, viaLibreOffice bool) error {
	blank, err := d.blank(r.unit)
	if err != nil {
		return err
	}
	f, err := excelize.OpenReader(bytes.NewReader(blank))
	if err != nil {
		return err
	}
	s := blankSheet{f, f.GetSheetName(0), map[string]int{}, map[string]int{}}
	s.find(d.p.Spec)
	cells := map[planted]string{}
	for _, item := range r.items {
		for _, field := range slices.Sorted(maps.Keys(r.answers[item])) {
			if text := r.answers[item][field]; text != d.prefilled(r.unit, item, field) {
				s.write(s.cell(item, field), field, text)
			}
		}
	}
	for _, p := range r.planted {
		cells[p] = s.place(p)
	}
	s.sign(r)
	if r.title != "" && slices.ContainsFunc(r.planted, func(p planted) bool { return p.field == atTitle }) {
		f.SetCellStr(s.sheet, "A1", r.title)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return err
	}
	data, err := rewriteZip(out.Bytes(), uncalculated)
	if err != nil {
		return err
	}
	if viaLibreOffice {
		if data, err = libreOffice(data, "a.xlsx", "xlsx", "xlsx:Calc MS Excel 2007 XML"); err != nil {
			return err
		}
	}
	d.record(path, r, cells)
	return d.send(path, data)
}

var formulaResult = regexp.MustCompile(`</f><v>[^<]*</v>`)

// uncalculated drops the results of formulas: those of the empty blank are wrong
// for the one filled in, and every program calculates what has none.
func uncalculated(_ string, content []byte) []byte {
	return formulaResult.ReplaceAll(content, []byte("</f>"))
}

// blankSheet finds its way in a blank: rows by the hidden key, columns by the spec.
type blankSheet struct {
	*excelize.File
	sheet string
	rows  map[string]int
	cols  map[string]int
}

func (s blankSheet) find(spec *form.Spec) {
	for i, c := range spec.Columns() {
		s.cols[c.Field] = i + 1
	}
	rows, _ := s.GetRows(s.sheet)
	for i, row := range rows {
		if key := len(s.cols); len(row) > key && strings.HasPrefix(row[key], "#") {
			s.rows[strings.TrimPrefix(row[key], "#")] = i + 1
		}
	}
}

func (s blankSheet) cell(item, field string) string { return grid.Ref(s.rows[item], s.cols[field]) }

func (s blankSheet) place(p planted) string {
	switch p.field {
	case atUnit:
		return "A2"
	case atTitle:
		return "A1"
	case atFile:
		return ""
	case atFiller:
		return s.beside("填报人")
	case atFilled:
		return s.beside("填报日期")
	}
	return s.cell(p.item, p.field)
}

// write types a value as a clerk would: percents as numbers, all else as text. An
// empty text clears what the office had filled in.
func (s blankSheet) write(cell, field, text string) {
	if text == "" {
		s.SetCellValue(s.sheet, cell, nil)
		return
	}
	if field == form.FieldProgress && strings.HasSuffix(text, "%") {
		var n float64
		if _, err := fmt.Sscanf(text, "%f%%", &n); err == nil {
			s.SetCellFloat(s.sheet, cell, n/100, -1, 64)
			return
		}
	}
	s.SetCellStr(s.sheet, cell, text)
}

func (s blankSheet) sign(r *reply) {
	_, _, reviewer := people(r.unit)
	for _, k := range [][2]string{{"填报人", r.filler}, {"联系电话", r.phone}, {"审核人", reviewer}, {"填报日期", r.filled}} {
		if k[1] != "" {
			s.SetCellStr(s.sheet, s.beside(k[0]), k[1])
		}
	}
}

// beside is the cell behind a label, past its merge.
func (s blankSheet) beside(label string) string {
	found, _ := s.SearchSheet(s.sheet, label+"：")
	if len(found) == 0 {
		return ""
	}
	col, row, _ := excelize.CellNameToCoordinates(found[0])
	merges, _ := s.GetMergeCells(s.sheet)
	for _, m := range merges {
		if m.GetStartAxis() == found[0] {
			col, _, _ = excelize.CellNameToCoordinates(m.GetEndAxis())
		}
	}
	return grid.Ref(row, col+1)
}

// shape is how a retyped table looks.
type shape struct {
	headers []string // in order; "" leaves an unnamed column empty
	fields  []string // the field of each column, "no" a running number, "" nothing
	noteRow bool     // a note between title and unit
}

// table lays a reply out as text, and tells the cell of every planted fault.
func (d *demo) table(r *reply, s shape) (rows [][]string, cells map[planted]string) {
	width := len(s.headers)
	rows = append(rows, []string{r.title})
	if s.noteRow {
		rows = append(rows, []string{"示例数据，纯属虚构"})
	}
	rows = append(rows, []string{"填报单位：", r.written})
	unitCell := grid.Ref(len(rows), 2)
	rows = append(rows, slices.Clone(s.headers))
	header := len(rows)
	lines := map[string]int{}
	for i, item := range r.items {
		line := make([]string, width)
		for j, field := range s.fields {
			line[j] = d.cellText(r, item, field, i)
		}
		rows = append(rows, line)
		lines[item] = len(rows)
	}
	for i, extra := range r.extra {
		line := make([]string, width)
		for j, field := range s.fields {
			line[j] = extra[field]
		}
		rows = append(rows, line)
		lines[fmt.Sprintf("extra%d", i)] = len(rows)
	}
	_, _, reviewer := people(r.unit)
	rows = append(rows, []string{"填报人：", r.filler, "联系电话：", r.phone, "审核人：", reviewer}, []string{"填报日期：", r.filled, "", "示例数据，纯属虚构"})
	cells = map[planted]string{}
	for _, p := range r.planted {
		switch p.field {
		case atUnit:
			cells[p] = unitCell
		case atTitle:
			cells[p] = "A1"
		case atHeader:
			cells[p] = grid.Ref(header, 1)
		case atFiller:
			cells[p] = grid.Ref(len(rows)-1, 2)
		case atFile:
			cells[p] = ""
		default:
			cells[p] = grid.Ref(lines[p.item], slices.Index(s.fields, p.field)+1)
		}
	}
	return rows, cells
}

func (d *demo) cellText(r *reply, item, field string, i int) string {
	row, _ := d.p.Table.Find(item)
	switch field {
	case "no":
		return fmt.Sprint(i + 1)
	case form.FieldID:
		if id, ok := r.ids[item]; ok {
			return id
		}
		return finding.ItemText(item)
	case form.FieldTask:
		return row.Task
	case form.FieldRequirement:
		if text, changed := r.answers[item][field]; changed {
			return text
		}
		return row.Item.Requirement
	}
	return r.answers[item][field]
}

// csv sends a table as CSV, as Excel in China saves it.
func (d *demo) csv(path string, r *reply, s shape) error {
	rows, cells := d.table(r, s)
	var b strings.Builder
	for _, row := range rows {
		for i, text := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(text, ",\"\n") {
				text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
			b.WriteString(text)
		}
		b.WriteString("\r\n")
	}
	data, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(b.String()))
	if err != nil {
		return err
	}
	d.record(path, r, cells)
	return d.send(path, data)
}

// retyped sends a table that the unit typed itself.
func (d *demo) retyped(path string, r *reply, s shape, viaLibreOffice bool) error {
	data, cells, err := d.typed(r, s)
	if err == nil && viaLibreOffice {
		data, err = libreOffice(data, "a.xlsx", "xlsx", "xlsx:Calc MS Excel 2007 XML")
	}
	if err != nil {
		return err
	}
	d.record(path, r, cells)
	return d.send(path, data)
}

// oldExcel sends such a table in the format of Excel 97, which is that of WPS's .et too.
func (d *demo) oldExcel(path string, r *reply, s shape) error {
	data, cells, err := d.typed(r, s)
	if err == nil {
		data, err = libreOffice(data, "a.xlsx", "xls", "xls:MS Excel 97")
	}
	if err != nil {
		return err
	}
	d.record(path, r, cells)
	return d.send(path, data)
}

// typed is a workbook with the table of a reply, and the cell of every planted fault.
func (d *demo) typed(r *reply, s shape) (data []byte, cells map[planted]string, err error) {
	rows, cells := d.table(r, s)
	f := excelize.NewFile()
	sheet := "Sheet1"
	const width = 18
	for i, row := range rows {
		lines := 1
		for j, text := range row {
			if text != "" {
				f.SetCellStr(sheet, grid.Ref(i+1, j+1), text)
				lines = max(lines, (2*utf8.RuneCountInString(text)+width-3)/(width-2))
			}
		}
		if len(row) == len(s.headers) {
			f.SetRowHeight(sheet, i+1, float64(14*lines+4))
		}
	}
	if err := dress(f, sheet, rows, len(s.headers)); err != nil {
		return nil, nil, err
	}
	last, _ := excelize.ColumnNumberToName(len(s.headers))
	f.SetColWidth(sheet, "A", last, width)
	f.SetDocProps(&excelize.DocProperties{Created: "2019-07-01T00:00:00Z", Modified: "2019-07-01T00:00:00Z"})
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, nil, err
	}
	data, err = rewriteZip(out.Bytes(), uncalculated)
	return data, cells, err
}

// dress gives a retyped table the look that clerks give theirs.
func dress(f *excelize.File, sheet string, rows [][]string, columns int) error {
	var borders []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		borders = append(borders, excelize.Border{Type: side, Style: 1, Color: "000000"})
	}
	title, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 16}, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}})
	if err != nil {
		return err
	}
	table, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 11}, Border: borders,
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return err
	}
	for i, row := range rows {
		if len(row) == columns {
			f.SetCellStyle(sheet, grid.Ref(i+1, 1), grid.Ref(i+1, columns), table)
		}
	}
	last, _ := excelize.ColumnNumberToName(columns)
	f.MergeCell(sheet, "A1", last+"1")
	f.SetCellStyle(sheet, "A1", "A1", title)
	f.SetRowHeight(sheet, 1, 30)
	landscape, size, fit, all := "landscape", 9, 1, 0
	yes := true
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	return f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &fit, FitToHeight: &all})
}

// word sends a table in a Word file, made by LibreOffice Writer. Its cells are
// those of the table: the title and the unit stand above it, the signature below.
func (d *demo) word(path string, r *reply, s shape) error {
	rows, cells := d.table(r, s)
	above := 2
	if s.noteRow {
		above++
	}
	var b strings.Builder
	b.WriteString(`<html><head><meta charset="utf-8"></head><body>`)
	for _, row := range rows[:above] {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(strings.Join(row, "")))
	}
	b.WriteString("<table border=1>")
	for _, row := range rows[above : len(rows)-2] {
		b.WriteString("<tr>")
		for _, text := range row {
			fmt.Fprintf(&b, "<td>%s</td>", strings.ReplaceAll(html.EscapeString(text), "\n", "<br>"))
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table>")
	for _, row := range rows[len(rows)-2:] {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(strings.Join(row, "　")))
	}
	b.WriteString("</body></html>")
	data, err := libreOffice([]byte(b.String()), "a.html", "docx", `docx:Office Open XML Text`)
	if err != nil {
		return err
	}
	for p, cell := range cells {
		row, col, ok := grid.ParseRef(cell)
		switch {
		case ok && row > above:
			cells[p] = grid.Ref(row-above, col)
		case ok:
			cells[p] = fmt.Sprintf("P%d", row)
		}
	}
	d.record(path, r, cells)
	return d.send(path, data)
}
