package grid

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// The two corpora of the benchmarks: a round of returned sheets, and one large sheet.
// Figures are invented.
var (
	returned = sync.OnceValue(func() [][]byte {
		out := make([][]byte, 1000)
		for i := range out {
			out[i] = styledBook(i, 40)
		}
		return out
	})
	large = sync.OnceValue(func() [][]byte { return [][]byte{styledBook(0, 100_000)} })
)

var benchHeader = []string{"序号", "任务", "工作要求", "责任单位", "完成状态", "完成进度", "完成时间", "进展情况", "公开链接", "存在问题", "下一步措施", "备注"}

// styledBook is a form as a unit returns it: 12 columns, borders and wrapped
// text, numbers, per cent and dates beside Chinese text.
func styledBook(seed, rows int) []byte {
	f := excelize.NewFile()
	thin := []excelize.Border{{Type: "left", Style: 1, Color: "000000"}, {Type: "top", Style: 1, Color: "000000"}, {Type: "right", Style: 1, Color: "000000"}, {Type: "bottom", Style: 1, Color: "000000"}}
	style := func(s excelize.Style) int {
		s.Border, s.Alignment = thin, &excelize.Alignment{WrapText: true, Vertical: "center"}
		id, _ := f.NewStyle(&s)
		return id
	}
	text, percent, date := style(excelize.Style{}), style(excelize.Style{NumFmt: 9}), style(excelize.Style{NumFmt: 14})
	w, _ := f.NewStreamWriter("Sheet1")
	w.SetColWidth(2, 3, 40)
	row := make([]any, len(benchHeader))
	for i, h := range benchHeader {
		row[i] = excelize.Cell{StyleID: text, Value: h}
	}
	w.SetRow("A1", row)
	for r := 2; r <= rows; r++ {
		n := seed*rows + r
		values := []any{r - 1, "推进重点领域信息公开", "及时公开财政预决算、重大建设项目和公共资源配置信息", "县财政局", "正在推进", float64(n%100) / 100, 43466 + n%365,
			fmt.Sprintf("公开相关信息%d条，其中政策文件%d件、解读材料%d件，答复群众咨询%d件。", n%97, n%13, n%7, n),
			fmt.Sprintf("http://www.shilixian.example/art/2019/%d.html", n), "", "年底前完成全部公开内容", nil}
		for i, v := range values {
			id := text
			switch i {
			case 5:
				id = percent
			case 6:
				id = date
			}
			row[i] = excelize.Cell{StyleID: id, Value: v}
		}
		w.SetRow(fmt.Sprintf("A%d", r), row)
	}
	w.Flush()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		panic(err)
	}
	return shareStrings(b.Bytes())
}

