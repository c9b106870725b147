package assess

import (
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"

	"github.com/shopspring/decimal"
)

// TestSchedule: a yearly task stands at 91.7 percent at the end of November, and one due in
// July at six sevenths at the end of June.
func TestSchedule(t *testing.T) {
	for _, k := range []struct{ day, due, want string }{
		{"2019-11-30", "2019-12-31", "91.7"}, {"2019-06-30", "2019-12-31", "50.0"}, {"2019-06-30", "2019-07-31", "85.7"}, {"2019-06-15", "2019-12-31", "45.8"},
		{"2019-08-31", "2019-07-31", "100.0"}, {"2019-06-30", "2018-12-31", "100.0"}, {"2019-06-30", "2020-06-30", "33.3"}, {"2019-02-28", "2019-02-28", "100.0"},
		{"2018-12-31", "2019-12-31", "0.0"},
	} {
		if got := schedule(k.day, k.due, 2019).StringFixed(1); got != k.want {
			t.Errorf("%s of %s: %s, want %s", k.day, k.due, got, k.want)
		}
	}
}

func TestLights(t *testing.T) {
	s := &Scheme{lights: lightLimits{decimal.NewFromInt(10), decimal.NewFromInt(30)}}
	item := func(id string, d ...tasktable.Deadline) tasktable.Task {
		return tasktable.Task{Title: id, Items: []tasktable.Item{{ID: id, Deadlines: d}}}
	}
	year := tasktable.Deadline{Kind: "date", Due: "2019-12-31"}
	table := &tasktable.Table{Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{{Tasks: []tasktable.Task{
		item("1", year), item("2", tasktable.Deadline{Kind: "date", Due: "2019-05-31"}), item("3"), item("4", tasktable.Deadline{Kind: "count", Every: "year", Times: 2}),
		item("5", tasktable.Deadline{Kind: "recurring", Every: "month"})}}}}}}
	for _, k := range []struct {
		what, item string
		role       duty.Role
		unsure     bool
		status     form.Status // "-": no answer
		progress   string
		want       string
	}{
		{"on schedule", "1", duty.Lead, false, form.Ongoing, "41", "green 9.0"},
		{"ahead", "1", duty.Lead, false, form.Ongoing, "70", "green -20.0"},
		{"behind", "1", duty.Lead, false, form.Ongoing, "40", "yellow 10.0"},
		{"behind by the limit", "1", duty.Lead, false, form.Ongoing, "20", "yellow 30.0"},
		{"far behind", "1", duty.Lead, false, form.Ongoing, "19.9", "red 30.1"},
		{"not begun", "1", duty.Responsible, false, form.NotStarted, "", "red 50.0"},
		{"not reported", "1", duty.Responsible, false, "-", "", "red 50.0"},
		{"done", "1", duty.Lead, false, form.Done, "100", "done "},
		{"no progress told", "1", duty.Lead, false, form.Ongoing, "", "none "},
		{"progress out of range", "1", duty.Lead, false, form.Ongoing, "120", "none "},
		{"of no concern", "1", duty.Lead, false, form.NotApplicable, "", "none "},
		{"its day over", "2", duty.Lead, false, form.Ongoing, "95", "red 5.0"},
		{"cooperating, its day over", "2", duty.Cooperating, false, form.Ongoing, "95", "yellow 5.0"},
		{"not certain, far behind", "1", duty.Responsible, true, form.NotStarted, "", "yellow 50.0"},
		{"no date", "3", duty.Lead, false, form.Ongoing, "10", ""},
		{"a number of times", "4", duty.Lead, false, form.Ongoing, "50", "green 0.0"},
		{"every month", "5", duty.Lead, false, form.Ongoing, "10", ""},
		{"cooperating, not reported", "1", duty.Cooperating, false, "-", "", ""},
	} {
		l := &ledger.Ledger{AsOf: "2019-06-30", Units: []ledger.Unit{{Name: "甲"}}}
		if k.status == "-" {
			if k.role != duty.Cooperating {
				l.Units[0].Missing = []string{k.item}
			}
		} else {
			l.Entries = []ledger.Entry{{Unit: "甲", Item: k.item, Fate: ledger.Merged, Status: k.status, Progress: k.progress}}
		}
		p := &duty.Plan{Assignments: []duty.Assignment{{Item: k.item, Unit: "甲", Duty: k.role, Certain: !k.unsure}}}
		got := ""
		for _, light := range s.Lights(l, p, table, 2019).Lights {
			got += light.Light + " " + light.Behind
		}
		if got != k.want {
			t.Errorf("%s: %q, want %q", k.what, got, k.want)
		}
	}
}
