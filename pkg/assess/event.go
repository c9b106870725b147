package assess

import "zwgk/pkg/finding"

// Event is something that a unit did or failed to do in a round: Kind is one of EventKinds. Place
// is the file, sheet or cell that shows it; of what is missing there is none.
type Event struct {
	Unit  string        `json:"unit"`
	Kind  string        `json:"kind"`
	Round string        `json:"round"`
	Place finding.Place `json:"place"`
}

// EventKinds: sent nothing; sent late; had a sheet returned; has not corrected what was returned;
// sent what another unit or the round before has.
var EventKinds = []string{"missing", "late", "returned", "uncorrected", "copied"}

// eventsOf lists the events of a kind of the unit's, in the order given.
func (a *account) eventsOf(kind string) []Event {
	var out []Event
	for _, e := range a.happened[a.unit.Name] {
		if e.Kind == kind {
			out = append(out, e)
		}
	}
	return out
}
