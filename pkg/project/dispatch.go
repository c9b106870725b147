package project

import (
	"io"
	"path/filepath"
	"slices"

	"zwgk/pkg/form"
	"zwgk/pkg/report"
	"zwgk/pkg/tasktable"
)

// Dispatched is what a dispatch wrote.
type Dispatched struct {
	Units, Rows int
	Dir         string   // the folder
	Notice      string   // the notice, by its path below Dir
	Nobody      []string // unit texts of the table that mean no unit of the roster
	Kept        []string
}

// Dispatch writes a blank for every unit with duties, or only for the unit
// named, and the notice, into dispatch/<round>/ of the project.
func (p *Project) Dispatch(unit string) (*Dispatched, error) {
	if err := p.notRolledUp("不下发填报表", "请通知各县区报 zwgk 输出文件夹里的 "+ledgerName+"。"); err != nil {
		return nil, err
	}
	units := p.Plan.Units(p.Roster)
	if unit != "" {
		m := p.Roster.Resolve(unit)
		if m.Unit == "" {
			return nil, usage("单位名录里没有 “%s”%s。", unit, candidatesText(m.Candidates))
		}
		if len(p.Plan.Of(m.Unit)) == 0 {
			return nil, usage("“%s”在任务分工中没有任务，不用下发。", m.Unit)
		}
		units = []string{m.Unit}
	}
	if err := p.outFolder(p.dispatchDir()); err != nil {
		return nil, err
	}
	previous, err := p.previousAnswers()
	if err != nil {
		return nil, err
	}
	out := &Dispatched{Dir: p.dispatchDir(), Notice: "下发通知.txt"}
	box := &outbox{dir: out.Dir, partial: unit != ""}
	for i, name := range units {
		rows := p.BlankRows(name)
		out.Rows += len(rows)
		if err := p.addBlank(box, name, rows, previous[name]); err != nil {
			return nil, err
		}
		p.progress("写填报表", i+1, len(units))
	}
	out.Units = len(units)
	for _, u := range p.Plan.Unknown {
		if !slices.Contains(out.Nobody, u.Text) {
			out.Nobody = append(out.Nobody, u.Text)
		}
	}
	notice, err := report.Notice(p.reportInput(&Outcome{Checked: emptyChecked()}))
	if err != nil {
		return nil, err
	}
	box.text(out.Notice, "notice", notice)
	manifest := p.manifest(box, nil)
	out.Kept, err = box.flush(&manifest)
	return out, err
}

func (p *Project) dispatchDir() string {
	if p.options.Out != "" {
		return p.options.Out
	}
	return filepath.Join(p.options.Dir, "dispatch", p.Round.ID)
}

// BlankRows are the rows of a unit's blank, in table order.
func (p *Project) BlankRows(unit string) []form.BlankRow {
	var rows []form.BlankRow
	byID := map[string]tasktable.Row{}
	for _, r := range p.Table.Rows() {
		byID[r.Item.ID] = r
	}
	for _, a := range p.Plan.Of(unit) {
		rows = append(rows, form.BlankRow{Row: byID[a.Item], Duty: a.Duty, Required: slices.Contains(p.Roles, a.Duty)})
	}
	return rows
}

func (p *Project) addBlank(box *outbox, unit string, rows []form.BlankRow, previous map[string]map[string]string) error {
	u, _ := p.Roster.Unit(unit)
	name := fileName(unit) + p.Settings.yearText() + fileName(p.Round.Name) + "政务公开填报表.xlsx"
	return box.add(name, "blank", func(w io.Writer) error {
		return form.Blank(w, p.Spec, form.BlankInput{Off: p.Rules.Off(), County: p.Settings.County, Office: p.Settings.Office, Title: p.Settings.Title,
			Year: p.Settings.Year, Unit: u, Round: p.Round, Rows: rows, Previous: previous, Guide: p.Rules.Guide(), Sample: p.Settings.Sample})
	})
}
