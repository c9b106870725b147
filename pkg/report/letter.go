package report

import (
	"slices"

	"zwgk/pkg/check"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
)

// NoticeView is what the template of the notice can name.
type NoticeView struct {
	Common
	Tasks, Items int
	Units        []NoticeUnit
	Rows         int
	Undecided    []UndecidedText // who is meant has yet to be decided
}

// NoticeUnit is a unit with the number of its items by duty. Must is lead and responsible.
type NoticeUnit struct {
	Unit                                  string
	Items, Lead, Responsible, Cooperating int
}

// UndecidedText is a collective that names nobody, and where it stands.
type UndecidedText struct {
	Text  string
	Items []string
}

func (c *Composer) noticeView() *NoticeView {
	v := &NoticeView{Common: c.common(), Items: len(c.rows)}
	for _, ch := range c.Table.Chapters {
		for _, s := range ch.Sections {
			v.Tasks += len(s.Tasks)
		}
	}
	for _, name := range c.planned() {
		u := NoticeUnit{Unit: clean(name)}
		for _, a := range c.duties[name] {
			u.Items++
			switch a.Duty {
			case duty.Lead:
				u.Lead++
			case duty.Responsible:
				u.Responsible++
			case duty.Cooperating:
				u.Cooperating++
			}
		}
		v.Rows += u.Items
		v.Units = append(v.Units, u)
	}
	for _, u := range c.Plan.Undecided {
		i := slices.IndexFunc(v.Undecided, func(o UndecidedText) bool { return o.Text == clean(u.Text) })
		if i < 0 {
			v.Undecided, i = append(v.Undecided, UndecidedText{Text: clean(u.Text)}), len(v.Undecided)
		}
		if !slices.Contains(v.Undecided[i].Items, u.Item) {
			v.Undecided[i].Items = append(v.Undecided[i].Items, u.Item)
		}
	}
	return v
}

// planned lists the units with duties, in roster order, others behind.
func (c *Composer) planned() []string {
	var out []string
	if c.Roster != nil {
		for _, u := range c.Roster.Units {
			if len(c.duties[u.Name]) > 0 {
				out = append(out, u.Name)
			}
		}
	}
	for _, a := range c.Plan.Assignments {
		if !slices.Contains(out, a.Unit) {
			out = append(out, a.Unit)
		}
	}
	return out
}

// ChaseView is what the template of the chasing list can name. A unit stands in
// the first list that fits, and in Partial and Late besides.
type ChaseView struct {
	Common
	Expected, Reported int
	Total              int         // units named
	Silent             []ChaseUnit // sent nothing
	Unusable           []ChaseUnit // sent something that cannot be used
	Returned           []ChaseUnit // have to correct a sheet
	Partial            []ChaseUnit // left out items
	Late               []ChaseUnit // reported, but late
}

// ChaseUnit is a unit to be chased. Items are what is missing.
type ChaseUnit struct {
	Unit          string
	Items         []string
	Count         int
	Files         []string // names only
	Due, Received string
}

func (c *Composer) chaseView() *ChaseView {
	v := &ChaseView{Common: c.common()}
	for _, u := range c.Ledger.Units {
		returned, rejected := c.filesOf(u.Name, finding.Returned), c.filesOf(u.Name, finding.Rejected)
		one := ChaseUnit{Unit: clean(u.Name), Items: u.Missing, Count: len(u.Missing), Due: u.Due, Received: u.Received}
		named := false
		add := func(list *[]ChaseUnit, files []string) {
			one.Files, named = files, true
			*list = append(*list, one)
		}
		if u.Expected {
			v.Expected++
		}
		if u.Reported && u.Expected {
			v.Reported++
		}
		switch {
		case u.Expected && !u.Reported && len(returned)+len(rejected) > 0:
			add(&v.Unusable, append(rejected, returned...))
		case len(returned) > 0:
			add(&v.Returned, returned)
		case u.Expected && !u.Reported:
			add(&v.Silent, nil)
		}
		if u.Reported && len(u.Missing) > 0 {
			add(&v.Partial, nil)
		}
		if u.Late {
			add(&v.Late, nil)
		}
		if named {
			v.Total++
		}
	}
	return v
}

