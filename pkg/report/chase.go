package report

import (
	"slices"
	"time"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/roster"
	"zwgk/pkg/value"
)

// ChaseView is what the template of the chasing list can name. A unit stands in
// the first list that fits, and in Partial and Late besides.
type ChaseView struct {
	Common
	Expected, Reported int
	Total              int         // units named
	Silent             []ChaseUnit // sent nothing
	Unusable           []ChaseUnit // sent something that cannot be used
	Returned           []ChaseUnit // have to correct a sheet
	Partial            []ChaseUnit // left out items
	Late               []ChaseUnit // reported, but late
	Reminded           []ChaseUnit // all but those that were merely late, each once
}

// ChaseUnit is a unit to be chased, and what the text of its reminder can name.
// Items are what is missing. Numbers of persons are masked.
type ChaseUnit struct {
	Common
	Unit           string
	Contact, Phone string // as the roster has them
	Items          []string
	Count          int
	Files          []string // names only
	Due, Received  string
	Days           int    // since Due, on the day of chasing; 0 before
	Number         int    // of the reminder that is due: 0 before Due, then 1, 2 …
	Next           string // when the next one is, "" for none

	Silent, Unusable, Returned, Partial, Late bool
}

func (c *Composer) chaseView() *ChaseView {
	v := &ChaseView{Common: c.common()}
	for _, u := range c.Ledger.Units {
		if u.Expected {
			v.Expected++
		}
		if u.Reported && u.Expected {
			v.Reported++
		}
		v.add(c.chased(u))
	}
	return v
}

// chased is how a unit stands, in all that it may be chased for.
func (c *Composer) chased(u ledger.Unit) ChaseUnit {
	one := ChaseUnit{Common: c.common(), Unit: clean(u.Name), Items: u.Missing, Count: len(u.Missing), Due: u.Due, Received: u.Received}
	if c.Roster != nil {
		r, _ := c.Roster.Unit(u.Name)
		one.Contact, one.Phone = contact(r)
	}
	one.remind(c.Today, c.Reminders)
	returned, rejected := c.filesOf(u.Name, finding.Returned), c.filesOf(u.Name, finding.Rejected)
	switch {
	case u.Expected && !u.Reported && len(returned)+len(rejected) > 0:
		one.Unusable, one.Files = true, append(rejected, returned...)
	case len(returned) > 0:
		one.Returned, one.Files = true, returned
	case u.Expected && !u.Reported:
		one.Silent = true
	}
	one.Partial, one.Late = u.Reported && len(u.Missing) > 0, u.Late
	return one
}

// contact is whom the roster names to speak to, numbers of persons masked.
func contact(u roster.Unit) (name, phone string) {
	return clean(value.Mask(u.Contact)), clean(value.Mask(u.Phone))
}

func (v *ChaseView) add(u ChaseUnit) {
	lists := []struct {
		in   bool
		list *[]ChaseUnit
	}{{u.Silent, &v.Silent}, {u.Unusable, &v.Unusable}, {u.Returned, &v.Returned}, {u.Partial, &v.Partial}, {u.Late, &v.Late}, {u.asked(), &v.Reminded}}
	named := false
	for _, l := range lists {
		if l.in {
			*l.list, named = append(*l.list, u), true
		}
	}
	if named {
		v.Total++
	}
}

// asked tells that a unit still has something to send.
func (u *ChaseUnit) asked() bool { return u.Silent || u.Unusable || u.Returned || u.Partial }

// remind says how many days the unit's due date has passed, and which reminder
// that makes: the first after it, one more from each of the round's dates on.
func (u *ChaseUnit) remind(today string, dates []string) {
	if u.Days = daysBetween(u.Due, today); u.Days > 0 {
		u.Number = 1
	}
	for _, day := range dates {
		switch {
		case day <= u.Due:
		case u.Number > 0 && day <= today:
			u.Number++
		case u.Next == "":
			u.Next = day
		}
	}
}

// daysBetween counts the days from one ISO date to a later one; 0 when it is not later,
// or one of them is no date.
func daysBetween(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	b, other := time.Parse(time.DateOnly, to)
	if err != nil || other != nil {
		return 0
	}
	return max(int(b.Sub(a).Hours()/24), 0)
}

// Reminder is the text that a unit is chased with (催办用语), ready to be sent.
type Reminder struct {
	Days, Number int // see ChaseUnit
	Text         string
}

// Reminders gives the reminders of the units that still have something to send.
func Reminders(in Input) (map[string]Reminder, error) {
	c := New(in)
	out := map[string]Reminder{}
	for _, u := range c.Ledger.Units {
		one := c.chased(u)
		if !one.asked() {
			continue
		}
		text, err := c.text(reminderPart, &one)
		if err != nil {
			return nil, err
		}
		out[u.Name] = Reminder{one.Days, one.Number, text}
	}
	return out, nil
}

// filesOf names the files of a unit that got a verdict, or one of whose sheets of
// that unit did, and in which there is still something to mend.
func (c *Composer) filesOf(unit string, verdict finding.Verdict) []string {
	var out []string
	for _, f := range c.files[unit] {
		if hasVerdict(f, unit, verdict) && c.blamed(f.Path, unit) {
			out = append(out, shownPath(intake.Base(f.Path)))
		}
	}
	return out
}

// blamed tells that something of a unit's file still counts.
func (c *Composer) blamed(file, unit string) bool {
	return slices.ContainsFunc(c.byFile[file], func(f finding.Finding) bool { return f.Unit == unit || f.Unit == "" })
}

func hasVerdict(f *check.File, unit string, verdict finding.Verdict) bool {
	if len(f.Sheets) == 0 {
		return f.Unit == unit && f.Verdict == verdict
	}
	return slices.ContainsFunc(f.Sheets, func(s check.Sheet) bool { return s.Unit == unit && s.Verdict == verdict })
}
