package form

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// BlankInput is what a unit's workbook is made of. Previous holds what the unit
// wrote before, by item and field; it is filled in and, left as it stands,
// counts as nothing reported. Sample marks the sheet as invented data.
type BlankInput struct {
	Off                   []string // codes of rules that are switched off: instructions do without them
	County, Office, Title string
	Year                  int
	Unit                  roster.Unit
	Round                 Round
	Rows                  []BlankRow
	Previous              map[string]map[string]string
	Guide                 Guide
	Sample                bool
}

// BlankRow is an item with the unit's duty. Required is false for rows that the
// unit may leave out.
type BlankRow struct {
	Row      tasktable.Row
	Duty     duty.Role
	Required bool
}

// Blank writes the workbook that a unit fills in. The same input gives the same
// bytes.
func Blank(w io.Writer, spec *Spec, in BlankInput) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &blank{file: f, spec: spec, in: in, sheet: spec.layout.Sheet.Value, last: len(spec.columns), results: map[string]result{},
		heights: map[int]float64{}, rowOf: map[string]int{}, signed: map[string]string{}, stampRow: map[[2]string]int{}, shared: map[string]*shared{}, sharing: map[string]*shared{}}
	b.key = b.last + 1
	b.lastHidden = b.key
	f.SetZipWriter(b.zip)
	for _, step := range []func() error{b.prepare, b.writeTop, b.writeHeader, b.writeRows, b.writeSignature, b.writeInstructions, b.writeStamp, b.writeGuide, b.validate,
		b.arrange, b.breakPages, b.describe} {
		if err := step(); err != nil {
			return fmt.Errorf("write form of %s: %w", in.Unit.Name, err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write form of %s: %w", in.Unit.Name, err)
	}
	return nil
}

// blank is a workbook being written.
type blank struct {
	file      *excelize.File
	spec      *Spec
	in        BlankInput
	sheet     string
	last, key int // columns: the last visible one, and the hidden key
	row       int // the row last written
	header    int
	first     int // rows of the table
	end       int
	styles    map[string]int

	lastHidden int // the last hidden column: the key, or the last of the guide
	headings   []int
	heights    map[int]float64    // points, by row
	rowOf      map[string]int     // by item
	signed     map[string]string  // cells to sign in, by part
	stampRow   map[[2]string]int  // item and field: row in the hidden sheet of what was filled in beforehand
	results    map[string]result  // of formulas, by cell
	shared     map[string]*shared // formulas by column and what they say
	sharing    map[string]*shared // and by cell
}

func (b *blank) prepare() error {
	b.styles = map[string]int{}
	if err := b.file.SetSheetName("Sheet1", b.sheet); err != nil {
		return err
	}
	for i, c := range b.spec.columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.file.SetColWidth(b.sheet, name, name, c.Width); err != nil {
			return err
		}
	}
	return nil
}

// ref names a cell.
func ref(row, col int) string {
	name, _ := excelize.CoordinatesToCellName(col, row)
	return name
}

// write puts a text into a cell, or a merge of columns, with a style.
func (b *blank) write(row, from, to int, text string, style look) error {
	id, err := b.style(style)
	if err != nil {
		return err
	}
	if to > from {
		if err := b.file.MergeCell(b.sheet, ref(row, from), ref(row, to)); err != nil {
			return err
		}
	}
	if err := b.file.SetCellStyle(b.sheet, ref(row, from), ref(row, to), id); err != nil {
		return err
	}
	if text == "" {
		return nil
	}
	return b.file.SetCellStr(b.sheet, ref(row, from), text)
}

// places gives the words for the names in braces.
func (b *blank) places() map[string]string {
	year := ""
	if b.in.Year != 0 {
		year = strconv.Itoa(b.in.Year)
	}
	p := map[string]string{"county": b.in.County, "year": year, "unit": b.in.Unit.Name, "office": b.in.Office, "round": b.in.Round.Name,
		"as_of": value.PrintedDate(b.in.Round.AsOf), "due": value.PrintedDate(b.in.Round.Due)}
	if p["title"] = b.in.Title; b.in.Title == "" {
		p["title"], _ = fill(b.spec.layout.DefaultTitle, p)
	}
	return p
}

