package value

import (
	"slices"
	"testing"
)

func TestShares(t *testing.T) {
	for _, c := range []struct {
		counts       []int
		all, leading []string
	}{
		{[]int{1, 1, 1}, []string{"33.4", "33.3", "33.3"}, []string{"33.3", "33.4", "33.3"}},
		{[]int{2, 4}, []string{"33.3", "66.7"}, []string{"33.3", "66.7"}},
		{[]int{0, 0}, []string{"0.0", "0.0"}, []string{"0.0", "0.0"}},
		{[]int{7}, []string{"100.0"}, []string{"100.0"}},
		{[]int{0, 5, 0}, []string{"0.0", "100.0", "0.0"}, []string{"0.0", "100.0", "0.0"}},
		{nil, []string{}, nil},
	} {
		if got := Shares(c.counts); !slices.Equal(got, c.all) {
			t.Errorf("Shares(%v) = %v, want %v", c.counts, got, c.all)
		}
		if got := LeadingShares(c.counts); !slices.Equal(got, c.leading) {
			t.Errorf("LeadingShares(%v) = %v, want %v", c.counts, got, c.leading)
		}
	}
}
