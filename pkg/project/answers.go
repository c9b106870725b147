package project

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// readPlan reads the plan workbook that the office filled in.
func (p *Project) readPlan() error {
	if p.Settings.Plan == "" {
		return nil
	}
	path := p.inFolder(p.Settings.Plan)
	wb, err := p.openGrid(path, "分工表")
	if err != nil {
		return err
	}
	plan, err := decision.ReadPlan(filepath.Base(path), wb)
	if err != nil {
		return err
	}
	gone := p.unitsNow(plan)
	plan, orphans := plan.Follow(p.itemNow)
	orphans = append(gone, orphans...)
	p.filled = p.now(plan.Set)
	p.elsewhere = otherRounds(plan.Set, p.filled, p.changed.Dropped)
	orphans = append(orphans, p.leaveOut()...)
	if len(orphans) > 0 && !p.options.Stale {
		return stalePlan(orphans)
	}
	p.orphans = orphans
	p.edits = slices.DeleteFunc(plan.Edits, func(e decision.Edit) bool {
		return len(p.now(&decision.Set{Duties: []decision.Duty{{Item: e.Item, Units: []string{e.Unit}}}}).Duties) == 0
	})
	return nil
}

// itemNow finds the item of the table that was written into a plan workbook: the
// only one with its title and requirement, else the one with its ID and either.
func (p *Project) itemNow(was decision.PlanItem, at finding.Place) (string, error) {
	same := func(a, b string) bool { return value.Fold(a) == value.Fold(b) }
	var found []string
	for _, r := range p.Table.Rows() {
		if same(r.Task, was.Title) && same(r.Item.Requirement, was.Requirement) {
			found = append(found, r.Item.ID)
		}
	}
	now, there := p.Table.Find(was.ID)
	switch {
	case len(found) == 1:
		return found[0], nil
	case there && (same(now.Task, was.Title) || was.Requirement != "" && same(now.Item.Requirement, was.Requirement)):
		return was.ID, nil
	}
	if row, ok := p.later.Table.Find(was.ID); ok && same(row.Task, was.Title) {
		return was.ID, nil // it will be there
	}
	what := "现在没有这项任务"
	if there {
		what = "现在是“" + now.Task + "”"
	}
	return "", fmt.Errorf("%s 工作表“%s” %s：写分工表时任务 %s 是“%s”，%s", at.File, at.Sheet, at.Cell, finding.ItemText(was.ID), was.Title, what)
}

// otherRounds are the places of what a plan workbook says of units and tasks that are
// not there in the round.
func otherRounds(all, now *decision.Set, dropped []string) []finding.Place {
	kept := map[finding.Place]bool{}
	for _, d := range now.Duties {
		kept[d.Source] = true
	}
	gone := map[finding.Place]bool{}
	for _, d := range now.Duties {
		gone[d.Source] = slices.Contains(dropped, d.Item)
	}
	for _, d := range now.Identities {
		kept[d.Source] = true
	}
	var out []finding.Place
	add := func(at finding.Place) {
		if !kept[at] || gone[at] {
			kept[at], gone[at] = true, false
			out = append(out, at)
		}
	}
	for _, d := range all.Duties {
		add(d.Source)
	}
	for _, d := range all.Identities {
		add(d.Source)
	}
	return out
}

// Elsewhere says, one line each, what the plan workbook says of units and tasks that are
// not there in the round: it is not in a workbook written for this round.
func (p *Project) Elsewhere() []string {
	var out []string
	for _, at := range p.elsewhere {
		out = append(out, fmt.Sprintf("%s 工作表“%s” %s：写的单位或任务%s还没有或已经没有，这次写的分工表里不带它；要保留，请留着 %s，或加 --round 按别的报送期再写", at.File, at.Sheet, at.Cell, p.Round.Name, at.File))
	}
	return out
}

