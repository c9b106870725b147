package duty

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zwgk/pkg/decision"
	"zwgk/pkg/finding"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// Make works out who must report on what. Names are resolved through the
// roster; collectives become the units in use of their groups; what names
// nobody stays undecided until a decision says who.
func Make(t *tasktable.Table, r *roster.Roster, d *decision.Set, spec *tasktable.Spec) *Plan {
	m := &maker{roster: r, spec: spec, decisions: decided(d, t), plan: &Plan{Assignments: []Assignment{}, Undecided: []Undecided{}, Unknown: []Unknown{}}}
	for _, row := range t.Rows() {
		m.item(row.Item)
	}
	m.plan.index()
	return m.plan
}

type maker struct {
	roster    *roster.Roster
	spec      *tasktable.Spec
	decisions map[string][]decision.Duty // by item
	plan      *Plan
	units     map[string]Assignment // of the item at hand
	out       []string              // the units that its collectives except
	later     *roster.Roster        // the roster after all changes of the year; may be nil
}

// decided lists the decisions by item. One without an item holds for every
// item in which its text stands.
func decided(d *decision.Set, t *tasktable.Table) map[string][]decision.Duty {
	out := map[string][]decision.Duty{}
	if d == nil {
		return out
	}
	for _, x := range d.Duties {
		for _, id := range itemsOf(t, x) {
			out[id] = append(out[id], x)
		}
	}
	return out
}

func itemsOf(t *tasktable.Table, d decision.Duty) []string {
	if !value.Blank(d.Item) {
		return Items(t, d.Item)
	}
	var ids []string
	for _, r := range t.Rows() {
		if d.Text != "" && len(rolesOf(r.Item, d.Text)) > 0 {
			ids = append(ids, r.Item.ID)
		}
	}
	return ids
}

// rolesOf lists the roles under which a text stands in an item.
func rolesOf(it tasktable.Item, text string) []Role {
	var out []Role
	for _, p := range parts(it) {
		if slices.ContainsFunc(p.texts, func(s string) bool { return value.Fold(s) == value.Fold(text) }) {
			out = append(out, p.role)
		}
	}
	return out
}

type part struct {
	role  Role
	texts []string
}

func parts(it tasktable.Item) []part {
	return []part{{Lead, it.Lead}, {Responsible, it.Responsible}, {Cooperating, it.Cooperating}}
}

func (m *maker) item(it tasktable.Item) {
	m.units = map[string]Assignment{}
	for _, p := range parts(it) {
		m.out = m.outOf(p.texts)
		for _, text := range p.texts {
			for _, a := range m.text(it, p.role, text) {
				if role, decided := m.ofPart(it.ID, a, text); decided {
					a.Duty = role
				}
				if a.Duty != decision.NoDuty {
					m.add(a)
				}
			}
		}
	}
	// A decision about a unit as such outranks what the table says of it.
	for _, d := range m.decisions[it.ID] {
		for _, u := range d.Units {
			switch {
			case d.Text != "":
			case d.Part != "": // of a unit that has become part of this one, which keeps its own duty
				if d.Role != decision.NoDuty {
					m.add(Assignment{Item: it.ID, Unit: u, Duty: Role(d.Role), Certain: true})
				}
			case d.Role == decision.NoDuty:
				delete(m.units, u)
			default:
				m.units[u] = Assignment{Item: it.ID, Unit: u, Duty: Role(d.Role), Certain: true}
			}
		}
	}
	list := make([]Assignment, 0, len(m.units))
	for _, a := range m.units {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b Assignment) int {
		return cmp.Or(cmp.Compare(strength[b.Duty], strength[a.Duty]), cmp.Compare(m.roster.Index(a.Unit), m.roster.Index(b.Unit)),
			cmp.Compare(a.Unit, b.Unit))
	})
	m.plan.Assignments = append(m.plan.Assignments, list...)
}

