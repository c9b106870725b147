package report

import (
	"fmt"
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/document"
	"zwgk/pkg/finding"
	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

// tableColumns are the tables of the documents and the columns that each can
// have. indicators and grades stand for one column each.
var tableColumns = map[string][]string{
	"ranking":      {"rank", "unit", "score", "adjustment", "final", "grade"},
	"bands":        {"group", "count", "grades", "average"},
	"chapters":     {"chapter", "items", "required", "reported", "done", "ongoing", "not_started", "not_applicable", "unknown", "missing", "share"},
	"scores":       {"group", "rank", "unit", "indicators", "score", "adjustment", "final", "grade"},
	"items":        {"item", "task", "required", "reported", "done", "ongoing", "not_started", "not_applicable", "unknown", "missing"},
	"losses":       {"group", "unit", "indicator", "lost", "reason"},
	"gains":        {"group", "unit", "indicator", "gained", "reason"},
	"clauses":      {"indicator", "clause"},
	"rounds":       {"round", "units", "on_time", "late", "silent", "partial", "returned", "required", "reported", "missing", "done", "ongoing", "not_started", "not_applicable", "unknown", "share", "average"},
	"course":       {"rank", "unit", "scores", "score", "adjustment", "final", "grade", "before", "change"},
	"standing":     {"group", "unit", "rounds", "required", "missing"},
	"unit_rounds":  {"round", "required", "answered", "received", "due", "standing", "final", "grade", "rank"},
	"counties":     {"rank", "county", "received", "late", "units", "units_reported", "units_late", "units_missing", "required", "answered", "done", "ongoing", "not_started", "not_applicable", "unknown", "missing", "evidence", "returned", "share"},
	"county_items": {"item", "task", "counties", "required", "done", "share"},
	"events":       {"number", "round", "event", "place"},
	"year_tasks":   {"item", "task", "duty", "status", "progress", "date", "evidence", "from", "course", "source"},
	"account":      {"indicator", "max", "score", "reason"},
	"tasks":        {"item", "task", "duty", "status", "progress", "date", "evidence", "source"},
	"year_remarks": {"number", "round", "kind", "place", "message", "hint", "file"},
	"remarks":      {"number", "kind", "place", "message", "hint", "file"},
}

// line is a row of a table by column.
type line map[string]string

// table makes a table of the layout out of what the template hands over.
func (p *page) table(name string, of any) (string, error) {
	if p.c == nil {
		return "", nil
	}
	l := p.c.Wording.layout.Tables[name]
	if l == nil {
		return "", fmt.Errorf("no table %q", name)
	}
	lines, caption, err := p.lines(name, of)
	if err != nil {
		return "", err
	}
	columns := p.c.columns(l.Columns)
	if side, ok := of.(CountySide); ok {
		columns = side.columns(columns)
	}
	t := document.Table{Caption: policy.Fill(l.Caption, "group", caption, "unit", caption), Wide: l.Wide}
	for _, c := range columns {
		t.Header, t.Widths, t.Align = append(t.Header, c.Head), append(t.Widths, c.Width), append(t.Align, c.Align.Value)
	}
	for _, row := range lines {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = clean(row[c.Key.Value])
		}
		t.Rows = append(t.Rows, cells)
	}
	return p.put(t), nil
}

func (p *page) lines(name string, of any) (lines []line, caption string, err error) {
	c := p.c
	switch v := of.(type) {
	case *View:
		switch name {
		case "bands":
			return c.bandLines(v), "", nil
		case "chapters":
			return c.chapterLines(v), "", nil
		case "scores":
			return c.scoreLines(v), "", nil
		case "items":
			return c.itemLines(), "", nil
		case "losses":
			return c.lossLines(v), "", nil
		case "gains":
			return c.gainLines(v), "", nil
		}
	case *YearView:
		switch name {
		case "rounds":
			return v.roundLines(), "", nil
		case "standing":
			return c.standingLines(v), "", nil
		}
		return p.lines(name, &v.View)
	case *RollUpView:
		switch name {
		case "counties":
			return v.countyLines(c.words()), "", nil
		}
	case CountySide:
		if name == "county_items" {
			return v.lines(), "", nil
		}
	case Group:
		switch name {
		case "ranking":
			return rankLines(v.units), v.Name, nil
		case "course":
			return c.coursed(v.units), v.Name, nil
		}
	case *YearUnitView:
		switch name {
		case "unit_rounds":
			return v.unitRoundLines(c.words().Standing), v.Unit, nil
		case "events":
			return v.eventLines(c.words().Event), v.Unit, nil
		case "year_tasks":
			return c.yearTaskLines(v), v.Unit, nil
		case "year_remarks":
			return c.yearRemarkLines(v), v.Unit, nil
		}
		return p.lines(name, &v.UnitView)
	case *UnitView:
		switch name {
		case "account":
			return c.accountLines(v), v.Unit, nil
		case "clauses":
			return clauseLines(v), v.Unit, nil
		case "tasks":
			return v.tasks, v.Unit, nil
		case "remarks":
			return remarkLines(v, c.words()), v.Unit, nil
		}
	}
	return nil, "", fmt.Errorf("table %q cannot be made of %T", name, of)
}

