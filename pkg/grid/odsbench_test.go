package grid

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// The corpora of BenchmarkReturned and BenchmarkLarge as LibreOffice saves them.
var (
	returnedODS = sync.OnceValue(func() [][]byte {
		out := make([][]byte, 1000)
		for i := range out {
			out[i] = styledODS(i, 40)
		}
		return out
	})
	largeODS = sync.OnceValue(func() [][]byte { return [][]byte{styledODS(0, 100_000)} })
)

// styledODS holds the cells of styledBook.
func styledODS(seed, rows int) []byte {
	var b strings.Builder
	text := func(s string) {
		fmt.Fprintf(&b, `<table:table-cell table:style-name="ce1" office:value-type="string" calcext:value-type="string"><text:p>%s</text:p></table:table-cell>`, s)
	}
	b.WriteString(`<table:table-row table:style-name="ro1">`)
	for _, h := range benchHeader {
		text(h)
	}
	b.WriteString(`<table:table-cell table:number-columns-repeated="16372"/></table:table-row>`)
	for r := 2; r <= rows; r++ {
		n := seed*rows + r
		fmt.Fprintf(&b, `<table:table-row table:style-name="ro2"><table:table-cell table:style-name="ce1" office:value-type="float" office:value="%d" calcext:value-type="float"><text:p>%d</text:p></table:table-cell>`, r-1, r-1)
		for _, s := range []string{"推进重点领域信息公开", "及时公开财政预决算、重大建设项目和公共资源配置信息", "县财政局", "正在推进"} {
			text(s)
		}
		day, month := 1+n%28, 1+n%12
		fmt.Fprintf(&b, `<table:table-cell table:style-name="ce2" office:value-type="percentage" office:value="%g" calcext:value-type="percentage"><text:p>%d%%</text:p></table:table-cell>`, float64(n%100)/100, n%100)
		fmt.Fprintf(&b, `<table:table-cell table:style-name="ce3" office:value-type="date" office:date-value="2019-%02d-%02d" calcext:value-type="date"><text:p>2019/%d/%d</text:p></table:table-cell>`, month, day, month, day)
		text(fmt.Sprintf("公开相关信息%d条，其中政策文件%d件、解读材料%d件，答复群众咨询%d件。", n%97, n%13, n%7, n))
		text(fmt.Sprintf("http://www.shilixian.example/art/2019/%d.html", n))
		b.WriteString(`<table:table-cell table:style-name="ce1"/>`)
		text("年底前完成全部公开内容")
		b.WriteString(`<table:table-cell table:number-columns-repeated="16373"/></table:table-row>`)
	}
	var t testing.B
	return odsOf(&t, odsTable(b.String()))
}

func BenchmarkODS(b *testing.B) {
	b.Run("returned", func(b *testing.B) { each(b, returnedODS(), readCells(b)) })
	b.Run("large", func(b *testing.B) { each(b, largeODS(), readCells(b)) })
}
