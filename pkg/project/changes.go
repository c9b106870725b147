package project

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"zwgk/pkg/assess"
)

// Changes is changes.json of a year: where each unit stood in the rounds, and in the year before.
type Changes struct {
	Previous string       `json:"previous"` // the year before, "" for none: 2018
	Units    []UnitChange `json:"units"`    // in the order of scores.json
}

// UnitChange is a unit's standings beside its annual one. Change and RankChange are against the year before:
// "" and 0 when it was not scored then; a rank that grew smaller is a positive change.
type UnitChange struct {
	Unit       string          `json:"unit"`
	Group      string          `json:"group"`
	Final      string          `json:"final"`
	Grade      string          `json:"grade"`
	Rank       int             `json:"rank"`
	Rounds     []RoundStanding `json:"rounds"`
	Before     *RoundStanding  `json:"before"` // null: not scored in the year before
	Change     string          `json:"change"`
	RankChange int             `json:"rank_change"`
}

// RoundStanding is a unit's score in a round, or in the year before.
type RoundStanding struct {
	Round string `json:"round"`
	Final string `json:"final"` // "" where it was not scored
	Grade string `json:"grade"`
	Rank  int    `json:"rank"`
}

// changes sets the annual scores beside those of the rounds and of the year before.
func (p *Project) changes(out *YearOutcome) (*Changes, error) {
	before, year, err := p.yearBefore()
	if err != nil {
		return nil, err
	}
	if year != "" {
		out.Before = before
	}
	c := &Changes{Previous: year, Units: []UnitChange{}}
	for _, u := range out.Scores.Units {
		one := UnitChange{Unit: u.Unit, Group: u.Group, Final: u.Final, Grade: u.Grade, Rank: u.Rank, Rounds: []RoundStanding{}}
		for _, r := range out.Rounds {
			if s := r.scores(); s != nil {
				one.Rounds = append(one.Rounds, standingIn(s, r.Round, u.Unit))
			}
		}
		if was, ok := before.Unit(u.Unit); ok {
			s := standingIn(before, year, was.Unit)
			one.Before, one.Change, one.RankChange = &s, difference(u.Final, was.Final), was.Rank-u.Rank
		}
		c.Units = append(c.Units, one)
	}
	return c, nil
}

func standingIn(s *assess.Scores, round, unit string) RoundStanding {
	u, ok := s.Unit(unit)
	if !ok {
		return RoundStanding{Round: round}
	}
	return RoundStanding{round, u.Final, u.Grade, u.Rank}
}

// yearBefore reads the scores beside the ledger of the year before that --previous names, with units by their names
// now; there are none without it.
func (p *Project) yearBefore() (*assess.Scores, string, error) {
	path := p.options.Previous
	if path == "" {
		return &assess.Scores{}, "", nil
	}
	l, err := readLedgerFile(path, "上年台账", "重新运行上年的 zwgk year")
	if err != nil {
		return nil, "", err
	}
	switch {
	case l.County != p.Settings.County:
		return nil, "", usage("--previous 应是本县上年的台账：%s 是%s的，本项目是%s的。请用上年 out/year 里的 ledger.json。", ShownPath(path), l.County, p.Settings.County)
	case l.Year != p.Settings.Year-1:
		return nil, "", usage("--previous 应是上年的台账：%s 是 %d 年的，本项目是 %d 年的。请用上年 out/year 里的 ledger.json。", ShownPath(path), l.Year, p.Settings.Year)
	case l.Round != yearID:
		return nil, "", usage("--previous 应是上年的年度台账：%s 是报送期 %s 的。请用上年 out/year 里的 ledger.json。", ShownPath(path), l.Round)
	}
	scores := &assess.Scores{}
	if err := readJSON(filepath.Join(filepath.Dir(path), scoresName), "重新运行上年的 zwgk year", scores); err != nil {
		return nil, "", err
	}
	p.noteInput(path)
	several := map[string]int{}
	for i := range scores.Units {
		u := &scores.Units[i]
		known := p.nameNow(u.Unit)
		if known == u.Unit {
			known = cmp.Or(p.Roster.Resolve(u.Unit).Unit, u.Unit)
		}
		u.Unit = known
		several[known]++
	}
	// several that became one had a score each: that of the whole is none of theirs
	scores.Units = slices.DeleteFunc(scores.Units, func(u assess.UnitScore) bool { return several[u.Unit] > 1 })
	return scores, strconv.Itoa(l.Year), nil
}

// difference of two scores, "" when one is none.
func difference(now, was string) string {
	a, err := decimal.NewFromString(now)
	b, other := decimal.NewFromString(was)
	if err != nil || other != nil {
		return ""
	}
	return a.Sub(b).String()
}
