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
	"complete":   {"steps", "tasks"},
	"completion": {"points", "weights", "steps", "tasks"},
	"on_time":    {"weights", "steps", "tasks"},
	"evidence":   {"of", "steps", "tasks"},
	"items":      {"points", "each", "proof", "tasks"},
	"findings":   {"deduct", "tasks"},
	"count":      {"codes", "severity", "per", "steps", "tasks"},
	"lights":     {"lights", "tasks"},
	"source":     {"source", "out_of"},
}

var measureNames = []string{"timely", "complete", "completion", "on_time", "evidence", "items", "findings", "count", "lights", "source"}

// given lists the parameters that are written, by name, with their places.
func (in indicatorFile) given() []policy.Text {
	var out []policy.Text
	note := func(name string, at policy.Pos) { out = append(out, policy.Text{Value: name, Pos: at}) }
	if len(in.Tasks) > 0 {
		note("tasks", in.Tasks[0].Pos)
	}
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
	if in.Lights != nil {
		note("lights", in.Measure.Pos)
	}
	if in.Each != nil {
		note("each", in.Measure.Pos)
	}
	if len(in.Steps) > 0 {
		note("steps", textAt(in.Steps[0].Points, in.Measure.Pos).Pos)
	}
	if len(in.Codes) > 0 {
		note("codes", in.Codes[0].Pos)
	}
	if len(in.Severity) > 0 {
		note("severity", in.Severity[0].Pos)
	}
	for _, t := range []struct {
		name string
		text policy.Text
	}{{"proof", in.Proof}, {"source", in.Source}, {"out_of", in.OutOf}, {"per", in.Per}} {
		if t.text.Pos.Line > 0 {
			note(t.name, t.text.Pos)
		}
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
	case "on_time":
		err = p.weights(ind, in.Weights)
	case "evidence":
		err = p.statuses(ind, in)
	case "items":
		if err = p.points(ind, in); err != nil {
			return err
		}
		err = p.each(ind, in)
	case "findings":
		err = p.deductions(ind, in)
	case "count":
		err = p.counted(ind, in)
	case "lights":
		err = p.byLight(ind, in)
	case "source":
		err = p.fromSource(ind, in)
	}
	if err != nil {
		return err
	}
	return p.steps(ind, in)
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
		done := ind.points[string(form.Done)] // the first of them
		if t.name != string(form.Done) && d.GreaterThan(done) {
			return p.Errorf(t.text.Pos, nil, "points 的 %s 是 %s，不能大于 done（已完成）的 %s：完成的不能比没有完成的得分少", t.name, d, done)
		}
		ind.points[t.name] = d
	}
	if done := ind.points[string(form.Done)]; ind.byProgress && done.LessThan(one) {
		return p.Errorf(in.Points.Ongoing.Pos, nil, "ongoing 写 progress 的，done（已完成）应当是 1，现在是 %s", done)
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
	if !slices.Contains(ind.of, string(form.Done)) {
		return p.Errorf(in.Of[0].Pos, nil, "of 里要有 done（已完成）：否则任务完成了，它的佐证反而不算")
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
		if one.event != "" && len(in.Tasks) > 0 {
			return p.Errorf(d.Event.Pos, nil, "指标 “%s” 写了 tasks，只算某些任务的问题；event（%s）不分任务，请另立一个指标", ind.Name, one.event)
		}
		if one.doubled != nil {
			ind.asks = append(ind.asks, p.asks(d.Doubled))
		}
		ind.deduct = append(ind.deduct, one)
	}
	return nil
}

func (p parser) deduction(in deductFile, at policy.Pos) (deduction, error) {
	out := deduction{per: in.Per.Value, event: in.Event.Value}
	at = textAt(in.Points, at).Pos
	var err error
	if out.doubled, err = p.condition(in.Doubled); err != nil {
		return out, err
	}
	switch {
	case out.event != "" && !slices.Contains(EventKinds, out.event):
		return out, p.Errorf(in.Event.Pos, EventKinds, "event（哪种情况）写的是 “%s”", out.event)
	case out.event != "" && (len(in.Codes) > 0 || out.per != "" || len(in.Severity) > 0):
		return out, p.Errorf(in.Event.Pos, nil, "写了 event 的，不再写 codes、severity 和 per")
	case out.event == "":
		if err := p.problems(in.Codes, in.Severity, textAt(in.Per, at), &out.codes, &out.severity, at); err != nil {
			return out, err
		}
	}
	if out.points, err = p.number(textAt(in.Points, at), "points（扣分）"); err != nil || in.Cap.Value == "" {
		return out, err
	}
	limit, err := p.number(in.Cap, "cap（最多扣）")
	out.cap = &limit
	return out, err
}

// problems reads what findings count and by what they are counted.
func (p parser) problems(codes, severity []policy.Text, per policy.Text, into, intoSeverity *[]string, at policy.Pos) error {
	if len(codes) == 0 {
		return p.Errorf(at, nil, "没有写 codes（哪些问题）")
	}
	for _, c := range codes {
		if !codePattern(c.Value) {
			return p.Errorf(c.Pos, nil, "代码应为 V01、V* 或 * 的样子，写的是 “%s”", c)
		}
		p.scheme.codes = append(p.scheme.codes, c)
		*into = append(*into, c.Value)
	}
	for _, s := range severity {
		if !slices.Contains(severities, s.Value) {
			return p.Errorf(s.Pos, severities, "severity 里写的是 “%s”", s)
		}
		*intoSeverity = append(*intoSeverity, s.Value)
	}
	if !slices.Contains(perNames, per.Value) {
		return p.Errorf(per.Pos, perNames, "per（按什么计）写的是 “%s”", per)
	}
	return nil
}

