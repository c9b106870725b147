package grid

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func gbk(t testing.TB, s string) []byte {
	t.Helper()
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCSV(t *testing.T) {
	table := "序号,任务,进展\r\n1,甲,\"一，\"\"二\"\"\r\n三\"\r\n2,乙,3.5\r\n"
	want := "A1=序号|B1=任务|C1=进展|A2=1|B2=甲|C2=一，\"二\"\n三|A3=2|B3=乙|C3=3.5"
	cases := map[string]struct {
		data []byte
		want string
	}{
		"utf-8":                  {[]byte(table), want},
		"bom":                    {[]byte("\ufeff" + table), want},
		"gbk":                    {gbk(t, table), want},
		"unicom":                 {gbk(t, "联通,联通\n"), "A1=联通|B1=联通"},
		"tabs":                   {[]byte("甲\t乙\n1\t2\n"), "A1=甲|B1=乙|A2=1|B2=2"},
		"semicolon":              {[]byte("甲;乙\n1,5;2\n"), "A1=甲|B1=乙|A2=1,5|B2=2"},
		"commas in a column":     {[]byte("序号\t说明\n1\t甲,乙,丙,丁\n2\t戊\n"), "A1=序号|B1=说明|A2=1|B2=甲,乙,丙,丁|A3=2|B3=戊"},
		"semicolons in a column": {[]byte("序号,说明\n1,a;b;c;d\n2,e\n"), "A1=序号|B1=说明|A2=1|B2=a;b;c;d|A3=2|B3=e"},
		"bars":                   {[]byte("序号|说明\n1|甲\n"), "A1=序号|B1=说明|A2=1|B2=甲"},
		"ctrl-z":                 {[]byte("甲,乙\n1,2\n\x1a"), "A1=甲|B1=乙|A2=1|B2=2"},
		"BM":                     {gbk(t, "BM,名称\n1,甲\n"), "A1=BM|B1=名称|A2=1|B2=甲"},
		"literal":                {[]byte("=\"007\",乙\n"), "A1=007|B1=乙"},
		"open":                   {[]byte("甲,\"乙\n丙,丁\n"), "A1=甲|B1=\"乙|A2=丙|B2=丁"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.csv", c.data, Limits{})
			if wb.Err != nil || wb.Format != "csv" {
				t.Fatalf("%q %v", wb.Format, wb.Err)
			}
			if (name == "gbk" || name == "BM") != (wb.Encoding == "GB18030") && name != "unicom" {
				t.Errorf("read as %s", wb.Encoding)
			}
			if got := shown(wb.Sheets[0]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// A broken byte is damage with a line, never mojibake: UTF-8 cut within a
// character is valid GB18030 more often than not.
func TestDamagedText(t *testing.T) {
	table := "序号,任务,进展\n1,推进公开,已经完成\n2,做好解读,正在推进\n"
	cut := []byte(table[:len(table)-2])
	broken := append([]byte(table[:len("序号,任务,进展\n1,推进公开,已")+1]), table[len("序号,任务,进展\n1,推进公开,已")+2:]...)
	wide := utf16LEText("序号,任务\n1,推进公开\n2,做好解读,正在推进\n")
	gb := gbk(t, table)
	gb[len(gb)-2] = 0xff
	for name, c := range map[string]struct {
		data     []byte
		encoding string
		line     string
	}{
		"cut":                {cut, "UTF-8", "第 3 行"},
		"byte lost":          {broken, "UTF-8", "第 2 行"},
		"gbk byte":           {gb, "GB18030", "第 3 行"},
		"with mark":          {append([]byte("\xef\xbb\xbf"), cut...), "UTF-8", "第 3 行"},
		"two bytes of three": {[]byte(table[:len(table)-2]), "UTF-8", "第 3 行"},
		"half surrogate":     {append([]byte("\xff\xfe"), append(wide, 0x00, 0xd8)...), "UTF-16", "第 4 行"},
	} {
		wb := Read("a.csv", c.data, Limits{})
		if wb.Err == nil || wb.Err.Kind != Corrupt || wb.Encoding != c.encoding || !strings.Contains(wb.Err.Message, c.line) {
			t.Errorf("%s: %s %v", name, wb.Encoding, wb.Err)
		} else if got := wb.Sheets[0].At(1, 2); got == nil || got.Text != "任务" {
			t.Errorf("%s: %v", name, shown(wb.Sheets[0]))
		}
	}
	if wb := Read("a.csv", []byte("\x93\xfa\x96{\xff\xfe\x81,\xff\n"), Limits{}); wb.Err == nil {
		t.Errorf("%v", shown(wb.Sheets[0]))
	}
}

func TestDeclaredSeparator(t *testing.T) {
	wb := Read("a.csv", []byte("sep=;\n甲;乙,丙\n"), Limits{})
	if got := shown(wb.Sheets[0]); got != "A2=甲|B2=乙,丙" {
		t.Error(got)
	}
}

func TestLongNumbersStayText(t *testing.T) {
	wb := Read("a.csv", []byte("110105194912310021,0537,12.5\n1,2,3\n"), Limits{})
	for i, want := range []Type{Text, Text, Number} {
		if got := wb.Sheets[0].Cells[i].Type; got != want {
			t.Errorf("%s: %s, want %s", wb.Sheets[0].Cells[i].Text, got, want)
		}
	}
}

func TestPlainText(t *testing.T) {
	src := "附件\n\n\t工作任务\n\t责任单位\n\n\t1．推进公开，做好解读\n\t县财政局\n县公安局\n"
	wb := Read("a.txt", []byte(src), Limits{})
	if wb.Format != "txt" || len(wb.Sheets) != 0 {
		t.Fatalf("%+v", wb)
	}
	var lines []string
	for i, p := range wb.Paragraphs {
		if p.Number != i+1 {
			t.Errorf("line %d is numbered %d", i+1, p.Number)
		}
		lines = append(lines, p.Text)
	}
	if got := strings.Join(lines, "\n") + "\n"; got != src {
		t.Errorf("got %q", got)
	}
}

func TestShortTableInCSV(t *testing.T) {
	wb := Read("a.csv", []byte("县人行2019年上半年进展情况\n填报单位：县人行\n编号,工作任务,完成情况,进展情况\n3（1）,做好信息公开,已完成,已公开\n填报人：张某\n填报日期：2019-07-03\n"), Limits{})
	if wb.Format != "csv" || wb.Sheets[0].At(4, 3).Text != "已完成" {
		t.Errorf("%s", wb.Format)
	}
}

func TestQuoteCutAtTheEnd(t *testing.T) {
	wb := Read("a.csv", []byte("甲,乙\n1,\"一,二\n三"), Limits{})
	if wb.Err == nil || wb.Err.Kind != Corrupt || !strings.Contains(wb.Err.Message, "引号") {
		t.Errorf("%v %v", wb.Err, shown(wb.Sheets[0]))
	}
}

// A text of separators alone costs no more than its limits.
func TestOnlySeparators(t *testing.T) {
	for _, c := range []string{",", "\n", "\t\n", "\"", ";,"} {
		wb := Read("a.csv", []byte("甲,乙\n1,2\n"+strings.Repeat(c, 5_000_000)), Limits{Time: 2e9})
		if wb.Err != nil && wb.Err.Kind == NotATable {
			t.Errorf("%q: %v", c, wb.Err)
		}
	}
}

// A few signs that take two bytes in UTF-8 make no GB18030, nor does a short GBK
// text make UTF-8.
func TestTwoByteTexts(t *testing.T) {
	for text, encoding := range map[string]string{
		"No.,Size\n1,5×3\n": "UTF-8", "A·B,1\n": "UTF-8", "café,Müller\n": "UTF-8", "25°C,±1\n": "UTF-8", "α,β\n": "UTF-8", "Дата,нет\n": "UTF-8",
		"naïveté,Zoë,Ångström\n": "UTF-8", "lǜ,nǚ\n": "UTF-8", "m²,½\n": "UTF-8",
		"联通,1\n": "GB18030", "录取,1\n": "GB18030", "茅台,1\n": "GB18030", "每每,1\n": "GB18030", "1,某\n": "GB18030",
	} {
		data := []byte(text)
		if encoding == "GB18030" {
			data = gbk(t, text)
		}
		wb := Read("a.csv", data, Limits{})
		if wb.Err != nil || wb.Encoding != encoding || len(wb.Sheets) != 1 || !strings.HasPrefix(text, wb.Sheets[0].Cells[0].Text) {
			t.Errorf("%q: %s %v", text, wb.Encoding, wb.Err)
		}
	}
}

// UTF-16 without a byte order mark is recognised where all of it is sound.
func TestUTF16WithoutMark(t *testing.T) {
	swapped := func(b []byte) []byte {
		out := make([]byte, len(b))
		for i := 0; i+1 < len(b); i += 2 {
			out[i], out[i+1] = b[i+1], b[i]
		}
		return out
	}
	table := utf16LEText("序号,任务\r\n一,推进“公开”𬱖\r\n二,5%\r\n")
	for name, data := range map[string][]byte{"little": table, "big": swapped(table)} {
		wb := Read("a.csv", data, Limits{})
		if wb.Err != nil || wb.Encoding != "UTF-16" || shown(wb.Sheets[0]) != "A1=序号|B1=任务|A2=一|B2=推进“公开”𬱖|A3=二|B3=5%" {
			t.Errorf("%s: %s %v", name, wb.Encoding, wb.Err)
		}
	}
	page := utf16LEText("<html><body><table><tr><td>甲</table></html>")
	if wb := Read("a.xls", swapped(page), Limits{}); wb.Err != nil || wb.Format != "html" || shown(wb.Sheets[0]) != "A1=甲" {
		t.Errorf("%s %v", wb.Format, wb.Err)
	}
	for _, data := range []string{"a\x00\x01\x00b\x00", "\x00\xd8a\x00", "a,b\x00\x00\x00c\n", "\x7fELF\x00\x00\x01"} {
		if wb := Read("a.csv", []byte(data), Limits{}); wb.Err == nil || wb.Err.Kind != NotATable {
			t.Errorf("%q: %v", data, wb.Err)
		}
	}
}

func TestNarrowTableUnderTitles(t *testing.T) {
	for text, format := range map[string]string{
		"附件\n县财政局\n2019年工作\n填报说明如下\n任务,进展\n公开,已完成\n":            "csv",
		"附件\n县财政局\n2019年工作\n填报说明如下\n任务\t进展\n公开\t已完成\n解读\t正在做\n": "csv",
		"附件\n第一段,有逗号。\n第二段\n第三段\n第四段\n第五段,也有。\n":                "txt",
		"附件\n第一段,有逗号。\n第二段,也有。\n第三段\n第四段\n第五段\n":                "txt",
	} {
		if wb := Read("a.csv", []byte(text), Limits{}); wb.Format != format {
			t.Errorf("%q: %s", text, wb.Format)
		}
	}
}

// A tag in a field of a csv makes no web page.
func TestMarkupInCSV(t *testing.T) {
	for _, text := range []string{"编号,说明\n1,<table>和<tr>是标签\n", "说明,编号\n\"前,\n<table><tr><td>一</td></tr></table>\",1\n", "<table>,说明\n1,<tr>\n"} {
		if wb := Read("a.csv", []byte(text), Limits{}); wb.Err != nil || wb.Format != "csv" {
			t.Errorf("%q: %s %v", text, wb.Format, wb.Err)
		}
	}
}

// TestSeparatorsAlone: rows of nothing but separators, as a spreadsheet writes
// for rows that are only formatted, and a long introduction keep nothing from
// being a table.
func TestSeparatorsAlone(t *testing.T) {
	rows := "编号,任务,进展,备注\n1,甲,a,\n2,乙,b,\n3,丙,c,\n4,丁,d,\n"
	for name, text := range map[string]string{
		"empty rows":   rows + strings.Repeat(",,,\n", 40),
		"introduction": strings.Repeat("填报说明一行\n", 40) + rows,
	} {
		wb := Read("a.csv", []byte(text), Limits{})
		if wb.Format != "csv" || wb.Err != nil || len(wb.Sheets) != 1 || wb.Sheets[0].At(wb.Sheets[0].Cells[len(wb.Sheets[0].Cells)-1].Row, 2).Text != "丁" {
			t.Errorf("%s: %s %v", name, wb.Format, wb.Err)
		}
	}
}

// TestWholeTexts: a short last line is no cut where it may be meant.
func TestWholeTexts(t *testing.T) {
	rows := "编号,任务,进展,备注\n1,甲,a,\n2,乙,b,\n3,丙,c,\n"
	for _, last := range []string{"填报人：张某", "填报人：张某,2019-07-03", "合计", ",,小计", "4,丁,d,\n", "4,丁\n", "说明", "合计,38", "审核人,张三", "2019年7月3日,云台乡办公室", "张三,2019-07-03", "填报人,张三,审核人", "联系电话,0571-1234567"} {
		if wb := Read("a.csv", []byte(rows+last), Limits{}); wb.Err != nil {
			t.Errorf("%q: %v", last, wb.Err)
		}
	}
}
