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
	comma *regexp.Regexp // a label that only a comma parts from what stands before it

	rows   []*row
	open   *row
	closed bool // the open task has its units: what follows is no part of it
	units  int  // tasks that have any
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
	r.tasks = r.taskLevel(wb.Paragraphs)
	lines := s.linesOf(wb.Paragraphs)
	for i, l := range lines {
		if len(r.rows) == 0 && !r.tasks(l.Text) && !s.isHeading(l.Text) {
			above = append(above, l.Text)
			continue
		}
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1].Text
		}
		r.line(l.Text, next, l.Number)
	}
	r.joinPoints()
	for _, row := range r.rows {
		s.withoutLabels(row)
	}
	const fewest = 2 // a list of one is a sentence, but under a title that says what it is
	return r.rows, above, r.units >= fewest || r.units > 0 && s.titleOf(above) != "" && len(r.rows) > fewest
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

// withoutLabels takes 工作任务： off a title, and 工作要求： off a requirement all of which it
// stands before; of several labels each says what follows it.
func (s *Spec) withoutLabels(r *row) {
	for _, col := range []int{listTask, listRequirement} {
		c, there := r.cells[col]
		if !there {
			continue
		}
		text := c.text
		if _, rest, ok := s.Numbering.Task.number(text); ok && col == listTask {
			text = rest
		}
		if rest, ok := s.withoutLabel(text); ok && strings.HasSuffix(c.text, text) {
			c.text = strings.TrimSuffix(c.text, text) + rest
			r.cells[col] = c
		}
	}
}

// withoutLabel takes a header word of tasks or requirements off the front when no other
// line begins with one.
func (s *Spec) withoutLabel(text string) (rest string, ok bool) {
	lines := strings.Split(text, "\n")
	labels := 0
	for _, line := range lines {
		if label, _, cut := cutLabel(line); cut {
			if m, _, exact := s.meaningOf(label); exact && (m == colTask || m == colRequirement) {
				labels++
			}
		}
	}
	label, rest, cut := cutLabel(text)
	m, _, exact := s.meaningOf(label)
	ok = labels == 1 && cut && exact && (m == colTask || m == colRequirement)
	return strings.TrimSpace(rest), ok
}

func (s *Spec) newListReader(n *names) *listReader {
	labels := s.labels()
	return &listReader{spec: s, names: n, mark: "P", label: regexp.MustCompile(`[。；;\s　]` + labels), comma: regexp.MustCompile(`[，,、]\s*(` + labels + `)`)}
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
func (r *listReader) taskLevel(paragraphs []grid.Paragraph) func(string) bool {
	sections := false
	for _, p := range paragraphs {
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

func (r *listReader) line(line, next string, number int) {
	switch {
	case r.tasks(line):
		r.open, r.closed = &row{number: number, cells: map[int]cell{}}, false
		r.rows = append(r.rows, r.open)
		title, rest := firstSentence(line)
		r.put(listTask, title, number)
		r.items(rest, number)
	case r.spec.isHeading(line):
		r.open = nil
		r.rows = append(r.rows, r.loose(line, number))
	case r.open != nil && (r.labelled(line) || !r.closed || r.isPoint(line) || r.labelled(next)):
		if r.closed && !r.labelled(line) { // another item of the task, with units of its own
			r.open = &row{number: number, cells: map[int]cell{}}
			r.rows = append(r.rows, r.open)
		}
		r.items(line, number)
	default:
		r.open = nil
		r.rows = append(r.rows, r.loose(line, number))
	}
}

func (r *listReader) loose(line string, number int) *row {
	return &row{number: number, loose: true, cells: map[int]cell{1: {text: line, place: r.mark + strconv.Itoa(number), width: wholeRow}}}
}

// firstSentence parts the title of a task from what follows in its paragraph.
func firstSentence(line string) (title, rest string) {
	at := strings.Index(line, "。")
	if at < 0 {
		return line, ""
	}
	return line[:at], strings.TrimSpace(line[at+len("。"):])
}

// labelled tells that a line begins with a label for units or a time.
func (r *listReader) labelled(line string) bool {
	label, _, ok := cutLabel(line)
	if !ok {
		return false
	}
	_, _, units := r.names.labelled(line)
	return units || r.spec.isDeadline(label)
}

// items takes in a paragraph of the open task: each part that ends with whose it is
// is an item of its own.
func (r *listReader) items(text string, number int) {
	for i, part := range r.parts(text) {
		if i > 0 {
			r.open = &row{number: number, cells: map[int]cell{}}
			r.rows = append(r.rows, r.open)
		}
		r.prose(part, number)
	}
}

// prose takes in what stands behind the title: labelled clauses, the bracket at
// the end, and the requirement.
func (r *listReader) prose(text string, number int) {
	if text == "" {
		return
	}
	if r.labelled(text) {
		r.clauses(text, number)
		return
	}
	if at := r.label.FindStringIndex(text); at != nil && !strings.HasSuffix(strings.TrimRight(text, "。 　"), "）") {
		_, mark := utf8.DecodeRuneInString(text[at[0]:])
		said := text[at[0]+mark:]
		r.prose(strings.TrimSpace(text[:at[0]+mark]), number)
		r.clauses(said, number)
		return
	}
	text, whose := r.whose(text)
	r.put(listRequirement, text, number)
	for _, inside := range whose {
		r.clauses(inside, number)
	}
}

func clausesOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("；;。", r) })
}

// isTime: the clause says nothing but when.
func (r *listReader) isTime(clause string) bool {
	times, rest := r.spec.timesIn(strings.Trim(clause, "，,。 　"))
	return times == 1 && (rest == "" || rest == "完成")
}

// divide parts the times that stand between commas from the units.
func (r *listReader) divide(clause string) (units string, times []string) {
	var rest []string
	for _, part := range strings.FieldsFunc(clause, func(c rune) bool { return c == '，' || c == ',' }) {
		if r.isTime(part) {
			times = append(times, strings.TrimSpace(part))
		} else {
			rest = append(rest, part)
		}
	}
	return strings.Join(rest, "，"), times
}

// clauses hands what labels say to their columns.
func (r *listReader) clauses(text string, number int) {
	for _, clause := range clausesOf(r.comma.ReplaceAllString(text, "；$1")) {
		label, rest, cut := cutLabel(clause)
		if cut && r.spec.isDeadline(label) {
			r.put(listDeadline, strings.TrimSpace(rest), number)
			continue
		}
		units, times := r.divide(clause)
		for _, t := range times {
			r.put(listDeadline, t, number)
		}
		r.put(listUnits, units, number)
	}
	r.closed = true
}

func (r *listReader) put(col int, text string, number int) {
	if text == "" || r.open == nil {
		return
	}
	c, there := r.open.cells[col]
	if !there {
		c = cell{place: r.mark + strconv.Itoa(number), width: 1}
		if col == listUnits {
			r.units++
		}
	} else if col == listUnits {
		c.text += "；"
	} else {
		c.text += "\n"
	}
	c.text += text
	r.open.cells[col] = c
}
