package check

import (
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// disagreements tells of items that the one unit in charge calls done and a cooperating one
// not begun, or the other way round. Where several are in charge each speaks for its own part.
func (r *Result) disagreements(l *ledger.Ledger) []finding.Finding {
	inCharge, others := map[string][]*ledger.Entry{}, map[string][]*ledger.Entry{}
	var order []string
	for i := range l.Entries {
		e := &l.Entries[i]
		if e.Fate != ledger.Merged || e.Form == nil {
			continue
		}
		switch a, _ := r.settings.Plan.Find(e.Item, e.Unit); a.Duty {
		case duty.Lead, duty.Responsible:
			if inCharge[e.Item] == nil {
				order = append(order, e.Item)
			}
			inCharge[e.Item] = append(inCharge[e.Item], e)
		case duty.Cooperating:
			others[e.Item] = append(others[e.Item], e)
		}
	}
	var out []finding.Finding
	for _, item := range order {
		lead, ok := r.alone(item, inCharge[item])
		if !ok {
			continue
		}
		for _, e := range others[item] {
			if opposed(lead.Status, e.Status) {
				at := e.Form.At(e.Row, form.FieldStatus)
				out = append(out, finding.Finding{Code: "lead_differs", File: lead.Form.File, Sheet: lead.Form.Sheet, Cell: lead.Form.At(lead.Row, form.FieldStatus).Cell,
					Unit: lead.Unit, Item: item, Field: form.FieldStatus, Value: lead.Written[form.FieldStatus],
					Args: map[string]string{"other": e.Unit, "other_file": at.File, "other_cells": at.Cell, "other_value": e.Written[form.FieldStatus]}})
			}
		}
	}
	return out
}

// alone gives the answer of the one unit in charge of an item: its lead, or its only
// responsible unit.
func (r *Result) alone(item string, entries []*ledger.Entry) (*ledger.Entry, bool) {
	leads, responsible := 0, 0
	for _, a := range r.settings.Plan.Assignments {
		if a.Item != item {
			continue
		}
		switch a.Duty {
		case duty.Lead:
			leads++
		case duty.Responsible:
			responsible++
		}
	}
	for _, e := range entries {
		a, _ := r.settings.Plan.Find(item, e.Unit)
		if leads == 1 && a.Duty == duty.Lead || leads == 0 && responsible == 1 {
			return e, true
		}
	}
	return nil, false
}

func opposed(a, b form.Status) bool {
	return a == form.Done && b == form.NotStarted || a == form.NotStarted && b == form.Done
}
