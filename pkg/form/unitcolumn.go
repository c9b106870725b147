package form

import (
	"maps"
	"slices"

	"zwgk/pkg/value"
)

// byUnitColumn reads a table of several units, in which every row says in a column of its own whose
// it is, as one form for each of them, in the order in which they come; nil when it is no such
// table. A sheet that names its unit elsewhere has only one: the column says who is responsible.
func (s *sheetReader) byUnitColumn(whole *Form) []*Form {
	name := s.unitColumn()
	if name == "" || whole.Stamp != nil || whole.Unit != "" || len(whole.Entries) == 0 || s.tabUnit() != "" {
		return nil
	}
	var out []*Form
	var rows [][]*row // of each
	i := -1
	for _, r := range s.rows {
		if r.kind != rowEntry {
			continue
		}
		i++
		written := whole.Entries[i].Extra[name]
		m := s.names.resolve(written)
		if m.Unit == "" || whole.Entries[i].Empty {
			return nil
		}
		at := slices.IndexFunc(out, func(f *Form) bool { return f.Unit == m.Unit })
		if at < 0 {
			at = len(out)
			rows = append(rows, nil)
			out = append(out, whole.of(UnitName{"cell", written, whole.Entries[i].ExtraAt[name], m.Unit}))
		}
		rows[at] = append(rows[at], r)
	}
	for i, f := range out {
		s.form = f // whose unit settles which item is meant
		f.Entries = s.settle(rows[i])
	}
	s.form = whole
	return out
}

// unitColumn is the header of the one column without another meaning that has a word for the unit
// that fills in; "" for none.
func (s *sheetReader) unitColumn() string {
	if len(s.tables) != 1 {
		return ""
	}
	found := ""
	for _, c := range s.head.columns {
		plain := plainHeader(c.name)
		if c.field != "" || !slices.ContainsFunc(s.spec.layout.Signature.Unit, func(w string) bool { return plainHeader(w) == plain }) {
			continue
		}
		if found != "" {
			return ""
		}
		found = c.name
	}
	return found
}

// of is the form of one of several units in the same table, without its rows.
func (f *Form) of(name UnitName) *Form {
	out := *f
	out.Entries, out.Unit, out.UnitHow, out.Candidates = nil, name.Unit, name.How, nil
	out.UnitNames = []UnitName{name}
	for _, n := range f.UnitNames {
		if n.Unit == "" && value.Fold(n.Written) != value.Fold(name.Written) {
			out.UnitNames = append(out.UnitNames, n)
		}
	}
	out.Columns, out.Years = maps.Clone(f.Columns), slices.Clone(f.Years)
	out.Unknown, out.Doubled = slices.Clone(f.Unknown), slices.Clone(f.Doubled)
	return &out
}
