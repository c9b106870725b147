package form

import (
	"slices"

	"zwgk/pkg/grid"
)

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

// continues tells that a sheet or table without a header goes on where the one
// before it stopped: its first row, and most of them, report on an item in the columns
// of that one. A list of the unit's own beside the form is numbered too. It takes over the head then.
func (s *sheetReader) continues(before *sheetReader) bool {
	if before.onCard != nil {
		return false
	}
	h := before.head.inFirstRow()
	rows, items := 0, 0
	var first *row
	s.sheet.EachRow(func(number int, cells []grid.Cell) bool {
		r := s.newRow(number, cells, &h)
		if len(r.own) == 0 || s.signsOrNotes(r.own[0]) {
			return true
		}
		named := len(r.own) > 1 && s.reportsOn(r)
		if rows == 0 && named {
			first = r
		}
		rows++
		if named {
			items++
		}
		return true
	})
	if first == nil || 2*items <= rows || before.hasNumber(first) {
		return false
	}
	for _, t := range before.tables {
		t.head = t.head.inFirstRow()
		s.tables = append(s.tables, t)
	}
	s.head = s.tables[0].head
	return true
}

// inFirstRow is a header that stands in another sheet, for one without: its columns begin in the first row.
func (h head) inFirstRow() head {
	h.row, h.end, h.stamp = 0, 0, nil
	h.columns = slices.Clone(h.columns)
	for i := range h.columns {
		h.columns[i].ref = grid.Ref(1, h.columns[i].col)
	}
	h.first = h.columns[0].ref
	return h
}

// reportsOn tells that a row names an item by its words or its key, or by its number
// and has a status where that column stands.
func (s *sheetReader) reportsOn(r *row) bool {
	m := s.item(r)
	if m.id != "" || len(m.title)+len(m.text) > 0 {
		return true
	}
	status := s.spec.StatusOf(r.text(FieldStatus))
	return len(m.number) > 0 && (len(s.ticked(r)) > 0 || status != "" && status != UnknownStatus)
}

// hasNumber tells that a sheet has the item already that a row of another means by
// its number alone: what counts from 1 again does not go on.
func (s *sheetReader) hasNumber(r *row) bool {
	if m := r.found; m.id != "" || len(m.title)+len(m.text) > 0 {
		return false
	}
	found := false
	s.sheet.EachRow(func(number int, cells []grid.Cell) bool {
		if number > s.head.end {
			own := s.newRow(number, cells, &s.head)
			found = slices.ContainsFunc(s.item(own).number, func(id string) bool { return slices.Contains(r.found.number, id) })
		}
		return !found
	})
	return found
}