// columns has one column per indicator or grade where the layout says indicators or grades.
func (c *Composer) columns(list []columnLayout) []columnLayout {
	var out []columnLayout
	for _, col := range list {
		var names []string
		switch col.Key.Value {
		case "rounds", "scores":
			out = append(out, c.roundColumns(col)...)
			continue
		case "before", "change":
			if c.Before != nil {
				out = append(out, col)
			}
			continue
		case "indicators":
			names = c.tops()
		case "grades":
			for _, g := range c.Input.Scheme.Grades {
				names = append(names, g.Name)
			}
		default:
			out = append(out, col)
			continue
		}
		for _, n := range names {
			one := col
			one.Key.Value, one.Head = n, n
			out = append(out, one)
		}
	}
	return out
}

// roundColumns has one column per round that is joined, or scored.
func (c *Composer) roundColumns(col columnLayout) []columnLayout {
	var out []columnLayout
	for _, r := range c.Rounds {
		if !r.Joined || col.Key.Value == "scores" && r.Scores == nil {
			continue
		}
		one := col
		one.Key.Value, one.Head = "round "+r.Round.ID, policy.Fill(col.Head, "round", c.roundName(r.Round.ID))
		out = append(out, one)
	}
	return out
}

// columns has one column per county where the layout says counties.
func (v CountySide) columns(list []columnLayout) []columnLayout {
	var out []columnLayout
	for _, col := range list {
		if col.Key.Value != "counties" {
			out = append(out, col)
			continue
		}
		for _, county := range v.Counties {
			one := col
			one.Key.Value, one.Head = "county "+county, clean(county)
			out = append(out, one)
		}
	}
	return out
}

// tops are the indicators of the first level, and behind them what else changed a score: a
// correction, a veto.
func (c *Composer) tops() []string {
	var names []string
	for _, ind := range c.Input.Scheme.Indicators {
		names = append(names, ind.Name)
	}
	for _, u := range c.Scores.Units {
		for _, l := range u.Lines {
			if !slices.Contains(names, l.Top()) {
				names = append(names, l.Top())
			}
		}
	}
	return names
}

func rankLines(units []assess.UnitScore) []line {
	var out []line
	for _, u := range units {
		out = append(out, scoreLine(u))
	}
	return out
}

func scoreLine(u assess.UnitScore) line {
	l := line{"group": u.Group, "rank": itoa(u.Rank), "unit": u.Unit, "score": u.Score, "adjustment": signed(u.Adjustment), "final": u.Final, "grade": u.Grade}
	sums := map[string]decimal.Decimal{}
	for _, of := range u.Lines {
		sums[of.Top()] = sums[of.Top()].Add(number(of.Score))
	}
	for name, sum := range sums {
		l[name] = sum.StringFixed(2)
	}
	return l
}

// signed shows an adjustment: +2, -1.5, 0.
func signed(points string) string {
	if d := number(points); d.IsPositive() {
		return "+" + d.String()
	}
	return points
}

func (c *Composer) scoreLines(v *View) []line {
	var out []line
	for _, g := range v.Groups {
		out = append(out, rankLines(g.units)...)
	}
	return out
}

