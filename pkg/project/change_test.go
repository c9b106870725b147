package project_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/project"
)

const twoRounds = "county: 示例县\nyear: 2019\n" + planFiles +
	"rounds:\n  - {id: h1, name: 上半年, as_of: 2019-06-30, due: 2019-07-05}\n  - {id: end, name: 全年, as_of: 2019-12-31, due: 2020-01-05}\n"

// decide writes the rows of a sheet of decisions.xlsx; who decided, when and why
// is added.
func decide(t *testing.T, dir, sheet string, header []string, rows ...[]string) {
	t.Helper()
	decisions(t, dir, map[string][][]string{sheet: append([][]string{header}, rows...)})
}

func decisions(t *testing.T, dir string, sheets map[string][][]string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for sheet, rows := range sheets {
		f.NewSheet(sheet)
		for i, r := range rows {
			more := []string{"周某", "2019-03-01", "会议定的"}
			if i == 0 {
				more = []string{"决定人", "日期", "理由"}
			}
			cells := append(slices.Clone(r), more...)
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			f.SetSheetRow(sheet, cell, &cells)
		}
	}
	f.DeleteSheet("Sheet1")
	if err := f.SaveAs(filepath.Join(dir, "decisions.xlsx")); err != nil {
		t.Fatal(err)
	}
}

func openRound(t *testing.T, dir, round string) *project.Project {
	t.Helper()
	p, err := project.Open(project.Options{Dir: dir, Round: round})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestChangesHoldFromTheirDay: each change counts in the rounds that end after
// its day, and not before.
func TestChangesHoldFromTheirDay(t *testing.T) {
	const before = "1县财政局责任 2夏镇责任 3县教育局责任"
	for name, c := range map[string]struct {
		change []string // 类型 对象 改为
		want   string
		said   string
	}{
		"renamed": {[]string{"单位更名", "县教育局", "县教育体育局"}, "1县财政局责任 2夏镇责任 2县教育体育局配合 3县教育体育局责任", "自 2019-08-01 起“县教育局”更名为“县教育体育局”"},
		"merged":  {[]string{"单位合并", "县教育局", "县司法局"}, "1县财政局责任 2夏镇责任 3县司法局责任", "自 2019-08-01 起县教育局合并为“县司法局”"},
		"merged into a new one": {[]string{"单位合并", "县教育局、县司法局", "县教育司法局"}, "1县财政局责任 2夏镇责任 3县教育司法局责任",
			"自 2019-08-01 起县教育局、县司法局合并为“县教育司法局”"},
		"added":   {[]string{"单位新增", "欢城镇", "乡镇街道"}, "1县财政局责任 2夏镇责任 2欢城镇责任 3县教育局责任", "自 2019-08-01 起新增单位“欢城镇”"},
		"dropped": {[]string{"任务取消", "1", ""}, "2夏镇责任 3县教育局责任", "自 2019-08-01 起取消任务 1"},
		"moved":   {[]string{"责任调整", "3", "县司法局"}, "1县财政局责任 2夏镇责任 3县司法局责任", "自 2019-08-01 起任务 3 的责任调整为：县司法局"},
		"moved with roles": {[]string{"责任调整", "3", "牵头单位：县司法局；配合单位：县教育局"}, "1县财政局责任 2夏镇责任 3县司法局牵头 3县教育局配合",
			"自 2019-08-01 起任务 3 的责任调整为：牵头单位：县司法局；配合单位：县教育局"},
		"task added": {[]string{"任务新增", "4.推进结果公开", "责任单位：县司法局；要求：10月底前公开结果。"},
			before + " 4县司法局责任", "自 2019-08-01 起新增任务 4“推进结果公开”"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := planProject(t)
			putFiles(t, dir, map[string]string{"project.yaml": twoRounds})
			decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, append(c.change, "2019-08-01"))
			if p := openRound(t, dir, "h1"); duties(p) != before || len(p.Changes()) > 0 {
				t.Errorf("before the day: %s %v", duties(p), p.Changes())
			}
			p := openRound(t, dir, "end")
			if got := duties(p); got != c.want {
				t.Errorf("after the day: %s\nwant           %s", got, c.want)
			}
			if got := strings.Join(p.Changes(), "\n"); got != c.said {
				t.Errorf("said %s", got)
			}
			if name == "task added" {
				row, _ := p.Table.Find("4")
				if row.Task != "推进结果公开" || row.Item.Requirement != "10月底前公开结果。" || len(row.Item.Deadlines) != 1 || row.Item.Deadlines[0].Due != "2019-10-31" {
					t.Errorf("added %+v", row)
				}
			}
		})
	}
}

