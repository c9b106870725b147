package check

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"html"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
)

// model is a return before it has a shape: what a unit says, in rows.
type model struct {
	unit      string // of the roster
	written   string // as the sheet names it
	title     string
	rows      []*modelRow
	signature [4]string // filler, phone, reviewer, day
	file      string    // without ending
	received  string
	layout    layout

	at map[[2]string]place // item and field, or "" and a place of the sheet → where it stands
}

type place struct{ sheet, cell string }

type modelRow struct {
	item   string
	values map[string]string // by field; title and number are the layout's matter
	id     string            // instead of the layout's own way to write the number
	task   string            // instead of the title
	asked  string            // instead of the requirement
	again  bool              // the second row of its item
}

// key is the item as places of the row are noted under it.
func (r *modelRow) key() string {
	if r.again {
		return r.item + "'"
	}
	return r.item
}

// layout is how a unit makes its table.
type layout struct {
	fields    []string
	headers   []string
	id        string // task | dotted | running | none
	ticks     bool   // the status in four columns
	chapters  bool   // a sheet for each chapter
	merged    bool   // title cells merged over the rows of a task
	bySide    bool   // unit and day stand above the table, else below
	note      bool
	oldHidden bool // last year's sheet, hidden
	linkText  bool // links under other text
	writer    string
}

var tickWords = []string{"已完成", "正在推进", "未启动", "不涉及"}

// words by which sheets call the fields, beside the form's own.
var otherHeaders = map[string][]string{
	form.FieldID: {"编号", "任务编号", "项目编号"}, form.FieldTask: {"工作任务", "重点任务", "主要任务", "任 务 名 称"}, form.FieldRequirement: {"工作要求", "具体要求", "工作措施"},
	form.FieldStatus: {"完成情况", "完成状态", "是否完成", "办理状态"}, form.FieldProgress: {"进度", "完成率", "进度（%）", "完成比例"},
	form.FieldProgressText: {"进展情况", "工作开展情况", "工作进展情况", "具体情况"}, form.FieldDate: {"完成时间", "办结时间", "实际完成时间"},
	form.FieldLinks: {"公开链接", "网址", "链接地址"}, form.FieldEvidence: {"佐证材料", "证明材料", "支撑材料"},
	form.FieldProblems: {"存在问题", "存在的问题"}, form.FieldNext: {"下一步打算", "下步措施", "下一步工作计划"}, form.FieldRemark: {"备注", "其他说明"},
}

func pickOf[T any](r *rand.Rand, list ...T) T { return list[r.Intn(len(list))] }

// newLayout makes a layout; full ones have every column.
func newLayout(r *rand.Rand, full bool) layout {
	l := layout{id: pickOf(r, "task", "task", "dotted", "running", "none"), bySide: r.Intn(2) == 0, note: r.Intn(3) == 0,
		writer: pickOf(r, "csv", "excelize", "xml", "docx", "html")}
	fields := []string{form.FieldID, form.FieldTask, form.FieldRequirement, form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldDate, form.FieldLinks,
		form.FieldEvidence, form.FieldProblems, form.FieldNext, form.FieldRemark}
	drop := map[string]bool{form.FieldID: l.id == "none"}
	if !full {
		for _, f := range []string{form.FieldRequirement, form.FieldProgress, form.FieldNext, form.FieldProblems, form.FieldRemark, form.FieldDate} {
			drop[f] = r.Intn(3) == 0
		}
		l.ticks = r.Intn(5) == 0
		l.chapters = l.writer != "docx" && l.writer != "html" && l.writer != "csv" && r.Intn(5) == 0
		l.merged = l.writer == "excelize" && r.Intn(3) == 0
		l.oldHidden = l.writer == "excelize" && r.Intn(4) == 0
		l.linkText = l.writer == "excelize" && r.Intn(4) == 0
	}
	fields = slices.DeleteFunc(fields, func(f string) bool { return drop[f] })
	if r.Intn(4) == 0 { // units before the requirement, remarks first: any order
		r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	}
	for _, f := range fields {
		if f == form.FieldID && l.id == "running" {
			l.add(f, "序号")
			continue
		}
		if f == form.FieldStatus && l.ticks {
			for _, w := range tickWords {
				l.add("tick:"+w, w)
			}
			continue
		}
		l.add(f, pickOf(r, otherHeaders[f]...))
	}
	return l
}