// unitsNow gives the units that had a row in the plan workbook the names that they have
// in the roster now. Those that it does not have any more are left out, and errors say so.
func (p *Project) unitsNow(plan *decision.Plan) (orphans []error) {
	names, lost := map[string]string{}, map[string]bool{}
	named := slices.Clone(plan.Units)
	for _, n := range plan.Set.Units() {
		if !slices.Contains(named, n.Unit) {
			named = append(named, n.Unit)
		}
	}
	for _, u := range named {
		_, there := p.later.Roster.Unit(u)
		_, changed := p.later.Names[u]
		if there || changed {
			continue
		}
		row := slices.Contains(plan.Units, u)
		switch m := p.Roster.Resolve(u); {
		case m.How == "exact", m.How == "alias", m.How == "folded" && row:
			names[u] = m.Unit
		default:
			lost[u] = row
		}
	}
	edits := plan.Edits
	plan.Edits = nil
	for _, e := range edits {
		if lost[e.Unit] {
			orphans = append(orphans, fmt.Errorf("%s 工作表“%s” %s：写分工表时的单位“%s”现在不在单位名录中", e.Source.File, e.Source.Sheet, e.Source.Cell, e.Unit))
			continue
		}
		e.Unit = cmp.Or(names[e.Unit], e.Unit)
		plan.Edits = append(plan.Edits, e)
	}
	for _, d := range plan.Set.Duties {
		if i := slices.IndexFunc(d.Units, func(u string) bool { return lost[u] }); d.Text != "" && i >= 0 {
			orphans = append(orphans, fmt.Errorf("%s 工作表“%s” %s：认定的单位“%s”现在不在单位名录中", d.Source.File, d.Source.Sheet, d.Source.Cell, d.Units[i]))
		}
	}
	for _, d := range plan.Set.Identities {
		if lost[d.Unit] {
			orphans = append(orphans, fmt.Errorf("%s 工作表“%s” %s：认定的单位“%s”现在不在单位名录中", d.Source.File, d.Source.Sheet, d.Source.Cell, d.Unit))
		}
	}
	plan.Set.Duties = slices.DeleteFunc(slices.Clone(plan.Set.Duties), func(d decision.Duty) bool {
		return slices.ContainsFunc(d.Units, func(u string) bool { return lost[u] })
	})
	plan.Set = plan.Set.Rewrite(names).Rename(names).Keep(func(unit string) bool { return !lost[unit] }, func(string) bool { return true })
	return orphans
}

// leaveOut takes the answers out of the plan workbook whose text no longer stands in
// the table, and says which.
func (p *Project) leaveOut() (orphans []error) {
	p.filled.Duties = slices.DeleteFunc(slices.Clone(p.filled.Duties), func(d decision.Duty) bool {
		if slices.ContainsFunc(append(p.yearsTables(), p.Table), func(t *tasktable.Table) bool { return duty.Stands(t, d) }) {
			return false
		}
		at := d.Source
		orphans = append(orphans, fmt.Errorf("%s 工作表“%s” %s：任务 %s 的%s单位里现在没有“%s”", at.File, at.Sheet, at.Cell, d.Item, duty.Word(duty.Role(d.Role)), d.Text))
		return true
	})
	return orphans
}

// yearsTables are the table as it is before, between and after the changes of the year.
func (p *Project) yearsTables() []*tasktable.Table {
	return append([]*tasktable.Table{p.first, p.later.Table}, p.later.Steps...)
}

// stalePlan is the error of a plan workbook that does not fit the table any more.
func stalePlan(orphans []error) error {
	more := ""
	if n := len(orphans) - 1; n > 0 {
		more = fmt.Sprintf("（这样的还有 %d 处）", n)
	}
	return fmt.Errorf("%w%s。任务分解表改动过。请运行 zwgk plan --out 新分工.xlsx 重写一份：对得上的都保留，对不上的会列出来；核对以后，把 %s 中 plan 的文件名改成新的", orphans[0], more, settingsFile)
}

// Orphans says, one line each, what the plan workbook says of tasks and texts that
// the table lacks now. It is empty unless Options.Stale.
func (p *Project) Orphans() []string {
	var out []string
	for _, err := range p.orphans {
		out = append(out, err.Error()+"，没有采用")
	}
	return out
}

