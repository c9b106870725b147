package assess

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// sevenItems is a table of seven tasks; counties also have an item 99 of their own.
func sevenItems() *tasktable.Table {
	sec := tasktable.Section{}
	for i := range 7 {
		id := fmt.Sprint(i + 1)
		sec.Tasks = append(sec.Tasks, tasktable.Task{Number: i + 1, Title: "任务" + id, Items: []tasktable.Item{{ID: id}}})
	}
	return &tasktable.Table{Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{sec}}}}
}

// randomLedger is a county's: rows of all fates, some of an item that the city lacks, some filled
// in by the county's office and not read.
func randomLedger(r *rand.Rand) *ledger.Ledger {
	l := &ledger.Ledger{Round: "2019-h1", AsOf: "2019-06-30"}
	statuses := []form.Status{form.Done, form.Ongoing, form.NotStarted, form.NotApplicable, form.UnknownStatus}
	for n := range 1 + r.IntN(5) {
		u := ledger.Unit{Name: fmt.Sprintf("县第%d局", n), Expected: r.IntN(8) > 0, Reported: r.IntN(4) > 0, Required: []string{}, Missing: []string{}, Files: []string{"甲.xlsx"}}
		u.Late = u.Reported && r.IntN(3) == 0
		for _, item := range []string{"1", "2", "3", "4", "5", "6", "7", "99"} {
			row := func(fate ledger.Fate) {
				e := ledger.Entry{Unit: u.Name, Item: item, Fate: fate, Status: statuses[r.IntN(len(statuses))], Written: map[string]string{}, Source: ledger.Source{File: "甲.xlsx", Sheet: "表", Row: len(l.Entries) + 1}}
				if r.IntN(10) == 0 {
					e.Source.Row = 0
				}
				if r.IntN(3) == 0 {
					e.Links = []string{"http://www.shili.example/1.html"}
				}
				l.Entries = append(l.Entries, e)
			}
			has := u.Reported && r.IntN(4) > 0
			if has {
				row(ledger.Merged)
			}
			for _, fate := range []ledger.Fate{ledger.Superseded, ledger.EmptyRow, ledger.Unmatched} {
				if r.IntN(6) == 0 {
					row(fate)
				}
			}
			if u.Expected && r.IntN(5) > 0 {
				if u.Required = append(u.Required, item); !has {
					u.Missing = append(u.Missing, item)
				}
			}
		}
		l.Units = append(l.Units, u)
	}
	return l
}

// counted counts a county's ledger by itself, in the plainest way.
func counted(l *ledger.Ledger) (u UnitFigures, n ItemFigures) {
	for _, of := range l.Units {
		if !of.Expected {
			continue
		}
		u.Expected++
		if of.Reported {
			u.Reported++
		} else {
			u.Missing++
		}
		if of.Late {
			u.Late++
		}
		for _, item := range of.Required {
			if item == "99" {
				continue
			}
			n.Required++
			found := false
			for _, e := range l.Entries {
				if e.Unit != of.Name || e.Item != item || e.Fate != ledger.Merged {
					continue
				}
				found = true
				n.Answered++
				*map[form.Status]*int{form.Done: &n.Done, form.Ongoing: &n.Ongoing, form.NotStarted: &n.NotStarted, form.NotApplicable: &n.NotApplicable, form.UnknownStatus: &n.Unknown}[e.Status]++
				if len(e.Links) > 0 && (e.Status == form.Done || e.Status == form.Ongoing) {
					n.Evidence++
				}
			}
			if !found {
				n.Missing++
			}
		}
	}
	return u, n
}

