package duty

import (
	"os"
	"path/filepath"
	"slices"
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
	table, err := tasktable.Read("2019-task-table.txt", open(t, path), spec(t), tasktable.Known{Units: r.Names()})
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

// What a decision on a text of the table, or on a unit as such, does.
func TestDecisionsByRole(t *testing.T) {
	both := func() *tasktable.Table {
		item := tasktable.Item{ID: "1", Responsible: []string{"县政府各部门", "县政府有关部门"}, Cooperating: []string{"县政府有关部门", "各乡镇（街道）"}}
		return &tasktable.Table{Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{{Tasks: []tasktable.Task{{Number: 1, Items: []tasktable.Item{item}}}}}}}}
	}
	cases := []struct {
		name      string
		duties    []decision.Duty
		want      string
		undecided int
	}{
		{"nothing", nil, "县公安局 responsible,县财政局 responsible,城关镇 cooperating", 2},
		{"one of two places", []decision.Duty{{Item: "1", Role: "cooperating", Text: "县政府有关部门", Units: []string{"县审计局"}}},
			"县公安局 responsible,县财政局 responsible,县审计局 cooperating,城关镇 cooperating", 1},
		{"all items", []decision.Duty{{Role: "responsible", Text: "县政府有关部门", Units: []string{"县审计局"}}, {Role: "cooperating", Text: "县政府有关部门"}},
			"县公安局 responsible,县财政局 responsible,县审计局 responsible,城关镇 cooperating", 0},
		{"another role than the column's", []decision.Duty{{Item: "1", Role: "lead", Text: "县政府有关部门", Units: []string{"县公安局"}}},
			"县公安局 lead,县财政局 responsible,城关镇 cooperating", 0},
		{"one of a group cooperates only", []decision.Duty{{Item: "1", Role: "cooperating", Text: "县政府各部门", Units: []string{"县财政局"}}},
			"县公安局 responsible,县财政局 cooperating,城关镇 cooperating", 2},
		{"a group told by name", []decision.Duty{{Item: "1", Role: "responsible", Text: "县政府各部门", Units: []string{"县财政局"}}},
			"县财政局 responsible,城关镇 cooperating", 2},
		{"a unit as such", []decision.Duty{{Item: "1", Role: "cooperating", Units: []string{"县公安局"}}},
			"县公安局 cooperating,县财政局 responsible,城关镇 cooperating", 2},
	}
	r := smallRoster(t)
	for _, c := range cases {
		d := &decision.Set{Duties: c.duties}
		if err := Verify(d, both()); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		p := Make(both(), r, d, spec(t))
		var got []string
		for _, u := range p.Units(r) {
			a, _ := p.Find("1", u)
			got = append(got, a.Unit+" "+string(a.Duty))
		}
		if strings.Join(got, ",") != c.want || len(p.Undecided) != c.undecided {
			t.Errorf("%s: got %v, %d undecided", c.name, got, len(p.Undecided))
		}
	}
}

// A name that the roster has out of use, or a group without units, is not
// passed over in silence.
func TestNobodyIsMeant(t *testing.T) {
	item := tasktable.Item{ID: "1", Responsible: []string{"县审计局", "各园区", "公安局"}}
	table := &tasktable.Table{Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{{Tasks: []tasktable.Task{{Number: 1, Items: []tasktable.Item{item}}}}}}}}
	p := Make(table, smallRoster(t), nil, spec(t))
	if len(p.Assignments) != 1 || len(p.Unknown) != 1 || !p.Unknown[0].Retired || len(p.Unknown[0].Candidates) > 0 ||
		len(p.Undecided) != 1 || !slices.Equal(p.Undecided[0].Groups, []string{"开发区"}) {
		t.Errorf("%+v", p)
	}
}

func TestVerify(t *testing.T) {
	for want, d := range map[string]decision.Duty{
		"“99”在任务分解表中找不到": {Item: "99", Role: "lead"},
		"单位写作“县直各单位”":    {Role: "cooperating", Text: "县直各单位"},
		"没有“县直各单位”":      {Item: "1", Role: "cooperating", Text: "县直各单位"},
	} {
		err := Verify(&decision.Set{Duties: []decision.Duty{d}}, small())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
	}
}

// Numbers that begin again in each chapter: a bare one is no guess.
func TestItemsOfChapters(t *testing.T) {
	chapter := func(n string) tasktable.Chapter {
		return tasktable.Chapter{Number: n, Sections: []tasktable.Section{{Tasks: []tasktable.Task{{Number: 2, Title: "公开" + n,
			Items: []tasktable.Item{{ID: n + ".2.1"}, {ID: n + ".2.2"}}}, {Number: 5, Items: []tasktable.Item{{ID: n + "（一）.5"}}}}}}}
	}
	table := &tasktable.Table{Chapters: []tasktable.Chapter{chapter("三"), chapter("四")}}
	for in, want := range map[string]string{"2": "", "三.2（1）": "三.2.1", "四.2.2": "四.2.2", "三（一）.5": "三（一）.5", "三(一).5": "三（一）.5", "5": "", "公开四": "四.2.1 四.2.2"} {
		if got := strings.Join(Items(table, in), " "); got != want {
			t.Errorf("Items(%q) = %q, want %q", in, got, want)
		}
	}
	err := Verify(&decision.Set{Fills: []decision.Fill{{Item: "2"}}}, table)
	if err == nil || !strings.Contains(err.Error(), "不止一项（三.2（1）、三.2（2）、四.2（1）、四.2（2））") {
		t.Error(err)
	}
}

func TestItems(t *testing.T) {
	for in, want := range map[string]string{"2-1": "2.1", "2月1日": "2.1", "任务2": "2.1 2.2", "第1项": "1", "2（3）": "", "（）": "", "2（1）": "2.1", "2.1": "2.1", "２．２": "2.2", "2": "2.1 2.2", "公开甲": "1", "3": "", "": ""} {
		if got := strings.Join(Items(small(), in), " "); got != want {
			t.Errorf("Items(%q) = %q, want %q", in, got, want)
		}
	}
}
