package report

import (
	"cmp"
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/document"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// RoundResult is a round of a year. One without a ledger is not Joined.
type RoundResult struct {
	Round   form.Round
	Joined  bool
	Scores  *assess.Scores // nil: not scored
	Files   []check.File   // that came
	Average string         // of the scores then, "" for that of Scores
	Merged  []string       // units of the year that were several then
	Doubts  []string       // what is wrong with its results, a sentence each; nil: nothing
}

// Annual is the report on a year (年度评估报告), of an Input with Rounds.
func (c *Composer) Annual() (*document.Document, error) {
	return c.document(yearFile, c.yearView())
}

// AnnualUnitPage is the account of one unit for a year.
func (c *Composer) AnnualUnitPage(unit string) (*document.Document, error) {
	v, ok := c.yearUnitView(unit)
	if !ok {
		return nil, notInLedger(unit)
	}
	return c.enclosure(yearUnitFile, v)
}

// YearView is what the template of the annual report can name: all of View, as it stands at the
// year's end, and the rounds.
type YearView struct {
	View
	Rounds  []RoundView // those that are joined
	Absent  []string    // names of the others
	Doubts  []string    // names of those whose results were changed, or are not made by what holds now
	Merged  []string    // units that were several in a round
	Schemes []string    // by which rounds were scored, where that is another than the year's
	Carried int         // items that stand as an earlier round has them
	Steady  []string    // units that reported in time in all rounds that asked them
	Strays  []UnitCount // units that were late or silent, and in how many rounds

	Uncorrected, Copied []UnitCount

	Before           string // the year before, "" for none
	Rise, Fall, Even int    // units whose score rose, fell or is the same against it
	Entered          int    // units that were not scored then
}

// RoundView is a round in the annual report; units by name.
type RoundView struct {
	Name, AsOf, Due            string
	Expected, Reported, OnTime int
	Late, Silent               []string
	Unusable                   []string // of Silent: what they sent cannot be used
	Partial                    []UnitCount
	Returned                   int // files
	Rows                       Counts
	Share, Average             string
	DoneShare                  string

	id string
}

func (c *Composer) yearView() *YearView {
	v := &YearView{View: *c.view(), Before: c.BeforeYear}
	for _, r := range c.Rounds {
		name := clean(cmp.Or(r.Round.Name, r.Round.ID))
		if r.Joined {
			v.Rounds = append(v.Rounds, c.roundView(r, name))
			if len(r.Doubts) > 0 {
				v.Doubts = append(v.Doubts, name)
			}
			v.Merged = value.Union(v.Merged, r.Merged)
			if s := r.Scores; s != nil && s.Scheme != "" && s.Scheme != c.Input.Scheme.Name {
				v.Schemes = value.Union(v.Schemes, []string{clean(s.Scheme)})
			}
		} else {
			v.Absent = append(v.Absent, name)
		}
	}
	v.Carried = c.Ledger.Carried()
	for _, u := range c.Ledger.Units {
		c.courseOf(v, u)
	}
	v.Uncorrected, v.Copied = c.happened("uncorrected"), c.happened("copied")
	c.against(v)
	return v
}

// requires tells that an item is a unit's to report on at the year's end.
func (c *Composer) requires(unit, item string) bool {
	u := c.units[unit]
	return u != nil && u.Expected && slices.Contains(u.Required, item)
}

// roundView counts a round from the standings of the units in it, and its answers.
func (c *Composer) roundView(r RoundResult, name string) RoundView {
	v := RoundView{Name: name, AsOf: r.Round.AsOf, Due: r.Round.Due, id: r.Round.ID, Rows: Counts{words: c.words().Status}}
	for _, u := range c.Ledger.Units {
		s, ok := standingIn(u, r.Round.ID)
		if !ok || !s.Expected {
			continue
		}
		v.Expected++
		switch {
		case !s.Reported:
			v.Silent = append(v.Silent, u.Name)
		case s.Late:
			v.Late = append(v.Late, u.Name)
		default:
			v.OnTime++
		}
		if s.Reported {
			v.Reported++
		}
		if n := len(s.Missing); s.Reported && n > 0 {
			v.Partial = append(v.Partial, UnitCount{u.Name, n, s.Missing})
		}
		for _, item := range s.Required {
			v.Rows.add(c.stateIn(u.Name, item, r.Round.ID))
		}
	}
	for _, f := range r.Files {
		if f.Verdict == finding.Returned {
			v.Returned++
		}
		for _, u := range v.Silent {
			if (f.Verdict == finding.Returned || f.Verdict == finding.Rejected) && slices.Contains(f.Units(), u) && !slices.Contains(v.Unusable, u) {
				v.Unusable = append(v.Unusable, u)
			}
		}
	}
	if v.Expected > 0 {
		v.Share = shares([]int{v.Reported, v.Expected - v.Reported})[0]
	}
	if n := v.Rows.Required; n > 0 {
		v.DoneShare = shares([]int{v.Rows.Done, n - v.Rows.Done})[0]
	}
	v.Average = r.Average
	if v.Average == "" && r.Scores != nil {
		v.Average = average(r.Scores.Units)
	}
	return v
}

func standingIn(u ledger.Unit, round string) (ledger.Standing, bool) {
	i := slices.IndexFunc(u.Rounds, func(s ledger.Standing) bool { return s.Round == round })
	if i < 0 {
		return ledger.Standing{}, false
	}
	return u.Rounds[i], true
}

// stateIn is the state of an item as the unit reported it in a round, or missing.
func (c *Composer) stateIn(unit, item, round string) string {
	e := c.entries[unitItem{unit, item}]
	if e == nil || e.Origin == nil {
		return stateMissing
	}
	for _, s := range e.Course {
		if s.Round == round {
			return cmp.Or(string(s.Status), string(form.UnknownStatus))
		}
	}
	return stateMissing
}

// courseOf notes whether a unit reported in time in all rounds.
func (c *Composer) courseOf(v *YearView, u ledger.Unit) {
	if !u.Expected { // it is not assessed for the year
		return
	}
	n := UnitCount{Unit: u.Name}
	asked := 0
	for _, s := range u.Rounds {
		if !s.Expected {
			continue
		}
		asked++
		if s.Late || !s.Reported {
			n.Count++
		}
	}
	switch {
	case n.Count > 0:
		v.Strays = append(v.Strays, n)
	case asked > 0:
		v.Steady = append(v.Steady, u.Name)
	}
}

// happened counts the events of a kind by unit.
func (c *Composer) happened(kind string) []UnitCount {
	var out []UnitCount
	for _, u := range c.Ledger.Units {
		n := UnitCount{Unit: u.Name}
		for _, e := range c.Events {
			if e.Unit == u.Name && e.Kind == kind {
				n.Count++
			}
		}
		if n.Count > 0 {
			out = append(out, n)
		}
	}
	return out
}

// against compares with the year before.
func (c *Composer) against(v *YearView) {
	if c.Before == nil {
		v.Before = ""
		return
	}
	for _, u := range c.Scores.Units {
		was, ok := c.Before.Unit(u.Unit)
		if !ok {
			v.Entered++
			continue
		}
		switch number(u.Final).Cmp(number(was.Final)) {
		case 1:
			v.Rise++
		case -1:
			v.Fall++
		default:
			v.Even++
		}
	}
}

// YearUnitView is what the template of a unit's annual page can name.
type YearUnitView struct {
	UnitView
	Rounds  []UnitRound
	Carried []Task // items that stand as an earlier round has them
	Events  []Happening
	Before  string // final score of the year before, "" for none
	Change  string // against it, with its sign
	Ranked  int    // places gained against it, below 0 lost
}

// UnitRound is a unit's standing in a round.
type UnitRound struct {
	Name, Received, Due              string
	Expected, Reported, Late, Scored bool
	Required, Answered               int
	Final, Grade                     string
	Rank                             int
	Files                            []string // names
}

// Happening is an event of the year; Place is "" where there is none.
type Happening struct{ Round, Kind, Place string }

func (c *Composer) yearUnitView(name string) (*YearUnitView, bool) {
	of, ok := c.unitView(name)
	if !ok {
		return nil, false
	}
	v := &YearUnitView{UnitView: *of}
	u := c.units[name]
	for _, r := range c.Rounds {
		if r.Joined {
			v.Rounds = append(v.Rounds, unitRound(*u, r))
		}
	}
	for _, row := range c.rows {
		if e := c.entries[unitItem{name, row.Item.ID}]; e != nil && e.Origin != nil && e.Carried {
			v.Carried = append(v.Carried, Task{Item: row.Item.ID, Task: clean(row.Task)})
		}
	}
	for _, e := range c.Events {
		if e.Unit == name {
			v.Events = append(v.Events, Happening{c.roundName(e.Round), e.Kind, placeText(e.Place)})
		}
	}
	if c.Before != nil && v.Scored {
		if was, ok := c.Before.Unit(name); ok {
			v.Before, v.Change, v.Ranked = was.Final, signed(number(v.Final).Sub(number(was.Final)).String()), was.Rank-v.Rank
		}
	}
	return v, true
}

func unitRound(u ledger.Unit, r RoundResult) UnitRound {
	out := UnitRound{Name: clean(cmp.Or(r.Round.Name, r.Round.ID))}
	if s, ok := standingIn(u, r.Round.ID); ok {
		out.Received, out.Due, out.Expected, out.Reported, out.Late = s.Received, s.Due, s.Expected, s.Reported, s.Late
		out.Required, out.Answered = len(s.Required), len(s.Required)-len(s.Missing)
		for _, f := range s.Files {
			out.Files = append(out.Files, shownPath(intake.Base(f)))
		}
	}
	if r.Scores != nil {
		if s, ok := r.Scores.Unit(u.Name); ok {
			out.Scored, out.Final, out.Grade, out.Rank = true, s.Final, s.Grade, s.Rank
		}
	}
	return out
}

func (c *Composer) roundName(id string) string {
	for _, r := range c.Rounds {
		if r.Round.ID == id {
			return clean(cmp.Or(r.Round.Name, id))
		}
	}
	return id
}

// placeText is a file and cell for people, "" for none.
func placeText(p finding.Place) string {
	if p.File == "" {
		return ""
	}
	return strings.TrimSpace(shownPath(intake.Base(p.File)) + " " + p.Cell)
}

// roundLines are the rows of the table of rounds.
func (v *YearView) roundLines() []line {
	var out []line
	for _, r := range v.Rounds {
		l := countLine(r.Rows)
		l["round"], l["units"], l["on_time"], l["late"], l["silent"] = r.Name, itoa(r.Expected), itoa(r.OnTime), itoa(len(r.Late)), itoa(len(r.Silent))
		l["partial"], l["returned"], l["share"], l["average"] = itoa(len(r.Partial)), itoa(r.Returned), dash(r.DoneShare, "%"), dash(r.Average, "")
		out = append(out, l)
	}
	return out
}

func dash(text, unit string) string {
	if text == "" {
		return "—"
	}
	return text + unit
}

// coursed adds the scores of the rounds, and of the year before, to the lines of ranking.
func (c *Composer) coursed(units []assess.UnitScore) []line {
	lines := rankLines(units)
	for i, u := range units {
		for _, r := range c.Rounds {
			if r.Scores == nil {
				continue
			}
			lines[i]["round "+r.Round.ID] = "—"
			if s, ok := r.Scores.Unit(u.Unit); ok {
				lines[i]["round "+r.Round.ID] = s.Final
			}
		}
		lines[i]["before"], lines[i]["change"] = "—", "—"
		if c.Before == nil {
			continue
		}
		if was, ok := c.Before.Unit(u.Unit); ok {
			lines[i]["before"], lines[i]["change"] = was.Final, signed(number(u.Final).Sub(number(was.Final)).String())
		}
	}
	return lines
}

// standingLines are every unit's rounds: how it reported in each.
func (c *Composer) standingLines(v *YearView) []line {
	var out []line
	w := c.words().Standing
	units := slices.Clone(c.Ledger.Units)
	slices.SortStableFunc(units, func(a, b ledger.Unit) int { return c.groupPlace(a) - c.groupPlace(b) })
	for _, u := range units {
		if !u.Expected {
			continue
		}
		l := line{"group": c.Input.Scheme.GroupOf(u.Group), "unit": u.Name, "required": itoa(len(u.Required)), "missing": itoa(len(u.Missing))}
		for _, r := range v.Rounds {
			l["round "+r.id] = standingText(u, r.id, w)
		}
		out = append(out, l)
	}
	return out
}

// groupPlace is where the group of a unit stands in the scheme.
func (c *Composer) groupPlace(u ledger.Unit) int {
	name := c.Input.Scheme.GroupOf(u.Group)
	return slices.IndexFunc(c.Input.Scheme.Groups, func(g assess.Group) bool { return g.Name == name })
}

func standingText(u ledger.Unit, round string, w map[string]string) string {
	s, ok := standingIn(u, round)
	kind := standingKind(ok && s.Expected, s.Reported, s.Late)
	return strings.NewReplacer("{answered}", itoa(len(s.Required)-len(s.Missing)), "{required}", itoa(len(s.Required))).Replace(w[kind])
}

// standingKind is the name of the word for how a unit reported in a round.
func standingKind(expected, reported, late bool) string {
	switch {
	case !expected:
		return "unasked"
	case !reported:
		return "missing"
	case late:
		return "late"
	}
	return "on_time"
}

// unitRoundLines are a unit's rounds.
func (v *YearUnitView) unitRoundLines(w map[string]string) []line {
	var out []line
	for _, r := range v.Rounds {
		l := line{"round": r.Name, "required": itoa(r.Required), "answered": itoa(r.Answered), "received": value.PrintedDate(r.Received), "due": value.PrintedDate(r.Due)}
		kind := standingKind(r.Expected, r.Reported, r.Late)
		l["standing"] = strings.TrimSpace(strings.NewReplacer("{answered}/{required}", "").Replace(w[kind]))
		if r.Scored {
			l["final"], l["grade"], l["rank"] = r.Final, r.Grade, itoa(r.Rank)
		}
		out = append(out, l)
	}
	return out
}

func (v *YearUnitView) eventLines(words map[string]string) []line {
	var out []line
	for i, e := range v.Events {
		out = append(out, line{"number": itoa(i + 1), "round": e.Round, "event": words[e.Kind], "place": e.Place})
	}
	return out
}

// yearTaskLines are the lines of a unit's tasks with where they come from and what the rounds said. What the
// unit need not report on, and did not, is left out.
func (c *Composer) yearTaskLines(v *YearUnitView) []line {
	var out []line
	for i, l := range v.tasks {
		e := c.entries[unitItem{v.name, v.items[i]}]
		if e == nil || e.Origin == nil {
			if c.requires(v.name, v.items[i]) {
				l["course"] = c.words().Status[stateMissing]
				out = append(out, l)
			}
			continue
		}
		l["from"], l["course"] = c.roundName(e.From), c.courseText(e)
		if e.Carried {
			l["from"] += c.words().Carried
		}
		out = append(out, l)
	}
	return out
}

// courseText is the states of an item over the rounds, one after another; those that are alike once.
func (c *Composer) courseText(e *ledger.Entry) string {
	var steps []string
	for _, s := range e.Course {
		text := c.words().Status[cmp.Or(string(s.Status), string(form.UnknownStatus))]
		if s.Progress != "" && s.Status == form.Ongoing {
			text += s.Progress + "%"
		}
		if n := len(steps); n == 0 || steps[n-1] != text {
			steps = append(steps, text)
		}
	}
	return strings.Join(steps, " → ")
}

// yearRemarkLines add the round to the lines of remarks.
func (c *Composer) yearRemarkLines(v *YearUnitView) []line {
	lines := remarkLines(&v.UnitView, c.words())
	for i, r := range v.Remarks {
		lines[i]["round"] = c.roundName(r.Round)
	}
	return lines
}
