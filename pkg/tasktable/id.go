package tasktable

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/grid"
)

func ref(row, col int) string { return grid.Ref(row, col) }

// codes gives the tasks the numbers of several levels that they are written with;
// nil unless all numbered ones have such, and each its own.
func (b *builder) codes() []string {
	ids, seen := make([]string, len(b.tasks)), map[string]bool{}
	for i, t := range b.tasks {
		if t.number > 0 && (t.code == "" || seen[t.code]) {
			return nil
		}
		ids[i] = t.code
		seen[t.code] = true
	}
	return ids
}

// taskIDs gives each task an ID that no other has: its number, with its chapter,
// with its chapter and section, or its row. The shortest that does for four
// of five tasks comes first, else the one that does for the most, so that the IDs of
// a table look alike.
func (b *builder) taskIDs() []string {
	rows := map[int]int{}
	for _, t := range b.tasks {
		rows[t.row]++
	}
	forms := []func(t taskMark) string{
		func(t taskMark) string { return strconv.Itoa(t.number) },
		func(t taskMark) string {
			if t.chapter == "" {
				return ""
			}
			return t.chapter + "." + strconv.Itoa(t.number)
		},
		func(t taskMark) string {
			if t.chapter+t.section == "" {
				return ""
			}
			return t.chapter + t.section + "." + strconv.Itoa(t.number)
		},
	}
	ids := b.codes()
	if ids != nil {
		forms = nil
	} else {
		ids = make([]string, len(b.tasks))
	}
	var alone []map[int]string
	for _, form := range forms {
		alone = append(alone, b.alone(form))
	}
	share := func(m map[int]string) int {
		if 5*len(m) >= 4*b.numberedTasks() {
			return b.numberedTasks()
		}
		return len(m)
	}
	slices.SortStableFunc(alone, func(x, y map[int]string) int { return cmp.Compare(share(y), share(x)) })
	for _, of := range alone {
		for i := range ids {
			if ids[i] == "" {
				ids[i] = of[i]
			}
		}
	}
	for i, t := range b.tasks {
		if ids[i] != "" {
			continue
		}
		ids[i] = "行" + strconv.Itoa(t.row)
		if rows[t.row] > 1 { // on several sheets
			ids[i] = t.sheet + ids[i]
		}
	}
	return ids
}

// alone gives the IDs of a form that only one task has, by the task's place.
func (b *builder) alone(form func(taskMark) string) map[int]string {
	count, out := map[string]int{}, map[int]string{}
	for _, t := range b.tasks {
		if t.number > 0 {
			count[form(t)]++
		}
	}
	for i, t := range b.tasks {
		if id := form(t); t.number > 0 && id != "" && count[id] == 1 {
			out[i] = id
		}
	}
	return out
}

func (b *builder) numberedTasks() int {
	n := 0
	for _, t := range b.tasks {
		if t.number > 0 {
			n++
		}
	}
	return n
}

// checkNumbers looks for numbers that occur twice or are skipped. Numbers may
// begin again with 1 at a chapter or section.
func (b *builder) checkNumbers(ids []string) {
	last := 0
	seen := map[int]bool{}
	var before taskMark
	for i, t := range b.tasks {
		if t.number == 0 {
			continue
		}
		newHeading := t.chapterIndex != before.chapterIndex || t.sectionIndex != before.sectionIndex || group(t.code) != group(before.code)
		if t.number == 1 && newHeading {
			last, seen = 0, map[int]bool{}
		}
		b.sheet = t.sheet
		number := strconv.Itoa(t.number)
		switch {
		case seen[t.number]:
			b.remark(codeDoubled, t.firstItem, t.cell, number, map[string]string{"id": ids[i]})
		case t.number != last+1:
			b.remark(codeSkipped, t.firstItem, t.cell, number, map[string]string{"previous": strconv.Itoa(last), "missing": between(last, t.number)})
		}
		seen[t.number] = true
		last, before = t.number, t
	}
}

// between names the whole numbers between two.
func between(low, high int) string {
	var out []string
	for n := low + 1; n < high; n++ {
		if len(out) == 8 {
			return strings.Join(out, "、") + "等"
		}
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, "、")
}

// Find gives the row of an item by its ID.
func (t *Table) Find(id string) (Row, bool) {
	for _, c := range t.Chapters {
		for _, s := range c.Sections {
			for _, k := range s.Tasks {
				for i, it := range k.Items {
					if it.ID == id {
						return newRow(c, s, k, i), true
					}
				}
			}
		}
	}
	return Row{}, false
}
