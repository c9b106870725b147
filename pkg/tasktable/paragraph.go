package tasktable

import (
	"maps"
	"slices"
	"strings"
)

// numberedPart is one of several tasks that share a row.
type numberedPart struct {
	name taskName
	row  *row
}

// paragraphs divides a row whose requirements, or without them titles, are
// numbered paragraphs, each a task of its own. Units that are
// numbered too go to the task of their number; others belong to all. It is nil
// when the row is one task.
func (b *builder) paragraphs(r *row) []numberedPart {
	col, fewest := b.header.col(colRequirement), 1
	if task := b.header.col(colTask); task > 0 {
		if b.header.col(colNumber) > 0 || r.text(col) != "" {
			return nil // the number or the title of the row is its own
		}
		col, fewest = task, 2
	}
	texts := b.numbered(r.ownText(col))
	if len(texts) < fewest {
		return nil
	}
	var out []numberedPart
	for _, t := range texts {
		part := &row{number: r.number, columns: r.columns, cells: map[int]cell{}}
		for c, from := range r.cells {
			switch m := b.header.meaning[c]; {
			case c == col:
				from.text = t.text
			case m == colLead || m == colResponsible || m == colCooperating || m == colDeadline:
				from.text = b.ofNumber(from.text, t.number, texts)
			}
			part.cells[c] = from
		}
		name := taskName{number: t.number, inTitle: true, hasTitle: true}
		name.title, name.rest = b.divideTitle(joinLines(t.text), t.text)
		out = append(out, numberedPart{name, part})
	}
	return out
}

type numberedText struct {
	number int
	text   string
	whole  string // with its number
}

// pairs divides a row of one task whose requirements are numbered as its units or times
// are: each is an item with those of its number. It is nil when the row is one item.
func (b *builder) pairs(r *row) []*row {
	col := b.header.col(colRequirement)
	if col == 0 || b.header.inline > 0 {
		return nil
	}
	texts := b.numbered(r.ownText(col))
	paired := slices.ContainsFunc(slices.Sorted(maps.Keys(r.cells)), func(c int) bool { return b.whose(c) && b.pairedWith(r.cells[c].text, texts) })
	if len(texts) < 2 || !paired {
		return nil
	}
	var out []*row
	for i, t := range texts {
		part := &row{number: r.number, columns: r.columns, cells: map[int]cell{}}
		for c, from := range r.cells {
			switch {
			case c == col:
				from.text = t.whole
			case b.whose(c):
				from.text = b.ofNumber(from.text, t.number, texts)
			case i > 0:
				continue
			}
			part.cells[c] = from
		}
		out = append(out, part)
	}
	return out
}

// whose: the column says whose an item is, or when it is due.
func (b *builder) whose(col int) bool {
	return slices.Contains([]string{colLead, colResponsible, colCooperating, colDeadline}, b.header.meaning[col])
}

// pairedWith tells whether a text is numbered as others are.
func (b *builder) pairedWith(text string, others []numberedText) bool {
	return slices.EqualFunc(b.numbered(text), others, func(x, y numberedText) bool { return x.number == y.number })
}

// numbered divides a text at the paragraphs that begin with a number; it is nil
// unless the first does and the numbers go up.
func (b *builder) numbered(text string) []numberedText {
	var out []numberedText
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		written, rest, ok := b.spec.Numbering.Task.number(line)
		n, counts := columnNumber(written)
		switch {
		case ok && counts && (len(out) == 0 || n > out[len(out)-1].number):
			out = append(out, numberedText{n, rest, strings.TrimSpace(line)})
		case len(out) == 0:
			return nil
		default:
			last := &out[len(out)-1]
			last.text += "\n" + strings.TrimSpace(line)
			last.whole += "\n" + strings.TrimSpace(line)
		}
	}
	return out
}

// ofNumber gives the paragraph with the number of a task, or the whole text when it is
// not numbered as the tasks are.
func (b *builder) ofNumber(text string, number int, tasks []numberedText) string {
	mine, list := "", b.numbered(text)
	for _, t := range list {
		if !slices.ContainsFunc(tasks, func(k numberedText) bool { return k.number == t.number }) {
			return text
		}
		if t.number == number {
			mine = t.text
		}
	}
	if list != nil {
		return mine
	}
	return text
}
