package decision

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Questions are what the office still has to decide. They are written in the
// sheets of decisions.xlsx, so that the file can be used as it is once the
// answers stand in it.
type Questions struct {
	Note       string // a line above every sheet, "" for none
	Decided    *Set   // stands above the questions, so that the file can take the place of decisions.xlsx; may be nil
	Identities []IdentityQuestion
	Duties     []DutyQuestion
	Receipts   []ReceiptQuestion
	Units      []string  // offered where a question has no candidates of its own
	Made       time.Time // creation date of the file: the round's, never the clock's
}

// IdentityQuestion asks which unit a written name means.
type IdentityQuestion struct {
	Written    string
	Candidates []string
	Where      string
}

// DutyQuestion asks who has the role in an item whose text names nobody.
type DutyQuestion struct {
	Item, Task, Role, Text string
	Candidates             []string
}

// ReceiptQuestion asks when a file came.
type ReceiptQuestion struct{ File, Why string }

const (
	listSheet = "候选"
	hintWord  = "说明" // a further column that Read passes over
)

// Write writes the questions as a workbook. Candidates are drop-downs fed from
// a hidden sheet, for a literal list may hold only 255 characters.
func Write(w io.Writer, q Questions) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &questionBook{File: f, lists: map[string]string{}, rows: map[string]int{}}
	if err := b.write(q); err != nil {
		return fmt.Errorf("write questions: %w", err)
	}
	return f.Write(w)
}

type questionBook struct {
	*excelize.File
	styles struct{ title, note, header, body, answer int }
	lists  map[string]string // the joined candidates → their defined name
	rows   map[string]int    // rows so far, by sheet
}

func (b *questionBook) write(q Questions) error {
	if err := b.makeStyles(); err != nil {
		return err
	}
	if _, err := b.NewSheet(listSheet); err != nil {
		return err
	}
	for _, k := range kinds {
		if _, err := b.NewSheet(k.sheet); err != nil {
			return err
		}
		if err := b.frame(k, q.Note); err != nil {
			return err
		}
	}
	if err := b.fill(q); err != nil {
		return err
	}
	if err := b.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	index, err := b.GetSheetIndex(b.first(q))
	if err != nil {
		return err
	}
	b.SetActiveSheet(index) // before hiding: excelize leaves the active sheet visible
	if err := b.SetSheetVisible(listSheet, false, true); err != nil {
		return err
	}
	stamp := q.Made.UTC().Format(time.RFC3339)
	return b.SetDocProps(&excelize.DocProperties{Creator: "zwgk", Created: stamp, Modified: stamp, Title: "待决定"})
}

// first is the first sheet with a question.
func (b *questionBook) first(q Questions) string {
	switch {
	case len(q.Identities) > 0:
		return "单位认定"
	case len(q.Duties) > 0:
		return "责任认定"
	case len(q.Receipts) > 0:
		return "收件时间"
	}
	return "单位认定"
}

func (b *questionBook) makeStyles() error {
	border := []excelize.Border{{Type: "left", Color: "808080", Style: 1}, {Type: "right", Color: "808080", Style: 1}, {Type: "top", Color: "808080", Style: 1}, {Type: "bottom", Color: "808080", Style: 1}}
	wrap := &excelize.Alignment{Vertical: "center", WrapText: true}
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.styles.title, excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 14}, Alignment: &excelize.Alignment{Vertical: "center"}}},
		{&b.styles.note, excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 10, Color: "C00000"}, Alignment: wrap}},
		{&b.styles.header, excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 11}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9D9D9"}}, Border: border,
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&b.styles.body, excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 11}, Border: border, Alignment: wrap, NumFmt: 49}},
		{&b.styles.answer, excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 11}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF2CC"}}, Border: border, Alignment: wrap, NumFmt: 49}},
	} {
		id, err := b.NewStyle(&s.style)
		if err != nil {
			return err
		}
		*s.id = id
	}
	return nil
}

var sheetHints = map[string]string{
	"单位认定": "报来的表里写的单位名称认不出时，在“单位”栏选定是哪个单位。",
	"责任认定": "任务分解表只写“有关部门”而没有指明是谁时，在“单位”栏写明（几家用、隔开）；没有认定以前不算任何单位漏报。",
	"豁免":   "某个问题经核实不算问题的，写明单位、任务、代码；空着的栏表示全部。",
	"分数调整": "经领导决定加分、减分的，写明分值和理由；与计算得分分开列示。",
	"延期":   "同意延期报送的，写明新的截止日期。",
	"收件时间": "分不清先后或要认定是否迟报的文件，写明收件时间。",
	"代填":   "由办公室代单位填写的内容；“字段”写填报表的栏名。",
	"变更":   "年中单位更名、合并、新增，任务新增、取消，责任调整。",
}

var columnWidths = map[string]float64{"写法": 28, "单位": 34, "任务": 12, "角色": 10, "原文": 34, "代码": 8, "单元格": 10, "有效期至": 13, "轮次": 12, "指标": 16, "分值": 8,
	"截止日期": 13, "文件": 44, "时间": 18, "字段": 12, "内容": 44, "类型": 12, "对象": 28, "改为": 28, "自": 13, "决定人": 10, "日期": 13, "理由": 28, hintWord: 40}