// fill puts words into the braces of a text. Brackets （…） around a word that is
// absent are left out; whole is false when one is absent elsewhere.
func fill(text string, words map[string]string) (out string, whole bool) {
	whole = true
	for _, name := range placeholders {
		mark := "{" + name + "}"
		if !strings.Contains(text, mark) {
			continue
		}
		if words[name] == "" {
			text = withoutBracket(text, mark)
			whole = whole && !strings.Contains(text, mark)
		}
		text = strings.ReplaceAll(text, mark, words[name])
	}
	return text, whole
}

func withoutBracket(text, mark string) string {
	at := strings.Index(text, mark)
	open, end := strings.LastIndex(text[:at], "（"), strings.Index(text[at:], "）")
	if open < 0 || end < 0 || strings.Contains(text[open:at], "）") {
		return text
	}
	return text[:open] + text[at+end+len("）"):]
}

// writeTop writes title, lines and demand.
func (b *blank) writeTop() error {
	words := b.places()
	title, _ := fill(b.spec.layout.Title.Value, words)
	if err := b.write(1, 1, b.last, title, look{face: b.spec.layout.Fonts.Title, horizontal: "center"}); err != nil {
		return err
	}
	small := look{face: b.spec.layout.Fonts.Body}
	spans := b.thirds()
	aligned := []string{"left", "center", "right"}
	n := 0
	for _, l := range b.spec.layout.Lines {
		text, whole := fill(l.Value, words)
		if !whole || n >= len(spans) {
			continue
		}
		small.horizontal = aligned[n]
		if err := b.write(2, spans[n][0], spans[n][1], text, small); err != nil {
			return err
		}
		n++
	}
	demand, _ := fill(b.spec.layout.Demand.Value, words)
	if b.in.Sample {
		demand = "【" + b.spec.layout.SampleMark + "】" + demand
	}
	demandFrom, height := 1, 0.0
	if b.guided() {
		demandFrom = spans[0][1] + 1
		counter := look{face: b.spec.layout.Fonts.Header, horizontal: "left", wrap: true, border: true}
		if err := b.write(counterRow, 1, demandFrom-1, "", counter); err != nil {
			return err
		}
		height = textHeight(newGuide(b).longest(), b.span(1, demandFrom-1), counter.face.Size)
	}
	small.horizontal, small.wrap = "left", true
	if err := b.write(counterRow, demandFrom, b.last, demand, small); err != nil {
		return err
	}
	b.row = counterRow
	for row, h := range []float64{b.spec.layout.Fonts.Title.Size * 1.9, 21, max(height, textHeight(demand, b.span(demandFrom, b.last), small.face.Size))} {
		if err := b.setHeight(row+1, h); err != nil {
			return err
		}
	}
	return nil
}

func (b *blank) writeHeader() error {
	b.row++
	b.header = b.row
	height := 30.0
	for i, c := range b.spec.columns {
		text := c.Header
		if c.Note != "" {
			text += "\n" + c.Note
		}
		style := look{face: b.spec.layout.Fonts.Header, fill: b.spec.layout.Colors.Header, horizontal: "center", wrap: true, border: true}
		if err := b.write(b.row, i+1, i+1, text, style); err != nil {
			return err
		}
		height = max(height, textHeight(text, c.Width, b.spec.layout.Fonts.Header.Size))
	}
	stamp := Stamp{b.spec.layout.Version, b.in.County, b.in.Unit.Name, b.in.Round.ID}
	if err := b.file.SetCellStr(b.sheet, ref(b.row, b.key), stampText(stamp)); err != nil {
		return err
	}
	return b.setHeight(b.row, height)
}

func (b *blank) writeRows() error {
	b.first = b.row + 1
	over := ""
	for _, r := range b.in.Rows {
		if h := headingOver(r.Row); h != over {
			over = h
			if err := b.writeHeading(h); err != nil {
				return err
			}
		}
		if err := b.writeRow(r); err != nil {
			return err
		}
	}
	b.end = b.row
	return nil
}

