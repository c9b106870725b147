package check

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/policy"
)

func overridden(t testing.TB, c county, own string) (*Rules, error) {
	t.Helper()
	return ParseOverride(policyFile(t, "rules.yaml"), policy.File{Name: "templates/rules.yaml", Data: []byte(own)}, c.Spec)
}

const ownRule = `
  - code: Z01
    title: 牵头任务要有链接
    severity: warning
    when: 职责 == "责任" && 状态 == "已完成" && !有链接
    field: links
    message: "{place}：任务 {items} 已完成，没有链接。"
    hint: 请补上链接。
`

// What an office writes changes; what it does not write stays.
func TestOverride(t *testing.T) {
	c := weishan(t)
	datum := func(r *Rules, key string) []string {
		i := slices.IndexFunc(r.Data(), func(d Datum) bool { return d.Key == key })
		return r.Data()[i].Values
	}
	for _, k := range []struct {
		name, own string
		holds     func(built, r *Rules) bool
	}{
		{"nothing", "# 还没有改什么\n", func(b, r *Rules) bool { return len(r.rules) == len(b.rules) && r.sameLink == b.sameLink }},
		{"nothing but a heading", "rules:\n#  - {code: E03}\n", func(b, r *Rules) bool { return len(r.rules) == len(b.rules) }},
		{"with a mark at the start, as Notepad writes", "\ufeffsame_link: 7\r\nrules:\r\n  - {code: E03, severity: info}\r\n", func(b, r *Rules) bool {
			e, _ := r.Explain("E03")
			return r.sameLink == 7 && e.Severity == finding.Info
		}},
		{"threshold", "same_link: 6\n", func(b, r *Rules) bool { return r.sameLink == 6 && r.copiedFrom == b.copiedFrom }},
		{"threshold off", "same_link: 0\n", func(b, r *Rules) bool { return r.sameLink == 0 }},
		{"list with more", "phrases+: [已阅, 完成]\n", func(b, r *Rules) bool {
			return r.phrases["已阅"] && r.phrases["完成"] && len(datum(r, "phrases")) == len(datum(b, "phrases"))+1
		}},
		{"list with less", "phrases-: [已公开]\n", func(b, r *Rules) bool { return !r.phrases["已公开"] && r.phrases["已完成"] }},
		{"list anew", "phrases: [已阅]\n", func(b, r *Rules) bool { return r.phrases["已阅"] && !r.phrases["已完成"] }},
		{"list emptied", "front_pages: []\n", func(b, r *Rules) bool { return len(r.frontPages) == 0 }},
		{"numbers", "cut_at+: [1024]\ncut_at-: [255]\n", func(b, r *Rules) bool { return slices.Equal(r.cutAt, []int{32767, 1024}) }},
		{"one level down", "copies: {least: 30, phrases+: [加强领导]}\n", func(b, r *Rules) bool {
			return r.copies.Least == 30 && r.copies.Share == b.copies.Share && len(r.copies.Phrases) == len(b.copies.Phrases)+1
		}},
		{"patterns", "placeholders+: ['某某+']\n", func(b, r *Rules) bool { return len(r.placeholders) == len(b.placeholders)+1 }},
		{"word in a pattern", "measures+: [幅]\nquotes+: ['[']\nfile_endings+: [c++]\nfile_leads+: [附表]\n", func(b, r *Rules) bool {
			return r.hasFigure("发布图解三幅") && !b.hasFigure("发布图解三幅") && r.hasFigure("公布[清单") && r.namedFile.MatchString("见a.c++") && !b.namedFile.MatchString("见a.c++") &&
				r.fileLead.FindString("附表1：目录") == "附表1：" && b.fileLead.FindString("附表1：目录") == "附"
		}},
		{"one word", "words: {hollow: 空话, sources: {cell: 表内}}\n", func(b, r *Rules) bool {
			return r.words.Hollow.Value == "空话" && r.words.Short == b.words.Short && r.words.Sources["cell"] == "表内" && r.words.Sources["file"] == b.words.Sources["file"]
		}},
		{"severity alone", "rules: [{code: E03, severity: info}]\n", func(b, r *Rules) bool {
			was, _ := b.Catalogue.Rule("E03")
			is, _ := r.Catalogue.Rule("E03")
			return is.Severity == finding.Info && is.Message == was.Message && is.Hint == was.Hint && is.Bad == was.Bad
		}},
		{"message and hint", "rules: [{code: T06, message: '还差 {items}', hint: 请补}]\n", func(b, r *Rules) bool {
			is, _ := r.Catalogue.Rule("T06")
			return is.Message == "还差 {items}" && is.Hint == "请补" && is.Severity == finding.Error
		}},
		{"off", "rules: [{code: V07, off: true, reason: 本县按收件日期计}]\n", func(b, r *Rules) bool {
			is, ok := r.Catalogue.Rule("V07")
			_, found := r.Catalogue.Complete(finding.Finding{Code: "V07"})
			return ok && is.Off && is.Reason == "本县按收件日期计" && !found && r.Code("date_after_as_of") == "V07"
		}},
		{"condition", "rules: [{code: L04, when: '状态 == \"已完成\" && 必报 && !填了(\"完成时间\")'}]\n", func(b, r *Rules) bool {
			e, _ := r.Explain("L04")
			return strings.Contains(e.When, "必报") && slices.Equal(e.Changed, []string{"when"})
		}},
		{"a carrier's hint", "rules: [{code: F01, hints: {mail: 请重发}}]\n", func(b, r *Rules) bool {
			is, _ := r.Catalogue.Rule("F01")
			return is.Hints["mail"] == "请重发" && strings.Contains(is.Hints["archive"], "压缩")
		}},
		{"example", "rules: [{code: V04, bad: 进度写 120%}]\n", func(b, r *Rules) bool {
			e, _ := r.Explain("V04")
			return len(e.Bad) == 1 && e.Bad[0].Text == "进度写 120%" && len(e.Good) > 1
		}},
		{"own rule", "rules:" + ownRule, func(b, r *Rules) bool {
			e, ok := r.Explain("Z01")
			return ok && e.Own && e.Stage == finding.StageRow && len(r.rules) == len(b.rules)+1
		}},
	} {
		t.Run(k.name, func(t *testing.T) {
			r, err := overridden(t, c, k.own)
			if err != nil {
				t.Fatal(err)
			}
			if !k.holds(c.Rules, r) {
				t.Errorf("%s is not as written", k.own)
			}
			for _, d := range r.Data() {
				if d.About == "" {
					t.Errorf("%s lost its description", d.Key)
				}
			}
		})
	}
}

