package roster

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"

	"zwgk/pkg/grid"
)

const writeSheet = "单位名录"

// writeColumns are the columns that Write knows. Those with always stand in every
// roster, for the office fills them in; the others only where a unit has something there.
var writeColumns = []struct {
	key    string
	width  float64 // in characters of the standard font; a Chinese one takes two
	always bool
	text   func(Unit) string
}{
	{"name", 34, true, func(u Unit) string { return u.Name }},
	{"full", 34, true, func(u Unit) string { return u.Full }},
	{"aliases", 40, true, func(u Unit) string { return strings.Join(u.Aliases, "；") }},
	{"group", 12, true, func(u Unit) string { return u.Group }},
	{"active", 8, true, func(u Unit) string {
		if u.Active {
			return "是"
		}
		return "否"
	}},
	{"note", 26, true, func(u Unit) string { return u.Note }},
	{"from", 13, false, func(u Unit) string { return u.From }},
	{"to", 13, false, func(u Unit) string { return u.To }},
	{"contact", 26, false, func(u Unit) string { return u.Contact }},
	{"phone", 16, false, func(u Unit) string { return u.Phone }},
}

// Write writes a roster as a workbook that Read reads, the header words being
// the first ones that Read knows. Without units it is a header to fill in below.
func Write(w io.Writer, units []Unit) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", writeSheet); err != nil {
		return fmt.Errorf("write roster: %w", err)
	}
	if err := writeUnits(f, units); err != nil {
		return fmt.Errorf("write roster: %w", err)
	}
	return f.Write(w)
}

func writeUnits(f *excelize.File, units []Unit) error {
	header, body, err := styles(f)
	if err != nil {
		return err
	}
	col, lines := 0, make([]float64, len(units))
	for _, c := range writeColumns {
		if !c.always && !slices.ContainsFunc(units, func(u Unit) bool { return c.text(u) != "" }) {
			continue
		}
		col++
		top := grid.Ref(1, col)
		f.SetCellStr(writeSheet, top, columnWords[c.key][0])
		f.SetCellStyle(writeSheet, top, top, header)
		for i, u := range units {
			ref := grid.Ref(i+2, col)
			f.SetCellStr(writeSheet, ref, c.text(u))
			f.SetCellStyle(writeSheet, ref, ref, body)
			lines[i] = max(lines[i], math.Ceil(float64(runewidth.StringWidth(c.text(u)))/(c.width-1)))
		}
		letter := strings.TrimSuffix(top, "1")
		if err := f.SetColWidth(writeSheet, letter, letter, c.width); err != nil {
			return err
		}
	}
	const line = 16 // points; not every program makes rows higher by itself
	for i, n := range lines {
		if n > 1 {
			if err := f.SetRowHeight(writeSheet, i+2, n*line); err != nil {
				return err
			}
		}
	}
	return printed(f)
}

func styles(f *excelize.File) (header, body int, err error) {
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	header, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 11}, Border: border,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9D9D9"}}, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}})
	if err != nil {
		return 0, 0, err
	}
	body, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 11}, Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	return header, body, err
}

// printed lays the sheet out for A4, as wide as the page, with the header on each page
// and in sight on the screen.
func printed(f *excelize.File) error {
	const a4 = 9
	landscape, width, height := "landscape", 1, 0
	paper, fit := a4, true
	if err := f.SetPageLayout(writeSheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, FitToWidth: &width, FitToHeight: &height}); err != nil {
		return err
	}
	if err := f.SetSheetProps(writeSheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + writeSheet + "'!$1:$1", Scope: writeSheet}); err != nil {
		return err
	}
	return f.SetPanes(writeSheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
