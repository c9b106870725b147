package check

import (
	"cmp"
	"slices"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// Contradictions finds where a unit's answers of a year go backwards from one answer to the next,
// also over rounds between that had none. known are the findings of the rounds, which compare with
// the round before only; what they have is not told again. l is the ledger of the year, name
// gives a round's name.
func Contradictions(rules *Rules, l *ledger.Ledger, name func(round string) string, known []finding.Finding) []finding.Finding {
	have := map[answerFinding]bool{}
	for _, f := range known {
		have[answerOf(f)] = true
	}
	var out []finding.Finding
	for i := range l.Entries {
		e := &l.Entries[i]
		if e.Origin == nil {
			continue
		}
		for j := 1; j < len(e.Course); j++ {
			f, ok := contradiction(e.Course[j-1], e.Course[j])
			if !ok {
				continue
			}
			f.Code = rules.Code(f.Code)
			f.Args["when"] = name(e.Course[j-1].Round)
			if f, ok = rules.Catalogue.Complete(masked(f)); ok && !have[answerOf(f)] {
				out = append(out, f)
			}
		}
	}
	finding.Sort(out)
	return out
}

// answerFinding is what makes two findings on one row the same.
type answerFinding struct{ code, file, sheet, unit, item string }

func answerOf(f finding.Finding) answerFinding {
	return answerFinding{f.Code, f.File, f.Sheet, f.Unit, f.Item}
}

// contradiction is the finding on an answer, under the name of its check; ok is false for none.
// What the office filled in contradicts nobody.
func contradiction(was, now ledger.Step) (_ finding.Finding, ok bool) {
	code, field := backward(was.Entry, now.Entry)
	e := now.Entry
	if code == "" || e.Source.Row == 0 {
		return finding.Finding{}, false
	}
	cell := cmp.Or(e.Source.Cells[field], e.Source.Cells[form.FieldID])
	f := finding.Finding{Round: now.Round, Code: code, File: e.Source.File, Sheet: e.Source.Sheet, Cell: cell, Cells: []string{}, Unit: e.Unit, Item: e.Item, Field: field,
		Value: e.Written[field], Args: map[string]string{"before": was.Entry.Written[field], "values": finding.Quote(e.Written[field]), "items": finding.ItemText(e.Item)}}
	if cell != "" {
		f.Cells = slices.Concat(f.Cells, []string{cell})
	}
	return f, true
}
