package form

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// forms reads the sheet as one form, or, where the tables of several units stand side by side or
// one below the other, each with a line that names its unit, or where every row names its unit, as
// one form for each of them.
func (s *sheetReader) forms() []*Form {
	if s.onCard != nil {
		return []*Form{s.readCard()}
	}
	left := s.left
	whole := s.read()
	after := s.left
	if after < 0 || whole.Stamp != nil {
		return []*Form{whole}
	}
	for _, parts := range [][]region{s.partsBeside(left), s.partsBelow(left)} {
		if len(parts) > 1 {
			s.left = left
			return s.apart(parts)
		}
	}
	s.left = after
	if forms := s.byUnitColumn(whole); len(forms) > 0 {
		return forms
	}
	return []*Form{whole}
}

// region is a part of a sheet with a table; its last row and column are not included.
type region struct {
	top, bottom, from, to int
	owner                 string // the unit, or a ? with the unknown name
}

// partsBeside gives the parts of a sheet whose tables stand side by side, when each names its unit.
func (s *sheetReader) partsBeside(left int) []region {
	if len(s.tables) < 2 {
		return nil
	}
	var out []region
	for _, t := range s.tables {
		out = append(out, region{bottom: math.MaxInt, from: t.from, to: t.to})
	}
	return s.owned(out, left, func(*sheetReader) string { return "" })
}

// partsBelow gives the parts of a sheet in which the tables of several units stand one below the other.
// The first may be known from outside.
func (s *sheetReader) partsBelow(left int) []region {
	if !s.namesSeveral() {
		return nil
	}
	var out []region
	top := 0
	for _, cut := range append(s.cuts(), math.MaxInt) {
		out = append(out, region{top: top, bottom: cut, to: math.MaxInt})
		top = cut
	}
	return s.owned(out, left, func(first *sheetReader) string { return first.form.Unit })
}

// owned joins the regions of tables that go on with the one before, and tells whose each is. None
// come back when the first is nobody's or no name is known: then nobody can tell whose rows they
// are. left is the number of rows that the file may fill in.
func (s *sheetReader) owned(regions []region, left int, first func(*sheetReader) string) []region {
	var out []region
	known, above := false, s.namedAbove()
	for i, g := range regions {
		r := s.within(g)
		if r == nil {
			return nil
		}
		s.left = left
		r.read()
		g.owner = r.owner(above)
		known = known || g.owner != "" && !strings.HasPrefix(g.owner, unknown)
		if i == 0 {
			g.owner = cmp.Or(g.owner, first(r))
		}
		switch {
		case i == 0 && g.owner == "":
			return nil
		case i > 0 && (g.owner == "" || g.owner == out[len(out)-1].owner):
			out[len(out)-1].bottom, out[len(out)-1].to = g.bottom, g.to
		default:
			out = append(out, g)
		}
	}
	if !known {
		return nil
	}
	return out
}

// apart reads parts of the sheet. Those of one unit are one form.
func (s *sheetReader) apart(parts []region) []*Form {
	var out []*Form
	for _, g := range parts {
		r := s.within(g)
		r.stranger = strings.HasPrefix(g.owner, unknown)
		for _, f := range r.forms() {
			i := slices.IndexFunc(out, func(o *Form) bool { return o.goesOnWith(f) })
			if i < 0 {
				out = append(out, f)
			} else {
				out[i].add(f)
			}
		}
	}
	return out
}

