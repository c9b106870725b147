package workbook

import (
	"strings"
	"testing"

	"zwgk/pkg/finding"
)

// A long list of cells is no link of one line that is cut off: the link leads to
// the first, and the message names all.
func TestReturnedSheetNamesManyCells(t *testing.T) {
	in := marking(t, "县财政局.xlsx", sent(t))
	cells := []string{"H5", "H6", "H7", "H9", "I9", "I10", "AB11"}
	in.Findings = []finding.Finding{{Code: "E01", Severity: finding.Error, File: "县财政局.xlsx", Sheet: "填报表", Cell: "H5", Cells: cells, Message: "没有公开链接。"},
		{Code: "E02", Severity: finding.Error, File: "县财政局.xlsx", Sheet: "填报表", Cell: "H5", Cells: []string{"H5", "H6"}, Message: "是首页。"}}
	f, values := opened(t, marked(t, in))
	page := values["退回意见"]
	if page["D5"] != "H5等7处" || page["F5"] != "H5:H7、H9、I9:I10、AB11：没有公开链接。" || page["D6"] != "H5、H6" || page["F6"] != "是首页。" {
		t.Errorf("%q %q, %q %q", page["D5"], page["F5"], page["D6"], page["F6"])
	}
	if linked, to, _ := f.GetCellHyperLink("退回意见", "D5"); !linked || !strings.HasSuffix(to, "!H5") {
		t.Errorf("leads to %q", to)
	}
	if !strings.Contains(page["A3"], "须改正的2条（9处）") {
		t.Error(page["A3"])
	}
}
