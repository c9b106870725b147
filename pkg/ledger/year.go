package ledger

import (
	"cmp"
	"slices"

	"zwgk/pkg/form"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// Origin is what an entry of a year has beside what one of a round has.
type Origin struct {
	From    string `json:"from"`    // the round that the row came in
	Carried bool   `json:"carried"` // the final state, but a later round has no answer of the unit to the item
	Course  []Step `json:"course"`  // of the final state: every answer of the year, in the order of rounds; else empty
}

// Step is a unit's answer to an item in one round.
type Step struct {
	Round    string      `json:"round"`
	Status   form.Status `json:"status"`
	Progress string      `json:"progress"`

	Entry *Entry `json:"-"` // the row as it was in its round
}

// YearInput is what a year's ledger is made of.
type YearInput struct {
	Round  form.Round // the year itself
	Rounds []*Ledger  // in their order; units by their names at the year's end
	Table  *tasktable.Table
	Roster *roster.Roster
	Asked  func(unit, item string) bool // at the year's end the item is still the unit's to report on; nil: always
}

// Year joins the ledgers of a year's rounds. Of each unit and item the last answer is merged: the
// final state. Answers before it are superseded, all other rows keep their fate, so that the
// rows of the year are those of its rounds. The year's Round and AsOf are in.Round's.
//
// A unit must report, at the year's end, on what any round asked of it and is still its own. Its
// standings in the rounds stay beside: what a later round did not ask again, or the unit did not
// answer, is carried forward here and reported only where it was. With one round the
// units stand as in that.
func Year(in YearInput) *Ledger {
	y := &yearly{YearInput: in, course: map[key][]Step{}, ledger: &Ledger{Round: in.Round.ID, AsOf: in.Round.AsOf, Entries: []Entry{}, Units: []Unit{}}}
	for i, l := range in.Rounds {
		for j := range l.Entries {
			y.take(i, &l.Entries[j])
		}
	}
	y.settle()
	y.sort()
	y.units()
	return y.ledger
}

type yearly struct {
	YearInput
	ledger *Ledger
	rows   []yearRow
	course map[key][]Step
}

// yearRow is an entry with the number of its round.
type yearRow struct {
	Entry
	round int
}

// take adds a row of a round. Of two units that became one by the year's end and both answered,
// the later in the ledger counts.
func (y *yearly) take(round int, e *Entry) {
	row := yearRow{*e, round}
	row.FilledIn = filledIn(e)
	row.Origin = &Origin{From: y.Rounds[round].Round, Course: []Step{}}
	if e.Fate == Merged {
		k := key{e.Unit, e.Item}
		steps := y.course[k]
		if n := len(steps); n > 0 && steps[n-1].Round == row.From {
			steps = steps[:n-1]
		}
		y.course[k] = append(steps, Step{row.From, e.Status, e.Progress, e})
	}
	y.rows = append(y.rows, row)
}

// filledIn are the fields of an entry that the office filled in: in a ledger that was read they are those with a
// text and without a cell of the unit's, or all of a row of the office's own.
func filledIn(e *Entry) []string {
	if e.FilledIn != nil || e.Fate != Merged {
		return e.FilledIn
	}
	var out []string
	for _, field := range answerFields {
		if e.Written[field] != "" && (e.Source.Row == 0 || e.Source.Cells[field] == "") {
			out = append(out, field)
		}
	}
	return out
}

// settle gives the last answers their course, and takes their place from those before.
func (y *yearly) settle() {
	last := ""
	if n := len(y.Rounds); n > 0 {
		last = y.Rounds[n-1].Round
	}
	final := map[*Entry]bool{}
	for _, steps := range y.course {
		final[steps[len(steps)-1].Entry] = true
	}
	i := 0
	for _, l := range y.Rounds {
		for j := range l.Entries {
			row := &y.rows[i]
			i++
			if row.Fate != Merged {
				continue
			}
			if !final[&l.Entries[j]] {
				row.Fate = Superseded
				continue
			}
			row.Course, row.Carried = y.course[key{row.Unit, row.Item}], row.From != last
		}
	}
}

// sort puts the rows in the order of items and roster, as in a round; of one unit and item those
// of later rounds first.
func (y *yearly) sort() {
	itemPlace := placesIn(y.Table)
	slices.SortStableFunc(y.rows, func(a, b yearRow) int {
		return cmp.Or(cmp.Compare(itemPlace(a.Item), itemPlace(b.Item)), cmp.Compare(y.Roster.Index(a.Unit), y.Roster.Index(b.Unit)),
			cmp.Compare(fateOrder[a.Fate], fateOrder[b.Fate]), cmp.Compare(b.round, a.round))
	})
	for _, r := range y.rows {
		y.ledger.Entries = append(y.ledger.Entries, r.Entry)
	}
}

// Carried counts the items of a year that units must report on and that stand as an earlier round has them.
func (l *Ledger) Carried() int {
	required := map[key]bool{}
	for _, u := range l.Units {
		for _, item := range u.Required {
			required[key{u.Name, item}] = u.Expected
		}
	}
	n := 0
	for i := range l.Entries {
		if e := &l.Entries[i]; e.Origin != nil && e.Carried && required[key{e.Unit, e.Item}] {
			n++
		}
	}
	return n
}

// Account counts the rows of a ledger that were read; those that the office filled in are not
// among them.
func (l *Ledger) Account() Rows {
	var out Rows
	for i := range l.Entries {
		if e := &l.Entries[i]; e.Source.Row > 0 {
			out = out.Plus(e.Fate)
		}
	}
	return out
}
