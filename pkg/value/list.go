package value

import "slices"

// Union is the first list with what the second has besides, in its order. Neither is changed.
func Union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