func (l *layout) add(field, header string) {
	l.fields, l.headers = append(l.fields, field), append(l.headers, header)
}

func (l layout) has(field string) bool {
	return slices.Contains(l.fields, field) || field == form.FieldStatus && l.ticks
}

func (l layout) String() string {
	return fmt.Sprintf("%s id=%s ticks=%v chapters=%v merged=%v hidden=%v links=%v %v", l.writer, l.id, l.ticks, l.chapters, l.merged, l.oldHidden, l.linkText, l.headers)
}

// openings and the like are what units write; n stands for a number.
var (
	openings = []string{"印发工作方案，列出n个要点", "召开推进会n次，各股室汇报进展", "修订有关制度n项，报分管领导审定", "梳理群众关心的问题n个，逐一答复", "成立专班，明确责任人n名",
		"组织集中学习n次", "对照清单逐项核查，补正n处", "分管负责同志听取汇报n次", "与县融媒体中心商定选题n个", "到n个村居走访座谈"}
	middles = []string{"公开信息n条、文件n件", "发布图解n幅、短视频n个，阅读n人次", "更新目录n类，补充历史信息n条", "受理依申请公开n件，均按期答复", "公开办事指南n项、工作动态n条", "设置公开栏n处，张贴公告n张",
		"通过政务新媒体推送n期", "报送稿件n篇，采用n篇", "接受媒体采访n次，回应关切n件", "编印明白纸n份，入户发放n份"}
	endings = []string{"组织培训n场、n人次参加", "开展自查n次，整改问题n个", "回访群众n户", "征集意见n条，采纳n条", "下半年继续按月调度", "档案已整理归档n卷", ""}
)

func report(r *rand.Rand) string {
	text := ""
	for _, list := range [][]string{openings, middles, endings} {
		part := pickOf(r, list...)
		for strings.Contains(part, "n") {
			part = strings.Replace(part, "n", fmt.Sprint(2+r.Intn(97)), 1)
		}
		if part != "" {
			text += part + pickOf(r, "。", "；", "。")
		}
	}
	if wordCount(text) < 24 {
		return report(r)
	}
	return strings.TrimSuffix(strings.TrimSuffix(text, "；"), "。") + "。"
}

func address(r *rand.Rand) string {
	return fmt.Sprintf("http://www.weishan.gov.cn/art/2019/%d/%d/art_%d_%d.html", 1+r.Intn(6), 1+r.Intn(28), 1000+r.Intn(9000), 10000+r.Intn(90000))
}

// cleanRow is a row without a fault.
func cleanRow(r *rand.Rand, item string, goesOn bool) *modelRow {
	v := map[string]string{form.FieldProgressText: report(r)}
	switch n := r.Intn(10); {
	case n < 4 && !goesOn:
		v[form.FieldStatus] = pickOf(r, "已完成", "完成", "已办结", "全部完成")
		v[form.FieldProgress] = pickOf(r, "100%", "100", "100%")
		day := [2]int{1 + r.Intn(6), 1 + r.Intn(28)}
		v[form.FieldDate] = fmt.Sprintf(pickOf(r, "2019-%02d-%02d", "2019年%d月%d日", "2019.%d.%02d", "2019/%d/%d"), day[0], day[1])
		v[form.FieldLinks], v[form.FieldEvidence] = address(r), pickOf(r, "", "会议记录", "印发的文件")
	case n < 9:
		v[form.FieldStatus] = pickOf(r, "正在推进", "推进中", "正在办理", "持续推进", "有序推进")
		v[form.FieldProgress] = fmt.Sprintf(pickOf(r, "%d%%", "%d", "约%d%%"), 31+r.Intn(60))
		v[form.FieldLinks] = pickOf(r, "", address(r))
		v[form.FieldNext] = pickOf(r, "", "年底前完成。", "第三季度开展督查。")
		v[form.FieldProblems] = pickOf(r, "", "无", "人员调整较多。")
	default:
		v[form.FieldStatus], v[form.FieldProgress] = pickOf(r, "未启动", "尚未启动"), pickOf(r, "0%", "0")
		v[form.FieldProgressText] = fmt.Sprintf("因职责交接推迟，已收集资料%d份，方案初稿%d页。", 2+r.Intn(90), 2+r.Intn(30))
		v[form.FieldNext] = "第三季度启动。"
	}
	return &modelRow{item: item, values: v}
}

