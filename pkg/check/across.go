package check

import (
	"strconv"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// Across looks at the ledger: items missing from all sheets of a unit that
// answered, versions that nothing can order. After it verdicts and rows are final.
func (r *Result) Across(l *ledger.Ledger) {
	var found []finding.Finding
	for _, u := range l.Units {
		found = append(found, r.missingItems(u, l)...)
	}
	found = append(found, r.ties(l)...)
	before := answersOf(r.settings.Previous)
	found = append(found, r.backwards(l, before)...)
	found = append(found, r.disagreements(l)...)
	found = append(found, r.similar(before)...)
	for _, f := range found {
		r.add(f)
	}
	for i := range r.Files {
		f := &r.Files[i]
		f.Rows = l.Files[f.Path]
		for j := range f.Sheets {
			f.Sheets[j].Rows = l.Sheets[ledger.SheetKey{File: f.Path, Sheet: f.Sheets[j].Sheet, Unit: f.Sheets[j].Unit}]
		}
	}
	gone, good := replacedBy(l), r.madeGood(l)
	r.replaced, r.anew = func(f finding.Finding) bool { return gone(f) || good(f) }, r.overtaken(l)
	r.finish()
	r.verdicts(l)
}

// missingItems stands on the rows that the unit left empty, or, for items
// without any row, on the header of the unit's last sheet.
func (r *Result) missingItems(u ledger.Unit, l *ledger.Ledger) []finding.Finding {
	last := r.lastForm(u)
	if last == nil || len(u.Missing) == 0 {
		return nil
	}
	asked := r.askedFor(u.Name)
	missing := map[string]bool{}
	for _, item := range u.Missing {
		missing[item] = !asked[item]
	}
	base := finding.Finding{Code: "item_missing", File: last.File, Sheet: last.Sheet, Unit: u.Name, Field: form.FieldID}
	blank, same, absent := base, base, base
	var blankItems, sameItems, absentItems []string
	rows := map[string]*form.Entry{}
	for i := range last.Entries {
		if e := &last.Entries[i]; missing[e.Item] && rows[e.Item] == nil {
			rows[e.Item] = e
		}
	}
	for _, item := range u.Missing {
		if !missing[item] {
			continue
		}
		switch e := rows[item]; {
		case e == nil || last.At(e, form.FieldID).Cell == "":
			absentItems = append(absentItems, item)
		case asBefore(e):
			same.Cells, sameItems = append(same.Cells, last.At(e, form.FieldID).Cell), append(sameItems, item)
		default:
			blank.Cells, blankItems = append(blank.Cells, last.At(e, form.FieldID).Cell), append(blankItems, item)
		}
	}
	absent.Cell = last.Header
	var out []finding.Finding
	if len(blankItems) > 0 {
		out = append(out, r.unreported(withItems(blank, blankItems), false))
	}
	if len(sameItems) > 0 {
		out = append(out, r.unreported(withItems(same, sameItems), true))
	}
	if len(absentItems) > 0 {
		out = append(out, r.unreported(withItems(absent, absentItems), false))
	}
	return out
}

// asBefore tells a row that is left as the office had filled it in: its cells are not empty.
func asBefore(e *form.Entry) bool {
	return e.Empty && (e.Written[form.FieldStatus] != "" || e.Written[form.FieldProgress] != "" || e.Written[form.FieldProgressText] != "")
}

// unreported says of missing items whether their cells are empty or still hold what
// was there before.
func (r *Result) unreported(f finding.Finding, same bool) finding.Finding {
	w := &r.settings.Rules.words
	f.Args["why"], f.Args["mend"] = w.Unreported.Value, w.Report.Value
	if same {
		f.Args["why"], f.Args["mend"] = w.Unchanged.Value, w.Renew.Value
	}
	return f
}

// askedFor are the items that an ambiguous row of the unit may mean: that the row
// has to be made clear says enough.
func (r *Result) askedFor(unit string) map[string]bool {
	out := map[string]bool{}
	for _, f := range r.Forms() {
		if f.Unit != unit || r.apart[f] {
			continue
		}
		for _, e := range f.Entries {
			for _, item := range e.Options {
				out[item] = true
			}
		}
	}
	return out
}

func withItems(f finding.Finding, items []string) finding.Finding {
	if len(items) == 1 {
		f.Item = items[0]
	}
	f.Value = finding.ItemTexts(items)
	f.Args = map[string]string{"items": finding.ItemTexts(items), "count": strconv.Itoa(len(items))}
	return f
}

// lastForm is the unit's newest sheet whose rows count.
func (r *Result) lastForm(u ledger.Unit) *form.Form {
	var last *form.Form
	place := map[string]int{}
	for i, file := range u.Files {
		place[file] = i
	}
	for _, f := range r.Forms() {
		if f.Unit != u.Name || r.apart[f] {
			continue
		}
		if last == nil || place[f.File] >= place[last.File] {
			last = f
		}
	}
	return last
}

func (r *Result) ties(l *ledger.Ledger) []finding.Finding {
	type pair struct{ kept, other string }
	items := map[pair][]ledger.Tie{}
	var order []pair
	for _, t := range l.Ties {
		k := pair{t.Kept.Form.File + "\x00" + t.Kept.Form.Sheet, t.Other.Form.File + "\x00" + t.Other.Form.Sheet}
		if items[k] == nil {
			order = append(order, k)
		}
		items[k] = append(items[k], t)
	}
	var out []finding.Finding
	for _, k := range order {
		list := items[k]
		f := finding.Finding{Code: "versions_tied", File: list[0].Kept.Form.File, Sheet: list[0].Kept.Form.Sheet, Unit: list[0].Kept.Form.Unit, Field: form.FieldID}
		var ids []string
		for _, t := range list {
			f.Cells = append(f.Cells, t.Kept.Form.At(t.Kept.Row, form.FieldID).Cell)
			ids = append(ids, t.Kept.Row.Item)
		}
		f = withItems(f, ids)
		f.Args["other"] = list[0].Other.Form.File
		out = append(out, f)
	}
	return out
}
