// Package ledger merges the forms of a round into one ledger: which version of
// a row counts, who reported, who is late, and an account of every row read.
// It holds no opinions.
package ledger

import "zwgk/pkg/form"

// Fate is what became of a row that was read.
type Fate string

const (
	Merged     Fate = "merged"
	Superseded Fate = "superseded"
	Unmatched  Fate = "unmatched"
	EmptyRow   Fate = "empty"
)

// Rows is the account: Read = Merged + Superseded + Unmatched + Empty.
type Rows struct {
	Read       int `json:"read"`
	Merged     int `json:"merged"`
	Superseded int `json:"superseded"`
	Unmatched  int `json:"unmatched"`
	Empty      int `json:"empty"`
}

// Ledger is the merged state of a round. Entries are in the order of items and
// roster, superseded and others of the same unit and item after the merged one.
type Ledger struct {
	Round   string  `json:"round"`
	AsOf    string  `json:"as_of"`
	Entries []Entry `json:"entries"`
	Units   []Unit  `json:"units"` // every unit expected or reporting, roster order

	Files  map[string]Rows   `json:"-"` // by file path
	Sheets map[SheetKey]Rows `json:"-"`
	Ties   []Tie             `json:"-"` // in the order in which they were found
}

// SheetKey names a sheet of a file, or of a sheet with the tables of several units that of one.
type SheetKey struct{ File, Sheet, Unit string }

// Entry is one row in the ledger.
type Entry struct {
	Unit         string            `json:"unit"`
	Item         string            `json:"item"`
	Duty         string            `json:"duty"`
	Fate         Fate              `json:"fate"`
	Status       form.Status       `json:"status"`
	Progress     string            `json:"progress"`
	Date         string            `json:"date"`
	ProgressText string            `json:"progress_text"`
	Links        []string          `json:"links"`
	Evidence     string            `json:"evidence"`
	Problems     string            `json:"problems"`
	Next         string            `json:"next"`
	Remark       string            `json:"remark"`
	Written      map[string]string `json:"written"` // by field, and further columns by their headers
	Source       Source            `json:"source"`

	*Origin // of the entries of a year; nil in a round

	FilledIn []string `json:"-"` // fields that the office filled in (代填), in the order of the decisions

	// Pointers back, for checks across; nil for rows that the office filled in.
	Form *form.Form  `json:"-"`
	Row  *form.Entry `json:"-"`
}

// Source is where an entry came from.
type Source struct {
	File  string            `json:"file"`
	Sheet string            `json:"sheet"`
	Row   int               `json:"row"`
	Cells map[string]string `json:"cells"`
}

// Unit is a unit's standing in a round, or in a year of Rounds.
type Unit struct {
	Name     string   `json:"unit"`
	Group    string   `json:"group"`
	Expected bool     `json:"expected"` // has an item it must report on
	Reported bool     `json:"reported"` // at least one merged row from its own sheet
	Late     bool     `json:"late"`     // its first such sheet came after Due
	Received string   `json:"received"` // ISO, of that sheet; "" unknown
	First    string   `json:"first"`    // the file of that sheet
	Due      string   `json:"due"`      // the round's, or its extension
	Required []string `json:"required"` // items it must report on, in table order
	Missing  []string `json:"missing"`  // of these, without a merged row
	Excused  []string `json:"excused"`  // missing too, but the office waived it: in neither list
	Files    []string `json:"files"`    // its files, in the order they came

	// Rounds are its standings in the rounds of a year in which it had to report or did, in
	// their order; nil in a round.
	Rounds []Standing `json:"rounds,omitempty"`
}

// Standing is a unit's standing in a round of a year.
type Standing struct {
	Round string `json:"round"`
	Unit
}
