package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/tasktable"
)

// What a shortened title needs to stand for its task: characters in all, in its longest piece, and
// in pairs that no other title has; and how many more of them than any other title must hold.
const (
	minShortened = 5
	minPiece     = 2
	minLongest   = 4
	minOwn       = 3
	minAhead     = 2
	maxPieces    = 3
	maxOptions   = 4 // titles that are worth naming to choose from
)

// titleOf is a title of the table, or a heading, with the items that it stands for.
type titleOf struct {
	text string
	ids  []string
	task bool
}

// listTitles gives the titles of the tasks, the headings and the title of a table, each once.
func listTitles(table *tasktable.Table) []titleOf {
	var out []titleOf
	add := func(text string, task bool, ids []string) {
		text = plainText(text)
		if text == "" {
			return
		}
		i := slices.IndexFunc(out, func(t titleOf) bool { return t.text == text && t.task == task })
		if i < 0 {
			out = append(out, titleOf{text: text, task: task})
			i = len(out) - 1
		}
		out[i].ids = append(out[i].ids, ids...)
	}
	if table == nil {
		return nil
	}
	var all []string
	for _, c := range table.Chapters {
		var chapter []string
		for _, s := range c.Sections {
			var section []string
			for _, t := range s.Tasks {
				var ids []string
				for _, it := range t.Items {
					ids = append(ids, it.ID)
				}
				add(t.Title, true, ids)
				section = append(section, ids...)
			}
			add(s.Title, false, section)
			chapter = append(chapter, section...)
		}
		add(c.Title, false, chapter)
		all = append(all, chapter...)
	}
	add(table.Title, false, all)
	return out
}

// shortened finds the task of which a title is a shortened form: its characters stand in that
// task's title, in order and in few pieces, and no other title or heading comes near: 依申请公开 of
// 提升依申请公开工作水平. sure is false when several tasks may be meant, which are given then.
func (it *items) shortened(title string) (ids []string, sure bool) {
	text := []rune(plainText(title))
	if len(text) < minShortened || len(text) > maxTitle {
		return nil, false
	}
	var fits, near []titleOf
	for _, t := range it.titles {
		if held(text, t.text) <= len(text)-minAhead {
			continue
		}
		switch covered, pieces, longest := fit(text, []rune(t.text)); {
		case covered == len(text) && pieces <= maxPieces && longest >= minLongest:
			fits = append(fits, t)
		case covered > len(text)-minAhead:
			near = append(near, t)
		}
	}
	tasks := slices.DeleteFunc(slices.Clone(fits), func(t titleOf) bool { return !t.task })
	if len(tasks) == 0 {
		return nil, false
	}
	one := tasks[0]
	other := func(t titleOf) bool {
		return slices.ContainsFunc(t.ids, func(id string) bool { return !slices.Contains(one.ids, id) })
	}
	if !slices.ContainsFunc(slices.Concat(fits, near), other) {
		return one.ids, it.own(text, one) >= minOwn
	}
	if slices.ContainsFunc(fits, func(t titleOf) bool { return !t.task && other(t) }) {
		return nil, false // the words of a heading, or of the whole table
	}
	for _, t := range append(tasks, near...) {
		if t.task {
			ids = append(ids, t.ids...)
		}
	}
	if len(tasks)+len(near) > maxOptions {
		return nil, false
	}
	return ids, false
}

// held counts the characters of a text that stand in a title anywhere: fit covers no more.
func held(text []rune, title string) int {
	n := 0
	for _, r := range text {
		if strings.ContainsRune(title, r) {
			n++
		}
	}
	return n
}

// maxTitle is the length in characters beyond which a text is no title.
const maxTitle = 40

// own counts the characters of a text in pairs that stand in the title of one task, and in no other
// title or heading of the table but those over that task alone.
func (it *items) own(text []rune, one titleOf) int {
	counted := make([]bool, len(text))
	for i := range len(text) - 1 {
		pair := string(text[i : i+2])
		if !strings.Contains(one.text, pair) || slices.ContainsFunc(it.titles, func(t titleOf) bool {
			return strings.Contains(t.text, pair) && slices.ContainsFunc(t.ids, func(id string) bool { return !slices.Contains(one.ids, id) }) && !t.over(one)
		}) {
			continue
		}
		counted[i], counted[i+1] = true, true
	}
	n := 0
	for _, c := range counted {
		if c {
			n++
		}
	}
	return n
}

// over tells that a heading stands over a task.
func (t titleOf) over(task titleOf) bool {
	return !t.task && !slices.ContainsFunc(task.ids, func(id string) bool { return !slices.Contains(t.ids, id) })
}

// fit covers a text with pieces of a title, in the same order and each of minPiece characters or
// more: how many characters of the text it covers at most, and, of the ways to cover it all, the
// fewest pieces with the longest of them.
func fit(text, title []rune) (covered, pieces, longest int) {
	type state struct{ covered, pieces, longest int }
	better := func(a, b state) bool {
		switch {
		case a.covered != b.covered:
			return a.covered > b.covered
		case a.pieces != b.pieces:
			return a.pieces < b.pieces
		}
		return a.longest > b.longest
	}
	// best[i][j] is the best for text from i and title from j.
	best := make([][]state, len(text)+1)
	for i := range best {
		best[i] = make([]state, len(title)+1)
	}
	for i := len(text) - 1; i >= 0; i-- {
		for j := len(title) - 1; j >= 0; j-- {
			at := best[i+1][j]
			if better(best[i][j+1], at) {
				at = best[i][j+1]
			}
			for n := 1; i+n <= len(text) && j+n <= len(title) && text[i+n-1] == title[j+n-1]; n++ {
				if n < minPiece {
					continue
				}
				rest := best[i+n][j+n]
				if with := (state{rest.covered + n, rest.pieces + 1, max(rest.longest, n)}); better(with, at) {
					at = with
				}
			}
			best[i][j] = at
		}
	}
	return best[0][0].covered, best[0][0].pieces, best[0][0].longest
}

// withoutLead is a title without the number that it begins with.
func withoutLead(title string) string {
	if lead := leadNumber.FindString(title); lead != "" && utf8.RuneCountInString(title) > utf8.RuneCountInString(lead) {
		return title[len(lead):]
	}
	return title
}
