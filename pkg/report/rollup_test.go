package report

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/document"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/roster"
)

// rolled is a roll-up with figures at random; of the counties some are late, silent or sent what cannot be used.
func rolled(t testing.TB, r *rand.Rand) Input {
	t.Helper()
	in := round(t)
	in.County, in.Office, in.Title = "示例市", "示例市人民政府办公室", "示例市2019年政务公开工作"
	in.Round = form.Round{ID: "2019-h1", Name: "上半年", Kind: "rollup", Due: "2019-07-15", AsOf: "2019-06-30", Year: 2019}
	in.Roster = &roster.Roster{}
	c := &assess.Comparison{County: in.County, Round: in.Round.ID, AsOf: in.Round.AsOf}
	in.Ledger.Round = in.Round.ID
	var standings []assess.CountyStanding
	for _, name := range []string{"示例县", "样例县", "范例区", "演示县", "虚构区", "甲某县", "乙某县", "丙某县", "丁某区", "戊某县", "己某县"}[:1+r.IntN(11)] {
		of := assess.CountyStanding{County: name, State: []string{assess.CountyReported, assess.CountyReported, assess.CountyReported, assess.CountyMissing, assess.CountyUnusable}[r.IntN(5)], Due: in.Round.Due}
		in.Roster.Units = append(in.Roster.Units, roster.Unit{Name: name, Active: true, Group: "县市区"})
		if of.State == assess.CountyReported {
			addCounty(&in, r, name)
			if of.Received = fmt.Sprintf("2019-07-%d", 10+r.IntN(9)); of.Received > of.Due {
				of.Late = true
			}
			if r.IntN(5) == 0 {
				of.Lacking = []string{"某某镇"}
			}
		} else if of.State == assess.CountyUnusable {
			in.Files = append(in.Files, check.File{Path: name + "/ledger.json", Unit: name, Verdict: finding.Rejected})
			in.Findings = append(in.Findings, finding.Finding{File: name + "/ledger.json", Unit: name, Code: "F01", Severity: finding.Error, Message: "文件读不出来。", Hint: "请重新发送 ledger.json。"})
		}
		standings = append(standings, of)
	}
	c = assess.CompareCounties(in.Ledger, in.Table, standings, in.Events, func(s string) bool { return s != "" })
	c.County = in.County
	in.Comparison = c
	return in
}

// addCounty adds the units of a county to the ledger.
func addCounty(in *Input, r *rand.Rand, county string) {
	statuses := []form.Status{form.Done, form.Done, form.Ongoing, form.NotStarted, form.NotApplicable, form.UnknownStatus}
	for n := range r.IntN(6) {
		u := unitOf(county, fmt.Sprintf("县第%d局", n+1), r)
		for _, row := range in.Table.Rows() {
			if r.IntN(3) == 0 {
				continue
			}
			u.Required = append(u.Required, row.Item.ID)
			if !u.Reported || r.IntN(4) == 0 {
				u.Missing = append(u.Missing, row.Item.ID)
				continue
			}
			in.Ledger.Entries = append(in.Ledger.Entries, mergedRow(u.Name, row.Item.ID, statuses[r.IntN(len(statuses))], r.IntN(2) == 0))
		}
		in.Ledger.Units = append(in.Ledger.Units, u)
		for _, kind := range assess.EventKinds {
			if r.IntN(4) == 0 {
				in.Events = append(in.Events, assess.Event{Unit: u.Name, Kind: kind})
			}
		}
	}
}

// TestRollUpReconciles: every number of the report is one of comparison.json, and each stands
// where it belongs.
func TestRollUpReconciles(t *testing.T) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 7))
		in := rolled(t, r)
		doc, err := New(in).RollUp()
		if err != nil {
			t.Fatal(err)
		}
		c := in.Comparison
		text := prose(doc)
		if m := forbidden.FindString(text); m != "" {
			t.Fatalf("seed %d: the report holds %q:\n%s", seed, m, text)
		}
		reported := 0
		for _, of := range c.Counties {
			if of.State == assess.CountyReported {
				reported++
			}
			wantIn(t, seed, text, of.State == assess.CountyMissing, of.County, "没有报送")
			wantIn(t, seed, text, len(of.Unreported) > 0, fmt.Sprintf("%s%d家：%s。", of.County, len(of.Unreported), strings.Join(of.Unreported, "、")))
			wantIn(t, seed, text, of.Events.Returned > 0, fmt.Sprintf("%s%d次", of.County, of.Events.Returned))
		}
		n := c.Total
		wantIn(t, seed, text, true, fmt.Sprintf("应报台账的县区%d个", len(c.Counties)))
		wantIn(t, seed, text, reported > 0, fmt.Sprintf("已报%d个", reported))
		wantIn(t, seed, text, n.Units.Expected > 0, fmt.Sprintf("共有应报单位%d家", n.Units.Expected))
		wantIn(t, seed, text, n.Items.Required > 0, fmt.Sprintf("各单位应完成的%d项次中", n.Items.Required))
		wantIn(t, seed, text, n.Items.Done > 0 && n.Items.Done < n.Items.Required, fmt.Sprintf("已完成%d项次，占%s%%", n.Items.Done, n.Shares.Done))
		wantIn(t, seed, text, n.Items.Missing > 0 && n.Items.Missing < n.Items.Required, fmt.Sprintf("未报%d项次，占%s%%", n.Items.Missing, n.Shares.Missing))
		onlyKnown(t, seed, text, c)
		if reported > 0 {
			countyTable(t, seed, tableOf(t, doc, "各县区报送和完成情况"), c)
			itemTables(t, seed, doc, c)
		}
	}
}

