package project_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/project"
)

// countyNamed is the small county of yearProject under another name, with what its units sent for
// the second quarter, and run.
func countyNamed(t testing.TB, name string, seed int64) string {
	t.Helper()
	dir := yearProject(t)
	for _, file := range []string{"project.yaml", "tasks.csv", "roster.csv"} {
		path := filepath.Join(dir, file)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		put(t, path, strings.ReplaceAll(string(data), "示例县", name))
	}
	rnd := rand.New(rand.NewSource(seed))
	for i, u := range yearUnits {
		if i == int(seed)%len(yearUnits) {
			continue // silent
		}
		p := randomParcel(rnd, false)
		for item, s := range p.rows {
			s.text = name + u + s.text + "，联系手机13812345678"
			p.rows[item] = s
		}
		putSheet(t, dir, "q2", u, u+".csv", p)
	}
	runQuarter(t, dir, "q2")
	return dir
}

func put(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// above is a project that rolls up ledgers: of counties, or of cities.
func above(t testing.TB, name, table string, below ...string) string {
	t.Helper()
	dir := t.TempDir()
	put(t, filepath.Join(dir, "project.yaml"), "# 示例数据，纯属虚构\ncounty: "+name+"\nyear: 2019\nsample: true\nrounds:\n"+
		"  - {id: h1, name: 上半年, kind: rollup, due: 2019-07-15, as_of: 2019-06-30}\n")
	put(t, filepath.Join(dir, "tasks.csv"), string(read(t, filepath.Join(table, "tasks.csv"))))
	roster := "单位名称,全称,别名,类别,启用,备注\n"
	for _, b := range below {
		roster += b + ",,,县市区,是,\n"
	}
	put(t, filepath.Join(dir, "roster.csv"), roster)
	return dir
}

func rolledUp(t testing.TB, dir string) *project.Outcome {
	t.Helper()
	p, err := project.Open(project.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.Run(project.Everything)
	if err != nil {
		t.Fatal(err)
	}
	r := out.Ledger.Account()
	if m := out.Manifest.Rows; m != r || r.Read != r.Merged+r.Superseded+r.Unmatched+r.Empty {
		t.Fatalf("the account does not close: by file %+v, by row %+v", m, r)
	}
	return out
}

func ledgerOf(dir string) string { return filepath.Join(dir, "out", "q2", "ledger.json") }

func standingOf(t testing.TB, out *project.Outcome, county string) assess.CountyStanding {
	t.Helper()
	i := slices.IndexFunc(out.Comparison.Counties, func(c assess.CountyStanding) bool { return c.County == county })
	if i < 0 {
		t.Fatalf("no %s", county)
	}
	return out.Comparison.Counties[i]
}

// TestRollUp: of five counties one is late, one sent a broken file, one nothing.
func TestRollUp(t *testing.T) {
	counties := map[string]string{}
	for i, name := range []string{"示例县", "样例县", "演示县"} {
		counties[name] = countyNamed(t, name, int64(i+1))
	}
	city := above(t, "示例市", counties["示例县"], "示例县", "样例县", "范例区", "演示县", "虚构区")
	inbox := filepath.Join(city, "inbox", "h1")
	put(t, filepath.Join(inbox, "2019-07-10", "示例县.json"), string(read(t, ledgerOf(counties["示例县"]))))
	put(t, filepath.Join(inbox, "2019-07-16", "ledger.json"), string(read(t, ledgerOf(counties["样例县"]))))
	put(t, filepath.Join(inbox, "2019-07-10", "范例区", "ledger.json"), string(read(t, ledgerOf(counties["演示县"]))[:2000]))
	zipInto(t, filepath.Join(inbox, "2019-07-12", "演示县上报.zip"), map[string]string{"h1/ledger.json": ledgerOf(counties["演示县"]), "h1/manifest.json": filepath.Join(counties["演示县"], "out", "q2", "manifest.json")})
	out := rolledUp(t, city)

	for county, want := range map[string]assess.CountyStanding{"示例县": {State: "reported", Received: "2019-07-10"}, "样例县": {State: "reported", Received: "2019-07-16", Late: true},
		"范例区": {State: "unusable"}, "演示县": {State: "reported", Received: "2019-07-12"}, "虚构区": {State: "missing"}} {
		got := standingOf(t, out, county)
		if got.State != want.State || got.Received != want.Received || got.Late != want.Late {
			t.Errorf("%s: %+v", county, got)
		}
		if got.State == "reported" {
			sameAsCounty(t, got, counties[county])
		}
	}
	if u := out.Manifest.Units; u.Expected != 5 || u.Reported != 3 || !slices.Equal(u.Missing, []string{"范例区", "虚构区"}) || !slices.Equal(u.Late, []string{"样例县"}) {
		t.Errorf("%+v", u)
	}
	walk(t, out, counties)
	workbookAgrees(t, city, out.Comparison)
	for _, o := range out.Written {
		data := read(t, filepath.Join(city, "out", "h1", filepath.FromSlash(o.Path)))
		if bytes.Contains(data, []byte("13812345678")) {
			t.Errorf("%s holds a private number", o.Path)
		}
	}
}

func zipInto(t testing.TB, path string, files map[string]string) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(mapKeys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(read(t, files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, path, b.String())
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// sameAsCounty: the figures of a county are those of its own run.
func sameAsCounty(t *testing.T, of assess.CountyStanding, dir string) {
	t.Helper()
	var m project.Manifest
	if err := json.Unmarshal(read(t, filepath.Join(dir, "out", "q2", "manifest.json")), &m); err != nil {
		t.Fatal(err)
	}
	if of.Units.Expected != m.Units.Expected || of.Units.Reported != m.Units.Reported || !slices.Equal(of.Unreported, m.Units.Missing) || !slices.Equal(of.Delayed, m.Units.Late) {
		t.Errorf("%s: %+v, its own manifest says %+v", of.County, of, m.Units)
	}
	if of.Items.Answered != m.Rows.Merged {
		t.Errorf("%s: %d items answered, %d rows merged", of.County, of.Items.Answered, m.Rows.Merged)
	}
}

// walk goes from every merged row of the city to the cell in the unit's own file.
func walk(t *testing.T, out *project.Outcome, counties map[string]string) {
	t.Helper()
	walked := 0
	for _, e := range out.Ledger.Entries {
		if e.Fate != ledger.Merged {
			continue
		}
		county, unit, _ := strings.Cut(e.Unit, "·")
		at := strings.LastIndex(e.Source.File, intake.Sep)
		if sent := e.Source.File[:at]; sent != standingOf(t, out, county).File {
			t.Fatalf("%s comes from %s", e.Unit, sent)
		}
		file := filepath.Join(counties[county], "inbox", "q2", filepath.FromSlash(e.Source.File[at+len(intake.Sep):]))
		if !strings.Contains(file, unit) {
			t.Fatalf("%s of %s", file, unit)
		}
		lines := csv.NewReader(bytes.NewReader(read(t, file)))
		lines.FieldsPerRecord = -1
		rows, err := lines.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		col, row, err := excelize.CellNameToCoordinates(e.Source.Cells["progress_text"])
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(rows[row-1][col-1], "13812345678", "138******78"); got != e.ProgressText || got == "" {
			t.Fatalf("%s %s: the ledger says %q, the cell %q", file, e.Source.Cells["progress_text"], e.ProgressText, got)
		}
		walked++
	}
	if walked < 10 {
		t.Errorf("only %d rows", walked)
	}
}

// workbookAgrees: the sheet of counties has the figures of comparison.json.
func workbookAgrees(t *testing.T, city string, want *assess.Comparison) {
	t.Helper()
	var c assess.Comparison
	if err := json.Unmarshal(read(t, filepath.Join(city, "out", "h1", "comparison.json")), &c); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(c) != fmt.Sprint(*want) {
		t.Errorf("comparison.json differs from the outcome")
	}
	wb, err := grid.Open(filepath.Join(city, "out", "h1", "示例市2019年政务公开工作汇总台账.xlsx"), grid.Limits{})
	if err != nil || wb.Err != nil {
		t.Fatal(err, wb.Err)
	}
	var names []string
	for i := range wb.Sheets {
		names = append(names, wb.Sheets[i].Name)
	}
	if !slices.Equal(names, []string{"汇总", "县区对比", "任务×县区", "台账", "未并入", "单位情况", "问题清单"}) &&
		!slices.Equal(names, []string{"汇总", "县区对比", "任务×县区", "台账", "单位情况", "问题清单"}) {
		t.Errorf("sheets %v", names)
	}
	rows := sheetTexts(wb.Sheets[1])
	head := slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, "应报项次") })
	at := func(r []string, title string) string { return r[slices.Index(rows[head], title)] }
	for _, of := range c.Counties {
		i := slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, of.County) })
		if i < 0 {
			t.Fatalf("no row of %s", of.County)
		}
		if of.State != assess.CountyReported {
			continue
		}
		for title, n := range map[string]int{"应报单位": of.Units.Expected, "已报单位": of.Units.Reported, "应报项次": of.Items.Required, "已完成": of.Items.Done, "未启动": of.Items.NotStarted, "有佐证": of.Items.Evidence, "名次": of.Rank} {
			if got := at(rows[i], title); got != strconv.Itoa(n) {
				t.Errorf("%s %s: %q, want %d", of.County, title, got, n)
			}
		}
	}
}

