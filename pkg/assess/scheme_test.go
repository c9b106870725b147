package assess

import (
	"os"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/policy"
)

func schemeText(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("../../templates/scheme.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// parse reads a scheme over the built-in one.
func parse(t testing.TB, text string) (*Scheme, error) {
	return ParseScheme(policy.File{Name: "scheme.yaml", Data: []byte(text)}, policy.File{Name: "scheme.yaml", Data: []byte(schemeText(t))})
}

func scheme(t testing.TB) *Scheme {
	t.Helper()
	s, err := parse(t, schemeText(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStandardScheme(t *testing.T) {
	s := scheme(t)
	if len(s.Indicators) != 5 || s.Total.String() != "100" || s.Places != 2 {
		t.Errorf("%+v", s)
	}
	for category, want := range map[string]string{"政府部门": "县政府部门", "开发区": "乡镇街道（开发区）", "乡镇街道": "乡镇街道（开发区）", "": "其他单位", "学校": "其他单位"} {
		if got := s.GroupOf(category); got != want {
			t.Errorf("GroupOf(%q) = %q", category, got)
		}
	}
}

func TestSchemeSlips(t *testing.T) {
	cases := map[string]struct{ old, new, want string }{
		"weights":              {`weight: "40"`, `weight: "41"`, "各指标的 weight 加起来是 101，与总分 100 不符"},
		"plain number":         {`weight: "40"`, `weight: 39.5`, "加起来是 99.5"},
		"parts and measure":    {"    weight: \"20\"\n    measure: complete", "    weight: \"20\"\n    measure: complete\n    parts: [{name: a, weight: \"20\", measure: complete}]", "由 parts 相加，不能再写 measure"},
		"parts too few":        {"    weight: \"20\"\n    measure: complete", "    weight: \"20\"\n    parts: [{name: a, weight: \"19\", measure: complete}]", "“报送完整性”下面各指标的 weight 加起来是 19，与“报送完整性” 20 不符"},
		"name deep down":       {"    weight: \"20\"\n    measure: complete", "    weight: \"20\"\n    parts: [{name: 任务完成, weight: \"20\", measure: complete}]", "指标 “任务完成” 写了两次"},
		"cap above parent":     {"    weight: \"20\"\n    measure: complete", "    weight: \"20\"\n    bonus: true\n    parts: [{name: a, weight: \"21\", measure: complete}]", "“a” 的分值 21 超过了上级 “报送完整性” 的 20"},
		"scale for nothing":    {"    measure: complete", "    measure: complete\n    scale: \"100\"", "没有 parts，用不着 scale"},
		"event":                {`codes: ["P*"], severity: [error], per: cell`, `event: lat`, "可用的有：missing、late、returned、uncorrected、copied"},
		"event and codes":      {`codes: ["P*"], severity: [error], per: cell`, `event: late, per: cell`, "写了 event 的，不再写"},
		"gate":                 {"    measure: complete", "    measure: complete\n    when: 基本分 > 80", "不认识 “基本分”"},
		"steps upward":         {"    measure: complete", "    measure: complete\n    steps: [{from: \"60\", points: \"5\"}, {from: \"90\", points: \"20\"}, {points: \"0\"}]", "steps 的 from 要依次减小"},
		"step too high":        {"    measure: complete", "    measure: complete\n    steps: [{from: \"60\", points: \"25\"}, {points: \"0\"}]", "不能超过指标 “报送完整性” 的分值 20"},
		"last step":            {"    measure: complete", "    measure: complete\n    steps: [{from: \"60\", points: \"5\"}]", "最后一档不写 from"},
		"quota":                {"other: 其他单位", "other: 其他单位\nquota: {ties: maybe}", "可用的有：in、out"},
		"top of too much":      {`name: 优秀, from: "90"`, `name: 优秀, top: "120"`, "应大于 0、不超过 100"},
		"tops upside down":     {`name: 优秀, from: "90"}`, "name: 优秀, top: \"50\"}\n  - {name: 良, top: \"20\"}", "top（前百分之几）应大于 50"},
		"veto without when":    {"other: 其他单位", "other: 其他单位\nvetoes: [{name: 泄密}]", "vetoes 要写 name（名称）和 when（条件）"},
		"redistribute":         {"other: 其他单位", "other: 其他单位\nnot_applicable: spread", "可用的有：full、redistribute"},
		"finer weight":         {`weight: "40"`, `weight: "40.005"`, "比 places（2 位小数）还细"},
		"no number":            {`weight: "40"`, `weight: 四十`, "应当是数字，写的是 “四十”"},
		"negative":             {`late: "5"`, `late: "-5"`, "late（迟报扣分）不能小于 0"},
		"measure":              {`measure: timely`, `measure: timly`, "可用的有：timely、complete、completion、on_time、evidence、items、findings、count、lights、source"},
		"foreign":              {`measure: complete`, "measure: complete\n    late: \"3\"", "指标 “报送完整性” 的算法 complete 用不着 late"},
		"unknown key":          {`late: "5"`, `lates: "5"`, "不认识的项目 “lates”"},
		"empty pattern":        {`codes: ["P*"]`, `codes: [""]`, "代码应为 V01、V* 或 * 的样子"},
		"no codes":             {`codes: ["P*"], `, ``, "没有写 codes"},
		"per":                  {`severity: [error], per: cell`, `severity: [error], per: sheet`, "可用的有：cell、item、finding"},
		"grades":               {`name: 良好, from: "80"`, `name: 良好, from: "90"`, "等次要从高到低：“良好” 的 from 应小于 90"},
		"last grade":           {`{name: 不合格}`, `{name: 不合格, from: "0"}`, "最后一个等次 “不合格” 不写 from"},
		"category twice":       {`of: [垂直管理]`, `of: [政府部门]`, "类别 “政府部门” 归在了两个组里"},
		"points":               {`done: "1"`, `done: "2"`, "points 的 done 应在 0 到 1 之间"},
		"status":               {`of: [done, ongoing]`, `of: [done, on]`, "of 里写的是 “on”"},
		"severity":             {`severity: [error, warning], per: cell`, `severity: [bad], per: cell`, "可用的有：error、warning、info"},
		"reason name":          {`未报{missing}项：`, `未报{mising}项：`, "这一句里不能用 “{mising}”"},
		"reason key":           {`  not_full:`, `  not_ful:`, "reasons 里没有 “not_ful” 这一句"},
		"reason missing":       {"  base: 扣分前的分值。\n", ``, "reasons 里缺少 “base” 这一句"},
		"less when done":       {`done: "1", ongoing: progress`, `done: "0.5", ongoing: "0.8"`, "points 的 ongoing 是 0.8，不能大于 done（已完成）的 0.5"},
		"progress past":        {`done: "1", ongoing: progress`, `done: "0.8", ongoing: progress`, "ongoing 写 progress 的，done（已完成）应当是 1，现在是 0.8"},
		"of without done":      {`of: [done, ongoing]`, `of: [ongoing]`, "of 里要有 done（已完成）"},
		"lights":               {"    measure: complete", "    measure: lights\n    lights: {green: \"0.5\", yellow: \"0.8\"}", "lights 的 yellow 是 0.8，不能大于前一种灯的 0.5"},
		"rising steps":         {"    measure: complete", "    measure: complete\n    steps: [{from: \"90\", points: \"5\"}, {from: \"60\", points: \"8\"}, {points: \"0\"}]", "points 不能比上一档的 5 多"},
		"arithmetic in a gate": {"    measure: complete", "    measure: complete\n    when: 应报 + 已报 > 3", "条件只能比较，不做加减乘除"},
		"event in a gate":      {"    measure: complete", "    measure: complete\n    when: 次数(\"lates\") == 0", "次数里没有 “lates”"},
		"score in a gate":      {"    measure: complete", "    measure: complete\n    when: 得分(\"任务\") > 3", "得分里没有 “任务”"},
		"group in a gate":      {"    measure: complete", "    measure: complete\n    when: 组别 == \"县\"", "组别里没有 “县”"},
		"code in a gate":       {"    measure: complete", "    measure: complete\n    when: 问题(\"泄密\") == 0", "问题后面的代码应为 V01、V* 或 * 的样子，写的是 “泄密”"},
		"full-width points":    {`weight: "40"`, `weight: ４０`, "应当是数字，写的是 “４０”；这里有全角的标点或数字"},
		"indicator twice":      {`name: 公开佐证`, `name: 任务完成`, "指标 “任务完成” 写了两次"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			text := schemeText(t)
			if !strings.Contains(text, c.old) {
				t.Fatalf("the scheme has no %q", c.old)
			}
			_, err := parse(t, strings.Replace(text, c.old, c.new, 1))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q", err, c.want)
			}
			if !strings.Contains(c.new, ":") {
				return
			}
			if !strings.Contains(err.Error(), "行第") && !strings.Contains(name, "missing") {
				t.Errorf("no place in: %v", err)
			}
		})
	}
}

// TestUnknownCodes: codes of which the catalogue has none, in a deduction or in a condition.
func TestUnknownCodes(t *testing.T) {
	rules := finding.NewCatalogue([]finding.Rule{{Code: "V01"}, {Code: "P01", Off: true}})
	for deduct, want := range map[string]string{
		`{codes: [V01, "P*"], per: cell, points: "1"}`:                          "",
		`{codes: ["*"], per: cell, points: "1"}`:                                "",
		`{codes: [V01, V77], per: cell, points: "1"}`:                           "没有代码为 “V77” 的问题，可能是往年的代码或写错了；运行 zwgk explain 看所有代码",
		`{codes: ["Z*"], per: cell, points: "1"}`:                               "没有代码为 “Z*” 的问题",
		`{event: late, points: "1", doubled: '问题("P01") > 0 && 问题("P9*") > 0'}`: "没有代码为 “P9*” 的问题",
	} {
		s, err := parse(t, "indicators:\n  - name: 质量\n    weight: \"100\"\n    measure: findings\n    deduct:\n      - "+deduct+"\n")
		if err != nil {
			t.Fatal(err)
		}
		err = s.Verify(rules)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), "第 6 行第") || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", deduct, err)
		}
	}
}

// TestUngrouped: categories that a scheme writes in another way than the roster does.
func TestUngrouped(t *testing.T) {
	s := scheme(t)
	for list, want := range map[string]string{
		"政府部门 乡镇街道 开发区 垂直管理": "", "政府部门 乡镇街道": "", "政府部门 开发区 垂直管理 乡镇街道 学校": "", "政府部门 乡镇街道 其他": "",
		"政府部门 乡镇 街道 开发区 垂直管理": "乡镇街道 → 乡镇 街道",
	} {
		vain, unnamed := s.Ungrouped(strings.Fields(list))
		got := ""
		if vain != nil {
			got = strings.Join(vain, " ") + " → " + strings.Join(unnamed, " ")
		}
		if got != want {
			t.Errorf("%s: got %q", list, got)
		}
	}
}
