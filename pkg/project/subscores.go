package project

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"zwgk/pkg/assess"
)

// readSources reads the sheets of sub-scores (scores in project.yaml). A cell that cannot be used,
// a column that the scheme does not ask for and points beyond what they are out of are refused:
// the office has to know before anybody is scored by them.
func (p *Project) readSources() error {
	p.Sources = assess.Sources{}
	for _, name := range p.Settings.Scores {
		path := p.inFolder(name)
		if !exists(path) {
			return usage("没有分数表 %s。请核对 project.yaml 的 scores。", filepath.ToSlash(path))
		}
		wb, err := p.openGrid(path, "分数表")
		if err != nil {
			return err
		}
		var slips []assess.Slip
		for _, sheet := range wb.Sheets {
			if sheet.Visible {
				slips = append(slips, p.Scheme.Add(p.Sources, filepath.Base(path), sheet, p.Roster, p.atOtherTimes, p.options.columns...)...)
			}
		}
		if len(slips) > 0 {
			return usage("分数表不能用：\n%s", slipText(append(slips, p.Scheme.Beyond(p.Sources)...)))
		}
	}
	if slips := p.Scheme.Beyond(p.Sources); len(slips) > 0 {
		return usage("分数表不能用：\n%s", slipText(slips))
	}
	if lacking := p.Scheme.Lacking(p.Sources); len(lacking) > 0 && len(p.Settings.Scores) > 0 {
		return usage("分数表 %s 里没有评分办法要用的“%s”一栏。请补上这一栏，栏名要与办法里的 source 相同。", strings.Join(p.Settings.Scores, "、"), strings.Join(lacking, "”“"))
	}
	return nil
}

// columnsOf are the columns of scores that another scheme goes by; none where it cannot be read, which is told later.
func (p *Project) columnsOf(name string) []string {
	o := p.options
	o.Scheme, o.WhatIf = name, ""
	s, err := (&Project{options: o}).readScheme()
	if err != nil {
		return nil
	}
	return s.Asked()
}

// atOtherTimes tells of units that there are not in the round, but later in the year or before.
func (p *Project) atOtherTimes(unit string) bool {
	return p.later.Roster.Resolve(unit).Unit != "" || p.firstRoster.Resolve(unit).Unit != ""
}

// verifyScheme: the tasks that the scheme names are in the table of some round of the year.
func (p *Project) verifyScheme() error { return p.Scheme.VerifyTasks(p.later.Table) }

// SchemeNotes tells what the office should look at in its scheme before anybody is scored by it, a
// sentence each: columns of scores that no sheet was named for, and groups that nobody is in while
// others have none of their own. Schemes that come with the tool are for all rosters: of their
// groups nothing is said.
func (p *Project) SchemeNotes() []string {
	var out []string
	if lacking := p.Scheme.Lacking(p.Sources); len(lacking) > 0 {
		out = append(out, "project.yaml 没有写 scores（分数表），“"+strings.Join(lacking, "”“")+"”按没有给分算")
	}
	var expected []string
	for _, u := range p.Roster.Active() {
		if len(p.Plan.Required(u.Name, p.Roles)) > 0 {
			expected = append(expected, u.Name)
		}
	}
	columns, units := p.Scheme.Ungiven(p.Sources, expected)
	for _, name := range columns {
		out = append(out, fmt.Sprintf("分数表里%s没有“%s”的分（空着，或是没有算出结果的公式），按没有给分算", someOf(units[name]), name))
	}
	var categories []string
	for _, u := range p.Roster.Active() {
		categories = append(categories, u.Group)
	}
	if vain, unnamed := p.Scheme.Ungrouped(categories); p.ownScheme && len(vain) > 0 {
		out = append(out, "评分办法 groups 里的类别“"+strings.Join(vain, "”“")+"”名录里没有，名录里的“"+strings.Join(unnamed, "”“")+"”没有归组，排在“"+p.Scheme.GroupOf("")+"”里；请核对 of 与名录的“类别”一栏是否一致")
	}
	return out
}

// someOf names the first units of a list, and how many there are.
func someOf(units []string) string {
	const few = 3
	if len(units) <= few {
		return strings.Join(units, "、")
	}
	return fmt.Sprintf("%s等 %d 家单位", strings.Join(units[:few], "、"), len(units))
}

// slipText lists the first slips with their places.
func slipText(slips []assess.Slip) string {
	const most = 10
	var out []string
	for _, s := range slips[:min(len(slips), most)] {
		at := s.At.File + " 工作表“" + s.At.Sheet + "”"
		if s.At.Cell != "" {
			at += " " + s.At.Cell
		}
		out = append(out, "  "+at+"："+s.Why+"。")
	}
	if len(slips) > most {
		out = append(out, "  ……")
	}
	return strings.Join(slices.Clip(out), "\n")
}
