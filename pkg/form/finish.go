package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/value"
)

// writeSignature puts the labels with room for their values under the table.
func (b *blank) writeSignature() error {
	b.row++
	if err := b.setHeight(b.row, 9); err != nil {
		return err
	}
	spans := b.thirds()
	for i, p := range b.spec.layout.Signature.parts() {
		if i%len(spans) == 0 {
			b.row++
			if err := b.setHeight(b.row, 30); err != nil {
				return err
			}
		}
		if err := b.writeLabel(p, spans[i%len(spans)]); err != nil {
			return err
		}
	}
	return nil
}

// labelWidth is what a label needs, in characters of half width.
const labelWidth = 18

func (b *blank) writeLabel(p part, span [2]int) error {
	face := b.spec.layout.Fonts.Body
	text := p.synonyms[0] + "："
	content := ""
	if p.name == "unit" {
		content = b.in.Unit.Name
	}
	open := look{face: face, horizontal: "left", line: true, open: true, wrap: true, format: "@"}
	if p.name == "filled" {
		open.format = "yyyy-mm-dd"
	}
	split := span[0]
	for split < span[1] && b.span(span[0], split) < labelWidth {
		split++
	}
	if split >= span[1] && span[0] == span[1] {
		return b.write(b.row, span[0], span[1], text+content, open)
	}
	split = min(split, span[1]-1)
	b.signed[p.name] = ref(b.row, split+1)
	if err := b.write(b.row, span[0], split, text, look{face: face, horizontal: "right", wrap: true}); err != nil {
		return err
	}
	return b.write(b.row, split+1, span[1], content, open)
}

// validate puts the drop-down and the checks on what units type.
func (b *blank) validate() error {
	if b.end < b.first {
		return nil
	}
	for i, c := range b.spec.columns {
		v := excelize.NewDataValidation(true)
		v.SetSqref(ref(b.first, i+1) + ":" + ref(b.end, i+1))
		used, err := b.rule(v, c)
		if err != nil {
			return err
		}
		if used {
			if err := b.file.AddDataValidation(b.sheet, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// rule tells whether anything is checked or said while the column is filled in.
// Only what the list or the percentage cannot mean is refused; the rest may be
// right all the same, and can be kept.
func (b *blank) rule(v *excelize.DataValidation, c Column) (bool, error) {
	if c.Office {
		return false, nil
	}
	m := b.spec.layout.Messages
	from, to, dated := b.dates()
	words := strings.NewReplacer("{choices}", strings.Join(c.Choices, "、"), "{min}", strconv.Itoa(c.MinText), "{from}", from.String(), "{to}", to.String(), "{date}", b.exampleDay())
	prompt := b.spec.layout.Prompts[c.Field]
	if prompt != "" {
		v.SetInput(c.Header, words.Replace(prompt))
	}
	switch c.Field {
	case FieldStatus:
		v.SetError(excelize.DataValidationErrorStyleStop, c.Header, words.Replace(m.Status))
		return true, v.SetDropList(c.Choices)
	case FieldProgress:
		v.SetError(excelize.DataValidationErrorStyleStop, c.Header, m.Progress)
		return true, v.SetRange(0, 1, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
	case FieldDate:
		if !dated {
			return prompt != "", nil
		}
		v.SetError(excelize.DataValidationErrorStyleWarning, c.Header, words.Replace(m.Date))
		return true, v.SetRange(serial(from), serial(to), excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
	case FieldProgressText:
		if c.MinText == 0 || m.ProgressText == "" {
			return prompt != "", nil
		}
		v.SetError(excelize.DataValidationErrorStyleWarning, c.Header, words.Replace(m.ProgressText))
		return true, v.SetRange(c.MinText, maxText, excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween)
	}
	return prompt != "", nil
}

// maxText is how many characters a cell of Excel holds.
const maxText = 32767

// dates is the span that a completion may lie in: from the start of the year,
// or of the round if that is earlier, to the day the form is due. What was done
// in an earlier round keeps its date.
func (b *blank) dates() (from, to value.Date, ok bool) {
	var known []value.Date
	if b.in.Year != 0 {
		known = append(known, value.Date{Year: b.in.Year, Month: 1, Day: 1})
	}
	for _, iso := range []string{b.in.Round.Start, b.in.Round.AsOf, b.in.Round.Due} {
		if d, found := value.ParseDate(iso, 0); found && d.Possible() {
			known = append(known, d.First())
		}
	}
	if len(known) < 2 {
		return from, to, false
	}
	byDay := func(a, c value.Date) int { return serial(a) - serial(c) }
	return slices.MinFunc(known, byDay), slices.MaxFunc(known, byDay), true
}

// a4 is the number of the paper size in the file format.
const a4 = 9

// arrange sets page, panes and protection.
func (b *blank) arrange() error {
	f, yes, no := b.file, true, false
	size, landscape, width, height := a4, "landscape", 1, 0
	side, top, foot := sideMargin, topMargin, 0.3 // inches
	keyName, _ := excelize.ColumnNumberToName(b.key)
	hidden, _ := excelize.ColumnNumberToName(b.lastHidden)
	freeze, _ := excelize.CoordinatesToCellName(b.frozen()+1, b.header+1)
	for _, err := range []error{
		f.SetColWidth(b.sheet, keyName, hidden, 12),
		f.SetColVisible(b.sheet, keyName+":"+hidden, false),
		f.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &yes}),
		f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &width, FitToHeight: &height}),
		f.SetPageMargins(b.sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot, Horizontally: &yes}),
		f.SetHeaderFooter(b.sheet, &excelize.HeaderFooterOptions{OddFooter: b.footer()}),
		f.SetSheetView(b.sheet, 0, &excelize.ViewOptions{ShowGridLines: &no}),
		f.SetPanes(b.sheet, &excelize.Panes{Freeze: true, XSplit: b.frozen(), YSplit: b.header, TopLeftCell: freeze, ActivePane: "bottomRight"}),
		f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: b.sheet, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", b.sheet, b.header, b.header)}),
		f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: b.sheet, RefersTo: fmt.Sprintf("'%s'!%s:%s", b.sheet, absolute(1, 1), absolute(b.row, b.last))}),
		f.SetSheetDimension(b.sheet, "A1:"+ref(b.row, b.lastHidden)),
		b.protect(b.sheet),
	} {
		if err != nil {
			return err
		}
	}
	if b.end < b.first {
		return nil
	}
	return f.AddIgnoredErrors(b.sheet, ref(b.first, 1)+":"+ref(b.end, b.last), excelize.IgnoredErrorsNumberStoredAsText)
}

