package workbook

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"zwgk/pkg/finding"

	"github.com/xuri/excelize/v2"
)

// A blank colours its cells by itself; in the copy that goes back a marked cell
// shows the mark, and the others go on to be coloured. A sender's own rules stay.
func TestMarkOverGuide(t *testing.T) {
	for name, c := range map[string]struct {
		formula string
		want    []string
	}{
		"ours":         {"INDEX($Q:$Q,ROW())=1", []string{"F5 F7:F9"}},
		"the sender's": {"$Q5=1", []string{"F5:F9"}},
	} {
		f := excelize.NewFile()
		style, err := f.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFBE6"}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetConditionalFormat("Sheet1", "F5:F9", []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: c.formula, Format: &style}}); err != nil {
			t.Fatal(err)
		}
		f.SetCellStr("Sheet1", "F6", "很快")
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		in := marking(t, "a.xlsx", b.Bytes())
		in.Findings = []finding.Finding{{Code: "V03", Severity: finding.Error, File: "a.xlsx", Sheet: "Sheet1", Cell: "F6", Cells: []string{"F6"}}}
		back, _ := opened(t, marked(t, in))
		formats, err := back.GetConditionalFormats("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Sorted(maps.Keys(formats)); !slices.Equal(got, c.want) {
			t.Errorf("%s: rules for %v, want %v", name, got, c.want)
		}
		if got := fillOf(t, back, "Sheet1", "F6"); got != in.Layout.Colours["error"] {
			t.Errorf("%s: fill %q", name, got)
		}

		// Mended and sent again, the cell is coloured by the rules as before.
		again := marking(t, "a.xlsx", marked(t, in))
		again.Findings = nil
		back, _ = opened(t, marked(t, again))
		if formats, err = back.GetConditionalFormats("Sheet1"); err != nil {
			t.Fatal(err)
		}
		rules := 0
		for list, r := range formats {
			if hasCell(list, 6, 6) {
				rules += len(r)
				if r[0].Criteria != c.formula || r[0].Format == nil {
					t.Errorf("%s: F6 has %+v", name, r[0])
				}
			}
		}
		if rules != 1 {
			t.Errorf("%s: F6 has %d rules in %v", name, rules, slices.Sorted(maps.Keys(formats)))
		}
	}
}
