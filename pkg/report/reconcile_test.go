package report

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zwgk/pkg/document"
	"zwgk/pkg/value"

	"github.com/shopspring/decimal"
)

// forbidden are the marks of a text that went wrong.
var forbidden = regexp.MustCompile(`<no value>|\{\{|\}\}|\{[a-z_]+\}|[^0-9.]0(家|项次|个文件|份)|，。|。。|：。|、、|，，|（）|“”|%!|\x01|\x02|\x03|\x04`)

func TestNothingGoneWrong(t *testing.T) {
	for name, in := range rounds(t) {
		for part, text := range texts(t, in) {
			if m := forbidden.FindString(text); m != "" {
				t.Errorf("%s/%s holds %q:\n%s", name, part, m, text)
			}
			for _, line := range strings.Split(text, "\n") {
				if strings.ContainsAny(line[:min(len(line), 3)], "，。") || strings.HasPrefix(line, "　　，") || strings.HasPrefix(line, "　　。") {
					t.Errorf("%s/%s: a line begins with %q", name, part, line)
				}
			}
			if len(value.PrivateNumbers(text)) > 0 {
				t.Errorf("%s/%s holds a private number", name, part)
			}
		}
	}
}

var named = regexp.MustCompile(`[涉及。，中]?([^，。；：]*?)等(\d+)家单位`)

// Every 等N家单位 follows N names.
func TestNamesCount(t *testing.T) {
	for name, in := range rounds(t) {
		for part, text := range texts(t, in) {
			for _, m := range named.FindAllStringSubmatch(text, -1) {
				n, _ := strconv.Atoi(m[2])
				if got := strings.Count(m[1], "、") + 1; got != n {
					t.Errorf("%s/%s: %d names in %q", name, part, got, m[0])
				}
			}
		}
	}
}

func tableOf(t *testing.T, d *document.Document, caption string) document.Table {
	t.Helper()
	for _, b := range d.Blocks {
		if tab, ok := b.(document.Table); ok && tab.Caption == caption {
			return tab
		}
	}
	t.Fatalf("no table %q", caption)
	return document.Table{}
}

func cells(tab document.Table, head string) []string {
	i := slices.Index(tab.Header, head)
	var out []string
	for _, r := range tab.Rows {
		out = append(out, r[i])
	}
	return out
}

func sum(cells []string) decimal.Decimal {
	total := decimal.Zero
	for _, c := range cells {
		total = total.Add(number(c))
	}
	return total
}

func body(d *document.Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		if p, ok := block.(document.Paragraph); ok {
			b.WriteString(p.Text + "\n")
		}
	}
	return b.String()
}

func TestReportReconciles(t *testing.T) {
	for name, in := range rounds(t) {
		if len(in.Scores.Units) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			d, err := Assessment(in)
			if err != nil {
				t.Fatal(err)
			}
			units := len(in.Scores.Units)
			bandsOfAllUnits(t, tableOf(t, d, "各组等次分布"), units)

			scores := tableOf(t, d, "得分表")
			if len(scores.Rows) != units {
				t.Errorf("%d rows of scores for %d units", len(scores.Rows), units)
			}
			lost := in.Scheme.Total.Mul(decimal.NewFromInt(int64(units))).Sub(sum(cells(scores, "合计")))
			if lost.IsPositive() {
				got := sum(cells(tableOf(t, d, "扣分明细表"), "扣分"))
				for _, b := range d.Blocks {
					if tab, ok := b.(document.Table); ok && tab.Caption == "加分明细表" {
						got = got.Sub(sum(cells(tab, "加分")))
					}
				}
				if !got.Equal(lost) {
					t.Errorf("the deductions add up to %s, the scores lack %s", got, lost)
				}
			}
			itemsAddUp(t, tableOf(t, d, "任务完成情况表（单位数）"), body(d), in)
		})
	}
}

func bandsOfAllUnits(t *testing.T, bands document.Table, units int) {
	t.Helper()
	for _, r := range bands.Rows {
		if n := sum(r[2 : len(r)-1]); !n.Equal(number(r[1])) {
			t.Errorf("bands add up to %s: %v", n, r)
		}
	}
	if last := bands.Rows[len(bands.Rows)-1]; last[1] != itoa(units) {
		t.Errorf("bands of %s units, there are %d", last[1], units)
	}
}

