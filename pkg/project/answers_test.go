package project_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/duty"
	"zwgk/pkg/project"
)

const planFiles = "tasks: tasks.csv\nroster: roster.csv\n"

// planProject is a small county with a collective that names nobody and a unit
// that the roster lacks.
func planProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"project.yaml": "county: 示例县\nyear: 2019\n" + planFiles,
		"tasks.csv": "示例县2019年政务公开工作任务分解表（示例数据，纯属虚构）\n序号,工作任务,具体要求,责任单位,配合单位\n1,推进财政信息公开,公开预算。,县财政局,县政府有关部门\n" +
			"2,加强组织领导,召开会议。,各乡镇政府,县教体局\n3,推进决策公开,公开决策。,县教育局,有关部门\n",
		"roster.csv": "单位名称,全称,别名,类别,启用,备注\n县财政局,示例县财政局,,政府部门,是,\n县教育局,示例县教育局,,政府部门,是,\n县司法局,示例县司法局,,政府部门,是,\n" +
			"夏镇,示例县夏镇人民政府,,乡镇街道,是,\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// putFiles writes files into a folder.
func putFiles(t *testing.T, dir string, texts map[string]string) {
	t.Helper()
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// replaceIn puts one text of a file for another.
func replaceIn(t *testing.T, path, from, to string) {
	t.Helper()
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	putFiles(t, filepath.Dir(path), map[string]string{filepath.Base(path): strings.Replace(string(old), from, to, 1)})
}

func openPlan(t *testing.T, dir string) *project.Project {
	t.Helper()
	p, err := project.Open(project.Options{Dir: dir, AnyRound: true})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// writePlan writes the plan workbook of a project and lets the office change it.
func writePlan(t *testing.T, dir, name string, change func(f *excelize.File)) {
	t.Helper()
	var b bytes.Buffer
	if err := openPlan(t, dir).WritePlan(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	if err := f.SaveAs(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
	settings := "county: 示例县\nyear: 2019\n" + planFiles + "plan: " + name + "\n"
	putFiles(t, dir, map[string]string{"project.yaml": settings})
}

// at finds the cell of the matrix for a unit and an item, or of the questions
// for a text and a header.
func at(t *testing.T, f *excelize.File, sheet, row, col string) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	r, c := 0, 0
	for i, cells := range rows {
		for j, text := range cells {
			switch {
			case c == 0 && text == col:
				c = j + 1
			case c > 0 && r == 0 && text == row:
				r = i + 1
			}
		}
	}
	if r == 0 || c == 0 {
		t.Fatalf("no cell for %s and %s on %s", row, col, sheet)
	}
	name, _ := excelize.CoordinatesToCellName(c, r)
	return name
}

// wantDuties compares who has to do what; round says of which round.
func wantDuties(t *testing.T, round string, p *project.Project, want string) {
	t.Helper()
	if got := duties(p); got != want {
		t.Errorf("%s: got %s, want %s", round, got, want)
	}
}

func duties(p *project.Project) string {
	var out []string
	for _, a := range p.Plan.Assignments {
		out = append(out, a.Item+a.Unit+duty.Word(a.Duty))
	}
	return strings.Join(out, " ")
}

// TestPlanFollowsTheTable: what the office said of a task stays with the task when
// the table gets another one before it, and is refused when the task is gone.
func TestPlanFollowsTheTable(t *testing.T) {
	dir := planProject(t)
	writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县财政局", "3"), "★")
		f.SetCellStr("待决定", at(t, f, "待决定", "有关部门", "单位"), "夏镇")
	})
	tasks := filepath.Join(dir, "tasks.csv")
	old, err := os.ReadFile(tasks)
	if err != nil {
		t.Fatal(err)
	}
	rewrite := func(from, to string) {
		if err := os.WriteFile(tasks, []byte(strings.Replace(string(old), from, to, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	rewrite("3,推进决策公开", "3,推进结果公开,公开结果。,县财政局,\n4,推进决策公开")
	if got, want := duties(openPlan(t, dir)), "1县财政局责任 2夏镇责任 3县财政局责任 4县财政局牵头 4县教育局责任 4夏镇配合"; got != want {
		t.Errorf("a task more: %s\nwant         %s", got, want)
	}
	rewrite("3,推进决策公开,公开决策。", "3,推进决策公开,公开决策目录。")
	if got, want := duties(openPlan(t, dir)), "1县财政局责任 2夏镇责任 3县财政局牵头 3县教育局责任 3夏镇配合"; got != want {
		t.Errorf("another requirement: %s\nwant                 %s", got, want)
	}
	rewrite("3,推进决策公开,公开决策。", "3,推进服务公开,公开服务。")
	_, err = project.Open(project.Options{Dir: dir, AnyRound: true})
	if want := "写分工表时任务 3 是“推进决策公开”，现在是“推进服务公开”（这样的还有 1 处）"; err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "工作表“任务分工”") {
		t.Errorf("another task: %v", err)
	}
}

// TestStalePlan: what the plan workbook says of a task or a text that the table has no
// more stops a run, and not the writing of a new one, which keeps the rest.
func TestStalePlan(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want, plan string }{
		"text": {",有关部门\n", ",相关部门\n", "任务 3 的配合单位里现在没有“有关部门”", "1县财政局牵头 2夏镇责任 2县教育局配合 3县教育局责任"},
		"task": {"3,推进决策公开,公开决策。", "3,推进服务公开,公开服务。", "写分工表时任务 3 是“推进决策公开”，现在是“推进服务公开”", "1县财政局牵头 2夏镇责任 2县教育局配合 3县教育局责任"},
		"gone": {"3,推进决策公开,公开决策。,县教育局,有关部门\n", "", "写分工表时任务 3 是“推进决策公开”，现在没有这项任务", "1县财政局牵头 2夏镇责任 2县教育局配合"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := planProject(t)
			writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
				f.SetCellStr("任务分工", at(t, f, "任务分工", "县财政局", "1"), "★")
				f.SetCellStr("待决定", at(t, f, "待决定", "有关部门", "单位"), "夏镇")
				f.SetCellStr("待决定", at(t, f, "待决定", "县教体局", "单位"), "县教育局")
			})
			replaceIn(t, filepath.Join(dir, "tasks.csv"), c.from, c.to)
			_, err := project.Open(project.Options{Dir: dir})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "分工.xlsx 工作表“待决定” G5") || !strings.Contains(err.Error(), "plan --out") {
				t.Errorf("a run says %v", err)
			}
			p, err := project.Open(project.Options{Dir: dir, AnyRound: true, Stale: true})
			if err != nil {
				t.Fatal(err)
			}
			if got := duties(p); got != c.plan {
				t.Errorf("got %s, want %s", got, c.plan)
			}
			if got := p.Orphans(); len(got) != 1 || !strings.Contains(got[0], c.want) || !strings.Contains(got[0], "G5") {
				t.Errorf("left out %v", got)
			}
		})
	}
}

