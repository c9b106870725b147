package report

import (
	"strings"
	"testing"

	"zwgk/pkg/decision"
	"zwgk/pkg/finding"
	"zwgk/pkg/policy"
)

func TestWordingSlips(t *testing.T) {
	for name, c := range map[string]struct{ file, old, new, want string }{
		"field":         {assessmentFile, "{{len .Expected}}家单位{{template", "{{len .Expectd}}家单位{{template", "没有 “Expectd” 这一项"},
		"field allowed": {assessmentFile, "{{.Rows.Required}}", "{{.Rows.Requird}}", "可用的有：Done、Missing、NotApplicable"},
		"method":        {assessmentFile, "{{template \"parts\" .Rows.Parts}}", "{{template \"parts\" .Rows.Part}}", "没有 “Part” 这一项"},
		"function":      {noticeFile, "{{date .Round.Due}}", "{{dates .Round.Due}}", "没有 “dates” 这个函数"},
		"end":           {chaseFile, "{{- if .Silent}}", "{{- if .Silent}}{{if .Late}}", "没有用 {{end}} 结束"},
		"too many ends": {chaseFile, "{{- if .Sample}}", "{{- if .Sample}}{{end}}", "多了一个 {{end}}"},
		"braces":        {unitFile, "{{.Group}}", "{{.Group", "return"},
		"part":          {returnFile, `{{template "work" .}}`, `{{template "werk" .}}`, "没有用 define 定义过 “werk”"},
		"table":         {assessmentFile, `{{table "bands" .}}`, `{{table "band" .}}`, "report.yaml 里没有叫 “band” 的表"},
		"column":        {layoutFile, "key: grade,", "key: grad,", "没有 “grad” 这一栏"},
		"align":         {layoutFile, "align: center", "align: middle", "可用的有：left、center、right"},
		"yaml key":      {layoutFile, "quotes: {per_chapter: 2", "quotes: {per_chap: 2", "不认识的项目 “per_chap”"},
		"status word":   {layoutFile, "done: 已完成, ", "", "words.status 里缺少 “done”"},
	} {
		t.Run(name, func(t *testing.T) {
			files := wordingFiles(t)
			f := files[c.file]
			if !strings.Contains(string(f.Data), c.old) {
				t.Fatalf("%s has no %q", c.file, c.old)
			}
			f.Data = []byte(strings.Replace(string(f.Data), c.old, c.new, 1))
			files[c.file] = f
			_, err := Parse(files)
			if err == nil {
				t.Fatal("no error")
			}
			if name == "braces" {
				c.want = unitFile
			}
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.file) {
				t.Errorf("want %q in:\n%v", c.want, err)
			}
			if _, ok := err.(*policy.Error); !ok {
				t.Errorf("%T", err)
			}
		})
	}
}

func TestSlipShowsItsPlace(t *testing.T) {
	files := wordingFiles(t)
	f := files[chaseFile]
	f.Data = []byte("催报\n甲：{{.Nobody}}\n")
	files[chaseFile] = f
	_, err := Parse(files)
	want := "notice/chase.tmpl 第 2 行第 5 列：没有 “Nobody” 这一项\n    甲：{{.Nobody}}\n          ^"
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v", err)
	}
	delete(files, chaseFile)
	if _, err := Parse(files); err == nil || !strings.Contains(err.Error(), "缺少这个模板文件") {
		t.Errorf("got %v", err)
	}
}

// What units and the office write never becomes a heading, a mark or another paragraph.
func TestNoMarksFromData(t *testing.T) {
	in := round(t, good, flawed)
	in.Office = "# 办公室\n---\n# 二"
	in.Table.Chapters[0].Title = "\x01章\n~ 甲"
	in.Findings[0].Message = "甲\n# 乙\x04 0"
	c := New(in)
	d, err := c.Assessment()
	if err != nil {
		t.Fatal(err)
	}
	text := shown(d)
	if strings.Contains(text, "\n# 办") || strings.Contains(text, "\n甲") || strings.Contains(text, "\n# 二\n") {
		t.Error(text)
	}
	letter, err := c.ReturnLetter()
	if err != nil || strings.Contains(letter, "\n# 乙") {
		t.Errorf("%v\n%s", err, letter)
	}
}

func TestPrivateNumbersInLetters(t *testing.T) {
	in := round(t, flawed)
	in.Findings = append(in.Findings, finding.Finding{Code: "P01", Severity: finding.Error, File: in.Files[0].Path, Unit: in.Files[0].Unit,
		Sheet: "填报表", Cells: []string{"E9"}, Message: "含有身份证号 11010519491231002X、手机13812345678", Hint: "请删去"})
	letter, err := ReturnLetter(in)
	if err != nil || !strings.Contains(letter, "110105**********2X") || !strings.Contains(letter, "138******78") || strings.Contains(letter, "13812345678") {
		t.Errorf("%v\n%s", err, letter)
	}
}

func TestAdjustmentsAreTold(t *testing.T) {
	in := round(t, good, late)
	in.score(t, &decision.Set{Adjustments: []decision.Adjustment{
		{Unit: "县财政局", Points: "-2.5", Basis: decision.Basis{Reason: "被上级通报", By: "县政府常务会议", Date: "2019-07-10"}}}})
	c := New(in)
	d, err := c.Assessment()
	if err != nil || !strings.Contains(body(d), "经研究调整的得分有：县财政局-2.5分（被上级通报）。") {
		t.Errorf("%v\n%s", err, body(d))
	}
	d, err = c.UnitPage("县财政局")
	if err != nil || !strings.Contains(body(d), "得分97.50分，等次为优秀。其中按指标计100.00分，经研究调整：-2.5分（被上级通报）。") {
		t.Errorf("%v\n%s", err, body(d))
	}
}

func TestUnknownUnit(t *testing.T) {
	if _, err := UnitPage(round(t, good), "县外单位"); err == nil {
		t.Error("no error")
	}
}

// Tables and letters of a round with nothing in it are made all the same.
func TestBareInput(t *testing.T) {
	c := New(Input{Wording: wording(t)})
	if _, err := c.Assessment(); err != nil {
		t.Error(err)
	}
	for _, f := range []func() (string, error){c.Notice, c.Chase, c.ReturnLetter} {
		if text, err := f(); err != nil || text == "" {
			t.Errorf("%q, %v", text, err)
		}
	}
}

func BenchmarkUnitPages(b *testing.B) {
	in := round(b, mixed()...)
	for b.Loop() {
		c := New(in)
		for _, u := range in.Ledger.Units {
			if _, err := c.UnitPage(u.Name); err != nil {
				b.Fatal(err)
			}
		}
	}
}
