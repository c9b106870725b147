package report

import (
	"slices"

	"zwgk/pkg/duty"
)

// NoticeView is what the template of the notice can name.
type NoticeView struct {
	Common
	Tasks, Items int
	Units        []NoticeUnit
	Rows         int
	Undecided    []UndecidedText // who is meant has yet to be decided
}

// NoticeUnit is a unit with the number of its items by duty. Must is lead and responsible.
type NoticeUnit struct {
	Unit                                  string
	Items, Lead, Responsible, Cooperating int
}

// UndecidedText is a collective that names nobody, and where it stands.
type UndecidedText struct {
	Text  string
	Items []string
}

func (c *Composer) noticeView() *NoticeView {
	v := &NoticeView{Common: c.common(), Items: len(c.rows)}
	for _, ch := range c.Table.Chapters {
		for _, s := range ch.Sections {
			v.Tasks += len(s.Tasks)
		}
	}
	for _, name := range c.planned() {
		u := NoticeUnit{Unit: clean(name)}
		for _, a := range c.duties[name] {
			u.Items++
			switch a.Duty {
			case duty.Lead:
				u.Lead++
			case duty.Responsible:
				u.Responsible++
			case duty.Cooperating:
				u.Cooperating++
			}
		}
		v.Rows += u.Items
		v.Units = append(v.Units, u)
	}
	for _, u := range c.Plan.Undecided {
		i := slices.IndexFunc(v.Undecided, func(o UndecidedText) bool { return o.Text == clean(u.Text) })
		if i < 0 {
			v.Undecided, i = append(v.Undecided, UndecidedText{Text: clean(u.Text)}), len(v.Undecided)
		}
		if !slices.Contains(v.Undecided[i].Items, u.Item) {
			v.Undecided[i].Items = append(v.Undecided[i].Items, u.Item)
		}
	}
	return v
}

// planned lists the units with duties, in roster order, others behind.
func (c *Composer) planned() []string {
	var out []string
	if c.Roster != nil {
		for _, u := range c.Roster.Units {
			if len(c.duties[u.Name]) > 0 {
				out = append(out, u.Name)
			}
		}
	}
	for _, a := range c.Plan.Assignments {
		if !slices.Contains(out, a.Unit) {
			out = append(out, a.Unit)
		}
	}
	return out
}
