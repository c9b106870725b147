package workbook

import (
	"cmp"
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"

	"github.com/shopspring/decimal"
)

// Round is a round of a year.
type Round struct {
	ID, Name string
	Scores   *assess.Scores // nil: not scored
}

// yearLayout is what the ledger of a year has that differs from a round's.
type yearLayout struct {
	Title     string // stands for {title} on all its sheets
	Subtitle  string
	Unmerged  string   // the heading of the sheet of rows that are not merged
	Columns   []Column // of the ledger, before the column of findings
	Units     Page
	Events    Page
	Standing  struct{ OnTime, Late, Missing, Unasked string }
	Step      string // one answer of the course
	Carried   string
	EventWord map[string]string `yaml:"event"`
}

// yearly is the layout of a year's ledger, from that of a round's.
func (l Layout) yearly() *Layout {
	l.Subtitle = cmp.Or(l.Year.Subtitle, l.Subtitle)
	rows := &l.Ledger.Rows
	i := slices.IndexFunc(rows.Columns, func(c Column) bool { return c.Key.Value == "findings" })
	if i < 0 {
		i = len(rows.Columns)
	}
	rows.Columns = slices.Concat(rows.Columns[:i], l.Year.Columns, rows.Columns[i:])
	l.Ledger.Unmerged.Title = cmp.Or(l.Year.Unmerged, l.Ledger.Unmerged.Title)
	return &l
}

func (in *Input) roundName(id string) string {
	for _, r := range in.Rounds {
		if r.ID == id {
			return cmp.Or(r.Name, id)
		}
	}
	return id
}

// courseText is the answers of a year to an item, a line each.
func (v *view) courseText(e *ledger.Entry) string {
	var out []string
	for _, s := range e.Course {
		status := word(v.Layout.Words.Status, string(s.Status))
		if s.Progress != "" {
			status += " " + s.Progress + "%"
		}
		out = append(out, fill(v.Layout.Year.Step, map[string]string{"round": v.roundName(s.Round), "status": status}))
	}
	return strings.Join(out, "\n")
}

// origin fills in where the row of a year's ledger comes from.
func (v *view) origin(r *ledgerRow, e *ledger.Entry) {
	if e.Origin == nil {
		return
	}
	r.from, r.course = v.roundName(e.From), v.courseText(e)
	if e.Carried {
		r.carried = v.Layout.Year.Carried
	}
}

// yearUnitColumns are the columns of the units of a year; rounds and scores stand for one
// column per round.
var yearUnitColumns = map[string]func(yearUnit) cell{
	"number":   func(u yearUnit) cell { return u.cell(count(u.number)) },
	"unit":     func(u yearUnit) cell { return u.cell(plain(u.of.Name)) },
	"group":    func(u yearUnit) cell { return u.cell(plain(u.of.Group)) },
	"rounds":   nil,
	"required": func(u yearUnit) cell { return u.cell(count(len(u.of.Required))) },
	"answered": func(u yearUnit) cell { return u.cell(count(len(u.of.Required) - len(u.of.Missing))) },
	"carried":  func(u yearUnit) cell { return u.cell(count(u.carried)) },
	"missing":  func(u yearUnit) cell { return u.cell(plain(u.missing)) },
	"errors":   func(u yearUnit) cell { return u.cell(count(u.tally["errors"])) },
	"warnings": func(u yearUnit) cell { return u.cell(count(u.tally["warnings"])) },
	"scores":   nil,
	"score":    func(u yearUnit) cell { return u.scored(func(s *assess.UnitScore) cell { return points(s.Final) }) },
	"grade":    func(u yearUnit) cell { return u.scored(func(s *assess.UnitScore) cell { return plain(s.Grade) }) },
	"rank":     func(u yearUnit) cell { return u.scored(func(s *assess.UnitScore) cell { return rankCell(s.Rank) }) },
	"before":   func(u yearUnit) cell { return u.cell(u.before) },
	"change":   func(u yearUnit) cell { return u.cell(u.change) },
}

// yearUnit is how a unit stands in a year.
type yearUnit struct {
	standing
	carried        int
	before, change cell
}

