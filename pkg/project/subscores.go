package project

import (
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
				slips = append(slips, p.Scheme.Add(p.Sources, filepath.Base(path), sheet, p.Roster)...)
			}
		}
		if len(slips) > 0 {
			return usage("分数表不能用：\n%s", slipText(append(slips, p.Scheme.Beyond(p.Sources)...)))
		}
	}
	if slips := p.Scheme.Beyond(p.Sources); len(slips) > 0 {
		return usage("分数表不能用：\n%s", slipText(slips))
	}
	return nil
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
