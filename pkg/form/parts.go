package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// forms reads the sheet as one form, or, where the tables of several units stand one below the
// other, each with a line that names its unit, as one form for each of them.
func (s *sheetReader) forms() []*Form {
	left := s.left
	whole := s.read()
	if s.left < 0 || whole.Stamp != nil || !s.namesSeveral() {
		return []*Form{whole}
	}
	after := s.left
	parts := s.parts(left)
	if s.left < 0 {
		return []*Form{whole}
	}
	if s.left = after; len(parts) < 2 {
		return []*Form{whole}
	}
	return parts
}

// namesSeveral tells that lines of the sheet name different units that are known.
func (s *sheetReader) namesSeveral() bool {
	first := ""
	for _, n := range s.form.UnitNames {
		if n.How != "cell" || n.Unit == "" || n.Unit == first {
			continue
		}
		if first != "" {
			return true
		}
		first = n.Unit
	}
	return false
}

// parts cuts the sheet before every further header at which another unit's table begins, and
// reads what is between the cuts. None come back when a unit's tables lie apart, or when a part
// does not name its unit: then nobody can tell whose rows they are. left is the number of rows
// that the file may fill in.
func (s *sheetReader) parts(left int) []*Form {
	cuts := s.cuts()
	for {
		var out []*Form
		s.left = left
		joined := -1
		for i := 0; i <= len(cuts) && joined < 0; i++ {
			f := s.between(cuts, i)
			switch {
			case f == nil || s.left < 0:
				return nil
			case i > 0 && (f.UnitHow != "cell" && f.UnitHow != "title" || f.Unit == out[i-1].Unit):
				joined = i - 1 // goes on with the table before it
			case slices.ContainsFunc(out, func(o *Form) bool { return o.Unit == f.Unit }) || f.Unit == "":
				return nil
			}
			out = append(out, f)
		}
		if joined < 0 {
			return out
		}
		cuts = slices.Delete(cuts, joined, joined+1)
	}
}

// between reads the rows from one cut to the next; nil when they have no header.
func (s *sheetReader) between(cuts []int, i int) *Form {
	from, to := 0, int(^uint(0)>>1)
	if i > 0 {
		from = cuts[i-1]
	}
	if i < len(cuts) {
		to = cuts[i]
	}
	part := &grid.Sheet{Name: s.sheet.Name, Visible: s.sheet.Visible}
	for _, c := range s.sheet.Cells {
		if c.Row >= from && c.Row < to {
			part.Cells = append(part.Cells, c)
		}
	}
	for _, m := range s.sheet.Merged {
		if m.Row1 >= from && m.Row1 < to {
			m.Row2 = min(m.Row2, to-1)
			part.Merged = append(part.Merged, m)
		}
	}
	r := s.newSheet(s.index, part)
	if !r.findHeader() {
		return nil
	}
	return r.read()
}

// cuts are the rows at which further tables begin: at the first of the lines that stand over a
// later header. A line that names a unit belongs to the table below it where that of the first
// table stands above, else to the table over it.
func (s *sheetReader) cuts() []int {
	above := slices.ContainsFunc(s.units, func(t Text) bool {
		row, _, ok := grid.ParseRef(t.Cell)
		return ok && row < s.head.row
	})
	var out []int
	for i, r := range s.rows {
		if r.kind == rowHeader {
			out = append(out, s.beginning(i, above))
		}
	}
	return out
}

// beginning goes up from a header to the first of its lines.
func (s *sheetReader) beginning(i int, above bool) int {
	begin, unit := s.rows[i].number, false
	for i--; i >= 0; i-- {
		r := s.rows[i]
		named, names := s.labelled(r)
		switch kind := r.kind; {
		case kind == rowHeader || kind == rowUnder || kind == rowTotal || kind == rowNote, kind == rowEntry && !s.isTitle(r), named && !above, names && unit, named && !names && unit:
			return begin
		}
		begin, unit = r.number, unit || names
	}
	return begin
}

// labelled tells that a row has labels of the signature, and that one of them is for a unit.
func (s *sheetReader) labelled(r *row) (named, unit bool) {
	for _, c := range r.own {
		for _, l := range s.spec.labels.in(c.Text) {
			named, unit = true, unit || l.name == "unit"
		}
	}
	return named, unit
}

// isTitle tells that a row below the header is the title of a further table.
func (s *sheetReader) isTitle(r *row) bool {
	text := value.Squeeze(r.own[0].Text)
	return len(r.own) == 1 && utf8.RuneCountInString(text) >= 4 && !s.isItem(r) &&
		slices.ContainsFunc(s.spec.layout.TitleWords, func(w string) bool { return strings.Contains(text, w) })
}