var strength = map[Role]int{Lead: 3, Responsible: 2, Cooperating: 1, Volunteer: 0}

// ofPart gives what was decided of a unit that has become part of another, where the table
// still names it.
func (m *maker) ofPart(item string, a Assignment, text string) (Role, bool) {
	for _, d := range m.decisions[item] {
		if d.Part != "" && a.Via == "" && value.Fold(d.Part) == value.Fold(text) && slices.Contains(d.Units, a.Unit) {
			return Role(d.Role), true
		}
	}
	return "", false
}

// text gives the assignments that one unit text of the table brings. Where the
// office decided who is meant in its role, those replace it; a decision in
// another role settles what is open, and else moves only the units it names.
func (m *maker) text(it tasktable.Item, role Role, text string) []Assignment {
	same, other := m.decided(it, role, text)
	if len(same) > 0 {
		return append(m.named(it.ID, text, same), m.named(it.ID, text, other)...)
	}
	out, open := m.expand(it.ID, role, text)
	if open == nil {
		return moved(out, m.named(it.ID, text, other))
	}
	if len(other) > 0 {
		return m.named(it.ID, text, other)
	}
	open()
	return nil
}

// decided divides the decisions on a text of an item into those in its role and
// those in a role under which the text does not stand in the item.
func (m *maker) decided(it tasktable.Item, role Role, text string) (same, other []decision.Duty) {
	own := func(o decision.Duty) bool { // what is said of all items gives way to what is said of this one
		return slices.ContainsFunc(m.decisions[it.ID], func(d decision.Duty) bool {
			return !value.Blank(d.Item) && d.Text != "" && value.Fold(d.Text) == value.Fold(text) && (d.Role == o.Role || o.Role == decision.AnyRole)
		})
	}
	for _, d := range m.decisions[it.ID] {
		if value.Blank(d.Item) && own(d) {
			continue
		}
		switch {
		case d.Text == "" || value.Fold(d.Text) != value.Fold(text):
		case Role(d.Role) == role || d.Role == decision.AnyRole:
			d.Role = string(role)
			same = append(same, d)
		case slices.Contains(rolesOf(it, text), Role(d.Role)):
		case value.Blank(d.Item) && d.Role != decision.NoDuty: // said of all items: in each its own role
			d.Role = string(role)
			same = append(same, d)
		default:
			other = append(other, d)
		}
	}
	return same, other
}

func (m *maker) named(item, text string, decisions []decision.Duty) []Assignment {
	var out []Assignment
	for _, d := range decisions {
		for _, u := range d.Units {
			out = append(out, Assignment{Item: item, Unit: u, Duty: Role(d.Role), Certain: true, Via: text})
		}
	}
	return out
}

// moved gives the units their decided roles.
func moved(list, decided []Assignment) []Assignment {
	for _, d := range decided {
		list = append(slices.DeleteFunc(list, func(a Assignment) bool { return a.Unit == d.Unit }), d)
	}
	return list
}

// expand gives the units that a text means by the roster. When it means none,
// open records it as undecided or unknown.
func (m *maker) expand(item string, role Role, text string) (out []Assignment, open func()) {
	c, collective := m.spec.Collective(text)
	match := m.roster.Resolve(text)
	switch {
	case match.Unit == "" && match.How == "decided": // the office says that it is no unit
		return nil, nil
	case match.Unit != "" && (!collective || match.How == "exact" || match.How == "alias" || match.How == "decided"):
		if u, ok := m.roster.Unit(match.Unit); ok && !u.Active && match.How != "decided" {
			return nil, func() { // named, yet not in use: the office must say
				m.plan.Unknown = append(m.plan.Unknown, Unknown{Item: item, Text: text, Candidates: []string{}, Retired: true})
			}
		}
		if match.How == "abbreviation" {
			m.plan.Readings = append(m.plan.Readings, Reading{item, text, match.Unit})
		}
		return []Assignment{{Item: item, Unit: match.Unit, Duty: role, Certain: match.How != "abbreviation"}}, nil
	case collective && c.Undecided:
		return nil, func() { m.plan.Undecided = append(m.plan.Undecided, Undecided{Item: item, Duty: role, Text: text}) }
	case collective:
		for _, e := range c.Except {
			if match := m.roster.Resolve(e); match.Unit == "" && match.How != "decided" && !m.class(e) && !m.isLater(e) { // nobody gets the duty until it is known who does not
				return nil, m.unknown(item, e, match.Candidates)
			}
		}
		if out = m.group(item, role, text, c); len(out) > 0 {
			return out, nil
		}
		return nil, func() { m.plan.Undecided = append(m.plan.Undecided, Undecided{item, role, text, m.empty(c)}) }
	}
	return nil, m.unknown(item, text, match.Candidates)
}