func TestChangesWithSlips(t *testing.T) {
	for name, c := range map[string]struct {
		change     []string
		cell, want string
	}{
		"no such unit":      {[]string{"单位更名", "县审计局", "县审计委"}, "B2", "单位“县审计局”不在单位名录中"},
		"rename to another": {[]string{"单位更名", "县教育局", "县司法局"}, "B2", "“县教育局”和“县司法局”是两家单位"},
		"no such task":      {[]string{"任务取消", "9", ""}, "B2", "任务“9”在任务分解表中找不到"},
		"no unit in it":     {[]string{"责任调整", "3", "；"}, "C2", "读不出单位"},
		"nobody left":       {[]string{"责任调整", "3", "责任单位：无"}, "C2", "没有单位承担的，“类型”写“任务取消”"},
		"unit misspelt":     {[]string{"责任调整", "3", "责任单位：县司发局"}, "C2", "单位“县司发局”不在单位名录中，相近的有：县司法局"},
		"label misspelt":    {[]string{"责任调整", "3", "负责单位人：县司法局"}, "C2", "“负责单位人：”不是分工的说法"},
		"exception unknown": {[]string{"责任调整", "3", "除县审计局外，县政府各部门"}, "C2", "单位“县审计局”不在单位名录中"},
		"nothing behind":    {[]string{"责任调整", "3", "责任单位：县司法局；配合："}, "C2", "“配合：”后面没有写单位"},
		"no such group":     {[]string{"单位新增", "欢城镇", "镇"}, "C2", "新增单位要在“改为”栏写类别，可以是：政府部门、乡镇街道、开发区"},
		"task is there":     {[]string{"任务新增", "9.推进决策公开", "责任单位：县司法局"}, "B2", "任务“推进决策公开”已经有了"},
		"number is there":   {[]string{"任务新增", "3.推进结果公开", "责任单位：县司法局"}, "B2", "编号 3 已经是任务“推进决策公开”的"},
		"task of nobody":    {[]string{"任务新增", "推进结果公开", "每月公开结果。"}, "C2", "读不出单位"},
		"task of a slip":    {[]string{"任务新增", "推进结果公开", "责任单位：县司发局；要求：每月公开结果。"}, "C2", "单位“县司发局”不在单位名录中"},
		"renamed to itself": {[]string{"单位更名", "县教育局", "县教育局"}, "B2", "“对象”和“改为”写的都是“县教育局”"},
		"merged in itself":  {[]string{"单位合并", "县教育局", "县教育局"}, "B2", "“对象”和“改为”写的都是“县教育局”"},
		"merged in nobody":  {[]string{"单位合并", "县教育局", "县文旅局"}, "B2", "单位名录里没有“县文旅局”"},
		"unit is there":     {[]string{"单位新增", "县教育局", "政府部门"}, "B2", "单位“县教育局”已经在名录里"},
		"other year":        {[]string{"单位更名", "县教育局", "县教体局", "2012-08-01"}, "D2", "“自”写的是 2012-08-01，而任务分解表是 2019 年的"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := planProject(t)
			decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, append(c.change, "2019-08-01")[:4])
			_, err := project.Open(project.Options{Dir: dir, AnyRound: true})
			if err == nil || !strings.Contains(err.Error(), "decisions.xlsx 工作表“变更”") || !strings.Contains(err.Error(), c.cell) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

// TestChangesGoByTheirDay: the order of the rows is not that of the days.
func TestChangesGoByTheirDay(t *testing.T) {
	dir := planProject(t)
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds})
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"责任调整", "3", "县司法局", "2019-11-01"}, []string{"责任调整", "3", "县财政局", "2019-09-01"},
		[]string{"责任调整", "1", "县教体局", "2019-10-01"}, []string{"单位更名", "县教育局", "县教体局", "2019-08-01"})
	wantDuties(t, "", openRound(t, dir, "end"), "1县教体局责任 2夏镇责任 2县教体局配合 3县司法局责任")
	for name, rows := range map[string][][]string{
		"已经更名为“县教体局”":    {{"单位更名", "县教育局", "县教体局", "2019-08-01"}, {"单位更名", "县教育局", "县学校局", "2019-08-01"}},
		"任务 3 已经取消":      {{"任务取消", "3", "", "2019-08-01"}, {"责任调整", "3", "县司法局", "2019-09-01"}},
		"任务“推进结果公开”已经有了": {{"任务新增", "推进结果公开", "责任单位：县司法局", "2019-08-01"}, {"任务新增", "4.推进结果公开", "责任单位：县司法局", "2019-08-01"}},
	} {
		decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, rows...)
		if _, err := project.Open(project.Options{Dir: dir, Round: "end"}); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "B3") {
			t.Errorf("got %v\nwant %s", err, name)
		}
	}
}

