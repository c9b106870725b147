package form

import (
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/grid"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// Guide is what the checks will say of a filled blank, as far as the blank can
// tell it by itself while it is being filled in. The zero value knows no
// checks: the blank then tells only what is still to be filled in.
type Guide struct {
	Severity    map[string]finding.Severity // of the checks in Go, by name; absent where no rule asks for it
	Conditions  []GuideCondition
	ErrorValues []string // what stands in a cell whose formula failed
	// Words of the conditions for what the form has words of its own for.
	Statuses map[string]Status
	Duties   map[duty.Role]string
}

// GuideCondition is a rule with a condition. Field is the one it speaks about.
type GuideCondition struct {
	Field    string
	Severity finding.Severity
	When     *policy.Condition
}

// A cell of the unit's has a hidden cell to the right of the key with its
// state, by which it gets its colour and is counted.
const (
	stateNone    = 0
	stateOpen    = 1 // to be filled in
	stateWrong   = 2 // an error of the checks
	stateLook    = 3 // a warning of the checks
	statePrivate = 5 // a private number, an error of the checks
)

// A row has a hidden cell, too.
const (
	rowIdle      = -1 // may be left out, and stands as the office filled it in
	rowFine      = 0  // complete, or may be left out and is not begun
	rowOpen      = 1  // not complete
	rowUnchanged = 2  // must be reported on, and stands as the office filled it in
)

// guideMark begins the headers of the hidden columns, by which Read knows them.
const guideMark = stampSheet + "|"

// isGuide knows the header of a hidden column of the guide.
func isGuide(header string) bool {
	return strings.HasPrefix(header, guideMark) && strings.Count(header, "|") == 1
}

// IsGuided tells a sheet with the guide, which colours the cells to be filled in by itself.
func IsGuided(sheet *grid.Sheet) bool {
	return slices.ContainsFunc(sheet.Cells, func(c grid.Cell) bool { return isGuide(c.Text) })
}

// GuideCells tells which cells of a sheet are the guide's: its hidden columns, and the
// counter above the table. They are results of formulas, and mean nothing where those are not. A sheet
// without the guide has none.
func GuideCells(sheet *grid.Sheet) func(grid.Cell) bool {
	header, columns := 0, map[int]bool{}
	for _, c := range sheet.Cells {
		if isGuide(c.Text) && (header == 0 || c.Row == header) {
			header, columns[c.Col] = c.Row, true
		}
	}
	return func(c grid.Cell) bool {
		return columns[c.Col] || c.Col == 1 && c.Row < header && (c.Formula || c.Row == counterRow)
	}
}

// guide places the hidden columns: the row's, the states of the unit's columns
// side by side, three for the date, and those for private numbers. The counts
// stand above them.
type guide struct {
	*blank
	row    int            // column of the row's state
	states map[string]int // column by field
	days   int            // first of three columns for the date, 0 when the form has no such column
	own    []string       // fields that the unit fills in

	privates map[string]int // columns of private numbers by field
}

// counts that stand in the row of the counter, by place from the first hidden column.
const (
	countOpen = iota
	countUnchanged
	countWrong
	countPrivate
	countLook
	listUnsigned
	dateFilled                   // three
	stateSigned = dateFilled + 3 // of the parts of the signature, in their order
	guideCells  = stateSigned + 5
)

// counterRow is the row of the counter.
const counterRow = 3

func (b *blank) guided() bool {
	return b.spec.layout.Guide.Label.Value != "" && len(b.in.Rows) > 0 && len(b.thirds()) > 1
}

func newGuide(b *blank) *guide {
	g := &guide{blank: b, row: b.key + 1, states: map[string]int{}, privates: map[string]int{}}
	next := g.row + 1
	for _, c := range b.spec.columns {
		if !c.Office {
			g.own = append(g.own, c.Field)
			g.states[c.Field] = next
			next++
		}
	}
	if g.states[FieldDate] > 0 {
		g.days = next
		next += 3
	}
	for _, field := range g.own {
		if g.private(field) > 0 {
			g.privates[field] = next
			next++
		}
	}
	b.lastHidden = max(next-1, b.key+guideCells)
	return g
}

// writeGuide puts the formulas into the hidden columns and the counter into its place.
func (b *blank) writeGuide() error {
	if !b.guided() {
		return nil
	}
	g := newGuide(b)
	for col := b.key + 1; col <= b.lastHidden; col++ {
		if err := b.file.SetCellStr(b.sheet, ref(b.header, col), guideMark+strconv.Itoa(col-b.key)); err != nil {
			return err
		}
	}
	for _, r := range b.in.Rows {
		if err := g.writeRow(b.rowOf[r.Row.Item.ID], r); err != nil {
			return err
		}
	}
	for _, step := range []func() error{g.writeCounts, g.writeCounter, g.colour} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// cell is the unit's cell of a field, "" when the form has none.
func (g *guide) cell(row int, field string) expression {
	for i, c := range g.spec.columns {
		if c.Field == field && !c.Office {
			return ref(row, i+1)
		}
	}
	return ""
}

func (g *guide) writeRow(row int, r BlankRow) error {
	at := ref(row, g.row)
	state := rowFine
	prefilled := len(g.prefilled(r)) > 0
	switch {
	case prefilled && r.Required:
		state = rowUnchanged
	case prefilled:
		state = rowIdle
	case r.Required:
		state = rowOpen
	}
	if err := g.formula(at, g.rowState(row, r), whole(state)); err != nil {
		return err
	}
	if g.days > 0 {
		d := g.newDay(g.cell(row, FieldDate), row, g.days)
		d.idle = g.unchanged(row)
		for i, f := range d.steps() {
			if err := g.formula(ref(row, g.days+i), f, result{}); err != nil {
				return err
			}
		}
	}
	for _, field := range g.own {
		if col := g.privates[field]; col > 0 {
			found := 0
			if g.written(field, state, r) == g.private(field) {
				found = 1
			}
			if err := g.formula(ref(row, col), g.privateState(row, field), whole(found)); err != nil {
				return err
			}
		}
		if err := g.formula(ref(row, g.states[field]), g.cellState(row, field, r), whole(g.written(field, state, r))); err != nil {
			return err
		}
	}
	return nil
}

// whole is the result of a formula that counts.
func whole(n int) result { return result{strconv.Itoa(n), true} }

// written is the state of a cell in the blank as it goes out.
func (g *guide) written(field string, row int, r BlankRow) int {
	text := g.in.Previous[r.Row.Item.ID][field]
	switch {
	case g.private(field) > 0 && len(value.PrivateNumbers(text)) > 0:
		return g.private(field)
	case row > 0 && g.spec.Required(field):
		return stateOpen
	}
	return stateNone
}

func (g *guide) newDay(cell expression, row, col int) day {
	words := []string{""}
	for _, w := range g.spec.words.NoDate {
		words = append(words, value.Squeeze(w))
	}
	return day{cell: cell, plain: ref(row, col), whole: ref(row, col+1), year: g.in.Year, words: words, months: g.spec.words.MonthTails}
}

// prefilled lists the unit's fields that were filled in beforehand.
func (b *blank) prefilled(r BlankRow) []string {
	var out []string
	for _, c := range b.spec.columns {
		if b.in.Previous[r.Row.Item.ID][c.Field] != "" && !c.Office {
			out = append(out, c.Field)
		}
	}
	return out
}

// unchanged asks whether the row stands as it was filled in beforehand.
func (g *guide) unchanged(row int) expression {
	at := ref(row, g.row)
	return "OR(" + at + "<0," + at + "=" + strconv.Itoa(rowUnchanged) + ")"
}

func (g *guide) rowState(row int, r BlankRow) expression {
	var missing, begun []expression
	for _, field := range g.own {
		cell := g.cell(row, field)
		begun = append(begun, "NOT("+unfilled(cell)+")")
		if g.spec.Required(field) {
			missing = append(missing, g.empty(cell, field))
		}
	}
	open := "FALSE"
	if len(missing) > 0 {
		open = anyOf(missing)
	}
	same := rowUnchanged
	if !r.Required {
		open = "AND(" + anyOf(begun) + "," + open + ")"
		same = rowIdle
	}
	state := "IF(" + open + "," + strconv.Itoa(rowOpen) + "," + strconv.Itoa(rowFine) + ")"
	if len(g.prefilled(r)) == 0 {
		return state
	}
	var equal []expression
	for _, field := range g.own {
		equal = append(equal, g.cell(row, field)+"="+g.before(field, r))
	}
	return "IF(ISNUMBER(1/AND(" + strings.Join(equal, ",") + "))," + strconv.Itoa(same) + "," + state + ")"
}

// before is what stood in the cell: a number for what is typed as one, else the
// text in the hidden sheet.
func (g *guide) before(field string, r BlankRow) expression {
	text := g.in.Previous[r.Row.Item.ID][field]
	if text == "" {
		return `""`
	}
	if n, ok := typedNumber(field, text); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return stampSheet + "!" + absolute(g.stampRow[[2]string{r.Row.Item.ID, field}], stampTextColumn)
}

// empty asks whether a required cell is. A status that is a stroke is one that
// no list has.
func (g *guide) empty(cell expression, field string) expression {
	if field == FieldStatus {
		return unfilled(cell)
	}
	return showsNothing(cell)
}