// headingOver joins the chapter and section that a row stands under.
func headingOver(r tasktable.Row) string {
	if r.Chapter == "" || r.Section == "" {
		return r.Chapter + r.Section
	}
	return r.Chapter + "　　" + r.Section
}

func (b *blank) writeHeading(text string) error {
	b.row++
	if text == "" {
		b.row--
		return nil
	}
	style := look{face: b.spec.layout.Fonts.Heading, fill: b.spec.layout.Colors.Heading, horizontal: "left", border: true, wrap: true}
	if err := b.write(b.row, 1, b.last, text, style); err != nil {
		return err
	}
	b.headings = append(b.headings, b.row)
	return b.setHeight(b.row, textHeight(text, b.span(1, b.last), b.spec.layout.Fonts.Heading.Size)+4)
}

// roomToWrite is the height in points that leaves a unit some four lines.
const roomToWrite = 66

func (b *blank) writeRow(r BlankRow) error {
	b.row++
	b.rowOf[r.Row.Item.ID] = b.row
	height := float64(roomToWrite)
	before := b.in.Previous[r.Row.Item.ID]
	for i, c := range b.spec.columns {
		text := before[c.Field]
		if c.Office {
			text = b.officeText(c.Field, r)
		}
		style := b.cellLook(c, r, text)
		if err := b.write(b.row, i+1, i+1, text, style); err != nil {
			return err
		}
		if err := b.typed(c, text, i+1); err != nil {
			return err
		}
		height = max(height, min(textHeight(text, c.Width, style.face.Size), maxHeight))
	}
	if err := b.file.SetCellStr(b.sheet, ref(b.row, b.key), keyMark+r.Row.Item.ID); err != nil {
		return err
	}
	return b.setHeight(b.row, height)
}

func (b *blank) officeText(field string, r BlankRow) string {
	switch field {
	case FieldID:
		return finding.ItemText(r.Row.Item.ID)
	case FieldTask:
		return strings.TrimSpace(r.Row.Task)
	case FieldRequirement:
		return r.Row.Item.Requirement
	case FieldDuty:
		mark := b.spec.layout.OptionalMark
		if r.Required {
			mark = b.spec.layout.RequiredMark
		}
		return strings.TrimPrefix(b.spec.layout.Duties[r.Duty]+"\n"+mark, "\n")
	case FieldDeadline:
		return deadlines(r.Row.Item.Deadlines)
	}
	return ""
}

// DeadlineText is what the blank says of an item's deadlines.
func DeadlineText(row tasktable.Row) string { return deadlines(row.Item.Deadlines) }

func deadlines(list []tasktable.Deadline) string {
	var texts []string
	for _, d := range list {
		if d.Text != "" && !slices.Contains(texts, d.Text) {
			texts = append(texts, d.Text)
		}
	}
	return strings.Join(texts, "；\n")
}

// typed turns a prefilled percentage or day into a number with its format, so
// that it is shown as it was written and can be sorted and checked.
func (b *blank) typed(c Column, text string, col int) error {
	if n, ok := typedNumber(c.Field, text); ok {
		return b.file.SetCellFloat(b.sheet, ref(b.row, col), n, -1, 64)
	}
	return nil
}

// typedNumber is what a spreadsheet holds when a percentage or a day is typed.
func typedNumber(field, text string) (float64, bool) {
	switch field {
	case FieldProgress:
		p := value.ParsePercent(text)
		return p.Value.Shift(-2).InexactFloat64(), p.Kind == "percent" && p.Value.IsInteger()
	case FieldDate:
		if d, ok := value.ParseDate(text, 0); ok && d.Possible() && d.Day > 0 {
			return float64(serial(d)), true
		}
	}
	return 0, false
}

// serial is the day number of Excel's 1900 calendar, after February 1900.
func serial(d value.Date) int {
	day := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	return int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}