// TestLaterNamesInEarlierRounds: what is decided about a unit or task by the name it
// gets later leaves the rounds before in peace, and holds there where it can.
func TestLaterNamesInEarlierRounds(t *testing.T) {
	dir := planProject(t)
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds})
	f := excelize.NewFile()
	defer f.Close()
	for sheet, rows := range map[string][][]any{
		"变更": {{"类型", "对象", "改为", "自", "决定人", "日期", "理由"}, {"单位更名", "县教育局", "县教体局", "2019-08-01", "周某", "2019-08-01", "机构改革"},
			{"任务新增", "4.推进结果公开", "责任单位：县司法局", "2019-08-01", "周某", "2019-08-01", "新增"}, {"单位新增", "欢城镇", "乡镇街道", "2019-08-01", "周某", "2019-08-01", "新设"}},
		"责任认定": {{"任务", "角色", "原文", "单位", "决定人", "日期", "理由"}, {"1", "配合", "县政府有关部门", "县教体局", "周某", "2019-08-01", "会议"},
			{"4", "配合", "", "县财政局", "周某", "2019-08-01", "会议"}, {"3", "配合", "有关部门", "欢城镇、县司法局", "周某", "2019-08-01", "会议"}},
	} {
		f.NewSheet(sheet)
		for i, r := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			f.SetSheetRow(sheet, cell, &r)
		}
	}
	f.DeleteSheet("Sheet1")
	if err := f.SaveAs(filepath.Join(dir, "decisions.xlsx")); err != nil {
		t.Fatal(err)
	}
	if got, want := duties(openRound(t, dir, "h1")), "1县财政局责任 1县教育局配合 2夏镇责任 3县教育局责任 3县司法局配合"; got != want {
		t.Errorf("before: %s\nwant    %s", got, want)
	}
	want := "1县财政局责任 1县教体局配合 2夏镇责任 2欢城镇责任 2县教体局配合 3县教体局责任 3县司法局配合 3欢城镇配合 4县司法局责任 4县财政局配合"
	if got := duties(openRound(t, dir, "end")); got != want {
		t.Errorf("after: %s\nwant   %s", got, want)
	}
}

