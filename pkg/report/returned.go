package report

import (
	"slices"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
)

// ReturnView is what the template of the return letter can name.
type ReturnView struct {
	Common
	Units []ReturnUnit // Unit is "" for files of no known unit, at the end
	Files int
}

// Deadline is until when a unit may send a sheet.
type Deadline struct {
	Due      string
	Extended bool // Due is another than the round's
	Overdue  bool // on the day of chasing
}

func (c *Composer) deadline(due string) Deadline {
	return Deadline{Due: due, Extended: due != "" && due != c.Round.Due, Overdue: daysBetween(due, c.Today) > 0}
}

// ReturnUnit is a unit with its files that go back.
type ReturnUnit struct {
	Deadline
	Unit  string
	Files []ReturnFile
}

// ReturnFile is one file that goes back.
type ReturnFile struct {
	File, Path, Received string // the file's name; its path in the inbox
	Copy                 string // name of the marked copy, "" for none
	Marked               bool   // cells of the copy are coloured
	Doubted              bool   // names two units
	Rejected             bool   // cannot be used at all
	Merged               bool   // its rows count, with errors to mend
	Left                 int    // rows that do not
	Remarks              []Remark
	Errors               int
	Warnings             int
	Compared             []Compared // with the versions before it
}

func (c *Composer) returnView() *ReturnView {
	v := &ReturnView{Common: c.common()}
	for _, u := range c.Ledger.Units {
		c.returns(v, ReturnUnit{Unit: clean(u.Name), Deadline: c.deadline(u.Due)})
	}
	for _, f := range c.Files { // of units that are not in the ledger
		for _, name := range unitsOf(f) {
			if c.units[name] == nil && !slices.ContainsFunc(v.Units, func(u ReturnUnit) bool { return u.Unit == clean(name) }) {
				c.returns(v, ReturnUnit{Unit: name})
			}
		}
	}
	c.returns(v, ReturnUnit{})
	return v
}

// unitsOf lists the units that a file names.
func unitsOf(f check.File) []string { return f.Units() }

// returns adds a unit with its files that go back, if there are any. A finding of
// a file stands under the unit that it names, or else under each.
func (c *Composer) returns(v *ReturnView, u ReturnUnit) {
	for _, f := range c.files[u.Unit] {
		rejected := hasVerdict(f, u.Unit, finding.Rejected)
		if !rejected && !hasVerdict(f, u.Unit, finding.Returned) {
			continue
		}
		var list []finding.Finding
		for _, found := range c.byFile[f.Path] {
			if found.Unit == "" || found.Unit == u.Unit || len(unitsOf(*f)) <= 1 {
				list = append(list, found)
			}
		}
		if len(list) == 0 {
			continue // made good since
		}
		one := ReturnFile{File: shownPath(intake.Base(f.Path)), Path: shownPath(f.Path), Received: arrived(f.Received), Copy: clean(c.Copies[f.Path]),
			Doubted: f.Doubted, Marked: slices.ContainsFunc(list, func(x finding.Finding) bool { return len(x.Cells) > 0 }),
			Rejected: rejected, Merged: f.Rows.Merged > 0, Left: f.Rows.Unmatched, Remarks: c.remarks(list), Compared: c.compared(f.Path, u.Unit)}
		one.Errors, one.Warnings, _ = finding.Count(list)
		u.Files = append(u.Files, one)
		v.Files++
	}
	if len(u.Files) > 0 {
		v.Units = append(v.Units, u)
	}
}

// Compared says what became of the problems of the versions before a file. What
// the office looks at itself is no unit's to mend: of that only the number is told.
type Compared struct {
	Unit                             string
	Earlier                          []string // names of files
	Solved, Open, New                []Kind
	SolvedCount, OpenCount, NewCount int
	Notes                            int // open or new, and not to be mended
}

// Kind is a kind of problem with the items that have it.
type Kind struct {
	Name  string // the title of its rule
	Items []string
	Count int
}

// compared gives the comparisons of a file: of one unit, or of all when unit is "".
func (c *Composer) compared(file, unit string) []Compared {
	var out []Compared
	for _, x := range c.corrected[file] {
		if unit != "" && x.Unit != unit {
			continue
		}
		open, fresh := finding.Errors(x.Open), finding.Errors(x.New)
		one := Compared{Unit: clean(x.Unit), Solved: c.kinds(x.Solved), Open: c.kinds(open), New: c.kinds(fresh), SolvedCount: len(x.Solved),
			OpenCount: len(open), NewCount: len(fresh), Notes: len(x.Open) + len(x.New) - len(open) - len(fresh)}
		for _, path := range x.Earlier {
			if name := shownPath(intake.Base(path)); !slices.Contains(one.Earlier, name) {
				one.Earlier = append(one.Earlier, name)
			}
		}
		out = append(out, one)
	}
	return out
}

// kinds joins findings by their rule.
func (c *Composer) kinds(list []finding.Finding) []Kind {
	var out []Kind
	for _, f := range list {
		name := f.Code
		if c.Catalogue != nil {
			if r, ok := c.Catalogue.Rule(f.Code); ok {
				name = r.Title
			}
		}
		i := slices.IndexFunc(out, func(k Kind) bool { return k.Name == name })
		if i < 0 {
			i, out = len(out), append(out, Kind{Name: name})
		}
		out[i].Count++
		if f.Item != "" && !slices.Contains(out[i].Items, f.Item) {
			out[i].Items = append(out[i].Items, f.Item)
		}
	}
	return out
}