func (m *maker) unknown(item, text string, candidates []string) func() {
	return func() {
		m.plan.Unknown = append(m.plan.Unknown, Unknown{Item: item, Text: text, Candidates: list(candidates)})
	}
}

func list(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

func (m *maker) group(item string, role Role, text string, c tasktable.Collective) []Assignment {
	var out []Assignment
	for _, g := range c.Groups {
		for _, u := range m.roster.Group(g) {
			if !m.excepted(u, c) && !m.excepted(u, tasktable.Collective{Except: m.out}) {
				out = append(out, Assignment{Item: item, Unit: u.Name, Duty: role, Certain: true, Via: text})
			}
		}
	}
	return out
}

// empty are the groups of a collective when the roster has no unit in use of them.
func (m *maker) empty(c tasktable.Collective) []string {
	for _, g := range c.Groups {
		if len(m.roster.Group(g)) > 0 {
			return nil
		}
	}
	return c.Groups
}

// outOf are the units that collectives of a list except: they are left out of all of
// it. 各园区、各镇街（高新区除外）. A class is left out of its own collective only.
func (m *maker) outOf(texts []string) []string {
	var out []string
	for _, text := range texts {
		c, _ := m.spec.Collective(text)
		for _, e := range c.Except {
			if !m.class(e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// isLater: the unit is only there after a change of the year, so that nobody is left out.
func (m *maker) isLater(name string) bool { return m.later != nil && m.later.Resolve(name).Unit != "" }

// class tells whether an exception is a class of units: 除垂直管理单位外.
func (m *maker) class(text string) bool {
	_, ok := m.spec.Class(text)
	return ok
}

func (m *maker) excepted(u roster.Unit, c tasktable.Collective) bool {
	for _, e := range c.Except {
		if class, ok := m.spec.Class(e); ok && slices.Contains(class.Groups, u.Group) && !m.excepted(u, class) {
			return true
		}
		part := slices.ContainsFunc(u.Parts, func(p string) bool { return value.Fold(p) == value.Fold(e) })
		if m.roster.Resolve(e).Unit == u.Name && !part { // what a unit had before another joined it, it keeps
			return true
		}
	}
	return len(c.Endings) > 0 && !slices.ContainsFunc(c.Endings, func(end string) bool { return strings.HasSuffix(u.Name, end) })
}

// add keeps the stronger of two duties of a unit on the item, and of equal ones
// the one that the table names directly.
func (m *maker) add(a Assignment) {
	old, ok := m.units[a.Unit]
	if !ok || strength[a.Duty] > strength[old.Duty] || strength[a.Duty] == strength[old.Duty] && old.Via != "" && a.Via == "" {
		m.units[a.Unit] = a
	}
}

// Verify tells, in Chinese, of the first decision that names an item that the
// table lacks, or a text that does not stand in the item.
// others are the table as it was before the changes of the year or will be after them:
// a text may stand in any of them.
func Verify(d *decision.Set, t *tasktable.Table, others ...*tasktable.Table) error {
	for _, x := range d.Duties {
		if !value.Blank(x.Item) {
			if err := verifyItem(t, x.Item, x.At("任务")); err != nil {
				return err
			}
		}
		if slices.ContainsFunc(others, func(o *tasktable.Table) bool { return stands(o, x) }) {
			continue
		}
		if err := verifyText(t, x); err != nil {
			return err
		}
	}
	for _, x := range d.Fills {
		if err := verifyItem(t, x.Item, x.At("任务")); err != nil {
			return err
		}
	}
	for _, x := range d.Waivers {
		if value.Blank(x.Item) {
			continue
		}
		if err := verifyItem(t, x.Item, x.At("任务")); err != nil {
			return err
		}
	}
	return nil
}

func verifyItem(t *tasktable.Table, item string, p finding.Place) error {
	ids, tasks := find(t, item)
	where := fmt.Sprintf("%s 工作表“%s” %s", p.File, p.Sheet, p.Cell)
	switch {
	case tasks > 1:
		return fmt.Errorf("%s：任务“%s”在任务分解表中不止一项（%s）。请写全编号。", where, item, finding.ItemTexts(ids))
	case len(ids) == 0:
		return fmt.Errorf("%s：任务“%s”在任务分解表中找不到。请写编号，例如 6 或 2（1）。", where, item)
	}
	return nil
}

// verifyText: the text that a decision is about stands in its items.
func verifyText(t *tasktable.Table, d decision.Duty) error {
	if d.Text == "" || stands(t, d) {
		return nil
	}
	at := d.At("原文")
	where := fmt.Sprintf("%s 工作表“%s” %s", at.File, at.Sheet, at.Cell)
	if value.Blank(d.Item) {
		return fmt.Errorf("%s：任务分解表里没有单位写作“%s”。请照任务分解表的原文写。", where, d.Text)
	}
	return fmt.Errorf("%s：任务 %s 的单位里没有“%s”。请照任务分解表的原文写，或把“原文”空着。", where, d.Item, d.Text)
}

// stands tells whether the text that a decision is about stands in one of its items.
func stands(t *tasktable.Table, d decision.Duty) bool {
	return d.Text != "" && slices.ContainsFunc(itemsOf(t, d), func(id string) bool { row, _ := t.Find(id); return len(rolesOf(row.Item, d.Text)) > 0 })
}

// Stands tells whether the text that a decision is about stands in one of its items
// under its role, or the decision is about no text.
func Stands(t *tasktable.Table, d decision.Duty) bool {
	return d.Text == "" || slices.ContainsFunc(itemsOf(t, d), func(id string) bool {
		row, _ := t.Find(id)
		roles := rolesOf(row.Item, d.Text)
		return slices.Contains(roles, Role(d.Role)) || d.Role == decision.AnyRole && len(roles) > 0
	})
}

// Word is the Chinese word for a role.
func Word(r Role) string {
	return map[Role]string{Lead: "牵头", Responsible: "责任", Cooperating: "配合", Volunteer: "自愿", decision.NoDuty: "不承担"}[r]
}

// Units lists the units with any assignment, in roster order.
func (p *Plan) Units(r *roster.Roster) []string {
	has := map[string]bool{}
	for _, a := range p.Assignments {
		has[a.Unit] = true
	}
	var out []string
	for _, u := range r.Units {
		if has[u.Name] {
			out = append(out, u.Name)
		}
	}
	return out
}

// Required lists the items that a unit must report on, in table order, when
// the given roles must be.
func (p *Plan) Required(unit string, roles []Role) []string {
	var out []string
	for _, a := range p.Of(unit) {
		if slices.Contains(roles, a.Duty) {
			out = append(out, a.Item)
		}
	}
	return out
}

// Open tells that an item has a collective that the office has not decided on,
// or was dropped: a unit may report on it of its own accord.
func (p *Plan) Open(item string) bool {
	return slices.Contains(p.dropped, item) || slices.ContainsFunc(p.Undecided, func(u Undecided) bool { return u.Item == item })
}