// TestOldNamesCountInReturns: after a renaming, a sheet under the old name is the
// unit's, and so are decisions about it.
func TestOldNamesCountInReturns(t *testing.T) {
	dir := planProject(t)
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds})
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"单位更名", "县教育局", "县教育体育局", "2019-08-01"}, []string{"任务取消", "1", "", "2019-08-01"})
	inbox := filepath.Join(dir, "inbox", "end")
	if err := os.MkdirAll(inbox, 0o755); err != nil {
		t.Fatal(err)
	}
	sheet := "填报单位：,县教育局\n编号,工作任务,完成情况,进展情况\n3,推进决策公开,正在推进,印发决策公开办法并组织培训。\n1,推进财政信息公开,正在推进,公开了预算。\n"
	if err := os.WriteFile(filepath.Join(inbox, "报表.csv"), []byte(sheet), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := openRound(t, dir, "end").Check(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Result.Findings {
		if f.Severity == "error" && f.File != "" {
			t.Errorf("blamed: %s %s", f.Code, f.Message)
		}
	}
	merged := 0
	for _, e := range c.Ledger.Entries {
		if e.Unit == "县教育体育局" && e.Fate == "merged" {
			merged++
		}
	}
	if merged != 2 {
		t.Errorf("%d rows merged", merged)
	}
}

// TestUnitsInUseByDate: a unit counts from its 自 to its 至.
func TestUnitsInUseByDate(t *testing.T) {
	dir := planProject(t)
	roster := "单位名称,全称,类别,启用,自,至\n县财政局,示例县财政局,政府部门,是,,\n县教育局,示例县教育局,政府部门,是,,\n夏镇,示例县夏镇人民政府,乡镇街道,是,,2019-07-31\n欢城镇,示例县欢城镇人民政府,乡镇街道,是,2019-08-01,\n"
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds, "roster.csv": roster})
	if got, want := duties(openRound(t, dir, "h1")), "1县财政局责任 2夏镇责任 3县教育局责任"; got != want {
		t.Errorf("first half: %s", got)
	}
	if got, want := duties(openRound(t, dir, "end")), "1县财政局责任 2欢城镇责任 3县教育局责任"; got != want {
		t.Errorf("whole year: %s", got)
	}
}

// TestExceptions: who is left out of a collective must be known before anybody gets
// the duty, and a unit that another joined keeps what it had.
func TestExceptions(t *testing.T) {
	dir := planProject(t)
	for name, text := range map[string]string{
		"project.yaml": twoRounds,
		"tasks.csv": "示例县2019年政务公开工作任务分解表（示例数据，纯属虚构）\n序号,工作任务,具体要求,责任单位\n1,推进财政信息公开,公开预算。,除县保障局外，县政府各部门\n" +
			"2,加强组织领导,召开会议。,县政府各部门（县教育局除外）\n3,推进决策公开,公开决策。,县商务局牵头，县粮食局配合\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := openRound(t, dir, "h1")
	wantDuties(t, "", p, "2县财政局责任 2县司法局责任")
	found := ""
	for _, f := range p.Table.Findings {
		found += f.Code + " " + f.Cell + " " + f.Value + "；"
	}
	if want := "D12 D3 县保障局；D12 D5 县商务局；D12 D5 县粮食局；"; found != want {
		t.Errorf("found %s, want %s", found, want)
	}
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"单位合并", "县教育局", "县司法局", "2019-08-01"})
	if got, want := duties(openRound(t, dir, "end")), "2县财政局责任 2县司法局责任"; got != want {
		t.Errorf("after a merger: %s, want %s", got, want)
	}
	decide(t, dir, "单位认定", []string{"写法", "单位"}, []string{"县保障局", "无"})
	if got, want := duties(openRound(t, dir, "h1")), "1县财政局责任 1县教育局责任 1县司法局责任 2县财政局责任 2县司法局责任"; got != want {
		t.Errorf("an exception that is none: %s, want %s", got, want)
	}
}

