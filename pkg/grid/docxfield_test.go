package grid

import (
	"strings"
	"testing"
)

func wordTable(rows ...string) string {
	return `<w:tbl><w:tr>` + strings.Join(rows, `</w:tr><w:tr>`) + `</w:tr></w:tbl>`
}

// field is a complex field without a result, its code in pieces.
func field(code ...string) string {
	return `<w:fldChar w:fldCharType="begin"/><w:instrText>` + strings.Join(code, `</w:instrText><w:instrText>`) + `</w:instrText><w:fldChar w:fldCharType="end"/>`
}

func TestDocxFields(t *testing.T) {
	list := func(id string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="` + id + `"/></w:numPr></w:pPr></w:p>`
	}
	run := func(xml string) string { return `<w:p><w:r>` + xml + `</w:r></w:p>` }
	cases := []struct{ name, body, want string }{
		{"numbers of a list", wordTable(cell("", list("1"))+cell("", para("甲")), cell("", list("1"))+cell("", para("乙")), cell("", list("2"))+cell("", para("丙"))),
			"A1=1.|B1=甲|A2=2.|B2=乙|A3=（一）|B3=丙"},
		{"symbols", wordTable(cell("", run(`<w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>否</w:t>`))), "A1=☑是☐否"},
		{"a drop-down", wordTable(cell("", run(`<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="未启动"/><w:listEntry w:val="已完成"/></w:ddList></w:ffData></w:fldChar>`))), "A1=已完成"},
		{"a tick", wordTable(cell("", run(`<w:fldChar><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar><w:t>完成</w:t>`))), "A1=☑完成"},
		{"a placeholder", wordTable(cell("", `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>`+run(`<w:t>单击此处输入文字</w:t>`)+`</w:sdtContent></w:sdt>`),
			cell("", `<w:sdt><w:sdtPr><w:showingPlcHdr w:val="0"/></w:sdtPr><w:sdtContent>`+run(`<w:t>填好了</w:t>`)+`</w:sdtContent></w:sdt>`), cell("", run(`<w:t>后</w:t>`))), "A2=填好了|A3=后"},
		{"the mark of a placeholder on what was filled in", wordTable(cell("", `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>`+run(`<w:t>印发方案</w:t>`)+`</w:sdtContent></w:sdt>`)), "A1=印发方案"},
		{"a character in a ring", wordTable(cell("", run(`<w:t>前</w:t>`+field(`eq \o\ac(`, `○`, `,优)`)+`<w:t>后</w:t>`))), "A1=前优后"},
		{"other equations", wordTable(cell("", run(`<w:t>前</w:t>`+field(`EQ \f(3,4)`)+`<w:t>后</w:t>`)), cell("", run(field(`EQ \o(\s\up 4(甲),\s\do 4(乙))`))), cell("", run(field(`EQ \* jc2 \o\ad(\s\up 9(pin yin),拼音)`)))), "A1=前后|A2=甲乙|A3=拼音"},
		{"a link in pieces", wordTable(cell("", run(field(`hyperlink "http://a.exam`, `ple/1"`)+`<w:t>公开页</w:t>`)), cell("", run(field(`HYPERLINK \t "_blank" http://a.example/2`)+`<w:t>页</w:t>`))), "A1=公开页 →http://a.example/1|A2=页 →http://a.example/2"},
		{"a placeholder by its style", wordTable(cell("", `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>此处简述进展情况</w:t></w:r></w:sdtContent></w:sdt>`),
			cell("", `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>`+run(`<w:t>已公开申请表，请群众点击下载后填写</w:t>`)+`</w:sdtContent></w:sdt>`)), "A2=已公开申请表，请群众点击下载后填写"},
		{"a place in a link", wordTable(cell("", run(field(` HYPERLINK "http://a.example/" \l "/detail?id=2" `)+`<w:t>公开页</w:t>`))), "A1=公开页 →http://a.example/#/detail?id=2"},
		{"a link field", wordTable(cell("", run(field(` HYPERLINK "http://a.example/1" `)+`<w:t>公开页</w:t>`))), "A1=公开页 →http://a.example/1"},
		{"ruby", wordTable(cell("", run(`<w:ruby><w:rt><w:r><w:t>xià</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>夏镇</w:t></w:r></w:rubyBase></w:ruby>`))), "A1=夏镇"},
		{"properties before a change", wordTable(cell(`<w:tcPrChange><w:tcPr><w:gridSpan w:val="3"/></w:tcPr></w:tcPrChange>`, para("甲")) + cell("", para("乙"))), "A1=甲|B1=乙"},
		{"a deleted cell", wordTable(cell(`<w:cellDel/>`, para("旧")) + cell("", para("乙"))), "A1=乙"},
		{"a deleted paragraph mark", wordTable(cell("", `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>夏</w:t></w:r></w:p>`+para("镇"))), "A1=夏镇"},
		{"a table twice in compatible markup", `<mc:AlternateContent><mc:Choice>` + wordTable(cell("", para("甲"))) + `</mc:Choice><mc:Fallback>` + wordTable(cell("", para("甲"))) + `</mc:Fallback></mc:AlternateContent>`, "A1=甲"},
		{"compatible markup alone", wordTable(cell("", run(`<mc:AlternateContent><mc:Fallback><w:t>甲</w:t></mc:Fallback></mc:AlternateContent>`))), "A1=甲"},
		{"a row without its tag", `<w:tbl>` + cell("", para("甲")) + `</w:tbl>`, "A1=甲"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			wb := Read("a.docx", zipped(t,
				pair{"_rels/.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `officeDocument" Target="word/document.xml"/></Relationships>`},
				pair{"word/_rels/document.xml.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `numbering" Target="numbering.xml"/></Relationships>`},
				pair{"word/numbering.xml", `<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>` +
					`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>` +
					`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`},
				pair{"word/document.xml", `<w:document xmlns:w="x"><w:body>` + c.body + `</w:body></w:document>`}), Limits{})
			if wb.Err != nil || len(wb.Sheets) != 1 {
				t.Fatalf("%v, %d sheets", wb.Err, len(wb.Sheets))
			}
			if got := carried(wb.Sheets[0]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	wb := Read("a.docx", docxOf(t, para("甲")+`<w:altChunk r:id="rId5"/>`), Limits{})
	if wb.Err == nil || wb.Err.Kind != Unsupported {
		t.Error("an embedded document is passed over")
	}
}

// Numbers that come from a style show as those that a paragraph asks for itself.
func TestDocxNumbersOfStyles(t *testing.T) {
	level := func(n, format, text, more string) string {
		return `<w:lvl w:ilvl="` + n + `"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/>` + more + `<w:lvlText w:val="` + text + `"/></w:lvl>`
	}
	numbering := `<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="0">` + level("0", "chineseCounting", "%1、", `<w:pStyle w:val="H1"/>`) + level("1", "decimal", "%1.%2", `<w:pStyle w:val="H2"/><w:isLgl/>`) +
		level("2", "upperRoman", "%1-%3", "") + `</w:abstractNum><w:abstractNum w:abstractNumId="1">` + level("0", "decimal", "(%1)", "") + `</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>`
	style := func(id, more string) string {
		return `<w:style w:type="paragraph" w:styleId="` + id + `">` + more + `</w:style>`
	}
	styles := `<w:styles xmlns:w="x"><w:style w:type="paragraph" w:default="1" w:styleId="N"/>` + style("H1", `<w:basedOn w:val="N"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>`) +
		style("H2", `<w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="7"/></w:numPr></w:pPr>`) + style("Sub", `<w:basedOn w:val="H2"/>`) + style("Off", `<w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>`) +
		style("Third", `<w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr>`) + style("Loop", `<w:basedOn w:val="Loop"/>`) +
		`<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>`
	paragraph := func(props, text string) string {
		return cell("", `<w:p><w:pPr>`+props+`</w:pPr><w:r><w:t>`+text+`</w:t></w:r></w:p>`)
	}
	of := func(style string) string { return `<w:pStyle w:val="` + style + `"/>` }
	body := wordTable(paragraph(of("H1"), "甲"), paragraph(of("H2"), "乙"), paragraph(of("Sub"), "丙"), paragraph(of("H1"), "丁"), paragraph(of("H2"), "戊"), paragraph(of("Off"), "己"), paragraph("", "庚"),
		paragraph(of("Third"), "辛"), paragraph(of("H1")+`<w:numPr><w:numId w:val="0"/></w:numPr>`, "壬"), paragraph(of("H1")+`<w:numPr><w:ilvl w:val="1"/></w:numPr>`, "癸"),
		paragraph(of("H2")+`<w:numPr><w:numId w:val="3"/></w:numPr>`, "子"), paragraph(of("Loop"), "丑"), paragraph(of("H1")+`<w:pPrChange><w:pPr><w:pStyle w:val="N"/></w:pPr></w:pPrChange>`, "寅"), paragraph(of("None"), "卯"))
	wb := Read("a.docx", zipped(t,
		pair{"_rels/.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `officeDocument" Target="word/document.xml"/></Relationships>`},
		pair{"word/_rels/document.xml.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `numbering" Target="numbering.xml"/><Relationship Id="rId2" Type="` + relBase + `styles" Target="styles.xml"/></Relationships>`},
		pair{"word/numbering.xml", numbering}, pair{"word/styles.xml", styles},
		pair{"word/document.xml", `<w:document xmlns:w="x"><w:body>` + body + `</w:body></w:document>`}), Limits{})
	want := "A1=一、甲|A2=1.1 乙|A3=1.2 丙|A4=二、丁|A5=2.1 戊|A6=己|A7=庚|A8=二-I 辛|A9=壬|A10=2.2 癸|A11=(1) 子|A12=丑|A13=三、寅|A14=卯"
	if got := shown(wb.Sheets[0]); wb.Err != nil || got != want {
		t.Errorf("%v\ngot  %s\nwant %s", wb.Err, got, want)
	}
}

// A level begins anew behind the levels above, or those that the list says, or never.
func TestDocxNumbersThatRunOn(t *testing.T) {
	level := func(n, text, more string) string {
		return `<w:lvl w:ilvl="` + n + `"><w:start w:val="1"/><w:numFmt w:val="decimal"/>` + more + `<w:lvlText w:val="` + text + `"/></w:lvl>`
	}
	for restart, want := range map[string]string{"": "1 甲|1.1 乙|1.2 丙|1.1 丁|2 甲|2.1 乙|2.2 丙|2.1 丁", "0": "1 甲|1.1 乙|1.2 丙|1.1 丁|2 甲|2.1 乙|2.2 丙|2.2 丁", "1": "1 甲|1.1 乙|1.2 丙|1.1 丁|2 甲|2.1 乙|2.2 丙|2.1 丁"} {
		more := ""
		if restart != "" {
			more = `<w:lvlRestart w:val="` + restart + `"/>`
		}
		numbering := `<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="0">` + level("0", "%1", "") + level("1", "%1.%2", "") + level("2", "%1.%3", more) +
			`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`
		body := ""
		for range 2 {
			for _, p := range [][2]string{{"0", "甲"}, {"1", "乙"}, {"1", "丙"}, {"2", "丁"}} {
				body += `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + p[0] + `"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>` + p[1] + `</w:t></w:r></w:p>`
			}
		}
		wb := Read("a.docx", zipped(t,
			pair{"_rels/.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `officeDocument" Target="word/document.xml"/></Relationships>`},
			pair{"word/_rels/document.xml.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `numbering" Target="numbering.xml"/></Relationships>`},
			pair{"word/numbering.xml", numbering}, pair{"word/document.xml", `<w:document xmlns:w="x"><w:body>` + body + `</w:body></w:document>`}), Limits{})
		var got []string
		for _, p := range wb.Paragraphs {
			got = append(got, p.Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("restart %q: %s, want %s", restart, strings.Join(got, "|"), want)
		}
	}
}

func TestRoman(t *testing.T) {
	for n, want := range map[int]string{1: "I", 4: "IV", 49: "XLIX", 1994: "MCMXCIV", 0: "0", -3: "-3", 40000: "40000"} {
		if got := countedAs("upperRoman", n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
