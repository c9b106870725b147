package form

import (
	"cmp"
	"math"
	"slices"

	"zwgk/pkg/duty"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// Input is a file that came in with what the grid reader saw in it. Of the
// file, Path, SHA256, Received, Folder and Sender are used.
type Input struct {
	File     intake.File
	SentAs   string // the name, without ending, under which the file of a copy that the office marked had come; "" for the file's own
	Workbook *grid.Workbook
}

// Context is what a form is recognised by. Rounds are all of the project's, so
// that a sheet of another round is known for one; Round is the one being read.
// Any pointer may be nil: nothing is recognised by it then. Most is the number of
// rows that a file may fill in, 0 for any number.
type Context struct {
	Table  *tasktable.Table
	Plan   *duty.Plan
	Roster *roster.Roster
	Rounds []Round
	Round  Round
	County string
	Year   int
	Most   int
	Ours   func(*grid.Sheet) bool // a sheet that the office put into a copy it sent back; nil for none
}

// Reading is what a file holds: forms, and sheets with text that hold none.
// Unit is the unit that the file's name means, else its folder or sender; ""
// when none does. TooMany: the file has more rows than Context.Most, and no form
// of it was kept.
type Reading struct {
	Forms  []*Form
	Others []Other
	Unit   string

	Pictures int // large enough to hold a page, of a document or workbook
	TooMany  bool
}

// Entries counts the rows of all its forms.
func (r *Reading) Entries() int {
	n := 0
	for _, f := range r.Forms {
		n += len(f.Entries)
	}
	return n
}

// Other is a sheet with text but no form; Why is Chinese, a clause. Beside a form
// the form's own instructions are none.
type Other struct {
	Sheet, Why   string
	instructions bool
}

// Read recognises the forms of a file. It judges nothing, and never fails: a
// workbook without a form gives a Reading without one.
func Read(in Input, spec *Spec, ctx Context) *Reading {
	r := newReader(in, spec, ctx)
	out := &Reading{Unit: cmp.Or(r.fileUnit().Unit, r.folderUnit(), r.senderUnit().Unit)}
	if in.Workbook == nil {
		return out
	}
	out.Pictures = in.Workbook.Pictures
	mark := readStamp(in.Workbook)
	var sheets []*sheetReader
	for i, sheet := range in.Workbook.Sheets {
		if sheet == nil || sheet.Name == stampSheet || ctx.Ours != nil && ctx.Ours(sheet) || mark != nil && sheet.Name == spec.layout.Instructions.Sheet.Value {
			continue
		}
		s := r.newSheet(i, sheet)
		if s.findCard() || s.findHeader() || len(sheets) > 0 && s.continues(sheets[len(sheets)-1]) {
			sheets = append(sheets, s)
		} else if hasText(sheet) {
			out.Others = append(out.Others, Other{sheet.Name, spec.layout.Messages.NoHeader, spec.isInstructions(sheet)})
		}
	}
	if len(sheets) > 0 {
		out.Others = slices.DeleteFunc(out.Others, func(o Other) bool { return o.instructions })
	}
	for _, s := range sheets {
		s.stamp(mark, len(sheets) == 1)
		out.Forms = append(out.Forms, s.forms()...)
	}
	if r.left < 0 {
		out.Forms, out.TooMany = nil, true
		return out
	}
	joinSiblings(out.Forms)
	return out
}

// knowledge is a table and a roster made ready for comparing. It is the same
// for every file of a run, and nothing changes it.
type knowledge struct {
	table  *tasktable.Table
	roster *roster.Roster
	items  *items
	names  *names
}

func (s *Spec) knowledge(ctx Context) *knowledge {
	if k := s.known.Load(); k != nil && k.table == ctx.Table && k.roster == ctx.Roster {
		return k
	}
	k := &knowledge{ctx.Table, ctx.Roster, newItems(ctx.Table), newNames(ctx.Roster)}
	s.known.Store(k)
	return k
}

// reader reads one file.
type reader struct {
	spec  *Spec
	ctx   Context
	in    Input
	items *items
	names *names
	left  int // rows that the file may still fill in; below 0 it has too many
}

func newReader(in Input, spec *Spec, ctx Context) *reader {
	k := spec.knowledge(ctx)
	return &reader{spec: spec, ctx: ctx, in: in, items: k.items, names: k.names, left: cmp.Or(ctx.Most, math.MaxInt)}
}

// sheetReader reads one sheet that may hold a form.
type sheetReader struct {
	*reader
	index   int // in the workbook, for the paragraphs around it
	sheet   *grid.Sheet
	form    *Form
	head    head    // of the first table
	tables  []table // side by side below the first header
	rows    []*row  // of each table that stands side by side after the one to its left
	prefill map[string]map[string]string
	running bool             // the numbers of the sheet merely count its rows
	above   map[int][]string // folded texts above the first header, by column
	units   []Text           // units named beside a label, in the order they stand

	onCard *row // the one row, of a sheet that is no table but a card

	stranger bool // a part of a sheet, whose unit is unknown: what the file came by names another
}

func (r *reader) newSheet(index int, sheet *grid.Sheet) *sheetReader {
	f := r.in.File
	return &sheetReader{reader: r, index: index, sheet: sheet, above: map[int][]string{}, form: &Form{
		File: f.Path, SHA256: f.SHA256, Format: r.in.Workbook.Format, Received: f.Received, Sheet: sheet.Name, Visible: sheet.Visible,
		Columns: map[string]string{},
	}}
}

// read needs a header to have been found.
func (s *sheetReader) read() *Form {
	s.form.Header = s.head.first
	for _, t := range s.tables {
		s.readHead(&t.head)
	}
	if s.collectRows(); s.left < 0 {
		return s.form
	}
	s.readAround()
	s.findUnit()
	s.findRound()
	var rows []*row
	for _, r := range s.rows {
		if r.kind == rowEntry {
			rows = append(rows, r)
		}
	}
	s.form.Entries = s.settle(rows)
	return s.form
}

// readHead notes the columns of a header. Of tables side by side those of the first count.
func (s *sheetReader) readHead(h *head) {
	note := func(field, ref string) {
		if s.form.Columns[field] == "" {
			s.form.Columns[field] = ref
		}
	}
	for _, c := range h.columns {
		switch {
		case c.field == fieldKey, c.field == fieldGuide:
		case c.field != "":
			note(c.field, c.ref)
			if c.guessed {
				s.form.ByContent = append(s.form.ByContent, c.field)
			}
		case h.isTick(c.col):
			note(FieldStatus, c.ref)
		case c.name != "":
			s.form.Unknown = append(s.form.Unknown, Text{c.name, c.ref})
			if h.named(c) {
				s.form.Doubled = append(s.form.Doubled, Text{c.name, c.ref})
			}
		}
	}
}

// named tells that a column that is understood has the name of another one.
func (h *head) named(other headColumn) bool {
	return slices.ContainsFunc(h.columns, func(c headColumn) bool {
		return c.field != "" && c.col != other.col && value.Fold(c.name) == value.Fold(other.name)
	})
}

// isInstructions knows the sheet of instructions by its name or its title: saved
// as a web page or a document a blank keeps no hidden stamp.
func (s *Spec) isInstructions(sheet *grid.Sheet) bool {
	text := s.layout.Instructions
	if value.Fold(sheet.Name) == value.Fold(text.Sheet.Value) {
		return true
	}
	first := slices.IndexFunc(sheet.Cells, func(c grid.Cell) bool { return !value.Blank(c.Text) })
	return first >= 0 && text.Title != "" && value.Fold(sheet.Cells[first].Text) == value.Fold(text.Title)
}

func hasText(sheet *grid.Sheet) bool {
	return slices.ContainsFunc(sheet.Cells, func(c grid.Cell) bool { return !value.Blank(c.Text) })
}