func wantIn(t *testing.T, seed uint64, text string, there bool, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if there && !strings.Contains(text, p) {
			t.Fatalf("seed %d: %q is missing in\n%s", seed, p, text)
		}
	}
}

// numbering is what numbers in the text are that count nothing: dates, items, headings, appendices, unit names.
var numbering = regexp.MustCompile(`\d+年(\d+月(\d+日)?)?|任务\d+(（\d+）)?|(?m)^\d+\.|附件[：\d]+\.?|　\d\.|县第\d+局|\d\.各`)

// onlyKnown: what is left of the numbers are figures of the comparison, or counts of its lists.
func onlyKnown(t *testing.T, seed uint64, text string, c *assess.Comparison) {
	t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, n := range regexp.MustCompile(`\d+(\.\d)?`).FindAllString(string(data), -1) {
		known[n] = true
	}
	known[strconv.Itoa(len(c.Counties))] = true
	states := map[string]int{}
	for _, of := range c.Counties {
		states[of.State]++
		known[strconv.Itoa(len(of.Unreported))] = true
	}
	known[strconv.Itoa(states[assess.CountyReported])] = true
	for _, n := range regexp.MustCompile(`\d+(\.\d)?`).FindAllString(numbering.ReplaceAllString(text, ""), -1) {
		if !known[n] {
			t.Fatalf("seed %d: %s is not in comparison.json:\n%s", seed, n, text)
		}
	}
}

func countyTable(t *testing.T, seed uint64, tab document.Table, c *assess.Comparison) {
	t.Helper()
	if len(tab.Rows) != len(c.Counties)+1 {
		t.Fatalf("seed %d: %d rows of %d counties", seed, len(tab.Rows), len(c.Counties))
	}
	row := func(of assess.Figures) []string {
		return strings.Fields(fmt.Sprint(of.Units.Expected, of.Units.Reported, of.Units.Late, of.Units.Missing, of.Items.Required, of.Items.Done, of.Items.Ongoing, of.Items.NotStarted, of.Items.NotApplicable, of.Items.Unknown, of.Items.Missing, of.Items.Evidence) + " " + dash(of.Shares.Done, "%"))
	}
	last := 0
	for _, cells := range tab.Rows[:len(tab.Rows)-1] {
		i := slices.IndexFunc(c.Counties, func(of assess.CountyStanding) bool { return of.County == cells[1] })
		of := c.Counties[i]
		if of.Rank > 0 && cells[0] != strconv.Itoa(of.Rank) || of.Rank == 0 && cells[0] != "—" || of.Rank > 0 && of.Rank < last {
			t.Fatalf("seed %d: %v, rank %d after %d", seed, cells, of.Rank, last)
		}
		last = max(last, of.Rank)
		if want := row(of.Figures); of.State == assess.CountyReported && !slices.Equal(cells[2:], want) {
			t.Fatalf("seed %d: %v, want %v", seed, cells, want)
		}
	}
	if got, want := tab.Rows[len(tab.Rows)-1][2:], row(c.Total); !slices.Equal(got, want) {
		t.Fatalf("seed %d: total %v, want %v", seed, got, want)
	}
}

