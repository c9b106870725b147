package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"zwgk/pkg/finding"
	"zwgk/pkg/project"
)

func runRound(c *cli.Context) error  { return runStages(c, project.Everything) }
func runMerge(c *cli.Context) error  { return runStages(c, project.Stages{Ledger: true}) }
func runReport(c *cli.Context) error { return runStages(c, project.Stages{Reports: true}) }
func runReturn(c *cli.Context) error { return runStages(c, project.Stages{Returns: true}) }

func runStages(c *cli.Context, stages project.Stages) error {
	out, p, err := stagesOf(c, stages)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return project.EncodeJSON(c.App.Writer, out.Manifest)
	}
	switch {
	case c.Bool("quiet"):
	case out.Comparison != nil:
		printRollUp(c.App.Writer, p, out)
	default:
		printOutcome(c.App.Writer, p, out)
	}
	return nil
}

func stagesOf(c *cli.Context, stages project.Stages) (*project.Outcome, *project.Project, error) {
	if err := noArguments(c); err != nil {
		return nil, nil, err
	}
	p, err := project.Open(options(c))
	if err != nil {
		return nil, nil, err
	}
	out, err := p.Run(stages)
	return out, p, err
}

func noArguments(c *cli.Context) error {
	if c.Args().Present() {
		return misuse("不认识参数 “%s”。运行 zwgk %s --help 看用法。", c.Args().First(), c.Command.Name)
	}
	return nil
}

// printOutcome says in a few lines what the run found and wrote.
func printOutcome(w io.Writer, p *project.Project, out *project.Outcome) {
	m := out.Manifest
	fmt.Fprintf(w, "%s　%s\n", p.Settings.Title, roundText(p))
	printFiles(w, p, out)
	r := m.Rows
	fmt.Fprintf(w, "行数　读到 %d 行：并入 %d、被新版取代 %d、未并入 %d、空行 %d\n", r.Read, r.Merged, r.Superseded, r.Unmatched, r.Empty)
	fmt.Fprintf(w, "单位　应报 %d 家，已报 %d 家", m.Units.Expected, m.Units.Reported)
	if n := len(m.Units.Missing); n > 0 {
		fmt.Fprintf(w, "，未报 %d 家（%s）", n, names(m.Units.Missing))
	}
	if n := len(m.Units.Late); n > 0 {
		fmt.Fprintf(w, "，迟报 %d 家（%s）", n, names(m.Units.Late))
	}
	fmt.Fprintln(w)
	errors, warnings, infos := finding.Count(out.Counted)
	fmt.Fprintf(w, "问题　错误 %d、提醒 %d、提示 %d\n", errors, warnings, infos)
	printQuestions(w, p, out)
	printOutputs(w, p, out)
}

func roundText(p *project.Project) string {
	s := p.Round.Name
	if p.Round.AsOf != "" {
		s += "　数据截至 " + p.Round.AsOf
	}
	return s
}

// printAstray tells of files that no round takes in.
func printAstray(w io.Writer, p *project.Project) {
	if n := p.Astray(); n > 0 {
		fmt.Fprintf(w, "　　　%s 里有 %d 个文件没有放进报送期的文件夹，没有读。请移到 %s。\n", shown(filepath.Dir(p.Inbox())), n, shown(p.Inbox()))
	}
}

var verdictWords = []struct {
	verdict finding.Verdict
	word    string
}{{finding.Accepted, "合格"}, {finding.Returned, "退回修改"}, {finding.Rejected, "不能用"}, {finding.Superseded, "被新版取代"}, {finding.Ignored, "不计"}}

func printFiles(w io.Writer, p *project.Project, out *project.Outcome) {
	if len(out.Result.Files) == 0 {
		fmt.Fprintf(w, "文件　收件文件夹 %s 是空的，一份表也没有收到。\n", shown(p.Inbox()))
		printAstray(w, p)
		return
	}
	fmt.Fprintf(w, "文件　收到 %d 个：%s\n", len(out.Result.Files), verdictText(out))
	apart, more := project.IgnoredApart(out.Result.Files)
	for _, f := range out.Result.Files {
		if f.Verdict == finding.Ignored && f.Why != "" && !apart[f.Path] {
			fmt.Fprintf(w, "　　　不计 %s（%s）\n", f.Path, f.Why)
		}
	}
	if more != "" {
		fmt.Fprintf(w, "　　　%s%s\n", more, ignoredWhere(p, out))
	}
}

