package workbook

import (
	"slices"
	"strconv"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"

	"github.com/xuri/excelize/v2"
)

// view is the input seen the way the sheets need it.
type view struct {
	*Input
	tasks  []tasktable.Row
	lines  []line
	groups map[string]string // unit → group
	order  []string          // groups in the order of the roster
	roles  map[duo]string    // unit and item → duty of the plan
	lights map[duo]string    // the same → light

	final    map[duo]*ledger.Entry // merged
	was      map[duo]*ledger.Entry // the same in the round before
	files    map[string]int        // path → number of its sheets with a form
	names    map[string]int        // base name → number of files that have it
	byEntry  map[*ledger.Entry]int // errors and warnings
	byItem   map[duo]int           // those without a cell
	problems map[string]tally
}

type duo struct{ unit, item string }

// line is a row of the ledger sheet: an entry, or nil for a missing one.
type line struct {
	task     tasktable.Row
	unit     string
	entry    *ledger.Entry
	required bool
	again    bool // a further entry of the same unit and item
}

func newView(in *Input) *view {
	v := &view{Input: in, tasks: in.Table.Rows(), groups: map[string]string{}, roles: map[duo]string{}, lights: map[duo]string{}, final: map[duo]*ledger.Entry{}, was: map[duo]*ledger.Entry{}, files: map[string]int{}, names: map[string]int{},
		byEntry: map[*ledger.Entry]int{}, byItem: map[duo]int{}, problems: map[string]tally{}}
	for _, u := range in.Roster.Units {
		v.group(u.Name, u.Group)
	}
	for _, u := range in.Ledger.Units {
		v.group(u.Name, u.Group)
	}
	if in.Plan != nil {
		for _, a := range in.Plan.Assignments {
			if k := (duo{a.Unit, a.Item}); v.roles[k] == "" {
				v.roles[k] = string(a.Duty)
			}
		}
	}
	if in.Lights != nil {
		for _, l := range in.Lights.Lights {
			v.lights[duo{l.Unit, l.Item}] = l.Light
		}
	}
	if in.Previous != nil {
		for i := range in.Previous.Entries {
			if e := &in.Previous.Entries[i]; e.Fate == ledger.Merged {
				v.was[duo{e.Unit, e.Item}] = e
			}
		}
	}
	for _, f := range in.Files {
		v.files[f.Path] = len(f.Sheets)
		v.names[intake.Base(f.Path)]++
	}
	v.indexFindings()
	v.joinLines()
	return v
}

func (v *view) group(unit, group string) {
	if v.groups[unit] != "" || group == "" {
		return
	}
	v.groups[unit] = group
	for _, g := range v.order {
		if g == group {
			return
		}
	}
	v.order = append(v.order, group)
}

func (v *view) indexFindings() {
	places := v.Ledger.Places()
	for _, f := range v.Findings {
		if v.problems[f.Unit] == nil {
			v.problems[f.Unit] = tally{}
		}
		v.problems[f.Unit].severity(f.Severity)
		if f.Severity == finding.Info {
			continue
		}
		for _, e := range places.Of(f) {
			v.byEntry[e]++
		}
		if !inCells(f) && f.Item != "" {
			v.byItem[duo{f.Unit, f.Item}]++
		}
	}
}

// inCells tells that a finding is about cells of a sheet, and not about paragraphs.
func inCells(f finding.Finding) bool {
	return f.Sheet != "" && slices.ContainsFunc(f.Cells, func(c string) bool { _, _, err := excelize.CellNameToCoordinates(c); return err == nil })
}

