package assess

import (
	"slices"
	"strings"

	"zwgk/pkg/decision"
	"zwgk/pkg/finding"
	"zwgk/pkg/value"
)

// waiver is a decision that holds at the round's date.
type waiver struct {
	unit, item, code string
	cells            []string
}

// waiversAt keeps the waivers that have not run out. Without a date all hold.
func waiversAt(d *decision.Set, asOf string) []waiver {
	if d == nil {
		return nil
	}
	var out []waiver
	for _, w := range d.Waivers {
		if asOf != "" && w.Until != "" && lastDay(w.Until) < asOf {
			continue
		}
		out = append(out, waiver{w.Unit, foldItem(w.Item), strings.ToUpper(value.Fold(w.Code)), cellNames(w.Cell)})
	}
	return out
}

// lastDay is the last day that a date or month includes.
func lastDay(text string) string {
	if d, ok := value.ParseDate(text, 0); ok {
		return d.Last().String()
	}
	return text
}

// foldItem writes an item's ID in one way: 2（1）, 2(1) and 2-1 are 2.1.
func foldItem(text string) string {
	text = strings.NewReplacer("(", ".", ")", "", "-", ".").Replace(value.Fold(text))
	return strings.ReplaceAll(text, "..", ".")
}

func cellNames(text string) []string {
	return strings.FieldsFunc(strings.ToUpper(value.Fold(text)), func(r rune) bool { return strings.ContainsRune("、,;，；", r) })
}

// waived tells whether a problem of a unit at an item and cell is not to be
// counted. An item or cell that is not known ("") is waived only by a decision
// about all items or cells; a decision on a task holds for all its items.
func (b *books) waived(unit, item, code, cell string) bool {
	return waives(b.waivers, unit, item, code, cell)
}

func waives(list []waiver, unit, item, code, cell string) bool {
	item = foldItem(item)
	return slices.ContainsFunc(list, func(w waiver) bool {
		return w.unit == unit && (w.code == "" || w.code == code) &&
			(w.item == "" || w.item == item || strings.HasPrefix(item, w.item+".")) &&
			(len(w.cells) == 0 || slices.Contains(w.cells, cell))
	})
}

// Standing leaves out the findings that are waived in all their cells; of one
// that is waived in some of them the others stay.
func Standing(in Input) []finding.Finding {
	b := openAccounts(in)
	var out []finding.Finding
	for _, f := range in.Findings {
		events := b.events(f)
		if len(events) == 0 {
			continue
		}
		if len(events) < len(f.Cells) {
			f.Cells = nil
			for _, e := range events {
				f.Cells = append(f.Cells, e.place.Cell)
			}
			f.Cell = f.Cells[0]
		}
		out = append(out, f)
	}
	return out
}
