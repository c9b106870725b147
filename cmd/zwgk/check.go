package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"zwgk/pkg/finding"
	"zwgk/pkg/project"
)

// runCheck reads and checks sheets and writes nothing.
func runCheck(c *cli.Context) error {
	p, err := project.Open(options(c))
	if err != nil {
		return err
	}
	checked, err := p.Check(c.Args().Slice())
	if err != nil {
		return err
	}
	report := checked.Report()
	switch {
	case c.Bool("json"):
		err = project.EncodeJSON(c.App.Writer, report)
	case !c.Bool("quiet"):
		printCheck(c.App.Writer, p, report)
	}
	if err == nil && report.Summary.Errors > 0 {
		return exitCode(exitErrors)
	}
	return err
}

func printCheck(w io.Writer, p *project.Project, r project.CheckReport) {
	if len(r.Files) == 0 {
		fmt.Fprintln(w, "一份表也没有收到。请把各单位报来的文件放进收件文件夹，或在命令后写明文件。")
		printAstray(w, p)
		return
	}
	apart, more := project.IgnoredApart(r.AllFiles())
	for _, f := range r.Files {
		if !apart[f.Path] {
			printFile(w, f)
		}
	}
	if more != "" {
		fmt.Fprintf(w, "%s（zwgk check --json 列出全部）\n", more)
	}
	s := r.Summary
	fmt.Fprintf(w, "共 %d 个文件、%d 行：错误 %d、提醒 %d、提示 %d\n", s.Files, s.Rows, s.Errors, s.Warnings, s.Infos)
	if s.Errors+s.Warnings > 0 {
		fmt.Fprintln(w, "代码是什么意思：zwgk explain 代码")
	}
}

func printFile(w io.Writer, f project.CheckedFile) {
	word := ""
	for _, v := range verdictWords {
		if v.verdict == f.Verdict {
			word = v.word
		}
	}
	unit := f.Unit
	if unit == "" && f.Verdict != finding.Ignored {
		unit = cmp.Or(strings.Join(f.Units(), "、"), "单位不明")
	}
	fmt.Fprintf(w, "%s　%s　%s", f.Path, unit, word)
	if f.Why != "" {
		fmt.Fprintf(w, "（%s）", f.Why)
	}
	fmt.Fprintln(w)
	for _, x := range f.Findings {
		fmt.Fprintf(w, "  %s %s %s\n", severityWords[x.Severity], x.Code, x.Message)
		if x.Severity != finding.Info && x.Hint != "" {
			fmt.Fprintf(w, "          %s%s\n", x.Hint, x.Office)
		}
	}
}
