package tasktable

import (
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/value"
)

// builder puts the tree together row by row.
type builder struct {
	spec      *Spec
	names     *names
	known     Known
	deadlines deadlineReader
	file      string
	sheet     string
	header    *header
	table     *Table

	tasks    []taskMark // in the order of the tree
	items    int
	pending  *row           // the row of a task that has no item yet
	oneLevel bool           // the column for sections holds the chapters
	rest     string         // the requirement of the open task that stands behind its title
	above    map[int]string // what the columns of units and times said last
	dated    []datedText    // while the table has no year
	remarks  []remark
}

// taskMark is what the ID of a task is made from.
type taskMark struct {
	chapter, section string
	chapterIndex     int
	sectionIndex     int
	number           int
	code             string // 1.2, for 1-2
	titleNumber      bool   // the number stands in the title
	sheet            string
	row              int
	cell             string
	firstItem        int
	items            int
}

// open begins a chapter or section. A heading that is repeated, as on a new
// page, begins nothing.
func (b *builder) open(h heading) {
	b.settle()
	h.title = joinLines(h.title)
	if h.level == colChapter {
		if b.repeats(h) {
			return
		}
		b.table.Chapters = append(b.table.Chapters, Chapter{Number: h.number, Title: h.title, Sections: []Section{}})
		return
	}
	if b.repeats(h) {
		return
	}
	c := b.chapter()
	c.Sections = append(c.Sections, Section{Number: h.number, Title: h.title, Tasks: []Task{}})
}

// repeats tells that a heading is the open one once more.
func (b *builder) repeats(h heading) bool {
	n := len(b.table.Chapters)
	if n == 0 {
		return false
	}
	c, title := &b.table.Chapters[n-1], joinLines(h.title)
	if h.level == colChapter {
		return c.Number == h.number && c.Title == title
	}
	last := len(c.Sections) - 1
	return last >= 0 && c.Sections[last].Number == h.number && c.Sections[last].Title == title
}

func (b *builder) chapter() *Chapter {
	if len(b.table.Chapters) == 0 {
		b.table.Chapters = append(b.table.Chapters, Chapter{Sections: []Section{}})
	}
	return &b.table.Chapters[len(b.table.Chapters)-1]
}

func (b *builder) section() *Section {
	c := b.chapter()
	if len(c.Sections) == 0 {
		c.Sections = append(c.Sections, Section{Tasks: []Task{}})
	}
	return &c.Sections[len(c.Sections)-1]
}

// task is the task that is open, nil after a heading.
func (b *builder) task() *Task {
	if len(b.table.Chapters) == 0 {
		return nil
	}
	c := b.chapter()
	if len(c.Sections) == 0 {
		return nil
	}
	s := &c.Sections[len(c.Sections)-1]
	if len(s.Tasks) == 0 {
		return nil
	}
	return &s.Tasks[len(s.Tasks)-1]
}

// settle gives a task whose row had nothing but its name an empty item.
func (b *builder) settle() {
	if r := b.pending; r != nil {
		b.pending = nil
		b.addItem(r, nil)
	}
}

// taskRow opens a task whose items may follow.
func (b *builder) taskRow(r *row) {
	b.settle()
	n := b.name(r)
	if !n.hasTitle && !n.counted { // the name stands in the column of numbers
		n.number, n.title, n.inTitle = b.spec.taskNumber(joinLines(b.headingText(r)))
	}
	b.beginTask(r, n)
	b.pending = r
}

// taskName is what a row says about its task.
type taskName struct {
	number   int
	code     string // a number of several levels: 1.2
	title    string
	rest     string // the requirement, when it stands behind the title
	inTitle  bool   // the number stands in the title
	written  string // the text of the column of numbers
	counted  bool   // that text is a number
	hasTitle bool
}

func (b *builder) name(r *row) taskName {
	var n taskName
	text := ""
	if col := b.header.col(colTask); col > 0 {
		text = r.ownText(col)
	} else {
		text = r.ownText(b.header.col(colRequirement))
	}
	if text == "" && r.namesTask() {
		text = r.cells[r.own()[0]].text
	}
	n.hasTitle = !empty(text)
	n.number, n.title, n.inTitle = b.spec.taskNumber(joinLines(text))
	if code, rest, ok := b.spec.codeOf(joinLines(text)); ok && !n.inTitle && rest != "" {
		n.code, n.number, n.title, n.inTitle = code, lastLevel(code), rest, true
	}
	n.title, n.rest = b.divideTitle(n.title, text)
	if col := b.header.col(colNumber); col > 0 && r.cells[col].width == 1 {
		n.written = strings.TrimSpace(r.ownText(col))
		var count int
		if count, n.counted = columnNumber(n.written); n.counted && !n.inTitle {
			n.number = count
		}
		if code, rest, ok := b.spec.codeOf(n.written); ok && rest == "" && !n.counted {
			n.code, n.counted = code, true
			if !n.inTitle {
				n.number = lastLevel(code)
			}
		}
	}
	return n
}

// namesTask tells whether the row is one merged cell, the name of a task.
func (r *row) namesTask() bool {
	own := r.own()
	return len(own) == 1 && r.cells[own[0]].width > 1
}

