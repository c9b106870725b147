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

// sent is what a unit sent of an item: a status, with a progress where it is ongoing.
type sent struct {
	status   string // done, ongoing, not_started, or unknown, which is an error
	progress int
	text     string
	copied   bool // from a unit that sent it before
}

// parcelOf is a sheet that a unit sent.
type parcelOf struct {
	late bool
	rows map[string]sent // by item
}

// faulty: a status that nobody understands, or, in what is the unit's only sheet, an item left out.
func (p parcelOf) faulty(only bool) bool {
	return only && len(p.rows) < len(yearItems) || slices.ContainsFunc(slices.Collect(maps.Values(p.rows)), func(s sent) bool { return s.status == "unknown" })
}

var statusWords = map[string]string{"done": "已完成", "ongoing": "正在推进", "not_started": "未启动", "not_applicable": "不涉及", "unknown": "差不多了"}

// putSheet writes a parcel into the inbox of a round.
func putSheet(t testing.TB, dir, round, unit, name string, p parcelOf) {
	t.Helper()
	q := quarters[slices.IndexFunc(quarters, func(q struct{ id, inTime, late string }) bool { return q.id == round })]
	day := q.inTime
	if p.late {
		day = q.late
	}
	text := "填报单位：," + unit + "\n序号,工作任务,完成情况,进度,进展情况,完成时间,存在问题,下一步打算\n"
	for _, item := range slices.Sorted(maps.Keys(p.rows)) {
		s := p.rows[item]
		progress, date := "", ""
		switch s.status {
		case "done":
			progress, date = "100%", "2019-03-01"
		case "ongoing":
			progress = fmt.Sprintf("%d%%", s.progress)
		}
		text += fmt.Sprintf("%s,,%s,%s,%s,%s,人手不足,抓紧办理\n", item, statusWords[s.status], progress, s.text, date)
	}
	path := filepath.Join(dir, "inbox", round, day, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text+"填报人：,钱某,审核人：,赵某\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func runQuarter(t testing.TB, dir, round string) {
	t.Helper()
	p, err := project.Open(project.Options{Dir: dir, Round: round})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(project.Stages{Ledger: true, Scores: true}); err != nil {
		t.Fatal(err)
	}
}

func runYear(t testing.TB, o project.Options) (*project.YearOutcome, error) {
	t.Helper()
	o.Year = true
	p, err := project.Open(o)
	if err != nil {
		return nil, err
	}
	return p.Year()
}

// model is a year as a table of what each unit sent when.
type model struct {
	sheets map[string]map[string][]parcelOf // round, unit: first and, after it, corrected sheets
}

// randomYear makes a year; texts are of characters at random, so that none is like another but by intent.
func randomYear(rnd *rand.Rand) *model {
	m := &model{map[string]map[string][]parcelOf{}}
	for _, q := range quarters {
		m.sheets[q.id] = map[string][]parcelOf{}
		for _, u := range yearUnits {
			if rnd.Intn(5) == 0 {
				continue
			}
			twice := rnd.Intn(4) == 0 // what a first version lacks, its second is told of
			list := []parcelOf{randomParcel(rnd, twice)}
			if twice {
				list[0].late = false
				second := randomParcel(rnd, false)
				second.late = true
				list = append(list, second)
			}
			m.sheets[q.id][u] = list
		}
		m.copyOne(q.id)
	}
	return m
}

// copyOne lets a unit that is late copy a row of one that was in time.
func (m *model) copyOne(round string) {
	for _, from := range yearUnits {
		for _, to := range yearUnits {
			a, b := m.sheets[round][from], m.sheets[round][to]
			if len(a) != 1 || len(b) != 1 || a[0].late || !b[0].late {
				continue
			}
			for _, item := range yearItems {
				row, has := b[0].rows[item]
				if was, ok := a[0].rows[item]; ok && has && was.tells() && row.tells() {
					row.text, row.copied = was.text, true
					b[0].rows[item] = row
					return
				}
			}
		}
	}
}

// tells: that nothing has begun many may say alike.
func (s sent) tells() bool { return s.status == "done" || s.status == "ongoing" }

// randomParcel has some of the items, or all.
func randomParcel(rnd *rand.Rand, all bool) parcelOf {
	p := parcelOf{late: rnd.Intn(4) == 0, rows: map[string]sent{}}
	for _, item := range yearItems {
		if !all && rnd.Intn(4) == 0 {
			continue
		}
		text := make([]rune, 30)
		for i := range text {
			text[i] = rune(0x4e00 + rnd.Intn(3000))
		}
		p.rows[item] = sent{[]string{"done", "done", "ongoing", "ongoing", "not_started", "not_applicable", "unknown"}[rnd.Intn(7)], 5 * (1 + rnd.Intn(19)), string(text), false}
	}
	if len(p.rows) == 0 {
		p.rows["1"] = sent{"done", 0, "印发了工作方案和任务清单并组织了一次培训", false}
	}
	return p
}

func (m *model) put(t testing.TB, dir string) {
	for _, q := range quarters {
		for _, u := range yearUnits {
			for i, p := range m.sheets[q.id][u] {
				putSheet(t, dir, q.id, u, fmt.Sprintf("%s%d.csv", u, i+1), p)
			}
		}
		runQuarter(t, dir, q.id)
	}
}

// answer is what counts of a unit and item in a round.
func (m *model) answer(round, unit, item string) (s sent, ok bool) {
	for _, p := range m.sheets[round][unit] {
		if got, has := p.rows[item]; has {
			s, ok = got, true
		}
	}
	return s, ok
}

// finals lists "unit item status progress from carried course" of the year.
func (m *model) finals() []string {
	var out []string
	for _, item := range yearItems {
		for _, u := range yearUnits {
			var last sent
			from, course := "", ""
			for _, q := range quarters {
				if s, ok := m.answer(q.id, u, item); ok {
					last, from, course = s, q.id, course+" "+q.id+":"+s.status
				}
			}
			if from != "" {
				out = append(out, fmt.Sprintf("%s %s %s %s from %s carried %v%s", u, item, last.status, last.percent(), from, from != "q4", course))
			}
		}
	}
	return out
}

func (s sent) percent() string {
	switch s.status {
	case "done":
		return "100"
	case "ongoing":
		return fmt.Sprint(s.progress)
	}
	return ""
}

// events lists "unit kind round" of the year, sorted.
func (m *model) events() []string {
	var out []string
	for _, q := range quarters {
		for _, u := range yearUnits {
			list := m.sheets[q.id][u]
			if len(list) == 0 {
				out = append(out, u+" missing "+q.id)
				continue
			}
			if list[0].late {
				out = append(out, u+" late "+q.id)
			}
			for i, p := range list {
				for _, s := range p.rows {
					if s.copied {
						out = append(out, u+" copied "+q.id)
					}
				}
				if p.faulty(len(list) == 1) {
					out = append(out, u+" returned "+q.id)
				}
				if i > 0 && m.stillWrong(list[0], p) {
					out = append(out, u+" uncorrected "+q.id)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// stillWrong: a row that was returned comes back wrong, or does not come back at all.
func (m *model) stillWrong(first, second parcelOf) bool {
	for item, s := range first.rows {
		again, sent := second.rows[item]
		if s.status == "unknown" && (!sent || again.status == "unknown") {
			return true
		}
	}
	return false
}

// backwards lists "unit item round" where an answer goes back behind the one before it.
func (m *model) backwards() []string {
	var out []string
	for _, u := range yearUnits {
		for _, item := range yearItems {
			var before *sent
			for _, q := range quarters {
				s, ok := m.answer(q.id, u, item)
				if !ok {
					continue
				}
				if before != nil && goesBack(*before, s) {
					out = append(out, u+" "+item+" "+q.id)
				}
				before = &s
			}
		}
	}
	slices.Sort(out)
	return out
}

func goesBack(was, now sent) bool {
	not := now.status == "not_started" || now.status == "not_applicable"
	return was.status == "done" && (not || now.status == "ongoing") || was.status == "ongoing" && not ||
		was.status == "ongoing" && now.status == "ongoing" && now.progress < was.progress
}

// TestYearsAsSimulated: years at random come out as the model has them.
func TestYearsAsSimulated(t *testing.T) {
	seeds := int64(8)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			m := randomYear(rand.New(rand.NewSource(seed)))
			dir := yearProject(t)
			m.put(t, dir)
			out, err := runYear(t, project.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			var finals, events, back []string
			for _, e := range out.Ledger.Entries {
				if e.Fate != ledger.Merged {
					continue
				}
				course := ""
				for _, s := range e.Course {
					course += " " + s.Round + ":" + string(s.Status)
				}
				finals = append(finals, fmt.Sprintf("%s %s %s %s from %s carried %v%s", e.Unit, e.Item, e.Status, e.Progress, e.From, e.Carried, course))
			}
			for _, e := range out.Events {
				events = append(events, e.Unit+" "+e.Kind+" "+e.Round)
			}
			slices.Sort(events)
			for _, f := range out.Counted {
				if f.Code == "L12" || f.Code == "L13" {
					back = append(back, f.Unit+" "+f.Item+" "+f.Round)
				}
			}
			slices.Sort(back)
			for _, c := range []struct {
				what      string
				got, want []string
			}{{"final states", finals, m.finals()}, {"events", events, m.events()}, {"answers that go backwards", back, m.backwards()}} {
				if !slices.Equal(c.got, c.want) {
					t.Errorf("%s:\n%s", c.what, firstDifference(strings.Join(c.got, "\n"), strings.Join(c.want, "\n")))
				}
			}
			yearCloses(t, out)
		})
	}
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
		}, "按改动以前的决定、名录或分工做的"},
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