// namesSeveral tells that lines of the sheet name different units.
func (s *sheetReader) namesSeveral() bool {
	names := []string{s.names.inside(s.form.Title.Written)}
	for _, t := range s.units {
		names = append(names, s.identity(t.Written))
	}
	for _, r := range s.rows {
		if len(r.own) == 1 && s.isTitle(r) {
			names = append(names, s.names.inside(r.own[0].Text))
		}
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
	return slices.ContainsFunc(names, func(n string) bool { return n != names[0] })
}

// unknown stands before a name that is no unit's.
const unknown = "?"

// identity is the unit that a name means, else the name as an unknown one; "" for none.
func (s *sheetReader) identity(written string) string {
	if value.Blank(written) {
		return ""
	}
	return cmp.Or(s.names.resolve(written).Unit, s.names.inside(written), unknown+value.Fold(written))
}

// owner is whose table has been read, as lines of the sheet say: a unit, or an unknown name that
// stands where the first table has its name; "" when none does.
func (s *sheetReader) owner(above bool) string {
	if s.form.UnitHow == "cell" || s.form.UnitHow == "title" {
		return s.form.Unit
	}
	if above {
		return s.identity(s.unitIn(s.linesAbove()))
	}
	return s.identity(s.unitIn(s.linesBelow()))
}

// unitIn is the first name beside the label for the unit; "" when there is none.
func (s *sheetReader) unitIn(lines []line) string {
	unit := ""
	for _, l := range lines {
		s.labelled(l, func(name string, t Text) {
			if name == "unit" && unit == "" {
				unit = t.Written
			}
		})
	}
	return unit
}

// namedAbove tells that a label for the unit stands above the first table.
func (s *sheetReader) namedAbove() bool {
	found := false
	for _, l := range s.linesAbove() {
		s.labelled(l, func(name string, _ Text) { found = found || name == "unit" })
	}
	return found
}

// within gives a reader of a region, with what stands over the tables side by side and is nobody's
// own; nil when it has no header.
func (s *sheetReader) within(g region) *sheetReader {
	part := &grid.Sheet{Name: s.sheet.Name, Visible: s.sheet.Visible}
	own := map[int]bool{}
	for _, c := range s.sheet.Cells {
		own[c.Row] = own[c.Row] || c.Col >= g.from && c.Col < g.to && !value.Blank(c.Text)
	}
	for _, c := range s.sheet.Cells {
		inside := c.Col >= g.from && c.Col < g.to || !own[c.Row] && s.isForAll(c)
		if inside && c.Row >= g.top && c.Row < g.bottom {
			part.Cells = append(part.Cells, c)
		}
	}
	for _, m := range s.sheet.Merged {
		if m.Row1 >= g.top && m.Row1 < g.bottom && m.Col1 < g.to && m.Col2 >= g.from {
			m.Row2, m.Col1, m.Col2 = min(m.Row2, g.bottom-1), max(m.Col1, g.from), min(m.Col2, g.to-1)
			part.Merged = append(part.Merged, m)
		}
	}
	r := s.newSheet(s.index, part)
	if !r.findHeader() {
		return nil
	}
	return r
}

// isForAll tells that a text above the tables is nobody's own: a title or a round.
func (s *sheetReader) isForAll(c grid.Cell) bool {
	own := slices.ContainsFunc(s.spec.labels.in(c.Text), func(l labelled) bool { return l.name != "round" })
	return s.isAbove(c.Row, c.Col) && !own && s.names.inside(c.Text) == ""
}

// cuts are the rows at which further tables begin: at the first of the lines that stand over a
// later header. A line that names a unit belongs to the table below it where that of the first
// table stands above, else to the table over it.
func (s *sheetReader) cuts() []int {
	above := s.namedAbove()
	rows := slices.Clone(s.rows)
	slices.SortStableFunc(rows, func(a, b *row) int { return a.number - b.number })
	var out []int
	for i, r := range rows {
		if r.kind == rowHeader {
			out = append(out, s.beginning(rows[:i+1], above))
		}
	}
	return slices.Compact(out)
}

// beginning goes up from a header to the first of its lines.
func (s *sheetReader) beginning(rows []*row, above bool) int {
	begin, unit := rows[len(rows)-1].number, false
	for _, r := range slices.Backward(rows[:len(rows)-1]) {
		named, names := s.labels(r)
		switch kind := r.kind; {
		case kind == rowHeader || kind == rowUnder || kind == rowTotal || kind == rowNote, kind == rowEntry && !s.isTitle(r), named && !above, names && unit, named && !names && unit:
			return begin
		}
		begin, unit = r.number, unit || names
	}
	return begin
}

// labels tells that a row has labels of the signature, and that one of them is for a unit.
func (s *sheetReader) labels(r *row) (named, unit bool) {
	for _, c := range r.own {
		for _, l := range s.spec.labels.in(c.Text) {
			named, unit = true, unit || l.name == "unit"
		}
	}
	return named, unit
}

func (s *sheetReader) isLabelled(r *row) bool {
	named, _ := s.labels(r)
	return named
}

// isTitle tells that a row below the header is the title of a further table.
func (s *sheetReader) isTitle(r *row) bool {
	text := value.Squeeze(r.own[0].Text)
	return len(r.own) == 1 && utf8.RuneCountInString(text) >= 4 && !s.isItem(r) &&
		slices.ContainsFunc(s.spec.layout.TitleWords, func(w string) bool { return strings.Contains(text, w) })
}
