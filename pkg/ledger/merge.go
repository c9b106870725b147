package ledger

import (
	"cmp"
	"maps"
	"slices"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/form"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// Input is what a round's ledger is made of. Unmerged tells of forms whose rows
// stay unmatched, Doubted of those that may be another unit's: their rows give way to the unit's
// other sheets; nil means none. Roles are the duties that must be reported
// on; none means lead and responsible.
type Input struct {
	Round     form.Round
	Table     *tasktable.Table
	Plan      *duty.Plan
	Roster    *roster.Roster
	Forms     []*form.Form // in any order; sheets of one file in their order
	Unmerged  func(*form.Form) bool
	Doubted   func(*form.Form) bool
	Decisions *decision.Set
	Roles     []duty.Role
	Spec      *form.Spec
}

// Tie is two versions of a row that differ and that nothing can order.
type Tie struct{ Kept, Other *Entry }

// Merge makes the ledger. The order of the forms of different files does not matter.
func Merge(in Input) *Ledger {
	if len(in.Roles) == 0 {
		in.Roles = []duty.Role{duty.Lead, duty.Responsible}
	}
	if in.Decisions == nil {
		in.Decisions = &decision.Set{}
	}
	m := &merger{Input: in, ledger: &Ledger{Round: in.Round.ID, AsOf: in.Round.AsOf, Files: map[string]Rows{}, Sheets: map[SheetKey]Rows{}}}
	m.Forms = slices.Clone(in.Forms)
	slices.SortStableFunc(m.Forms, func(a, b *form.Form) int { return cmp.Compare(a.File, b.File) })
	m.read()
	m.choose()
	m.fill()
	m.count()
	m.sort()
	m.units()
	return m.ledger
}

type merger struct {
	Input
	ledger  *Ledger
	entries []*Entry
	chosen  map[key]*Entry
}

type key struct{ unit, item string }

// read makes an entry of every row that was read.
func (m *merger) read() {
	for _, f := range m.Forms {
		apart := f.Unit == "" || m.Unmerged != nil && m.Unmerged(f)
		for i := range f.Entries {
			e := newEntry(f, &f.Entries[i])
			e.Fate, e.Duty = m.fate(f, &f.Entries[i], apart)
			m.entries = append(m.entries, e)
		}
	}
}

// fate of a row by itself; versions are settled later.
func (m *merger) fate(f *form.Form, row *form.Entry, apart bool) (Fate, string) {
	if row.Empty {
		return EmptyRow, m.dutyOf(row.Item, f.Unit)
	}
	if apart || row.Item == "" || len(row.Options) > 1 {
		return Unmatched, ""
	}
	if d := m.dutyOf(row.Item, f.Unit); d != "" {
		return Merged, d
	}
	return Unmatched, ""
}

// dutyOf is the unit's duty on an item; on one with an undecided collective
// anybody may report.
func (m *merger) dutyOf(item, unit string) string {
	if a, ok := m.Plan.Find(item, unit); ok {
		return string(a.Duty)
	}
	if item != "" && m.Plan.Open(item) {
		return string(duty.Volunteer)
	}
	return ""
}

func newEntry(f *form.Form, row *form.Entry) *Entry {
	e := &Entry{Unit: f.Unit, Item: row.Item, Status: row.Status, Progress: row.Progress.Percent, Date: row.Date.ISO, Links: row.Links,
		ProgressText: row.Written[form.FieldProgressText], Evidence: row.Written[form.FieldEvidence], Problems: row.Written[form.FieldProblems],
		Next: row.Written[form.FieldNext], Remark: row.Written[form.FieldRemark], Written: allWritten(row),
		Source: Source{File: f.File, Sheet: f.Sheet, Row: row.Row, Cells: row.Cells}, Form: f, Row: row}
	if e.Links == nil {
		e.Links = []string{}
	}
	if e.Source.Cells == nil {
		e.Source.Cells = map[string]string{}
	}
	if e.Status == "" {
		e.Status = form.UnknownStatus
	}
	return e
}

// allWritten is what the unit wrote: the fields, and further columns by their headers.
func allWritten(row *form.Entry) map[string]string {
	out := map[string]string{}
	maps.Copy(out, row.Extra)
	maps.Copy(out, row.Written)
	return out
}

// choose settles which of several rows of a unit and item counts.
func (m *merger) choose() {
	m.chosen = map[key]*Entry{}
	rows := map[key][]*Entry{}
	var order []key
	for _, e := range m.entries {
		if e.Fate != Merged {
			continue
		}
		k := key{e.Unit, e.Item}
		if rows[k] == nil {
			order = append(order, k)
		}
		rows[k] = append(rows[k], e)
	}
	for _, k := range order {
		kept := latest(m.undoubted(rows[k]))
		m.chosen[k] = kept
		for _, e := range rows[k] {
			if e == kept {
				continue
			}
			if m.doubted(e) && !m.doubted(kept) && !earlier(Arrived(e.Form), Arrived(kept.Form)) {
				e.Fate = Unmatched
				continue
			}
			e.Fate = Superseded
			if e.Form != kept.Form && !ordered(e.Form, kept.Form) && differ(e, kept) {
				m.ledger.Ties = append(m.ledger.Ties, Tie{kept, e})
			}
		}
	}
}

func (m *merger) doubted(e *Entry) bool { return m.Doubted != nil && m.Doubted(e.Form) }

// undoubted leaves out the rows of sheets that may be another unit's, unless there are no others.
func (m *merger) undoubted(rows []*Entry) []*Entry {
	if sure := slices.DeleteFunc(slices.Clone(rows), m.doubted); len(sure) > 0 {
		return sure
	}
	return rows
}

// latest is the row that came last. In one sheet that is the last row. Rows
// whose time is not known cannot be ordered: then the last by path counts.
func latest(rows []*Entry) *Entry {
	known, rest := (*Entry)(nil), (*Entry)(nil)
	for _, e := range rows { // in the order of paths, sheets and rows
		if Arrived(e.Form) == "" {
			rest = e
		} else if known == nil || !earlier(Arrived(e.Form), Arrived(known.Form)) {
			known = e
		}
	}
	switch {
	case rest == nil:
		return known
	case known == nil:
		return rest
	}
	if slices.Index(rows, known) > slices.Index(rows, rest) {
		return known
	}
	return rest
}

// Arrived is when a form came: as the office decided or the mail or folder
// says, else the day that it says it was filled in; "" when unknown. ISO.
func Arrived(f *form.Form) string {
	if f.Received != "" {
		return f.Received
	}
	if len(f.Signature.FilledDate) == len("2019-07-05") {
		return f.Signature.FilledDate
	}
	return ""
}

// earlier compares by the day when one of the two has no time of day.
func earlier(a, b string) bool {
	n := min(len(a), len(b))
	return a[:n] < b[:n]
}

func ordered(a, b *form.Form) bool {
	x, y := Arrived(a), Arrived(b)
	return x != "" && y != "" && (earlier(x, y) || earlier(y, x))
}

func differ(a, b *Entry) bool {
	for _, field := range answerFields {
		if value.Fold(a.Written[field]) != value.Fold(b.Written[field]) {
			return true
		}
	}
	return false
}

var answerFields = []string{form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldDate, form.FieldLinks, form.FieldEvidence,
	form.FieldProblems, form.FieldNext, form.FieldRemark}

// count makes the account of every sheet and file.
func (m *merger) count() {
	for _, f := range m.Forms {
		k := SheetKey{f.File, f.Sheet, f.Unit}
		m.ledger.Sheets[k] = Rows{}
		m.ledger.Files[f.File] = Rows{}
	}
	for _, e := range m.entries {
		if e.Form == nil {
			continue
		}
		k := SheetKey{e.Form.File, e.Form.Sheet, e.Form.Unit}
		m.ledger.Sheets[k] = m.ledger.Sheets[k].Plus(e.Fate)
		m.ledger.Files[k.File] = m.ledger.Files[k.File].Plus(e.Fate)
	}
}

// Plus is the account with one more row.
func (r Rows) Plus(f Fate) Rows {
	r.Read++
	switch f {
	case Merged:
		r.Merged++
	case Superseded:
		r.Superseded++
	case Unmatched:
		r.Unmatched++
	case EmptyRow:
		r.Empty++
	}
	return r
}

// AllSuperseded tells that a later version replaced every answered row of a sheet.
func (l *Ledger) AllSuperseded(k SheetKey) bool {
	r := l.Sheets[k]
	return r.Superseded > 0 && r.Merged == 0 && r.Unmatched == 0
}

var fateOrder = map[Fate]int{Merged: 0, Superseded: 1, EmptyRow: 2, Unmatched: 3}

// placesIn gives the places of items in a table, from 1; those that it does not have come last.
func placesIn(t *tasktable.Table) func(item string) int {
	place := map[string]int{}
	for i, r := range t.Rows() {
		place[r.Item.ID] = i + 1
	}
	return func(item string) int {
		if n := place[item]; n > 0 {
			return n
		}
		return len(place) + 1
	}
}

// sort puts entries in the order of items and roster; rows without an item
// come last, by file and row.
func (m *merger) sort() {
	itemPlace := placesIn(m.Table)
	slices.SortStableFunc(m.entries, func(a, b *Entry) int {
		return cmp.Or(cmp.Compare(itemPlace(a.Item), itemPlace(b.Item)), cmp.Compare(m.Roster.Index(a.Unit), m.Roster.Index(b.Unit)),
			cmp.Compare(fateOrder[a.Fate], fateOrder[b.Fate]), cmp.Compare(a.Source.File, b.Source.File), cmp.Compare(a.Source.Row, b.Source.Row))
	})
	m.ledger.Entries = make([]Entry, len(m.entries))
	moved := map[*Entry]*Entry{}
	for i, e := range m.entries {
		m.ledger.Entries[i] = *e
		moved[e] = &m.ledger.Entries[i]
	}
	for i, t := range m.ledger.Ties {
		m.ledger.Ties[i] = Tie{moved[t.Kept], moved[t.Other]}
	}
	for k, e := range m.chosen {
		m.chosen[k] = moved[e]
	}
}
