package project

import (
	"archive/zip"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"

	"github.com/xuri/excelize/v2"
)

// written is a document of text, a table, and text.
type written struct {
	above []string
	table [][]string
	below []string
}

// mark writes the document with the marks of a paragraph and a table's.
func (d written) mark(p, table, row, cell [2]string) string {
	var out strings.Builder
	paragraphs := func(list []string) {
		for _, text := range list {
			out.WriteString(p[0] + html.EscapeString(text) + p[1])
		}
	}
	paragraphs(d.above)
	out.WriteString(table[0])
	for _, r := range d.table {
		out.WriteString(row[0])
		for _, text := range r {
			out.WriteString(cell[0])
			out.WriteString(html.EscapeString(text))
			out.WriteString(cell[1])
		}
		out.WriteString(row[1])
	}
	out.WriteString(table[1])
	paragraphs(d.below)
	return out.String()
}

func packed(t *testing.T, parts ...[2]string) string {
	t.Helper()
	var out strings.Builder
	w := zip.NewWriter(&out)
	for _, part := range parts {
		f, err := w.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(part[1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var documentFormats = map[string]func(*testing.T, written) string{
	".docx": func(t *testing.T, d written) string {
		return packed(t,
			[2]string{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
			[2]string{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
			[2]string{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
				d.mark([2]string{"<w:p><w:r><w:t>", "</w:t></w:r></w:p>"}, [2]string{"<w:tbl>", "</w:tbl>"}, [2]string{"<w:tr>", "</w:tr>"}, [2]string{"<w:tc><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:tc>"}) + `</w:body></w:document>`})
	},
	".odt": func(t *testing.T, d written) string {
		return packed(t, [2]string{"mimetype", "application/vnd.oasis.opendocument.text"},
			[2]string{"content.xml", `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>` +
				d.mark([2]string{"<text:p>", "</text:p>"}, [2]string{"<table:table>", "</table:table>"}, [2]string{"<table:table-row>", "</table:table-row>"}, [2]string{`<table:table-cell office:value-type="string"><text:p>`, "</text:p></table:table-cell>"}) + `</office:text></office:body></office:document-content>`})
	},
	".html": func(_ *testing.T, d written) string {
		return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>` +
			d.mark([2]string{"<p>", "</p>"}, [2]string{"<table>", "</table>"}, [2]string{"<tr>", "</tr>"}, [2]string{"<td>", "</td>"}) + `</body></html>`
	},
}

// acceptedTable is the table of a demo's return that is accepted, as a document of the unit's own has it.
func acceptedTable(t *testing.T, dir, path string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "inbox", "2019-h1", path))
	if err != nil {
		t.Fatal(err)
	}
	wb := grid.Read(path, data, grid.Limits{})
	out := [][]string{{"编号", "工作任务", "完成情况", "进度", "进展情况", "完成时间", "公开链接", "佐证材料", "存在问题", "下一步打算"}}
	columns := []int{1, 2, 6, 7, 8, 9, 10, 11, 12, 13}
	wb.Sheets[0].EachRow(func(line int, cells []grid.Cell) bool {
		status := wb.Sheets[0].At(line, 6)
		if line < 5 || status == nil || !slices.Contains([]string{"已完成", "正在推进", "未启动", "不涉及"}, status.Text) {
			return true
		}
		var row []string
		for _, col := range columns {
			text := ""
			if c := wb.Sheets[0].At(line, col); c != nil {
				text = c.Text
			}
			row = append(row, text)
		}
		out = append(out, row)
		return true
	})
	if len(out) < 5 {
		t.Fatalf("%s: %d rows", path, len(out))
	}
	return out
}

// TestTextOutsideTheTableComesBack: what a Word, OpenDocument or web page says above and below its
// table counts in the copy that goes back too: left as it is, it is told again; mended, it is accepted.
func TestTextOutsideTheTableComesBack(t *testing.T) {
	const unit = "县交通运输局"
	title, named := "2019年上半年政务公开工作任务进展情况", "填报单位："+unit
	below := []string{"填报人：张某　联系电话：0000-8200001　审核人：李某　填报日期：2019年7月3日"}
	for name, c := range map[string]struct {
		above []string
		code  string
		cell  string // in the copy
		says  string
	}{
		"year": {[]string{"2018年上半年政务公开工作任务进展情况", named}, "U04", "A1", title},
		"unit": {[]string{title, "填报单位：县数据专班"}, "U01", "A2", named},
	} {
		for ext, format := range documentFormats {
			t.Run(name+ext, func(t *testing.T) {
				dir := t.TempDir()
				if err := UnpackDemo(dir); err != nil {
					t.Fatal(err)
				}
				inbox := filepath.Join(dir, "inbox", "2019-h1")
				table := acceptedTable(t, dir, "2019-07-03/"+unit+"2019年上半年政务公开填报表.xlsx")
				if table[1][0] == "" {
					t.Fatal(table[1])
				}
				table[1][3] = "120%" // a mark in the table too
				if err := os.RemoveAll(inbox); err != nil {
					t.Fatal(err)
				}
				makeDays(t, inbox, "2019-07-03", "2019-07-04", "2019-07-05")
				file := "2019-07-03/上半年" + ext
				if err := os.WriteFile(filepath.Join(inbox, file), []byte(format(t, written{c.above, table, below})), 0o644); err != nil {
					t.Fatal(err)
				}
				first := runFolder(t, dir)
				told := errorsOf(first, file)
				if !strings.Contains(told, c.code) {
					t.Fatalf("first: %s", told)
				}
				copied := filepath.Join(dir, "out", "2019-h1", "returns", first.copies[file])
				checkCopy(t, copied, c.cell, c.code)

				again := "2019-07-04/" + filepath.Base(copied)
				mendCopy(t, copied, filepath.Join(inbox, again), sheetCells{})
				second := runFolder(t, dir)
				if got := errorsOf(second, again); got != told {
					t.Errorf("as it was: %s, at first %s", got, told)
				}
				for _, k := range second.Corrections {
					if k.File == again && (len(k.Solved) > 0 || len(k.Open) == 0 || len(k.New) > 0) {
						t.Errorf("as it was: %d solved, %d open, %d new", len(k.Solved), len(k.Open), len(k.New))
					}
				}

				mended := "2019-07-05/" + filepath.Base(copied)
				row := map[string]string{c.cell: c.says, "D4": "60%"}
				if table[1][2] == "已完成" {
					row["D4"] = "100%"
				}
				mendCopy(t, copied, filepath.Join(inbox, mended), sheetCells{"表1": row})
				third := runFolder(t, dir)
				for _, f := range third.Result.Files {
					if f.Path != mended {
						continue
					}
					if f.Verdict != finding.Accepted || f.Unit != unit || len(f.Sheets) == 0 || f.Sheets[0].Filler != "张某" || f.Sheets[0].Filled != "2019-07-03" {
						t.Errorf("mended: %s %s %+v: %s", f.Verdict, f.Unit, f.Sheets, errorsOf(third, mended))
					}
				}
			})
		}
	}
}

func makeDays(t *testing.T, inbox string, days ...string) {
	t.Helper()
	for _, day := range days {
		if err := os.MkdirAll(filepath.Join(inbox, day), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// errorsOf lists a file's errors by code and field, and what the cells say.
func errorsOf(out *Outcome, file string) string {
	var list []string
	for _, x := range out.Counted {
		if x.File == file && x.Severity == finding.Error {
			list = append(list, x.Code+" "+x.Field+" "+x.Value)
		}
	}
	slices.Sort(list)
	return strings.Join(list, "; ")
}

// checkCopy: the page of the copy leads to the cell, which has a comment that names it so.
func checkCopy(t *testing.T, path, cell, code string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if list := f.GetSheetList(); !slices.Equal(list, []string{"退回意见", "表1"}) {
		t.Errorf("sheets %v", list)
	}
	rows, err := f.GetRows("退回意见")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for i, r := range rows {
		if len(r) > 3 && r[3] == cell {
			_, to, _ := f.GetCellHyperLink("退回意见", grid.Ref(i+1, 4))
			found = strings.HasSuffix(to, "!"+cell)
		}
	}
	if !found {
		t.Errorf("%s: no link to %s in %v", code, cell, rows)
	}
	list, err := f.GetComments("表1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		text := c.Text
		for _, run := range c.Paragraph {
			text += run.Text
		}
		if !strings.Contains(text, "表1 "+c.Cell) {
			t.Errorf("the comment of %s says %s", c.Cell, text)
		}
	}
	if !slices.ContainsFunc(list, func(c excelize.Comment) bool { return c.Cell == cell }) {
		t.Errorf("%s has no comment", cell)
	}
}
