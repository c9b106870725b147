package assess

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

// ask is a condition, with what it asks of scores: indicators by name, and the base (基础分: all that is no
// bonus); and all names and calls in it.
type ask struct {
	policy.Text
	names []string
	base  bool
	facts []string
	calls []policy.Literal
}

func (a ask) scores() bool { return a.base || len(a.names) > 0 }

// asks reads what a condition asks for.
func (p parser) asks(t policy.Text) ask {
	out := ask{Text: t}
	for _, l := range p.Literals(t) {
		if l.Name == "得分" {
			out.names = append(out.names, l.Text)
		}
		out.calls = append(out.calls, l)
	}
	for _, id := range p.Identifiers(t) {
		out.base = out.base || id.Value == "基础分"
		out.facts = append(out.facts, id.Value)
	}
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

// unmet says that a condition does not hold, and what it went by, with the places that show it.
func (a *account) unmet(ind *Indicator) (reason string, sources []finding.Place) {
	reason = a.Scheme.reasons["unmet"]
	if ind.Bonus {
		reason = a.Scheme.reasons["closed"]
	}
	values, sources := a.grounds(ind.asks[0])
	if len(values) == 0 {
		return reason + a.Scheme.reason("condition", "condition", ind.asks[0].Value), sources
	}
	return reason + a.Scheme.reason("condition_values", "condition", ind.asks[0].Value, "values", strings.Join(values, "，")), sources
}

// grounds are the values of all that a condition asks for, each once and in its order, and the places of events, problems
// and marks that it goes by.
func (a *account) grounds(q ask) (values []string, sources []finding.Place) {
	say := func(name, value string) {
		if text := name + " " + value; !slices.Contains(values, text) {
			values = append(values, text)
		}
	}
	for _, id := range q.facts {
		switch v := a.env[id].(type) {
		case int:
			say(id, itoa(v))
		case string:
			say(id, v)
		case float64:
			say(id, a.base.String())
		}
	}
	for _, l := range q.calls {
		switch l.Name {
		case "得分":
			say(l.Text, a.scores[l.Text].String())
		case "次数":
			events := a.eventsOf(l.Text)
			say(a.Scheme.words.Event[l.Text], itoa(len(events))+a.Scheme.words.Per["event"])
			for _, e := range events {
				if e.Place != (finding.Place{}) {
					sources = append(sources, e.Place)
				}
			}
		case "问题":
			say(l.Text, itoa(a.countOf(l.Text))+a.Scheme.words.Per["cell"])
			sources = append(sources, a.placesOf(l.Text)...)
		case "认定":
			if s, ok := a.Sources.of(l.Text, a.unit.Name); ok {
				say(l.Text, s.Points.String())
				sources = append(sources, s.At)
			}
		}
	}
	return values, sources
}

// placesOf are the places of findings of a code.
func (a *account) placesOf(code string) []finding.Place {
	var out []finding.Place
	for _, f := range a.found[a.unit.Name] {
		if MatchCode([]string{code}, f.Code) {
			for _, e := range a.events(f) {
				out = append(out, e.place)
			}
		}
	}
	return out
}
