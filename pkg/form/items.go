package form

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// keyMark begins every hidden key, so that no program takes one for a number or
// a date.
const keyMark = "#"

// items finds the item of the table that a row means.
type items struct {
	known    []known
	keys     map[string]string // folded ID, in both ways of writing → ID
	headings map[string]bool   // folded chapters and sections
	titles   []titleOf
}

// known is an item as rows are compared with it.
type known struct {
	id           string
	task, item   int
	title, text  string
	chapter, sec string
}

// match is what a row says about its item, before it is settled.
type match struct {
	id, how string   // settled: by key at once, else by resolve
	options []string // several fit

	title, number, text []string // items that fit by each
	lead                []string // by the number that the title begins with
	titled              bool     // a title is written
	numbered            number
	listed              []string // by a cell that lists several numbers
	other               string   // the other one of the items that number and title mean
}

func newItems(table *tasktable.Table) *items {
	it := &items{keys: map[string]string{}, headings: map[string]bool{}, titles: listTitles(table)}
	if table == nil {
		return it
	}
	for _, r := range table.Rows() {
		k := known{id: r.Item.ID, task: r.TaskNumber, item: r.ItemNumber, title: plainText(r.Task), text: plainText(r.Item.Requirement),
			chapter: value.Fold(r.Chapter), sec: value.Fold(r.Section)}
		it.known = append(it.known, k)
		it.keys[value.Fold(k.id)] = k.id
		it.keys[value.Fold(finding.ItemText(k.id))] = k.id
		it.headings[k.chapter], it.headings[k.sec] = true, true
	}
	delete(it.headings, "")
	return it
}

// plainText makes prose comparable: folded, without punctuation.
func plainText(s string) string { return keepWord(value.Fold(s)) }

// number is a task number with the number of the row in it, 0 when not written.
type number struct{ task, item int }

var (
	plainNumber = regexp.MustCompile(`^(?:任务|第)?\(?(\d{1,3})\)?(?:[.\-_](\d{1,3})|[.,]?\((\d{1,3})\))?(?:项|号)?[.,:]*$`)
	dateNumber  = regexp.MustCompile(`^(\d{1,2})月(\d{1,2})日$`)
	leadNumber  = regexp.MustCompile(`^(?:任务)?(?:(\d{1,3})[.\-](\d{1,3})[.,:]?|(\d{1,3})[.,]?\((\d{1,3})\)[.,:]?|(\d{1,3})[.,:)]|\((\d{1,3})\)[.,:]?|[一二三四五六七八九十]+[.,])`)
)

// parseNumber reads a task number: 6, 2.1, 2（1）, ２．１, 2-1, 2月1日.
func parseNumber(text string) (number, bool) {
	folded := foldNumber(text)
	m := plainNumber.FindStringSubmatch(folded)
	if m == nil {
		m = dateNumber.FindStringSubmatch(folded)
	}
	if m == nil {
		return number{}, false
	}
	return numberOf(m[1:]), true
}

// foldNumber folds a number; circled and bracketed digits count as bracketed,
// for folding would join them to the digits before: 2① is 2（1）, not 21.
func foldNumber(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= '①' && r <= '⑳':
			fmt.Fprintf(&b, "(%d)", r-'①'+1)
		case r >= '⑴' && r <= '⒇':
			fmt.Fprintf(&b, "(%d)", r-'⑴'+1)
		default:
			b.WriteRune(r)
		}
	}
	return value.Fold(b.String())
}

// numberOf takes the first two of the digits that matched.
func numberOf(groups []string) number {
	var n []int
	for _, g := range groups {
		if v, err := strconv.Atoi(g); err == nil {
			n = append(n, v)
		}
	}
	n = append(n, 0, 0)
	return number{n[0], n[1]}
}

// cellNumber reads the number in a cell; a date is one that Excel made of 2-1.
func cellNumber(c *grid.Cell) (number, bool) {
	if c == nil {
		return number{}, false
	}
	if c.Type == grid.Date {
		d, ok := value.ParseDate(c.Raw, 0)
		return number{d.Month, d.Day}, ok
	}
	return parseNumber(c.Text)
}

// find collects what the row says: key, title, requirement, number.
func (it *items) find(r *row) match {
	if key := strings.TrimPrefix(strings.TrimSpace(r.text(fieldKey)), keyMark); key != "" {
		if id, ok := it.keys[value.Fold(key)]; ok {
			return match{id: id, how: "key"}
		}
	}
	var m match
	title := value.Fold(r.text(FieldTask))
	lead := leadNumber.FindStringSubmatch(title)
	if _, bare := parseNumber(title); !bare && title != "" {
		m.titled = true
		m.title = it.byTitle(title, lead)
	}
	if lead != nil {
		m.lead = it.byNumbers(numberOf(lead[1:]))
	}
	m.text = it.byText(plainText(r.text(FieldRequirement)))
	m.number = it.byNumber(r, title, lead, &m.numbered)
	if ids := it.listed(r.text(FieldID)); len(ids) > 1 && slices.Equal(ids, m.number) {
		m.listed = ids
	}
	return m
}

