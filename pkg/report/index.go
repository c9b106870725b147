package report

import (
	"slices"

	"zwgk/pkg/check"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"
)

// index finds what belongs together, once for all documents of a round.
type index struct {
	rows    []tasktable.Row
	row     map[string]*tasktable.Row // by item
	entries map[unitItem]*ledger.Entry
	units   map[string]*ledger.Unit
	found   map[string][]finding.Finding // by unit
	byFile  map[string][]finding.Finding

	corrected map[string][]check.Correction // by the later file
	replaced  map[string][]string           // names of the later files, by the earlier one
	duties    map[string][]duty.Assignment  // by unit

	expected int                      // units that must report
	files    map[string][]*check.File // by the units of the file and its sheets, "" for none
}

type unitItem struct{ unit, item string }

func newIndex(in Input) *index {
	x := &index{rows: in.Table.Rows(), row: map[string]*tasktable.Row{}, entries: map[unitItem]*ledger.Entry{}, units: map[string]*ledger.Unit{},
		found: map[string][]finding.Finding{}, byFile: map[string][]finding.Finding{},
		corrected: map[string][]check.Correction{}, replaced: map[string][]string{}, duties: map[string][]duty.Assignment{}, files: map[string][]*check.File{}}
	for i := range x.rows {
		x.row[x.rows[i].Item.ID] = &x.rows[i]
	}
	for i := range in.Ledger.Entries {
		if e := &in.Ledger.Entries[i]; e.Fate == ledger.Merged {
			x.entries[unitItem{e.Unit, e.Item}] = e
		}
	}
	for i := range in.Ledger.Units {
		x.units[in.Ledger.Units[i].Name] = &in.Ledger.Units[i]
		if in.Ledger.Units[i].Expected {
			x.expected++
		}
	}
	for _, f := range in.Findings {
		x.found[f.Unit] = append(x.found[f.Unit], f)
		x.byFile[f.File] = append(x.byFile[f.File], f)
	}
	for _, c := range in.Corrections {
		x.corrected[c.File] = append(x.corrected[c.File], c)
		for _, earlier := range c.Earlier {
			if name := shownPath(intake.Base(c.File)); !slices.Contains(x.replaced[earlier], name) {
				x.replaced[earlier] = append(x.replaced[earlier], name)
			}
		}
	}
	for _, a := range in.Plan.Assignments {
		x.duties[a.Unit] = append(x.duties[a.Unit], a)
	}
	for i := range in.Files {
		f := &in.Files[i]
		for _, name := range unitsOf(*f) {
			x.files[name] = append(x.files[name], f)
		}
		if nameless(*f) {
			x.files[""] = append(x.files[""], f)
		}
	}
	return x
}

// allExpected tells that all units of a list must report.
func (x *index) allExpected(list []string) bool {
	return !slices.ContainsFunc(list, func(name string) bool { return x.units[name] == nil || !x.units[name].Expected })
}

// stateMissing is the state of an item without a merged row, beside the statuses.
const stateMissing = "missing"

// state of an item that a unit has: its status, unknown when none was understood, or missing.
func (x *index) state(unit, item string) string {
	e := x.entries[unitItem{unit, item}]
	switch {
	case e == nil:
		return stateMissing
	case e.Status == "":
		return string(form.UnknownStatus)
	}
	return string(e.Status)
}

// task is the title of the task that an item belongs to.
func (x *index) task(item string) string {
	if r := x.row[item]; r != nil {
		return clean(r.Task)
	}
	return ""
}
