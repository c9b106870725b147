package grid

import (
	"bytes"
	"strings"
	"testing"
)

func TestHTMLCells(t *testing.T) {
	cases := []struct{ name, table, want string }{
		{"cells", `<tr><td>甲</td><td></td><th>乙</th></tr><tr><td>丙</td></tr>`, "A1=甲|C1=乙|A2=丙"},
		{"no end tags", `<tr><td>甲<td>乙<tr><td>丙<tbody><tr><td>丁`, "A1=甲|B1=乙|A2=丙|A3=丁"},
		{"spaces", "<tr><td> 甲 \n\t乙 </td><td>a&nbsp;&nbsp;b</td><td>&nbsp;</td><td><span> 丙</span> <b>丁 </b></td><td><pre>x\n y</pre></td></tr>", "A1=甲 乙|B1=a  b|D1=丙 丁|E1=x\n y"},
		{"a number between spaces", `<tr><td>&nbsp;12&nbsp;`, "A1= 12 (12) number"},
		{"lines", `<tr><td>一<br>二<br/><br>四<br></td><td><p>甲</p><p>乙</p>丙<div>丁</div></td></tr>`, "A1=一\n二\n\n四|B1=甲\n乙\n丙\n丁"},
		{"entities", `<tr><td>&lt;a&gt; &amp;amp; &#20013;&#x4E2D; &yen;5</td></tr>`, "A1=<a> &amp; 中中 ¥5"},
		{"rowspan", `<tr><td rowspan=2>甲<td>乙<tr><td>丙<tr><td>丁<td>戊`, "A1=甲|B1=乙|B2=丙|A3=丁|B3=戊"},
		{"spans in the middle", `<tr><td>a<td rowspan=3 colspan=2>b<td>c<tr><td rowspan=2>d<td>e<tr><td>f<tr><td>g<td>h`, "A1=a|B1=b|D1=c|A2=d|D2=e|D3=f|A4=g|B4=h"},
		{"numbers as in a CSV", `<tr><td>12.5<td>007<td>123456789012345678<td>80%<td>2019-6-30`, "A1=12.5 number|B1=007|C1=123456789012345678|D1=80%|E1=2019-6-30"},
		{"Excel's values", `<tr><td x:num="0.85">85%<td x:num>12<td x:str>12<td x:str="'007">007<td x:bool="TRUE">TRUE<td x:err="#N/A">#N/A<td x:fmla="=A1" x:num="1234.5">1,234.50<td x:num="3"></td>`,
			"A1=85%(0.85) number|B1=12 number|C1=12|D1=007|E1=TRUE(1) bool|F1=#N/A error|G1=1,234.50(1234.5) number formula|H1=3 number"},
		{"Excel's formats", `<tr><td class=xl1 x:num="43646">2019-06-30<td class="b xl2">12<td style='mso-number-format:"Short Date"' x:num="43646">2019/6/30<td style='mso-number-format:"\@"'>5`, "A1=2019-06-30 date|B1=12|C1=2019/6/30(2019-06-30) date|D1=5"},
		{"LibreOffice's values", `<tr><td sdval="0.285" sdnum="1033;0;0.00%">28.50%<td sdval="43646" sdnum="2052;0;YYYY/M/D">2019/6/30<td sdval="1" sdnum="1033;0;BOOLEAN">TRUE<td sdval="0">#DIV/0!<td sdval="12" sdnum="1033;0;YYYY-MM-DD">1900-01-11`,
			"A1=28.50%(0.285) number|B1=2019/6/30(2019-06-30) date|C1=TRUE(1) bool|D1=#DIV/0! error|E1=1900-01-11 date"},
		{"LibreOffice's comment", `<tr><td><a class="comment-indicator"></a><comment>请核对</comment>甲<td><comment>空</comment></td>`, "A1=甲 #请核对|B1= #空"},
		{"hidden", `<col><col style="display:none" span=2><tr><td>a<td>b<td>c<td>d<tr style='mso-height:0;display: none'><td>e<tr><td style="DISPLAY:NONE">f<td>g`, "A1=a|B1=b hidden|C1=c hidden|D1=d|A2=e hidden|A3=f hidden|B3=g hidden"},
		{"links", `<tr><td><a name=x></a><a href="http://a.example/?a=1&amp;b=2">看</a><a href="y">又</a>`, "A1=看又 →http://a.example/?a=1&b=2"},
		{"a table in a cell", `<tr><td>外<table><tr><td>内一<td>内二<tr><td>内三</table>后<td>旁<td>边`, "A1=外\n内一\t内二\n内三\n后|B1=旁|C1=边"},
		{"what is no text", `<tr><td><script>if (a<b) "<td>"</script>甲<style>td{}</style><input type=hidden value="乙"><input type=submit value="丙"><datalist><option>子</datalist><!-- 丁 --><![if !supportEmptyParas]>戊<![endif]><ruby>字<rt>zì</rt></ruby><td>庚`, "A1=甲戊字|B1=庚"},
		{"fields", `<tr><td><input value="甲&amp;乙"><td>共<INPUT TYPE=number value=" 3">家<td><input value=12.5><td><input type=checkbox checked>是<input type="radio">否<td><textarea rows=2>` + "一\n 二" + `</textarea><td><input><input type=password value=x>`,
			"A1=甲&乙|B1=共 3家|C1=12.5 number|D1=☑是☐否|E1=一\n 二"},
		{"drop-down lists", `<tr><td><select><option>未启动<option selected>已 完成</option></select><td><select><optgroup label=x><option value=1>甲</option></optgroup></select>后<td><select multiple><option selected>甲<option>乙<option selected>丙</select><td><select size=3 multiple><option>甲</select><td><select><option>己<td>庚<td><select></select>`,
			"A1=已 完成|B1=甲后|C1=甲、丙|E1=己|F1=庚"},
		{"fields of a table in a cell", `<tr><td>外<table><tr><td><input value=内><td><textarea>一</textarea><pre>x</pre></table> a  b<td>旁`, "A1=外\n内\t一\nx\na b|B1=旁"},
		{"hidden by a class", `<tr class="b hide"><td>a<tr><td class=hide>b<td>c<tr class=gone><td>d<tr><td class=gone>e<tr id=x><td>f<tr class=print><td>g<tr class="hide shown"><td>h<tr class=hide style="display:table-row"><td>i<tbody class=hide><tr><td>j<tbody><tr><td>k<tr hidden><td>l`,
			"A1=a hidden|A2=b hidden|B2=c|A3=d hidden|A4=e|A5=f hidden|A6=g|A7=h|A8=i|A9=j hidden|A10=k|A11=l hidden"},
		{"hidden parts of a text", `<tr><td><span style="display:none">0012</span>甲<td>乙<b hidden>丙<b>丁</b></b>戊<td><div class=hide>己</div><td><span hidden>12<td>13<td><p hidden>a<p>b<td><span style="display:none">9</span>8<td><input hidden value=x>y<td><select hidden><option>庚</select><td><table hidden><tr><td>辛</table>壬<td><a hidden href=z>癸</a>子`,
			"A1=甲 #隐藏的文字：0012|B1=乙戊 #隐藏的文字：丙丁|C1=己 hidden|D1=12 number hidden|E1=13 number|F1=b #隐藏的文字：a|G1=8 number #隐藏的文字：9|H1=y #隐藏的文字：x|I1=庚 hidden|J1=壬 #隐藏的文字：辛|K1=子 →z #隐藏的文字：癸"},
		{"a hidden point of a list", `<tr><td><ul><li hidden>藏<li>丁</ul>`, "A1=丁 #隐藏的文字：藏"},
		{"numbers of lists", `<tr><td><ol><li>甲<li><p>乙</p><ol type=a><li>子<li>丑</ol><li value=7>丙</ol><ul><li>丁</ul><td><ol start=3 style="list-style-type: cjk-ideographic"><li>戊</ol><td><ol style="list-style:none"><li>1. 己</ol><td><ol><li></ol>庚`, "A1=1. 甲\n2. 乙\na. 子\nb. 丑\n7. 丙\n丁|B1=三、戊|C1=1. 己|D1=庚"},
		{"upper case, no quotes", `<TR><TD COLSPAN=2 X:NUM=5>五<TD>六`, "A1=五(5) number|C1=六"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			page := `<html><head><meta charset="utf-8"><style>.xl1, td.xl9 {mso-number-format:"yyyy\\-mm\\-dd";} .xl2{mso-number-format:"\\@"; color:red}` +
				`/* .a{display:none} */ .hide, tr.gone {color:red; display:none!important} #x{display:none} @media print{.print{display:none}} .hide .y, .menu .z{display:none} .shown{display:block}</style></head><body><table>` + c.table + `</table></body></html>`
			page = strings.ReplaceAll(page, `\\`, `\`)
			wb := Read("a.xls", []byte(page), Limits{})
			if wb.Err != nil || wb.Format != "html" {
				t.Fatal(wb.Format, wb.Err)
			}
			if got := carried(wb.Sheets[0]); got != c.want {
				t.Errorf("\ngot  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestHTMLMerges(t *testing.T) {
	for table, want := range map[string]string{
		`<tr><td colspan=2 rowspan=2>a<td>b<tr><td>c`:                                     "[A1:B2]",
		`<tr><td rowspan=1000000000>a<td>b<tr><td>c`:                                      "[A1:A65534]",
		`<tr><td colspan=1000000000>a<tr><td>c`:                                           "[A1:XFD1]",
		`<thead><tr><td rowspan=5>a</thead><tbody><tr><td>b<td rowspan=0>c</tbody>`:       "[]",
		`<tbody><tr><td rowspan=3>a<td>b</tbody>`:                                         "[A1:A3]",
		`<tr><td>a<td rowspan=2>b<tr><td colspan=3>c`:                                     "[B1:B2]",
		`<tr><td rowspan=2>a<td rowspan=2>b<tr></tr><tr><td colspan="2 ">c<td colspan=x>`: "[A1:A2 B1:B2 A3:B3]",
	} {
		wb := Read("a.xls", []byte(`<table>`+table+`</table>`), Limits{})
		if got := rangesText(wb.Sheets[0].Merged); wb.Err != nil || got != want {
			t.Errorf("%s: %v %s, want %s", table, wb.Err, got, want)
		}
	}
}

func TestHTMLPages(t *testing.T) {
	const names = `<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>甲&amp;表</x:Name></x:ExcelWorksheet>` +
		`<x:ExcelWorksheet><x:Name>乙表</x:Name><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->`
	const two = `<table><tr><td>一</table>中间<table><tr><td>二</table>`
	cases := []struct{ name, page, sheets, paragraphs string }{
		{"several tables", `<h1>标题</h1>` + two + `<p>填报人：某<br>电话</p>`, "表1:A1=一|表2:A1=二", "0标题 1中间 2填报人：某 2电话"},
		{"Excel's names", `<html><head>` + names + `</head>` + two + `</html>`, "甲&表:A1=一|乙表-:A1=二", "1中间"},
		{"names that do not fit", names + `<table><tr><td>一</table>`, "表1:A1=一", ""},
		{"names outside of a comment", strings.NewReplacer("<!--[if gte mso 9]>", "", "<![endif]-->", "").Replace(names) + two, "甲&表:A1=一|乙表-:A1=二", "1中间"},
		{"LibreOffice's names", `<hr><p><h1>Overview</h1><A HREF="#table0">甲</A></p><hr><A NAME="table0"><h1>Sheet 1: <em>甲</em></h1></A>` + "\n" + `<table><tr><td>一</table><hr><A NAME="table1"><h1>Sheet 2: <em>乙: 二</em></h1></A><table><tr><td>二</table>`, "甲:A1=一|乙: 二:A1=二", "0Overview 0甲"},
		{"leading text", "导出时间 2019年\n<table border=1><tr><td>一</td></tr></table>", "表1:A1=一", "0导出时间 2019年"},
		{"meta first", `<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><table><tr><td>一</table>`, "表1:A1=一", ""},
		{"style first", `<style>td{}</style><table><tr><td>一</table>`, "表1:A1=一", ""},
		{"comment first", "<!-- x --><div><table><tr><td>一</table></div>", "表1:A1=一", ""},
		{"XHTML", `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="http://www.w3.org/1999/xhtml"><body><table><tr><td>一<br/>二</td></tr></table></body></html>`, "表1:A1=一\n二", ""},
		{"a table in what is hidden", `<div style="display:none"><div><table><tr><td>一</table></div></div><div><table class=x><tr><td>二</table></div>`, "表1-:A1=一|表2:A1=二", ""},
		{"fields outside tables", `填报人：<input value="某">　<select><option>甲</select><table><tr><td>一</table>`, "表1:A1=一", "0填报人：某　甲"},
		{"a page that its script shows", `<body style="display:none"><table><tr><td>一</table></body>`, "表1:A1=一", ""},
		{"a hidden table", `<table style="display:none"><tr><td>一</table>`, "表1-:A1=一", ""},
		{"a table in no cell", `<table><tr><td>一</td></tr><table><tr><td>二</table>`, "表1:A1=一|表2:A1=二", ""},
		{"text in no cell", `<table>说明<tr>附注<td>一</table>`, "表1:A1=一", "1说明 1附注"},
		{"caption", `<table><caption>汇总表</caption><tr><td>一</table>`, "表1:A1=一", "1汇总表"},
		{"not closed, yet complete", `<html><body><table><tr><td>一</body></html>`, "表1:A1=一", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			wb := Read("a.xls", []byte(c.page), Limits{})
			var sheets, paragraphs []string
			for _, s := range wb.Sheets {
				sheets = append(sheets, s.Name+map[bool]string{false: "-"}[s.Visible]+":"+shown(s))
			}
			for _, p := range wb.Paragraphs {
				paragraphs = append(paragraphs, string(rune('0'+p.Before))+p.Text)
			}
			if got := strings.Join(sheets, "|"); wb.Err != nil || got != c.sheets {
				t.Errorf("%v got %q, want %q", wb.Err, got, c.sheets)
			}
			if got := strings.Join(paragraphs, " "); got != c.paragraphs {
				t.Errorf("paragraphs %q, want %q", got, c.paragraphs)
			}
		})
	}
}

func TestHTMLEncodings(t *testing.T) {
	const table = `<table><tr><td>县财政局𬱖</td></tr></table>`
	declared := func(name string) string {
		return `<meta http-equiv=Content-Type content="text/html; charset=` + name + `">`
	}
	utf16BE := []byte("\xfe\xff")
	for i, b := 0, utf16LEText(table); i < len(b); i += 2 {
		utf16BE = append(utf16BE, b[i+1], b[i])
	}
	for name, data := range map[string][]byte{
		"UTF-8":                   []byte(declared("utf-8") + table),
		"UTF-8 without a word":    []byte(table),
		"UTF-8 with a mark":       []byte("\xef\xbb\xbf" + declared("gb2312") + table),
		"UTF-8 as gb2312":         []byte(declared("gb2312") + table),
		"UTF-8 as latin":          []byte(declared("iso-8859-1") + table),
		"GB18030":                 gbk(t, declared("gb2312")+table),
		"GB18030 without a word":  gbk(t, table),
		"GB18030 as UTF-8":        gbk(t, declared("utf-8")+table),
		"GB18030 as windows-1252": gbk(t, declared("windows-1252")+table),
		"GB18030 as unknown":      gbk(t, declared("x-abc")+table),
		"UTF-16":                  append([]byte("\xff\xfe"), utf16LEText(table)...),
		"UTF-16BE":                utf16BE,
	} {
		wb := Read("a.xls", data, Limits{})
		if wb.Err != nil || shown(wb.Sheets[0]) != "A1=县财政局𬱖" || !strings.HasPrefix(name, wb.Encoding) {
			t.Errorf("%s: %v %s", name, wb.Err, wb.Encoding)
		}
	}
	long := []byte(declared("utf-8") + strings.Repeat(table, 3))
	hurt := bytes.Replace(long, []byte("政"), []byte("\xe6\x94"), 1)
	odd := append([]byte("\xff\xfe"), append(utf16LEText(table), 'x')...)
	for name, data := range map[string][]byte{"damaged UTF-8": hurt, "damaged GB18030": append(gbk(t, declared("gb2312")+table), 0xff, '<'), "odd UTF-16": odd} {
		if wb := Read("a.xls", data, Limits{}); wb.Err == nil || wb.Err.Kind != Corrupt {
			t.Errorf("%s is read as if nothing were wrong: %v", name, wb.Err)
		}
	}
}

func TestHTMLDamage(t *testing.T) {
	const page = `<html><body><table><tr><td>一<td>二<tr><td>三<td>四`
	cases := map[string]struct {
		page string
		kind Kind
		kept string
	}{
		"cut":                  {page, Corrupt, "A1=一|B1=二|A2=三|B2=四"},
		"cut in a tag":         {page + `</td><td cla`, Corrupt, "A1=一|B1=二|A2=三|B2=四"},
		"cut in a script":      {page + `<script>x`, Corrupt, "A1=一|B1=二|A2=三|B2=四"},
		"cut in a data island": {page + `<xml><x:A>`, Corrupt, "A1=一|B1=二|A2=三|B2=四"},
		"cut between tables":   {page + `</table>`, Corrupt, "A1=一|B1=二|A2=三|B2=四"},
		"a data set":           {`<?xml version="1.0"?><NewDataSet><Table><a>1</a></Table></NewDataSet>`, NotATable, ""},
		"no table":             {`<html><body><p>通知</p></body></html>`, NotATable, ""},
		"frames":               {`<html><frameset><frame src="a.files/sheet001.htm"></frameset></html>`, NotATable, ""},
		"cells":                {`<table>` + strings.Repeat(`<tr>`+strings.Repeat(`<td>一</td>`, 100)+`</tr>`, 30) + `</table>`, TooLarge, ""},
		"an unknown XML":       {`<?xml version="1.0"?><data><row>1</row></data>`, NotATable, ""},
		"Word":                 {`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>`, Unsupported, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.xls", []byte(c.page), Limits{Cells: 2000})
			if wb.Err == nil || wb.Err.Kind != c.kind {
				t.Fatalf("got %v, want %s", wb.Err, c.kind)
			}
			if c.kept != "" && shown(wb.Sheets[0]) != c.kept {
				t.Errorf("kept %q", shown(wb.Sheets[0]))
			}
		})
	}
	for _, text := range []string{"<<关于开展自查的通知>>\n一、总体要求", "姓名,<b>\n张,1\n李,2"} {
		if wb := Read("a.txt", []byte(text), Limits{}); wb.Err != nil || wb.Format == "html" {
			t.Errorf("%q: %s %v", text, wb.Format, wb.Err)
		}
	}
}

func TestMHTML(t *testing.T) {
	part := func(kind, encoding, body string) string {
		return "--b\r\nContent-Location: file:///C:/a\r\nContent-Transfer-Encoding: " + encoding + "\r\nContent-Type: " + kind + "\r\n\r\n" + body + "\r\n"
	}
	head := "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n文档\r\n"
	main := part(`text/html; charset="us-ascii"`, "quoted-printable", `<html><head><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheet><x:Name>&#19968;</x:Name></x:ExcelWorksheet><x:ExcelWorksheet><x:Name>&#20108;</x:Name></x:ExcelWorksheet></x:ExcelWorkbook></xml><![endif]--></head><frameset></frameset></html>`)
	first := part(`text/html`, "quoted-printable", `<html><meta charset=3Dutf-8><table><tr><td class=3Dxl1 x:num=3D"43646">2019=\r\n-06-30</td></tr></table></html>`)
	second := part(`text/html`, "base64", "PHRhYmxlPjx0cj48dGQ+55SyPC90ZD48\r\nL3RyPjwvdGFibGU+")
	css := part("text/css", "quoted-printable", `.xl1 {mso-number-format:"yyyy\\-mm\\-dd";}`)
	css, first = strings.ReplaceAll(css, `\\`, `\`), strings.ReplaceAll(first, `\r\n`, "\r\n")
	wb := Read("a.xls", []byte(head+main+first+second+css+"--b--\r\n"), Limits{})
	if wb.Err != nil || wb.Format != "mht" || len(wb.Sheets) != 2 || wb.Sheets[0].Name != "一" || wb.Sheets[1].Name != "二" {
		t.Fatalf("%v %+v", wb.Err, wb.Sheets)
	}
	if got := carried(wb.Sheets[0]) + "|" + carried(wb.Sheets[1]); got != "A1=2019-06-30 date|A1=甲" {
		t.Error(got)
	}
	for name, page := range map[string]string{"cut between parts": head + main + first, "cut in a part": head + main + first + second[:len(second)-10], "bad base64": head + first + part("text/html", "base64", "!!!!") + "--b--"} {
		if wb := Read("a.xls", []byte(page), Limits{}); wb.Err == nil || wb.Err.Kind != Corrupt || len(wb.Sheets) == 0 || carried(wb.Sheets[0]) == "" {
			t.Errorf("%s: %v", name, wb.Err)
		}
	}
	single := "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<table><tr><td>=E7=94=B2</table>"
	if wb := Read("a.mht", []byte(single), Limits{}); wb.Err != nil || shown(wb.Sheets[0]) != "A1=甲" {
		t.Errorf("a single page: %v", wb.Err)
	}
}

// Pages that lie about their size or depth stay small.
func TestHTMLHostile(t *testing.T) {
	pages := map[string]string{
		"spans":        `<table>` + strings.Repeat(`<tr>`+strings.Repeat(`<td rowspan=1000000000 colspan=1000000000>`, 50), 100) + `</table>`,
		"deep":         `<table><tr><td>` + strings.Repeat(`<table><tr><td><div><b>`, 100000) + `</table>`,
		"empty rows":   `<table>` + strings.Repeat(`<tr>`, 1000000) + `</table>`,
		"attribute":    `<table><tr><td title="` + strings.Repeat(`a `, 1<<20) + `">`,
		"attributes":   `<table><tr><td ` + strings.Repeat(`a=1 `, 1<<18) + `>`,
		"open quotes":  `<table><tr>` + strings.Repeat(`<td a="`, 1<<17),
		"comments":     `<table>` + strings.Repeat(`<!-- -`, 1<<17),
		"style":        `<style>` + strings.Repeat(`.a{mso-number-format:"`, 1<<16) + `</style><table>`,
		"many columns": `<table>` + strings.Repeat(`<tr>`+strings.Repeat(`<td rowspan=999>`, 2000), 10) + `</table>`,
	}
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.xls", []byte(page), Limits{})
			sound(t, wb, Limits{})
			if len(wb.Sheets) > 0 && len(wb.Sheets[0].Cells) > 0 {
				t.Errorf("%d cells", len(wb.Sheets[0].Cells))
			}
		})
	}
}

