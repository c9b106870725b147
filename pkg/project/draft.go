package project

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// draftRoster lists the units that the table names, by group and then in order.
// Spellings of one name are one unit; so are a name and what it is short for, which
// the office is asked to confirm, as it is where the group is not plain to see.
func draftRoster(t *tasktable.Table, spec *tasktable.Spec) []roster.Unit {
	d := drafter{spec: spec, at: map[string]int{}}
	for _, r := range t.Rows() {
		for _, name := range slices.Concat(r.Item.Lead, r.Item.Responsible, r.Item.Cooperating) {
			c, collective := spec.Collective(name)
			for _, e := range c.Except {
				d.name(e, r)
			}
			if !collective {
				d.name(name, r)
			}
		}
	}
	d.join()
	return d.units()
}

type drafter struct {
	spec  *tasktable.Spec
	found []*drafted
	at    map[string]int // place in found by the folded name
}

// drafted is a unit as the table writes it.
type drafted struct {
	names []string // spellings, the first first
	times int      // how often it stands in the table
	first string   // the item that names it first
	short []string // names that were taken to be short for it
	alike []string // these, and others that the office must confirm
	into  *drafted // the unit that it is part of
}

var withoutBrackets = strings.NewReplacer("(", "", ")", "")

func (d *drafter) name(name string, r tasktable.Row) {
	key := withoutBrackets.Replace(value.Fold(name))
	if key == "" {
		return
	}
	i, ok := d.at[key]
	if !ok {
		i = len(d.found)
		d.at[key], d.found = i, append(d.found, &drafted{first: finding.ItemText(r.Item.ID)})
	}
	u := d.found[i]
	u.times++
	if name = value.Squeeze(name); !slices.Contains(u.names, name) {
		u.names = append(u.names, name)
	}
}

// join finds names that are short for others, as the roster will.
func (d *drafter) join() {
	const most = 600 // names; a province has more, and the roster of its own
	if len(d.found) > most {
		return
	}
	for i, u := range d.found {
		r, err := (&roster.Roster{}).With(d.others(i))
		if err != nil {
			continue
		}
		r.Variants(d.spec.Units.Variants)
		m := r.Resolve(u.names[0])
		if m.Unit == "" {
			continue
		}
		part, whole := u, d.found[d.at[withoutBrackets.Replace(value.Fold(m.Unit))]].root()
		if whole == u || u.into != nil {
			continue
		}
		if m.How != "abbreviation" && slices.Index(d.found, whole) > i {
			part, whole = whole, u // the spelling that comes first
		}
		part.into = whole
		whole.alike = append(whole.alike, part.alike...)
		switch m.How {
		case "abbreviation":
			whole.short = append(whole.short, part.names[0])
			whole.alike = append(whole.alike, part.names[0])
		case "variant":
			whole.alike = append(whole.alike, part.names[0])
		}
	}
}

// root is the unit that this one is part of in the end.
func (u *drafted) root() *drafted {
	for u.into != nil {
		u = u.into
	}
	return u
}

func (d *drafter) others(i int) []roster.Unit {
	var out []roster.Unit
	for j, o := range d.found {
		if j != i {
			out = append(out, roster.Unit{Name: o.names[0], Active: true})
		}
	}
	return out
}

// units gives the roster's units by group, each with what there is to confirm.
func (d *drafter) units() []roster.Unit {
	var out []roster.Unit
	for _, u := range d.found {
		if u.into == nil {
			out = append(out, d.unit(u))
		}
	}
	order := map[string]int{}
	for i, u := range out {
		if _, ok := order[u.Group]; !ok {
			order[u.Group] = i
		}
	}
	slices.SortStableFunc(out, func(a, b roster.Unit) int { return cmp.Compare(order[a.Group], order[b.Group]) })
	return out
}

func (d *drafter) unit(u *drafted) roster.Unit {
	names := slices.Clone(u.names)
	for _, o := range d.found {
		if o.into != nil && o.root() == u {
			names = append(names, o.names...)
		}
	}
	name, _, _ := strings.Cut(strings.ReplaceAll(names[0], "(", "（"), "（")
	group, sure := d.spec.GroupOf(name)
	out := roster.Unit{Name: names[0], Group: group, Active: true}
	if len(u.short) > 0 { // 县人社局, in full 县人力资源和社会保障局
		out.Name, out.Full = u.short[0], names[0]
	}
	for _, n := range names {
		if n != out.Name && n != out.Full {
			out.Aliases = append(out.Aliases, n)
		}
	}
	var notes []string
	if !sure {
		notes = append(notes, "类别")
	}
	if len(u.alike) > 0 {
		notes = append(notes, fmt.Sprintf("“%s”与“%s”看作一家", strings.Join(u.alike, "”“"), u.names[0]))
	}
	if len(notes) > 0 {
		out.Note = fmt.Sprintf("%s：%s（见任务 %s）", toConfirm, strings.Join(notes, "；"), u.first)
	}
	return out
}

// collectives says of names such as 各乡镇 how many units of the draft they mean: the
// table does not say who they all are.
func (n *newYear) collectives(units []roster.Unit) {
	seen := map[string]bool{}
	for _, r := range n.table.Rows() {
		for _, name := range slices.Concat(r.Item.Lead, r.Item.Responsible, r.Item.Cooperating) {
			c, ok := n.spec.Collective(name)
			groups := strings.Join(c.Groups, "”“")
			if !ok || c.Undecided || seen[groups] {
				continue
			}
			seen[groups] = true
			count := 0
			for _, u := range units {
				if slices.Contains(c.Groups, u.Group) {
					count++
				}
			}
			if count == 0 {
				n.say("注意　　　任务表里有“%s”，名录里还没有类别是“%s”的单位，请补上以后再下发", name, groups)
			} else {
				n.say("注意　　　任务表里的“%s”指名录中类别是“%s”的全部单位，现在有 %d 家；任务表没有点名的，请补上", name, groups, count)
			}
		}
	}
}
