package assess

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
)

// onTime: of the items whose day is over, those done by it.
func (a *account) onTime(r *result) {
	with, of := decimal.Zero, decimal.Zero
	var less []string
	for _, item := range a.unit.Required {
		due := a.due(item)
		e := a.entry(item)
		if due == "" || a.Round.AsOf == "" || due > a.Round.AsOf || stateOf(e) == string(form.NotApplicable) {
			continue
		}
		r.items = append(r.items, item)
		weight := a.weight(r.indicator, item)
		of = of.Add(weight)
		if e != nil {
			r.sources = append(r.sources, at(e, form.FieldDate, form.FieldStatus))
		}
		if doneBy(e, due) {
			with = with.Add(weight)
		} else {
			less = append(less, item)
		}
	}
	n := len(r.items)
	switch {
	case n == 0:
		r.points, r.reason, r.absent = a.round(r.indicator.Weight), a.Scheme.reasons["nothing"], true
		return
	case len(less) == 0:
		r.reason = a.Scheme.reason("on_time_all", "counted", itoa(n))
	default:
		r.reason = a.Scheme.reason("on_time_some", "counted", itoa(n), "with", itoa(n-len(less)), "without", itoa(len(less)), "items", finding.ItemTexts(less))
	}
	a.grant(r, with, of)
}

// doneBy: what is done without a date is taken to have been done in time.
func doneBy(e *ledger.Entry, due string) bool {
	return e != nil && e.Status == form.Done && (e.Date == "" || e.Date <= due[:min(len(due), len(e.Date))])
}

// due is the last day that an item names, "" for none.
func (a *account) due(item string) string {
	if a.Table == nil {
		return ""
	}
	row, ok := a.Table.Find(item)
	if !ok {
		return ""
	}
	last := ""
	for _, d := range row.Item.Deadlines {
		if d.Kind == "date" {
			last = max(last, d.Due)
		}
	}
	return last
}

// perItem: so many points for an item, of which its status gives a share.
func (a *account) perItem(r *result) {
	sum := decimal.Zero
	var less []string
	for _, item := range a.unit.Required {
		e := a.entry(item)
		state := stateOf(e)
		if state == string(form.NotApplicable) {
			continue
		}
		r.items = append(r.items, item)
		if e != nil {
			r.sources = append(r.sources, at(e, form.FieldStatus))
		}
		worth := a.each(r.indicator, item)
		got := worth.Mul(a.share(r.indicator, state, e))
		unproved := r.indicator.proof && e != nil && len(e.Links) == 0 && !a.Scheme.Evident(e.Evidence) && got.IsPositive()
		if unproved {
			got = decimal.Zero
			less = append(less, policy.Fill(a.Scheme.words.Unproved.Value, "item", finding.ItemText(item), "max", worth.String()))
			r.sources = append(r.sources, at(e, form.FieldLinks, form.FieldEvidence))
		} else if got.LessThan(worth) {
			less = append(less, policy.Fill(a.Scheme.words.Points.Value, "item", finding.ItemText(item), "points", got.String(), "max", worth.String()))
		}
		sum = sum.Add(got)
	}
	if len(r.items) == 0 {
		r.points, r.reason, r.absent = a.round(r.indicator.Weight), a.Scheme.reasons["nothing"], true
		return
	}
	r.reason = a.Scheme.reason("items", "counted", itoa(len(r.items)), "sum", a.round(sum).String())
	if len(less) > 0 {
		r.reason += a.Scheme.reason("items_less", "items", strings.Join(less, "、"))
	}
	r.reason += a.carried(r.items)
	r.points = a.round(sum)
	a.cut(r)
}

// cut leaves an indicator no more than its weight.
func (a *account) cut(r *result) {
	if over := r.points.Sub(r.indicator.Weight); over.IsPositive() {
		r.points = a.round(r.indicator.Weight)
		r.reason += a.Scheme.reason("over", "max", r.indicator.Weight.String(), "excess", over.String())
	}
}

