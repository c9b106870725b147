package tasktable

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"zwgk/pkg/grid"
)

// TestCoveredText: what a merged cell covers is nobody's to see, and is told.
func TestCoveredText(t *testing.T) {
	s := sheet("表", []string{"A4:C4", "B5:B6"}, "2020年任务表", "序号|任务|责任单位", "1|甲|县财政局", "一、章|盖住的", "2|乙|县民政局", "3|被盖住|县司法局")
	table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	got := outline(table)
	for _, want := range []string{"D11 表 B4  盖住的\n", "D11 表 B6  被盖住\n", "A3 1 甲", "A5 2 乙", "A6 3 乙"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// TestSameAsAbove: 同上 stands for the units and times of the row above, 无 for none.
func TestSameAsAbove(t *testing.T) {
	s := sheet("表", nil, "2020年任务表", "序号|任务|责任单位|配合单位|完成时限", "1|甲|县财政局、县民政局|无|6月底前", "2|乙|同上|县司法局|〃", "3|丙|同 上|〃|同上")
	table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, r := range table.Rows() {
		got += strings.Join(append(append(r.Item.Responsible, "|"), r.Item.Cooperating...), " ") + " " + r.Item.Deadlines[0].Due + " " + r.Item.Written[colResponsible] + "\n"
	}
	want := "县财政局 县民政局 | 2020-06-30 县财政局、县民政局\n县财政局 县民政局 | 县司法局 2020-06-30 同上\n县财政局 县民政局 | 县司法局 2020-06-30 同 上\n"
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestColumnsByContent: a column of headings is one whatever it is called, and of
// two columns for the same the left one is the title.
func TestColumnsByContent(t *testing.T) {
	for name, c := range map[string]struct {
		rows   []string
		merged []string
		want   string
	}{
		"chapters under the word for tasks": {[]string{"重点任务|序号|具体任务|责任单位", "一、抓公开|1|公开预算|县财政局", "|2|公开决算|县财政局", "二、夯基础|3|保密审查|县保密局"}, []string{"A3:A4"},
			"一、抓公开/1公开预算 一、抓公开/2公开决算 二、夯基础/3保密审查"},
		"a title beside a requirement": {[]string{"序号|工作任务|工作内容|责任单位", "1|预算公开|公开部门预算。|县财政局", "2|决算公开|公开部门决算。|县财政局"}, nil, "/1预算公开:公开部门预算。 /2决算公开:公开部门决算。"},
		"the left one is the title":    {[]string{"序号|具体任务|工作要求|责任单位", "1|预算公开|公开部门预算。|县财政局", "2|决算公开|公开部门决算。|县财政局"}, nil, "/1预算公开:公开部门预算。 /2决算公开:公开部门决算。"},
		"tasks with Chinese numbers":   {[]string{"任务|责任单位", "一、公开预算|县财政局", "二、公开决算|县财政局", "三、公开采购|县财政局"}, nil, "/1公开预算 /2公开决算 /3公开采购"},
	} {
		s := sheet("表", c.merged, append([]string{"2020年任务表"}, c.rows...)...)
		table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), Known{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range table.Rows() {
			line := r.Chapter + "/" + strconv.Itoa(r.TaskNumber) + r.Task
			if r.Item.Requirement != "" {
				line += ":" + r.Item.Requirement
			}
			got = append(got, line)
		}
		if line := strings.Join(got, " "); line != c.want {
			t.Errorf("%s: %s, want %s", name, line, c.want)
		}
	}
}

// TestPlainDocuments: units and times within the paragraph of a task, in brackets
// of any kind, or in a line of their own.
func TestPlainDocuments(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"labels within the paragraph": {"一、夯实基础\n1.严格审核。落实“三审三校”。责任单位：县政府办、县委网信办。完成时限：全年。\n2.规范指南。更新机构信息。责任单位：县直各部门。完成时限：4月30日前。",
			"1严格审核:落实“三审三校”。 [] [县政府办 县委网信办] 全年;2规范指南:更新机构信息。 [] [县直各部门] 4月30日前"},
		"labels within brackets":     {"一、夯实基础\n1.开展评议。邀请代表评议。（牵头单位：县政府办，责任单位：县融媒体中心，完成时限：11月底前）\n2.规范指南。更新信息。（县司法局负责，6月底前完成）", "1开展评议:邀请代表评议。 [县政府办] [县融媒体中心] 11月底前;2规范指南:更新信息。 [] [县司法局] 6月底前"},
		"brackets in their own line": {"一、夯实基础\n1.严格审核。落实“三审三校”。\n（县政府办、县委网信办负责）\n2.规范指南。更新信息。【县直各部门】", "1严格审核:落实“三审三校”。 [] [县政府办 县委网信办] ;2规范指南:更新信息。 [] [县直各部门] "},
	} {
		var wb grid.Workbook
		wb.Format = "docx"
		for i, line := range strings.Split("示例县2022年政务公开任务分工\n"+c.text, "\n") {
			wb.Paragraphs = append(wb.Paragraphs, grid.Paragraph{Number: i + 1, Text: line})
		}
		table, err := Read("a.docx", &wb, readSpec(t), Known{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, r := range table.Rows() {
			when := ""
			for _, d := range r.Item.Deadlines {
				when += d.Text
			}
			got = append(got, fmt.Sprintf("%d%s:%s %v %v %s", r.TaskNumber, r.Task, r.Item.Requirement, r.Item.Lead, r.Item.Responsible, when))
		}
		if line := strings.Join(got, ";"); line != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, line, c.want)
		}
	}
}

// TestNotesBelow: notes go on after 注：, with numbers too; a line about who made
// the table is none of its tasks.
func TestNotesBelow(t *testing.T) {
	s := sheet("表", []string{"A5:D5", "A6:D6"}, "2020年任务表", "序号|任务|责任单位|要求", "1|甲|县财政局|做", "2|乙|县民政局|做", "注：1.甲为一级预算单位。", "2.责任单位有多个的，排在首位的为牵头单位。")
	table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), Known{})
	if err != nil || len(table.Rows()) != 2 {
		t.Fatalf("%v\n%s", err, outline(table))
	}
	s = sheet("表", nil, "2020年任务表", "序号|任务|责任单位|要求", "1|甲|县财政局|做", "2|乙|县民政局|做", "|制表：张某|审核：李某|2020年5月")
	table, err = Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), Known{})
	if err != nil || len(table.Rows()) != 2 {
		t.Fatalf("%v\n%s", err, outline(table))
	}
}

// TestUnknownColumn: a header that nothing is known of is told once, where text
// stands below it; 备注 and empty columns are not.
func TestUnknownColumn(t *testing.T) {
	s := sheet("表", nil, "2020年任务表", "序号|任务|责任单位|某某事宜|备注|甲栏", "1|甲|县财政局|按季度公布|略|", "2|乙|县民政局|按月公布||")
	table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range table.Findings {
		if f.Code == codeUnknownColumn {
			got = append(got, f.Cell+" "+f.Value)
		}
	}
	if line := strings.Join(got, ";"); line != "D2 某某事宜" || table.Rows()[0].Item.Extra["某某事宜"] != "按季度公布" {
		t.Errorf("%s\n%s", line, outline(table))
	}
}
