package tasktable

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// outsideText is a text that stands in no table, and is neither title nor heading.
type outsideText struct{ sheet, place, text string }

// outside tells of the texts around the tables and the tasks of a list: a letter before
// them, a request behind them. Those that follow one another are one finding.
func (b *builder) outside(texts []outsideText) {
	if len(texts) == 0 {
		return
	}
	titles := b.titles()
	texts = slices.DeleteFunc(slices.Clone(texts), func(t outsideText) bool { return empty(t.text) || b.isKnown(t.text, titles) })
	if len(texts) == 0 {
		return
	}
	b.sheet = texts[0].sheet
	b.remark(codeOutside, -1, texts[0].place, joinLines(texts[0].text), map[string]string{"count": strconv.Itoa(len(texts))})
}

// titles are those of the chapters and sections.
func (b *builder) titles() map[string]bool {
	out := map[string]bool{}
	for _, c := range b.table.Chapters {
		out[value.Squeeze(c.Title)] = true
		for _, s := range c.Sections {
			out[value.Squeeze(s.Title)] = true
		}
	}
	return out
}

// isKnown tells whether a text is part of the table's title or one of its headings, or says
// nothing that matters: 附件, a date, a remark in brackets, that the first unit leads.
func (b *builder) isKnown(text string, titles map[string]bool) bool {
	line := value.Squeeze(joinLines(text))
	if strings.Contains(value.Squeeze(b.table.Title), line) || b.spec.NotTitle.match(joinLines(text)) || b.spec.Attachment.match(text) || b.spec.Dates.match(line) || b.spec.FirstLeads.match(line) || b.spec.Continued.match(text) {
		return true
	}
	if b.isLegend(text) {
		return true
	}
	if titles[value.Squeeze(b.headingTitle(text))] {
		return true
	}
	headings := b.spec.headings(text)
	for _, h := range headings {
		said, _ := b.reader.whose(h.title)
		if !titles[value.Squeeze(b.headingTitle(h.title))] && !titles[value.Squeeze(b.headingTitle(said))] {
			return false
		}
	}
	return len(headings) > 0
}

// aroundTables tells of the paragraphs of a document with tables, and of the rows above
// their headers.
func (b *builder) aroundTables(wb *grid.Workbook) {
	gap := map[int][]outsideText{}
	for _, p := range wb.Paragraphs {
		if wb.Format == "txt" {
			if p.Number >= b.firstRow {
				break
			}
			gap[0] = append(gap[0], outsideText{place: "L" + strconv.Itoa(p.Number), text: b.spec.Residue.remove(p.Text)})
			continue
		}
		gap[p.Before] = append(gap[p.Before], outsideText{place: "P" + strconv.Itoa(p.Number), text: b.spec.Residue.remove(p.Text)})
	}
	for _, at := range slices.Sorted(maps.Keys(gap)) {
		b.outside(gap[at])
	}
	for _, texts := range b.aboveHeaders {
		b.outside(texts)
	}
}

// aboveHeader remembers the rows above the header of an area.
func (b *builder) aboveHeader(a area, headerRow int) {
	var texts []outsideText
	for _, r := range a.rows[:max(headerRow, 0)] {
		for _, c := range r.own() {
			texts = append(texts, outsideText{a.sheet, r.cells[c].place, r.cells[c].text})
		}
	}
	b.aboveHeaders = append(b.aboveHeaders, texts)
	if b.firstRow == 0 && len(a.rows) > 0 {
		b.firstRow = a.rows[0].number
	}
}
