package tasktable

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/value"
)

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
	return units || r.spec.isDeadline(label) || r.names.isPerson(line)
}

// items takes in a paragraph of the open task: each part that ends with whose it is
// is an item of its own.
func (r *listReader) items(text string, number int) {
	for i, part := range r.parts(text) {
		if i > 0 {
			r.begin(number)
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
	if at := r.spec.label.FindStringIndex(text); at != nil && !endsInBracket(text) {
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
	for _, clause := range clausesOf(r.spec.comma.ReplaceAllString(text, "；$1")) {
		label, rest, cut := cutLabel(clause)
		if cut && r.spec.isDeadline(label) {
			r.put(listDeadline, strings.TrimSpace(rest), number)
			continue
		}
		if cut && r.names.isPerson(clause) {
			r.put(r.column(value.Squeeze(label)), strings.TrimSpace(rest), number)
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

// column is the one of a label that is kept as it is: 责任领导.
func (r *listReader) column(label string) int {
	at := slices.Index(r.others, label)
	if at < 0 {
		at, r.others = len(r.others), append(r.others, label)
	}
	return listDeadline + 1 + at
}

// endsInBracket tells whether a text ends with a bracket.
func endsInBracket(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "。 　"))
	return strings.ContainsRune(closing, last)
}

func (r *listReader) put(col int, text string, number int) {
	if text == "" || r.open == nil {
		return
	}
	c, there := r.open.cells[col]
	if !there {
		c = cell{place: r.mark + strconv.Itoa(number), width: 1}
	} else if col == listUnits {
		c.text += "；"
	} else {
		c.text += "\n"
	}
	c.text += text
	r.open.cells[col] = c
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
