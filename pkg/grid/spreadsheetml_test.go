package grid

import (
	"bytes"
	"strings"
	"testing"
)

func xmlCell1(kind, value string, attrs ...string) string {
	return `<Cell ` + strings.Join(attrs, " ") + `><Data ss:Type="` + kind + `">` + value + `</Data></Cell>`
}

func TestSpreadsheetMLCells(t *testing.T) {
	styles := `<Style ss:ID="Default"><NumberFormat/></Style><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>` +
		`<Style ss:ID="c" ss:Parent="d"><Font ss:Bold="1"/></Style><Style ss:ID="z"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;;@"/></Style><Style ss:ID="t"><NumberFormat ss:Format="Short Time"/></Style>` +
		`<Style ss:ID="o" ss:Parent="o"/>`
	cases := []struct{ name, table, want string }{
		{"texts", `<Row>` + xmlCell1("String", "甲&#10;乙&amp;") + xmlCell1("String", "007") + xmlCell1("String", " x ") + `</Row>`, "A1=甲\n乙&|B1=007|C1= x "},
		{"runs", `<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>粗</B><Font html:Color="#FF0000">红<I>斜</I></Font></ss:Data></Cell></Row>`, "A1=粗红斜"},
		{"numbers", `<Row>` + xmlCell1("Number", "0.285", `ss:StyleID="p"`) + xmlCell1("Number", "1.5E-7") + xmlCell1("Number", "12") + xmlCell1("Number", "x") + `</Row>`, "A1=28.50%(0.285) number|B1=0.00000015 number|C1=12 number|D1=x"},
		{"dates", `<Row>` + xmlCell1("DateTime", "2019-06-30T00:00:00.000", `ss:StyleID="d"`) + xmlCell1("DateTime", "2019-06-30T12:30:00.000", `ss:StyleID="z"`) + xmlCell1("DateTime", "1899-12-31T18:30:00.000", `ss:StyleID="t"`) + xmlCell1("DateTime", "2019-06-30T00:00:00.000") + xmlCell1("Number", "43646", `ss:StyleID="c"`) + `</Row>`,
			"A1=2019/6/30(2019-06-30) date|B1=2019年6月(2019-06-30T12:30:00) date|C1=18:30(18:30:00) date|D1=2019-06-30 date|E1=2019/6/30(2019-06-30) date"},
		{"other types", `<Row>` + xmlCell1("Boolean", "1") + xmlCell1("Error", "#N/A", `ss:Formula="=NA()"`) + xmlCell1("Number", "3", `ss:Formula="=1+2"`) + `<Cell ss:Formula="=A1"/>` + `</Row>`, "A1=TRUE(1) bool|B1=#N/A error formula|C1=3 number formula|D1= formula unstored"},
		{"places", `<Row ss:Index="2"><Cell ss:Index="3" ss:MergeAcross="1"><Data ss:Type="String">a</Data></Cell>` + xmlCell1("String", "b") + `</Row><Row ss:Span="2"/><Row>` + xmlCell1("String", "c") + `</Row>`, "C2=a|E2=b|A6=c"},
		{"hidden", `<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/><Column/><Column ss:Hidden="1"/><Row>` + strings.Repeat(xmlCell1("String", "a"), 5) + `</Row><Row ss:Hidden="1">` + xmlCell1("String", "b") + `</Row>`, "A1=a|B1=a hidden|C1=a hidden|D1=a|E1=a hidden|A2=b hidden"},
		{"link and comment", `<Row><Cell ss:HRef="http://a.example/?a=1&amp;b=2"><Data ss:Type="String">看</Data><Comment ss:Author="某"><ss:Data xmlns="x"><B>某:</B>&#10;请核对</ss:Data></Comment></Cell><Cell><Comment><ss:Data>空</ss:Data></Comment></Cell></Row>`, "A1=看 →http://a.example/?a=1&b=2 #某:\n请核对|B1= #空"},
		{"phonetic text", `<Row><Cell><Data ss:Type="String">字</Data><PhoneticText>zì</PhoneticText></Cell></Row>`, "A1=字"},
		{"out of order", `<Row ss:Index="2">` + xmlCell1("String", "b", `ss:Index="2"`) + xmlCell1("String", "a", `ss:Index="1"`) + `</Row><Row ss:Index="1">` + xmlCell1("String", "c") + `</Row>`, "A1=c|A2=a|B2=b"},
		{"a style that is its own parent", `<Row>` + xmlCell1("Number", "1", `ss:StyleID="o"`) + `</Row>`, "A1=1 number"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			data := xmlOf(styles, c.table)
			prefixed := bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("<ss:"), []byte("<")), []byte("</ss:"), []byte("</"))
			prefixed = bytes.ReplaceAll(bytes.ReplaceAll(prefixed, []byte("<"), []byte("<ss:")), []byte("<ss:/"), []byte("</ss:"))
			prefixed = bytes.ReplaceAll(bytes.ReplaceAll(prefixed, []byte("<ss:?"), []byte("<?")), []byte(`xmlns="urn`), []byte(`xmlns:q="urn`))
			for kind, data := range map[string][]byte{"plain": data, "prefixed": prefixed} {
				wb := Read("a.xls", data, Limits{})
				if wb.Err != nil || wb.Format != "xml" {
					t.Fatal(kind, wb.Format, wb.Err)
				}
				if got := carried(wb.Sheets[0]); got != c.want {
					t.Errorf("%s\ngot  %q\nwant %q", kind, got, c.want)
				}
			}
		})
	}
}