// A file of the old kind, which holds everything, works as it did.
func TestACompleteFileOverItself(t *testing.T) {
	c := weishan(t)
	r, err := overridden(t, c, string(policyFile(t, "rules.yaml").Data))
	if err != nil {
		t.Fatal(err)
	}
	for _, was := range c.Rules.Catalogue.Rules() {
		is, _ := r.Catalogue.Rule(was.Code)
		if is.Message != was.Message || is.Hint != was.Hint || !maps.Equal(is.Hints, was.Hints) || is.Severity != was.Severity || is.Stage != was.Stage || is.Bad != was.Bad || is.Off {
			t.Errorf("%+v\n%+v", was, is)
		}
	}
	if len(r.rules) != len(c.Rules.rules) || len(r.phrases) != len(c.Rules.phrases) {
		t.Error(len(r.rules), len(r.phrases))
	}
}

// Own rules find, rules switched off do not, thresholds count.
func TestOverrideInACheck(t *testing.T) {
	c := weishan(t)
	rows := map[string]map[string]string{"4": {form.FieldStatus: "已完成", form.FieldProgress: "120%", form.FieldDate: "2019-06-20", form.FieldEvidence: "文件"}}
	sheet := file{"县司法局.csv", c.sheetOf("县司法局", rows), "2019-07-05"}
	r, _ := c.check(sheet)
	if got := codes(r); got != "V04 D4" {
		t.Fatalf("before: %q", got)
	}
	rules, err := overridden(t, c, "rules:\n  - {code: V04, off: true}"+ownRule)
	if err != nil {
		t.Fatal(err)
	}
	c.Rules = rules
	r, _ = c.check(sheet)
	if got := codes(r); got != "Z01 G4" || r.Findings[0].Message != "表1 G4：任务 4 已完成，没有链接。" || r.Files[0].Verdict != finding.Accepted {
		t.Errorf("after: %q %+v", got, r.Findings)
	}
}

