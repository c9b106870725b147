package form

import (
	"fmt"
	"strings"
	"testing"
)

// TestTablesOfSeveralUnits: tables one below another in one sheet are read apart when each names
// its unit, and as one when they are of one unit or nobody can tell.
func TestTablesOfSeveralUnits(t *testing.T) {
	const head = "编号|工作任务|完成情况|进展情况\n"
	above := func(unit, rows string) string {
		return "2019年政务公开工作进展情况表\n填报单位：|" + unit + "\n" + head + rows
	}
	below := func(unit, rows string) string {
		return head + rows + "填报单位（盖章）：|" + unit + "\n填报人：|张某\n"
	}
	for name, c := range map[string]struct{ text, want string }{
		"units above":            {above("夏镇街道", "6||已完成|a\n") + "填报人：|张某\n\n" + above("昭阳街道", "9||已完成|b\n32||正在推进|c\n") + "填报人：|李某", "夏镇街道 6 张某; 昭阳街道 9 32 李某"},
		"titles of their own":    {"夏镇街道2019年政务公开进展情况表\n" + above("夏镇街道", "6||已完成|a\n") + "昭阳街道2019年政务公开进展情况表\n" + above("昭阳街道", "9||已完成|b\n"), "夏镇街道 6 ; 昭阳街道 9 "},
		"units below":            {below("夏镇街道", "6||已完成|a\n") + "\n" + below("昭阳街道", "9||已完成|b\n"), "夏镇街道 6 张某; 昭阳街道 9 张某"},
		"three":                  {above("夏镇街道", "6||已完成|a\n") + above("昭阳街道", "9||已完成|b\n") + above("县财政局", "32||已完成|c\n"), "夏镇街道 6 ; 昭阳街道 9 ; 县财政局 32 "},
		"one unit twice":         {above("夏镇街道", "6||已完成|a\n") + above("夏镇街道", "9||已完成|b\n"), "夏镇街道 6 9 "},
		"pages of two units":     {above("夏镇街道", "6||已完成|a\n") + above("夏镇街道", "9||已完成|b\n") + above("昭阳街道", "32||已完成|c\n"), "夏镇街道 6 9 ; 昭阳街道 32 "},
		"a header again":         {above("夏镇街道", "6||已完成|a\n") + head + "9||已完成|b\n" + above("昭阳街道", "32||已完成|c\n"), "夏镇街道 6 9 ; 昭阳街道 32 "},
		"a unit's tables apart":  {above("夏镇街道", "6||已完成|a\n") + above("昭阳街道", "9||已完成|b\n") + above("夏镇街道", "32||已完成|c\n") + "填报人：|张某", "夏镇街道 6 32 张某; 昭阳街道 9 "},
		"apart, names below":     {below("夏镇街道", "6||已完成|a\n") + below("昭阳街道", "9||已完成|b\n") + below("夏镇街道", "32||已完成|c\n"), "夏镇街道 6 32 张某; 昭阳街道 9 张某"},
		"two units in turn":      {above("夏镇街道", "6||已完成|a\n") + above("昭阳街道", "9||已完成|b\n") + above("夏镇街道", "32||已完成|c\n") + above("昭阳街道", "1||已完成|d\n"), "夏镇街道 6 32 ; 昭阳街道 9 1 "},
		"nobody knows it":        {above("夏镇街道", "6||已完成|a\n") + above("独山岛旅游公司", "9||已完成|b\n"), "夏镇街道 6 ;  9 "},
		"nobody knows the first": {above("独山岛旅游公司", "6||已完成|a\n") + above("夏镇街道", "9||已完成|b\n"), " 6 ; 夏镇街道 9 "},
		"nobody knows any":       {above("国库股", "6||已完成|a\n") + above("预算股", "9||已完成|b\n"), " 6 9 "},
		"its own office":         {above("夏镇街道", "6||已完成|a\n") + above("夏镇街道党政办公室", "9||已完成|b\n"), "夏镇街道 6 9 "},
		"signed by an office":    {above("夏镇街道", "6||已完成|a\n") + head + "9||已完成|b\n填报单位：|党政办\n填报人：|张某\n", "夏镇街道 6 9 张某"},
		"titles alone":           {"夏镇街道2019年政务公开进展情况表\n" + head + "6||已完成|a\n昭阳街道2019年政务公开进展情况表\n" + head + "9||已完成|b\n", "夏镇街道 6 ; 昭阳街道 9 "},
		"no table below":         {above("夏镇街道", "6||已完成|a\n") + "填报单位：|昭阳街道", "夏镇街道 6 "},
	} {
		r := readSheets(t, "x.xlsx", sheetOf(c.text))
		var got []string
		lines := strings.Split(c.text, "\n")
		for _, f := range r.Forms {
			got = append(got, fmt.Sprintf("%s %s %s", f.Unit, itemsOf(f), f.Signature.Filler.Written))
			for _, e := range f.Entries { // where they stand in the sheet
				if !strings.HasPrefix(lines[e.Row-1], strings.Split(e.Item, ".")[0]+"|") {
					t.Errorf("%s: %s is in row %d", name, e.Item, e.Row)
				}
			}
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}
