package finding

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// ItemText shows an item's ID to people: 2.1 becomes 2（1）, 三.2.1 三.2（1）; others stay.
func ItemText(id string) string {
	i := strings.LastIndexByte(id, '.')
	if i < 0 || !digits(id[i+1:]) {
		return id
	}
	task := id[strings.LastIndexByte(id[:i], '.')+1 : i]
	if !digits(task) {
		return id // 三.2: a task of one row, qualified by its chapter
	}
	return id[:i] + "（" + id[i+1:] + "）"
}

// ItemTexts lists items for people: 2（1）、3. It gives "" for none.
func ItemTexts(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, ItemText(id))
	}
	return strings.Join(out, "、")
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Sort orders findings by file, sheet, row, column, code and item. Findings
// about a whole file come first.
func Sort(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Sheet, b.Sheet), CompareCells(a.Cell, b.Cell),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Item, b.Item))
	})
}

// CompareCells orders cell names by row, then column: A2 before B2 before A10.
// Names that are no cells (L15, P3) are ordered by their number likewise.
func CompareCells(a, b string) int {
	colA, rowA := splitCell(a)
	colB, rowB := splitCell(b)
	return cmp.Or(cmp.Compare(rowA, rowB), cmp.Compare(len(colA), len(colB)), cmp.Compare(colA, colB))
}

// RowOf is the row of a cell name, 0 for a name without a number.
func RowOf(cell string) int {
	_, row := splitCell(cell)
	return row
}

func splitCell(s string) (col string, row int) {
	i := strings.IndexAny(s, "0123456789")
	if i < 0 {
		return s, 0
	}
	row, _ = strconv.Atoi(s[i:])
	return s[:i], row
}

// Group joins findings that say the same of many cells of one sheet (same
// code, field, unit and arguments apart from value and item) into one with all
// their cells. The first one's value and item stay when they are the same for
// all, else they become "". Single findings stay as they are.
func Group(list []Finding, same func(a, b Finding) bool) []Finding {
	var out []Finding
	groups := map[[4]string][]int{} // by file, sheet, code and unit: indexes in out
	joined := map[int]bool{}
	for _, f := range list {
		key := [4]string{f.File, f.Sheet, f.Code, f.Unit}
		i := slices.IndexFunc(groups[key], func(i int) bool { return same(out[i], f) })
		if i < 0 {
			groups[key] = append(groups[key], len(out))
			out = append(out, f)
			continue
		}
		i = groups[key][i]
		if !joined[i] {
			joined[i] = true
			out[i].Cells = slices.Clone(out[i].Cells)
		}
		out[i] = join(out[i], f)
	}
	for i := range joined {
		out[i].sortCells()
	}
	return out
}

func (f *Finding) sortCells() {
	slices.SortFunc(f.Cells, CompareCells)
	if f.Cells = slices.Compact(f.Cells); len(f.Cells) > 0 {
		f.Cell = f.Cells[0]
	}
}

// join puts b into a, whose cells are its own; they are left to be sorted.
func join(a, b Finding) Finding {
	a.Cells = append(a.Cells, b.Cells...)
	args := maps.Clone(a.Args)
	if args == nil {
		args = map[string]string{}
	}
	args["items"] = gather(args["items"], ItemText(a.Item), ItemText(b.Item))
	args["values"] = gather(args["values"], Quote(a.Value), Quote(b.Value))
	args["other_cells"] = gather(args["other_cells"], "", b.Args["other_cells"])
	if args["other_cells"] == "" {
		delete(args, "other_cells")
	}
	a.Args = args
	if a.Item != b.Item {
		a.Item = ""
	}
	if a.Value != b.Value {
		a.Value = ""
	}
	return a
}

// Quote shows a written value in a message: quoted, on one line, cut after 40
// characters; "" for none.
func Quote(value string) string {
	value = strings.Join(strings.Fields(value), " ")
	if value == "" {
		return ""
	}
	if r := []rune(value); len(r) > 40 {
		value = string(r[:40]) + "…"
	}
	return "“" + value + "”"
}

// gather adds the second text to the list that begins with the first, without
// doubles; more than eight are summed up as 等.
func gather(list, first, second string) string {
	const most = 8
	if list == "" {
		list = first
	}
	parts := strings.Split(list, "、")
	if second == "" || slices.Contains(parts, second) || strings.HasSuffix(list, "等") {
		return list
	}
	if list == "" {
		return second
	}
	if len(parts) >= most {
		return list + "等"
	}
	return list + "、" + second
}

// Count gives the numbers of findings by severity.
func Count(list []Finding) (errors, warnings, infos int) {
	for _, f := range list {
		switch f.Severity {
		case Error:
			errors++
		case Warning:
			warnings++
		case Info:
			infos++
		}
	}
	return
}

// Errors gives the findings of a list that a unit must mend.
func Errors(list []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(list), func(f Finding) bool { return f.Severity != Error })
}
