package decision

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/grid"
)

func book(t *testing.T, sheets map[string][][]string) *grid.Workbook {
	t.Helper()
	f := excelize.NewFile()
	for name, rows := range sheets {
		f.NewSheet(name)
		for i, row := range rows {
			for j, text := range row {
				f.SetCellStr(name, grid.Ref(i+1, j+1), text)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	wb := grid.Read("decisions.xlsx", b.Bytes(), grid.Limits{})
	if wb.Err != nil {
		t.Fatal(wb.Err)
	}
	return wb
}

// with adds the basis to a sheet whose header is its first row, and to every
// row that has any answer.
func with(rows ...[]string) [][]string {
	for i, r := range rows {
		ends := []string{"张某", "2019年7月8日", "电话核实"}
		if i == 0 {
			ends = basis
		}
		for len(r) < len(rows[0])-len(basis)*min(i, 1) {
			r = append(r, "")
		}
		rows[i] = append(r, ends...)
	}
	return rows
}

// everything has a row of every kind.
func everything() map[string][][]string {
	return map[string][][]string{
		"单位认定": with([]string{"写法", "单位"}, []string{"县服务中心", "县金融服务中心"}, []string{"县某局", ""}),
		"责任认定": append([][]string{{"说明：……"}}, with([]string{"任务", "角色（牵头|责任|配合）", "原文", "单位"}, []string{"6", "配合", "县政府有关部门", "县财政局、县公安局"},
			[]string{"", "责任单位", "有关部门", "无"})...),
		"豁免":   with([]string{"单位", "任务", "代码", "单元格", "有效期至"}, []string{"县财政局", "", "e01", "", "2019年12月31日"}),
		"分数调整": with([]string{"单位", "轮次", "指标", "分值"}, []string{"县财政局", "2019-h1", "", "＋1.50分"}),
		"延期":   with([]string{"单位", "轮次", "截止日期"}, []string{"县公安局", "", "2019.7.10"}),
		"收件时间": with([]string{"文件", "时间"}, []string{"a.xlsx", "2019-07-03"}, []string{"b.xlsx", "2019年7月3日 15:04"}, []string{"c.xlsx", "2019-07-03T09:05:06"}, []string{"d.xlsx", ""}),
		"代填":   with([]string{"单位", "任务", "轮次", "字段", "内容"}, []string{"县公安局", "6", "", "进展情况", "=好"}),
		"变更":   with([]string{"类型", "对象", "改为", "自"}, []string{"单位更名", "县工商局", "县市场监管局", "2019-03-01"}),
		"说明":   {{"随便", "写"}},
	}
}

func TestRead(t *testing.T) {
	set, err := Read("decisions.xlsx", book(t, everything()))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Identities) != 1 || set.Identities[0].Unit != "县金融服务中心" || set.Identities[0].Reason != "电话核实" || set.Identities[0].Date != "2019-07-08" ||
		set.Identities[0].Source.Cell != "B2" {
		t.Errorf("%+v", set.Identities)
	}
	if d := set.Duties[0]; d.Role != "cooperating" || len(d.Units) != 2 || d.Units[1] != "县公安局" || d.Source.Cell != "D3" {
		t.Errorf("%+v", d)
	}
	if d := set.Duties[1]; d.Item != "" || d.Role != "responsible" || len(d.Units) != 0 {
		t.Errorf("nobody, for all items: %+v", d)
	}
	if w := set.Waivers[0]; w.Code != "E01" || w.Until != "2019-12-31" {
		t.Errorf("%+v", w)
	}
	if len(set.Receipts) != 3 || set.Receipts[0].Time != "2019-07-03" || set.Receipts[1].Time != "2019-07-03T15:04:00" || set.Receipts[2].Time != "2019-07-03T09:05:06" {
		t.Errorf("%+v", set.Receipts)
	}
	if set.Adjustments[0].Points != "1.5" || set.Extensions[0].Due != "2019-07-10" || set.Fills[0].Content != "=好" || set.Changes[0].From != "2019-03-01" {
		t.Errorf("%+v", set)
	}
	if n := set.Units(); len(n) != 7 || n[4].Unit != "县财政局" || n[4].Source.Cell != "A2" {
		t.Errorf("units named: %+v", n)
	}
}

// A date cell is read by what it holds, not by how it is shown; in 任务 it is
// what a spreadsheet made of 2-1.
func TestReadDateCells(t *testing.T) {
	s := &grid.Sheet{Name: "收件时间", Visible: true}
	for i, text := range []string{"文件", "时间", "决定人", "日期", "理由"} {
		s.Cells = append(s.Cells, grid.Cell{Row: 1, Col: i + 1, Text: text})
	}
	s.Cells = append(s.Cells, grid.Cell{Row: 2, Col: 1, Text: "a.xlsx"}, grid.Cell{Row: 2, Col: 2, Type: grid.Date, Text: "7月3日", Raw: "2019-07-03T15:04:00"},
		grid.Cell{Row: 2, Col: 3, Text: "张某"}, grid.Cell{Row: 2, Col: 4, Type: grid.Date, Text: "7/8", Raw: "2019-07-08"}, grid.Cell{Row: 2, Col: 5, Text: "邮箱"})
	set, err := Read("d.xlsx", &grid.Workbook{Sheets: []*grid.Sheet{s}})
	if err != nil || set.Receipts[0].Time != "2019-07-03T15:04:00" || set.Receipts[0].Date != "2019-07-08" {
		t.Errorf("%+v %v", set, err)
	}
	r := row{text: map[string]string{"任务": "2月1日"}, iso: map[string]string{"任务": "2019-02-01"}}
	if r.item("任务") != "2.1" {
		t.Error(r.item("任务"))
	}
}

func TestReadErrors(t *testing.T) {
	duty, late, points := []string{"任务", "角色", "原文", "单位"}, []string{"单位", "轮次", "截止日期"}, []string{"单位", "轮次", "指标", "分值"}
	change, receipt, waiver := []string{"类型", "对象", "改为", "自"}, []string{"文件", "时间"}, []string{"单位", "任务", "代码", "单元格", "有效期至"}
	fill := []string{"单位", "任务", "轮次", "字段", "内容"}
	noBasis := with(late, []string{"县财政局", "", "2019-07-10"})
	noBasis[1][3] = ""
	badDay := with(late, []string{"县财政局", "", "2019-07-10"})
	badDay[1][4] = "2019-02-30"
	cases := []struct {
		sheet string
		rows  [][]string
		want  []string
	}{
		{"责任认定", with(duty, []string{"6", "协办", "", "县财政局"}), []string{"“责任认定” B2", "协办", "应写“牵头”"}},
		{"责任认定", with(duty, []string{"", "责任", "", "县财政局"}), []string{"A2", "没有写“任务”", "原文"}},
		{"责任认定", with([]string{"任务", "角色", "原文", "责任人"}, []string{"6", "责任", "", "县财政局"}), []string{"又没有“单位”一栏"}},
		{"延期", with(late, []string{"县财政局", "", "下周"}), []string{"C2", "“下周”不是日期"}},
		{"延期", with(late, []string{"县财政局", "", "2019-02-30"}), []string{"C2"}},
		{"延期", with(late, []string{"县财政局", "", ""}), []string{"C2", "没有写“截止日期”"}},
		{"延期", with(late, []string{"县财政局", "", "2019-07-10"}, []string{"县财政局", "", "2019-07-12"}), []string{"C3", "C2", "请只保留一行"}},
		{"延期", [][]string{late, {"县财政局", "", "2019-07-10"}}, []string{"表头里没有“决定人”"}},
		{"延期", noBasis, []string{"D2", "没有写“决定人”"}},
		{"延期", badDay, []string{"E2", "“2019-02-30”不是日期"}},
		{"单位认定", with([]string{"写法", "单位"}, []string{"县 服务中心", "县财政局"}, []string{"县服务中心", "县公安局"}), []string{"B3", "B2", "县财政局"}},
		{"分数调整", with(points, []string{"县财政局", "", "", "两分"}), []string{"D2", "应写数字"}},
		{"收件时间", with(receipt, []string{"a.xlsx", "2019-07-03 25:00"}), []string{"B2", "不是时间"}},
		{"收件时间", with(receipt, []string{"a.xlsx", "周三"}), []string{"B2", "不是日期"}},
		{"代填", with(fill, []string{"县财政局", "6", "", "进展情况", ""}), []string{"E2", "没有写“内容”"}},
		{"豁免", with(waiver, []string{"", "6", "", "", ""}), []string{"A2", "没有写“单位”"}},
		{"豁免", with(waiver, []string{"县财政局", "", "第一条", "", ""}), []string{"C2", "一个字母和两位数字"}},
		{"变更", with(change, []string{"撤销", "甲", "", "2019-08-01"}), []string{"A2", "单位更名"}},
		{"变更", with(change, []string{"单位更名", "甲", "", "2019-08-01"}), []string{"C2", "没有写“改为”"}},
		{"豁免", [][]string{{"甲", "乙"}}, []string{"找不到表头", "代码"}},
		{"责任认订", [][]string{{"任务"}}, []string{"“责任认订”不是决定表里的工作表", "责任认定、豁免"}},
	}
	for _, c := range cases {
		_, err := Read("decisions.xlsx", book(t, map[string][][]string{c.sheet: c.rows}))
		for _, w := range c.want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%v: %v lacks %q", c.rows, err, w)
			}
		}
	}
}

