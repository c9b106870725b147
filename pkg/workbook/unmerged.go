package workbook

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// unmergedRow is a row that was read and is not in the ledger.
type unmergedRow struct {
	number      int
	entry       *ledger.Entry
	link        string
	why, values string
}

var unmergedColumns = map[string]func(unmergedRow) cell{
	"number": func(r unmergedRow) cell { return count(r.number) },
	"file":   func(r unmergedRow) cell { return cell{text: value.Mask(r.entry.Source.File), keep: true} },
	"sheet":  func(r unmergedRow) cell { return cell{text: value.Mask(r.entry.Source.Sheet), keep: true} },
	"row":    func(r unmergedRow) cell { c := count(r.entry.Source.Row); c.link, c.keep = r.link, true; return c },
	"unit":   func(r unmergedRow) cell { return plain(r.entry.Unit) },
	"item":   func(r unmergedRow) cell { return plain(finding.ItemText(r.entry.Item)) },
	"why":    func(r unmergedRow) cell { return plain(r.why) },
	"values": func(r unmergedRow) cell { return plain(r.values) },
}

func (v *view) unmerged() []unmergedRow {
	ofRow, ofSheet := v.reasons()
	var out []unmergedRow
	for i := range v.Ledger.Entries {
		e := &v.Ledger.Entries[i]
		if e.Fate != ledger.Superseded && e.Fate != ledger.Unmatched || e.Fate == ledger.Superseded && v.later(e) {
			continue
		}
		why := []string{word(v.Layout.Words.Fate, string(e.Fate))}
		if e.Fate == ledger.Unmatched {
			why = append(append(why, ofRow[e]...), ofSheet[ledger.SheetKey{File: e.Source.File, Sheet: e.Source.Sheet}]...)
		}
		out = append(out, unmergedRow{len(out) + 1, e, v.link(entryPlace(e)), strings.Join(why, "\n"), v.allValues(e)})
	}
	return out
}

// later tells that the final state of an entry's unit and item is of another round: its own round's
// ledger has it.
func (v *view) later(e *ledger.Entry) bool {
	final := v.final[duo{e.Unit, e.Item}]
	return e.Origin != nil && final != nil && final.Origin != nil && final.From != e.From
}

// reasons lists what is said of each row, and of each sheet that cannot be used.
func (v *view) reasons() (ofRow map[*ledger.Entry][]string, ofSheet map[ledger.SheetKey][]string) {
	ofRow, ofSheet = map[*ledger.Entry][]string{}, map[ledger.SheetKey][]string{}
	places := v.Ledger.Places()
	for _, f := range v.Findings {
		if f.Stage == finding.StageUnit {
			if k := (ledger.SheetKey{File: f.File, Sheet: f.Sheet}); f.Severity == finding.Error {
				ofSheet[k] = append(ofSheet[k], f.Message)
			}
			continue
		}
		for _, e := range places.Of(f) {
			ofRow[e] = append(ofRow[e], f.Message)
		}
	}
	if v.Comparison != nil {
		v.ledgerReasons(ofRow)
	}
	return ofRow, ofSheet
}

// ledgerReasons adds what is said of a county's ledger to its rows: of one that cannot be used to all, of an item to
// the rows of that.
func (v *view) ledgerReasons(ofRow map[*ledger.Entry][]string) {
	about := map[string][]finding.Finding{}
	for _, f := range v.Findings {
		about[f.File] = append(about[f.File], f)
	}
	unusable := map[string]bool{}
	for _, f := range v.Files {
		unusable[f.Path] = f.Verdict == finding.Rejected
	}
	for i := range v.Ledger.Entries {
		e := &v.Ledger.Entries[i]
		if e.Fate != ledger.Unmatched {
			continue
		}
		for file := e.Source.File; strings.Contains(file, intake.Sep); {
			file = file[:strings.LastIndex(file, intake.Sep)]
			for _, f := range about[file] {
				if unusable[file] || f.Item != "" && f.Item == e.Item {
					ofRow[e] = append(ofRow[e], f.Message)
				}
			}
		}
	}
}

// allValues lists everything that a row says, field by field, as written.
func (v *view) allValues(e *ledger.Entry) string {
	var out []string
	say := func(head, text string) {
		if text != "" {
			out = append(out, fill(v.Layout.Words.Line, map[string]string{"head": value.Mask(head), "text": value.Mask(text)}))
		}
	}
	var known []string
	for _, c := range v.Layout.Ledger.Rows.Columns {
		known = append(known, c.Key.Value)
		say(c.Head, e.Written[c.Key.Value])
	}
	for _, field := range keys(e.Written) {
		if !slices.Contains(known, field) {
			say(field, e.Written[field])
		}
	}
	return strings.Join(out, "\n")
}
