package duty

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
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
	return m.plan
}

type maker struct {
	roster    *roster.Roster
	spec      *tasktable.Spec
	decisions map[string][]decision.Duty // by item
	plan      *Plan
	units     map[string]Assignment // of the item at hand
}

func decided(d *decision.Set, t *tasktable.Table) map[string][]decision.Duty {
	out := map[string][]decision.Duty{}
	if d == nil {
		return out
	}
	for _, x := range d.Duties {
		for _, id := range Items(t, x.Item) {
			out[id] = append(out[id], x)
		}
	}
	return out
}

func (m *maker) item(it tasktable.Item) {
	m.units = map[string]Assignment{}
	for _, p := range []struct {
		role  Role
		texts []string
	}{{Lead, it.Lead}, {Responsible, it.Responsible}, {Cooperating, it.Cooperating}} {
		for _, text := range p.texts {
			m.text(it.ID, p.role, text)
		}
	}
	for _, d := range m.decisions[it.ID] {
		if d.Text != "" {
			continue // has been used in place of its text
		}
		for _, u := range d.Units {
			m.add(Assignment{Item: it.ID, Unit: u, Duty: Role(d.Role), Certain: true})
		}
	}
	list := make([]Assignment, 0, len(m.units))
	for _, a := range m.units {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b Assignment) int {
		return cmp.Or(cmp.Compare(strength[b.Duty], strength[a.Duty]), cmp.Compare(m.roster.Index(a.Unit), m.roster.Index(b.Unit)))
	})
	m.plan.Assignments = append(m.plan.Assignments, list...)
}

var strength = map[Role]int{Lead: 3, Responsible: 2, Cooperating: 1, Volunteer: 0}

// text assigns one unit text of the table.
func (m *maker) text(item string, role Role, text string) {
	if units, ok := m.decision(item, role, text); ok {
		for _, u := range units {
			m.add(Assignment{Item: item, Unit: u, Duty: role, Certain: true, Via: text})
		}
		return
	}
	c, collective := m.spec.Collective(text)
	match := m.roster.Resolve(text)
	switch {
	case match.Unit != "" && (!collective || match.How == "exact" || match.How == "alias" || match.How == "decided"):
		m.add(Assignment{Item: item, Unit: match.Unit, Duty: role, Certain: true})
	case collective && c.Undecided:
		m.plan.Undecided = append(m.plan.Undecided, Undecided{item, role, text})
	case collective:
		m.group(item, role, text, c)
	default:
		m.plan.Unknown = append(m.plan.Unknown, Unknown{item, text, list(match.Candidates)})
	}
}

func list(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

// decision gives the units that the office named for a text of an item.
func (m *maker) decision(item string, role Role, text string) (units []string, ok bool) {
	for _, d := range m.decisions[item] {
		if Role(d.Role) == role && d.Text != "" && value.Fold(d.Text) == value.Fold(text) {
			units, ok = append(units, d.Units...), true
		}
	}
	return units, ok
}

func (m *maker) group(item string, role Role, text string, c tasktable.Collective) {
	for _, g := range c.Groups {
		for _, u := range m.roster.Group(g) {
			if m.excepted(u, c) {
				continue
			}
			m.add(Assignment{Item: item, Unit: u.Name, Duty: role, Certain: true, Via: text})
		}
	}
}

func (m *maker) excepted(u roster.Unit, c tasktable.Collective) bool {
	for _, e := range c.Except {
		if m.roster.Resolve(e).Unit == u.Name {
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

// Items gives the IDs that a written item means: an ID in any spelling (2.1,
// 2（1）, ２．１), a task number, which means all its rows, or a task's title.
func Items(t *tasktable.Table, written string) []string {
	key := strings.NewReplacer("(", ".", ")", "").Replace(value.Fold(written))
	var exact, byTask []string
	for _, r := range t.Rows() {
		switch {
		case value.Fold(r.Item.ID) == key:
			exact = append(exact, r.Item.ID)
		case r.TaskNumber > 0 && strconv.Itoa(r.TaskNumber) == key, key != "" && value.Fold(r.Task) == value.Fold(written):
			byTask = append(byTask, r.Item.ID)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return byTask
}

// Verify tells, in Chinese, of the first decision that names an item that the
// table lacks, or a text that does not stand in the item.
func Verify(d *decision.Set, t *tasktable.Table) error {
	for _, x := range d.Duties {
		ids := Items(t, x.Item)
		if len(ids) == 0 {
			return noItem(x.Item, x.Source)
		}
		if x.Text == "" {
			continue
		}
		if !slices.ContainsFunc(ids, func(id string) bool { return hasText(t, id, x) }) {
			return fmt.Errorf("%s 工作表“%s” %s：任务 %s 的%s单位里没有“%s”。请照任务分解表的原文写，或把“原文”空着。",
				x.Source.File, x.Source.Sheet, x.Source.Cell, x.Item, Word(Role(x.Role)), x.Text)
		}
	}
	for _, x := range d.Fills {
		if len(Items(t, x.Item)) == 0 {
			return noItem(x.Item, x.Source)
		}
	}
	for _, x := range d.Waivers {
		if x.Item != "" && len(Items(t, x.Item)) == 0 {
			return noItem(x.Item, x.Source)
		}
	}
	return nil
}

func noItem(item string, p finding.Place) error {
	return fmt.Errorf("%s 工作表“%s”（%s 这一行）：任务“%s”在任务分解表中找不到。请写编号，例如 6 或 2（1）。", p.File, p.Sheet, p.Cell, item)
}

func hasText(t *tasktable.Table, id string, d decision.Duty) bool {
	row, _ := t.Find(id)
	texts := map[Role][]string{Lead: row.Item.Lead, Responsible: row.Item.Responsible, Cooperating: row.Item.Cooperating}[Role(d.Role)]
	return slices.ContainsFunc(texts, func(s string) bool { return value.Fold(s) == value.Fold(d.Text) })
}

// Word is the Chinese word for a role.
func Word(r Role) string {
	return map[Role]string{Lead: "牵头", Responsible: "责任", Cooperating: "配合", Volunteer: "自愿"}[r]
}

// Units lists the units with any assignment, in roster order.
func (p *Plan) Units(r *roster.Roster) []string {
	var out []string
	for _, u := range r.Units {
		if len(p.Of(u.Name)) > 0 {
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

// Open tells that an item has a collective that the office has not decided on:
// a unit may report on it of its own accord.
func (p *Plan) Open(item string) bool {
	return slices.ContainsFunc(p.Undecided, func(u Undecided) bool { return u.Item == item })
}
