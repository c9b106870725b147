package value

import (
	"slices"
	"strconv"
)

// Shares are the counts as percentages with one decimal that add up to 100.0:
// the largest remainders are rounded up, the first of equal ones. All are "0.0" of nothing.
func Shares(counts []int) []string {
	return shown(parts(counts, 1000))
}

// LeadingShares add up as Shares do, but the first is rounded by itself: of several lists it is
// the same where it is the same part of the whole.
func LeadingShares(counts []int) []string {
	if len(counts) == 0 {
		return nil
	}
	rest := 0
	for _, n := range counts[1:] {
		rest += n
	}
	two := parts([]int{counts[0], rest}, 1000)
	return shown(append(two[:1:1], parts(counts[1:], two[1])...))
}

// parts divides a whole in proportion to the counts.
func parts(counts []int, whole int) []int {
	total := 0
	for _, n := range counts {
		total += n
	}
	out := make([]int, len(counts))
	if total == 0 {
		return out
	}
	order := make([]int, len(counts))
	left := whole
	for i, n := range counts {
		order[i] = i
		out[i] = n * whole / total
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return counts[b]*whole%total - counts[a]*whole%total })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

func shown(tenths []int) []string {
	out := make([]string, len(tenths))
	for i, t := range tenths {
		out[i] = strconv.Itoa(t/10) + "." + strconv.Itoa(t%10)
	}
	return out
}
