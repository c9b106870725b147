package check

import (
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
)

// halved puts the lower half of a table beside the upper one, under the same header, with so many
// columns between, and what stands below the table up.
func halved(gap int) func(county, *rand.Rand, *model, *table) {
	return func(_ county, r *rand.Rand, m *model, t *table) {
		count := t.last - t.head
		if count < 2 {
			return
		}
		upper, right := 1+r.Intn(count-1), len(m.layout.headers)+gap
		rows := max(upper, count-upper)
		moved := map[int]int{} // row → row
		var below [][]string
		for i, row := range t.rows[t.head+upper:] {
			from := t.head + upper + i + 1
			if from > t.last {
				below = append(below, row)
				moved[from] = t.head + rows + len(below)
				continue
			}
			moved[from] = t.head + 1 + i
		}
		table := make([][]string, rows+1)
		copy(table, t.rows[t.head-1:t.head+upper])
		for i := upper + 1; i < len(table); i++ {
			table[i] = nil
		}
		for i, row := range append([][]string{t.rows[t.head-1]}, t.rows[t.head+upper:t.last]...) {
			left := append(slices.Clone(table[i]), make([]string, right-len(table[i]))...)
			table[i] = append(left, row...)
		}
		at := maps.Clone(m.at)
		for key, p := range at {
			n := finding.RowOf(p.cell)
			to, ok := moved[n]
			switch {
			case p.sheet != m.sheetName(t) || !ok:
			case n > t.last:
				m.at[key] = place{p.sheet, grid.Ref(to, columnOf(p.cell))}
			default:
				m.at[key] = place{p.sheet, grid.Ref(to, columnOf(p.cell)+right)}
			}
		}
		t.rows = slices.Concat(t.rows[:t.head-1], table, below)
		t.last = t.head + rows
	}
}

// TestTableBesideItself: a table whose rows stand in two halves side by side says what it says in
// one, at the cells where the same things now stand, in every format.
func TestTableBesideItself(t *testing.T) {
	c := weishan(t)
	c.Sites, c.Roster, c.Whole = []string{"weishan.gov.cn"}, c.roster, true
	both := []variation{{name: "beside it", grid: halved(0)}, {name: "with a column between", grid: halved(1)}, {name: "three columns between", grid: halved(3)}}
	for _, writer := range []string{"csv", "docx", "html", "xml", "typed"} {
		both = append(both, variation{name: writer, sheet: writtenAs(writer), grid: halved(len(writer) % 2)})
	}
	both = append(both, variation{name: "columns in another order", sheet: shuffledColumns, grid: halved(1)}, variation{name: "spaces", sheet: spacedHead, grid: halved(0)})
	for seed := range int64(48) {
		m, faults := c.faultySheet(seed)
		res, _ := c.check(m.fileOf(t, c.tables(m)))
		want := m.gist(t, res)
		for i, v := range both {
			m, _ := c.faultySheet(seed)
			tables := c.varied(rand.New(rand.NewSource(seed*100+int64(i))), m, v)
			res, _ := c.check(m.fileOf(t, tables))
			if got := m.gist(t, res); got != want {
				t.Errorf("sheet %d of %s, %v, %s\n%s:\n got %s\nwant %s", seed, m.unit, faults, m.layout, v.name, got, want)
			}
		}
	}
}

// TestUnitsBesideEachOther: the returns of two units side by side in one sheet are judged as in two
// files.
func TestUnitsBesideEachOther(t *testing.T) {
	c := weishan(t)
	c.Roster, c.Whole = c.roster, true
	for seed := range int64(16) {
		r := rand.New(rand.NewSource(seed))
		l := newLayout(r, false)
		l.merged, l.oldHidden, l.linkText, l.chapters, l.writer = false, false, false, false, pickOf(r, "csv", "docx", "xml")
		if !l.has(form.FieldTask) && !l.has(form.FieldID) {
			continue
		}
		units := c.reporting()
		var tables []*table
		var want []string
		for i := range 2 {
			m := c.newModel(r, units[(int(seed)+i)%len(units)], l)
			m.file = "汇总"
			if i == 0 {
				m.rows[0].values[form.FieldProgressText] = "已按要求落实。"
			}
			alone := c.tables(m)[0]
			res, _ := c.check(m.fileOf(t, []*table{alone}))
			want, tables = append(want, saidOf(res, m.unit)), append(tables, alone)
		}
		for i, row := range tables[1].rows {
			if i == len(tables[0].rows) {
				tables[0].rows = append(tables[0].rows, nil)
			}
			left := append(slices.Clone(tables[0].rows[i]), make([]string, len(l.headers)+1)...)
			tables[0].rows[i] = append(left[:max(len(l.headers), 6)+1], row...)
		}
		m := &model{layout: l, file: "汇总"}
		res, _ := c.check(m.fileOf(t, tables[:1]))
		for i := range 2 {
			unit := units[(int(seed)+i)%len(units)]
			if got := saidOf(res, unit); got != want[i] {
				t.Errorf("sheet %d, %s of %s\n%s\n got %s\nwant %s", seed, l.writer, unit, l, got, want[i])
			}
		}
	}
}

// saidOf is what is found of a unit, without the cells.
func saidOf(r *Result, unit string) string {
	var out []string
	for _, f := range r.Findings {
		if f.Unit == unit && !slices.Contains([]string{"F08", "F13"}, f.Code) {
			out = append(out, fmt.Sprint(f.Code, f.Field, f.Item, len(f.Cells), f.Args["count"]))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}
