package typeset

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/document"
)

func setPages(t testing.TB, doc *document.Document) []*page {
	t.Helper()
	f := testFaces(t)
	out := pages(f.compose(doc))
	f.folios(out)
	return out
}

// printedLine is what stands on one baseline.
type printedLine struct {
	y, x, right float64
	text        string
	style       style
}

// linesOf gives the lines of a page without its number.
func linesOf(p *page) []printedLine {
	var out []printedLine
	for _, r := range p.runs {
		if r.style == folioStyle {
			continue
		}
		end := r.x
		for _, c := range r.runes {
			end += r.face.width(r.face.glyph(c))*r.style.em() + r.space
		}
		n := len(out)
		if n == 0 || math.Abs(out[n-1].y-r.y) > 0.01 {
			out = append(out, printedLine{y: r.y, x: r.x, style: r.style})
			n++
		}
		out[n-1].text += string(r.runes)
		out[n-1].right = end
	}
	return out
}

func prose(n int) string {
	return strings.Repeat("政务公开工作任务落实情况评估报告", n/16+1)[:3*n]
}

func paragraphs(texts ...string) *document.Document {
	d := &document.Document{}
	for _, s := range texts {
		d.Blocks = append(d.Blocks, document.Paragraph{Text: s})
	}
	return d
}

func TestPageHolds22LinesOf28Characters(t *testing.T) {
	ps := setPages(t, paragraphs(prose(28*22*2-2)))
	if len(ps) != 2 {
		t.Fatalf("%d pages", len(ps))
	}
	for n, p := range ps {
		ls := linesOf(p)
		if len(ls) != linesPerPage {
			t.Fatalf("page %d: %d lines", n+1, len(ls))
		}
		for i, l := range ls {
			want := charsPerLine
			if n == 0 && i == 0 {
				want -= 2
			}
			if got := len([]rune(l.text)); got != want || math.Abs(l.right-leftMargin-blockWidth) > 0.01 {
				t.Errorf("page %d line %d: %d characters up to %.3f", n+1, i+1, got, l.right)
			}
		}
	}
}

func TestLinesStayInTheBlock(t *testing.T) {
	for _, p := range setPages(t, sampleReport()) {
		right, bottom := p.frame.x+p.frame.width, p.frame.y+p.frame.height
		for _, l := range linesOf(p) {
			over := 0.0
			if rs := []rune(l.text); halfBlank[rs[len(rs)-1]] {
				over = l.style.em() / 2
			}
			if l.x < p.frame.x-0.01 || l.right-over > right+0.1 || l.y > bottom || l.y < p.frame.y {
				t.Errorf("%q at %.2f–%.2f, %.2f leaves the block", l.text, l.x, l.right, l.y)
			}
		}
	}
}

func TestHeadingIsNeverLast(t *testing.T) {
	for n := 1; n <= 2*linesPerPage; n++ {
		d := &document.Document{}
		for range n {
			d.Blocks = append(d.Blocks, document.Paragraph{Text: "一行"})
		}
		d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: "一、标题"}, document.Heading{Level: 2, Text: "（一）标题"}, document.Paragraph{Text: prose(100)})
		ps := setPages(t, d)
		for i, p := range ps {
			ls := linesOf(p)
			for k, l := range ls {
				if strings.Contains(l.text, "标题") && i < len(ps)-1 && len(ls)-k < 3 {
					t.Errorf("%d lines before: heading %q is line %d of %d", n, l.text, k+1, len(ls))
				}
			}
		}
	}
}

func TestNoLineOfAParagraphStandsAlone(t *testing.T) {
	for n := 15; n <= 22; n++ {
		d := &document.Document{}
		for range n {
			d.Blocks = append(d.Blocks, document.Paragraph{Text: "一行"})
		}
		d.Blocks = append(d.Blocks, document.Paragraph{Text: prose(28 * 5)})
		for i, p := range setPages(t, d) {
			long := 0
			for _, l := range linesOf(p) {
				if l.text != "一行" {
					long++
				}
			}
			if long == 1 {
				t.Errorf("%d lines before: one line alone on page %d", n, i+1)
			}
		}
	}
}

func TestSignatureIsNotAlone(t *testing.T) {
	for n := 10; n <= 50; n++ {
		d := &document.Document{From: "示例县人民政府办公室", Date: "2019-07-05"}
		for range n {
			d.Blocks = append(d.Blocks, document.Paragraph{Text: "一行"})
		}
		ps := setPages(t, d)
		last := linesOf(ps[len(ps)-1])
		if len(last) < 3 || last[len(last)-1].text != "2019年7月5日" || last[len(last)-2].text != d.From || last[len(last)-3].text != "一行" {
			t.Errorf("%d lines: last page is %v", n, last)
		}
	}
}

func TestSignaturePlace(t *testing.T) {
	ps := setPages(t, &document.Document{From: "示例县人民政府办公室", Date: "2019年7月15日", Blocks: []document.Block{
		document.Paragraph{Text: "正文"}, document.PageBreak{}, document.Paragraph{Text: "附件1", NoIndent: true}, document.Paragraph{Text: "后文"}}})
	ls := linesOf(ps[0])
	if len(ps) != 2 || len(ls) != 3 {
		t.Fatalf("the signature should stand before the attachment: %v", ls)
	}
	free := 4 * blockWidth / charsPerLine
	if math.Abs(ls[2].right-(leftMargin+blockWidth-free)) > 0.1 || math.Abs(ls[1].x+ls[1].right-ls[2].x-ls[2].right) > 0.1 {
		t.Errorf("date ends at %.2f; name %.2f–%.2f over %.2f–%.2f", ls[2].right, ls[1].x, ls[1].right, ls[2].x, ls[2].right)
	}
}

