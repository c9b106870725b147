package check

import (
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/value"
)

// item tells whether the row belongs to a known item of the unit, and says so
// when it does not.
func (c *sheetCheck) item(e *form.Entry) bool {
	switch {
	case len(e.Options) > 1:
		args := map[string]string{"options": finding.ItemTexts(e.Options)}
		if c.namesAll(e) {
			args["case"] = "several"
		}
		c.itemFinding("item_ambiguous", e, args)
		return false
	case e.Item == "":
		c.itemFinding("item_unknown", e, nil)
		return false
	case c.form.Unit == "" || c.ofUnit(e.Item):
		return true
	case len(c.Plan.Of(c.form.Unit)) > 0 || len(c.Plan.Undecided) > 0:
		c.itemFinding("item_foreign", e, nil)
	}
	return false
}

// ofUnit: an item of the unit's, or one on which a unit may report of its own accord.
func (c *sheetCheck) ofUnit(item string) bool {
	_, ok := c.Plan.Find(item, c.form.Unit)
	return ok || c.Plan.Open(item)
}

// namesAll tells that a row names several tasks, rather than one of them without saying which.
func (c *sheetCheck) namesAll(e *form.Entry) bool {
	title, list := plain(e.Written[form.FieldTask]), form.Listed(e.Written[form.FieldID])
	return !slices.ContainsFunc(e.Options, func(id string) bool {
		item := c.items[id]
		listed := slices.ContainsFunc(list, func(part string) bool {
			return value.Fold(part) == value.Fold(id) || value.Fold(part) == value.Fold(finding.ItemText(id))
		})
		return item == nil || item.title == c.items[e.Options[0]].title && id != e.Options[0] || !listed && !strings.Contains(title, item.title)
	})
}

// itemFinding stands on the cell that names the item: the ID, or the title in
// a sheet without IDs.
func (c *sheetCheck) itemFinding(name string, e *form.Entry, args map[string]string) {
	field := c.nameField(e)
	if value.Blank(e.Written[field]) {
		if args == nil {
			args = map[string]string{}
		}
		args["values"] = c.Rules.words.Unnamed.Value
	}
	c.add(finding.Finding{Code: name, Cell: c.form.At(e, field).Cell, Item: e.Item, Field: form.FieldID,
		Value: firstLine(e.Written[field]), Args: args})
}

// numberDiffers: number and title of a row are of two items. The title says more, unless the other
// rows of the sheet tell that it slipped.
func (c *sheetCheck) numberDiffers(e *form.Entry) {
	if e.Numbered == "" {
		return
	}
	number, title := e.Numbered, e.Item
	if e.ItemHow == "number" {
		number, title = title, number
	}
	c.at("number_differs", e, form.FieldID, map[string]string{"number": finding.ItemText(number), "title": finding.ItemText(title)})
}

// nameField is the field by which a row names its item.
func (c *sheetCheck) nameField(e *form.Entry) string {
	if c.form.Columns[form.FieldID] == "" || e.ItemHow == "title" && !numbered(e) || value.Blank(e.Written[form.FieldID]) && e.Written[form.FieldTask] != "" {
		return form.FieldTask
	}
	return form.FieldID
}

// numbered tells that the number of a row says what its title says.
func numbered(e *form.Entry) bool {
	written := value.Fold(e.Written[form.FieldID])
	return e.Item != "" && (written == value.Fold(e.Item) || written == value.Fold(finding.ItemText(e.Item)))
}

func firstLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// entriesBy groups the rows that report on an item by texts of theirs, in the order in which
// these come first.
func (c *sheetCheck) entriesBy(texts func(e *form.Entry) []string) (order []string, rows map[string][]*form.Entry) {
	rows = map[string][]*form.Entry{}
	for i := range c.form.Entries {
		e := &c.form.Entries[i]
		if e.Item == "" || e.Empty {
			continue
		}
		for _, text := range texts(e) {
			if rows[text] == nil {
				order = append(order, text)
			}
			rows[text] = append(rows[text], e)
		}
	}
	return order, rows
}

// twice: rows of one item in one sheet. The last counts.
func (c *sheetCheck) twice() {
	order, rows := c.entriesBy(func(e *form.Entry) []string { return []string{e.Item} })
	for _, item := range order {
		list := rows[item]
		if len(list) < 2 {
			continue
		}
		name := "item_repeated"
		var cells []string
		for _, e := range list {
			if !sameAnswer(list[0], e) {
				name = "item_twice"
			}
			cells = append(cells, c.form.At(e, c.nameField(e)).Cell)
		}
		c.add(finding.Finding{Code: name, Cell: cells[len(cells)-1], Cells: cells[1:], Item: item, Field: form.FieldID, Value: finding.ItemText(item),
			Args: map[string]string{"other_cells": cells[0], "count": strconv.Itoa(len(list))}})
	}
}

var ownFields = []string{form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldDate, form.FieldLinks, form.FieldEvidence,
	form.FieldProblems, form.FieldNext, form.FieldRemark}

func sameAnswer(a, b *form.Entry) bool {
	for _, field := range ownFields {
		if value.Fold(a.Written[field]) != value.Fold(b.Written[field]) {
			return false
		}
	}
	return true
}

// requirement: the office's text must not be altered. A sheet that is not our
// blank may shorten it; only a text that says mostly the same and yet
// differs is altered.
func (c *sheetCheck) requirement(e *form.Entry) {
	if c.form.Columns[form.FieldRequirement] == "" {
		return
	}
	known := c.items[e.Item]
	if known == nil || e.Written[form.FieldRequirement] == known.Item.Requirement {
		return
	}
	if e.ItemHow == "key" && plain(e.Written[form.FieldTask]) != known.title && c.form.Columns[form.FieldTask] != "" {
		return // the row was moved, or its title changed: told by itself
	}
	want, got := known.requirement, plain(e.Written[form.FieldRequirement])
	if got == want || got == "" && e.ItemHow != "key" { // a row of the unit's own making
		return
	}
	if c.form.Stamp == nil && (strings.Contains(want, got) || !alike(want, got)) {
		return
	}
	c.at("requirement_altered", e, form.FieldRequirement, nil)
}

// alike: more than half of the pairs of neighbouring characters of the shorter
// text occur in the other.
func alike(a, b string) bool {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > len(rb) {
		ra, rb = rb, ra
	}
	if len(ra) < 2 {
		return false
	}
	pairs := map[[2]rune]bool{}
	for i := 1; i < len(rb); i++ {
		pairs[[2]rune{rb[i-1], rb[i]}] = true
	}
	n := 0
	for i := 1; i < len(ra); i++ {
		if pairs[[2]rune{ra[i-1], ra[i]}] {
			n++
		}
	}
	return 2*n > len(ra)-1
}
