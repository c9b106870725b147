package assess

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Move is what another scheme or another set of decisions does to a unit: its standing before and
// after, and the indicators whose points differ. A unit that only one of the two scores is not in it.
type Move struct {
	Before, After UnitScore
	Changes       []Change
}

// Change is an indicator, or what else has a line, with its points before and after; "" where
// the scheme does not have it. Reasons are those of after, or of before where it has none.
type Change struct {
	Name, Before, After string
	Reasons             []string
}

// Moved tells that score, rank or grade differ.
func (m Move) Moved() bool {
	return m.Before.Final != m.After.Final || m.Before.Rank != m.After.Rank || m.Before.Grade != m.After.Grade
}

// Compare lists the units that both score, in the order of after.
func Compare(before, after *Scores) []Move {
	var out []Move
	for _, a := range after.Units {
		if b, ok := before.Unit(a.Unit); ok {
			out = append(out, Move{b, a, changes(b, a)})
		}
	}
	return out
}

func changes(before, after UnitScore) []Change {
	was, is := pointsOf(before), pointsOf(after)
	var out []Change
	for _, name := range append(slices.Clone(is.names), was.names...) {
		if slices.ContainsFunc(out, func(c Change) bool { return c.Name == name }) {
			continue
		}
		b, a := was.points[name], is.points[name]
		if b != "" && a != "" && decimal.RequireFromString(a).Equal(decimal.RequireFromString(b)) {
			continue
		}
		reasons := is.reasons[name]
		if a == "" {
			reasons = was.reasons[name]
		}
		out = append(out, Change{name, b, a, reasons})
	}
	if before.Adjustment != after.Adjustment {
		out = append(out, Change{Before: before.Adjustment, After: after.Adjustment})
	}
	return out
}

// sums are the points of an account by what its lines are called.
type sums struct {
	names   []string
	points  map[string]string
	reasons map[string][]string
}

func pointsOf(u UnitScore) sums {
	out := sums{points: map[string]string{}, reasons: map[string][]string{}}
	total := map[string]decimal.Decimal{}
	for _, l := range u.Lines {
		if out.points[l.Indicator] == "" {
			out.names = append(out.names, l.Indicator)
		}
		total[l.Indicator] = total[l.Indicator].Add(decimal.RequireFromString(l.Score))
		out.points[l.Indicator] = total[l.Indicator].String()
		out.reasons[l.Indicator] = append(out.reasons[l.Indicator], l.Reason)
	}
	return out
}
