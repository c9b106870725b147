package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/urfave/cli/v2"

	"zwgk/pkg/project"
)

// runExplain prints what a code means, or the catalogue, or what rules are made of.
func runExplain(c *cli.Context) error {
	rules, err := project.ReadRules(options(c))
	if err != nil {
		return err
	}
	w := c.App.Writer
	topics := c.Args().Slice()
	all := rules.Explanations()
	var chosen []explained
	for _, topic := range topics {
		at := slices.IndexFunc(all, func(e explained) bool { return e.Code == strings.ToUpper(topic) })
		switch {
		case at >= 0:
			chosen = append(chosen, all[at])
		case topic != topicConditions && topic != topicData:
			return misuse("没有代码 “%s”。运行 zwgk explain 看全部代码。", topic)
		}
	}
	if c.Bool("json") {
		if len(chosen) == 0 {
			chosen = all
		}
		return project.EncodeJSON(w, struct {
			Groups []ruleGroup        `json:"groups"`
			Rules  []explained        `json:"rules"`
			Data   []ruleData         `json:"data"`
			Words  []project.RuleWord `json:"words"`
		}{rules.Groups(), chosen, rules.Data(), rules.Vocabulary()})
	}
	if len(topics) == 0 {
		printCatalogue(w, rules.Groups(), all)
		return nil
	}
	for i, topic := range topics {
		if i > 0 {
			fmt.Fprintln(w)
		}
		switch topic {
		case topicConditions:
			printConditions(w, rules.Vocabulary())
		case topicData:
			printData(w, rules.Data())
		default:
			printRule(w, chosen[0])
			chosen = chosen[1:]
		}
	}
	return nil
}

// What can be explained besides codes.
const (
	topicConditions = "条件"
	topicData       = "数据"
)

type (
	explained = project.Explanation
	ruleGroup = project.RuleGroup
	ruleData  = project.RuleData
)

func printCatalogue(w io.Writer, groups []ruleGroup, rules []explained) {
	for _, g := range groups {
		first := true
		for _, r := range rules {
			if !strings.HasPrefix(r.Code, g.Letter) {
				continue
			}
			if first {
				fmt.Fprintf(w, "%s　%s：%s\n", g.Letter, g.Title, g.About)
				first = false
			}
			fmt.Fprintf(w, "  %s  %s  %s%s\n", r.Code, weight(r), r.Title, changeNote(r))
		}
	}
	fmt.Fprintln(w, "看某一条：zwgk explain V01　　　　自己加规则能用的名字：zwgk explain 条件　　　　尺度和词表：zwgk explain 数据")
}

func weight(r explained) string {
	if r.Off {
		return "停用"
	}
	return severityWords[r.Severity]
}

func changeNote(r explained) string {
	switch {
	case r.Off && r.Reason != "":
		return "（" + r.Reason + "）"
	case !r.Off && len(r.Changed) > 0:
		return "（办公室改过）"
	}
	return ""
}

// cases are those with a hint of their own (check.Cases), with people's words.
var cases = []struct{ name, word string }{{"archive", "在压缩包里的"}, {"mail", "在邮件里的"}, {"disk", "在硬盘上打不开的"}, {"office", "收件总量超限的"},
	{"stamp", "用下发表填的"}, {"name", "文件名是别家的"}, {"ticks", "分栏打钩的"}, {"several", "一行写了几项任务的"}, {"ledger", "汇总期报来的台账"}}

// wide is the width of the labels of an explanation, in terminal columns.
const wide = 12

func printRule(w io.Writer, r explained) {
	say := func(label, text string) { fmt.Fprintf(w, "  %s%s\n", padded(label, wide), text) }
	fmt.Fprintf(w, "%s　%s\n", r.Code, r.Title)
	say("轻重", r.Weight())
	say("会看到", r.Example)
	if r.Why != "" {
		say("为什么", r.Why)
	}
	printExample(w, "不对", r.Bad)
	printExample(w, "这样对", r.Good)
	say("怎么办", r.Hint)
	for _, k := range cases {
		if hint := r.Hints[k.name]; hint != "" {
			say("", k.word+"："+hint)
		}
	}
	if r.When != "" {
		say("条件", r.When)
	}
	for i, line := range r.OfficeCan() {
		label := ""
		if i == 0 {
			label = "办公室可以"
		}
		fmt.Fprintf(w, "  %s· %s\n", padded(label, wide), line)
	}
}

// printExample shows a sentence, or a row cell by cell.
func printExample(w io.Writer, label string, cells []project.ExampleCell) {
	column := 0
	for _, c := range cells {
		if c.Column != "" {
			column = max(column, runewidth.StringWidth(c.Column)+2)
		}
	}
	for _, c := range cells {
		text := c.Text
		if c.Column != "" && text == "" {
			text = "（没有填）"
		}
		if c.Here {
			text += "　← 在这里"
		}
		fmt.Fprintf(w, "  %s%s%s\n", padded(label, wide), padded(c.Column, column), text)
		label = ""
	}
}

func printConditions(w io.Writer, words []project.RuleWord) {
	fmt.Fprintln(w, "自己加的规则（Z01 到 Z99）用 when 写条件，报来的表一行检查一次，条件成立就是有问题。可用的名字：")
	for _, k := range words {
		fmt.Fprintf(w, "  %s%s%s\n", padded(k.Name, 10), padded(k.Kind, 8), k.Meaning)
	}
	fmt.Fprint(w, `可用的写法（符号和引号用半角）：
  ==  !=  <  <=  >  >=      比较；文字写在引号里，例如 状态 == "已完成"
  &&  ||  !                 并且、或者、不是，例如 !有链接
  contains  startsWith      包含、开头是，例如 进展情况 contains "会议"
  in                        是其中之一，例如 状态 in ["已完成", "正在推进"]
例：职责 == "牵头" && 状态 == "已完成" && !有链接
`)
}

func printData(w io.Writer, data []ruleData) {
	fmt.Fprintln(w, "规则用到的尺度和词表，可以在 templates/rules.yaml 里改。列表写“名字: […]”整个另写，“名字+: […]”增加几个，“名字-: […]”去掉几个。")
	for _, d := range data {
		fmt.Fprintf(w, "  %s\n    %s\n    现在是：%s\n", d.Key, d.About, shortList(d.Values))
	}
}

// shortList shows the beginning of a long list and how long it is.
func shortList(values []string) string {
	const most = 12
	if len(values) == 0 {
		return "（空）"
	}
	if len(values) > most {
		return fmt.Sprintf("%s 等 %d 个", strings.Join(values[:most], "、"), len(values))
	}
	return strings.Join(values, "、")
}
