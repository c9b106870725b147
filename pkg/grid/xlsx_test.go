package grid

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

func TestXlsxCells(t *testing.T) {
	styles := `<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="31"/><xf numFmtId="10"/><xf numFmtId="4"/><xf numFmtId="49"/></cellXfs>`
	strs := `<si><t>工作</t></si><si><r><t xml:space="preserve">甲 </t></r><r><t>乙&amp;丙</t></r><rPh><t>jia</t></rPh></si><si/><si><t>a_x000D_b_x4E2D_</t></si>`
	cases := []struct{ name, sheet, want string }{
		{"shared and rich", `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row></sheetData>`, "A1=工作|C1=甲 乙&丙"},
		{"no references", `<sheetData><row><c t="inlineStr"><is><t>甲</t></is></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row></sheetData>`, "A1=甲|C1=3|A2=4"},
		{"prefix", `<x:sheetData><x:row r="2"><x:c r="B2"><x:v>5</x:v></x:c></x:row></x:sheetData>`, "B2=5"},
		{"dates", `<sheetData><row r="1"><c r="A1" s="1"><v>43677</v></c><c r="B1" s="3"><v>43677</v></c></row></sheetData>`, "A1=2019年7月31日|B1=2019年7月31日"},
		{"percent", `<sheetData><row r="1"><c r="A1" s="2"><v>0.8</v></c><c r="B1" s="4"><v>0.12345</v></c><c r="C1" s="5"><v>1234567.5</v></c></row></sheetData>`, "A1=80%|B1=12.35%|C1=1,234,567.50"},
		{"general", `<sheetData><row r="1"><c r="A1"><v>0.1</v></c><c r="B1"><v>0.30000000000000004</v></c><c r="C1"><v>1E3</v></c><c r="D1" s="6"><v>2.10</v></c></row></sheetData>`, "A1=0.1|B1=0.3|C1=1000|D1=2.1"},
		{"bool, error, formula", `<sheetData><row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1" t="str"><f>A1</f><v>好</v></c><c r="D1"><f>1+1</f></c></row></sheetData>`, "A1=TRUE|B1=#N/A|C1=好|D1="},
		{"escapes", `<sheetData><row r="1"><c r="A1" t="s"><v>3</v></c><c r="B1" t="str"><v>&#x4E2D;&lt;<![CDATA[&x]]></v></c></row></sheetData>`, "A1=a\nb中|B1=中<&x"},
		{"out of order", `<sheetData><row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c></row></sheetData>`, "A1=3|A2=2|B2=1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			wb := Read("a.xlsx", xlsxOf(t, c.sheet, strs, styles), Limits{})
			if wb.Err != nil {
				t.Fatal(wb.Err)
			}
			if got := shown(wb.Sheets[0]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestXlsxAround(t *testing.T) {
	sheet := `<cols><col min="3" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c><c r="C1"><v>1</v></c></row>` +
		`<row r="2" hidden="1"><c r="A2"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>` +
		`<hyperlinks><hyperlink ref="A1" r:id="rId9"/></hyperlinks>`
	wb := Read("a.xlsx", xlsxOf(t, sheet, "", "",
		pair{"xl/worksheets/_rels/sheet1.xml.rels", relsHead + `<Relationship Id="rId9" Type="` + relBase + `hyperlink" Target="http://a.gov.cn/?a=1&amp;b=2" TargetMode="External"/>` +
			`<Relationship Id="rId8" Type="` + relBase + `comments" Target="../comments1.xml"/></Relationships>`},
		pair{"xl/comments1.xml", `<comments><commentList><comment ref="A1"><text><r><t>请</t></r><r><t>核对</t></r></text></comment></commentList></comments>`}), Limits{})
	if wb.Err != nil {
		t.Fatal(wb.Err)
	}
	s := wb.Sheets[0]
	a1 := s.At(1, 1)
	if a1.Link() != "http://a.gov.cn/?a=1&b=2" || a1.Comment() != "请核对" || a1.Hidden || !s.At(1, 3).Hidden || !s.At(2, 1).Hidden {
		t.Errorf("%+v %+v %+v", a1, s.At(1, 3), s.At(2, 1))
	}
	if len(s.Merged) != 1 || s.Merged[0].String() != "A1:B1" {
		t.Errorf("merged %v", s.Merged)
	}
	if row, col := s.TopLeft(1, 2); row != 1 || col != 1 {
		t.Errorf("top left of B1: %d %d", row, col)
	}
}

func TestRefs(t *testing.T) {
	for ref, at := range map[string][2]int{"A1": {1, 1}, "Z10": {10, 26}, "AA2": {2, 27}, "XFD1048576": {1048576, 16384}} {
		if got := Ref(at[0], at[1]); got != ref {
			t.Errorf("Ref(%v) = %s", at, got)
		}
		if row, col, ok := ParseRef(ref); !ok || row != at[0] || col != at[1] {
			t.Errorf("ParseRef(%s) = %d %d %v", ref, row, col, ok)
		}
	}
	for _, bad := range []string{"", "A", "1", "A0", "A1B", "甲1", "A-1"} {
		if _, _, ok := ParseRef(bad); ok {
			t.Errorf("ParseRef(%q) is taken", bad)
		}
	}
}

func TestEncodingOfParts(t *testing.T) {
	const sheet = `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>`
	text := func(declared, encoded string) []byte {
		b := zipped(t, pair{"_rels/.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
			pair{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`},
			pair{"xl/_rels/workbook.xml.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `worksheet" Target="s.xml"/>` +
				`<Relationship Id="rId2" Type="` + relBase + `sharedStrings" Target="t.xml"/></Relationships>`},
			pair{"xl/s.xml", `<worksheet>` + sheet + `</worksheet>`}, pair{"xl/t.xml", declared + encoded})
		return b
	}
	const strs = `<sst><si><t>县财政局𬱖</t></si></sst>`
	for name, data := range map[string][]byte{
		"utf-8":        text(`<?xml version="1.0" encoding="UTF-8"?>`, strs),
		"gbk declared": text(`<?xml version="1.0" encoding="GB18030"?>`, string(gbk(t, strs))),
		"utf-16":       text("\xff\xfe", string(utf16LEText(strs))),
	} {
		if wb := Read("a.xlsx", data, Limits{}); wb.Err != nil || shown(wb.Sheets[0]) != "A1=县财政局𬱖" {
			t.Errorf("%s: %v", name, wb.Err)
		}
	}
	for name, data := range map[string][]byte{
		"gbk as utf-8":    text(`<?xml version="1.0" encoding="UTF-8"?>`, string(gbk(t, strs))),
		"gbk undeclared":  text("", string(gbk(t, strs))),
		"utf-8 as gb2312": text(`<?xml version="1.0" encoding="gb2312"?>`, `<sst><si><t>县财政局县</t></si></sst>`),
	} {
		if wb := Read("a.xlsx", data, Limits{}); wb.Err == nil || wb.Err.Kind != Corrupt {
			t.Errorf("%s is read as if nothing were wrong", name)
		}
	}
}

func utf16LEText(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// TopLeft answers alike with few merges and with many, whatever their order.
func TestTopLeftOfManyMerges(t *testing.T) {
	var xml strings.Builder
	for i := 300; i > 0; i-- {
		fmt.Fprintf(&xml, `<mergeCell ref="%s:%s"/>`, Ref(3*i, 1+i%3), Ref(3*i+2, 1+i%3))
	}
	xml.WriteString(`<mergeCell ref="F1:G2000"/>`)
	s := Read("a.xlsx", xlsxOf(t, `<mergeCells>`+xml.String()+`</mergeCells>`, "", ""), Limits{}).Sheets[0]
	if s.byRow == nil {
		t.Fatal("no index")
	}
	plain := &Sheet{Merged: s.Merged}
	for row := range 1000 {
		for col := range 8 {
			r1, c1 := s.TopLeft(row, col)
			if r2, c2 := plain.TopLeft(row, col); r1 != r2 || c1 != c2 {
				t.Fatalf("%s: %d %d, want %d %d", Ref(row, col), r1, c1, r2, c2)
			}
		}
	}
}
