package workbook

import (
	"fmt"
	"strings"
	"testing"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
)

// The sheet 退回意见 of a later version says what became of the problems of the
// earlier ones; of a first version it says nothing of the kind.
func TestReturnedSheetComparesVersions(t *testing.T) {
	in := marking(t, "7月9日/县财政局.xlsx", sent(t))
	in.Due = "2019-07-05"
	_, cells := opened(t, marked(t, in))
	if page := fmt.Sprint(cells["退回意见"]); strings.Contains(page, "与上次比") || strings.Contains(page, "相比") || !strings.Contains(page, "请改好后于2019年7月5日前重新报送") {
		t.Errorf("a first version: %s", page)
	}
	for i := range in.Findings {
		in.Findings[i].File, in.Findings[i].Unit = in.File, in.Unit
	}
	links, progress, mobile := in.Findings[0], in.Findings[1], in.Findings[2]
	gone := finding.Finding{Code: "T06", Severity: finding.Error, File: "7月1日/县财政局.xlsx", Unit: in.Unit, Item: "9", Message: "应报的任务没有填报。"}
	elsewhere := finding.Finding{Code: "V01", Severity: finding.Error, File: "7月1日/县财政局.xlsx", Unit: in.Unit, Item: "10", Message: "“完成情况”没有填。"}
	one := links
	one.Cells = links.Cells[:1]
	in.Corrections = []check.Correction{{File: in.File, Unit: in.Unit, Earlier: []string{"7月1日/县财政局.xlsx"},
		Solved: []finding.Finding{gone}, Open: []finding.Finding{progress, one, elsewhere}, New: []finding.Finding{mobile}}}
	_, cells = opened(t, marked(t, in))
	page := cells["退回意见"]
	for at, want := range map[string]string{"H4": "与上次比", "B5": "须改正", "H5": "仍未改正", "H6": "新出现", "H7": "以前也有", "H8": ""} {
		if page[at] != want {
			t.Errorf("%s is %q, want %q", at, page[at], want)
		}
	}
	all := fmt.Sprint(page)
	for _, want := range []string{"与以前报来的“县财政局.xlsx”相比：已改正1处；要改的还有：仍未改正2处，新出现1处", "已改正，谢谢：\n1. 任务 9：应报的任务没有填报。", "这次没有重报，其中还要改的：\n1. 任务 10：“完成情况”没有填。"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %s", want, all)
		}
	}
}
