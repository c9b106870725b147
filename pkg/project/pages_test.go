//go:build office

package project

import (
	"archive/zip"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestOfficeBlankPages has LibreOffice print blanks: every page break is one of the
// blank's own, and no page ends with the heading of a chapter or section.
func TestOfficeBlankPages(t *testing.T) {
	p, _ := weishanProject(t)
	sent, err := p.Dispatch("")
	if err != nil {
		t.Fatal(err)
	}
	headings := map[string]bool{}
	for _, r := range p.Table.Rows() {
		headings[squeezed(r.Chapter+r.Section)] = true
	}
	to := t.TempDir()
	units := []string{"县财政局", "夏镇街道", "县政府办公室", "县人行"}
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(to, "profile"), "--convert-to", "pdf", "--outdir", to}
	for i, unit := range units {
		units[i] = unit + "2019年上半年政务公开填报表"
		args = append(args, filepath.Join(sent.Dir, units[i]+".xlsx"))
	}
	if text, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, name := range units {
		pages := strings.Split(strings.TrimSuffix(printed(t, filepath.Join(to, name+".pdf")), "\f"), "\f")
		if want := pageBreaks(t, filepath.Join(sent.Dir, name+".xlsx")) + 2; len(pages) != want {
			t.Errorf("%s: %d pages with the instructions, want %d", name, len(pages), want)
		}
		for i, page := range pages {
			last := ""
			for _, line := range strings.Split(page, "\n") {
				if line = squeezed(line); line != "" && !strings.HasPrefix(line, "第") {
					last = line
				}
			}
			if headings[last] {
				t.Errorf("%s: page %d ends with %s", name, i+1, last)
			}
		}
		if !strings.Contains(pages[0], "填报提示：还有") || !strings.Contains(squeezed(pages[0]), "签署栏缺填报人、联系电话、审核人、填报日期。") {
			t.Errorf("%s: the counter is not printed whole", name)
		}
	}
}

func pageBreaks(t *testing.T, file string) int {
	t.Helper()
	r, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	part, err := r.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(content), "<brk ")
}
