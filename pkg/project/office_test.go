//go:build office

package project

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"
	"zwgk/samples"

	"github.com/xuri/excelize/v2"
)

// fillJob is one workbook for .ci/fill.py.
type fillJob struct {
	From   string            `json:"from"`
	To     string            `json:"to"`
	Format string            `json:"format"`
	Sheet  string            `json:"sheet"`
	Cells  map[string]string `json:"cells"`

	Recalculate bool `json:"recalculate,omitempty"` // every formula, not only those that a cell was changed for
}

// TestOfficeFilledBlanksComeBack dispatches the real table, has every unit's blank
// filled in, by LibreOffice and by hand-made edits in turn, and runs the round:
// every value must be in the ledger, the account closed, and nobody blamed.
func TestOfficeFilledBlanksComeBack(t *testing.T) {
	p, dir := weishanProject(t)
	sent, err := p.Dispatch("")
	if err != nil {
		t.Fatal(err)
	}
	inbox := filepath.Join(dir, "inbox", "2019-h1", "2019-07-03")
	if err := os.MkdirAll(inbox, 0o755); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]map[string]string{} // unit, item, field
	var jobs []fillJob
	for i, unit := range p.Plan.Units(p.Roster) {
		blank := filepath.Join(sent.Dir, unit+"2019年上半年政务公开填报表.xlsx")
		want[unit] = map[string]map[string]string{}
		cells := answerSheet(t, p, blank, unit, want[unit])
		switch i % 4 {
		case 0:
			jobs = append(jobs, fillJob{From: blank, To: filepath.Join(inbox, filepath.Base(blank)), Format: "xlsx", Sheet: "填报表", Cells: cells})
		case 1:
			jobs = append(jobs, fillJob{From: blank, To: filepath.Join(inbox, unit+".csv"), Format: "csv", Sheet: "填报表", Cells: cells})
		case 2:
			typeIn(t, blank, filepath.Join(inbox, filepath.Base(blank)), cells, tidyUp)
		case 3:
			typeIn(t, blank, filepath.Join(inbox, unit+"报送.xlsx"), cells, copyVisible)
		}
	}
	fillInOffice(t, jobs)
	if p, err = Open(Options{Dir: dir, Round: "2019-h1"}); err != nil {
		t.Fatal(err)
	}
	out, err := p.Run(Everything)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range out.Result.Findings {
		if f.Severity != finding.Info {
			t.Errorf("blamed: %s %s %v %s", f.File, f.Code, f.Cells, f.Message)
		}
	}
	compareLedger(t, out.Ledger, want)
	for _, f := range out.Result.Files {
		if r := f.Rows; r.Read != r.Merged+r.Superseded+r.Unmatched+r.Empty || r.Superseded+r.Unmatched > 0 || f.Verdict != finding.Accepted {
			t.Errorf("%s: %+v %s", f.Path, r, f.Verdict)
		}
	}
	if u := out.Manifest.Units; u.Expected != 47 || u.Reported != 47 || len(u.Missing)+len(u.Late) > 0 {
		t.Errorf("units %+v", u)
	}
}

func weishanProject(t *testing.T) (*Project, string) {
	t.Helper()
	source := t.TempDir()
	for _, name := range []string{"2019-task-table.docx", "roster.csv"} {
		data, err := fs.ReadFile(samples.FS, "weishan-2019/"+name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(source, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(t.TempDir(), "2019")
	if _, err := Init(dir, InitOptions{Tasks: filepath.Join(source, "2019-task-table.docx"), Roster: filepath.Join(source, "roster.csv"), County: "微山县"}); err != nil {
		t.Fatal(err)
	}
	p, err := Open(Options{Dir: dir, Round: "2019-h1"})
	if err != nil {
		t.Fatal(err)
	}
	return p, dir
}

// answerSheet makes up answers to the items that the unit must report on, notes
// them in want, and gives what to type by cell.
func answerSheet(t *testing.T, p *Project, blank, unit string, want map[string]map[string]string) map[string]string {
	t.Helper()
	wb, err := grid.Open(blank, grid.Limits{})
	if err != nil || wb.Err != nil {
		t.Fatal(err, wb.Err)
	}
	sheet := wb.Sheets[0]
	columns := map[string]int{}
	for i, c := range p.Spec.Columns() {
		columns[c.Field] = i + 1
	}
	cells := map[string]string{}
	sheet.EachRow(func(row int, list []grid.Cell) bool {
		for label, text := range map[string]string{"填报人：": "张某", "联系电话：": "0537-8220000", "审核人：": "李某", "填报日期：": "2019-07-02"} {
			if i := slices.IndexFunc(list, func(c grid.Cell) bool { return c.Text == label }); i >= 0 {
				cells[besideLabel(sheet, row, list[i].Col)] = text
			}
		}
		key := sheet.At(row, len(columns)+1)
		if key == nil || !strings.HasPrefix(key.Text, "#") {
			return true
		}
		id := key.Text[1:]
		if a, ok := p.Plan.Find(id, unit); !ok || a.Duty == duty.Cooperating {
			return true
		}
		want[id] = answer(unit, id, row, goesOn(p, id))
		for field, text := range want[id] {
			if text != "" {
				cells[grid.Ref(row, columns[field])] = text
			}
		}
		return true
	})
	return cells
}

func besideLabel(s *grid.Sheet, row, col int) string {
	for _, m := range s.Merged {
		if m.Contains(row, col) {
			col = m.Col2
		}
	}
	return grid.Ref(row, col+1)
}

// goesOn tells that an item is asked for again and again, so that it is not done before the year is.
func goesOn(p *Project, item string) bool {
	row, _ := p.Table.Find(item)
	return slices.ContainsFunc(row.Item.Deadlines, func(d tasktable.Deadline) bool { return d.Kind == "recurring" || d.Kind == "count" })
}

// answer makes up a row that its unit could have written: the figures are its own, or else the
// reports of all units would be alike.
func answer(unit, item string, row int, goesOn bool) map[string]string {
	n := int(crc32.ChecksumIEEE([]byte(unit+item)) % 1e6)
	text := fmt.Sprintf("%s就任务%s印发工作方案，在县政府门户网站公开信息%d条，\n答复咨询“来件”%d件。", unit, item, 10+n%890, 2+n/1000)
	switch {
	case row%3 == 0 && !goesOn:
		return map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldProgressText: text, form.FieldDate: fmt.Sprintf("2019-0%d-1%d", 1+row%6, row%10),
			form.FieldLinks: fmt.Sprintf("http://www.example.gov.cn/art/2019/%d.html?a=1&b=2", row), form.FieldRemark: "已归档"}
	case row%3 < 2:
		return map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: fmt.Sprintf("%d%%", 5+row), form.FieldProgressText: text, form.FieldEvidence: "会议纪要〔2019〕3号",
			form.FieldProblems: "人员变动较多", form.FieldNext: "9月底前完成"}
	}
	return map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "0%",
		form.FieldProgressText: fmt.Sprintf("职责尚在交接，方案正在起草，已收集资料%d份、意见%d条，计划下半年启动。%s", 2+n%90, 2+n/90%900, item), form.FieldNext: "第三季度启动"}
}