// newModel makes a faultless return of a unit.
func (c county) newModel(r *rand.Rand, unit string, l layout) *model {
	u, _ := c.roster.Unit(unit)
	m := &model{unit: unit, written: pickOf(r, u.Name, u.Full), title: pickOf(r, "微山县2019年上半年政务公开工作进展情况表", "2019年上半年政务公开重点任务完成情况统计表"),
		signature: [4]string{"张某", fmt.Sprintf("0537-82%05d", r.Intn(100000)), "李某", "2019-07-03"}, layout: l, received: "2019-07-04", at: map[[2]string]place{}}
	if len(u.Aliases) > 0 && r.Intn(3) == 0 {
		m.written = pickOf(r, u.Aliases...)
	}
	m.file = pickOf(r, unit, "上半年进展情况", "政务公开填报表（修改）")
	recurring := map[string]bool{}
	for _, row := range c.Table.Rows() {
		for _, d := range row.Item.Deadlines {
			recurring[row.Item.ID] = recurring[row.Item.ID] || d.Kind == "recurring" || d.Kind == "count"
		}
	}
	for _, item := range c.Plan.Required(unit, []duty.Role{duty.Lead, duty.Responsible}) {
		m.rows = append(m.rows, cleanRow(r, item, recurring[item]))
	}
	return m
}

// table is a sheet as a grid of texts.
type table struct {
	name   string
	rows   [][]string
	merges [][3]int // column, first and last row, from 1
	links  map[[2]int]string
	hidden bool

	head, last int // rows of the header and of the last task
}

func (t *table) put(cells ...string) int {
	t.rows = append(t.rows, cells)
	return len(t.rows)
}

// tables lays the model out, and notes where everything stands.
func (c county) tables(m *model) []*table {
	groups := [][]*modelRow{m.rows}
	if m.layout.chapters {
		groups = nil
		last := ""
		for _, row := range m.rows {
			known, _ := c.Table.Find(row.item)
			if known.Chapter != last || groups == nil {
				groups, last = append(groups, nil), known.Chapter
			}
			groups[len(groups)-1] = append(groups[len(groups)-1], row)
		}
	}
	var out []*table
	for i, rows := range groups {
		t := &table{name: fmt.Sprintf("第%d部分", i+1), links: map[[2]int]string{}}
		if len(groups) == 1 {
			t.name = "进展情况"
		}
		c.layOut(m, t, rows)
		out = append(out, t)
	}
	if m.layout.oldHidden {
		old := &table{name: "2018年", hidden: true}
		old.put("2018年上半年政务公开工作进展情况表")
		old.put("填报单位：", m.written)
		old.put("编号", "工作任务", "完成情况", "进展情况")
		old.put("1", "推进财政信息公开", "已完成", "去年的内容，已经过去。")
		out = append([]*table{old}, out...)
	}
	return out
}

// sheetName is the name by which findings call a table; some formats have none of their own.
func (m *model) sheetName(t *table) string {
	if w := m.layout.writer; w == "csv" || w == "docx" || w == "html" {
		return "表1"
	}
	return t.name
}

