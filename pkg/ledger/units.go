package ledger

import (
	"cmp"
	"slices"

	"zwgk/pkg/form"
)

// units gives the standing of every unit that must report or did.
func (m *merger) units() {
	for _, u := range m.Roster.Units {
		required := m.Plan.Required(u.Name, m.Roles)
		forms := m.formsOf(u.Name)
		if len(required) == 0 && len(forms) == 0 {
			continue
		}
		unit := Unit{Name: u.Name, Group: u.Group, Expected: len(required) > 0, Required: nonNil(required), Missing: []string{}, Excused: []string{}, Files: []string{},
			Due: m.due(u.Name)}
		for _, item := range required {
			if m.chosen[key{u.Name, item}] == nil {
				unit.Missing = append(unit.Missing, item)
			}
		}
		m.report(&unit, forms)
		m.ledger.Units = append(m.ledger.Units, unit)
	}
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// formsOf lists a unit's forms in the order they came; those of unknown time last.
func (m *merger) formsOf(unit string) []*form.Form {
	var out []*form.Form
	for _, f := range m.Forms {
		if f.Unit == unit {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *form.Form) int {
		x, y := Arrived(a), Arrived(b)
		if (x == "") != (y == "") {
			return cmp.Compare(y, x)
		}
		return cmp.Compare(x, y)
	})
	return out
}

// report: a unit has reported when a row of its own sheets was taken. The
// first sheet with such a row dates it, also when a later one replaced its
// rows: who corrects a sheet that came in time is not late.
func (m *merger) report(u *Unit, forms []*form.Form) {
	for _, f := range forms {
		if !slices.Contains(u.Files, f.File) {
			u.Files = append(u.Files, f.File)
		}
		rows := m.ledger.Sheets[SheetKey{f.File, f.Sheet, f.Unit}]
		if rows.Merged > 0 {
			u.Reported = true
		}
		if rows.Merged+rows.Superseded > 0 && u.First == "" {
			u.Received, u.First = Arrived(f), f.File
			u.Late = u.Due != "" && len(u.Received) >= len(u.Due) && u.Received[:len(u.Due)] > u.Due
		}
	}
}

// due is the round's due date, or the unit's extension.
func (m *merger) due(unit string) string {
	return m.Decisions.Due(unit, m.Round.Due, m.Round.Named)
}
