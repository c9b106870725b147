package assess

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// An indicator with tasks counts these only: chapters (二, or by title), sections (二（一）), tasks (7) and
// items (2.1) of the task table.

// inherit gives the parts of an indicator its tasks, where they have none of their own and a measure that goes by
// tasks.
func inherit(parts []indicatorFile, tasks []policy.Text) []indicatorFile {
	if len(tasks) == 0 {
		return parts
	}
	parts = slices.Clone(parts)
	for i := range parts {
		byTasks := len(parts[i].Parts) > 0 || slices.Contains(measures[parts[i].Measure.Value], "tasks")
		if len(parts[i].Tasks) == 0 && byTasks {
			parts[i].Tasks = tasks
		}
	}
	return parts
}

// VerifyTasks refuses a scheme that names tasks which the table does not have: those of another year, or a
// slip of the pen. The error is a *policy.Error.
func (s *Scheme) VerifyTasks(t *tasktable.Table) error {
	for _, ind := range all(s.Indicators) {
		for _, text := range ind.tasks {
			if !slices.ContainsFunc(t.Rows(), func(r tasktable.Row) bool { return within(r, text.Value) }) {
				return s.file.Errorf(text.Pos, nil, "指标 “%s” 的 tasks 里的 “%s” 在任务分解表里没有，可能是往年的编号或写错了；章写 二、节写 二（一）、任务写 7、其中一条写 2.1", ind.Name, text)
			}
		}
	}
	return nil
}

// within tells that a row of the table is one of those that a text names.
func within(r tasktable.Row, text string) bool {
	text = value.Fold(text)
	chapter, section := value.Fold(r.Chapter), value.Fold(r.Section)
	number, title, numbered := strings.Cut(r.Chapter, "、")
	number, title = value.Fold(number), value.Fold(title)
	if text == chapter || numbered && (text == number || text == title) || text != "" && text == section {
		return true
	}
	if rest, ok := strings.CutPrefix(text, number); numbered && ok && strings.HasPrefix(rest, "(") && strings.HasPrefix(section, rest) {
		return true
	}
	id, want := foldItem(r.Item.ID), foldItem(text)
	return want != "" && (id == want || strings.HasPrefix(id, want+"."))
}

// scopes are the items of the indicators that have tasks.
func scopes(s *Scheme, t *tasktable.Table) map[*Indicator]map[string]bool {
	out := map[*Indicator]map[string]bool{}
	if t == nil {
		return out
	}
	for _, ind := range all(s.Indicators) {
		if len(ind.tasks) == 0 {
			continue
		}
		out[ind] = map[string]bool{}
		for _, r := range t.Rows() {
			for _, text := range ind.tasks {
				if within(r, text.Value) {
					out[ind][r.Item.ID] = true
				}
			}
		}
	}
	return out
}

// of is the account as an indicator sees it: with the unit's items among its tasks only.
func (a *account) of(ind *Indicator) *account {
	items, narrow := a.scopes[ind]
	if !narrow {
		return a
	}
	b := *a
	b.whole, b.only = &a.unit, items
	b.unit = narrowed(a.unit, items)
	return &b
}

// narrowed keeps the items of a unit, in the round and in those of a year.
func narrowed(u ledger.Unit, items map[string]bool) ledger.Unit {
	keep := func(list []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(item string) bool { return !items[item] })
	}
	u.Required, u.Missing, u.Excused = keep(u.Required), keep(u.Missing), keep(u.Excused)
	u.Rounds = slices.Clone(u.Rounds)
	for i := range u.Rounds {
		u.Rounds[i].Unit = narrowed(u.Rounds[i].Unit, items)
	}
	return u
}

// events lists where a finding stands, without what is waived and, for an indicator with tasks, without
// what is not about one of them.
func (a *account) events(f finding.Finding) []event {
	list := a.books.events(f)
	if a.only == nil {
		return list
	}
	return slices.DeleteFunc(list, func(e event) bool { return !a.only[e.item] })
}
