package grid

import (
	"bytes"
	"encoding/binary"
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

// Every damage must be told: a damaged file never passes for a short one.
func TestDamageIsNeverSilent(t *testing.T) {
	sheet := `<sheetData>` + strings.Repeat(`<row><c><v>1</v></c><c><v>2</v></c></row>`, 500) + `</sheetData>`
	good := xlsxOf(t, sheet, "", "")
	sizeOf := func(name string) int { // of the declared size in the central directory
		at := bytes.LastIndex(good, []byte(name))
		return at - 46 + 24
	}
	central := sizeOf("xl/worksheets/sheet1.xml")
	changed := func(change func(b []byte) []byte) []byte { return change(bytes.Clone(good)) }
	cases := map[string]struct {
		data []byte
		kind Kind
	}{
		"cut":             {good[:len(good)/2], Corrupt},
		"wrong checksum":  {changed(func(b []byte) []byte { b[central-8]++; return b }), Corrupt},
		"false size":      {changed(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[central:], 99); return b }), Corrupt},
		"larger size":     {changed(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[central:], 1<<19); return b }), Corrupt},
		"huge size":       {changed(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[central:], 1<<31); return b }), TooLarge},
		"mismatched tags": {xlsxOf(t, `<sheetData><row><c><v>1</v></row></c></sheetData>`, "", ""), Corrupt},
		"cut XML":         {xlsxOf(t, `<sheetData><row><c><v>1</v>`, "", ""), Corrupt},
		"missing string":  {xlsxOf(t, `<sheetData><row><c t="s"><v>7</v></c></row></sheetData>`, "", ""), Corrupt},
		"beyond the edge": {xlsxOf(t, `<sheetData><row><c r="XFE1"><v>7</v></c></row></sheetData>`, "", ""), TooLarge},
		"empty":           {nil, Empty},
		"blank":           {[]byte(" \n"), Empty},
		"encrypted":       {compoundOf(t, stream{"EncryptionInfo", []byte("x")}, stream{"EncryptedPackage", []byte("x")}), Encrypted},
		"doc":             {compoundOf(t, stream{"WordDocument", []byte("x")}), Unsupported},
		"pdf":             {[]byte("%PDF-1.4 ..."), Unsupported},
		"binary":          {[]byte{1, 2, 0, 4}, NotATable},
		"zip":             {zipped(t, pair{"a.txt", "x"}), Unsupported},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.xlsx", c.data, Limits{})
			if wb.Err == nil {
				t.Fatalf("no error, %d sheets", len(wb.Sheets))
			}
			if wb.Err.Kind != c.kind || wb.Err.Message == "" {
				t.Errorf("got %v, want %s", wb.Err, c.kind)
			}
		})
	}
	if wb := Read("a.xlsx", good, Limits{}); wb.Err != nil || len(wb.Sheets[0].Cells) != 1000 {
		t.Error("the good file is not read")
	}
	if wb := Read("a.xlsx", good, Limits{Cells: 999}); wb.Err == nil || wb.Err.Kind != TooLarge {
		t.Error("the limit of cells does not hold")
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

func TestRound(t *testing.T) {
	for in, want := range map[float64]string{0.285: "0.29", 1.005: "1.01", -0.285: "-0.29", 2: "2.00", 123456.785: "123456.79"} {
		c := Cell{}
		parseFormat("0.00").apply(&c, in, false)
		if c.Text != want {
			t.Errorf("%v: %s, want %s", in, c.Text, want)
		}
	}
}

func TestSerialDates(t *testing.T) {
	for _, c := range []struct {
		v    float64
		sys  bool
		want string
	}{{1, false, "1900-01-01"}, {59, false, "1900-02-28"}, {61, false, "1900-03-01"}, {43677, false, "2019-07-31"}, {43677.5, false, "2019-07-31T12:00:00"},
		{42215, true, "2019-07-31"}, {0.75, false, "18:00:00"}} {
		d, ok := serialDate(c.v, c.sys)
		if got := isoDate(d, c.v); !ok || got != c.want {
			t.Errorf("%v: %s, want %s", c.v, got, c.want)
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
