package tasktable

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/grid"
)

// ErrNoTable says that a file holds no task table.
var ErrNoTable = errors.New("没有找到任务分解表")

// Known is what is known of a table before it is read. The zero value is nothing.
type Known struct {
	Units []string // names, which help to join wrapped ones and to divide lists
	Year  int      // of a table that does not name its own
}

// Read reads the official table. The file's name goes into the sources of the
// items. Every cell below the header is in the tree, in Extra or in a finding.
// Errors: the file's own *grid.Error, or ErrNoTable.
func Read(file string, wb *grid.Workbook, spec *Spec, known Known) (*Table, error) {
	if wb.Err != nil && !onlyText(wb) {
		return nil, fmt.Errorf("%s：%w", file, wb.Err)
	}
	b := &builder{spec: spec, names: newNames(spec, known.Units), known: known, file: file, deadlines: deadlineReader{words: &spec.Deadlines}}
	b.reader = spec.newListReader(b.names)
	b.leads = slices.ContainsFunc(wb.Paragraphs, func(p grid.Paragraph) bool { return spec.FirstLeads.match(p.Text) })
	var previous *header
	areas := areasOf(wb, spec)
	cards := spec.cards(areas, b.names)
	for i, a := range areas {
		if d := cards[i]; d != nil {
			b.deck(a, d)
			continue
		}
		h, below, ok := spec.findHeader(a, b.names, false)
		ok = ok && !spec.isCard(a)
		if ok && (h.weak && !b.titled(a, below) && !(previous != nil && maps.Equal(previous.label, h.label)) || spec.titlesOther(linesAbove(a, below-len(h.rows)))) {
			ok = false
		}
		switch {
		case ok && b.table == nil:
			b.begin(a, below-len(h.rows))
		case ok:
			b.headingsAbove(a, below-len(h.rows))
		case previous != nil && (goesOn(a, previous, spec) || len(a.rows) > 0 && previous.repeated(a.rows[0])): // the table goes on after a page break or a heading
			h, below = previous, 0
			h.body = h.unmarked(spec.inlined(h, a.rows, b.names))
			b.headingsAbove(a, 0)
		default:
			b.unread(a)
			b.earlier = append(b.earlier, a.above...)
			continue
		}
		b.sheet = a.sheet
		b.hidden(a)
		b.noted = b.leads || slices.ContainsFunc(linesAbove(a, below-min(below, len(h.rows))), spec.FirstLeads.match)
		b.read(h, h.body)
		previous = h
	}
	switch {
	case b.table != nil || b.withoutHeader(areas):
		b.aroundTables(wb)
	case !b.list(wb):
		return nil, spec.noTable(file, wb, areas)
	}
	if wb.Pictures > 0 {
		b.sheet = ""
		b.remark(codePictures, -1, "", "", map[string]string{"count": strconv.Itoa(wb.Pictures)})
	}
	if b.items == 0 {
		return nil, fmt.Errorf("%s：%w。表头下面没有任务", file, ErrNoTable)
	}
	return b.finish(), nil
}

// deck reads the cards of a table.
func (b *builder) deck(a area, d *deck) {
	if b.table == nil {
		b.begin(a, d.first)
	} else {
		b.aboveHeader(a, d.first)
		for _, line := range linesAbove(a, d.first) {
			b.headingRow(line)
		}
	}
	b.sheet = a.sheet
	b.hidden(a)
	b.read(d.header, d.rows)
}

// withoutHeader reads the tables of a file in which no table has a header with words
// that are known, as far as what their columns mean can be told by their content.
func (b *builder) withoutHeader(areas []area) bool {
	spec := b.spec
	for _, a := range areas {
		h, first, worded := b.spec.findHeader(a, b.names, true)
		ok, above := worded, 0
		if worded {
			above = first - len(h.rows)
		} else {
			first = b.spec.titleRows(a)
			above = first
			h, ok = b.spec.inferHeader(a.rows[first:], b.names)
			ok = ok && !spec.isHeaderRow(a.rows[first])
		}
		rows := a.rows[first:]
		if worded {
			rows = h.body
		}
		if !ok || len(rows) == 0 || spec.titlesOther(linesAbove(a, above)) || !b.titled(a, first) && (worded || b.table == nil && !h.counts(rows)) {
			continue
		}
		b.sheet = a.sheet
		if b.table == nil {
			b.remarks = nil // of tables passed over
			b.begin(a, above)
		} else {
			b.headingsAbove(a, above)
		}
		if !worded {
			b.remark(codeNoHeader, -1, rows[0].place(), "", nil)
			h.inferred = nil // the one finding says it of all columns
		}
		b.hidden(a)
		b.read(h, rows)
	}
	return b.table != nil
}

