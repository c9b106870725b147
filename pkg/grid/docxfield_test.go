package grid

import (
	"strings"
	"testing"
)

func wordTable(rows ...string) string {
	return `<w:tbl><w:tr>` + strings.Join(rows, `</w:tr><w:tr>`) + `</w:tr></w:tbl>`
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
		{"a link field", wordTable(cell("", run(`<w:instrText> HYPERLINK "http://a.example/1" </w:instrText><w:t>公开页</w:t>`))), "A1=公开页→http://a.example/1"},
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
			if got := described(wb.Sheets[0]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	wb := Read("a.docx", docxOf(t, para("甲")+`<w:altChunk r:id="rId5"/>`), Limits{})
	if wb.Err == nil || wb.Err.Kind != Unsupported {
		t.Error("an embedded document is passed over")
	}
}
