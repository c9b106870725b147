package assess

import (
	"cmp"
	"slices"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"

	"github.com/shopspring/decimal"
)

// books are the indexes that all accounts are opened from.
type books struct {
	Input
	*Waivers
	entries  map[unitItem]*ledger.Entry // merged
	duties   map[unitItem]string
	lights   map[unitItem]string
	scopes   map[*Indicator]map[string]bool // items of indicators with tasks
	happened map[string][]Event             // by unit, those of a kind by round and place
	found    map[string][]finding.Finding   // by unit
}

type unitItem struct{ unit, item string }

func openAccounts(in Input) *books {
	b := &books{Input: in, Waivers: NewWaivers(in.Decisions, in.Ledger, in.Round.AsOf), entries: map[unitItem]*ledger.Entry{},
		duties: map[unitItem]string{}, lights: map[unitItem]string{}, happened: map[string][]Event{}, scopes: scopes(in.Scheme, in.Table), found: map[string][]finding.Finding{}}
	for i := range in.Ledger.Entries {
		e := &in.Ledger.Entries[i]
		if e.Fate == ledger.Merged {
			b.entries[unitItem{e.Unit, e.Item}] = e
		}
	}
	if in.Plan != nil {
		for _, a := range in.Plan.Assignments {
			b.duties[unitItem{a.Unit, a.Item}] = string(a.Duty)
		}
	}
	if in.Lights != nil {
		for _, l := range in.Lights.Lights {
			b.lights[unitItem{l.Unit, l.Item}] = l.Light
		}
	}
	events := slices.Clone(in.Events)
	slices.SortStableFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(in.place(a.Round), in.place(b.Round)), cmp.Compare(a.Round, b.Round), cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Sheet, b.Place.Sheet), finding.CompareCells(a.Place.Cell, b.Place.Cell))
	})
	for _, e := range events {
		b.happened[e.Unit] = append(b.happened[e.Unit], e)
	}
	found := slices.Clone(in.Findings)
	finding.Sort(found)
	for _, f := range found {
		b.found[f.Unit] = append(b.found[f.Unit], f)
	}
	return b
}

// place is where a round of a year stands among the others.
func (in *Input) place(round string) int {
	return slices.IndexFunc(in.Rounds, func(r form.Round) bool { return r.ID == round })
}

// account is what one unit's lines are computed from.
type account struct {
	*books
	unit ledger.Unit
	env  map[string]any // what conditions go by

	scores map[string]decimal.Decimal // in env
	base   decimal.Decimal

	whole *ledger.Unit    // of an account for some tasks: with all of them
	only  map[string]bool // the items of these tasks; nil: all
}

// entry is the merged row of an item, nil when there is none.
func (a *account) entry(item string) *ledger.Entry { return a.entries[unitItem{a.unit.Name, item}] }

// silent tells that nothing at all is there of what the unit had to report, in no round of a year.
func (a *account) silent() bool {
	whole := *a
	if a.whole != nil {
		whole.unit = *a.whole
	}
	return !slices.ContainsFunc(whole.standings(), func(s ledger.Standing) bool { return len(s.Missing) < len(s.Required) })
}

// result is a line before it is printed.
type result struct {
	indicator *Indicator
	under     []string
	absent    bool // nothing to measure
	max       decimal.Decimal
	points    decimal.Decimal // rounded to the places of the scheme
	reason    string
	items     []string
	sources   []finding.Place
}

func (r result) line(s *Scheme) Line {
	l := Line{Indicator: r.indicator.Name, Clause: r.indicator.Clause, Max: r.max.String(), Score: r.points.StringFixed(s.Places),
		Reason: r.reason, Items: r.items, Sources: r.sources, Under: r.under}
	if l.Items == nil {
		l.Items = []string{}
	}
	if l.Sources == nil {
		l.Sources = []finding.Place{}
	}
	return l
}

// lines computes an indicator without parts. A unit all of whose items are excused loses nothing.
func (a *account) lines(ind *Indicator) []result {
	a = a.of(ind)
	r := result{indicator: ind, max: ind.Weight}
	switch {
	case ind.Measure == "source":
		a.fromSource(&r)
	case ind.Measure == "timely" || ind.Measure == "complete":
		a.reporting(&r)
	case len(a.unit.Required) == 0:
		r.points, r.reason, r.absent = a.round(ind.Weight), a.Scheme.reasons["nothing"], true
	case !a.Scheme.measured && a.silent():
		a.unreported(&r)
	case ind.Measure == "completion":
		a.completion(&r)
	case ind.Measure == "on_time":
		a.onTime(&r)
	case ind.Measure == "evidence":
		a.evidence(&r)
	case ind.Measure == "items":
		a.perItem(&r)
	case ind.Measure == "findings":
		return a.quality(ind)
	case ind.Measure == "lights":
		a.lit(&r)
	case ind.Measure == "count":
		a.counted(&r)
	}
	return []result{r}
}

// reporting measures whether the unit reported, in a year over all rounds.
func (a *account) reporting(r *result) {
	switch {
	case a.asked() == 0:
		r.points, r.reason, r.absent = a.round(r.indicator.Weight), a.Scheme.reasons["nothing"], true
	case !a.Scheme.measured && a.silent() && (r.indicator.Measure != "timely" || !a.unit.Reported):
		a.unreported(r)
	case r.indicator.Measure == "timely":
		a.timely(r)
	default:
		a.complete(r)
	}
}

func (a *account) unreported(r *result) {
	r.points, r.reason, r.items = a.round(decimal.Zero), a.Scheme.reasons["not_reported"], a.unit.Missing
}

// grant gives the points of a share: of the weight, or by the steps of the indicator.
func (a *account) grant(r *result, share, of decimal.Decimal) {
	if len(r.indicator.steps) == 0 {
		r.points = a.part(r.indicator.Weight, share, of)
		return
	}
	percent := share.Mul(hundred).DivRound(of, 16)
	r.points = a.round(r.indicator.step(func(at decimal.Decimal) bool { return percent.GreaterThanOrEqual(at) }))
	r.reason += a.Scheme.reason("step", "share", percent.Round(2).String(), "points", r.points.String())
}

// step gives the points of the first step that is reached, of the last when none is.
func (ind *Indicator) step(reached func(at decimal.Decimal) bool) decimal.Decimal {
	last := len(ind.steps) - 1
	for _, st := range ind.steps[:last] {
		if reached(st.at) {
			return st.points
		}
	}
	return ind.steps[last].points
}

func (a *account) round(d decimal.Decimal) decimal.Decimal { return d.Round(a.Scheme.Places) }

// part is the share of a weight.
func (a *account) part(weight, share, of decimal.Decimal) decimal.Decimal {
	return a.round(weight.Mul(share).DivRound(of, 16))
}

// at is the place of a field of an entry, or of the first field that has a cell.
func at(e *ledger.Entry, fields ...string) finding.Place {
	for _, f := range append(fields, form.FieldID, form.FieldTask) {
		if cell := e.Source.Cells[f]; cell != "" {
			return finding.Place{File: e.Source.File, Sheet: e.Source.Sheet, Cell: cell}
		}
	}
	return finding.Place{File: e.Source.File, Sheet: e.Source.Sheet}
}
