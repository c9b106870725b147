package roster

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/value"
)

// What people put around a unit's name: a label, a number, a seal.
var (
	seal         = regexp.MustCompile(`\((?:盖章|盖公章|公章|单位公章|单位盖章|加盖公章|章|印章|签章|签字|盖章处)\)`)
	sealAfter    = regexp.MustCompile(`(?:盖章|公章)$`)
	labelBefore  = regexp.MustCompile(`^(?:(?:填报|填表|报送|上报|责任|牵头|配合)(?:单位|部门)(?:名称)?[:,]?|单位(?:名称)?:)`)
	numberBefore = regexp.MustCompile(`^(?:no\.?)?(?:\(\d{1,3}\)[-_.,]*|\d{1,3}[-_.,)]+|[一二三四五六七八九十]{1,3}[.,]|\d{1,3}(\D))`)
	remark       = regexp.MustCompile(`\([^()]*\)`)
)

// clean folds a written name and takes label and seal off it. A number stays:
// it may belong to the name (110指挥中心).
func clean(written string) string {
	s := seal.ReplaceAllString(value.Fold(written), "")
	s = labelBefore.ReplaceAllString(s, "")
	s = sealAfter.ReplaceAllString(s, "")
	return strings.Trim(s, marks)
}

const marks = `,.;:"'-_*`

// readings are the ways to read a written name, the fullest first: as it
// stands, without the number before it, without what stands in brackets.
func readings(written string) []string {
	out := []string{clean(written)}
	add := func(s string) {
		if s = strings.Trim(s, marks); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(numberBefore.ReplaceAllString(out[0], "$1"))
	for _, s := range slices.Clone(out) {
		add(remark.ReplaceAllString(s, "")) // 县政府办公室（政务公开科）
	}
	return out
}

var noBrackets = strings.NewReplacer("(", "", ")", "")

// ownForm is the form under which a name of the roster is looked up: folded,
// without brackets.
func ownForm(name string) string { return noBrackets.Replace(clean(name)) }

// county knows the words that belong to the county and not to a unit.
type county struct {
	name string // folded, 微山县; "" when the full names do not tell
	stem string // 微山, "" when it is too short to be told from other words
	kind string // 县, 市 or 区, "" when unknown
}

func newCounty(name string) county {
	c := county{name: value.Fold(name)}
	if c.name == "" {
		return c
	}
	_, size := utf8.DecodeLastRuneInString(c.name)
	c.kind = c.name[len(c.name)-size:]
	if stem := strings.TrimSuffix(c.name, c.kind); length(stem) > 1 {
		c.stem = stem
	}
	return c
}

// cityWords begin with 市 as a word of their own: 市场监管局 is no 场监管局 of a city.
var cityWords = regexp.MustCompile(`^市(?:场|容|政(?:管|公|园|工|设|服))`)

// shorter gives the other forms of a name: from the county's name on, without it,
// with the Party's 县委 in short, without 县 or 县人民政府 before it. The 市 of
// 市场监管局 stays, for only whole words go, and what is left must still say
// which unit it is.
func (c county) shorter(s string) []string {
	var out []string
	add := func(form string) {
		if form != "" && form != s && c.distinct(form) >= 2 {
			out = append(out, form)
		}
	}
	if rest, ok := strings.CutPrefix(s, "中共"+c.name); ok && c.name != "" {
		add(c.kind + rest)
		add(strings.TrimPrefix(rest, "委员会"))
	}
	if i := strings.Index(s, c.name); i > 0 && c.name != "" && upperPlace(s[:i]) {
		s = s[i:]
		add(s)
	}
	if rest, ok := strings.CutPrefix(s, c.name); ok && c.name != "" {
		for strings.HasPrefix(rest, c.name) {
			rest = strings.TrimPrefix(rest, c.name)
		}
		if rest != "" {
			out = append(out, c.kind+rest) // 微山县 is but 县 written out
		}
		s = rest
		add(s)
	}
	for _, kind := range c.kinds() {
		rest, ok := strings.CutPrefix(s, kind)
		if !ok || cityWords.MatchString(s) {
			continue
		}
		add(rest)
		add(strings.TrimPrefix(rest, "人民政府"))
	}
	add(strings.TrimPrefix(s, "人民政府"))
	return out
}

func (c county) kinds() []string {
	if c.kind != "" {
		return []string{c.kind}
	}
	return []string{"县", "区", "旗"}
}

// upperPlace: 济宁市 before 微山县.
func upperPlace(s string) bool {
	return length(s) <= 9 && (strings.HasSuffix(s, "市") || strings.HasSuffix(s, "省") || strings.HasSuffix(s, "州") || strings.HasSuffix(s, "地区") || strings.HasSuffix(s, "盟"))
}

// ending gives the forms of a town or street without the name of its office.
func ending(s string) []string {
	var out []string
	for _, suffix := range []string{"人民政府", "政府"} {
		if rest, ok := strings.CutSuffix(s, suffix); ok && (strings.HasSuffix(rest, "镇") || strings.HasSuffix(rest, "乡") || strings.HasSuffix(rest, "街道")) {
			out = append(out, rest)
		}
	}
	if rest, ok := strings.CutSuffix(s, "办公室"); ok && length(rest) >= 2 {
		out = append(out, rest+"办") // 县政府办, 县委办
	}
	if rest, ok := strings.CutSuffix(s, "府办"); ok && length(rest) <= 1 {
		out = append(out, rest+"政府办") // 县府办
	}
	for _, suffix := range []string{"办事处", "办"} {
		if rest, ok := strings.CutSuffix(s, suffix); ok && strings.HasSuffix(rest, "街道") {
			out = append(out, rest)
		}
	}
	return out
}

// bodyWords say what kind of body it is, not which one: a name of nothing but
// these (县委办, 县服务中心, 县支行) may be many a unit's.
var bodyWords = strings.NewReplacer("人民政府", "", "街道办事处", "", "办事处", "", "办公室", "", "管理委员会", "", "委员会", "", "管委", "",
	"分中心", "", "分局", "", "中心", "", "服务", "", "管理", "", "监督", "", "监管", "", "事务", "", "工作", "", "开发", "", "发展", "", "支行", "", "银行", "", "分行", "",
	"政府", "", "街道", "", "县委", "", "市委", "", "区委", "", "县", "", "局", "", "办", "", "委", "", "组", "", "处", "", "站", "", "所", "", "会", "", "部", "")

// distinct counts the characters of a folded name that tell which unit it is.
func (c county) distinct(s string) int {
	if c.name != "" {
		s = strings.ReplaceAll(s, c.name, "")
	}
	return length(bodyWords.Replace(s))
}

func length(s string) int { return utf8.RuneCountInString(s) }
