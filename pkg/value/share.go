package value

import (
	"slices"
	"strconv"
)

// Shares are the counts as percentages with one decimal that add up to 100.0:
// the largest remainders are rounded up, the first of equal ones. All are "0.0" of nothing.
func Shares(counts []int) []string {
	total := 0
	for _, n := range counts {
		total += n
	}
	tenths := make([]int, len(counts))
	order := make([]int, len(counts))
	left := 0
	if total > 0 {
		left = 1000
		for i, n := range counts {
			order[i] = i
			tenths[i] = n * 1000 / total
			left -= tenths[i]
		}
		slices.SortStableFunc(order, func(a, b int) int { return counts[b]*1000%total - counts[a]*1000%total })
	}
	for _, i := range order[:left] {
		tenths[i]++
	}
	out := make([]string, len(counts))
	for i, t := range tenths {
		out[i] = strconv.Itoa(t/10) + "." + strconv.Itoa(t%10)
	}
	return out
}
