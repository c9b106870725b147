package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
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

// sent makes a workbook like a unit's: styles, a merge, a comment, protection, a hidden sheet, a drop-down.
func sent(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "填报表"))
	check(f.MergeCell("填报表", "A1", "H1"))
	check(f.SetCellStr("填报表", "A1", "示例县2019年政务公开工作填报表"))
	for i, h := range []string{"编号", "工作任务", "工作要求", "完成情况", "进度", "进展情况", "完成时间", "公开链接"} {
		check(f.SetCellStr("填报表", ref(4, i+1), h))
		check(f.SetCellStr("填报表", ref(5, i+1), h+"的内容，联系电话13812345678"))
	}
	percent, err := f.NewStyle(&excelize.Style{NumFmt: 9, Font: &excelize.Font{Bold: true, Family: "仿宋", Size: 14}, Protection: &excelize.Protection{Locked: false},
		Border: []excelize.Border{{Type: "left", Style: 5, Color: "FF0000"}}})
	check(err)
	check(f.SetCellValue("填报表", "E6", 1.2))
	check(f.SetCellStyle("填报表", "E6", "E6", percent))
	check(f.SetCellStr("填报表", "F6", "=1+1"))
	check(f.SetCellValue("填报表", "G6", 43636))
	check(f.AddComment("填报表", excelize.Comment{Cell: "F5", Author: "填报人", Paragraph: []excelize.RichTextRun{{Text: "请领导审阅"}}}))
	check(f.AddComment("填报表", excelize.Comment{Cell: "B5", Author: "填报人", Text: "另一条"}))
	check(f.ProtectSheet("填报表", &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true}))
	_, err = f.NewSheet("旧表")
	check(err)
	check(f.SetCellStr("旧表", "A1", "去年的内容"))
	check(f.SetSheetVisible("旧表", false))
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

func marking(t testing.TB, name string, data []byte) MarkInput {
	return MarkInput{Layout: layout(t), File: name, Data: data, Grid: grid.Read(filepath.Base(name), data, grid.Limits{}),
		Office: "示例县人民政府办公室", Title: "示例县2019年政务公开工作", Unit: "县财政局", Sample: true,
		Findings: []finding.Finding{
			{Code: "E01", Severity: finding.Warning, Sheet: "填报表", Cell: "H5", Cells: []string{"H5", "H6", "H20"}, Message: "没有公开链接。", Hint: "请填写网址。"},
			{Code: "V03", Severity: finding.Error, Sheet: "填报表", Cell: "E6", Cells: []string{"E6"}, Item: "2.1", Message: "进度“120%”超出 0 至 100。", Hint: "请改为实际进度。"},
			{Code: "P01", Severity: finding.Error, Sheet: "填报表", Cell: "F5", Cells: []string{"F5"}, Message: "写有手机号码 138******78。", Hint: "请删去。"},
			{Code: "I01", Severity: finding.Info, Sheet: "填报表", Cell: "E6", Cells: []string{"E6"}, Message: "另一处提示。"},
			{Code: "S01", Severity: finding.Warning, Message: "缺少审核人。", Hint: "请补签。", Cells: []string{}},
			{Code: "S02", Severity: finding.Info, Sheet: "填报表", Cell: "A1", Cells: []string{"C1"}, Message: "标题与下发的不同。"},
		}}
}

func marked(t testing.TB, in MarkInput) []byte {
	t.Helper()
	return write(t, func(b *bytes.Buffer) error { return Mark(b, in) })
}

