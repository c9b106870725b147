package form

import (
	"os"
	"strings"
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/policy"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

func specFiles(t testing.TB) (form, words policy.File) {
	t.Helper()
	var files []policy.File
	for _, name := range []string{"form.yaml", "words.yaml"} {
		data, err := os.ReadFile("../../templates/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, policy.File{Name: name, Data: data})
	}
	return files[0], files[1]
}

func testSpec(t testing.TB) *Spec {
	t.Helper()
	spec, err := ParseSpec(specFiles(t))
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// testTable has a task of four rows, single ones, and a title that occurs in
// two chapters.
func testTable() *tasktable.Table {
	item := func(id, requirement string) tasktable.Item { return tasktable.Item{ID: id, Requirement: requirement} }
	return &tasktable.Table{Year: 2019, Chapters: []tasktable.Chapter{
		{Number: "一", Title: "围绕政策落实扩大公开", Sections: []tasktable.Section{{Number: "（一）", Title: "做好助推经济高质量发展信息公开", Tasks: []tasktable.Task{
			{Number: 1, Title: "推进新旧动能转换重大工程信息公开", Items: []tasktable.Item{item("1", "加大新旧动能转换重大工程配套制度措施的公开、解读力度。")}},
			{Number: 2, Title: "推进乡村振兴信息公开", Items: []tasktable.Item{
				item("2.1", "加强实施乡村振兴战略的政策、成效、资金、项目安排等信息公开工作。"),
				item("2.2", "动态发布农村集体产权制度改革试点和农村闲散土地盘活利用等工作进展信息。"),
				item("2.3", "加大农民返乡创业、农民职业教育等政策宣传和解读力度。"),
				item("2.4", "做好编制农村生活污水治理专项规划及实施方案。")}},
			{Number: 6, Title: "推进规范性文件清理结果公开", Items: []tasktable.Item{item("6", "7月底前公布规范性文件制发主体清单。")}},
			{Number: 9, Title: "推进重要部署执行公开", Items: []tasktable.Item{item("9", "按照职责分工，加大执行和落实情况公开力度。")}}}}}},
		{Number: "三", Title: "围绕政民互动拓展公开", Sections: []tasktable.Section{{Number: "（一）", Title: "加强组织领导", Tasks: []tasktable.Task{
			{Number: 32, Title: "加强组织领导", Items: []tasktable.Item{item("32", "理顺和完善领导体制、工作机制。")}}}}}},
	}}
}

func testRoster(t testing.TB) *roster.Roster {
	t.Helper()
	r, err := roster.Read("roster.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{sheetOf(`
单位名称|全称|别名|类别|启用|备注
县财政局|示例县财政局|财政局|政府部门|是
县审计局|示例县审计局||政府部门|是
夏镇街道|示例县人民政府夏镇街道办事处|夏镇街道办事处;夏镇|乡镇街道|是
昭阳街道|示例县人民政府昭阳街道办事处|昭阳街道办|乡镇街道|是`)}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var (
	half = Round{ID: "2019-h1", Name: "上半年", Kind: "half", Start: "2019-01-01", Due: "2019-07-05", AsOf: "2019-06-30", Year: 2019}
	end  = Round{ID: "2019-end", Name: "全年", Kind: "year", Start: "2019-07-01", Due: "2020-01-05", AsOf: "2019-12-31", Year: 2019}
)

func testContext(t testing.TB) Context {
	t.Helper()
	return Context{Table: testTable(), Plan: &duty.Plan{}, Roster: testRoster(t), Rounds: []Round{half, end}, Round: half, County: "示例县", Year: 2019}
}

// sheetOf builds a sheet: a line per row, cells separated by |, ¶ is a line
// break. Ranges such as A1:C1 are merged.
func sheetOf(text string, merged ...string) *grid.Sheet {
	s := &grid.Sheet{Name: "Sheet1", Visible: true}
	for i, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		for j, cell := range strings.Split(line, "|") {
			cell = strings.ReplaceAll(strings.Trim(cell, " "), "¶", "\n")
			if cell != "" {
				s.Cells = append(s.Cells, grid.Cell{Row: i + 1, Col: j + 1, Type: grid.Text, Text: cell, Raw: cell})
			}
		}
	}
	for _, m := range merged {
		from, to, _ := strings.Cut(m, ":")
		r1, c1, _ := grid.ParseRef(from)
		r2, c2, _ := grid.ParseRef(to)
		s.Merged = append(s.Merged, grid.Range{Row1: r1, Col1: c1, Row2: r2, Col2: c2})
	}
	return s
}

func readSheets(t testing.TB, path string, sheets ...*grid.Sheet) *Reading {
	t.Helper()
	wb := &grid.Workbook{Format: "xlsx", Sheets: sheets}
	return Read(Input{File: intake.File{Path: path}, Workbook: wb}, testSpec(t), testContext(t))
}

func readOne(t testing.TB, text string, merged ...string) *Form {
	t.Helper()
	r := readSheets(t, "x.xlsx", sheetOf(text, merged...))
	if len(r.Forms) != 1 {
		t.Fatalf("%d forms, others %v", len(r.Forms), r.Others)
	}
	return r.Forms[0]
}