// change brings table, roster and decisions to what they are in the round: the
// changes that hold by its last day.
func (p *Project) change() (err error) {
	day := cmp.Or(p.Round.AsOf, p.Round.Due)
	if p.Roster, err = p.Roster.At(day); err != nil {
		return err
	}
	p.dated = p.Decisions.Changes
	later, err := duty.Change(p.Table, p.Roster, p.Decisions.Changes, "", p.TableSpec)
	if err != nil {
		return err
	}
	if p.changed, err = duty.Change(p.Table, p.Roster, p.Decisions.Changes, day, p.TableSpec); err != nil {
		return err
	}
	p.first, p.firstRoster = p.Table, p.Roster
	p.Table, p.Roster = p.changed.Table, p.changed.Roster
	p.later, p.now = later, later.Before(p.changed)
	p.Decisions = p.superseded(p.now(p.Decisions))
	return nil
}

// superseded leaves out the decisions on units of an item that were made before a change
// gave its duties to others, and notes it among the changes.
func (p *Project) superseded(set *decision.Set) *decision.Set {
	out := *set
	out.Duties = nil
	for _, d := range set.Duties {
		later := ""
		for _, id := range duty.Items(p.Table, d.Item) {
			if m, moved := p.changed.Moved[id]; moved && d.Text == "" && d.Date < m.From && m.Says(d) {
				later = id
			}
		}
		if later == "" {
			out.Duties = append(out.Duties, d)
			continue
		}
		p.outdated = append(p.outdated, fmt.Sprintf("任务 %s：%s 工作表“%s” %s 的认定在责任调整以前，不再起作用", finding.ItemText(later), d.Source.File, d.Source.Sheet, d.Source.Cell))
	}
	return &out
}

// Changes says, one line each, what changed during the year up to the round.
func (p *Project) Changes() []string { return slices.Concat(p.changed.Notes, p.outdated) }

// fillIn puts what the plan workbook says under the decisions. How the plan is
// before the changes in the matrix, the workbook must know when it is written again.
func (p *Project) fillIn() error {
	p.filled = duty.Meant(p.filled, p.Roster, p.later.Roster, p.TableSpec)
	moved := p.withoutMoved()
	answers := *p.filled
	answers.Duties = slices.DeleteFunc(slices.Clone(answers.Duties), func(d decision.Duty) bool { return d.Text == "" })
	before, _ := duty.Overrule(p.Table, &answers, p.Decisions)
	if err := p.learn(before); err != nil {
		return err
	}
	p.base = duty.Make(p.Table, p.Roster, before, p.TableSpec)
	p.base.Drop(p.changed.Dropped)
	moved = append(moved, p.withoutOutdated()...)
	set, overruled := duty.Overrule(p.Table, p.filled, p.Decisions)
	overruled = append(append(overruled, moved...), p.withoutEffect()...)
	if err := p.learn(set); err != nil {
		return err
	}
	if err := p.inUse(p.filled); err != nil {
		return err
	}
	p.answers, p.overruled = answersOf(p.filled, p.edits, overruled)
	p.Decisions = set
	return nil
}

// withoutMoved takes out of the plan workbook what it says of a unit of an item whose
// duties a change in decisions.xlsx gives to others, and gives the places.
func (p *Project) withoutMoved() (overruled []finding.Place) {
	p.filled.Duties = slices.DeleteFunc(slices.Clone(p.filled.Duties), func(d decision.Duty) bool {
		m, moved := p.changed.Moved[d.Item]
		if d.Text != "" || !moved || !m.Says(d) {
			return false
		}
		overruled = append(overruled, d.Source)
		return true
	})
	return overruled
}

