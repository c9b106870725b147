package assess

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/tasktable"
)

// kept reads one of the schemes that come with the tool.
func kept(t testing.TB, name string) *Scheme {
	t.Helper()
	data, err := os.ReadFile("../../templates/schemes/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseScheme(policy.File{Name: name + ".yaml", Data: data}, policy.File{Name: "scheme.yaml", Data: []byte(schemeText(t))})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// accountText is a unit's account on one line: its lines with their points, the score and the grade.
func accountText(u UnitScore) string {
	var out []string
	for _, l := range u.Lines {
		out = append(out, l.Indicator+" "+dec(l.Score).String())
	}
	return strings.Join(out, ", ") + " = " + u.Score + " " + u.Grade
}

func accountsOf(t *testing.T, in Input) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, u := range scored(t, in).Units {
		out[u.Unit] = accountText(u)
	}
	return out
}

func wantAccounts(t *testing.T, got map[string]string, want map[string]string) {
	t.Helper()
	for unit, text := range want {
		if got[unit] != text {
			t.Errorf("%s:\n got %s\nwant %s", unit, got[unit], text)
		}
	}
}

func problemOf(unit, code, item string, severity finding.Severity, cells ...string) finding.Finding {
	f := problem(code, severity, cells...)
	f.Unit, f.File, f.Item = unit, unit+".xlsx", item
	return f
}

// Base 100 with deductions. 甲 has two tasks, fewer than three, so that what it did not send and
// sent late counts double.
//
//	报送情况  40 - 1×10×2 - 1×5×2 = 10
//	内容质量  30 - 2 tasks×5 - 1 copy×5 = 15
//	退回改正  20 - 2×2 - 1×5 = 11
//	信息安全  10 - 3 cells×5 = -5, no less than 0
//	together  10 + 15 + 11 + 0 = 36, 不合格
//
// 乙 with three tasks was late once: 40 - 5 = 35, and 35 + 30 + 20 + 10 = 95, 优秀. 丙 with three
// tasks sent nothing: 40 - 10 = 30, and 90, 优秀.
func TestBaseHundredWithDeductions(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "甲", "政府部门", "done", "50")
	unit(l, "乙", "政府部门", "done", "50", "done")
	unit(l, "丙", "政府部门", "missing", "missing", "missing")
	in := input(t, l)
	in.Scheme = kept(t, "百分扣分")
	in.Findings = []finding.Finding{problemOf("甲", "E03", "1", finding.Warning, "E5"), problemOf("甲", "E03", "2", finding.Warning, "E6"),
		problemOf("甲", "P01", "1", finding.Error, "E5"), problemOf("甲", "P02", "1", finding.Error, "E5", "E6")}
	for _, e := range []struct {
		unit, kind string
		n          int
	}{{"甲", "missing", 1}, {"甲", "late", 1}, {"甲", "copied", 1}, {"甲", "returned", 2}, {"甲", "uncorrected", 1}, {"乙", "late", 1}, {"丙", "missing", 1}} {
		for range e.n {
			in.Events = append(in.Events, Event{Unit: e.unit, Kind: e.kind})
		}
	}
	wantAccounts(t, accountsOf(t, in), map[string]string{
		"甲": "报送情况 40, 报送情况 -20, 报送情况 -10, 内容质量 30, 内容质量 -10, 内容质量 -5, 退回改正 20, 退回改正 -4, 退回改正 -5, 信息安全 10, 信息安全 -15, 信息安全 5 = 36.00 不合格",
		"乙": "报送情况 40, 报送情况 -5, 内容质量 30, 退回改正 20, 信息安全 10 = 95.00 优秀",
		"丙": "报送情况 40, 报送情况 -10, 内容质量 30, 退回改正 20, 信息安全 10 = 90.00 优秀",
	})
}

