package grid

import (
	"fmt"
	"math/rand"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// xmlWriter spells XML: plainly, as Excel does, or in one of the many other ways
// that mean the same.
type xmlWriter struct {
	r     *rand.Rand
	plain bool
}

func (w *xmlWriter) attr(name, value string) string {
	if w.plain {
		return fmt.Sprintf(` %s="%s"`, name, value)
	}
	quote := []string{`"`, `'`}[w.r.Intn(2)]
	blank := []string{" ", "\n", "\t ", "  "}[w.r.Intn(4)]
	return blank + name + []string{"=", " = "}[w.r.Intn(2)] + quote + value + quote
}

func (w *xmlWriter) text(s string) string {
	if w.plain || w.r.Intn(3) > 0 {
		return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\n", []string{"\n", "\r\n", "_x000D_\n", "&#10;"}[w.choose(4)]).Replace(s)
	}
	if w.r.Intn(2) == 0 {
		return "<![CDATA[" + s + "]]>"
	}
	var b strings.Builder
	for _, c := range s {
		fmt.Fprintf(&b, "&#x%x;", c)
	}
	return b.String()
}

func (w *xmlWriter) choose(n int) int {
	if w.plain {
		return 0
	}
	return w.r.Intn(n)
}

func (w *xmlWriter) between() string {
	return []string{"", "", "\n  ", "<!-- > -->", "<?x y?>"}[w.choose(5)]
}

// rich spells a text as one run or several, with phonetic runs in between.
func (w *xmlWriter) rich(s string) string {
	cut := []rune(s)
	if len(cut) < 2 || w.choose(3) == 0 {
		return "<t>" + w.text(s) + "</t>"
	}
	at := 1 + w.r.Intn(len(cut)-1)
	return "<r><rPr><b/></rPr><t>" + w.text(string(cut[:at])) + "</t></r><rPh sb='0' eb='1'><t>pin</t></rPh><r><t>" + w.text(string(cut[at:])) + "</t></r>"
}

// randomXlsx makes a workbook out of a seed, and what the reader must give.
func randomXlsx(t testing.TB, seed int64, plain bool) ([]byte, []Cell) {
	r := rand.New(rand.NewSource(seed))
	w := &xmlWriter{rand.New(rand.NewSource(seed + 1)), plain}
	var strs, sheet strings.Builder
	var texts []string
	for range 1 + r.Intn(30) {
		s := strings.TrimRight(strings.TrimLeft(randomText(r), "\n"), "\n")
		texts = append(texts, s)
		strs.WriteString("<si>" + w.rich(s) + "</si>")
	}
	var want []Cell
	row := 0
	sheet.WriteString("<sheetData>")
	for range r.Intn(40) {
		row += 1 + r.Intn(3)
		col := 0
		sheet.WriteString(w.between() + "<row" + w.attr("r", strconv.Itoa(row)) + ">")
		for range r.Intn(15) {
			col += 1 + r.Intn(4)
			c := Cell{Row: row, Col: col}
			sheet.WriteString(w.between() + w.cell(r, &c, texts))
			if c.Text != "" || c.Formula {
				want = append(want, c)
			}
		}
		sheet.WriteString("</row>")
	}
	sheet.WriteString("</sheetData>")
	return xlsxOf(t, sheet.String(), strs.String(), ""), want
}

// cell spells a cell, and fills in what it must read as.
func (w *xmlWriter) cell(r *rand.Rand, c *Cell, texts []string) string {
	body, kind := "", ""
	if r.Intn(4) == 0 {
		c.Formula = true
		body = "<f>A1</f>"
	}
	switch r.Intn(6) {
	case 0:
		i := r.Intn(len(texts))
		kind = "s"
		setText(c, texts[i])
		body += fmt.Sprintf("<v>%d</v>", i)
	case 1:
		kind = "str"
		setText(c, texts[r.Intn(len(texts))])
		body += "<v>" + w.text(c.Text) + "</v>"
	case 2:
		kind, c.Formula = "inlineStr", false
		setText(c, texts[r.Intn(len(texts))])
		body = "<is>" + w.rich(c.Text) + "</is>"
	case 3:
		kind = "b"
		c.Type, c.Raw, c.Text = Bool, "1", "TRUE"
		body += "<v>1</v>"
	case 4:
		c.Type = Number
		v := r.NormFloat64() * 1000
		if r.Intn(2) == 0 {
			v = float64(r.Intn(100000))
		}
		c.Raw, c.Text = strconv.FormatFloat(v, 'f', -1, 64), string(appendGeneral(nil, v))
		body += "<v>" + c.Raw + "</v>"
	case 5:
		c.Unstored = c.Formula
	}
	attrs := []string{w.attr("r", c.Ref()), w.attr("s", "0")}
	if kind != "" {
		attrs = append(attrs, w.attr("t", kind))
	}
	if !w.plain {
		w.r.Shuffle(len(attrs), func(i, j int) { attrs[i], attrs[j] = attrs[j], attrs[i] })
	}
	tag := "<c" + strings.Join(attrs, "")
	if body == "" && w.choose(2) == 0 {
		return tag + "/>"
	}
	return tag + ">" + body + "</c>"
}

func verifyRandomXlsx(t *testing.T, seed int64) {
	t.Helper()
	for _, plain := range []bool{true, false} {
		data, want := randomXlsx(t, seed, plain)
		wb := Read("a.xlsx", data, Limits{})
		if wb.Err != nil {
			t.Fatalf("seed %d, plain %v: %v", seed, plain, wb.Err)
		}
		got := wb.Sheets[0].Cells
		if len(got) != len(want) {
			t.Fatalf("seed %d, plain %v: %d cells, want %d", seed, plain, len(got), len(want))
		}
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Fatalf("seed %d, plain %v: got %+v, want %+v", seed, plain, got[i], want[i])
			}
		}
	}
}