// TestExceptionsInManyWords: who is left out is said in many ways, in the table and in
// a change.
func TestExceptionsInManyWords(t *testing.T) {
	for text, want := range map[string]string{
		"除县教育局、县司法局外，县政府各部门":   "县财政局",
		"除县教育局和县司法局外的各部门":      "县财政局",
		"除县教育局、县司法局以外的其他部门":    "县财政局",
		"县政府各部门（县教育局、县司法局除外）":  "县财政局",
		"县司法局、除县教育局、县财政局外的各部门": "县司法局",
		"除乡镇外的各镇街、各部门":         "县财政局 县教育局 县司法局",
		"各部门、各镇街（县教育局、夏镇除外）":   "县财政局 县司法局",
		"除县教育局、夏镇外的各部门、各镇街":    "县财政局 县司法局",
		"各部门，县教育局除外":           "县财政局 县司法局",
		"县财政局、县教育局以外的部门":       "县司法局",
		"各部门、各单位（县教育局除外）":      "县财政局 县司法局",
		"各部门（不含镇街）、各镇街":        "县财政局 县教育局 县司法局 夏镇",
		"除镇街外的各部门、各镇街":         "县财政局 县教育局 县司法局 夏镇",
		"各镇街、各部门":              "县财政局 县教育局 县司法局 夏镇",
		"各部门（县教育局、县财政局不参加）":    "县司法局",
		"县财政局，以及县司法局":          "县财政局 县司法局",
		"县教育局等县直部门":            "县教育局",
		"除乡镇街道外的其他各镇街":         "",
		"除县教育局以外的各有关部门":        "",
	} {
		dir := planProject(t)
		table := "示例县2019年政务公开工作任务分解表（示例数据，纯属虚构）\n序号,工作任务,具体要求,责任单位\n1,推进财政信息公开,公开预算。," + text + "\n2,公开决策,公开。,夏镇\n"
		putFiles(t, dir, map[string]string{"project.yaml": twoRounds, "tasks.csv": table})
		of := func(p *project.Project, item string) string {
			var out []string
			for _, a := range p.Plan.Assignments {
				if a.Item == item {
					out = append(out, a.Unit)
				}
			}
			return strings.Join(out, " ")
		}
		if got := of(openRound(t, dir, "h1"), "1"); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"责任调整", "2", "责任单位：" + text, "2019-02-01"},
			[]string{"任务新增", "3.公开结果", "责任单位：" + text + "；要求：公开结果。", "2019-02-01"})
		p := openRound(t, dir, "h1")
		if got := of(p, "2"); got != want {
			t.Errorf("%s moved: got %s, want %s", text, got, want)
		}
		if got := of(p, "3"); got != want {
			t.Errorf("%s added: got %s, want %s", text, got, want)
		}
	}
}

// TestNobodyInAChange: of a role that a change says 无 of, nobody is left, and 无 is no unit.
func TestNobodyInAChange(t *testing.T) {
	dir := planProject(t)
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"责任调整", "2", "责任单位：县司法局；配合单位：无", "2019-02-01"})
	p := openPlan(t, dir)
	if got := duties(p); got != "1县财政局责任 2县司法局责任 3县教育局责任" || len(p.Plan.Unknown) > 0 {
		t.Errorf("got %s, unknown %v", got, p.Plan.Unknown)
	}
}

// TestDutyOfAUnitOfTheSameDay: the order of the rows does not matter.
func TestDutyOfAUnitOfTheSameDay(t *testing.T) {
	dir := planProject(t)
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"责任调整", "3", "县数据局", "2019-02-01"},
		[]string{"单位新增", "县数据局", "国有企业", "2019-02-01"})
	if got := duties(openPlan(t, dir)); !strings.Contains(got, "3县数据局责任") {
		t.Error(got)
	}
}

// TestChangesWinOverThePlan: a change of duties counts against what the plan workbook says
// of the units and roles that it speaks of.
func TestChangesWinOverThePlan(t *testing.T) {
	dir := planProject(t)
	writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县教育局", "3"), "")
		f.SetCellStr("任务分工", at(t, f, "任务分工", "夏镇", "3"), "★")
		f.SetCellStr("任务分工", at(t, f, "任务分工", "夏镇", "1"), "○")
	})
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"责任调整", "3", "牵头单位：县财政局；责任单位：县教育局；配合单位：无", "2019-02-01"})
	p := openPlan(t, dir)
	wantDuties(t, "", p, "1县财政局责任 1夏镇配合 2夏镇责任 3县财政局牵头 3县教育局责任")
	if said := strings.Join(p.Answers(), "\n"); strings.Count(said, "以其为准") != 2 {
		t.Errorf("said %s", said)
	}
}

// TestAnswersThatAChangeTookAway: an answer on a text that a change took out of its task, and
// a duty of a task that is cancelled, are told as without effect.
func TestAnswersThatAChangeTookAway(t *testing.T) {
	dir := planProject(t)
	writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
		f.SetCellStr("待决定", at(t, f, "待决定", "县政府有关部门", "单位"), "县司法局")
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县教育局", "2"), "○")
	})
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"责任调整", "1", "责任单位：县教育局；配合单位：无", "2019-02-01"}, []string{"任务取消", "2", "", "2019-02-01"})
	p := openPlan(t, dir)
	if got := duties(p); strings.Contains(got, "县司法局") || strings.Contains(got, "2县") {
		t.Error(got)
	}
	if said := strings.Join(p.Answers(), "\n"); strings.Count(said, "以其为准") != 2 {
		t.Errorf("said %s", said)
	}
}