// Every slip is an error at its place in the office's own file.
func TestSlipsInAnOverride(t *testing.T) {
	c := weishan(t)
	own := func(old, new string) string { return "rules:" + strings.Replace(ownRule, old, new, 1) }
	for _, k := range []struct{ name, own, place, want string }{
		{"unknown key", "same_lnk: 6\n", "第 1 行第 1 列", "不认识的项目 “same_lnk”"},
		{"unknown key of a rule", "rules:\n  - {code: E03, severty: info}\n", "第 2 行第 17 列", "不认识的项目 “severty”"},
		{"severity", "rules:\n  - {code: E03, severity: fatal}\n", "第 2 行第 27 列", "可用的有：error、warning、info"},
		{"threshold that is no number", "same_link: 六\n", "第 1 行第 12 列", "整数"},
		{"threshold in quotes", "same_link: \"6\"\n", "第 1 行第 12 列", "整数"},
		{"threshold with a point", "same_link: 6.5\n", "第 1 行第 12 列", "整数"},
		{"threshold below zero", "same_link: -1\n", "第 1 行第 12 列", "0 以上的整数"},
		{"threshold without a value", "same_link:\n", "第 1 行第 1 列", "后面没有内容"},
		{"threshold one level down", "copies: {least: 很多}\n", "第 1 行第 17 列", "整数"},
		{"unknown key one level down", "copies: {lest: 30}\n", "第 1 行第 10 列", "不认识的项目 “lest”"},
		{"list without a value", "phrases:\n", "第 1 行第 1 列", "后面没有内容"},
		{"list that is none", "phrases+: 已阅\n", "第 1 行第 11 列", "列表"},
		{"list of other things", "cut_at+: [很长]\n", "第 1 行第 11 列", "整数"},
		{"more of what is no list", "same_link+: [1]\n", "第 1 行第 1 列", "只有列表可以"},
		{"more of what is not there", "phrase+: [已阅]\n", "第 1 行第 1 列", "不认识的项目 “phrase+”"},
		{"out of it what was not in it", "phrases-: [已完成, 已阅]\n", "第 1 行第 17 列", "本来没有 “已阅”"},
		{"anew and more", "phrases: [已阅]\nphrases+: [同意]\n", "第 2 行第 1 列", "已经整个另写"},
		{"pattern", "placeholders+: ['（某']\nplaceholders-: ['(＿{2,})']\n", "", ""},
		{"broken pattern", "placeholders+: ['(某']\n", "第 1 行第 17 列", "不是正则表达式"},
		{"empty list", "same_link: 6\nmeasures: []\n", "第 2 行第 1 列", "measures 里至少要有一个词"},
		{"list emptied by taking out", "same_link: 6\nquotes-: [《, “]\n", "第 2 行第 1 列", "quotes 里至少要有一个词"},
		{"empty word of a list", "file_endings+: [ceb, ' ']\n", "第 1 行第 22 列", "file_endings 里有一个词是空的"},
		{"word of conditions", "conditions: {statuses: {done: 办结}}\n", "第 1 行第 31 列", "内置规则写的是 “已完成”"},
		{"duty of conditions", "conditions:\n  duties: {lead: 主办}\n", "第 2 行第 18 列", "内置规则写的是 “牵头”"},
		{"twice", "rules:\n  - {code: E03, severity: info}\n  - {code: E03, off: true}\n", "第 3 行第 12 列", "写了两次"},
		{"no code", "rules:\n  - severity: info\n", "第 2 行第 5 列", "没有写代码"},
		{"another letter", "rules:\n  - {code: E99, severity: info}\n", "第 2 行第 12 列", "自己加的规则用 Z01 到 Z99"},
		{"no number", "rules:\n  - {code: Z00, severity: info}\n", "第 2 行第 12 列", "Z01 到 Z99"},
		{"lower case", "rules:\n  - {code: e03, severity: info}\n", "第 2 行第 12 列", "没有代码 “e03”"},
		{"own rule without a message", own("    message: \"{place}：任务 {items} 已完成，没有链接。\"\n", ""), "第 2 行第 11 列", "没有写 message"},
		{"own rule without a condition", own("    when: 职责 == \"责任\" && 状态 == \"已完成\" && !有链接\n", ""), "第 2 行第 11 列", "没有写 when"},
		{"own rule with a check", own("when: 职责", "check: corrupt\n    when: 职责"), "第 5 行第 12 列", "不能用 check"},
		{"own rule at another stage", own("severity: warning", "severity: warning\n    stage: file"), "第 5 行第 12 列", "一行一次"},
		{"unknown column", own("field: links", "field: link"), "第 6 行第 12 列", "field 写的是 “link”"},
		{"unknown word", own("!有链接", "!有连接"), "第 5 行第 41 列", "不认识 “有连接”"},
		{"text without quotation marks", own(`"已完成"`, "已完成"), "第 5 行第 31 列", "要加半角引号，写成 \"已完成\""},
		{"percent sign", own("!有链接", "进度 < 50%"), "第 5 行", "50% 写成 50"},
		{"header for a name", own("!有链接", `完成情况 == "已完成"`), "第 5 行第 40 列", "“完成情况”在条件里叫“状态”"},
		{"pattern", own("!有链接", `进展情况 matches "["`), "第 5 行", "matches 后面的正则表达式写错了"},
		{"loose date", own("!有链接", `完成时间 > "2019-6-30"`), "第 5 行第 47 列", "2019-06-30 的样子"},
		{"header for a field", own("field: links", "field: 公开链接"), "第 6 行第 12 列", "links（公开链接）"},
		{"share of too much", "copies: {share: 180}\n", "第 1 行", "应在 1 到 100 之间"},
		{"colon in a sentence", own("    hint:", "    office: 请补报: 三天内\n    hint:"), "第 8 行", "整句要用引号括起来"},
		{"curly bracket left open", "rules:\n  - {code: E03, severity: info\n", "第", "没有配对"},
		{"unknown status", own(`"已完成"`, `"己完成"`), "第 5 行第 31 列", "状态没有 “己完成”"},
		{"unknown duty", own(`"责任"`, `"负责"`), "第 5 行第 17 列", "可用的有：牵头、责任、配合、自愿"},
		{"unknown header", own("!有链接", `!填了("连接")`), "第 5 行第 44 列", "填了没有 “连接”"},
		{"quotes of another width", own(`"责任"`, "“责任”"), "第 5 行第 17 列", "半角"},
		{"name in braces", "rules:\n  - {code: E03, message: \"{place}：{fil}\"}\n", "第 2 行第 35 列", "这一句里不能用 “{fil}”"},
		{"name of another check", "rules:\n  - {code: V04, hint: \"晚于 {as_of}\"}\n", "第 2 行第 27 列", "“{as_of}”"},
		{"name in the hint of a carrier", "rules:\n  - {code: F01, hints: {mail: \"{cell}\"}}\n", "第 2 行第 32 列", "“{cell}”"},
		{"brace left open", "rules:\n  - {code: E03, message: \"{place：\"}\n", "第 2 行第 26 列", "没有配对"},
		{"carrier", "rules:\n  - {code: F01, hints: {post: 请重发}}\n", "第 2 行第 31 列", "可用的有：disk、archive、mail、office"},
		{"another meaning", "rules:\n  - {code: E03, when: 有链接}\n", "第 2 行第 23 列", "含义不能改"},
		{"another check", "rules:\n  - {code: E03, check: link_bad}\n", "第 2 行第 24 列", "含义不能改"},
		{"another stage", "rules:\n  - {code: E03, stage: file}\n", "第 2 行第 24 列", "含义不能改"},
		{"off, though rows would vanish", "rules:\n  - {code: T01, off: true}\n", "第 2 行第 12 列", "不能停用"},
		{"off that is no yes or no", "rules:\n  - {code: E03, off: 停用}\n", "第 2 行第 22 列", "true（是）或 false（否）"},
		{"no rules at all", "- code: E03\n", "第 1 行第 1 列", "应当是若干"},
		{"a sentence", "把 E03 停用\n", "第 1 行第 1 列", "应当是若干"},
		{"bracket", "phrases+: [已阅\n", "第 1 行", "没有配对"},
		{"empty word", "words: {hollow: \"\"}\n", "第 1 行第 17 列", "缺少 “hollow”"},
		{"name in a word", "words: {same: '同 {fil}'}\n", "第 1 行第 18 列", "“{fil}”"},
		{"unknown source", "words: {sources: {sheets: 别的表}}\n", "第 1 行第 27 列", "不认识 “sheets”"},
		{"empty source", "words:\n  sources:\n    sheet: ''\n", "第 3 行第 12 列", "缺少 “sheet”"},
		{"unknown column in an example", own("    hint:", "    bad_row: {stauts: 已完成}\n    hint:"), "第 2 行第 11 列", "不认识栏目 “stauts”"},
		{"example that is no row", own("    hint:", "    bad_row: 已完成\n    hint:"), "第 8 行第 14 列", "应当是若干"},
	} {
		t.Run(k.name, func(t *testing.T) {
			_, err := overridden(t, c, k.own)
			if k.place == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if err == nil {
				t.Fatal("no error")
			}
			if text := err.Error(); !strings.Contains(text, "templates/rules.yaml "+k.place) || !strings.Contains(text, k.want) || !strings.Contains(text, "^") {
				t.Error(text)
			}
		})
	}
}

