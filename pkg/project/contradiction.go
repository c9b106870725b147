package project

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// contradiction is what a ledger says against itself, so that its figures cannot be relied on; "" for nothing. No run
// writes such a ledger: somebody has changed it, or another program made it.
func (l *countyLedger) contradiction() string {
	if len(l.Units) == 0 && len(l.Entries) == 0 {
		return "台账是空的，没有一个单位，也没有一行"
	}
	if _, err := time.Parse(time.DateOnly, l.AsOf); l.AsOf != "" && err != nil {
		return fmt.Sprintf("数据截至写的是“%s”，不是日期", intake.Shown(l.AsOf))
	}
	units := map[string]*ledger.Unit{}
	for i := range l.Units {
		units[l.Units[i].Name] = &l.Units[i]
	}
	has := map[string]bool{}
	for i, e := range l.Entries {
		if fault := l.misplaced(&e, units[e.Unit]); fault != "" {
			return fmt.Sprintf("第 %d 行%s", i+1, fault)
		}
		if e.Fate == ledger.Merged || e.Fate != ledger.EmptyRow && l.Counties != nil {
			has[e.Unit] = true
		}
	}
	for _, u := range l.Units {
		if u.Reported && !has[u.Name] {
			return fmt.Sprintf("“%s”写着已报，却没有一行并入", intake.Shown(u.Name))
		}
	}
	return cmp.Or(l.unanswered(), l.unasked())
}

// misplaced: a row that counts is of a unit of the ledger, and what a unit sent stands in a row of its file. Rows that the
// office filled in have none.
func (l *countyLedger) misplaced(e *ledger.Entry, u *ledger.Unit) string {
	switch row := e.Source.Row; {
	case row < 0, row == 0 && len(e.Source.Cells) > 0 && u != nil && slices.Contains(u.Files, e.Source.File):
		return fmt.Sprintf("写着出自来源文件的第 %d 行，没有这样的行", row)
	case e.Fate == ledger.Merged && u == nil:
		return fmt.Sprintf("是“%s”的，单位情况里没有这个单位", intake.Shown(e.Unit))
	}
	return ""
}

// unanswered finds an item that a unit had to report on and that is among its missing ones although a row counts, or is not
// although none does.
func (l *countyLedger) unanswered() string {
	answered := map[[2]string]bool{}
	for _, e := range l.Entries {
		if e.Fate == ledger.Merged {
			answered[[2]string{e.Unit, e.Item}] = true
		}
	}
	for _, u := range l.Units {
		for _, item := range u.Required {
			switch has, missing := answered[[2]string{u.Name, item}], slices.Contains(u.Missing, item); {
			case has && missing:
				return fmt.Sprintf("“%s”的任务 %s 已并入，又写着未报", intake.Shown(u.Name), intake.Shown(finding.ItemText(item)))
			case !has && !missing:
				return fmt.Sprintf("“%s”的任务 %s 没有一行并入，未报任务里却没有它", intake.Shown(u.Name), intake.Shown(finding.ItemText(item)))
			}
		}
	}
	return ""
}

// unasked finds a row that counts and of which the unit is said not to have had to report, although others with the same
// duty had to: required left out what was not done. In a year a unit may have done what it need not report on any more.
func (l *countyLedger) unasked() string {
	required := map[[2]string]bool{}
	for _, u := range l.Units {
		if u.Rounds != nil {
			return ""
		}
		for _, item := range u.Required {
			required[[2]string{u.Name, item}] = true
		}
	}
	asked := map[string]bool{}
	for _, e := range l.Entries {
		if e.Origin != nil {
			return ""
		}
		if e.Fate == ledger.Merged && required[[2]string{e.Unit, e.Item}] && (e.Duty == string(duty.Lead) || e.Duty == string(duty.Responsible)) {
			asked[e.Duty] = true
		}
	}
	for _, e := range l.Entries {
		if e.Fate == ledger.Merged && asked[e.Duty] && !required[[2]string{e.Unit, e.Item}] {
			return fmt.Sprintf("“%s”的任务 %s 已并入，应报任务里却没有它", intake.Shown(e.Unit), intake.Shown(finding.ItemText(e.Item)))
		}
	}
	return ""
}

// mask hides private numbers in names, which a county's ledger may hold like any text of a unit's.
func (l *countyLedger) mask() {
	l.County, l.Round = value.Mask(l.County), value.Mask(l.Round)
	for i := range l.Units {
		u := &l.Units[i]
		u.Name, u.Group = value.Mask(u.Name), value.Mask(u.Group)
		for j := range u.Rounds {
			u.Rounds[j].Name, u.Rounds[j].Group = u.Name, value.Mask(u.Rounds[j].Group)
		}
	}
	for i := range l.Entries {
		l.Entries[i].Unit = value.Mask(l.Entries[i].Unit)
	}
	for i := range l.Events {
		l.Events[i].Unit = value.Mask(l.Events[i].Unit)
	}
	for i := range l.Counties {
		l.Counties[i].County = value.Mask(l.Counties[i].County)
	}
}
