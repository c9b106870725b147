package grid

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestODSCells(t *testing.T) {
	cases := []struct{ name, rows, want string }{
		{"texts", odsCells(odsText1("甲&amp;乙"), `<table:table-cell/>`, odsText1(`a<text:span>b</text:span><text:s/><text:s text:c="2"/>c<text:tab/>d<text:line-break/>e`)), "A1=甲&乙|C1=ab   c\td\ne"},
		{"paragraphs", odsCells(`<table:table-cell office:value-type="string"><text:p>一</text:p><text:p/><text:p>三</text:p></table:table-cell>`), "A1=一\n\n三"},
		{"spaces stay, a line of the XML does not", odsCells(odsText1(" 甲  乙 "), odsText1("\n   甲\n   <text:span>乙</text:span>\n  ")), "A1= 甲  乙 |B1=甲 乙"},
		{"numbers", odsCells(odsNumber("float", "0.285", "0.29"), odsNumber("percentage", "0.8", "80%"), odsNumber("currency", "1234.5", "¥1,234.50"), odsNumber("float", "1E-7", "1E-07"), odsNumber("float", "3", "3")),
			"A1=0.29(0.285) number|B1=80%(0.8) number|C1=¥1,234.50(1234.5) number|D1=1E-07(0.0000001) number|E1=3 number"},
		{"values without text", odsCells(`<table:table-cell office:value-type="float" office:value="1.5"/>`, `<table:table-cell office:value-type="percentage" office:value="0.5"/>`, `<table:table-cell office:value-type="date" office:date-value="2019-06-30"/>`, `<table:table-cell office:value-type="string" office:string-value="甲"/>`, `<table:table-cell office:value-type="boolean" office:boolean-value="false"/>`),
			"A1=1.5 number|B1=50%(0.5) number|C1=2019-06-30 date|D1=甲|E1=FALSE(0) bool"},
		{"no value", odsCells(`<table:table-cell office:value-type="float"><text:p>约三成</text:p></table:table-cell>`, `<table:table-cell><text:p>无类型</text:p></table:table-cell>`), "A1=约三成|B1=无类型"},
		{"dates", odsCells(odsNumber("date", "2019-06-30", "2019年6月30日"), odsNumber("date", "2019-06-30T12:30:00.000000000", "6-30"), odsNumber("date", "2019-06-30T00:00:00", "x")),
			"A1=2019年6月30日(2019-06-30) date|B1=6-30(2019-06-30T12:30:00) date|C1=x(2019-06-30) date"},
		{"times", odsCells(odsNumber("time", "PT18H30M05.5S", "18:30"), odsNumber("time", "PT36H00M00S", "36:00"), odsNumber("time", "PT45M", "0:45")), "A1=18:30(18:30:05) date|B1=36:00(1900-01-01T12:00:00) date|C1=0:45(00:45:00) date"},
		{"booleans", odsCells(odsNumber("boolean", "true", "真"), `<table:table-cell table:formula="of:=TRUE()" office:value-type="float" office:value="1"><text:p>TRUE</text:p></table:table-cell>`), "A1=TRUE(1) bool|B1=TRUE(1) bool formula"},
		{"errors", odsCells(`<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>`,
			`<table:table-cell table:formula="of:=x" office:value-type="float" office:value="0"><text:p>Err:502</text:p></table:table-cell>`, odsText1("#N/A")), "A1=#DIV/0! error formula|B1=Err:502 error formula|C1=#N/A"},
		{"formulas", odsCells(`<table:table-cell table:formula="of:=A1" office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>`, `<table:table-cell table:formula="of:=B1"/>`, `<table:table-cell table:formula="of:=C1" office:value-type="string" office:string-value=""/>`),
			"A1=7 number formula|B1= formula unstored|C1= formula"},
		{"repeats", `<table:table-row table:number-rows-repeated="2">` + odsText1("甲", `table:number-columns-repeated="2"`) + `<table:table-cell table:number-columns-repeated="16380"/>` + odsText1("乙") + `</table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`,
			"A1=甲|B1=甲|XFC1=乙|A2=甲|B2=甲|XFC2=乙"},
		{"groups and header rows", `<table:table-header-rows>` + odsCells(odsText1("头")) + `</table:table-header-rows><table:table-row-group><table:table-row-group>` + odsCells(odsText1("组")) + `</table:table-row-group></table:table-row-group><table:table-rows>` + odsCells(odsText1("尾")) + `</table:table-rows>`, "A1=头|A2=组|A3=尾"},
		{"covered text is kept", odsCells(odsText1("主", `table:number-columns-spanned="2"`), `<table:covered-table-cell><text:p>盖</text:p></table:covered-table-cell>`, odsText1("后")), "A1=主|B1=盖|C1=后"},
		{"hidden", `<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>` + odsCells(odsText1("a"), odsText1("b"), odsText1("c"), odsText1("d")) + `<table:table-row table:visibility="filter">` + odsText1("e") + `</table:table-row>`, "A1=a|B1=b hidden|C1=c hidden|D1=d|A2=e hidden"},
		{"link and comment", odsCells(`<table:table-cell office:value-type="string"><office:annotation><dc:creator>某</dc:creator><dc:date>2019-06-30</dc:date><text:p>请</text:p><text:p>核对</text:p></office:annotation><text:p><text:a xlink:href="http://a.example/?a=1&amp;b=2">看</text:a></text:p></table:table-cell>`,
			`<table:table-cell><office:annotation><text:p>空格的批注</text:p></office:annotation></table:table-cell>`), "A1=看 →http://a.example/?a=1&b=2 #请\n核对|B1= #空格的批注"},
		{"shapes and ruby are no text", `<table:shapes><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></table:shapes>` + odsCells(`<table:table-cell><draw:custom-shape><text:p>形</text:p></draw:custom-shape><text:p><text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>zì</text:ruby-text></text:ruby></text:p></table:table-cell>`), "A1=字"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for kind, data := range map[string][]byte{"package": odsOf(t, odsTable(c.rows)), "flat": fodsOf(odsTable(c.rows))} {
				wb := Read("a.xls", data, Limits{})
				if wb.Err != nil {
					t.Fatal(wb.Err)
				}
				if got := carried(wb.Sheets[0]); got != c.want || wb.Format != "ods" {
					t.Errorf("%s\ngot  %q\nwant %q", kind, got, c.want)
				}
			}
		})
	}
}

