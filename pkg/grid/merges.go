package grid

import (
	"cmp"
	"slices"
	"sort"
)

// mergeIndex finds the merges of a row: they stand by their first row, each with
// the last row that any up to it reaches.
type mergeIndex struct {
	merges []Range
	reach  []int
}

// fewMerges are looked through one by one.
const fewMerges = 32

// indexMerges prepares a sheet with many merges for TopLeft.
func (s *Sheet) indexMerges() {
	if len(s.Merged) <= fewMerges {
		return
	}
	x := &mergeIndex{merges: slices.Clone(s.Merged)}
	slices.SortStableFunc(x.merges, func(a, b Range) int { return cmp.Or(a.Row1-b.Row1, a.Col1-b.Col1) })
	x.reach = make([]int, len(x.merges))
	for i, m := range x.merges {
		if x.reach[i] = m.Row2; i > 0 {
			x.reach[i] = max(m.Row2, x.reach[i-1])
		}
	}
	s.byRow = x
}

// mergesAt gives the merges that may contain a cell of a row.
func (s *Sheet) mergesAt(row int) []Range {
	x := s.byRow
	if x == nil || len(x.merges) != len(s.Merged) {
		return s.Merged
	}
	end := sort.Search(len(x.merges), func(i int) bool { return x.merges[i].Row1 > row })
	first := sort.Search(end, func(i int) bool { return x.reach[i] >= row })
	return x.merges[first:end]
}
