package workbook

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// Plan writes who must report on what: a matrix of units and items (任务分工), each
// unit's list (按单位) and what the office still has to decide (待决定). The office
// may change the matrix and answer the questions; decision.ReadPlan reads it
// again. It needs Layout, Table, Plan and Roster.
func Plan(w io.Writer, in Input) error {
	if in.Layout == nil {
		return errNoLayout
	}
	in.Base = cmp.Or(in.Base, in.Plan)
	p := planView{Input: &in, tasks: in.Table.Rows(), roles: rolesOf(in.Plan)}
	b, err := newBook(in.Layout, fill(in.Layout.Plan.Matrix.Title, in.values()), in.Office, in.created())
	if err != nil {
		return err
	}
	matrix, open := p.matrix(), p.open()
	p.choices(&matrix, &open)
	for _, s := range []sheet{matrix, p.byUnit(), open, p.record()} {
		if err := b.add(s); err != nil {
			return err
		}
	}
	return b.write(w)
}

func rolesOf(plan *duty.Plan) map[duo]duty.Assignment {
	roles := map[duo]duty.Assignment{}
	for _, a := range plan.Assignments {
		if k := (duo{a.Unit, a.Item}); roles[k].Duty == "" {
			roles[k] = a
		}
	}
	return roles
}

type planView struct {
	*Input
	tasks []tasktable.Row
	roles map[duo]duty.Assignment
}

// units are those of the roster that have a duty, or had one before the office
// changed the plan, then others in the order of the plan.
func (p *planView) units() []roster.Unit {
	var out []roster.Unit
	has := map[string]bool{}
	all := slices.Concat(p.Plan.Assignments, p.Base.Assignments)
	for _, a := range all {
		has[a.Unit] = true
	}
	for _, u := range p.Roster.Units {
		if has[u.Name] {
			out = append(out, u)
			delete(has, u.Name)
		}
	}
	for _, a := range all {
		if has[a.Unit] {
			out = append(out, roster.Unit{Name: a.Unit})
			delete(has, a.Unit)
		}
	}
	return out
}

func (p *planView) matrix() sheet {
	l := p.Layout
	m := l.Plan.Matrix
	s := sheet{name: m.Name, landscape: true, paper: paperSizes["A3"], onePage: true, widths: []float64{22, 11}}
	for range p.tasks {
		s.widths = append(s.widths, 4)
	}
	s.widths = append(s.widths, 5.5)
	s.rows = p.heading(m.Title, m.Subtitle+"　"+fill(m.Legend, map[string]string{"symbols": p.symbols()}), len(s.widths), false)
	s.rows[len(s.rows)-1].height = 0 // as many lines as it takes: the sheet is narrow when there are few tasks
	s.rows = append(s.rows, p.matrixHead()...)
	s.head, s.fixed = len(s.rows), 1
	for _, u := range p.units() {
		s.rows = append(s.rows, p.matrixRow(u))
	}
	s.rows = append(s.rows, p.matrixSum())
	return s
}

func (p *planView) symbols() string {
	var out []string
	words := p.Layout.Words
	for _, d := range []duty.Role{duty.Lead, duty.Responsible, duty.Cooperating} {
		out = append(out, fill(p.Layout.Plan.Matrix.Symbol, map[string]string{"symbol": words.Symbol[string(d)], "word": words.Duty[string(d)]}))
	}
	return strings.Join(out, "　")
}

// matrixHead is two rows: the items' titles, upright, and their numbers.
func (p *planView) matrixHead() []row {
	m := p.Layout.Plan.Matrix
	head := p.Layout.header()
	upward := head
	upward.upward, upward.bold, upward.size = true, false, 8
	small := head
	small.size = 8
	titles := row{cells: []cell{{style: head}, {style: head}}}
	numbers := row{cells: []cell{{text: m.Unit, style: head}, {text: m.Group, style: head}}, height: 28}
	longest := 0.0
	for _, t := range p.tasks {
		titles.cells = append(titles.cells, cell{text: t.Task, style: upward})
		numbers.cells = append(numbers.cells, cell{text: itemHead(t.Item.ID), style: small})
		n := 0.0
		for _, r := range t.Task {
			n += runeWidth(r)
		}
		longest = max(longest, n)
	}
	titles.height = min(max(longest*4.3+8, 60), 190)
	titles.cells = append(titles.cells, cell{style: head})
	numbers.cells = append(numbers.cells, cell{text: m.Total, style: small})
	return []row{titles, numbers}
}

// itemHead is an item over its narrow column.
func itemHead(id string) string { return strings.Replace(finding.ItemText(id), "（", "\n（", 1) }

func (p *planView) matrixRow(u roster.Unit) row {
	l := p.Layout
	r := row{cells: []cell{{text: u.Name, style: l.body()}, {text: u.Group, style: l.centre()}}}
	n := 0
	for _, t := range p.tasks {
		c := cell{style: l.centre()}
		if a, ok := p.roles[duo{u.Name, t.Item.ID}]; ok {
			n++
			c.text = l.Words.Symbol[string(a.Duty)]
		}
		r.cells = append(r.cells, c)
	}
	sum := count(n)
	sum.style = l.centre().decimal("", 0)
	r.cells = append(r.cells, sum)
	return r
}

func (p *planView) matrixSum() row {
	l := p.Layout
	st := l.centre().filled(l.Colours["chapter"]).decimal("", 0)
	st.size = 9
	name := l.centre().filled(l.Colours["chapter"])
	r := row{cells: []cell{{text: l.Plan.Matrix.Total, style: name}, {style: name}}}
	all := 0
	units := p.units()
	for _, t := range p.tasks {
		n := 0
		for _, u := range units {
			if _, ok := p.roles[duo{u.Name, t.Item.ID}]; ok {
				n++
			}
		}
		all += n
		c := count(n)
		c.style = st
		r.cells = append(r.cells, c)
	}
	c := count(all)
	c.style = st
	r.cells = append(r.cells, c)
	return r
}

