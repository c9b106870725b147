package tasktable

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"zwgk/pkg/value"
)

// footer takes off the lines below the table: the last rows that are one
// merged cell without a number.
func (b *builder) footer(rows []*row) (table, notes []*row) {
	end := len(rows)
	if at := b.notesFrom(rows); at < end {
		return rows[:at], rows[at:]
	}
	for end > 0 {
		r := rows[end-1]
		if b.isClosing(r, rows[:end-1]) {
			end--
			continue
		}
		if len(r.own()) == 0 || !r.namesTask() && !r.loose || !b.headingCells(r) {
			break
		}
		if _, _, numbered := b.spec.taskNumber(joinLines(b.headingText(r))); numbered {
			break
		}
		end--
	}
	return rows[:end], rows[end:]
}

// isClosing tells whether the last row is no task: a text alone in the column of tasks where
// all others are numbered, or a signature with its date below the units.
func (b *builder) isClosing(r *row, above []*row) bool {
	own := r.own()
	if len(own) != 1 || len(r.cells) != 1 || r.cells[own[0]].width > 1 {
		return false
	}
	text := value.Squeeze(r.cells[own[0]].text)
	if b.spec.Signatures.match(text) {
		return true
	}
	number := b.header.col(colNumber)
	if b.header.meaning[own[0]] != colTask || number == 0 || b.spec.isHeading(text) {
		return false
	}
	_, _, numbered := b.spec.taskNumber(text)
	counted := func(x *row) bool { _, ok := columnNumber(x.text(number)); return ok }
	return !numbered && len(above) > 0 && !slices.ContainsFunc(above, func(x *row) bool { return !counted(x) && len(x.own()) > 1 && x.ownText(b.header.col(colTask)) != "" })
}

// notesFrom is the first of the rows below the table that begin with 注：… and go
// on, numbered or not, in one cell each.
func (b *builder) notesFrom(rows []*row) int {
	first := len(rows)
	for i := len(rows) - 1; i >= 0; i-- {
		own := rows[i].own()
		if len(own) != 1 {
			break
		}
		if b.spec.Notes.match(strings.TrimSpace(rows[i].cells[own[0]].text)) {
			first = i
		}
	}
	return first
}

// isNote: 注：…, 合计, loose text below the table, and who made it.
func (b *builder) isNote(r *row) bool {
	own := r.own()
	if len(own) == 1 && b.isLegend(r.cells[own[0]].text) {
		return true
	}
	return r.loose || b.isSigned(r) || b.isTotal(r) || len(own) > 0 && len(own) <= 2 && b.spec.Notes.match(strings.TrimSpace(r.cells[own[0]].text))
}

// isLegend tells whether a line says what the marks of a table mean.
func (b *builder) isLegend(text string) bool {
	for mark := range b.header.roles {
		if !strings.ContainsFunc(mark, func(r rune) bool { return unicode.Is(unicode.Han, r) }) && strings.Contains(text, mark) && b.spec.isRoleSaid(text) {
			return true
		}
	}
	return false
}

// isRoleSaid tells whether a text has a word for what units have to do.
func (s *Spec) isRoleSaid(text string) bool {
	return slices.ContainsFunc(s.Units.Roles, func(r RoleWords) bool {
		return slices.ContainsFunc(r.Labels, func(l string) bool { return strings.Contains(text, l) })
	})
}

// isSigned tells a row like 制表：… 审核：… 2020年5月: without a number, its first cell
// and another labelled so; one alone may be a task's name.
func (b *builder) isSigned(r *row) bool {
	if _, counted := columnNumber(r.text(b.header.col(colNumber))); counted {
		return false
	}
	labelled := 0
	for i, c := range r.own() {
		if b.spec.Signed.match(joinLines(r.cells[c].text)) {
			labelled++
		} else if i == 0 {
			return false
		}
	}
	return labelled >= 2
}

// isTotal tells a row whose first or second cell says no more than 合计.
func (b *builder) isTotal(r *row) bool {
	own := r.own()
	for _, c := range own[:min(2, len(own))] {
		if slices.Contains(b.spec.Totals, value.Fold(r.cells[c].text)) {
			return true
		}
	}
	return false
}

// isContinued tells a row that only parts two pages: 续表, or the title once more.
func (b *builder) isContinued(r *row) bool {
	own := r.own()
	if len(own) != 1 {
		return false
	}
	text := joinLines(r.cells[own[0]].text)
	return b.spec.Continued.match(text) && !b.spec.isHeading(text) || value.Fold(text) == value.Fold(b.table.Title) && r.cells[own[0]].width > 1
}

func (b *builder) note(r *row) {
	var text []string
	for _, c := range r.own() {
		text = append(text, strings.TrimSpace(r.cells[c].text))
	}
	if b.isLegend(strings.Join(text, " ")) {
		return
	}
	b.remark(codeNote, -1, r.place(), strings.Join(text, " "), nil)
}

// headingCells tells whether only the columns for headings, or one merged
// cell, are filled, so that the row is a heading or a task without anything.
func (b *builder) headingCells(r *row) bool {
	own := r.own()
	for c := range r.cells {
		if r.cells[c].inherited && b.isData(c) {
			return false
		}
	}
	if len(own) == 1 && (r.cells[own[0]].width > 1 || own[0] == 1 && b.spec.isHeading(r.cells[1].text)) {
		return true
	}
	for _, c := range own {
		if m := b.header.meaning[c]; m != colNumber && m != colTask {
			return false
		}
	}
	return true
}