// verdictText counts files by verdict.
func verdictText(out *project.Outcome) string {
	count := map[finding.Verdict]int{}
	for _, f := range out.Result.Files {
		count[f.Verdict]++
	}
	var parts []string
	for _, v := range verdictWords {
		if count[v.verdict] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", v.word, count[v.verdict]))
		}
	}
	return strings.Join(parts, "、")
}

// ignoredWhere names the list of all ignored files, where the run wrote it.
func ignoredWhere(p *project.Project, out *project.Outcome) string {
	for _, o := range out.Written {
		if o.Kind == "ignored" {
			return "，见 " + shown(filepath.Join(p.Out(), filepath.FromSlash(o.Path)))
		}
	}
	return ""
}

func printQuestions(w io.Writer, p *project.Project, out *project.Outcome) {
	if n := len(p.Changes()); n > 0 {
		fmt.Fprintf(w, "变更　本期按 %d 处年中变更办，运行 zwgk plan 看是哪些\n", n)
	}
	if n := len(p.Answers()); n > 0 {
		fmt.Fprintf(w, "分工　按 %s 改动和认定了 %d 处，运行 zwgk plan 看是哪些\n", p.Settings.Plan, n)
	}
	for _, f := range out.Decided {
		fmt.Fprintf(w, "决定　%s%s\n　　　%s\n", f.File+" ", f.Message, f.Hint)
	}
	printSchemeNotes(w, p)
	n := len(p.Plan.Undecided) + len(p.Plan.Unknown)
	if n == 0 {
		return
	}
	where := "运行 zwgk plan 看是哪些"
	for _, o := range out.Written {
		if o.Kind == "questions" {
			where = "见 " + o.Path
		}
	}
	fmt.Fprintf(w, "待定　有 %d 处责任单位要办公室认定，%s\n", n, where)
}

func printSchemeNotes(w io.Writer, p *project.Project) {
	for _, note := range p.SchemeNotes() {
		fmt.Fprintf(w, "注意　%s\n", note)
	}
}

func printOutputs(w io.Writer, p *project.Project, out *project.Outcome) {
	for _, k := range out.Kept {
		fmt.Fprintf(w, "注意　您改过的文件已另存为 %s\n", k)
		if strings.HasPrefix(k, "待决定") {
			fmt.Fprintln(w, "　　　其中的认定还没有生效：请把它另存为项目文件夹里的 decisions.xlsx，再运行一次")
		}
	}
	if len(out.Missing) > 0 {
		fmt.Fprintf(w, "注意　字库里没有这些字，报告中以〓代替：%s\n", string(out.Missing))
	}
	fmt.Fprintf(w, "写好　%d 个文件，在 %s\n", len(out.Written), shown(p.Out()))
	first := map[string]string{}
	for _, o := range out.Written {
		if first[o.Kind] == "" && !strings.HasSuffix(o.Path, ".json") {
			first[o.Kind] = o.Path
		}
	}
	for _, kind := range []string{"ledger", "report", "chase"} {
		if first[kind] != "" {
			fmt.Fprintf(w, "　　　请看 %s\n", shown(filepath.Join(p.Out(), filepath.FromSlash(first[kind]))))
		}
	}
}

// names shows the first few of a list of units.
func names(list []string) string {
	const few = 5
	if len(list) <= few {
		return strings.Join(list, "、")
	}
	return strings.Join(list[:few], "、") + "等"
}

func shown(path string) string { return project.ShownPath(path) }