func TestPageNumbers(t *testing.T) {
	d := paragraphs(prose(28 * 22 * 2))
	d.Blocks = append(d.Blocks, document.Table{Wide: true, Header: []string{"甲"}}, document.Paragraph{Text: "完"})
	ps := setPages(t, d)
	em := folioStyle.em()
	for i, p := range ps {
		first := p.runs[slices.IndexFunc(p.runs, func(r run) bool { return r.style == folioStyle })]
		last := p.runs[len(p.runs)-1]
		end := last.x
		for _, c := range last.runes {
			end += last.face.width(last.face.glyph(c)) * em
		}
		switch odd := i%2 == 0; {
		case p.frame.landscape != (i == 3):
			t.Errorf("page %d: landscape is %v", i+1, p.frame.landscape)
		case p.frame.landscape: // page 4, even: at the top of the left edge
			if !first.turned || math.Abs(first.y-(leftMargin+em)) > 0.01 || first.x > landscape.x-folioBelow {
				t.Errorf("page %d: number at %.2f %.2f", i+1, first.x, first.y)
			}
		case odd && math.Abs(end-(leftMargin+blockWidth-em)) > 0.01, !odd && math.Abs(first.x-leftMargin-em) > 0.01:
			t.Errorf("page %d: number %.2f–%.2f", i+1, first.x, end)
		case first.y < topMargin+blockHeight+folioBelow:
			t.Errorf("page %d: number at height %.2f", i+1, first.y)
		}
	}
	if len(ps) != 5 {
		t.Errorf("%d pages", len(ps))
	}
}

func TestRandomDocumentsStayInTheirBlocks(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 60 {
		d := &document.Document{Title: prose(r.Intn(40)), From: "署名", Date: "2019-07-15"}
		for range r.Intn(25) {
			d.Blocks = append(d.Blocks, randomBlock(r))
		}
		for i, p := range setPages(t, d) {
			ls := linesOf(p)
			if len(ls) == 0 {
				t.Fatalf("page %d is empty", i+1)
			}
			for _, l := range ls {
				if l.y > p.frame.y+p.frame.height+0.01 || l.y < p.frame.y {
					t.Errorf("%q at height %.2f", l.text, l.y)
				}
			}
			for _, l := range p.rules {
				if l.y2 > p.frame.y+p.frame.height+0.01 || l.x2 > p.frame.x+p.frame.width+0.01 {
					t.Errorf("rule to %.2f %.2f", l.x2, l.y2)
				}
			}
		}
	}
}

func randomBlock(r *rand.Rand) document.Block {
	switch r.Intn(7) {
	case 0:
		return document.Heading{Level: 1 + r.Intn(3), Text: "一、" + prose(r.Intn(40))}
	case 1:
		return document.PageBreak{}
	case 2, 3:
		tab := document.Table{Caption: "表", Wide: r.Intn(2) == 0, Header: []string{"序号", "内容", "说明"}[:1+r.Intn(3)]}
		for range r.Intn(30) {
			tab.Rows = append(tab.Rows, []string{"1", "甲" + prose(r.Intn(20)), "乙" + prose(r.Intn(400))})
		}
		return tab
	case 4:
		c := document.Chart{Caption: "图", Max: 100}
		for range r.Intn(40) {
			c.Labels, c.Values, c.Texts = append(c.Labels, "丙"+prose(r.Intn(30))), append(c.Values, r.Float64()*120), append(c.Texts, "90.00")
		}
		return c
	}
	return document.Paragraph{Text: "丁" + prose(r.Intn(800)), NoIndent: r.Intn(5) == 0}
}

func TestPageBreaksMakeNoEmptyPage(t *testing.T) {
	br := document.PageBreak{}
	ps := setPages(t, &document.Document{Blocks: []document.Block{br, br, document.Paragraph{Text: "甲"}, br, br, nil,
		document.Table{Wide: true, Header: []string{"乙"}}, br, document.Paragraph{Text: "丙"}, br}})
	var got []string
	for _, p := range ps {
		got = append(got, linesOf(p)[0].text)
	}
	if fmt.Sprint(got) != "[甲 乙 丙]" {
		t.Errorf("pages %v", got)
	}
}

func TestTitles(t *testing.T) {
	f := testFaces(t)
	for title, want := range map[string]string{
		"关于开展政务公开工作考核的通知":                        "关于开展政务公开工作考核的通知",
		"示例县2019年上半年政务公开工作任务落实情况评估报告":            "示例县2019年上半年政务公开|工作任务落实情况评估报告",
		"县人力资源社会保障局2019年上半年政务公开工作情况":             "县人力资源社会保障局|2019年上半年政务公开工作情况",
		"示例县人民政府办公室关于印发《示例县2019年政务公开工作任务分解表》的通知": "示例县人民政府办公室关于印发|《示例县2019年政务公开工作任务分解表》|的通知",
	} {
		g := f.shape(title, titleStyle)
		tx := widths(g, titleStyle)
		var got []string
		for _, s := range titleLines(tx, titleStyle.em(), blockWidth) {
			got = append(got, string(tx.runes[s.from:s.to]))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: %s", title, strings.Join(got, "|"))
		}
	}
}

func TestLongerTitleWordsComeFirst(t *testing.T) {
	for i, w := range titleWords {
		for _, later := range titleWords[i+1:] {
			if strings.HasPrefix(later, w) {
				t.Errorf("%s hides %s", w, later)
			}
		}
	}
}
