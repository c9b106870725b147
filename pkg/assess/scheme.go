package assess

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"zwgk/pkg/finding"
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
	Indicators []Indicator // their weights add up to Total, those of bonuses left out

	quota        quota
	sheets       sheetWords
	asked        []string // columns that conditions ask for
	vetoes       []veto
	corrections  []correction
	redistribute bool // the weight of what does not concern a unit goes to the indicators beside it
	measured     bool // a unit that sent nothing is measured like the others, and not given nothing
	conditional  bool // it has conditions
	asking       int  // indicators with conditions that ask for scores
	codes        []policy.Text
	file         policy.File

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

// Grade (等次) holds for a final score of at least From and, where Top is more than 0, for the
// first Top percent of those that are ranked together.
type Grade struct {
	Name      string
	From, Top decimal.Decimal
}

// Indicator is one part of the score: with Parts the sum of them, else computed by Measure. It
// is worth Weight at most.
type Indicator struct {
	Name, Clause string
	Weight       decimal.Decimal
	Parts        []Indicator
	Of           decimal.Decimal // what the weights of the parts add up to: another number than Weight is a scale of their own
	Bonus        bool            // on top of what it is a part of
	capped       bool            // its parts may add up to more than it is worth
	Measure      string

	when  *policy.Condition // gate: without it the indicator always counts
	tasks []policy.Text     // of the table; nil: all
	asks  []ask             // its conditions, when first

	late, perDay decimal.Decimal
	points       map[string]decimal.Decimal // by status; see progressShare
	byProgress   bool                       // ongoing counts as its progress
	weights      map[string]decimal.Decimal // by duty
	of           []string                   // statuses
	deduct       []deduction
	each         map[string]decimal.Decimal // points of an item, by duty; "" for all others
	proof        bool                       // an item without evidence gets nothing
	source       string                     // sheet column of sub-scores
	outOf        decimal.Decimal            // of which they are
	steps        []step                     // from high to low
	per          string
}

// deduction takes points off for findings with one of the codes, or for an event.
type deduction struct {
	codes, severity []string
	event           string
	per             string
	points          decimal.Decimal
	cap             *decimal.Decimal
	doubled         *policy.Condition
}

// step gives points from a share in percent on; of counts, up to a number.
type step struct{ at, points decimal.Decimal }

// veto ends the scoring: the score falls to to, the grade to the last.
type veto struct {
	name, clause string
	when         *policy.Condition
	to           decimal.Decimal
	keep         bool // the score stays; the grade falls alone
	ask          ask
}

// correction multiplies the score of units to which the condition applies, up to the total.
type correction struct {
	name, clause string
	when         *policy.Condition
	times        decimal.Decimal
	of           *Indicator // nil: all that is no bonus
	ask          ask
}

// words are what reasons are put together from.
type words struct {
	Status   map[string]string
	Count    policy.Text
	Per      map[string]string
	Event    map[string]string
	Light    map[string]string
	Problem  policy.Text
	Share    policy.Text // {item} {share}: how much of an item counted, in percent
	Unstated policy.Text // the same where no progress is stated that could be used
	Unproved policy.Text // {item} {max}: what an item without evidence does not get
	Points   policy.Text // {item} {points} {max}: what an item got, and could have had
	Spread   policy.Text // the line of weights that are redistributed
}

// Fingerprint tells one scheme file from another, whatever they are called.
func (s *Scheme) Fingerprint() string {
	sum := sha256.Sum256(s.file.Data)
	return hex.EncodeToString(sum[:])
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

// Ungrouped lists the categories that groups name and that are none of those given (of a roster),
// and those given that no group names; both are nil where either is empty, for then nothing is amiss.
func (s *Scheme) Ungrouped(categories []string) (vain, unnamed []string) {
	named, last := map[string]bool{}, s.Groups[len(s.Groups)-1] // 其他 is at home in 其他单位
	for _, g := range s.Groups {
		for _, c := range g.Of {
			named[c] = true
			if !slices.Contains(categories, c) {
				vain = append(vain, c)
			}
		}
	}
	for _, c := range categories {
		if !named[c] && !strings.HasPrefix(last.Name, c) && !slices.Contains(unnamed, c) {
			unnamed = append(unnamed, c)
		}
	}
	if len(vain) == 0 || len(unnamed) == 0 {
		return nil, nil
	}
	return vain, unnamed
}

// Leaves are the indicators without parts, in their order.
func (ind *Indicator) Leaves() []*Indicator {
	if len(ind.Parts) == 0 {
		return []*Indicator{ind}
	}
	var out []*Indicator
	for i := range ind.Parts {
		out = append(out, ind.Parts[i].Leaves()...)
	}
	return out
}

// Verify refuses a scheme that names codes of which none is in the catalogue: those of another
// year, or a slip of the pen. Nothing would ever be taken off for them. The error is a *policy.Error.
func (s *Scheme) Verify(rules *finding.Catalogue) error {
	for _, c := range s.codes {
		if !slices.ContainsFunc(rules.Rules(), func(r finding.Rule) bool { return MatchCode([]string{c.Value}, r.Code) }) {
			return s.file.Errorf(c.Pos, nil, "没有代码为 “%s” 的问题，可能是往年的代码或写错了；运行 zwgk explain 看所有代码", c)
		}
	}
	return nil
}

// all lists the indicators of a tree, each before its parts.
func all(list []Indicator) []*Indicator {
	var out []*Indicator
	for i := range list {
		out = append(append(out, &list[i]), all(list[i].Parts)...)
	}
	return out
}
