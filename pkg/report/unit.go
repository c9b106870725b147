package report

import (
	"cmp"
	"slices"

	"zwgk/pkg/assess"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// stateOptional is the state of an item without a row that nobody has to report on.
const stateOptional = "optional"

// UnitView is what the template of a unit's page can name.
type UnitView struct {
	Common
	Unit                string
	Expected, Reported  bool
	Late                bool
	Received, Due       string // ISO, "" unknown
	Rows                Counts
	Optional            int // rows beyond those required
	Former              int // of a year: answers to what was the unit's to report on and is not any more
	Scored              bool
	Score, Final, Grade string
	Adjusted            bool // by decision
	Adjustments         []Adjusted
	Group               string
	GroupCount, Rank    int
	Shared              bool // another unit has the same rank
	Missing             []Task
	Remarks             []Remark
	Errors, Warnings    int
	Tasks               int      // lines of the table
	Unread              int      // its files that were rejected
	Sources             []string // names of the files that its answers stand in

	name    string // as the ledger has it
	account []assess.Line
	tasks   []line
	items   []string // of the tasks
}

// Adjusted is points by decision; Points has its sign.
type Adjusted struct{ Unit, Points, Reason, By, Date string }

func adjusted(u assess.UnitScore) []Adjusted {
	var out []Adjusted
	for _, a := range u.Adjustments {
		out = append(out, Adjusted{clean(u.Unit), signed(a.Points), clean(value.Mask(a.Reason)), clean(a.By), a.Date})
	}
	return out
}

// Task is an item and the title of its task.
type Task struct{ Item, Task, Requirement string }

func (c *Composer) unitView(name string) (*UnitView, bool) {
	u := c.units[name]
	if u == nil {
		return nil, false
	}
	v := &UnitView{Common: c.common(), Unit: clean(u.Name), name: u.Name, Expected: u.Expected, Reported: u.Reported, Late: u.Late, Received: u.Received, Due: u.Due}
	v.Rows.words = c.words().Status
	for _, item := range u.Required {
		v.Rows.add(c.state(name, item))
	}
	for _, item := range u.Missing {
		t := Task{Item: item, Task: c.task(item)}
		if r := c.row[item]; r != nil {
			t.Requirement = clean(r.Item.Requirement)
		}
		v.Missing = append(v.Missing, t)
	}
	v.Remarks = c.remarks(c.found[name])
	v.Errors, v.Warnings, _ = finding.Count(c.found[name])
	v.Unread = len(c.filesOf(name, finding.Rejected))
	c.scoreOf(v)
	c.tasksOf(v, u)
	return v, true
}

func (c *Composer) scoreOf(v *UnitView) {
	s, ok := c.Scores.Unit(v.Unit)
	if !ok {
		return
	}
	v.Scored, v.Score, v.Final, v.Grade, v.Group, v.Rank, v.account = true, s.Score, s.Final, s.Grade, s.Group, s.Rank, s.Lines
	for _, o := range c.Scores.Units {
		if o.Group == s.Group {
			v.GroupCount++
			v.Shared = v.Shared || o.Unit != s.Unit && o.Rank == s.Rank
		}
	}
	v.Adjusted = !number(s.Adjustment).IsZero()
	v.Adjustments = adjusted(s)
}

// tasksOf lists the items of a unit in the order of the table, with those that it
// reports on of its own accord.
func (c *Composer) tasksOf(v *UnitView, u *ledger.Unit) {
	roles := map[string]duty.Role{}
	for _, a := range c.duties[u.Name] {
		if _, ok := roles[a.Item]; !ok {
			roles[a.Item] = a.Duty
		}
	}
	for _, r := range c.rows {
		id := r.Item.ID
		e := c.entries[unitItem{u.Name, id}]
		role, named := roles[id]
		required := slices.Contains(u.Required, id)
		if e == nil && !named && !required {
			continue
		}
		switch {
		case e == nil || required:
		case wasRequired(u, id):
			v.Former++
		default:
			v.Optional++
		}
		if e != nil && e.Duty != "" {
			role = duty.Role(e.Duty)
		}
		state := c.state(u.Name, id)
		if state == stateMissing && !required {
			state = stateOptional
		}
		l := line{"item": finding.ItemText(id), "task": r.Task, "duty": c.words().Duty[string(role)], "status": c.words().Status[state]}
		c.answer(l, e)
		v.tasks, v.items = append(v.tasks, l), append(v.items, id)
	}
	v.Tasks = len(v.tasks)
	c.sourced(v)
}

// wasRequired tells that some round of a year asked a unit for an item.
func wasRequired(u *ledger.Unit, item string) bool {
	return slices.ContainsFunc(u.Rounds, func(s ledger.Standing) bool { return slices.Contains(s.Required, item) })
}

// answer puts what a unit reported on an item into its line.
func (c *Composer) answer(l line, e *ledger.Entry) {
	if e == nil {
		return
	}
	if len(e.FilledIn) > 0 {
		l["status"] += c.words().FilledIn
	}
	if e.Progress != "" {
		l["progress"] = e.Progress + "%"
	}
	l["date"] = value.PrintedDate(e.Date)
	l["evidence"] = c.words().No
	if len(e.Links) > 0 || c.Input.Scheme.Evident(e.Evidence) {
		l["evidence"] = c.words().Yes
	}
	if e.Status == form.NotApplicable {
		l["evidence"] = ""
	}
}

// sourced notes the files that a unit's answers stand in, and their cells in the lines: D5, with
// the number of the file where there are several.
func (c *Composer) sourced(v *UnitView) {
	at := make([]int, len(v.items))
	var files []string
	for i, item := range v.items {
		e := c.entries[unitItem{v.name, item}]
		if e == nil || e.Source.File == "" {
			continue
		}
		if at[i] = slices.Index(files, e.Source.File) + 1; at[i] == 0 {
			files, v.Sources = append(files, e.Source.File), append(v.Sources, c.sourceName(e))
			at[i] = len(files)
		}
		v.tasks[i]["source"] = cmp.Or(e.Source.Cells[form.FieldStatus], e.Source.Cells[form.FieldProgressText], e.Source.Cells[form.FieldID])
	}
	for i, n := range at {
		if n > 0 && len(v.Sources) > 1 {
			v.tasks[i]["source"] = circled(n) + v.tasks[i]["source"]
		}
	}
}

// sourceName is the name of the file that an answer stands in, in a year with its round.
func (c *Composer) sourceName(e *ledger.Entry) string {
	name := shownPath(intake.Base(e.Source.File))
	if e.Source.Row == 0 {
		return name + "“" + clean(e.Source.Sheet) + "”" + c.words().FilledIn
	}
	if e.Origin != nil && len(c.Rounds) > 1 {
		name = c.roundName(e.From) + " " + name
	}
	return name
}

// circled is a number in a circle (U+2460 to U+2473), in brackets beyond those.
func circled(n int) string {
	if n > 20 {
		return "（" + itoa(n) + "）"
	}
	return string(rune('①' + n - 1))
}

// clauseLines are the clauses that a unit's account goes by, each once.
func clauseLines(v *UnitView) []line {
	var out []line
	seen := map[string]bool{}
	for _, l := range v.account {
		if l.Clause != "" && !seen[l.Indicator] {
			seen[l.Indicator] = true
			out = append(out, line{"indicator": l.Indicator, "clause": l.Clause})
		}
	}
	return out
}

func (c *Composer) accountLines(v *UnitView) []line {
	var out []line
	for _, l := range v.account {
		top := l.Max
		if number(l.Max).IsZero() && !number(l.Score).IsZero() || number(l.Max).IsNegative() {
			top = "" // a deduction from the lines above, or their change of scale
		}
		out = append(out, line{"indicator": l.Indicator, "max": top, "score": l.Score, "reason": l.Reason})
	}
	return append(out, line{"indicator": c.words().Total, "max": c.Input.Scheme.Total.String(), "score": v.Score})
}

func remarkLines(v *UnitView, w *words) []line {
	var out []line
	for i, r := range v.Remarks {
		kind := w.Check
		if r.Error {
			kind = w.Mend
		}
		out = append(out, line{"number": itoa(i + 1), "kind": kind, "place": cmp.Or(r.Place, intake.Base(r.File)), "message": r.Bare, "hint": r.Hint, "file": r.File})
	}
	return out
}
