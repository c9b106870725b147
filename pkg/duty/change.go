package duty

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zwgk/pkg/decision"
	"zwgk/pkg/finding"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// Changed is the year's table and roster as they are on a day, after the
// changes that hold by then.
type Changed struct {
	Table   *tasktable.Table
	Roster  *roster.Roster
	Dropped []string           // items that nobody need report on any more
	Names   map[string]string  // old name of a unit → its name now
	Notes   []string           // what changed, in Chinese, one line each
	Moved   map[string]Moved   // items whose duties were changed
	Merged  map[string]bool    // old names of units that became part of another
	Steps   []*tasktable.Table // the table after each change of it, but the last
}

// Change applies the changes that hold on a day (ISO; "" means all), by the day
// from which they hold, those of units first, and else in the order in which they are written. The table
// and roster that are handed in stay as they are. An error names the decision's
// cell, in Chinese.
func Change(t *tasktable.Table, r *roster.Roster, changes []decision.Change, day string, spec *tasktable.Spec) (*Changed, error) {
	c := &changer{Changed: &Changed{Table: t, Roster: r, Names: map[string]string{}, Moved: map[string]Moved{}, Merged: map[string]bool{}}, spec: spec, gone: map[string]decision.Change{}, moves: map[string]decision.Change{}}
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b decision.Change) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(unitsFirst(a), unitsFirst(b)))
	})
	for _, x := range changes {
		if err := c.verifyDay(x); err != nil {
			return nil, err
		}
		if x.From != "" && day != "" && x.From > day {
			continue
		}
		if c.Table == t {
			c.Table = t.Clone()
		} else if unitsFirst(x) > 0 {
			c.Steps = append(c.Steps, c.Table)
			c.Table = c.Table.Clone()
		}
		if err := c.apply(x); err != nil {
			return nil, err
		}
	}
	return c.Changed, nil
}

// unitsFirst: a duty may go to a unit that there is from the same day on.
func unitsFirst(x decision.Change) int {
	if slices.Contains([]string{decision.UnitRenamed, decision.UnitsMerged, decision.UnitAdded}, x.Kind) {
		return 0
	}
	return 1
}

// Before gives what decisions mean on a day before all changes hold: units by their
// names then, and nothing about units and tasks that there are only later. c is the
// year after all changes, then as it is on the day.
func (c *Changed) Before(then *Changed) func(*decision.Set) *decision.Set {
	names := maps.Clone(then.Names)
	back := map[string][]string{}
	for _, old := range slices.Sorted(maps.Keys(c.Names)) {
		name := c.Names[old]
		if n, ok := then.Names[old]; ok {
			old = n
		}
		if _, there := then.Roster.Unit(name); !there && !slices.Contains(back[name], old) {
			back[name] = append(back[name], old)
		}
	}
	parts := map[string][]string{}
	for name, old := range back {
		if len(old) == 1 {
			names[name] = old[0]
		} else {
			parts[name] = old // all that become one
		}
	}
	written := maps.Clone(names)
	maps.DeleteFunc(written, func(old, _ string) bool { return then.Merged[old] }) // who excepts a part does not except the whole
	return func(s *decision.Set) *decision.Set {
		return s.Rewrite(written).Divide(parts).Parts(func(unit string) bool { return then.Merged[unit] }).Rename(names).Keep(func(unit string) bool {
			_, there := then.Roster.Unit(unit)
			_, after := c.Roster.Unit(unit)
			return there || !after
		}, func(item string) bool {
			return len(Items(then.Table, item)) > 0 || len(Items(c.Table, item)) == 0
		})
	}
}

// Moved are the units that changes of an item's duties name, and the roles that they
// speak of.
type Moved struct {
	Units []string
	Roles []Role
	From  string // the day of the last of them, ISO
}

