package tasktable

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/grid"
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

func (s *Spec) listHeader() *header {
	return &header{list: true, last: listDeadline, meaning: map[int]string{listTask: colTask, listRequirement: colRequirement, listUnits: colResponsible, listDeadline: colDeadline},
		label: map[int]string{listDeadline: s.Columns[colDeadline][0]}}
}

// listReader makes rows of the paragraphs of a document.
type listReader struct {
	spec  *Spec
	names *names
	mark  string // before the number of a paragraph in its place: P, or L in a text
	tasks func(line string) bool
	label *regexp.Regexp // a label within a paragraph
	comma *regexp.Regexp // a label that only a comma or space parts from what stands before it

	lines        []grid.Paragraph
	whoseFollows []bool // by line
	lastTask     int    // the line
	rows         []*row
	open         *row
	closed       bool // the open task has its units: what follows is another item, or no part of it
	scopes       scopes
}

// listRows gives the rows of a document without a table, and what stands before
// the first; ok is false when it is no list of tasks with units.
func (s *Spec) listRows(wb *grid.Workbook, n *names) (rows []*row, above []string, ok bool) {
	r := s.newListReader(n)
	if wb.Format == "txt" {
		r.mark = "L"
	}
	if s.cellPerLine(wb.Paragraphs) {
		return nil, nil, false
	}
	r.lines = s.linesOf(wb.Paragraphs)
	r.tasks = r.taskLevel()
	r.look()
	begins := r.begins()
	for i, l := range r.lines {
		if i < begins || len(r.rows) == 0 && !r.tasks(l.Text) && !s.isHeading(l.Text) {
			above = append(above, l.Text)
			continue
		}
		r.line(i)
	}
	r.joinPoints()
	r.scopes.spread(r.rows)
	r.general()
	units := 0
	for _, row := range r.rows {
		s.withoutLabels(row)
		if _, has := row.cells[listUnits]; has {
			units++
		}
	}
	const fewest = 2 // a list of one is a sentence, but under a title that says what it is
	return r.rows, above, units >= fewest || units > 0 && s.titleOf(above) != "" && len(r.rows) > fewest
}

// begins is the index of the line with which the list begins, behind a letter that hands
// it out: the one below 附件 or below the title, if headings stand before that and nothing
// before it says whose it is.
func (r *listReader) begins() int {
	at := 0
	for i, l := range r.lines {
		if r.namesUnits(l.Text) {
			break
		}
		title := r.spec.titleWord(l.Text) && !r.spec.NotTitle.match(l.Text) && !r.spec.isHeading(l.Text) && !r.tasks(l.Text)
		if title || r.spec.Attachment.match(l.Text) {
			at = i + 1
		}
	}
	return at
}

// cellPerLine tells whether a text is a table of which each cell is a line: the words
// of its header stand in lines by themselves. Its rows and columns can't be told any more.
func (s *Spec) cellPerLine(paragraphs []grid.Paragraph) bool {
	const words = 3
	run := 0
	for _, p := range paragraphs {
		for _, line := range strings.Split(p.Text, "\n") {
			switch {
			case s.isWord(line):
				if run++; run >= words {
					return true
				}
			case !empty(line):
				run = 0
			}
		}
	}
	return false
}

// linesOf are the lines of paragraphs that are not blank.
func (s *Spec) linesOf(paragraphs []grid.Paragraph) []grid.Paragraph {
	var out []grid.Paragraph
	for _, p := range paragraphs {
		for _, line := range strings.Split(s.Residue.remove(p.Text), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, grid.Paragraph{Number: p.Number, Text: line})
			}
		}
	}
	return out
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
	labels := s.labels()
	return &listReader{spec: s, names: n, mark: "P", label: regexp.MustCompile(`[。；;\s　]` + labels), comma: regexp.MustCompile(`[，,、\s　][\s　]*(` + labels + `)`)}
}

