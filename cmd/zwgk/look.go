package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"zwgk/pkg/finding"
	"zwgk/pkg/project"
	"zwgk/pkg/tasktable"
)

func oneArgument(c *cli.Context, what string) (string, error) {
	if c.Args().Len() != 1 || c.Args().First() == "" {
		return "", misuse("请写一个%s，例如：zwgk %s %s", what, c.Command.Name, what)
	}
	return c.Args().First(), nil
}

// runTasks reads an official table and shows its tree.
func runTasks(c *cli.Context) error {
	path, err := oneArgument(c, "文件")
	if err != nil {
		return err
	}
	table, spec, err := project.ReadTable(path, options(c))
	if err != nil {
		return noTable(c, err)
	}
	if c.String("out") != "" {
		if err := writeOne(c, []string{path}, func(w io.Writer) error { return tasktable.Write(w, table, spec) }); err != nil {
			return err
		}
	}
	switch {
	case c.Bool("json"):
		err = project.EncodeJSON(c.App.Writer, table)
	case c.String("out") != "":
	default:
		printTable(c.App.Writer, table)
	}
	if errors, _, _ := finding.Count(table.Findings); err == nil && errors > 0 {
		return exitCode(exitErrors)
	}
	return err
}

// writeOne writes the file that --out names, and says so unless JSON is asked for.
func writeOne(c *cli.Context, inputs []string, write func(io.Writer) error) error {
	out := c.String("out")
	if _, err := os.Stat(out); err != nil && !strings.EqualFold(filepath.Ext(out), ".xlsx") {
		return misuse("--out 写的是 “%s”，这里写出的是 Excel 文件，文件名要以 .xlsx 结尾。", out)
	}
	kept, err := project.WriteFile(out, inputs, write)
	if err != nil || c.Bool("json") {
		return err
	}
	if kept != "" {
		fmt.Fprintf(c.App.Writer, "注意　原来的文件已另存为 %s\n", shown(kept))
	}
	fmt.Fprintf(c.App.Writer, "写好　%s\n", shown(out))
	return nil
}

// noTable: a file without a table is a matter of what came in, not of how the
// command was called.
func noTable(c *cli.Context, err error) error {
	if project.IsNoTable(err) {
		fmt.Fprintf(c.App.ErrWriter, "错误：%s\n", err)
		return exitCode(exitErrors)
	}
	return err
}

func printTable(w io.Writer, t *tasktable.Table) {
	chapters, sections, tasks, items := 0, 0, 0, 0
	if t.Title != "" {
		fmt.Fprintln(w, t.Title)
	}
	for _, ch := range t.Chapters {
		if name := joined(ch.Number, "、", ch.Title); name != "" {
			chapters++
			fmt.Fprintln(w, name)
		}
		for _, s := range ch.Sections {
			if name := s.Number + s.Title; name != "" {
				sections++
				fmt.Fprintf(w, "  %s\n", name)
			}
			for _, k := range s.Tasks {
				tasks++
				for _, it := range k.Items {
					items++
					fmt.Fprintf(w, "    %s %s　%s\n", padded(finding.ItemText(it.ID), 7), k.Title, duties(it))
				}
			}
		}
	}
	fmt.Fprintf(w, "共 %d 章、%d 节、%d 项任务、%d 行\n", chapters, sections, tasks, items)
	for _, f := range t.Findings {
		fmt.Fprintf(w, "%s %s %s\n", severityWords[f.Severity], f.Code, f.Message)
	}
}

func joined(number, mark, title string) string {
	if number == "" {
		return title
	}
	return number + mark + title
}

func duties(it tasktable.Item) string {
	var parts []string
	for _, p := range []struct {
		word  string
		units []string
	}{{"牵头", it.Lead}, {"责任", it.Responsible}, {"配合", it.Cooperating}} {
		if len(p.units) > 0 {
			parts = append(parts, p.word+"："+strings.Join(p.units, "、"))
		}
	}
	return "［" + strings.Join(parts, "；") + "］"
}

var severityWords = map[finding.Severity]string{finding.Error: "错误", finding.Warning: "提醒", finding.Info: "提示"}

// runPlan shows who must report on what, and what is undecided.
func runPlan(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	p, err := project.Open(planOptions(c))
	if err != nil {
		return err
	}
	if c.String("out") != "" {
		if err := writeOne(c, p.Inputs(), p.WritePlan); err != nil {
			return err
		}
	}
	orphans := c.App.Writer
	switch {
	case c.Bool("json"):
		orphans = c.App.ErrWriter
		err = project.EncodeJSON(c.App.Writer, p.Plan)
	case c.String("out") != "":
	default:
		printPlan(c.App.Writer, p)
	}
	lines := p.Orphans()
	if c.String("out") != "" {
		lines = append(append(lines, p.Elsewhere()...), p.Overruled()...)
	}
	for _, line := range lines {
		fmt.Fprintf(orphans, "注意　%s\n", line)
	}
	return err
}

// planOptions: the plan is the same in every round, so none need be named.
func planOptions(c *cli.Context) project.Options {
	o := options(c)
	o.Out = ""
	o.AnyRound = true
	o.Stale = true
	return o
}

func printPlan(w io.Writer, p *project.Project) {
	if p.RollsUp() {
		fmt.Fprintf(w, "报送期 %s 是汇总期（kind: rollup），不按任务分工：名录里启用的 %d 个县区都要报台账（ledger.json）。\n", p.Round.ID, len(p.Roster.Active()))
		return
	}
	for _, u := range p.PlanUnits() {
		fmt.Fprintf(w, "%s　%s\n", u.Name, u.Text())
	}
	lead, responsible, cooperating := p.PlanCounts()
	fmt.Fprintf(w, "共 %d 家单位有任务：牵头 %d 项次，责任 %d 项次，配合 %d 项次\n", len(p.PlanUnits()), lead, responsible, cooperating)
	for _, line := range p.Changes() {
		fmt.Fprintf(w, "变更　%s\n", line)
	}
	for _, line := range p.Answers() {
		fmt.Fprintf(w, "分工　%s\n", line)
	}
	for _, line := range p.OpenQuestions() {
		fmt.Fprintf(w, "待定　%s\n", line)
	}
	for _, line := range p.UnknownUnits() {
		fmt.Fprintf(w, "待定　%s\n", line)
	}
	for _, line := range p.Abbreviations() {
		fmt.Fprintf(w, "简称　%s\n", line)
	}
	if len(p.Plan.Undecided)+len(p.Plan.Unknown) > 0 {
		fmt.Fprintln(w, "请在 decisions.xlsx 的“责任认定”“单位认定”中写明，或在 zwgk plan --out 写出的分工表上填；没有认定以前，不算任何单位漏报。")
	}
	for _, line := range p.Reminders() {
		fmt.Fprintln(w, line)
	}
}