// filesOf names the files of a unit that got a verdict, or one of whose sheets of that unit did.
func (c *Composer) filesOf(unit string, verdict finding.Verdict) []string {
	var out []string
	for _, f := range c.files[unit] {
		if hasVerdict(f, unit, verdict) {
			out = append(out, clean(intake.Base(f.Path)))
		}
	}
	return out
}

func hasVerdict(f *check.File, unit string, verdict finding.Verdict) bool {
	if len(f.Sheets) == 0 {
		return f.Unit == unit && f.Verdict == verdict
	}
	return slices.ContainsFunc(f.Sheets, func(s check.Sheet) bool { return s.Unit == unit && s.Verdict == verdict })
}

// ReturnView is what the template of the return letter can name.
type ReturnView struct {
	Common
	Units []ReturnUnit // Unit is "" for files of no known unit, at the end
	Files int
}

// ReturnUnit is a unit with its files that go back.
type ReturnUnit struct {
	Unit, Due string
	Extended  bool // Due is another than the round's
	Files     []ReturnFile
}

// ReturnFile is one file that goes back.
type ReturnFile struct {
	File     string
	Rejected bool // cannot be used at all
	Merged   bool // its rows count, with errors to mend
	Remarks  []Remark
	Errors   int
	Warnings int
}

func (c *Composer) returnView() *ReturnView {
	v := &ReturnView{Common: c.common()}
	byFile := map[string][]finding.Finding{}
	for _, f := range c.Findings {
		byFile[f.File] = append(byFile[f.File], f)
	}
	for _, u := range c.Ledger.Units {
		c.returns(v, ReturnUnit{Unit: clean(u.Name), Due: u.Due, Extended: u.Due != c.Round.Due && u.Due != ""}, byFile)
	}
	for _, f := range c.Files { // of units that are not in the ledger
		for _, name := range unitsOf(f) {
			if c.units[name] == nil && !slices.ContainsFunc(v.Units, func(u ReturnUnit) bool { return u.Unit == clean(name) }) {
				c.returns(v, ReturnUnit{Unit: name}, byFile)
			}
		}
	}
	c.returns(v, ReturnUnit{}, byFile)
	return v
}

// unitsOf lists the units that a file names.
func unitsOf(f check.File) []string {
	var out []string
	for _, s := range f.Sheets {
		if s.Unit != "" && !slices.Contains(out, s.Unit) {
			out = append(out, s.Unit)
		}
	}
	if f.Unit != "" && !slices.Contains(out, f.Unit) {
		out = append(out, f.Unit)
	}
	return out
}

// returns adds a unit with its files that go back, if there are any. A finding of
// a file stands under the unit that it names, or else under each.
func (c *Composer) returns(v *ReturnView, u ReturnUnit, byFile map[string][]finding.Finding) {
	for _, f := range c.files[u.Unit] {
		rejected := hasVerdict(f, u.Unit, finding.Rejected)
		if !rejected && !hasVerdict(f, u.Unit, finding.Returned) {
			continue
		}
		var list []finding.Finding
		for _, found := range byFile[f.Path] {
			if found.Unit == "" || found.Unit == u.Unit || len(unitsOf(*f)) <= 1 {
				list = append(list, found)
			}
		}
		if len(list) == 0 {
			continue // made good since
		}
		one := ReturnFile{File: clean(f.Path), Rejected: rejected, Merged: f.Rows.Merged > 0, Remarks: remarks(list)}
		one.Errors, one.Warnings, _ = finding.Count(list)
		u.Files = append(u.Files, one)
		v.Files++
	}
	if len(u.Files) > 0 {
		v.Units = append(v.Units, u)
	}
}