func TestODSSheets(t *testing.T) {
	tables := `<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell><text:p>旧</text:p></table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>` +
		`<table:calculation-settings/>` + odsTable(odsCells(odsText1("一"))) +
		`<table:table table:name="藏" table:style-name="hid">` + odsCells(odsText1("二")) + `</table:table><table:table table:name="空"/>` +
		`<table:dde-links><table:dde-link><table:table table:name="链"><table:table-row><table:table-cell><text:p>三</text:p></table:table-cell></table:table-row></table:table></table:dde-link></table:dde-links>`
	wb := Read("a.ods", odsOf(t, tables, pair{"meta.xml", `<office:document-meta><office:meta><meta:generator>LibreOffice/7.4</meta:generator><meta:initial-creator>甲</meta:initial-creator><dc:creator>乙</dc:creator></office:meta></office:document-meta>`}), Limits{})
	if wb.Err != nil || len(wb.Sheets) != 3 || wb.Sheets[0].Name != "填报表" || !wb.Sheets[0].Visible || wb.Sheets[1].Visible || shown(wb.Sheets[1]) != "A1=二" || !wb.Sheets[2].Visible {
		t.Errorf("%v %+v", wb.Err, wb.Sheets)
	}
	if wb.Properties != (Properties{"甲", "乙", "LibreOffice/7.4"}) {
		t.Errorf("%+v", wb.Properties)
	}
}

func TestODSMerges(t *testing.T) {
	span := func(columns, rows string) string {
		return odsText1("甲", `table:number-columns-spanned="`+columns+`"`, `table:number-rows-spanned="`+rows+`"`)
	}
	bare := `<table:table-cell table:number-columns-spanned="3" table:number-rows-spanned="1"/><table:covered-table-cell table:number-columns-repeated="2"/>`
	cases := []struct{ name, rows, want string }{
		{"across and down", odsCells(span("3", "2"), `<table:covered-table-cell table:number-columns-repeated="2"/>`, span("1", "3")), "[A1:C2 D1:D3]"},
		{"repeated rows", `<table:table-row table:number-rows-repeated="3">` + span("2", "1") + `<table:covered-table-cell/></table:table-row>`, "[A1:B1 A2:B2 A3:B3]"},
		{"an empty form above a signature", `<table:table-row table:number-rows-repeated="2">` + bare + `</table:table-row>` + odsCells(odsText1("签字")), "[A1:C1 A2:C2]"},
		{"a single empty merge", odsCells(odsText1("签字")) + odsCells(bare), "[A2:C2]"},
		{"formatted to the end of the sheet", odsCells(odsText1("甲")) + `<table:table-row table:number-rows-repeated="1048575">` + bare + `</table:table-row>`, "[]"},
		{"a lie", odsCells(span("999999999", "99999999999999999999")), "[A1:XFD1048576]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			wb := Read("a.ods", odsOf(t, odsTable(c.rows)), Limits{})
			if got := rangesText(wb.Sheets[0].Merged); wb.Err != nil || got != c.want {
				t.Errorf("%v got %s, want %s", wb.Err, got, c.want)
			}
		})
	}
}

