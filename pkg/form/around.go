package form

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// line is a text around the table: a cell, or a paragraph of a document.
type line struct {
	text string
	ref  string
	// next holds the cells to the right, in a sheet.
	next []*grid.Cell
	row  int
	col  int
	end  int // last column of its merge
}

// readAround reads what stands above and below the table: title, signature,
// and the units named there.
func (s *sheetReader) readAround() {
	above := append(s.paragraphs(s.index), s.linesAbove()...)
	below := append(s.linesBelow(), s.paragraphs(s.index+1)...)
	s.title(above)
	s.notes(append(slices.Clone(above), below...))
	var daysBelow, daysAbove []Text
	for _, l := range above {
		s.labelled(s.signedLine(l, func(t Text) { daysAbove = append(daysAbove, t) }), s.put)
		if t, ok := s.dayAlone(l); ok {
			daysAbove = append(daysAbove, t)
		}
	}
	for _, l := range below {
		s.labelled(s.signedLine(l, func(t Text) { daysBelow = append(daysBelow, t) }), s.put)
		if t, ok := s.dayAlone(l); ok {
			daysBelow = append(daysBelow, t)
		}
	}
	for _, l := range below {
		s.signedDate(l)
	}
	s.unlabelledDay(append(daysBelow, daysAbove...))
	s.signedInColumn()
	s.phoneOfFiller()
	s.signedUnit()
	f := &s.form.Signature
	if d, ok := value.ParseDate(s.held(f.Filled), s.ctx.Year); ok && d.Possible() {
		f.FilledDate = d.String()
	}
}

// held is a text as its cell holds it: a date cell may show its day in any format, 7/3/2019 or 3-Jul.
func (s *sheetReader) held(t Text) string {
	row, col, ok := grid.ParseRef(t.Cell)
	if !ok {
		return t.Written
	}
	if c := s.sheet.At(row, col); c != nil && c.Type == grid.Date {
		return c.Raw
	}
	return t.Written
}

// paragraphs lists those right before the table with the given index.
func (s *sheetReader) paragraphs(before int) []line {
	var out []line
	for _, p := range s.in.Workbook.Paragraphs {
		if p.Before == before && !value.Blank(p.Text) {
			out = append(out, line{text: p.Text, ref: "P" + strconv.Itoa(p.Number)})
		}
	}
	return out
}

func (s *sheetReader) linesAbove() []line {
	var out []line
	lowest := s.head.row
	for _, t := range s.tables {
		lowest = max(lowest, t.head.row)
	}
	s.sheet.EachRow(func(number int, cells []grid.Cell) bool {
		if number >= lowest {
			return false
		}
		r := s.newRow(number, cells, &head{})
		r.own = slices.DeleteFunc(r.own, func(c *grid.Cell) bool { return !s.isAbove(c.Row, c.Col) })
		out = append(out, s.linesOf(r)...)
		return true
	})
	return out
}

// notes keeps the lines around the table that are no part of the signature.
func (s *sheetReader) notes(lines []line) {
	for _, r := range s.rows {
		if r.kind == rowNote {
			lines = append(lines, s.linesOf(r)...)
		}
	}
	guides := map[string]bool{} // what the guide of a blank says is no note
	ofGuide := GuideCells(s.sheet)
	for _, c := range s.sheet.Cells {
		if ofGuide(c) {
			guides[c.Ref()] = true
		}
	}
	for _, l := range lines {
		if len(s.spec.labels.in(l.text)) == 0 && !guides[l.ref] {
			s.form.Notes = append(s.form.Notes, Text{l.text, l.ref})
		}
	}
}

func (s *sheetReader) linesBelow() []line {
	var out []line
	for _, r := range s.rows {
		if r.kind == rowSignature {
			out = append(out, s.linesOf(r)...)
		}
	}
	return out
}

func (s *sheetReader) linesOf(r *row) []line {
	var out []line
	for i, c := range r.own {
		out = append(out, line{text: c.Text, ref: c.Ref(), next: r.own[i+1:], row: c.Row, col: c.Col, end: c.Col + s.width(c.Row, c.Col) - 1})
	}
	return out
}

