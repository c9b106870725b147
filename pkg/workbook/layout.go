package workbook

import (
	"maps"
	"slices"

	"zwgk/pkg/policy"
)

// Layout is templates/workbook.yaml: names of sheets, columns, widths, wording.
type Layout struct {
	Fonts     struct{ Title, Head, Body string }
	Colours   map[string]string
	Sample    string
	Subtitle  string
	Print     struct{ Footer string }
	Continued string
	Continues string
	Clipped   string
	None      string
	Words     struct {
		Status, Duty, Light, Symbol, Severity, Verdict, Fate     map[string]string
		Missing, Unfilled, Late, Yes, All, Line, Open, Unclaimed string
		FilledIn                                                 string `yaml:"filled_in"`
		Parent                                                   string // head of the column of an indicator with parts
	}
	Ledger struct {
		File                                           string
		Summary                                        summaryLayout
		Rows, Unmerged, Units, Findings, Scores, Lines Page
	}
	Year     yearLayout
	RollUp   rollUpLayout `yaml:"rollup"`
	Returned struct {
		Page                                                    `yaml:",inline"`
		Intro, Count, Places, Cells, Clean, Sign, Mark, Comment string
		Hint, Solved, More, Further, Prose                      string
		Legend, Guided, Due, Nowhere                            string
		Severity                                                map[string]string
		Versions                                                struct {
			Compared, Solved, Open, Item, Line string
			State                              map[string]string
		}
	}
	Chase struct {
		Page   `yaml:",inline"`
		States map[string]string
		Count  string
		Idle   string // no unit has anything to report
	}
	Plan struct {
		Subtitle string
		Matrix   struct{ Name, Title, Subtitle, Unit, Group, Total, Legend, Symbol string }
		Units    Page
		Open     struct {
			Page                               `yaml:",inline"`
			Subtitle                           string
			Undecided, Empty, Unknown, Retired string
			Kinds                              map[string]string
		}
	}
}

// Page is one sheet: its name, the heading on it, what it says when it has no
// rows, the paper that it is printed on (A3 or A4, which is the default), how
// many columns stay in view, and its columns.
type Page struct {
	Name, Title, None string
	Paper             policy.Text
	Freeze            int
	Columns           []Column
}

// Column is a column of a sheet. Width is in characters of the spreadsheet
// program, or in grid columns on the summary.
type Column struct {
	Key    policy.Text
	Head   string
	Width  float64
	Centre bool
}

type summaryLayout struct {
	Name, Title      string
	Facts            []factLayout
	Sections, Groups Page
	Total, Note      string
}

type factLayout struct {
	Head  string
	Items []struct {
		Key  policy.Text
		Head string
	}
}

// ParseLayout reads workbook.yaml. The error is a *policy.Error that points to
// the slip: an unknown entry, or a column that the sheet does not have.
func ParseLayout(f policy.File) (*Layout, error) {
	l := &Layout{}
	if err := f.Decode(l); err != nil {
		return nil, err
	}
	for _, check := range []struct {
		page    Page
		allowed []string
	}{
		{l.Ledger.Rows, keys(ledgerColumns)}, {l.Ledger.Unmerged, keys(unmergedColumns)}, {l.Ledger.Units, keys(unitColumns)},
		{l.Ledger.Findings, keys(findingColumns)}, {l.Ledger.Scores, keys(scoreColumns)}, {l.Ledger.Lines, keys(lineColumns)},
		{Page{Columns: l.Year.Columns}, keys(ledgerColumns)}, {l.Year.Units, keys(yearUnitColumns)}, {l.Year.Events, keys(eventColumns)},
		{l.RollUp.Counties, keys(countyColumns)}, {l.RollUp.Items, keys(countyItemColumns)},
		{l.Ledger.Summary.Sections, summaryKeys}, {l.Ledger.Summary.Groups, summaryKeys},
		{l.Returned.Page, keys(returnColumns)}, {l.Chase.Page, keys(chaseColumns)},
		{l.Plan.Units, keys(planColumns)}, {l.Plan.Open.Page, keys(openColumns)},
	} {
		if p := check.page.Paper; p.Value != "" && paperSizes[p.Value] == 0 {
			return nil, f.Errorf(p.Pos, keys(paperSizes), "不认识的纸张 “%s”", p.Value)
		}
		for _, c := range check.page.Columns {
			if err := known(f, c.Key, check.allowed); err != nil {
				return nil, err
			}
		}
	}
	for _, fact := range l.Ledger.Summary.Facts {
		for _, item := range fact.Items {
			if err := known(f, item.Key, summaryKeys); err != nil {
				return nil, err
			}
		}
	}
	return l, nil
}

// paperSizes are the numbers of the file format (ECMA-376 Part 1 §18.3.1.63).
var paperSizes = map[string]int{"A3": 8, "A4": 9}

func known(f policy.File, key policy.Text, allowed []string) error {
	if slices.Contains(allowed, key.Value) {
		return nil
	}
	return f.Errorf(key.Pos, allowed, "不认识的栏目 “%s”", key.Value)
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// fill puts values into a text with {names}; other braces stay.
func fill(text string, values map[string]string) string {
	var pairs []string
	for _, k := range keys(values) {
		pairs = append(pairs, k, values[k])
	}
	return policy.Fill(text, pairs...)
}

// word gives the word for a code, or the code itself.
func word(words map[string]string, code string) string {
	if w, ok := words[code]; ok {
		return w
	}
	return code
}
