package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/assess"
	"zwgk/pkg/document"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// yearOf joins two rounds of the same units of the given kinds, and one that has no ledger yet where absent.
func yearOf(t testing.TB, absent bool, first, second []kind) Input {
	t.Helper()
	h1, end := round(t, first...), round(t, second...)
	end.Round = form.Round{ID: "2019-end", Name: "全年", Kind: "year", Due: "2019-07-05", AsOf: "2019-12-31", Year: 2019}
	end.Ledger.Round, end.Ledger.AsOf = end.Round.ID, end.Round.AsOf
	in := end
	in.Round = form.Round{ID: "year", Name: "年度", Kind: "year", AsOf: "2019-12-31", Year: 2019}
	in.Roster = h1.Roster
	if len(second) == 0 {
		in = h1
		in.Round.Kind = "year"
	}
	in.Files = nil
	in.Findings = nil
	var ledgers []*ledger.Ledger
	var forms []form.Round
	for _, r := range []*Input{&h1, &end} {
		if len(r.Ledger.Units) == 0 {
			continue
		}
		in.placed(r)
		ledgers, forms = append(ledgers, r.Ledger), append(forms, r.Round)
		in.Rounds = append(in.Rounds, RoundResult{Round: r.Round, Joined: true, Scores: r.Scores, Files: r.Files})
	}
	if absent {
		in.Rounds = append(in.Rounds, RoundResult{Round: form.Round{ID: "2019-q5", Name: "补报期"}})
	}
	in.Ledger = ledger.Year(ledger.YearInput{Round: in.Round, Rounds: ledgers, Table: in.Table, Roster: in.Roster})
	var err error
	if in.Scores, err = assess.Score(assess.Input{Scheme: in.Scheme, Round: in.Round, Rounds: forms, Ledger: in.Ledger, Findings: in.Findings, Plan: in.Plan,
		Roster: in.Roster, Table: in.Table, Rules: in.Catalogue, Events: in.Events}); err != nil {
		t.Fatal(err)
	}
	return in
}

// placed puts the files and findings of a round into the year, and its files into a folder.
func (in *Input) placed(r *Input) {
	folder := r.Round.ID + "/"
	for i := range r.Ledger.Entries {
		r.Ledger.Entries[i].Source.File = folder + r.Ledger.Entries[i].Source.File
	}
	for _, f := range r.Files {
		f.Path = folder + f.Path
		in.Files = append(in.Files, f)
		if f.Verdict == finding.Returned {
			in.Events = append(in.Events, assess.Event{Unit: f.Unit, Kind: "returned", Round: r.Round.ID, Place: finding.Place{File: f.Path}})
		}
	}
	for _, f := range r.Findings {
		f.File, f.Round = folder+f.File, r.Round.ID
		in.Findings = append(in.Findings, f)
	}
	for i := range r.Ledger.Units {
		u := &r.Ledger.Units[i]
		for j := range u.Files {
			u.Files[j] = folder + u.Files[j]
		}
		if u.Expected && !u.Reported {
			in.Events = append(in.Events, assess.Event{Unit: u.Name, Kind: "missing", Round: r.Round.ID})
		}
		if u.Late {
			in.Events = append(in.Events, assess.Event{Unit: u.Name, Kind: "late", Round: r.Round.ID})
		}
	}
}

func years(t testing.TB) map[string]Input {
	compared := yearOf(t, false, []kind{good, late, flawed, partial}, []kind{good, good, good, flawed})
	compared.BeforeYear, compared.Before = "2018", &assess.Scores{Units: []assess.UnitScore{{Unit: compared.Scores.Units[0].Unit, Final: "88.00", Rank: 2}, {Unit: compared.Scores.Units[1].Unit, Final: "99.50", Rank: 1}}}
	return map[string]Input{
		"course":   yearOf(t, true, []kind{good, late, flawed, partial, rejected, silent, none}, []kind{good, good, silent, flawed, good, silent, none}),
		"silent":   yearOf(t, false, many(silent, 4), many(silent, 4)),
		"good":     yearOf(t, false, many(good, 5), many(good, 5)),
		"single":   yearOf(t, false, []kind{good, late, silent}, nil),
		"compared": compared,
	}
}