func sheetTexts(s *grid.Sheet) [][]string {
	var out [][]string
	for _, c := range s.Cells {
		for len(out) < c.Row {
			out = append(out, nil)
		}
		for len(out[c.Row-1]) < c.Col {
			out[c.Row-1] = append(out[c.Row-1], "")
		}
		out[c.Row-1][c.Col-1] = c.Text
	}
	return out
}

// Of two ledgers of one county the later counts; nothing orders two without a day but a decision.
func TestRollUpVersions(t *testing.T) {
	first, second := countyNamed(t, "示例县", 1), countyNamed(t, "示例县", 2)
	other := countyNamed(t, "样例县", 3)
	verdicts := func(out *project.Outcome) string {
		var list []string
		for _, f := range out.Result.Files {
			list = append(list, string(f.Verdict))
		}
		return strings.Join(list, " ")
	}
	codes := func(out *project.Outcome) string {
		var list []string
		for _, f := range out.Result.Findings {
			list = append(list, f.Code)
		}
		return strings.Join(list, " ")
	}
	for name, c := range map[string]struct {
		files    map[string]string // path → project
		decided  bool
		verdicts string
		codes    string
		kept     string
	}{
		"later":    {map[string]string{"2019-07-10/b.json": first, "2019-07-11/a.json": second}, false, "superseded accepted", "", "2019-07-11/a.json"},
		"mail day": {map[string]string{"2019-07-12/b.json": first, "2019-07-11/a.json": second}, false, "superseded accepted", "", "2019-07-12/b.json"},
		"no day":   {map[string]string{"a.json": first, "b.json": second}, false, "superseded accepted", "X01", "b.json"},
		"decided":  {map[string]string{"a.json": first, "b.json": second}, true, "accepted superseded", "", "a.json"},
		"same":     {map[string]string{"a.json": first, "b.json": first}, false, "accepted ignored", "", "a.json"},
		"doubted":  {map[string]string{"2019-07-10/a.json": first, "2019-07-11/样例县.json": second}, false, "accepted superseded", "U03", "2019-07-10/a.json"},
		"two":      {map[string]string{"2019-07-10/a.json": first, "2019-07-11/样例县.json": other}, false, "accepted accepted", "", "2019-07-10/a.json"},
	} {
		city := above(t, "示例市", first, "示例县", "样例县")
		for path, dir := range c.files {
			put(t, filepath.Join(city, "inbox", "h1", filepath.FromSlash(path)), string(read(t, ledgerOf(dir))))
		}
		if c.decided {
			decide(t, city, "收件时间", []string{"文件", "时间"}, []string{"a.json", "2019-07-12"}, []string{"b.json", "2019-07-11"})
		}
		out := rolledUp(t, city)
		if got := verdicts(out); got != c.verdicts {
			t.Errorf("%s: verdicts %s, want %s", name, got, c.verdicts)
		}
		if got := codes(out); got != c.codes {
			t.Errorf("%s: codes %q, want %q", name, got, c.codes)
		}
		if got := standingOf(t, out, "示例县").File; got != c.kept {
			t.Errorf("%s: %s counts, want %s", name, got, c.kept)
		}
		for _, f := range out.Result.Files {
			if f.Verdict == finding.Superseded && (f.Rows.Read == 0 || f.Rows.Superseded != f.Rows.Read) {
				t.Errorf("%s: %s: %+v", name, f.Path, f.Rows)
			}
		}
	}
}

