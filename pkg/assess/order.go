package assess

import (
	"slices"
	"strings"

	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

// ask is a condition of an indicator, with what it asks of scores: indicators by name, and the base
// (基础分: all that is no bonus).
type ask struct {
	policy.Text
	names []string
	base  bool
}

func (a ask) scores() bool { return a.base || len(a.names) > 0 }

// asks reads what a condition asks for.
func (p parser) asks(t policy.Text) ask {
	out := ask{Text: t}
	for _, l := range p.Literals(t) {
		if l.Name == "得分" {
			out.names = append(out.names, l.Text)
		}
	}
	out.base = slices.ContainsFunc(p.Identifiers(t), func(id policy.Text) bool { return id.Value == "基础分" })
	return out
}

// order is the tree of indicators as conditions depend on each other.
type order struct {
	parser
	indicators []Indicator
	byName     map[string]*Indicator
	above      map[*Indicator][]*Indicator // from the top
	done       map[*Indicator]bool
	path       []*Indicator
}

// ordered refuses conditions that wait for each other: an indicator that counts only when its own points, or a base
// that it is part of, are so many. It returns how many indicators have conditions that ask for scores, which is
// how often, at most, scores are computed until all conditions are settled.
func (p parser) ordered(list []Indicator) (asking int, err error) {
	o := &order{p, list, map[string]*Indicator{}, map[*Indicator][]*Indicator{}, map[*Indicator]bool{}, nil}
	o.note(list, nil)
	for _, ind := range all(list) {
		if slices.ContainsFunc(ind.asks, ask.scores) {
			asking++
		}
		if err := o.visit(ind, ask{}); err != nil {
			return 0, err
		}
	}
	return asking, nil
}

func (o *order) note(list []Indicator, above []*Indicator) {
	for i := range list {
		ind := &list[i]
		o.byName[ind.Name], o.above[ind] = ind, above
		o.note(ind.Parts, append(slices.Clone(above), ind))
	}
}

// visit goes through all that the points of an indicator depend on; by is the condition that asks for it.
func (o *order) visit(ind *Indicator, by ask) error {
	if slices.Contains(o.path, ind) {
		return o.Errorf(by.Pos, nil, "条件绕了回来：“%s”的得分要看这个条件，这个条件又要看“%s”的得分。条件里的基础分和得分，不能包含指标自己", ind.Name, ind.Name)
	}
	if o.done[ind] {
		return nil
	}
	o.path = append(o.path, ind)
	for i := range ind.Parts {
		if err := o.visit(&ind.Parts[i], by); err != nil {
			return err
		}
	}
	asks := slices.Clone(ind.asks)
	for _, a := range o.above[ind] { // what closes an indicator closes its parts
		asks = append(asks, a.asks...)
	}
	for _, a := range asks {
		if err := o.follow(a); err != nil {
			return err
		}
	}
	o.path = o.path[:len(o.path)-1]
	o.done[ind] = true
	return nil
}

func (o *order) follow(a ask) error {
	for _, name := range a.names {
		if ind := o.byName[name]; ind != nil {
			if err := o.visit(ind, a); err != nil {
				return err
			}
		}
	}
	if !a.base {
		return nil
	}
	for i := range o.indicators {
		if ind := &o.indicators[i]; !ind.Bonus {
			if err := o.visit(ind, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle adds up the whole tree, again and again until no condition finds other scores than it went by. As conditions do
// not wait for each other, each time one more of those in a row is right.
func (a *account) settle() (t *tally, lines []result, points decimal.Decimal) {
	if a.Scheme.conditional {
		a.known(map[string]decimal.Decimal{}, decimal.Zero)
	}
	t, lines, points = a.tally()
	for range a.Scheme.asking {
		a.known(t.scores, t.base)
		again, more, sum := a.tally()
		settled := again.base.Equal(t.base) && sum.Equal(points) && sameScores(again.scores, t.scores)
		if t, lines, points = again, more, sum; settled {
			break
		}
	}
	if a.Scheme.conditional { // for corrections and vetoes
		a.known(t.scores, t.base)
	}
	return t, lines, points
}

// known lets conditions go by these scores.
func (a *account) known(scores map[string]decimal.Decimal, base decimal.Decimal) {
	a.scores, a.base, a.env = scores, base, a.gates(scores, base)
}

func sameScores(a, b map[string]decimal.Decimal) bool {
	if len(a) != len(b) {
		return false
	}
	for name, d := range a {
		if other, ok := b[name]; !ok || !d.Equal(other) {
			return false
		}
	}
	return true
}

// unmet says that a condition does not hold, and what it went by.
func (a *account) unmet(ind *Indicator) string {
	reason := a.Scheme.reasons["unmet"]
	if ind.Bonus {
		reason = a.Scheme.reasons["closed"]
	}
	var found []string
	for _, q := range ind.asks[:1] {
		if q.base {
			found = append(found, "基础分 "+a.base.String())
		}
		for _, name := range q.names {
			found = append(found, name+" "+a.scores[name].String())
		}
	}
	if len(found) == 0 {
		return reason + a.Scheme.reason("condition", "condition", ind.asks[0].Value)
	}
	return reason + a.Scheme.reason("condition_values", "condition", ind.asks[0].Value, "values", strings.Join(found, "，"))
}
