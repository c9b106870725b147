package tasktable

import (
	"regexp"
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
	below, number, title := t.TaskName(name, spec)
	taken := map[int]bool{}
	last := 0
	for _, r := range t.Rows() {
		if below == "" || strings.HasPrefix(r.Item.ID, below+".") {
			taken[r.TaskNumber] = true
			last = max(last, r.TaskNumber)
		}
	}
	if number == 0 || taken[number] {
		number = last + 1
	}
	it := newItem(source)
	it.ID = strconv.Itoa(number)
	if below != "" {
		it.ID = below + "." + it.ID
	}
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
	t.append(below, Task{Number: number, Title: title, Items: []Item{it}})
	return it.ID, named, true
}

// idBefore is the ID of a task with its chapter or section: 三.6, 一（一）.2.
var idBefore = regexp.MustCompile(`^\s*([一二三四五六七八九十百]*(?:[（(][一二三四五六七八九十百]+[）)])?)[.．]\s*([0-9０-９]{1,3})\s*[、．.]?\s*(\S.*)$`)

// TaskName parts a task's number, 0 for none, from its title. below is the chapter or
// section that stands before the number where the table's tasks have IDs such as 三.6, else "".
func (t *Table) TaskName(name string, spec *Spec) (below string, number int, title string) {
	if m := idBefore.FindStringSubmatch(name); m != nil && m[1] != "" {
		below = strings.NewReplacer("(", "（", ")", "）").Replace(m[1])
		n, ok := value.Number(m[2])
		if ok && slices.ContainsFunc(t.Rows(), func(r Row) bool { return strings.HasPrefix(r.Item.ID, below+".") }) {
			return below, n, strings.TrimSpace(m[3])
		}
		return "", 0, strings.TrimSpace(name)
	}
	number, title, _ = spec.taskNumber(strings.TrimSpace(name))
	return "", number, title
}

// append adds a task to the section of the last one whose ID begins with below, or without
// it to the last section.
func (t *Table) append(below string, k Task) {
	for c := len(t.Chapters) - 1; below != "" && c >= 0; c-- {
		for s := len(t.Chapters[c].Sections) - 1; s >= 0; s-- {
			section := &t.Chapters[c].Sections[s]
			for _, o := range section.Tasks {
				if len(o.Items) > 0 && strings.HasPrefix(o.Items[0].ID, below+".") {
					section.Tasks = append(section.Tasks, k)
					return
				}
			}
		}
	}
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