// However the same sheet is spelled, it reads the same.
func TestXlsxRandom(t *testing.T) {
	for seed := range int64(300) {
		verifyRandomXlsx(t, seed)
	}
}

func FuzzXlsxRoundTrip(f *testing.F) {
	f.Add(int64(1))
	f.Fuzz(func(t *testing.T, seed int64) { verifyRandomXlsx(t, seed) })
}

// FuzzSheetXML puts any XML where a sheet stands: reading never panics, is the
// same twice, ends within the limits, and one way of scanning agrees with the other.
func FuzzSheetXML(f *testing.F) {
	f.Add(`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c></row></sheetData>`)
	f.Add(`<sheetData><row><c t="inlineStr"><is><t>甲</t></is></c><c><f>A1</f></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`)
	f.Add(`<cols><col min="1" max="2" hidden="1"/></cols><hyperlinks><hyperlink ref="A1" location="x"/></hyperlinks>`)
	f.Add(`<sheetData><row><c y="&"><v>1</v></c><c y="&"/></row></sheetData>`)
	f.Fuzz(func(t *testing.T, xml string) {
		read := func(slow bool) (*Sheet, error) {
			book := &book{pack: &pack{budget: newBudget(Limits{Cells: 5000})}, strings: []string{"甲"}, formats: formatTable{ids: []int{0, 9, 14}}}
			r := &sheetReader{book: book, sheet: &Sheet{}, s: &scanner{b: []byte("<worksheet>" + xml + "</worksheet>")}, sorted: true, slow: slow}
			err := r.run()
			if !r.sorted {
				r.sheet.sortCells()
			}
			return r.sheet, err
		}
		fast, err := read(false)
		slow, err2 := read(true)
		if (err == nil) != (err2 == nil) || err == nil && !reflect.DeepEqual(fast, slow) {
			t.Fatalf("%v %v\n%s\n%s", err, err2, carried(fast), carried(slow))
		}
		for i := 1; i < len(fast.Cells); i++ {
			if !before(&fast.Cells[i-1], &fast.Cells[i]) {
				t.Fatalf("%s stands before %s", fast.Cells[i-1].Ref(), fast.Cells[i].Ref())
			}
		}
	})
}
