package grid

import (
	"fmt"
	"strings"
	"testing"
)

// told gives a document as text: its paragraphs, tables and merges.
func told(wb *Workbook) string {
	var out []string
	if wb.Err != nil {
		out = append(out, "! "+string(wb.Err.Kind)+" "+wb.Err.Message)
	}
	for i := 0; i <= len(wb.Sheets); i++ {
		for _, p := range wb.Paragraphs {
			if p.Before == i {
				out = append(out, p.Text)
			}
		}
		if i < len(wb.Sheets) {
			s := wb.Sheets[i]
			line := "[" + shown(s) + "]"
			for _, m := range s.Merged {
				line += " " + m.String()
			}
			for j := range s.Cells {
				if c := &s.Cells[j]; c.Link() != "" {
					line += " " + c.Ref() + "→" + c.Link()
				}
			}
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

const (
	mergeFirst, mergeOn = 1, 2
	downFirst, downOn   = 0x60, 0x20
)

func TestDoc(t *testing.T) {
	three := []int{-108, 1000, 2000, 3000}
	inner := func(text string, props ...[]byte) docPara {
		return docPara{[]docSpan{{text, nil}}, charParagraph, 0, join(append([][]byte{prl(sprmInTable, byte(1)), prl(sprmDepth, uint32(2))}, props...)...)}
	}
	field := func(code, text string) docSpan { return docSpan{text: "\x13" + code + "\x14" + text + "\x15"} }
	cell := func(spans ...docSpan) docPara { return docPara{spans, charCell, 0, prl(sprmInTable, byte(1))} }
	row := func(paras ...docPara) []docPara { return append(paras, rowEndOf(three, 0, 0, 0)) }
	one := rowEndOf([]int{0, 1000}, 0)
	for name, c := range map[string]struct {
		file docFile
		want string
	}{
		"paragraphs and a table": {docFile{paras: append(append([]docPara{docText("标题")}, row(cellOf("甲"), cellOf(""), cellOf("乙"))...), docText("完"))},
			"标题\n[A1=甲|C1=乙]\n完"},
		"two paragraphs in a cell": {docFile{paras: []docPara{docText("一", prl(sprmInTable, byte(1))), cellOf("二"), one, docText("")}}, "[A1=一\n二]\n"},
		"columns are where the edges of all rows are": {docFile{paras: []docPara{
			cellOf("a"), cellOf("b"), rowEndOf([]int{0, 1000, 2000}, 0, 0), cellOf("c"), cellOf("d"), rowEndOf([]int{10, 500, 1990}, 0, 0), docText("")}},
			"[A1=a|C1=b|A2=c|B2=d] A1:B1 B2:C2\n"},
		"merged across by flags": {docFile{paras: []docPara{cellOf("a"), cellOf(""), cellOf("b"), rowEndOf(three, mergeFirst, mergeOn, 0), docText("")}}, "[A1=a|C1=b] A1:B1\n"},
		"merged down": {docFile{paras: []docPara{cellOf("a"), cellOf("b"), rowEndOf([]int{0, 9e2, 18e2}, downFirst, 0), cellOf(""), cellOf("c"),
			rowEndOf([]int{0, 9e2, 18e2}, downOn, 0), docText("")}}, "[A1=a|B1=b|B2=c] A1:A2\n"},
		"text in a cell that is merged away is kept": {docFile{paras: []docPara{cellOf("a"), rowEndOf([]int{0, 900}, downFirst), cellOf("b"),
			rowEndOf([]int{0, 900}, downOn), docText("")}}, "[A1=a|A2=b] A1:A2\n"},
		"merged down by a later property": {docFile{paras: []docPara{cellOf("a"), rowEndWith([]int{0, 900}, prl(sprmVertMerge, byte(2), byte(0), byte(3))), cellOf(""),
			rowEndWith([]int{0, 900}, prl(sprmVertMerge, byte(2), byte(0), byte(1))), docText("")}}, "[A1=a] A1:A2\n"},
		"a table in a cell": {docFile{paras: []docPara{docText("前", prl(sprmInTable, byte(1))), inner("x", prl(sprmInnerCell, byte(1))), inner("y", prl(sprmInnerCell, byte(1))),
			inner("", prl(sprmInnerCell, byte(1)), prl(sprmInnerRowEnd, byte(1))), cellOf("后"), one, docText("")}}, "[A1=前\nx\ty\n后]\n"},
		"two tables":                      {docFile{paras: []docPara{cellOf("a"), one, docText("中"), cellOf("b"), one, docText("")}}, "[A1=a]\n中\n[A1=b]\n"},
		"deleted text":                    {docFile{paras: []docPara{{[]docSpan{{"留", nil}, {"删", prl(sprmDeleted, byte(1))}, {"下", nil}}, charParagraph, 0, nil}}}, "留下"},
		"breaks and hyphens":              {docFile{paras: []docPara{docText("a\vb\x1ec\x1fd\x0ee")}}, "a\nb-cd\ne"},
		"a page break":                    {docFile{paras: []docPara{docText("a\fb")}}, "a\nb"},
		"a link":                          {docFile{paras: []docPara{cell(field(` HYPERLINK "http://a.example/x" `, "看")), one, docText("")}}, "[A1=看] A1→http://a.example/x\n"},
		"a field in a field":              {docFile{paras: []docPara{docText("前\x13 IF \x13 PAGE \x141\x15 = 1 \x14是\x15后")}}, "前是后"},
		"a field without a result":        {docFile{paras: []docPara{docText("前\x13 PAGE \x15后")}}, "前后"},
		"symbols":                         {docFile{paras: []docPara{{[]docSpan{{"(", prl(sprmSymbol, 5, 0xF0FE)}, {"是\uF0A8否", nil}}, charParagraph, 0, nil}}}, "☑是☐否"},
		"footnote marks and drawings":     {docFile{paras: []docPara{{[]docSpan{{"a", nil}, {"\x02\x08\x01", prl(sprmSpecial, byte(1))}, {"b", nil}}, charParagraph, 0, nil}}}, "ab"},
		"pieces of single bytes":          {docFile{paras: []docPara{docText("café “x” 1–2…")}, pieces: 5, narrow: func(i int) bool { return i%2 == 0 }}, "café “x” 1–2…"},
		"text boxes":                      {docFile{paras: []docPara{docText("正文")}, boxes: []docPara{docText("框里")}}, "正文\n框里"},
		"properties of a piece":           {docFile{paras: []docPara{docText("删")}, prm: 0x41<<1 | 1<<8}, ""},
		"a list of properties of a piece": {docFile{paras: []docPara{docText("删")}, prm: 1, clx: packed(byte(1), 3, prl(sprmDeleted, byte(1)))}, ""},
		"a deleted mark":                  {docFile{paras: []docPara{{[]docSpan{{"前", nil}, {"\r", prl(sprmDeleted, byte(1))}, {"后", nil}}, charParagraph, 0, nil}}}, "前后"},
		"no row end":                      {docFile{paras: []docPara{cellOf("a"), docText("完")}}, "! corrupt Word 文件里有表格的行不完整。请在 Word 或 WPS 中打开原文件，另存后重新报送。\n[A1=a]\n完"},
		"more cells than the row says": {docFile{paras: []docPara{cellOf("a"), cellOf("b"), rowEndOf([]int{0, 900}, 0), docText("完")}},
			"! corrupt Word 文件里有表格的行不完整。请在 Word 或 WPS 中打开原文件，另存后重新报送。\n[A1=a|B1=b]\n完"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(Read("a.doc", docOf(t, c.file), Limits{})); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func rowEndWith(edges []int, more []byte) docPara {
	p := rowEndOf(edges, make([]int, len(edges)-1)...)
	p.props = join(p.props, more)
	return p
}

// TestDocWideTable: a row of so many cells that its properties stand in the data stream.
func TestDocWideTable(t *testing.T) {
	edges, flags, want := []int{0}, []int{}, ""
	var paras []docPara
	for i := range 40 {
		edges, flags = append(edges, (i+1)*500), append(flags, 0)
		paras = append(paras, cellOf(fmt.Sprint(i)))
		want += fmt.Sprintf("|%s=%d", Ref(1, i+1), i)
	}
	wb := Read("a.doc", docOf(t, docFile{paras: append(paras, rowEndOf(edges, flags...), docText(""))}), Limits{})
	if got := told(wb); got != "["+want[1:]+"]\n" {
		t.Error(got)
	}
}

// listed makes the lists of a document: list 1 counts 一、 with a level 1.1
// below, list 2 goes on with the same numbers, list 3 begins at 7.
func listed(paras ...docPara) docFile {
	level := func(start int, format byte, text string) []byte {
		return packed(uint32(start), format, byte(0), make([]byte, 9), byte(0), make([]byte, 8), byte(0), byte(0), 0, len([]rune(text)), wide(text))
	}
	head := func(id int) []byte { return packed(uint32(id), uint32(0), make([]byte, 18), byte(0), byte(0)) }
	plf := packed(2, head(11), head(12))
	levels := func(first, second []byte) []byte {
		out := join(first, second)
		for range 7 {
			out = join(out, level(1, 0, ""))
		}
		return out
	}
	use := func(id, own int) []byte {
		return packed(uint32(id), uint32(0), uint32(0), byte(own), byte(0), byte(0), byte(0))
	}
	data := packed(uint32(0xFFFFFFFF))
	return docFile{paras: paras, plf: len(plf), styles: stylesOf(),
		lists: join(plf, levels(level(1, 37, "\x00、"), level(1, 0, "\x00.\x01")), levels(level(1, 0, "（\x00）"), level(1, 23, "·"))),
		uses:  packed(uint32(3), use(11, 0), use(11, 0), use(12, 1), data, data, data, uint32(7), byte(0x10), make([]byte, 3))}
}

// stylesOf has the styles 0 without a list, 1 of list 1, 2 based on 1, 3 that
// takes its list away.
func stylesOf() []byte {
	std := func(based int, props []byte) []byte {
		body := packed(uint16(0), uint16(1|based<<4), uint16(2), uint16(0), uint16(0), uint16(1), wide("x"), uint16(0))
		upx := packed(uint16(0), props)
		body = packed(body, uint16(len(upx)), upx)
		if len(body)%2 == 1 {
			body = append(body, 0)
		}
		return packed(uint16(len(body)), body)
	}
	return packed(18, 4, 10, make([]byte, 14), std(noStyle, nil), std(0, prl(sprmList, 1)), std(1, nil), std(1, prl(sprmList, 0)))
}

func TestDocNumbers(t *testing.T) {
	in := func(list, level int, text string) docPara {
		return docText(text, prl(sprmLevel, byte(level)), prl(sprmList, list))
	}
	styled := func(style int, text string) docPara { p := docText(text); p.style = style; return p }
	wb := Read("a.doc", docOf(t, listed(in(1, 0, "甲"), in(1, 1, "子"), in(1, 1, "子"), in(2, 0, "乙"), in(1, 1, "子"), in(3, 0, "丙"), in(3, 1, "点"),
		styled(1, "丁"), styled(2, "戊"), styled(3, "己"), in(0, 0, "庚"), in(9, 0, "辛"))), Limits{})
	want := "一、甲\n一.1 子\n一.2 子\n二、乙\n二.1 子\n（7）丙\n点\n三、丁\n四、戊\n己\n庚\n辛"
	if got := told(wb); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDocFormFields(t *testing.T) {
	text := func(s string) []byte { return packed(len([]rune(s)), wide(s), 0) }
	binary := func(bits int, rest ...any) []byte {
		body := packed(append([]any{uint32(0xFFFFFFFF), bits, 0, 0, text("名")}, rest...)...)
		return packed(uint32(68+len(body)), 68, make([]byte, 62), body)
	}
	const unset = 25 << 2
	parts := [][]byte{binary(1|unset, 1), binary(1|unset, 0), binary(1|1<<2, 0),
		binary(2|1<<2, 0, text(""), text(""), text(""), text(""), text(""), uint16(0xFFFF), 2, 0, packed(3, wide("未开始")), packed(3, wide("进行中")))}
	var data []byte
	var spans []docSpan
	for _, p := range parts {
		spans = append(spans, docSpan{"\x13 FORM ", nil}, docSpan{"\x01", join(prl(sprmSpecial, byte(1)), prl(sprmData, byte(1)), prl(sprmPicture, uint32(len(data))))}, docSpan{"\x14\x15", nil})
		data = append(data, p...)
	}
	wb := Read("a.doc", docOf(t, docFile{paras: []docPara{{spans, charParagraph, 0, nil}}, data: data}), Limits{})
	if got := told(wb); got != "☑☐☑进行中" {
		t.Error(got)
	}
}

func TestDocRefused(t *testing.T) {
	base := docFile{paras: []docPara{docText("甲"), cellOf("a"), rowEndOf([]int{0, 900}, 0), docText("乙")}}
	for name, c := range map[string]struct {
		change func(main, table []byte) ([]byte, []byte)
		want   Kind
	}{
		"encrypted":             {func(m, t []byte) ([]byte, []byte) { m[fibFlags+1] |= 1; return m, t }, Encrypted},
		"Word 95":               {func(m, t []byte) ([]byte, []byte) { m[2], m[3] = 0x68, 0; return m, t }, Unsupported},
		"cut head":              {func(m, t []byte) ([]byte, []byte) { return m[:300], t }, Corrupt},
		"cut text":              {func(m, t []byte) ([]byte, []byte) { return m[:1026], t }, Corrupt},
		"cut pages":             {func(m, t []byte) ([]byte, []byte) { return m[:len(m)-100], t }, Corrupt},
		"cut table stream":      {func(m, t []byte) ([]byte, []byte) { return m, t[:10] }, Corrupt},
		"more text than pieces": {func(m, t []byte) ([]byte, []byte) { m[fibText+1] = 9; return m, t }, Corrupt},
		"wiped text":            {func(m, t []byte) ([]byte, []byte) { clear(m[1024:1026]); return m, t }, Corrupt},
		"wiped page":            {func(m, t []byte) ([]byte, []byte) { clear(m[1536:2048]); return m, t }, Corrupt},
		"no pieces":             {func(m, t []byte) ([]byte, []byte) { t[0] = 7; return m, t }, Corrupt},
	} {
		main, table, _ := base.streams()
		main, table = c.change(main, table)
		wb := Read("a.doc", compoundOf(t, stream{"WordDocument", main}, stream{"1Table", table}), Limits{})
		if wb.Err == nil || wb.Err.Kind != c.want || wb.Format != "doc" {
			t.Errorf("%s: %v %v", name, wb.Format, wb.Err)
		}
	}
	main, _, _ := base.streams()
	if wb := Read("a.doc", compoundOf(t, stream{"WordDocument", main}), Limits{}); wb.Err == nil || wb.Err.Kind != Corrupt {
		t.Errorf("no table stream: %v", wb.Err)
	}
}
