package form

import "zwgk/pkg/roster"

// Named is the unit that the name of a file or folder means: one whose name stands in it, else
// what is left of it without the usual words. It is "" when none fits, or several do.
func (s *Spec) Named(r *roster.Roster, name string) string {
	n := newNames(r)
	if unit := n.inside(name); unit != "" {
		return unit
	}
	return n.resolve(s.withoutNoise(name)).Unit
}
