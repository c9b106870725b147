package grid

import (
	"bytes"
	"math/rand"
	"reflect"
	"strings"
	"testing"
)

// sound fails when a reading breaks the promises about cells: in order, unique,
// within the limits, merges not inside out, an error where there is no sheet.
func sound(t *testing.T, wb *Workbook, lim Limits) {
	t.Helper()
	lim = lim.withDefaults()
	n := 0
	for _, s := range wb.Sheets {
		n += len(s.Cells)
		for i := range s.Cells {
			c := &s.Cells[i]
			if c.Row < 1 || c.Col < 1 || c.Row > lim.Row || c.Col > lim.Col {
				t.Fatalf("%d, %d is outside of a sheet", c.Row, c.Col)
			}
			if i > 0 && (s.Cells[i-1].Row > c.Row || s.Cells[i-1].Row == c.Row && s.Cells[i-1].Col >= c.Col) {
				t.Fatalf("%s stands before %s", s.Cells[i-1].Ref(), c.Ref())
			}
			if c.Text == "" && c.Raw == "" && !c.Formula && c.Comment() == "" {
				t.Fatalf("%s is empty", c.Ref())
			}
		}
		for _, m := range s.Merged {
			if m.Row1 < 1 || m.Col1 < 1 || m.Row2 < m.Row1 || m.Col2 < m.Col1 || m.Row2 > lim.Row || m.Col2 > lim.Col {
				t.Fatalf("merge %v", m)
			}
		}
	}
	if n > lim.Cells {
		t.Fatalf("%d cells", n)
	}
	if len(wb.Sheets) == 0 && len(wb.Paragraphs) == 0 && wb.Err == nil {
		t.Fatal("nothing was read, and nothing is told")
	}
}

// readBare calls a reader without the recover of Read, which would hide a panic.
func readBare(data []byte, lim Limits) *Workbook {
	b := newBudget(lim)
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readPackage(data, b)
	}
	return readMarkup(data, b)
}

var fuzzLimits = Limits{Cells: 5000, Text: 1 << 20}

func checkReading(t *testing.T, data []byte) {
	a, b := readBare(data, fuzzLimits), readBare(data, fuzzLimits)
	if !reflect.DeepEqual(a, b) {
		t.Fatal("two readings differ")
	}
	if a != nil {
		sound(t, a, fuzzLimits)
	}
}

// roundTrip writes a random sheet and reads it back.
func roundTrip(t *testing.T, seed int64, write func(*Sheet) []byte) {
	want := randomSheet(rand.New(rand.NewSource(seed)))
	wb := Read("a", write(want), Limits{})
	if wb.Err != nil {
		t.Fatal(wb.Err)
	}
	if got := carried(wb.Sheets[0]); got != carried(want) {
		t.Fatalf("got  %s\nwant %s", got, carried(want))
	}
	if len(want.Merged)+len(wb.Sheets[0].Merged) > 0 && !reflect.DeepEqual(want.Merged, wb.Sheets[0].Merged) {
		t.Fatalf("merges %v, want %v", wb.Sheets[0].Merged, want.Merged)
	}
}

func FuzzODS(f *testing.F) {
	f.Add(odsTable(odsCells(odsText1("甲"), odsNumber("float", "0.5", "50%"))), int64(1))
	f.Add(`<table:table><table:table-row table:number-rows-repeated="9"><table:table-cell table:number-columns-repeated="9" table:number-columns-spanned="2"><text:p>a<text:s text:c="3"/></text:p></table:table-cell></table:table-row></table:table>`, int64(2))
	f.Add(odsTable(odsCells(`<table:table-cell office:value-type="time" office:time-value="PT18H30M05S"><office:annotation><text:p>注</text:p></office:annotation></table:table-cell>`, odsNumber("date", "2019-06-30T12:00:00", "x"), odsNumber("boolean", "true", "真"))), int64(3))
	f.Add(`<table:table table:style-name="hid"><table:table-column table:visibility="collapse" table:number-columns-repeated="3"/><table:table-header-rows><table:table-row table:visibility="filter"><table:covered-table-cell table:formula="of:=1"><text:p><text:a xlink:href="x">y</text:a></text:p></table:covered-table-cell></table:table-row></table:table-header-rows></table:table>`, int64(4))
	f.Fuzz(func(t *testing.T, tables string, seed int64) {
		checkReading(t, fodsOf(tables))
		checkReading(t, bytes.ReplaceAll(fodsOf(tables), []byte("office:spreadsheet"), []byte("office:text")))
		roundTrip(t, seed, func(s *Sheet) []byte { return fodsOf(writeODS(s)) })
	})
}

func FuzzSpreadsheetML(f *testing.F) {
	f.Add(`<Row><Cell ss:MergeAcross="1" ss:MergeDown="2"><Data ss:Type="Number">1</Data></Cell></Row><Row ss:Index="9" ss:Span="2"><Cell ss:Index="3" ss:Formula="=1"/></Row>`, int64(1))
	f.Add(`<Column ss:Hidden="1" ss:Span="3"/><Row ss:Hidden="1"><Cell ss:StyleID="d" ss:HRef="x"><Data ss:Type="DateTime">2019-06-30T00:00:00.000</Data><Comment><ss:Data>注</ss:Data></Comment></Cell></Row>`, int64(2))
	f.Add(`<Row><Cell ss:Index="5"><Data ss:Type="Boolean">1</Data></Cell><Cell ss:Index="2"><ss:Data ss:Type="String"><B>粗</B>细</ss:Data></Cell></Row>`, int64(3))
	f.Fuzz(func(t *testing.T, table string, seed int64) {
		checkReading(t, xmlOf(`<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>`, table))
		roundTrip(t, seed, writeXML)
	})
}

func FuzzHTML(f *testing.F) {
	f.Add(`<table><tr><td rowspan=2>甲<td colspan="3" x:num="0.5">50%<tr><th>乙<br>丙&nbsp;<table><tr><td>内<td>二</table></table>`, int64(1))
	f.Add(`<style>.xl1{mso-number-format:"yyyy\-mm\-dd";}</style><table><col span=2 style="display:none"><tr style='display:none'><td class=xl1 x:num=43646>2019-06-30<td x:str="007"><a href=x>y</a></table>尾`, int64(2))
	f.Add(`<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheet><x:Name>甲</x:Name></x:ExcelWorksheet></x:ExcelWorkbook></xml><![endif]--><table><thead><tr><td rowspan=99></thead><tbody><td>a</table>`, int64(3))
	f.Add("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<table><tr><td>=E7=94=B2</table>\r\n--b--\r\n", int64(4))
	f.Fuzz(func(t *testing.T, page string, seed int64) {
		data := []byte(page)
		if !strings.HasPrefix(page, "MIME") {
			data = append([]byte("<html>"), data...)
		}
		checkReading(t, data)
		roundTrip(t, seed, writeHTML)
	})
}
