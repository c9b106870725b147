package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
)

type rows = map[string]map[string]string

// without leaves items out of a complete sheet.
func without(sheet string, items ...string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(sheet, "\n"), func(line string) bool {
		return slices.ContainsFunc(items, func(item string) bool { return strings.HasPrefix(line, `"`+finding.ItemText(item)+`",`) })
	}), "\n")
}

// only leaves nothing but some items in it.
func (c county) only(unit string, change rows, items ...string) string {
	others := slices.DeleteFunc(c.Plan.Required(unit, []duty.Role{duty.Lead, duty.Responsible}), func(item string) bool { return slices.Contains(items, item) })
	return without(c.sheetOf(unit, change), others...)
}

func told(list []finding.Finding) string {
	var out []string
	for _, f := range list {
		out = append(out, strings.TrimSpace(f.Code+" "+f.Item))
	}
	slices.Sort(out)
	return strings.Join(out, "、")
}

func TestCorrections(t *testing.T) {
	c := weishan(t)
	const unit = "县司法局"
	items := c.Plan.Required(unit, []duty.Role{duty.Lead, duty.Responsible})
	if len(items) < 4 {
		t.Fatalf("%s has %v", unit, items)
	}
	a, b, d := items[0], items[1], items[2]
	tooMuch, blank, done := map[string]string{form.FieldProgress: "120%"}, map[string]string{form.FieldStatus: ""}, map[string]string{form.FieldStatus: "已完成"}
	unknown := func(id string) map[string]string {
		return map[string]string{form.FieldID: id, form.FieldTask: "没有的工作" + id, form.FieldStatus: "正在推进", form.FieldProgress: "50%", form.FieldProgressText: goodText}
	}
	full := func(change rows) string { return c.sheetOf(unit, change) }
	day := func(n int, text string) file {
		day := fmt.Sprintf("2019-07-%02d", n+2) // the sheets were filled in on the 3rd
		return file{day + "/" + unit + ".csv", text, day}
	}
	for name, test := range map[string]struct {
		files             []file
		solved, open, new string
	}{
		"all mended":           {[]file{day(1, full(rows{a: tooMuch})), day(2, full(nil))}, "V04 " + a, "", ""},
		"mended in part":       {[]file{day(1, full(rows{a: tooMuch, b: tooMuch})), day(2, full(rows{b: tooMuch}))}, "V04 " + a, "V04 " + b, ""},
		"another one":          {[]file{day(1, full(rows{a: tooMuch})), day(2, full(rows{a: blank, b: tooMuch}))}, "V04 " + a, "", "V01 " + a + "、V04 " + b},
		"a missing item comes": {[]file{day(1, without(full(nil), b)), day(2, full(nil))}, "T06 " + b, "", ""},
		"one of two comes":     {[]file{day(1, without(full(nil), b, d)), day(2, without(full(nil), d))}, "T06 " + b, "T06 " + d, ""},
		"only what was missing": {[]file{day(1, without(full(rows{a: tooMuch}), b)), day(2, c.only(unit, nil, b))},
			"T06 " + b, "V04 " + a, ""},
		"only the mended row":    {[]file{day(1, full(rows{a: tooMuch, b: blank})), day(2, c.only(unit, nil, a))}, "V04 " + a, "V01 " + b, ""},
		"three versions":         {[]file{day(1, full(rows{a: tooMuch, b: blank})), day(2, full(rows{b: blank})), day(3, full(rows{d: done}))}, "V01 " + b + "、V04 " + a, "", "E01 " + d + "、L01 " + d + "、L04 " + d},
		"a row of no task goes":  {[]file{day(1, full(rows{"extra": unknown("98"), "extra2": unknown("99")})), day(2, full(rows{"extra": unknown("99")}))}, "T01", "T01", ""},
		"another year's sheet":   {[]file{day(1, strings.Replace(full(nil), "2019年", "2018年", 1)), day(2, full(rows{a: tooMuch}))}, "U04", "", "V04 " + a},
		"a file without content": {[]file{day(1, ""), day(2, full(nil))}, "F05", "", ""},
		"a column comes":         {[]file{day(1, strings.Replace(full(nil), "完成情况", "", 1)), day(2, full(nil))}, "T08", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, l := c.check(test.files...)
			all := r.Corrections(l, r.Findings)
			if len(all) == 0 {
				t.Fatal("nothing was compared")
			}
			got := all[len(all)-1]
			if got.Unit != unit || got.File != test.files[len(test.files)-1].path || len(got.Earlier) != len(test.files)-1 {
				t.Errorf("%s %s %v", got.Unit, got.File, got.Earlier)
			}
			if told(got.Solved) != test.solved || told(got.Open) != test.open || told(got.New) != test.new {
				t.Errorf("solved %q open %q new %q", told(got.Solved), told(got.Open), told(got.New))
			}
		})
	}
}

