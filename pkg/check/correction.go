package check

import (
	"maps"
	"slices"

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
	has := func(list []finding.Finding) bool {
		return slices.ContainsFunc(list, func(one finding.Finding) bool { return within(one, f) })
	}
	switch open, fresh := has(c.Open), has(c.New); {
	case open && fresh:
		return "both"
	case open:
		return "open"
	case fresh:
		return "new"
	}
	return ""
}

// within tells that a finding about one item is part of another.
func within(one, f finding.Finding) bool {
	if one.File != f.File || one.Code != f.Code || one.Field != f.Field {
		return false
	}
	return len(f.Cells) == 0 || one.Sheet == f.Sheet && slices.ContainsFunc(one.Cells, func(cell string) bool { return slices.Contains(f.Cells, cell) })
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
		for i, v := range list {
			if i > 0 && v.rows.Merged > 0 {
				out = append(out, c.compare(list[:i], v))
			}
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

func (c *comparison) compare(earlier []version, now version) Correction {
	out := Correction{File: now.file.Path, Unit: now.unit}
	var before, left issues
	for i, v := range earlier {
		out.Earlier = append(out.Earlier, v.file.Path)
		all := c.issues(v, nil)
		c.missing(&all, earlier[:i+1])
		standing := c.issues(v, c.Standing)
		for _, k := range all.list {
			before.add(k, all.found[k])
		}
		for _, k := range standing.list {
			left.add(k, standing.found[k])
		}
	}
	mine := c.issues(now, c.Standing)
	c.missing(&mine, append(slices.Clone(earlier), now))
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
		c.split(&out, v, f)
	}
	return out
}

// split takes a finding apart by the items of its cells.
func (c *comparison) split(out *issues, v version, f finding.Finding) {
	base := issue{code: f.Code, field: f.Field, column: f.Args["column"]}
	cells := map[issue][]string{}
	rows := map[issue]*form.Entry{}
	var order []issue
	for _, cell := range f.Cells {
		k, e := base, v.entry(f.Sheet, cell)
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

// entry is the row that a cell stands in, nil for none.
func (v version) entry(sheet, cell string) *form.Entry {
	for _, f := range v.forms {
		if f.Sheet != sheet {
			continue
		}
		for i := range f.Entries {
			if f.Entries[i].Row == finding.RowOf(cell) {
				return &f.Entries[i]
			}
		}
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
	f.Cells, f.Cell, f.Item = cells, cells[0], e.Item
	f.Value = value.Mask(e.Written[f.Field])
	f.Args = maps.Clone(f.Args)
	f.Args["values"], f.Args["items"] = finding.Quote(f.Value), finding.ItemText(e.Item)
	f, _ = c.settings.Rules.Catalogue.Complete(f)
	return f
}

// missing adds the items that the unit has to report on and that none of the
// versions answers. After a sheet that could not be used it says nothing: that
// sheet had another problem.
func (c *comparison) missing(out *issues, versions []version) {
	last := versions[len(versions)-1]
	if last.rows.Merged+last.rows.Superseded == 0 {
		return
	}
	answered := map[string]bool{}
	for _, v := range versions {
		for _, f := range v.forms {
			for i := range f.Entries {
				e := &f.Entries[i]
				for _, option := range e.Options {
					answered[option] = true // that the row has to be made clear says enough
				}
				if !e.Empty && !c.apart[f] {
					answered[e.Item] = true
				}
			}
		}
	}
	for _, item := range c.required[last.unit] {
		if answered[item] {
			continue
		}
		f := finding.Finding{Code: c.settings.Rules.Code("item_missing"), File: last.file.Path, Unit: last.unit, Item: item, Field: form.FieldID}
		f = withItems(f, []string{item})
		f.Sheet, f.Cell = last.forms[0].Sheet, last.forms[0].Header
		for _, sheet := range last.forms {
			for i := range sheet.Entries {
				if e := &sheet.Entries[i]; e.Item == item {
					f.Sheet, f.Cell = sheet.Sheet, sheet.At(e, form.FieldID).Cell
				}
			}
		}
		if f, ok := c.settings.Rules.Catalogue.Complete(f); ok {
			out.add(issue{code: f.Code, item: item, field: f.Field}, f)
		}
	}
}
