package check

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
)

// A table in CSV under the name of a workbook is read, and told.
func TestWrongExtension(t *testing.T) {
	c := weishan(t)
	for name, want := range map[string]string{"县财政局.xls": "F08 ", "县财政局.xlsx": "F08 ", "县财政局.csv": "", "县财政局.TXT": "", "县财政局": ""} {
		r, _ := c.check(file{name, c.sheetOf("县财政局", nil), "2019-07-03"})
		if got := codes(r); got != want || r.Files[0].Verdict != finding.Accepted {
			t.Errorf("%s: %q %s", name, got, r.Files[0].Verdict)
		}
		for _, f := range r.Findings {
			if f.Severity != finding.Info || !strings.Contains(f.Message, "文本表格（.csv）") {
				t.Error(f.Severity, f.Message)
			}
		}
	}
}

// Formulas that were never calculated are one finding with all their cells, and
// nothing is said of the values they do not have.
func TestFormulasWithoutResult(t *testing.T) {
	c := weishan(t)
	lines := csv.NewReader(strings.NewReader(c.sheetOf("县财政局", nil)))
	lines.FieldsPerRecord = -1
	rows, err := lines.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	for i, row := range rows {
		for j, text := range row {
			switch at := grid.Ref(i+1, j+1); at {
			case "C4", "C5", "E5":
				f.SetCellFormula("Sheet1", at, `IF(1=1,"已完成","")`) // without a result
			default:
				f.SetCellStr("Sheet1", at, text)
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	r, _ := c.check(file{"县财政局.xlsx", b.String(), "2019-07-03"})
	if got := codes(r); got != "F09 C4、C5; F09 E5" {
		t.Errorf("%q", got)
	}
	if r.Files[0].Verdict != finding.Returned {
		t.Error(r.Files[0].Verdict)
	}
}