// The questions, unanswered, decide nothing; answered, they are decisions.
func TestQuestionsAreReadBack(t *testing.T) {
	var many []string
	for range 60 {
		many = append(many, "县某某某某某某局")
	}
	q := Questions{Note: "示例数据，纯属虚构", Made: time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC), Units: many,
		Identities: []IdentityQuestion{{Written: "县服务中心", Candidates: []string{"县金融服务中心"}, Where: "a.xlsx 填报表 B3"}},
		Duties:     []DutyQuestion{{Item: "6", Task: "推进规范性文件清理结果公开", Role: "配合", Text: "县政府有关部门"}},
		Receipts:   []ReceiptQuestion{{File: "a.xlsx", Why: "与 b.xlsx 分不清先后"}}}
	var a, b bytes.Buffer
	if err := Write(&a, q); err != nil {
		t.Fatal(err)
	}
	if err := Write(&b, q); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("two writings differ (%v)", err)
	}
	wb := grid.Read("待决定.xlsx", a.Bytes(), grid.Limits{})
	set, err := Read("待决定.xlsx", wb)
	if err != nil || len(set.Identities)+len(set.Duties)+len(set.Receipts) != 0 {
		t.Fatalf("%+v %v", set, err)
	}
	f, err := excelize.OpenReader(&a)
	if err != nil {
		t.Fatal(err)
	}
	if visible, _ := f.GetSheetVisible(listSheet); visible {
		t.Error("the list of candidates can be seen")
	}
	f.SetCellStr("责任认定", "D4", "县财政局")
	f.SetCellStr("单位认定", "B4", "县金融服务中心")
	for _, cell := range []string{"单位认定 C4", "责任认定 E4"} { // 决定人, 日期, 理由
		sheet, first, _ := strings.Cut(cell, " ")
		row, col, _ := grid.ParseRef(first)
		for i, text := range []string{"张某", "2019-07-08", "办公会"} {
			f.SetCellStr(sheet, grid.Ref(row, col+i), text)
		}
	}
	var answered bytes.Buffer
	f.Write(&answered)
	set, err = Read("待决定.xlsx", grid.Read("", answered.Bytes(), grid.Limits{}))
	if err != nil || len(set.Duties) != 1 || set.Duties[0].Units[0] != "县财政局" || set.Duties[0].Item != "6" || len(set.Identities) != 1 {
		t.Errorf("%+v %v", set, err)
	}
}

// What is decided stands in the file of questions too, so that it can take the
// place of decisions.xlsx.
func TestDecisionsStayInTheQuestions(t *testing.T) {
	set, err := Read("decisions.xlsx", book(t, everything()))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	q := Questions{Decided: set, Duties: []DutyQuestion{{Item: "7", Role: "配合", Text: "有关部门"}}}
	if err := Write(&b, q); err != nil {
		t.Fatal(err)
	}
	again, err := Read("待决定.xlsx", grid.Read("待决定.xlsx", b.Bytes(), grid.Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sorted(again.rows), sorted(set.rows); got != want || len(again.rows) != 11 {
		t.Errorf("%d rows:\n%s\nwant\n%s", len(again.rows), got, want)
	}
}

func sorted(rows []written) string {
	var out []string
	for _, r := range rows {
		for column, text := range r.texts {
			if text == "" {
				delete(r.texts, column)
			}
		}
		delete(r.texts, hintWord)
		out = append(out, fmt.Sprint(r.sheet, r.texts))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}