func (c county) layOut(m *model, t *table, rows []*modelRow) {
	l := m.layout
	note := func(key string, row, col int) {
		name := m.sheetName(t)
		if k := ([2]string{"", key}); m.at[k] == (place{}) {
			m.at[k] = place{name, grid.Ref(row, col)}
		}
	}
	if m.title != "" {
		note("title", t.put(m.title), 1)
		note("title of "+t.name, len(t.rows), 1)
	}
	if l.bySide {
		note("unit", t.put("填报单位：", m.written, "填报日期：", m.signature[3]), 2)
		note("day", len(t.rows), 4)
	}
	head := t.put(l.headers...)
	note("header", head, 1)
	note("header of "+t.name, head, 1)
	for i, row := range rows {
		cells := c.cells(m, row, i+1)
		n := t.put(cells...)
		for j, f := range l.fields {
			at := place{m.sheetName(t), grid.Ref(n, j+1)}
			if strings.HasPrefix(f, "tick:") {
				f = form.FieldStatus
				if cells[j] == "" && m.at[[2]string{row.key(), f}] != (place{}) {
					continue
				}
			}
			m.at[[2]string{row.key(), f}] = at
			if f == form.FieldLinks && l.linkText && strings.HasPrefix(cells[j], "http") {
				t.links[[2]int{n, j + 1}], t.rows[n-1][j] = cells[j], "查看"
			}
		}
	}
	t.head, t.last = head, head+len(rows)
	if l.merged {
		mergeTitles(t, l, head, len(rows))
	}
	if l.note {
		t.put("注：本表数据截至2019年6月30日。")
	}
	if t.hidden || l.chapters && len(t.name) > 0 && t.name != "第1部分" && t.name != "进展情况" {
		return
	}
	if !l.bySide {
		note("unit", t.put("填报单位（盖章）：", m.written), 2)
	}
	n := t.put("填报人：", m.signature[0], "联系电话：", m.signature[1], "审核人：", m.signature[2])
	for i, name := range []string{"filler", "phone", "reviewer"} {
		note(name, n, 2*i+2)
	}
	if !l.bySide {
		note("day", t.put("填报日期：", m.signature[3]), 2)
	}
}

// cells are the texts of a row in the order of the layout.
func (c county) cells(m *model, row *modelRow, number int) []string {
	known, _ := c.Table.Find(row.item)
	task, id, asked := known.Task, finding.ItemText(row.item), known.Item.Requirement
	switch m.layout.id {
	case "dotted":
		id = row.item
	case "running":
		id = fmt.Sprint(number)
	}
	if known.ItemNumber > 0 && m.layout.id != "task" && m.layout.id != "dotted" && !m.layout.has(form.FieldRequirement) && strings.Contains(row.item, ".") {
		task = finding.ItemText(row.item) + " " + task // a title that several rows share needs its number
	}
	if row.id != "" {
		id = row.id
	}
	if row.task != "" {
		task = row.task
	}
	if row.asked != "" {
		asked = row.asked
	}
	var out []string
	for _, f := range m.layout.fields {
		switch {
		case f == form.FieldID:
			out = append(out, id)
		case f == form.FieldTask:
			out = append(out, task)
		case f == form.FieldRequirement:
			out = append(out, asked)
		case strings.HasPrefix(f, "tick:"):
			mark := ""
			if c.Spec.StatusOf(row.values[form.FieldStatus]) == c.Spec.StatusOf(strings.TrimPrefix(f, "tick:")) {
				mark = "√"
			}
			out = append(out, mark)
		default:
			out = append(out, row.values[f])
		}
	}
	return out
}

// mergeTitles merges the title cells of neighbouring rows of one task.
func mergeTitles(t *table, l layout, head, rows int) {
	col := slices.Index(l.fields, form.FieldTask)
	if col < 0 || l.id == "none" || l.id == "running" {
		return
	}
	for from := head; from < head+rows; {
		to := from + 1
		for to < head+rows && t.rows[to][col] == t.rows[from][col] {
			to++
		}
		if to-from > 1 {
			t.merges = append(t.merges, [3]int{col + 1, from + 1, to})
		}
		from = to
	}
}

// write gives the bytes of a file and its ending.
func (c county) write(t testing.TB, m *model) file {
	t.Helper()
	return m.fileOf(t, c.tables(m))
}

