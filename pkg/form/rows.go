package form

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// rowKind is what a row below the header is.
type rowKind int

const (
	rowNothing   rowKind = iota // says nothing of a task or from the unit
	rowEntry                    // a row of the form
	rowHeader                   // a header again
	rowHeading                  // a chapter or section
	rowTotal                    // 合计
	rowNote                     // 注：
	rowSignature                // 填报人：
	rowAbove                    // a line from above the header again, as on a further page
	rowUnder                    // the lower row of a header again
)

// row is a row below the header, read by the header that stands over it.
type row struct {
	number  int
	kind    rowKind
	head    *head
	own     []*grid.Cell          // cells with text that stand in this row
	cells   map[string]*grid.Cell // field → cell that applies, also from a vertical merge
	chapter string                // folded text of the headings above
	found   match                 // what it says of its item
	settled match                 // the item
	looked  bool
}

func (r *row) text(field string) string {
	if c := r.cells[field]; c != nil {
		return c.Text
	}
	return ""
}

// hidden tells that nothing of the row shows; the key's column never does.
func (r *row) hidden() bool {
	return len(r.own) > 0 && !slices.ContainsFunc(r.own, func(c *grid.Cell) bool { return !c.Hidden })
}

func (r *row) has(field string) bool { return !value.Blank(r.text(field)) }

func (s *sheetReader) newRow(number int, cells []grid.Cell, h *head) *row {
	r := &row{number: number, head: h, cells: map[string]*grid.Cell{}}
	for i := range cells {
		if (!value.Blank(cells[i].Text) || cells[i].Unstored) && !s.head.isGuide(cells[i].Col) {
			r.own = append(r.own, &cells[i])
		}
	}
	for _, c := range h.columns {
		if c.field != "" && c.field != fieldGuide {
			r.cells[c.field] = s.applying(number, c.col, h.end)
		}
	}
	s.secondColumns(r)
	if ticked := s.ticked(r); len(ticked) > 0 {
		r.cells[FieldStatus] = ticked[0].cell
	}
	return r
}

// secondColumns lets a second column of the unit's for a field (公开链接, 佐证链接)
// speak where the first is empty.
func (s *sheetReader) secondColumns(r *row) {
	for _, c := range r.head.columns {
		if c.field != "" || len(c.match.fields) != 1 || !s.spec.units(c.match.fields[0]) || r.has(c.match.fields[0]) || r.head.isTick(c.col) {
			continue
		}
		if at := s.applying(r.number, c.col, r.head.end); at != nil && !value.Blank(at.Text) {
			r.cells[c.match.fields[0]] = at
		}
	}
}

// applying gives the cell that holds the value at a place: that of a vertical
// merge applies to all its rows; of a horizontal one, to its first column.
func (s *sheetReader) applying(row, col, header int) *grid.Cell {
	top, left := s.sheet.TopLeft(row, col)
	if left != col || top <= header {
		return nil
	}
	return s.sheet.At(top, left)
}

// kind tells what a row is. tail is the kind of the block that began below the
// table: notes or signatures, whose lines go on until a task is found.
func (s *sheetReader) kind(r *row, tail rowKind) rowKind {
	if strings.HasPrefix(strings.TrimSpace(r.text(fieldKey)), keyMark) {
		return rowEntry
	}
	if s.isHeaderAgain(r) {
		return rowHeader
	}
	if s.isAboveAgain(r) {
		return rowAbove
	}
	if s.hasOffice(r) {
		return rowEntry
	}
	first := r.own[0]
	switch {
	case s.isTotal(r):
		return rowTotal
	case s.isSignature(r):
		return rowSignature
	case s.isNote(first) && (s.leftmost(r) || !s.ownedByUnit(r, first.Col)) && !s.isItem(r):
		return rowNote
	case s.isHeading(r):
		return rowHeading
	case tail != rowNothing && len(r.own) <= 2 && !s.isItem(r) && !s.reports(r) && (len(r.own) == 1 || tail == rowSignature):
		return tail
	}
	if r.has(FieldID) || r.has(FieldTask) || s.filled(r) {
		return rowEntry
	}
	return rowNothing
}

// reports tells that a row below notes or signatures is one of the table all the
// same: it has number and task, or a report that is no date or seal.
func (s *sheetReader) reports(r *row) bool {
	return r.has(FieldID) && r.has(FieldTask) || slices.ContainsFunc(r.own, func(c *grid.Cell) bool {
		return s.ownedByUnit(r, c.Col) && !s.signsAlone(c)
	})
}

// hasOffice tells whether a task or number applies to the row from a cell that
// is not the first of the row itself: then the row is one of the table's.
func (s *sheetReader) hasOffice(r *row) bool {
	for _, field := range []string{FieldID, FieldTask} {
		c := r.cells[field]
		if c != nil && !value.Blank(c.Text) && c.Row != r.number {
			return true
		}
	}
	return false
}

// filled tells whether anything stands in a field of the unit's.
func (s *sheetReader) filled(r *row) bool {
	return slices.ContainsFunc(s.spec.columns, func(c Column) bool { return !c.Office && r.has(c.Field) })
}

func (s *sheetReader) isItem(r *row) bool {
	m := s.item(r)
	return m.id != "" || len(m.title)+len(m.text) > 0 || len(m.number) > 0 && r.has(FieldID)
}

func (s *sheetReader) item(r *row) match {
	if !r.looked {
		r.found, r.looked = s.items.find(r), true
	}
	return r.found
}

