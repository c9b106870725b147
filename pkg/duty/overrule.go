package duty

import (
	"slices"

	"zwgk/pkg/decision"
	"zwgk/pkg/finding"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// Overrule puts the decisions of a plan workbook under those of decisions.xlsx,
// which win: of the plan's, those are left out that decisions.xlsx decides too,
// be it a text of an item, a unit of an item, or a written name.
// overruled are the places in the plan of those to which decisions.xlsx says
// something else.
func Overrule(t *tasktable.Table, plan, decisions *decision.Set) (set *decision.Set, overruled []finding.Place) {
	set = decisions.Under(plan, func(p decision.Duty) bool {
		i := slices.IndexFunc(decisions.Duties, func(d decision.Duty) bool { return sameDuty(t, p, d) })
		if i >= 0 && !agree(p, decisions.Duties[i]) {
			overruled = append(overruled, p.Source)
		}
		if i >= 0 || p.Text == "" {
			return i < 0
		}
		named := slices.IndexFunc(decisions.Identities, func(d decision.Identity) bool { return value.Fold(d.Written) == value.Fold(p.Text) })
		if named >= 0 && !slices.Equal(p.Units, []string{decisions.Identities[named].Unit}) {
			overruled = append(overruled, p.Source)
		}
		return named < 0
	}, func(p decision.Identity) bool {
		if i := slices.IndexFunc(decisions.Duties, func(d decision.Duty) bool { return value.Fold(d.Text) == value.Fold(p.Written) && value.Blank(d.Item) }); i >= 0 {
			overruled = append(overruled, p.Source)
			return false
		}
		i := slices.IndexFunc(decisions.Identities, func(d decision.Identity) bool { return value.Fold(p.Written) == value.Fold(d.Written) })
		if i >= 0 && decisions.Identities[i].Unit != p.Unit {
			overruled = append(overruled, p.Source)
		}
		return i < 0
	})
	return set, overruled
}

// agree: both give the same units the same role.
func agree(a, b decision.Duty) bool {
	return a.Role == b.Role && len(a.Units) == len(b.Units) && !slices.ContainsFunc(a.Units, func(u string) bool { return !slices.Contains(b.Units, u) })
}

// sameDuty: both say something of one unit, or one text, of an item; what b says of a text
// of one item, it says of the units that the text means.
func sameDuty(t *tasktable.Table, a, b decision.Duty) bool {
	if a.Text == "" && b.Text != "" && !value.Blank(b.Item) {
		b.Text = ""
	}
	if value.Fold(a.Text) != value.Fold(b.Text) || a.Role == decision.AnyRole && value.Blank(a.Item) && !value.Blank(b.Item) {
		return false // b counts in its item only
	}
	if a.Text == "" && !slices.ContainsFunc(a.Units, func(u string) bool { return slices.Contains(b.Units, u) }) {
		return false
	}
	of := itemsOf(t, b)
	return slices.ContainsFunc(itemsOf(t, a), func(id string) bool { return slices.Contains(of, id) })
}