func TestPlanWorkbookIsReadAgain(t *testing.T) {
	dir := planProject(t)
	before := duties(openPlan(t, dir))
	if want := "1县财政局责任 2夏镇责任 3县教育局责任"; before != want {
		t.Fatalf("plan is %s", before)
	}
	unknown := ""
	for _, f := range openPlan(t, dir).Table.Findings {
		if f.Code == "D12" {
			unknown += f.Cell + " " + f.Item + " " + f.Message
		}
	}
	if want := "E4 2 表1 E4：任务 2 的单位“县教体局”不在单位名录中。"; unknown != want {
		t.Errorf("unknown units: %s", unknown)
	}
	writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县财政局", "1"), "★")
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县教育局", "3"), "")
		const sums = 8 // above them a unit is added
		if err := f.InsertRows("任务分工", sums, 1); err != nil {
			t.Fatal(err)
		}
		f.SetCellStr("任务分工", "A8", "县司法局")
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县司法局", "3"), "责任")
		f.SetCellStr("待决定", at(t, f, "待决定", "县政府有关部门", "单位"), "县司法局、县教育局")
		f.SetCellStr("待决定", at(t, f, "待决定", "有关部门", "单位"), "无")
		f.SetCellStr("待决定", at(t, f, "待决定", "县教体局", "单位"), "县教育局")
		f.SetCellStr("待决定", at(t, f, "待决定", "县教体局", "理由"), "旧名")
	})
	want := "1县财政局牵头 1县教育局配合 1县司法局配合 2夏镇责任 2县教育局配合 3县司法局责任"
	p := openPlan(t, dir)
	if got := duties(p); got != want || len(p.Plan.Undecided)+len(p.Plan.Unknown) > 0 {
		t.Errorf("plan is %s\nwant    %s\nopen %v %v", got, want, p.Plan.Undecided, p.Plan.Unknown)
	}
	said := []string{"县财政局 任务 1：责任改为牵头（分工.xlsx C5）", "县教育局 任务 3：责任改为不承担（分工.xlsx E6）", "县司法局 任务 3：不承担改为责任（分工.xlsx E8）",
		"任务 1 的“县政府有关部门”认定为县司法局、县教育局（分工.xlsx G4）", "任务 3 的“有关部门”认定为没有单位（分工.xlsx G5）", "“县教体局”认定为县教育局（分工.xlsx G6）"}
	if got := p.Answers(); !slices.Equal(got, said) {
		t.Errorf("said %s", strings.Join(got, "\n"))
	}
	// Written again, it says the same: nothing that was filled in is lost.
	writePlan(t, dir, "分工2.xlsx", func(f *excelize.File) {
		if text, _ := f.GetCellValue("待决定", at(t, f, "待决定", "县教体局", "理由")); text != "旧名" {
			t.Errorf("the reason is %q", text)
		}
	})
	again := openPlan(t, dir)
	if got := duties(again); got != want || len(again.Answers()) != len(said) {
		t.Errorf("written again: %s, %v", got, again.Answers())
	}
	// decisions.xlsx wins.
	decided := excelize.NewFile()
	decided.SetSheetName("Sheet1", "责任认定")
	for i, r := range [][]string{{"任务", "角色", "原文", "单位", "决定人", "日期", "理由"}, {"1", "配合", "县政府有关部门", "夏镇", "周某", "2019-03-01", "会议"},
		{"1", "责任", "", "县财政局", "周某", "2019-03-01", "会议"}} {
		decided.SetSheetRow("责任认定", "A"+string(rune('1'+i)), &r)
	}
	if err := decided.SaveAs(filepath.Join(dir, "decisions.xlsx")); err != nil {
		t.Fatal(err)
	}
	last := openPlan(t, dir)
	if got, want := duties(last), "1县财政局责任 1夏镇配合 2夏镇责任 2县教育局配合 3县司法局责任"; got != want {
		t.Errorf("with decisions: %s\nwant            %s", got, want)
	}
	if said := strings.Join(last.Answers(), "\n"); strings.Count(said, "以其为准") != 2 {
		t.Errorf("said %s", said)
	}
}

