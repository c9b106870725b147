package typeset

import (
	"math"
	"math/rand"
	"strings"
	"testing"
)

// plainText has squares of width 1 and everything else of width 0.5.
func plainText(s string) text {
	t := text{runes: []rune(s)}
	for _, r := range t.runes {
		w := 0.5
		if isSquare(r) || isWide(r) || r == '　' {
			w = 1
		}
		t.widths = append(t.widths, w)
	}
	return t
}

func broken(s string, width, squeeze float64) string {
	t := plainText(s)
	var out []string
	for _, l := range breakLines(t, measure{width, width, squeeze}) {
		out = append(out, string(t.runes[l.from:l.to]))
	}
	return strings.Join(out, "|")
}

func TestBreakLines(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  string
	}{
		{"", 4, ""},
		{"   ", 4, ""},
		{"一二三四五", 4, "一二三四|五"},
		{"一二三四，五", 4, "一二三|四，五"},          // no line begins with a comma
		{"一二三（四五）", 4, "一二三|（四五）"},        // or ends with a bracket
		{"一二三“四五”六", 4, "一二三|“四五”|六"},     // or with a quotation mark
		{"一二三四。”五", 4, "一二三|四。”五"},        // two marks in a row
		{"完成率85.0%以上", 5, "完成率|85.0%以上"},  // a number stays whole
		{"完成率８５．０％以上", 5, "完成率|８５．０％|以上"}, // of full width too
		{"截至2019-06-30止", 5, "截至|2019-06-30|止"},
		{"见abc def。", 4, "见abc|def。"}, // a space at the end of a line is dropped
		{"一二三——四", 4, "一二|三——四"},      // a dash is two runes
		{"一二三……四", 4, "一二|三……四"},
		{"abcdefghijkl", 4, "abcdefgh|ijkl"}, // wider than a line: cut, nothing lost
		{"一abcdefghijkl", 4, "一abcdef|ghijkl"},
		{"，，，，，，", 4, "，，，，|，，"}, // no good place at all
		{"（（（（（（", 4, "（（（（|（（"},
		{"第1～3项", 2, "第|1～3|项"},
		{"（ 一二三四", 4, "（ 一二|三四"},
	} {
		if got := broken(c.text, c.width, 0); got != c.want {
			t.Errorf("%q at %v: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestSqueezeHoldsOneMarkMore(t *testing.T) {
	if got := broken("一二三四五六七八九十，十一", 10, 0.05); got != "一二三四五六七八九十，|十一" {
		t.Errorf("got %q", got)
	}
	if got := broken("一二三四五六七八九十十，", 10, 0.05); got != "一二三四五六七八九十|十，" {
		t.Errorf("got %q", got)
	}
}

func TestNarrowMeasure(t *testing.T) {
	for _, width := range []float64{-1, 0, 0.1, math.Inf(-1)} {
		if got := broken("一，（二", width, 0); strings.ReplaceAll(got, "|", "") != "一，（二" {
			t.Errorf("width %v: %q", width, got)
		}
	}
}

// checkLines holds a way of breaking against what is promised.
func checkLines(t *testing.T, s string, m measure) {
	t.Helper()
	tx := plainText(s)
	spans := breakLines(tx, m)
	var got strings.Builder
	for i, l := range spans {
		line := tx.runes[l.from:l.to]
		got.WriteString(string(line))
		room := m.rest
		if i == 0 {
			room = m.first
		}
		if len(line) == 0 {
			t.Fatalf("%q: empty line", s)
		}
		if len(line) > 1 && !l.fits(room, m.squeeze) {
			t.Fatalf("%q: line %q is %v wide, room %v", s, string(line), l.width, room)
		}
		if i > 0 {
			checkBreak(t, tx, spans[i-1], l, room)
		}
	}
	if strip(got.String()) != strip(s) {
		t.Fatalf("%q became %q", s, got.String())
	}
}

// checkBreak: a bad break is allowed only where the line before had no good one.
func checkBreak(t *testing.T, tx text, before, after span, room float64) {
	t.Helper()
	if mayBreak(tx.runes, after.from) || tx.runes[after.from-1] == ' ' {
		return
	}
	for i := before.to - 1; i > before.from; i-- {
		if !mayBreak(tx.runes, i) {
			continue
		}
		if tx.tooLong(i, room) { // a word that has to be cut somewhere
			return
		}
		t.Fatalf("%q: bad break before %q though %q could end at %d", string(tx.runes), string(tx.runes[after.from:after.to]), string(tx.runes[before.from:before.to]), i)
	}
}

func strip(s string) string { return strings.NewReplacer(" ", "", "　", "", "\n", "").Replace(s) }

func TestBreakLinesKeepsItsPromises(t *testing.T) {
	pieces := strings.Fields("政务 公开 ， 。 《 》 （ ） “ ” 、 —— …… 85.0% ２０１９ 2019-06-30 http://www.example.gov.cn/a/b a , ) ( ％ 3 第 ： ； 工作")
	r := rand.New(rand.NewSource(1))
	for range 3000 {
		var b strings.Builder
		for range r.Intn(40) {
			b.WriteString(pieces[r.Intn(len(pieces))])
			if r.Intn(8) == 0 {
				b.WriteByte(' ')
			}
		}
		width := 2 + float64(r.Intn(60))/2
		checkLines(t, b.String(), measure{width, width, float64(r.Intn(3)) * 0.02})
	}
}

func FuzzBreakLines(f *testing.F) {
	for _, s := range []string{"一二三四，五", "（（（", "abc def", "——……", "\u0301\u0301", "85.0％。”"} {
		f.Add(s, 4.0)
	}
	f.Fuzz(func(t *testing.T, s string, width float64) {
		if math.IsNaN(width) || math.Abs(width) > 1e6 {
			return
		}
		checkLines(t, oneLine(s), measure{width, width, 0.02})
	})
}