func rangesText(ranges []Range) string {
	var out []string
	for _, r := range ranges {
		out = append(out, r.String())
	}
	return "[" + strings.Join(out, " ") + "]"
}

// What cannot be read whole is told, and what could be read is kept.
func TestODSDamage(t *testing.T) {
	rows := odsCells(odsText1("甲")) + odsCells(odsText1("乙"))
	good := odsOf(t, odsTable(rows))
	content := odsHead + `<office:spreadsheet>` + odsTable(rows)
	flat := fodsOf(odsTable(rows))
	sized := bytes.LastIndex(good, []byte("content.xml")) - 46
	changed := bytes.Clone(good)
	changed[sized+16]++ // the checksum in the directory
	bomb := `<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>`
	cases := map[string]struct {
		data []byte
		kind Kind
		kept string // of the first sheet
	}{
		"cut file":         {good[:len(good)-30], Corrupt, "A1=甲|A2=乙"},
		"wrong checksum":   {changed, Corrupt, "A1=甲|A2=乙"},
		"cut content":      {zipped(t, pair{"mimetype", odsMime}, pair{"content.xml", content[:len(content)-40]}), Corrupt, "A1=甲"},
		"crossed tags":     {odsOf(t, odsTable(odsCells(odsText1("甲"))+`<table:table-row><table:table-cell></table:table-row></table:table-cell>`)), Corrupt, "A1=甲"},
		"cut flat file":    {flat[:bytes.LastIndex(flat, []byte("乙"))], Corrupt, "A1=甲"},
		"no content":       {zipped(t, pair{"mimetype", odsMime}), Corrupt, ""},
		"no sheet":         {odsOf(t, ""), Corrupt, ""},
		"filled rows":      {odsOf(t, odsTable(odsCells(odsText1("甲"))+bomb)), TooLarge, "A1=甲"},
		"beyond the edge":  {odsOf(t, odsTable(odsCells(`<table:table-cell table:number-columns-repeated="16384"/>`, odsText1("甲")))), TooLarge, ""},
		"beyond the end":   {odsOf(t, odsTable(`<table:table-row table:number-rows-repeated="99999999999999999999"/>`+odsCells(odsText1("甲")))), TooLarge, ""},
		"deep groups":      {fodsOf(odsTable(odsCells(odsText1("甲")) + strings.Repeat(`<table:table-row-group>`, 200_000))), Corrupt, "A1=甲"},
		"deep comments":    {fodsOf(odsTable(odsCells(odsText1("甲")) + `<table:table-row><table:table-cell>` + strings.Repeat(`<office:annotation>`, 200_000))), Corrupt, "A1=甲"},
		"deep tables":      {fodsOf(odsTable(odsCells(odsText1("甲")) + strings.Repeat(`<table:table-row><table:table-cell><table:table>`, 100_000))), Corrupt, "A1=甲"},
		"encrypted":        {odsOf(t, "", pair{"META-INF/manifest.xml", `<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`}), Encrypted, ""},
		"presentation":     {zipped(t, pair{"mimetype", "application/vnd.oasis.opendocument.presentation"}, pair{"content.xml", odsHead + `<office:presentation/></office:body></office:document-content>`}), Unsupported, ""},
		"book":             {zipped(t, pair{"mimetype", "application/epub+zip"}), Unsupported, ""},
		"entities":         {[]byte(`<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x">]><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:body>`), Corrupt, ""},
		"wrong characters": {odsOf(t, odsTable(odsCells(odsText1(string(gbk(t, "县财政局")))))), Corrupt, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.ods", c.data, Limits{})
			if wb.Err == nil || wb.Err.Kind != c.kind {
				t.Fatalf("got %v, want %s", wb.Err, c.kind)
			}
			got := ""
			if len(wb.Sheets) > 0 {
				got = shown(wb.Sheets[0])
			}
			if got != c.kept {
				t.Errorf("kept %q, want %q (%s)", got, c.kept, wb.Err.Message)
			}
		})
	}
}