// title takes the first line above the table that reads like one, else the
// first that is no label.
func (s *sheetReader) title(above []line) {
	for _, l := range above {
		if len(s.spec.labels.in(l.text)) > 0 || s.spec.isOffices(l.text) {
			continue
		}
		titled := slices.ContainsFunc(s.spec.layout.TitleWords, func(w string) bool { return strings.Contains(value.Squeeze(l.text), w) })
		if titled && utf8.RuneCountInString(value.Squeeze(l.text)) >= 4 {
			s.form.Title = Text{l.text, l.ref}
			return
		}
		if s.form.Title.Written == "" {
			s.form.Title = Text{l.text, l.ref}
		}
	}
}

// isOffices knows the lines of the blank that say how to fill it in: 填报要求 and
// 填报提示.
func (s *Spec) isOffices(text string) bool {
	for _, line := range []string{s.layout.Demand.Value, s.layout.Guide.Label.Value + labelEnd} {
		label, _, found := strings.Cut(line, labelEnd)
		if found && label != "" && strings.HasPrefix(value.Squeeze(text), label) {
			return true
		}
	}
	return false
}

// labelled gives the labels of a line with their values.
func (s *sheetReader) labelled(l line, give func(name string, t Text)) {
	found := s.spec.labels.in(l.text)
	for i, f := range found {
		t := Text{f.value, l.ref}
		if f.value == "" && i == len(found)-1 && l.row > 0 {
			t = s.valueBeside(l)
		}
		if f.loose && t.Written != "" && !s.isDay(t) {
			continue
		}
		give(f.name, t)
	}
}

// isDay tells that a text is a day.
func (s *sheetReader) isDay(t Text) bool {
	d, ok := value.ParseDate(s.held(t), s.ctx.Year)
	return ok && d.Possible()
}

// valueBeside is the value in the next cell; without one, its place is the cell
// right of the label, or the label's own when another label stands there.
func (s *sheetReader) valueBeside(l line) Text {
	if len(l.next) > 0 {
		c := l.next[0]
		if len(s.spec.labels.in(c.Text)) == 0 {
			return Text{s.spec.labels.tidy(c.Text), c.Ref()}
		}
		if c.Col == l.end+1 {
			return Text{"", l.ref}
		}
	}
	return Text{"", grid.Ref(l.row, l.end+1)}
}

func (s *sheetReader) put(name string, t Text) {
	f := &s.form.Signature
	var into *Text
	switch name {
	case "unit":
		s.units = append(s.units, t)
		f.Present = true
		return
	case "filler":
		into = &f.Filler
	case "phone":
		into = &f.Phone
	case "reviewer":
		into = &f.Reviewer
	case "filled":
		into = &f.Filled
	default:
		return
	}
	f.Present = true
	if into.Cell == "" || into.Written == "" && t.Written != "" {
		*into = t
	}
}

// signedDate takes a date that stands alone under the table.
func (s *sheetReader) signedDate(l line) {
	f := &s.form.Signature
	if f.Filled.Written != "" {
		return
	}
	if d, ok := value.ParseDate(s.held(Text{l.text, l.ref}), 0); ok && d.Possible() {
		f.Filled = Text{strings.TrimSpace(l.text), l.ref}
	}
}

// signedUnit chooses among the units named beside a label: the first that is
// known, else the first.
func (s *sheetReader) signedUnit() {
	for _, t := range s.units {
		if t.Written != "" && s.names.resolve(t.Written).Unit != "" {
			s.form.Signature.Unit = t
			return
		}
	}
	for _, t := range s.units {
		if s.form.Signature.Unit.Cell == "" || s.form.Signature.Unit.Written == "" && t.Written != "" {
			s.form.Signature.Unit = t
		}
	}
}

var exactDay = regexp.MustCompile(`\d{4}年\d{1,2}月\d{1,2}日?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}`)
