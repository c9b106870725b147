// Package assess turns a ledger and its findings into scores by a Scheme, each
// point with its reason and source cells. Arithmetic is decimal.
package assess

import "zwgk/pkg/finding"

// Scores is scores.json. Units are in roster order.
type Scores struct {
	Units []UnitScore `json:"units"`
}

// UnitScore is one unit's account: lines add up to Score; Final is Score plus
// Adjustment; rank (within the group, ties share) and grade go by Final.
type UnitScore struct {
	Unit       string `json:"unit"`
	Group      string `json:"group"`
	Score      string `json:"score"`
	Grade      string `json:"grade"`
	Rank       int    `json:"rank"`
	Adjustment string `json:"adjustment"`
	Final      string `json:"final"`
	Lines      []Line `json:"lines"`
}

// Line is one indicator's points for a unit.
type Line struct {
	Indicator string          `json:"indicator"`
	Clause    string          `json:"clause"`
	Max       string          `json:"max"`
	Score     string          `json:"score"`
	Reason    string          `json:"reason"`
	Items     []string        `json:"items"`
	Sources   []finding.Place `json:"sources"`
}
