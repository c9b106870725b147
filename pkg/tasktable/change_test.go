package tasktable

import (
	"fmt"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
)

// TestAddBelowAChapter: a task may be added under a number as the table's tasks have them.
func TestAddBelowAChapter(t *testing.T) {
	rows := sheet("Sheet1", nil, "2021年政务公开工作任务分解表", "序号|工作任务|具体要求|责任单位", "一、财政||", "1|公开预算|公开。|县财政局", "2|公开决算|公开。|县财政局", "二、民生||", "1|公开招生|公开。|县教育局", "2|公开低保|公开。|县民政局")
	spec := readSpec(t)
	table, err := Read("a.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{rows}}, spec, Known{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, want string }{
		{"一.3 公开审计", "一.3 一、财政 公开审计"},
		{"一.2 公开债务", "一.4 一、财政 公开债务"},
		{"二.3、公开医疗", "二.3 二、民生 公开医疗"},
		{"三.1 公开规划", "5 二、民生 三.1 公开规划"},
		{"公开年报", "6 二、民生 公开年报"},
	} {
		id, named, ok := table.Add(c.name, "责任单位：县财政局；要求：公开。", spec, nil, finding.Place{})
		r, there := table.Find(id)
		if got := fmt.Sprint(id, " ", r.Chapter, " ", r.Task); !ok || !there || len(named) != 1 || got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
