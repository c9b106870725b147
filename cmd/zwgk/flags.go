package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/urfave/cli/v2"

	"zwgk/pkg/project"
)

func init() {
	cli.HelpFlag = &cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: "显示帮助", DisableDefaultText: true}
	cli.FlagStringer = flagText
}

const appHelp = `zwgk — {{.Usage}}

用法：zwgk 命令 [选项] [参数]

命令：
{{range .VisibleCommands}}  {{printf "%-9s" .Name}} {{.Usage}}
{{end}}
先试一下：zwgk demo　　　　看某个命令的选项：zwgk 命令 --help
`

const commandHelp = `zwgk {{.Name}} — {{.Usage}}

用法：zwgk {{.Name}}{{if .ArgsUsage}} {{.ArgsUsage}}{{end}} [选项]
{{if .Description}}
{{.Description}}
{{end}}
选项：
{{range .VisibleFlags}}  {{.}}
{{end}}`

// flagText is a flag's line in the help: its name, what it takes, what it does.
func flagText(f cli.Flag) string {
	d, ok := f.(cli.DocGenerationFlag)
	if !ok {
		return ""
	}
	usage, name := d.GetUsage(), "--"+strings.Join(f.Names(), ", -")
	if parts := strings.SplitN(usage, "`", 3); len(parts) == 3 {
		name, usage = name+" "+parts[1], strings.Join(parts, "")
	}
	if text := d.GetDefaultText(); d.TakesValue() && text != "" {
		usage += "（不写时为 " + strings.Trim(text, `"`) + "）"
	}
	return padded(name, 20) + " " + usage
}

// padded fills up with spaces to a width in terminal columns; Chinese counts two.
func padded(s string, width int) string { return runewidth.FillRight(s, width) }

func text(name, usage string) cli.Flag { return &cli.StringFlag{Name: name, Usage: usage} }

func yes(name, usage string) cli.Flag {
	return &cli.BoolFlag{Name: name, Usage: usage, DisableDefaultText: true}
}

func projectFlag() cli.Flag {
	return &cli.StringFlag{Name: "project", Usage: "项目`文件夹`", Value: "."}
}

// officeFlags name the office's own files.
func officeFlags() []cli.Flag {
	return []cli.Flag{projectFlag(), text("tasks", "任务分解表`文件`"), text("roster", "单位名录`文件`"), text("decisions", "决定表`文件`"),
		text("round", "报送`期`，例如 2019-h1"), text("as-of", "数据截止`日`，例如 2019-06-30"),
		text("form", "填报表规格`文件`（form.yaml）"), text("rules", "检查规则`文件`（rules.yaml）"), text("scheme", "评分方案`文件`（scheme.yaml）")}
}

// roundFlags are for commands that read returns and write outputs.
func roundFlags() []cli.Flag {
	return append(officeFlags(), text("inbox", "收件`文件夹`（就读这个文件夹，不再分报送期）"), text("out", "输出`文件夹`"), text("previous", "上期台账`文件`（ledger.json），不写时用上期输出的"),
		&cli.IntFlag{Name: "jobs", Usage: "同时读取的文件`数`", DefaultText: "处理器个数", Action: atLeastOne}, yes("quiet", "只报错误，不显示进度和结果"))
}

// yearFlags are for the annual assessment, which has no round and no inbox of its own.
func yearFlags() []cli.Flag {
	return []cli.Flag{projectFlag(), text("tasks", "任务分解表`文件`"), text("roster", "单位名录`文件`"), text("decisions", "决定表`文件`"), text("rules", "检查规则`文件`（rules.yaml）"),
		text("scheme", "评分方案`文件`（scheme.yaml）"), text("previous", "上年台账`文件`（上年 out/year 里的 ledger.json），用来与上年比较"), text("unit", "只看这个`单位`的年度得分明细"), text("out", "输出`文件夹`"),
		yes("json", "输出 JSON"), yes("quiet", "只报错误，不显示进度和结果")}
}

