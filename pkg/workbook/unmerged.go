package workbook

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"
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
	"sheet":  func(r unmergedRow) cell { return cell{text: r.entry.Source.Sheet, keep: true} },
	"row":    func(r unmergedRow) cell { c := count(r.entry.Source.Row); c.link, c.keep = r.link, true; return c },
	"unit":   func(r unmergedRow) cell { return plain(r.entry.Unit) },
	"item":   func(r unmergedRow) cell { return plain(finding.ItemText(r.entry.Item)) },
	"why":    func(r unmergedRow) cell { return plain(r.why) },
	"values": func(r unmergedRow) cell { return plain(r.values) },
}

func (v *view) unmerged() []unmergedRow {
	messages := v.reasons()
	var out []unmergedRow
	for i := range v.Ledger.Entries {
		e := &v.Ledger.Entries[i]
		if e.Fate != ledger.Superseded && e.Fate != ledger.Unmatched {
			continue
		}
		why := []string{word(v.Layout.Words.Fate, string(e.Fate))}
		if e.Fate == ledger.Unmatched {
			s := e.Source
			why = append(why, append(messages[spot{s.File, s.Sheet, s.Row}], messages[spot{s.File, s.Sheet, wholeSheet}]...)...)
		}
		out = append(out, unmergedRow{len(out) + 1, e, v.link(entryPlace(e)), strings.Join(why, "\n"), v.allValues(e)})
	}
	return out
}

// wholeSheet stands for the row of what is wrong with a whole sheet.
const wholeSheet = 0

// reasons lists what is said of each row, and of each sheet that cannot be used.
func (v *view) reasons() map[spot][]string {
	out := map[spot][]string{}
	for _, f := range v.Findings {
		rows := findingRows(f)
		if f.Stage == finding.StageUnit {
			rows = []int{wholeSheet}
		}
		if f.Stage == finding.StageUnit && f.Severity != finding.Error {
			continue
		}
		for _, row := range rows {
			k := spot{f.File, f.Sheet, row}
			out[k] = append(out[k], f.Message)
		}
	}
	return out
}

// allValues lists everything that a row says, field by field, as written.
func (v *view) allValues(e *ledger.Entry) string {
	var out []string
	say := func(head, text string) {
		if text != "" {
			out = append(out, fill(v.Layout.Words.Line, map[string]string{"head": head, "text": value.Mask(text)}))
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
