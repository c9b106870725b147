package assess

import (
	"slices"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// standings are the unit's in the rounds of a year, or the one of a single round.
func (a *account) standings() []ledger.Standing {
	if len(a.unit.Rounds) > 0 {
		return a.unit.Rounds
	}
	return []ledger.Standing{{Round: a.Round.ID, Unit: a.unit}}
}

// asked counts what the unit had to report on, in a year in all rounds together.
func (a *account) asked() int {
	n := 0
	for _, s := range a.standings() {
		n += len(s.Required)
	}
	return n
}

// yearly tells that several rounds are joined.
func (a *account) yearly() bool { return len(a.Rounds) > 1 }

// entryIn is the row of an item that counted in a round, nil when there is none.
func (a *account) entryIn(round, item string) *ledger.Entry {
	e := a.entry(item)
	if e == nil || e.Origin == nil {
		return e
	}
	for _, s := range e.Course {
		if s.Round == round {
			return s.Entry
		}
	}
	return nil
}

// carried says which of some items stand as an earlier round has them, "" for none.
func (a *account) carried(items []string) string {
	var list []string
	for _, item := range items {
		if e := a.entry(item); e != nil && e.Origin != nil && e.Carried {
			list = append(list, item)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return a.Scheme.reason("carried", "items", finding.ItemTexts(list))
}

// roundPart is what is to say of a unit in one round.
type roundPart struct{ round, text string }

// roundwise says it of every round; of a single round without naming it.
func (a *account) roundwise(parts []roundPart) string {
	text := ""
	for _, p := range parts {
		if !a.yearly() {
			return p.text
		}
		text += a.Scheme.reason("round", "round", a.roundName(p.round), "text", p.text)
	}
	return text
}

func (a *account) roundName(id string) string {
	if i := slices.IndexFunc(a.Rounds, func(r form.Round) bool { return r.ID == id }); i >= 0 && a.Rounds[i].Name != "" {
		return a.Rounds[i].Name
	}
	return id
}