// A table in a table that only arranges the page is a sheet; one in a cell of a
// table with data is text of that cell.
func TestLayoutTables(t *testing.T) {
	data := `<TABLE><tr><td>编号</td><td>完成情况</td><td>进展情况</td></tr><tr><td>1</td><td>已完成</td><td>已公开</td></tr></TABLE>`
	wb := Read("a.html", []byte(`<html><body><table width=100%><tr><td colspan=2>县财政局填报表</td></tr><tr><td><table><tr><td>`+data+`</td></tr></table></td><td>&nbsp;</td></tr></table></body></html>`), Limits{})
	if wb.Err != nil || len(wb.Sheets) != 1 || shown(wb.Sheets[0]) != "A1=编号|B1=完成情况|C1=进展情况|A2=1|B2=已完成|C2=已公开" || len(wb.Paragraphs) != 1 || wb.Paragraphs[0].Text != "县财政局填报表" {
		t.Errorf("%v %d sheets, %+v", wb.Err, len(wb.Sheets), wb.Paragraphs)
	}
	wb = Read("a.html", []byte(`<html><body><table><tr><td>首页</td><td>政务公开</td><td>办事</td></tr><tr><td colspan=3><h1>县财政局</h1>`+data+`</td></tr><tr><td>主办：县政府办公室</td><td></td><td></td></tr></table></body></html>`), Limits{})
	if wb.Err != nil || len(wb.Sheets) != 1 || shown(wb.Sheets[0]) != "A1=编号|B1=完成情况|C1=进展情况|A2=1|B2=已完成|C2=已公开" {
		t.Errorf("a page with links: %v %d sheets, %+v", wb.Err, len(wb.Sheets), wb.Paragraphs)
	}
	wb = Read("a.html", []byte(`<table><tr style="display:none"><td>`+data+`</td></tr></table>`+data), Limits{})
	if len(wb.Sheets) != 2 || wb.Sheets[0].Visible || !wb.Sheets[1].Visible {
		t.Errorf("%v %d sheets", wb.Err, len(wb.Sheets))
	}
	wb = Read("a.html", []byte(`<html><body><table><tr><td>编号</td><td>完成情况</td><td>进展情况</td></tr><tr><td>1</td><td>已完成</td><td>见下表：`+data+`</td></tr></table></body></html>`), Limits{})
	if wb.Err != nil || len(wb.Sheets) != 1 || wb.Sheets[0].At(2, 2).Text != "已完成" || !strings.Contains(wb.Sheets[0].At(2, 3).Text, "已公开") {
		t.Errorf("%v %s", wb.Err, shown(wb.Sheets[0]))
	}
}