func (it *items) byTitle(title string, lead []string) []string {
	whole := keepWord(title)
	bare := whole
	if lead != nil {
		bare = keepWord(title[len(lead[0]):])
	}
	if ids := it.where(func(k known) bool { return k.title != "" && (k.title == whole || k.title == bare) }); len(ids) > 0 {
		return ids
	}
	return it.byPart(bare)
}

// minPart is how many characters a part of a title needs to stand for it.
const minPart = 6

// byPart finds tasks whose title stands in the text, or of whose title the text
// is a part. A title within another title that stands there too does not count.
func (it *items) byPart(text string) []string {
	var titles []string
	for _, k := range it.known {
		held := utf8.RuneCountInString(k.title) >= minPart && strings.Contains(text, k.title)
		part := utf8.RuneCountInString(text) >= minPart && strings.Contains(k.title, text)
		if held || part {
			titles = append(titles, k.title)
		}
	}
	return it.where(func(k known) bool {
		return slices.Contains(titles, k.title) && !slices.ContainsFunc(titles, func(t string) bool {
			return t != k.title && strings.Contains(text, t) && strings.Contains(t, k.title)
		})
	})
}

func (it *items) byText(text string) []string {
	if text == "" {
		return nil
	}
	return it.where(func(k known) bool { return k.text == text })
}

// byNumber finds items by the number column, else by the number that the title
// begins with. A whole ID in either way of writing comes first.
func (it *items) byNumber(r *row, title string, lead []string, n *number) []string {
	cell := r.cells[FieldID]
	if cell != nil && cell.Type != grid.Date {
		folded := strings.Trim(foldNumber(cell.Text), ".,")
		if id, ok := it.keys[folded]; ok && !it.ambiguous(id) {
			*n, _ = parseNumber(folded)
			return it.zeros(cell, id)
		}
	}
	if ids := it.listed(r.text(FieldID)); len(ids) > 1 {
		return ids
	}
	ok := false
	if *n, ok = cellNumber(cell); !ok {
		if *n, ok = parseNumber(title); !ok && lead != nil {
			*n = numberOf(lead[1:])
		}
	}
	return it.byNumbers(*n)
}

// Listed takes a list of numbers apart: 33、34 or 33和34.
func Listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,;；/和及与", r) })
}

// listed are the items of a cell that lists nothing but several of their IDs: 33、34.
func (it *items) listed(text string) []string {
	var ids []string
	for _, part := range Listed(text) {
		id, ok := it.keys[value.Fold(part)]
		if !ok {
			return nil
		}
		ids = append(ids, id)
	}
	return ids
}

// byNumbers finds the items of a task number, or the one of a number in the task.
func (it *items) byNumbers(n number) []string {
	if n.task == 0 {
		return nil
	}
	return it.where(func(k known) bool {
		return k.task == n.task && (n.item == 0 || k.item == n.item)
	})
}

// ambiguous tells whether an ID is also the number of a task in another chapter.
func (it *items) ambiguous(id string) bool {
	n, ok := parseNumber(id)
	if !ok {
		return false
	}
	return len(it.where(func(k known) bool { return k.task == n.task && k.item == max(n.item, 1) })) > 1
}

// zeros adds 2.10 to 2.1 when the cell holds a number: a number has no zeros at
// its end, so both fit.
func (it *items) zeros(c *grid.Cell, id string) []string {
	ids := []string{id}
	if c.Type == grid.Number && strings.Contains(id, ".") {
		if other, ok := it.keys[value.Fold(id)+"0"]; ok {
			ids = append(ids, other)
		}
	}
	return ids
}

func (it *items) where(fits func(known) bool) []string {
	var ids []string
	for _, k := range it.known {
		if fits(k) {
			ids = append(ids, k.id)
		}
	}
	return ids
}

