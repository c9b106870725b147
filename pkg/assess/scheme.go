package assess

import (
	"slices"

	"zwgk/pkg/policy"

	"github.com/shopspring/decimal"
)

// Scheme says how points are given (templates/scheme.yaml).
type Scheme struct {
	Name       string
	Total      decimal.Decimal
	Places     int32       // decimal places that each indicator is rounded to, half up
	Groups     []Group     // ranked apart, in the order of reports; the last takes all other categories
	Grades     []Grade     // from high to low; the last has no threshold
	Indicators []Indicator // their weights add up to Total

	noEvidence map[string]bool
	lights     lightLimits
	words      words
	reasons    map[string]string
}

// Group is a set of roster categories (类别) that are ranked together.
type Group struct {
	Name string
	Of   []string
}

// Grade (等次) holds for a final score of at least From.
type Grade struct {
	Name string
	From decimal.Decimal
}

// Indicator is one part of the score. Measure is the way it is computed.
type Indicator struct {
	Name, Clause string
	Weight       decimal.Decimal
	Measure      string

	late, perDay decimal.Decimal
	points       map[string]decimal.Decimal // by status; see progressShare
	byProgress   bool                       // ongoing counts as its progress
	weights      map[string]decimal.Decimal // by duty
	of           []string                   // statuses
	deduct       []deduction
}

type deduction struct {
	codes, severity []string
	per             string
	points          decimal.Decimal
	cap             *decimal.Decimal
}

// words are what reasons are put together from.
type words struct {
	Status  map[string]string
	Count   policy.Text
	Per     map[string]string
	Problem policy.Text
}

// GroupOf gives the name of the group that a roster category is ranked in.
func (s *Scheme) GroupOf(category string) string {
	for _, g := range s.Groups {
		if slices.Contains(g.Of, category) {
			return g.Name
		}
	}
	return s.Groups[len(s.Groups)-1].Name
}

// GradeOf gives the grade of a final score.
func (s *Scheme) GradeOf(final decimal.Decimal) string {
	last := len(s.Grades) - 1
	for _, g := range s.Grades[:last] {
		if final.GreaterThanOrEqual(g.From) {
			return g.Name
		}
	}
	return s.Grades[last].Name
}
