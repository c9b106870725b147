package assess

import (
	"slices"
	"strings"

	"zwgk/pkg/decision"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// Waivers are the findings that the office decided not to count.
type Waivers struct {
	list    map[string][]waiver // by unit
	expired map[string][]waiver
	places  *ledger.Places
	used    map[finding.Place]bool
}

// NewWaivers takes the waivers of d (nil: none) that have not run out at asOf
// ("": all hold), for the rows of l, which tell what item a cell belongs to.
func NewWaivers(d *decision.Set, l *ledger.Ledger, asOf string) *Waivers {
	w := &Waivers{places: l.Places(), used: map[finding.Place]bool{}}
	w.list, w.expired = waiversAt(d, asOf)
	return w
}

// waiver is a decision that holds at the round's date.
type waiver struct {
	item, code string
	cells      []string
	at         finding.Place
}

func waiversAt(d *decision.Set, asOf string) (hold, expired map[string][]waiver) {
	hold, expired = map[string][]waiver{}, map[string][]waiver{}
	if d == nil {
		return hold, expired
	}
	for _, w := range d.Waivers {
		one := waiver{foldItem(w.Item), strings.ToUpper(value.Fold(w.Code)), cellNames(w.Cell), w.Source}
		if asOf != "" && w.Until != "" && lastDay(w.Until) < asOf {
			expired[w.Unit] = append(expired[w.Unit], one)
		} else {
			hold[w.Unit] = append(hold[w.Unit], one)
		}
	}
	return hold, expired
}

// lastDay is the last day that a date or month includes.
func lastDay(text string) string {
	if d, ok := value.ParseDate(text, 0); ok {
		return d.Last().String()
	}
	return text
}

var itemMarks = strings.NewReplacer("(", ".", ")", "", "-", ".")

// foldItem writes an item's ID in one way: 2（1）, 2(1) and 2-1 are 2.1.
func foldItem(text string) string {
	text = itemMarks.Replace(value.Fold(text))
	return strings.ReplaceAll(text, "..", ".")
}

func cellNames(text string) []string {
	return strings.FieldsFunc(strings.ToUpper(value.Fold(text)), func(r rune) bool { return strings.ContainsRune("、,;，；", r) })
}

// waives tells whether a problem of a unit at an item and cell is not to be
// counted, and notes by which decisions. An item or cell that is not known ("") is waived only
// by a decision about all items or cells; a decision on a task holds for all its items.
func (w *Waivers) waives(unit, item, code, cell string) bool {
	held := w.hold(w.list[unit], item, code, cell)
	if !held {
		w.hold(w.expired[unit], item, code, cell)
	}
	return held
}

func (w *Waivers) hold(list []waiver, item, code, cell string) (held bool) {
	if len(list) == 0 {
		return false
	}
	item = foldItem(item)
	for _, d := range list {
		if (d.code == "" || d.code == code) && (d.item == "" || d.item == item || strings.HasPrefix(item, d.item+".")) &&
			(len(d.cells) == 0 || slices.Contains(d.cells, cell)) {
			held, w.used[d.at] = true, true
		}
	}
	return held
}

// Used tells that a decision waived something, or would have if it had not run out.
func (w *Waivers) Used(at finding.Place) bool { return w.used[at] }

// Expired tells that a decision had run out.
func (w *Waivers) Expired(at finding.Place) bool {
	for _, list := range w.expired {
		if slices.ContainsFunc(list, func(d waiver) bool { return d.at == at }) {
			return true
		}
	}
	return false
}

// event is a finding at one of its cells, and the item of that row ("" when it
// belongs to none).
type event struct {
	place finding.Place
	item  string
}

// events lists where a finding stands, without what is waived.
func (w *Waivers) events(f finding.Finding) []event {
	cells := f.Cells
	if len(cells) == 0 {
		cells = []string{f.Cell}
	}
	var out []event
	for _, cell := range cells {
		at := finding.Place{File: f.File, Sheet: f.Sheet, Cell: cell}
		item := f.Item
		if e := w.places.At(at); item == "" && e != nil {
			item = e.Item
		}
		if !w.waives(f.Unit, item, f.Code, cell) {
			out = append(out, event{at, item})
		}
	}
	return out
}

// Excuse takes the items whose absence is waived, under the code of the rule
// on missing items, out of what the units of the ledger have to report on.
func (w *Waivers) Excuse(l *ledger.Ledger, code string) {
	for i := range l.Units {
		u := &l.Units[i]
		for _, item := range u.Missing {
			if w.waives(u.Name, item, code, "") {
				u.Excused = append(u.Excused, item)
			}
		}
		excused := func(item string) bool { return slices.Contains(u.Excused, item) }
		u.Required, u.Missing = slices.DeleteFunc(u.Required, excused), slices.DeleteFunc(u.Missing, excused)
	}
}

// Cover tells that a finding is waived in all its cells.
func (w *Waivers) Cover(f finding.Finding) bool { return len(w.events(f)) == 0 }

// Standing leaves out the findings that are waived in all their cells; of one
// that is waived in some of them the others stay.
func (w *Waivers) Standing(list []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range list {
		events := w.events(f)
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

// Effective lists the waivers that do something in a round: for one of its findings or one of the items that are
// missing, or excused already. code is that of missing items, asOf the round's last day.
func Effective(d *decision.Set, l *ledger.Ledger, findings []finding.Finding, code, asOf string) []decision.Waiver {
	w := NewWaivers(d, l, asOf)
	for _, f := range findings {
		w.Cover(f)
	}
	for _, u := range l.Units {
		for _, item := range slices.Concat(u.Missing, u.Excused) {
			w.waives(u.Name, item, code, "")
		}
	}
	var out []decision.Waiver
	if d == nil {
		return nil
	}
	for _, x := range d.Waivers {
		if w.Used(x.Source) && !w.Expired(x.Source) {
			out = append(out, x)
		}
	}
	return out
}
