package ledger

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/form"
)

// round is a round's ledger: rows are "unit item status", units who must report on what: "unit 1 2 3"; a row
// that begins with "-" is not merged.
func round(id string, units []string, rows ...string) *Ledger {
	l := &Ledger{Round: id, AsOf: id}
	answered := map[string]bool{}
	for i, row := range rows {
		w := strings.Fields(strings.TrimPrefix(row, "-"))
		e := Entry{Unit: w[0], Item: w[1], Fate: Merged, Status: form.Status(w[2]), Links: []string{}, Source: Source{File: id + ".xlsx", Row: i + 2}}
		if strings.HasPrefix(row, "-") {
			e.Fate = EmptyRow
		} else {
			answered[w[0]+w[1]] = true
		}
		l.Entries = append(l.Entries, e)
	}
	for _, text := range units {
		w := strings.Fields(text)
		u := Unit{Name: w[0], Group: "政府部门", Expected: true, Required: w[1:], Missing: []string{}, Excused: []string{}, Files: []string{}}
		for _, item := range w[1:] {
			if answered[w[0]+item] {
				u.Reported = true
			} else {
				u.Missing = append(u.Missing, item)
			}
		}
		l.Units = append(l.Units, u)
	}
	return l
}

// states lists the final states: item, unit, status, where from, * when carried.
func finalStates(l *Ledger) string {
	var out []string
	for _, e := range l.Entries {
		if e.Fate != Merged {
			continue
		}
		text := fmt.Sprintf("%s%s=%s@%s", strings.TrimPrefix(e.Unit, "县"), e.Item, e.Status, e.From)
		if e.Carried {
			text += "*"
		}
		for _, s := range e.Course {
			text += "," + s.Round
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func yearOf(t testing.TB, rounds ...*Ledger) YearInput {
	in := input(t)
	return YearInput{Round: form.Round{ID: "year", AsOf: "2019-12-31"}, Rounds: rounds, Table: in.Table, Roster: in.Roster}
}

func TestYear(t *testing.T) {
	both := []string{"县公安局 1 2 3", "县财政局 3"}
	for name, c := range map[string]struct {
		rounds []*Ledger
		want   string
		units  string
	}{
		"later answers count": {[]*Ledger{round("h1", both, "县公安局 1 ongoing", "县公安局 2 done", "县公安局 3 done", "县财政局 3 ongoing"),
			round("end", both, "县公安局 1 done", "县公安局 2 done", "县公安局 3 done", "县财政局 3 done")},
			"公安局1=done@end,h1,end 公安局2=done@end,h1,end 公安局3=done@end,h1,end 财政局3=done@end,h1,end", "县公安局 1 2 3 - | 县财政局 3 -"},
		"carried forward": {[]*Ledger{round("h1", both, "县公安局 1 done", "县财政局 3 ongoing"), round("end", both, "县公安局 2 done", "-县公安局 1 done")},
			"公安局1=done@h1*,h1 公安局2=done@end,end 财政局3=ongoing@h1*,h1", "县公安局 1 2 3 - 3 | 县财政局 3 -"},
		"a round between without an answer": {[]*Ledger{round("q1", both, "县公安局 1 done"), round("q2", both), round("q3", both, "县公安局 1 ongoing")},
			"公安局1=ongoing@q3,q1,q3", "县公安局 1 2 3 - 2 3 | 县财政局 3 - 3"},
		"not asked again": {[]*Ledger{round("h1", both, "县公安局 1 done", "县公安局 2 done"), round("end", []string{"县公安局 3"}, "县公安局 3 done")},
			"公安局1=done@h1*,h1 公安局2=done@h1*,h1 公安局3=done@end,end", "县公安局 1 2 3 - | 县财政局 3 - 3"},
		"one round": {[]*Ledger{round("h1", both, "县公安局 1 done")}, "公安局1=done@h1,h1", "县公安局 1 2 3 - 2 3 | 县财政局 3 - 3"},
	} {
		t.Run(name, func(t *testing.T) {
			l := Year(yearOf(t, c.rounds...))
			if got := finalStates(l); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			var units []string
			for _, u := range l.Units {
				units = append(units, strings.TrimRight(u.Name+" "+strings.Join(u.Required, " ")+" - "+strings.Join(u.Missing, " "), " "))
			}
			if got := strings.Join(units, " | "); got != c.units {
				t.Errorf("got  %s\nwant %s", got, c.units)
			}
		})
	}
}

// What is no unit's any more at the year's end is not asked of it, and its answers stay.
func TestYearAfterChanges(t *testing.T) {
	in := yearOf(t, round("h1", []string{"县公安局 1 2"}, "县公安局 1 done"), round("end", []string{"县财政局 1", "县公安局 2"}, "县财政局 1 ongoing"))
	in.Asked = func(unit, item string) bool { return unit == "县财政局" || item == "2" }
	l := Year(in)
	if got := finalStates(l); got != "公安局1=done@h1*,h1 财政局1=ongoing@end,end" {
		t.Error(got)
	}
	for _, u := range l.Units {
		if u.Name == "县公安局" && (!slices.Equal(u.Required, []string{"2"}) || !slices.Equal(u.Missing, []string{"2"})) {
			t.Errorf("%+v", u)
		}
	}
}

// Units that became one stand together; nothing that either sent is lost.
func TestYearOfUnitsThatBecameOne(t *testing.T) {
	l := Year(yearOf(t, round("h1", []string{"县公安局 1 2", "县公安局 2 3"}, "县公安局 1 done", "县公安局 2 ongoing", "县公安局 2 done"), round("end", []string{"县公安局 1 2 3"})))
	if got := finalStates(l); got != "公安局1=done@h1*,h1 公安局2=done@h1*,h1" {
		t.Error(got)
	}
	u := l.Units[0]
	if h1 := u.Rounds[0]; !slices.Equal(h1.Required, []string{"1", "2", "3"}) || !slices.Equal(h1.Missing, []string{"3"}) || len(u.Rounds) != 2 {
		t.Errorf("%+v", u)
	}
	if r := l.Account(); r != (Rows{3, 2, 1, 0, 0}) {
		t.Errorf("%+v", r)
	}
}

// What the office filled in is known after a ledger was read again.
func TestFilledInOfEarlierRounds(t *testing.T) {
	h1 := round("h1", []string{"县公安局 1 2"}, "县公安局 1 done", "县公安局 2 done")
	h1.Entries[0].Written, h1.Entries[0].Source.Cells = map[string]string{"status": "已完成", "progress": "100%"}, map[string]string{"progress": "D5"}
	h1.Entries[1].Written, h1.Entries[1].Source = map[string]string{"status": "已完成"}, Source{File: "decisions.xlsx", Cells: map[string]string{"status": "E2"}}
	l := Year(yearOf(t, h1))
	for i, want := range []string{"status", "status"} {
		if got := strings.Join(l.Entries[i].FilledIn, " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// When the whole reported is told by the one that decides: its day and its due date belong together.
func TestLatenessOfUnitsThatBecameOne(t *testing.T) {
	of := func(received, due string, late, reported bool) Unit {
		return Unit{Expected: true, Reported: reported, Received: received, Due: due, Late: late, First: received + ".xlsx"}
	}
	for name, c := range map[string]struct{ a, b, want Unit }{
		"the later one is in time by its extension": {of("2019-04-06", "2019-04-05", true, true), of("2019-04-15", "2019-04-15", false, true), of("2019-04-06", "2019-04-05", true, true)},
		"one is silent": {of("", "2019-04-05", false, false), of("2019-04-09", "2019-04-15", false, true), of("2019-04-09", "2019-04-15", false, true)},
		"both late":     {of("2019-04-07", "2019-04-05", true, true), of("2019-04-09", "2019-04-05", true, true), of("2019-04-09", "2019-04-05", true, true)},
	} {
		for _, got := range []Unit{together(c.a, c.b), together(c.b, c.a)} {
			if got.Received != c.want.Received || got.Due != c.want.Due || got.Late != c.want.Late || got.Reported != c.want.Reported || got.First != c.want.First {
				t.Errorf("%s: %+v", name, got)
			}
		}
	}
}

func TestExcusedInTheYear(t *testing.T) {
	first, last := round("h1", []string{"县公安局 1 2"}, "县公安局 2 done"), round("end", []string{"县公安局 2"})
	last.Units[0].Excused = []string{"1"}
	u := Year(yearOf(t, first, last)).Units[0]
	if !slices.Equal(u.Excused, []string{"1"}) || !slices.Equal(u.Required, []string{"2"}) || len(u.Missing) != 0 {
		t.Errorf("%+v", u)
	}
}

// The rows of a year are those of its rounds: each is in it once.
func TestYearAccountCloses(t *testing.T) {
	for seed := range int64(300) {
		rnd := rand.New(rand.NewSource(seed))
		var rounds []*Ledger
		read := 0
		for i := range 1 + rnd.Intn(4) {
			var forms []*form.Form
			for j := range rnd.Intn(5) {
				var rows []string
				for range rnd.Intn(5) {
					rows = append(rows, []string{"", "-"}[rnd.Intn(2)]+fmt.Sprintf("%d=%d", rnd.Intn(6), rnd.Intn(3)))
				}
				forms = append(forms, sheet([]string{"", "县公安局", "县财政局", "县民政局"}[rnd.Intn(4)], fmt.Sprintf("%d.xlsx", j), "", rows...))
				read += len(rows)
			}
			in := input(t, forms...)
			in.Round.ID = fmt.Sprint("r", i)
			rounds = append(rounds, Merge(in))
		}
		l := Year(yearOf(t, rounds...))
		r := l.Account()
		if r.Read != read || r.Read != r.Merged+r.Superseded+r.Unmatched+r.Empty || len(l.Entries) != read {
			t.Fatalf("seed %d: %+v of %d rows", seed, r, read)
		}
		seen := map[string]bool{}
		for _, e := range l.Entries {
			if k := e.Unit + " " + e.Item; e.Fate == Merged && seen[k] {
				t.Fatalf("seed %d: two final states of %s", seed, k)
			} else if e.Fate == Merged {
				seen[k] = true
			}
		}
	}
}
