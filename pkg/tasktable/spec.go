package tasktable

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// Spec is templates/table.yaml: how official tables are written. Its comments
// say what each key means.
type Spec struct {
	Columns          map[string][]string
	Other            []string
	LeadMarks        []string `yaml:"lead_marks"`        // in an unknown word of a column of units
	CoopMarks        []string `yaml:"cooperating_marks"` // the same
	RequirementMarks []string `yaml:"requirement_marks"` // in one beside the titles
	DeadlineMarks    []string `yaml:"deadline_marks"`    // in one of a column of times
	Weak             []string // words that alone make no task table
	Score            []string // in words of columns that a sheet of scores has
	Marks            Marks
	HeaderRows       int         `yaml:"header_rows"`
	FirstLeads       patternList `yaml:"first_leads"`
	TitleWords       []string    `yaml:"title_words"`
	NotTitle         patternList `yaml:"not_title"`
	Numbering        Numbering
	Notes            patternList
	Signed           patternList
	Totals           []string
	General          patternList // titles of chapters of a document that hold no tasks
	OtherTitles      patternList `yaml:"other_titles"` // of tables and documents of something else
	Enclosed         patternList // a line behind a list: what is enclosed
	Dates            patternList // a line that is a date
	Signatures       patternList // who, and on what day
	CommentColumn    string      `yaml:"comment_column"` // in Item.Extra, of the comments on cells
	Attachment       patternList // a line before a list that a letter hands out
	Continued        patternList
	Residue          patternList
	Units            UnitWords
	Deadlines        DeadlineWords
	Parts            map[string][]string
	Collectives      []Collective
	Groups           []GroupWords
	Suffixes         map[string][]string // what a header word of four characters means by its last two

	words        map[string][]string // Columns, folded
	label, comma *regexp.Regexp      // a label within a paragraph; one that only a comma or space parts from what stands before it
	bracketLabel *regexp.Regexp      // 【牵头单位】
}

// isOther tells whether a header word is one of those kept as they are.
func (s *Spec) isOther(label string) bool {
	return slices.ContainsFunc(s.Other, func(w string) bool { return strings.Contains(value.Fold(label), value.Fold(w)) })
}

// Marks are those in tables with a column for each unit. What is in None says that a unit
// has nothing to do with a task; LikelyLead and LikelyCooperating count where nothing says
// what a mark means, with a finding.
type Marks struct {
	Lead, Responsible, Cooperating, None []string
	LikelyLead                           []string `yaml:"likely_lead"`
	LikelyCooperating                    []string `yaml:"likely_cooperating"`
}

// Numbering holds the ways to number headings and tasks; the first group of
// each pattern is the number. Code is a number of several levels: 1-1.
type Numbering struct{ Chapter, Section, Task, Code patternList }

// UnitWords say how lists of units are written.
type UnitWords struct {
	Separators   string
	Connectors   []string
	With         []string
	Endings      []string
	Tails        patternList
	Starts       patternList
	Places       patternList
	Members      patternList // of a body, which are not the body and others
	Closing      patternList
	Except       patternList
	ExceptClause patternList `yaml:"except_clause"`
	Others       patternList
	Same         []string // as the row above
	None         []string
	Scoped       []string   // behind a unit, before what it is responsible for
	Marks        string     // put before or behind a name
	Persons      []string   // labels of what is no unit
	Variants     []string   // characters that are the same in a name, the usual one first
	Alike        [][]string // ends of names that mostly are of one unit, for a draft; 县 stands for the county's name too
	Roles        []RoleWords
	Excepting    patternList // how an exception behind a comma begins
}

// RoleWords are the words behind and the labels before a list that say what
// its units have to do: lead, responsible or cooperating.
type RoleWords struct {
	Role   policy.Text
	Words  []string
	Labels []string
}

// GroupWords say by their names which units belong to a group (类别) of the
// roster. It is a guess for a draft; the roster itself says what holds.
type GroupWords struct {
	Group string
	Names patternList
	Guess bool // the names say little: the office must confirm
}

// GroupOf is the group that a unit's name points to, the first that fits, "" when
// none does; sure is false when the name says little.
func (s *Spec) GroupOf(unit string) (group string, sure bool) {
	for _, g := range s.Groups {
		if g.Names.match(unit) {
			return g.Group, !g.Guess
		}
	}
	return "", false
}

