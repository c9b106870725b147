package form

import (
	"cmp"
	"slices"

	"zwgk/pkg/value"
)

// goesOnWith tells that a further form of the same sheet is one with this: it is of the same unit,
// or of the same unknown name, and of no other round.
func (f *Form) goesOnWith(o *Form) bool {
	round := f.Round == "" || o.Round == "" || f.Round == o.Round
	years := len(f.Years) == 0 || len(o.Years) == 0 || slices.Equal(f.Years, o.Years)
	return f.Unit == o.Unit && (f.Unit != "" || f.statedName() == o.statedName()) && round && years
}

// statedName is the name beside the label for the unit, folded; "" for none.
func (f *Form) statedName() string {
	for _, n := range f.UnitNames {
		if n.How == "cell" && n.Written != "" {
			return value.Fold(n.Written)
		}
	}
	return ""
}

// add takes in a further form of the same unit and sheet: its rows come behind, and what it says
// of itself counts where this one says nothing.
func (f *Form) add(o *Form) {
	f.Entries = append(f.Entries, o.Entries...)
	for field, cell := range o.Columns {
		f.Columns[field] = cmp.Or(f.Columns[field], cell)
	}
	for _, t := range o.Unknown {
		if !slices.Contains(f.Unknown, t) {
			f.Unknown = append(f.Unknown, t)
		}
	}
	for _, n := range o.UnitNames {
		if !slices.Contains(f.UnitNames, n) {
			f.UnitNames = append(f.UnitNames, n)
		}
	}
	if f.Round == "" {
		f.Round, f.RoundText = o.Round, o.RoundText
	}
	if len(f.Years) == 0 {
		f.Years = o.Years
	}
	f.Signature.add(o.Signature)
}

// add takes over what is missing.
func (s *Signature) add(o Signature) {
	if s.Filled.Written == "" {
		s.FilledDate = o.FilledDate
	}
	for _, t := range []struct{ into, from *Text }{{&s.Unit, &o.Unit}, {&s.Filler, &o.Filler}, {&s.Phone, &o.Phone}, {&s.Reviewer, &o.Reviewer}, {&s.Filled, &o.Filled}} {
		if t.into.Written == "" && t.from.Cell != "" {
			*t.into = *t.from
		}
	}
	s.Present = s.Present || o.Present
}
