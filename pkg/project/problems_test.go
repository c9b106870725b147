package project_test

import (
	"slices"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/policy"
	"zwgk/pkg/project"
	"zwgk/templates"

	"zwgk/pkg/assess"
)

// TestEveryProblemHasAType: what counts against units stands in the report under some type,
// but for what only looks like a person's own, the office's own matters, the missing items,
// which the report tells by themselves, and what is said of ledgers in a roll-up.
func TestEveryProblemHasAType(t *testing.T) {
	data, err := templates.FS.ReadFile("report/report.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var layout struct {
		Problems []struct {
			Name  string
			Codes []string
		}
		Sample, Words, Lists, Quotes, Complete, RollUp, Tables, Charts any
	}
	if err := (policy.File{Name: "report.yaml", Data: data}).Decode(&layout); err != nil {
		t.Fatal(err)
	}
	rules, err := project.ReadRules(project.Options{})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := []string{"P04", "P05", "P06", "T06", "X07", "X08", "X09", "X10"}
	for _, r := range rules.Catalogue.Rules() {
		types := 0
		for _, p := range layout.Problems {
			if assess.MatchCode(p.Codes, r.Code) {
				types++
			}
		}
		want := 1
		if r.Severity == finding.Info || r.Code[0] == 'D' || slices.Contains(elsewhere, r.Code) {
			want = 0
		}
		if want == 1 && types != 1 || types > 1 {
			t.Errorf("%s %s stands under %d types", r.Code, r.Title, types)
		}
	}
}
