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

// runAssess writes scores.json and prints the ranking, or one unit's account.
func runAssess(c *cli.Context) error {
	if c.String("what-if") != "" {
		return runWhatIf(c)
	}
	p, err := openForUnit(c)
	if err != nil {
		return err
	}
	before := p.ScoredBy()
	out, err := p.Run(project.Stages{Scores: true})
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return project.EncodeJSON(c.App.Writer, out.Scores)
	}
	if c.Bool("quiet") {
		return nil
	}
	if before != "" && before != p.Scheme.Name {
		fmt.Fprintf(c.App.Writer, "注意　scores.json 原来是按《%s》评的，已改成按《%s》评的；报告和台账没有变，要一致请用同样的 --scheme 运行 zwgk run\n", before, p.Scheme.Name)
	}
	if unit := c.String("unit"); unit != "" {
		if err := printAccount(c.App.Writer, p, out, unit); err != nil {
			return err
		}
		printSchemeNotes(c.App.Writer, p)
		return nil
	}
	printRanking(c.App.Writer, p, out)
	printSchemeNotes(c.App.Writer, p)
	fmt.Fprintf(c.App.Writer, "写好　%s\n", shown(filepath.Join(p.Out(), "scores.json")))
	return nil
}

func printRanking(w io.Writer, p *project.Project, out *project.Outcome) {
	group := ""
	for _, s := range p.Ranked(out.Scores) {
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
		var all []finding.Place
		for _, l := range s.Lines {
			all = append(all, l.Sources...)
		}
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
			for _, source := range project.SourceLines(l.Sources, all...) {
				fmt.Fprintf(w, "      出处　%s\n", source)
			}
		}
		for _, a := range s.Adjustments {
			fmt.Fprintf(w, "  另按决定调整　%s　%s（%s，%s）\n      出处　%s\n", a.Points, a.Reason, a.By, a.Date, strings.Join(project.SourceLines([]finding.Place{a.Source}), ""))
		}
		return nil
	}
	if slices.Contains(out.Scores.Unscored, unit) {
		fmt.Fprintf(w, "%s　没有应报的任务（或已撤销），不参加评分。\n", unit)
		return nil
	}
	return misuse("评分里没有单位 “%s”。", name)
}

// runWhatIf tells who moves by another scheme or other decisions, by how much and why. It writes
// nothing.
func runWhatIf(c *cli.Context) error {
	p, err := openForUnit(c)
	if err != nil {
		return err
	}
	moves, err := p.WhatIf(c.String("what-if"))
	switch {
	case err != nil:
		return err
	case c.Bool("json"):
		return project.EncodeJSON(c.App.Writer, project.Moves(moves))
	case c.Bool("quiet"):
		return nil
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

// openForUnit opens the project of a command that may be about one unit.
func openForUnit(c *cli.Context) (*project.Project, error) {
	if err := noArguments(c); err != nil {
		return nil, err
	}
	p, err := project.Open(options(c))
	if err != nil {
		return nil, err
	}
	return p, knownUnit(c, p)
}

// knownUnit refuses a --unit that the roster does not know, before anything is written.
func knownUnit(c *cli.Context, p *project.Project) error {
	name := c.String("unit")
	if name == "" {
		return nil
	}
	m := p.Roster.Resolve(name)
	switch {
	case m.Unit != "":
		return nil
	case len(m.Candidates) > 0:
		return misuse("单位名录里没有 “%s”，相近的有：%s。", name, strings.Join(m.Candidates, "、"))
	}
	return misuse("单位名录里没有 “%s”。请写名录中的单位名称、全称或别名。", name)
}
