package form

import (
	"slices"

	"zwgk/pkg/value"
)

// settle reads the rows of a form: what item each means by itself, then, where that is in doubt, by
// the other rows.
func (s *sheetReader) settle(rows []*row) []Entry {
	for _, r := range rows {
		r.settled = s.resolve(s.item(r), r)
		r.settled.other = s.numbered(r.settled, r)
	}
	var listing, slips []*row
	for _, r := range rows {
		switch {
		case s.listsUnreported(r, rows):
			listing = append(listing, r)
		case s.titleSlipped(r, rows):
			slips = append(slips, r)
		}
	}
	for _, r := range listing {
		r.settled = match{how: r.settled.how, options: r.found.number}
	}
	for _, r := range slips {
		m := &r.settled
		m.id, m.other, m.how = m.other, m.id, "number"
	}
	var out []Entry
	for _, r := range rows {
		out = append(out, s.entry(r))
	}
	return out
}

// listsUnreported tells that a row lists several numbers, the title being of one of them, and that
// no row of its own tells of another: 9、10 beside the title of 9.
func (s *sheetReader) listsUnreported(r *row, rows []*row) bool {
	id := r.settled.id
	if s.running || r.settled.how != "title" || id == "" || !slices.Contains(r.found.listed, id) {
		return false
	}
	return slices.ContainsFunc(r.found.listed, func(other string) bool {
		return other != id && !slices.ContainsFunc(rows, func(q *row) bool { return q.settled.id == other })
	})
}

// titleSlipped tells that it is the title of a row that is wrong rather than its number: another
// row has this title with its right number, and none has this number.
func (s *sheetReader) titleSlipped(r *row, rows []*row) bool {
	title, number := r.settled.id, r.settled.other
	if number == "" || slices.Contains(r.found.text, title) || !s.mayReport(number) {
		return false
	}
	titled := false
	for _, q := range rows {
		switch {
		case q == r:
		case q.settled.id == number || q.settled.other == number:
			return false
		case q.settled.id == title && slices.Equal(q.found.number, []string{title}):
			titled = true
		}
	}
	return titled
}

// mayReport tells that the item is one of the unit's, as far as the units are known.
func (s *sheetReader) mayReport(id string) bool {
	plan, unit := s.ctx.Plan, s.form.Unit
	if plan == nil || value.Blank(unit) || len(plan.Of(unit)) == 0 {
		return true
	}
	_, ok := plan.Find(id, unit)
	return ok || plan.Open(id)
}
