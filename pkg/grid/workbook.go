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
}

// Type is what a cell holds.
type Type string

const (
	Text   Type = "text"
	Number Type = "number"
	Bool   Type = "bool"
	Date   Type = "date"
	Err    Type = "error"
)

// Cell is one cell. Row and Col count from 1.
type Cell struct {
	Row, Col int
	Type     Type
	Text     string // as shown, for the formats named in docs/reading.md, else Raw
	Raw      string // as stored: a number in full precision, a date as ISO 8601
	Formula  bool
	Link     string // target of a hyperlink on this cell
	Comment  string
	Hidden   bool // in a hidden row or column
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
}

func (e *Error) Error() string { return e.Message }

// Limits bound what one file may cost. A zero field means the default.
type Limits struct {
	Inflated int64 // bytes of one part after inflating; default 512 MiB
	Cells    int   // cells of a file; default 2,000,000
	Row, Col int   // highest row and column with a cell; default 1,048,576 and 16,384
	Ratio    int   // inflated : packed of one part, beyond 1 MiB; default 200
}
