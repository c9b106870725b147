package assess

import (
	"slices"
	"strings"
)

// Band is how many units have a grade.
type Band struct {
	Grade string
	Units []string // in the order given
}

// Bands counts units by grade, from high to low, with all grades of the
// scheme. The counts add up to the number of units.
func (s *Scheme) Bands(units []UnitScore) []Band {
	out := make([]Band, len(s.Grades))
	for i, g := range s.Grades {
		out[i].Grade = g.Name
		for _, u := range units {
			if u.Grade == g.Name {
				out[i].Units = append(out[i].Units, u.Unit)
			}
		}
	}
	return out
}

// Of lists the units of a group by rank.
func (s *Scores) Of(group string) []UnitScore {
	var out []UnitScore
	for _, u := range s.Units {
		if u.Group == group {
			out = append(out, u)
		}
	}
	byRank(out)
	return out
}

// Unit gives the account of a unit.
func (s *Scores) Unit(name string) (UnitScore, bool) {
	for _, u := range s.Units {
		if u.Unit == name {
			return u, true
		}
	}
	return UnitScore{}, false
}

// MatchCode tells that a code fits one of the patterns: V01, V* or *.
func MatchCode(patterns []string, code string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		head, star := strings.CutSuffix(p, "*")
		return code == p || star && strings.HasPrefix(code, head)
	})
}
