// Package assess turns a ledger and its findings into scores by a Scheme, each
// point with its reason and source cells. Arithmetic is decimal.
package assess

import (
	"fmt"
	"slices"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"

	"github.com/shopspring/decimal"
)

// Scores is scores.json. Units are in the order of the ledger, which is the
// roster's. A unit without an item that it must report on is not scored; it is
// in Unscored.
type Scores struct {
	Scheme   string      `json:"scheme"` // its name
	Units    []UnitScore `json:"units"`
	Unscored []string    `json:"-"`
}

// UnitScore is one unit's account: lines add up to Score; Final is Score plus
// Adjustment; rank (within the group, ties share) and grade go by Final. Final
// is not clamped: a decision may lift it over the total.
type UnitScore struct {
	Unit       string `json:"unit"`
	Group      string `json:"group"`
	Score      string `json:"score"`
	Grade      string `json:"grade"`
	Rank       int    `json:"rank"`
	Adjustment string `json:"adjustment"`
	Final      string `json:"final"`
	Lines      []Line `json:"lines"`

	Adjustments []decision.Adjustment `json:"-"` // what Adjustment is the sum of
}

// Line is one entry of an account. An indicator has one line, or, where points
// are taken off for findings, one with its full weight and one for each kind of
// deduction; of these only the first has a Max other than "0". Items and
// Sources are all that the line was computed from.
type Line struct {
	Indicator string          `json:"indicator"`
	Clause    string          `json:"clause"`
	Max       string          `json:"max"`
	Score     string          `json:"score"`
	Reason    string          `json:"reason"`
	Items     []string        `json:"items"`
	Sources   []finding.Place `json:"sources"`

	Under []string `json:"-"` // the indicators that it is a part of, from the top
}

// Top is the indicator of the first level that a line belongs to.
func (l Line) Top() string {
	if len(l.Under) > 0 {
		return l.Under[0]
	}
	return l.Indicator
}

// Input is what scores are computed from. Findings that a waiver of Decisions
// covers are left out of account here; items that it excuses are out of the
// ledger already (Waivers.Excuse). Plan, Table, Decisions and Rules may be nil.
type Input struct {
	Scheme    *Scheme
	Round     form.Round
	Rounds    []form.Round // of a year; nil for one round
	Ledger    *ledger.Ledger
	Findings  []finding.Finding
	Plan      *duty.Plan
	Roster    *roster.Roster
	Table     *tasktable.Table
	Decisions *decision.Set
	Rules     *finding.Catalogue
	Events    []Event // what happened in the round or, for a year, in its rounds; the order does not matter
	Lights    *Lights // of the same ledger; nil for none
	Sources   Sources // sub-scores of others
}

// Score computes the scores of all units that must report. The order of
// entries and findings does not matter. An error is a decision that cannot be
// used, in Chinese.
func Score(in Input) (*Scores, error) {
	out := &Scores{Scheme: in.Scheme.Name, Units: []UnitScore{}}
	accounts, vetoed := openAccounts(in), map[string]bool{}
	for _, u := range in.Ledger.Units {
		if !u.Expected {
			out.Unscored = append(out.Unscored, u.Name)
			continue
		}
		s, ended, err := accounts.score(u)
		if err != nil {
			return nil, err
		}
		vetoed[u.Name] = ended
		out.Units = append(out.Units, s)
	}
	rank(out.Units)
	in.Scheme.grades(out.Units, vetoed)
	return out, nil
}

// score is a unit's account, without rank and grade; vetoed tells that a veto ended it.
func (b *books) score(u ledger.Unit) (out UnitScore, vetoed bool, err error) {
	s := b.Scheme
	a := &account{books: b, unit: u}
	out = UnitScore{Unit: u.Name, Group: s.GroupOf(u.Group), Lines: []Line{}}
	score := decimal.Zero
	lines, vetoed := a.all()
	for _, l := range lines {
		score = score.Add(l.points)
		out.Lines = append(out.Lines, l.line(s))
	}
	adjustment, list, err := b.adjustment(u.Name)
	if err != nil {
		return out, vetoed, err
	}
	final := score.Add(adjustment)
	out.Score, out.Final = score.StringFixed(s.Places), final.StringFixed(max(s.Places, -adjustment.Exponent()))
	out.Adjustment, out.Adjustments = adjustment.String(), list
	return out, vetoed, nil
}

// adjustment sums what was decided for a unit in this round.
func (b *books) adjustment(unit string) (decimal.Decimal, []decision.Adjustment, error) {
	sum := decimal.Zero
	var list []decision.Adjustment
	if b.Decisions == nil {
		return sum, nil, nil
	}
	for _, d := range b.Decisions.Adjustments {
		if d.Unit != unit || !b.named(d.Round) {
			continue
		}
		points, err := decimal.NewFromString(d.Points)
		if err != nil {
			return sum, nil, fmt.Errorf("%s 工作表“%s” %s：分值“%s”不是数字。请写成 2、-1.5 的样子。", d.Source.File, d.Source.Sheet, d.Source.Cell, d.Points)
		}
		sum, list = sum.Add(points), append(list, d)
	}
	return sum, list, nil
}

// named tells that a decision on a round is one on what is scored: a year takes in those on its rounds.
func (b *books) named(round string) bool {
	return b.Round.Named(round) || slices.ContainsFunc(b.Rounds, func(r form.Round) bool { return r.Named(round) })
}

// rank ranks each group by final score; ties share a rank and the next is left out (1, 1, 3).
func rank(units []UnitScore) {
	groups := map[string][]int{}
	finals := make([]decimal.Decimal, len(units))
	for i, u := range units {
		finals[i] = decimal.RequireFromString(u.Final)
		groups[u.Group] = append(groups[u.Group], i)
	}
	for _, list := range groups {
		slices.SortFunc(list, func(a, b int) int { return finals[b].Cmp(finals[a]) })
		for place, i := range list {
			units[i].Rank = place + 1
			if place > 0 && finals[i].Equal(finals[list[place-1]]) {
				units[i].Rank = units[list[place-1]].Rank
			}
		}
	}
}

func byRank(units []UnitScore) {
	slices.SortStableFunc(units, func(a, b UnitScore) int { return a.Rank - b.Rank })
}
