package form

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/policy"
	"zwgk/pkg/tasktable"
)

// testGuide has every check that a blank can tell of, as the rules grade it.
func testGuide(t testing.TB) Guide {
	t.Helper()
	g := Guide{Severity: map[string]finding.Severity{}, ErrorValues: []string{"#N/A", "#REF!"}, Duties: map[duty.Role]string{duty.Responsible: "责任"},
		Statuses: map[string]Status{"已完成": Done, "正在推进": Ongoing, "未启动": NotStarted, "不涉及": NotApplicable}}
	for _, name := range []string{"status_unknown", "progress_bad", "progress_range", "date_bad", "date_after_receipt", "error_value", "id_number", "mobile_number", "bank_card", "unit_differs"} {
		g.Severity[name] = finding.Error
	}
	for _, name := range []string{"date_after_as_of", "date_before_year", "text_hollow"} {
		g.Severity[name] = finding.Warning
	}
	env := map[string]any{"状态": "", "有进度": false, "进度": 0.0}
	when, err := policy.File{Name: "rules.yaml"}.Condition(policy.Text{Value: `状态 == "已完成" && 有进度 && 进度 < 100`}, env)
	if err != nil {
		t.Fatal(err)
	}
	g.Conditions = []GuideCondition{{FieldProgress, finding.Error, when}}
	return g
}

func guidedBlank(t testing.TB) BlankInput {
	in := testBlank()
	in.Guide = testGuide(t)
	in.Previous = map[string]map[string]string{
		"1":   {FieldStatus: "正在推进", FieldProgress: "60%", FieldProgressText: "公开了两批。", FieldDate: "2019-03-20"},
		"2.1": {FieldStatus: "未启动", FieldRemark: "联系人13800138000"},
	}
	return in
}

