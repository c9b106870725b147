package tasktable

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"zwgk/pkg/value"
)

// FuzzUnits reads any text as a cell of units: no unit is invented, and no text
// is lost: what is no unit is a separator or one of the words of table.yaml.
func FuzzUnits(f *testing.F) {
	for _, s := range []string{"县财政局牵头，县民政局、县司法局按职责分工负责", "县财政局会同县民政局、县司法局等相关部门", "牵头单位：县财政局 责任单位：县民政局、各乡镇（街道）", "县卫健委、住建局、水利局",
		"市公共资源交易服务中心\n示例县分中心", "除县公安局外，各部门", "1．县财政局\n2．县民政局", "县财政局县民政局", "各镇和县直有关部门落实", "由县应急局牵头；县气象局、县水利局等5个部门配合", "县财政局（牵头）、县民政局（配合）",
		"（）", "等", "牵头，", "：", "、、，；", "县财政局和县文化和旅游局及县民政局", "县民政局，6月底前；完成时限：每季度", "甲局、乙局（由甲局牵头）", "牵头\ufe0c"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	spec := readSpec(f)
	f.Fuzz(func(t *testing.T, cell string, known bool) {
		const longest = 300
		if len(cell) > longest || !utf8.ValidString(cell) || !strings.ContainsFunc(cell, unicode.IsLetter) {
			return
		}
		var list []string
		if known {
			list = []string{"县财政局", "县民政局", "县司法局", "县水利局", "市公共资源交易服务中心示例县分中心"}
		}
		var lists unitLists
		n := newNames(spec, list)
		n.read(cell, colResponsible, &lists)
		units := slices.Concat(lists.lead, lists.responsible, lists.cooperating, lists.times)
		whole := value.Squeeze(n.uncounted(cell)) // a name may be wrapped over numbered lines
		slices.SortFunc(units, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
		rest := whole
		for _, u := range units {
			if !strings.Contains(whole, value.Squeeze(u)) {
				t.Fatalf("%q is invented in %q", u, cell)
			}
			if slices.ContainsFunc(spec.Units.With, func(w string) bool { return strings.Contains(u, w) }) {
				return // names that overlap in the text cannot be taken out one by one
			}
			if u != "等" && utf8.RuneCountInString(u) < 2 {
				return // a single character may be one of 牵头
			}
			if u == "等" { // the last: not that of 等5个部门
				rest = closingCount.ReplaceAllString(rest, "")
			}
			rest = strings.ReplaceAll(rest, value.Squeeze(u), "、")
		}
		if left := withoutWords(rest, spec); left != "" && !value.Blank(cell) {
			t.Fatalf("%q: %q is lost beside %q", cell, left, units)
		}
	})
}

var closingCount = regexp.MustCompile(`等[0-9０-９一二两三四五六七八九十]+[个家]?(?:部门|单位|局|镇街)*`)

// withoutWords leaves of a text what no word of the units' spec explains.
func withoutWords(s string, spec *Spec) string {
	s = closingCount.ReplaceAllString(s, "")
	words := slices.Clone(spec.Columns[colDeadline])
	for _, r := range spec.Units.Roles {
		words = append(append(words, r.Words...), r.Labels...)
	}
	words = append(append(append(words, spec.Units.With...), spec.Units.Connectors...), "等", "由")
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	folded := value.Fold(s)
	for _, w := range words {
		folded = strings.ReplaceAll(folded, value.Fold(w), ",")
	}
	return strings.TrimFunc(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) && !strings.ContainsRune("〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟廿卅第项条", r) {
			return r
		}
		return -1
	}, folded), unicode.IsSpace)
}

// FuzzDeadlines reads any prose: what is found stands in it, in order, and dates are possible.
func FuzzDeadlines(f *testing.F) {
	for _, s := range []string{"10月底前完成", "2022年底11月前，每季度公开一次，不少于2次", "批复后20日内", "2月30日前", "第三季度前", "全年举办不少于4场", "节假日前3日内", "每两月1期", "按月、每周、持续推进", "2024.6.30", "二〇二二年六月底前"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	spec := readSpec(f)
	f.Fuzz(func(t *testing.T, text string, column bool) {
		const longest = 400
		if len(text) > longest {
			return
		}
		found, impossible := deadlineReader{words: &spec.Deadlines, year: 2022}.read(text, column)
		for _, d := range found {
			if !strings.Contains(text, d.Text) || d.Text == "" {
				t.Fatalf("%q is not in %q", d.Text, text)
			}
			if date, ok := value.ParseDate(d.Due, 0); d.Kind == kindDate && (!ok || !date.Possible()) {
				t.Fatalf("%q of %q: %q", d.Due, text, d.Text)
			}
			if d.Kind == kindCount && d.Times <= 0 {
				t.Fatalf("%q of %q counts %d", d.Text, text, d.Times)
			}
		}
		for _, s := range impossible {
			if !strings.Contains(text, s) {
				t.Fatalf("%q is not in %q", s, text)
			}
		}
	})
}
