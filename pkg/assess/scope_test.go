package assess

import (
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"
)

// chapters is a table of two chapters: 一 has the sections （一） with tasks 1 and 2 and （二） with task 3 of two
// rows, 二 has task 4.
func chapters() *tasktable.Table {
	task := func(n int, ids ...string) tasktable.Task {
		k := tasktable.Task{Number: n}
		for _, id := range ids {
			k.Items = append(k.Items, tasktable.Item{ID: id})
		}
		return k
	}
	return &tasktable.Table{Chapters: []tasktable.Chapter{
		{Number: "一", Title: "扩大公开", Sections: []tasktable.Section{{Number: "（一）", Title: "做好公开", Tasks: []tasktable.Task{task(1, "1"), task(2, "2")}},
			{Number: "（二）", Title: "做好解读", Tasks: []tasktable.Task{task(3, "3.1", "3.2")}}}},
		{Number: "二", Title: "加强保障", Sections: []tasktable.Section{{Number: "（一）", Title: "加强领导", Tasks: []tasktable.Task{task(4, "4")}}}},
	}}
}

func TestWithin(t *testing.T) {
	for text, want := range map[string]string{"一": "1 2 3.1 3.2", "扩大公开": "1 2 3.1 3.2", "一、扩大公开": "1 2 3.1 3.2", "二": "4", "一（二）": "3.1 3.2", "一(一)": "1 2",
		"3": "3.1 3.2", "3.2": "3.2", "3（2）": "3.2", "4": "4", "三": "", "9": "", "": "", "二（二）": ""} {
		var got []string
		for _, r := range chapters().Rows() {
			if within(r, text) {
				got = append(got, r.Item.ID)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

// Computed by hand: 甲 has task 1 done, 2 not begun, 3.1 at 50 %, 3.2 left out and 4 done.
//
//	公开    tasks of 一（一）: 1 of 2, 40 × 1/2 = 20
//	解读    task 3: (0.5 + 0)/2 × 30 = 7.5
//	保障    chapter 二: 1 of 1, 20
//	质量    10, and 1 off for the finding in the row of 3.1: that in the row of task 1 is not about task 3
func TestTasksOfAnIndicator(t *testing.T) {
	l := &ledger.Ledger{}
	u := unit(l, "甲", "政府部门", "done", "not_started", "50", "missing", "done")
	ids := []string{"1", "2", "3.1", "3.2", "4"}
	for i := range l.Entries {
		n := int(l.Entries[i].Item[0] - '1')
		l.Entries[i].Item = ids[n]
	}
	u.Required, u.Missing = ids, []string{"3.2"}
	in := input(t, l)
	in.Table = chapters()
	for _, e := range l.Entries {
		if e.Item == "1" || e.Item == "3.1" {
			in.Findings = append(in.Findings, finding.Finding{Code: "V01", Severity: finding.Error, Unit: "甲", Item: e.Item, File: e.Source.File, Sheet: e.Source.Sheet,
				Cell: e.Source.Cells["status"], Cells: []string{e.Source.Cells["status"]}})
		}
	}
	points := `points: {done: "1", ongoing: progress, unstated: "0.5"}`
	var err error
	if in.Scheme, err = parse(t, `name: 分章
indicators:
  - {name: 公开, weight: "40", measure: completion, `+points+`, tasks: [一（一）]}
  - name: 解读
    weight: "40"
    tasks: ["3"]
    parts:
      - {name: 解读完成, weight: "30", measure: completion, `+points+`}
      - {name: 解读质量, weight: "10", measure: findings, deduct: [{codes: [V01], per: cell, points: "1"}]}
  - {name: 保障, weight: "20", measure: completion, `+points+`, tasks: [加强保障]}
`); err != nil {
		t.Fatal(err)
	}
	if err := in.Scheme.VerifyTasks(in.Table); err != nil {
		t.Fatal(err)
	}
	s := scored(t, in).Units[0]
	if s.Score != "56.50" {
		t.Errorf("score %s: %+v", s.Score, s.Lines)
	}
}

func TestTasksThatAreNotThere(t *testing.T) {
	for text, want := range map[string]string{
		`{name: 甲, weight: "100", measure: complete, tasks: ["1", 五]}`:                                                                     "“五” 在任务分解表里没有",
		`{name: 甲, weight: "100", measure: timely, tasks: ["1"]}`:                                                                          "算法 timely 用不着 tasks",
		`{name: 甲, weight: "100", measure: findings, tasks: ["1"], deduct: [{event: late, points: "1"}]}`:                                  "event（late）不分任务",
		`{name: 甲, weight: "100", tasks: [二], parts: [{name: 乙, weight: "100", measure: timely}]}`:                                         "",
		`{name: 甲, weight: "100", tasks: [七], parts: [{name: 乙, weight: "100", measure: complete, tasks: ["1"]}]}`:                         "“七” 在任务分解表里没有",
		`{name: 甲, weight: "100", tasks: [二], parts: [{name: 乙, weight: "100", measure: complete, tasks: ["1"]}]}`:                         "",
		`{name: 甲, weight: "100", measure: lights, lights: {green: "1", yellow: "0.5", red: "0"}, tasks: [一, "4"]}`:                        "",
		`{name: 甲, weight: "100", measure: count, codes: ["V*"], per: cell, steps: [{to: "0", points: "100"}, {points: "0"}], tasks: [二]}`: "",
	} {
		s, err := parse(t, "name: 试\nindicators:\n  - "+text+"\n")
		if err == nil {
			err = s.VerifyTasks(chapters())
		}
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
