//go:build office

package project

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"zwgk/pkg/assess"
)

// printedYear runs the demo county's year and gives its out folder.
func printedYear(t *testing.T) (out string, scores *assess.Scores) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	if err := UnpackDemo(dir); err != nil {
		t.Fatal(err)
	}
	for _, round := range []string{"2019-h1", "2019-end"} {
		p, err := Open(Options{Dir: dir, Round: round})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Run(Stages{Ledger: true, Scores: true}); err != nil {
			t.Fatal(err)
		}
	}
	p, err := Open(Options{Dir: dir, Year: true})
	if err != nil {
		t.Fatal(err)
	}
	year, err := p.Year()
	if err != nil {
		t.Fatal(err)
	}
	return p.Out(), year.Scores
}

// TestOfficeYearAgreesWithScores looks each unit up in the printed annual report and on its own page, as another program
// reads them, and has LibreOffice print the workbook.
func TestOfficeYearAgreesWithScores(t *testing.T) {
	out, scores := printedYear(t)
	report := printed(t, filepath.Join(out, "示例县2019年政务公开工作年度评估报告.pdf"))
	for _, u := range scores.Units {
		row := regexp.MustCompile(`(?m)^\s*` + strconv.Itoa(u.Rank) + `\s+` + regexp.QuoteMeta(u.Unit) + `\s+[\d.—]+\s+[\d.—]+\s+` + regexp.QuoteMeta(u.Final) + `\s+` + u.Grade + `\s*$`)
		if !row.MatchString(report) && len([]rune(u.Unit)) < 14 { // a longer name is printed in two lines
			t.Errorf("the report does not rank %s %d with %s, %s", u.Unit, u.Rank, u.Final, u.Grade)
		}
		page := squeezed(printed(t, filepath.Join(out, "units", u.Unit+".pdf")))
		if !strings.Contains(page, "年度得分"+u.Final+"分，等次为"+u.Grade) {
			t.Errorf("the page of %s does not say %s, %s", u.Unit, u.Final, u.Grade)
		}
	}
	book, to := filepath.Join(out, "示例县2019年政务公开工作年度台账.xlsx"), t.TempDir()
	if text, err := exec.Command("soffice", "--headless", "-env:UserInstallation=file://"+filepath.Join(to, "profile"), "--convert-to", "pdf", "--outdir", to, book).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	text := printed(t, filepath.Join(to, "示例县2019年政务公开工作年度台账.pdf"))
	for _, bad := range []string{"###", "#REF!", "Err:5"} {
		if strings.Contains(text, bad) {
			t.Errorf("the workbook prints %s", bad)
		}
	}
	for _, want := range []string{"各期情况", "沿用", "示例数据，纯属虚构"} {
		if !strings.Contains(text, want) {
			t.Errorf("the workbook does not print %s", want)
		}
	}
}
