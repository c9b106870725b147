package tasktable

import (
	"maps"
	"slices"

	"zwgk/pkg/policy"
)

// Spec is templates/table.yaml: how official tables are written.
type Spec struct {
	Parts       map[string][]string
	Collectives []Collective
}

// ParseSpec reads the spec; slips are *policy.Error.
func ParseSpec(f policy.File) (*Spec, error) {
	var s Spec
	if err := f.Decode(&s); err != nil {
		return nil, err
	}
	for i := range s.Collectives {
		if err := s.Collectives[i].compile(f, s.Parts); err != nil {
			return nil, err
		}
	}
	return &s, nil
}

func keys(m map[string][]string) []string { return slices.Sorted(maps.Keys(m)) }