// withoutOutdated takes out of the plan workbook what it says of a unit of an item that has
// another duty now than when the workbook was written, and gives the places: the table,
// or a merger, has changed it since.
func (p *Project) withoutOutdated() (overruled []finding.Place) {
	if len(p.edits) == 0 {
		return nil
	}
	was := map[finding.Place]decision.Edit{}
	for _, e := range p.edits {
		was[e.Source] = e
	}
	bases := []*duty.Plan{p.base, duty.Make(p.Table, p.Roster, p.Decisions, p.TableSpec), // with the workbook's own answers, and without
		duty.Make(p.first, p.firstRoster, p.Decisions, p.TableSpec), duty.Make(p.later.Table, p.later.Roster, p.Decisions, p.TableSpec)} // in other rounds
	p.filled.Duties = slices.DeleteFunc(slices.Clone(p.filled.Duties), func(d decision.Duty) bool {
		e, edited := was[d.Source]
		if d.Text != "" || !edited || len(d.Units) != 1 || d.Part != "" || roleIn(p.base, d) == e.Now {
			return false
		}
		if slices.ContainsFunc(p.filled.Identities, func(i decision.Identity) bool { return i.Unit == d.Units[0] }) {
			return false // the workbook itself says that a name of the table is this unit
		}
		if slices.ContainsFunc(bases, func(b *duty.Plan) bool { return roleIn(b, d) == e.Was }) {
			return false
		}
		overruled = append(overruled, d.Source)
		return true
	})
	return overruled
}

// roleIn is the role of a duty's unit in a plan.
func roleIn(p *duty.Plan, d decision.Duty) string {
	if a, ok := p.Find(d.Item, d.Units[0]); ok {
		return string(a.Duty)
	}
	return decision.NoDuty
}

// withoutEffect are the places of answers on texts that a change took out of their task, and
// of duties of tasks that are cancelled.
func (p *Project) withoutEffect() []finding.Place {
	var out []finding.Place
	for _, d := range p.filled.Duties {
		if !duty.Stands(p.Table, d) || slices.Contains(p.changed.Dropped, d.Item) {
			out = append(out, d.Source)
		}
	}
	return out
}

// inUse refuses units out of use in a plan workbook: a duty would be nobody's.
func (p *Project) inUse(filled *decision.Set) error {
	given := *filled
	given.Duties = slices.DeleteFunc(slices.Clone(filled.Duties), func(d decision.Duty) bool { return d.Role == decision.NoDuty })
	for _, n := range given.Units() {
		if u, ok := p.Roster.Unit(n.Unit); ok && !u.Active {
			return fmt.Errorf("%s 工作表“%s” %s：单位“%s”在名录中已停用。请写现在承担的单位。", n.Source.File, n.Source.Sheet, n.Source.Cell, n.Unit)
		}
	}
	return nil
}

// Answers says, one line each, what the plan workbook changes, in the order of
// the workbook: 县财政局 任务 5：责任改为牵头（分工.xlsx G7）. It is empty without one.
func (p *Project) Answers() []string { return p.answers }

// Overruled are those of the answers that do not count, because table or decisions say
// something else since.
func (p *Project) Overruled() []string { return p.overruled }

// answersOf gives a line for all that a plan workbook changes, and those of them that are
// overruled.
func answersOf(plan *decision.Set, edits []decision.Edit, overruled []finding.Place) (all, gone []string) {
	lost := map[finding.Place]bool{}
	for _, at := range overruled {
		lost[at] = true
	}
	add := func(at finding.Place, format string, args ...any) {
		line := fmt.Sprintf(format, args...) + fmt.Sprintf("（%s %s", at.File, at.Cell)
		if lost[at] {
			line += "；任务分解表或决定表另有规定，以其为准"
			gone = append(gone, line+"）")
		}
		all = append(all, line+"）")
	}
	for _, e := range edits {
		add(e.Source, "%s 任务 %s：%s改为%s", e.Unit, finding.ItemText(e.Item), duty.Word(duty.Role(e.Was)), duty.Word(duty.Role(e.Now)))
	}
	for _, d := range plan.Duties {
		if d.Text != "" {
			of := ""
			if d.Item != "" {
				of = "任务 " + d.Item + " 的"
			}
			add(d.Source, "%s“%s”认定为%s", of, d.Text, cmp.Or(strings.Join(d.Units, "、"), "没有单位"))
		}
	}
	for _, d := range plan.Identities {
		add(d.Source, "“%s”认定为%s", d.Written, cmp.Or(d.Unit, "没有单位"))
	}
	return all, gone
}
