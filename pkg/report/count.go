package report

import (
	"slices"

	"zwgk/pkg/form"
	"zwgk/pkg/value"
)

// Part is one part of a whole. The shares of all parts of a whole are percentages
// with one decimal that add up to 100.0.
type Part struct {
	Word  string
	Count int
	Share string
}

// Counts are items in their states, a unit's item counting once (项次).
// Required = Reported + Missing = Done + Ongoing + NotStarted + NotApplicable + Unknown + Missing.
type Counts struct {
	Required, Reported, Missing                       int
	Done, Ongoing, NotStarted, NotApplicable, Unknown int

	words map[string]string
}

// states in the order in which they are told.
var states = []string{string(form.Done), string(form.Ongoing), string(form.NotStarted), string(form.NotApplicable), string(form.UnknownStatus), stateMissing}

func (c *Counts) add(state string) {
	c.Required++
	*c.of(state)++
	if state != stateMissing {
		c.Reported++
	}
}

func (c *Counts) of(state string) *int {
	switch state {
	case string(form.Done):
		return &c.Done
	case string(form.Ongoing):
		return &c.Ongoing
	case string(form.NotStarted):
		return &c.NotStarted
	case string(form.NotApplicable):
		return &c.NotApplicable
	case stateMissing:
		return &c.Missing
	}
	return &c.Unknown
}

// Parts are the states that any item is in, with their shares of Required.
func (c Counts) Parts() []Part {
	var all []Part
	for _, s := range states {
		all = append(all, Part{Word: c.words[s], Count: *c.of(s)})
	}
	return shared(all)
}

// shared gives the parts their shares and leaves out the empty ones.
func shared(all []Part) []Part {
	counts := make([]int, len(all))
	for i, p := range all {
		counts[i] = p.Count
	}
	for i, s := range shares(counts) {
		all[i].Share = s
	}
	return slices.DeleteFunc(all, func(p Part) bool { return p.Count == 0 })
}

// shares are the counts as percentages that add up, as all parts of a whole are told.
func shares(counts []int) []string { return value.Shares(counts) }

// UnitCount is a unit with a number of something, e.g. of its missing items.
type UnitCount struct {
	Unit  string
	Count int
	Items []string
}