// counted reads an indicator that goes by the number of problems.
func (p parser) counted(ind *Indicator, in indicatorFile) error {
	if len(in.Steps) == 0 {
		return p.Errorf(in.Measure.Pos, nil, "指标 “%s” 没有写 steps（几处得几分）", ind.Name)
	}
	ind.per = in.Per.Value
	one := deduction{}
	err := p.problems(in.Codes, in.Severity, textAt(in.Per, in.Measure.Pos), &one.codes, &one.severity, in.Measure.Pos)
	one.per = ind.per
	ind.deduct = []deduction{one}
	return err
}

// byLight reads what share of an item each light gives, from 0 to 1.
func (p parser) byLight(ind *Indicator, in indicatorFile) (err error) {
	if in.Lights == nil {
		return p.Errorf(in.Measure.Pos, nil, "指标 “%s” 没有写 lights（每种灯折合多少）", ind.Name)
	}
	ind.points = map[string]decimal.Decimal{LightDone: one}
	most := one
	for _, t := range []struct {
		name string
		text policy.Text
	}{{LightGreen, in.Lights.Green}, {LightYellow, in.Lights.Yellow}, {LightRed, in.Lights.Red}} {
		if ind.points[t.name], err = p.optional(t.text, "lights 的 "+t.name, decimal.Zero); err != nil {
			return err
		}
		if ind.points[t.name].GreaterThan(one) {
			return p.Errorf(t.text.Pos, nil, "lights 的 %s 应在 0 到 1 之间，写的是 “%s”", t.name, t.text)
		}
		if ind.points[t.name].GreaterThan(most) {
			return p.Errorf(t.text.Pos, nil, "lights 的 %s 是 %s，不能大于前一种灯的 %s", t.name, t.text, most)
		}
		most = ind.points[t.name]
	}
	return nil
}

func (p parser) fromSource(ind *Indicator, in indicatorFile) (err error) {
	if ind.source = in.Source.Value; ind.source == "" {
		return p.Errorf(in.Measure.Pos, nil, "指标 “%s” 没有写 source（分数表里的栏名）", ind.Name)
	}
	if ind.outOf, err = p.optional(in.OutOf, "out_of（分数表里的满分）", ind.Weight); err == nil && !ind.outOf.IsPositive() {
		return p.Errorf(in.OutOf.Pos, nil, "out_of（分数表里的满分）要大于 0")
	}
	return err
}

// each reads how many points an item is worth.
func (p parser) each(ind *Indicator, in indicatorFile) (err error) {
	if in.Each == nil {
		return p.Errorf(in.Measure.Pos, nil, "指标 “%s” 没有写 each（每项任务几分）", ind.Name)
	}
	ind.each = map[string]decimal.Decimal{}
	other, err := p.optional(in.Each.Other, "each 的 other", decimal.Zero)
	if err != nil {
		return err
	}
	ind.each[""] = other
	for _, t := range []struct {
		name string
		text policy.Text
	}{{"lead", in.Each.Lead}, {"responsible", in.Each.Responsible}, {"cooperating", in.Each.Cooperating}} {
		if ind.each[t.name], err = p.optional(t.text, "each 的 "+t.name, other); err != nil {
			return err
		}
	}
	ind.proof, err = p.yes(in.Proof, "proof")
	return err
}

// steps reads a ladder: of shares from high to low by from, of counts from low to high by to. The
// last step has no bound, and what is below or above all others falls to it.
func (p parser) steps(ind *Indicator, in indicatorFile) error {
	for i, t := range in.Steps {
		points, err := p.number(t.Points, "steps 的 points")
		if err != nil {
			return err
		}
		if points.GreaterThan(ind.Weight) {
			return p.Errorf(t.Points.Pos, nil, "steps 的 points 不能超过指标 “%s” 的分值 %s", ind.Name, ind.Weight)
		}
		bound, name, other := t.From, "from", t.To
		if ind.Measure == "count" {
			bound, name, other = t.To, "to", t.From
		}
		switch last := i == len(in.Steps)-1; {
		case other.Value != "":
			return p.Errorf(other.Pos, nil, "指标 “%s” 的 steps 要写 %s", ind.Name, name)
		case last && bound.Value != "":
			return p.Errorf(bound.Pos, nil, "steps 的最后一档不写 %s，其余的都归它", name)
		case last:
			ind.steps = append(ind.steps, step{points: points})
			return p.falling(ind.steps, t)
		}
		at, err := p.number(textAt(bound, t.Points.Pos), "steps 的 "+name)
		if err != nil {
			return err
		}
		if before := len(ind.steps) - 1; before >= 0 && (name == "from") == at.GreaterThanOrEqual(ind.steps[before].at) {
			return p.Errorf(bound.Pos, nil, "steps 的 %s 要依次%s", name, map[string]string{"from": "减小", "to": "增大"}[name])
		}
		ind.steps = append(ind.steps, step{at, points})
		if err := p.falling(ind.steps, t); err != nil {
			return err
		}
	}
	return nil
}

// falling verifies that the last step gives no more than the one before it.
func (p parser) falling(steps []step, last stepFile) error {
	n := len(steps)
	if n < 2 || !steps[n-1].points.GreaterThan(steps[n-2].points) {
		return nil
	}
	return p.Errorf(last.Points.Pos, nil, "steps 要从得分多的一档写起，points 不能比上一档的 %s 多", steps[n-2].points)
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