// runAssess writes scores.json and prints the ranking, or one unit's account.
func runAssess(c *cli.Context) error {
	if c.String("what-if") != "" && !c.Bool("json") {
		return runWhatIf(c)
	}
	out, p, err := stagesOf(c, project.Stages{Scores: true})
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return project.EncodeJSON(c.App.Writer, out.Scores)
	}
	if c.Bool("quiet") {
		return nil
	}
	if unit := c.String("unit"); unit != "" {
		if err := printAccount(c.App.Writer, p, out, unit); err != nil {
			return err
		}
		printSchemeNotes(c.App.Writer, p)
		return nil
	}
	printRanking(c.App.Writer, out)
	printSchemeNotes(c.App.Writer, p)
	fmt.Fprintf(c.App.Writer, "写好　%s\n", shown(filepath.Join(p.Out(), "scores.json")))
	return nil
}

func printRanking(w io.Writer, out *project.Outcome) {
	group := ""
	for _, s := range project.Ranked(out.Scores) {
		if s.Group != group {
			group = s.Group
			fmt.Fprintf(w, "%s\n", group)
		}
		fmt.Fprintf(w, "  %2d  %6s  %s  %s\n", s.Rank, s.Final, s.Grade, s.Unit)
	}
}

func printAccount(w io.Writer, p *project.Project, out *project.Outcome, name string) error {
	unit := p.Roster.Resolve(name).Unit
	for _, s := range out.Scores.Units {
		if s.Unit != unit || unit == "" {
			continue
		}
		fmt.Fprintf(w, "%s　%s 分　%s　第 %d 名（%s）\n", s.Unit, s.Final, s.Grade, s.Rank, s.Group)
		clause := ""
		for _, l := range s.Lines {
			points := l.Score
			if l.Max != "0" && !strings.HasPrefix(l.Max, "-") {
				points += " / " + l.Max
			}
			fmt.Fprintf(w, "  %s　%s　%s\n", l.Indicator, points, l.Reason)
			if l.Clause != "" && l.Clause != clause {
				fmt.Fprintf(w, "      条款　%s\n", l.Clause)
			}
			clause = l.Clause
			for _, source := range project.SourceLines(l.Sources) {
				fmt.Fprintf(w, "      出处　%s\n", source)
			}
		}
		if s.Adjustment != "0" {
			fmt.Fprintf(w, "  另按决定调整 %s 分\n", s.Adjustment)
		}
		return nil
	}
	return misuse("评分里没有单位 “%s”。", name)
}

// runWhatIf tells who moves by another scheme or other decisions, by how much and why. It writes
// nothing.
func runWhatIf(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	p, err := project.Open(options(c))
	if err != nil {
		return err
	}
	moves, err := p.WhatIf(c.String("what-if"))
	if err != nil || c.Bool("quiet") {
		return err
	}
	return printWhatIf(c.App.Writer, p, moves, c.String("unit"))
}

func printWhatIf(w io.Writer, p *project.Project, moves []project.Move, unit string) error {
	if unit != "" {
		known := p.Roster.Resolve(unit).Unit
		moves = slices.DeleteFunc(moves, func(m project.Move) bool { return m.After.Unit != known })
		if len(moves) == 0 {
			return misuse("评分里没有单位 “%s”。", unit)
		}
	}
	n := 0
	for _, m := range moves {
		if !m.Moved() && unit == "" {
			continue
		}
		n++
		fmt.Fprintf(w, "%s　%s → %s 分　%s → %s　第 %d → %d 名（%s）\n", m.After.Unit, m.Before.Final, m.After.Final, m.Before.Grade, m.After.Grade, m.Before.Rank, m.After.Rank, m.After.Group)
		for _, c := range m.Changes {
			fmt.Fprintf(w, "  %s　%s → %s　%s\n", cmp.Or(c.Name, "按决定调整"), cmp.Or(c.Before, "没有这一项"), cmp.Or(c.After, "没有这一项"), strings.Join(c.Reasons, ""))
		}
	}
	fmt.Fprintf(w, "共 %d 家单位，有变化的 %d 家。这只是比较，没有改动评分。\n", len(moves), n)
	return nil
}