func yearTexts(t testing.TB, in Input) map[string]string {
	t.Helper()
	c := New(in)
	d, err := c.Annual()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{"report": shown(d)}
	for _, u := range in.Ledger.Units {
		if d, err = c.AnnualUnitPage(u.Name); err != nil {
			t.Fatal(err)
		}
		out["unit-"+u.Name] = shown(d)
	}
	return out
}

func TestYearGolden(t *testing.T) {
	for name, in := range years(t) {
		for part, text := range yearTexts(t, in) {
			golden(t, "year-"+name, part, text)
			if m := forbidden.FindString(text); m != "" {
				t.Errorf("%s/%s holds %q:\n%s", name, part, m, text)
			}
		}
	}
}

// TestYearReconciles: every figure of the annual report is that of the scores and the ledger.
func TestYearReconciles(t *testing.T) {
	for name, in := range years(t) {
		t.Run(name, func(t *testing.T) {
			d, err := New(in).Annual()
			if err != nil {
				t.Fatal(err)
			}
			bandsOfAllUnits(t, tableOf(t, d, "各组等次分布"), len(in.Scores.Units))
			scoresStand(t, d, in)
			roundsStand(t, tableOf(t, d, "各期报送和完成情况"), in)
			if tab := tableOf(t, d, "各期报送情况表（已报项数/应报项数）"); len(tab.Rows) != len(in.Scores.Units) {
				t.Errorf("%d rows of standings for %d units", len(tab.Rows), len(in.Scores.Units))
			}
			items := tableOf(t, d, "任务完成情况表（单位数）")
			required := 0
			for _, u := range in.Ledger.Units {
				required += len(u.Required)
			}
			if last := items.Rows[len(items.Rows)-1]; last[2] != fmt.Sprint(required) {
				t.Errorf("%s required, there are %d", last[2], required)
			}
		})
	}
}

// scoresStand: the table of scores and those of the groups have every unit with its score, rank and grade.
func scoresStand(t *testing.T, d *document.Document, in Input) {
	t.Helper()
	all := tableOf(t, d, "得分表")
	final, rank := slices.Index(all.Header, "最终得分"), slices.Index(all.Header, "名次")
	rows := map[string][]string{}
	for _, r := range all.Rows {
		rows[r[2]] = r
	}
	groups := map[string]string{}
	for _, b := range d.Blocks {
		tab, ok := b.(document.Table)
		if !ok || !strings.HasSuffix(tab.Caption, "年度得分排名") {
			continue
		}
		i := slices.Index(tab.Header, "年度得分")
		for _, r := range tab.Rows {
			groups[r[1]] = r[0] + " " + r[i]
		}
	}
	for _, u := range in.Scores.Units {
		r := rows[u.Unit]
		if r == nil || r[final] != u.Final || r[rank] != itoa(u.Rank) || r[len(r)-1] != u.Grade {
			t.Errorf("%s has %s, rank %d, %s: %v", u.Unit, u.Final, u.Rank, u.Grade, r)
		}
		if groups[u.Unit] != itoa(u.Rank)+" "+u.Final {
			t.Errorf("%s: %s in its group", u.Unit, groups[u.Unit])
		}
	}
}

// roundsStand: the figures of each round are those of the standings.
func roundsStand(t *testing.T, tab document.Table, in Input) {
	t.Helper()
	for _, r := range in.Rounds {
		if !r.Joined {
			continue
		}
		want := map[string]int{}
		for _, u := range in.Ledger.Units {
			for _, s := range u.Rounds {
				if s.Round != r.Round.ID || !s.Expected {
					continue
				}
				want["应报单位"]++
				want["应报项次"] += len(s.Required)
				want["已报项次"] += len(s.Required) - len(s.Missing)
				switch {
				case !s.Reported:
					want["未报"]++
				case s.Late:
					want["迟报"]++
				default:
					want["按时"]++
				}
			}
		}
		i := slices.IndexFunc(tab.Rows, func(row []string) bool { return row[0] == r.Round.Name })
		for head, n := range want {
			if got := tab.Rows[i][slices.Index(tab.Header, head)]; got != fmt.Sprint(n) {
				t.Errorf("%s: %s %s, want %d", r.Round.Name, head, got, n)
			}
		}
		if r.Scores != nil && len(r.Scores.Units) > 0 && !slices.Contains(tab.Rows[i], average(r.Scores.Units)) {
			t.Errorf("%s: the average %s is not in %v", r.Round.Name, average(r.Scores.Units), tab.Rows[i])
		}
	}
}
