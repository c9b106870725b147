package ledger

import (
	"fmt"
	"math/rand"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/policy"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// Items 1 to 4: 县公安局 must report 1, 2, 3 and cooperates in 4; 县财政局 must report 3; item 4 is open to all.
func input(t testing.TB, forms ...*form.Form) Input {
	t.Helper()
	r, err := roster.Read("roster.csv", grid.Read("", []byte("单位名称,类别\n县公安局,政府部门\n县财政局,政府部门\n县民政局,政府部门\n"), grid.Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	var tasks []tasktable.Task
	for i := 1; i <= 5; i++ {
		tasks = append(tasks, tasktable.Task{Number: i, Items: []tasktable.Item{{ID: fmt.Sprint(i)}}})
	}
	table := &tasktable.Table{Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{{Tasks: tasks}}}}}
	plan := &duty.Plan{Undecided: []duty.Undecided{{Item: "4"}}}
	for _, item := range []string{"1", "2", "3"} {
		plan.Assignments = append(plan.Assignments, duty.Assignment{Item: item, Unit: "县公安局", Duty: duty.Responsible})
	}
	plan.Assignments = append(plan.Assignments, duty.Assignment{Item: "3", Unit: "县财政局", Duty: duty.Lead},
		duty.Assignment{Item: "4", Unit: "县公安局", Duty: duty.Cooperating})
	return Input{Round: form.Round{ID: "h1", Name: "上半年", Due: "2019-07-05", AsOf: "2019-06-30", Year: 2019}, Table: table, Plan: plan, Roster: r, Forms: forms}
}

// sheet makes a form; rows are "item=text", "-item" a row left empty.
func sheet(unit, file, received string, rows ...string) *form.Form {
	f := &form.Form{File: file, Sheet: "填报表", Unit: unit, Received: received, Header: "A1"}
	for i, row := range rows {
		item, text, _ := strings.Cut(row, "=")
		e := form.Entry{Row: i + 2, Item: strings.TrimPrefix(item, "-"), Empty: strings.HasPrefix(item, "-"),
			Written: map[string]string{form.FieldProgressText: text}, Cells: map[string]string{form.FieldID: fmt.Sprintf("A%d", i+2)}}
		f.Entries = append(f.Entries, e)
	}
	return f
}

// merged lists what counts as "unit item=text duty".
func merged(l *Ledger) string {
	var out []string
	for _, e := range l.Entries {
		if e.Fate == Merged {
			out = append(out, fmt.Sprintf("%s%s=%s", strings.TrimPrefix(e.Unit, "县"), e.Item, e.ProgressText))
		}
	}
	return strings.Join(out, " ")
}

func TestVersions(t *testing.T) {
	cases := []struct {
		name  string
		forms []*form.Form
		want  string
		ties  int
		rows  Rows
	}{
		{"row by row", []*form.Form{sheet("县公安局", "b.xlsx", "2019-07-01", "1=旧", "2=旧"), sheet("县公安局", "a.xlsx", "2019-07-03", "1=新", "-2")},
			"公安局1=新 公安局2=旧", 0, Rows{4, 2, 1, 0, 1}},
		{"twice in a sheet", []*form.Form{sheet("县公安局", "a.xlsx", "", "1=甲", "1=乙")}, "公安局1=乙", 0, Rows{2, 1, 1, 0, 0}},
		{"nothing orders them", []*form.Form{sheet("县公安局", "b.xlsx", "", "1=乙"), sheet("县公安局", "a.xlsx", "", "1=甲")}, "公安局1=乙", 1, Rows{2, 1, 1, 0, 0}},
		{"alike, no tie", []*form.Form{sheet("县公安局", "b.xlsx", "", "1=甲"), sheet("县公安局", "a.xlsx", "", "1=甲 ")}, "公安局1=甲", 0, Rows{2, 1, 1, 0, 0}},
		{"same day, no time", []*form.Form{sheet("县公安局", "a.xlsx", "2019-07-03T09:00:00", "1=甲"), sheet("县公安局", "b.xlsx", "2019-07-03", "1=乙")}, "公安局1=乙", 1, Rows{2, 1, 1, 0, 0}},
		{"time of day", []*form.Form{sheet("县公安局", "b.xlsx", "2019-07-03T09:00:00", "1=早"), sheet("县公安局", "a.xlsx", "2019-07-03T10:00:00", "1=晚")}, "公安局1=晚", 0, Rows{2, 1, 1, 0, 0}},
		{"known and unknown", []*form.Form{sheet("县公安局", "a.xlsx", "2019-07-03", "1=知"), sheet("县公安局", "b.xlsx", "", "1=不知")}, "公安局1=不知", 1, Rows{2, 1, 1, 0, 0}},
		{"foreign, ambiguous, volunteer", []*form.Form{sheet("县财政局", "a.xlsx", "", "1=外", "=无", "4=愿", "3=己", "5=外")}, "财政局3=己 财政局4=愿", 0, Rows{5, 2, 0, 3, 0}},
		{"no unit", []*form.Form{sheet("", "a.xlsx", "", "1=甲", "-2")}, "", 0, Rows{2, 0, 0, 1, 1}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := Merge(input(t, c.forms...))
			var sum Rows
			for _, r := range l.Files {
				sum = Rows{sum.Read + r.Read, sum.Merged + r.Merged, sum.Superseded + r.Superseded, sum.Unmatched + r.Unmatched, sum.Empty + r.Empty}
			}
			if got := merged(l); got != c.want || len(l.Ties) != c.ties || sum != c.rows {
				t.Errorf("got %q, %d ties, %+v", got, len(l.Ties), sum)
			}
		})
	}
}

