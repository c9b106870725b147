package main

import (
	"fmt"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"zwgk/pkg/project"
)

// runDispatch writes the blanks and the notice.
func runDispatch(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	p, err := project.Open(options(c))
	if err != nil {
		return err
	}
	out, err := p.Dispatch(c.String("unit"))
	if err != nil || c.Bool("quiet") {
		return err
	}
	w := c.App.Writer
	fmt.Fprintf(w, "%s　%s\n", p.Settings.Title, p.Round.Name)
	fmt.Fprintf(w, "下发　%d 家单位的填报表，共 %d 项\n", out.Units, out.Rows)
	for _, text := range out.Nobody {
		fmt.Fprintf(w, "注意　“%s”不在单位名录中，没有下发；请在名录里补上，或在 decisions.xlsx 的“单位认定”中写明\n", text)
	}
	for _, k := range out.Kept {
		fmt.Fprintf(w, "注意　您改过的文件已另存为 %s\n", k)
	}
	fmt.Fprintf(w, "写好　在 %s，通知见 %s\n", shown(out.Dir), shown(filepath.Join(out.Dir, out.Notice)))
	return nil
}

// runInit makes a new year's folder.
func runInit(c *cli.Context) error {
	dir, err := oneArgument(c, "文件夹")
	if err != nil {
		return err
	}
	made, err := project.Init(dir, project.InitOptions{Tasks: c.String("tasks"), Roster: c.String("roster"), County: c.String("county")})
	if err != nil || c.Bool("quiet") {
		return err
	}
	for _, line := range made {
		fmt.Fprintln(c.App.Writer, line)
	}
	return nil
}

// runDemo unpacks the built-in sample year and does the whole job on it, round by round.
func runDemo(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	dir := c.String("out")
	if err := project.UnpackDemo(dir); err != nil {
		return err
	}
	year, err := project.Open(project.Options{Dir: dir, AnyRound: true})
	if err != nil {
		return err
	}
	if !c.Bool("quiet") {
		fmt.Fprintln(c.App.Writer, "示例数据，纯属虚构。")
	}
	for _, r := range year.Settings.Rounds {
		if err := runDemoRound(c, project.Options{Dir: dir, Round: r.ID.Value}); err != nil {
			return err
		}
	}
	if err := joinYear(c, project.Options{Dir: dir}); err != nil || c.Bool("quiet") {
		return err
	}
	fmt.Fprintln(c.App.Writer, "先打开年度评估报告看结论，再打开台账按来源核对；退给各单位的表在各期的 returns 文件夹")
	return nil
}

func runDemoRound(c *cli.Context, o project.Options) error {
	if !c.Bool("quiet") {
		o.Progress = progressBar(c.App.ErrWriter)
	}
	p, err := project.Open(o)
	if err != nil {
		return err
	}
	out, err := p.Run(project.Everything)
	if err == nil && !c.Bool("quiet") {
		printOutcome(c.App.Writer, p, out)
	}
	return err
}
