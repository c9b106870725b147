package assess

import (
	"slices"
	"time"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"

	"github.com/shopspring/decimal"
)

func (a *account) timely(r *result) {
	u := a.unit
	if len(u.Files) > 0 {
		r.sources = []finding.Place{{File: u.Files[0]}}
	}
	if !u.Reported { // rows that the office filled in
		r.points, r.reason = a.round(decimal.Zero), a.Scheme.reasons["not_reported"]
		return
	}
	off := decimal.Zero
	switch {
	case u.Due == "":
		r.reason = a.Scheme.reasons["no_due"]
	case u.Received == "":
		r.reason = a.Scheme.reasons["no_date"]
	case !u.Late:
		r.reason = a.Scheme.reason("on_time", "received", value.PrintedDate(u.Received), "due", value.PrintedDate(u.Due))
	default:
		days := daysBetween(u.Due, u.Received)
		off = r.indicator.late.Add(r.indicator.perDay.Mul(decimal.NewFromInt(int64(days))))
		off = decimal.Min(off, r.indicator.Weight)
		r.reason = a.Scheme.reason("late", "received", value.PrintedDate(u.Received), "due", value.PrintedDate(u.Due), "days", itoa(days), "points", off.String())
	}
	r.points = a.round(r.indicator.Weight.Sub(off))
}

// daysBetween counts the days from one ISO date to another, at least 0.
func daysBetween(from, to string) int {
	f, err1 := day(from)
	t, err2 := day(to)
	if err1 != nil || err2 != nil || t.Before(f) {
		return 0
	}
	return int(t.Sub(f).Hours() / 24)
}

// day drops the time of day.
func day(iso string) (time.Time, error) {
	return time.Parse(time.DateOnly, iso[:min(len(iso), len(time.DateOnly))])
}

func (a *account) complete(r *result) {
	n := len(a.unit.Required)
	reported := n - len(a.unit.Missing)
	r.items = a.unit.Required
	for _, item := range a.unit.Required {
		if e := a.entry(item); e != nil {
			r.sources = append(r.sources, at(e, form.FieldID))
		}
	}
	if len(a.unit.Missing) == 0 {
		r.reason = a.Scheme.reason("complete", "counted", itoa(n))
	} else {
		r.reason = a.Scheme.reason("incomplete", "counted", itoa(n), "reported", itoa(reported), "missing", itoa(len(a.unit.Missing)), "items", finding.ItemTexts(a.unit.Missing))
	}
	a.grant(r, whole(reported), whole(n))
	if len(a.unit.Excused) > 0 {
		r.reason += a.Scheme.reason("excused", "count", itoa(len(a.unit.Excused)), "items", finding.ItemTexts(a.unit.Excused))
	}
}

func whole(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }

// states are what an item can be in, in the order of reasons.
var states = append(slices.Clone(statusNames), "missing")

func (a *account) completion(r *result) {
	sum, of := decimal.Zero, decimal.Zero
	count := map[string]int{}
	var less, outside []string
	for _, item := range a.unit.Required {
		e := a.entry(item)
		state := stateOf(e)
		if e != nil {
			r.sources = append(r.sources, at(e, form.FieldStatus))
		}
		if state == string(form.NotApplicable) {
			outside = append(outside, item)
			continue
		}
		count[state]++
		r.items = append(r.items, item)
		share := a.share(r.indicator, state, e)
		if share.LessThan(one) {
			less = append(less, item)
		}
		weight := a.weight(r.indicator, item)
		sum, of = sum.Add(share.Mul(weight)), of.Add(weight)
	}
	switch {
	case of.IsZero():
		r.points, r.reason, r.absent = a.round(r.indicator.Weight), a.Scheme.reasons["nothing"], true
	default:
		r.reason = a.Scheme.reason("completion", "counted", itoa(len(r.items)), "statuses", a.Scheme.counts(count), "share", sum.Round(4).String())
		a.grant(r, sum, of)
	}
	if len(less) > 0 {
		r.reason += a.Scheme.reason("not_full", "items", finding.ItemTexts(less))
	}
	if len(outside) > 0 {
		r.reason += a.Scheme.reason("not_applicable", "count", itoa(len(outside)), "items", finding.ItemTexts(outside))
		r.items = append(r.items, outside...)
	}
}

// counts says how many items are in which state, leaving out those that have none.
func (s *Scheme) counts(count map[string]int) string {
	text := ""
	for _, state := range states {
		if count[state] == 0 {
			continue
		}
		if text != "" {
			text += "、"
		}
		text += policy.Fill(s.words.Count.Value, "word", s.words.Status[state], "count", itoa(count[state]))
	}
	return text
}

// stateOf is the status of a row, unknown when it has none, or missing.
func stateOf(e *ledger.Entry) string {
	switch {
	case e == nil:
		return "missing"
	case e.Status == "":
		return string(form.UnknownStatus)
	}
	return string(e.Status)
}

var (
	one     = decimal.NewFromInt(1)
	hundred = decimal.NewFromInt(100)
)

// share is how much of an item counts as done, from 0 to 1.
func (a *account) share(ind *Indicator, state string, e *ledger.Entry) decimal.Decimal {
	if state != string(form.Ongoing) || !ind.byProgress {
		return ind.points[state]
	}
	progress, err := decimal.NewFromString(e.Progress)
	if err != nil || progress.IsNegative() || progress.GreaterThan(hundred) {
		return ind.points["unstated"]
	}
	return progress.Div(hundred)
}

// weight is how many items an item counts as, by the duty on it.
func (a *account) weight(ind *Indicator, item string) decimal.Decimal {
	role := a.duties[unitItem{a.unit.Name, item}]
	if w, ok := ind.weights[role]; ok {
		return w
	}
	if w, ok := ind.weights[string(duty.Responsible)]; ok {
		return w
	}
	return one
}

func (a *account) evidence(r *result) {
	var without []string
	for _, item := range a.unit.Required {
		e := a.entry(item)
		if e == nil || !slices.Contains(r.indicator.of, stateOf(e)) {
			continue
		}
		r.items = append(r.items, item)
		place := at(e, form.FieldLinks, form.FieldEvidence)
		if len(e.Links) == 0 && e.Source.Cells[form.FieldEvidence] != "" && a.Scheme.Evident(e.Evidence) {
			place = at(e, form.FieldEvidence)
		}
		r.sources = append(r.sources, place)
		if len(e.Links) == 0 && !a.Scheme.Evident(e.Evidence) {
			without = append(without, item)
		}
	}
	n := len(r.items)
	switch {
	case n > 0 && len(without) > 0:
		with := n - len(without)
		r.reason = a.Scheme.reason("evidence_some", "counted", itoa(n), "with", itoa(with), "without", itoa(len(without)), "items", finding.ItemTexts(without))
		a.grant(r, whole(with), whole(n))
	case n > 0:
		r.reason = a.Scheme.reason("evidence_all", "counted", itoa(n))
		a.grant(r, whole(n), whole(n))
	case a.allOutside():
		r.points, r.reason, r.absent = a.round(r.indicator.Weight), a.Scheme.reasons["nothing"], true
	default:
		r.points, r.reason = a.round(decimal.Zero), a.Scheme.reasons["evidence_none"]
	}
}

// allOutside tells that none of the items applies to the unit.
func (a *account) allOutside() bool {
	return !slices.ContainsFunc(a.unit.Required, func(item string) bool { return stateOf(a.entry(item)) != string(form.NotApplicable) })
}