// What keeps counties from being compared is said where they are: another day, another table, a doubtful owner.
func TestRollUpNotAlike(t *testing.T) {
	var alike Input
	for seed := uint64(0); alike.Comparison == nil || alike.Comparison.Counties[0].State != assess.CountyReported; seed++ {
		alike = rolled(t, rand.New(rand.NewPCG(seed, 7)))
	}
	say := func(change func(of *assess.CountyStanding)) (string, []string) {
		in := alike
		c := *alike.Comparison
		c.Counties = slices.Clone(c.Counties)
		change(&c.Counties[0])
		in.Comparison = &c
		doc, err := New(in).RollUp()
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, r := range tableOf(t, doc, "各县区报送和完成情况").Rows {
			names = append(names, r[1])
		}
		return prose(doc), names
	}
	name := alike.Comparison.Counties[0].County
	text, names := say(func(of *assess.CountyStanding) { of.AsOf = "2019-06-30" })
	if strings.Contains(text, "截至日期与本期不同") || strings.Contains(text, "另一版") || strings.Contains(text, "还要核对") || !strings.Contains(text, "数据截至2019年6月30日。") || !slices.Contains(names, name) {
		t.Errorf("%s %v", text, names)
	}
	text, names = say(func(of *assess.CountyStanding) { of.AsOf, of.Rank = "2019-03-31", 0 })
	if !strings.Contains(text, "数据截至2019年6月30日（"+name+"截至2019年3月31日）") || !strings.Contains(text, name+"的数据截至日期与本期不同，不参加排名") || !slices.Contains(names, name+"（截至2019年3月31日）") {
		t.Errorf("%s %v", text, names)
	}
	if text, _ = say(func(of *assess.CountyStanding) { of.OtherTable = true }); !strings.Contains(text, name+"的台账是按另一版任务分解表做的") {
		t.Error(text)
	}
	if text, _ = say(func(of *assess.CountyStanding) { of.Doubted = true }); !strings.Contains(text, name+"的台账，县名与文件名、文件夹写的不一致") {
		t.Error(text)
	}
}

// itemTables: every county that reported stands in one of the tables of tasks.
func itemTables(t *testing.T, seed uint64, doc *document.Document, c *assess.Comparison) {
	t.Helper()
	var heads []string
	for _, b := range doc.Blocks {
		if tab, ok := b.(document.Table); ok && strings.HasPrefix(tab.Caption, "各项任务") {
			itemTable(t, seed, tab, c)
			heads = append(heads, tab.Header...)
		}
	}
	for _, of := range c.Counties {
		if slices.Contains(heads, of.County) != (of.State == assess.CountyReported) {
			t.Fatalf("seed %d: %s is %s: %v", seed, of.County, of.State, heads)
		}
	}
}

func itemTable(t *testing.T, seed uint64, tab document.Table, c *assess.Comparison) {
	t.Helper()
	for i, item := range c.Items {
		cells := tab.Rows[i]
		if cells[0] != finding.ItemText(item.Item) || cells[len(cells)-3] != strconv.Itoa(item.Done) || cells[len(cells)-2] != strconv.Itoa(item.Required) {
			t.Fatalf("seed %d: %v of %+v", seed, cells, item)
		}
		for j, head := range tab.Header {
			for _, of := range item.Counties {
				if want := fmt.Sprintf("%d/%d", of.Done, of.Required); of.County == head && of.Required > 0 && cells[j] != want {
					t.Fatalf("seed %d: %s %s is %s, want %s", seed, item.Item, head, cells[j], want)
				}
			}
		}
	}
}

// The text for chasing names who sent nothing and who has to send again, and why.
func TestRollUpChase(t *testing.T) {
	for seed := range uint64(60) {
		in := rolled(t, rand.New(rand.NewPCG(seed, 11)))
		text, err := New(in).RollUpChase()
		if err != nil {
			t.Fatal(err)
		}
		if m := forbidden.FindString(text); m != "" {
			t.Fatalf("seed %d: %q in\n%s", seed, m, text)
		}
		for _, of := range in.Comparison.Counties {
			if named := strings.Contains(text, "【"+of.County+"】"); named != (of.State != assess.CountyReported) {
				t.Fatalf("seed %d: %s is %s:\n%s", seed, of.County, of.State, text)
			}
			wantIn(t, seed, text, of.State == assess.CountyUnusable, of.County+"/ledger.json：文件读不出来。请重新发送 ledger.json。")
		}
	}
}

func unitOf(county, name string, r *rand.Rand) ledger.Unit {
	u := ledger.Unit{Name: ledger.Qualified(county, name), Group: county, Expected: r.IntN(8) > 0, Reported: r.IntN(4) > 0}
	u.Late = u.Reported && r.IntN(3) == 0
	return u
}

func mergedRow(unit, item string, status form.Status, evidence bool) ledger.Entry {
	e := ledger.Entry{Unit: unit, Item: item, Fate: ledger.Merged, Status: status}
	if evidence {
		e.Evidence = "会议纪要"
	}
	return e
}

// prose is the text of a document without its tables.
func prose(d *document.Document) string {
	var out []string
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case document.Heading:
			out = append(out, b.Text)
		case document.Paragraph:
			out = append(out, b.Text)
		}
	}
	return strings.Join(out, "\n")
}
