package assess

import (
	"strconv"

	"zwgk/pkg/duty"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"

	"github.com/shopspring/decimal"
)

// Lights tell how far the items with a date or a number are behind the calendar (序时进度).
// It is lights.json.
type Lights struct {
	AsOf   string  `json:"as_of"`
	Lights []Light `json:"lights"`
}

// The lights of an item.
const (
	LightDone   = "done"
	LightGreen  = "green"  // on schedule
	LightYellow = "yellow" // behind
	LightRed    = "red"    // far behind, or not done when its day is over
	LightNone   = "none"   // nothing to go by: no progress is known, or it does not concern the unit
)

// Light is that of one unit and item. Due is the day by which all is to be done; Behind is the
// number of percentage points that are lacking, with one decimal place, "" with the lights done
// and none, and negative ahead of the calendar.
type Light struct {
	Unit   string `json:"unit"`
	Item   string `json:"item"`
	Due    string `json:"due"`
	Light  string `json:"light"`
	Behind string `json:"behind"`
}

// lightLimits are percentage points behind the calendar.
type lightLimits struct{ yellow, red decimal.Decimal }

// Lights gives the lights of a round, in the order of the table and of the plan. The calendar
// runs from the first of January to the day by which an item is to be done: at the end of the
// mth of n months it stands at m/n. An item that must be reported and is not counts as not
// begun. Units that cooperate, or whose duty is not certain, are never lit red.
func (s *Scheme) Lights(l *ledger.Ledger, p *duty.Plan, t *tasktable.Table, year int) *Lights {
	out := &Lights{AsOf: l.AsOf, Lights: []Light{}}
	answers := map[[2]string]*ledger.Entry{}
	for i := range l.Entries {
		if e := &l.Entries[i]; e.Fate == ledger.Merged {
			answers[[2]string{e.Unit, e.Item}] = e
		}
	}
	missing := map[[2]string]bool{}
	for _, u := range l.Units {
		for _, item := range u.Missing {
			missing[[2]string{u.Name, item}] = true
		}
	}
	byItem := map[string][]duty.Assignment{}
	for _, a := range p.Assignments {
		byItem[a.Item] = append(byItem[a.Item], a)
	}
	for _, row := range t.Rows() {
		due := dueDay(row.Item.Deadlines, year)
		if due == "" {
			continue
		}
		for _, a := range byItem[row.Item.ID] {
			k := [2]string{a.Unit, a.Item}
			e := answers[k]
			if e == nil && !missing[k] {
				continue
			}
			light := Light{Unit: a.Unit, Item: a.Item, Due: due}
			s.lights.light(&light, e, l.AsOf, year)
			if light.Light == LightRed && (a.Duty == duty.Cooperating || a.Duty == duty.Volunteer || !a.Certain) {
				light.Light = LightYellow
			}
			out.Lights = append(out.Lights, light)
		}
	}
	return out
}

// dueDay is the last day that an item names, or the last of the year for one with a number of
// times; "" for one with neither.
func dueDay(list []tasktable.Deadline, year int) (due string) {
	counted := false
	for _, d := range list {
		if d.Kind == "date" {
			due = max(due, d.Due)
		}
		counted = counted || d.Kind == "count"
	}
	if due == "" && counted && year > 0 {
		due = strconv.Itoa(year) + "-12-31"
	}
	return due
}

func (limits lightLimits) light(l *Light, e *ledger.Entry, asOf string, year int) {
	progress, known := progressOf(e)
	switch {
	case e != nil && e.Status == form.Done:
		l.Light = LightDone
		return
	case e != nil && e.Status == form.Ongoing && asOf != "" && l.Due < asOf && !known:
		l.Light = LightRed // however far it is
		return
	case !known || asOf == "":
		l.Light = LightNone
		return
	}
	behind := schedule(asOf, l.Due, year).Sub(progress)
	l.Behind = behind.StringFixed(1)
	switch {
	case l.Due < asOf || behind.GreaterThan(limits.red):
		l.Light = LightRed
	case behind.GreaterThanOrEqual(limits.yellow):
		l.Light = LightYellow
	default:
		l.Light = LightGreen
	}
}

// progressOf is the progress of an answer in percent; known is false when there is nothing to
// go by.
func progressOf(e *ledger.Entry) (percent decimal.Decimal, known bool) {
	if e == nil {
		return decimal.Zero, true
	}
	p, err := decimal.NewFromString(e.Progress)
	inRange := err == nil && !p.IsNegative() && !p.GreaterThan(decimal.NewFromInt(100))
	switch e.Status {
	case form.NotStarted:
		return decimal.Zero, true
	case form.Ongoing:
		return p, inRange
	}
	return decimal.Zero, false
}

// schedule is where an item should stand on a day, in percent of what is to be done by its due
// day, counted in months of the year with parts of months by days.
func schedule(day, due string, year int) decimal.Decimal {
	all := months(due, year)
	if !all.IsPositive() {
		return decimal.NewFromInt(100)
	}
	done := months(day, year)
	return decimal.Max(decimal.Zero, decimal.Min(decimal.NewFromInt(100), done.Mul(decimal.NewFromInt(100)).DivRound(all, 4)))
}

// months counts the months from the beginning of a year to the end of a day.
func months(day string, year int) decimal.Decimal {
	d, ok := value.ParseDate(day, 0)
	if !ok || !d.Possible() {
		return decimal.Zero
	}
	d = d.Last()
	if year == 0 {
		year = d.Year
	}
	whole := decimal.NewFromInt(int64((d.Year-year)*12 + d.Month - 1))
	return whole.Add(decimal.NewFromInt(int64(d.Day)).DivRound(decimal.NewFromInt(int64(value.DaysIn(d.Year, d.Month))), 6))
}

type lightsFile struct{ Yellow, Red policy.Text }

func (p parser) lights(in lightsFile) (l lightLimits, err error) {
	if l.yellow, err = p.optional(in.Yellow, "lights 的 yellow（黄灯从落后几个百分点起）", decimal.NewFromInt(10)); err != nil {
		return l, err
	}
	if l.red, err = p.optional(in.Red, "lights 的 red（落后超过几个百分点亮红灯）", decimal.NewFromInt(30)); err != nil {
		return l, err
	}
	if l.red.LessThan(l.yellow) {
		return l, p.Errorf(in.Red.Pos, nil, "lights 的 red 不应小于 yellow（%s）", l.yellow)
	}
	return l, nil
}
