package ledger

import (
	"cmp"
	"slices"

	"zwgk/pkg/value"
)

// units joins the standings of every unit. Those that the roster does not know at the year's end
// come last and have nothing to report any more.
func (y *yearly) units() {
	var names []string
	all := map[string]*Unit{}
	for _, l := range y.Rounds {
		for _, u := range l.Units {
			of := all[u.Name]
			if of == nil {
				of = &Unit{Name: u.Name, Group: u.Group}
				all[u.Name], names = of, append(names, u.Name)
			}
			of.stand(l.Round, u)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(y.Roster.Index(a), y.Roster.Index(b)) })
	for _, name := range names {
		y.ledger.Units = append(y.ledger.Units, y.unit(*all[name]))
	}
}

// stand adds a standing; units that became one stand together.
func (u *Unit) stand(round string, of Unit) {
	of.Rounds = nil
	if n := len(u.Rounds); n > 0 && u.Rounds[n-1].Round == round {
		u.Rounds[n-1].Unit = together(u.Rounds[n-1].Unit, of)
		return
	}
	u.Rounds = append(u.Rounds, Standing{round, of})
}

// together is the standing of two units that became one: it had to report on what either had to,
// answered what either did, and was late when either was.
func together(a, b Unit) Unit {
	out := a // when it came, and by which day it had to, are those of the one that decides
	if decides(b, a) {
		out = b
		out.Name, out.Group = a.Name, a.Group
	}
	out.Expected, out.Reported, out.Late = a.Expected || b.Expected, a.Reported || b.Reported, a.Late || b.Late
	out.Required, out.Excused, out.Files = value.Union(a.Required, b.Required), value.Union(a.Excused, b.Excused), value.Union(a.Files, b.Files)
	out.Missing = slices.DeleteFunc(value.Union(a.Missing, b.Missing), func(item string) bool { return answered(a, item) || answered(b, item) })
	return out
}

// decides tells that b, and not a, shows when the whole of both reported: it reported and the other did not, or it
// was late and the other was not, or less.
func decides(b, a Unit) bool {
	switch {
	case a.Reported != b.Reported:
		return b.Reported
	case a.Late != b.Late:
		return b.Late
	}
	return b.Late && b.Received > a.Received
}

func answered(u Unit, item string) bool {
	return slices.Contains(u.Required, item) && !slices.Contains(u.Missing, item)
}

// unit is a unit's standing in the year. One that is no more at its end, or has nothing to report on any more, is not
// expected: there is nothing that it could be measured by.
func (y *yearly) unit(u Unit) Unit {
	known, there := y.Roster.Unit(u.Name)
	if there {
		u.Group = known.Group
	}
	there = there && known.Active
	if len(y.Rounds) == 1 {
		only := u.Rounds[0].Unit
		only.Group, only.Rounds = u.Group, u.Rounds
		return only
	}
	u.Required, u.Missing, u.Excused, u.Files = []string{}, []string{}, []string{}, []string{}
	for _, r := range u.Rounds {
		u.Expected = u.Expected || r.Expected
		u.Reported, u.Late = u.Reported || r.Reported, u.Late || r.Late
		u.Files = append(u.Files, r.Files...)
	}
	for _, item := range y.items(u) {
		_, has := y.course[key{u.Name, item}]
		switch {
		case !has && excusedAtLast(u.Rounds, item):
			u.Excused = append(u.Excused, item)
			continue
		case !has:
			u.Missing = append(u.Missing, item)
		}
		u.Required = append(u.Required, item)
	}
	u.Expected = u.Expected && there && len(u.Required)+len(u.Excused) > 0
	return u
}

// items are what any round asked of a unit and is still its own, in the order of the table.
func (y *yearly) items(u Unit) []string {
	asked := map[string]bool{}
	for _, r := range u.Rounds {
		for _, item := range slices.Concat(r.Required, r.Excused) {
			asked[item] = y.Asked == nil || y.Asked(u.Name, item)
		}
	}
	out := []string{}
	for _, row := range y.Table.Rows() {
		if asked[row.Item.ID] {
			out = append(out, row.Item.ID)
		}
	}
	return out
}

// excusedAtLast tells that the last round that asked for an item did not want it in the end.
func excusedAtLast(rounds []Standing, item string) bool {
	for _, r := range slices.Backward(rounds) {
		if slices.Contains(r.Excused, item) {
			return true
		}
		if slices.Contains(r.Required, item) {
			return false
		}
	}
	return false
}
