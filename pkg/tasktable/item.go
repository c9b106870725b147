package tasktable

import (
	"maps"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/value"
)

func newItem(source finding.Place) Item {
	return Item{cells: map[string]string{}, Written: map[string]string{}, Extra: map[string]string{}, Deadlines: []Deadline{}, Source: source}
}

// take sets the units; none is an empty list.
func (it *Item) take(l unitLists) {
	it.Lead, it.Responsible, it.Cooperating = list(l.lead), list(l.responsible), list(l.cooperating)
}

// addItem adds the row to the open task; head is the row that named the task
// when that is another one and this is its first item, else nil.
func (b *builder) addItem(r, head *row) {
	var lists unitLists
	it := newItem(finding.Place{File: b.file, Sheet: b.sheet, Cell: r.place()})
	for _, role := range []string{colLead, colResponsible, colCooperating} {
		col := b.header.col(role)
		it.Written[role] = r.text(col)
		if c, ok := r.cells[col]; ok {
			it.cells[role] = c.place
		}
		for _, c := range b.header.cols(role) {
			said := b.said(r, c)
			if b.spec.namesPersons(b.header.label[c]) {
				said = b.names.withoutNames(said)
			}
			b.names.read(said, role, &lists)
		}
	}
	if b.header.firstLead && len(lists.responsible) >= b.header.firstOf && len(lists.lead) == 0 && b.namesUnit(lists.responsible) {
		lists.lead, lists.responsible = lists.responsible[:1], lists.responsible[1:]
	}
	if len(lists.all())+len(lists.nobody) == 0 && it.Written[colLead]+it.Written[colResponsible]+it.Written[colCooperating] == "" {
		b.fromAbove(&it, &lists)
		b.fromHeading(&it, &lists)
	}
	it.take(lists)
	it.Requirement = strings.TrimSpace(r.text(b.header.col(colRequirement)))
	if b.rest != "" && len(b.task().Items) == 0 {
		it.Requirement = b.rest
	}
	if b.point != "" {
		it.Requirement, b.point = b.point, ""
	}
	b.extra(&it, r)
	if len(r.comments) > 0 {
		it.keep(b.spec.CommentColumn, strings.Join(r.comments, "\n"))
	}
	if head != nil {
		b.extra(&it, head)
	}
	b.readDeadlines(&it, r)
	for _, text := range lists.times {
		b.timeIn(&it, text, it.UnitCell(colResponsible, text))
	}
	b.missing(&it, r)
	t := b.task()
	t.Items = append(t.Items, it)
	b.tasks[len(b.tasks)-1].items++
	b.items++
}

// fromAbove gives a further item of a task the units of the one before when none stand in its
// row, in a table that merges nothing, such as a CSV file: what is merged elsewhere is empty
// there.
func (b *builder) fromAbove(it *Item, lists *unitLists) {
	t := b.task()
	if b.merging || len(t.Items) == 0 || b.header.list {
		return
	}
	above := t.Items[len(t.Items)-1]
	lists.lead, lists.responsible, lists.cooperating = above.Lead, above.Responsible, above.Cooperating
	it.Written, it.cells = maps.Clone(above.Written), maps.Clone(above.cells)
}

// namesUnit: the first of a list is a unit and no collective, which cannot lead.
func (b *builder) namesUnit(units []string) bool {
	if len(units) == 0 {
		return false
	}
	_, collective := b.spec.Collective(units[0])
	return !collective
}

func list(units []string) []string {
	if units == nil {
		return []string{}
	}
	return units
}

// extra keeps the further columns by their header, and a number that is not
// the task's.
func (b *builder) extra(it *Item, r *row) {
	for col := 1; col <= b.header.last; col++ {
		text := strings.TrimSpace(r.text(col))
		label := b.header.label[col]
		switch m := b.header.meaning[col]; {
		case m == "" && (text != "" || label != ""), m == colDeadline:
			it.keep(b.header.key(col), text)
		case m == colNumber && text != "" && !r.cells[col].inherited && !r.namesTask():
			code, _, coded := b.spec.codeOf(text)
			if n, ok := columnNumber(text); (!ok || n != b.task().Number) && (!coded || code != b.tasks[len(b.tasks)-1].code) {
				it.keep(b.header.key(col), text)
			}
		}
	}
}

