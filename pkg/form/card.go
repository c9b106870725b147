package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// What makes a card: labels of so many fields, in so many rows, and the last row of the sheet.
const (
	minPairs    = 3
	minCardRows = 2
	maxCardRow  = 60
)

// pair is a label of a card with the cell for its value.
type pair struct {
	fields       []string // that the label may mean
	label, value *grid.Cell
}

// findCard reads a sheet that is no table but one task on a card: labels with what belongs to them
// to their right, one or more to a row. It is one when the task or its number and the report or the
// status stand there, and no label twice.
func (s *sheetReader) findCard() bool {
	if n := len(s.sheet.Cells); n == 0 || s.sheet.Cells[n-1].Row > maxCardRow {
		return false
	}
	pairs, rest, ok := s.pairs()
	if !ok || len(pairs) < minPairs || pairs[len(pairs)-1].label.Row-pairs[0].label.Row < minCardRows-1 {
		return false
	}
	first := pairs[0].label
	h := head{row: first.Row, end: first.Row, first: first.Ref()}
	entry := &row{number: first.Row, kind: rowEntry, cells: map[string]*grid.Cell{}, head: &h}
	for _, several := range []bool{false, true} {
		for _, p := range pairs {
			if several != (len(p.fields) > 1) {
				continue
			}
			field := s.fieldOf(p, entry)
			if field == "" {
				return false
			}
			h.columns = append(h.columns, headColumn{col: p.label.Col, ref: p.label.Ref(), field: field, name: strings.TrimSpace(p.label.Text), match: s.spec.match(p.label.Text)})
			entry.cells[field] = p.value
		}
	}
	if !entry.has(FieldTask) && !entry.has(FieldID) || !entry.has(FieldStatus) && !entry.has(FieldProgressText) {
		return false
	}
	s.head, s.rows, s.onCard = h, rest, entry
	s.tables = []table{{from: 1, to: maxColumn, head: h}}
	return true
}

// maxColumn is beyond every column of a sheet.
const maxColumn = 1 << 20

// readCard makes the form of a card.
func (s *sheetReader) readCard() *Form {
	s.form.Header = s.head.first
	s.readHead(&s.head)
	s.readAround()
	s.findUnit()
	s.findRound()
	s.left--
	e := s.settle([]*row{s.onCard})[0]
	for _, r := range s.rows {
		if first := r.own[0]; r.number > s.head.row && len(s.spec.labels.in(first.Text)) == 0 {
			for _, c := range r.own[min(1, len(r.own)-1):] {
				e.keep(strings.TrimSpace(first.Text), c)
			}
		}
	}
	s.form.Entries = []Entry{e}
	return s.form
}

// fieldOf settles which field a label means: one that is free; of those of several meanings the
// status when a status is written, else another.
func (s *sheetReader) fieldOf(p pair, entry *row) string {
	status := s.spec.StatusOf(p.value.Text)
	for _, field := range p.fields {
		if entry.cells[field] != nil || field == FieldStatus && len(p.fields) > 1 && (status == "" || status == UnknownStatus) {
			continue
		}
		return field
	}
	return ""
}

// pairs divides the cells of a sheet into labels of fields with their values, and rows of what has
// no such label. false when a label stands where a value belongs, as in a header.
func (s *sheetReader) pairs() (pairs []pair, rest []*row, ok bool) {
	ok = true
	s.sheet.EachRow(func(number int, cells []grid.Cell) bool {
		other := &row{number: number, kind: rowSignature, head: &head{}}
		for i := 0; i < len(cells); i++ {
			label := &cells[i]
			if value.Blank(label.Text) {
				continue
			}
			fields := s.cardFields(label.Text)
			if len(fields) == 0 {
				other.own = append(other.own, label)
				continue
			}
			p := pair{fields, label, &grid.Cell{Row: number, Col: label.Col + s.width(number, label.Col), Type: grid.Text}}
			if i+1 < len(cells) && cells[i+1].Col == p.value.Col {
				i++
				p.value = &cells[i]
			}
			if len(s.cardFields(p.value.Text)) > 0 && s.spec.tickStatus(p.value.Text) == "" || len(s.spec.labels.in(p.value.Text)) > 0 && utf8.RuneCountInString(p.value.Text) <= maxHeader {
				ok = false
			}
			pairs = append(pairs, p)
		}
		if len(other.own) > 0 {
			rest = append(rest, other)
		}
		return ok
	})
	return pairs, rest, ok
}

// cardFields are the fields that a label may mean; none of a label of the signature.
func (s *sheetReader) cardFields(text string) []string {
	m := s.spec.match(text)
	if !m.exact || len(s.spec.labels.in(text)) > 0 {
		return nil
	}
	return slices.Clone(m.fields)
}
