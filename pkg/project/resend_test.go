package project

import (
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"

	"github.com/xuri/excelize/v2"
)

// sheetCells is what to type: sheet → cell → text; under insertRow the row before
// which another one is put in first.
type sheetCells map[string]map[string]string

const insertRow = "row"

func (c sheetCells) set(sheet, cell, text string) {
	if c[sheet] == nil {
		c[sheet] = map[string]string{}
	}
	if cell != "" {
		c[sheet][cell] = text
	}
}

// mend follows the hints of a file's findings as a clerk would: rows with a
// problem are written anew, rows of no task emptied, what is missing added.
func mend(t *testing.T, f check.File, findings []finding.Finding) sheetCells {
	t.Helper()
	out := sheetCells{}
	for _, x := range findings {
		for _, cell := range x.Cells {
			switch x.Code {
			case "T01", "T02", "T04": // no task, another unit's, told twice
				for col := range 12 {
					out.set(x.Sheet, grid.Ref(finding.RowOf(cell), col+1), "")
				}
			case "T03":
				out.set(x.Sheet, cell, x.Args["first"])
				fillID(t, out, f, x, cell)
			case "T08", "T09": // a column more, at the right end
				addColumn(t, out, f, x)
			case "X02": // only the text is another's
				out.set(x.Sheet, cell, newText(x.Unit, x.Item))
			case "U03", "U06": // the file's name, the signature: not in the rows
			case "U04":
				out.set(x.Sheet, "A1", "2019年上半年政务公开工作进展情况")
			case "T06":
				if rowOf(sheetOf(t, f, x.Sheet), finding.RowOf(cell)) != nil {
					rewrite(t, out, f, x.Sheet, finding.RowOf(cell))
				} else {
					addRow(t, out, f, x)
				}
			default:
				rewrite(t, out, f, x.Sheet, finding.RowOf(cell))
			}
		}
	}
	return out
}

func sheetOf(t *testing.T, f check.File, name string) *form.Form {
	t.Helper()
	i := slices.IndexFunc(f.Sheets, func(s check.Sheet) bool { return s.Sheet == name })
	if i < 0 {
		t.Fatalf("%s has no sheet %q", f.Path, name)
	}
	return f.Sheets[i].Form
}

func rewrite(t *testing.T, out sheetCells, f check.File, sheet string, row int) {
	t.Helper()
	s := sheetOf(t, f, sheet)
	e := rowOf(s, row)
	if e == nil {
		t.Errorf("%s: row %d of %q holds no entry", f.Path, row, sheet)
		return
	}
	answerRow(out, sheet, e.Cells, f.Unit, e.Item)
}

// newText is what a unit writes anew: figures of its own.
func newText(unit, item string) string {
	n := crc32.ChecksumIEEE([]byte(unit + item))
	return fmt.Sprintf("印发工作方案，在县政府门户网站公开信息%d条，答复群众咨询%d件，第%s项的资料已归档。", 10+n%890, 2+n/1000%90, item)
}

func answerRow(out sheetCells, sheet string, cells map[string]string, unit, item string) {
	for field, text := range map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: "60%", form.FieldDate: "", form.FieldLinks: "",
		form.FieldProgressText: newText(unit, item)} {
		out.set(sheet, cells[field], text)
	}
}

func rowOf(s *form.Form, row int) *form.Entry {
	for i := range s.Entries {
		if s.Entries[i].Row == row {
			return &s.Entries[i]
		}
	}
	return nil
}

// addRow writes an item that has no row at the end of the sheet.
func addRow(t *testing.T, out sheetCells, f check.File, x finding.Finding) {
	t.Helper()
	s := sheetOf(t, f, x.Sheet)
	cells, last := map[string]string{}, 0
	for _, e := range s.Entries {
		last = max(last, e.Row)
	}
	for field, header := range s.Columns {
		col := strings.TrimRight(header, "0123456789")
		cells[field] = col + strconv.Itoa(last+1)
	}
	answerRow(out, x.Sheet, cells, f.Unit, x.Item)
	out.set(x.Sheet, insertRow, strconv.Itoa(last+1))
	out.set(x.Sheet, cells[form.FieldID], finding.ItemText(x.Item))
}

