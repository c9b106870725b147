package check

import (
	"fmt"
	"math"
	"math/rand"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
)

// sheets are n filled-in blanks, as bytes.
func (c county) sheets(t testing.TB, n int) []file {
	units := c.reporting()
	var out []file
	for seed := range int64(n) {
		r := rand.New(rand.NewSource(seed))
		m := c.newModel(r, units[seed%int64(len(units))], newLayout(r, true))
		p := &planting{r: r, c: c, m: m, t: t}
		f, _ := p.blank(func(*excelize.File, string, []form.Entry) {})
		f.path = fmt.Sprintf("%05d.xlsx", seed)
		out = append(out, f)
	}
	return out
}

// BenchmarkCheck checks sheets that have been read; "reading" is what it takes to read them
// with our own reader in the same run, the floor. Similarity is left out: see below.
func BenchmarkCheck(b *testing.B) {
	c := weishan(b)
	c.Roster = c.roster
	c.Rules.copies.Least = 0
	files := c.sheets(b, 100)
	var reading, checking time.Duration
	for b.Loop() {
		start := time.Now()
		var in []Received
		for _, f := range files {
			got := Received{File: intake.File{Path: f.path, Received: f.received}}
			wb := grid.Read(f.path, []byte(f.content), grid.Limits{})
			got.Format = wb.Format
			got.Reading = form.Read(form.Input{File: got.File, Workbook: wb}, c.Spec, form.Context{Table: c.Table, Plan: c.Plan, Roster: c.roster,
				Rounds: []form.Round{c.Round}, Round: c.Round, County: "微山县", Year: 2019})
			in = append(in, got)
		}
		reading += time.Since(start)
		start = time.Now()
		r := Sheets(in, c.Settings)
		l := ledger.Merge(ledger.Input{Round: c.Round, Table: c.Table, Plan: c.Plan, Roster: c.roster, Forms: r.Forms(), Unmerged: r.Apart, Spec: c.Spec})
		r.Across(l)
		checking += time.Since(start)
	}
	sheets := float64(b.N * len(files))
	b.ReportMetric(float64(reading.Microseconds())/sheets, "reading-µs/sheet")
	b.ReportMetric(float64(checking.Microseconds())/sheets, "checking-µs/sheet")
	b.ReportMetric(checking.Seconds()/reading.Seconds(), "checking/reading")
}

// BenchmarkSimilarity looks for copies among the reports of 1,250 to 10,000 sheets of sixteen
// reports each; the floor is reading so many sheets, taken from a hundred of them. exponent is
// that of the growth from the smallest to the largest.
func BenchmarkSimilarity(b *testing.B) {
	c := weishan(b)
	c.Roster = c.roster
	files := c.sheets(b, 100)
	reading := func() time.Duration {
		start := time.Now()
		for _, f := range files {
			wb := grid.Read(f.path, []byte(f.content), grid.Limits{})
			form.Read(form.Input{File: intake.File{Path: f.path}, Workbook: wb}, c.Spec, form.Context{Table: c.Table, Plan: c.Plan, Roster: c.roster, Round: c.Round, Year: 2019})
		}
		return time.Since(start) / time.Duration(len(files))
	}
	const rows = 16
	var smallest time.Duration
	for _, n := range []int{1250, 2500, 5000, 10_000} {
		r := rand.New(rand.NewSource(int64(n)))
		texts := make([]string, n*rows)
		for i := range texts {
			texts[i] = report(r)
			if i%50 == 49 {
				texts[i] = texts[i-r.Intn(40)]
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var spent time.Duration
			for b.Loop() {
				k := (&Result{settings: c.Settings}).newCopies()
				start := time.Now()
				for i, text := range texts {
					k.add(&form.Form{File: "a", Unit: fmt.Sprint("单位", i/rows)}, &form.Entry{Item: "9", Written: map[string]string{form.FieldProgressText: text}})
				}
				k.fromUnits()
				spent += time.Since(start)
			}
			spent /= time.Duration(b.N)
			if smallest == 0 {
				smallest = spent
			}
			floor := time.Duration(n) * reading()
			b.ReportMetric(spent.Seconds(), "s")
			b.ReportMetric(spent.Seconds()/floor.Seconds(), "similarity/reading")
			if n > 1250 {
				b.ReportMetric(math.Log(spent.Seconds()/smallest.Seconds())/math.Log(float64(n)/1250), "exponent")
			}
		})
	}
}
