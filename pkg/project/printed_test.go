//go:build office

package project

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"zwgk/pkg/assess"
	"zwgk/pkg/value"
)

// demoRound runs the half-year of the demo county and gives its out folder.
func demoRound(t *testing.T) (out string, scores assess.Scores) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	if err := UnpackDemo(dir); err != nil {
		t.Fatal(err)
	}
	p, err := Open(Options{Dir: dir, Round: "2019-h1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(Everything); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(p.Out(), "scores.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &scores); err != nil {
		t.Fatal(err)
	}
	return p.Out(), scores
}

// printed is the text of a PDF, laid out as it stands on the page.
func printed(t *testing.T, file string) string {
	t.Helper()
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return string(text)
}

// TestOfficeReportAgreesWithScores looks each unit up in the printed report and
// on its own page, as another program reads them.
func TestOfficeReportAgreesWithScores(t *testing.T) {
	out, scores := demoRound(t)
	reports, _ := filepath.Glob(filepath.Join(out, "*评估报告.pdf"))
	if len(reports) != 1 || len(scores.Units) != 47 {
		t.Fatalf("%v, %d units", reports, len(scores.Units))
	}
	report := printed(t, reports[0])
	for _, u := range scores.Units {
		row := regexp.MustCompile(`(?m)^\s*` + strconv.Itoa(u.Rank) + `\s+` + regexp.QuoteMeta(u.Unit) + `\s+` + regexp.QuoteMeta(u.Final) + `\s+` + u.Grade + `\s*$`)
		if !row.MatchString(report) {
			t.Errorf("the report does not rank %s %d with %s, %s", u.Unit, u.Rank, u.Final, u.Grade)
		}
		page := squeezed(printed(t, filepath.Join(out, "units", u.Unit+".pdf")))
		if !strings.Contains(page, "得分"+u.Final+"分，等次为"+u.Grade) {
			t.Errorf("the page of %s does not say %s, %s", u.Unit, u.Final, u.Grade)
		}
		for _, l := range u.Lines {
			if !strings.Contains(page, squeezed(l.Score)) {
				t.Errorf("the page of %s lacks %s of %s", u.Unit, l.Score, l.Indicator)
			}
		}
	}
	for _, file := range append(reports, pages(t, out)...) {
		text := printed(t, file)
		if found := value.PrivateNumbers(squeezed(text)); len(found) > 0 {
			t.Errorf("%s shows a private number", filepath.Base(file))
		}
		if !strings.Contains(text, "纯属虚构") {
			t.Errorf("%s does not say that it is a sample", filepath.Base(file))
		}
	}
}

func pages(t *testing.T, out string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(out, "units", "*.pdf"))
	if err != nil || len(list) != 47 {
		t.Fatalf("%d unit pages, %v", len(list), err)
	}
	return list
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// TestOfficeOpensEveryWorkbook has LibreOffice print every workbook of the round.
func TestOfficeOpensEveryWorkbook(t *testing.T) {
	out, _ := demoRound(t)
	var books []string
	for _, pattern := range []string{"*.xlsx", "returns/*.xlsx"} {
		list, err := filepath.Glob(filepath.Join(out, pattern))
		if err != nil {
			t.Fatal(err)
		}
		books = append(books, list...)
	}
	if len(books) < 15 {
		t.Fatalf("only %d workbooks", len(books))
	}
	to := t.TempDir()
	args := append([]string{"--headless", "-env:UserInstallation=file://" + filepath.Join(to, "profile"), "--convert-to", "pdf", "--outdir", to}, books...)
	if text, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, book := range books {
		pdf := filepath.Join(to, strings.TrimSuffix(filepath.Base(book), ".xlsx")+".pdf")
		text := printed(t, pdf)
		if strings.Contains(text, "###") || strings.Contains(text, "#REF!") || strings.Contains(text, "Err:5") || len(squeezed(text)) < 20 {
			t.Errorf("%s does not print well", filepath.Base(book))
		}
	}
}
