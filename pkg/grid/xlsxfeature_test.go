package grid

import (
	"strings"
	"testing"
)

func TestXlsxFeatures(t *testing.T) {
	styles := `<numFmts><numFmt numFmtId="164" formatCode="0&quot;家&quot;"/><numFmt numFmtId="165" formatCode="mm:ss.0"/><numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="[&gt;43000]&quot;今后&quot;;yyyy"/></numFmts>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="164"/><xf numFmtId="57"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/></cellXfs>`
	row := func(cells string) string { return `<sheetData><row r="1">` + cells + `</row></sheetData>` }
	cases := []struct{ name, sheet, want string }{
		{"formulas", row(`<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1</f><v></v></c><c r="C1"><f>A1</f></c><c r="D1" t="str"><f t="shared" si="0"/><v>好</v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c>`),
			"A1=2 number formula|B1= formula|C1= formula unstored|D1=好 formula|E1=#DIV/0! error formula"},
		{"inline with a value too", row(`<c r="A1" t="inlineStr"><v>1</v><is><r><t>甲</t></r><rPh sb="0" eb="1"><t>jia</t></rPh><r><t xml:space="preserve"> 乙</t></r></is></c>`), "A1=甲 乙"},
		{"carriage returns", row("<c r=\"A1\" t=\"str\"><v>甲_x000D_\r\n乙\r丙&#13;&#10;丁</v></c>"), "A1=甲\n乙\n丙\n丁"},
		{"an escaped escape", row(`<c r="A1" t="str"><v>_x005F_x000D_</v></c>`), "A1=_x000D_"},
		{"dates in ISO", row(`<c r="A1" s="1" t="d"><v>2019-07-31T00:00:00</v></c><c r="B1" t="d"><v>2019-07-31T08:30:00Z</v></c><c r="C1" t="d" s="3"><v>2019-07-31</v></c>`),
			"A1=2019年7月31日(2019-07-31) date|B1=2019-07-31T08:30:00 date|C1=2019年7月(2019-07-31) date"},
		{"ISO dates by parts of a format", row(`<c r="A1" s="4" t="d"><v>2019-07-31T08:30:00.25</v></c><c r="B1" s="5" t="d"><v>2019-07-31T06:00:00</v></c><c r="C1" s="6" t="d"><v>2019-07-31</v></c><c r="D1" s="6" t="d"><v>2017-07-31</v></c>`),
			"A1=30:00.3(2019-07-31T08:30:00.25) date|B1=1048254:00(2019-07-31T06:00:00) date|C1=2019-07-31 date|D1=2017(2017-07-31) date"},
		{"a unit in the format", row(`<c r="A1" s="2"><v>12</v></c>`), "A1=12家(12) number"},
		{"a picture of WPS", row(`<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>`), `A1=［图片］(=DISPIMG("ID_1",1)) formula`},
		{"missing references", `<sheetData><row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row><c/><c><v>4</v></c></row><row r="9"><c><v>5</v></c></row><row><c><v>6</v></c></row></sheetData>`,
			"A1=1 number|D1=2 number|E1=3 number|B2=4 number|A9=5 number|A10=6 number"},
		{"odd but sound XML", row("<c\n r='A1'\tt = \"str\" ><v ><![CDATA[a<b]]>&amp;c<!-- no --></v ></c\n><c r=\"B1\"><?pi x?><v> 7 </v></c><c r=\"C1\" t=\"str\"><v>a&#x1F600;&#0000000000000065;</v></c>"), "A1=a<b&c|B1=7 number|C1=a😀A"},
		{"a > in an attribute", row(`<c r="A1" x="a>b"><v>1</v></c><c r="B1" y='"'><v>2</v></c>`), "A1=1 number|B1=2 number"},
		{"hidden", `<cols><col min="2" max="16384" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2" hidden="true"><c r="A2"><v>3</v></c></row></sheetData>`,
			"A1=1 number|B1=2 number hidden|A2=3 number hidden"},
		{"numbers", row(`<c r="A1"><v>1e3</v></c><c r="B1"><v>-0.5</v></c><c r="C1"><v>12345678901234567</v></c><c r="D1"><v>abc</v></c><c r="E1" t="b"><v>0</v></c>`),
			"A1=1000(1e3) number|B1=-0.5 number|C1=12345678901234600(12345678901234567) number|D1=abc|E1=FALSE(0) bool"},
		{"links", row(`<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>`) + `<hyperlinks><hyperlink ref="A1:B1" location="'表 2'!A1"/></hyperlinks>`, "A1=1 number →#'表 2'!A1|B1=2 number →#'表 2'!A1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			wb := Read("a.xlsx", xlsxOf(t, c.sheet, "", styles), Limits{})
			if wb.Err != nil {
				t.Fatal(wb.Err)
			}
			if got := carried(wb.Sheets[0]); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestCommentsOnEmptyCells(t *testing.T) {
	wb := Read("a.xlsx", commented(t, `<x:comments xmlns:x="y"><x:commentList><x:comment ref="C3"><x:text><x:r><x:t>请核对</x:t></x:r></x:text></x:comment><x:comment ref="A1"><x:text><x:t>好</x:t></x:text></x:comment></x:commentList></x:comments>`), Limits{})
	if got := carried(wb.Sheets[0]); wb.Err != nil || got != "A1=1 number #好|C3= #请核对" {
		t.Errorf("%s %v", got, wb.Err)
	}
}

// A rich value that is a picture shows as one; other errors stay errors.
func TestPicturesInCells(t *testing.T) {
	book := xlsxOf(t, `<sheetData><row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c><c r="B1" t="e"><v>#VALUE!</v></c></row></sheetData>`, "", "",
		pair{"xl/richData/rdrichvaluestructure.xml", `<rvStructures count="1"><s t="_localImage"/></rvStructures>`})
	book = rewritten(t, book, "xl/_rels/workbook.xml.rels", func(b []byte) []byte {
		return []byte(strings.Replace(string(b), "</Relationships>", `<Relationship Id="rId7" Type="http://schemas.microsoft.com/office/2017/06/relationships/rdRichValueStructure" Target="richData/rdrichvaluestructure.xml"/></Relationships>`, 1))
	})
	wb := Read("a.xlsx", book, Limits{})
	if got := carried(wb.Sheets[0]); wb.Err != nil || got != "A1=［图片］(#VALUE!)|B1=#VALUE! error" {
		t.Errorf("%s %v", got, wb.Err)
	}
}

// Sheets come in the order of their tabs; charts have no cells; the 1904 system
// counts for the whole book; every name may have a prefix, relationships may be
// those of strict OOXML, targets absolute.
func TestXlsxBook(t *testing.T) {
	const strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
	wb := Read("a.xlsx", zipped(t,
		pair{"_rels/.rels", relsHead + `<Relationship Id="rId1" Type="` + strict + `officeDocument" Target="/book/main.xml"/><Relationship Id="rId2" Type="x/core-properties" Target="core.xml"/></Relationships>`},
		pair{"core.xml", `<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:creator>张某</dc:creator><cp:lastModifiedBy>李某</cp:lastModifiedBy></cp:coreProperties>`},
		pair{"book/main.xml", `<s:workbook xmlns:s="m" xmlns:q="r"><s:workbookPr date1904="1"/><s:sheets><s:sheet name="二" sheetId="7" q:id="b"/><s:sheet name="图" sheetId="3" q:id="c"/>` +
			`<s:sheet name="一&amp;" state="veryHidden" sheetId="1" q:id="a"/></s:sheets></s:workbook>`},
		pair{"book/_rels/main.xml.rels", relsHead + `<Relationship Id="a" Type="` + strict + `worksheet" Target="/book/One.XML"/><Relationship Id="b" Type="` + strict + `worksheet" Target="sub/../two.xml"/>` +
			`<Relationship Id="c" Type="` + strict + `chartsheet" Target="chart.xml"/><Relationship Id="d" Type="` + strict + `styles" Target="styles.xml"/><Relationship Id="e" Type="x/vbaProject" Target="vba.bin"/></Relationships>`},
		pair{"book/styles.xml", `<s:styleSheet xmlns:s="m"><s:cellXfs><s:xf numFmtId="14"/></s:cellXfs></s:styleSheet>`},
		pair{`book\one.xml`, `<s:worksheet xmlns:s="m"><s:sheetData><s:row r="1"><s:c r="A1"><s:v>42215</s:v></s:c></s:row></s:sheetData></s:worksheet>`},
		pair{"book/two.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>乙</t></is></c></row></sheetData></worksheet>`}), Limits{})
	if wb.Err != nil || wb.Format != "xlsm" || len(wb.Sheets) != 2 {
		t.Fatalf("%v %s %d", wb.Err, wb.Format, len(wb.Sheets))
	}
	if wb.Sheets[0].Name != "二" || wb.Sheets[1].Name != "一&" || !wb.Sheets[0].Visible || wb.Sheets[1].Visible {
		t.Errorf("%+v", wb.Sheets)
	}
	if got := carried(wb.Sheets[1]); got != "A1=2019/7/31(2019-07-31) date" {
		t.Error(got)
	}
	if wb.Properties.Creator != "张某" || wb.Properties.ModifiedBy != "李某" {
		t.Errorf("%+v", wb.Properties)
	}
}

// A window that ends anywhere within the XML changes nothing.
func TestWindowEdges(t *testing.T) {
	cell := `<c r="A1" s="0" t="str"><v>甲&amp;乙<![CDATA[丙]]></v></c><!-- x --><c r="B1"><v>12</v></c>`
	for pad := range 400 {
		filler := strings.Repeat(" ", firstWindow-400+pad-len(`<worksheet><sheetData><row r="1">`))
		wb := Read("a.xlsx", xlsxOf(t, `<sheetData><row r="1">`+filler+cell+`</row></sheetData>`, "", ""), Limits{Ratio: 5000})
		if wb.Err != nil || shown(wb.Sheets[0]) != "A1=甲&乙丙|B1=12" {
			t.Fatalf("%d: %v", pad, wb.Err)
		}
	}
}

// A & that refers to nothing is no sound XML: the rest is read, and it is said.
func TestStrayReferences(t *testing.T) {
	for _, stray := range []string{"&foo;", "甲&乙", "&", "&;", "&#0;", "&#xD800;", "&#x110000;", "&#xZ;", "&#;"} {
		for name, data := range map[string][]byte{
			"cell":       xlsxOf(t, `<sheetData><row r="1"><c r="A1" t="str"><v>`+stray+`</v></c><c r="B1"><v>2</v></c></row></sheetData>`, "", ""),
			"string":     xlsxOf(t, `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row></sheetData>`, `<si><t>`+stray+`</t></si>`, ""),
			"formula":    xlsxOf(t, `<sheetData><row r="1"><c r="A1" t="str"><f>A1`+stray+`</f><v>一</v></c><c r="B1"><v>2</v></c></row></sheetData>`, "", ""),
			"attribute":  xlsxOf(t, `<sheetData><row r="1" x="`+stray+`"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>`, "", ""),
			"docx":       docxOf(t, `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>`+stray+`</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`),
			"2003's XML": []byte(`<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet Name="a"><Table><Row><Cell><Data Type="String">` + stray + `</Data></Cell><Cell><Data Type="Number">2</Data></Cell></Row></Table></Worksheet></Workbook>`),
		} {
			wb := Read("a.xlsx", data, Limits{})
			if wb.Err == nil || wb.Err.Kind != Corrupt || !strings.Contains(wb.Err.Message, stray) {
				t.Errorf("%s in %s: %v", stray, name, wb.Err)
			} else if c := wb.Sheets[0].At(1, 2); c == nil || c.Text != "2" {
				t.Errorf("%s in %s: %s", stray, name, carried(wb.Sheets[0]))
			}
		}
	}
}

func TestMergesOfWholeColumnsAndRows(t *testing.T) {
	const cells = `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row></sheetData>`
	for ref, want := range map[string]string{
		"A:A": "[A1:A4]", "$B:$C": "[B1:C4]", "1:1": "[A1:C1]", "3:9": "[A3:C4]", "5:9": "[]", "A1:B2": "[A1:B2]", "F:G": "[]", "C:B": "[B1:C4]",
	} {
		wb := Read("a.xlsx", xlsxOf(t, cells+`<mergeCells><mergeCell ref="`+ref+`"/></mergeCells>`, "", ""), Limits{})
		if got := rangesText(wb.Sheets[0].Merged); wb.Err != nil || got != want {
			t.Errorf("%s: %s %v, want %s", ref, got, wb.Err, want)
		}
	}
	for _, ref := range []string{"", "#REF!", "A1:", "A:1", "A1:B", "0:1"} {
		wb := Read("a.xlsx", xlsxOf(t, cells+`<mergeCells><mergeCell ref="`+ref+`"/></mergeCells>`, "", ""), Limits{})
		if wb.Err == nil || wb.Err.Kind != Corrupt || len(wb.Sheets[0].Cells) != 3 {
			t.Errorf("%q: %v", ref, wb.Err)
		}
	}
}
