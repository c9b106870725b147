package grid

import (
	"reflect"
	"strings"
	"testing"
)

func textResult(kind byte) []byte { return []byte{kind, 0, 0, 0, 0, 0, 0xFF, 0xFF} }

func TestXLSCells(t *testing.T) {
	str := rec(recString, long("文本"))
	cases := map[string]struct {
		records []byte
		want    string
	}{
		"shared text":    {join(rec(recLabelSST, 0, 0, 0, uint32(0)), rec(recLabelSST, 2, 1, 0, uint32(1))), "A1=甲|B3=乙"},
		"own text":       {join(rec(recLabel, 0, 0, 0, long("甲乙")), rec(recLabel, 0, 1, 0, long("abc\r\nd"))), "A1=甲乙|B1=abc\nd"},
		"rich text":      {rec(recRString, 0, 0, 0, long("甲乙"), 1, 0, 5), "A1=甲乙"},
		"beyond BMP":     {rec(recLabel, 0, 0, 0, long("𬱖𠮷")), "A1=𬱖𠮷"},
		"number":         {rec(recNumber, 0, 0, 0, 0.1), "A1=0.1 number"},
		"negative zero":  {rec(recRK, 0, 0, 0, uint32(0x80000000)), "A1=0 number"},
		"format":         {rec(recNumber, 0, 0, 1, 1.005), "A1=1.01(1.005) number"},
		"no such style":  {rec(recNumber, 0, 0, 99, 7.5), "A1=7.5 number"},
		"rk":             {join(rec(recRK, 0, 0, 0, rkOf(-5)), rec(recRK, 0, 1, 0, rkOf(1234)|1), rec(recRK, 0, 2, 0, uint32(0x3FF00000)), rec(recRK, 0, 3, 0, uint32(0x40590001))), "A1=-5 number|B1=12.34 number|C1=1 number|D1=1 number"},
		"mulrk":          {rec(recMulRK, 4, 1, 0, rkOf(1), 1, rkOf(2), 2), "B5=1 number|C5=2.00(2) number"},
		"date":           {join(rec(recRK, 0, 0, 2, rkOf(43646)), rec(recRK, 0, 1, 3, rkOf(43646))), "A1=2019/6/30(2019-06-30) date|B1=2019年6月30日(2019-06-30) date"},
		"bool and error": {join(rec(recBoolErr, 0, 0, 0, byte(1), byte(0)), rec(recBoolErr, 0, 1, 0, byte(0), byte(0)), rec(recBoolErr, 0, 2, 0, byte(0x2A), byte(1))), "A1=TRUE(1) bool|B1=FALSE(0) bool|C1=#N/A error"},
		"no number":      {rec(recNumber, 0, 0, 0, nan()), "A1=#NUM! error"},
		"formula":        {join(formulaRec(0, 0, 0, packed(2.5)), formulaRec(0, 1, 2, packed(43646.0))), "A1=2.5 number formula|B1=2019/6/30(2019-06-30) date formula"},
		"formula text":   {join(formulaRec(0, 0, 0, textResult(0)), str), "A1=文本 formula"},
		"shared formula": {join(formulaRec(0, 0, 0, textResult(0)), rec(0x04BC, make([]byte, 10)), str, formulaRec(1, 0, 0, textResult(0)), rec(0x0221, make([]byte, 14)), str, formulaRec(2, 0, 0, textResult(0)), rec(0x0236, make([]byte, 16)), str), "A1=文本 formula|A2=文本 formula|A3=文本 formula"},
		"formula kinds":  {join(formulaRec(0, 0, 0, []byte{1, 0, 1, 0, 0, 0, 0xFF, 0xFF}), formulaRec(0, 1, 0, []byte{2, 0, 7, 0, 0, 0, 0xFF, 0xFF}), formulaRec(0, 2, 0, textResult(3))), "A1=TRUE(1) bool formula|B1=#DIV/0! error formula|C1= formula"},
		"long text":      {join(formulaRec(0, 0, 0, textResult(0)), rec(recString, 6, byte(1), wide("甲乙")), rec(recContinue, byte(0), "ab"), rec(recContinue, byte(1), wide("丙丁"))), "A1=甲乙ab丙丁 formula"},
		"picture":        {join(formulaRec(0, 0, 0, textResult(0)), rec(recString, long(`=DISPIMG("ID_0A",1)`))), `A1=［图片］(=DISPIMG("ID_0A",1)) formula`},
		"empty":          {join(rec(recLabel, 0, 0, 0, long("")), rec(0x0201, 0, 1, 0), rec(recLabelSST, 0, 2, 0, uint32(0))), "C1=甲"},
		"last counts":    {join(rec(recRK, 1, 1, 0, rkOf(1)), rec(recRK, 0, 0, 0, rkOf(2)), rec(recRK, 1, 1, 0, rkOf(3))), "A1=2 number|B2=3 number"},
		"hidden":         {join(rec(recColInfo, 1, 2, 0, 0, 1, 0), rec(recRow, 1, 0, 4, 0, 0, 0, byte(0x20), byte(0), 0), rec(recMulRK, 0, 0, 0, rkOf(1), 0, rkOf(2), 1), rec(recRK, 1, 0, 0, rkOf(3))), "A1=1 number|B1=2 number hidden|A2=3 number hidden"},
		"chart inside":   {join(rec(recRK, 0, 0, 0, rkOf(1)), rec(recBOF, 0x600, 0x20, 0, 0, uint32(0), uint32(0)), rec(recRK, 5, 5, 0, rkOf(9)), rec(recEOF), rec(recRK, 1, 0, 0, rkOf(2))), "A1=1 number|A2=2 number"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.xls", oneSheet(t, c.records), Limits{})
			if wb.Err != nil || wb.Format != "xls" {
				t.Fatalf("%q %v", wb.Format, wb.Err)
			}
			if got := every(wb); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestXLSSharedStrings(t *testing.T) {
	at := func(i int) []byte { return rec(recLabelSST, 0, i, 0, uint32(i)) }
	cases := map[string]struct {
		sst  []byte
		want string
	}{
		"cut in a text, with a fresh option byte": {join(rec(recSST, uint32(2), uint32(2), 4, byte(1), wide("甲乙")), rec(recContinue, byte(0), "ab", 1, byte(0), "c")), "A1=甲乙ab|B1=c"},
		"cut between texts":                       {join(rec(recSST, uint32(2), uint32(2), long("甲")), rec(recContinue, long("乙"))), "A1=甲|B1=乙"},
		"cut in the head":                         {join(rec(recSST, uint32(2), uint32(2), long("甲"), byte(1)), rec(recContinue, byte(0), byte(0), "b")), "A1=甲|B1=b"},
		"rich and phonetic":                       {rec(recSST, uint32(2), uint32(2), 1, byte(0x0D), 1, uint32(6), wide("甲"), 0, 0, "abcdef", long("乙")), "A1=甲|B1=乙"},
		"runs go on in the next record":           {join(rec(recSST, uint32(2), uint32(2), 1, byte(9), 2, wide("甲"), 0, 0), rec(recContinue, 1, 1, long("乙"))), "A1=甲|B1=乙"},
		"counts too large":                        {rec(recSST, uint32(0xFFFFFFFF), uint32(0xFFFFFFFF), long("甲"), long("乙")), "A1=甲|B1=乙"},
		"counts too small":                        {rec(recSST, uint32(0), uint32(1), long("甲"), long("乙")), "A1=甲|B1=乙"},
		"last text without its runs":              {rec(recSST, uint32(2), uint32(2), long("甲"), 1, byte(9), 5, wide("乙")), "A1=甲|B1=乙"},
		"long":                                    {sstOf(strings.Repeat("甲", 5000), strings.Repeat("a", 9000)), "A1=" + strings.Repeat("甲", 5000) + "|B1=" + strings.Repeat("a", 9000)},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			book := sheetOf(at(0), at(1))
			book.sst = c.sst
			wb := Read("a.xls", xlsOf(t, book), Limits{})
			if wb.Err != nil || every(wb) != c.want {
				t.Errorf("%v\ngot  %.200s\nwant %.200s", wb.Err, every(wb), c.want)
			}
		})
	}
}

func TestXLSWorkbook(t *testing.T) {
	one := rec(recRK, 0, 0, 0, rkOf(1))
	book := xlsBook{globals: rec(recDateMode, 1), styles: []int{164},
		sheets: []xlsSheet{{name: "填报表", records: one}, {name: "H", state: 1, records: one}, {name: "V", state: 2, records: join(one, rec(recMergeCells, 2, 0, 1, 0, 3, 4, 4, 255, 255))},
			{name: "图", kind: 2, substream: 0x20, records: one}, {name: "宏", kind: 1, substream: 0x40, records: one}}}
	book.globals = join(book.globals, rec(recFormat, 164, long(`yyyy"年"m"月"d"日"`)))
	wb := Read("a.xls", xlsOf(t, book), Limits{})
	if wb.Err != nil || len(wb.Sheets) != 3 {
		t.Fatalf("%v %d", wb.Err, len(wb.Sheets))
	}
	for i, want := range []string{"填报表 true", "H false", "V false"} {
		s := wb.Sheets[i]
		if got := s.Name + map[bool]string{true: " true", false: " false"}[s.Visible]; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := every(&Workbook{Sheets: wb.Sheets[:1]}); got != "A1=1904年1月2日(1904-01-02) date" {
		t.Error(got)
	}
	if want := []Range{{1, 1, 2, 4}, {5, 256, 5, 256}}; !reflect.DeepEqual(wb.Sheets[2].Merged, want) {
		t.Error(wb.Sheets[2].Merged)
	}
}

func TestXLSLinksAndComments(t *testing.T) {
	const version = 2
	class := strings.Repeat("\x01", 16)
	link := func(row int, flags uint32, rest ...any) []byte {
		return rec(recHLink, row, row, 0, 0, class, uint32(version), flags, packed(rest...))
	}
	counted := func(s string) []byte { return packed(uint32(len(wide(s))/2+1), wide(s+"\x00")) }
	address := wide("http://www.example.gov.cn/\x00")
	file := packed(fileMoniker, 1, uint32(6), "a.xls\x00", 0xFFFF, 0xDEAD, make([]byte, 20), uint32(16), uint32(10), 3, wide("甲.xls"))
	text := rec(recTxO, make([]byte, 10), 3, 16, uint32(0))
	cells := make([][]byte, 6)
	for i := range cells {
		cells[i] = rec(recRK, i, 0, 0, rkOf(i))
	}
	wb := Read("a.xls", oneSheet(t, join(cells...),
		link(0, 0x17, counted("网站"), urlMoniker, uint32(len(address)), address),
		link(1, 0x08, counted("填报表!A1")),
		link(2, 0x01, file),
		link(3, 0x101, counted(`\\server\甲`)),
		link(4, 0x0B, urlMoniker, uint32(len(address)), address, counted("top")),
		rec(recObj, 0x15, 18, 0x19, 7, make([]byte, 14)), text, rec(recContinue, byte(1), wide("批")), rec(recContinue, byte(0), "ab"), rec(recContinue, make([]byte, 16)),
		rec(recNote, 5, 0, 0, 7, long("某人"), byte(0))), Limits{})
	want := "A1=0 number →http://www.example.gov.cn/|A2=1 number →#填报表!A1|A3=2 number →..\\甲.xls|" +
		"A4=3 number →\\\\server\\甲|A5=4 number →http://www.example.gov.cn/#top|A6=5 number #批ab"
	if got := every(wb); wb.Err != nil || got != want {
		t.Errorf("%v\ngot  %s\nwant %s", wb.Err, got, want)
	}
}

func TestXLS5(t *testing.T) {
	name := string(gbk(t, "填报表"))
	label := func(row int, text string) []byte {
		b := gbk(t, text)
		return rec(recLabel, row, 0, 0, len(b), b)
	}
	result := gbk(t, "公式")
	records := join(label(0, "示例县"), rec(recRString, 1, 0, 0, 2, gbk(t, "乙"), byte(1), byte(0), byte(0)), rec(recRK, 2, 0, 1, rkOf(43646)),
		formulaRec(3, 0, 0, textResult(0)), rec(recString, len(result), result),
		rec(recNote, 0, 0, 4, gbk(t, "批注")), rec(recNote, 0xFFFF, 0, 2, "ab"))
	book := xlsBook{version: 0x500, styles: []int{0, 164}, globals: join(rec(recCodePage, 936), rec(recFormat, 164, byte(8), "yyyy-m-d")), sheets: []xlsSheet{{name: name, records: records}}}
	want := "A1=示例县 #批注ab|A2=乙|A3=2019-6-30(2019-06-30) date|A4=公式 formula"
	for _, page := range []int{936, 0} {
		book.globals = rec(recFormat, 164, byte(8), "yyyy-m-d")
		if page != 0 {
			book.globals = join(rec(recCodePage, page), book.globals)
		}
		wb := Read("a.xls", compoundOf(t, stream{"Book", book.stream()}), Limits{})
		if got := every(wb); wb.Err != nil || got != want || wb.Sheets[0].Name != "填报表" {
			t.Errorf("%d %v\ngot  %s\nwant %s", page, wb.Err, got, want)
		}
	}
}

func nan() float64 { var zero float64; return zero / zero }
