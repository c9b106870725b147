package workbook

import (
	"io"
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/roster"
)

// rollUpLayout is what the ledger of a roll-up has that differs from a round's.
type rollUpLayout struct {
	Group    string // heads the columns of groups: a unit's county
	Groups   string // heads the block of the summary
	States   map[string]string
	Counties Page
	Items    Page
	Without  []string // columns of units and rows that are always blank
	Cell     string   // {done} of {required}
	None     string   // nothing is required there
	Total    string
}

// rollUp is the layout of a roll-up's ledger, from that of a round's.
func (l Layout) rollUp() *Layout {
	for _, p := range []*Page{&l.Ledger.Rows, &l.Ledger.Units} {
		p.Columns = slices.Clone(p.Columns)
		p.Columns = slices.DeleteFunc(p.Columns, func(c Column) bool { return slices.Contains(l.RollUp.Without, c.Key.Value) })
		for i := range p.Columns {
			if p.Columns[i].Key.Value == "group" {
				p.Columns[i].Head = l.RollUp.Group
			}
		}
	}
	groups := &l.Ledger.Summary.Groups
	groups.Title, groups.Columns = l.RollUp.Groups, slices.Clone(groups.Columns)
	for i := range groups.Columns {
		if groups.Columns[i].Key.Value == "heading" {
			groups.Columns[i].Head = l.RollUp.Group
		}
	}
	return &l
}

// RollUp writes the ledger workbook of a roll-up: the summary by county, the counties side by
// side, tasks by counties, then the ledger, the rows that were not merged, the units and the
// findings as in a round. Input needs a Comparison; units have their county for a group.
func RollUp(w io.Writer, in Input) error {
	if in.Layout == nil {
		return errNoLayout
	}
	in.Layout, in.Roster = in.Layout.rollUp(), &roster.Roster{}
	v := newView(&in)
	l := in.Layout
	b, err := newBook(l, fill(l.Ledger.File, in.values()), in.Office, in.created())
	if err != nil {
		return err
	}
	sheets := []sheet{v.summary(), v.countySheet(), v.countyItemSheet(), v.ledgerSheet()}
	if rows := v.unmerged(); len(rows) > 0 {
		sheets = append(sheets, tableSheet(&in, l.Ledger.Unmerged, l.Subtitle, unmergedColumns, rows))
	}
	for _, s := range append(sheets, v.unitSheet(), v.findingSheet()) {
		if err := b.add(s); err != nil {
			return err
		}
	}
	return b.write(w)
}

// byCounty is the block of the summary: all counties that must send a ledger, also those that did not.
func (v *view) byCounty() []headed {
	var out []headed
	sum, claimed := tally{}, tally{}
	for _, of := range v.Comparison.Counties {
		n := tally{"units_expected": of.Units.Expected, "units_reported": of.Units.Reported, "units_late": of.Units.Late, "units_missing": of.Units.Missing,
			"required": of.Items.Required, "answered": of.Items.Answered, "unanswered": of.Items.Missing, "done": of.Items.Done, "ongoing": of.Items.Ongoing,
			"not_started": of.Items.NotStarted, "not_applicable": of.Items.NotApplicable, "unknown": of.Items.Unknown}
		n.add(v.problems[of.County])
		claimed.add(v.problems[of.County])
		sum.add(n)
		out = append(out, headed{heading: of.County, tally: n})
	}
	strange := tally{}
	for _, f := range v.Findings {
		strange.severity(f.Severity)
	}
	for k, n := range claimed {
		strange[k] -= n
	}
	if strange["errors"]+strange["warnings"]+strange["infos"] > 0 {
		sum.add(strange)
		out = append(out, headed{heading: v.Layout.Words.Unclaimed, tally: strange})
	}
	return append(out, headed{heading: v.Layout.RollUp.Total, bold: true, tally: sum})
}

// countyRow is a county, or all of them.
type countyRow struct {
	of    assess.CountyStanding
	state string
	late  string
	fill  string
	bold  bool
}

func (r countyRow) cell(c cell) cell { c.style.fill, c.style.bold = r.fill, r.bold; return c }

// figure is a number of a county that reported.
func (r countyRow) figure(n int) cell {
	if r.of.State != assess.CountyReported {
		return r.cell(plain(""))
	}
	return r.cell(count(n))
}

func (r countyRow) share(s string) cell {
	if r.of.State != assess.CountyReported {
		return r.cell(plain(""))
	}
	if s == "" {
		return r.cell(plain("—"))
	}
	return r.cell(plain(s + "%"))
}

