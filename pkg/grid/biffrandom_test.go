package grid

import (
	"bytes"
	"fmt"
	"math/rand"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// randomBook makes a workbook of one sheet, and what the reader must give for it.
func randomBook(r *rand.Rand) (book xlsBook, want []Cell) {
	book.styles = []int{0}
	for range 1 + r.Intn(40) {
		book.strings = append(book.strings, randomText(r))
	}
	var records []byte
	row, col := 0, -1
	for range r.Intn(200) {
		if col += 1 + r.Intn(3); col > 200 || r.Intn(5) == 0 {
			row, col = row+1+r.Intn(300), r.Intn(3)
		}
		if row > 65000 {
			break
		}
		c := Cell{Row: row + 1, Col: col + 1}
		more := randomCell(r, book, &c)
		if records = append(records, more...); c.Text != "" || c.Formula {
			want = append(want, c)
		}
	}
	book.sheets = []xlsSheet{{name: "填报表", records: records}}
	return book, want
}

func randomText(r *rand.Rand) string {
	letters := []rune("甲乙丙丁、。 abcXYZ019é\n𬱖")
	n := r.Intn(12)
	if r.Intn(30) == 0 {
		n = 9000 // longer than a record
	}
	out := make([]rune, n)
	latin := r.Intn(3) == 0
	for i := range out {
		out[i] = letters[r.Intn(len(letters))]
		if latin {
			out[i] = rune('a' + r.Intn(26))
		}
	}
	return string(out)
}

// randomCell gives the records of a cell, and fills in what it must read as.
func randomCell(r *rand.Rand, book xlsBook, c *Cell) []byte {
	row, col := c.Row-1, c.Col-1
	number := func(v float64) {
		c.Type, c.Raw = Number, strconv.FormatFloat(v, 'f', -1, 64)
		c.Text = string(appendGeneral(nil, v))
	}
	switch r.Intn(7) {
	case 0:
		i := r.Intn(len(book.strings))
		setText(c, book.strings[i])
		return rec(recLabelSST, row, col, 0, uint32(i))
	case 1:
		text := randomText(r)
		if len(text) > 1000 {
			text = text[:0]
		}
		setText(c, text)
		return rec(recLabel, row, col, 0, long(text))
	case 2:
		v := float64(r.Intn(1<<30)) / float64(1+r.Intn(1000))
		number(v)
		return rec(recNumber, row, col, 0, v)
	case 3:
		n := r.Intn(1<<29) - 1<<28
		number(float64(n))
		return rec(recRK, row, col, 0, rkOf(n))
	case 4:
		b := byte(r.Intn(2))
		setBoolErr(c, b, false)
		return rec(recBoolErr, row, col, 0, b, byte(0))
	case 5:
		c.Formula = true
		text := randomText(r)
		if len(text) > 1000 {
			text = text[:0]
		}
		setText(c, text)
		return join(formulaRec(row, col, 0, textResult(0)), rec(recString, long(text)))
	}
	c.Formula = true
	v := r.NormFloat64()
	number(v)
	return formulaRec(row, col, 0, packed(v))
}

func verifyRandom(t *testing.T, seed int64) {
	t.Helper()
	book, want := randomBook(rand.New(rand.NewSource(seed)))
	stream := book.stream()
	wb := readBIFF(stream, newBudget(Limits{}))
	if wb.Err != nil || len(wb.Sheets) != 1 {
		t.Fatalf("seed %d: %v", seed, wb.Err)
	}
	got := wb.Sheets[0].Cells
	if len(got) != len(want) {
		t.Fatalf("seed %d: %d cells, want %d", seed, len(got), len(want))
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("seed %d: got %+v, want %+v", seed, got[i], want[i])
		}
	}
}

func TestXLSRandom(t *testing.T) {
	for seed := range int64(300) {
		verifyRandom(t, seed)
	}
}

// Wherever a workbook is cut, it is told, unless nothing is missing.
func TestXLSCutAnywhere(t *testing.T) {
	book, _ := randomBook(rand.New(rand.NewSource(7)))
	whole := book.stream()
	want := every(Read("a.xls", whole, Limits{}))
	for n := 8; n < len(whole); n++ {
		if wb := Read("a.xls", whole[:n], Limits{}); wb.Err == nil && every(wb) != want {
			t.Fatalf("cut at %d of %d: no error, and cells are lost", n, len(whole))
		}
	}
}

func FuzzXLSRoundTrip(f *testing.F) {
	f.Add(int64(1))
	f.Fuzz(func(t *testing.T, seed int64) { verifyRandom(t, seed) })
}