// What is wrong in several rows is one finding; solved in one of them, it is told of that one.
func TestACorrectionSpeaksOfOneItem(t *testing.T) {
	c := weishan(t)
	items := c.Plan.Required("县司法局", []duty.Role{duty.Lead, duty.Responsible})
	bad := func(text string) map[string]string { return map[string]string{form.FieldStatus: text} }
	r, l := c.check(file{"a.csv", c.sheetOf("县司法局", rows{items[0]: bad("差不多"), items[1]: bad("快好了")}), "2019-07-03"},
		file{"b.csv", c.sheetOf("县司法局", rows{items[1]: bad("快好了")}), "2019-07-04"})
	got := r.Corrections(l, r.Findings)[0]
	if len(got.Solved) != 1 || !strings.Contains(got.Solved[0].Message, "差不多") || strings.Contains(got.Solved[0].Message, "快好了") || len(got.Solved[0].Cells) != 1 {
		t.Errorf("%+v", got.Solved)
	}
	if len(got.Open) != 1 || got.Open[0].File != "b.csv" || !strings.Contains(got.Open[0].Message, "快好了") {
		t.Errorf("%+v", got.Open)
	}
}

// A sheet that its unit has sent anew is not sent back again for rows that no
// row replaces.
func TestASheetSentAnewIsLeftAlone(t *testing.T) {
	c := weishan(t)
	stray := rows{"extra": {form.FieldID: "99", form.FieldTask: "没有的工作", form.FieldStatus: "正在推进", form.FieldProgressText: goodText}}
	otherYear := strings.Replace(c.sheetOf("县司法局", nil), "2019年", "2018年", 1)
	for name, first := range map[string]string{"a row of no task": c.sheetOf("县司法局", stray), "another year": otherYear} {
		for _, came := range []string{"2019-07-02", "2019-06-28"} {
			r, _ := c.check(file{"first/a.csv", first, "2019-07-01"}, file{"second/a.csv", c.sheetOf("县司法局", nil), came})
			i := slices.IndexFunc(r.Findings, func(f finding.Finding) bool { return f.Severity == finding.Error })
			if i < 0 || r.Files[0].Verdict != finding.Returned {
				t.Fatalf("%s: %s %s", name, codes(r), r.Files[0].Verdict)
			}
			if r.Active(r.Findings[i]) != (came < "2019-07-01") {
				t.Errorf("%s, then a good sheet on %s: %s is active: %v", name, came, r.Findings[i].Code, r.Active(r.Findings[i]))
			}
		}
	}
}

// What is left of a joined finding says no more than it has: cells, items and values
// of the rows that a later version replaced are gone from its words too.
func TestWhatIsLeftOfAJoinedFinding(t *testing.T) {
	c := weishan(t)
	const unit = "县司法局"
	items := c.Plan.Required(unit, []duty.Role{duty.Lead, duty.Responsible})
	a, b, d := items[0], items[1], items[2]
	percent := func(s string) map[string]string { return map[string]string{form.FieldProgress: s} }
	first := file{"2019-07-04/" + unit + ".csv", c.sheetOf(unit, rows{a: percent("120%"), b: percent("130%"), d: percent("140%")}), "2019-07-04"}
	r, _ := c.check(first, file{"2019-07-05/" + unit + ".csv", c.only(unit, nil, b), "2019-07-05"})
	for _, f := range r.Findings {
		if f.Code != "V04" || f.File != first.path {
			continue
		}
		left, ok := r.Standing(f)
		if len(f.Cells) != 3 || !ok || len(left.Cells) != 2 {
			t.Fatalf("%v, left %v", f.Cells, left.Cells)
		}
		if !strings.Contains(f.Message, "130%") || strings.Contains(left.Message, "130%") || !strings.Contains(left.Message, "“120%”、“140%”") || strings.Contains(left.Message, f.Cells[1]) ||
			left.Args["items"] != finding.ItemText(a)+"、"+finding.ItemText(d) {
			t.Errorf("left: %s of %s", left.Message, left.Args["items"])
		}
	}
}
