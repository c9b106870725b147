package assess

import (
	"slices"
	"strings"

	"zwgk/pkg/form"
	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

// measures are the ways of computing an indicator, and the parameters of each.
var measures = map[string][]string{
	"timely":     {"late", "per_day"},
	"complete":   {},
	"completion": {"points", "weights"},
	"evidence":   {"of"},
	"findings":   {"deduct"},
}

var measureNames = []string{"timely", "complete", "completion", "evidence", "findings"}

func (p parser) indicators(list []indicatorFile, total decimal.Decimal, at policy.Pos) ([]Indicator, error) {
	var out []Indicator
	sum := decimal.Zero
	for _, in := range list {
		ind, err := p.indicator(in)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(o Indicator) bool { return o.Name == ind.Name }) {
			return nil, p.Errorf(in.Name.Pos, nil, "指标 “%s” 写了两次", ind.Name)
		}
		sum = sum.Add(ind.Weight)
		out = append(out, ind)
	}
	if !sum.Equal(total) {
		return nil, p.Errorf(at, nil, "各指标的 weight 加起来是 %s，与总分 %s 不符", sum, total)
	}
	return out, nil
}

func (p parser) indicator(in indicatorFile) (Indicator, error) {
	if in.Name.Value == "" {
		return Indicator{}, p.Errorf(textAt(in.Name, in.Measure.Pos).Pos, nil, "指标没有写 name（名称）")
	}
	out := Indicator{Name: in.Name.Value, Clause: in.Clause.Value, Measure: in.Measure.Value}
	var err error
	if out.Weight, err = p.number(textAt(in.Weight, in.Name.Pos), "指标 “"+out.Name+"” 的 weight（分值）"); err != nil {
		return out, err
	}
	allowed, ok := measures[out.Measure]
	if !ok {
		return out, p.Errorf(textAt(in.Measure, in.Name.Pos).Pos, measureNames, "指标 “%s” 的 measure 写的是 “%s”，没有这种算法", out.Name, out.Measure)
	}
	for _, given := range in.given() {
		if !slices.Contains(allowed, given.Value) {
			return out, p.Errorf(given.Pos, allowed, "指标 “%s” 的算法 %s 用不着 %s", out.Name, out.Measure, given)
		}
	}
	return out, p.parameters(&out, in)
}

// given lists the parameters that are written, by name, with their places.
func (in indicatorFile) given() []policy.Text {
	var out []policy.Text
	note := func(name string, at policy.Pos) { out = append(out, policy.Text{Value: name, Pos: at}) }
	if in.Late.Pos.Line > 0 {
		note("late", in.Late.Pos)
	}
	if in.PerDay.Pos.Line > 0 {
		note("per_day", in.PerDay.Pos)
	}
	if in.Points != nil {
		note("points", textAt(in.Points.Done, in.Measure.Pos).Pos)
	}
	if in.Weights != nil {
		note("weights", textAt(in.Weights.Lead, in.Measure.Pos).Pos)
	}
	if len(in.Of) > 0 {
		note("of", in.Of[0].Pos)
	}
	if len(in.Deduct) > 0 {
		note("deduct", textAt(in.Deduct[0].Points, in.Measure.Pos).Pos)
	}
	return out
}

func (p parser) parameters(ind *Indicator, in indicatorFile) (err error) {
	switch ind.Measure {
	case "timely":
		if ind.late, err = p.optional(in.Late, "late（迟报扣分）", decimal.Zero); err != nil {
			return err
		}
		ind.perDay, err = p.optional(in.PerDay, "per_day（每天扣分）", decimal.Zero)
	case "completion":
		if err = p.points(ind, in); err != nil {
			return err
		}
		err = p.weights(ind, in.Weights)
	case "evidence":
		err = p.statuses(ind, in)
	case "findings":
		err = p.deductions(ind, in)
	}
	return err
}

