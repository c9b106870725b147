package roster

import (
	"fmt"
	"io"
	"slices"
	"strings"

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
	header, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 11}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9D9D9"}}})
	if err != nil {
		return err
	}
	col := 0
	for _, c := range writeColumns {
		if !c.always && !slices.ContainsFunc(units, func(u Unit) bool { return c.text(u) != "" }) {
			continue
		}
		col++
		top := grid.Ref(1, col)
		f.SetCellStr(writeSheet, top, columnWords[c.key][0])
		f.SetCellStyle(writeSheet, top, top, header)
		for i, u := range units {
			f.SetCellStr(writeSheet, grid.Ref(i+2, col), c.text(u))
		}
		letter := strings.TrimSuffix(top, "1")
		if err := f.SetColWidth(writeSheet, letter, letter, c.width); err != nil {
			return err
		}
	}
	return nil
}