// isHeaderAgain is stricter than the first header: words of a report may look
// like header words.
func (s *sheetReader) isHeaderAgain(r *row) bool {
	if len(r.own) < 2 {
		return false
	}
	if id, ok := parseNumber(r.text(FieldID)); ok && id.task > 0 {
		return false
	}
	exact, all := 0, 0
	for _, c := range r.own {
		m := s.spec.match(c.Text)
		if m.exact {
			exact++
		}
		if len(m.fields) > 0 {
			all++
		}
	}
	if exact < 2 || all*2 <= len(r.own) {
		return false
	}
	cells := s.rowAt(r.number)
	h, ok := s.headerAt(r.number, cells)
	if !ok {
		return false
	}
	_, task := h.at(FieldTask)
	_, number := h.at(FieldID)
	return task || number
}

// isAboveAgain tells that a row has the same texts in the same columns as one above the header:
// the title or the line with the unit, put before the header of every page.
func (s *sheetReader) isAboveAgain(r *row) bool {
	for _, c := range r.own {
		above := s.above[c.Col]
		if len(above) == 0 || len(c.Text) > maxHeaderBytes || !slices.Contains(above, value.Fold(c.Text)) {
			return false
		}
	}
	return !s.isItem(r)
}

func (s *sheetReader) isTotal(r *row) bool {
	return !s.ownedByUnit(r, r.own[0].Col) && s.isTotalWord(r.own[0].Text)
}

func (s *sheetReader) isTotalWord(text string) bool {
	if len(text) > maxHeaderBytes {
		return false
	}
	text = keepWord(value.Fold(text))
	return utf8.RuneCountInString(text) <= 10 && slices.ContainsFunc(s.spec.totals, func(w string) bool { return strings.HasPrefix(text, w) })
}

func (s *sheetReader) isSignature(r *row) bool {
	first := s.spec.labels.in(r.own[0].Text)
	bare := len(first) == 1 && first[0].colon && first[0].value == "" // a cell that is but a label
	if len(first) > 0 && (bare || s.allLabels(r) || !(s.ownedByUnit(r, r.own[0].Col) && r.has(FieldTask))) {
		return (first[0].colon || first[0].value == "" || len(first) > 1) && !s.isItem(r)
	}
	return len(r.own) == 1 && !s.ownedByUnit(r, r.own[0].Col) && s.signsAlone(r.own[0])
}

// allLabels tells that every cell of a row is a label with a colon: 填报人：张某 and 审核人：李某.
func (s *sheetReader) allLabels(r *row) bool {
	return len(r.own) > 1 && !slices.ContainsFunc(r.own, func(c *grid.Cell) bool {
		l := s.spec.labels.in(c.Text)
		return len(l) == 0 || !l[0].colon
	})
}

// signsAlone: a date or a mere seal on a line of its own signs the sheet as
// well. A date cell in the first column is a number that Excel took for a date.
func (s *sheetReader) signsAlone(c *grid.Cell) bool {
	if c.Col == 1 && c.Type != grid.Text {
		return false
	}
	d, ok := value.ParseDate(c.Text, 0)
	return ok && d.Possible() || s.spec.labels.tidy(c.Text) == ""
}

func (s *sheetReader) isNote(c *grid.Cell) bool {
	text := value.Fold(c.Text)
	return slices.ContainsFunc(s.spec.notes, func(w string) bool { return strings.HasPrefix(text, w) })
}

var (
	numberedHeading = regexp.MustCompile(`^(?:第?[一二三四五六七八九十]+[,.章]|\([一二三四五六七八九十]+\))`)
	headingNumber   = regexp.MustCompile(`^(?:[一二三四五六七八九十]+|\([一二三四五六七八九十]+\))[,.]?$`)
)

// isHeading: a chapter or section, alone in its row or merged over it, or a
// line that stands right over a header.
func (s *sheetReader) isHeading(r *row) bool {
	first := r.own[0]
	if s.ownedByUnit(r, first.Col) {
		return false
	}
	text := value.Fold(first.Text)
	alone := len(r.own) == 1
	if alone && s.width(r.number, first.Col) >= 3 && !s.isItem(r) {
		return true
	}
	if s.filled(r) {
		return false
	}
	if s.items.headings[text] && alone {
		return true
	}
	if numberedHeading.MatchString(text) && (alone || !r.has(FieldID) || first.Col == s.column(r, FieldID)) {
		return !s.isItem(r) || s.items.headings[text]
	}
	if headingNumber.MatchString(text) && len(r.own) <= 2 {
		return true
	}
	return alone && !s.isItem(r) && s.headerFollows(r.number)
}

// leftmost tells that all a row has stands where the table begins, as a line below it does.
func (s *sheetReader) leftmost(r *row) bool {
	return len(r.own) == 1 && !slices.ContainsFunc(r.head.columns, func(c headColumn) bool { return c.col < r.own[0].Col })
}

func (s *sheetReader) column(r *row, field string) int {
	col, _ := r.head.at(field)
	return col
}

// ownedByUnit tells whether the column is one that the unit fills in.
func (s *sheetReader) ownedByUnit(r *row, col int) bool {
	if slices.ContainsFunc(r.head.ticks, func(t tick) bool { return t.col == col }) {
		return true
	}
	return slices.ContainsFunc(r.head.columns, func(c headColumn) bool { return c.col == col && s.spec.units(c.field) })
}

func (s *sheetReader) headerFollows(number int) bool {
	next := s.rowAt(number + 1)
	if len(next) < 2 {
		return false
	}
	_, ok := s.headerAt(number+1, next)
	return ok
}