// labels is a pattern of the labels for units and times, with their colon.
func (s *Spec) labels() string {
	var words []string
	for _, r := range s.Units.Roles {
		words = append(words, r.Labels...)
	}
	words = append(words, s.Columns[colDeadline]...)
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return `(?:` + strings.Join(words, "|") + `)[：:]`
}

// taskLevel tells what begins a task: an Arabic number, or in a document without
// any the number of a section, else of a chapter.
func (r *listReader) taskLevel() func(string) bool {
	sections := false
	for _, p := range r.lines {
		if _, _, ok := r.spec.Numbering.Task.number(p.Text); ok {
			bracketed := inBracket(p.Text) // 1. has sub-points（1）, but not the other way round
			return func(line string) bool {
				_, _, ok := r.spec.Numbering.Task.number(line)
				return ok && (bracketed || !inBracket(line))
			}
		}
		_, _, section := r.spec.Numbering.Section.number(p.Text)
		sections = sections || section
	}
	level := colChapter
	if sections {
		level = colSection
	}
	return func(line string) bool { h, ok := r.spec.headingOf(line); return ok && h.level == level }
}

// inBracket tells whether the number of a paragraph is in brackets or a circle.
func inBracket(line string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(line))
	return first == '（' || first == '(' || first >= '①' && first <= '⑳'
}

// isPoint tells whether a line is a sub-point of the open task.
func (r *listReader) isPoint(line string) bool {
	_, _, ok := r.spec.Numbering.Task.number(line)
	return ok && inBracket(line)
}

// line takes in the line of an index.
func (r *listReader) line(i int) {
	line, number := r.lines[i].Text, r.lines[i].Number
	switch {
	case r.tasks(line):
		r.begin(number)
		title, rest := firstSentence(line)
		r.put(listTask, title, number)
		r.items(rest, number)
	case r.spec.isHeading(line):
		r.heading(line, number)
	case r.open == nil && r.scopes.level != "" && r.onlyWhose(line):
		r.open = r.scopes.said()
		r.prose(line, number)
		r.open = nil
	case r.open == nil:
		r.rows = append(r.rows, r.loose(line, number))
	case !r.closed || r.onlyWhose(line):
		r.items(line, number)
	case r.isPoint(line) || r.whoseFollows[i]: // another item of the task, with units of its own
		r.begin(number)
		r.items(line, number)
	case i < r.lastTask:
		r.put(listRequirement, line, number) // and more of the one that is open
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

// heading takes in a heading. What it says in brackets about units holds for all tasks
// below it.
func (r *listReader) heading(line string, number int) {
	h, _ := r.spec.headingOf(line)
	text, whose := r.whose(line)
	title, rest := firstSentence(text)
	r.rows = append(r.rows, r.loose(title, number))
	if rest != "" { // what is said of the tasks below, and is none
		remark := r.loose(rest, number)
		remark.note = true
		r.rows = append(r.rows, remark)
	}
	r.scopes.enter(h.level)
	r.open = r.scopes.said()
	for _, inside := range whose {
		r.clauses(inside, number)
	}
	r.open = nil
}

// onlyWhose tells whether a line says nothing but whose a task is or when it is due: it
// begins with a label, or is one bracket.
func (r *listReader) onlyWhose(line string) bool {
	rest, whose := r.whose(line)
	return r.labelled(line) || rest == "" && len(whose) > 0
}

// look tells for each line whether it, or one behind it within its task, says whose it is,
// and finds the last task.
func (r *listReader) look() {
	r.whoseFollows = make([]bool, len(r.lines)+1)
	r.lastTask = -1
	for i, l := range slices.Backward(r.lines) {
		task := r.tasks(l.Text)
		if task && r.lastTask < 0 {
			r.lastTask = i
		}
		r.whoseFollows[i] = !task && !r.spec.isHeading(l.Text) && (r.whoseFollows[i+1] || r.namesUnits(l.Text))
	}
}

func (r *listReader) loose(line string, number int) *row {
	return &row{number: number, loose: true, cells: map[int]cell{1: {text: line, place: r.mark + strconv.Itoa(number), width: wholeRow}}}
}
