package grid

import (
	"fmt"
	"strings"
	"testing"
)

func para(s string) string { return `<w:p><w:r><w:t>` + s + `</w:t></w:r></w:p>` }

func cell(props, content string) string {
	return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + content + `</w:tc>`
}

func TestDocx(t *testing.T) {
	body := para("标题") +
		`<w:tbl><w:tr>` + cell("", para("任务")) + cell("", para("单位")) + cell("", para("要求")) + `</w:tr>` +
		`<w:tr>` + cell(`<w:gridSpan w:val="3"/>`, para("一、总体")) + `</w:tr>` +
		`<w:tr>` + cell(`<w:vMerge w:val="restart"/>`, `<w:p><w:bookmarkStart w:name="RANGE!C15"/><w:r><w:t>1．甲</w:t></w:r></w:p>`) +
		cell("", para("县财政局")+para("县公安局")) +
		cell("", `<w:p><w:r><w:t>做</w:t></w:r><w:ins><w:r><w:t>好</w:t></w:r></w:ins><w:del><w:r><w:delText>坏</w:delText></w:r></w:del><w:r><w:tab/><w:t>了</w:t><w:br/></w:r></w:p>`) + `</w:tr>` +
		`<w:tr>` + cell(`<w:vMerge/>`, `<w:p/>`) + `<w:sdt><w:sdtContent>` + cell("", para("县民政局")) + `</w:sdtContent></w:sdt>` +
		cell("", para("外")+`<w:tbl><w:tr>`+cell("", para("内一"))+cell("", para("内二"))+`</w:tr></w:tbl>`+para("后")) + `</w:tr></w:tbl>` +
		`<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>填报人：张某</w:t></w:r></w:p>`
	wb := Read("a.docx", docxOf(t, body), Limits{})
	if wb.Err != nil {
		t.Fatal(wb.Err)
	}
	want := "A1=任务|B1=单位|C1=要求|A2=一、总体|A3=1．甲|B3=县财政局\n县公安局|C3=做好\t了|B4=县民政局|C4=外\n内一\t内二\n后"
	if got := shown(wb.Sheets[0]); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if len(wb.Sheets) != 1 || len(wb.Sheets[0].Merged) != 2 || wb.Sheets[0].Merged[0].String() != "A2:C2" || wb.Sheets[0].Merged[1].String() != "A3:A4" {
		t.Errorf("merged %v", wb.Sheets[0].Merged)
	}
	if len(wb.Paragraphs) != 2 || wb.Paragraphs[0].Text != "标题" || wb.Paragraphs[0].Before != 0 || wb.Paragraphs[1].Text != "填报人：张某" || wb.Paragraphs[1].Before != 1 {
		t.Errorf("paragraphs %+v", wb.Paragraphs)
	}
}

// TestDocxFrame: tables in a table of one column stand for themselves.
func TestDocxFrame(t *testing.T) {
	inner := `<w:tbl><w:tr>` + cell("", para("任务")) + cell("", para("单位")) + `</w:tr><w:tr>` + cell("", para("甲")) + cell("", para("县财政局")) + `</w:tr></w:tbl>`
	frame := `<w:tbl><w:tr>` + cell("", para("题目")) + `</w:tr><w:tr>` + cell("", `<w:tbl><w:tr>`+cell("", para("前")+inner+para("间")+inner)+`</w:tr></w:tbl>`) + `</w:tr></w:tbl>`
	wb := Read("a.docx", docxOf(t, para("首")+frame+para("尾")), Limits{})
	if wb.Err != nil || len(wb.Sheets) != 2 || wb.Sheets[0].Name != "表1" || wb.Sheets[1].Name != "表2" {
		t.Fatalf("%v %d sheets", wb.Err, len(wb.Sheets))
	}
	for _, s := range wb.Sheets {
		if got := shown(s); got != "A1=任务|B1=单位|A2=甲|B2=县财政局" {
			t.Error(got)
		}
	}
	got := ""
	for _, p := range wb.Paragraphs {
		got += p.Text + string(rune('0'+p.Before))
	}
	if got != "首0题目0前0间1尾2" {
		t.Errorf("paragraphs %s", got)
	}
}

func TestDocxTextBox(t *testing.T) {
	box := `<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + para("框") + `</w:txbxContent></mc:Choice>` +
		`<mc:Fallback><w:txbxContent>` + para("框") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>`
	wb := Read("a.docx", docxOf(t, box), Limits{})
	if wb.Err != nil || len(wb.Paragraphs) != 2 || wb.Paragraphs[0].Text != "框" || wb.Paragraphs[1].Text != "前后" {
		t.Errorf("%v %+v", wb.Err, wb.Paragraphs)
	}
}

