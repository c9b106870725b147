package tasktable

import (
	"fmt"
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// onlyLevel makes a column of sections that nothing stands above one of chapters:
// 类别 is the first level of a table that has no other.
func (b *builder) onlyLevel(rows []*row) {
	col := b.header.col(colSection)
	if col == 0 || b.header.col(colChapter) > 0 || len(b.table.Chapters) > 0 && !b.oneLevel {
		return
	}
	for _, r := range rows {
		h, numbered := b.spec.headingOf(joinLines(r.ownText(col)))
		if b.headingCells(r) && b.spec.isHeading(b.headingText(r)) || numbered && h.level == colSection {
			return
		}
	}
	b.header.meaning[col], b.oneLevel = colChapter, true
}

// firstLeads: a note above or below the table says that the first of several units
// leads. What the header says holds for a single one too.
func (b *builder) firstLeads(rows []*row) {
	noted := b.noted || slices.ContainsFunc(rows, func(r *row) bool {
		own := r.own()
		return len(own) == 1 && b.spec.FirstLeads.match(value.Squeeze(r.cells[own[0]].text))
	})
	if noted && !b.header.firstLead {
		b.header.firstLead, b.header.firstOf = true, 2
	}
}

// unknown says which columns have a header that nothing is known of, and text
// below it: what stands there is kept, but none of it checked.
func (b *builder) unknown(rows []*row) {
	h := b.header
	for _, c := range h.inferred {
		b.remarkOnce(codeInferredColumn, h.place(c), h.label[c], map[string]string{"as": b.spec.Columns[h.meaning[c]][0]})
	}
	for _, m := range h.marks {
		b.remarkOnce(codeInferredColumn, m.place, m.mark, map[string]string{"as": b.spec.Columns[m.role][0]})
	}
	for _, c := range h.dropped {
		b.remark(codeNote, -1, c.place, strings.TrimSpace(c.text), nil)
	}
	var unknown []int
	for c := 1; c <= h.last; c++ {
		if h.label[c] == "" || h.meaning[c]+h.more[c] != "" || b.spec.isOther(h.label[c]) {
			continue
		}
		if slices.ContainsFunc(rows, func(r *row) bool { return !empty(r.ownText(c)) && !h.repeated(r) }) {
			unknown = append(unknown, c)
		}
	}
	const most = 8 // of these a finding each, of more one for all
	if len(unknown) <= most {
		for _, c := range unknown {
			b.remarkOnce(codeUnknownColumn, h.place(c), h.label[c], nil)
		}
		return
	}
	var labels []string
	for _, c := range unknown[:most] {
		labels = append(labels, h.label[c])
	}
	b.remark(codeUnknownColumn, -1, h.place(unknown[0]), fmt.Sprintf("%s等%d栏", strings.Join(labels, "、"), len(unknown)), nil)
}