func itemsAddUp(t *testing.T, items document.Table, prose string, in Input) {
	t.Helper()
	required := 0
	for _, u := range in.Ledger.Units {
		required += len(u.Required)
	}
	last := items.Rows[len(items.Rows)-1]
	if last[2] != itoa(required) || !strings.Contains(prose, "应报"+last[2]+"项次") {
		t.Errorf("%s required, there are %d", last[2], required)
	}
	for i := 2; i < len(last); i++ {
		if n := sum(cells(items, items.Header[i])).Sub(number(last[i])); !n.Equal(number(last[i])) {
			t.Errorf("column %s adds up to %s, its total is %s", items.Header[i], n, last[i])
		}
	}
	for _, r := range items.Rows {
		if !sum(r[4:]).Equal(number(r[2])) || !number(r[3]).Add(number(r[9])).Equal(number(r[2])) {
			t.Errorf("row does not add up: %v", r)
		}
	}
}

func TestSharesOfProse(t *testing.T) {
	share := regexp.MustCompile(`占(\d+\.\d)%`)
	for name, in := range rounds(t) {
		d, err := Assessment(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range strings.Split(body(d), "\n") {
			var list []string
			for _, m := range share.FindAllStringSubmatch(p, -1) {
				list = append(list, m[1])
			}
			if len(list) > 1 && !sum(list).Equal(decimal.NewFromInt(100)) {
				t.Errorf("%s: shares add up to %s in %q", name, sum(list), p)
			}
		}
	}
}

func TestShares(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   string
	}{{[]int{1, 1, 1}, "33.4 33.3 33.3"}, {[]int{0, 0}, "0.0 0.0"}, {[]int{7}, "100.0"}, {[]int{2, 1}, "66.7 33.3"}, {nil, ""}, {[]int{999, 1}, "99.9 0.1"}} {
		if got := strings.Join(shares(c.counts), " "); got != c.want {
			t.Errorf("shares(%v) = %s", c.counts, got)
		}
	}
}

func FuzzShares(f *testing.F) {
	f.Add(1, 2, 3, 4)
	f.Fuzz(func(t *testing.T, a, b, c, d int) {
		counts := []int{a & 0xffff, b & 0xffff, c & 0xffff, d & 0xffff}
		total := counts[0] + counts[1] + counts[2] + counts[3]
		got := shares(counts)
		if total > 0 && !sum(got).Equal(decimal.NewFromInt(100)) {
			t.Fatalf("%v: %v", counts, got)
		}
		for i, n := range counts {
			if total > 0 && number(got[i]).Sub(decimal.NewFromInt(int64(n*100)).Div(decimal.NewFromInt(int64(total)))).Abs().GreaterThan(decimal.RequireFromString("0.1")) {
				t.Fatalf("%v: %v", counts, got)
			}
		}
	})
}

// The same input gives the same text, and quotes are the units' own words.
func TestQuotesWordForWord(t *testing.T) {
	in := round(t, mixed()...)
	d, err := Assessment(in)
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	for _, e := range in.Ledger.Entries {
		written[e.Unit+e.ProgressText] = true
	}
	v := New(in).view()
	n := 0
	for _, ch := range v.ByChapter {
		for _, q := range ch.Quotes {
			n++
			if !written[q.Unit+q.Text] || !strings.Contains(body(d), "“"+q.Text+"”") {
				t.Errorf("%+v", q)
			}
		}
	}
	if n == 0 {
		t.Error("nothing is quoted")
	}
	again, _ := Assessment(in)
	if shown(again) != shown(d) {
		t.Error("two runs differ")
	}
}

func TestPrivateTextsAreNotQuoted(t *testing.T) {
	in := round(t, good)
	for i := range in.Ledger.Entries {
		in.Ledger.Entries[i].ProgressText = fmt.Sprintf("已公开便民服务指南，联系人手机%s，全年受理咨询若干件。", []string{"13812345678", "138******78"}[i%2])
	}
	d, err := Assessment(in)
	if err != nil || strings.Contains(body(d), "联系人手机") {
		t.Errorf("%v\n%s", err, body(d))
	}
}

// Every row of the table of chapters adds up to what had to be reported.
func TestChaptersAddUp(t *testing.T) {
	seen := 0
	for name, in := range rounds(t) {
		doc, err := Assessment(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range doc.Blocks {
			tab, ok := b.(document.Table)
			if !ok || !strings.HasPrefix(tab.Caption, "各章任务完成情况") {
				continue
			}
			last := slices.Index(tab.Header, "未报")
			for _, row := range tab.Rows {
				seen++
				sum := 0
				for _, cell := range row[2 : last+1] {
					n, _ := strconv.Atoi(cell)
					sum += n
				}
				if row[1] != strconv.Itoa(sum) {
					t.Errorf("%s: %v does not add up to %s", name, row[2:last+1], row[1])
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no table of chapters")
	}
}
