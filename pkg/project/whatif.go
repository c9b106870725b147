package project

import (
	"path/filepath"
	"slices"
	"strings"

	"zwgk/pkg/assess"
)

// Move is what another scheme or other decisions do to a unit.
type Move = assess.Move

// WhatIf scores the round by another scheme, or with other decisions, and compares: name is a
// file, or the name of a scheme that comes with the tool. Nothing is written.
func (p *Project) WhatIf(name string) ([]Move, error) {
	other := p.options
	other.WhatIf = ""
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx", ".xls", ".csv", ".ods":
		other.Decisions = name
	default:
		if !slices.Contains(keptSchemes(), name) && !isFile(name) {
			return nil, usage("没有 %s。--what-if 后面写评分办法（.yaml）或决定表（.xlsx）的路径，或随程序提供的评分办法：%s。", filepath.ToSlash(name), strings.Join(keptSchemes(), "、"))
		}
		other.Scheme, other.columns = name, p.Scheme.Asked()
	}
	q, err := Open(other)
	if err != nil {
		return nil, err
	}
	now, err := p.compute()
	if err != nil {
		return nil, err
	}
	then, err := q.compute()
	if err != nil {
		return nil, err
	}
	return assess.Compare(now.Scores, then.Scores), nil
}

// ScoredBy is the name of the scheme by which the scores in the out folder were made, "" for none.
func (p *Project) ScoredBy() string {
	var s assess.Scores
	if readJSON(filepath.Join(p.Out(), scoresName), "", &s) != nil {
		return ""
	}
	return s.Scheme
}

// MoveList is what zwgk assess --what-if --json prints.
type MoveList struct {
	Units []UnitMove `json:"units"`
}

// UnitMove is a Move with the standings only.
type UnitMove struct {
	Unit    string         `json:"unit"`
	Before  Place          `json:"before"`
	After   Place          `json:"after"`
	Changes []IndicatorGap `json:"changes"`
}

// Place is a unit's standing in its group.
type Place struct {
	Group string `json:"group"`
	Final string `json:"final"`
	Grade string `json:"grade"`
	Rank  int    `json:"rank"`
}

// IndicatorGap is an indicator whose points differ; "" where one of the two does not have it, and as Indicator for
// what was decided.
type IndicatorGap struct {
	Indicator string   `json:"indicator"`
	Before    string   `json:"before"`
	After     string   `json:"after"`
	Reasons   []string `json:"reasons"`
}

// Moves is the list for programs.
func Moves(list []Move) MoveList {
	out := MoveList{Units: []UnitMove{}}
	for _, m := range list {
		one := UnitMove{Unit: m.After.Unit, Before: placeOf(m.Before), After: placeOf(m.After), Changes: []IndicatorGap{}}
		for _, c := range m.Changes {
			one.Changes = append(one.Changes, IndicatorGap{c.Name, c.Before, c.After, append([]string{}, c.Reasons...)})
		}
		out.Units = append(out.Units, one)
	}
	return out
}

func placeOf(u assess.UnitScore) Place { return Place{u.Group, u.Final, u.Grade, u.Rank} }