// Empty rows and cells cost nothing, however often they repeat.
func TestODSEmptyRepeats(t *testing.T) {
	row := `<table:table-row table:number-rows-repeated="1000000000"><table:table-cell table:number-columns-repeated="1000000000"/></table:table-row>`
	data := odsOf(t, odsTable(odsCells(odsText1("甲"))+strings.Repeat(row, 1000)))
	allocated := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			if wb := Read("a.ods", data, Limits{}); wb.Err != nil || shown(wb.Sheets[0]) != "A1=甲" {
				b.Fatal(wb.Err)
			}
		}
	}).AllocedBytesPerOp()
	if allocated > 1<<20 {
		t.Errorf("%d bytes for nothing", allocated)
	}
}

func TestODT(t *testing.T) {
	body := `<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion></text:changed-region></text:tracked-changes>` +
		`<text:h>标题</text:h><text:section><table:table table:name="x"><table:table-row>` + odsText1("一") + `<table:table-cell><text:p>外</text:p><table:table><table:table-row>` + odsText1("内一") + odsText1("内二") + `</table:table-row></table:table><text:p>后</text:p></table:table-cell></table:table-row></table:table></text:section>` +
		`<text:list><text:list-item><text:p>填报人：<text:date>6月30日</text:date></text:p></text:list-item></text:list><text:p/>`
	data := zipped(t, pair{"mimetype", "application/vnd.oasis.opendocument.text"}, pair{"content.xml", odsHead + `<office:text>` + body + `</office:text></office:body></office:document-content>`})
	wb := Read("a.odt", data, Limits{})
	if wb.Err != nil || wb.Format != "odt" || len(wb.Sheets) != 1 || wb.Sheets[0].Name != "表1" {
		t.Fatalf("%v %s %d sheets", wb.Err, wb.Format, len(wb.Sheets))
	}
	if got := shown(wb.Sheets[0]); got != "A1=一|B1=外\n内一\t内二\n后" {
		t.Errorf("%q", got)
	}
	if p := wb.Paragraphs; len(p) != 3 || p[0] != (Paragraph{1, 0, "标题"}) || p[1] != (Paragraph{2, 1, "填报人：6月30日"}) {
		t.Errorf("%+v", p)
	}
}

// TestODTLists: the numbers of lists are counted as LibreOffice shows them.
func TestODTLists(t *testing.T) {
	level := func(n int, more string) string {
		return fmt.Sprintf(`<text:list-level-style-number text:level="%d" %s><style:list-level-properties/></text:list-level-style-number>`, n, more)
	}
	styles := `<text:list-style style:name="L">` + level(1, `style:num-format="一, 二, 三, ..." style:num-suffix="、"`) + level(2, `style:num-format="1" style:num-suffix="." text:display-levels="1"`) +
		`</text:list-style><text:list-style style:name="M">` + level(1, `loext:num-list-format="（%1%）" style:num-format="1" text:start-value="3"`) + `</text:list-style>` +
		`<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>`
	list := func(style, more, points string) string {
		return `<text:list ` + style + more + `>` + points + `</text:list>`
	}
	point := func(s string) string { return `<text:list-item><text:p>` + s + `</text:p></text:list-item>` }
	body := list(`text:style-name="L"`, "", point("甲")+`<text:list-item><text:p>乙</text:p>`+list("", "", point("子")+point("丑"))+`</text:list-item>`) + `<text:p>间</text:p>` +
		list(`text:style-name="L"`, ` text:continue-numbering="true"`, `<text:list-header><text:p>头</text:p></text:list-header>`+point("丙")) +
		list(`text:style-name="L"`, "", point("丁")) + list(`text:style-name="M"`, "", point("戊")+`<text:list-item text:start-value="9"><text:p>己</text:p><text:p>庚</text:p></text:list-item>`) +
		list(`text:style-name="B"`, "", point("辛")) + list(`text:style-name="none"`, "", point("壬"))
	data := zipped(t, pair{"mimetype", "application/vnd.oasis.opendocument.text"}, pair{"styles.xml", odsHead + styles + `</office:body></office:document-content>`},
		pair{"content.xml", odsHead + `<office:text>` + body + `</office:text></office:body></office:document-content>`})
	wb := Read("a.odt", data, Limits{})
	if wb.Err != nil {
		t.Fatal(wb.Err)
	}
	var got []string
	for _, p := range wb.Paragraphs {
		got = append(got, p.Text)
	}
	if want := "一、甲|二、乙|1. 子|2. 丑|间|头|三、丙|一、丁|（3）戊|（9）己|庚|辛|壬"; strings.Join(got, "|") != want {
		t.Errorf("got  %q\nwant %q", strings.Join(got, "|"), want)
	}
}