// isData: the column says something about an item other than its name.
func (b *builder) isData(col int) bool {
	switch b.header.meaning[col] {
	case colNumber, colTask, colChapter, colSection:
		return false
	}
	return true
}

// withoutAmounts takes the sums out of a row like 一 | 基础设施类 | 25000, which is a heading;
// they are told as a note.
func (b *builder) withoutAmounts(r *row) *row {
	h, ok := b.spec.headingOf(r.ownText(b.header.col(colNumber)))
	if !ok || h.title != "" || empty(r.ownText(b.header.col(colTask))) {
		return r
	}
	out := &row{number: r.number, cells: maps.Clone(r.cells)}
	var amounts []string
	for _, c := range r.own() {
		text := strings.TrimSpace(r.cells[c].text)
		switch m := b.header.meaning[c]; {
		case m == colNumber || m == colTask:
		case m != "" || !amount.MatchString(text):
			return r
		default:
			amounts = append(amounts, text)
			delete(out.cells, c)
		}
	}
	if len(amounts) == 0 {
		return r
	}
	b.remark(codeNote, -1, r.place(), strings.Join(amounts, " "), nil)
	return out
}

var amount = regexp.MustCompile(`^[0-9０-９][0-9０-９,，.．]*[%％]?$`)

// headingText joins a heading row: its number may stand in a column of its own.
func (b *builder) headingText(r *row) string {
	var b2 strings.Builder
	for i, c := range r.own() {
		text := strings.TrimSpace(r.cells[c].text)
		if i > 0 {
			if h, ok := b.spec.headingOf(b2.String()); ok && h.title == "" && h.level == colChapter && !strings.HasSuffix(b2.String(), "、") {
				b2.WriteString("、") // 一 | 围绕政策落实
			}
		}
		b2.WriteString(text)
	}
	return b2.String()
}

// heading takes in a row with a heading. One that is said twice, but for the top
// of a page, is a slip.
func (b *builder) heading(r *row, page bool) bool {
	text := b.headingText(r)
	if hs := b.spec.headings(text); len(hs) == 1 && !page && b.repeats(hs[0]) && !b.spec.Continued.match(text) {
		b.remark(codeRepeated, -1, r.place(), joinLines(text), nil)
	}
	return b.headingRow(text)
}

// headingRow takes in a numbered heading; ok is false when the text has no
// number of a chapter or section.
func (b *builder) headingRow(text string) (ok bool) {
	headings := b.spec.headings(text)
	for _, h := range headings {
		b.open(h)
	}
	return len(headings) > 0
}

// unnumbered takes in a heading row without the number of a chapter or
// section: a task whose items follow, or a heading without a number.
func (b *builder) unnumbered(r, next *row) bool {
	own := r.own()
	text := joinLines(b.headingText(r))
	_, _, numbered := b.spec.taskNumber(text)
	_, counted := columnNumber(r.cells[own[0]].text)
	hasNumber := b.header.meaning[own[0]] == colNumber && r.cells[own[0]].width == 1 && (counted || len(own) > 1)
	if hasNumber && b.countsGroup(r, next) {
		number, _ := columnNumber(r.cells[own[0]].text)
		b.open(heading{level: colChapter, number: value.Chinese(number), title: joinLines(r.cells[own[1]].text)})
		return true
	}
	if number, title, ok := b.groupsBrackets(r, next); ok {
		b.open(heading{level: b.groupLevel(), number: value.Chinese(number), title: title})
		return true
	}
	switch {
	case numbered && len(own) == 1, hasNumber, next == nil, b.followed(next):
		b.taskRow(r)
		return true
	case len(own) != 1 || value.Blank(text):
		return false
	}
	level := colChapter
	if n := len(b.table.Chapters); n > 0 && !b.fresh && (b.table.Chapters[n-1].Number != "" || len(b.table.Chapters[n-1].Sections) == 0) {
		level = colSection
	}
	b.open(heading{level: level, title: text})
	return true
}

// groupsBrackets tells whether a row is one merged cell with a number over tasks with
// numbers in brackets: 1. over（1）.
func (b *builder) groupsBrackets(r, next *row) (number int, title string, ok bool) {
	own := r.own()
	if next == nil || len(own) != 1 || r.cells[own[0]].width < 2 || inBracket(r.cells[own[0]].text) {
		return 0, "", false
	}
	below := next.ownText(b.header.col(colTask))
	_, _, numbered := b.spec.Numbering.Task.number(below)
	number, title, ok = b.spec.taskNumber(joinLines(r.cells[own[0]].text))
	return number, title, ok && numbered && inBracket(below)
}

// groupLevel is the level of a group row: below a numbered chapter it is a section.
func (b *builder) groupLevel() string {
	for _, c := range b.table.Chapters {
		if c.Number != "" && !b.grouped {
			return colSection
		}
	}
	b.grouped = true
	return colChapter
}

// countsGroup tells whether a row is a number and a title that the tasks below, 1.1 of 1,
// stand under.
func (b *builder) countsGroup(r, next *row) bool {
	own := r.own()
	number, ok := columnNumber(r.cells[own[0]].text)
	if !ok || len(own) != 2 || r.cells[own[1]].width < 2 || next == nil {
		return false
	}
	code, _, coded := b.spec.codeOf(next.text(own[0]))
	return coded && group(code) == strconv.Itoa(number)
}

// followed tells whether the next row has items but no name of its own.
func (b *builder) followed(next *row) bool {
	task := b.header.col(colTask)
	if task == 0 || next.text(task) != "" {
		return false
	}
	for _, c := range next.own() {
		if b.isData(c) && next.cells[c].width == 1 {
			return true
		}
	}
	return false
}