// shareStrings moves the texts of a streamed sheet into a table, as Excel saves them.
func shareStrings(book []byte) []byte {
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		panic(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	index, table := map[string]int{}, []string{}
	for _, f := range in.File {
		if f.Name == "xl/sharedStrings.xml" {
			continue
		}
		r, _ := f.Open()
		content, _ := io.ReadAll(r)
		if strings.HasPrefix(f.Name, "xl/worksheets/") {
			content = inlineToShared(content, index, &table)
		}
		content = bytes.Replace(content, []byte("</Relationships>"), []byte(`<Relationship Id="rId99" Type="`+relBase+`sharedStrings" Target="sharedStrings.xml"/></Relationships>`), strings.Count(f.Name, "workbook.xml.rels"))
		content = bytes.Replace(content, []byte("</Types>"), []byte(`<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`), 1)
		w, _ := z.Create(f.Name)
		w.Write(content)
	}
	w, _ := z.Create("xl/sharedStrings.xml")
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="%d" uniqueCount="%d">`, len(table), len(table))
	for _, s := range table {
		fmt.Fprintf(w, `<si><t>%s</t></si>`, s)
	}
	io.WriteString(w, `</sst>`)
	z.Close()
	return out.Bytes()
}

func inlineToShared(content []byte, index map[string]int, table *[]string) []byte {
	var out bytes.Buffer
	s := string(content)
	for {
		i := strings.Index(s, ` t="inlineStr"><is><t`)
		if i < 0 {
			out.WriteString(s)
			return out.Bytes()
		}
		out.WriteString(s[:i])
		s = s[i+len(` t="inlineStr"><is><t`):]
		s = s[strings.IndexByte(s, '>')+1:]
		end := strings.Index(s, "</t></is>")
		text := s[:end]
		n, ok := index[text]
		if !ok {
			n = len(*table)
			index[text] = n
			*table = append(*table, text)
		}
		fmt.Fprintf(&out, ` t="s"><v>%d</v>`, n)
		s = s[end+len("</t></is>"):]
	}
}

func each(b *testing.B, books [][]byte, read func([]byte) int) {
	b.Helper()
	size := 0
	for _, x := range books {
		size += len(x)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cells := 0
	b.ResetTimer()
	for b.Loop() {
		cells = 0
		for _, x := range books {
			cells += read(x)
		}
	}
	b.StopTimer()
	runtime.ReadMemStats(&after)
	if cells > 0 {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(cells), "ns/cell")
		b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(b.N)/float64(cells), "allocs/cell")
	}
}

// together reads the files with as many workers as there are cores to use.
func together(b *testing.B, books [][]byte, read func([]byte) int) {
	b.Helper()
	for b.Loop() {
		var wait sync.WaitGroup
		next := make(chan []byte)
		for range runtime.GOMAXPROCS(0) {
			wait.Go(func() {
				for x := range next {
					read(x)
				}
			})
		}
		for _, x := range books {
			next <- x
		}
		close(next)
		wait.Wait()
	}
}

// reportText tells how much memory reading costs for each byte of text in cells.
func reportText(b *testing.B, data []byte) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	wb := Read("x", data, Limits{})
	runtime.ReadMemStats(&after)
	text := 0
	for _, s := range wb.Sheets {
		for i := range s.Cells {
			text += len(s.Cells[i].Text)
		}
	}
	b.ReportMetric(float64(text)/1e6, "textMB")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1e6, "memMB")
}

func readCells(b *testing.B) func([]byte) int {
	return func(data []byte) int {
		wb := Read("x.xlsx", data, Limits{})
		if wb.Err != nil {
			b.Fatal(wb.Err)
		}
		n := 0
		for _, s := range wb.Sheets {
			n += len(s.Cells)
		}
		return n
	}
}

// floor inflates every part that the reader needs and finds the ends of every tag.
func floor(b *testing.B) func([]byte) int {
	inflater := flate.NewReader(nil)
	var xml bytes.Buffer
	return func(data []byte) int {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		tags := 0
		for _, f := range z.File {
			off, _ := f.DataOffset()
			inflater.(flate.Resetter).Reset(bytes.NewReader(data[off:off+int64(f.CompressedSize64)]), nil)
			xml.Reset()
			if _, err := xml.ReadFrom(inflater); err != nil {
				b.Fatal(err)
			}
			tags += countTags(xml.Bytes())
		}
		return tags
	}
}

func countTags(xml []byte) int {
	n := 0
	for {
		i := bytes.IndexByte(xml, '<')
		if i < 0 {
			return n
		}
		xml = xml[i:]
		if i = bytes.IndexByte(xml, '>'); i < 0 {
			return n
		}
		xml = xml[i:]
		n++
	}
}

func readExcelize(b *testing.B) func([]byte) int {
	return func(data []byte) int {
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		n := 0
		for _, name := range f.GetSheetList() {
			rows, err := f.Rows(name)
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
				cols, err := rows.Columns()
				if err != nil {
					b.Fatal(err)
				}
				for _, c := range cols {
					if c != "" {
						n++
					}
				}
			}
		}
		return n
	}
}

func BenchmarkReturned(b *testing.B)         { each(b, returned(), readCells(b)) }
func BenchmarkReturnedFloor(b *testing.B)    { each(b, returned(), floor(b)) }
func BenchmarkReturnedExcelize(b *testing.B) { each(b, returned(), readExcelize(b)) }
func BenchmarkReturnedTogether(b *testing.B) { together(b, returned(), readCells(b)) }
func BenchmarkReturnedExcelizeTogether(b *testing.B) {
	together(b, returned(), readExcelize(b))
}
func BenchmarkLarge(b *testing.B)         { each(b, large(), readCells(b)); reportText(b, large()[0]) }
func BenchmarkLargeFloor(b *testing.B)    { each(b, large(), floor(b)) }
func BenchmarkLargeExcelize(b *testing.B) { each(b, large(), readExcelize(b)) }