// counting finds out whether the numbers of the sheet merely count its rows: more
// titles contradict them than agree, or they run from 1 and nothing says that
// they are more than that.
func (it *items) counting(rows []*row) bool {
	agree, against, titles, next, counts := 0, 0, 0, 1, true
	for _, r := range rows {
		if r.kind != rowEntry {
			continue
		}
		if !r.looked {
			r.found, r.looked = it.find(r), true
		}
		m := &r.found
		if m.titled || len(m.text) > 0 {
			titles++
		}
		if m.how == "key" || m.numbered.task == 0 {
			continue
		}
		counts = counts && m.numbered == number{next, 0}
		next++
		if sure := append(slices.Clone(m.title), m.text...); len(sure) > 0 {
			if slices.ContainsFunc(m.number, func(id string) bool { return slices.Contains(sure, id) }) {
				agree++
			} else {
				against++
			}
		}
	}
	return against > agree || counts && titles > 0 && agree == 0
}

// resolve settles the item of a row, once the unit is known.
func (s *sheetReader) resolve(m match, r *row) match {
	it := s.items
	if m.how == "key" {
		return m
	}
	text := plainText(r.text(FieldTask) + r.text(FieldRequirement))
	ids, how := m.title, "title"
	if len(ids) == 0 {
		ids = m.text
	}
	if len(ids) == 0 && !(s.running && (m.titled || r.has(FieldRequirement))) {
		ids, how = m.number, "number"
	}
	if len(ids) == 0 && m.titled {
		short, sure := it.shortened(withoutLead(value.Fold(r.text(FieldTask))))
		if !sure && len(short) > 1 {
			return match{how: "title", options: short}
		}
		if sure {
			ids, how = short, "title"
		}
	}
	for _, narrow := range []func([]string) []string{
		func(ids []string) []string { return it.both(ids, m.number) },
		func(ids []string) []string { return it.both(ids, m.lead) },
		func(ids []string) []string { return it.both(ids, m.text) },
		func(ids []string) []string { return it.similar(ids, text) },
		func(ids []string) []string { return it.under(ids, r.chapter) },
		func(ids []string) []string { return it.assigned(ids, s.ctx.Plan, s.form.Unit) },
	} {
		if len(ids) > 1 {
			if fewer := narrow(ids); len(fewer) > 0 {
				ids = fewer
			}
		}
	}
	switch len(ids) {
	case 0:
		if s.running && m.titled {
			return match{how: "title"} // the number says nothing
		}
		return match{}
	case 1:
		return match{id: ids[0], how: how}
	}
	return match{how: how, options: ids}
}

// numbered is the item that a row's number means where the title means another one.
func (s *sheetReader) numbered(m match, r *row) string {
	if s.running || m.how != "title" || m.id == "" || len(r.found.number) != 1 || r.found.number[0] == m.id {
		return ""
	}
	return r.found.number[0]
}

func (it *items) both(ids, others []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(others, id) })
}

// minShared is how many characters of a requirement, from its start or as a
// part, make it the same one though it was cut or altered.
const minShared = 10

// similar keeps the items whose requirement stands in the text or begins like it.
func (it *items) similar(ids []string, text string) []string {
	return it.where(func(k known) bool {
		if !slices.Contains(ids, k.id) || utf8.RuneCountInString(k.text) < minShared {
			return false
		}
		start := string([]rune(k.text)[:minShared])
		return strings.Contains(text, start)
	})
}

// under keeps the items of the chapter and section that the row stands under.
func (it *items) under(ids []string, headings string) []string {
	if headings == "" {
		return nil
	}
	return it.where(func(k known) bool {
		if !slices.Contains(ids, k.id) {
			return false
		}
		// The last heading that was seen of each kind counts.
		return k.chapter != "" && strings.LastIndex(headings, k.chapter) >= it.lastChapter(headings)
	})
}

// lastChapter is where the last heading that is a known chapter begins.
func (it *items) lastChapter(headings string) int {
	last := 0
	for _, k := range it.known {
		if k.chapter != "" {
			last = max(last, strings.LastIndex(headings, k.chapter))
		}
	}
	return last
}

// assigned keeps the one item that the unit must report on, else the one that is
// the unit's in any role, unless it is undecided who has as strong a role in
// another one: then the unit may report on that of its own accord.
func (it *items) assigned(ids []string, plan *duty.Plan, unit string) []string {
	if plan == nil || unit == "" {
		return nil
	}
	open := func(u duty.Undecided) bool { return slices.Contains(ids, u.Item) && u.Duty != duty.Cooperating }
	required := slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		a, ok := plan.Find(id, unit)
		return !ok || a.Duty == duty.Cooperating
	})
	if len(required) == 1 && !slices.ContainsFunc(plan.Undecided, open) {
		return required
	}
	if slices.ContainsFunc(plan.Undecided, func(u duty.Undecided) bool { return slices.Contains(ids, u.Item) }) {
		return nil
	}
	own := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { _, ok := plan.Find(id, unit); return !ok })
	if len(own) != 1 {
		return nil
	}
	return own
}
