package report

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// Problem is a type of problem with the units that have it, and in how many places.
type Problem struct {
	Name  string
	Units []UnitCount
	Total int
}

// problems counts the findings of units by the types of the layout. What is
// mere information does not count.
func (c *Composer) problems() []Problem {
	var out []Problem
	for _, p := range c.Wording.layout.Problems {
		one := Problem{Name: p.Name}
		for _, u := range c.Ledger.Units {
			n := UnitCount{Unit: u.Name}
			for _, f := range c.found[u.Name] {
				if f.Severity != finding.Info && assess.MatchCode(p.Codes, f.Code) {
					n.Count += max(len(f.Cells), 1)
				}
			}
			if n.Count > 0 {
				one.Units, one.Total = append(one.Units, n), one.Total+n.Count
			}
		}
		if one.Total > 0 {
			out = append(out, one)
		}
	}
	return out
}

// Remark is a finding as a unit reads it: where, what, and how to mend it.
type Remark struct {
	Code    string
	Error   bool   // must be mended; else to be looked at
	Lacks   bool   // no error, but something that only the unit can complete
	Round   string // ID, of a year
	File    string // relative path
	Place   string // 工作表“填报表”的 D5, "" for a whole file
	Message string // begins with the place
	Bare    string // without it
	Hint    string
	Items   []string
	About   string // 任务 9, "" where the message says it, or none is known
	State   string // against earlier versions: open, new, both; "" when there are none
}

// remarks lists findings for the unit: errors, what it has to complete, and the
// others. Mere information is left out.
func (c *Composer) remarks(list []finding.Finding) []Remark {
	var errors, lacking, others []Remark
	for _, f := range list {
		if f.Severity == finding.Info {
			continue
		}
		r := Remark{Code: f.Code, Error: f.Severity == finding.Error, Round: f.Round, File: shownPath(f.File), Place: clean(value.Mask(f.PlaceText())),
			Message: clean(value.Mask(f.Message)), Hint: clean(value.Mask(f.Hint))}
		if f.Item != "" {
			r.Items = []string{f.Item}
			if about := policy.Fill(c.words().Item, "item", finding.ItemText(f.Item)); !strings.Contains(r.Message, about) {
				r.About = about
			}
		}
		for _, x := range c.corrected[f.File] {
			if state := x.State(f); state != "" {
				r.State = state
			}
		}
		r.Bare = strings.TrimLeft(strings.TrimPrefix(r.Message, r.Place), "：: ")
		if r.Place != "" {
			r.Message = r.Place + "：" + r.Bare
		}
		r.Lacks = !r.Error && assess.MatchCode(c.Wording.layout.Complete, f.Code)
		switch {
		case r.Error:
			errors = append(errors, r)
		case r.Lacks:
			lacking = append(lacking, r)
		default:
			others = append(others, r)
		}
	}
	return slices.Concat(errors, lacking, others)
}

// shownPath is a file's name or path as people read it: a unit may put a number of a
// person into it, and others read the texts. In JSON a path is a key, and stays as it is.
func shownPath(path string) string { return clean(value.Mask(path)) }

func itoa(n int) string { return strconv.Itoa(n) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