// A province rolls its cities up, of which one is a roll-up itself; a year's ledger does as well as a round's.
func TestRollUpTwice(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	if _, err := runYear(t, project.Options{Dir: county}); err != nil {
		t.Fatal(err)
	}
	city := above(t, "示例市", county, "示例县", "样例县")
	put(t, filepath.Join(city, "inbox", "h1", "2019-07-10", "ledger.json"), string(read(t, filepath.Join(county, "out", "year", "ledger.json"))))
	low := rolledUp(t, city)
	if standingOf(t, low, "示例县").State != "reported" {
		t.Fatalf("%+v %+v", low.Comparison, low.Result.Findings)
	}
	province := above(t, "示例省", county, "示例市", "样例市")
	put(t, filepath.Join(province, "inbox", "h1", "2019-07-12", "示例市.json"), string(read(t, filepath.Join(city, "out", "h1", "ledger.json"))))
	out := rolledUp(t, province)
	of := standingOf(t, out, "示例市")
	if of.Items != low.Comparison.Total.Items || of.Units != low.Comparison.Total.Units || of.Events != low.Comparison.Total.Events || !slices.Equal(of.Lacking, []string{"样例县"}) {
		t.Errorf("%+v\nthe city itself: %+v", of, low.Comparison.Total)
	}
	e := out.Ledger.Entries[0]
	if !strings.HasPrefix(e.Unit, "示例市·示例县·") || !strings.HasPrefix(e.Source.File, "2019-07-12/示例市.json › 2019-07-10/ledger.json › ") || e.Source.Cells["progress_text"] == "" {
		t.Errorf("%s from %+v", e.Unit, e.Source)
	}
	if !slices.Contains(of.Unreported, "示例县·"+yearUnits[1]) {
		t.Errorf("%v", of.Unreported)
	}
}

