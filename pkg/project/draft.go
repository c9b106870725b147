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
func draftRoster(t *tasktable.Table, spec *tasktable.Spec, county string) ([]roster.Unit, error) {
	d := drafter{spec: spec, county: county, at: map[string]*drafted{}, alike: map[string]*drafted{}}
	var err error
	if d.plain, err = (&roster.Roster{}).Told(county); err != nil {
		return nil, err
	}
	if d.forms, err = d.roster(nil); err != nil {
		return nil, err
	}
	for _, r := range t.Rows() {
		for _, name := range slices.Concat(r.Item.Lead, r.Item.Responsible, r.Item.Cooperating) {
			c, collective := spec.Collective(name)
			for _, e := range c.Except {
				if _, class := spec.Class(e); !class {
					d.name(e, r)
				}
			}
			if !collective {
				d.name(name, r)
			}
		}
	}
	d.abbreviations()
	return d.units(), nil
}

type drafter struct {
	spec   *tasktable.Spec
	county string
	forms  *roster.Roster // knows the forms of names
	plain  *roster.Roster // the same without variant characters
	found  []*drafted
	at     map[string]*drafted // by every form of their names
	alike  map[string]*drafted // by what mostly is one unit
}

// drafted is a unit as the table writes it.
type drafted struct {
	names []string // spellings, the first first
	times []int    // how often each stands in the table
	first string   // the item that names it first
	full  []string // spellings of what its names are short for
	alike []string // names that the office must confirm to be its
	asked string   // a question about it
}

// roster makes one of units that only have names.
func (d *drafter) roster(units []roster.Unit) (*roster.Roster, error) {
	r, err := (&roster.Roster{}).With(units)
	if err != nil {
		return nil, err
	}
	r.Variants(d.spec.Units.Variants)
	return r.Told(d.county)
}

// name adds a unit of the table, or another spelling of one.
func (d *drafter) name(written string, r tasktable.Row) {
	written = value.Squeeze(written)
	base := d.withoutRemark(written)
	forms := d.forms.Forms(base)
	if forms[0] == "" {
		return
	}
	u := d.known(forms)
	keys := d.alikeKeys(forms)
	if u == nil {
		if u = firstOf(d.alike, keys); u != nil {
			u.alike = append(u.alike, written)
		}
	}
	if u == nil {
		u = &drafted{first: finding.ItemText(r.Item.ID)}
		d.found = append(d.found, u)
	}
	for _, form := range forms {
		if d.at[form] == nil {
			d.at[form] = u
		}
	}
	for _, key := range keys {
		if d.alike[key] == nil {
			d.alike[key] = u
		}
	}
	for _, spelling := range d.spellings(base, written) {
		i := slices.Index(u.names, spelling)
		if i < 0 {
			if d.varies(u, spelling) && !slices.Contains(u.alike, spelling) {
				u.alike = append(u.alike, spelling)
			}
			i = len(u.names)
			u.names, u.times = append(u.names, spelling), append(u.times, 0)
		}
		u.times[i]++
	}
}

// spellings are what a name with a remark says: 县教育和体育局（县教体局） is its short
// name too.
func (d *drafter) spellings(base, written string) []string {
	if base == written {
		return []string{written}
	}
	out := []string{base, written}
	inside := strings.Trim(written[len(base):], "（）()")
	if r, err := d.roster([]roster.Unit{{Name: base, Active: true}}); err == nil && r.Resolve(inside).How == "abbreviation" {
		out = append(out, inside)
	}
	return out
}

// known is the unit that shares a form with a name.
func (d *drafter) known(forms []string) *drafted { return firstOf(d.at, forms) }

func firstOf(units map[string]*drafted, keys []string) *drafted {
	for _, key := range keys {
		if u := units[key]; u != nil {
			return u
		}
	}
	return nil
}

// alikeKeys are the names with the ends that mostly are of one unit put alike.
func (d *drafter) alikeKeys(forms []string) []string {
	var out []string
	for _, form := range forms {
		form = d.withoutCounty(form)
		for i, same := range d.spec.Units.Alike {
			longest := ""
			for _, end := range same {
				if end = value.Fold(end); len(end) > len(longest) && strings.HasSuffix(form, end) {
					longest = end
				}
			}
			if longest != "" {
				out = append(out, fmt.Sprint(strings.TrimPrefix(strings.TrimSuffix(form, longest), d.kind()), "#", i))
			}
		}
	}
	return out
}

// withoutCounty puts 县 for the county's name.
func (d *drafter) withoutCounty(form string) string {
	county := []rune(value.Fold(d.county))
	const shortest = 3 // characters: 微山县
	if len(county) < shortest {
		return form
	}
	form = strings.ReplaceAll(form, string(county), d.kind())
	return strings.ReplaceAll(form, string(county[:len(county)-1]), d.kind())
}