// joinLines puts merged entries and missing ones in the order of items, then
// units. An entry whose item or unit is in neither list comes last, so that none is lost.
func (v *view) joinLines() {
	merged := map[duo][]*ledger.Entry{}
	for i := range v.Ledger.Entries {
		if e := &v.Ledger.Entries[i]; e.Fate == ledger.Merged {
			k := duo{e.Unit, e.Item}
			merged[k], v.final[k] = append(merged[k], e), e
		}
	}
	required, missing := map[duo]bool{}, map[duo]bool{}
	for _, u := range v.Ledger.Units {
		for _, item := range u.Required {
			required[duo{u.Name, item}] = true
		}
		for _, item := range u.Missing {
			missing[duo{u.Name, item}] = true
		}
	}
	add := func(t tasktable.Row, k duo) {
		for i, e := range merged[k] {
			v.lines = append(v.lines, line{t, k.unit, e, required[k], i > 0})
		}
		if len(merged[k]) == 0 && missing[k] {
			v.lines = append(v.lines, line{t, k.unit, nil, true, false})
		}
		delete(merged, k)
	}
	for _, t := range v.tasks {
		for _, u := range v.Ledger.Units {
			add(t, duo{u.Name, t.Item.ID})
		}
	}
	for i := range v.Ledger.Entries {
		e := &v.Ledger.Entries[i]
		if k := (duo{e.Unit, e.Item}); len(merged[k]) > 0 {
			add(tasktable.Row{Item: tasktable.Item{ID: e.Item}}, k)
		}
	}
}

// tally counts by the keys of the summary.
type tally map[string]int

// summaryKeys are the numbers that a summary can show, and the heading of a row.
var summaryKeys = []string{"heading", "units_expected", "units_reported", "units_late", "units_missing",
	"files", "files_accepted", "files_returned", "files_rejected", "files_superseded", "files_ignored",
	"rows_read", "rows_merged", "rows_superseded", "rows_unmatched", "rows_empty",
	"items", "required", "answered", "unanswered", "voluntary",
	"done", "ongoing", "not_started", "not_applicable", "unknown", "errors", "warnings", "infos"}

func (t tally) severity(s finding.Severity) {
	switch s {
	case finding.Error:
		t["errors"]++
	case finding.Warning:
		t["warnings"]++
	case finding.Info:
		t["infos"]++
	}
}

func (t tally) unit(u ledger.Unit) {
	if u.Expected {
		t["units_expected"]++
	}
	if u.Expected && u.Reported {
		t["units_reported"]++
	}
	if u.Expected && u.Late {
		t["units_late"]++
	}
	if u.Expected && !u.Reported {
		t["units_missing"]++
	}
}

func (t tally) line(l line) {
	switch {
	case l.again:
		return
	case l.entry == nil:
		t["required"]++
		t["unanswered"]++
		return
	case l.required:
		t["required"]++
		t["answered"]++
	default:
		t["voluntary"]++
		return // what nobody had to report on is counted apart
	}
	switch s := l.entry.Status; s {
	case form.Done, form.Ongoing, form.NotStarted, form.NotApplicable:
		t[string(s)]++
	default:
		t["unknown"]++
	}
}

func (t tally) add(o tally) {
	for k, n := range o {
		t[k] += n
	}
}

func (t tally) rows(r ledger.Rows) {
	t["rows_read"] += r.Read
	t["rows_merged"] += r.Merged
	t["rows_superseded"] += r.Superseded
	t["rows_unmatched"] += r.Unmatched
	t["rows_empty"] += r.Empty
}

func (v *view) total() tally {
	t := tally{"items": len(v.tasks), "files": len(v.Files)}
	for _, u := range v.Ledger.Units {
		t.unit(u)
	}
	if v.Comparison != nil { // volunteers are not counted there
		n := v.Comparison.Total.Units
		t["units_expected"], t["units_reported"], t["units_late"], t["units_missing"] = n.Expected, n.Reported, n.Late, n.Missing
	}
	for _, f := range v.Files {
		t["files_"+string(f.Verdict)]++
		t.rows(f.Rows)
	}
	if v.Rounds != nil { // what a round merged a later one may have replaced
		for _, k := range []string{"rows_read", "rows_merged", "rows_superseded", "rows_unmatched", "rows_empty"} {
			delete(t, k)
		}
		t.rows(v.Ledger.Account())
	}
	for _, l := range v.lines {
		t.line(l)
	}
	for _, f := range v.Findings {
		t.severity(f.Severity)
	}
	return t
}

func itoa(n int) string { return strconv.Itoa(n) }