func TestPlanWorkbookWithSlips(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, f *excelize.File)
		want   string
	}{
		"no duty": {func(t *testing.T, f *excelize.File) {
			f.SetCellStr("任务分工", at(t, f, "任务分工", "县财政局", "1"), "有")
		},
			"分工.xlsx 工作表“任务分工” C5：“有”不是职责。应选 ★ ● ○ 中的一个，或清空。"},
		"no such unit": {func(t *testing.T, f *excelize.File) {
			f.SetCellStr("待决定", at(t, f, "待决定", "县政府有关部门", "单位"), "县审计局")
		},
			"工作表“待决定” G4：单位“县审计局”不在单位名录中"},
		"unit and nobody": {func(t *testing.T, f *excelize.File) {
			f.SetCellStr("待决定", at(t, f, "待决定", "县政府有关部门", "单位"), "无、夏镇")
		},
			"工作表“待决定” G4：“无、夏镇”里有单位，又有“无”"},
		"unit row gone": {func(t *testing.T, f *excelize.File) { f.RemoveRow("任务分工", 5) }, "没有单位“县财政局”这一行"},
		"unit twice":    {func(t *testing.T, f *excelize.File) { f.SetCellStr("任务分工", "A6", "县财政局") }, "单位“县财政局”写了两行（A5 和 A6）"},
		"item gone":     {func(t *testing.T, f *excelize.File) { f.RemoveCol("任务分工", "C") }, "表头里少了任务 1"},
		"sheet renamed": {func(t *testing.T, f *excelize.File) { f.SetSheetName("任务分工", "分工") }, "没有工作表“任务分工”"},
		"another file":  {func(t *testing.T, f *excelize.File) { f.SetSheetVisible("zwgk-plan", true); f.DeleteSheet("zwgk-plan") }, "不是 zwgk plan --out 写出的分工表"},
		"kind changed": {func(t *testing.T, f *excelize.File) {
			f.SetCellStr("待决定", at(t, f, "待决定", "县政府有关部门", "单位"), "夏镇")
			f.SetCellStr("待决定", at(t, f, "待决定", "县政府有关部门", "应填的表"), "")
		}, "“应填的表”栏写的是“”"},
		"duty of nobody": {func(t *testing.T, f *excelize.File) {
			f.InsertRows("任务分工", 7, 1)
			f.SetCellStr("任务分工", "C7", "★")
		}, "“任务分工” C7：写了“★”，而 A7 没有写单位"},
		"duty in the sums": {func(t *testing.T, f *excelize.File) {
			rows, _ := f.GetRows("任务分工")
			last := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == "合计" })
			f.SetCellStr("任务分工", fmt.Sprintf("C%d", last+1), "○")
		}, "写了“○”，而这一行是合计"},
		"duty beside the items": {func(t *testing.T, f *excelize.File) {
			f.SetCellStr("任务分工", at(t, f, "任务分工", "县财政局", "合计"), "★")
		}, "“合计”这一列不是任务"},
		"who, but not what": {func(t *testing.T, f *excelize.File) {
			f.SetCellStr("待决定", at(t, f, "待决定", "县政府有关部门", "决定人"), "县财政局")
		}, "写了“县财政局”，而 G4 没有写单位"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := planProject(t)
			writePlan(t, dir, "分工.xlsx", func(f *excelize.File) { c.change(t, f) })
			_, err := project.Open(project.Options{Dir: dir, AnyRound: true})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

// TestCollectiveAnswers: the office may answer with a collective too.
func TestCollectiveAnswers(t *testing.T) {
	for answer, want := range map[string]string{
		"除县财政局、县教育局外，县直各部门": "1县财政局责任 1县司法局配合 2夏镇责任 3县教育局责任",
		"各镇街、县司法局":          "1县财政局责任 1县司法局配合 1夏镇配合 2夏镇责任 3县教育局责任",
	} {
		dir := planProject(t)
		writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
			f.SetCellStr("待决定", at(t, f, "待决定", "县政府有关部门", "单位"), answer)
		})
		if got := duties(openPlan(t, dir)); got != want {
			t.Errorf("%s in the plan workbook: %s, want %s", answer, got, want)
		}
		dir = planProject(t)
		decide(t, dir, "责任认定", []string{"任务", "角色", "原文", "单位"}, []string{"1", "配合", "县政府有关部门", answer})
		if got := duties(openPlan(t, dir)); got != want {
			t.Errorf("%s decided: %s, want %s", answer, got, want)
		}
	}
}

