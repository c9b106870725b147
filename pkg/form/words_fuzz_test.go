package form

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"zwgk/pkg/policy"
)

// rewritten are other ways to write a text that say the same: in the width of Chinese
// characters, and with spaces and line breaks.
func rewritten(s string) []string {
	wide := strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r - '!' + '！'
		}
		return r
	}, s)
	out := []string{wide}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.M, r) || r == utf8.RuneError }) {
		return out // a mark belongs to the letter before it
	}
	var apart strings.Builder
	for i, r := range []rune(s) {
		if i > 0 {
			apart.WriteString([]string{" ", "　", "\n"}[i%3])
		}
		apart.WriteRune(r)
	}
	return append(out, " "+s+"　\n", apart.String())
}

// FuzzStatusOf: a status is understood the same in another width and with spaces in it.
func FuzzStatusOf(f *testing.F) {
	spec := testSpec(f)
	for _, list := range [][]policy.Text{spec.words.Status.Done, spec.words.Status.Ongoing, spec.words.Status.NotStarted, spec.words.Status.NotApplicable, spec.words.Status.Unknown} {
		for _, w := range list {
			f.Add(w.Value)
		}
	}
	for _, w := range []string{"已完成80%", "基本完成", "未按时完成", "已完成。", "正在推进/已完成", "VOK", "①已完成", "—"} {
		f.Add(w)
	}
	allowed := []Status{"", Done, Ongoing, NotStarted, NotApplicable, UnknownStatus}
	f.Fuzz(func(t *testing.T, s string) {
		want := spec.StatusOf(s)
		if !slices.Contains(allowed, want) {
			t.Fatalf("%q is %q", s, want)
		}
		if want == "" || want == UnknownStatus {
			return
		}
		for _, w := range rewritten(s) {
			if got := spec.StatusOf(w); got != want {
				t.Errorf("%q is %s, %q is %s", s, want, w, got)
			}
		}
	})
}

// FuzzProgressOf: so is a progress, with whatever status.
func FuzzProgressOf(f *testing.F) {
	spec := testSpec(f)
	for _, w := range []string{"80%", "0.8", "1", "八成", "七成五", "过半", "约80%", "百分之八十", "已完成", "正在推进", "100 %", "80％。", "80%，上月60%", "-5%", "1e3"} {
		f.Add(w, false)
		f.Add(w, true)
	}
	f.Fuzz(func(t *testing.T, s string, done bool) {
		status := Ongoing
		if done {
			status = Done
		}
		want := spec.ProgressOf(s, status)
		if want.Kind == "" || want.Kind == "bad" {
			if want.Percent != "" {
				t.Errorf("%q is %v", s, want)
			}
			return
		}
		for _, w := range rewritten(s) {
			if got := spec.ProgressOf(w, status); got != want {
				t.Errorf("%q is %v, %q is %v", s, want, w, got)
			}
		}
	})
}

// FuzzDateOf: so is a date, which is one of the calendar.
func FuzzDateOf(f *testing.F) {
	spec := testSpec(f)
	for _, w := range []string{"2019-07-31", "7月底", "七月上旬", "2019.6", "6月30日。", "20190731", "二〇一九年七月", "2019-07-31 10:20", "长期", "2019年2月30日"} {
		f.Add(w)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := spec.DateOf(s, 2019)
		if want.ISO == "" {
			return
		}
		if again := spec.DateOf(want.ISO, 0); again != want {
			t.Errorf("%q is %v, which is %v", s, want, again)
		}
		for _, w := range rewritten(s)[:1] {
			if got := spec.DateOf(w, 2019); got != want {
				t.Errorf("%q is %v, %q is %v", s, want, w, got)
			}
		}
	})
}
