package tasktable

import (
	"slices"
	"strconv"
	"strings"
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

	tasks        []taskMark // in the order of the tree
	items        int
	pending      *row        // the row of a task that has no item yet
	oneLevel     bool        // the column for sections holds the chapters
	point        string      // the requirement of the row at hand, in the column of titles
	rest         string      // the requirement of the open task that stands behind its title
	reader       *listReader // of what headings say of units
	sayings      sayings
	above        map[int]string  // what the columns of units and times said last
	earlier      []string        // text above tables that were passed over
	fresh        bool            // a table with a title of its own has just begun
	aboveHeaders [][]outsideText // of each table
	firstRow     int             // of the first table
	nextNumber   map[int]int     // by row of the table at hand
	leads        bool            // the document says that the first of several units leads
	merging      bool            // cells of the table at hand are merged down
	grouped      bool            // the chapters are rows with a number over tasks with brackets
	noted        bool            // above the table: the first of several units leads
	dated        []datedText     // while the table has no year
	remarks      []remark
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
	h.title = b.headingTitle(h.title)
	if b.repeats(h) {
		return
	}
	b.sayings.hear(b.reader, h)
	if h.level == colChapter {
		b.table.Chapters = append(b.table.Chapters, Chapter{Number: h.number, Title: h.title, Sections: []Section{}})
		return
	}
	c := b.chapter()
	c.Sections = append(c.Sections, Section{Number: h.number, Title: h.title, Tasks: []Task{}})
}

// headingTitle is the title without the full stop, or the （续） of a new page, at its
// end.
func (b *builder) headingTitle(text string) string {
	title := strings.TrimSuffix(joinLines(text), "。")
	for _, p := range b.spec.Continued.patterns {
		if at := p.FindStringIndex(title); at != nil && at[0] > 0 && at[1] == len(title) {
			return strings.TrimSpace(title[:at[0]])
		}
	}
	return title
}

// repeats tells that a heading is the open one once more.
func (b *builder) repeats(h heading) bool {
	n := len(b.table.Chapters)
	if n == 0 {
		return false
	}
	c, title := &b.table.Chapters[n-1], b.headingTitle(h.title)
	if h.level == colChapter {
		return c.Number == h.number && (c.Title == title || b.sayings.chapter.whole == title)
	}
	last := len(c.Sections) - 1
	return last >= 0 && c.Sections[last].Number == h.number && (c.Sections[last].Title == title || b.sayings.section.whole == title)
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
	point    string // the requirement of a further item, where it would be a title
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
	if b.isPoint(r, n, text) {
		return taskName{point: text}
	}
	return n
}

// isPoint tells whether a row without a number goes on with the open task, in a table with
// one column for title and requirement: （2） behind a task that the column of numbers counts,
// or a text without any number where none is missing.
func (b *builder) isPoint(r *row, n taskName, text string) bool {
	one := (b.header.col(colTask) == 0) != (b.header.col(colRequirement) == 0)
	if !one || b.header.col(colNumber) == 0 || n.written != "" || n.inTitle && !inBracket(text) || b.task() == nil {
		return false
	}
	open := b.tasks[len(b.tasks)-1]
	return open.number > 0 && !open.titleNumber && (n.inTitle || !b.gap(r, open.number))
}

// gap tells whether the next number in the column of numbers below a row is another than
// the one that follows.
func (b *builder) gap(r *row, number int) bool {
	next, ok := b.nextNumber[r.number]
	return ok && next != number+1 && next != 1
}

// countDown finds for each row, by its number in the sheet, the number in the column of
// numbers that comes next below it.
func (b *builder) countDown(rows []*row) {
	b.nextNumber = map[int]int{}
	col, next := b.header.col(colNumber), 0
	for _, r := range slices.Backward(rows) {
		if next > 0 {
			b.nextNumber[r.number] = next
		}
		if n, ok := columnNumber(r.ownText(col)); ok && r.cells[col].width == 1 {
			next = n
		}
	}
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
	if parts := b.pairs(r); parts != nil {
		for _, part := range parts {
			b.itemRow(part)
		}
		return
	}
	b.itemRow(r)
}

// itemRow takes in a row of one item.
func (b *builder) itemRow(r *row) {
	n := b.name(r)
	if b.continues(n) {
		head := b.pending
		b.pending, b.point = nil, strings.TrimSpace(n.point)
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
	b.fresh = false
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
		b.sayings.at = r.cells[col].place
		headings := b.spec.headings(r.ownText(col))
		switch {
		case len(headings) == 0:
			headings = []heading{{level: level, title: r.ownText(col)}}
		case b.oneColumn() && b.numbersBoth(headings):
		case level == colChapter || b.header.col(colChapter) > 0 || headings[0].level != colChapter:
			for i := range headings {
				headings[i].level = level // else one column holds the chapters, whatever it is called
			}
		}
		for _, h := range headings {
			b.open(h)
		}
	}
}

// oneColumn: the table has one column for headings.
func (b *builder) oneColumn() bool {
	return b.header.col(colChapter) == 0 || b.header.col(colSection) == 0
}

// numbersBoth tells whether a column holds chapters and their sections: 一、 and（一）in
// one cell, or（一）below a chapter 一、.
func (b *builder) numbersBoth(headings []heading) bool {
	if len(headings) > 1 || headings[0].level == colChapter {
		return len(headings) > 1
	}
	n := len(b.table.Chapters)
	return n > 0 && b.table.Chapters[n-1].Number != "" && !strings.HasPrefix(b.table.Chapters[n-1].Number, "（")
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
