package form

import "slices"

// joinSiblings lets the sheets of a file speak for one another: a form that goes
// on over several sheets or tables names unit and round on the first only. What
// a sheet says itself is never changed, and nothing is taken over when the
// others disagree.
func joinSiblings(forms []*Form) {
	if len(forms) < 2 {
		return
	}
	if unit := namedUnit(forms); unit != "" {
		for _, f := range forms {
			if f.Unit == "" && !namesUnit(f) {
				f.UnitNames = append(f.UnitNames, UnitName{"sheet", unit, "", unit})
				f.Unit, f.UnitHow, f.Candidates = unit, "sheet", nil
			}
		}
	}
	for _, f := range forms {
		if f.Stamp == nil && f.Round == "" && len(f.Years) == 0 {
			takeRound(f, forms)
		}
	}
}

// insideSheet are the sources of a unit that stand in the sheet itself.
var insideSheet = []string{"stamp", "cell", "title"}

func namesUnit(f *Form) bool {
	return slices.ContainsFunc(f.UnitNames, func(n UnitName) bool { return n.Written != "" && slices.Contains(insideSheet, n.How) })
}

// namedUnit is the one unit that sheets of the file name; "" when there is none
// or more than one.
func namedUnit(forms []*Form) string {
	unit := ""
	for _, f := range forms {
		if f.Unit == "" || !slices.Contains(insideSheet, f.UnitHow) {
			continue
		}
		if unit != "" && unit != f.Unit {
			return ""
		}
		unit = f.Unit
	}
	return unit
}

// takeRound takes over what the other sheets of the unit say of the round, when
// they all say the same.
func takeRound(f *Form, forms []*Form) {
	var from *Form
	for _, o := range forms {
		if o == f || o.Unit != f.Unit || o.Round == "" && len(o.Years) == 0 {
			continue
		}
		if from != nil && (from.Round != o.Round || !slices.Equal(from.Years, o.Years)) {
			return
		}
		from = o
	}
	if from != nil {
		f.Round, f.Years = from.Round, slices.Clone(from.Years)
		f.RoundText = Text{Written: from.RoundText.Written}
	}
}