var countyColumns = map[string]func(countyRow) cell{
	"rank":                 func(r countyRow) cell { return r.cell(rankCell(r.of.Rank)) },
	"county":               func(r countyRow) cell { return r.cell(plain(r.of.County)) },
	"state":                func(r countyRow) cell { return r.cell(plain(r.state)) },
	"received":             func(r countyRow) cell { return r.cell(plain(strings.Replace(r.of.Received, "T", " ", 1))) },
	"due":                  func(r countyRow) cell { return r.cell(plain(r.of.Due)) },
	"late":                 func(r countyRow) cell { return r.cell(plain(r.late)) },
	"as_of":                func(r countyRow) cell { return r.cell(plain(r.of.AsOf)) },
	"units_expected":       func(r countyRow) cell { return r.figure(r.of.Units.Expected) },
	"units_reported":       func(r countyRow) cell { return r.figure(r.of.Units.Reported) },
	"units_late":           func(r countyRow) cell { return r.figure(r.of.Units.Late) },
	"units_missing":        func(r countyRow) cell { return r.figure(r.of.Units.Missing) },
	"required":             func(r countyRow) cell { return r.figure(r.of.Items.Required) },
	"answered":             func(r countyRow) cell { return r.figure(r.of.Items.Answered) },
	"done":                 func(r countyRow) cell { return r.figure(r.of.Items.Done) },
	"ongoing":              func(r countyRow) cell { return r.figure(r.of.Items.Ongoing) },
	"not_started":          func(r countyRow) cell { return r.figure(r.of.Items.NotStarted) },
	"not_applicable":       func(r countyRow) cell { return r.figure(r.of.Items.NotApplicable) },
	"unknown":              func(r countyRow) cell { return r.figure(r.of.Items.Unknown) },
	"missing":              func(r countyRow) cell { return r.figure(r.of.Items.Missing) },
	"evidence":             func(r countyRow) cell { return r.figure(r.of.Items.Evidence) },
	"done_share":           func(r countyRow) cell { return r.share(r.of.Shares.Done) },
	"ongoing_share":        func(r countyRow) cell { return r.share(r.of.Shares.Ongoing) },
	"not_started_share":    func(r countyRow) cell { return r.share(r.of.Shares.NotStarted) },
	"not_applicable_share": func(r countyRow) cell { return r.share(r.of.Shares.NotApplicable) },
	"unknown_share":        func(r countyRow) cell { return r.share(r.of.Shares.Unknown) },
	"missing_share":        func(r countyRow) cell { return r.share(r.of.Shares.Missing) },
	"returned":             func(r countyRow) cell { return r.figure(r.of.Events.Returned) },
	"uncorrected":          func(r countyRow) cell { return r.figure(r.of.Events.Uncorrected) },
	"copied":               func(r countyRow) cell { return r.figure(r.of.Events.Copied) },
	"unreported":           func(r countyRow) cell { return r.cell(plain(strings.Join(r.of.Unreported, "、"))) },
}

// countySheet has the counties by rank, those without a ledger below them, and the sum.
func (v *view) countySheet() sheet {
	c := v.Comparison
	order := c.Ranked()
	for i := range c.Counties {
		if !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	var rows []countyRow
	for _, i := range order {
		r := countyRow{of: c.Counties[i], state: word(v.Layout.RollUp.States, c.Counties[i].State)}
		if r.of.Late {
			r.late = v.Layout.Words.Yes
		}
		if r.of.State != assess.CountyReported {
			r.fill = v.Layout.Colours["missing"]
		}
		rows = append(rows, r)
	}
	sum := assess.CountyStanding{County: v.Layout.RollUp.Total, State: assess.CountyReported, Figures: c.Total}
	rows = append(rows, countyRow{of: sum, fill: v.Layout.Colours["chapter"], bold: true})
	return tableSheet(v.Input, v.Layout.RollUp.Counties, v.Layout.Subtitle, countyColumns, rows)
}

var countyItemColumns = map[string]func(assess.ItemComparison) cell{
	"item":     func(t assess.ItemComparison) cell { return plain(finding.ItemText(t.Item)) },
	"task":     func(t assess.ItemComparison) cell { return plain(t.Task) },
	"counties": nil,
	"required": func(t assess.ItemComparison) cell { return count(t.Required) },
	"answered": func(t assess.ItemComparison) cell { return count(t.Answered) },
	"done":     func(t assess.ItemComparison) cell { return count(t.Done) },
	"share": func(t assess.ItemComparison) cell {
		if t.Share == "" {
			return plain("—")
		}
		return plain(t.Share + "%")
	},
}

// countyItemSheet has a column for every county that reported: where a task lags.
func (v *view) countyItemSheet() sheet {
	columns := map[string]func(assess.ItemComparison) cell{}
	for k, get := range countyItemColumns {
		columns[k] = get
	}
	p := v.Layout.RollUp.Items
	p.Columns = nil
	for _, c := range v.Layout.RollUp.Items.Columns {
		if c.Key.Value != "counties" {
			p.Columns = append(p.Columns, c)
			continue
		}
		for i, of := range v.Comparison.Counties {
			if of.State != assess.CountyReported {
				continue
			}
			one := c
			one.Key.Value, one.Head = "county "+itoa(i), of.County
			columns[one.Key.Value] = func(t assess.ItemComparison) cell { return v.atTask(t.Counties[i]) }
			p.Columns = append(p.Columns, one)
		}
	}
	return tableSheet(v.Input, p, v.Layout.Subtitle, columns, v.Comparison.Items)
}

// atTask is a county's part of a task; one of which nothing is done is coloured.
func (v *view) atTask(of assess.CountyAtATask) cell {
	if of.Required == 0 {
		return plain(v.Layout.RollUp.None)
	}
	c := plain(fill(v.Layout.RollUp.Cell, map[string]string{"done": itoa(of.Done), "required": itoa(of.Required)}))
	switch {
	case of.Done == 0:
		c.style.fill = v.Layout.Colours["warning"]
	case of.Done == of.Required:
		c.style.fill = v.Layout.Colours["good"]
	}
	return c
}