// planRow is an assignment with its task.
type planRow struct {
	unit roster.Unit
	task tasktable.Row
	of   duty.Assignment
	duty string
}

var planColumns = map[string]func(planRow) cell{
	"unit":        func(r planRow) cell { return cell{text: r.unit.Name, keep: true} },
	"group":       func(r planRow) cell { return plain(r.unit.Group) },
	"item":        func(r planRow) cell { return cell{text: finding.ItemText(r.of.Item), keep: true} },
	"duty":        func(r planRow) cell { return plain(r.duty) },
	"task":        func(r planRow) cell { return plain(r.task.Task) },
	"requirement": func(r planRow) cell { return plain(r.task.Item.Requirement) },
	"deadline":    func(r planRow) cell { return plain(deadlines(r.task.Item.Deadlines)) },
	"via":         func(r planRow) cell { return plain(r.of.Via) },
}

func (p *planView) byUnit() sheet {
	var rows []planRow
	for _, u := range p.units() {
		for _, t := range p.tasks {
			if a, ok := p.roles[duo{u.Name, t.Item.ID}]; ok {
				rows = append(rows, planRow{u, t, a, word(p.Layout.Words.Duty, string(a.Duty))})
			}
		}
	}
	return tableSheet(p.Input, p.Layout.Plan.Units, p.Layout.Plan.Subtitle, planColumns, rows)
}

// openRow is something that the office has to decide. Its columns are those of
// decisions.xlsx, so that an answer can be copied over.
type openRow struct {
	kind, item, role, text, why, candidates string

	answer decision.Basis // with the units in units
	units  string
	colour string // of the cells to fill in
}

var openColumns = map[string]func(openRow) cell{
	"kind":       func(r openRow) cell { return plain(r.kind) },
	"item":       func(r openRow) cell { return plain(finding.ItemText(r.item)) },
	"role":       func(r openRow) cell { return plain(r.role) },
	"text":       func(r openRow) cell { return plain(r.text) },
	"why":        func(r openRow) cell { return plain(r.why) },
	"candidates": func(r openRow) cell { return plain(r.candidates) },
	"answer":     func(r openRow) cell { return r.fillIn(r.units) },
	"by":         func(r openRow) cell { return r.fillIn(r.answer.By) },
	"date":       func(r openRow) cell { return r.fillIn(r.answer.Date) },
	"reason":     func(r openRow) cell { return r.fillIn(r.answer.Reason) },
}

// fillIn is a cell that the office fills in.
func (r openRow) fillIn(text string) cell { return cell{text: text, style: style{fill: r.colour}} }

func (p *planView) open() sheet {
	return tableSheet(p.Input, p.Layout.Plan.Open.Page, p.Layout.Plan.Open.Subtitle, openColumns, p.questions())
}

func (p *planView) questions() []openRow {
	o := p.Layout.Plan.Open
	var rows []openRow
	if p.Filled != nil {
		rows = p.answered()
	}
	for _, u := range p.Plan.Undecided {
		why := o.Undecided
		if len(u.Groups) > 0 {
			why = fill(o.Empty, map[string]string{"groups": strings.Join(u.Groups, "”“")})
		}
		rows = append(rows, openRow{kind: o.Kinds["undecided"], item: u.Item, role: word(p.Layout.Words.Duty, string(u.Duty)), text: u.Text, why: why,
			colour: p.Layout.Colours["answer"]})
	}
	at := map[string]int{} // one question for a name, whatever the tasks it stands in
	for _, u := range p.Plan.Unknown {
		item := finding.ItemText(u.Item)
		if i, ok := at[u.Text]; ok {
			if !slices.Contains(strings.Split(rows[i].item, "、"), item) {
				rows[i].item += "、" + item
			}
			continue
		}
		r := openRow{kind: o.Kinds["unknown"], item: item, text: u.Text, why: o.Unknown, candidates: strings.Join(u.Candidates, "、"), colour: p.Layout.Colours["answer"]}
		if u.Retired {
			r.why = o.Retired
		}
		at[u.Text] = len(rows)
		rows = append(rows, r)
	}
	return rows
}

// answered are the questions that the office answered in the workbook before.
func (p *planView) answered() []openRow {
	o := p.Layout.Plan.Open
	var rows []openRow
	for _, d := range p.Filled.Duties {
		if d.Text != "" && d.Role == decision.AnyRole {
			rows = append(rows, openRow{kind: o.Kinds["unknown"], text: d.Text, why: o.Unknown, units: strings.Join(d.Units, "、"), answer: d.Basis, colour: p.Layout.Colours["answer"]})
		} else if d.Text != "" {
			rows = append(rows, openRow{kind: o.Kinds["undecided"], item: d.Item, role: word(p.Layout.Words.Duty, d.Role), text: d.Text, why: o.Undecided,
				units: cmp.Or(strings.Join(d.Units, "、"), "无"), answer: d.Basis, colour: p.Layout.Colours["answer"]})
		}
	}
	for _, d := range p.Filled.Identities {
		rows = append(rows, openRow{kind: o.Kinds["unknown"], text: d.Written, why: o.Unknown, units: cmp.Or(d.Unit, "无"), answer: d.Basis,
			colour: p.Layout.Colours["answer"]})
	}
	return rows
}
