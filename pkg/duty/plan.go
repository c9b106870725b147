// Package duty makes the plan out of the table, the roster and the decisions:
// which unit reports on which item, in what role, and how surely.
package duty

import "slices"

// Role is what a unit has to do with an item; the order is from strong to weak.
type Role string

const (
	Lead        Role = "lead"        // 牵头
	Responsible Role = "responsible" // 责任
	Cooperating Role = "cooperating" // 配合
	Volunteer   Role = "volunteer"   // reports though nobody named it
)

// Assignment is one unit's duty on one item. Via is the collective name that
// brought it in, "" when the table names the unit itself.
type Assignment struct {
	Item    string `json:"item"`
	Unit    string `json:"unit"`
	Duty    Role   `json:"duty"`
	Certain bool   `json:"certain"`
	Via     string `json:"via"`
}

// Undecided is a collective that names nobody until the office decides.
type Undecided struct {
	Item   string   `json:"item"`
	Duty   Role     `json:"duty"`
	Text   string   `json:"text"`
	Groups []string `json:"-"` // the groups that it means, when the roster has no unit of them
}

// Unknown is a unit text that the roster does not have.
type Unknown struct {
	Item       string   `json:"item"`
	Text       string   `json:"text"`
	Candidates []string `json:"candidates"`
	Retired    bool     `json:"-"` // the roster has it, and it is not in use
}

// Reading is a name of the table taken for the abbreviation of a unit's.
type Reading struct{ Item, Text, Unit string }

// Plan is who must report on what, by item in table order, then duty, then
// the order of the roster.
type Plan struct {
	Assignments []Assignment `json:"assignments"`
	Undecided   []Undecided  `json:"undecided"`
	Unknown     []Unknown    `json:"unknown"`

	Readings []Reading `json:"-"`

	dropped []string // items that nobody need report on any more
	indexed int      // the number of assignments that the lookups know
	byUnit  map[string][]Assignment
}

// index prepares the lookups; a province has 10,000 units. A plan that was not
// made by Make, or was added to, does without.
func (p *Plan) index() {
	p.byUnit = map[string][]Assignment{}
	for _, a := range p.Assignments {
		p.byUnit[a.Unit] = append(p.byUnit[a.Unit], a)
	}
	p.indexed = len(p.Assignments)
}

// Drop takes items out of the plan: nobody need report on them, and who does is
// welcome.
func (p *Plan) Drop(items []string) {
	gone := func(item string) bool { return slices.Contains(items, item) }
	p.Assignments = slices.DeleteFunc(p.Assignments, func(a Assignment) bool { return gone(a.Item) })
	p.Undecided = slices.DeleteFunc(p.Undecided, func(u Undecided) bool { return gone(u.Item) })
	p.Unknown = slices.DeleteFunc(p.Unknown, func(u Unknown) bool { return gone(u.Item) })
	p.dropped = append(p.dropped, items...)
	p.index()
}

// Of lists the assignments of a unit in table order.
func (p *Plan) Of(unit string) []Assignment {
	if p.byUnit != nil && p.indexed == len(p.Assignments) {
		return slices.Clone(p.byUnit[unit])
	}
	var out []Assignment
	for _, a := range p.Assignments {
		if a.Unit == unit {
			out = append(out, a)
		}
	}
	return out
}

// Find gives the unit's assignment on an item.
func (p *Plan) Find(item, unit string) (Assignment, bool) {
	list := p.Assignments
	if p.byUnit != nil && p.indexed == len(p.Assignments) {
		list = p.byUnit[unit]
	}
	for _, a := range list {
		if a.Item == item && a.Unit == unit {
			return a, true
		}
	}
	return Assignment{}, false
}