// TestRollUpProperties: the account closes, over all and by file, and loses no row; the order of
// the files does not matter; of each county the figures are those of its own ledger.
func TestRollUpProperties(t *testing.T) {
	names := []string{"示例县", "样例县", "范例区", "演示县"}
	cities := &roster.Roster{}
	for _, n := range names {
		cities.Units = append(cities.Units, roster.Unit{Name: n, Active: true})
	}
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		in := ledger.RollUpInput{Round: form.Round{ID: "2019-h1"}, Table: sevenItems(), Roster: cities}
		for i := range 1 + r.IntN(7) {
			p := ledger.Part{County: names[r.IntN(len(names))], File: fmt.Sprintf("%d/ledger.json", i), Apart: r.IntN(6) == 0, Doubted: r.IntN(6) == 0, Ledger: randomLedger(r)}
			if r.IntN(4) > 0 {
				p.Received = fmt.Sprintf("2019-07-%02d", 1+r.IntN(5))
			}
			in.Parts = append(in.Parts, p)
		}
		out := ledger.RollUp(in)
		closed(t, seed, in, out)
		again := in
		again.Parts = slices.Clone(in.Parts)
		r.Shuffle(len(again.Parts), func(i, j int) { again.Parts[i], again.Parts[j] = again.Parts[j], again.Parts[i] })
		if !reflect.DeepEqual(out, ledger.RollUp(again)) {
			t.Fatalf("seed %d: the order of the files matters", seed)
		}
		sameAsOwn(t, seed, in, out)
	}
}

func closed(t *testing.T, seed uint64, in ledger.RollUpInput, out *ledger.RolledUp) {
	t.Helper()
	var sum ledger.Rows
	for _, p := range in.Parts {
		rows, own := out.Files[p.File], p.Ledger.Account()
		if rows.Read != rows.Merged+rows.Superseded+rows.Unmatched+rows.Empty || rows.Read != own.Read {
			t.Fatalf("seed %d: %s: %+v, by itself %+v", seed, p.File, rows, own)
		}
		switch kept := out.Kept[p.County]; {
		case p.Apart && rows.Unmatched != rows.Read, !p.Apart && kept.File != p.File && rows.Superseded != rows.Read:
			t.Fatalf("seed %d: %s counts and must not: %+v", seed, p.File, rows)
		}
		sum = ledger.Rows{Read: sum.Read + rows.Read, Merged: sum.Merged + rows.Merged, Superseded: sum.Superseded + rows.Superseded, Unmatched: sum.Unmatched + rows.Unmatched, Empty: sum.Empty + rows.Empty}
		n := 0
		for _, e := range out.Entries {
			if strings.HasPrefix(e.Source.File, p.File+intake.Sep) {
				n++
			}
		}
		if n != len(p.Ledger.Entries) {
			t.Fatalf("seed %d: %s has %d rows, %d are there", seed, p.File, len(p.Ledger.Entries), n)
		}
	}
	if sum != out.Account() {
		t.Fatalf("seed %d: by file %+v, by row %+v", seed, sum, out.Account())
	}
}

func sameAsOwn(t *testing.T, seed uint64, in ledger.RollUpInput, out *ledger.RolledUp) {
	t.Helper()
	var counties []CountyStanding
	for _, u := range in.Roster.Units {
		of := CountyStanding{County: u.Name, State: CountyMissing}
		if _, ok := out.Kept[u.Name]; ok {
			of.State = CountyReported
		}
		counties = append(counties, of)
	}
	c := CompareCounties(out.Ledger, in.Table, counties, nil, func(s string) bool { return s != "" })
	var total ItemFigures
	for i, of := range c.Counties {
		kept, ok := out.Kept[of.County]
		if !ok {
			if of.Rank != 0 || of.Items != (ItemFigures{}) {
				t.Fatalf("seed %d: %+v", seed, of)
			}
			continue
		}
		units, items := counted(kept.Ledger)
		if of.Units != units || of.Items != items {
			t.Fatalf("seed %d: %s\n%+v %+v, its own ledger says\n%+v %+v", seed, of.County, of.Units, of.Items, units, items)
		}
		addsUp(t, of.Items, of.Shares)
		total.Required, total.Done = total.Required+items.Required, total.Done+items.Done
		for j, other := range c.Counties {
			if of.Rank == 0 || other.Rank == 0 || i == j {
				continue
			}
			if d := of.Items.Done*other.Items.Required - other.Items.Done*of.Items.Required; d > 0 && of.Rank >= other.Rank || d == 0 && of.Rank != other.Rank {
				t.Fatalf("seed %d: ranks %d and %d of %+v and %+v", seed, of.Rank, other.Rank, of.Items, other.Items)
			}
		}
	}
	if c.Total.Items.Required != total.Required || c.Total.Items.Done != total.Done {
		t.Fatalf("seed %d: the total is %+v, not %+v", seed, c.Total.Items, total)
	}
	required, done := 0, 0
	for _, item := range c.Items {
		required, done = required+item.Required, done+item.Done
	}
	if required != total.Required || done != total.Done {
		t.Fatalf("seed %d: by item %d/%d, by county %d/%d", seed, done, required, total.Done, total.Required)
	}
}