// TestGroupWithoutUnits: a collective whose group the roster has no unit of is asked
// for as such, and not as one unit.
func TestGroupWithoutUnits(t *testing.T) {
	dir := planProject(t)
	table := "示例县2019年政务公开工作任务分解表（示例数据，纯属虚构）\n序号,工作任务,具体要求,责任单位,配合单位\n1,推进财政信息公开,公开预算。,县财政局,各开发区\n2,推进决策公开,公开决策。,夏镇,\n"
	putFiles(t, dir, map[string]string{"tasks.csv": table})
	p := openPlan(t, dir)
	want := "“各开发区”指类别是“开发区”的单位，单位名录里一家也没有：任务 1 的配合单位，共 1 处"
	if got := p.OpenQuestions(); len(got) != 1 || got[0] != want || len(p.UnknownUnits()) > 0 {
		t.Errorf("asked %v, %v", got, p.UnknownUnits())
	}
	writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
		if why, _ := f.GetCellValue("待决定", at(t, f, "待决定", "各开发区", "事由")); why != "单位名录里没有类别是“开发区”的单位，请在名录中补上，或写明单位" {
			t.Errorf("why is %q", why)
		}
		f.SetCellStr("待决定", at(t, f, "待决定", "各开发区", "单位"), "县教育局")
	})
	if got := duties(openPlan(t, dir)); got != "1县财政局责任 1县教育局配合 2夏镇责任" {
		t.Error(got)
	}
}

