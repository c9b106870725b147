package ledger

import (
	"slices"

	"zwgk/pkg/form"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// titles are those of a table's tasks, folded.
type titles struct {
	of    map[string]string   // by item
	items map[string][]string // by title, in the order of the table
}

func titlesOf(t *tasktable.Table) titles {
	out := titles{map[string]string{}, map[string][]string{}}
	for _, row := range t.Rows() {
		title := value.Fold(row.Task)
		out.of[row.Item.ID] = title
		out.items[title] = append(out.items[title], row.Item.ID)
	}
	return out
}

// other is the item of another task whose title stands in the row, "" for none. A title that is
// worded in another way than any of the table's is no sign of another task.
func (t titles) other(e *Entry) string {
	own, known := t.of[e.Item]
	written := value.Fold(e.Written[form.FieldTask])
	if !known || written == "" || written == own || len(t.items[written]) == 0 {
		return ""
	}
	return t.items[written][0]
}

// Misplaced are rows of a ledger under a task that they are not about.
type Misplaced struct {
	Item  string // what the ledger has them under
	Other string // the item of the table whose title they have
	Title string // as written in the first of them
	Count int
	First Source
}

// Misplaced lists rows whose title is that of another task of a table, by item, in the order of the ledger.
func (l *Ledger) Misplaced(t *tasktable.Table) []Misplaced {
	names := titlesOf(t)
	var out []Misplaced
	for i := range l.Entries {
		e := &l.Entries[i]
		if e.Fate != Merged && e.Fate != Superseded {
			continue
		}
		other := names.other(e)
		if other == "" {
			continue
		}
		at := slices.IndexFunc(out, func(m Misplaced) bool { return m.Item == e.Item && m.Other == other })
		if at < 0 {
			at, out = len(out), append(out, Misplaced{Item: e.Item, Other: other, Title: e.Written[form.FieldTask], First: e.Source})
		}
		out[at].Count++
	}
	return out
}