// titleRows counts the rows at the top that are one text each, and no heading.
func (s *Spec) titleRows(a area) int {
	n := 0
	for n < len(a.rows)-1 && len(a.rows[n].own()) == 1 && !s.isHeading(a.rows[n].cells[a.rows[n].own()[0]].text) {
		n++
	}
	return n
}

// hidden says what a merged cell covers. It is in no item, since nobody sees it.
func (b *builder) hidden(a area) {
	for _, c := range a.covered {
		b.remark(codeCovered, -1, c.place, strings.TrimSpace(c.text), nil)
	}
}

// list reads a document without any table.
func (b *builder) list(wb *grid.Workbook) bool {
	h, rows, above, ok := b.spec.listRows(wb, b.names)
	if !ok {
		return false
	}
	b.remarks, b.sheet = nil, ""
	var lines []string
	for _, t := range above {
		lines = append(lines, t.text)
	}
	b.begin(area{above: lines, rows: rows}, 0)
	b.noted = b.leads
	b.read(h, rows)
	b.outside(above)
	return true
}

// goesOn tells whether an area without a header continues the table before.
func goesOn(a area, h *header, spec *Spec) bool {
	last := 0
	for _, r := range a.rows {
		for c := range r.cells {
			last = max(last, c)
		}
	}
	for _, line := range a.above {
		if !empty(line) && !spec.isHeading(line) {
			return false
		}
	}
	if h.inline > 0 {
		last += 2 // the columns that were added
	}
	return last == h.last
}

// unread says that a sheet was passed over.
func (b *builder) unread(a area) {
	if len(a.rows) == 0 {
		return
	}
	b.sheet = a.sheet
	var first []string
	for _, c := range a.rows[0].own() {
		first = append(first, joinLines(a.rows[0].cells[c].text))
	}
	b.remark(codeUnread, -1, a.rows[0].place(), strings.Join(first, " "), nil)
}

// read reads the rows under a header.
func (b *builder) read(h *header, rows []*row) {
	b.header = h
	b.firstLeads(rows)
	b.onlyLevel(rows)
	b.unknown(rows)
	rows, notes := b.footer(rows)
	b.countDown(rows)
	b.merging = slices.ContainsFunc(rows, func(r *row) bool { return len(r.own()) < len(r.cells) })
	var between []outsideText
	page := true // a heading is said again at the top of a page
	for i, r := range rows {
		if h.repeated(r) {
			page = true
			continue
		}
		var next *row
		if i+1 < len(rows) {
			next = rows[i+1]
		}
		if !r.loose || r.heading != nil {
			b.outside(between)
			between = nil
		}
		b.sayings.at = r.place()
		r = b.withoutAmounts(r)
		switch {
		case len(r.own()) == 0:
			continue
		case r.loose && h.list && (r.note || r.heading == nil && !b.spec.isHeading(r.text(1))):
			between = append(between, outsideText{place: r.place(), text: r.text(1)})
			continue
		case r.heading != nil:
			b.open(*r.heading)
		case b.headingCells(r) && b.heading(r, page):
		case b.isContinued(r):
			b.note(r)
			page = true
			continue
		case b.isNote(r):
			b.note(r)
		case b.headingCells(r) && b.unnumbered(r, next):
		default:
			b.dataRow(r)
		}
		page = false
	}
	b.settle()
	for _, r := range notes {
		if h.list {
			between = append(between, outsideText{place: r.place(), text: r.text(1)})
		} else {
			b.note(r)
		}
	}
	b.outside(between)
}
