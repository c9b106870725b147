package tasktable

import (
	"fmt"
	"slices"
	"testing"

	"zwgk/pkg/grid"
)

// TestUnitsOfHeadings: what a heading says in brackets is of its tasks without units, and
// else a part of its title.
func TestUnitsOfHeadings(t *testing.T) {
	rows := []string{"示例县2023年重点任务分解表", "序号|重点任务|工作要求|责任单位", "一、重点领域（牵头单位：县发改局）", "1|公开预算|公开。|", "2|公开环境|公开。|县生态环境局",
		"一、重点领域（牵头单位：县发改局）", "3|公开招生|公开。|", "二、基础工作（县政府办公室牵头，县委网信办配合）", "4|培训|培训。|县司法局"}
	table, err := Read("a.csv", &grid.Workbook{Sheets: []*grid.Sheet{sheet("", nil, rows...)}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range table.Rows() {
		got = append(got, fmt.Sprint(r.Chapter, r.Item.Lead, r.Item.Responsible, r.Item.UnitCell(colResponsible, "县发改局")))
	}
	want := []string{"一、重点领域[县发改局] []A3", "一、重点领域[] [县生态环境局]D5", "一、重点领域[县发改局] []A3", "二、基础工作（县政府办公室牵头，县委网信办配合）[] [县司法局]D9"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
