package assess

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/decision"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"

	"github.com/shopspring/decimal"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// unit adds a unit with the items given by their state: done, done- (without
// evidence), a number (ongoing with that progress), ongoing, not_started,
// not_applicable, unknown, missing.
func unit(l *ledger.Ledger, name, group string, states ...string) *ledger.Unit {
	u := ledger.Unit{Name: name, Group: group, Expected: true, Due: "2019-07-05"}
	for i, s := range states {
		item := fmt.Sprint(i + 1)
		u.Required = append(u.Required, item)
		if s == "missing" {
			u.Missing = append(u.Missing, item)
			continue
		}
		u.Reported, u.Received = true, "2019-07-01"
		e := ledger.Entry{Unit: name, Item: item, Fate: ledger.Merged, Status: form.Status(s), Links: []string{"http://example.gov.cn/1"},
			Source: ledger.Source{File: name + ".xlsx", Sheet: "填报表", Row: i + 5, Cells: map[string]string{}}}
		for c, f := range []string{"item", "status", "links", "evidence"} {
			e.Source.Cells[f] = fmt.Sprintf("%c%d", 'A'+c, i+5)
		}
		switch {
		case s == "done-":
			e.Status, e.Links, e.Evidence = form.Done, nil, "无。"
		case s[0] >= '0' && s[0] <= '9':
			e.Status, e.Progress = form.Ongoing, s
		}
		l.Entries = append(l.Entries, e)
	}
	if u.Reported {
		u.Files = []string{name + ".xlsx"}
	}
	l.Units = append(l.Units, u)
	return &l.Units[len(l.Units)-1]
}

func input(t testing.TB, l *ledger.Ledger) Input {
	return Input{Scheme: scheme(t), Round: form.Round{ID: "2019-h1", Name: "上半年", AsOf: "2019-06-30"}, Ledger: l,
		Rules: finding.NewCatalogue([]finding.Rule{{Code: "V01", Title: "完成情况没有填"}})}
}

func scored(t testing.TB, in Input) *Scores {
	t.Helper()
	s, err := Score(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range s.Units {
		consistent(t, in.Scheme, u)
	}
	return s
}

// consistent: lines add up, every indicator stays between nothing and its weight.
func consistent(t testing.TB, s *Scheme, u UnitScore) {
	t.Helper()
	sum, most := decimal.Zero, decimal.Zero
	parts := map[string]decimal.Decimal{}
	for _, l := range u.Lines {
		sum, most = sum.Add(dec(l.Score)), most.Add(dec(l.Max))
		for _, name := range append([]string{l.Indicator}, l.Under...) {
			parts[name] = parts[name].Add(dec(l.Score))
		}
		if l.Reason == "" || strings.ContainsAny(l.Reason, "{}") || l.Items == nil || l.Sources == nil || dec(l.Score).GreaterThan(dec(l.Max)) && dec(l.Max).IsPositive() {
			t.Errorf("%s: line %+v", u.Unit, l)
		}
	}
	if !sum.Equal(dec(u.Score)) || !most.Equal(s.Total) || !dec(u.Score).Add(dec(u.Adjustment)).Equal(dec(u.Final)) {
		t.Errorf("%s does not add up: %s lines, %s score, %s most", u.Unit, sum, u.Score, most)
	}
	for _, ind := range all(s.Indicators) {
		if p := parts[ind.Name]; p.IsNegative() || p.GreaterThan(ind.Weight) {
			t.Errorf("%s: %s has %s of %s", u.Unit, ind.Name, p, ind.Weight)
		}
	}
}

func line(u UnitScore, indicator string) (score decimal.Decimal, reason string) {
	for _, l := range u.Lines {
		if l.Indicator == indicator {
			score, reason = score.Add(dec(l.Score)), reason+l.Reason
		}
	}
	return score, reason
}

func TestMeasures(t *testing.T) {
	for name, c := range map[string]struct {
		states            []string
		change            func(*ledger.Unit)
		indicator, points string
		reason            string
	}{
		"on time":        {[]string{"done"}, nil, "报送及时性", "10", "2019年7月1日报送，未超过截止日期2019年7月5日。"},
		"late":           {[]string{"done"}, func(u *ledger.Unit) { u.Late, u.Received = true, "2019-07-08 10:00" }, "报送及时性", "5", "截止日期2019年7月5日，2019年7月8日报送，迟报3天，扣5分。"},
		"no due":         {[]string{"done"}, func(u *ledger.Unit) { u.Due = "" }, "报送及时性", "10", "没有规定截止日期"},
		"no date":        {[]string{"done"}, func(u *ledger.Unit) { u.Received = "" }, "报送及时性", "10", "报送日期不明"},
		"silent":         {[]string{"missing", "missing"}, nil, "报送质量", "0", "没有报送，本项不得分。"},
		"two of three":   {[]string{"done", "missing", "done"}, nil, "报送完整性", "13.33", "应报3项，已报2项，未报1项：任务2。"},
		"progress":       {[]string{"done", "80", "ongoing", "not_started", "missing"}, nil, "任务完成", "18.4", "计入5项，其中已完成1项、正在推进2项、未启动1项、未报1项，折合完成2.3项。未得满的：任务2（按80%）、3（没有可用的进度，按50%）、4（按0%）、5（按0%）。"},
		"outside":        {[]string{"done", "not_applicable"}, nil, "任务完成", "40", "不涉及的1项不计入：任务2。"},
		"all outside":    {[]string{"not_applicable"}, nil, "任务完成", "40", "没有应计的任务"},
		"no evidence":    {[]string{"done", "done-", "50", "not_started"}, nil, "公开佐证", "6.67", "应有佐证3项，有链接或佐证材料2项，缺1项：任务2。"},
		"nothing public": {[]string{"not_started"}, nil, "公开佐证", "0", "没有已完成、正在推进的任务"},
		"clean":          {[]string{"done"}, nil, "报送质量", "20", "没有发现扣分的问题。"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &ledger.Ledger{}
			u := unit(l, "县财政局", "政府部门", c.states...)
			if c.change != nil {
				c.change(u)
			}
			got, reason := line(scored(t, input(t, l)).Units[0], c.indicator)
			if !got.Equal(dec(c.points)) || !strings.Contains(reason, c.reason) {
				t.Errorf("got %s, %s", got, reason)
			}
		})
	}
}

