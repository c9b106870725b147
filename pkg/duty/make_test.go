package duty

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zwgk/pkg/decision"
	"zwgk/pkg/grid"
	"zwgk/pkg/policy"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

const root = "../../"

func spec(t testing.TB) *tasktable.Spec {
	t.Helper()
	data, err := os.ReadFile(root + "templates/table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := tasktable.ParseSpec(policy.File{Name: "table.yaml", Data: data})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func open(t testing.TB, path string) *grid.Workbook {
	t.Helper()
	wb, err := grid.Open(path, grid.Limits{})
	if err != nil || wb.Err != nil {
		t.Fatal(err, wb.Err)
	}
	return wb
}

func real(t testing.TB) (*tasktable.Table, *roster.Roster) {
	t.Helper()
	dir := root + "samples/weishan-2019/"
	r, err := roster.Read("roster.csv", open(t, dir+"roster.csv"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "2019-task-table.txt")
	table, err := tasktable.Read("2019-task-table.txt", open(t, path), spec(t), r.Names())
	if err != nil {
		t.Fatal(err)
	}
	return table, r
}

// The numbers of the real table with the real roster.
func TestPlanOfTheRealTable(t *testing.T) {
	table, r := real(t)
	p := Make(table, r, &decision.Set{}, spec(t))
	count := map[Role]int{}
	for _, a := range p.Assignments {
		count[a.Duty]++
		if u, ok := r.Unit(a.Unit); !ok || !u.Active {
			t.Errorf("%s is not in use", a.Unit)
		}
	}
	if len(p.Units(r)) != 47 || count[Responsible] != 604 || count[Cooperating] != 449 || len(p.Undecided) != 16 || len(p.Unknown) != 0 {
		t.Errorf("%d units, %v, %d undecided, unknown %v", len(p.Units(r)), count, len(p.Undecided), p.Unknown)
	}
	if a, ok := p.Find("9", "县财政局"); !ok || a.Via != "县政府各部门" || a.Duty != Responsible {
		t.Errorf("%+v", a)
	}
	if a, ok := p.Find("1", "夏镇街道"); !ok || a.Duty != Cooperating {
		t.Errorf("%+v", a)
	}
}

func small() *tasktable.Table {
	item := func(id string, responsible, cooperating []string) tasktable.Item {
		return tasktable.Item{ID: id, Responsible: responsible, Cooperating: cooperating}
	}
	return &tasktable.Table{Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{{Tasks: []tasktable.Task{
		{Number: 1, Title: "公开甲", Items: []tasktable.Item{item("1", []string{"县公安局", "县某局"}, []string{"县政府有关部门", "县公安局"})}},
		{Number: 2, Title: "公开乙", Items: []tasktable.Item{item("2.1", []string{"县政府各部门"}, nil), item("2.2", nil, nil)}},
	}}}}}}
}

func smallRoster(t testing.TB) *roster.Roster {
	t.Helper()
	r, err := roster.Read("roster.csv", grid.Read("", []byte("单位名称,类别,启用\n县公安局,政府部门,是\n县财政局,政府部门,是\n县审计局,政府部门,否\n城关镇,乡镇街道,是\n"), grid.Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDecisions(t *testing.T) {
	r := smallRoster(t)
	p := Make(small(), r, nil, spec(t))
	if len(p.Assignments) != 3 || len(p.Undecided) != 1 || len(p.Unknown) != 1 || p.Unknown[0].Text != "县某局" {
		t.Fatalf("%+v", p)
	}
	if a, _ := p.Find("1", "县公安局"); a.Duty != Responsible {
		t.Errorf("the weaker duty counts: %+v", a)
	}
	d := &decision.Set{Duties: []decision.Duty{
		{Item: "１", Role: "cooperating", Text: "县政府有关部门", Units: []string{"县财政局"}},
		{Item: "1", Role: "responsible", Text: "县某局", Units: nil},
		{Item: "2（2）", Role: "lead", Units: []string{"城关镇"}},
	}}
	if err := Verify(d, small()); err != nil {
		t.Fatal(err)
	}
	p = Make(small(), r, d, spec(t))
	if len(p.Undecided)+len(p.Unknown) != 0 {
		t.Errorf("still open: %+v %+v", p.Undecided, p.Unknown)
	}
	if a, ok := p.Find("1", "县财政局"); !ok || a.Via != "县政府有关部门" || a.Duty != Cooperating {
		t.Errorf("%+v", a)
	}
	if a, ok := p.Find("2.2", "城关镇"); !ok || a.Duty != Lead {
		t.Errorf("%+v", a)
	}
}

func TestVerify(t *testing.T) {
	for want, d := range map[string]decision.Duty{
		"“99”在任务分解表中找不到": {Item: "99", Role: "lead"},
		"没有“县直各单位”":      {Item: "1", Role: "cooperating", Text: "县直各单位"},
	} {
		err := Verify(&decision.Set{Duties: []decision.Duty{d}}, small())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
	}
}

func TestItems(t *testing.T) {
	for in, want := range map[string]string{"2（1）": "2.1", "2.1": "2.1", "２．２": "2.2", "2": "2.1 2.2", "公开甲": "1", "3": "", "": ""} {
		if got := strings.Join(Items(small(), in), " "); got != want {
			t.Errorf("Items(%q) = %q, want %q", in, got, want)
		}
	}
}
