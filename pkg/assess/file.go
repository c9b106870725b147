package assess

import (
	"slices"
	"strings"

	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

type schemeFile struct {
	Name          string
	Total         policy.Text
	Places        int
	Groups        []groupFile
	Other         policy.Text
	Grades        []gradeFile
	Quota         quotaFile
	Sheets        sheetWords
	NoEvidence    []string `yaml:"no_evidence"`
	Lights        lightsFile
	Indicators    []indicatorFile
	Vetoes        []vetoFile
	Corrections   []correctionFile
	NotApplicable policy.Text `yaml:"not_applicable"`
	Unreported    policy.Text
	Words         words
	Reasons       map[string]policy.Text
}

type groupFile struct {
	Name policy.Text
	Of   []policy.Text
}

type gradeFile struct{ Name, From, Top policy.Text }

type vetoFile struct{ Name, Clause, When, To policy.Text }

type correctionFile struct{ Name, Clause, When, Times, Of policy.Text }

type indicatorFile struct {
	Name, Clause, Weight, Measure policy.Text

	Parts []indicatorFile
	Scale policy.Text // what the parts add up to, where that is not the weight
	Bonus policy.Text
	When  policy.Text

	Tasks           []policy.Text
	Late            policy.Text
	PerDay          policy.Text `yaml:"per_day"`
	Points          *pointsFile
	Weights         *weightsFile
	Of              []policy.Text
	Deduct          []deductFile
	Each            *eachFile
	Lights          *lightPoints
	Proof           policy.Text
	Source          policy.Text
	OutOf           policy.Text `yaml:"out_of"`
	Steps           []stepFile
	Codes, Severity []policy.Text
	Per             policy.Text
}

type lightPoints struct{ Green, Yellow, Red policy.Text }

type eachFile struct{ Lead, Responsible, Cooperating, Other policy.Text }

type stepFile struct{ From, To, Points policy.Text }

type pointsFile struct {
	Done, Ongoing, Unstated policy.Text
	NotStarted              policy.Text `yaml:"not_started"`
	Unknown                 policy.Text
}

type weightsFile struct{ Lead, Responsible, Cooperating policy.Text }

type deductFile struct {
	Codes, Severity  []policy.Text
	Event            policy.Text
	Per, Points, Cap policy.Text
	Doubled          policy.Text
}

// ParseScheme reads a scheme file. What it does not write is as in the built-in one (base); a list
// that it writes takes the place of that one's. Errors are *policy.Error: Chinese, with the place
// and what is allowed there.
func ParseScheme(f, base policy.File) (*Scheme, error) {
	var in schemeFile
	if err := base.Decode(&in); err != nil {
		return nil, err
	}
	if err := f.Over(&in); err != nil {
		return nil, err
	}
	names := map[string]bool{}
	p := parser{File: f, names: names, scheme: &Scheme{}, places: int32(in.Places)}
	s := p.scheme
	s.Name, s.words, s.noEvidence, s.file = in.Name, in.Words, noEvidence(in.NoEvidence), f
	var err error
	if s.Total, err = p.number(in.Total, "total（总分）"); err != nil {
		return nil, err
	}
	if !s.Total.IsPositive() {
		return nil, f.Errorf(in.Total.Pos, nil, "total（总分）应大于 0")
	}
	if in.Places < 0 || in.Places > 6 {
		return nil, f.Errorf(policy.Pos{}, nil, "places（小数位数）应在 0 到 6 之间，写的是 %d", in.Places)
	}
	s.Places = int32(in.Places)
	if s.Groups, err = p.groups(in.Groups, in.Other); err != nil {
		return nil, err
	}
	if s.Grades, err = p.grades(in.Grades); err != nil {
		return nil, err
	}
	if s.quota, err = p.quota(in.Quota); err != nil {
		return nil, err
	}
	if err := p.named(in.Indicators, names); err != nil {
		return nil, err
	}
	if s.Indicators, err = p.indicators(in.Indicators, s.Total, "", in.Total.Pos); err != nil {
		return nil, err
	}
	if err := p.reachable(s, in.Grades); err != nil {
		return nil, err
	}
	if s.asking, err = p.ordered(s.Indicators); err != nil {
		return nil, err
	}
	if err := p.rest(s, in); err != nil {
		return nil, err
	}
	if s.lights, err = p.lights(in.Lights); err != nil {
		return nil, err
	}
	if s.reasons, err = p.reasons(in.Reasons); err != nil {
		return nil, err
	}
	s.sheets = in.Sheets
	return s, p.words(in.Words)
}

// rest reads what is done with the sum of the indicators.
func (p parser) rest(s *Scheme, in schemeFile) (err error) {
	for _, v := range in.Vetoes {
		one := veto{name: v.Name.Value, clause: v.Clause.Value}
		if one.when, one.ask, err = p.held("vetoes", v.Name, v.When); err != nil {
			return err
		}
		if one.keep = v.To.Value == "keep"; !one.keep {
			if one.to, err = p.optional(v.To, "vetoes 的 to（降到几分）", decimal.Zero); err != nil {
				return err
			}
		}
		if one.to.GreaterThan(s.Total) {
			return p.Errorf(v.To.Pos, nil, "vetoes 的 to（降到几分）是 %s，超过了总分 %s；分数不变、只降等次的写 keep", one.to, s.Total)
		}
		s.vetoes = append(s.vetoes, one)
	}
	for _, c := range in.Corrections {
		one := correction{name: c.Name.Value, clause: c.Clause.Value}
		if one.when, one.ask, err = p.held("corrections", c.Name, c.When); err != nil {
			return err
		}
		if one.times, err = p.number(textAt(c.Times, c.Name.Pos), "corrections 的 times（系数）"); err != nil {
			return err
		}
		if one.of, err = p.corrected(s, c.Of); err != nil {
			return err
		}
		s.corrections = append(s.corrections, one)
	}
	for _, k := range []struct {
		text    policy.Text
		what    string
		no, yes string
		into    *bool
	}{{in.NotApplicable, "not_applicable（没有应计的任务时）", "full", "redistribute", &s.redistribute}, {in.Unreported, "unreported（没有报送的单位）", "zero", "measure", &s.measured}} {
		switch k.text.Value {
		case "", k.no:
		case k.yes:
			*k.into = true
		default:
			return p.Errorf(k.text.Pos, []string{k.no, k.yes}, "%s写的是 “%s”", k.what, k.text)
		}
	}
	return nil
}

// parser reads a file into scheme; names are those of the indicators, places the decimal places of
// points.
type parser struct {
	policy.File
	scheme *Scheme
	names  map[string]bool
	places int32
}

// held reads the condition of a veto or correction, which both must have beside a name.
func (p parser) held(list string, name, when policy.Text) (*policy.Condition, ask, error) {
	if name.Value == "" || when.Value == "" {
		return nil, ask{}, p.Errorf(textAt(name, when.Pos).Pos, nil, "%s 要写 name（名称）和 when（条件）", list)
	}
	c, err := p.condition(when)
	return c, p.asks(when), err
}

// reachable refuses grades from more points than can be had.
func (p parser) reachable(s *Scheme, grades []gradeFile) error {
	most := s.Total
	for _, ind := range s.Indicators {
		if ind.Bonus {
			most = most.Add(ind.Weight)
		}
	}
	for i, g := range s.Grades {
		if g.From.GreaterThan(most) {
			return p.Errorf(grades[i].From.Pos, nil, "等次 “%s” 的 from 是 %s，而最多只能得 %s 分", g.Name, g.From, most)
		}
	}
	return nil
}

// corrected is the indicator that a correction is of, nil for all of them.
func (p parser) corrected(s *Scheme, of policy.Text) (*Indicator, error) {
	if of.Value == "" {
		return nil, nil
	}
	var names []string
	for i := range s.Indicators {
		ind := &s.Indicators[i]
		if ind.Bonus {
			continue
		}
		if ind.Name == of.Value {
			return ind, nil
		}
		names = append(names, ind.Name)
	}
	return nil, p.Errorf(of.Pos, names, "corrections 的 of 写的是 “%s”，应是第一级的一个指标，加分的不算", of)
}

// number reads a number that is not negative.
func (p parser) number(t policy.Text, what string) (decimal.Decimal, error) {
	if t.Value == "" {
		return decimal.Zero, p.Errorf(t.Pos, nil, "没有写%s", what)
	}
	d, err := decimal.NewFromString(t.Value)
	if err != nil || strings.ContainsAny(t.Value, "eE") {
		return d, p.Errorf(t.Pos, nil, "%s应当是数字，写的是 “%s”", what, t)
	}
	if d.IsNegative() {
		return d, p.Errorf(t.Pos, nil, "%s不能小于 0，写的是 “%s”", what, t)
	}
	return d, nil
}

// optional reads a number that may be absent.
func (p parser) optional(t policy.Text, what string, absent decimal.Decimal) (decimal.Decimal, error) {
	if t.Value == "" {
		return absent, nil
	}
	return p.number(t, what)
}

func (p parser) groups(list []groupFile, other policy.Text) ([]Group, error) {
	var out []Group
	seen := map[string]bool{}
	for _, g := range list {
		if g.Name.Value == "" || len(g.Of) == 0 {
			return nil, p.Errorf(g.Name.Pos, nil, "分组 “%s” 要写 name（名称）和 of（类别）", g.Name)
		}
		group := Group{Name: g.Name.Value}
		for _, c := range g.Of {
			if seen[c.Value] {
				return nil, p.Errorf(c.Pos, nil, "类别 “%s” 归在了两个组里", c)
			}
			seen[c.Value] = true
			group.Of = append(group.Of, c.Value)
		}
		out = append(out, group)
	}
	if other.Value == "" {
		return nil, p.Errorf(other.Pos, nil, "没有写 other（其他类别归入的组）")
	}
	if i := slices.IndexFunc(out, func(g Group) bool { return g.Name == other.Value }); i >= 0 {
		out = append(append(out[:i:i], out[i+1:]...), out[i])
		return out, nil
	}
	return append(out, Group{Name: other.Value}), nil
}

func (p parser) grades(list []gradeFile) ([]Grade, error) {
	if len(list) == 0 {
		return nil, p.Errorf(policy.Pos{}, nil, "没有写 grades（等次）")
	}
	var out []Grade
	for i, g := range list {
		if g.Name.Value == "" {
			return nil, p.Errorf(g.From.Pos, nil, "等次没有写 name")
		}
		if i == len(list)-1 {
			if g.Top.Value != "" {
				return nil, p.Errorf(g.Top.Pos, nil, "最后一个等次 “%s” 不写 top", g.Name)
			}
			if g.From.Value != "" {
				return nil, p.Errorf(g.From.Pos, nil, "最后一个等次 “%s” 不写 from，低于上一等次的都归它", g.Name)
			}
			return append(out, Grade{Name: g.Name.Value}), nil
		}
		one, err := p.grade(g)
		if err != nil {
			return nil, err
		}
		if i > 0 && one.Top.IsZero() && out[i-1].From.IsPositive() && one.From.GreaterThanOrEqual(out[i-1].From) {
			return nil, p.Errorf(g.From.Pos, nil, "等次要从高到低：“%s” 的 from 应小于 %s", g.Name, out[i-1].From)
		}
		if i > 0 && !one.Top.IsZero() && !one.Top.GreaterThan(out[i-1].Top) {
			return nil, p.Errorf(g.Top.Pos, nil, "等次要从高到低：“%s” 的 top（前百分之几）应大于 %s", g.Name, out[i-1].Top)
		}
		out = append(out, one)
	}
	return out, nil
}

// textAt gives the text the place of its neighbour when it is absent.
func textAt(t policy.Text, pos policy.Pos) policy.Text {
	if t.Pos.Line == 0 {
		t.Pos = pos
	}
	return t
}
