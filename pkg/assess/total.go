package assess

import (
	"maps"
	"strings"

	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

// all computes every line of the account, and tells whether a veto ended the scoring.
func (a *account) all() (lines []result, vetoed bool) {
	t, lines, score := a.settle()
	t.scores = maps.Clone(t.scores)          // conditions go by what was before
	for _, c := range a.Scheme.corrections { // of what is no bonus
		if !a.holds(c.when) {
			continue
		}
		of, most := t.base, a.Scheme.Total
		if c.of != nil {
			of, most = t.scores[c.of.Name], c.of.Weight
		}
		to, reason := a.round(of.Mul(c.times)), a.Scheme.reason("correction", "times", c.times.String())
		if limit := decimal.Max(most, of); to.GreaterThan(limit) {
			to, reason = limit, a.Scheme.reason("correction_capped", "times", c.times.String(), "max", limit.String())
		}
		more := to.Sub(of)
		r := a.extra(c.name, c.clause, more, reason)
		_, r.sources = a.grounds(c.ask)
		lines, score, t.base = append(lines, r), score.Add(more), t.base.Add(more)
		if c.of != nil {
			t.scores[c.of.Name] = to
		}
	}
	for _, v := range a.Scheme.vetoes {
		if !a.holds(v.when) {
			continue
		}
		vetoed = true
		to := score
		if !v.keep {
			to = decimal.Min(score, v.to)
		}
		r := a.extra(v.name, v.clause, to.Sub(score), a.Scheme.reason("veto", "clause", v.clause))
		_, r.sources = a.grounds(v.ask)
		lines, score = append(lines, r), to
	}
	return lines, vetoed
}

// tally adds up the whole tree. A unit for which no indicator has anything to measure has none to
// give their weights to: it gets them all.
func (a *account) tally() (t *tally, lines []result, points decimal.Decimal) {
	t = &tally{account: a, scores: map[string]decimal.Decimal{}, redistribute: a.Scheme.redistribute}
	lines, points, absent := t.sum(a.Scheme.Indicators, a.Scheme.Total, nil)
	if t.redistribute && absent.Equal(a.Scheme.Total) {
		t = &tally{account: a, scores: map[string]decimal.Decimal{}}
		lines, points, _ = t.sum(a.Scheme.Indicators, a.Scheme.Total, nil)
	}
	return t, lines, points
}

// holds tells that a condition of the scheme applies to the unit; without one it does.
func (a *account) holds(c *policy.Condition) bool {
	if c == nil {
		return true
	}
	yes, err := c.True(a.env)
	return err == nil && yes
}

// extra is a line that is no indicator's.
func (a *account) extra(name, clause string, points decimal.Decimal, reason string) result {
	return result{indicator: &Indicator{Name: name, Clause: clause}, points: a.round(points), reason: reason}
}

// tally adds up indicators. base is the sum of those that are no bonus.
type tally struct {
	*account
	scores map[string]decimal.Decimal
	base   decimal.Decimal

	redistribute bool
}

// sum computes the indicators of one level, whose weights add up to of. absent is the weight of
// those that had nothing to measure.
func (t *tally) sum(list []Indicator, of decimal.Decimal, under []string) (lines []result, points, absent decimal.Decimal) {
	var missing []string
	earned := decimal.Zero // of what is no bonus
	for i := range list {
		ind := &list[i]
		more, got, nothing := t.indicator(ind, under)
		lines, points = append(lines, more...), points.Add(got)
		if ind.Bonus {
			continue
		}
		if nothing {
			absent, missing = absent.Add(ind.Weight), append(missing, ind.Name)
		}
		earned = earned.Add(got)
	}
	if under == nil {
		t.base = earned
	}
	if len(missing) == 0 || !t.redistribute || absent.Equal(of) {
		return lines, points, absent
	}
	// What is given for nothing is taken for what the others earned in its place.
	share := t.round(earned.Mul(absent).DivRound(of.Sub(absent), 16))
	r := t.extra(t.Scheme.words.Spread.Value, "", share, t.Scheme.reason("redistributed", "indicators", strings.Join(missing, "、")))
	r.under = under
	if under == nil {
		t.base = t.base.Add(share)
	}
	return append(lines, r), points.Add(share), decimal.Zero
}

// indicator computes one indicator with its parts. nothing tells that it had nothing to measure:
// then it gives its weight, or nothing where that is redistributed.
func (t *tally) indicator(ind *Indicator, under []string) (lines []result, points decimal.Decimal, nothing bool) {
	if ind.when != nil && !t.holds(ind.when) {
		r := result{indicator: ind, under: under, max: t.most(ind), points: t.round(decimal.Zero)}
		r.reason, r.sources = t.unmet(ind)
		return []result{r}, decimal.Zero, false
	}
	if len(ind.Parts) == 0 {
		lines = t.lines(ind)
		lines[0].max = t.most(ind)
		nothing = lines[0].absent
		if nothing && t.redistribute {
			lines[0].points, lines[0].reason = t.round(decimal.Zero), t.Scheme.reasons["absent"]
		}
		for i := range lines {
			lines[i].under = under
			points = points.Add(lines[i].points)
		}
	} else {
		lines, points, nothing = t.parts(ind, under)
	}
	t.scores[ind.Name] = points
	return lines, points, nothing
}

// most is what a line of the indicator can give to the total: a bonus comes on top of it.
func (t *tally) most(ind *Indicator) decimal.Decimal {
	if ind.Bonus {
		return decimal.Zero
	}
	return ind.Weight
}

// parts adds up the parts of an indicator, brings them to its own scale and cuts off what is over
// its weight.
func (t *tally) parts(ind *Indicator, under []string) (lines []result, points decimal.Decimal, nothing bool) {
	below := append(append([]string{}, under...), ind.Name)
	lines, points, absent := t.sum(ind.Parts, ind.Of, below)
	add := func(r result) {
		r.under = under
		lines, points = append(lines, r), points.Add(r.points)
	}
	if !ind.capped && !ind.Of.Equal(ind.Weight) {
		scaled := t.part(ind.Weight, points, ind.Of)
		add(result{indicator: ind, max: t.most(ind).Sub(ind.Of), points: t.round(scaled.Sub(points)), reason: t.Scheme.reason("scale", "of", ind.Of.String(), "max", ind.Weight.String())})
	} else if ind.Bonus { // its parts count for nothing in the total
		for i := range lines {
			lines[i].max = decimal.Zero
		}
	}
	if over := points.Sub(ind.Weight); over.IsPositive() {
		add(result{indicator: ind, points: over.Neg(), reason: t.Scheme.reason("over", "max", ind.Weight.String(), "excess", over.String())})
	}
	return lines, points, absent.Equal(ind.Of) && !ind.Of.IsZero()
}
