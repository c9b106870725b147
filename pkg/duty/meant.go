package duty

import (
	"slices"

	"zwgk/pkg/decision"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// Meant gives the decisions with the units that are meant where the office answered
// with a collective: 各镇街, or 除县财政局外各部门. What is no collective of known units
// stays as it is written. later is the roster after all changes of the year.
func Meant(s *decision.Set, r, later *roster.Roster, spec *tasktable.Spec) *decision.Set {
	out := *s
	out.Duties, out.Identities = nil, nil
	duties := slices.Clone(s.Duties)
	for _, i := range s.Identities {
		_, there := r.Unit(i.Unit)
		c, collective := spec.Collective(i.Unit)
		if i.Unit == "" || there || !collective || c.Undecided {
			out.Identities = append(out.Identities, i)
			continue
		}
		duties = append(duties, decision.Duty{Role: decision.AnyRole, Text: i.Written, Units: []string{i.Unit}, Written: i.Unit, Basis: i.Basis})
	}
	for _, d := range duties {
		if units, ok := meant(d, r, later, spec); ok {
			d.Units = units
		}
		out.Duties = append(out.Duties, d)
	}
	return &out
}

func meant(d decision.Duty, r, later *roster.Roster, spec *tasktable.Spec) (units []string, ok bool) {
	known := true
	for _, u := range d.Units {
		_, there := r.Unit(u)
		known = known && there
	}
	if known || d.Written == "" {
		return nil, false
	}
	m := &maker{roster: r, spec: spec, plan: &Plan{}, later: later}
	names, roles := spec.UnitNames(d.Written, r.Names())
	if roles {
		return nil, false
	}
	m.out = m.outOf(names)
	for _, text := range names {
		if _, there := r.Unit(text); there {
			units = append(units, text)
			continue
		}
		if match := r.Resolve(text); match.Unit != "" && match.How != "abbreviation" && match.How != "variant" {
			units = append(units, match.Unit)
			continue
		}
		if _, collective := spec.Collective(text); !collective {
			if slices.Contains(d.Units, text) {
				return nil, false
			}
			continue // it is not there in the round
		}
		list, open := m.expand(d.Item, Role(d.Role), text)
		if open != nil {
			return nil, false
		}
		for _, a := range list {
			units = append(units, a.Unit)
		}
	}
	return units, true
}
