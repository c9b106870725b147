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