// fillID writes the number of the item that an ambiguous title means.
func fillID(t *testing.T, out sheetCells, f check.File, x finding.Finding, cell string) {
	t.Helper()
	s := sheetOf(t, f, x.Sheet)
	for _, e := range s.Entries {
		if e.Row == finding.RowOf(cell) {
			out.set(x.Sheet, cell, e.Written[form.FieldTask])
			out.set(x.Sheet, e.Cells[form.FieldID], finding.ItemText(e.Options[0]))
		}
	}
}

func addColumn(t *testing.T, out sheetCells, f check.File, x finding.Finding) {
	t.Helper()
	s := sheetOf(t, f, x.Sheet)
	const column = 15
	out.set(x.Sheet, grid.Ref(finding.RowOf(s.Header), column), x.Args["column"])
	for _, e := range s.Entries {
		if !e.Empty {
			status := "正在推进"
			if e.Progress.Percent == "100" {
				status = "已完成"
			}
			out.set(x.Sheet, grid.Ref(e.Row, column), status)
		}
	}
}

// TestMarkedCopiesComeBackMended: the units of the demo mend what they got back,
// and send it. All of it is accepted then, and what was wrong is told as solved.
func TestMarkedCopiesComeBackMended(t *testing.T) {
	dir := t.TempDir()
	if err := UnpackDemo(dir); err != nil {
		t.Fatal(err)
	}
	first := runFolder(t, dir)
	again := filepath.Join(dir, "inbox", first.Ledger.Round, "2019-07-10")
	if err := os.MkdirAll(again, 0o755); err != nil {
		t.Fatal(err)
	}
	sent := map[string]string{} // unit → first file
	for _, f := range first.Result.Files {
		if name := first.copies[f.Path]; name != "" && f.Verdict == finding.Returned {
			var mine []finding.Finding
			for _, x := range first.Counted {
				if x.File == f.Path {
					mine = append(mine, x)
				}
			}
			sent[f.Unit] = f.Path
			mendCopy(t, filepath.Join(dir, "out", first.Ledger.Round, "returns", name), filepath.Join(again, f.Unit+"改正.xlsx"), mend(t, f, mine))
		}
	}
	if len(sent) < 12 {
		t.Fatalf("only %d files go back", len(sent))
	}
	checkMended(t, runFolder(t, dir), sent, "2019-07-10")
}

// checkMended: of every unit the new file is accepted and the old one's problems are solved.
func checkMended(t *testing.T, out *Outcome, sent map[string]string, day string) {
	t.Helper()
	for _, x := range out.Counted {
		if strings.HasPrefix(x.File, day+"/") && x.Severity != finding.Info {
			t.Errorf("blamed: %s %s %v %s", x.File, x.Code, x.Cells, x.Message)
		}
	}
	seen := 0
	for _, c := range out.Corrections {
		if !strings.HasPrefix(c.File, day+"/") {
			continue
		}
		seen++
		if !slices.Contains(c.Earlier, sent[c.Unit]) || len(c.Solved) == 0 || len(c.Open)+len(c.New) > 0 {
			t.Errorf("%s after %v: solved %d, open %v, new %v", c.File, c.Earlier, len(c.Solved), c.Open, c.New)
		}
	}
	if seen != len(sent) {
		t.Errorf("%d of %d files were compared", seen, len(sent))
	}
	for _, f := range out.Result.Files {
		if strings.HasPrefix(f.Path, day+"/") && f.Verdict != finding.Accepted {
			t.Errorf("%s is %s", f.Path, f.Verdict)
		}
		if copied := out.copies[f.Path]; copied != "" && sent[f.Unit] == f.Path {
			t.Errorf("%s goes back once more, as %s", f.Path, copied)
		}
	}
}

func runFolder(t *testing.T, dir string) *Outcome {
	t.Helper()
	p, err := Open(Options{Dir: dir, Round: "2019-h1"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.Run(Stages{Ledger: true, Returns: true})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mendCopy(t *testing.T, from, to string, cells sheetCells) {
	t.Helper()
	f, err := excelize.OpenFile(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, list := range cells {
		if row, err := strconv.Atoi(list[insertRow]); err == nil {
			if err := f.InsertRows(sheet, row, 1); err != nil {
				t.Fatal(err)
			}
			delete(list, insertRow)
		}
		for cell, text := range list {
			if err := f.SetCellStr(sheet, cell, text); err != nil {
				t.Fatalf("%s %s!%s: %v", from, sheet, cell, err)
			}
		}
	}
	if err := f.SaveAs(to); err != nil {
		t.Fatal(err)
	}
}
