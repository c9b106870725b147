package assess

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"

	"github.com/shopspring/decimal"
)

func (d deduction) fits(f finding.Finding) bool {
	if len(d.severity) > 0 && !slices.Contains(d.severity, string(f.Severity)) {
		return false
	}
	return MatchCode(d.codes, f.Code)
}

// quality takes points off the full weight, a line for each kind of deduction,
// and gives back what goes below nothing.
func (a *account) quality(ind *Indicator) []result {
	base := result{indicator: ind, max: ind.Weight, points: a.round(ind.Weight), reason: a.Scheme.reasons["no_findings"]}
	if !a.unit.Reported && !a.Scheme.measured { // rows that the office filled in
		base.points, base.reason = a.round(decimal.Zero), a.Scheme.reasons["not_reported"]
		return []result{base}
	}
	out := []result{base}
	left := base.points
	kinds := make([][]finding.Finding, len(ind.deduct))
	for _, f := range a.found[a.unit.Name] {
		if i := slices.IndexFunc(ind.deduct, func(d deduction) bool { return d.event == "" && d.fits(f) }); i >= 0 {
			kinds[i] = append(kinds[i], f)
		}
	}
	for i, found := range kinds {
		d := ind.deduct[i]
		deducted := func() (result, bool) { return a.deducted(ind, d, found) }
		if d.event != "" {
			deducted = func() (result, bool) { return a.deductedEvents(ind, d) }
		}
		if r, ok := deducted(); ok {
			out, left = append(out, r), left.Add(r.points)
		}
	}
	if len(out) > 1 {
		out[0].reason = a.Scheme.reasons["base"]
	}
	if left.IsNegative() {
		out = append(out, result{indicator: ind, points: left.Neg(),
			reason: a.Scheme.reason("floor", "max", ind.Weight.String(), "excess", left.Neg().String())})
	}
	return out
}

// deducted is the line of one kind of deduction; ok is false when nothing counts.
func (a *account) deducted(ind *Indicator, d deduction, found []finding.Finding) (r result, ok bool) {
	r = result{indicator: ind}
	total, titles, count := a.tallied(&r, d, found)
	if total == 0 || d.points.IsZero() {
		return r, false
	}
	a.tableOrder(r.items)
	a.say(&r, d, total, titles, count)
	return r, true
}

// tallied counts what a deduction counts, and notes its items and sources.
func (a *account) tallied(r *result, d deduction, found []finding.Finding) (total int, titles []string, count map[string]int) {
	count = map[string]int{}
	seen := map[string]bool{}
	for _, f := range found {
		events := a.events(f)
		for i, e := range events {
			r.sources = append(r.sources, e.place)
			if e.item != "" && !slices.Contains(r.items, e.item) {
				r.items = append(r.items, e.item)
			}
			if !d.another(f, e, i, seen) {
				continue
			}
			title := a.title(f.Code)
			if count[title] == 0 {
				titles = append(titles, title)
			}
			count[title]++
			total++
		}
	}
	return total, titles, count
}

// deductedEvents is the line of the events of one kind; ok is false when there were none.
func (a *account) deductedEvents(ind *Indicator, d deduction) (r result, ok bool) {
	r = result{indicator: ind}
	events := a.eventsOf(d.event)
	if len(events) == 0 || d.points.IsZero() {
		return r, false
	}
	for _, e := range events {
		if e.Place != (finding.Place{}) {
			r.sources = append(r.sources, e.Place)
		}
	}
	word := a.Scheme.words.Event[d.event]
	d.per = "event"
	a.say(&r, d, len(events), []string{word}, map[string]int{word: len(events)})
	if a.yearly() {
		r.reason += a.Scheme.reason("in_rounds", "rounds", a.roundsOf(events))
	}
	return r, true
}

// roundsOf says how many of the events were in which round: 上半年1次、全年2次.
func (a *account) roundsOf(events []Event) string {
	var out []string
	for _, r := range a.Rounds {
		n := 0
		for _, e := range events {
			if e.Round == r.ID {
				n++
			}
		}
		if n > 0 {
			out = append(out, a.roundName(r.ID)+itoa(n)+a.Scheme.words.Per["event"])
		}
	}
	return strings.Join(out, "、")
}

// another tells whether an event is one more by what the deduction counts.
func (d deduction) another(f finding.Finding, e event, i int, seen map[string]bool) bool {
	switch d.per {
	case "finding":
		return i == 0
	case "item":
		key := f.Round + "\x00" + f.Code + "\x00" + e.item
		if e.item == "" { // a problem of no known item counts by itself
			key += "\x00" + e.place.File + "\x00" + e.place.Sheet + "\x00" + e.place.Cell
		}
		if seen[key] {
			return false
		}
		seen[key] = true
	}
	return true
}

func (a *account) say(r *result, d deduction, total int, titles []string, count map[string]int) {
	s := a.Scheme
	points := d.points
	doubled := d.doubled != nil && a.holds(d.doubled)
	if doubled {
		points = points.Add(points)
	}
	due := a.round(points.Mul(whole(total)))
	name, off := "deduct", due
	if d.cap != nil && due.GreaterThan(*d.cap) {
		name, off = "capped", a.round(*d.cap)
	}
	r.points = off.Neg()
	pairs := []string{"problems", a.problems(d, titles, count), "per", s.words.Per[d.per], "points", points.String(), "deducted", off.String()}
	if name == "capped" {
		pairs = append(pairs, "due", due.String())
	}
	r.reason = s.reason(name, pairs...)
	if doubled {
		r.reason += s.reasons["doubled"]
	}
}

// title names a code for people.
func (b *books) title(code string) string {
	if b.Rules != nil {
		if r, ok := b.Rules.Rule(code); ok && r.Title != "" {
			return r.Title
		}
	}
	return code
}

// tableOrder sorts items as the unit must report on them, others behind by ID.
func (a *account) tableOrder(items []string) {
	at := func(item string) int {
		if i := slices.Index(a.unit.Required, item); i >= 0 {
			return i
		}
		return len(a.unit.Required)
	}
	slices.SortStableFunc(items, func(x, y string) int {
		if d := at(x) - at(y); d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
}
