package check

import (
	"testing"
	"math/rand"
	"strings"
	"zwgk/pkg/form"
)

func TestZZRound(t *testing.T) {
	c := weishan(t)
	c.Roster, c.Whole = c.roster, true
	sheet := func(unit string, n int) string { return c.sheetOf(unit, nil) }
	show := func(what string, files ...file) {
		r, l := c.check(files...)
		t.Log("=====", what)
		for _, f := range r.Files {
			t.Logf("%s %s %q %+v", f.Path, f.Verdict, f.Unit, f.Rows)
			for _, s := range f.Sheets {
				t.Logf("    %s %s %s %+v", s.Sheet, s.Unit, s.Verdict, s.Rows)
			}
		}
		for _, f := range r.Findings {
			t.Log("   ", f.Code, f.Cells, f.Message)
		}
		_ = l
	}
	show("wrong year", file{"县司法局.csv", strings.ReplaceAll(sheet("县司法局", 0), "2019年", "2018年"), "2019-07-04"})
	show("sent by another", file{"县财政局.csv", sheet("县司法局", 0), "2019-07-04"})
	show("folder of another", file{"县财政局/上半年.csv", sheet("县司法局", 0), "2019-07-04"})
	one := &table{name: "司法局"}
	two := &table{name: "财政局"}
	both := &table{name: "汇总"}
	rowsOf := func(t *table, text string) {
		for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
			t.put(strings.Split(strings.ReplaceAll(line, `"`, ""), ",")...)
		}
	}
	rowsOf(one, sheet("县司法局", 0))
	rowsOf(two, sheet("县财政局", 0))
	both.rows = append(append(both.rows, one.rows...), two.rows...)
	show("two sheets", file{"两家.xlsx", asExcelize(t, []*table{one, two}), "2019-07-04"})
	show("two tables", file{"两家.xlsx", asExcelize(t, []*table{both}), "2019-07-04"})
	show("two tables csv", file{"两家.csv", asCSV(both), "2019-07-04"})
	for _, pair := range [][2]string{{form.FieldStatus, form.FieldProgressText}, {form.FieldDate, form.FieldProgress}} {
		m := c.newModelOf(t, "县司法局")
		i, j := -1, -1
		for k, f := range m.layout.fields {
			if f == pair[0] { i = k }
			if f == pair[1] { j = k }
		}
		m.layout.headers[i], m.layout.headers[j] = m.layout.headers[j], m.layout.headers[i]
		show("swapped", c.write(t, m))
	}
}

func (c county) newModelOf(t *testing.T, unit string) *model {
	for seed := int64(0); ; seed++ {
		r := rand.New(rand.NewSource(seed))
		l := newLayout(r, true)
		if l.id == "task" && l.writer == "excelize" {
			return c.newModel(r, unit, l)
		}
	}
}