func problem(code string, severity finding.Severity, cells ...string) finding.Finding {
	return finding.Finding{Code: code, Severity: severity, Unit: "县财政局", File: "县财政局.xlsx", Sheet: "填报表", Cell: cells[0], Cells: cells}
}

func TestQuality(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "县财政局", "政府部门", "done", "done", "done")
	in := input(t, l)
	for name, c := range map[string]struct {
		found  []finding.Finding
		points string
		reason string
	}{
		"three cells":   {[]finding.Finding{problem("V01", finding.Error, "B5", "B6", "B7")}, "18.5", "扣分前的分值。完成情况没有填3处，每处扣0.5分，扣1.5分。"},
		"info":          {[]finding.Finding{problem("V09", finding.Info, "B5")}, "20", "没有发现扣分的问题。"},
		"one per item":  {[]finding.Finding{problem("E03", finding.Warning, "B5", "C5", "B6")}, "16", "E032项，每项扣2分，扣4分。"},
		"one per sheet": {[]finding.Finding{problem("U06", finding.Warning, "B50", "C50")}, "19", "U061个，每个扣1分，扣1分。"},
		"floor":         {[]finding.Finding{problem("P02", finding.Error, "B5", "B6", "B7", "C5", "C6")}, "0", "本项扣完20分为止，多出的5分不扣。"},
		"capped":        {[]finding.Finding{problem("E03", finding.Warning, "B5", "B6", "B7", "B101", "B102", "B103")}, "10", "应扣12分，按这一类的上限扣10分。"},
		"another unit":  {[]finding.Finding{{Code: "V01", Severity: finding.Error, Unit: "县民政局"}}, "20", "没有发现扣分的问题。"},
		"missing items": {[]finding.Finding{problem("T06", finding.Error, "A5")}, "20", "没有发现扣分的问题。"},
	} {
		t.Run(name, func(t *testing.T) {
			in.Findings = c.found
			got, reason := line(scored(t, in).Units[0], "报送质量")
			if !got.Equal(dec(c.points)) || !strings.Contains(reason, c.reason) {
				t.Errorf("got %s, %s", got, reason)
			}
		})
	}
}