func TestSpreadsheetMLBook(t *testing.T) {
	sheet := func(name, table, options string) string {
		return `<Worksheet ss:Name="` + name + `"><Table>` + table + `</Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><PageSetup><Header x:Data="x"/></PageSetup>` + options + `</WorksheetOptions></Worksheet>`
	}
	merged := `<Row><Cell ss:MergeAcross="2" ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell></Row><Row><Cell ss:Index="4" ss:MergeDown="99999999999"/></Row>`
	data := xmlHead + `<DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><Author>甲</Author><LastAuthor>乙</LastAuthor></DocumentProperties>` +
		`<ExcelWorkbook xmlns="x"><Date1904/></ExcelWorkbook><Styles><Style ss:ID="d"><NumberFormat ss:Format="yyyy-mm-dd"/></Style></Styles>` +
		sheet("一", merged, "") + sheet("二 &amp; 三", `<Row>`+xmlCell1("Number", "42184", `ss:StyleID="d"`)+`</Row>`, "<Visible>SheetVeryHidden</Visible>") + `</Workbook>`
	wb := Read("a.xml", []byte(data), Limits{})
	if wb.Err != nil || len(wb.Sheets) != 2 || !wb.Sheets[0].Visible || wb.Sheets[1].Visible || wb.Sheets[1].Name != "二 & 三" {
		t.Fatalf("%v %+v", wb.Err, wb.Sheets)
	}
	if got := rangesText(wb.Sheets[0].Merged); got != "[A1:C2 D2:D1048576]" {
		t.Error(got)
	}
	if got := shown(wb.Sheets[1]); got != "A1=2019-06-30" {
		t.Error(got)
	}
	if wb.Properties.Creator != "甲" || wb.Properties.ModifiedBy != "乙" {
		t.Errorf("%+v", wb.Properties)
	}
}

func TestSpreadsheetMLDamage(t *testing.T) {
	row := `<Row>` + xmlCell1("String", "甲") + `</Row>`
	whole := xmlOf("", row+row)
	cases := map[string]struct {
		data []byte
		kind Kind
		kept string
	}{
		"cut":             {whole[:len(whole)-30], Corrupt, "A1=甲|A2=甲"},
		"cut in a cell":   {whole[:bytes.LastIndex(whole, []byte("甲"))], Corrupt, "A1=甲"},
		"crossed tags":    {xmlOf("", row+`<Row><Cell></Row></Cell>`), Corrupt, "A1=甲"},
		"two at a place":  {xmlOf("", row+`<Row ss:Index="1">`+xmlCell1("String", "乙")+`</Row>`), Corrupt, "A1=乙"},
		"beyond the end":  {xmlOf("", row+`<Row ss:Index="99999999999999999999">`+xmlCell1("String", "乙")+`</Row>`), TooLarge, "A1=甲"},
		"beyond the edge": {xmlOf("", row+`<Row>`+xmlCell1("String", "乙", `ss:Index="16385"`)+`</Row>`), TooLarge, "A1=甲"},
		"cells":           {xmlOf("", strings.Repeat(row, 20000)), TooLarge, ""},
		"deep":            {xmlOf("", row+`<Row><Cell><Data>`+strings.Repeat("<B>", 200_000)), Corrupt, "A1=甲"},
		"no sheet":        {[]byte(xmlHead + `</Workbook>`), Corrupt, ""},
		"entities": {[]byte(`<?xml version="1.0"?><!DOCTYPE Workbook [<!ENTITY a "&b;&b;"><!ENTITY b "bomb">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="x"><Table><Row>` +
			xmlCell1("String", "&a;") + `</Row></Table></Worksheet></Workbook>`), Corrupt, ""},
		"wrong characters": {[]byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xmlHead[21:] + "县财政局\xe5\xe5</Workbook>"), Corrupt, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.xls", c.data, Limits{Cells: 10000})
			if wb.Err == nil || wb.Err.Kind != c.kind {
				t.Fatalf("got %v, want %s", wb.Err, c.kind)
			}
			if c.kept != "" && (len(wb.Sheets) == 0 || shown(wb.Sheets[0]) != c.kept) {
				t.Errorf("kept %+v", wb.Sheets)
			}
			if strings.Contains(wb.Err.Message, "bomb") || len(wb.Sheets) > 0 && strings.Contains(shown(wb.Sheets[0]), "bomb") {
				t.Error("an entity was expanded")
			}
		})
	}
}
