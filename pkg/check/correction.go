package check

import (
	"slices"
	"strconv"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// Correction compares a file with the versions of the same unit that came
// before it in the round. Every finding in it is about one item, or about the
// sheet as a whole (Item ""); mere information is left out.
type Correction struct {
	File, Unit string
	Earlier    []string          // paths, in the order they came
	Solved     []finding.Finding // of the earlier versions, and nowhere any more
	Open       []finding.Finding // again in this file, or still in rows of an earlier one that count
	New        []finding.Finding // in this file alone
}

// State tells whether the unit was told of a finding of the file before: "open",
// "new", "both" when some of its cells are either, or "" when the finding is not
// among those compared.
func (c Correction) State(f finding.Finding) string {
	if f.Unit != c.Unit {
		return ""
	}
	cells := map[string]bool{}
	for _, cell := range f.Cells {
		cells[cell] = true
	}
	part := func(one finding.Finding) bool {
		return one.File == f.File && one.Code == f.Code && one.Field == f.Field &&
			(len(cells) == 0 || one.Sheet == f.Sheet && slices.ContainsFunc(one.Cells, func(cell string) bool { return cells[cell] }))
	}
	switch open, fresh := slices.ContainsFunc(c.Open, part), slices.ContainsFunc(c.New, part); {
	case open && fresh:
		return "both"
	case open:
		return "open"
	case fresh:
		return "new"
	}
	return ""
}

// issue is a problem as it is recognised in another version: the same code, item
// and field. A row without a known item goes by what it calls its task.
type issue struct{ code, item, field, column string }

// issues are the problems of a version in the order of its findings.
type issues struct {
	list  []issue
	found map[issue]finding.Finding
}

func (s *issues) add(k issue, f finding.Finding) {
	if _, known := s.found[k]; !known {
		s.list = append(s.list, k)
	}
	if s.found == nil {
		s.found = map[issue]finding.Finding{}
	}
	s.found[k] = f
}

func (s *issues) join(others issues) {
	for _, k := range others.list {
		s.add(k, others.found[k])
	}
}

// Corrections compares the versions of every unit. Findings are those of the
// result without what the office waived. A version of which no row counts is not
// compared: a later one speaks for it.
func (r *Result) Corrections(l *ledger.Ledger, findings []finding.Finding) []Correction {
	var out []Correction
	c := comparison{Result: r, ledger: l, of: map[issueKey][]finding.Finding{}, required: map[string][]string{}}
	for _, f := range findings {
		c.of[issueKey{f.File, f.Unit}] = append(c.of[issueKey{f.File, f.Unit}], f)
	}
	for _, u := range l.Units {
		c.required[u.Name] = u.Required
	}
	for _, list := range r.versions(l) {
		if len(list) > 1 {
			out = append(out, c.compare(list)...)
		}
	}
	return out
}

type issueKey struct{ file, unit string }

type comparison struct {
	*Result
	ledger   *ledger.Ledger
	of       map[issueKey][]finding.Finding
	required map[string][]string
}

// compare goes through the versions of a unit in their order, and compares each
// with all that came before it.
func (c *comparison) compare(versions []version) []Correction {
	var out []Correction
	var before, left issues // of the earlier versions: all, and those in rows that count
	var earlier []string
	answered := map[string]bool{}
	for i, v := range versions {
		c.answer(answered, v)
		missing := c.missing(v, answered)
		standing := c.issues(v, c.Standing)
		if i > 0 && v.rows.Merged > 0 {
			mine := issues{}
			mine.join(standing)
			mine.join(missing)
			one := compared(before, left, mine)
			one.File, one.Unit, one.Earlier = v.file.Path, v.unit, slices.Clone(earlier)
			out = append(out, one)
		}
		before.join(c.issues(v, nil))
		before.join(missing)
		left.join(standing)
		earlier = append(earlier, v.file.Path)
	}
	return out
}

// compared sorts the problems of a version and of those before it.
func compared(before, left, mine issues) Correction {
	var out Correction
	for _, k := range before.list {
		if f, again := mine.found[k]; again {
			out.Open = append(out.Open, f)
		} else if f, stands := left.found[k]; stands {
			out.Open = append(out.Open, f)
		} else {
			out.Solved = append(out.Solved, before.found[k])
		}
	}
	for _, k := range mine.list {
		if _, known := before.found[k]; !known {
			out.New = append(out.New, mine.found[k])
		}
	}
	return out
}

// issues lists the problems of a version item by item; left, when given, says
// what is left of a finding. Items that are missing depend on what came before,
// and which of two versions counts is no unit's to mend: both are left out.
func (c *comparison) issues(v version, left func(finding.Finding) (finding.Finding, bool)) issues {
	var out issues
	entries := v.spots()
	apart := []string{c.settings.Rules.Code("item_missing"), c.settings.Rules.Code("versions_tied")}
	for _, f := range c.of[issueKey{v.file.Path, v.unit}] {
		if f.Severity == finding.Info || slices.Contains(apart, f.Code) {
			continue
		}
		if left != nil {
			var ok bool
			if f, ok = left(f); !ok {
				continue
			}
		}
		c.split(&out, entries, f)
	}
	return out
}

// split takes a finding apart by the items of its cells.
func (c *comparison) split(out *issues, entries spots, f finding.Finding) {
	base := issue{code: f.Code, field: f.Field, column: f.Args["column"]}
	cells := map[issue][]string{}
	rows := map[issue]*form.Entry{}
	var order []issue
	for _, cell := range f.Cells {
		k, e := base, entries.at(f.Sheet, cell)
		k.item = f.Item
		if k.item == "" && e != nil {
			k.item = named(e)
		}
		if cells[k] == nil {
			order = append(order, k)
		}
		cells[k], rows[k] = append(cells[k], cell), e
	}
	if len(order) == 0 { // about the whole file
		base.item = f.Item
		out.add(base, f)
	}
	for _, k := range order {
		out.add(k, c.narrowed(f, cells[k], rows[k]))
	}
}

// spots finds the rows of a version by their cells, and by their sheets and numbers: tables side
// by side have several rows of one number.
type spots struct {
	cells map[finding.Place]*form.Entry
	rows  map[finding.Place][]*form.Entry // by the place of the sheet with the number for a cell
}

func (v version) spots() spots {
	out := spots{map[finding.Place]*form.Entry{}, map[finding.Place][]*form.Entry{}}
	for _, f := range v.forms {
		for i := range f.Entries {
			e := &f.Entries[i]
			row := finding.Place{Sheet: f.Sheet, Cell: strconv.Itoa(e.Row)}
			out.rows[row] = append(out.rows[row], e)
			for _, cell := range e.Cells {
				if at := (finding.Place{Sheet: f.Sheet, Cell: cell}); out.cells[at] == nil || finding.RowOf(cell) == e.Row {
					out.cells[at] = e
				}
			}
		}
	}
	return out
}

// at is the row of a cell, nil for a cell of none.
func (s spots) at(sheet, cell string) *form.Entry {
	if e := s.cells[finding.Place{Sheet: sheet, Cell: cell}]; e != nil {
		return e
	}
	if in := s.rows[finding.Place{Sheet: sheet, Cell: strconv.Itoa(finding.RowOf(cell))}]; len(in) == 1 {
		return in[0]
	}
	return nil
}

// named is the item of a row, or else what the row calls its task.
func named(e *form.Entry) string {
	if e.Item != "" {
		return e.Item
	}
	return value.Fold(e.Written[form.FieldID] + " " + e.Written[form.FieldTask])
}

// narrowed words a grouped finding for some of its cells.
func (c *comparison) narrowed(f finding.Finding, cells []string, e *form.Entry) finding.Finding {
	if len(cells) == len(f.Cells) || e == nil {
		return f
	}
	f = c.Result.narrowed(f, cells)
	f.Item = e.Item
	return f
}

// answer notes the items that a version answers. Of those that an ambiguous row
// may mean, that the row has to be made clear says enough.
func (c *comparison) answer(answered map[string]bool, v version) {
	for _, f := range v.forms {
		for i := range f.Entries {
			e := &f.Entries[i]
			for _, option := range e.Options {
				answered[option] = true
			}
			if !e.Empty && !c.apart[f] {
				answered[e.Item] = true
			}
		}
	}
}

// missing are the items that the unit has to report on and that neither a version
// nor one before it answers. Of a sheet that could not be used it says nothing:
// that sheet had another problem.
func (c *comparison) missing(v version, answered map[string]bool) issues {
	var out issues
	if v.rows.Merged+v.rows.Superseded == 0 {
		return out
	}
	for _, item := range c.required[v.unit] {
		if answered[item] {
			continue
		}
		f := finding.Finding{Code: c.settings.Rules.Code("item_missing"), File: v.file.Path, Unit: v.unit, Item: item, Field: form.FieldID}
		same := false
		f.Sheet, f.Cell, same = v.rowOf(item)
		f = c.unreported(withItems(f, []string{item}), same)
		if f, ok := c.settings.Rules.Catalogue.Complete(f); ok {
			out.add(issue{code: f.Code, item: item, field: f.Field}, f)
		}
	}
	return out
}

// rowOf is where an item stands, or the header where it has no row, and whether the
// row is left as the office had filled it in.
func (v version) rowOf(item string) (sheet, cell string, same bool) {
	for _, f := range v.forms {
		for i := range f.Entries {
			if e := &f.Entries[i]; e.Item == item {
				return f.Sheet, f.At(e, form.FieldID).Cell, asBefore(e)
			}
		}
	}
	return v.forms[0].Sheet, v.forms[0].Header, false
}