func (p parser) points(ind *Indicator, in indicatorFile) error {
	if in.Points == nil {
		return p.Errorf(in.Measure.Pos, nil, "指标 “%s” 没有写 points（每种完成情况折合多少）", ind.Name)
	}
	ind.points = map[string]decimal.Decimal{}
	ind.byProgress = in.Points.Ongoing.Value == "progress"
	for _, t := range []struct {
		name string
		text policy.Text
	}{{string(form.Done), in.Points.Done}, {string(form.Ongoing), in.Points.Ongoing}, {"unstated", in.Points.Unstated},
		{string(form.NotStarted), in.Points.NotStarted}, {string(form.UnknownStatus), in.Points.Unknown}} {
		if t.name == string(form.Ongoing) && ind.byProgress {
			continue
		}
		d, err := p.optional(t.text, "points 的 "+t.name, decimal.Zero)
		if err != nil {
			return err
		}
		if d.GreaterThan(decimal.NewFromInt(1)) {
			return p.Errorf(t.text.Pos, nil, "points 的 %s 应在 0 到 1 之间，写的是 “%s”", t.name, t.text)
		}
		ind.points[t.name] = d
	}
	return nil
}

func (p parser) weights(ind *Indicator, in *weightsFile) error {
	if in == nil {
		return nil
	}
	ind.weights = map[string]decimal.Decimal{}
	for _, t := range []struct {
		name string
		text policy.Text
	}{{"lead", in.Lead}, {"responsible", in.Responsible}, {"cooperating", in.Cooperating}} {
		d, err := p.optional(t.text, "weights 的 "+t.name, decimal.NewFromInt(1))
		if err != nil {
			return err
		}
		if d.IsZero() {
			return p.Errorf(t.text.Pos, nil, "weights 的 %s 要大于 0", t.name)
		}
		ind.weights[t.name] = d
	}
	return nil
}

var statusNames = []string{string(form.Done), string(form.Ongoing), string(form.NotStarted), string(form.UnknownStatus)}

func (p parser) statuses(ind *Indicator, in indicatorFile) error {
	if len(in.Of) == 0 {
		return p.Errorf(in.Measure.Pos, statusNames, "指标 “%s” 没有写 of（哪几种完成情况要有佐证）", ind.Name)
	}
	for _, t := range in.Of {
		if !slices.Contains(statusNames, t.Value) {
			return p.Errorf(t.Pos, statusNames, "of 里写的是 “%s”，没有这种完成情况", t)
		}
		ind.of = append(ind.of, t.Value)
	}
	return nil
}

var (
	severities = []string{"error", "warning", "info"}
	perNames   = []string{"cell", "item", "finding"}
)

func (p parser) deductions(ind *Indicator, in indicatorFile) error {
	if len(in.Deduct) == 0 {
		return p.Errorf(in.Measure.Pos, nil, "指标 “%s” 没有写 deduct（哪些问题扣分）", ind.Name)
	}
	for _, d := range in.Deduct {
		one, err := p.deduction(d, in.Measure.Pos)
		if err != nil {
			return err
		}
		ind.deduct = append(ind.deduct, one)
	}
	return nil
}

func (p parser) deduction(in deductFile, at policy.Pos) (deduction, error) {
	out := deduction{per: in.Per.Value}
	at = textAt(in.Points, at).Pos
	if len(in.Codes) == 0 {
		return out, p.Errorf(at, nil, "扣分没有写 codes（哪些问题）")
	}
	for _, c := range in.Codes {
		if !codePattern(c.Value) {
			return out, p.Errorf(c.Pos, nil, "代码应为 V01、V* 或 * 的样子，写的是 “%s”", c)
		}
		out.codes = append(out.codes, c.Value)
	}
	for _, s := range in.Severity {
		if !slices.Contains(severities, s.Value) {
			return out, p.Errorf(s.Pos, severities, "severity 里写的是 “%s”", s)
		}
		out.severity = append(out.severity, s.Value)
	}
	if !slices.Contains(perNames, out.per) {
		return out, p.Errorf(textAt(in.Per, at).Pos, perNames, "per（按什么计）写的是 “%s”", out.per)
	}
	var err error
	if out.points, err = p.number(textAt(in.Points, at), "points（扣分）"); err != nil || in.Cap.Value == "" {
		return out, err
	}
	limit, err := p.number(in.Cap, "cap（最多扣）")
	out.cap = &limit
	return out, err
}

// codePattern tells that a text is a code, or the beginning of one with a star.
func codePattern(s string) bool {
	head, star := strings.CutSuffix(s, "*")
	if !star && len(s) != 3 || len(head) > 3 {
		return false
	}
	for i, c := range head {
		if i == 0 && (c < 'A' || c > 'Z') || i > 0 && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
