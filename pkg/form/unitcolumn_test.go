package form

import (
	"strings"
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
)

// unitsOf lists the forms of a file: unit by source, and their items.
func unitsOf(r *Reading) string {
	var out []string
	for _, f := range r.Forms {
		out = append(out, f.Unit+" "+f.UnitHow+" "+itemsOf(f))
	}
	return strings.Join(out, "; ")
}

// TestColumnOfUnits: rows of several units in one table.
func TestColumnOfUnits(t *testing.T) {
	const rows = "夏镇|6|已完成|a\n夏镇街道办事处|9|已完成|b\n县财政局|6|已完成|c\n"
	for name, c := range map[string]struct{ path, text, want string }{
		"two units":           {"汇总.xlsx", "单位|编号|完成情况|进展情况\n" + rows + "填报人：张某", "夏镇街道 cell 6 9; 县财政局 cell 6"},
		"another word":        {"汇总.xlsx", "填报单位|编号|完成情况|进展情况\n" + rows, "夏镇街道 cell 6 9; 县财政局 cell 6"},
		"in turn":             {"汇总.xlsx", "单位|编号|完成情况|进展情况\n县财政局|6|已完成|a\n夏镇|6|已完成|b\n县财政局|9|已完成|c\n", "县财政局 cell 6 9; 夏镇街道 cell 6"},
		"one for all":         {"汇总.xlsx", "单位|编号|完成情况|进展情况\n夏镇|6|已完成|a\n夏镇|9|已完成|b\n", "夏镇街道 cell 6 9"},
		"who is responsible":  {"汇总.xlsx", "责任单位|编号|完成情况|进展情况\n" + rows, "  6 9 6"},
		"a row without one":   {"汇总.xlsx", "单位|编号|完成情况|进展情况\n" + rows + "|32|已完成|d\n", "  6 9 6 32"},
		"an unknown one":      {"汇总.xlsx", "单位|编号|完成情况|进展情况\n" + rows + "县数字经济专班|32|已完成|d\n", "  6 9 6 32"},
		"a row without words": {"汇总.xlsx", "单位|编号|完成情况|进展情况\n" + rows + "县审计局|32||\n", "  6 9 6 32*"},
		"named by the file":   {"县财政局.xlsx", "单位|编号|完成情况|进展情况\n" + rows, "县财政局 file 6 9 6"},
		"named above":         {"汇总.xlsx", "填报单位：县财政局\n单位|编号|完成情况|进展情况\n" + rows, "县财政局 cell 6 9 6"},
	} {
		if got := unitsOf(readSheets(t, c.path, sheetOf(c.text))); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	merged := readSheets(t, "汇总.xlsx", sheetOf("单位|编号|完成情况|进展情况\n夏镇|6|已完成|a\n|9|已完成|b\n县财政局|6|已完成|c", "A2:A3"))
	if got := unitsOf(merged); got != "夏镇街道 cell 6 9; 县财政局 cell 6" || merged.Forms[0].Entries[1].Cells[FieldStatus] != "C3" || merged.Forms[1].UnitNames[0].Cell != "A4" {
		t.Error(got)
	}
	ctx := testContext(t)
	ctx.Plan = &duty.Plan{Assignments: []duty.Assignment{{Item: "2.3", Unit: "县财政局", Duty: duty.Responsible}, {Item: "2.1", Unit: "夏镇街道", Duty: duty.Responsible}}}
	r := Read(Input{File: intake.File{Path: "汇总.xlsx"}, Workbook: &grid.Workbook{Sheets: []*grid.Sheet{sheetOf("单位|工作任务|完成情况|进展情况\n夏镇|推进乡村振兴信息公开|已完成|a\n县财政局|推进乡村振兴信息公开|已完成|b")}}}, testSpec(t), ctx)
	if got := unitsOf(r); got != "夏镇街道 cell 2.1; 县财政局 cell 2.3" {
		t.Error("each row's item is settled by its unit:", got)
	}
}

// TestUnitByTheTab: the name of a sheet says whose it is where nothing in it does.
func TestUnitByTheTab(t *testing.T) {
	const table = "编号|完成情况|进展情况\n6|已完成|a\n"
	tab := func(name, text string) *grid.Sheet { s := sheetOf(text); s.Name = name; return s }
	for name, c := range map[string]struct {
		path   string
		sheets []*grid.Sheet
		want   string
	}{
		"two":               {"两街道.xlsx", []*grid.Sheet{tab("夏镇街道", table), tab("昭阳街道", table)}, "夏镇街道 tab 6; 昭阳街道 tab 6"},
		"an alias":          {"汇总.xlsx", []*grid.Sheet{tab("财政局上半年", table)}, "县财政局 tab 6"},
		"a cell":            {"汇总.xlsx", []*grid.Sheet{tab("夏镇街道", "填报单位：县财政局\n"+table)}, "县财政局 cell 6"},
		"a title":           {"汇总.xlsx", []*grid.Sheet{tab("夏镇街道", "县财政局政务公开任务进展表\n"+table)}, "县财政局 title 6"},
		"before the file":   {"县审计局.xlsx", []*grid.Sheet{tab("夏镇街道", table)}, "夏镇街道 tab 6"},
		"a mere likeness":   {"县审计局.xlsx", []*grid.Sheet{tab("财政", table)}, "县审计局 file 6"},
		"a month":           {"县审计局.xlsx", []*grid.Sheet{tab("6月", table)}, "县审计局 file 6"},
		"none":              {"汇总.xlsx", []*grid.Sheet{tab("Sheet1", table)}, "  6"},
		"two in one":        {"汇总.xlsx", []*grid.Sheet{tab("夏镇街道、昭阳街道", table)}, "  6"},
		"the second has no": {"汇总.xlsx", []*grid.Sheet{tab("夏镇街道", table), tab("Sheet2", table)}, "夏镇街道 tab 6;   6"},
	} {
		if got := unitsOf(readSheets(t, c.path, c.sheets...)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
