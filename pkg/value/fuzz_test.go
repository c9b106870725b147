package value

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// inWide writes a text in the width of Chinese characters.
func inWide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r - '!' + '！'
		}
		return r
	}, s)
}

// inSpaces puts spaces around a text.
func inSpaces(s string) string { return " 　" + s + "\u00a0\n" }

// chineseYearOf writes a year digit by digit: 二〇一九.
func chineseYearOf(n int) string {
	var b strings.Builder
	for _, r := range strconv.Itoa(n) {
		b.WriteRune([]rune("〇一二三四五六七八九")[r-'0'])
	}
	return b.String()
}

// waysOfADay are the ways in which people write a day.
func waysOfADay(y, m, d int) []string {
	out := []string{Date{y, m, d}.String(), Date{y, m, d}.Printed(), fmt.Sprintf("%d.%d.%d", y, m, d), fmt.Sprintf("%d/%02d/%02d", y, m, d), fmt.Sprintf("%04d%02d%02d", y, m, d),
		fmt.Sprintf("%d年%d月%d号", y, m, d), fmt.Sprintf("%d年%02d月%02d", y, m, d), fmt.Sprintf("%d 年 %d 月 %d 日", y, m, d), fmt.Sprintf("%d-%d-%d 10:20:00", y, m, d), fmt.Sprintf("%04d-%02d-%02dT00:00:00", y, m, d),
		chineseYearOf(y) + "年" + Chinese(m) + "月" + Chinese(d) + "日", chineseYearOf(y) + "年" + Chinese(m) + "月" + Chinese(d) + "号", fmt.Sprintf("%d年%s月%s日", y, Chinese(m), Chinese(d)),
		strings.ReplaceAll(chineseYearOf(y), "〇", "零") + "年" + Chinese(m) + "月" + Chinese(d) + "日", strings.ReplaceAll(chineseYearOf(y), "〇", "○") + "年" + Chinese(m) + "月" + Chinese(d) + "日"}
	for _, w := range out[:7] {
		out = append(out, inWide(w), inSpaces(w))
	}
	return out
}

// waysWithoutYear are those in which the year has to be handed in.
func waysWithoutYear(m, d int) []string {
	return []string{fmt.Sprintf("%d月%d日", m, d), fmt.Sprintf("%d月%d号", m, d), fmt.Sprintf("%d.%d", m, d), fmt.Sprintf("%02d-%02d", m, d), fmt.Sprintf("%d/%d", m, d), Chinese(m) + "月" + Chinese(d) + "日",
		inWide(fmt.Sprintf("%d月%d日", m, d))}
}

// TestEveryDay: each day of two years, one of them a leap year, in every way of writing it.
func TestEveryDay(t *testing.T) {
	for _, y := range []int{2019, 2020} {
		for m := 1; m <= 12; m++ {
			for _, w := range []string{fmt.Sprintf("%d年%d月", y, m), fmt.Sprintf("%d-%02d", y, m), fmt.Sprintf("%d.%d", y, m), fmt.Sprintf("%d/%d", y, m), chineseYearOf(y) + "年" + Chinese(m) + "月"} {
				same(t, w, 0, Date{y, m, 0})
			}
			for d := 1; d <= DaysIn(y, m); d++ {
				for _, w := range waysOfADay(y, m, d) {
					same(t, w, 1999, Date{y, m, d})
				}
				for _, w := range waysWithoutYear(m, d) {
					same(t, w, y, Date{y, m, d})
				}
			}
		}
	}
}

func same(t *testing.T, written string, year int, want Date) {
	t.Helper()
	if got, ok := ParseDate(written, year); !ok || got != want || !got.Possible() {
		t.Errorf("ParseDate(%q, %d) = %v %v, want %v", written, year, got, ok, want)
	}
}

// FuzzParseDate: what is understood is understood the same in another width and among spaces,
// and when it is printed and read again.
func FuzzParseDate(f *testing.F) {
	for _, w := range append(waysOfADay(2019, 12, 31), append(waysWithoutYear(2, 29), "7月底", "2019.13.1", "9999年0月0日", "十一月三十日", "2019年7月1日至8日", "1.10")...) {
		f.Add(w, 2019)
	}
	f.Fuzz(func(t *testing.T, s string, year int) {
		d, ok := ParseDate(s, year)
		if !ok || !d.Possible() {
			return
		}
		for _, w := range []string{d.String(), d.Printed()} {
			if again, ok := ParseDate(w, 0); !ok || again != d {
				t.Errorf("%q is %v, printed %q it is %v", s, d, w, again)
			}
		}
		for _, w := range variants(s) {
			if again, ok := ParseDate(w, year); !ok || again != d {
				t.Errorf("%q is %v, %q is %v %v", s, d, w, again, ok)
			}
		}
	})
}

// variants writes a text in other ways that say the same.
func variants(s string) []string {
	out := []string{inWide(s)}
	if first, _ := utf8.DecodeRuneInString(s); !unicode.Is(unicode.M, first) {
		out = append(out, inSpaces(s))
	}
	return out
}

// waysOfAPercentage are those in which people write n percent.
func waysOfAPercentage(n int) []string {
	d := strconv.Itoa(n)
	out := []string{d + "%", d + " %", d + ".0%", d + ".00%", "约" + d + "%", "已完成" + d + "%", "达到" + d + "%", d + "%左右", d + "%以上", "百分之" + d, d + "﹪"}
	if n < 100 {
		out = append(out, "百分之"+Chinese(n), "约百分之"+Chinese(n))
	} else {
		out = append(out, "百分之百", "百分之一百")
	}
	if n > 1 {
		out = append(out, d, d+".0")
	}
	if n > 1 && n < 100 {
		out = append(out, fmt.Sprintf("0.%02d", n))
	}
	if n >= 10 && n < 100 {
		switch tens, rest := Chinese(n/10), n%10; rest {
		case 0:
			out = append(out, tens+"成", "约"+tens+"成", tens+"成左右", strconv.Itoa(n/10)+"成")
		case 5:
			out = append(out, tens+"成半", tens+"成五")
		default:
			out = append(out, tens+"成"+Chinese(rest))
		}
	}
	for _, w := range out {
		out = append(out, inWide(w), inSpaces(w))
	}
	return out
}

// TestEveryPercentage: each whole percentage in every way of writing it.
func TestEveryPercentage(t *testing.T) {
	for n := range 101 {
		for _, w := range waysOfAPercentage(n) {
			if p := ParsePercent(w); p.Kind == "bad" || p.Kind == "" || p.Value.String() != strconv.Itoa(n) {
				t.Errorf("ParsePercent(%q) = %s %s, want %d", w, p.Value, p.Kind, n)
			}
		}
	}
}

// FuzzParsePercent: what is understood is understood the same in another width and among spaces,
// and when it is written as a plain percentage.
func FuzzParsePercent(f *testing.F) {
	for _, n := range []int{0, 1, 10, 55, 80, 100} {
		for _, w := range waysOfAPercentage(n) {
			f.Add(w)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := ParsePercent(s)
		if p.Kind == "bad" || p.Kind == "" {
			return
		}
		if again := ParsePercent(p.Value.String() + "%"); again.Kind != "percent" || !again.Value.Equal(p.Value) {
			t.Errorf("%q is %s, and written as such %s %s", s, p.Value, again.Value, again.Kind)
		}
		for _, w := range variants(s) {
			if again := ParsePercent(w); again.Kind != p.Kind || !again.Value.Equal(p.Value) {
				t.Errorf("%q is %s, %q is %s %s", s, p.Value, w, again.Value, again.Kind)
			}
		}
	})
}