// dataRow takes in a row with an item.
func (b *builder) dataRow(r *row) {
	b.groups(r)
	if parts := b.paragraphs(r); parts != nil {
		b.settle()
		for _, p := range parts {
			b.beginTask(p.row, p.name)
			b.addItem(p.row, nil)
		}
		return
	}
	n := b.name(r)
	if b.continues(n) {
		head := b.pending
		b.pending = nil
		b.addItem(r, head)
		return
	}
	if !n.hasTitle {
		if t := b.task(); t != nil {
			n.title = t.Title // merged over several numbers
		}
	}
	b.settle()
	b.beginTask(r, n)
	b.addItem(r, nil)
}

// continues tells whether a row is one more item of the open task.
func (b *builder) continues(n taskName) bool {
	t := b.task()
	if t == nil {
		return false
	}
	open := b.tasks[len(b.tasks)-1]
	if !n.hasTitle {
		return !n.counted || open.titleNumber || n.number == open.number && n.code == open.code
	}
	return b.header.col(colTask) > 0 && t.Title == n.title && t.Number == n.number && n.code == open.code && (n.inTitle || !n.counted || open.number == n.number)
}

func (b *builder) beginTask(r *row, n taskName) {
	s := b.section()
	s.Tasks = append(s.Tasks, Task{Number: n.number, Title: n.title, Items: []Item{}})
	b.rest = n.rest
	c := b.chapter()
	b.tasks = append(b.tasks, taskMark{chapter: c.Number, section: s.Number, chapterIndex: len(b.table.Chapters), sectionIndex: len(c.Sections),
		number: n.number, code: n.code, titleNumber: n.inTitle, sheet: b.sheet, row: r.number, cell: b.numberCell(r, n), firstItem: b.items})
}

// numberCell is the cell with the number of a task.
func (b *builder) numberCell(r *row, n taskName) string {
	meaning := colTask
	if !n.inTitle && n.counted {
		meaning = colNumber
	}
	if c, ok := r.cells[b.header.col(meaning)]; ok && !c.inherited {
		return c.place
	}
	return r.place()
}

// groups opens the chapters and sections that stand in columns of their own.
func (b *builder) groups(r *row) {
	for _, level := range []string{colChapter, colSection} {
		col := b.header.col(level)
		if col == 0 || r.ownText(col) == "" {
			continue
		}
		text := joinLines(r.ownText(col))
		h, ok := b.spec.headingOf(text)
		if !ok {
			h = heading{title: text}
		}
		if level == colChapter || b.header.col(colChapter) > 0 || h.level != colChapter {
			h.level = level // else one column holds the chapters, whatever it is called
		}
		b.open(h)
	}
}

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
		b.names.read(b.said(r, col), role, &lists)
	}
	if b.header.firstLead && len(lists.lead) == 0 && b.namesUnit(lists.responsible) {
		lists.lead, lists.responsible = lists.responsible[:1], lists.responsible[1:]
	}
	it.take(lists)
	it.Requirement = strings.TrimSpace(r.text(b.header.col(colRequirement)))
	if b.rest != "" && len(b.task().Items) == 0 {
		it.Requirement = b.rest
	}
	b.extra(&it, r)
	if head != nil {
		b.extra(&it, head)
	}
	b.readDeadlines(&it, r)
	for _, text := range lists.times {
		b.timeIn(&it, text, it.UnitCell(colResponsible))
	}
	b.missing(&it, r)
	t := b.task()
	t.Items = append(t.Items, it)
	b.tasks[len(b.tasks)-1].items++
	b.items++
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
		case m == colNumber && text != "" && !r.namesTask():
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
	col := b.header.col(colDeadline)
	if col == 0 || r.text(col) == "" {
		return
	}
	b.timeIn(it, b.said(r, col), b.cellOf(r, colDeadline))
}

// timeIn adds the times of a text that says nothing else.
func (b *builder) timeIn(it *Item, text, cell string) {
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
	if it.Requirement == "" && b.header.col(colRequirement) > 0 {
		b.remark(codeNoRequirement, b.items, b.cellOf(r, colRequirement), "", nil)
	}
	if len(it.Lead)+len(it.Responsible) == 0 {
		role := colResponsible
		if b.header.col(role) == 0 {
			role = colLead
		}
		b.remark(codeNoUnit, b.items, b.cellOf(r, role), "", nil)
	}
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

// finish numbers the items and checks the numbers of the tasks.
func (b *builder) finish() *Table {
	b.implyYear()
	ids := b.taskIDs()
	b.checkNumbers(ids)
	var items []string
	i := 0
	for c := range b.table.Chapters {
		for s := range b.table.Chapters[c].Sections {
			for t := range b.table.Chapters[c].Sections[s].Tasks {
				task := &b.table.Chapters[c].Sections[s].Tasks[t]
				for n := range task.Items {
					task.Items[n].ID = ids[i]
					if len(task.Items) > 1 {
						task.Items[n].ID += "." + strconv.Itoa(n+1)
					}
					items = append(items, task.Items[n].ID)
				}
				i++
			}
		}
	}
	b.table.Findings = b.findings(items)
	return b.table
}
