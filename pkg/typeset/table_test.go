package typeset

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"zwgk/pkg/document"
)

func setTable(t *testing.T, tab document.Table) []*page {
	t.Helper()
	return setPages(t, &document.Document{Blocks: []document.Block{tab}})
}

func pageText(p *page) string {
	var b strings.Builder
	for _, l := range linesOf(p) {
		b.WriteString(l.text + "\n")
	}
	return b.String()
}

func TestHeaderComesAgainAndRowsStayWhole(t *testing.T) {
	tab := document.Table{Caption: "表名", Header: []string{"序号", "内容"}, Widths: []float64{1, 6}}
	for i := range 40 {
		tab.Rows = append(tab.Rows, []string{fmt.Sprintf("第%d行", i), fmt.Sprintf("始%d", i) + strings.Repeat("内容", 40) + fmt.Sprintf("终%d", i)})
	}
	ps := setTable(t, tab)
	if len(ps) < 3 {
		t.Fatalf("%d pages", len(ps))
	}
	for i, p := range ps {
		text := pageText(p)
		if strings.Count(text, "序号") != 1 {
			t.Errorf("page %d has %d headers", i+1, strings.Count(text, "序号"))
		}
		for k := range tab.Rows {
			start, end := strings.Contains(text, fmt.Sprintf("始%d内", k)), strings.Contains(text, fmt.Sprintf("终%d\n", k))
			if start != end {
				t.Errorf("row %d is split at page %d", k, i+1)
			}
		}
	}
}

func TestRowTallerThanAPageIsSplitAndKept(t *testing.T) {
	long := prose(3000)
	ps := setTable(t, document.Table{Header: []string{"序号", "内容"}, Widths: []float64{1, 3}, Rows: [][]string{{"1", long}}})
	got := ""
	for _, p := range ps {
		got += strings.NewReplacer("序号", "", "内容", "", "\n", "").Replace(pageText(p))
	}
	if got != "1"+long && strings.Replace(got, "1", "", 1) != long {
		t.Errorf("%d characters of %d on %d pages", len([]rune(got)), len([]rune(long)), len(ps))
	}
}

func TestCaptionStaysWithItsTable(t *testing.T) {
	for n := 10; n < 23; n++ {
		d := &document.Document{}
		for range n {
			d.Blocks = append(d.Blocks, document.Paragraph{Text: "一行"})
		}
		tab := document.Table{Caption: "表名", Header: []string{"甲", "乙"}}
		for range 30 {
			tab.Rows = append(tab.Rows, []string{"格", "格"})
		}
		d.Blocks = append(d.Blocks, document.Heading{Level: 2, Text: "（一）标题"}, tab)
		for i, p := range setPages(t, d) {
			text := pageText(p)
			if (strings.Contains(text, "标题") || strings.Contains(text, "表名")) && strings.Count(text, "格格") < 2 {
				t.Errorf("%d lines before: page %d ends with %q", n, i+1, text[max(0, len(text)-60):])
			}
		}
	}
}

func TestColumnsHoldNumbersAndWords(t *testing.T) {
	tab := document.Table{Header: []string{"序号", "单位", "得分", "完成占比", "说明"}, Widths: []float64{1, 1, 1, 1, 40},
		Rows: [][]string{{"1", "县财政局", "100.00", "85.0%", prose(60)}, {"12", "县教育和体育局", "98.50", "100.0%", prose(90)}}}
	for _, shares := range [][]float64{tab.Widths, nil} {
		tab.Widths = shares
		text := ""
		for _, p := range setTable(t, tab) {
			text += pageText(p)
		}
		for _, whole := range []string{"序号", "完成占比", "100.00", "85.0%", "县财政局", "县教育和体育局"} {
			if !strings.Contains(text, whole) {
				t.Errorf("%q is broken (shares %v)", whole, shares)
			}
		}
	}
}

func TestColumnWidthsAddUp(t *testing.T) {
	for _, c := range []struct{ wish, low, high []float64 }{
		{[]float64{1, 1}, []float64{10, 10}, nil},
		{[]float64{1, 100}, []float64{30, 10}, nil},
		{[]float64{0, 0}, []float64{1, 1}, nil},
		{[]float64{5, 50}, []float64{1, 1}, []float64{20, 30}},
		{[]float64{1e-9, 1e9}, []float64{90, 30}, nil},
	} {
		sum := 0.0
		for _, w := range columnWidths(156, c.wish, c.low, c.high) {
			if !(w > 0) {
				t.Errorf("%v: width %v", c, w)
			}
			sum += w
		}
		if math.Abs(sum-156) > 0.01 {
			t.Errorf("%v: sum %v", c, sum)
		}
	}
}

func TestManyColumnsShrink(t *testing.T) {
	for _, columns := range []int{8, 14, 30, 200} {
		tab := document.Table{}
		for i := range columns {
			tab.Header = append(tab.Header, fmt.Sprintf("指标%d", i))
		}
		tab.Rows = [][]string{tab.Header}
		p := setTable(t, tab)[0]
		right := 0.0
		for _, r := range p.rules {
			right = math.Max(right, r.x1)
		}
		if math.Abs(right-leftMargin-blockWidth) > 0.01 {
			t.Errorf("%d columns end at %.2f", columns, right)
		}
	}
}

func TestOddTablesAndCharts(t *testing.T) {
	nan := math.NaN()
	d := &document.Document{Blocks: []document.Block{
		document.Table{}, document.Table{Caption: "空表"}, document.Table{Header: []string{"只有表头"}}, document.Table{Rows: [][]string{{}, {"甲"}, {"乙", "丙", "丁"}}},
		document.Table{Header: []string{"甲"}, Widths: []float64{nan}, Align: []string{"odd", "x", "y"}, Rows: [][]string{nil, {""}, {"\n\n"}}},
		document.Chart{}, document.Chart{Caption: "空图", Max: nan}, document.Chart{Labels: []string{"甲"}, Values: []float64{nan, -1, math.Inf(1), 5}, Max: -3},
		document.Chart{Labels: []string{strings.Repeat("很长的名称", 300)}, Values: []float64{2}, Texts: []string{strings.Repeat("9", 300)}, Max: 1},
		document.Heading{}, document.Paragraph{}, nil,
	}}
	got := ""
	for _, p := range setPages(t, d) {
		got += strings.ReplaceAll(pageText(p), "\n", "")
		for _, b := range p.bars {
			if !(b.w >= 0) || b.x+b.w > leftMargin+blockWidth+1 {
				t.Errorf("bar %v", b)
			}
		}
	}
	if n := strings.Count(got, "很"); n != 300 {
		t.Errorf("%d of 300 kept", n)
	}
}

func TestChartSplitsOverPages(t *testing.T) {
	c := document.Chart{Caption: "得分", Max: 100}
	for i := range 70 {
		c.Labels = append(c.Labels, fmt.Sprintf("单位%d", i))
		c.Values = append(c.Values, float64(i))
		c.Texts = append(c.Texts, fmt.Sprintf("%d分", i))
	}
	ps := setPages(t, &document.Document{Blocks: []document.Block{c}})
	bars := 0
	for _, p := range ps {
		for _, b := range p.bars {
			if b.grey == barGrey {
				bars++
			}
			if b.y+b.h > topMargin+blockHeight {
				t.Errorf("bar at %.1f", b.y)
			}
		}
	}
	if len(ps) != 3 || bars != 70 {
		t.Errorf("%d bars on %d pages", bars, len(ps))
	}
}
