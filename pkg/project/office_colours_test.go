//go:build office

package project

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"

	"github.com/xuri/excelize/v2"
)

// TestOfficeColoursOfMarkedCopies has a blank with colours of the sender's go back and come
// again, saved by LibreOffice each time. LibreOffice shows the marks above all other
// colours; what is mended has the sender's colour again, and what is not keeps its mark.
func TestOfficeColoursOfMarkedCopies(t *testing.T) {
	const unit = "县财政局"
	p, dir := weishanProject(t)
	sent, err := p.Dispatch(unit)
	if err != nil {
		t.Fatal(err)
	}
	blank := filepath.Join(sent.Dir, unit+"2019年上半年政务公开填报表.xlsx")
	cells := answerSheet(t, p, blank, unit, map[string]map[string]string{})
	spoil(t, p, cells)
	inbox := filepath.Join(dir, "inbox", "2019-h1")
	makeFolders(t, inbox, "2019-07-03", "2019-07-04", "2019-07-05")
	painted := filepath.Join(t.TempDir(), "a.xlsx")
	typeIn(t, blank, painted, cells, func(t *testing.T, f *excelize.File) *excelize.File {
		for at, text := range cells {
			fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E4DFEC"}}
			switch {
			case strings.Contains(text, "13800138000"):
				fill = excelize.Fill{Type: "pattern", Pattern: 14, Color: []string{"00B050"}}
			case text != "差不多了":
				continue
			}
			id, _ := f.GetCellStyle("填报表", at)
			style, _ := f.GetStyle(id)
			style.Fill = fill
			id, err := f.NewStyle(style)
			if err == nil {
				err = f.SetCellStyle("填报表", at, at, id)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return f
	})
	first := filepath.Join(inbox, "2019-07-03", unit+".xlsx")
	fillInOffice(t, []fillJob{{From: painted, To: first, Format: "xlsx", Sheet: "填报表", Cells: map[string]string{}}})
	out := runFolder(t, dir)
	copied := filepath.Join(dir, "out", "2019-h1", "returns", out.copies["2019-07-03/"+unit+".xlsx"])
	red := "#" + p.Layout.Colours["error"]
	for _, text := range []string{"120%", "差不多了", "13800138000"} {
		if got := colourInOffice(t, copied, text); got != red {
			t.Errorf("LibreOffice shows %q in %q, want %q", text, got, red)
		}
	}

	// All is mended but the status that nobody understands.
	file := out.Result.Files[0]
	var mended, open []finding.Finding
	for _, f := range findingsOf(out, file.Path) {
		if strings.Contains(f.Message, "差不多了") {
			open = append(open, f)
		} else if f.Severity == finding.Error {
			mended = append(mended, f)
		}
	}
	second := filepath.Join(inbox, "2019-07-04", filepath.Base(copied))
	fillInOffice(t, []fillJob{{From: copied, To: second, Format: "xlsx", Sheet: "填报表", Cells: mend(t, file, mended)["填报表"]}})
	again := runFolder(t, dir)
	name := again.copies["2019-07-04/"+filepath.Base(copied)]
	if name == "" || len(open) == 0 || len(mended) < 3 {
		t.Fatalf("%d mended, %d open, goes back as %q", len(mended), len(open), name)
	}
	copied = filepath.Join(dir, "out", "2019-h1", "returns", name)
	was, now := openBook(t, first), openBook(t, copied)
	for _, f := range slices.Concat(open, mended) {
		for _, at := range f.Cells {
			if want, got := fillIn(t, was, at), fillIn(t, now, at); !reflect.DeepEqual(want, got) {
				t.Errorf("%s was filled %v and is %v", at, want, got)
			}
		}
	}
	for _, f := range mended {
		for _, at := range f.Cells {
			for area, rules := range conditional(t, now) {
				if strings.Contains(rules, "zwgk") && inArea(area, at) {
					t.Errorf("%s is mended and still marked (%s)", at, area)
				}
			}
		}
	}
	if got := colourInOffice(t, copied, "差不多了"); got != red {
		t.Errorf("what was not mended is shown in %q", got)
	}
	checkComments(t, now, mended, "本次没有再发现")
	checkComments(t, now, open, "须改正")

	third := filepath.Join(inbox, "2019-07-05", filepath.Base(copied))
	fillInOffice(t, []fillJob{{From: copied, To: third, Format: "xlsx", Sheet: "填报表", Cells: mend(t, file, open)["填报表"]}})
	for _, f := range runFolder(t, dir).Result.Files {
		if strings.HasPrefix(f.Path, "2019-07-05/") && f.Verdict != finding.Accepted {
			t.Errorf("%s is %s", f.Path, f.Verdict)
		}
	}
}

func openBook(t *testing.T, name string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func fillIn(t *testing.T, f *excelize.File, at string) excelize.Fill {
	t.Helper()
	id, err := f.GetCellStyle("填报表", at)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return style.Fill
}

// conditional gives the formulas of the conditional formats by their areas.
func conditional(t *testing.T, f *excelize.File) map[string]string {
	t.Helper()
	list, err := f.GetConditionalFormats("填报表")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for area, rules := range list {
		for _, r := range rules {
			out[area] += r.Criteria + "\n"
		}
	}
	return out
}

func inArea(list, at string) bool {
	col, row, _ := excelize.CellNameToCoordinates(at)
	return slices.ContainsFunc(strings.Fields(list), func(one string) bool {
		from, to, area := strings.Cut(one, ":")
		if !area {
			to = from
		}
		col1, row1, _ := excelize.CellNameToCoordinates(from)
		col2, row2, _ := excelize.CellNameToCoordinates(to)
		return grid.Range{Row1: row1, Col1: col1, Row2: row2, Col2: col2}.Contains(row, col)
	})
}

func checkComments(t *testing.T, f *excelize.File, findings []finding.Finding, want string) {
	t.Helper()
	list, err := f.GetComments("填报表")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range findings {
		for _, at := range x.Cells {
			i := slices.IndexFunc(list, func(c excelize.Comment) bool { return c.Cell == at })
			text := ""
			if i >= 0 {
				text = list[i].Text
				for _, run := range list[i].Paragraph {
					text += run.Text
				}
			}
			if !strings.Contains(text, want) || strings.Count(text, "【退回意见】") != 1 {
				t.Errorf("the comment of %s is %q, want %q", at, text, want)
			}
		}
	}
}

var tableCell = regexp.MustCompile(`(?s)<td([^>]*)>(.*?)</td>`)

// colourInOffice is the colour in which LibreOffice shows the cell with a text.
func colourInOffice(t *testing.T, file, text string) string {
	t.Helper()
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--convert-to", "html:HTML (StarCalc):UTF8", "--outdir", dir, file}
	if msg, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, msg)
	}
	page, err := os.ReadFile(filepath.Join(dir, strings.TrimSuffix(filepath.Base(file), ".xlsx")+".html"))
	if err != nil {
		t.Fatal(err)
	}
	// The first sheet tells of the texts too.
	_, sheets, _ := strings.Cut(string(page), "填报提示：")
	for _, cell := range tableCell.FindAllStringSubmatch(sheets, -1) {
		if strings.Contains(cell[2], text) {
			_, colour, _ := strings.Cut(cell[1], `bgcolor="`)
			colour, _, _ = strings.Cut(colour, `"`)
			return colour
		}
	}
	t.Errorf("%s: %q is nowhere", file, text)
	return ""
}