func TestQualitySources(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "县财政局", "政府部门", "done", "done")
	in := input(t, l)
	in.Findings = []finding.Finding{problem("V01", finding.Error, "B6", "B5")}
	got := scored(t, in).Units[0].Lines[4]
	if want := []string{"1", "2"}; !slices.Equal(got.Items, want) || len(got.Sources) != 2 || got.Max != "0" || got.Score != "-1.00" {
		t.Errorf("%+v", got)
	}
}

func TestWaivers(t *testing.T) {
	for name, c := range map[string]struct {
		w      decision.Waiver
		points string
	}{
		"everything": {decision.Waiver{}, "20"},
		"code":       {decision.Waiver{Code: "V01"}, "20"},
		"small code": {decision.Waiver{Code: "ｖ01"}, "20"},
		"other code": {decision.Waiver{Code: "V02"}, "19"},
		"item":       {decision.Waiver{Item: "1"}, "19.5"},
		"cell":       {decision.Waiver{Code: "V01", Cell: "b6"}, "19.5"},
		"cells":      {decision.Waiver{Code: "V01", Cell: "B5、B6"}, "20"},
		"run out":    {decision.Waiver{Until: "2019-06-29"}, "19"},
		"last day":   {decision.Waiver{Until: "2019-06-30"}, "20"},
		"month":      {decision.Waiver{Until: "2019-06"}, "20"},
		"other unit": {decision.Waiver{Unit: "县民政局"}, "19"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &ledger.Ledger{}
			unit(l, "县财政局", "政府部门", "done", "done")
			in := input(t, l)
			in.Findings = []finding.Finding{problem("V01", finding.Error, "B5", "B6")}
			if c.w.Unit == "" {
				c.w.Unit = "县财政局"
			}
			in.Decisions = &decision.Set{Waivers: []decision.Waiver{c.w}}
			if got, _ := line(scored(t, in).Units[0], "报送质量"); !got.Equal(dec(c.points)) {
				t.Errorf("got %s", got)
			}
			left := 0
			for _, f := range NewWaivers(in.Decisions, in.Ledger, in.Round.AsOf).Standing(in.Findings) {
				left += len(f.Cells)
			}
			if want := dec("20").Sub(dec(c.points)).Mul(dec("2")); !want.Equal(whole(left)) {
				t.Errorf("%d cells stand", left)
			}
		})
	}
}

func TestWaivedTasks(t *testing.T) {
	w := &Waivers{used: map[finding.Place]bool{}, list: map[string][]waiver{"甲": {{item: foldItem("2")}}}}
	for _, item := range []string{"2", "2.1", "2（1）"} {
		if !w.waives("甲", item, "V01", "") {
			t.Errorf("task 2 does not cover %s", item)
		}
	}
	for _, item := range []string{"20", "3", ""} {
		if w.waives("甲", item, "V01", "") {
			t.Errorf("task 2 covers %q", item)
		}
	}
	for _, written := range []string{"2（1）", "2.1", "２-1", "2(1)"} {
		if foldItem(written) != "2.1" {
			t.Errorf("foldItem(%q) = %q", written, foldItem(written))
		}
	}
}

func TestMissingExcused(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "县财政局", "政府部门", "done", "missing")
	unit(l, "县民政局", "政府部门", "missing")
	in := input(t, l)
	in.Decisions = &decision.Set{Waivers: []decision.Waiver{{Unit: "县财政局", Item: "2", Code: "T06"}, {Unit: "县民政局"}}}
	NewWaivers(in.Decisions, l, in.Round.AsOf).Excuse(l, "T06")
	s := scored(t, in)
	if got, reason := line(s.Units[0], "报送完整性"); !got.Equal(dec("20")) || !strings.Contains(reason, "经认定不计的1项：任务2。") {
		t.Errorf("%s, %s", got, reason)
	}
	if s.Units[1].Score != "100.00" {
		t.Errorf("a unit all of whose items are excused has %s", s.Units[1].Score)
	}
}