func (m *model) fileOf(t testing.TB, tables []*table) file {
	t.Helper()
	switch m.layout.writer {
	case "csv":
		return file{m.file + ".csv", asCSV(tables[0]), m.received}
	case "docx":
		return file{m.file + ".docx", asDocx(tables[0]), m.received}
	case "html":
		return file{m.file + ".xls", asHTML(tables[0]), m.received}
	case "typed":
		return file{m.file + ".xlsx", asTyped(t, tables), m.received}
	case "xml":
		return file{m.file + ".xlsx", asXML(tables), m.received}
	}
	return file{m.file + ".xlsx", asExcelize(t, tables), m.received}
}

func asCSV(t *table) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	for _, row := range t.rows {
		w.Write(row)
	}
	w.Flush()
	return "\ufeff" + b.String()
}

func asHTML(t *table) string {
	var b strings.Builder
	b.WriteString(`<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table border=1>`)
	for _, row := range t.rows {
		b.WriteString("<tr>")
		for _, text := range row {
			fmt.Fprintf(&b, "<td>%s</td>", strings.ReplaceAll(html.EscapeString(text), "\n", "<br>"))
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table></body></html>")
	return b.String()
}

func zipped(parts ...string) string {
	var b strings.Builder
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, _ := w.Create(parts[i])
		f.Write([]byte(parts[i+1]))
	}
	w.Close()
	return b.String()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// asXML writes what Excel reads with as little as it needs: inline strings, no styles.
func asXML(tables []*table) string {
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>`
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	book := ""
	var sheets []string
	for i, t := range tables {
		types += fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		book += fmt.Sprintf(`<sheet name=%q sheetId="%d" r:id="rId%d"/>`, t.name, i+1, i+1)
		var b strings.Builder
		for n, row := range t.rows {
			fmt.Fprintf(&b, `<row r="%d">`, n+1)
			for j, text := range row {
				if text != "" {
					fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, grid.Ref(n+1, j+1), html.EscapeString(text))
				}
			}
			b.WriteString("</row>")
		}
		sheets = append(sheets, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), xmlHead+`<worksheet `+ns+`><sheetData>`+b.String()+`</sheetData></worksheet>`)
	}
	return zipped(append([]string{"[Content_Types].xml", xmlHead + types + `</Types>`,
		"_rels/.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", xmlHead + `<workbook ` + ns + `><sheets>` + book + `</sheets></workbook>`, "xl/_rels/workbook.xml.rels", xmlHead + rels + `</Relationships>`}, sheets...)...)
}

func asDocx(t *table) string {
	const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	var b strings.Builder
	for _, row := range t.rows {
		b.WriteString("<w:tr>")
		for _, text := range row {
			b.WriteString("<w:tc>")
			for _, line := range strings.Split(text, "\n") {
				fmt.Fprintf(&b, `<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, html.EscapeString(line))
			}
			b.WriteString("</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return zipped("[Content_Types].xml", xmlHead+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels", xmlHead+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml", xmlHead+`<w:document `+ns+`><w:body><w:tbl>`+b.String()+`</w:tbl></w:body></w:document>`)
}

func asExcelize(t testing.TB, tables []*table) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, tab := range tables {
		if i == 0 {
			f.SetSheetName("Sheet1", tab.name)
		} else {
			f.NewSheet(tab.name)
		}
		for n, row := range tab.rows {
			for j, text := range row {
				if text != "" {
					f.SetCellStr(tab.name, grid.Ref(n+1, j+1), text)
				}
			}
		}
		for _, m := range tab.merges {
			for row := m[1] + 1; row <= m[2]; row++ {
				f.SetCellStr(tab.name, grid.Ref(row, m[0]), "")
			}
			f.MergeCell(tab.name, grid.Ref(m[1], m[0]), grid.Ref(m[2], m[0]))
		}
		for at, link := range tab.links {
			f.SetCellHyperLink(tab.name, grid.Ref(at[0], at[1]), link, "External")
		}
	}
	f.SetActiveSheet(len(tables) - 1)
	for _, tab := range tables {
		if tab.hidden {
			f.SetSheetVisible(tab.name, false)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// where gives the place of a field of an item, in a sheet without its column that of the row.
func (m *model) where(item, field string) place {
	for _, f := range []string{field, form.FieldID, form.FieldTask} {
		if p, ok := m.at[[2]string{item, f}]; ok {
			return p
		}
	}
	return place{}
}
