package project

import (
	"slices"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
)

// events are what the units of the round did or failed to do, for schemes that take points off
// for it: in the order of the ledger's units, kind by kind.
func (p *Project) events(out *Outcome) []assess.Event {
	var list []assess.Event
	for _, u := range out.Ledger.Units {
		add := func(kind string, at finding.Place) {
			list = append(list, assess.Event{Unit: u.Name, Kind: kind, Round: p.Round.ID, Place: at})
		}
		first := finding.Place{File: u.First}
		if u.Expected && !u.Reported {
			add("missing", finding.Place{})
		}
		if u.Late {
			add("late", first)
		}
		for _, f := range p.returned(out, u.Name) {
			add("returned", finding.Place{File: f})
		}
		if f := uncorrected(out.Corrections, u.Name); f != "" {
			add("uncorrected", finding.Place{File: f})
		}
		for _, at := range p.copied(out, u.Name) {
			add("copied", at)
		}
	}
	return list
}

// returned are the files of a unit that were sent back, in the order they came: those with an
// error of the unit's that the office did not waive, later mended or not.
func (p *Project) returned(out *Outcome, unit string) []string {
	var files []string
	for _, f := range out.Result.Files {
		if f.Verdict == finding.Ignored || f.Verdict == finding.Rejected || !slices.Contains(f.Units(), unit) {
			continue
		}
		if slices.ContainsFunc(out.Result.Findings, func(x finding.Finding) bool {
			return x.File == f.Path && x.Unit == unit && x.Severity == finding.Error && (out.Result.Loses(x) || !out.waivers.Cover(x))
		}) {
			files = append(files, f.Path)
		}
	}
	return files
}

// uncorrected is the last file of a unit that still has an error which it had been told of, ""
// for none.
func uncorrected(list []check.Correction, unit string) string {
	last := ""
	for _, c := range list {
		if c.Unit != unit {
			continue
		}
		if last = ""; len(finding.Errors(c.Open)) > 0 {
			last = c.File
		}
	}
	return last
}

// copied are the cells that are like another unit's or the round before's.
func (p *Project) copied(out *Outcome, unit string) []finding.Place {
	codes := []string{p.Rules.Code("copied_unit"), p.Rules.Code("copied_round")}
	var places []finding.Place
	for _, f := range out.Counted {
		if f.Unit != unit || !slices.Contains(codes, f.Code) || f.Field != "" && f.Field != form.FieldProgressText {
			continue
		}
		for _, cell := range f.Cells {
			if at := (finding.Place{File: f.File, Sheet: f.Sheet, Cell: cell}); !slices.Contains(places, at) {
				places = append(places, at)
			}
		}
	}
	return places
}