func TestAdjustmentRankAndGrade(t *testing.T) {
	l := &ledger.Ledger{}
	for _, name := range []string{"甲", "乙", "丙", "丁"} {
		unit(l, name, "政府部门", "done")
	}
	unit(l, "戊镇", "乡镇街道", "missing")
	l.Units = append(l.Units, ledger.Unit{Name: "己", Group: "政府部门"})
	in := input(t, l)
	in.Decisions = &decision.Set{Adjustments: []decision.Adjustment{
		{Unit: "甲", Round: "2019-h1", Points: "2"}, {Unit: "乙", Points: "-10.125"}, {Unit: "丙", Round: "2019-end", Points: "5"}}}
	s := scored(t, in)
	var got []string
	for _, u := range s.Units {
		got = append(got, fmt.Sprint(u.Unit, u.Final, u.Grade, u.Rank))
	}
	want := []string{"甲102.00优秀1", "乙89.875良好4", "丙100.00优秀2", "丁100.00优秀2", "戊镇0.00不合格1"}
	if !slices.Equal(got, want) || !slices.Equal(s.Unscored, []string{"己"}) {
		t.Errorf("got %v, unscored %v", got, s.Unscored)
	}
	bands := in.Scheme.Bands(s.Units)
	if len(bands) != 4 || len(bands[0].Units) != 3 || len(bands[3].Units) != 1 {
		t.Errorf("%+v", bands)
	}
	if of := s.Of("县政府部门"); of[3].Unit != "乙" {
		t.Errorf("%+v", of)
	}
	in.Decisions.Adjustments[0].Points = "两分"
	if _, err := Score(in); err == nil || !strings.Contains(err.Error(), "分值“两分”不是数字") {
		t.Errorf("got %v", err)
	}
}

// random makes a round of a few units.
func random(r *rand.Rand) (*ledger.Ledger, []finding.Finding) {
	states := []string{"done", "done-", "35", "100", "ongoing", "not_started", "not_applicable", "unknown", "missing"}
	l := &ledger.Ledger{}
	var found []finding.Finding
	for n := range 1 + r.IntN(5) {
		var list []string
		for range 1 + r.IntN(7) {
			list = append(list, states[r.IntN(len(states))])
		}
		u := unit(l, fmt.Sprintf("单位%d", n), []string{"政府部门", "乡镇街道", ""}[r.IntN(3)], list...)
		if r.IntN(3) == 0 && u.Reported {
			u.Late, u.Received = true, "2019-07-20"
		}
		for range r.IntN(6) {
			f := problem([]string{"V01", "P01", "E03", "U06", "T06", "X01"}[r.IntN(6)], finding.Error, fmt.Sprintf("B%d", 5+r.IntN(8)), "C5")
			f.Unit, f.File = u.Name, u.Name+".xlsx"
			found = append(found, f)
		}
	}
	return l, found
}

func TestProperties(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		l, found := random(r)
		in := input(t, l)
		in.Findings = found
		before := scored(t, in)

		r.Shuffle(len(l.Entries), func(i, j int) { l.Entries[i], l.Entries[j] = l.Entries[j], l.Entries[i] })
		r.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
		if again := scored(t, in); !reflect.DeepEqual(before, again) {
			t.Fatalf("seed %d: the order of entries or findings matters", seed)
		}
		better(t, in, before, seed)
	}
}

// better adds an item done, in time and with evidence, to each unit that reported.
func better(t *testing.T, in Input, before *Scores, seed uint64) {
	t.Helper()
	for i := range in.Ledger.Units {
		u := &in.Ledger.Units[i]
		if !u.Reported {
			continue
		}
		u.Required = append(slices.Clone(u.Required), "99")
		in.Ledger.Entries = append(in.Ledger.Entries, ledger.Entry{Unit: u.Name, Item: "99", Fate: ledger.Merged, Status: form.Done,
			Links: []string{"http://example.gov.cn"}, Source: ledger.Source{File: u.Name + ".xlsx", Sheet: "填报表", Row: 99}})
	}
	for i, u := range scored(t, in).Units {
		if dec(u.Score).LessThan(dec(before.Units[i].Score)) {
			t.Fatalf("seed %d: %s fell from %s to %s", seed, u.Unit, before.Units[i].Score, u.Score)
		}
	}
}
