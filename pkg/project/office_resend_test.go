//go:build office

package project

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
)

// spoil puts faults into a filled sheet: what to type by cell, of four rows one each.
func spoil(t *testing.T, p *Project, cells map[string]string) {
	t.Helper()
	columns := map[string]string{}
	for i, c := range p.Spec.Columns() {
		columns[c.Field] = strings.TrimRight(grid.Ref(1, i+1), "1")
	}
	row, n := 0, 0
	for row = 1; n < 4 && row < 200; row++ {
		at := func(field string) string { return columns[field] + strconv.Itoa(row) }
		if cells[at(form.FieldStatus)] == "" {
			continue
		}
		switch n++; n {
		case 1:
			cells[at(form.FieldProgress)] = "120%"
		case 2:
			cells[at(form.FieldStatus)] = "差不多了"
		case 3:
			cells[at(form.FieldProgressText)] += "联系人手机13800138000。"
		case 4:
			for field := range columns {
				delete(cells, at(field)) // left out
			}
		}
	}
	if n < 2 {
		t.Fatalf("only %d rows to spoil", n)
	}
}

// TestOfficeMarkedCopiesComeBackMended has blanks filled in with faults by
// LibreOffice. What goes back is the sender's own package but for the marks;
// LibreOffice opens it, mends it as the comments say, and saves it; then it is
// accepted, and what was wrong is told as solved.
func TestOfficeMarkedCopiesComeBackMended(t *testing.T) {
	p, dir := weishanProject(t)
	sent, err := p.Dispatch("")
	if err != nil {
		t.Fatal(err)
	}
	inbox := filepath.Join(dir, "inbox", "2019-h1")
	var jobs []fillJob
	files := map[string]string{}
	for _, unit := range []string{"县财政局", "县民政局", "县水务局", "夏镇街道", "韩庄镇", "县司法局"} {
		blank := filepath.Join(sent.Dir, unit+"2019年上半年政务公开填报表.xlsx")
		cells := answerSheet(t, p, blank, unit, map[string]map[string]string{})
		spoil(t, p, cells)
		name := filepath.Base(blank)
		files[unit] = "2019-07-03/" + name
		jobs = append(jobs, fillJob{blank, filepath.Join(inbox, "2019-07-03", name), "xlsx", "填报表", cells, false})
	}
	makeFolders(t, inbox, "2019-07-03", "2019-07-04")
	fillInOffice(t, jobs)
	first := runFolder(t, dir)
	returned := filepath.Join(dir, "out", "2019-h1", "returns")
	jobs = nil
	for _, f := range first.Result.Files {
		if f.Verdict != finding.Returned {
			t.Fatalf("%s is %s", f.Path, f.Verdict)
		}
		copied := filepath.Join(returned, first.copies[f.Path])
		samePackage(t, filepath.Join(inbox, filepath.FromSlash(f.Path)), copied)
		jobs = append(jobs, fillJob{copied, filepath.Join(inbox, "2019-07-04", first.copies[f.Path]), "xlsx", "填报表", mend(t, f, findingsOf(first, f.Path))["填报表"], false})
	}
	fillInOffice(t, jobs)
	second := runFolder(t, dir)
	checkMended(t, second, files, "2019-07-04")
	text, err := os.ReadFile(filepath.Join(returned, "回执.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "已被后来的版本（"); n != len(files) {
		t.Errorf("%d receipts say that a later version counts", n)
	}
	if n := strings.Count(string(text), "相比：已改正"); n != len(files) {
		t.Errorf("%d receipts tell what was solved:\n%s", n, text)
	}
}

// TestOfficeCleanCopiesComeBackMended: of other formats a clean workbook of the same
// rows goes back, which does as well.
func TestOfficeCleanCopiesComeBackMended(t *testing.T) {
	const unit = "县财政局"
	p, dir := weishanProject(t)
	sent, err := p.Dispatch(unit)
	if err != nil {
		t.Fatal(err)
	}
	blank := filepath.Join(sent.Dir, unit+"2019年上半年政务公开填报表.xlsx")
	cells := answerSheet(t, p, blank, unit, map[string]map[string]string{})
	spoil(t, p, cells)
	saved := t.TempDir()
	source := filepath.Join(saved, "source", unit+".xlsx")
	makeFolders(t, saved, "source")
	typeIn(t, blank, source, cells, copyVisible)
	for format, file := range saveInOffice(t, source, saved) {
		t.Run(format, func(t *testing.T) {
			inbox := filepath.Join(dir, "inbox", "2019-h1")
			if err := os.RemoveAll(inbox); err != nil {
				t.Fatal(err)
			}
			makeFolders(t, inbox, "2019-07-03", "2019-07-04")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			path := "2019-07-03/" + filepath.Base(file)
			if err := os.WriteFile(filepath.Join(inbox, filepath.FromSlash(path)), data, 0o644); err != nil {
				t.Fatal(err)
			}
			first := runFolder(t, dir)
			f := first.Result.Files[0]
			if f.Verdict != finding.Returned || first.copies[path] == "" {
				t.Fatalf("%s is %s, goes back as %q", f.Path, f.Verdict, first.copies[path])
			}
			todo := mend(t, f, findingsOf(first, f.Path))
			for sheet, list := range todo {
				fillInOffice(t, []fillJob{{filepath.Join(dir, "out", "2019-h1", "returns", first.copies[path]),
					filepath.Join(inbox, "2019-07-04", unit+"（改正）.xlsx"), "xlsx", sheet, list, false}})
			}
			if len(todo) != 1 {
				t.Errorf("%d sheets to mend", len(todo))
			}
			checkMended(t, runFolder(t, dir), map[string]string{unit: path}, "2019-07-04")
		})
	}
}

func findingsOf(out *Outcome, file string) []finding.Finding {
	var list []finding.Finding
	for _, f := range out.Counted {
		if f.File == file {
			list = append(list, f)
		}
	}
	return list
}

func makeFolders(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// samePackage: all parts but those that marks are made of have the sender's bytes.
// One sheet is marked; the others only lose their being selected.
func samePackage(t *testing.T, sent, back string) {
	t.Helper()
	before, after := packageOf(t, sent), packageOf(t, back)
	marked := 0
	for name, text := range before {
		switch {
		case name == "xl/workbook.xml" || name == "xl/_rels/workbook.xml.rels" || name == "[Content_Types].xml" || name == "xl/styles.xml":
		case strings.HasPrefix(name, "xl/worksheets/_rels/") || strings.HasPrefix(name, "xl/comments") || strings.HasPrefix(name, "xl/drawings/vmlDrawing"):
		case strings.HasPrefix(name, "xl/worksheets/"):
			if plain := strings.NewReplacer(` tabSelected="true"`, "", ` tabSelected="1"`, ""); plain.Replace(after[name]) != plain.Replace(text) {
				marked++
			}
		case after[name] != text:
			t.Errorf("%s: the part %s has changed", back, name)
		}
	}
	if marked != 1 {
		t.Errorf("%s: %d sheets have changed", back, marked)
	}
}

func packageOf(t *testing.T, name string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(name, f.Name, err)
		}
		out[f.Name] = string(data)
	}
	return out
}