// 70 of 100 for the work, 30 for a third party. 甲 has four tasks: done, done without evidence,
// 50 %, not reported.
//
//	报送完整性  3/4 × 30 = 22.5
//	任务完成    (1 + 1 + 0.5 + 0)/4 × 50 = 31.25
//	公开佐证    2 of 3 have evidence, 66.67 %: the step of 60 % gives 12
//	平时工作    65.75 of 100; × 70/100 = 46.025, rounded 46.03: the line of the scale is 46.03 - 65.75 = -19.72
//	第三方评估  88 × 30/100 = 26.4
//	together    46.03 + 26.4 = 72.43
//
// The others have all of 平时工作, 70: 乙 and 丙 with 90 from the third party have 97, 丁 with 80 has
// 94, 戊 without any has 70. The first 20 % of five are one, and two share that place: neither is in.
// The first 60 % are three: 乙, 丙, 丁 are 良好, 甲 and 戊 with 60 and more 合格.
func TestWorkAndThirdParty(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "甲", "政府部门", "done", "done-", "50", "missing")
	for _, name := range []string{"乙", "丙", "丁", "戊"} {
		unit(l, name, "政府部门", "done")
	}
	in := input(t, l)
	in.Scheme = kept(t, "自评加第三方")
	in.Sources = Sources{"第三方评估": {"甲": {Points: dec("88")}, "乙": {Points: dec("90")}, "丙": {Points: dec("90")}, "丁": {Points: dec("80")}}}
	const full = "报送完整性 30, 任务完成 50, 公开佐证 20, 平时工作 -30, 第三方评估 "
	wantAccounts(t, accountsOf(t, in), map[string]string{
		"甲": "报送完整性 22.5, 任务完成 31.25, 公开佐证 12, 平时工作 -19.72, 第三方评估 26.4 = 72.43 合格",
		"乙": full + "27 = 97.00 良好", "丙": full + "27 = 97.00 良好", "丁": full + "24 = 94.00 良好", "戊": full + "0 = 70.00 合格",
	})
}

// Several levels with tasks worth 1, 0.5 and 0.25. 甲 leads task 1 (done on 20 May, due 31 May), is
// responsible for 2 (ongoing, due 15 June) and cooperates on 3 (done without evidence, no day).
//
//	逐项得分    1 + 0.5×0.5 + 0 = 1.25
//	按时完成    task 1 counts twice: 2/3 × 30 = 20
//	佐证材料    1 of 2 done tasks: 10
//	报送及时性  8 July, 3 days late: 10 - 2 - 3×0.5 = 6.5
//	报送完整性  15
//	填报准确    2 wrong cells: the step up to 3 gives 10
//	together    1.25 + 20 + 10 + 6.5 + 15 + 10 = 62.75, 基本合格
//
// 乙 is responsible for task 3 alone, done with evidence and without a day: 逐项得分 0.5; 按时完成 has
// nothing to measure, so that its 30 of the 40 of 任务落实 go to what was earned with the other 10:
// 0.5 × 30/10 = 1.5. Together 0.5 + 1.5 + 20 + 10 + 15 + 15 = 62, 基本合格.
func TestSeveralLevels(t *testing.T) {
	l := &ledger.Ledger{}
	u := unit(l, "甲", "政府部门", "done", "ongoing", "done-")
	u.Late, u.Received = true, "2019-07-08"
	unit(l, "乙", "政府部门", "missing", "missing", "done")
	l.Units[1].Required, l.Units[1].Missing = []string{"3"}, nil
	for i := range l.Entries {
		if e := &l.Entries[i]; e.Item == "1" {
			e.Date = "2019-05-20"
		}
	}
	in := input(t, l)
	in.Scheme = kept(t, "多级指标")
	in.Findings = []finding.Finding{problemOf("甲", "V01", "", finding.Error, "C5", "C6")}
	in.Plan = &duty.Plan{Assignments: []duty.Assignment{{Item: "1", Unit: "甲", Duty: duty.Lead}, {Item: "2", Unit: "甲", Duty: duty.Responsible},
		{Item: "3", Unit: "甲", Duty: duty.Cooperating}, {Item: "3", Unit: "乙", Duty: duty.Responsible}}}
	in.Table = &tasktable.Table{Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{{Tasks: []tasktable.Task{{Items: []tasktable.Item{
		{ID: "1", Deadlines: []tasktable.Deadline{{Kind: "date", Due: "2019-05-31"}}}, {ID: "2", Deadlines: []tasktable.Deadline{{Kind: "date", Due: "2019-06-15"}}}, {ID: "3"}}}}}}}}}
	wantAccounts(t, accountsOf(t, in), map[string]string{
		"甲": "逐项得分 1.25, 按时完成 20, 佐证材料 10, 报送及时性 6.5, 报送完整性 15, 填报准确 10 = 62.75 基本合格",
		"乙": "逐项得分 0.5, 按时完成 0, 分值重新分配 1.5, 佐证材料 20, 报送及时性 10, 报送完整性 15, 填报准确 15 = 62.00 基本合格",
	})
}