// NamesUnit tells whether a text ends as the names of units do.
func (s *Spec) NamesUnit(text string) bool { return newNames(s, nil).named(text) }

// EndsUnit tells whether a text is the end of a unit's name, which the rest is not
// whole without: 示例分局.
func (s *Spec) EndsUnit(text string) bool {
	folded := value.Fold(text)
	for at := range folded {
		if s.Units.Tails.match(folded[at:]) {
			return true
		}
	}
	return false
}

// UnitNames are the units and collectives that a text names, as it writes them; roles tells
// whether it says of any that it leads or cooperates.
func (s *Spec) UnitNames(text string, known []string) (units []string, roles bool) {
	var lists unitLists
	newNames(s, known).read(text, colResponsible, &lists)
	return lists.all(), len(lists.lead)+len(lists.cooperating) > 0
}

// GroupNames are the groups of units that the spec speaks of, in its order.
func (s *Spec) GroupNames() []string {
	var out []string
	add := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, c := range s.Collectives {
		for _, name := range c.Groups {
			add(name)
		}
	}
	for _, g := range s.Groups {
		add(g.Group)
	}
	return out
}

// The meanings of columns.
const (
	colNumber      = "number"
	colChapter     = "chapter"
	colSection     = "section"
	colTask        = "task"
	colRequirement = "requirement"
	colLead        = "lead"
	colResponsible = "responsible"
	colCooperating = "cooperating"
	colDeadline    = "deadline"
	colMatrix      = "matrix" // of one unit, with marks; no word of a header says so
)

var meanings = []string{colNumber, colChapter, colSection, colTask, colRequirement, colLead, colResponsible, colCooperating, colDeadline}

// ParseSpec reads the spec; slips are *policy.Error.
func ParseSpec(f policy.File) (*Spec, error) {
	var s Spec
	if err := f.Decode(&s); err != nil {
		return nil, err
	}
	for _, compile := range []func(policy.File) error{s.compileColumns, s.compilePatterns, s.compileUnits, s.compileExcept, s.Deadlines.compile, s.compileCollectives} {
		if err := compile(f); err != nil {
			return nil, err
		}
	}
	words := s.labelWords()
	labels := words + `[：:]`
	s.label = regexp.MustCompile(`[。；;\s　]` + labels)
	s.comma = regexp.MustCompile(`[，,、\s　][\s　]*(` + labels + `)`)
	s.bracketLabel = regexp.MustCompile(`[【［\[〔]\s*(` + words + `)\s*[】］\]〕]\s*[：:]?`)
	return &s, nil
}

// patternList is a list of regular expressions in the file.
type patternList struct {
	sources  []policy.Text
	patterns []*regexp.Regexp
}

// UnmarshalYAML keeps the sources with their places; compile makes the rest.
func (l *patternList) UnmarshalYAML(n ast.Node) error {
	return yaml.NodeToValue(n, &l.sources)
}

func (l *patternList) compile(f policy.File, groups int) error {
	for _, t := range l.sources {
		p, err := regexp.Compile(t.Value)
		if err != nil {
			return f.Errorf(t.Pos, nil, "正则表达式 “%s” 写错了", t.Value)
		}
		if p.NumSubexp() < groups {
			return f.Errorf(t.Pos, nil, "正则表达式 “%s” 里要有一对括号括住编号", t.Value)
		}
		l.patterns = append(l.patterns, p)
	}
	return nil
}

func (l patternList) match(s string) bool {
	return slices.ContainsFunc(l.patterns, func(p *regexp.Regexp) bool { return p.MatchString(s) })
}

// number takes the number off the front of a heading; ok is false when none of
// the patterns fits.
func (l patternList) number(s string) (number, rest string, ok bool) {
	for _, p := range l.patterns {
		m := p.FindStringSubmatchIndex(s)
		if m == nil || m[2] < 0 {
			continue
		}
		// A pattern may look at the character behind a full stop (1.5 is no
		// number); it is no part of the number and belongs to the rest.
		end := m[1]
		if mark := strings.LastIndexByte(s[m[3]:end], '.'); mark >= 0 && m[3]+mark+1 < end {
			end = m[3] + mark + 1
		}
		return strings.TrimSpace(s[m[2]:m[3]]), strings.TrimSpace(s[end:]), true
	}
	return "", s, false
}

func (l patternList) remove(s string) string {
	for _, p := range l.patterns {
		s = p.ReplaceAllString(s, "")
	}
	return s
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
