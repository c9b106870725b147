package check

import (
	"slices"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// Settings is what sheets are checked against. Roles are the duties that must
// be reported on; none means lead and responsible.
type Settings struct {
	Rules  *Rules
	Spec   *form.Spec
	Table  *tasktable.Table
	Plan   *duty.Plan
	Round  form.Round
	Year   int
	Roles  []duty.Role
	Waived func(finding.Finding) bool // by the office; nil waives nothing
	Office string                     // the unit that receives the sheets; titles and file names may name it as such
	Roster *roster.Roster             // names of units; nil knows none

	Previous *ledger.Ledger           // of the round before; nil without one
	Before   string                   // the name of that round, for people
	Sites    []string                 // sites of the office's own governments; none: any will do
	SentAs   func(name string) string // under what name a copy that was sent back had come; nil knows no copies
	Whole    bool                     // all that came is at hand, so that what is named and not there did not come
}

func (s *Settings) mustReport(r duty.Role) bool {
	if len(s.Roles) == 0 {
		return r == duty.Lead || r == duty.Responsible
	}
	return slices.Contains(s.Roles, r)
}

// Received is one file with what was read from it. Err is the reader's
// refusal; Carrier is one of Cases when it came from there, and not from the
// content. Reading is nil for files that were not read.
type Received struct {
	File    intake.File
	Format  string
	Err     *grid.Error
	Carrier string
	Reading *form.Reading
}

// Result is the outcome of the checks: files in the order of intake, findings
// sorted and grouped. Findings of sheets and rows that a later version replaced
// stay in it; Counts tells them apart.
type Result struct {
	Files    []File
	Findings []finding.Finding

	settings *Settings
	context  *context
	apart    map[*form.Form]bool // rows stay unmatched: no unit, or another round
	doubted  map[*form.Form]bool // names another unit than its own
	replaced func(finding.Finding) bool
	anew     func(finding.Finding) bool      // about a sheet that its unit has sent anew
	single   map[singleKey][]finding.Finding // as the checks made them, before the same problem was joined
}

// Sheets checks each file by itself.
func Sheets(in []Received, s *Settings) *Result {
	r := &Result{settings: s, context: newContext(in, s), apart: map[*form.Form]bool{}, doubted: map[*form.Form]bool{}}
	attached := attachments(in)
	for i, got := range in {
		r.Files = append(r.Files, r.file(got, attached[i]))
	}
	r.finish()
	return r
}

// context is what all sheets of a run are looked at with.
type context struct {
	names unitNames
	sent  sent
	items map[string]*itemTexts
}

// itemTexts is an item of the table as rows are compared with it.
type itemTexts struct {
	tasktable.Row
	order       int    // in the table
	title       string // plain
	requirement string // plain
	own         map[[2]rune]bool
	due         string          // lastDue
	runs        map[uint64]bool // of the requirement
	asked       map[uint64]bool // runs of title and requirement
}

// knowledge is what checks make of a table; it is kept for the next run with it.
type knowledge struct {
	table *tasktable.Table
	items map[string]*itemTexts
}

func newContext(in []Received, s *Settings) *context {
	return &context{names: newUnitNames(s.Roster), sent: sentFiles(in), items: s.Rules.textsOf(s.Table)}
}

// textsOf are the items of a table, by their IDs.
func (r *Rules) textsOf(table *tasktable.Table) map[string]*itemTexts {
	if k := r.known.Load(); k != nil && k.table == table {
		return k.items
	}
	items := map[string]*itemTexts{}
	for i, row := range table.Rows() {
		items[row.Item.ID] = &itemTexts{Row: row, order: i, title: plain(row.Task), requirement: plain(row.Item.Requirement), own: r.ownPairs(row.Task + " " + row.Item.Requirement),
			due: lastDue(row.Item.Deadlines), runs: hashesOf(row.Item.Requirement), asked: hashesOf(row.Task, row.Item.Requirement)}
	}
	r.known.Store(&knowledge{table, items})
	return items
}

// Forms lists the forms whose rows count, in the order of intake.
func (r *Result) Forms() []*form.Form {
	var out []*form.Form
	for _, f := range r.Files {
		for _, s := range f.Sheets {
			if s.Verdict != finding.Ignored {
				out = append(out, s.Form)
			}
		}
	}
	return out
}

// Apart tells that the rows of a form stay unmatched: no unit is known for it,
// or it is a form of another year or round.
func (r *Result) Apart(f *form.Form) bool { return r.apart[f] }

// Doubted tells that a form may be another unit's: it names two.
func (r *Result) Doubted(f *form.Form) bool { return r.doubted[f] }

func (r *Result) file(got Received, attachment string) File {
	out := File{Path: got.File.Path, SHA256: got.File.SHA256, Format: got.Format, Received: got.File.Received, Sheets: []Sheet{}}
	switch {
	case got.File.Junk != "":
		out.Verdict, out.Sort, out.Why = finding.Ignored, got.File.Junk, r.settings.Rules.words.junk(got.File.Junk)
		return out
	case got.File.SameAs != "":
		out.Verdict, out.Sort, out.Why = finding.Ignored, "same", policy.Fill(r.settings.Rules.words.Same.Value, "file", got.File.SameAs)
		return out
	case attachment != "":
		out.Verdict, out.Sort, out.Why = finding.Ignored, "attachment", policy.Fill(r.settings.Rules.words.Attachment.Value, "file", attachment)
		return out
	}
	if f, bad := fileProblem(got, &r.settings.Rules.words); bad {
		out.Verdict = finding.Rejected
		if got.Reading != nil { // whose it is can only be told from outside
			out.Unit, f.Unit = got.Reading.Unit, got.Reading.Unit
		}
		r.add(f)
		return out
	}
	r.misnamed(got)
	r.several(got)
	for _, o := range got.Reading.Others {
		r.add(finding.Finding{Code: "other_sheet", File: got.File.Path, Sheet: o.Sheet, Unit: got.Reading.Forms[0].Unit})
	}
	current := hasCurrent(got.Reading.Forms, r.settings)
	for _, f := range got.Reading.Forms {
		out.Sheets = append(out.Sheets, r.sheet(f, current, got.Reading.Forms))
		out.Doubted = out.Doubted || r.doubted[f]
		if out.Received == "" {
			out.Received = f.Received
		}
	}
	return out
}

// together are the forms of a file by which its unit answers: a unit may send a sheet for each
// chapter, of which one has the signature.
func together(forms []*form.Form, f *form.Form) []*form.Form {
	if f.Unit == "" {
		return []*form.Form{f}
	}
	return slices.DeleteFunc(slices.Clone(forms), func(o *form.Form) bool { return o.Unit != f.Unit || !o.Visible && f.Visible })
}

// sheet checks one form. An old year's or a hidden sheet beside a current
// visible one of the unit is ignored.
func (r *Result) sheet(f *form.Form, current map[string]bool, all []*form.Form) Sheet {
	out := Sheet{Sheet: f.Sheet, Unit: f.Unit, Round: roundOf(f), Form: f,
		Filler: value.Mask(f.Signature.Filler.Written), Phone: maskedPhone(f), Reviewer: value.Mask(f.Signature.Reviewer.Written), Filled: f.Signature.FilledDate}
	c := &sheetCheck{Settings: r.settings, context: r.context, form: f, together: together(all, f)}
	if current[f.Unit] && (!f.Visible || c.otherRound() != "") {
		if !f.Visible {
			r.add(finding.Finding{Code: "sheet_hidden", File: f.File, Sheet: f.Sheet, Unit: f.Unit})
		}
		out.Verdict = finding.Ignored
		return out
	}
	c.run()
	for _, found := range c.found {
		r.add(found)
	}
	if c.doubted {
		r.doubted[f] = true
	}
	if c.apart {
		r.apart[f] = true
	}
	return out
}

func hasCurrent(forms []*form.Form, s *Settings) map[string]bool {
	out := map[string]bool{}
	for _, f := range forms {
		c := &sheetCheck{Settings: s, form: f}
		if f.Unit != "" && f.Visible && c.otherRound() == "" {
			out[f.Unit] = true
		}
	}
	return out
}

func (r *Result) add(f finding.Finding) { r.Findings = append(r.Findings, f) }
