package assess

import (
	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

// quota settles how the first so many percent are counted.
type quota struct {
	all  bool  // of all units, not of each group
	ties bool  // who shares the last place is in; else nobody of them is
	way  int32 // of rounding the number: -1 down, 0 half up, 1 up
}

type quotaFile struct{ Of, Ties, Round policy.Text }

func (p parser) quota(in quotaFile) (q quota, err error) {
	for _, k := range []struct {
		text  policy.Text
		what  string
		names []string
		take  func(i int)
	}{
		{in.Of, "quota 的 of（按什么范围算）", []string{"group", "all"}, func(i int) { q.all = i == 1 }},
		{in.Ties, "quota 的 ties（末位并列的）", []string{"in", "out"}, func(i int) { q.ties = i == 0 }},
		{in.Round, "quota 的 round（名额取整）", []string{"down", "half", "up"}, func(i int) { q.way = int32(i) - 1 }},
	} {
		found := k.text.Value == ""
		if found {
			k.take(0)
		}
		for i, name := range k.names {
			if k.text.Value == name {
				k.take(i)
				found = true
			}
		}
		if !found {
			return q, p.Errorf(k.text.Pos, k.names, "%s写的是 “%s”", k.what, k.text)
		}
	}
	return q, nil
}

// grade reads a grade that is not the last: it has a threshold, a quota, or both.
func (p parser) grade(g gradeFile) (Grade, error) {
	out := Grade{Name: g.Name.Value}
	var err error
	if g.Top.Value == "" {
		out.From, err = p.number(textAt(g.From, g.Name.Pos), "等次 “"+g.Name.Value+"” 的 from")
		return out, err
	}
	if out.Top, err = p.number(g.Top, "等次 “"+g.Name.Value+"” 的 top（前百分之几）"); err != nil {
		return out, err
	}
	if !out.Top.IsPositive() || out.Top.GreaterThan(hundred) {
		return out, p.Errorf(g.Top.Pos, nil, "等次 “%s” 的 top（前百分之几）应大于 0、不超过 100，写的是 “%s”", g.Name, g.Top)
	}
	out.From, err = p.optional(g.From, "等次 “"+g.Name.Value+"” 的 from", decimal.Zero)
	return out, err
}

// places is how many of n units the first so many percent are.
func (q quota) places(n int, top decimal.Decimal) int {
	d := top.Mul(whole(n)).Div(hundred)
	switch q.way {
	case -1:
		return int(d.Floor().IntPart())
	case 1:
		return int(d.Ceil().IntPart())
	}
	return int(d.Round(0).IntPart())
}

// grades gives every unit its grade; those that a veto hit have the last one already.
func (s *Scheme) grades(units []UnitScore, vetoed map[string]bool) {
	finals := make([]decimal.Decimal, len(units))
	for i, u := range units {
		finals[i] = decimal.RequireFromString(u.Final)
	}
	for i := range units {
		u := &units[i]
		u.Grade = s.Grades[len(s.Grades)-1].Name
		if vetoed[u.Unit] {
			continue
		}
		before, same, n := 0, 0, 0 // of those that are ranked with it
		for j, o := range units {
			if !s.quota.all && o.Group != u.Group {
				continue
			}
			n++
			switch finals[j].Cmp(finals[i]) {
			case 1:
				before++
			case 0:
				same++
			}
		}
		for _, g := range s.Grades[:len(s.Grades)-1] {
			within := g.Top.IsZero() || before+1 <= s.quota.places(n, g.Top) && (s.quota.ties || before+same <= s.quota.places(n, g.Top))
			if finals[i].GreaterThanOrEqual(g.From) && within {
				u.Grade = g.Name
				break
			}
		}
	}
}
