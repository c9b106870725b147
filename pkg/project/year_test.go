package project_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/ledger"
	"zwgk/pkg/project"
)

var (
	yearUnits = []string{"县财政局", "县教育局", "县司法局", "夏镇"}
	yearItems = []string{"1", "2", "3", "4", "5"}
	quarters  = []struct{ id, inTime, late string }{
		{"q1", "2019-04-02", "2019-04-09"}, {"q2", "2019-07-02", "2019-07-09"}, {"q3", "2019-10-02", "2019-10-09"}, {"q4", "2020-01-02", "2020-01-09"}}
)

// yearProject is a county of four units, five tasks of all of them, and four quarters.
func yearProject(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	settings := "# 示例数据，纯属虚构\ncounty: 示例县\nyear: 2019\nsample: true\ntitle: 示例县2019年政务公开工作\nrounds:\n"
	for i, q := range quarters {
		settings += fmt.Sprintf("  - {id: %s, name: 第%s季度, kind: quarter, due: %s05, as_of: 2019-%s}\n", q.id, []string{"一", "二", "三", "四"}[i], q.inTime[:8], []string{"03-31", "06-30", "09-30", "12-31"}[i])
	}
	tasks := "示例县2019年政务公开工作任务分解表（示例数据，纯属虚构）\n序号,工作任务,具体要求,责任单位\n"
	for i, name := range []string{"推进财政信息公开", "推进教育信息公开", "加强组织领导", "做好政策解读", "加强业务培训"} {
		tasks += fmt.Sprintf("%d,%s,按要求做好，注重实效。,县财政局、县教育局、县司法局、夏镇\n", i+1, name)
	}
	for name, text := range map[string]string{"project.yaml": settings, "tasks.csv": tasks,
		"roster.csv": "单位名称,全称,别名,类别,启用,备注\n县财政局,示例县财政局,,政府部门,是,\n县教育局,示例县教育局,,政府部门,是,\n县司法局,示例县司法局,,政府部门,是,\n夏镇,示例县夏镇人民政府,,乡镇街道,是,\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// yearCloses: the rows of the year are those of its rounds.
func yearCloses(t *testing.T, out *project.YearOutcome) {
	t.Helper()
	var read, merged int
	for _, r := range out.Rounds {
		read, merged = read+r.Rows.Read, merged+r.Rows.Merged
	}
	r := out.Manifest.Rows
	if r.Read != read || r.Read != r.Merged+r.Superseded+r.Unmatched+r.Empty || r.Merged > merged {
		t.Errorf("year %+v, rounds read %d, merged %d", r, read, merged)
	}
}

// TestYearOfOneRound equals that round.
func TestYearOfOneRound(t *testing.T) {
	dir := yearProject(t)
	m := randomYear(rand.New(rand.NewSource(99)))
	for _, u := range yearUnits {
		for i, p := range m.sheets["q1"][u] {
			putSheet(t, dir, "q1", u, fmt.Sprintf("%s%d.csv", u, i+1), p)
		}
	}
	runQuarter(t, dir, "q1")
	out, err := runYear(t, project.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"scores.json", "lights.json"} {
		if a, b := readText(t, dir, "out/q1/"+name), readText(t, dir, "out/year/"+name); a != b {
			t.Errorf("%s differs:\n%s", name, firstDifference(a, b))
		}
	}
	var round, year struct{ Entries []ledger.Entry }
	parse(t, readText(t, dir, "out/q1/ledger.json"), &round)
	parse(t, readText(t, dir, "out/year/ledger.json"), &year)
	for i := range year.Entries {
		year.Entries[i].Origin = nil
	}
	if a, b := printed(round.Entries), printed(year.Entries); a != b {
		t.Errorf("entries differ:\n%s", firstDifference(a, b))
	}
	if notes := strings.Join(out.Notes(), ""); strings.Count(notes, "还没有结果") != 3 {
		t.Error(notes)
	}
}

func readText(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func parse(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

func printed(v any) string {
	data, _ := json.MarshalIndent(v, "", " ")
	return string(data)
}

// TestYearAfterChanges: units stand by their names at the year's end, with all that they sent under the old ones;
// what was cancelled or given to others is not asked at the year's end, and what was sent of it stays.
func TestYearAfterChanges(t *testing.T) {
	dir := yearProject(t)
	all := func(status string) parcelOf {
		p := parcelOf{rows: map[string]sent{}}
		for _, item := range yearItems {
			p.rows[item] = sent{status: status, progress: 40, text: "第" + item + "项做了些什么"}
		}
		return p
	}
	decisions(t, dir, map[string][][]string{
		"变更": {{"类型", "对象", "改为", "自"}, {"单位更名", "县教育局", "县教育体育局", "2019-08-01"}, {"单位合并", "县司法局", "县财政局", "2019-08-01"},
			{"任务取消", "5", "", "2019-08-01"}, {"责任调整", "4", "责任单位：夏镇", "2019-08-01"}},
		"分数调整": {{"单位", "轮次", "指标", "分值"}, {"县财政局", "q1", "", "1"}, {"县财政局", "年度", "", "2"}, {"县财政局", "", "", "-0.5"}, {"县财政局", "q3", "", "5"}},
		"延期":   {{"单位", "轮次", "截止日期"}, {"夏镇", "q4", "2020-01-31"}},
	})
	for _, u := range yearUnits {
		putSheet(t, dir, "q1", u, u+".csv", all("ongoing"))
	}
	q4 := all("done")
	delete(q4.rows, "5")
	delete(q4.rows, "4")
	delete(q4.rows, "1")
	putSheet(t, dir, "q4", "县教育体育局", "县教育体育局.csv", q4)
	town := all("done")
	delete(town.rows, "5")
	town.late = true
	putSheet(t, dir, "q4", "夏镇", "夏镇.csv", town)
	runQuarter(t, dir, "q1")
	runQuarter(t, dir, "q4")
	out, err := runYear(t, project.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]ledger.Unit{}
	for _, u := range out.Ledger.Units {
		got[u.Name] = u
	}
	if u := got["县教育体育局"]; !slices.Equal(u.Required, []string{"1", "2", "3"}) || len(u.Missing) != 0 || len(u.Rounds) != 2 || u.Late {
		t.Errorf("renamed: %+v", u)
	}
	if u := got["县财政局"]; !slices.Equal(u.Required, []string{"1", "2", "3"}) || !u.Reported || len(u.Rounds) != 2 || u.Rounds[1].Reported || len(u.Rounds[0].Required) != 5 {
		t.Errorf("merged: %+v", u)
	}
	if u := got["夏镇"]; !slices.Equal(u.Required, []string{"1", "2", "3", "4"}) || u.Late {
		t.Errorf("extension: %+v", u)
	}
	if len(got) != 3 {
		t.Errorf("units: %v", slices.Sorted(maps.Keys(got)))
	}
	count := map[string]int{}
	for _, e := range out.Ledger.Entries {
		count[string(e.Fate)+" "+e.Item]++
	}
	// items 4 and 5 of q1: carried as they were, whoever they belong to now
	if count["merged 5"] != 3 || count["superseded 5"] != 1 || count["merged 4"] != 3 || count["superseded 4"] != 1+1 {
		t.Error(count)
	}
	s, _ := out.Scores.Unit("县财政局")
	if s.Adjustment != "2.5" || len(s.Adjustments) != 3 { // q3 has no ledger: what was decided on it does not count
		t.Errorf("adjustment %s, %d", s.Adjustment, len(s.Adjustments))
	}
	yearCloses(t, out)
	usableAbove(t, dir)
}

// TestYearTells: what is not as it was when a round was run is told, and nothing where all is.
func TestYearTells(t *testing.T) {
	all := parcelOf{rows: map[string]sent{}}
	for _, item := range yearItems {
		all.rows[item] = sent{status: "ongoing", progress: 40, text: "第" + item + "项做了些什么"}
	}
	for name, c := range map[string]struct {
		change func(t *testing.T, dir string)
		want   string
	}{
		"nothing": {func(*testing.T, string) {}, ""},
		"a decision on both": {func(t *testing.T, dir string) {
			decide(t, dir, "豁免", []string{"单位", "任务", "代码", "单元格", "有效期至"}, []string{"夏镇", "1", "", "", ""})
		}, "第一季度的结果是按改动以前的决定"},
		"a decision on one": {func(t *testing.T, dir string) {
			decide(t, dir, "延期", []string{"单位", "轮次", "截止日期"}, []string{"夏镇", "q2", "2019-07-30"})
		}, "第二季度的结果是按改动以前的决定"},
		"one of another round": {func(t *testing.T, dir string) {
			decide(t, dir, "延期", []string{"单位", "轮次", "截止日期"}, []string{"夏镇", "q4", "2020-01-30"})
		}, ""},
		"a unit less": {func(t *testing.T, dir string) {
			replaceIn(t, filepath.Join(dir, "roster.csv"), "夏镇,示例县夏镇人民政府,,乡镇街道,是", "夏镇,示例县夏镇人民政府,,乡镇街道,否")
		}, "按改动以前的决定、名录、分工"},
		"a waiver of nothing": {func(t *testing.T, dir string) {
			decide(t, dir, "豁免", []string{"单位", "任务", "代码", "单元格", "有效期至"}, []string{"夏镇", "1", "P01", "", ""})
		}, ""},
		"when a file of another round came": {func(t *testing.T, dir string) {
			decide(t, dir, "收件时间", []string{"文件", "时间"}, []string{"补报.xlsx", "2019-10-04"})
		}, ""},
		"rows of the roster swapped": {func(t *testing.T, dir string) {
			replaceIn(t, filepath.Join(dir, "roster.csv"), "县教育局,示例县教育局,,政府部门,是,\n县司法局,示例县司法局,,政府部门,是,", "县司法局,示例县司法局,,政府部门,是,\n县教育局,示例县教育局,,政府部门,是,")
		}, ""},
		"another category": {func(t *testing.T, dir string) {
			replaceIn(t, filepath.Join(dir, "roster.csv"), "示例县教育局,,政府部门", "示例县教育局,,垂直管理")
		}, "第一季度的结果是按改动以前的"},
		"other rules": {func(t *testing.T, dir string) {
			os.Mkdir(filepath.Join(dir, "templates"), 0o755)
			putFiles(t, filepath.Join(dir, "templates"), map[string]string{"rules.yaml": "rules:\n  - {code: E03, severity: error, reason: 会议定的}\n"})
		}, "第一季度的结果是按改动以前的"},
		"another scheme of the same name": {func(t *testing.T, dir string) {
			os.Mkdir(filepath.Join(dir, "templates"), 0o755)
			putFiles(t, filepath.Join(dir, "templates"), map[string]string{"scheme.yaml": "places: 3\n"})
		}, "第一季度的结果是按改动以前的"},
		"run again": {func(t *testing.T, dir string) {
			putSheet(t, dir, "q1", "夏镇", "补.csv", parcelOf{late: true, rows: map[string]sent{"1": {status: "done", text: "补报的情况"}}})
			runQuarter(t, dir, "q1")
		}, "第二季度的检查不是与现在的第一季度结果比的"},
		"scores gone": {func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "out", "q1", "scores.json")) }, "第一季度的 scores.json 不在了"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := yearProject(t)
			for _, q := range []string{"q1", "q2"} {
				for _, u := range yearUnits {
					putSheet(t, dir, q, u, u+".csv", all)
				}
				runQuarter(t, dir, q)
			}
			c.change(t, dir)
			out, err := runYear(t, project.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			notes := slices.DeleteFunc(out.Notes(), func(n string) bool { return strings.Contains(n, "还没有结果") })
			if text := strings.Join(notes, "\n"); !strings.Contains(text, c.want) || c.want == "" && text != "" {
				t.Errorf("%q, want %q", text, c.want)
			}
		})
	}
}

// TestYearOfAbolishedUnits: who is no more at the year's end, or has nothing to do any more, is not scored for the
// year; what it sent stays.
func TestYearOfAbolishedUnits(t *testing.T) {
	dir := yearProject(t)
	replaceIn(t, filepath.Join(dir, "roster.csv"), "单位名称,全称,别名,类别,启用,备注", "单位名称,全称,别名,类别,启用,备注,自,至")
	replaceIn(t, filepath.Join(dir, "roster.csv"), "县教育局,示例县教育局,,政府部门,是,", "县教育局,示例县教育局,,政府部门,是,,,2019-08-31")
	decisions(t, dir, map[string][][]string{"变更": {{"类型", "对象", "改为", "自"}, {"责任调整", "1", "责任单位：夏镇", "2019-09-01"}, {"责任调整", "2", "责任单位：夏镇", "2019-09-01"},
		{"责任调整", "3", "责任单位：夏镇", "2019-09-01"}, {"责任调整", "4", "责任单位：夏镇", "2019-09-01"}, {"责任调整", "5", "责任单位：夏镇、县财政局", "2019-09-01"}}})
	for _, q := range []string{"q1", "q4"} {
		for _, u := range yearUnits {
			if q == "q1" || u == "夏镇" || u == "县财政局" {
				putSheet(t, dir, q, u, u+".csv", parcelOf{rows: map[string]sent{"5": {status: "not_started", text: "因人手不足尚未启动，准备下季度安排"}}})
			}
		}
		runQuarter(t, dir, q)
	}
	out, err := runYear(t, project.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	var scored []string
	for _, u := range out.Scores.Units {
		scored = append(scored, u.Unit)
	}
	if !slices.Equal(scored, []string{"县财政局", "夏镇"}) || !slices.Equal(out.Scores.Unscored, []string{"县教育局", "县司法局"}) {
		t.Errorf("scored %v, not scored %v", scored, out.Scores.Unscored)
	}
	yearCloses(t, out)
	usableAbove(t, dir)
}

// TestYearOfMergedUnits: of two units of which one was silent, the whole reported; everything says so.
func TestYearOfMergedUnits(t *testing.T) {
	dir := yearProject(t)
	decide(t, dir, "变更", []string{"类型", "对象", "改为", "自"}, []string{"单位合并", "县司法局", "县财政局", "2019-08-01"})
	row := parcelOf{rows: map[string]sent{"1": {status: "done", text: "印发方案并公开了清单和结果"}}}
	putSheet(t, dir, "q1", "县财政局", "县财政局.csv", row)
	runQuarter(t, dir, "q1")
	putSheet(t, dir, "q4", "县财政局", "县财政局.csv", row)
	runQuarter(t, dir, "q4")
	out, err := runYear(t, project.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	usableAbove(t, dir)
	for _, e := range out.Events {
		if e.Unit == "县财政局" && e.Kind == "missing" {
			t.Errorf("%+v", e)
		}
	}
	if u := out.Rounds[0].Units; u.Expected != 4 || u.Reported != 1 || !slices.Contains(u.Missing, "县司法局") {
		t.Errorf("the round is as it was: %+v", u)
	}
	for _, u := range out.Changes.Units {
		if u.Unit == "县财政局" && u.Rounds[0].Final != "" {
			t.Errorf("the score of one of two: %+v", u.Rounds[0])
		}
	}
}
