package assess

import (
	"os"
	"strings"
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
)

// example is the scheme that docs/schemes.md writes from a county's rules.
func example(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(root + "docs/schemes.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range strings.Split(string(data), "\n```\n") {
		if strings.HasPrefix(block, "name: ") {
			return block
		}
	}
	t.Fatal("docs/schemes.md has no whole scheme")
	return ""
}

// The example of the docs, computed by hand. 甲 leads task 1, done with a link; task 2 is at 50 %, task 3
// not begun, task 4 done without evidence.
//
//	任务完成    (2 + 0.5 + 0 + 1)/5 × 30 = 21
//	公开佐证    1 of 2 done tasks, 50 %: 0
//	依申请公开  20, 政策解读 18, 平台建设 92.5/100 × 10 = 9.25
//	监督保障    late 4 times: 4, no more than 3; returned twice and not corrected: 2×1×2 = 4; 1 cell: 2; 10 - 9 = 1
//	加分        3
//	together    21 + 20 + 18 + 9.25 + 1 + 3 = 72.25, 合格
//
// 乙 has all of that, 100, but let a secret out: 0. 丙 with 84 is above 75 and below 85: 良好, though
// it is the first.
func TestExampleOfTheDocs(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "甲", "政府部门", "done", "50", "not_started", "done-")
	unit(l, "乙", "政府部门", "done")
	unit(l, "丙", "政府部门", "done")
	in := input(t, l)
	s, err := parse(t, example(t))
	if err != nil {
		t.Fatal(err)
	}
	in.Scheme = s
	in.Plan = &duty.Plan{Assignments: []duty.Assignment{{Item: "1", Unit: "甲", Duty: duty.Lead}}}
	in.Findings = []finding.Finding{problemOf("甲", "P01", "1", finding.Error, "B5")}
	score := func(n string) SubScore { return SubScore{Points: dec(n)} }
	in.Sources = Sources{"依申请公开": {"甲": score("20"), "乙": score("20"), "丙": score("20")}, "政策解读": {"甲": score("18"), "乙": score("20"), "丙": score("4")},
		"平台建设": {"甲": score("92.5"), "乙": score("100"), "丙": score("100")}, "加分": {"甲": score("3")}, "泄密": {"乙": score("1")}}
	for kind, n := range map[string]int{"late": 4, "returned": 2, "uncorrected": 1} {
		for range n {
			in.Events = append(in.Events, Event{Unit: "甲", Kind: kind})
		}
	}
	wantAccounts(t, accountsOf(t, in), map[string]string{
		"甲": "任务完成 21, 公开佐证 0, 依申请公开 20, 政策解读 18, 平台建设 9.25, 监督保障 10, 监督保障 -3, 监督保障 -4, 监督保障 -2, 加分 3 = 72.25 合格",
		"乙": "任务完成 30, 公开佐证 10, 依申请公开 20, 政策解读 20, 平台建设 10, 监督保障 10, 加分 0, 一票否决 -100 = 0.00 不合格",
		"丙": "任务完成 30, 公开佐证 10, 依申请公开 20, 政策解读 4, 平台建设 10, 监督保障 10, 加分 0 = 84.00 良好",
	})
}