// A county with an extension is late only after it.
func TestRollUpExtension(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县")
	put(t, filepath.Join(city, "inbox", "h1", "2019-07-18", "ledger.json"), string(read(t, ledgerOf(county))))
	if of := standingOf(t, rolledUp(t, city), "示例县"); !of.Late {
		t.Errorf("%+v", of)
	}
	decide(t, city, "延期", []string{"单位", "轮次", "截止日期"}, []string{"示例县", "h1", "2019-07-20"})
	if of := standingOf(t, rolledUp(t, city), "示例县"); of.Late || of.Due != "2019-07-20" {
		t.Errorf("%+v", of)
	}
}

// A year whose rounds have a roll-up among them is refused; so is what a roll-up has no use for.
func TestRollUpRefuses(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县")
	rolledUp(t, city)
	if _, err := runYear(t, project.Options{Dir: city}); err == nil || !strings.Contains(err.Error(), "是汇总期（kind: rollup），不作年度评估") {
		t.Error(err)
	}
	p, err := project.Open(project.Options{Dir: city})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(project.Stages{Scores: true}); err == nil || !strings.Contains(err.Error(), "不给单位评分") {
		t.Error(err)
	}
	if _, err := p.Dispatch(""); err == nil || !strings.Contains(err.Error(), "不下发填报表") {
		t.Error(err)
	}
	if _, err := p.WhatIf("百分扣分"); err == nil || !strings.Contains(err.Error(), "不给单位评分") {
		t.Error(err)
	}
}
