// Package decision reads decisions.xlsx: what people decided, each row with who
// decided, when and why. An empty 任务, 轮次, 代码 or 单元格 means all.
package decision

import "zwgk/pkg/finding"

// Set is everything decided. The zero value decides nothing.
type Set struct {
	Identities  []Identity
	Duties      []Duty
	Waivers     []Waiver
	Adjustments []Adjustment
	Extensions  []Extension
	Receipts    []Receipt
	Fills       []Fill
	Changes     []Change

	rows []written
}

// Under gives the decisions together with those of a plan workbook, of which
// keepDuty and keepIdentity tell what counts: decisions.xlsx wins.
func (s *Set) Under(plan *Set, keepDuty func(Duty) bool, keepIdentity func(Identity) bool) *Set {
	out := *s
	out.Duties, out.Identities = nil, nil
	for _, d := range plan.Duties {
		if keepDuty(d) {
			out.Duties = append(out.Duties, d)
		}
	}
	for _, d := range plan.Identities {
		if keepIdentity(d) {
			out.Identities = append(out.Identities, d)
		}
	}
	out.Duties, out.Identities = append(out.Duties, s.Duties...), append(out.Identities, s.Identities...)
	return &out
}

// written is a row that decides something, as it stands: sheet, and column → text.
type written struct {
	sheet string
	texts map[string]string
}

// Basis is who decided, when and why, and where it is written.
type Basis struct {
	By, Date, Reason string // Date is ISO
	Source           finding.Place

	cells map[string]string // the columns of its row → their cells
}

// At is where a column of the decision's row stands (任务, 原文, 改为), or the decision
// itself when it has none.
func (b Basis) At(column string) finding.Place {
	at := b.Source
	if cell := b.cells[column]; cell != "" {
		at.Cell = cell
	}
	return at
}

// Identity (单位认定): a written name means a unit, or with "" none.
type Identity struct {
	Written, Unit string
	Basis
}

// AnyRole is the role of a duty that is said of a text in whatever role it stands.
const AnyRole = ""

// Duty (责任认定): who has a role in a task where the table says only Text.
// Item is as written (6, 2.1, 2（1）); Role is lead, responsible, cooperating or,
// for units that are taken off the item, NoDuty.
type Duty struct {
	Item, Role, Text string
	Units            []string
	Written          string // the units as they are written
	Part             string // said of the unit of this name, which has become part of the one in Units since
	Basis
}

// Waiver (豁免): a finding that is not counted.
type Waiver struct {
	Unit, Item, Code, Cell, Until string
	Basis
}

// Adjustment (分数调整): points by decision, a decimal string, kept apart from the computed score.
type Adjustment struct {
	Unit, Round, Indicator, Points string
	Basis
}

// Due is the day by which a unit has to report in a round: the round's, or that of the unit's last extension. named tells whether a 轮次
// means the round.
func (s *Set) Due(unit, round string, named func(round string) bool) string {
	due := round
	for _, x := range s.Extensions {
		if x.Unit == unit && named(x.Round) {
			due = x.Due
		}
	}
	return due
}

// Extension (延期): another due date, ISO, for a unit.
type Extension struct {
	Unit, Round, Due string
	Basis
}

// Receipt (收件时间): when a file came, ISO date or date and time.
type Receipt struct {
	File, Time string
	Basis
}

// Fill (代填): a field that the office filled in. Field is a header word of the form.
type Fill struct {
	Unit, Item, Round, Field, Content string
	Basis
}

// Change (变更): a unit or item changed during the year, from a day on (ISO). Kind is one of UnitRenamed and so on.
type Change struct {
	Kind, Object, To, From string
	Basis
}

// Units are the names in Object, when a change speaks of several.
func (c *Change) Units() []string { return unitsIn(c.Object) }