// Says tells whether the changes speak of what a plan workbook says of a unit of the item.
func (m Moved) Says(d decision.Duty) bool {
	return slices.Contains(m.Roles, Role(d.Role)) || slices.ContainsFunc(d.Units, func(u string) bool { return slices.Contains(m.Units, u) })
}

type changer struct {
	*Changed
	spec  *tasktable.Spec
	gone  map[string]decision.Change // old names of units, by what changed them
	moves map[string]decision.Change // the last change of an item's duties
}

// verifyDay: a change of this year's table is of this year, or of one beside it.
func (c *changer) verifyDay(x decision.Change) error {
	year, _, _ := strings.Cut(x.From, "-")
	n, ok := value.Number(year)
	if !ok || c.Table.Year == 0 || n >= c.Table.Year-1 && n <= c.Table.Year+1 {
		return nil
	}
	return wrongAt(x.At("自"), "“自”写的是 %s，而任务分解表是 %d 年的。请核对日期。", x.From, c.Table.Year)
}

func (c *changer) apply(x decision.Change) error {
	switch x.Kind {
	case decision.UnitRenamed:
		return c.rename(x)
	case decision.UnitsMerged:
		return c.merge(x)
	case decision.UnitAdded:
		return c.addUnit(x)
	case decision.TaskAdded:
		return c.addTask(x)
	case decision.TaskDropped:
		return c.eachItem(x, func(id string) error {
			if slices.Contains(c.Dropped, id) {
				return c.wrong(x, "任务 %s 已经取消。请删去这一行。", finding.ItemText(id))
			}
			c.Dropped = append(c.Dropped, id)
			c.note(x, "取消任务 %s", finding.ItemText(id))
			return nil
		})
	case decision.DutyMoved:
		return c.eachItem(x, func(id string) error { return c.reassign(x, id) })
	}
	return nil
}

func (c *changer) wrong(x decision.Change, format string, args ...any) error {
	return wrongAt(x.Source, format, args...)
}

// wrongTo is about what is written in 改为.
func (c *changer) wrongTo(x decision.Change, format string, args ...any) error {
	return wrongAt(x.At("改为"), format, args...)
}

func wrongAt(at finding.Place, format string, args ...any) error {
	return fmt.Errorf("%s 工作表“%s” %s：%s", at.File, at.Sheet, at.Cell, fmt.Sprintf(format, args...))
}

func (c *changer) note(x decision.Change, format string, args ...any) {
	from := ""
	if x.From != "" {
		from = "自 " + x.From + " 起"
	}
	c.Notes = append(c.Notes, from+fmt.Sprintf(format, args...))
}

func (c *changer) eachItem(x decision.Change, fn func(id string) error) error {
	if err := verifyItem(c.Table, x.Object, x.Source); err != nil {
		return err
	}
	for _, id := range Items(c.Table, x.Object) {
		if err := fn(id); err != nil {
			return err
		}
	}
	return nil
}

// unit finds a unit of the roster by a name that is certain and still its own.
func (c *changer) unit(x decision.Change, written string) (string, error) {
	if before, ok := c.gone[value.Squeeze(written)]; ok {
		return "", c.wrong(x, "“%s”自 %s 起已经%s为“%s”（%s）。请写现在的名称，或删去这一行。", written, before.From, strings.TrimPrefix(before.Kind, "单位"), before.To, before.Source.Cell)
	}
	m := c.Roster.Resolve(written)
	if m.Unit == "" || m.How == "abbreviation" {
		return "", c.wrong(x, "单位“%s”不在单位名录中。请写名录中的单位名称。", written)
	}
	return m.Unit, nil
}

