package report

import (
	"cmp"
	"slices"
	"strings"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// ReceiptView is what the template of the receipts can name.
type ReceiptView struct {
	Common
	Received int       // files, those ignored too
	Files    []Receipt // by unit in roster order, then by file; those of no known unit last
	Ignored  []Ignored
}

// Receipt is what became of one file.
type Receipt struct {
	Deadline
	File     string // path in the inbox
	Hash     string // first 8 characters of its SHA-256
	Received string // as printed, "" when unknown
	Filled   string // ISO: the day that its first sheet says
	Units    []string
	Verdict  string // accepted, returned, rejected, superseded
	Rows     ledger.Rows
	Replaced bool     // a later version speaks for it
	By       []string // names of those versions
	Compared []Compared
	Parts    []ReceiptPart // of a file with forms of several units; else none
}

// ReceiptPart is what became of the forms of one unit in a file.
type ReceiptPart struct {
	Unit     string
	Verdict  string // the worst of its forms
	Replaced bool   // a later version speaks for them

	Read, Merged int // rows
}

// Ignored is a file that does not count, and why.
type Ignored struct{ File, Why string }

func (c *Composer) receiptView() *ReceiptView {
	v := &ReceiptView{Common: c.common(), Received: len(c.Files)}
	for i := range c.Files {
		f := &c.Files[i]
		if f.Verdict == finding.Ignored {
			v.Ignored = append(v.Ignored, Ignored{shownPath(f.Path), shownPath(f.Why)})
			continue
		}
		v.Files = append(v.Files, c.receipt(f))
	}
	slices.SortStableFunc(v.Files, func(a, b Receipt) int {
		return cmp.Or(cmp.Compare(c.place(a.Units), c.place(b.Units)), cmp.Compare(a.File, b.File))
	})
	return v
}

// place is that of the first of some units in the roster; units that are not in it
// come after all others, files without a unit last.
func (c *Composer) place(units []string) int {
	if c.Roster == nil || len(units) == 0 {
		return 1 << 30
	}
	first := len(c.Roster.Units)
	for _, u := range units {
		if i := c.Roster.Index(u); i >= 0 {
			first = min(first, i)
		}
	}
	return first
}

func (c *Composer) receipt(f *check.File) Receipt {
	r := Receipt{File: shownPath(f.Path), Hash: f.SHA256[:min(8, len(f.SHA256))], Received: arrived(f.Received), Units: unitsOf(*f),
		Verdict: string(f.Verdict), Rows: f.Rows, Compared: c.compared(f.Path, "")}
	if len(f.Sheets) > 0 {
		r.Filled = f.Sheets[0].Filled
	}
	for _, name := range r.Units {
		if u := c.units[name]; u != nil && r.Due == "" {
			r.Deadline = c.deadline(u.Due)
		}
	}
	r.Replaced = f.Verdict == finding.Superseded || f.Verdict != finding.Accepted && len(c.byFile[f.Path]) == 0
	if r.Replaced {
		r.By = c.replaced[f.Path]
	}
	if parts := c.receiptParts(f); len(parts) > 1 {
		r.Parts = parts
	}
	return r
}

// receiptParts tells of each unit with a form in a file, in the order of the forms. Forms that do
// not count are left out.
func (c *Composer) receiptParts(f *check.File) []ReceiptPart {
	var out []ReceiptPart
	for _, s := range f.Sheets {
		if s.Unit == "" || s.Verdict == finding.Ignored {
			continue
		}
		i := slices.IndexFunc(out, func(p ReceiptPart) bool { return p.Unit == clean(s.Unit) })
		if i < 0 {
			i = len(out)
			out = append(out, ReceiptPart{Unit: clean(s.Unit), Verdict: string(s.Verdict)})
		}
		p := &out[i]
		if slices.Index(fromBest, s.Verdict) > slices.Index(fromBest, finding.Verdict(p.Verdict)) {
			p.Verdict = string(s.Verdict)
		}
		p.Replaced = p.Verdict == string(finding.Superseded) || p.Verdict != string(finding.Accepted) && !c.blamed(f.Path, s.Unit)
		p.Read, p.Merged = p.Read+s.Rows.Read, p.Merged+s.Rows.Merged
	}
	return out
}

// fromBest are the verdicts on forms that count.
var fromBest = []finding.Verdict{finding.Superseded, finding.Accepted, finding.Returned, finding.Rejected}

// arrived prints when a file came: the day, and the time where it is known.
func arrived(iso string) string {
	day, clock, timed := strings.Cut(iso, "T")
	if !timed || len(clock) < len("09:30") {
		return value.PrintedDate(day)
	}
	return value.PrintedDate(day) + " " + clock[:len("09:30")]
}
