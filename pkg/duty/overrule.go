package duty

import (
	"slices"

	"zwgk/pkg/decision"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// Overrule puts the decisions of a plan workbook under those of decisions.xlsx,
// which win: of the plan's, those are left out that decisions.xlsx decides too,
// be it a text of an item, a unit of an item, or a written name.
func Overrule(t *tasktable.Table, plan, decisions *decision.Set) (set *decision.Set, overruled []decision.Duty) {
	set = decisions.Under(plan, func(p decision.Duty) bool {
		if slices.ContainsFunc(decisions.Duties, func(d decision.Duty) bool { return sameDuty(t, p, d) }) {
			overruled = append(overruled, p)
			return false
		}
		return true
	}, func(p decision.Identity) bool {
		return !slices.ContainsFunc(decisions.Identities, func(d decision.Identity) bool { return value.Fold(p.Written) == value.Fold(d.Written) })
	})
	return set, overruled
}

// sameDuty: both say something of one unit, or one text, of an item.
func sameDuty(t *tasktable.Table, a, b decision.Duty) bool {
	if value.Fold(a.Text) != value.Fold(b.Text) {
		return false
	}
	if a.Text == "" && !slices.ContainsFunc(a.Units, func(u string) bool { return slices.Contains(b.Units, u) }) {
		return false
	}
	of := itemsOf(t, b)
	return slices.ContainsFunc(itemsOf(t, a), func(id string) bool { return slices.Contains(of, id) })
}
