package duty

import (
	"regexp"
	"strconv"
	"strings"

	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// Items gives the IDs that a written item means: an ID in any spelling (2.1,
// 2（1）, ２．１, 2-1, or the 2月1日 that a spreadsheet makes of it), a task number,
// which means all its rows, or a task's title. It gives none when the number or
// title is that of several tasks.
func Items(t *tasktable.Table, written string) []string {
	ids, tasks := find(t, written)
	if tasks > 1 {
		return nil
	}
	return ids
}

// find gives all rows that a written item may mean, and of how many tasks they are.
func find(t *tasktable.Table, written string) (ids []string, tasks int) {
	key, title := itemForm(written), value.Fold(written)
	if key == "" {
		return nil, 0
	}
	for _, r := range t.Rows() {
		if itemForm(r.Item.ID) == key {
			return []string{r.Item.ID}, 1
		}
		if r.TaskNumber > 0 && strconv.Itoa(r.TaskNumber) == key || value.Fold(r.Task) == title {
			ids = append(ids, r.Item.ID)
			if r.ItemNumber == 1 {
				tasks++
			}
		}
	}
	return ids, tasks
}

var (
	asDate   = regexp.MustCompile(`^(\d{1,2})月(\d{1,2})日$`)
	asTask   = regexp.MustCompile(`^(?:任务|第)?(\d{1,3}(?:\.\d{1,3})?)(?:项|号)?$`)
	oneStyle = strings.NewReplacer("(", ".", ")", ".", "-", ".", "_", ".", "~", ".")
	manyDots = regexp.MustCompile(`\.{2,}`)
)

// itemForm writes an ID in one way: 2（1） and 2-1 are 2.1.
func itemForm(s string) string {
	s = asDate.ReplaceAllString(value.Fold(s), "$1.$2")
	s = strings.Trim(manyDots.ReplaceAllString(oneStyle.Replace(s), "."), ".,")
	return asTask.ReplaceAllString(s, "$1")
}
