// Package finding holds what a run has to say about the data it read: a
// problem at a place, with a code that never changes meaning. Findings are not
// Go errors: they are sorted, grouped, counted and shown to people.
package finding

// Severity says who must act on a finding.
type Severity string

const (
	Error   Severity = "error"   // the unit must mend it, the sheet goes back
	Warning Severity = "warning" // the office looks at it
	Info    Severity = "info"    // understood all the same, worth knowing
)

// Stage is the point of the flow at which a problem shows. A failure in an
// early stage silences what would only follow from it.
type Stage string

// The stages in their order.
const (
	StageFile      Stage = "file"
	StageUnit      Stage = "unit"
	StageStructure Stage = "structure"
	StageCell      Stage = "cell"
	StageRow       Stage = "row"
	StageAcross    Stage = "across"
)

// Place is where a value stands: a file (relative path with "/", a file in an
// archive is "a.zip › b.xls"), a sheet, a cell. For a text the cell is its line
// ("L15"), for a paragraph of a document its number ("P12").
type Place struct {
	File  string `json:"file"`
	Sheet string `json:"sheet"`
	Cell  string `json:"cell"`
}

// Finding is one problem. Cell is the first of Cells. Message and Hint are
// Chinese and made from Args by the catalogue; private numbers in Value, Args
// and Message are masked already.
type Finding struct {
	Round    string            `json:"round,omitempty"` // of the findings of a year
	File     string            `json:"file,omitempty"`
	Code     string            `json:"code"`
	Severity Severity          `json:"severity"`
	Stage    Stage             `json:"stage"`
	Sheet    string            `json:"sheet"`
	Cell     string            `json:"cell"`
	Cells    []string          `json:"cells"`
	Unit     string            `json:"unit"`
	Item     string            `json:"item"`
	Field    string            `json:"field"`
	Value    string            `json:"value"`
	Args     map[string]string `json:"args"`
	Message  string            `json:"message"`
	Hint     string            `json:"hint"`
	Office   string            `json:"-"` // what the office can do, not for units
}

// Verdict is what becomes of a sheet, and of a file: the worst of its sheets'.
type Verdict string

const (
	Rejected   Verdict = "rejected"   // unreadable, no form, or no known unit: its rows are unmatched
	Returned   Verdict = "returned"   // has errors: merged and flagged, goes back to the unit
	Accepted   Verdict = "accepted"   // no errors
	Superseded Verdict = "superseded" // every row replaced by a later version
	Ignored    Verdict = "ignored"    // duplicates, temporary files, attachments: counts no rows
)
