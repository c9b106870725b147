package workbook

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// year joins a round of 9 units and one in which the first unit sent nothing and every status is done.
func year(t testing.TB) Input {
	in, end := round(t, 9, 4), round(t, 9, 4)
	silent := in.Roster.Units[0].Name
	end.Ledger.Round = "2019-end"
	end.Ledger.Entries = slices.DeleteFunc(end.Ledger.Entries, func(e ledger.Entry) bool { return e.Unit == silent })
	for i := range end.Ledger.Entries {
		end.Ledger.Entries[i].Status = form.Done
	}
	u := &end.Ledger.Units[0]
	u.Reported, u.Missing, u.Files = false, u.Required, nil
	in.Rounds = []Round{{ID: "2019-h1", Name: "上半年", Scores: in.Scores}, {ID: "2019-end", Name: "全年", Scores: end.Scores}}
	in.Round = form.Round{ID: "year", Name: "年度", Kind: "year", AsOf: "2019-12-31"}
	in.Ledger = ledger.Year(ledger.YearInput{Round: in.Round, Rounds: []*ledger.Ledger{in.Ledger, end.Ledger}, Table: in.Table, Roster: in.Roster})
	in.Events = []assess.Event{{Unit: silent, Kind: "missing", Round: "2019-end"}, {Unit: silent, Kind: "late", Round: "2019-h1", Place: finding.Place{File: in.Files[0].Path}}}
	return in
}

func TestYearLedger(t *testing.T) {
	in := year(t)
	in.Before = &assess.Scores{Units: []assess.UnitScore{{Unit: in.Roster.Units[1].Name, Final: "90.00"}}}
	f, _ := opened(t, write(t, func(b *bytes.Buffer) error { return Ledger(b, in) }))
	if got := strings.Join(f.GetSheetList(), " "); got != "汇总 台账 单位情况 年度记录 问题清单 评分 得分明细" {
		t.Error(got)
	}
	from, carried, course := column(t, f, "台账", "取自"), column(t, f, "台账", "沿用"), column(t, f, "台账", "各期情况")
	units, n := column(t, f, "台账", "单位"), 0
	for i, u := range units {
		switch {
		case from[i] == "":
			continue
		case u == in.Roster.Units[0].Name:
			n++
			if from[i] != "上半年" || carried[i] != "沿用" || !strings.HasPrefix(course[i], "上半年：") || strings.Contains(course[i], "全年") {
				t.Errorf("%s: %s %s %s", u, from[i], carried[i], course[i])
			}
		case from[i] != "全年" || carried[i] != "" || !strings.Contains(course[i], "\n全年：已完成 80%"):
			t.Errorf("%s: %s %s %s", u, from[i], carried[i], course[i])
		}
	}
	if n != 6 {
		t.Errorf("%d carried rows", n)
	}
	for head, want := range map[string]string{"上半年（已报/应报）": "按时 6/6", "全年（已报/应报）": "未报 0/6", "其中沿用以前的": "6", "上半年得分": "92.50", "上年得分": ""} {
		if got := column(t, f, "单位情况", head)[0]; got != want {
			t.Errorf("%s is %q, want %q", head, got, want)
		}
	}
	if got := column(t, f, "单位情况", "比上年")[1]; got != "2.50" {
		t.Errorf("change %q", got)
	}
	if got := column(t, f, "年度记录", "记录"); !slices.Equal(got[:2], []string{"没有报送", "迟报"}) {
		t.Error(got)
	}
}

// TestYearWithoutComparison: without a year before there is no column for it.
func TestYearWithoutComparison(t *testing.T) {
	_, cells := opened(t, write(t, func(b *bytes.Buffer) error { return Ledger(b, year(t)) }))
	for _, text := range cells["单位情况"] {
		if text == "上年得分" || text == "比上年" {
			t.Error(text)
		}
	}
}

// TestRoundBefore: the ledger shows what a unit said in the round before, where there was one.
func TestRoundBefore(t *testing.T) {
	in := round(t, 3, 3)
	if _, cells := opened(t, write(t, func(b *bytes.Buffer) error { return Ledger(b, in) })); slices.Contains(texts(cells["台账"]), "上期情况") {
		t.Error("a column for what there is not")
	}
	before := round(t, 3, 3)
	before.Ledger.Entries[0].Status, before.Ledger.Entries[0].Progress = form.Ongoing, "35"
	in.Previous = before.Ledger
	f, _ := opened(t, write(t, func(b *bytes.Buffer) error { return Ledger(b, in) }))
	if got := column(t, f, "台账", "上期情况")[0]; got != "正在推进 35%" {
		t.Error(got)
	}
}

func texts(cells map[string]string) []string {
	var out []string
	for _, text := range cells {
		out = append(out, text)
	}
	return out
}