// withoutGuide is the form as it was without a counter.
func withoutGuide(t testing.TB) *Spec {
	t.Helper()
	form, words := specFiles(t)
	form.Data = bytes.Replace(form.Data, []byte("  label: 填报提示\n"), nil, 1)
	spec, err := ParseSpec(form, words)
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// eachPart changes the parts of a workbook.
func eachPart(t testing.TB, data []byte, change func(name string, content []byte) []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		out, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(change(f.Name, content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The counter and the hidden columns are nothing that a unit reports: a sheet
// with them reads as one without, also when a program dropped their results or
// put others there.
func TestGuideIsNotRead(t *testing.T) {
	in := guidedBlank(t)
	var plain bytes.Buffer
	if err := Blank(&plain, withoutGuide(t), in); err != nil {
		t.Fatal(err)
	}
	cells := map[string]any{"H6": "公开了三批。", "F8": "已完成", "G8": 1, "F9": "", "N12": "无"}
	guided := filled(t, blankBytes(t, in), cells)
	result := regexp.MustCompile(`</f><v>[^<]*</v>`)
	drop := func(with string) func(string, []byte) []byte {
		return func(_ string, b []byte) []byte { return result.ReplaceAll(b, []byte("</f>"+with)) }
	}
	noTitle := map[string]any{"A1": ""}
	for name, c := range map[string]struct{ plain, guided []byte }{
		"as written":   {plain.Bytes(), guided},
		"no results":   {plain.Bytes(), eachPart(t, guided, drop(""))},
		"other ones":   {plain.Bytes(), eachPart(t, guided, drop("<v>7</v>"))},
		"a title gone": {filled(t, plain.Bytes(), noTitle), filled(t, guided, noTitle)},
	} {
		t.Run(name, func(t *testing.T) {
			got, want := readBytes(t, "a.xlsx", c.guided), readBytes(t, "a.xlsx", filled(t, c.plain, cells))
			got.Notes, want.Notes = nil, nil // the guide stands where the demands did
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

// Formulas of a blank must work in Excel 2010 and in WPS of that time.
func TestGuideFormulas(t *testing.T) {
	known := map[string]bool{}
	for _, name := range strings.Fields("IF AND OR NOT ISERROR ISNUMBER ISLOGICAL N SUMPRODUCT MATCH TRIM SUBSTITUTE LEN MID LEFT RIGHT FIND SEARCH ASC CHAR UPPER " +
		"ROW INDEX REPT COUNT COUNTIF ROUND DATE YEAR MONTH DAY") {
		known[name] = true
	}
	function, literal := regexp.MustCompile(`([A-Z][A-Z0-9.]*)\(`), regexp.MustCompile(`"(?:[^"]|"")*"`)
	data := blankBytes(t, guidedBlank(t))
	f := open(t, data)
	n := 0
	verify := func(at, formula string) {
		n++
		for _, text := range literal.FindAllString(formula, -1) {
			if len([]rune(text)) > 255 {
				t.Errorf("%s: a text of %d characters", at, len([]rune(text)))
			}
		}
		bare := literal.ReplaceAllString(formula, `""`)
		for _, m := range function.FindAllStringSubmatch(bare, -1) {
			if !known[m[1]] {
				t.Errorf("%s uses %s", at, m[1])
			}
		}
		depth, deepest := 0, 0
		for _, r := range bare {
			switch r {
			case '(':
				depth++
				deepest = max(deepest, depth)
			case ')':
				depth--
			}
		}
		if len([]rune(formula)) > 8000 || deepest > 60 || depth != 0 {
			t.Errorf("%s: %d characters, %d levels, %d left open", at, len([]rune(formula)), deepest, depth)
		}
	}
	for _, m := range regexp.MustCompile(`<c r="([A-Z0-9]+)"[^>]*><f[^>]*>([^<]*)</f>`).FindAllStringSubmatch(partOf(t, data, firstSheet), -1) {
		verify(m[1], html.UnescapeString(m[2]))
	}
	formats, err := f.GetConditionalFormats("填报表")
	if err != nil {
		t.Fatal(err)
	}
	for at, list := range formats {
		for _, r := range list {
			verify(at, r.Criteria)
			if strings.ContainsAny(r.Criteria, "{}!") {
				t.Errorf("%s: no conditional format takes %s", at, r.Criteria)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d formulas", n)
	}
}

// What the blank shows before any program has calculated it.
func TestGuideResults(t *testing.T) {
	sheet := grid.Read("a.xlsx", blankBytes(t, guidedBlank(t)), grid.Limits{}).Sheets[0]
	for cell, want := range map[string]string{
		"A3": "填报提示：还有4项未填（黄）；有1项与上期相同、没有更新（黄）；有1处像是身份证号、手机号、银行卡号（红）；签署栏缺填报人、联系电话、审核人、填报日期。",
		"P3": "4", "Q3": "1", "R3": "0", "S3": "1", "T3": "0", "P6": "2", "Q6": "1", "S6": "1", "P7": "-1", "Q7": "0", "Y7": "5", "P8": "1", "P10": "0"} {
		row, col, _ := grid.ParseRef(cell)
		if c := sheet.At(row, col); c == nil || c.Text != want || !strings.HasPrefix(cell, "A") && c.Type != grid.Number {
			t.Errorf("%s is %+v, want %s", cell, c, want)
		}
	}
}

// A blank of a project whose form has no counter is as it was: yellow by itself.
func TestNoGuide(t *testing.T) {
	var b bytes.Buffer
	if err := Blank(&b, withoutGuide(t), testBlank()); err != nil {
		t.Fatal(err)
	}
	f := open(t, b.Bytes())
	if formats, err := f.GetConditionalFormats("填报表"); err != nil || len(formats) > 0 {
		t.Error(formats, err)
	}
	if text, _ := f.GetCellValue("填报表", "A3"); !strings.HasPrefix(text, "填报要求") {
		t.Error(text)
	}
	id, _ := f.GetCellStyle("填报表", "F6")
	if s, err := f.GetStyle(id); err != nil || len(s.Fill.Color) != 1 || s.Fill.Color[0] != "FFFBE6" {
		t.Errorf("%+v %v", s, err)
	}
}

// No heading is the last row of a page, the signature stands with a row of the
// table, and what stands on a page fits it.
func TestPageBreaks(t *testing.T) {
	in := testBlank()
	table := &tasktable.Table{}
	for i := range 40 {
		task := tasktable.Task{Number: i + 1, Title: "推进公开", Items: []tasktable.Item{{ID: finding.ItemText(string(rune('a' + i%26)))}}}
		task.Items[0].ID = strings.Repeat("a", i+1)
		task.Items[0].Requirement = strings.Repeat("加大公开力度。", 1+i*37%60)
		table.Chapters = append(table.Chapters, tasktable.Chapter{Number: "一", Title: strings.Repeat("章", i/2+1), Sections: []tasktable.Section{{Title: "节", Tasks: []tasktable.Task{task}}}})
	}
	for n := 1; n <= 40; n++ {
		in.Rows = nil
		for _, r := range table.Rows()[:n] {
			in.Rows = append(in.Rows, BlankRow{Row: r, Duty: duty.Responsible, Required: true})
		}
		b := &blank{}
		var out bytes.Buffer
		if err := Blank(&out, testSpec(t), in); err != nil {
			t.Fatal(err)
		}
		f := open(t, out.Bytes())
		sheet := grid.Read("a.xlsx", out.Bytes(), grid.Limits{}).Sheets[0]
		b.spec = testSpec(t)
		room := (pageShort - 2*topMargin*pointsInch) / b.scale()
		breaks := map[int]bool{}
		for _, m := range regexp.MustCompile(`<brk id="(\d+)"`).FindAllStringSubmatch(partOf(t, out.Bytes(), firstSheet), -1) {
			id := 0
			for _, c := range m[1] {
				id = id*10 + int(c-'0')
			}
			breaks[id] = true
		}
		used, last := 0.0, 0
		sheet.EachRow(func(row int, _ []grid.Cell) bool { last = row; return true })
		for row := 1; row <= last; row++ {
			h, err := f.GetRowHeight("填报表", row)
			if err != nil {
				t.Fatal(err)
			}
			used += h
			if used > room {
				t.Fatalf("%d rows: row %d stands over the end of a page", n, row)
			}
			if breaks[row] {
				used, _ = f.GetRowHeight("填报表", 4)
				if key := sheet.At(row, 15); row <= 4 || key == nil || key.Text == "" {
					t.Errorf("%d rows: row %d is the last of a page", n, row)
				}
			}
		}
		for row := last - 3; row < last; row++ {
			if breaks[row] {
				t.Errorf("%d rows: a page begins in the signature, behind row %d", n, row)
			}
		}
	}
}

func partOf(t testing.TB, data []byte, name string) string {
	t.Helper()
	text := ""
	eachPart(t, data, func(n string, content []byte) []byte {
		if n == name {
			text = string(content)
		}
		return content
	})
	return text
}

func TestGuideTextSlips(t *testing.T) {
	for old, want := range map[string]string{
		"open: 还有{n}项未填（黄）":        "{m}",
		"wrong: 有{n}处写错或前后矛盾（红）":   "guide 里缺少 “wrong”",
		"complete: 必填项已填完":         "太长",
		"  progress: 填 0% 到 100%。": "不认识的栏目",
	} {
		form, words := specFiles(t)
		change := map[string]string{"{m}": "open: 还有{m}项", "太长": "complete: " + strings.Repeat("完", 101), "不认识的栏目": "  progres: 填 0% 到 100%。", "guide 里缺少 “wrong”": "# wrong"}
		if !bytes.Contains(form.Data, []byte(old)) {
			t.Fatal(old)
		}
		form.Data = bytes.Replace(form.Data, []byte(old), []byte(change[want]), 1)
		if _, err := ParseSpec(form, words); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
