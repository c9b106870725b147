package tasktable

import (
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/value"
)

// Reassign replaces units of an item by what a text says: 牵头单位：甲；责任单位：乙、丙,
// or only names, which are then responsible. Of a role that the text says 无 of, nobody is
// left. Roles that it does not speak of stay as they are, but a unit has no second
// role beside a new one. named are the units that the text names, roles those that it
// speaks of (lead, responsible, cooperating). ok is false, and
// nothing changed, when the table lacks the item or nobody would be left to do it.
func (t *Table) Reassign(id, text string, spec *Spec, known []string) (named, roles []string, ok bool) {
	var lists unitLists
	newNames(spec, known).read(text, colResponsible, &lists)
	named, roles = lists.all(), lists.roles()
	t.each(func(it *Item) {
		if it.ID != id || len(named)+len(lists.nobody) == 0 {
			return
		}
		left := func(now, said []string, role string) []string {
			switch {
			case len(said) > 0:
				return said
			case slices.Contains(lists.nobody, role):
				return []string{}
			}
			return list(slices.DeleteFunc(slices.Clone(now), func(u string) bool { return slices.Contains(named, u) }))
		}
		lead, responsible := left(it.Lead, lists.lead, colLead), left(it.Responsible, lists.responsible, colResponsible)
		cooperating := left(it.Cooperating, lists.cooperating, colCooperating)
		before, after := len(it.Lead)+len(it.Responsible), len(lead)+len(responsible)
		if ok = after > 0 || before == 0 && len(cooperating) > 0; ok {
			it.Lead, it.Responsible, it.Cooperating = lead, responsible, cooperating
		}
	})
	return named, roles, ok
}

func (t *Table) each(fn func(*Item)) {
	for c := range t.Chapters {
		for s := range t.Chapters[c].Sections {
			for k := range t.Chapters[c].Sections[s].Tasks {
				for i := range t.Chapters[c].Sections[s].Tasks[k].Items {
					fn(&t.Chapters[c].Sections[s].Tasks[k].Items[i])
				}
			}
		}
	}
}

// Clone gives a table that can be changed without changing this one.
func (t *Table) Clone() *Table {
	out := *t
	out.Findings = slices.Clone(t.Findings)
	out.Chapters = slices.Clone(t.Chapters)
	for c := range out.Chapters {
		out.Chapters[c].Sections = slices.Clone(out.Chapters[c].Sections)
		for s := range out.Chapters[c].Sections {
			section := &out.Chapters[c].Sections[s]
			section.Tasks = slices.Clone(section.Tasks)
			for k := range section.Tasks {
				section.Tasks[k].Items = slices.Clone(section.Tasks[k].Items)
			}
		}
	}
	return &out
}

// Add appends a task of one item to the last section: name is its title, with
// or without a number, and text says what is required of whom, each behind a
// label, in any order: 责任单位：…；配合单位：…；要求：…. What stands behind no label is
// the requirement. It gives the ID of the item and the units that the text names. A
// number that another task has is not taken; the next free one is. ok is false, and
// nothing added, when the text names no unit.
func (t *Table) Add(name, text string, spec *Spec, known []string, source finding.Place) (id string, named []string, ok bool) {
	number, title, _ := spec.taskNumber(strings.TrimSpace(name))
	taken := map[int]bool{}
	last := 0
	for _, r := range t.Rows() {
		taken[r.TaskNumber] = true
		last = max(last, r.TaskNumber)
	}
	if number == 0 || taken[number] {
		number = last + 1
	}
	it := newItem(source)
	it.ID = strconv.Itoa(number)
	n := newNames(spec, known)
	units, requirement := divideText(text, spec, n)
	var lists unitLists
	n.read(units, colResponsible, &lists)
	if named = lists.all(); len(named) == 0 {
		return "", nil, false
	}
	it.take(lists)
	it.Written[colResponsible], it.Requirement = units, requirement
	found, _ := deadlineReader{words: &spec.Deadlines, year: t.Year}.read(requirement, false)
	it.Deadlines = append(it.Deadlines, found...)
	t.append(Task{Number: number, Title: title, Items: []Item{it}})
	return it.ID, named, true
}

// TaskName parts a task's number, 0 for none, from its title.
func (s *Spec) TaskName(name string) (number int, title string) {
	number, title, _ = s.taskNumber(strings.TrimSpace(name))
	return number, title
}

func (t *Table) append(k Task) {
	if len(t.Chapters) == 0 {
		t.Chapters = append(t.Chapters, Chapter{Sections: []Section{}})
	}
	c := &t.Chapters[len(t.Chapters)-1]
	if len(c.Sections) == 0 {
		c.Sections = append(c.Sections, Section{Tasks: []Task{}})
	}
	s := &c.Sections[len(c.Sections)-1]
	s.Tasks = append(s.Tasks, k)
}

// divideText parts the clauses about units from the requirement.
func divideText(text string, spec *Spec, n *names) (units, requirement string) {
	var about, rest []string
	for _, clause := range clauses(text, spec, n) {
		clause = strings.TrimSpace(clause)
		if _, _, ok := n.labelled(clause); ok {
			about = append(about, clause)
			continue
		}
		if after, ok := spec.requirementLabel(clause); ok {
			clause = after
		}
		if clause != "" {
			rest = append(rest, clause)
		}
	}
	return strings.Join(about, "；"), strings.Join(rest, "；")
}

// clauses divides a text at its marks; at a full stop only before a label, for a
// requirement has its own.
func clauses(text string, spec *Spec, n *names) []string {
	var out []string
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("；;\n", r) }) {
		for from := 0; ; {
			at := strings.Index(clause[from:], "。")
			if at < 0 {
				break
			}
			from += at + len("。")
			_, _, role := n.labelled(clause[from:])
			if _, required := spec.requirementLabel(clause[from:]); role || required {
				out = append(out, strings.TrimSuffix(clause[:from], "。"))
				clause, from = clause[from:], 0
			}
		}
		out = append(out, clause)
	}
	return out
}

// requirementLabel takes 要求： off the front.
func (s *Spec) requirementLabel(clause string) (rest string, ok bool) {
	label, rest, ok := cutLabel(clause)
	return rest, ok && slices.Contains(s.words[colRequirement], value.Fold(label))
}
