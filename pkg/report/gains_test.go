package report

import (
	"testing"

	"github.com/shopspring/decimal"

	"zwgk/pkg/assess"
	"zwgk/pkg/document"
)

// keptScheme scores a round by one of the schemes that come along, with scores of others for every
// second unit.
func (in *Input) keptScheme(t *testing.T, name string) {
	t.Helper()
	var err error
	if in.Scheme, err = assess.ParseScheme(policyFile(t, "schemes/"+name+".yaml"), policyFile(t, "scheme.yaml")); err != nil {
		t.Fatal(err)
	}
	sources := assess.Sources{}
	for _, column := range in.Scheme.Asked() {
		sources[column] = map[string]assess.SubScore{}
		for i, u := range in.Ledger.Units {
			if i%2 == 0 && column != "泄密" || i%7 == 6 {
				sources[column][u.Name] = assess.SubScore{Points: decimal.NewFromInt(int64(i%4 + 2))}
			}
		}
	}
	in.Scores, err = assess.Score(assess.Input{Scheme: in.Scheme, Round: in.Round, Ledger: in.Ledger, Findings: in.Findings, Plan: in.Plan,
		Roster: in.Roster, Table: in.Table, Rules: in.Catalogue, Sources: sources})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLossesAndGainsReconcile: with every scheme, nothing in the table of losses is a gain, and the
// total less the losses and with the gains is the sum of the scores.
func TestLossesAndGainsReconcile(t *testing.T) {
	gains := map[string]bool{}
	for _, name := range []string{"加分门槛", "多级指标", "百分扣分", "红黄绿灯", "自评加第三方"} {
		for round, in := range rounds(t) {
			if len(in.Scores.Units) == 0 {
				continue
			}
			in.keptScheme(t, name)
			d, err := Assessment(in)
			if err != nil {
				t.Fatal(err)
			}
			if m := forbidden.FindString(shown(d)); m != "" {
				t.Errorf("%s/%s holds %q", name, round, m)
			}
			points := in.Scheme.Total.Mul(decimal.NewFromInt(int64(len(in.Scores.Units))))
			for _, b := range d.Blocks {
				tab, ok := b.(document.Table)
				switch {
				case ok && tab.Caption == "扣分明细表":
					for _, lost := range cells(tab, "扣分") {
						if points = points.Sub(number(lost)); !number(lost).IsPositive() {
							t.Errorf("%s/%s: a loss of %s", name, round, lost)
						}
					}
				case ok && tab.Caption == "加分明细表":
					gains[name] = true
					points = points.Add(sum(cells(tab, "加分")))
				}
			}
			if want := sum(cells(tableOf(t, d, "得分表"), "合计")); !points.Equal(want) {
				t.Errorf("%s/%s: losses and gains give %s, the scores are %s", name, round, points, want)
			}
		}
	}
	if !gains["加分门槛"] || len(gains) != 1 {
		t.Errorf("gains with %v", gains)
	}
}
