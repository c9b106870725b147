package check

import (
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/form"
	"zwgk/pkg/policy"
)

// Word is a name that the conditions of rules can use.
type Word struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"` // 文字, 数, 是或否, or 是或否 of a function
	Meaning string `json:"meaning"`
}

// Vocabulary lists the names that conditions can use, for people.
func (r *Rules) Vocabulary() []Word {
	return []Word{
		{"状态", "文字", "完成情况：" + strings.Join(r.terms.statuses(), "、") + "；没有填或读不懂的是空的 \"\""},
		{"进度", "数", "进度的百分数，例如 60；没有填的是 0，所以要连同“有进度”一起用"},
		{"有进度", "是或否", "进度一栏读出了百分数"},
		{"完成时间", "文字", "读出的日期，写作 2019-06-30 或 2019-06；没有的是空的 \"\""},
		{"数据截止日", "文字", "本期的数据截止日，写作 2019-06-30；没有的是空的 \"\""},
		{"时限", "文字", "任务分解表写明的最后日期，写作 2019-06-30；没有的是空的 \"\""},
		{"进展情况", "文字", "进展情况一栏写的话"},
		{"字数", "数", "进展情况的字数，标点和空格不算"},
		{"有链接", "是或否", "公开链接一栏写了内容（写“无”的不算，见 no_link）"},
		{"有佐证", "是或否", "佐证材料一栏写了内容（写“无”的不算，见 no_link）"},
		{"存在问题", "文字", "存在问题一栏写的话"},
		{"下一步", "文字", "下一步打算一栏写的话"},
		{"备注", "文字", "备注一栏写的话"},
		{"职责", "文字", "这家单位对这项任务的职责：" + strings.Join(r.terms.duties(), "、")},
		{"必报", "是或否", "这家单位应当报这项任务"},
		{"有栏", "是或否", "有栏(\"完成时间\")：表里有这一栏"},
		{"填了", "是或否", "填了(\"完成时间\")：这一栏写了内容，不论是否读懂（写“无”的不算，见 no_link）"},
	}
}

// looseDate is a date that no date which was read is equal to or in order with.
var looseDate = regexp.MustCompile(`^\d{4}[-./年](\d[-./月]|\d{1,2}[./月]|\d{1,2}-\d$|\d{1,2}年)`)

// verifyLiterals tells of a text in a condition that never occurs: a status, a
// duty or a column that there is not. Such a condition would never be true.
func verifyLiterals(f policy.File, when policy.Text, spec *form.Spec, terms conditionWords) error {
	for _, l := range f.Literals(when) {
		var allowed []string
		switch l.Name {
		case "状态":
			allowed = append([]string{""}, terms.statuses()...)
		case "职责":
			allowed = append([]string{""}, terms.duties()...)
		case "完成时间", "数据截止日", "时限":
			if looseDate.MatchString(l.Text) {
				return f.Errorf(l.Pos, nil, "条件写错：日期按文字比较，要写成 2019-06-30 的样子，月、日都是两位，写的是 “%s”", l.Text)
			}
			continue
		case "有栏", "填了":
			if _, ok := spec.Field(l.Text); ok {
				continue
			}
			for _, field := range fieldNames() {
				allowed = append(allowed, spec.Header(field))
			}
		default:
			continue
		}
		if !slices.Contains(allowed, l.Text) {
			return f.Errorf(l.Pos, slices.DeleteFunc(allowed, func(s string) bool { return s == "" }), "条件写错：%s没有 “%s” 这种写法", l.Name, l.Text)
		}
	}
	return nil
}

// otherNames are the names that conditions have for what the form has under another header.
var otherNames = map[string]string{form.FieldStatus: "状态", form.FieldNext: "下一步", form.FieldLinks: "有链接", form.FieldEvidence: "有佐证"}

// renamed tells of a header of the form in a condition that has another name for it.
func renamed(f policy.File, when policy.Text, spec *form.Spec) error {
	known := environment(spec, nil, nil, nil)
	for _, name := range f.Identifiers(when) {
		field, ok := spec.Field(name.Value)
		if _, right := known[name.Value]; ok && !right && otherNames[field] != "" && !slices.Contains(spec.StatusWords(), name.Value) {
			return f.Errorf(name.Pos, nil, "条件写错：“%s”在条件里叫“%s”", name, otherNames[field])
		}
	}
	return nil
}

// fieldWords are the fields with their headers, for people: links（公开链接）.
func fieldWords(spec *form.Spec) []string {
	var out []string
	for _, field := range fieldNames() {
		out = append(out, field+"（"+spec.Header(field)+"）")
	}
	return out
}