// chaseFlags are for commands that chase.
func chaseFlags() []cli.Flag {
	return append(roundFlags(), text("today", "按哪一`天`催报，例如 2019-07-08（不写的按数据截止日；不影响检查和评分）"))
}

func atLeastOne(_ *cli.Context, n int) error {
	if n < 1 {
		return misuse("选项 --jobs 应是 1 以上的数，写的是 %d。", n)
	}
	return nil
}

func options(c *cli.Context) project.Options {
	o := project.Options{Dir: c.String("project"), Tasks: c.String("tasks"), Roster: c.String("roster"), Decisions: c.String("decisions"),
		Inbox: c.String("inbox"), Out: c.String("out"), Round: c.String("round"), AsOf: c.String("as-of"), Today: c.String("today"),
		Form: c.String("form"), Rules: c.String("rules"), Scheme: c.String("scheme"), Previous: c.String("previous"), WhatIf: c.String("what-if"), Jobs: c.Int("jobs")}
	if !c.Bool("quiet") {
		o.Progress = progressBar(c.App.ErrWriter)
	}
	return o
}

// flagsFirst moves the flags of a command before its arguments, for the flag
// parser stops at the first argument. Everything after "--" is an argument.
func flagsFirst(app *cli.App, args []string) []string {
	if len(args) < 2 {
		return args
	}
	i := slices.IndexFunc(app.Commands, func(c *cli.Command) bool { return c.Name == args[1] })
	if i < 0 {
		return args
	}
	takesValue := valueFlags(app.Commands[i])
	var flags, rest []string
	for list := args[2:]; len(list) > 0; list = list[1:] {
		arg := list[0]
		if arg == "--" {
			rest = append(rest, list[1:]...)
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			rest = append(rest, arg)
			continue
		}
		flags = append(flags, arg)
		if !takesValue[strings.TrimLeft(arg, "-")] {
			continue
		}
		if len(list) == 1 || strings.HasPrefix(list[1], "--") {
			return slices.Concat(args[:2], flags) // the parser says that the value is missing
		}
		list = list[1:]
		flags = append(flags, list[0])
	}
	return slices.Concat(args[:2], flags, []string{"--"}, rest)
}

func valueFlags(c *cli.Command) map[string]bool {
	out := map[string]bool{}
	for _, f := range c.Flags {
		if _, isBool := f.(*cli.BoolFlag); isBool {
			continue
		}
		for _, name := range f.Names() {
			out[name] = true
		}
	}
	return out
}

var (
	undefinedFlag = regexp.MustCompile(`^flag provided but not defined: -+(\S+)`)
	missingValue  = regexp.MustCompile(`^flag needs an argument: -+(\S+)`)
	badValue      = regexp.MustCompile(`^invalid (?:boolean )?value "(.*)" for (?:flag )?-+(\S+): `)
)

func usageError(c *cli.Context, err error, _ bool) error {
	message := err.Error()
	if c.Command == nil || c.Command.Name == "" || c.Command.Name == c.App.Name {
		return misuse("选项要写在命令后面，例如 zwgk run --round 2019-h1。运行 zwgk --help 看有哪些命令。")
	}
	where := fmt.Sprintf("zwgk %s --help", c.Command.Name)
	if m := undefinedFlag.FindStringSubmatch(message); m != nil {
		return misuse("没有 --%s 这个选项。运行 %s 看有哪些选项。", m[1], where)
	}
	if m := missingValue.FindStringSubmatch(message); m != nil {
		return misuse("选项 --%s 后面要写内容。运行 %s 看用法。", m[1], where)
	}
	if m := badValue.FindStringSubmatch(message); m != nil {
		return misuse("选项 --%s 不能写成 “%s”。运行 %s 看用法。", m[2], m[1], where)
	}
	return misuse("选项写错了（%s）。运行 %s 看用法。", message, where)
}
