package check

import (
	"github.com/shopspring/decimal"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// answers are the rows of a ledger that count, by unit and item.
type answers map[[2]string]*ledger.Entry

func answersOf(l *ledger.Ledger) answers {
	out := answers{}
	if l == nil {
		return out
	}
	for i := range l.Entries {
		if e := &l.Entries[i]; e.Fate == ledger.Merged {
			out[[2]string{e.Unit, e.Item}] = e
		}
	}
	return out
}

// backwards compares the rows that count with the answers of the round before: nothing goes
// backwards by itself.
func (r *Result) backwards(l *ledger.Ledger, before answers) []finding.Finding {
	var out []finding.Finding
	for i := range l.Entries {
		e := &l.Entries[i]
		was := before[[2]string{e.Unit, e.Item}]
		if was == nil || e.Fate != ledger.Merged || e.Form == nil {
			continue
		}
		if code, field := backward(was, e); code != "" {
			out = append(out, finding.Finding{Code: code, File: e.Form.File, Sheet: e.Form.Sheet, Cell: e.Form.At(e.Row, field).Cell, Unit: e.Unit,
				Item: e.Item, Field: field, Value: e.Written[field], Args: map[string]string{"before": was.Written[field], "when": r.settings.Before}})
		}
	}
	return out
}

// backward gives the name of the check that a row fails, and the field that shows it.
func backward(was, now *ledger.Entry) (code, field string) {
	open := now.Status == form.Ongoing || now.Status == form.NotStarted
	switch {
	case was.Status == form.Done && (open || now.Status == form.NotApplicable):
		return "reopened", form.FieldStatus
	case was.Status == form.Ongoing && (now.Status == form.NotStarted || now.Status == form.NotApplicable): // it concerned the unit then
		return "fell_back", form.FieldStatus
	case now.Status == form.Ongoing && less(now.Progress, was.Progress):
		return "fell_back", form.FieldProgress
	}
	return "", ""
}

// less compares two percentages; one that is absent is not less.
func less(a, b string) bool {
	x, err := decimal.NewFromString(a)
	y, other := decimal.NewFromString(b)
	return err == nil && other == nil && x.LessThan(y)
}