// Whatever an office writes, it is told where the slip is, and nothing panics.
func FuzzOverride(f *testing.F) {
	c := weishan(f)
	for _, s := range []string{"", "same_link: 6\n", "phrases+: [已阅]\nphrases-: [完成]\n", "rules:" + ownRule, "rules:\n  - {code: E03, off: true}\n", "words: {sources: {cell: }}\n",
		"rules: [{code: Z09}]", "rules: &a [*a]", "? a\n: b\n", "---\n---\n", "\"phrases+\": !!binary x", "<<: {same_link: 1}", "rules:\n  -\n", "cut_at: [[1]]"} {
		f.Add(s)
	}
	builtin := policyFile(f, "rules.yaml")
	rules := strings.Split(string(builtin.Data), "\n  - code: ") // a few of them, to be fast
	builtin.Data = []byte(strings.Join(slices.DeleteFunc(rules, func(r string) bool {
		return len(r) > 3 && !slices.Contains([]string{"F01", "E03", "L04"}, r[:3]) && r[0] != '#'
	}), "\n  - code: "))
	f.Fuzz(func(t *testing.T, text string) {
		_, err := ParseOverride(builtin, policy.File{Name: "own.yaml", Data: []byte(text)}, c.Spec)
		var slip *policy.Error
		if err != nil && (!errors.As(err, &slip) || slip.Pos.Line < 1 || slip.File != "own.yaml") {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// The names that conditions can use are those that people are told of.
func TestVocabulary(t *testing.T) {
	c := weishan(t)
	var told []string
	for _, w := range c.Rules.Vocabulary() {
		if w.Meaning == "" || w.Kind == "" {
			t.Errorf("%s is not explained", w.Name)
		}
		told = append(told, w.Name)
	}
	slices.Sort(told)
	if have := slices.Sorted(maps.Keys(environment(c.Spec, nil, nil, nil))); !slices.Equal(told, have) {
		t.Errorf("told of %v, there are %v", told, have)
	}
}

// Every check says what its findings bring along, and nothing else does.
func TestProvisions(t *testing.T) {
	have := slices.Sorted(maps.Keys(provisions))
	want := slices.DeleteFunc(checkNames(), func(s string) bool { return s == "table" })
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("the table of arguments.go has %v\nthe checks are %v", have, want)
	}
	for _, name := range slices.Concat(needed, unknownUnit, slices.Collect(maps.Keys(uses))) {
		if !slices.Contains(want, name) {
			t.Errorf("no check %s", name)
		}
	}
	keys := map[string]bool{}
	for _, d := range weishan(t).Rules.Data() {
		keys[d.Key] = true
	}
	used := map[string]bool{}
	for check, list := range uses {
		for _, key := range list {
			used[key] = true
			if !keys[key] {
				t.Errorf("%s uses %s, which is no key", check, key)
			}
		}
	}
	for key := range keys {
		if !used[key] {
			t.Errorf("no check uses %s", key)
		}
	}
}

// Every rule has what an explanation needs, in a group, and its sentence has no gaps.
func TestExplanations(t *testing.T) {
	c := weishan(t)
	list := c.Rules.Explanations()
	if len(list) != len(c.Rules.rules) {
		t.Errorf("%d of %d rules are in a group", len(list), len(c.Rules.rules))
	}
	for _, e := range list {
		for what, text := range map[string]string{"title": e.Title, "hint": e.Hint, "source": e.Why, "message": e.Example} {
			if text == "" || strings.ContainsAny(text, "{}") || strings.Contains(text, "“”") || strings.Contains(text, "写的是，") || strings.Contains(text, "  ") {
				t.Errorf("%s: %s is %q", e.Code, what, text)
			}
		}
		if !strings.HasSuffix(e.Why, "。") || !strings.HasSuffix(e.Hint, "。") {
			t.Errorf("%s: source and hint are whole sentences: %s %s", e.Code, e.Why, e.Hint)
		}
		if len(e.Bad) == 0 || len(e.Good) == 0 || len(e.OfficeCan()) == 0 || e.Weight() == "" {
			t.Errorf("%s lacks an example or advice", e.Code)
		}
	}
}
