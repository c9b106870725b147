package ledger

import (
	"slices"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/form"
)

// fill applies what the office filled in for units (代填): onto the row that
// counts, or as a row of its own that is not among the rows read.
func (m *merger) fill() {
	for _, x := range m.Decisions.Fills {
		if !m.Round.Named(x.Round) {
			continue
		}
		field, ok := m.field(x.Field)
		if !ok {
			continue
		}
		for _, item := range duty.Items(m.Table, x.Item) {
			if m.chosen[key{x.Unit, item}] != nil || m.dutyOf(item, x.Unit) != "" { // on an item of another unit it counts for nothing
				m.apply(m.filled(x, item), field, x)
			}
		}
	}
}

func (m *merger) field(word string) (string, bool) {
	if m.Spec == nil {
		return "", false
	}
	return m.Spec.Field(word)
}

// filled is the row that the office writes into.
func (m *merger) filled(x decision.Fill, item string) *Entry {
	k := key{x.Unit, item}
	e := m.chosen[k]
	if e != nil {
		return e
	}
	e = &Entry{Unit: x.Unit, Item: item, Duty: m.dutyOf(item, x.Unit), Fate: Merged, Status: form.UnknownStatus, Links: []string{},
		Written: map[string]string{}, Source: Source{File: x.Source.File, Sheet: x.Source.Sheet, Cells: map[string]string{}}}
	m.chosen[k] = e
	m.entries = append(m.entries, e)
	return e
}

// apply writes a field and understands it as a sheet's would be. The cell of the
// unit's own sheet says something else, so it is no source of the field any more.
func (m *merger) apply(e *Entry, field string, x decision.Fill) {
	e.Written = with(e.Written, field, x.Content)
	e.Source.Cells = with(e.Source.Cells, field, x.Source.Cell)
	if e.Form != nil {
		delete(e.Source.Cells, field)
	}
	if !slices.Contains(e.FilledIn, field) {
		e.FilledIn = append(e.FilledIn, field)
	}
	switch field {
	case form.FieldStatus, form.FieldProgress:
		if e.Status = m.Spec.StatusOf(e.Written[form.FieldStatus]); e.Status == "" {
			e.Status = form.UnknownStatus
		}
		e.Progress = m.Spec.ProgressOf(e.Written[form.FieldProgress], e.Status).Percent
	case form.FieldDate:
		e.Date = m.Spec.DateOf(x.Content, m.Round.Year).ISO
	case form.FieldLinks:
		if e.Links = form.LinksOf(x.Content); e.Links == nil {
			e.Links = []string{}
		}
	case form.FieldProgressText:
		e.ProgressText = x.Content
	case form.FieldEvidence:
		e.Evidence = x.Content
	case form.FieldProblems:
		e.Problems = x.Content
	case form.FieldNext:
		e.Next = x.Content
	case form.FieldRemark:
		e.Remark = x.Content
	}
}

// with copies a map that may be the form's own.
func with(m map[string]string, field, text string) map[string]string {
	out := map[string]string{field: text}
	for k, v := range m {
		if k != field {
			out[k] = v
		}
	}
	return out
}
