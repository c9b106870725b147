package tasktable

import (
	"strings"
	"testing"

	"zwgk/pkg/grid"
)

// TestCoveredText: what a merged cell covers is nobody's to see, and is told.
func TestCoveredText(t *testing.T) {
	s := sheet("表", []string{"A4:C4", "B5:B6"}, "2020年任务表", "序号|任务|责任单位", "1|甲|县财政局", "一、章|盖住的", "2|乙|县民政局", "3|被盖住|县司法局")
	table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := outline(table)
	for _, want := range []string{"D11 表 B4  盖住的\n", "D11 表 B6  被盖住\n", "A3 1 甲", "A5 2 乙", "A6 3 乙"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
