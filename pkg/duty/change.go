package duty

import (
	"fmt"
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
	Dropped []string          // items that nobody need report on any more
	Names   map[string]string // old name of a unit → its name now
	Notes   []string          // what changed, in Chinese, one line each
}

// Change applies the changes that hold on a day (ISO; "" means all), in the
// order in which they are written. The table and roster that are handed in stay
// as they are. An error names the decision's cell, in Chinese.
func Change(t *tasktable.Table, r *roster.Roster, changes []decision.Change, day string, spec *tasktable.Spec) (*Changed, error) {
	c := &changer{Changed: &Changed{Table: t, Roster: r, Names: map[string]string{}}, spec: spec}
	for _, x := range changes {
		if x.From != "" && day != "" && x.From > day {
			continue
		}
		if c.Table == t {
			c.Table = t.Clone()
		}
		if err := c.apply(x); err != nil {
			return nil, err
		}
	}
	return c.Changed, nil
}

type changer struct {
	*Changed
	spec *tasktable.Spec
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
		if title := value.Squeeze(x.Object); slices.ContainsFunc(c.Table.Rows(), func(r tasktable.Row) bool { return value.Squeeze(r.Task) == title }) {
			return c.wrong(x, "任务“%s”已经在任务分解表里。请删去这一行。", x.Object)
		}
		id := c.Table.Add(x.Object, x.To, c.spec, c.Roster.Names(), x.Source)
		c.note(x, "新增任务 %s“%s”", finding.ItemText(id), x.Object)
	case decision.TaskDropped:
		return c.eachItem(x, func(id string) error {
			c.Dropped = append(c.Dropped, id)
			c.note(x, "取消任务 %s", finding.ItemText(id))
			return nil
		})
	case decision.DutyMoved:
		return c.eachItem(x, func(id string) error {
			if !c.Table.Reassign(id, x.To, c.spec, c.Roster.Names()) {
				return c.wrong(x, "“改为”写的“%s”里读不出单位。应写成“牵头单位：甲；责任单位：乙、丙；配合单位：丁”的样子。", x.To)
			}
			c.note(x, "任务 %s 的责任调整为：%s", finding.ItemText(id), x.To)
			return nil
		})
	}
	return nil
}

func (c *changer) wrong(x decision.Change, format string, args ...any) error {
	return fmt.Errorf("%s 工作表“%s” %s：%s", x.Source.File, x.Source.Sheet, x.Source.Cell, fmt.Sprintf(format, args...))
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

// unit finds a unit of the roster by a name that is certain.
func (c *changer) unit(x decision.Change, written string) (string, error) {
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
	if there := c.Roster.Resolve(name); there.Unit == old && old == name {
		c.note(x, "“%s”更名为“%s”", x.Object, name) // the roster says so already
		return nil
	} else if _, ok := c.Roster.Unit(name); ok {
		return c.wrong(x, "名录里“%s”和“%s”是两家单位。是合并的，请把“类型”写成“单位合并”。", old, name)
	}
	c.renamed(old, name)
	c.note(x, "“%s”更名为“%s”", old, name)
	return c.rebuild(x, roster.Rename(c.Roster.Units, old, name))
}

func (c *changer) merge(x decision.Change) error {
	whole := value.Squeeze(x.To)
	for _, written := range x.Units() {
		part, err := c.unit(x, written)
		if err != nil {
			return err
		}
		units := c.Roster.Units
		if _, ok := c.Roster.Unit(whole); !ok {
			units = roster.Rename(units, part, whole) // the first carries on under the new name
		} else {
			units = roster.Merge(units, part, whole)
		}
		c.renamed(part, whole)
		if err := c.rebuild(x, units); err != nil {
			return err
		}
	}
	c.note(x, "%s合并为“%s”", x.Object, whole)
	return nil
}

func (c *changer) addUnit(x decision.Change) error {
	name := value.Squeeze(x.Object)
	units := slices.Clone(c.Roster.Units)
	if i := c.Roster.Index(name); i >= 0 {
		units[i].Active = true
	} else {
		group := value.Squeeze(x.To)
		if groups := c.Roster.Groups(); !slices.Contains(groups, group) {
			return c.wrong(x, "新增单位要在“改为”栏写类别，可以是：%s。", strings.Join(groups, "、"))
		}
		units = append(units, roster.Unit{Name: name, Group: group, Active: true, From: x.From, Source: x.Source})
	}
	c.note(x, "新增单位“%s”", name)
	return c.rebuild(x, units)
}

func (c *changer) renamed(old, name string) {
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