// FuzzXLS reads workbook streams and compound files without the recover of Read:
// no panic, the same twice, cells in order and within the limits.
func FuzzXLS(f *testing.F) {
	for seed := range int64(20) { // small ones only: a mutation of them is worth more
		book, _ := randomBook(rand.New(rand.NewSource(seed)))
		if stream := book.stream(); len(stream) < 4000 {
			f.Add(stream)
		}
	}
	f.Add(xorBook())
	f.Add(rc4Book(defaultPassword))
	f.Add(cryptoAPIBook(128))
	f.Add(rec(0x0409, 0, 0x10, 0))
	f.Add(compoundOf(f, stream{"Workbook", sheetOf(rec(recLabelSST, 0, 0, 0, uint32(0))).stream()}, stream{"\x05SummaryInformation", summaryOf(936, packed(uint32(0x1E), uint32(2), "a\x00"))}))
	f.Add(compoundOf(f, agileOf(f, []byte("PK"), defaultPassword, "SHA1", 1, 128)...))
	f.Add(sheetOf(rec(recHLink, 0, 0, 0, 0, make([]byte, 16), uint32(2), uint32(3), urlMoniker, uint32(4), wide("a\x00")),
		rec(recObj, 0x15, 18, 0x19, 7, make([]byte, 14)), rec(recTxO, make([]byte, 10), 3, 16, uint32(0)), rec(recContinue, byte(0), "abc"),
		rec(recNote, 0, 0, 0, 7, long("a"), byte(0)), rec(recRK, 0, 0, 0, rkOf(1)), rec(recMergeCells, 1, 0, 1, 0, 1), rec(recColInfo, 0, 1, 0, 0, 1, 0)).stream())
	lim := Limits{Cells: 5000, Row: 60000, Text: 1 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		read := func() *Workbook {
			if bytes.HasPrefix(data, oleMagic) {
				return readOLE(data, newBudget(lim))
			}
			return readBIFF(data, newBudget(lim))
		}
		a, b := read(), read()
		if !reflect.DeepEqual(a, b) {
			t.Fatal("two readings differ")
		}
		if a.Err == nil && len(a.Sheets) == 0 && a.Format == "xls" && !strings.Contains(string(data), "\x85\x00") {
			t.Fatal("no sheets and no error")
		}
		for _, s := range a.Sheets {
			verifyCells(t, s, lim)
		}
	})
}

func verifyCells(t *testing.T, s *Sheet, lim Limits) {
	t.Helper()
	for i := range s.Cells {
		c := &s.Cells[i]
		switch {
		case i > 0 && !(s.Cells[i-1].Row < c.Row || s.Cells[i-1].Row == c.Row && s.Cells[i-1].Col < c.Col):
			t.Fatalf("%s stands before %s", s.Cells[i-1].Ref(), c.Ref())
		case c.Row < 1 || c.Row > lim.Row || c.Col < 1 || c.Col > 256:
			t.Fatalf("row %d, column %d", c.Row, c.Col)
		case c.Text == "" && c.Raw == "" && c.Comment() == "" && !c.Formula:
			t.Fatalf("%s is empty", c.Ref())
		}
	}
	for _, m := range s.Merged {
		if m.Row1 < 1 || m.Col1 < 1 || m.Row2 < m.Row1 || m.Col2 < m.Col1 || m.Col2 > 256 {
			t.Fatalf("merge %+v", m)
		}
	}
}

func BenchmarkXLS(b *testing.B) {
	for _, rows := range []int{40, 60000} {
		data := benchXLS(b, rows)
		b.Run(fmt.Sprintf("%dx12", rows), func(b *testing.B) { benchRead(b, data, rows*12) })
		x := benchXLSX(b, rows)
		b.Run(fmt.Sprintf("%dx12-as-xlsx", rows), func(b *testing.B) { benchRead(b, x, rows*12) })
	}
}

func benchRead(b *testing.B, data []byte, cells int) {
	b.ReportAllocs()
	for b.Loop() {
		if wb := Read("a", data, Limits{}); wb.Err != nil || len(wb.Sheets[0].Cells) != cells {
			b.Fatal(wb.Err, len(wb.Sheets[0].Cells))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(cells), "ns/cell")
}

// benchXLS and benchXLSX hold the same: in each row 9 texts, 2 numbers and a date.
func benchXLS(b *testing.B, rows int) []byte {
	book := xlsBook{styles: []int{0, 2, 14}}
	var cells []byte
	for i := range 500 {
		book.strings = append(book.strings, fmt.Sprintf("第%d项工作的进展情况", i))
	}
	for r := range rows {
		for c := range 9 {
			cells = append(cells, rec(recLabelSST, r, c, 0, uint32((r*9+c)%500))...)
		}
		cells = append(cells, rec(recMulRK, r, 9, 0, rkOf(r), 1, rkOf(r*7), 10)...)
		cells = append(cells, rec(recRK, r, 11, 2, rkOf(43000+r%900))...)
	}
	book.sheets = []xlsSheet{{name: "填报表", records: cells}}
	return xlsOf(b, book)
}

func benchXLSX(b *testing.B, rows int) []byte {
	var sheet, strs strings.Builder
	for i := range 500 {
		fmt.Fprintf(&strs, "<si><t>第%d项工作的进展情况</t></si>", i)
	}
	sheet.WriteString("<sheetData>")
	for r := range rows {
		fmt.Fprintf(&sheet, `<row r="%d">`, r+1)
		for c := range 9 {
			fmt.Fprintf(&sheet, `<c r="%s" t="s"><v>%d</v></c>`, Ref(r+1, c+1), (r*9+c)%500)
		}
		fmt.Fprintf(&sheet, `<c r="J%d"><v>%d</v></c><c r="K%d" s="1"><v>%d</v></c><c r="L%d" s="2"><v>%d</v></c></row>`, r+1, r, r+1, r*7, r+1, 43000+r%900)
	}
	sheet.WriteString("</sheetData>")
	return xlsxOf(b, sheet.String(), strs.String(), `<cellXfs><xf numFmtId="0"/><xf numFmtId="2"/><xf numFmtId="14"/></cellXfs>`)
}
