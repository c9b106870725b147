package grid

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// randomTable makes rows of texts, each with at least two columns and a header
// that nobody can take for another separator's.
func randomTable(r *rand.Rand) [][]string {
	cols := 2 + r.Intn(8)
	table := [][]string{make([]string, cols)}
	for i := range cols {
		table[0][i] = fmt.Sprintf("栏目%d", i+1)
	}
	for range 1 + r.Intn(20) {
		row := make([]string, cols)
		for i := range row {
			if r.Intn(4) > 0 {
				row[i] = strings.Trim(randomText(r), "\n")
			}
		}
		row[0] = "第" + row[0]
		table = append(table, row)
	}
	return table
}

func wantCells(table [][]string) string {
	s := &Sheet{}
	for i, row := range table {
		for j, text := range row {
			if text != "" {
				s.Cells = append(s.Cells, Cell{Row: i + 1, Col: j + 1, Text: text})
			}
		}
	}
	return shown(s)
}

// A table that the standard library writes as CSV reads back, with any separator
// and in any encoding.
func verifyRandomCSV(t *testing.T, seed int64) {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	table := randomTable(r)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = []rune(",;\t")[r.Intn(3)]
	w.UseCRLF = r.Intn(2) == 0
	w.WriteAll(table)
	text := b.String()
	data := [][]byte{[]byte(text), []byte("\ufeff" + text), gbk(t, text), append([]byte("\xff\xfe"), utf16LEText(text)...)}[r.Intn(4)]
	wb := Read("a.csv", data, Limits{})
	if wb.Err != nil || len(wb.Sheets) != 1 || shown(wb.Sheets[0]) != wantCells(table) {
		t.Fatalf("seed %d: %v\n%q", seed, wb.Err, text)
	}
}

// A table written as a Word document reads back, in whatever runs, paragraphs
// and containers its texts are.
func verifyRandomDocx(t *testing.T, seed int64) {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	table := randomTable(r)
	var b strings.Builder
	b.WriteString(para("前言") + "<w:tbl>")
	for _, row := range table {
		b.WriteString("<w:tr>")
		for _, text := range row {
			b.WriteString(randomWordCell(r, text))
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>" + para("后记"))
	wb := Read("a.docx", docxOf(t, b.String()), Limits{})
	want := slices.Clone(table)
	for i, row := range want { // blank texts are no cells, line breaks at the ends go
		want[i] = slices.Clone(row)
		for j, text := range row {
			if want[i][j] = strings.Trim(text, "\n"); strings.TrimSpace(text) == "" {
				want[i][j] = ""
			}
		}
	}
	if wb.Err != nil || len(wb.Sheets) != 1 || shown(wb.Sheets[0]) != wantCells(want) || len(wb.Paragraphs) != 2 {
		t.Fatalf("seed %d: %v\ngot  %s\nwant %s", seed, wb.Err, shown(wb.Sheets[0]), wantCells(want))
	}
}

func randomWordCell(r *rand.Rand, text string) string {
	var b strings.Builder
	b.WriteString("<w:tc><w:tcPr/>")
	for _, line := range strings.Split(text, "\n") {
		b.WriteString("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>")
		for _, c := range line {
			run := "<w:r><w:t xml:space=\"preserve\">" + string(c) + "</w:t></w:r>"
			switch r.Intn(6) {
			case 0:
				run = "<w:ins>" + run + "</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
			case 1:
				run = "<w:sdt><w:sdtContent>" + run + "</w:sdtContent></w:sdt>"
			}
			b.WriteString(run)
		}
		b.WriteString("</w:p>")
	}
	b.WriteString("</w:tc>")
	return b.String()
}

func TestTextRandom(t *testing.T) {
	for seed := range int64(100) {
		verifyRandomCSV(t, seed)
		verifyRandomDocx(t, seed)
	}
}

func FuzzTextRoundTrip(f *testing.F) {
	f.Add(int64(1))
	f.Fuzz(func(t *testing.T, seed int64) {
		verifyRandomCSV(t, seed)
		verifyRandomDocx(t, seed)
	})
}