// TestTextsBeforeAndAfterAChange: a decision on a text that stands in the table only before
// a change, or only after it, counts in the rounds in which it stands there.
func TestTextsBeforeAndAfterAChange(t *testing.T) {
	dir := planProject(t)
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds})
	write := func(to string) {
		decisions(t, dir, map[string][][]string{
			"变更":   {{"类型", "对象", "改为", "自"}, {"责任调整", "1", to, "2019-08-01"}},
			"责任认定": {{"任务", "角色", "原文", "单位"}, {"1", "配合", "县政府有关部门", "县司法局"}, {"3", "配合", "有关部门", "夏镇"}},
		})
	}
	write("责任单位：县教育局；配合单位：无")
	wantDuties(t, "h1", openRound(t, dir, "h1"), "1县财政局责任 1县司法局配合 2夏镇责任 3县教育局责任 3夏镇配合")
	wantDuties(t, "end", openRound(t, dir, "end"), "1县教育局责任 2夏镇责任 3县教育局责任 3夏镇配合")
}

// TestContradictions: two rows that say different things of one task on one day, or of one
// text or unit of it, are refused.
func TestContradictions(t *testing.T) {
	dir := planProject(t)
	for _, c := range []struct {
		sheet  string
		header []string
		rows   [][]string
		want   string
	}{
		{"变更", []string{"类型", "对象", "改为", "自"}, [][]string{{"责任调整", "3", "牵头单位：县司法局", "2019-02-01"}, {"责任调整", "3", "牵头单位：县财政局", "2019-02-01"}}, "C3：同一天对任务 3 另有一行（B2）"},
		{"责任认定", []string{"任务", "角色", "原文", "单位"}, [][]string{{"3", "牵头", "", "县司法局"}, {"3", "责任", "", "县司法局"}}, "D3：与 D2 对任务 3 的认定不一致"},
		{"责任认定", []string{"任务", "角色", "原文", "单位"}, [][]string{{"3", "配合", "有关部门", "县司法局"}, {"3", "配合", "有关部门", "无"}}, "D3：与 D2 对任务 3 的认定不一致"},
	} {
		decide(t, dir, c.sheet, c.header, c.rows...)
		if _, err := project.Open(project.Options{Dir: dir, AnyRound: true}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// TestMergedUnitBeforeItIs: a decision that names a unit made of several means these before.
func TestMergedUnitBeforeItIs(t *testing.T) {
	dir := planProject(t)
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds})
	decisions(t, dir, map[string][][]string{
		"变更":   {{"类型", "对象", "改为", "自"}, {"单位合并", "县教育局、县司法局", "县教育司法局", "2019-08-01"}},
		"责任认定": {{"任务", "角色", "原文", "单位"}, {"1", "配合", "县政府有关部门", "县教育司法局"}},
	})
	wantDuties(t, "h1", openRound(t, dir, "h1"), "1县财政局责任 1县教育局配合 1县司法局配合 2夏镇责任 3县教育局责任")
	wantDuties(t, "end", openRound(t, dir, "end"), "1县财政局责任 1县教育司法局配合 2夏镇责任 3县教育司法局责任")
}

// TestReminders: groups that no collective means, units without duties, and changes after
// all rounds are said.
func TestReminders(t *testing.T) {
	dir := planProject(t)
	rosterText := "单位名称,全称,别名,类别,启用,备注\n县财政局,,,政府部门,是,\n县教育局,,,政府部门,是,\n县司法局,,,政府工作部门,是,\n夏镇,,,乡镇街道,是,\n"
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds, "roster.csv": rosterText})
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"任务取消", "3", "", "2020-08-01"})
	said := strings.Join(openRound(t, dir, "h1").Reminders(), "\n")
	for _, want := range []string{"类别“政府工作部门”（县司法局）不是任务表的统称所指的类别", "名录里有 1 家没有任务：县司法局。", "变更 2020-08-01 的日期在最后一个报送期以后"} {
		if !strings.Contains(said, want) {
			t.Errorf("%s\nis not in\n%s", want, said)
		}
	}
}