// TestDocxPictures: those that may hold text are counted, an emblem is not.
func TestDocxPictures(t *testing.T) {
	drawing := func(cx, cy int) string {
		return fmt.Sprintf(`<w:p><w:r><w:drawing><wp:inline><wp:extent cx="%d" cy="%d"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="r1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, cx, cy)
	}
	wb := Read("a.docx", docxOf(t, para("甲")+drawing(5000000, 7000000)+drawing(900000, 900000)+drawing(5000000, 300000)), Limits{})
	if wb.Err != nil || wb.Pictures != 1 {
		t.Errorf("%v: %d pictures", wb.Err, wb.Pictures)
	}
}

func TestDocxDeletedRow(t *testing.T) {
	row := func(props, a, b string) string {
		return `<w:tr>` + props + `<w:tc><w:p><w:r><w:t>` + a + `</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>` + b + `</w:t></w:r></w:p></w:tc></w:tr>`
	}
	wb := Read("a.docx", docxOf(t, `<w:tbl>`+row("", "一", "二")+row(`<w:trPr><w:del w:id="1" w:author="x"/></w:trPr>`, "删", "去")+row(`<w:trPr><w:ins w:id="2"/></w:trPr>`, "三", "四")+`</w:tbl>`), Limits{})
	if got := shown(wb.Sheets[0]); got != "A1=一|B1=二|A2=三|B2=四" || len(wb.Sheets[0].Merged) != 2 {
		t.Errorf("%s %v", got, wb.Sheets[0].Merged)
	}
}

// TestDocxEdges: an edge that was dragged in one row only makes no column of its own.
func TestDocxEdges(t *testing.T) {
	row := func(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }
	table := func(widths, rows string) string {
		return `<w:tbl><w:tblGrid>` + widths + `</w:tblGrid>` + rows + `</w:tbl>`
	}
	wide := func(text string) string { return cell(`<w:gridSpan w:val="2"/>`, para(text)) }
	near := `<w:gridCol w:w="900"/><w:gridCol w:w="60"/><w:gridCol w:w="840"/>`
	far := `<w:gridCol w:w="900"/><w:gridCol w:w="600"/><w:gridCol w:w="300"/>`
	rows := row(cell("", para("甲")), wide("乙")) + row(wide("丙"), cell("", para("丁")))
	for name, c := range map[string]struct{ body, want string }{
		"near":                     {table(near, rows), "A1=甲|B1=乙|A2=丙|B2=丁"},
		"far":                      {table(far, rows), "A1=甲|B1=乙|A2=丙|C2=丁"},
		"two cells in one column":  {table(near, rows+row(cell("", para("一")), cell("", para("二")), cell("", para("三")))), "A1=甲|B1=乙|A2=丙|B2=丁|A3=一|B3=二|C3=三"},
		"no widths":                {table(`<w:gridCol/><w:gridCol w:w="0"/><w:gridCol w:w="0"/>`, rows), "A1=甲|B1=乙|A2=丙|C2=丁"},
		"all of one small width":   {table(`<w:gridCol w:w="100"/><w:gridCol w:w="100"/><w:gridCol w:w="100"/>`, rows), "A1=甲|B1=乙|A2=丙|C2=丁"},
		"a grid that is too short": {table(`<w:gridCol w:w="10"/>`, rows), "A1=甲|B1=乙|A2=丙|C2=丁"},
	} {
		wb := Read("a.docx", docxOf(t, c.body), Limits{})
		if got := shown(wb.Sheets[0]); wb.Err != nil || got != c.want {
			t.Errorf("%s: %v %s, want %s", name, wb.Err, got, c.want)
		}
	}
}

// TestDocxMergeAlongEdges: a merge down goes on below an edge that was dragged.
func TestDocxMergeAlongEdges(t *testing.T) {
	grid := `<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="60"/><w:gridCol w:w="840"/></w:tblGrid>`
	body := `<w:tbl>` + grid + `<w:tr>` + cell("", para("甲")) + cell(`<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>`, para("乙")) + `</w:tr><w:tr>` +
		cell(`<w:gridSpan w:val="2"/>`, para("丙")) + cell(`<w:vMerge/>`, para("")) + `</w:tr></w:tbl>`
	wb := Read("a.docx", docxOf(t, body), Limits{})
	if got := told(wb); got != "[A1=甲|B1=乙|A2=丙] B1:B2" {
		t.Error(got)
	}
}
