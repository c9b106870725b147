package assess

import (
	"cmp"
	"maps"
	"slices"

	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

// above names the indicator that others are parts of, "" for none.
func above(of string) string {
	if of == "" {
		return ""
	}
	return of + "下面"
}

// indicators reads the parts of an indicator, or with of "" those of the first level; their
// weights, those of bonuses left out, add up to most.
func (p parser) indicators(list []indicatorFile, most decimal.Decimal, of string, at policy.Pos) ([]Indicator, error) {
	var out []Indicator
	sum := decimal.Zero
	for _, in := range list {
		ind, err := p.indicator(in)
		if err != nil {
			return nil, err
		}
		if !ind.Bonus {
			sum = sum.Add(ind.Weight)
		}
		out = append(out, ind)
	}
	if !sum.Equal(most) {
		return nil, p.Errorf(at, nil, "%s各指标的 weight 加起来是 %s，与%s %s 不符", above(of), sum, cmp.Or(of, "总分"), most)
	}
	return out, nil
}

func (p parser) indicator(in indicatorFile) (Indicator, error) {
	if in.Name.Value == "" {
		return Indicator{}, p.Errorf(textAt(in.Name, in.Measure.Pos).Pos, nil, "指标没有写 name（名称）")
	}
	out := Indicator{Name: in.Name.Value, Clause: in.Clause.Value, Measure: in.Measure.Value, tasks: in.Tasks}
	var err error
	if out.Weight, err = p.number(textAt(in.Weight, in.Name.Pos), "指标 “"+out.Name+"” 的 weight（分值）"); err != nil {
		return out, err
	}
	if -out.Weight.Exponent() > p.places && !out.Weight.Equal(out.Weight.Round(p.places)) {
		return out, p.Errorf(in.Weight.Pos, nil, "指标 “%s” 的分值 %s 比 places（%d 位小数）还细", out.Name, out.Weight, p.places)
	}
	if out.Bonus, err = p.yes(in.Bonus, "bonus"); err != nil {
		return out, err
	}
	if out.when, err = p.condition(in.When); err != nil {
		return out, err
	}
	if out.when != nil {
		out.asks = append(out.asks, p.asks(in.When))
	}
	if len(in.Parts) > 0 {
		return out, p.parent(&out, in)
	}
	if in.Scale.Value != "" {
		return out, p.Errorf(in.Scale.Pos, nil, "指标 “%s” 没有 parts，用不着 scale", out.Name)
	}
	return out, p.leaf(&out, in)
}

// parent reads the parts of an indicator; a cap above that of the indicator is a slip.
func (p parser) parent(out *Indicator, in indicatorFile) (err error) {
	in.Parts = inherit(in.Parts, in.Tasks)
	if in.Measure.Value != "" {
		return p.Errorf(in.Measure.Pos, nil, "指标 “%s” 由 parts 相加，不能再写 measure", out.Name)
	}
	if out.Of, err = p.optional(in.Scale, "指标 “"+out.Name+"” 的 scale（下级指标的总分）", out.Weight); err != nil {
		return err
	}
	if out.capped = out.Bonus && in.Scale.Value == ""; out.capped {
		if out.Of, err = p.weightsOf(in.Parts); err != nil {
			return err
		}
	}
	if out.Parts, err = p.indicators(in.Parts, out.Of, "“"+out.Name+"”", in.Name.Pos); err != nil {
		return err
	}
	for i, part := range out.Parts {
		most := out.Of
		if out.capped {
			most = out.Weight
		}
		if part.Weight.GreaterThan(most) {
			return p.Errorf(in.Parts[i].Weight.Pos, nil, "“%s” 的分值 %s 超过了上级 “%s” 的 %s", part.Name, part.Weight, out.Name, most)
		}
	}
	return nil
}

// weightsOf adds up the weights of a list.
func (p parser) weightsOf(list []indicatorFile) (sum decimal.Decimal, err error) {
	for _, in := range list {
		w, err := p.number(textAt(in.Weight, in.Name.Pos), "指标 “"+in.Name.Value+"” 的 weight（分值）")
		if err != nil {
			return sum, err
		}
		sum = sum.Add(w)
	}
	return sum, nil
}

func (p parser) leaf(out *Indicator, in indicatorFile) error {
	allowed, ok := measures[out.Measure]
	if !ok {
		return p.Errorf(textAt(in.Measure, in.Name.Pos).Pos, measureNames, "指标 “%s” 的 measure 写的是 “%s”，没有这种算法", out.Name, out.Measure)
	}
	for _, given := range in.given() {
		if !slices.Contains(allowed, given.Value) {
			return p.Errorf(given.Pos, allowed, "指标 “%s” 的算法 %s 用不着 %s", out.Name, out.Measure, given)
		}
	}
	return p.parameters(out, in)
}

// named verifies that no two indicators of a tree have one name: accounts go by it.
func (p parser) named(list []indicatorFile, seen map[string]bool) error {
	for _, in := range list {
		if seen[in.Name.Value] {
			return p.Errorf(in.Name.Pos, nil, "指标 “%s” 写了两次", in.Name)
		}
		seen[in.Name.Value] = true
		if err := p.named(in.Parts, seen); err != nil {
			return err
		}
	}
	return nil
}

func (p parser) yes(t policy.Text, what string) (bool, error) {
	switch t.Value {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	}
	return false, p.Errorf(t.Pos, []string{"true", "false"}, "%s 写的是 “%s”", what, t)
}

// condition compiles a condition of the scheme; nil for none. What it asks for by name must be there:
// a slip would make a condition that never holds.
func (p parser) condition(t policy.Text) (*policy.Condition, error) {
	if t.Value == "" {
		return nil, nil
	}
	c, err := p.Condition(t, gateNames())
	if err != nil {
		return nil, err
	}
	if at, ok := p.Arithmetic(t); ok {
		return nil, p.Errorf(at, nil, "条件只能比较，不做加减乘除")
	}
	p.scheme.conditional = true
	for _, l := range p.Literals(t) {
		if err := p.literal(l); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (p parser) literal(l policy.Literal) error {
	var known []string
	switch l.Name {
	case "认定":
		if !slices.Contains(p.scheme.asked, l.Text) {
			p.scheme.asked = append(p.scheme.asked, l.Text)
		}
		return nil
	case "问题":
		if !codePattern(l.Text) {
			return p.Errorf(l.Pos, nil, "问题后面的代码应为 V01、V* 或 * 的样子，写的是 “%s”", l.Text)
		}
		p.scheme.codes = append(p.scheme.codes, policy.Text{Value: l.Text, Pos: l.Pos})
		return nil
	case "次数":
		known = EventKinds
	case "得分":
		known = slices.Sorted(maps.Keys(p.names))
	case "组别":
		for _, g := range p.scheme.Groups {
			known = append(known, g.Name)
		}
	default:
		return nil
	}
	if !slices.Contains(known, l.Text) {
		return p.Errorf(l.Pos, known, "%s里没有 “%s”", l.Name, l.Text)
	}
	return nil
}
