package form

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/duty"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

func testBlank() BlankInput {
	in := BlankInput{County: "示例县", Office: "示例县人民政府办公室", Year: 2019, Unit: roster.Unit{Name: "夏镇街道"}, Round: half}
	for i, r := range testTable().Rows() {
		row := BlankRow{Row: r, Duty: duty.Responsible, Required: true}
		if i%3 == 1 {
			row.Duty, row.Required = duty.Cooperating, false
		}
		in.Rows = append(in.Rows, row)
	}
	in.Rows[0].Row.Item.Deadlines = []tasktable.Deadline{{Text: "7月底前"}, {Text: "及时"}, {Text: "及时"}}
	return in
}

func blankBytes(t testing.TB, in BlankInput) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Blank(&b, testSpec(t), in); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// filled opens a blank as a unit would and writes into its cells.
func filled(t testing.TB, data []byte, cells map[string]any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for ref, v := range cells {
		if err := f.SetCellValue("填报表", ref, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBytes(t testing.TB, name string, data []byte) *Form {
	t.Helper()
	wb := grid.Read(name, data, grid.Limits{})
	if wb.Err != nil {
		t.Fatal(wb.Err)
	}
	r := Read(Input{File: intake.File{Path: name}, Workbook: wb}, testSpec(t), testContext(t))
	if len(r.Forms) != 1 || len(r.Others) != 0 {
		t.Fatalf("%d forms, others %v", len(r.Forms), r.Others)
	}
	return r.Forms[0]
}

// answers are what the unit writes into the first row of the table, A6.
var answers = map[string]any{
	"F6": "正在推进", "G6": 0.8, "H6": "已公开三批项目的扶持政策，\n共 12 条。", "I6": 43636, "J6": "http://www.example.gov.cn/art/1.html", "K6": "会议纪要",
	"L6": "人手不足", "M6": "继续公开", "N6": "无", "F7": "不涉及",
}

func TestRoundTrip(t *testing.T) {
	f := readBytes(t, "a.xlsx", filled(t, blankBytes(t, testBlank()), answers))
	verifyAnswers(t, f)
	if f.Header != "A4" || len(f.Columns) != len(fields) || len(f.Unknown) != 0 {
		t.Error(f.Header, f.Columns, f.Unknown)
	}
	for field, cell := range map[string]string{FieldID: "A6", FieldRemark: "N6"} {
		if f.Entries[0].Cells[field] != cell {
			t.Errorf("%s at %s", field, f.Entries[0].Cells[field])
		}
	}
}

func verifyAnswers(t *testing.T, f *Form) {
	t.Helper()
	if got := itemsOf(f); got != "1 2.1 2.2* 2.3* 2.4* 6* 9* 32*" {
		t.Fatal(got)
	}
	if f.Stamp == nil || *f.Stamp != (Stamp{1, "示例县", "夏镇街道", "2019-h1"}) || f.Unit != "夏镇街道" || f.UnitHow != "stamp" || f.Round != "2019-h1" {
		t.Errorf("%+v %s %s %s", f.Stamp, f.Unit, f.UnitHow, f.Round)
	}
	e := f.Entries[0]
	want := map[string]string{FieldID: "1", FieldStatus: "正在推进", FieldProgress: "80%", FieldProgressText: "已公开三批项目的扶持政策，\n共 12 条。", FieldDate: "2019-06-20",
		FieldLinks: "http://www.example.gov.cn/art/1.html", FieldEvidence: "会议纪要", FieldProblems: "人手不足", FieldNext: "继续公开", FieldRemark: "无",
		FieldTask: "推进新旧动能转换重大工程信息公开", FieldRequirement: "加大新旧动能转换重大工程配套制度措施的公开、解读力度。", FieldDuty: "责任\n必报", FieldDeadline: "7月底前；\n及时"}
	if !reflect.DeepEqual(e.Written, want) {
		t.Errorf("written %v\nwant %v", e.Written, want)
	}
	if e.ItemHow != "key" || e.Status != Ongoing || e.Progress != (Progress{"80", "percent"}) || e.Date.ISO != "2019-06-20" || len(e.Links) != 1 {
		t.Errorf("%+v", e)
	}
	if f.Entries[1].Status != NotApplicable || f.Entries[1].Written[FieldID] != "2（1）" {
		t.Errorf("%+v", f.Entries[1])
	}
	if s := f.Signature; s.Unit.Written != "夏镇街道" || !s.Present || s.Filler.Written != "" || s.Filler.Cell == "" {
		t.Errorf("%+v", s)
	}
}

// Saved by LibreOffice from the workbook of TestRoundTrip: the same entries,
// whatever the format.
func TestSavedByLibreOffice(t *testing.T) {
	for _, name := range []string{"libreoffice.xlsx", "libreoffice.csv", "libreoffice.xls", "libreoffice.ods"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { verifyAnswers(t, readBytes(t, name, data)) })
	}
}

func TestPrefilled(t *testing.T) {
	in := testBlank()
	in.Previous = map[string]map[string]string{
		"1": {FieldStatus: "正在推进", FieldProgress: "60%", FieldProgressText: "公开了两批。", FieldDate: "2019-03-20"},
		"6": {FieldStatus: "未启动"},
	}
	blank := blankBytes(t, in)
	if got := itemsOf(readBytes(t, "a.xlsx", blank)); got != "1* 2.1* 2.2* 2.3* 2.4* 6* 9* 32*" {
		t.Error("as prefilled:", got)
	}
	f := readBytes(t, "a.xlsx", filled(t, blank, map[string]any{"H6": "公开了三批。", "F11": "已完成"}))
	if got := itemsOf(f); got != "1 2.1* 2.2* 2.3* 2.4* 6 9* 32*" {
		t.Error("changed:", got)
	}
	if e := f.Entries[0]; e.Written[FieldProgress] != "60%" || e.Date.ISO != "2019-03-20" {
		t.Errorf("%+v", e)
	}
}

func TestSameBytes(t *testing.T) {
	if !bytes.Equal(blankBytes(t, testBlank()), blankBytes(t, testBlank())) {
		t.Error("two blanks of the same input differ")
	}
}

// A sheet copied into another unit's workbook keeps the stamp of its own key
// column, and does not take that of the workbook.
func TestCopiedSheet(t *testing.T) {
	wb := grid.Read("a.xlsx", blankBytes(t, testBlank()), grid.Limits{})
	foreign := sheetOf("填报单位：昭阳街道\n编号|完成情况|进展情况\n6|已完成|a")
	foreign.Name = "填报表 (2)"
	wb.Sheets = append(wb.Sheets, foreign)
	r := Read(Input{Workbook: wb}, testSpec(t), testContext(t))
	if len(r.Forms) != 2 || r.Forms[0].Unit != "夏镇街道" || r.Forms[1].Unit != "昭阳街道" || r.Forms[1].Stamp != nil {
		t.Errorf("%+v", r.Forms)
	}
}

func TestBlankIsLocked(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(blankBytes(t, testBlank())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, locked := range map[string]bool{"A6": true, "C6": true, "F6": false, "N12": false, "B4": true} {
		id, _ := f.GetCellStyle("填报表", cell)
		s, err := f.GetStyle(id)
		if err != nil || s.Protection.Locked != locked {
			t.Errorf("%s locked: %v", cell, !locked)
		}
	}
	if p, err := f.GetSheetProtection("填报表"); err != nil || p.Password != "" || !p.FormatRows || !p.FormatColumns {
		t.Errorf("%+v %v", p, err)
	}
	for i, want := range []string{"A6", "O6"} {
		text, _ := f.GetCellValue("填报表", want)
		if kind, _ := f.GetCellType("填报表", want); kind != excelize.CellTypeSharedString || text != []string{"1", "#1"}[i] {
			t.Errorf("%s is %v %q", want, kind, text)
		}
	}
	if visible, _ := f.GetSheetVisible(stampSheet); visible {
		t.Error("the stamp is in sight")
	}
	if list, _ := f.GetDataValidations("填报表"); len(list) != 5 || !strings.Contains(list[0].Formula1, "已完成,正在推进,未启动,不涉及") {
		t.Errorf("%d validations", len(list))
	}
}

// Requirements of any length fit Excel's highest row, and forms of any columns
// can be written.
func TestBlankExtremes(t *testing.T) {
	in := testBlank()
	in.Rows[0].Row.Item.Requirement = strings.Repeat("加大公开力度，", 300)
	in.Round, in.Year, in.Title = Round{}, 0, ""
	f, err := excelize.OpenReader(bytes.NewReader(blankBytes(t, in)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if h, _ := f.GetRowHeight("填报表", 6); h > 409 {
		t.Error(h)
	}
	in.Rows = nil
	blankBytes(t, in)
	form, words := specFiles(t)
	head, rest, _ := strings.Cut(string(form.Data), "columns:\n")
	_, tail, _ := strings.Cut(rest, "duties:")
	form.Data = []byte(head + "columns:\n  - {field: item, header: 编号, width: 8, filled_by: office}\n  - {field: status, header: 完成情况, width: 10, filled_by: unit}\n" +
		"  - {field: progress_text, header: 进展情况, width: 50, filled_by: unit}\nduties:" + tail)
	spec, err := ParseSpec(form, words)
	if err != nil {
		t.Fatal(err)
	}
	if err := Blank(&bytes.Buffer{}, spec, testBlank()); err != nil {
		t.Error(err)
	}
}
