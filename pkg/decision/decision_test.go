package decision

import (
	"bytes"
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

func TestRead(t *testing.T) {
	set, err := Read("decisions.xlsx", book(t, map[string][][]string{
		"单位认定": {{"写法", "单位", "决定人", "日期", "理由"}, {"县服务中心", "县金融服务中心", "张某", "2019-07-08", "电话核实"}, {"县某局", "", "", "", ""}},
		"责任认定": {{"说明：……"}, {"任务", "角色（牵头|责任|配合）", "原文", "单位", "决定人", "日期", "理由"}, {"6", "配合", "县政府有关部门", "县财政局、县公安局", "张某", "", ""}},
		"豁免":   {{"单位", "任务", "代码", "单元格", "有效期至"}, {"县财政局", "", "e01", "", "2019年12月31日"}},
		"分数调整": {{"单位", "轮次", "指标", "分值"}, {"县财政局", "2019-h1", "", "+1.50"}},
		"延期":   {{"单位", "轮次", "截止日期"}, {"县公安局", "", "2019.7.10"}},
		"收件时间": {{"文件", "时间"}, {"a.xlsx", "2019-07-03"}},
		"代填":   {{"单位", "任务", "轮次", "字段", "内容"}, {"县公安局", "6", "", "进展情况", "=好"}},
		"变更":   {{"类型", "对象", "改为", "自"}, {"单位更名", "县工商局", "县市场监管局", "2019-03-01"}},
		"我的笔记": {{"随便", "写"}},
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Identities) != 1 || set.Identities[0].Unit != "县金融服务中心" || set.Identities[0].Reason != "电话核实" || set.Identities[0].Source.Cell != "B2" {
		t.Errorf("%+v", set.Identities)
	}
	if d := set.Duties[0]; d.Role != "cooperating" || len(d.Units) != 2 || d.Units[1] != "县公安局" || d.Source.Cell != "D3" {
		t.Errorf("%+v", d)
	}
	if w := set.Waivers[0]; w.Code != "E01" || w.Until != "2019-12-31" {
		t.Errorf("%+v", w)
	}
	if set.Adjustments[0].Points != "1.5" || set.Extensions[0].Due != "2019-07-10" || set.Receipts[0].Time != "2019-07-03" || set.Fills[0].Content != "=好" || set.Changes[0].From != "2019-03-01" {
		t.Errorf("%+v", set)
	}
	if n := len(set.Units()); n != 7 {
		t.Errorf("%d units named", n)
	}
}

func TestReadErrors(t *testing.T) {
	cases := []struct {
		sheet string
		rows  [][]string
		want  []string
	}{
		{"责任认定", [][]string{{"任务", "角色", "原文", "单位"}, {"6", "协办", "", "县财政局"}}, []string{"“责任认定” B2", "协办", "应写“牵头”"}},
		{"责任认定", [][]string{{"任务", "角色", "原文", "单位"}, {"", "责任", "", "县财政局"}}, []string{"A2", "没有写“任务”"}},
		{"延期", [][]string{{"单位", "轮次", "截止日期"}, {"县财政局", "", "下周"}}, []string{"C2", "“下周”不是日期"}},
		{"延期", [][]string{{"单位", "轮次", "截止日期"}, {"县财政局", "", "2019-02-30"}}, []string{"C2"}},
		{"分数调整", [][]string{{"单位", "轮次", "指标", "分值"}, {"县财政局", "", "", "两分"}}, []string{"D2", "应写数字"}},
		{"变更", [][]string{{"类型", "对象", "改为", "自"}, {"撤销", "甲", "", ""}}, []string{"A2", "单位更名"}},
		{"豁免", [][]string{{"甲", "乙"}}, []string{"找不到表头", "代码"}},
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
	f.SetCellStr("责任认定", "D4", "县财政局")
	f.SetCellStr("单位认定", "B4", "县金融服务中心")
	var answered bytes.Buffer
	f.Write(&answered)
	set, err = Read("待决定.xlsx", grid.Read("", answered.Bytes(), grid.Limits{}))
	if err != nil || len(set.Duties) != 1 || set.Duties[0].Units[0] != "县财政局" || set.Duties[0].Item != "6" || len(set.Identities) != 1 {
		t.Errorf("%+v %v", set, err)
	}
}
