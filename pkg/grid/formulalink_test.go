package grid

import (
	"strings"
	"testing"
)

func TestFormulaLink(t *testing.T) {
	for formula, want := range map[string]string{
		`HYPERLINK("http://a.example/1","查看")`:           "http://a.example/1",
		`=hyperlink( " http://a.example/1 " )`:           "http://a.example/1",
		`of:=HYPERLINK("http://a.example/1";"查看")`:       "http://a.example/1",
		`_xlfn.HYPERLINK("http://a.example/?q=""x""",1)`: `http://a.example/?q="x"`,
		`HYPERLINK("http://a.example/"&A1,"查看")`:         "",
		`HYPERLINK(B2,"查看")`:                             "B2",
		`of:=HYPERLINK([.$B$2];"查看")`:                    "B2",
		`HYPERLINK(IF(A1,"x","y"))`:                      "",
		`HYPERLINK("open`:                                "",
		`SUM(1)`:                                         "",
		"":                                               "",
	} {
		target, cell := formulaLink(formula)
		if got := target + cell; got != want {
			t.Errorf("%s: %q", formula, got)
		}
	}
}

// TestLinksOfFormulas: the address stands in the formula, whatever the format.
func TestLinksOfFormulas(t *testing.T) {
	const address = "http://a.example/?a=1"
	text := func(s string) []byte { return packed(byte(0x17), byte(len(s)), byte(0), s) }
	formula := func(tokens ...[]byte) []byte {
		all := join(tokens...)
		return rec(recFormula, 0, 0, 0, []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 0, uint32(0), len(all), all)
	}
	for name, c := range map[string]struct {
		file string
		data []byte
	}{
		"xlsx": {"a.xlsx", xlsxOf(t, `<sheetData><row r="1"><c r="A1" t="str"><f>HYPERLINK("http://a.example/?a=1","查看")</f><v>查看</v></c></row></sheetData>`, "", "")},
		"xlsx by reference": {"a.xlsx", xlsxOf(t, `<sheetData><row r="1"><c r="A1" t="str"><f>HYPERLINK($C$1,"查看")</f><v>查看</v></c><c r="C1" t="str"><v>`+
			address+`</v></c></row></sheetData>`, "", "")},
		"xls": {"a.xls", oneSheet(t, formula(text(address), text("x"), packed(byte(0x42), byte(2), 359)), rec(recString, long("查看")))},
		"ods": {"a.ods", odsOf(t, `<table:table table:name="a"><table:table-row><table:table-cell table:formula="of:=HYPERLINK(&quot;http://a.example/?a=1&quot;;&quot;查看&quot;)" office:value-type="string"><text:p>查看</text:p></table:table-cell></table:table-row></table:table>`)},
		"SpreadsheetML": {"a.xls", []byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>` +
			`<Cell ss:Formula="=HYPERLINK(&quot;http://a.example/?a=1&quot;,&quot;查看&quot;)"><Data ss:Type="String">查看</Data></Cell></Row></Table></Worksheet></Workbook>`)},
	} {
		wb := Read(c.file, c.data, Limits{})
		if wb.Err != nil {
			t.Errorf("%s: %v", name, wb.Err)
			continue
		}
		if cell := wb.Sheets[0].At(1, 1); cell == nil || cell.Text != "查看" || cell.Link() != address {
			t.Errorf("%s: %+v", name, cell)
		}
	}
}

// TestXLSKeepsWhatIsNotShown: a number that its format hides, and a comment on an
// empty cell, are there.
func TestXLSKeepsWhatIsNotShown(t *testing.T) {
	book := xlsBook{styles: []int{0, 164}, globals: rec(recFormat, 164, long(";;;")), sheets: []xlsSheet{{name: "a", records: join(
		rec(recNumber, 0, 0, 1, 7.0), rec(recNumber, 1, 0, 0, 8.0), rec(recObj, 0x15, 18, 0x19, 7, make([]byte, 14)), rec(recTxO, make([]byte, 10), 2, 16, uint32(0)), rec(recContinue, byte(1), wide("空格")),
		rec(recNote, 4, 2, 0, 7, long("某人"), byte(0)))}}}
	wb := Read("a.xls", xlsOf(t, book), Limits{})
	if wb.Err != nil {
		t.Fatal(wb.Err)
	}
	s := wb.Sheets[0]
	if c := s.At(1, 1); c == nil || c.Text != "" || c.Raw != "7" {
		t.Errorf("a hidden number: %+v", c)
	}
	if c := s.At(5, 3); c == nil || !strings.Contains(c.Comment(), "空格") {
		t.Errorf("a comment on an empty cell: %+v", c)
	}
}