func (k kind) header() []string { return append(append(slices.Clone(k.columns), basis...), hintWord) }

const headerRow = 3

// frame writes the title, what the sheet is for, and the header.
func (b *questionBook) frame(k kind, note string) error {
	header := k.header()
	last, _ := excelize.ColumnNumberToName(len(header))
	hint := sheetHints[k.sheet]
	if note != "" {
		hint = note + "　" + hint
	}
	set := func(cell, text string, style int) {
		b.SetCellStr(k.sheet, cell, text)
		b.SetCellStyle(k.sheet, cell, cell, style)
	}
	set("A1", k.sheet, b.styles.title)
	set("A2", "说明："+hint, b.styles.note)
	if err := b.MergeCell(k.sheet, "A2", last+"2"); err != nil {
		return err
	}
	b.SetRowHeight(k.sheet, 1, 26)
	b.SetRowHeight(k.sheet, 2, 32)
	b.SetRowHeight(k.sheet, headerRow, 24)
	for i, word := range header {
		cell, _ := excelize.CoordinatesToCellName(i+1, headerRow)
		set(cell, word, b.styles.header)
		col, _ := excelize.ColumnNumberToName(i + 1)
		b.SetColWidth(k.sheet, col, col, columnWidths[word])
	}
	if err := b.SetPanes(k.sheet, &excelize.Panes{Freeze: true, YSplit: headerRow, TopLeftCell: "A4", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	titles := fmt.Sprintf("'%s'!$%d:$%d", k.sheet, headerRow, headerRow) // on every printed page
	if err := b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: k.sheet}); err != nil {
		return err
	}
	fit, landscape, a4, tall := true, "landscape", 9, 0
	b.SetSheetProps(k.sheet, &excelize.SheetPropsOptions{FitToPage: &fit})
	return b.SetPageLayout(k.sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToHeight: &tall})
}

func (b *questionBook) fill(q Questions) error {
	if q.Decided != nil {
		for _, d := range q.Decided.rows {
			if err := b.row(d.sheet, d.texts, "", nil); err != nil {
				return err
			}
		}
	}
	for _, d := range q.Identities {
		if err := b.row("单位认定", map[string]string{"写法": d.Written, hintWord: d.Where}, "单位", orUnits(d.Candidates, q.Units)); err != nil {
			return err
		}
	}
	for _, d := range q.Duties {
		values := map[string]string{"任务": d.Item, "角色": d.Role, "原文": d.Text, hintWord: d.Task}
		if err := b.row("责任认定", values, "单位", orUnits(d.Candidates, q.Units)); err != nil {
			return err
		}
	}
	for _, d := range q.Receipts {
		if err := b.row("收件时间", map[string]string{"文件": d.File, hintWord: d.Why}, "时间", nil); err != nil {
			return err
		}
	}
	return nil
}

func orUnits(candidates, units []string) []string {
	if len(candidates) > 0 {
		return candidates
	}
	return units
}

// row adds a row to a sheet: a question with its answer left open, or, without
// an answer column, what is decided already.
func (b *questionBook) row(sheet string, values map[string]string, answer string, candidates []string) error {
	k := kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.sheet == sheet })]
	b.rows[sheet]++
	n := headerRow + b.rows[sheet]
	lines := 1
	for j, word := range k.header() {
		cell, _ := excelize.CoordinatesToCellName(j+1, n)
		style := b.styles.body
		if answer != "" && (word == answer || slices.Contains(basis, word)) {
			style = b.styles.answer
		}
		b.SetCellStr(sheet, cell, values[word])
		b.SetCellStyle(sheet, cell, cell, style)
		lines = max(lines, 1+len([]rune(values[word]))*2/int(columnWidths[word]))
		if word == answer && len(candidates) > 0 {
			if err := b.dropDown(sheet, cell, candidates); err != nil {
				return err
			}
		}
	}
	return b.SetRowHeight(sheet, n, float64(16*lines+6))
}

// dropDown offers the candidates without forbidding anything else: a duty may
// fall to several units.
func (b *questionBook) dropDown(sheet, cell string, candidates []string) error {
	key := strings.Join(candidates, "\n")
	name := b.lists[key]
	if name == "" {
		col := len(b.lists) + 1
		name = fmt.Sprintf("候选%d", col)
		letter, err := excelize.ColumnNumberToName(col)
		if err != nil {
			return err
		}
		for i, c := range candidates {
			if err := b.SetCellStr(listSheet, fmt.Sprintf("%s%d", letter, i+1), c); err != nil {
				return err
			}
		}
		refers := fmt.Sprintf("'%s'!$%s$1:$%s$%d", listSheet, letter, letter, len(candidates))
		if err := b.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: refers}); err != nil {
			return err
		}
		b.lists[key] = name
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = cell
	v.SetSqrefDropList(name)
	v.ShowErrorMessage = false
	return b.AddDataValidation(sheet, v)
}
