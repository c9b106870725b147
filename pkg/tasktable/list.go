package tasktable

import (
	"strconv"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// A document may have no table at all: headings, numbered tasks, and behind each
// what is required and whose it is, in lines with a label (责任单位：…) or in
// brackets at the end. Such a list is read as the rows of a table with these columns.
const (
	listTask = 1 + iota
	listRequirement
	listUnits
	listDeadline
)

// listHeader has a column for each of the other labels too.
func (s *Spec) listHeader(others []string) *header {
	h := &header{list: true, last: listDeadline + len(others), meaning: map[int]string{listTask: colTask, listRequirement: colRequirement, listUnits: colResponsible, listDeadline: colDeadline},
		label: map[int]string{listDeadline: s.Columns[colDeadline][0]}}
	for i, label := range others {
		h.label[listDeadline+1+i] = label
	}
	return h
}

// listReader makes rows of the paragraphs of a document.
type listReader struct {
	spec  *Spec
	names *names
	mark  string // before the number of a paragraph in its place: P, or L in a text
	tasks func(line string) bool

	lines        []grid.Paragraph
	whoseFollows []bool // by line
	bare         []bool // by line: a heading without a number
	bareLevel    string
	groups       func(line string) bool // lines with a number that are headings of tasks in brackets
	lastTask     int                    // the line
	end          int                    // the line behind the list
	rows         []*row
	open         *row
	paragraphs   bool // tasks have paragraphs behind the line with their title
	behind       bool // what is required stands behind the units
	closed       bool // the open task has its units: what follows is another item, or no part of it
	scopes       scopes
	others       []string // labels that are kept as they are, by column
}

// listRows gives the header and the rows of a document without a table, and what stands
// before the first; ok is false when it is no list of tasks with units.
func (s *Spec) listRows(wb *grid.Workbook, n *names) (h *header, rows []*row, above []outsideText, ok bool) {
	r := s.newListReader(n)
	if wb.Format == "txt" {
		r.mark = "L"
	}
	if s.cellPerLine(wb.Paragraphs) {
		return nil, nil, nil, false
	}
	r.lines = s.linesOf(wb.Paragraphs)
	r.end = r.ends()
	r.tasks = r.taskLevel()
	r.look()
	r.findBare()
	begins := r.begins()
	var lines []string
	for i, l := range r.lines {
		if i < begins || len(r.rows) == 0 && !r.tasks(l.Text) && !s.isHeading(l.Text) && !r.bare[i] {
			above = append(above, outsideText{place: r.mark + strconv.Itoa(l.Number), text: l.Text})
			lines = append(lines, l.Text)
			continue
		}
		r.line(i)
	}
	r.joinPoints()
	r.scopes.spread(r.rows)
	r.general()
	tasks, units := 0, 0
	for _, row := range r.rows {
		s.withoutLabels(row)
		if !row.loose {
			tasks++
		}
		if _, has := row.cells[listUnits]; has {
			units++
		}
	}
	if s.titlesOther(lines) || 2*units < tasks {
		return nil, nil, nil, false
	}
	const fewest = 2 // a list of one is a sentence, but under a title that says what it is
	return s.listHeader(r.others), r.rows, above, units >= fewest || units > 0 && s.titleOf(lines) != "" && len(r.rows) > fewest
}

// joinPoints puts sub-points that do not say whose they are to the item before.
func (r *listReader) joinPoints() {
	var out []*row
	for _, x := range r.rows {
		_, task := x.cells[listTask]
		_, units := x.cells[listUnits]
		if len(out) == 0 || x.loose || task || units || out[len(out)-1].loose {
			out = append(out, x)
			continue
		}
		before := out[len(out)-1]
		for col, c := range x.cells {
			if old, there := before.cells[col]; there {
				c.text, c.place = old.text+"\n"+c.text, old.place
			}
			before.cells[col] = c
		}
	}
	r.rows = out
}

func (s *Spec) newListReader(n *names) *listReader {
	return &listReader{spec: s, names: n, mark: "P"}
}

// line takes in the line of an index.
func (r *listReader) line(i int) {
	line, number := r.lines[i].Text, r.lines[i].Number
	if i >= r.end {
		r.open = nil
		r.rows = append(r.rows, r.loose(line, number))
		return
	}
	switch {
	case r.tasks(line):
		r.begin(number)
		title, rest := firstSentence(line)
		title, whose := r.whose(title)
		r.put(listTask, title, number)
		for _, inside := range whose {
			r.clauses(inside, number)
		}
		r.items(rest, number)
	case r.spec.isHeading(line):
		h, _ := r.spec.headingOf(line)
		r.heading(line, h.level, number)
	case r.bare[i] && (r.open == nil || r.closed || !r.tasks(r.lines[i+1].Text)):
		row := r.heading(line, r.bareLevel, number)
		row.heading = &heading{level: r.bareLevel, title: row.text(1)}
	case r.groups != nil && r.groups(line):
		count, title, _ := r.spec.taskNumber(line)
		row := r.heading(title, colSection, number)
		row.heading = &heading{level: colSection, number: "（" + value.Chinese(count) + "）", title: row.text(1)}
	case r.open == nil && r.scopes.level != "" && r.onlyWhose(line):
		r.open = r.scopes.said()
		r.prose(line, number)
		r.open = nil
	case r.open == nil:
		r.rows = append(r.rows, r.loose(line, number))
	case !r.closed && i > r.lastTask && r.scopes.saysUnits() && !r.paragraphs: // behind the last of tasks of one sentence
		r.open = nil
		r.rows = append(r.rows, r.loose(line, number))
	case !r.closed || r.onlyWhose(line):
		r.paragraphs = r.paragraphs || !r.onlyWhose(line)
		r.items(line, number)
	case r.isPoint(line) || r.whoseFollows[i]: // another item of the task, with units of its own
		r.begin(number)
		r.items(line, number)
	case i < r.lastTask || r.behind && r.open.text(listRequirement) == "": // more of the one that is open
		r.behind = r.behind || r.open.text(listRequirement) == ""
		r.put(listRequirement, line, number)
	default:
		r.open = nil
		r.rows = append(r.rows, r.loose(line, number))
	}
}

// begin opens the row of a task or of another item of it.
func (r *listReader) begin(number int) {
	r.open, r.closed = &row{number: number, cells: map[int]cell{}}, false
	r.rows = append(r.rows, r.open)
	r.scopes.hold(r.open)
}

// heading takes in a heading, and gives its row. What it says in brackets about units holds
// for all tasks below it.
func (r *listReader) heading(line, level string, number int) *row {
	text, whose := r.whose(line)
	title, rest := firstSentence(text)
	head := r.loose(title, number)
	r.rows = append(r.rows, head)
	if rest != "" { // what is said of the tasks below, and is none
		remark := r.loose(rest, number)
		remark.note = true
		r.rows = append(r.rows, remark)
	}
	r.scopes.enter(level)
	r.open = r.scopes.said()
	for _, inside := range whose {
		r.clauses(inside, number)
	}
	r.open = nil
	return head
}

func (r *listReader) loose(line string, number int) *row {
	return &row{number: number, loose: true, cells: map[int]cell{1: {text: line, place: r.mark + strconv.Itoa(number), width: wholeRow}}}
}
