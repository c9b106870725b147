package workbook

import (
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
)

// A blank saved as .xls or .ods goes back as a clean copy. What its sender did not see
// stays out of sight, for it would take the paper of what has to be read; and the
// counter, which counts no more, is left out.
func TestCleanCopyOfABlank(t *testing.T) {
	at := func(row, col int, text string, hidden bool) grid.Cell {
		return grid.Cell{Row: row, Col: col, Text: text, Raw: text, Hidden: hidden}
	}
	counter := at(3, 1, "填报提示：有3处写错", false)
	counter.Formula = true
	sheet := &grid.Sheet{Name: "填报表", Visible: true, Cells: []grid.Cell{
		at(1, 1, "填报表", false), counter, at(3, 3, "填报要求", false), at(3, 6, "3", true),
		at(4, 1, "编号", false), at(4, 2, "完成情况", false), at(4, 3, "进展情况", false), at(4, 4, "内部栏", true), at(4, 5, "zwgk|1|示例县|县水务局|2019-h1", true), at(4, 6, "zwgk|1", true), at(4, 7, "zwgk|2", true),
		at(5, 1, "2", false), at(5, 2, "还行", false), at(5, 5, "#2.4", true), at(5, 6, "3", true),
		at(6, 1, "3", true), at(6, 2, "已完成", true), at(6, 5, "#2.5", true),
		at(7, 5, "#2.6", true), // the unit emptied the row
		at(8, 1, "填报人：张某", false),
	}}
	in := MarkInput{Layout: layout(t), File: "a.ods", Grid: &grid.Workbook{Format: "ods", Sheets: []*grid.Sheet{sheet}}, Unit: "县水务局",
		Findings: []finding.Finding{{Code: "V03", Severity: finding.Error, File: "a.ods", Sheet: "填报表", Cell: "B5", Cells: []string{"B5"}}}}
	back, values := opened(t, marked(t, in))
	for cell, want := range map[string]string{"A3": "", "C3": "填报要求", "F3": "", "F4": "", "G4": "", "F5": "", "E5": "#2.4", "B6": "已完成", "D4": "内部栏"} {
		if got := values["填报表"][cell]; got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
	for col, want := range map[string]bool{"A": true, "B": true, "C": true, "D": false, "E": false, "F": true} {
		if got, err := back.GetColVisible("填报表", col); err != nil || got != want {
			t.Errorf("column %s shows: %v, want %v", col, got, want)
		}
	}
	for row := 1; row <= 8; row++ {
		if got, err := back.GetRowVisible("填报表", row); err != nil || got != (row != 6) {
			t.Errorf("row %d shows: %v", row, got)
		}
	}
	if len(sheet.Cells) != 20 {
		t.Error("the sender's cells were changed")
	}
}
