package tasktable

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

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

// ends is the index of the line with which the list is over: the first behind the last one
// that says whose a task is which names what is enclosed (附件：1.…), else the signature.
func (r *listReader) ends() int {
	end := len(r.lines)
	for end > 0 && r.isSignature(r.lines[end-1].Text) {
		end--
	}
	for i, l := range slices.Backward(r.lines[:end]) {
		if !r.namesUnits(l.Text) {
			continue
		}
		for j, tail := range r.lines[i:end] {
			if r.spec.Enclosed.match(tail.Text) {
				return i + j
			}
		}
		break
	}
	return end
}

// isSignature tells whether a line is a unit, a date or a remark in brackets, as below a letter.
func (r *listReader) isSignature(line string) bool {
	const longest = 30 // characters
	remark := r.spec.NotTitle.match(line) && strings.ContainsAny(line, "（(") && !r.onlyWhose(line)
	return r.spec.Dates.match(line) || remark || len([]rune(line)) <= longest && !r.labelled(line) && r.names.complete(line) && !r.names.role(value.Fold(line)) && !strings.ContainsAny(line, "、，。：")
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
			line = strings.TrimSpace(s.colonLabels(line))
			switch last := len(out) - 1; {
			case line == "":
			case last >= 0 && strings.HasSuffix(out[last].Text, "、"): // a list of units that is wrapped
				out[last].Text += line
			default:
				out = append(out, grid.Paragraph{Number: p.Number, Text: line})
			}
		}
	}
	return out
}

// taskLevel tells what begins a task: an Arabic number, or in a document without
// any the number of a section, else of a chapter. Numbers in brackets are tasks below
// groups with numbers without when they run on from one group to the next.
func (r *listReader) taskLevel() func(string) bool {
	sections := false
	numbered := func(line string) bool { _, _, ok := r.spec.Numbering.Task.number(line); return ok }
	for _, p := range r.lines[:r.end] {
		if numbered(p.Text) {
			bracketed := inBracket(p.Text) // 1. has sub-points（1）, but not the other way round
			if !bracketed && r.runOn() {
				r.groups = func(line string) bool { return numbered(line) && !inBracket(line) }
				return func(line string) bool { return numbered(line) && inBracket(line) }
			}
			return func(line string) bool { return numbered(line) && (bracketed || !inBracket(line)) }
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

// runOn tells whether the numbers in brackets count on over several numbers without.
func (r *listReader) runOn() bool {
	groups, last, filled := 0, 0, 0
	for _, l := range r.lines[:r.end] {
		number, _, ok := r.spec.Numbering.Task.number(l.Text)
		count, isNumber := value.Number(number)
		switch {
		case !ok:
		case !inBracket(l.Text):
			groups++
		case !isNumber || count != last+1:
			return false
		default:
			if groups > 0 {
				filled, groups = filled+1, 0
			}
			last = count
		}
	}
	const fewest = 2 // groups with points
	return filled >= fewest
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

// onlyWhose tells whether a line says nothing but whose a task is or when it is due: it
// begins with a label, or is one bracket.
func (r *listReader) onlyWhose(line string) bool {
	rest, whose := r.whose(line)
	return r.labelled(line) || rest == "" && len(whose) > 0
}

// findBare finds the headings without a number: short lines of no more than words, each
// before a task, at least two in a document.
func (r *listReader) findBare() {
	r.bare, r.bareLevel = make([]bool, len(r.lines)), colChapter
	found := 0
	for i, l := range r.lines {
		if h, ok := r.spec.headingOf(l.Text); ok && h.level == colChapter && !r.tasks(l.Text) {
			r.bareLevel = colSection
		}
		next := i + 1
		if next < len(r.lines) && r.onlyWhose(r.lines[next].Text) {
			next++
		}
		if next < len(r.lines) && r.tasks(r.lines[next].Text) && r.isBare(l.Text) {
			r.bare[i] = true
			found++
		}
	}
	if found < 2 {
		clear(r.bare)
	}
}

// isBare tells whether a line may be a heading without a number.
func (r *listReader) isBare(line string) bool {
	const longest = 24 // characters
	_, _, numbered := r.spec.Numbering.Task.number(line)
	return len([]rune(line)) <= longest && !numbered && !strings.ContainsAny(line, "。；：，、;:,（()）〔") && !strings.ContainsAny(line, "0123456789０１２３４５６７８９") &&
		!r.spec.isHeading(line) && !r.names.complete(line) && !r.spec.titleWord(line) && !r.spec.NotTitle.match(line)
}

// look tells for each line whether it, or one behind it within its task, says whose it is,
// and finds the last task.
func (r *listReader) look() {
	r.whoseFollows = make([]bool, len(r.lines)+1)
	r.lastTask = -1
	for i, l := range slices.Backward(r.lines[:r.end]) {
		task := r.tasks(l.Text)
		if task && r.lastTask < 0 {
			r.lastTask = i
		}
		r.whoseFollows[i] = !task && !r.spec.isHeading(l.Text) && !(r.groups != nil && r.groups(l.Text)) && (r.whoseFollows[i+1] || r.namesUnits(l.Text))
	}
}
