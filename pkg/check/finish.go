package check

import (
	"maps"
	"slices"

	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// checkNames are the Go checks that a rule can name. "table" marks rules whose
// findings the task table makes under their own code.
func checkNames() []string {
	return []string{"corrupt", "encrypted", "unsupported", "too_large", "empty", "no_form", "other_sheet", "wrong_extension", "formula_unstored", "linked",
		"unit_unknown", "unit_ambiguous", "unit_differs", "round_differs", "unit_without_duty", "signature",
		"item_unknown", "item_foreign", "item_ambiguous", "item_twice", "item_repeated", "item_missing",
		"requirement_altered", "column_needed", "column_wanted",
		"status_missing", "status_unknown", "progress_bad", "progress_range", "progress_fraction",
		"date_bad", "date_unread", "date_after_receipt", "date_after_as_of", "date_before_year", "error_value", "placeholder", "text_cut", "text_copied", "text_missing", "text_hollow", "link_bad", "link_home", "link_same",
		"id_number", "mobile_number", "bank_card", "private_mail", "home_address", "vulnerable_person",
		"picture_only", "old_form", "several_forms", "external_link", "row_hidden", "sheet_hidden", "filled_outside",
		"row_added", "order_changed", "title_altered", "row_moved", "cell_locked", "column_twice", "column_by_content", "column_unread", "number_differs", "rows_merged", "columns_swapped", "date_several", "progress_several", "text_long", "digits_mixed", "no_reason", "done_but_open", "open_but_done",
		"done_early", "done_late", "count_short", "overdue", "fell_back", "reopened", "field_missing", "link_elsewhere", "file_not_sent",
		"copied_unit", "copied_round", "progress_same", "lead_differs", "other_unit", "versions_tied", "rollup_table", "rollup_as_of", "rollup_item", "rollup_other", "decision_expired", "decision_unused", "table"}
}

// finish turns the names of checks into codes, drops what no rule asks for,
// joins the same problem of one sheet into one finding, and sorts.
func (r *Result) finish() {
	var list []finding.Finding
	for _, f := range r.Findings {
		if code, ok := r.settings.Rules.codes[f.Code]; ok {
			f.Code = code
		}
		f = masked(f)
		if f, ok := r.settings.Rules.Catalogue.Complete(f); ok {
			list = append(list, f)
		}
	}
	finding.Sort(list)
	r.remember(list)
	list = finding.Group(list, sameProblem)
	for i, f := range list {
		list[i] = r.worded(f)
	}
	finding.Sort(list)
	r.Findings = list
}

// masked hides private numbers in what a finding quotes.
func masked(f finding.Finding) finding.Finding {
	f.Value = value.Mask(f.Value)
	args := map[string]string{}
	for name, text := range f.Args {
		args[name] = value.Mask(text)
	}
	f.Args = args
	return f
}

// sameProblem: the same field, and arguments that say the same: a message speaks for all cells.
func sameProblem(a, b finding.Finding) bool {
	if a.Field != b.Field || a.Stage == finding.StageAcross {
		return false
	}
	for _, args := range []map[string]string{a.Args, b.Args} {
		for key := range args {
			if key != "items" && key != "values" && key != "other_cells" && a.Args[key] != b.Args[key] { // these are joined
				return false
			}
		}
	}
	return true
}

// worded writes the message with all values and items of a group.
func (r *Result) worded(f finding.Finding) finding.Finding {
	if f.Args["values"] == "" {
		f.Args["values"] = finding.Quote(f.Value)
	}
	if f.Args["items"] == "" {
		f.Args["items"] = finding.ItemText(f.Item)
	}
	f, _ = r.settings.Rules.Catalogue.Complete(f)
	return f
}

// Active tells that a finding still matters: it is not about a sheet or rows
// that a later version replaced, nor about an unusable file or sheet of a unit
// that has since sent a usable one.
func (r *Result) Active(f finding.Finding) bool {
	return r.replaced == nil || !r.replaced(f) && !r.anew(f)
}

// Standing is what is left of a finding: the cells in rows that no later version
// replaced. ok is false when nothing is.
func (r *Result) Standing(f finding.Finding) (_ finding.Finding, ok bool) {
	if !r.Active(f) {
		return f, false
	}
	if len(f.Cells) < 2 || r.replaced == nil || f.Stage == finding.StageUnit {
		return f, true
	}
	var left []string
	for _, cell := range f.Cells {
		one := f
		one.Cells = []string{cell}
		if !r.replaced(one) {
			left = append(left, cell)
		}
	}
	if len(left) < len(f.Cells) {
		f = r.narrowed(f, left)
	}
	return f, true
}

// singleKey is what findings that can be joined have in common.
type singleKey struct{ file, sheet, code, unit string }

func keyOf(f finding.Finding) singleKey { return singleKey{f.File, f.Sheet, f.Code, f.Unit} }

// remember keeps findings as they are before they are joined.
func (r *Result) remember(list []finding.Finding) {
	if r.single == nil {
		r.single = map[singleKey][]finding.Finding{}
	}
	for _, f := range list {
		f.Args = maps.Clone(f.Args) // joined findings get theirs worded
		r.single[keyOf(f)] = append(r.single[keyOf(f)], f)
	}
}

// narrowed is what a joined finding says of some of its cells alone: their number,
// items and values.
func (r *Result) narrowed(f finding.Finding, cells []string) finding.Finding {
	var parts []finding.Finding
	for _, one := range r.single[keyOf(f)] {
		within := !slices.ContainsFunc(one.Cells, func(cell string) bool { return !slices.Contains(cells, cell) })
		if within && len(one.Cells) > 0 && sameProblem(f, one) {
			parts = append(parts, one)
		}
	}
	if joined := finding.Group(parts, func(a, b finding.Finding) bool { return true }); len(joined) == 1 && len(joined[0].Cells) == len(cells) {
		return r.worded(joined[0])
	}
	f.Cells, f.Cell = cells, cells[0]
	f, _ = r.settings.Rules.Catalogue.Complete(f)
	return f
}

// replacedBy gives a test for findings all of whose cells stand in rows that
// were superseded, or in a sheet all of whose rows were.
func replacedBy(l *ledger.Ledger) func(finding.Finding) bool {
	places, gone := l.Places(), false
	live := map[finding.Place]bool{} // cells that also hold a value of a row that counts: merged over several rows
	for _, e := range l.Entries {
		if e.Fate == ledger.Merged {
			for _, cell := range e.Source.Cells {
				live[finding.Place{File: e.Source.File, Sheet: e.Source.Sheet, Cell: cell}] = true
			}
		}
		gone = gone || e.Fate == ledger.Superseded
	}
	return func(f finding.Finding) bool {
		key := ledger.SheetKey{File: f.File, Sheet: f.Sheet, Unit: f.Unit}
		if l.AllSuperseded(key) {
			return true
		}
		if f.Stage == finding.StageUnit || len(f.Cells) == 0 || !gone {
			return false
		}
		for _, cell := range f.Cells {
			at := finding.Place{File: f.File, Sheet: f.Sheet, Cell: cell}
			if e := places.At(at); e == nil || e.Fate != ledger.Superseded || e.Unit != f.Unit || live[at] {
				return false
			}
		}
		return true
	}
}

// madeGood gives a test for findings about files that could not be used, of units
// from which a usable sheet came that is not known to be earlier.
func (r *Result) madeGood(l *ledger.Ledger) func(finding.Finding) bool {
	newest := map[string]string{}
	for _, f := range r.Forms() {
		rows := l.Sheets[ledger.SheetKey{File: f.File, Sheet: f.Sheet, Unit: f.Unit}]
		if rows.Merged == 0 {
			continue
		}
		when := ledger.Arrived(f)
		if when == "" {
			when = "9999"
		}
		newest[f.Unit] = max(newest[f.Unit], when)
	}
	received := map[string]string{}
	for _, f := range r.Files {
		received[f.Path] = f.Received
	}
	return func(f finding.Finding) bool {
		return f.Stage == finding.StageFile && f.Sheet == "" && f.Unit != "" && newest[f.Unit] != "" && newest[f.Unit] >= received[f.File]
	}
}

var worst = map[finding.Verdict]int{finding.Ignored: 0, finding.Superseded: 1, finding.Accepted: 2, finding.Returned: 3, finding.Rejected: 4}

// verdicts gives every sheet its verdict, and every file the worst of its sheets'.
func (r *Result) verdicts(l *ledger.Ledger) {
	type key struct{ file, sheet, unit string }
	errors := map[key]bool{}
	for _, f := range r.Findings {
		waived := r.settings.Waived != nil && r.settings.Waived(f) && !r.Loses(f)
		if f.Severity == finding.Error && !r.replaced(f) && !waived {
			errors[key{f.File, f.Sheet, f.Unit}] = true
		}
	}
	for i := range r.Files {
		f := &r.Files[i]
		for j := range f.Sheets {
			s := &f.Sheets[j]
			switch {
			case s.Verdict == finding.Ignored:
			case s.Unit == "":
				s.Verdict = finding.Rejected
			case l.AllSuperseded(ledger.SheetKey{File: f.Path, Sheet: s.Sheet, Unit: s.Unit}):
				s.Verdict = finding.Superseded
			case errors[key{f.Path, s.Sheet, s.Unit}]:
				s.Verdict = finding.Returned
			default:
				s.Verdict = finding.Accepted
			}
		}
		f.summarise()
	}
}

func (f *File) summarise() {
	for i, s := range f.Sheets {
		if f.Verdict == "" || worst[s.Verdict] > worst[f.Verdict] {
			f.Verdict = s.Verdict
		}
		if i == 0 {
			f.Unit, f.Round = s.Unit, s.Round
			continue
		}
		if f.Unit != s.Unit {
			f.Unit = ""
		}
		if f.Round != s.Round {
			f.Round = ""
		}
	}
}
