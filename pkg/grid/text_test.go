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
		"utf-8":     {[]byte(table), want},
		"bom":       {[]byte("\ufeff" + table), want},
		"gbk":       {gbk(t, table), want},
		"unicom":    {gbk(t, "联通,联通\n"), "A1=联通|B1=联通"},
		"tabs":      {[]byte("甲\t乙\n1\t2\n"), "A1=甲|B1=乙|A2=1|B2=2"},
		"semicolon": {[]byte("甲;乙\n1,5;2\n"), "A1=甲|B1=乙|A2=1,5|B2=2"},
		"literal":   {[]byte("=\"007\",乙\n"), "A1=007|B1=乙"},
		"open":      {[]byte("甲,\"乙\n丙,丁\n"), "A1=甲|B1=\"乙|A2=丙|B2=丁"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.csv", c.data, Limits{})
			if wb.Err != nil || wb.Format != "csv" {
				t.Fatalf("%q %v", wb.Format, wb.Err)
			}
			if got := shown(wb.Sheets[0]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
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