func TestUnits(t *testing.T) {
	in := input(t, sheet("县公安局", "a.xlsx", "2019-07-05", "1=甲", "-2"), sheet("县公安局", "b.xlsx", "2019-07-09", "1=乙"), sheet("县财政局", "c.xlsx", "2019-07-06", "3=丙"),
		sheet("县民政局", "d.xlsx", "2019-07-09", "4=丁"))
	l := Merge(in)
	got := map[string]Unit{}
	for _, u := range l.Units {
		got[u.Name] = u
	}
	if u := got["县公安局"]; !u.Reported || u.Late || u.Received != "2019-07-05" || strings.Join(u.Missing, " ") != "2 3" || len(u.Files) != 2 {
		t.Errorf("%+v", u)
	}
	if u := got["县财政局"]; !u.Late || !u.Expected || len(u.Missing) != 0 {
		t.Errorf("%+v", u)
	}
	if u := got["县民政局"]; u.Expected || !u.Reported {
		t.Errorf("a volunteer is expected: %+v", u)
	}
	if !l.AllSuperseded(SheetKey{"a.xlsx", "填报表", "县公安局"}) || l.AllSuperseded(SheetKey{"b.xlsx", "填报表", "县公安局"}) {
		t.Error("which sheets are replaced")
	}
	in.Decisions = &decision.Set{Extensions: []decision.Extension{{Unit: "县财政局", Round: "上半年", Due: "2019-07-10"}}}
	for _, u := range Merge(in).Units {
		if u.Name == "县财政局" && u.Late {
			t.Error("the extension does not count")
		}
	}
	in.Unmerged = func(f *form.Form) bool { return f.Unit == "县财政局" }
	for _, u := range Merge(in).Units {
		if u.Name == "县财政局" && (u.Reported || len(u.Missing) != 1) {
			t.Errorf("a sheet of another round reports: %+v", u)
		}
	}
}

// The account closes, and the order of files does not matter.
func TestAccountCloses(t *testing.T) {
	for seed := range int64(300) {
		rnd := rand.New(rand.NewSource(seed))
		var forms []*form.Form
		for i := range 1 + rnd.Intn(6) {
			var rows []string
			for range rnd.Intn(6) {
				rows = append(rows, []string{"", "-"}[rnd.Intn(2)]+fmt.Sprintf("%d=%d", rnd.Intn(6), rnd.Intn(3)))
			}
			unit := []string{"", "县公安局", "县财政局", "县民政局"}[rnd.Intn(4)]
			forms = append(forms, sheet(unit, fmt.Sprintf("%d.xlsx", i), []string{"", "2019-07-03", "2019-07-08"}[rnd.Intn(3)], rows...))
		}
		l := Merge(input(t, forms...))
		rows := 0
		for _, f := range forms {
			r := l.Files[f.File]
			if r.Read != len(f.Entries) || r.Read != r.Merged+r.Superseded+r.Unmatched+r.Empty {
				t.Fatalf("seed %d: %s %+v of %d rows", seed, f.File, r, len(f.Entries))
			}
			rows += r.Read
		}
		if rows != len(l.Entries) {
			t.Fatalf("seed %d: %d rows, %d entries", seed, rows, len(l.Entries))
		}
		shuffled := slices.Clone(forms)
		rnd.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if again := Merge(input(t, shuffled...)); !reflect.DeepEqual(l.Entries, again.Entries) || !reflect.DeepEqual(l.Units, again.Units) {
			t.Fatalf("seed %d: the order of files matters", seed)
		}
	}
}

func TestFurtherColumnsAreKept(t *testing.T) {
	f := sheet("县公安局", "a.xlsx", "2019-07-01", "1=甲")
	f.Entries[0].Extra = map[string]string{"经办科室": "办公室", form.FieldProgressText: "没有这一栏"}
	l := Merge(input(t, f))
	if w := l.Entries[0].Written; w["经办科室"] != "办公室" || w[form.FieldProgressText] != "甲" {
		t.Errorf("%v", w)
	}
}

func TestWhatTheOfficeFilledIn(t *testing.T) {
	f := sheet("县公安局", "a.xlsx", "2019-07-01", "1=甲")
	e := &f.Entries[0]
	e.Status, e.Progress, e.Date = form.Ongoing, form.Progress{Percent: "60", Kind: "percent"}, form.Date{ISO: "2019-06-01"}
	for field, text := range map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: "60%", form.FieldDate: "2019-06-01"} {
		e.Written[field], e.Cells[field] = text, "X2"
	}
	in := input(t, f)
	in.Spec = spec(t)
	in.Decisions = &decision.Set{Fills: []decision.Fill{{Unit: "县公安局", Item: "1", Field: "完成时间", Content: "未定"},
		{Unit: "县公安局", Item: "1", Field: "进度", Content: "1"}, {Unit: "县公安局", Item: "1", Field: "完成情况", Content: "已完成"},
		{Unit: "县公安局", Item: "1", Field: "公开链接", Content: "见 http://a.cn/1 和 http://a.cn/2"}}}
	got := Merge(in).Entries[0]
	if got.Date != "" || got.Progress != "100" || got.Status != form.Done || len(got.Links) != 2 || got.Source.Cells[form.FieldProgress] != "" || got.Source.Cells[form.FieldID] != "A2" {
		t.Errorf("%+v", got)
	}
}

func spec(t *testing.T) *form.Spec {
	t.Helper()
	var files []policy.File
	for _, name := range []string{"form.yaml", "words.yaml"} {
		data, err := os.ReadFile("../../templates/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, policy.File{Name: name, Data: data})
	}
	s, err := form.ParseSpec(files[0], files[1])
	if err != nil {
		t.Fatal(err)
	}
	return s
}
