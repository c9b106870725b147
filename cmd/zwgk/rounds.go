package main

import (
	"fmt"
	"io"
	"path/filepath"
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
