package report

import (
	"maps"
	"slices"

	"zwgk/pkg/policy"
)

// layout is templates/report/report.yaml: tables, charts, lists and single words.
type layout struct {
	Sample   policy.Text
	Words    words
	Lists    lists
	Quotes   quoteRule
	Problems []problemType
	RollUp   struct {
		Lagging  int // so many tasks are named
		Counties int // so many stand side by side
	} `yaml:"rollup"`
	Complete []string // codes of what only the unit can complete, though it is no error
	Tables   map[string]*tableLayout
	Charts   map[string]*chartLayout
}

type words struct {
	Status map[string]string // with missing and optional
	Duty   map[string]string
	Yes    string
	No     string
	Total  string
	Mend   string // of an error
	Check  string // of a warning
	Item   string // an item in a sentence: {item}

	Event    map[string]string // of the rounds of a year
	Standing map[string]string // how a unit reported in one: on_time, late, missing, unasked; {answered} {required}
	County   map[string]string // states of a county in a roll-up without a ledger; as_of marks one of another day
	Carried  string            // behind the round that an item stands as in
	FilledIn string            `yaml:"filled_in"` // behind the status of an item that the office filled in
}

// lists says how lists of units are written.
type lists struct {
	One     policy.Text // {unit}
	More    policy.Text // {units} {count}
	All     policy.Text // {count}: all units that must report
	Counted policy.Text // {unit} {count} {measure}
}

type quoteRule struct {
	PerChapter int `yaml:"per_chapter"`
	Min, Max   int
}

type problemType struct {
	Name  string
	Codes []string
}

type tableLayout struct {
	Caption string
	Wide    bool
	Columns []columnLayout
}

type columnLayout struct {
	Key   policy.Text
	Head  string
	Width float64
	Align policy.Text
}

type chartLayout struct{ Caption string }

var alignments = []string{"left", "center", "right"}

func (l *layout) parse(f policy.File) error {
	if err := f.Decode(l); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(tableColumns)) {
		if l.Tables[name] == nil {
			return f.Errorf(policy.Pos{}, nil, "tables 里缺少 “%s” 这张表", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.Tables)) {
		if err := l.Tables[name].verify(f, name); err != nil {
			return err
		}
	}
	if l.Charts["scores"] == nil {
		return f.Errorf(policy.Pos{}, nil, "charts 里缺少 “scores”")
	}
	for _, state := range append(slices.Clone(states), stateOptional) {
		if l.Words.Status[state] == "" {
			return f.Errorf(policy.Pos{}, nil, "words.status 里缺少 “%s”", state)
		}
	}
	for _, t := range []policy.Text{l.Lists.One, l.Lists.More, l.Lists.All, l.Lists.Counted} {
		if t.Value == "" {
			return f.Errorf(policy.Pos{}, []string{"one", "more", "all", "counted"}, "lists 没有写全")
		}
	}
	return nil
}

func (t *tableLayout) verify(f policy.File, name string) error {
	keys, ok := tableColumns[name]
	if !ok {
		return f.Errorf(policy.Pos{}, slices.Sorted(maps.Keys(tableColumns)), "tables 里的 “%s” 不是报告里有的表", name)
	}
	if len(t.Columns) == 0 {
		return f.Errorf(policy.Pos{}, nil, "表 “%s” 没有写 columns（栏目）", name)
	}
	for _, c := range t.Columns {
		if !slices.Contains(keys, c.Key.Value) {
			return f.Errorf(c.Key.Pos, keys, "表 “%s” 没有 “%s” 这一栏", name, c.Key)
		}
		if c.Align.Value != "" && !slices.Contains(alignments, c.Align.Value) {
			return f.Errorf(c.Align.Pos, alignments, "align 写的是 “%s”", c.Align)
		}
	}
	return nil
}