func (c *changer) rename(x decision.Change) error {
	old, err := c.unit(x, x.Object)
	if err != nil {
		return err
	}
	name := value.Squeeze(x.To)
	there := c.Roster.Resolve(name)
	switch {
	case value.Squeeze(x.Object) == name:
		return c.wrong(x, "“对象”和“改为”写的都是“%s”。请写原名和新名。", name)
	case old == name:
		c.note(x, "“%s”更名为“%s”", x.Object, name) // the roster says so already
		c.gone[value.Squeeze(x.Object)] = x
		return nil
	case there.Unit == old: // its full name or an alias becomes its name
	case there.Unit == name:
		return c.wrong(x, "名录里“%s”和“%s”是两家单位。是合并的，请把“类型”写成“单位合并”。", old, name)
	case there.Unit != "":
		return c.wrong(x, "“%s”在名录里是“%s”。是合并到这家单位的，请把“类型”写成“单位合并”，“改为”写“%s”；不是的，请写新单位的全名。", name, there.Unit, there.Unit)
	}
	c.renamed(x, old, name)
	c.note(x, "“%s”更名为“%s”", old, name)
	return c.rebuild(x, roster.Rename(c.Roster.Units, old, name))
}

func (c *changer) merge(x decision.Change) error {
	whole, parts, err := c.merging(x)
	if err != nil {
		return err
	}
	for _, part := range parts {
		c.renamed(x, part, whole)
		c.Merged[part] = true
		if err := c.rebuild(x, roster.Merge(c.Roster.Units, part, whole)); err != nil {
			return err
		}
	}
	c.note(x, "%s合并为“%s”", x.Object, whole)
	return nil
}

// merging gives the units that become one, and its name: one of the roster, or that
// of a new unit made of several.
func (c *changer) merging(x decision.Change) (whole string, parts []string, err error) {
	whole = value.Squeeze(x.To)
	there := c.Roster.Resolve(whole)
	switch {
	case there.Unit == "" || there.Unit == whole:
	case there.How == "abbreviation":
		return "", nil, c.wrong(x, "“%s”在名录里是“%s”。请照名录写。", whole, there.Unit)
	default:
		whole = there.Unit
	}
	for _, written := range x.Units() {
		part, err := c.unit(x, written)
		if err != nil {
			return "", nil, err
		}
		if part != whole && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	switch {
	case len(parts) == 0:
		return "", nil, c.wrong(x, "“对象”和“改为”写的都是“%s”。请写被合并的单位。", whole)
	case len(parts) == 1 && there.Unit == "":
		return "", nil, c.wrong(x, "单位名录里没有“%s”。是改名的，请把“类型”写成“单位更名”；是并入的，“改为”请写名录中的单位名称。", whole)
	}
	return whole, parts, nil
}

func (c *changer) addUnit(x decision.Change) error {
	name := value.Squeeze(x.Object)
	units := slices.Clone(c.Roster.Units)
	if i := c.Roster.Index(name); i >= 0 {
		if units[i].Active {
			return c.wrong(x, "单位“%s”已经在名录里。请删去这一行。", name)
		}
		units[i].Active = true
	} else {
		group := value.Squeeze(x.To)
		if groups := c.groups(); !slices.Contains(groups, group) {
			return c.wrongTo(x, "新增单位要在“改为”栏写类别，可以是：%s。", strings.Join(groups, "、"))
		}
		units = append(units, roster.Unit{Name: name, Group: group, Active: true, From: x.From, Source: x.Source})
	}
	c.note(x, "新增单位“%s”", name)
	return c.rebuild(x, units)
}

// groups are those of the roster, then those that collectives name.
func (c *changer) groups() []string {
	out := c.Roster.Groups()
	for _, g := range c.spec.GroupNames() {
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

func (c *changer) renamed(x decision.Change, old, name string) {
	for _, written := range append(x.Units(), old) {
		if written != name {
			c.gone[written] = x
		}
	}
	delete(c.gone, name) // a unit may get its old name back
	for k, v := range c.Names {
		if v == old {
			c.Names[k] = name
		}
	}
	if old != name {
		c.Names[old] = name
	}
}

func (c *changer) rebuild(x decision.Change, units []roster.Unit) error {
	r, err := c.Roster.With(units)
	if err != nil {
		return c.wrong(x, "%s", err)
	}
	c.Roster = r
	return nil
}