// kind is what the county is: 县, 市, 区 or 旗.
func (d *drafter) kind() string {
	if c := []rune(d.county); len(c) > 0 {
		return string(c[len(c)-1])
	}
	return "县"
}

// varies tells whether a spelling is that of a unit only when variant characters are
// taken for one another.
func (d *drafter) varies(u *drafted, spelling string) bool {
	if len(u.names) == 0 {
		return false
	}
	forms := d.plain.Forms(d.withoutRemark(spelling))
	return !slices.ContainsFunc(u.names, func(name string) bool {
		return slices.ContainsFunc(d.plain.Forms(d.withoutRemark(name)), func(f string) bool { return slices.Contains(forms, f) })
	})
}

// withoutRemark takes a bracket off the end of a name that is whole without it:
// 县教育局（高中）, but not 市生态环境局（示例分局）.
func (d *drafter) withoutRemark(name string) string {
	at := strings.LastIndexAny(name, "（(")
	if at <= 0 || !strings.HasSuffix(name, "）") && !strings.HasSuffix(name, ")") || !d.spec.NamesUnit(name[:at]) {
		return name
	}
	if inside := strings.Trim(name[at:], "（）()"); d.spec.EndsUnit(inside) {
		return name
	}
	return name[:at]
}

// abbreviations joins names that are short for others, as the roster will.
func (d *drafter) abbreviations() {
	const most = 600 // names; a province has more, and the roster of its own
	if len(d.found) > most {
		return
	}
	for i := 0; i < len(d.found); i++ {
		u := d.found[i]
		others, err := d.roster(d.others(i))
		if err != nil {
			continue
		}
		switch m := others.Resolve(u.names[0]); m.How {
		case "abbreviation":
			whole := d.found[slices.IndexFunc(d.found, func(o *drafted) bool { return o != u && o.names[0] == m.Unit })]
			whole.takeIn(u)
			d.found = slices.Delete(d.found, i, i+1)
			i--
		case "several":
			u.asked = fmt.Sprintf("可能是“%s”的简称，是的请并到那一行的别名里", strings.Join(m.Candidates, "”或“"))
		}
	}
}

// takeIn joins a unit whose names are short for this one's.
func (u *drafted) takeIn(short *drafted) {
	if len(u.full) == 0 {
		u.full = u.names[:1:1]
	}
	u.alike = append(u.alike, short.alike...)
	u.alike = append(u.alike, short.names[0])
	u.names, u.times = append(slices.Clone(short.names), u.names...), append(slices.Clone(short.times), u.times...)
}

func (d *drafter) others(i int) []roster.Unit {
	var out []roster.Unit
	for j, o := range d.found {
		if j != i {
			out = append(out, roster.Unit{Name: o.names[0], Aliases: o.names[1:], Active: true})
		}
	}
	return out
}

// units gives the roster's units by group, each with what there is to confirm.
func (d *drafter) units() []roster.Unit {
	var out []roster.Unit
	for _, u := range d.found {
		out = append(out, d.unit(u))
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

// nameOf is the spelling that stands most often in the table, the first of equals,
// without a remark.
func (d *drafter) nameOf(u *drafted) string {
	best := 0
	for i, n := range u.names {
		if u.times[i] > u.times[best] && d.withoutRemark(n) == n {
			best = i
		}
	}
	return u.names[best]
}

// shortest is the short name that stands most often in the table, of equals the one that
// says more.
func (u *drafted) shortest() string {
	best := -1
	for i, n := range u.names {
		if n == u.full[0] || len(n) >= len(u.full[0]) {
			continue
		}
		if best < 0 || u.times[i] > u.times[best] || u.times[i] == u.times[best] && len(n) > len(u.names[best]) {
			best = i
		}
	}
	return u.names[max(best, 0)]
}

func (d *drafter) unit(u *drafted) roster.Unit {
	out := roster.Unit{Name: d.nameOf(u), Active: true}
	var sure bool
	out.Group, sure = d.spec.GroupOf(d.withoutRemark(cmp.Or(strings.Join(u.full, ""), out.Name)))
	if len(u.full) > 0 { // 县人社局, in full 县人力资源和社会保障局
		out.Name, out.Full = u.shortest(), u.full[0]
	}
	for _, n := range u.names {
		if n != out.Name && n != out.Full && !slices.Contains(out.Aliases, n) {
			out.Aliases = append(out.Aliases, n)
		}
	}
	var notes []string
	if !sure {
		notes = append(notes, "类别")
	}
	if len(u.alike) > 0 {
		notes = append(notes, fmt.Sprintf("“%s”与“%s”看作一家", strings.Join(u.alike, "”“"), cmp.Or(out.Full, out.Name)))
	}
	if u.asked != "" {
		notes = append(notes, u.asked)
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