func addsUp(t *testing.T, n ItemFigures, s ItemShares) {
	t.Helper()
	if n.Required != n.Answered+n.Missing || n.Answered != n.Done+n.Ongoing+n.NotStarted+n.NotApplicable+n.Unknown {
		t.Fatalf("%+v", n)
	}
	if n.Required == 0 {
		if s != (ItemShares{}) {
			t.Fatalf("nothing is required, and the shares are %+v", s)
		}
		return
	}
	sum := decimal.Zero
	for _, share := range []string{s.Done, s.Ongoing, s.NotStarted, s.NotApplicable, s.Unknown, s.Missing} {
		sum = sum.Add(decimal.RequireFromString(share))
	}
	if sum.String() != "100" {
		t.Fatalf("shares of %+v come to %s", n, sum)
	}
}

// Two thirds are two thirds, whatever rounding makes of the parts; a county without a ledger and
// one of which nothing is required have no rank.
func TestRanksShared(t *testing.T) {
	c := &Comparison{Counties: []CountyStanding{
		{County: "甲县", State: CountyReported, Figures: Figures{Items: ItemFigures{Required: 3, Answered: 3, Done: 1, Ongoing: 1, NotStarted: 1}}},
		{County: "乙县", State: CountyReported, Figures: Figures{Items: ItemFigures{Required: 6, Answered: 6, Done: 2, Ongoing: 4}}},
		{County: "丙县", State: CountyReported, Figures: Figures{Items: ItemFigures{Required: 4, Answered: 4, Done: 4}}},
		{County: "丁县", State: CountyMissing},
		{County: "戊县", State: CountyReported},
		{County: "己县", State: CountyReported, Figures: Figures{Items: ItemFigures{Required: 5, Missing: 5}}},
	}}
	c.finish()
	var ranks []int
	for _, of := range c.Counties {
		ranks = append(ranks, of.Rank)
	}
	if want := []int{2, 2, 1, 0, 0, 4}; !slices.Equal(ranks, want) {
		t.Errorf("ranks %v, want %v", ranks, want)
	}
	if c.Counties[0].Shares.Done != "33.3" || c.Counties[1].Shares.Done != "33.3" || c.Counties[4].Shares.Done != "" {
		t.Errorf("%+v", c.Counties)
	}
}

// A county with the figures of another day is not ranked among those of the round's day; when all are of other days they are.
func TestRankOfOtherDay(t *testing.T) {
	for days, want := range map[[3]string][]int{
		{"2019-06-30", "2019-03-31", "2019-06-30"}: {2, 0, 1},
		{"2019-06-30", "2019-03-31", ""}:           {2, 0, 1},
		{"2019-12-31", "2019-03-31", "2019-12-31"}: {3, 2, 1},
	} {
		c := &Comparison{AsOf: "2019-06-30"}
		for i, day := range days {
			c.Counties = append(c.Counties, CountyStanding{County: "县", State: CountyReported, AsOf: day, Figures: Figures{Items: ItemFigures{Required: 4, Done: i + 1}}})
		}
		c.finish()
		for i, of := range c.Counties {
			if of.Rank != want[i] {
				t.Errorf("%v: county %d has rank %d, want %d", days, i+1, of.Rank, want[i])
			}
		}
	}
}