// keep adds a text to a further column.
func (it *Item) keep(key, text string) {
	if old := it.Extra[key]; old != "" && text != "" {
		text = old + "\n" + text
	} else {
		text = old + text
	}
	it.Extra[key] = text
}

// readDeadlines looks in the requirement, without one in the title, and in the
// column of deadlines.
func (b *builder) readDeadlines(it *Item, r *row) {
	prose := it.Requirement
	if prose == "" || prose == b.rest {
		prose = b.task().Title + "。" + prose
	}
	found, impossible := b.deadlines.read(prose, false)
	it.Deadlines = append(it.Deadlines, found...)
	b.remember(found, b.cellOf(r, colRequirement))
	for _, text := range impossible {
		b.remark(codeImpossible, b.items, b.cellOf(r, colRequirement), text, nil)
	}
	for _, col := range b.header.cols(colDeadline) {
		if r.text(col) == "" {
			continue
		}
		said := strings.TrimSpace(b.said(r, col))
		place := b.cellOf(r, colDeadline)
		if c, there := r.cells[col]; there {
			place = c.place
		}
		if !b.timeIn(it, said, place) && b.spec.Deadlines.Unread.match(said) {
			b.remark(codeUnreadTime, b.items, place, said, nil)
		}
	}
}

// timeIn adds the times of a text that says nothing else, and tells whether there
// were any.
func (b *builder) timeIn(it *Item, text, cell string) bool {
	found, impossible := b.deadlines.read(strings.TrimSpace(text), true)
	b.remember(found, cell)
	for _, d := range found {
		if !hasDeadline(it.Deadlines, d) {
			it.Deadlines = append(it.Deadlines, d)
		}
	}
	for _, text := range impossible {
		b.remark(codeImpossible, b.items, cell, text, nil)
	}
	return len(found)+len(impossible) > 0
}

// said is what a cell says of an item: 同上 says what the row above does, 无 nothing.
func (b *builder) said(r *row, col int) string {
	text := r.text(col)
	switch folded := value.Fold(text); {
	case slices.Contains(b.spec.Units.Same, folded):
		return b.above[col]
	case slices.Contains(b.spec.Units.None, folded):
		text = ""
	}
	if b.above == nil {
		b.above = map[int]string{}
	}
	b.above[col] = text
	return text
}

func hasDeadline(list []Deadline, d Deadline) bool {
	for _, o := range list {
		one := strings.HasSuffix(o.Text, d.Text) || strings.HasSuffix(d.Text, o.Text) // 6月底前 and 2018年6月底前
		if o.Text == d.Text || one && o.Kind == d.Kind && o.Due == d.Due && (d.Kind == kindRelative || d.Due != "") {
			return true
		}
	}
	return false
}

// missing reports what an item must have and lacks.
func (b *builder) missing(it *Item, r *row) {
	if it.Requirement == "" && b.header.col(colRequirement) > 0 && !b.header.list && !isSentence(b.task().Title) {
		b.remark(codeNoRequirement, b.items, b.cellOf(r, colRequirement), "", nil)
	}
	if len(it.Lead)+len(it.Responsible) == 0 && b.header.col(colLead)+b.header.col(colResponsible) == 0 && !b.header.list {
		col := b.header.col(colCooperating)
		b.remarkOnce(codeNoUnitColumn, b.header.place(col), b.header.label[col], nil)
		return
	}
	if len(it.Lead)+len(it.Responsible) == 0 {
		role := colResponsible
		if b.header.col(role) == 0 {
			role = colLead
		}
		b.remark(codeNoUnit, b.items, b.cellOf(r, role), "", nil)
	}
}

// isSentence tells whether a title says all that is required.
func isSentence(title string) bool {
	const fewest = 20 // characters
	return strings.HasSuffix(title, "。") || len([]rune(title)) >= fewest && strings.ContainsAny(title, "，；")
}

// cellOf names the cell of a column in a row, also an empty one of a grid.
func (b *builder) cellOf(r *row, meaning string) string {
	col := b.header.col(meaning)
	if c, ok := r.cells[col]; ok {
		return c.place
	}
	if col == 0 || b.sheet == "" {
		return r.place()
	}
	return ref(r.number, col)
}
