package assess

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Difference is what an account lost of the total for one reason, or gained on top of it.
type Difference struct {
	Indicator string // or the names of several, with 、between
	Points    decimal.Decimal
	Reason    string

	under  []string
	bonus  bool // counts on top of the total, or cuts what did
	absent bool // had nothing to measure
}

// Losses tells what a unit lost of the total and what it gained on top of it, in the order of its
// lines: the total less the losses and with the gains is the score, exactly. Losses are above 0;
// among gains what a cap took of them is below 0. Points of a scale of their own are brought to the
// scale of the total, and what had nothing to measure goes together with what was given in its place.
func (s *Scheme) Losses(u UnitScore) (lost, gained []Difference) {
	bonuses, parents := map[string]bool{}, map[string]*Indicator{}
	note(s.Indicators, false, bonuses, parents)
	var list []Difference
	for _, l := range u.Lines {
		d := Difference{l.Indicator, decimal.RequireFromString(l.Max).Sub(decimal.RequireFromString(l.Score)), l.Reason, l.Under, bonuses[l.Indicator], l.Reason == s.reasons["absent"]}
		parent := parents[l.Indicator]
		switch {
		case l.Indicator == s.words.Spread.Value:
			list = spread(list, d)
		case parent != nil && l.Reason == s.reason("scale", "of", parent.Of.String(), "max", parent.Weight.String()):
			s.rescale(list, d)
		default:
			d.bonus = d.bonus || parent != nil && !strings.HasPrefix(l.Reason, s.reasons["closed"]) // over its weight, by a bonus in it
			list = append(list, d)
		}
	}
	for _, d := range list {
		switch {
		case d.Points.IsZero():
		case d.bonus || d.Points.IsNegative():
			d.Points = d.Points.Neg()
			gained = append(gained, d)
		default:
			lost = append(lost, d)
		}
	}
	return lost, gained
}

// note finds the names of bonuses with all below them, and the indicators with parts.
func note(list []Indicator, bonus bool, bonuses map[string]bool, parents map[string]*Indicator) {
	for i := range list {
		ind := &list[i]
		if bonus || ind.Bonus {
			bonuses[ind.Name] = true
		}
		if len(ind.Parts) > 0 {
			parents[ind.Name] = ind
		}
		note(ind.Parts, bonus || ind.Bonus, bonuses, parents)
	}
}

// below tells that a difference is that of a part of what has the path.
func (d Difference) below(path []string) bool {
	return len(d.under) >= len(path) && slices.Equal(d.under[:len(path)], path)
}

// spread puts what had nothing to measure and what was given in its place into one.
func spread(list []Difference, given Difference) []Difference {
	first := -1
	var names []string
	for i, d := range list {
		if !d.absent || !d.below(given.under) {
			continue
		}
		if given.Points = given.Points.Add(d.Points); first < 0 {
			first = i
		}
		names = append(names, d.Indicator)
	}
	if first < 0 {
		return append(list, given)
	}
	given.Indicator = strings.Join(names, "、")
	list[first] = given
	rest := slices.DeleteFunc(list[first+1:], func(d Difference) bool { return d.absent && d.below(given.under) })
	return list[:first+1+len(rest)]
}

// rescale brings the differences below an indicator to its scale; scale is that of its line. What
// rounding leaves goes to the largest.
func (s *Scheme) rescale(list []Difference, scale Difference) {
	path := append(slices.Clone(scale.under), scale.Indicator)
	var parts []*Difference
	was := decimal.Zero
	for i := range list {
		if d := &list[i]; d.below(path) {
			parts, was = append(parts, d), was.Add(d.Points)
		}
	}
	if len(parts) == 0 || was.IsZero() {
		return
	}
	left := was.Add(scale.Points)
	factor, largest := left, parts[0]
	for _, d := range parts {
		if d.Points.Abs().GreaterThan(largest.Points.Abs()) {
			largest = d
		}
	}
	for _, d := range parts {
		d.Points = d.Points.Mul(factor).DivRound(was, 16).Round(s.Places)
		left = left.Sub(d.Points)
		if !d.absent {
			d.Reason += scale.Reason
		}
	}
	largest.Points = largest.Points.Add(left)
}
