// Package grid reads any file with tables into a Workbook of typed cells.
// Start with Open or Read. The readers are our own: they stream, never expand
// a hostile file beyond Limits, and never lose a cell without saying so.
package grid

// Workbook is what the reader saw. Err is nil when everything was read; when
// it is set, Sheets hold what could be read safely and the file must not be
// trusted.
type Workbook struct {
	Format     string      `json:"format"` // xlsx, csv, docx, txt, …; "" when not recognised
	Sheets     []*Sheet    `json:"sheets"`
	Properties Properties  `json:"properties"`
	Paragraphs []Paragraph `json:"-"` // text outside tables, of a document
	Pictures   int         `json:"-"` // of a .docx or .xlsx, as large as may hold text: nobody has read them
	Encoding   string      `json:"-"` // of a text: UTF-8, UTF-16, GB18030, as assumed
	Err        *Error      `json:"error"`
}

// Properties are the document properties that help to tell who made a file.
type Properties struct {
	Creator     string `json:"creator"`
	ModifiedBy  string `json:"modified_by"`
	Application string `json:"application"`
}

// Paragraph is a paragraph between tables; its place is "P" and Number.
type Paragraph struct {
	Number int    // from 1, counted over all paragraphs outside tables
	Before int    // index in Sheets of the table that follows; len(Sheets) after the last
	Text   string // without the final paragraph mark
}

// Sheet is one worksheet, or one table of a document ("表1", "表2", …).
type Sheet struct {
	Name    string  `json:"name"`
	Visible bool    `json:"visible"`
	Merged  []Range `json:"merged"`
	Cells   []Cell  `json:"cells"` // by row, then column; empty cells are left out

	byRow *mergeIndex // of many merges; nil for few
}

// Type is what a cell holds; the zero value is Text.
type Type uint8

const (
	Text Type = iota
	Number
	Bool
	Date
	Err
)

var typeNames = [...]string{Text: "text", Number: "number", Bool: "bool", Date: "date", Err: "error"}

// String gives the name that JSON uses: text, number, bool, date, error.
func (t Type) String() string { return typeNames[t] }

// Cell is one cell. Row and Col count from 1. Text is "" only for a formula, for
// a comment on an empty cell, and for a number whose format shows nothing.
type Cell struct {
	Row, Col int
	Text     string // as shown, for the formats named in docs/reading.md, else Raw
	Raw      string // as stored: a number in full precision, a date as ISO 8601
	Note     *Note  // nil for most cells
	Type     Type
	Formula  bool
	Unstored bool // a formula whose result was never stored; Text and Raw are ""
	Hidden   bool // in a hidden row or column
	External bool // a formula that takes its value from another workbook; known of .xlsx and .ods
}

// Note is what hangs on a cell.
type Note struct {
	Link    string // target of a hyperlink
	Comment string
}

// Link is the target of the cell's hyperlink, "" without one.
func (c *Cell) Link() string {
	if c.Note == nil {
		return ""
	}
	return c.Note.Link
}

// Comment is the text of the cell's comment, "" without one.
func (c *Cell) Comment() string {
	if c.Note == nil {
		return ""
	}
	return c.Note.Comment
}

// setLink and setComment hang something on the cell.
func (c *Cell) setLink(target string) {
	if target != "" {
		c.Note = &Note{target, c.Comment()}
	}
}

func (c *Cell) setComment(text string) {
	if text != "" {
		c.Note = &Note{c.Link(), text}
	}
}

// Range is a rectangle of cells, both corners included, counted from 1.
type Range struct{ Row1, Col1, Row2, Col2 int }

// Kind says why a file could not be read, or not wholly.
type Kind string

const (
	Encrypted   Kind = "encrypted"
	Corrupt     Kind = "corrupt"
	Unsupported Kind = "unsupported"
	TooLarge    Kind = "too_large"
	Empty       Kind = "empty"
	NotATable   Kind = "not_a_table"
)

// Error is a reader's refusal. Message is Chinese, for people.
type Error struct {
	Kind    Kind   `json:"kind"`
	Message string `json:"message"`
	Limit   string `json:"-"` // of TooLarge: the names of the limits, as in the settings; "" for one that cannot be changed
}

func (e *Error) Error() string { return e.Message }
