package assess

import (
	"slices"
	"strings"
	"time"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"

	"github.com/shopspring/decimal"
)

// timely: the points for sending in time, in a year on the average of the rounds in which the unit
// had to report.
func (a *account) timely(r *result) {
	sum, of := decimal.Zero, 0
	var parts []roundPart
	for _, s := range a.standings() {
		if !s.Expected {
			continue
		}
		points, reason := a.inTime(r.indicator, s.Unit)
		sum, of = sum.Add(points), of+1
		parts = append(parts, roundPart{s.Round, reason})
		if s.First != "" {
			r.sources = append(r.sources, finding.Place{File: s.First})
		}
	}
	r.points, r.reason = a.part(sum, one, whole(max(of, 1))), a.roundwise(parts)
	if of > 1 {
		r.reason += a.Scheme.reason("average", "count", itoa(of))
	}
}

// inTime is what sending in time gives in one round.
func (a *account) inTime(ind *Indicator, u ledger.Unit) (points decimal.Decimal, reason string) {
	off := decimal.Zero
	switch {
	case !u.Reported: // rows that the office filled in
		return decimal.Zero, a.Scheme.reasons["not_reported"]
	case u.Due == "":
		reason = a.Scheme.reasons["no_due"]
	case u.Received == "":
		reason = a.Scheme.reasons["no_date"]
	case !u.Late:
		reason = a.Scheme.reason("on_time", "received", value.PrintedDate(u.Received), "due", value.PrintedDate(u.Due))
	default:
		days := daysBetween(u.Due, u.Received)
		off = decimal.Min(ind.late.Add(ind.perDay.Mul(whole(days))), ind.Weight)
		reason = a.Scheme.reason("late", "received", value.PrintedDate(u.Received), "due", value.PrintedDate(u.Due), "days", itoa(days), "points", off.String())
	}
	return ind.Weight.Sub(off), reason
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

// complete: the share of what had to be reported, in a year of all rounds together: what is carried
// forward is not reported anew.
func (a *account) complete(r *result) {
	asked, missing := 0, 0
	var parts []roundPart
	for _, s := range a.standings() {
		r.items = value.Union(r.items, s.Required)
		for _, item := range s.Required {
			if e := a.entryIn(s.Round, item); e != nil {
				r.sources = append(r.sources, at(e, form.FieldID))
			}
		}
		if n := len(s.Required); n > 0 {
			asked, missing = asked+n, missing+len(s.Missing)
			parts = append(parts, roundPart{s.Round, a.completeness(s.Unit)})
		}
	}
	r.reason = a.roundwise(parts)
	a.grant(r, whole(asked-missing), whole(asked))
	if len(a.unit.Excused) > 0 {
		r.reason += a.Scheme.reason("excused", "count", itoa(len(a.unit.Excused)), "items", finding.ItemTexts(a.unit.Excused))
	}
}

func (a *account) completeness(u ledger.Unit) string {
	n := len(u.Required)
	if len(u.Missing) == 0 {
		return a.Scheme.reason("complete", "counted", itoa(n))
	}
	return a.Scheme.reason("incomplete", "counted", itoa(n), "reported", itoa(n-len(u.Missing)), "missing", itoa(len(u.Missing)), "items", finding.ItemTexts(u.Missing))
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
			less = append(less, a.shared(r.indicator, item, share, e))
		}
		weight := a.weight(r.indicator, item)
		sum, of = sum.Add(share.Mul(weight)), of.Add(weight)
	}
	switch {
	case of.IsZero():
		r.points, r.reason, r.absent = a.round(r.indicator.Weight), a.Scheme.reasons["nothing"], true
	default:
		r.reason = a.Scheme.reason("completion", "counted", itoa(len(r.items)), "statuses", a.Scheme.counts(count), "share", sum.Round(4).String())
		if !of.Equal(whole(len(r.items))) {
			r.reason += a.Scheme.reason("weighted", "of", of.String())
		}
		a.grant(r, sum, of)
	}
	if len(less) > 0 {
		r.reason += a.Scheme.reason("not_full", "items", strings.Join(less, "、"))
	}
	r.reason += a.carried(r.items)
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

// shared says how much of an item counted: 9（按80%）, and that no progress was there to go by.
func (a *account) shared(ind *Indicator, item string, share decimal.Decimal, e *ledger.Entry) string {
	words := a.Scheme.words.Share.Value
	if e != nil && e.Status == form.Ongoing && ind.byProgress {
		if p, err := decimal.NewFromString(e.Progress); err != nil || p.IsNegative() || p.GreaterThan(hundred) {
			words = a.Scheme.words.Unstated.Value
		}
	}
	return policy.Fill(words, "item", finding.ItemText(item), "share", share.Mul(hundred).Round(2).String())
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
		a.noneEvident(r)
	}
}

// noneEvident: nothing is as far as to want evidence; the cells that say so are the sources.
func (a *account) noneEvident(r *result) {
	var words []string
	for _, status := range r.indicator.of {
		words = append(words, a.Scheme.words.Status[status])
	}
	r.points, r.reason = a.round(decimal.Zero), a.Scheme.reason("evidence_none", "statuses", strings.Join(words, "、"))
	for _, item := range a.unit.Required {
		if e := a.entry(item); e != nil {
			r.items, r.sources = append(r.items, item), append(r.sources, at(e, form.FieldStatus))
		}
	}
}

// allOutside tells that none of the items applies to the unit.
func (a *account) allOutside() bool {
	return !slices.ContainsFunc(a.unit.Required, func(item string) bool { return stateOf(a.entry(item)) != string(form.NotApplicable) })
}
