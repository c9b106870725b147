package workbook

import (
	"strconv"
	"strings"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
)

// record is the hidden sheet by which the workbook can be read again once the
// office has filled it in: what stood in it, and by what words it speaks.
func (p *planView) record() sheet {
	l := p.Layout
	s := sheet{name: decision.PlanSheet, hidden: true, widths: []float64{12, 24, 24, 24, 24}}
	add := func(texts ...string) {
		r := row{height: 15}
		for _, t := range texts {
			r.cells = append(r.cells, cell{text: t})
		}
		s.rows = append(s.rows, r)
	}
	add(decision.PlanSheet, strconv.Itoa(decision.PlanVersion))
	add("matrix", l.Plan.Matrix.Name, l.Plan.Matrix.Total)
	add("open", l.Plan.Open.Name, strconv.Itoa(len(p.questions())))
	for _, c := range l.Plan.Open.Columns {
		add("column", c.Key.Value, c.Head)
	}
	for _, kind := range keys(l.Plan.Open.Kinds) {
		add("kind", kind, l.Plan.Open.Kinds[kind])
	}
	for _, role := range []duty.Role{duty.Lead, duty.Responsible, duty.Cooperating, duty.Volunteer} {
		add("role", string(role), l.Words.Symbol[string(role)], l.Words.Duty[string(role)])
	}
	for _, t := range p.tasks {
		add("item", t.Item.ID, itemHead(t.Item.ID), t.Task, t.Item.Requirement)
	}
	before := rolesOf(p.Base)
	for _, u := range p.units() {
		add("unit", u.Name)
		for _, t := range p.tasks {
			if a, ok := before[duo{u.Name, t.Item.ID}]; ok {
				add("duty", u.Name, t.Item.ID, string(a.Duty))
			}
		}
	}
	return s
}

// choices offers the roles in the cells of the matrix, and the units in the
// cells for answers.
func (p *planView) choices(matrix, open *sheet) {
	l := p.Layout
	var symbols []string
	for _, role := range []duty.Role{duty.Lead, duty.Responsible, duty.Cooperating} {
		symbols = append(symbols, l.Words.Symbol[string(role)])
	}
	if first, last := matrix.head+1, len(matrix.rows)-1; last >= first && len(p.tasks) > 0 {
		matrix.drops = append(matrix.drops, drop{area: ref(first, 3) + ":" + ref(last, 2+len(p.tasks)), options: symbols})
	}
	col := 0
	for i, c := range l.Plan.Open.Columns {
		if c.Key.Value == "answer" {
			col = i + 1
		}
	}
	if col == 0 || open.head == 0 {
		return
	}
	var units []string
	for _, u := range p.Roster.Active() {
		units = append(units, u.Name)
	}
	for i, r := range p.questions() {
		options := units
		if r.candidates != "" {
			options = strings.Split(r.candidates, "、")
		}
		at := ref(open.head+1+i, col)
		open.drops = append(open.drops, drop{area: at + ":" + at, options: options})
	}
}
