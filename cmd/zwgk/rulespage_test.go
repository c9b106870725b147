package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/project"
)

const rulesPage = "../../docs/rules.md"

// TestRulesPage: the catalogue in docs/rules.md is what the rules say; -update
// writes it anew.
func TestRulesPage(t *testing.T) {
	data, err := os.ReadFile(rulesPage)
	if err != nil {
		t.Fatal(err)
	}
	head, mark, found := cutAfterMark(string(data))
	if !found {
		t.Fatal("no mark where the catalogue begins")
	}
	want := head + mark + "\n" + rulesMarkdown(t)
	if *update {
		if err := os.WriteFile(rulesPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if string(data) != want {
		t.Error("docs/rules.md is not what templates/rules.yaml says; run go test ./cmd/zwgk -run TestRulesPage -update")
	}
}

func cutAfterMark(page string) (head, mark string, found bool) {
	at := regexp.MustCompile(`<!-- .*TestRulesPage.* -->\n`).FindStringIndex(page)
	if at == nil {
		return "", "", false
	}
	return page[:at[0]], page[at[0]:at[1]], true
}

func rulesMarkdown(t *testing.T) string {
	rules, err := project.ReadRules(project.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, g := range rules.Groups() {
		fmt.Fprintf(&b, "## %s　%s\n\n%s。\n\n", g.Letter, g.Title, g.About)
		any := false
		for _, e := range rules.Explanations() {
			if strings.HasPrefix(e.Code, g.Letter) {
				writeRule(&b, e)
				any = true
			}
		}
		if !any {
			b.WriteString("代码 Z01 到 Z99，见上面的例子。\n\n")
		}
	}
	b.WriteString("## 条件\n\n`when` 里可用的名字（`zwgk explain 条件` 也列出来）：\n\n| 名字 | 是什么 | 含义 |\n|---|---|---|\n")
	for _, w := range rules.Vocabulary() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", w.Name, w.Kind, cellText(w.Meaning))
	}
	b.WriteString("\n比较用 `==` `!=` `<` `<=` `>` `>=`，连接用 `&&`（并且）`||`（或者）`!`（不是），文字写在半角引号里；还可以用 `contains`（包含）、`in`（是其中之一）。\n")
	b.WriteString("\n## 数据\n\n规则用到的尺度和列表，写在 `rules.yaml` 的最外层。\n\n| 名字 | 含义 | 内置的值 |\n|---|---|---|\n")
	for _, d := range rules.Data() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", d.Key, cellText(d.About), codeText(shortList(d.Values)))
	}
	return b.String()
}

func writeRule(b *strings.Builder, e project.Explanation) {
	fmt.Fprintf(b, "### %s　%s\n\n%s。\n\n", e.Code, e.Title, e.Weight())
	fmt.Fprintf(b, "- 会看到：%s\n- 为什么：%s\n- 怎么办：%s\n", e.Example, e.Why, e.Hint)
	for _, k := range cases {
		if hint := e.Hints[k.name]; hint != "" {
			fmt.Fprintf(b, "  - %s：%s\n", k.word, hint)
		}
	}
	if e.When != "" {
		fmt.Fprintf(b, "- 条件：`%s`\n", e.When)
	}
	var keys []string
	for _, d := range e.Data {
		keys = append(keys, "`"+d.Key+"`")
	}
	if e.Check == "text_hollow" {
		keys = append(keys, "`form.yaml` 里“进展情况”的 `min`")
	}
	if len(keys) > 0 {
		fmt.Fprintf(b, "- 用到：%s\n", strings.Join(keys, "、"))
	}
	fmt.Fprintf(b, "- 说法里可用：`{%s}`\n", strings.Join(e.Names, "}` `{"))
	if e.Fixed {
		b.WriteString("- 不能停用\n")
	}
	b.WriteString("\n")
	writeExamples(b, e.Bad, e.Good)
}

// writeExamples shows two sentences, or two rows under the columns that either has.
func writeExamples(b *strings.Builder, bad, good []project.ExampleCell) {
	if bad[0].Column == "" {
		fmt.Fprintf(b, "不对：%s<br>\n这样对：%s\n\n", bad[0].Text, good[0].Text)
		return
	}
	columns := []string{}
	for _, c := range slices.Concat(good, bad) {
		if !slices.Contains(columns, c.Column) {
			columns = append(columns, c.Column)
		}
	}
	fmt.Fprintf(b, "| | %s |\n|---%s|\n", strings.Join(columns, " | "), strings.Repeat("|---", len(columns)))
	for _, row := range []struct {
		word  string
		cells []project.ExampleCell
	}{{"不对", bad}, {"这样对", good}} {
		fmt.Fprintf(b, "| %s", row.word)
		for _, column := range columns {
			text := ""
			for _, c := range row.cells {
				if c.Column != column {
					continue
				}
				if text = cellText(c.Text); text == "" {
					text = "（没有填）"
				}
				if c.Here {
					text = "**" + text + "**"
				}
			}
			fmt.Fprintf(b, " | %s", text)
		}
		b.WriteString(" |\n")
	}
	b.WriteString("\n")
}

func cellText(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func codeText(s string) string { return "`" + cellText(s) + "`" }

// TestOverrideOfTheRulesPage: the example of the page is what it says.
func TestOverrideOfTheRulesPage(t *testing.T) {
	data, err := os.ReadFile(rulesPage)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(data)
	dir := t.TempDir()
	if err := copyFiles(dir, os.DirFS("testdata/county")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "templates"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "templates", "rules.yaml"), block[1], 0o644); err != nil {
		t.Fatal(err)
	}
	rules, err := project.ReadRules(project.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for code, holds := range map[string]func(e project.Explanation) bool{
		"E03": func(e project.Explanation) bool { return e.Severity == finding.Info },
		"V07": func(e project.Explanation) bool { return e.Off && e.Reason == "本县按收件日期计" },
		"T06": func(e project.Explanation) bool { return e.Example == "还有 1 项任务没有报：9。" },
		"Z01": func(e project.Explanation) bool { return e.Own && e.Bad[1].Here && e.Bad[1].Text == "" },
		"E05": func(e project.Explanation) bool { return e.Data[0].Values[0] == "6" },
	} {
		if e, ok := rules.Explain(code); !ok || !holds(e) {
			t.Errorf("%s: %+v", code, e)
		}
	}
	out := string(zwgk(t, exitErrors, "check", "--project", dir))
	if !strings.Contains(out, "提示 E03") {
		t.Errorf("the example does not hold in a check:\n%s", out)
	}
}

// TestInstructionsNameRules: what the blank says of a rule is of one that there is.
func TestInstructionsNameRules(t *testing.T) {
	p, err := project.Open(project.Options{Dir: "testdata/county", Round: "2019-h1"})
	if err != nil {
		t.Fatal(err)
	}
	codes := p.Spec.InstructionCodes()
	for _, code := range codes {
		if _, ok := p.Rules.Explain(code); !ok {
			t.Errorf("templates/form.yaml names %s, which is no rule", code)
		}
	}
	if len(codes) == 0 {
		t.Error("no instruction follows from a rule")
	}
}
