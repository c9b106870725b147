package duty

import (
	"slices"
	"strings"

	"zwgk/pkg/decision"
	"zwgk/pkg/finding"
	"zwgk/pkg/value"
)

// reassign gives an item other units.
func (c *changer) reassign(x decision.Change, id string) error {
	if slices.Contains(c.Dropped, id) {
		return c.wrong(x, "任务 %s 已经取消，不能再调整责任。请删去其中一行。", finding.ItemText(id))
	}
	if label := emptyLabel(x.To); label != "" {
		return c.wrongTo(x, "“%s：”后面没有写单位。没有的请写“无”，不变的请删去“%s：”。", label, label)
	}
	named, roles, ok := c.Table.Reassign(id, x.To, c.spec, c.Roster.Names())
	if err := c.verifyNamed(x, named); err != nil {
		return err
	}
	if !ok && len(roles) > 0 {
		return c.wrongTo(x, "照“%s”调整，任务 %s 就没有牵头单位和责任单位了。请写明由谁承担；没有单位承担的，“类型”写“任务取消”。", x.To, finding.ItemText(id))
	}
	if !ok {
		return c.wrongTo(x, "“改为”写的“%s”里读不出单位。应写成“牵头单位：甲；责任单位：乙、丙；配合单位：丁”的样子；没有单位承担的，“类型”写“任务取消”。", x.To)
	}
	if before, twice := c.moves[id]; twice && before.From == x.From && value.Fold(before.To) != value.Fold(x.To) {
		return c.wrongTo(x, "同一天对任务 %s 另有一行（%s）调整为“%s”。请合成一行。", finding.ItemText(id), before.Source.Cell, before.To)
	}
	c.moves[id] = x
	c.moved(id, x.From, named, roles)
	c.note(x, "任务 %s 的责任调整为：%s", finding.ItemText(id), x.To)
	return nil
}

// emptyLabel is the first label behind which nothing stands, "" for none.
func emptyLabel(text string) string {
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("；;。\n", r) }) {
		label, rest, ok := strings.Cut(strings.Replace(clause, "：", ":", 1), ":")
		if ok && value.Blank(rest) {
			return strings.TrimSpace(label)
		}
	}
	return ""
}

// moved remembers whom a change speaks of.
func (c *changer) moved(id, from string, named, roles []string) {
	m := c.Moved[id]
	m.From = from
	reader := &maker{roster: c.Roster, spec: c.spec, plan: &Plan{}}
	reader.out = reader.outOf(named)
	for _, name := range named {
		list, _ := reader.expand(id, Responsible, name)
		for _, a := range list {
			m.Units = append(m.Units, a.Unit)
		}
	}
	for _, r := range roles {
		m.Roles = append(m.Roles, Role(r))
	}
	c.Moved[id] = m
}

// addTask adds a task that nobody has yet, with its units.
func (c *changer) addTask(x decision.Change) error {
	below, number, title := c.Table.TaskName(x.Object, c.spec)
	for _, r := range c.Table.Rows() {
		switch {
		case value.Squeeze(r.Task) == value.Squeeze(title):
			return c.wrong(x, "任务“%s”已经有了。请删去这一行。", title)
		case below != "" && !strings.HasPrefix(r.Item.ID, below+"."):
		case number > 0 && r.TaskNumber == number:
			return c.wrong(x, "编号 %d 已经是任务“%s”的。请换一个编号，或不写编号。", number, r.Task)
		}
	}
	id, named, ok := c.Table.Add(x.Object, x.To, c.spec, c.Roster.Names(), x.Source)
	if !ok {
		return c.wrongTo(x, "“改为”写的“%s”里读不出单位。应写成“责任单位：甲、乙；配合单位：丙；要求：……”的样子。", x.To)
	}
	if err := c.verifyNamed(x, named); err != nil {
		return err
	}
	c.note(x, "新增任务 %s“%s”", finding.ItemText(id), title)
	return nil
}

// verifyNamed: a duty must not go to a name that is nobody's, for who had it before
// has it no more.
func (c *changer) verifyNamed(x decision.Change, named []string) error {
	for _, name := range named {
		if collective, ok := c.spec.Collective(name); ok {
			if err := c.verifyExcepted(x, collective.Except); err != nil {
				return err
			}
			continue
		}
		if err := c.verifyUnit(x, name); err != nil {
			return err
		}
	}
	return nil
}

func (c *changer) verifyExcepted(x decision.Change, names []string) error {
	for _, e := range names {
		if _, class := c.spec.Class(e); class {
			continue
		}
		if err := c.verifyUnit(x, e); err != nil {
			return err
		}
	}
	return nil
}

func (c *changer) verifyUnit(x decision.Change, name string) error {
	m := c.Roster.Resolve(name)
	if u, ok := c.Roster.Unit(m.Unit); ok {
		if !u.Active {
			return c.wrongTo(x, "单位“%s”在名录中已停用。请写现在承担的单位。", name)
		}
		return nil
	}
	if label, _, ok := strings.Cut(strings.Replace(name, "：", ":", 1), ":"); ok {
		return c.wrongTo(x, "“%s：”不是分工的说法。应写“牵头单位：”“责任单位：”或“配合单位：”。", label)
	}
	near := ""
	if len(m.Candidates) > 0 {
		near = "，相近的有：" + strings.Join(m.Candidates, "、")
	}
	return c.wrongTo(x, "单位“%s”不在单位名录中%s。请写名录中的单位名称。", name, near)
}
