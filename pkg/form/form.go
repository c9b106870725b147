// Package form is the form that units fill in (填报表). One Spec writes the
// blank workbook (Blank) and recognises a returned sheet (Read). It keeps what
// was written beside what was understood, and judges nothing.
package form

import "zwgk/pkg/finding"

// The fields of a row, in the names of the JSON contract.
const (
	FieldID           = "item"        // 编号, as shown to people
	FieldTask         = "task"        // 工作任务
	FieldRequirement  = "requirement" // 工作要求
	FieldDuty         = "duty"        // 责任类型
	FieldDeadline     = "deadline"    // 时限
	FieldStatus       = "status"
	FieldProgress     = "progress"
	FieldProgressText = "progress_text"
	FieldDate         = "date"
	FieldLinks        = "links"
	FieldEvidence     = "evidence"
	FieldProblems     = "problems"
	FieldNext         = "next"
	FieldRemark       = "remark"
)

// Round is a reporting period as the form needs it. Dates are ISO.
type Round struct {
	ID, Name, Kind   string
	Start, Due, AsOf string
	Year             int
}

// Named tells whether a decision's 轮次 means the round: by ID or name; "" means
// all rounds.
func (r Round) Named(word string) bool { return word == "" || word == r.ID || word == r.Name }

// Stamp is the hidden mark of a blank: which spec, county, unit and round.
type Stamp struct {
	Version             int
	County, Unit, Round string
}

// Text is a value with its cell: as written, and the cell it stands in ("" when
// the sheet has no such place).
type Text struct {
	Written string
	Cell    string
}

// Form is one sheet that holds a form, or what kept it from being one.
type Form struct {
	File     string // intake path
	SHA256   string
	Format   string
	Received string // ISO, from decisions, mail or folder; else "" (then Signature.Filled dates it)
	Sheet    string
	Visible  bool

	Stamp      *Stamp // nil when the sheet is not from our blank
	UnitNames  []UnitName
	Unit       string   // resolved by the first source that resolves, "" when none
	UnitHow    string   // of that source: stamp, cell, title, tab (the name of the sheet), file, folder, sender, sheet (another of the file)
	Candidates []string // when no source resolved
	Title      Text
	Round      string // round ID the sheet names, "" when none; "?" + words when it names another
	RoundText  Text   // where the sheet states year or round
	Years      []int  // years that title and round text state

	Header    string            // first header cell, e.g. "A5"
	Columns   map[string]string // field → header cell
	Ticks     []string          // headers of the columns of which one is ticked for the status, in their order; nil in most forms
	Unknown   []Text            // header cells that mean nothing to us; their values are kept in Entry.Extra
	ByContent []string          // fields whose columns are known by what stands in them: their headers say nothing
	Notes     []Text            // lines above, between and below the rows that are no part of the signature
	Doubled   []Text            // of these, those with the same name as a column before them that is understood
	Entries   []Entry
	Signature Signature
}

// UnitName is a unit as one source names it.
type UnitName struct {
	How     string // stamp, cell, title, tab, file, folder, sender, sheet
	Written string
	Cell    string
	Unit    string // resolved, or ""
}

// Signature is the block below or above the table.
type Signature struct {
	Unit, Filler, Phone, Reviewer, Filled Text
	FilledDate                            string // ISO, "" when not understood
	Present                               bool   // any of its labels stands in the sheet
}

// Entry is one row of a form. Cells gives the cell of every field that the
// sheet has a column for, also when the cell is empty.
type Entry struct {
	Row      int
	Item     string            // resolved ID; "" when unknown or ambiguous
	ItemHow  string            // by what: key, title, number; also of Options
	Options  []string          // items that fit when ambiguous
	Numbered string            // the item that the number of the row means, or the title where ItemHow is number, if not Item; "" where they agree or the numbers merely count
	Written  map[string]string // field → text as written
	Cells    map[string]string // field → "F12"
	Extra    map[string]string // further columns by header; nil when there are none

	ExtraAt map[string]string // the cells of Extra

	Unstored []string // fields of the unit's with a formula whose result the file does not hold
	External []string // fields of the unit's with a formula that takes its value from another workbook
	Hidden   bool     // the row is hidden in the sheet

	Status   Status
	Progress Progress
	Date     Date
	Links    []string
	Empty    bool // none of the unit's own fields filled, or all as prefilled
}

// Status of an item: done | ongoing | not_started | not_applicable | unknown;
// "" when nothing was written.
type Status string

const (
	Done          Status = "done"
	Ongoing       Status = "ongoing"
	NotStarted    Status = "not_started"
	NotApplicable Status = "not_applicable"
	UnknownStatus Status = "unknown"
)

// Progress as understood: Percent is a decimal string ("80"), "" when nothing
// was written or it is kept as written only (过半).
type Progress struct {
	Percent string
	Kind    string // "", percent, fraction (0.8), words (八成), vague (过半), bad
}

// Date as understood: ISO date or month, "" when nothing or nothing understood.
type Date struct {
	ISO string
	Bad bool // something is written that is no possible date
}

// At gives the place of a field of the entry, or of its row when the sheet has
// no such column.
func (f *Form) At(e *Entry, field string) finding.Place {
	cell := e.Cells[field]
	if cell == "" {
		cell = e.Cells[FieldID]
	}
	if cell == "" {
		cell = e.Cells[FieldTask]
	}
	return finding.Place{File: f.File, Sheet: f.Sheet, Cell: cell}
}