func (c *Composer) bandLines(v *View) []line {
	var out []line
	one := func(name string, count int, average string, bands []Band) {
		l := line{"group": name, "count": itoa(count), "average": average}
		for _, g := range c.Input.Scheme.Grades {
			l[g.Name] = "0"
		}
		for _, b := range bands {
			l[b.Grade] = itoa(b.Count)
		}
		out = append(out, l)
	}
	for _, g := range v.Groups {
		one(g.Name, g.Count, g.Average, g.Bands)
	}
	if len(v.Groups) > 1 {
		one(c.words().Total, len(v.scores), v.Average, v.Bands)
	}
	return out
}

func countLine(n Counts) line {
	return line{"required": itoa(n.Required), "reported": itoa(n.Reported), "done": itoa(n.Done), "ongoing": itoa(n.Ongoing),
		"not_started": itoa(n.NotStarted), "not_applicable": itoa(n.NotApplicable), "unknown": itoa(n.Unknown), "missing": itoa(n.Missing)}
}

func (c *Composer) chapterLines(v *View) []line {
	var out []line
	add := func(title string, items int, n Counts) {
		l := countLine(n)
		l["chapter"], l["items"], l["share"] = title, itoa(items), "—"
		if n.Required > 0 {
			l["share"] = shares([]int{n.Done, n.Required - n.Done})[0] + "%"
		}
		out = append(out, l)
	}
	for _, ch := range v.ByChapter {
		if v.Chapters == 0 {
			break // the total says it all
		}
		title := ch.Title
		if ch.Number != "" {
			title = ch.Number + "、" + title
		}
		add(title, ch.Items, ch.Rows)
	}
	add(c.words().Total, v.Items, v.Rows)
	return out
}

func (c *Composer) itemLines() []line {
	counts := map[string]*Counts{}
	total := Counts{}
	for _, u := range c.Ledger.Units {
		if !u.Expected {
			continue
		}
		for _, item := range u.Required {
			if counts[item] == nil {
				counts[item] = &Counts{}
			}
			state := c.state(u.Name, item)
			counts[item].add(state)
			total.add(state)
		}
	}
	var out []line
	for _, r := range c.rows {
		n := counts[r.Item.ID]
		if n == nil {
			n = &Counts{}
		}
		l := countLine(*n)
		l["item"], l["task"] = finding.ItemText(r.Item.ID), r.Task
		out = append(out, l)
	}
	l := countLine(total)
	l["task"] = c.words().Total
	return append(out, l)
}

// lossLines lists what each unit lost of the total, by rank. Those with one reason, as of a unit
// that sent nothing, are one line.
func (c *Composer) lossLines(v *View) []line {
	return c.differences(v, "lost", func(lost, _ []assess.Difference) []assess.Difference { return lost })
}

// gainLines lists what each unit gained on top: bonuses, what their cap took, corrections upward.
func (c *Composer) gainLines(v *View) []line {
	return c.differences(v, "gained", func(_, gained []assess.Difference) []assess.Difference { return gained })
}

func (c *Composer) differences(v *View, key string, of func(lost, gained []assess.Difference) []assess.Difference) []line {
	var out []line
	for _, g := range v.Groups {
		for _, u := range g.units {
			var names []string
			sum := decimal.Zero
			list := of(c.Input.Scheme.Losses(u))
			for i, d := range list {
				names, sum = append(names, d.Indicator), sum.Add(d.Points)
				if i+1 < len(list) && list[i+1].Reason == d.Reason {
					continue
				}
				out = append(out, line{"group": u.Group, "unit": u.Unit, "indicator": strings.Join(names, "、"), key: sum.StringFixed(c.Input.Scheme.Places), "reason": d.Reason})
				names, sum = nil, decimal.Zero
			}
		}
	}
	return out
}

// chart draws the final scores of a group.
func (p *page) chart(name string, of any) (string, error) {
	if p.c == nil {
		return "", nil
	}
	g, ok := of.(Group)
	l := p.c.Wording.layout.Charts[name]
	if !ok || l == nil {
		return "", fmt.Errorf("no chart %q of %T", name, of)
	}
	most := p.c.Input.Scheme.Total
	ch := document.Chart{Caption: strings.ReplaceAll(l.Caption, "{group}", g.Name)}
	for _, u := range g.units {
		final := number(u.Final)
		most = decimal.Max(most, final)
		ch.Labels = append(ch.Labels, u.Unit)
		ch.Values = append(ch.Values, max(final.InexactFloat64(), 0))
		ch.Texts = append(ch.Texts, u.Final)
	}
	ch.Max = most.InexactFloat64()
	return p.put(ch), nil
}
