package decision

import "zwgk/pkg/finding"

// Named is a unit that a decision names, and where.
type Named struct {
	Unit   string
	Source finding.Place
}

// Units lists every unit that a decision names, so that the caller can verify
// them against the roster.
func (s *Set) Units() []Named {
	var out []Named
	add := func(unit string, b Basis) {
		if unit != "" {
			place := b.Source
			if b.unit != "" {
				place.Cell = b.unit
			}
			out = append(out, Named{unit, place})
		}
	}
	for _, d := range s.Identities {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Duties {
		for _, u := range d.Units {
			add(u, d.Basis)
		}
	}
	for _, d := range s.Waivers {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Adjustments {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Extensions {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Fills {
		add(d.Unit, d.Basis)
	}
	return out
}