// each is what an item is worth by the duty on it.
func (a *account) each(ind *Indicator, item string) decimal.Decimal {
	if d, ok := ind.each[a.duties[unitItem{a.unit.Name, item}]]; ok {
		return d
	}
	return ind.each[""]
}

// lit: each item that has a light gives the share that its light stands for.
func (a *account) lit(r *result) {
	sum, count := decimal.Zero, map[string]int{}
	var less []string
	for _, item := range a.unit.Required {
		light := a.lights[unitItem{a.unit.Name, item}]
		share, ok := r.indicator.points[light]
		if !ok {
			continue
		}
		r.items = append(r.items, item)
		if e := a.entry(item); e != nil {
			r.sources = append(r.sources, at(e, form.FieldProgress, form.FieldStatus))
		}
		count[light]++
		if sum = sum.Add(share); share.LessThan(one) {
			less = append(less, a.shared(r.indicator, item, share, nil))
		}
	}
	n := len(r.items)
	if n == 0 {
		r.points, r.reason, r.absent = a.round(r.indicator.Weight), a.Scheme.reasons["nothing"], true
		return
	}
	var shown []string
	for _, light := range []string{LightDone, LightGreen, LightYellow, LightRed} {
		if count[light] > 0 {
			shown = append(shown, policy.Fill(a.Scheme.words.Count.Value, "word", a.Scheme.words.Light[light], "count", itoa(count[light])))
		}
	}
	r.reason = a.Scheme.reason("lights", "counted", itoa(n), "lights", strings.Join(shown, "、"))
	if len(less) > 0 {
		r.reason += a.Scheme.reason("not_full", "items", strings.Join(less, "、"))
	}
	a.grant(r, sum, whole(n))
}

// counted: points by the number of problems.
func (a *account) counted(r *result) {
	d := r.indicator.deduct[0]
	var found []finding.Finding
	for _, f := range a.found[a.unit.Name] {
		if d.fits(f) {
			found = append(found, f)
		}
	}
	total, titles, count := a.tallied(r, d, found)
	problems := a.Scheme.reasons["no_findings"]
	if total > 0 {
		problems = a.problems(d, titles, count)
	}
	r.points = a.round(r.indicator.step(whole(total).LessThanOrEqual))
	r.reason = a.Scheme.reason("count_step", "problems", strings.TrimSuffix(problems, "。"), "points", r.points.String())
}

// problems says how many problems of which kinds there are.
func (a *account) problems(d deduction, titles []string, count map[string]int) string {
	titles = slices.Sorted(slices.Values(titles))
	var out []string
	for _, t := range titles {
		out = append(out, policy.Fill(a.Scheme.words.Problem.Value, "title", t, "count", itoa(count[t]), "unit", a.Scheme.words.Per[d.per]))
	}
	return strings.Join(out, "、")
}

// fromSource: the part of a sub-score that others gave.
func (a *account) fromSource(r *result) {
	s, ok := a.Sources.of(r.indicator.source, a.unit.Name)
	if !ok {
		r.points, r.reason = a.round(decimal.Zero), a.Scheme.reason("no_source", "source", r.indicator.source)
		return
	}
	if r.indicator.proof && s.Proof == "" {
		r.points, r.sources = a.round(decimal.Zero), []finding.Place{s.At}
		r.reason = a.Scheme.reason("no_proof", "source", r.indicator.source, "points", s.Points.String())
		return
	}
	r.points = a.part(r.indicator.Weight, s.Points, r.indicator.outOf)
	r.sources = []finding.Place{s.At}
	if r.indicator.outOf.Equal(r.indicator.Weight) {
		r.reason = a.Scheme.reason("source_whole", "source", r.indicator.source, "points", s.Points.String())
		a.cut(r)
		return
	}
	r.reason = a.Scheme.reason("source", "source", r.indicator.source, "points", s.Points.String(), "out_of", r.indicator.outOf.String())
	a.cut(r)
}
