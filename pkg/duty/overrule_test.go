package duty

import (
	"testing"

	"zwgk/pkg/decision"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

func twoTasks(t *testing.T) (*tasktable.Table, *roster.Roster) {
	t.Helper()
	item := func(id string, responsible, cooperating []string) tasktable.Task {
		return tasktable.Task{Title: "任务" + id, Items: []tasktable.Item{{ID: id, Responsible: responsible, Cooperating: cooperating}}}
	}
	table := &tasktable.Table{Year: 2023, Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{{Tasks: []tasktable.Task{
		item("1", []string{"县水务局", "有关部门"}, nil), item("2", []string{"县财政局"}, []string{"有关部门"})}}}}}}
	r, err := (&roster.Roster{}).With([]roster.Unit{{Name: "县水务局", Active: true}, {Name: "县财政局", Active: true}, {Name: "县信访局", Active: true}})
	if err != nil {
		t.Fatal(err)
	}
	return table, r
}

// TestDecisionsOnTextsWin: what decisions.xlsx says of a text of a task, a plan workbook
// says nothing else of for the units that the text means.
func TestDecisionsOnTextsWin(t *testing.T) {
	table, r := twoTasks(t)
	plan := &decision.Set{Duties: []decision.Duty{{Item: "1", Role: "lead", Units: []string{"县水务局"}}, {Item: "1", Role: "cooperating", Units: []string{"县财政局"}}}}
	decisions := &decision.Set{Duties: []decision.Duty{{Item: "1", Role: "responsible", Text: "县水务局", Units: []string{"县水务局"}}}}
	set, overruled := Overrule(table, plan, decisions)
	p := Make(table, r, set, spec(t))
	water, _ := p.Find("1", "县水务局")
	money, _ := p.Find("1", "县财政局")
	if water.Duty != Responsible || money.Duty != Cooperating || len(overruled) != 1 {
		t.Errorf("%v, %v, %d overruled", water, money, len(overruled))
	}
}

// TestDecisionOnAllItems: who is meant is decided for all tasks at once, what they have to do
// each task says by itself.
func TestDecisionOnAllItems(t *testing.T) {
	table, r := twoTasks(t)
	for _, role := range []string{"responsible", "cooperating"} {
		p := Make(table, r, &decision.Set{Duties: []decision.Duty{{Role: role, Text: "有关部门", Units: []string{"县信访局"}}}}, spec(t))
		first, _ := p.Find("1", "县信访局")
		second, _ := p.Find("2", "县信访局")
		if first.Duty != Responsible || second.Duty != Cooperating || len(p.Undecided) > 0 {
			t.Errorf("%s: %v, %v, open %v", role, first, second, p.Undecided)
		}
	}
}