// TestNameOfSeveral: what the table names as one may be several units, or a collective.
func TestNameOfSeveral(t *testing.T) {
	for answer, want := range map[string]string{
		"夏镇、县教育局": "1县财政局责任 2夏镇责任 2县教育局配合 3县教育局责任",
		"各部门":     "1县财政局责任 2夏镇责任 2县财政局配合 2县教育局配合 2县司法局配合 3县教育局责任",
	} {
		dir := planProject(t)
		fill := func(f *excelize.File) {
			f.SetCellStr("待决定", at(t, f, "待决定", "县教体局", "单位"), answer)
		}
		writePlan(t, dir, "分工.xlsx", fill)
		if got := duties(openPlan(t, dir)); got != want {
			t.Errorf("%s in the plan workbook: %s, want %s", answer, got, want)
		}
		writePlan(t, dir, "分工2.xlsx", func(*excelize.File) {}) // it says the same when written again
		if got := duties(openPlan(t, dir)); got != want {
			t.Errorf("%s written again: %s, want %s", answer, got, want)
		}
		dir = planProject(t)
		decide(t, dir, "单位认定", []string{"写法", "单位"}, []string{"县教体局", answer})
		if got := duties(openPlan(t, dir)); got != want {
			t.Errorf("%s decided: %s, want %s", answer, got, want)
		}
	}
}

// TestRosterAfterThePlan: a unit that the roster renames or drops after the plan workbook was
// written does not hold up the rest.
func TestRosterAfterThePlan(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want, orphan string }{
		"renamed": {"县教育局,示例县教育局,,", "县教体局,示例县教育局,县教育局,", "1县财政局责任 1县教体局责任 2夏镇责任 2县教体局配合 3县教体局责任", ""},
		"gone":    {"县教育局,示例县教育局,,政府部门,是,\n", "", "1县财政局责任 2夏镇责任", "写分工表时的单位“县教育局”现在不在单位名录中，没有采用"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := planProject(t)
			writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
				f.SetCellStr("任务分工", at(t, f, "任务分工", "县教育局", "1"), "●")
			})
			replaceIn(t, filepath.Join(dir, "roster.csv"), c.from, c.to)
			p, err := project.Open(project.Options{Dir: dir, AnyRound: true, Stale: true})
			if err != nil {
				t.Fatal(err)
			}
			if got := duties(p); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if got := strings.Join(p.Orphans(), "；"); !strings.Contains(got, c.orphan) || (c.orphan == "") != (got == "") {
				t.Errorf("orphans %s", got)
			}
		})
	}
}