// yearUnits is the sheet of the units with their rounds.
func (v *view) yearUnits() sheet {
	columns := map[string]func(yearUnit) cell{}
	for k, get := range yearUnitColumns {
		columns[k] = get
	}
	p := v.Layout.Year.Units
	p.Columns = nil
	for _, c := range v.Layout.Year.Units.Columns {
		if c.Key.Value != "rounds" && c.Key.Value != "scores" {
			if (c.Key.Value == "before" || c.Key.Value == "change") && v.Before == nil {
				continue
			}
			p.Columns = append(p.Columns, c)
			continue
		}
		for _, r := range v.Rounds {
			one := c
			one.Key.Value, one.Head = c.Key.Value+" "+r.ID, fill(c.Head, map[string]string{"round": cmp.Or(r.Name, r.ID)})
			columns[one.Key.Value] = v.roundColumn(c.Key.Value, r)
			p.Columns = append(p.Columns, one)
		}
	}
	return tableSheet(v.Input, p, v.Layout.Subtitle, columns, v.yearStandings())
}

func (v *view) roundColumn(kind string, r Round) func(yearUnit) cell {
	if kind == "rounds" {
		return func(u yearUnit) cell { return u.cell(plain(v.standingText(u.of, r.ID))) }
	}
	return func(u yearUnit) cell {
		if r.Scores == nil {
			return u.cell(plain(""))
		}
		s, ok := r.Scores.Unit(u.of.Name)
		if !ok {
			return u.cell(plain(""))
		}
		return u.cell(points(s.Final))
	}
}

// standingText says how a unit reported in a round: 按时 12/15.
func (v *view) standingText(u ledger.Unit, round string) string {
	words := v.Layout.Year.Standing
	i := slices.IndexFunc(u.Rounds, func(s ledger.Standing) bool { return s.Round == round })
	if i < 0 || !u.Rounds[i].Expected {
		return words.Unasked
	}
	s := u.Rounds[i]
	text := words.OnTime
	switch {
	case !s.Reported:
		text = words.Missing
	case s.Late:
		text = words.Late
	}
	return fill(text, map[string]string{"answered": itoa(len(s.Required) - len(s.Missing)), "required": itoa(len(s.Required))})
}

func (v *view) yearStandings() []yearUnit {
	carried := map[string]int{}
	for i := range v.Ledger.Entries {
		if e := &v.Ledger.Entries[i]; e.Origin != nil && e.Carried {
			carried[e.Unit]++
		}
	}
	var out []yearUnit
	for _, s := range v.standings() {
		u := yearUnit{standing: s, carried: carried[s.of.Name], before: plain(""), change: plain("")}
		if v.Before != nil && s.score != nil {
			if was, ok := v.Before.Unit(s.of.Name); ok {
				u.before, u.change = points(was.Final), points(differenceOf(s.score.Final, was.Final))
			}
		}
		out = append(out, u)
	}
	return out
}

// differenceOf two scores; what is none counts as 0.
func differenceOf(now, was string) string {
	a, _ := decimal.NewFromString(now)
	b, _ := decimal.NewFromString(was)
	return a.Sub(b).String()
}

// happening is an event of the year, for people.
type happening struct {
	number int
	of     assess.Event
	round  string
	word   string
	place  string
	link   string
}

var eventColumns = map[string]func(happening) cell{
	"number": func(h happening) cell { return count(h.number) },
	"unit":   func(h happening) cell { return plain(h.of.Unit) },
	"round":  func(h happening) cell { return plain(h.round) },
	"event":  func(h happening) cell { return plain(h.word) },
	"place":  func(h happening) cell { c := plain(h.place); c.link = h.link; return c },
}

// eventSheet lists what the units did or failed to do in the rounds.
func (v *view) eventSheet() sheet {
	var rows []happening
	for _, e := range v.Events {
		h := happening{number: len(rows) + 1, of: e, round: v.roundName(e.Round), word: word(v.Layout.Year.EventWord, e.Kind)}
		if e.Place != (finding.Place{}) {
			h.place, h.link = v.placesText([]finding.Place{e.Place}), v.link(e.Place)
		}
		rows = append(rows, h)
	}
	return tableSheet(v.Input, v.Layout.Year.Events, v.Layout.Subtitle, eventColumns, rows)
}