// TestMixedAnswersInTwoRounds: an answer of units and collectives holds in each round with
// the names of its units there.
func TestMixedAnswersInTwoRounds(t *testing.T) {
	dir := planProject(t)
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds})
	for answer, want := range map[string][2]string{
		"县教育局、各镇街":       {"1县财政局责任 1县教育局配合 1夏镇配合 2夏镇责任 3县教育局责任", "1县财政局责任 1县教体局配合 1夏镇配合 2夏镇责任 3县教体局责任"},
		"县教体局、各镇街":       {"1县财政局责任 1县教育局配合 1夏镇配合 2夏镇责任 3县教育局责任", "1县财政局责任 1县教体局配合 1夏镇配合 2夏镇责任 3县教体局责任"},
		"县数据局、各镇街":       {"1县财政局责任 1夏镇配合 2夏镇责任 3县教育局责任", "1县财政局责任 1夏镇配合 1县数据局配合 2夏镇责任 3县教体局责任"},
		"除县教体局、县数据局外各部门": {"1县财政局责任 1县司法局配合 2夏镇责任 3县教育局责任", "1县财政局责任 1县司法局配合 2夏镇责任 3县教体局责任"},
	} {
		decisions(t, dir, map[string][][]string{
			"变更":   {{"类型", "对象", "改为", "自"}, {"单位更名", "县教育局", "县教体局", "2019-08-01"}, {"单位新增", "县数据局", "政府部门", "2019-08-01"}},
			"责任认定": {{"任务", "角色", "原文", "单位"}, {"1", "配合", "县政府有关部门", answer}},
		})
		for i, round := range []string{"h1", "end"} {
			got := strings.ReplaceAll(duties(openRound(t, dir, round)), " 2县教体局配合", "") // the table's own 县教体局
			if got != want[i] {
				t.Errorf("%s in %s: %s\nwant %s", answer, round, got, want[i])
			}
		}
	}
}

// TestDecisionsOnAPart: what was decided of a unit that has become part of another takes no
// duty from that one.
func TestDecisionsOnAPart(t *testing.T) {
	dir := planProject(t)
	decisions(t, dir, map[string][][]string{
		"变更":   {{"类型", "对象", "改为", "自"}, {"单位合并", "县财政局、县司法局", "县财司局", "2019-02-01"}},
		"责任认定": {{"任务", "角色", "原文", "单位"}, {"1", "不承担", "", "县司法局"}, {"3", "配合", "", "县司法局"}, {"1", "配合", "", "县财政局"}},
	})
	wantDuties(t, "", openPlan(t, dir), "1县财司局配合 2夏镇责任 3县教育局责任 3县财司局配合")
}

// TestTableAfterThePlan: where the table gives a unit another duty after the plan workbook
// changed it, the table counts.
func TestTableAfterThePlan(t *testing.T) {
	dir := planProject(t)
	writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县教育局", "3"), "○")
	})
	table := "示例县2019年政务公开工作任务分解表（示例数据，纯属虚构）\n序号,工作任务,具体要求,牵头单位,责任单位\n1,推进财政信息公开,公开预算。,,县财政局\n3,推进决策公开,公开决策。,县教育局,\n"
	putFiles(t, dir, map[string]string{"tasks.csv": table})
	p := openPlan(t, dir)
	wantDuties(t, "", p, "1县财政局责任 3县教育局牵头")
	if said := strings.Join(p.Answers(), "\n"); !strings.Contains(said, "以其为准") {
		t.Errorf("said %s", said)
	}
}