// same fails when a cell of the sender's reads differently in the copy.
func same(t *testing.T, sent, back *grid.Workbook) {
	t.Helper()
	if back.Err != nil {
		t.Fatal(back.Err)
	}
	if first := back.Sheets[0].Name; first != "退回意见" {
		t.Errorf("the first sheet is %q", first)
	}
	back = &grid.Workbook{Sheets: back.Sheets[1:]}
	for i, s := range sent.Sheets {
		if back.Sheets[i].Name != s.Name || back.Sheets[i].Visible != s.Visible {
			t.Errorf("sheet %q visible %v became %q %v", s.Name, s.Visible, back.Sheets[i].Name, back.Sheets[i].Visible)
		}
		got := map[string]grid.Cell{}
		for _, c := range back.Sheets[i].Cells {
			got[ref(c.Row, c.Col)] = c
		}
		for _, c := range s.Cells {
			if g := got[ref(c.Row, c.Col)]; g.Text != c.Text {
				t.Errorf("%s!%s: %.60q (%d bytes) became %.60q (%d bytes)", s.Name, ref(c.Row, c.Col), c.Text, len(c.Text), g.Text, len(g.Text))
			}
		}
		if fmt.Sprint(s.Merged) != fmt.Sprint(back.Sheets[i].Merged) {
			t.Errorf("merges %v became %v", s.Merged, back.Sheets[i].Merged)
		}
	}
}

func comments(t *testing.T, f *excelize.File, sheet string) map[string]string {
	t.Helper()
	list, err := f.GetComments(sheet)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, c := range list {
		if out[c.Cell] != "" {
			t.Errorf("two comments on %s", c.Cell)
		}
		out[c.Cell] = commentString(c)
	}
	return out
}

// shown is what Excel and LibreOffice colour cells with by conditional formats that
// begin at a cell: one goes by priorities, the other by the order. They have to agree.
func shown(t testing.TB, data []byte, sheet, at string) (formula, colour string) {
	t.Helper()
	own, err := partsOf(data)
	if err != nil {
		t.Fatal(err)
	}
	var worksheet struct {
		Formats []struct {
			Cells string `xml:"sqref,attr"`
			Rules []struct {
				Priority int    `xml:"priority,attr"`
				Format   int    `xml:"dxfId,attr"`
				Formula  string `xml:"formula"`
			} `xml:"cfRule"`
		} `xml:"conditionalFormatting"`
	}
	var styles struct {
		Formats []struct {
			Fill struct {
				Colour struct {
					RGB string `xml:"rgb,attr"`
				} `xml:"bgColor"`
			} `xml:"fill>patternFill"`
		} `xml:"dxfs>dxf"`
	}
	for part, into := range map[string]any{own.sheets()[sheet]: &worksheet, "xl/styles.xml": &styles} {
		if err := xml.Unmarshal(own[part], into); err != nil {
			t.Fatal(part, err)
		}
	}
	first := 0
	for _, f := range worksheet.Formats {
		if !covers(f.Cells, at) {
			continue
		}
		for _, r := range f.Rules {
			switch {
			case first == 0:
				first, formula, colour = r.Priority, r.Formula, strings.TrimPrefix(styles.Formats[r.Format].Fill.Colour.RGB, "FF")
			case r.Priority <= first:
				t.Errorf("%s: %s comes after %s and has the priority %d, that has %d", at, r.Formula, formula, r.Priority, first)
			}
		}
	}
	return formula, colour
}

func covers(list, at string) bool {
	col, row, _ := excelize.CellNameToCoordinates(at)
	for one := range strings.FieldsSeq(list) {
		from, to, area := strings.Cut(one, ":")
		if !area {
			to = from
		}
		col1, row1, _ := excelize.CellNameToCoordinates(from)
		col2, row2, _ := excelize.CellNameToCoordinates(to)
		if col1 <= col && col <= col2 && row1 <= row && row <= row2 {
			return true
		}
	}
	return false
}

// markOf is the colour of the mark of a cell, "" when it has none.
func markOf(t testing.TB, data []byte, sheet, at string) string {
	t.Helper()
	formula, colour := shown(t, data, sheet, at)
	if formula != always {
		return ""
	}
	return colour
}

