package assess

import (
	"slices"

	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

// quota settles how the first so many percent are counted.
type quota struct {
	all  bool  // of all units, not of each group
	ties bool  // who shares the last place is in; else nobody of them is
	way  int32 // of rounding the number: -1 down, 0 half up, 1 up
}

// QuotaOfAll tells that the shares of grades are of all units, and not of each group.
func (s *Scheme) QuotaOfAll() bool { return s.quota.all }

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

// grades gives every unit its grade; those that a veto hit have the last one.
func (s *Scheme) grades(units []UnitScore, vetoed map[string]bool) {
	together := map[string][]decimal.Decimal{} // the final scores of those that are ranked with one another
	key := func(u *UnitScore) string {
		if s.quota.all {
			return ""
		}
		return u.Group
	}
	finals := make([]decimal.Decimal, len(units))
	for i := range units {
		finals[i] = decimal.RequireFromString(units[i].Final)
		k := key(&units[i])
		together[k] = append(together[k], finals[i])
	}
	for _, list := range together {
		slices.SortFunc(list, func(a, b decimal.Decimal) int { return b.Cmp(a) })
	}
	for i := range units {
		u := &units[i]
		if u.Grade = s.Grades[len(s.Grades)-1].Name; !vetoed[u.Unit] {
			u.Grade = s.gradeOf(finals[i], together[key(u)])
		}
	}
}

// gradeOf is the grade of a final score among others, which are from high to low.
func (s *Scheme) gradeOf(final decimal.Decimal, list []decimal.Decimal) string {
	before, _ := slices.BinarySearchFunc(list, final, func(x, final decimal.Decimal) int { return final.Cmp(x) })
	last := before
	for last < len(list) && list[last].Equal(final) {
		last++
	}
	for _, g := range s.Grades[:len(s.Grades)-1] {
		most := s.quota.places(len(list), g.Top)
		within := g.Top.IsZero() || before < most && (s.quota.ties || last <= most)
		if final.GreaterThanOrEqual(g.From) && within {
			return g.Name
		}
	}
	return s.Grades[len(s.Grades)-1].Name
}