// TestChangesAfterDecisions: a change of duties counts against what was decided before of
// the units and roles that it speaks of.
func TestChangesAfterDecisions(t *testing.T) {
	dir := planProject(t)
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds})
	decisions(t, dir, map[string][][]string{
		"变更":   {{"类型", "对象", "改为", "自"}, {"责任调整", "3", "牵头单位：县财政局；责任单位：县教育局；配合单位：无", "2019-08-01"}},
		"责任认定": {{"任务", "角色", "原文", "单位"}, {"3", "牵头", "", "县司法局"}, {"3", "不承担", "", "县教育局"}, {"2", "牵头", "", "县司法局"}},
	})
	wantDuties(t, "h1", openRound(t, dir, "h1"), "1县财政局责任 2县司法局牵头 2夏镇责任 3县司法局牵头")
	p := openRound(t, dir, "end")
	wantDuties(t, "end", p, "1县财政局责任 2县司法局牵头 2夏镇责任 3县财政局牵头 3县教育局责任")
	if said := strings.Join(p.Changes(), "\n"); strings.Count(said, "的认定在责任调整以前，不再起作用") != 2 {
		t.Errorf("said %s", said)
	}
}

// TestNamesWithinNames: a unit whose name is part of another's keeps apart from it when
// it gets another name.
func TestNamesWithinNames(t *testing.T) {
	dir := planProject(t)
	rosterText := "单位名称,全称,别名,类别,启用,备注\n县财政局,,,政府部门,是,\n县教育局,,,政府部门,是,\n县教育局招生办,,,政府部门,是,\n夏镇,,,乡镇街道,是,\n"
	putFiles(t, dir, map[string]string{"project.yaml": twoRounds, "roster.csv": rosterText})
	decisions(t, dir, map[string][][]string{
		"变更":   {{"类型", "对象", "改为", "自"}, {"单位更名", "县教育局", "县教体局", "2019-08-01"}, {"单位更名", "夏镇", "大夏镇", "2019-08-01"}},
		"责任认定": {{"任务", "角色", "原文", "单位"}, {"1", "配合", "县政府有关部门", "县教育局招生办、各镇街"}, {"3", "配合", "有关部门", "大夏镇、各部门"}},
	})
	wantDuties(t, "h1", openRound(t, dir, "h1"), "1县财政局责任 1县教育局招生办配合 1夏镇配合 2夏镇责任 3县教育局责任 3县财政局配合 3县教育局招生办配合 3夏镇配合")
	got := strings.ReplaceAll(duties(openRound(t, dir, "end")), " 2县教体局配合", "")
	if want := "1县财政局责任 1县教育局招生办配合 1大夏镇配合 2大夏镇责任 3县教体局责任 3县财政局配合 3县教育局招生办配合 3大夏镇配合"; got != want {
		t.Errorf("end: %s, want %s", got, want)
	}
}

// TestPlanCellsBesideAnswers: a workbook that answers a collective and changes a cell of a
// unit that it brings means both.
func TestPlanCellsBesideAnswers(t *testing.T) {
	dir := planProject(t)
	writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
		f.SetCellStr("待决定", at(t, f, "待决定", "县政府有关部门", "单位"), "县教育局、各镇街（不含县财政局、县司法局）")
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县教育局", "1"), "★")
	})
	wantDuties(t, "", openPlan(t, dir), "1县教育局牵头 1县财政局责任 1夏镇配合 2夏镇责任 3县教育局责任")
}

// TestDecisionOfOneTask: what is decided of a text in one task counts there, not what is
// decided of it in all.
func TestDecisionOfOneTask(t *testing.T) {
	dir := planProject(t)
	decide(t, dir, "责任认定", []string{"任务", "角色", "原文", "单位"}, []string{"", "配合", "县政府有关部门", "县教育局"}, []string{"1", "配合", "县政府有关部门", "无"})
	wantDuties(t, "", openPlan(t, dir), "1县财政局责任 2夏镇责任 3县教育局责任")
}

// TestMergedIntoOneOfThePlan: a workbook that moves a task to a unit that later takes in the
// one that had it holds after that too.
func TestMergedIntoOneOfThePlan(t *testing.T) {
	dir := planProject(t)
	writePlan(t, dir, "分工.xlsx", func(f *excelize.File) {
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县教育局", "3"), "")
		f.SetCellStr("任务分工", at(t, f, "任务分工", "县财政局", "3"), "○")
	})
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"单位合并", "县教育局", "县财政局", "2019-02-01"})
	wantDuties(t, "", openPlan(t, dir), "1县财政局责任 2夏镇责任 3县财政局配合")
}