func TestMarkKeepsTheOriginal(t *testing.T) {
	in := marking(t, "县财政局.xlsx", sent(t))
	before := bytes.Clone(in.Data)
	if _, err := in.original(); err != nil {
		t.Fatal("not marked as it is:", err)
	}
	data := marked(t, in)
	if !bytes.Equal(before, in.Data) {
		t.Error("the sender's bytes were changed")
	}
	same(t, in.Grid, grid.Read("x.xlsx", data, grid.Limits{}))
	f, cells := opened(t, data)
	c := comments(t, f, "填报表")
	if !strings.HasPrefix(c["F5"], "请领导审阅\n【退回意见】\n须改正：写有手机号码 138******78") || c["B5"] != "另一条" {
		t.Errorf("comments %q", c)
	}
	if !strings.Contains(c["E6"], "须改正：进度“120%”超出 0 至 100。\n改法：请改为实际进度。\n供了解：另一处提示。") || !strings.Contains(c["H20"], "没有公开链接") {
		t.Errorf("comments %q", c)
	}
	l := in.Layout.Colours
	for at, want := range map[string]string{"E6": l["error"], "H5": l["warning"], "H20": l["warning"], "A1": l["info"], "H1": l["info"], "G6": "", "H7": ""} {
		if got := markOf(t, data, "填报表", at); got != want {
			t.Errorf("%s is marked %q, want %q", at, got, want)
		}
	}
	id, _ := f.GetCellStyle("填报表", "E6")
	st, _ := f.GetStyle(id)
	if st.NumFmt != 9 || st.Font.Family != "仿宋" || st.Font.Size != 14 || len(st.Border) != 1 || st.Protection == nil || st.Protection.Locked {
		t.Errorf("the style of E6 became %+v", st)
	}
	if p, err := f.GetSheetProtection("填报表"); err != nil || !p.SelectLockedCells {
		t.Errorf("protection lost: %+v %v", p, err)
	}
	page := cells["退回意见"]
	for _, want := range []string{"须改正的2条、请留意的2条（4处）、供了解的2条", "缺少审核人。", "县财政局.xlsx", "示例数据，纯属虚构"} {
		if !strings.Contains(fmt.Sprint(page), want) {
			t.Errorf("the list lacks %q: %v", want, page)
		}
	}
	if strings.Contains(fmt.Sprint(page), "13812345678") {
		t.Error("a private number stands in the list")
	}
	if _, target, err := f.GetCellHyperLink("退回意见", "D5"); err != nil || target != "'填报表'!E6" {
		t.Errorf("link %q %v", target, err)
	}
}

// A unit mends the copy and sends that back: the marks of the first return must
// not pile up under those of the second.
func TestMarkAgain(t *testing.T) {
	first := marked(t, marking(t, "县财政局.xlsx", sent(t)))
	in := marking(t, "县财政局.xlsx", first)
	in.Findings = in.Findings[:1]
	if _, err := in.original(); err != nil {
		t.Fatal("not marked as it is:", err)
	}
	second := marked(t, in)
	f, cells := opened(t, second)
	if n := len(f.GetSheetList()); n != 3 || cells["退回意见"]["A6"] != "" && strings.Contains(cells["退回意见"]["B6"], "须改正") {
		t.Errorf("sheets %v, list %v", f.GetSheetList(), cells["退回意见"])
	}
	c := comments(t, f, "填报表")
	if strings.Count(c["H5"], "【退回意见】") != 1 || !strings.Contains(c["E6"], "没有再发现") || !strings.HasPrefix(c["F5"], "请领导审阅") || strings.Contains(c["F5"], "138") {
		t.Errorf("comments %q", c)
	}
	id, _ := f.GetCellStyle("填报表", "E6")
	st, _ := f.GetStyle(id)
	if got := markOf(t, second, "填报表", "E6"); got != "" || st.Fill.Pattern != 0 || st.NumFmt != 9 {
		t.Errorf("E6 keeps the mark of the first return: %q %+v", got, st.Fill)
	}
	if got := markOf(t, second, "填报表", "H5"); got != in.Layout.Colours["warning"] {
		t.Errorf("H5 is marked %q", got)
	}
}

