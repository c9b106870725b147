package tasktable

import (
	"strconv"
	"strings"
	"testing"

	"zwgk/pkg/grid"
)

// TestCoveredText: what a merged cell covers is nobody's to see, and is told.
func TestCoveredText(t *testing.T) {
	s := sheet("表", []string{"A4:C4", "B5:B6"}, "2020年任务表", "序号|任务|责任单位", "1|甲|县财政局", "一、章|盖住的", "2|乙|县民政局", "3|被盖住|县司法局")
	table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), nil)
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
	table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), nil)
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
		table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), nil)
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