func fillInOffice(t *testing.T, jobs []fillJob) {
	t.Helper()
	data, err := json.Marshal(jobs)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(t.TempDir(), "jobs.json")
	if err := os.WriteFile(list, data, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "../../.ci/fill.py", list)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// typeIn writes cells as Excel stores what is typed: percentages and days as numbers.
func typeIn(t *testing.T, from, to string, cells map[string]string, then func(*testing.T, *excelize.File) *excelize.File) {
	t.Helper()
	f, err := excelize.OpenFile(from)
	if err != nil {
		t.Fatal(err)
	}
	for ref, text := range cells {
		var percent float64
		if n, _ := fmt.Sscanf(text, "%f%%", &percent); n == 1 && strings.HasSuffix(text, "%") {
			err = f.SetCellFloat("填报表", ref, percent/100, -1, 64)
		} else {
			err = f.SetCellStr("填报表", ref, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := then(t, f).SaveAs(to); err != nil {
		t.Fatal(err)
	}
}

// tidyUp is what clerks do to a sheet: take the protection off, narrow a column,
// drop the page of instructions.
func tidyUp(t *testing.T, f *excelize.File) *excelize.File {
	t.Helper()
	for _, err := range []error{f.UnprotectSheet("填报表"), f.SetColWidth("填报表", "C", "C", 12), f.SetRowHeight("填报表", 6, 200), f.DeleteSheet("填表说明")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// copyVisible copies what can be seen into a new workbook, so that the hidden
// key and stamp are gone.
func copyVisible(t *testing.T, f *excelize.File) *excelize.File {
	t.Helper()
	rows, err := f.GetRows("填报表")
	if err != nil {
		t.Fatal(err)
	}
	out := excelize.NewFile()
	for i, row := range rows {
		for j, text := range row {
			if text != "" && j < 14 {
				if err := out.SetCellStr("Sheet1", grid.Ref(i+1, j+1), text); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return out
}

func compareLedger(t *testing.T, l *ledger.Ledger, want map[string]map[string]map[string]string) {
	t.Helper()
	words := map[form.Status]string{form.Done: "已完成", form.Ongoing: "正在推进", form.NotStarted: "未启动"}
	merged, rows := 0, 0
	for _, items := range want {
		rows += len(items)
	}
	for _, e := range l.Entries {
		if e.Fate != ledger.Merged {
			continue
		}
		merged++
		got := map[string]string{form.FieldStatus: words[e.Status], form.FieldProgress: e.Progress + "%", form.FieldProgressText: e.ProgressText, form.FieldDate: e.Date,
			form.FieldLinks: strings.Join(e.Links, "\n"), form.FieldEvidence: e.Evidence, form.FieldProblems: e.Problems, form.FieldNext: e.Next, form.FieldRemark: e.Remark}
		w := want[e.Unit][e.Item]
		for field, text := range got {
			if text != w[field] {
				t.Errorf("%s %s %s: %q, want %q (%s)", e.Unit, e.Item, field, text, w[field], e.Source.File)
			}
		}
	}
	if merged != rows {
		t.Errorf("%d rows merged, want %d", merged, rows)
	}
	t.Logf("%d rows of %d units", merged, len(want))
}
