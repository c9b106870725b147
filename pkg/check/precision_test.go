package check

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
)

// expected are the findings that a layout itself brings: columns that it lacks, and what is
// worth knowing of it.
func (l layout) expected(sheets int) []string {
	var out []string
	if !l.has(form.FieldDate) {
		out = append(out, "T09")
	}
	if l.chapters && sheets > 1 {
		out = append(out, "F13")
	}
	if l.oldHidden {
		out = append(out, "F16")
	}
	if l.writer == "html" {
		out = append(out, "F08")
	}
	return out
}

func visible(tables []*table) (n int) {
	for _, t := range tables {
		if !t.hidden {
			n++
		}
	}
	return n
}

// reporting are the units that must report.
func (c county) reporting() []string {
	var out []string
	for _, u := range c.roster.Active() {
		if len(c.Plan.Required(u.Name, []duty.Role{duty.Lead, duty.Responsible})) > 0 {
			out = append(out, u.Name)
		}
	}
	return out
}

// TestCleanSheets: 400 sheets without a fault, in as many ways as units have, bring no error,
// and no warning but that a column is not there.
func TestCleanSheets(t *testing.T) {
	t.Parallel()
	c := weishan(t)
	c.Sites, c.Roster, c.Whole = []string{"weishan.gov.cn"}, c.roster, true
	units := c.reporting()
	seen := map[string]int{}
	for seed := range int64(400) {
		r := rand.New(rand.NewSource(seed))
		m := c.newModel(r, units[r.Intn(len(units))], newLayout(r, false))
		res, l := c.check(c.write(t, m))
		var got []string
		for _, f := range res.Findings {
			if !slices.Contains(got, f.Code) {
				got = append(got, f.Code)
			}
		}
		want := m.layout.expected(visible(c.tables(m)))
		slices.Sort(got)
		slices.Sort(want)
		if strings.Join(got, " ") != strings.Join(want, " ") || res.Files[0].Verdict != finding.Accepted {
			t.Errorf("sheet %d of %s (%s): %s %s, want %s", seed, m.unit, m.layout, res.Files[0].Verdict, codes(res), want)
			for _, f := range res.Findings {
				if !slices.Contains(want, f.Code) {
					t.Log(f.Message)
				}
			}
		}
		merged := 0
		for _, e := range l.Entries {
			if e.Fate == "merged" {
				merged++
			}
		}
		if merged != len(m.rows) {
			t.Errorf("sheet %d: %d of %d rows", seed, merged, len(m.rows))
		}
		seen[m.layout.writer]++
	}
	t.Log(seen)
}

// TestCleanRound: all units of the county at once, so that their reports can be compared.
func TestCleanRound(t *testing.T) {
	c := weishan(t)
	c.Roster, c.Whole = c.roster, true
	for seed := range int64(6) {
		r := rand.New(rand.NewSource(1000 + seed))
		var files []file
		want := map[string]bool{}
		for _, unit := range c.reporting() {
			m := c.newModel(r, unit, newLayout(r, false))
			m.file = unit
			f := c.write(t, m)
			files = append(files, f)
			for _, code := range m.layout.expected(visible(c.tables(m))) {
				want[f.path+code] = true
			}
		}
		res, _ := c.check(files...)
		for _, f := range res.Findings {
			if !want[f.File+f.Code] {
				t.Errorf("round %d: %s %s %s", seed, f.File, f.Code, f.Message)
			}
		}
	}
}