// The sender's own fill stays below the mark, of whatever kind it is, and shows again when
// the cell is mended, also where the page 退回意见 has been deleted.
func TestMarkLeavesOwnFills(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(sent(t)))
	if err != nil {
		t.Fatal(err)
	}
	fills := map[string]excelize.Fill{
		"E6": {Type: "pattern", Pattern: 1, Color: []string{"E4DFEC"}},
		"F5": {Type: "pattern", Pattern: 14, Color: []string{"00B050"}},
		"H5": {Type: "gradient", Shading: 1, Color: []string{"FFFFFF", "E0EBF5"}},
		"H6": {Type: "pattern", Pattern: 1, Color: []string{layout(t).Colours["error"]}},
	}
	for at, fill := range fills {
		style, err := f.NewStyle(&excelize.Style{Fill: fill})
		if err != nil {
			t.Fatal(err)
		}
		f.SetCellStyle("填报表", at, at, style)
	}
	var own bytes.Buffer
	if err := f.Write(&own); err != nil {
		t.Fatal(err)
	}
	for name, between := range map[string]func(*excelize.File){"as it is": func(*excelize.File) {}, "without the page": func(f *excelize.File) { f.DeleteSheet("退回意见") }} {
		in := marking(t, "县财政局.xlsx", own.Bytes())
		first := marked(t, in)
		if got := markOf(t, first, "填报表", "E6"); got != in.Layout.Colours["error"] {
			t.Errorf("%s: the mark of E6 is %q", name, got)
		}
		mended, _ := opened(t, first)
		between(mended)
		var b bytes.Buffer
		if err := mended.Write(&b); err != nil {
			t.Fatal(err)
		}
		in = marking(t, "县财政局.xlsx", b.Bytes())
		in.Findings = nil
		second := marked(t, in)
		again, _ := opened(t, second)
		for at, fill := range fills {
			id, _ := again.GetCellStyle("填报表", at)
			if st, _ := again.GetStyle(id); !reflect.DeepEqual(st.Fill, fill) || markOf(t, second, "填报表", at) != "" {
				t.Errorf("%s: %s has %+v, want %+v", name, at, st.Fill, fill)
			}
		}
		if coloured.Match([]byte(packageOf(t, second)["xl/worksheets/sheet1.xml"])) || strings.Contains(comments(t, again, "填报表")["E6"], "须改正") {
			t.Errorf("%s: marks are left", name)
		}
	}
}

func TestMarkOtherFiles(t *testing.T) {
	good := sent(t)
	for name, data := range map[string][]byte{
		"县财政局.csv":  []byte("编号,工作任务,完成情况,进度,进展情况\n6,\"预算公开\n两行\",=1+1,120%,\"" + strings.Repeat("很长的进展", 8000) + "\"\n"),
		"cut.xlsx":  good[:len(good)/2],
		"empty.xls": {},
		"bad.xlsx":  []byte("PK\x03\x04 no workbook at all"),
	} {
		t.Run(name, func(t *testing.T) {
			in := marking(t, name, data)
			if len(in.Grid.Sheets) > 0 {
				for i := range in.Findings {
					if in.Findings[i].Sheet != "" {
						in.Findings[i].Sheet = in.Grid.Sheets[0].Name
					}
				}
			}
			out := marked(t, in)
			back := grid.Read("x.xlsx", out, grid.Limits{})
			if in.Grid.Err == nil {
				same(t, in.Grid, &grid.Workbook{Sheets: cutTo(in.Grid, back), Err: back.Err})
			}
			if first := back.Sheets[0]; first.Name != "退回意见" {
				t.Errorf("the first sheet is %q", first.Name)
			}
		})
	}
}

// cutTo joins what had to go on on the sheet of prose back to its cell.
func cutTo(sent, back *grid.Workbook) []*grid.Sheet {
	out := back.Sheets[:len(sent.Sheets)+1]
	for _, s := range back.Sheets[len(sent.Sheets)+1:] {
		for _, c := range s.Cells {
			place, further := strings.CutSuffix(c.Text, "（续）")
			if c.Col != 1 || !further {
				continue
			}
			for i := range out[1].Cells {
				o := &out[1].Cells[i]
				if strings.HasSuffix(place, "!"+ref(o.Row, o.Col)) {
					for _, v := range s.Cells {
						if v.Row == c.Row && v.Col == 2 {
							o.Text += v.Text
						}
					}
				}
			}
		}
	}
	return out
}

