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