func absolute(row, col int) string {
	name, _ := excelize.CoordinatesToCellName(col, row, true)
	return name
}

// frozen is how many columns stay in sight: up to the task.
func (b *blank) frozen() int {
	return slices.IndexFunc(b.spec.columns, func(c Column) bool { return c.Field == FieldTask }) + 1
}

func (b *blank) footer() string {
	footer := "&C" + b.spec.layout.Footer
	if b.in.Sample {
		footer = "&L" + b.spec.layout.SampleMark + footer
	}
	return footer
}

// protect locks a sheet without a password; heights and widths stay free.
func (b *blank) protect(sheet string) error {
	return b.file.ProtectSheet(sheet, &excelize.SheetProtectionOptions{FormatRows: true, FormatColumns: true, SelectLockedCells: true,
		SelectUnlockedCells: true})
}

// writeInstructions makes the second sheet.
func (b *blank) writeInstructions() error {
	text := b.spec.layout.Instructions
	sheet := text.Sheet.Value
	if _, err := b.file.NewSheet(sheet); err != nil {
		return err
	}
	const width = 68
	lines := b.instructionLines()
	main := b.sheet
	b.sheet = sheet
	defer func() { b.sheet = main }()
	if err := b.write(1, 1, 1, text.Title, look{face: b.spec.layout.Fonts.Title, horizontal: "center"}); err != nil {
		return err
	}
	face := b.spec.layout.Fonts.Body
	face.Size += 3
	for i, l := range lines {
		if err := b.write(i+2, 1, 1, l, look{face: face, horizontal: "left", wrap: true}); err != nil {
			return err
		}
		if err := b.file.SetRowHeight(sheet, i+2, textHeight(l, width, face.Size)); err != nil {
			return err
		}
	}
	yes, no, size, portrait, wide, high, side := true, false, a4, "portrait", 1, 1, 0.7
	for _, err := range []error{
		b.file.SetRowHeight(sheet, 1, b.spec.layout.Fonts.Title.Size*2),
		b.file.SetColWidth(sheet, "A", "A", width),
		b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}),
		b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &portrait, FitToWidth: &wide, FitToHeight: &high}),
		b.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side, Bottom: &side, Horizontally: &yes}),
		b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &no}),
		b.file.SetSheetDimension(sheet, "A1:"+ref(len(lines)+1, 1)),
		b.protect(sheet),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *blank) office() string {
	if b.in.Office != "" {
		return b.in.Office
	}
	return "办公室"
}

// exampleDay is a day for the examples: the last of the round, else any.
func (b *blank) exampleDay() string {
	if b.in.Round.AsOf != "" {
		return b.in.Round.AsOf
	}
	return strconv.Itoa(max(b.in.Year, 2000)) + "-06-30"
}

// writeStamp makes the hidden sheet that readStamp reads.
func (b *blank) writeStamp() error {
	if _, err := b.file.NewSheet(stampSheet); err != nil {
		return err
	}
	row, last := 0, 0
	put := func(col int, texts ...string) error {
		for i, t := range texts {
			if err := b.file.SetCellStr(stampSheet, ref(row, col+i), t); err != nil {
				return err
			}
		}
		return nil
	}
	for _, pair := range [][2]string{{stampVersion, strconv.Itoa(b.spec.layout.Version)}, {stampCounty, b.in.County}, {stampUnit, b.in.Unit.Name},
		{stampRound, b.in.Round.ID}, {stampForm, b.sheet}} {
		row++
		if err := put(1, pair[0], pair[1]); err != nil {
			return err
		}
	}
	row, last = 0, row
	for _, r := range b.in.Rows {
		id := r.Row.Item.ID
		for _, field := range b.prefilled(r) {
			row++
			b.stampRow[[2]string{id, field}] = row
			if err := put(4, keyMark+id, field, b.in.Previous[id][field]); err != nil {
				return err
			}
		}
	}
	if err := b.file.SetSheetDimension(stampSheet, "A1:"+ref(max(last, row), 6)); err != nil {
		return err
	}
	return b.file.SetSheetVisible(stampSheet, false, true)
}

// describe sets the properties; no clock, so the same input gives the same bytes.
func (b *blank) describe() error {
	day := b.in.Round.Start
	if day == "" {
		day = strconv.Itoa(max(b.in.Year, 2000)) + "-01-01"
	}
	made := day + "T00:00:00Z"
	words := b.places()
	title, _ := fill(b.spec.layout.Title.Value, words)
	if err := b.file.SetDocProps(&excelize.DocProperties{Created: made, Modified: made, Creator: b.in.Office, LastModifiedBy: b.in.Office,
		Title: title, Language: "zh-CN"}); err != nil {
		return err
	}
	if err := b.file.SetAppProps(&excelize.AppProperties{Application: stampSheet}); err != nil {
		return err
	}
	b.file.SetActiveSheet(0)
	return nil
}