// Lights. 甲 has one task done, one green, one yellow, one red that is not reported:
// (1 + 1 + 0.6 + 0)/4 × 70 = 45.5, and 3/4 × 30 = 22.5; together 68.0, 黄灯. 乙 has all green, 100,
// but did not report twice: the veto takes all, 红灯.
func TestRedYellowGreen(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "甲", "政府部门", "done", "80", "40", "missing")
	unit(l, "乙", "政府部门", "80")
	in := input(t, l)
	in.Scheme = kept(t, "红黄绿灯")
	in.Lights = &Lights{Lights: []Light{{Unit: "甲", Item: "1", Light: LightDone}, {Unit: "甲", Item: "2", Light: LightGreen}, {Unit: "甲", Item: "3", Light: LightYellow},
		{Unit: "甲", Item: "4", Light: LightRed}, {Unit: "乙", Item: "1", Light: LightGreen}}}
	in.Events = []Event{{Unit: "乙", Kind: "missing", Round: "a"}, {Unit: "乙", Kind: "missing", Round: "b"}, {Unit: "甲", Kind: "missing"}}
	wantAccounts(t, accountsOf(t, in), map[string]string{
		"甲": "序时进度 45.5, 报送完整性 22.5 = 68.0 黄灯",
		"乙": "序时进度 70, 报送完整性 30, 连续不报 -100 = 0.0 红灯",
	})
}

// A gate and a bonus. 甲 has ten tasks, nine done and one at 50 %: 9.5/10 × 60 = 57, and 40: 97. Ten
// tasks and more count 1.02 times: 98.94, that is 1.94 more. The bonus of 5 + 6 = 11 is cut to 10:
// 108.94. 乙 has two of three done: 40 + 40 = 80, which is not over 80, so that its bonus of 6 does
// not count. 丙 has 100 and a veto. The first 30 % of three are one when rounded up: 甲, 优秀.
func TestGateAndBonus(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "甲", "政府部门", "done", "done", "done", "done", "done", "done", "done", "done", "done", "50")
	unit(l, "乙", "政府部门", "done", "done", "not_started")
	unit(l, "丙", "政府部门", "done")
	in := input(t, l)
	in.Scheme = kept(t, "加分门槛")
	in.Sources = Sources{"创新案例": {"甲": {Points: dec("5")}, "乙": {Points: dec("6")}}, "上级表彰": {"甲": {Points: dec("6")}}, "泄密": {"丙": {Points: dec("1")}}}
	wantAccounts(t, accountsOf(t, in), map[string]string{
		"甲": "任务完成 57, 报送完整性 40, 创新案例 5, 上级表彰 6, 加分 -1, 任务量修正 1.94 = 108.94 优秀",
		"乙": "任务完成 40, 报送完整性 40, 加分 0 = 80.00 良好",
		"丙": "任务完成 60, 报送完整性 40, 创新案例 0, 上级表彰 0, 泄密 -100 = 0.00 不合格",
	})
}

// TestQuotas: the first so many percent of a group, with ties and thresholds.
func TestQuotas(t *testing.T) {
	for _, k := range []struct{ quota, grades, want string }{
		{"{of: group, ties: in, round: down}", "[{name: 优, top: 40}, {name: 良, top: 80}, {name: 中}]", "优优优良中"},
		{"{of: group, ties: out, round: down}", "[{name: 优, top: 40}, {name: 良, top: 80}, {name: 中}]", "优良良良中"},
		{"{of: group, ties: in, round: up}", "[{name: 优, from: 95, top: 90}, {name: 良, from: 85}, {name: 中}]", "优良良良中"},
		{"{of: group, ties: in, round: half}", "[{name: 优, top: 30}, {name: 良, from: 85}, {name: 中}]", "优优优良中"},
	} {
		s, err := parse(t, schemeText(t)+"\nquota: "+k.quota+"\n")
		if err != nil {
			t.Fatal(err)
		}
		s.Grades = gradesOf(t, k.grades)
		var units []UnitScore
		for i, final := range []string{"96", "90", "90", "88", "70"} {
			units = append(units, UnitScore{Unit: fmt.Sprint(i), Group: "甲组", Final: final})
		}
		units = append(units, UnitScore{Unit: "x", Group: "乙组", Final: "99"})
		s.grades(units, nil)
		got := ""
		for _, u := range units[:5] {
			got += u.Grade
		}
		if got != k.want {
			t.Errorf("%s %s: %s, want %s", k.quota, k.grades, got, k.want)
		}
	}
}

func gradesOf(t *testing.T, list string) []Grade {
	t.Helper()
	s, err := parse(t, "grades: "+list+"\n")
	if err != nil {
		t.Fatal(err)
	}
	return s.Grades
}

// Every scheme that comes with the tool can be read.
func TestKeptSchemes(t *testing.T) {
	names, err := filepath.Glob("../../templates/schemes/*.yaml")
	if err != nil || len(names) != 5 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		s := kept(t, strings.TrimSuffix(filepath.Base(name), ".yaml"))
		for _, ind := range all(s.Indicators) {
			if ind.Clause == "" {
				t.Errorf("%s: %s has no clause", name, ind.Name)
			}
		}
	}
}