// A file of a few kB may unfold to gigabytes in excelize; it must not be opened with it.
func TestCostly(t *testing.T) {
	part := func(rows string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, _ := z.Create("xl/worksheets/sheet1.xml")
		w.Write([]byte(`<worksheet><sheetData>` + rows + `</sheetData></worksheet>`))
		z.Close()
		return b.Bytes()
	}
	var sparse strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&sparse, `<row r="%d"><c r="&#88;FD%d"/></row>`, i+1, i+1)
	}
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"plain":    {part(`<row r="1"><c r="A1"/></row>`), false},
		"sparse":   {part(sparse.String()), true},
		"no refs":  {part(strings.Repeat(`<row>`+strings.Repeat(`<c/>`, 2000)+`</row>`, 600)), true},
		"last row": {part(`<row r="1048576"><c r="A1048576"/></row>`), true},
		"broken":   {part(`<row r="1"><c r=`), true},
		"no zip":   {[]byte("hello"), true},
		"sent":     {sent(t), false},
	} {
		if got := costly(c.data); got != c.want {
			t.Errorf("%s: costly is %v", name, got)
		}
	}
}

func TestMarkLibreOfficeFiles(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.xlsx")
	if len(files) == 0 {
		t.Fatal("no files")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in := marking(t, name, data)
		if _, err := in.original(); err != nil {
			t.Error(name, "is not marked as it is:", err)
		}
		out := marked(t, in)
		same(t, in.Grid, grid.Read("x.xlsx", out, grid.Limits{}))
		f, _ := opened(t, out)
		if c := comments(t, f, "填报表"); !strings.Contains(c["F5"], "请领导审阅") || !strings.Contains(c["F5"], "138******78") {
			t.Errorf("%s: comments %q", name, c)
		}
	}
}

func TestMarkManyCells(t *testing.T) {
	in := marking(t, "县财政局.xlsx", sent(t))
	for i := range 5000 {
		in.Findings[0].Cells = append(in.Findings[0].Cells, ref(i+30, 8))
	}
	if _, err := in.original(); err != nil {
		t.Fatal("not marked as it is:", err)
	}
	if got := markOf(t, marked(t, in), "填报表", "H5029"); got != in.Layout.Colours["warning"] {
		t.Errorf("fill %q", got)
	}
}

// A sheet of another format may have sparse rows far out; the copy must not fill them up.
func TestCopySparse(t *testing.T) {
	s := &grid.Sheet{Name: "a/b:c", Visible: true}
	for i := range 300 {
		s.Cells = append(s.Cells, grid.Cell{Row: i*3000 + 1, Col: 16384, Type: grid.Text, Text: "x"})
	}
	in := marking(t, "远.xls", nil)
	in.Grid = &grid.Workbook{Format: "xls", Sheets: []*grid.Sheet{s, {Name: "退回意见", Visible: true}, {Name: "A_b_C", Visible: true}}}
	back := grid.Read("x.xlsx", marked(t, in), grid.Limits{})
	var names []string
	for _, b := range back.Sheets {
		names = append(names, b.Name)
	}
	if got := strings.Join(names, " "); got != "退回意见 a_b_c 退回意见(2) A_b_C(2)" || len(back.Sheets[1].Cells) != 300 {
		t.Errorf("sheets %s, %d cells", got, len(back.Sheets[1].Cells))
	}
}

