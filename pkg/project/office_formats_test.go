//go:build office

package project

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
)

// TestOfficeFormatsAreEqual has one filled return saved by LibreOffice in every
// format that it knows and this project reads: each goes through the whole run,
// and each gives the same entries.
func TestOfficeFormatsAreEqual(t *testing.T) {
	const unit = "县财政局"
	p, dir := weishanProject(t)
	sent, err := p.Dispatch(unit)
	if err != nil {
		t.Fatal(err)
	}
	blank := filepath.Join(sent.Dir, unit+"2019年上半年政务公开填报表.xlsx")
	want := map[string]map[string]string{}
	cells := answerSheet(t, p, blank, unit, want)
	saved := t.TempDir()
	source := filepath.Join(saved, "source", unit+".xlsx")
	os.MkdirAll(filepath.Dir(source), 0o755)
	typeIn(t, blank, source, cells, copyVisible)
	files := saveInOffice(t, source, saved)
	files["as typed"] = source
	first := runOf(t, dir, source)
	if len(first) < 3 {
		t.Fatalf("%d entries", len(first))
	}
	for format, file := range files {
		t.Run(format, func(t *testing.T) {
			got := runOf(t, dir, file)
			if len(got) != len(first) {
				t.Fatalf("%d entries, want %d", len(got), len(first))
			}
			for i := range got {
				if got[i] != first[i] {
					t.Errorf("got  %s\nwant %s", got[i], first[i])
				}
			}
		})
	}
}

// saveInOffice gives the files by format.
func saveInOffice(t *testing.T, source, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	stem := strings.TrimSuffix(filepath.Base(source), ".xlsx")
	convert := func(name, from, ext string, args ...string) {
		to := filepath.Join(dir, name)
		args = append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(dir, "profile")), "--headless"}, args...)
		if msg, err := exec.Command("soffice", append(args, "--outdir", to, from)...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v %s", name, err, msg)
		}
		file := filepath.Join(to, stem+ext)
		if _, err := os.Stat(file); err != nil {
			t.Fatalf("LibreOffice made no %s", name)
		}
		out[name] = file
	}
	convert("xlsx", source, ".xlsx", "--convert-to", "xlsx:Calc MS Excel 2007 XML")
	convert("xls", source, ".xls", "--convert-to", "xls:MS Excel 97")
	convert("ods", source, ".ods", "--convert-to", "ods")
	convert("fods", source, ".fods", "--convert-to", "fods")
	convert("csv", source, ".csv", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76")
	convert("csv in GBK", source, ".csv", "--convert-to", "csv:Text - txt - csv (StarCalc):9,34,85")
	convert("html", source, ".html", "--convert-to", "html:HTML (StarCalc)")
	convert("docx", out["html"], ".docx", "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML")
	convert("doc", out["docx"], ".doc", "--convert-to", "doc:MS Word 97")
	// A web page is saved under the name of a workbook more often than not.
	for _, name := range []string{"html"} {
		disguised := filepath.Join(dir, name+" as xls", stem+".xls")
		os.MkdirAll(filepath.Dir(disguised), 0o755)
		data, err := os.ReadFile(out[name])
		if err == nil {
			err = os.WriteFile(disguised, data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		out[name+" as xls"] = disguised
	}
	return out
}

// runOf runs the round with one file in its inbox, and gives the unit's entries
// without their places.
func runOf(t *testing.T, dir, file string) []string {
	t.Helper()
	inbox := t.TempDir()
	data, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(filepath.Join(inbox, filepath.Base(file)), data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	p, err := Open(Options{Dir: dir, Round: "2019-h1", Inbox: inbox, Out: filepath.Join(t.TempDir(), "out")})
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.Run(Everything)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range out.Result.Files {
		if f.Verdict != finding.Accepted {
			t.Errorf("%s is %s", f.Path, f.Verdict)
		}
	}
	for _, f := range out.Result.Findings {
		if f.Severity != finding.Info && f.File != "" {
			t.Errorf("blamed: %s %s %v %s", f.File, f.Code, f.Cells, f.Message)
		}
	}
	var list []string
	for _, e := range out.Ledger.Entries {
		if e.Source.File == "" {
			continue
		}
		e.Source = ledger.Source{}
		e.Form, e.Row = nil, nil
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(line))
	}
	slices.Sort(list)
	return list
}