// TestBoxesHoldTheirTexts: the box of a comment grows with the text, first in height and then in
// width; what no box holds is left to the list, which the comment says.
func TestBoxesHoldTheirTexts(t *testing.T) {
	last := 0
	for n := 1; n <= 20; n++ {
		width, height, fits := boxOf(strings.Repeat("公开政府信息十二条，文件三件。", n))
		if !fits || height > boxHighest || width*height <= last && n > 3 {
			t.Errorf("%d sentences: %d x %d, %v", n, width, height, fits)
		}
		if room := (width - boxOffset - boxSides) / 12 * ((height - boxEdges) / boxLine); room < 15*n { // a character of 9 points is 12 pixels wide
			t.Errorf("%d sentences of 15 characters in a box for %d: %d x %d", n, room, width, height)
		}
		last = width * height / 2
	}
	if _, height, fits := boxOf(strings.Repeat("公开政府信息十二条，文件三件。", 200)); fits || height != boxHighest {
		t.Errorf("3,000 characters fit into a box of %d", height)
	}
	in := marking(t, "x.xlsx", sent(t))
	f := finding.Finding{Severity: finding.Error, Message: strings.Repeat("进度超出范围，", 20), Hint: "请改为实际进度。"}
	for n, want := range map[int]bool{1: false, 3: false, 30: true} {
		text := in.commentText(slices.Repeat([]finding.Finding{f}, n))
		if _, _, fits := boxOf(text); !fits || strings.Contains(text, "其余见“退回意见”工作表。") != want {
			t.Errorf("%d findings: %v, %s", n, fits, text)
		}
	}
}

// TestBoxesOfTheSendersCommentsGrow: what we write below a comment of the sender's can be read; a
// comment that says nothing new keeps its box.
func TestBoxesOfTheSendersCommentsGrow(t *testing.T) {
	before := sent(t)
	in := marking(t, "县财政局.xlsx", before)
	for i := range in.Findings {
		if slices.Contains(in.Findings[i].Cells, "F5") {
			in.Findings[i].Message = strings.Repeat("写有手机号码，", 60)
		}
	}
	own, now := anchors(t, before), anchors(t, marked(t, in))
	if own["B5"] == ([8]int{}) || now["B5"] != own["B5"] {
		t.Errorf("the box of B5 was %v and is %v", own["B5"], now["B5"])
	}
	f, _ := opened(t, marked(t, in))
	width, height, _ := boxOf(comments(t, f, "填报表")["F5"])
	a := now["F5"]
	w, h := a[5]-a[1], a[7]-a[3]
	for i := a[0]; i < a[4]; i++ {
		w += columnPixels(f, "填报表")(i)
	}
	for i := a[2]; i < a[6]; i++ {
		h += rowPixels(f, "填报表")(i)
	}
	if w < width-boxOffset || h < height || a[0] != own["F5"][0] || a[2] != own["F5"][2] {
		t.Errorf("a box of %d x %d at %v, was at %v, the text needs %d x %d", w, h, a, own["F5"], width, height)
	}
}

// TestABoxThatNamesNoCells: openpyxl gives boxes a size and no place.
func TestABoxThatNamesNoCells(t *testing.T) {
	const shape = `<v:shape id="_x0000_s1026" style="position:absolute; margin-left:59.25pt;margin-top:1.5pt;width:144px;height:79px;z-index:1"><x:ClientData ObjectType="Note"><x:Row>7</x:Row></x:ClientData></v:shape>`
	text := strings.Repeat("公开政府信息十二条，文件三件。", 10)
	width, height, _ := boxOf(text)
	want := strings.NewReplacer("144px", fmt.Sprint(width-boxOffset, "px"), "79px", fmt.Sprint(height, "px")).Replace(shape)
	if got := string(styled([]byte(shape), text)); got != want {
		t.Errorf("got %s", got)
	}
	if got := string(styled([]byte(strings.NewReplacer("144px", "600pt", "79px", "600pt").Replace(shape)), text)); strings.Count(got, "600pt") != 2 {
		t.Errorf("a large box became %s", got)
	}
}

// anchors are the places of the comments' boxes of the first drawing, by cell.
func anchors(t *testing.T, data []byte) map[string][8]int {
	t.Helper()
	parts, err := partsOf(data)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][8]int{}
	for _, shape := range shapeOf.FindAll(parts["xl/drawings/vmlDrawing1.vml"], -1) {
		var n [8]int
		for i, m := range regexp.MustCompile(`\d+`).FindAll(shapeSpan.Find(shape), -1) {
			n[i] = number(m)
		}
		out[ref(number(shapeRow.FindSubmatch(shape)[1])+1, number(shapeCol.FindSubmatch(shape)[1])+1)] = n
	}
	return out
}
