package tasktable

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// The kinds of deadlines. The last two stand in table.yaml only: an impossible
// date is a finding, and none keeps words such as 及时性 from being read as one.
const (
	kindDate       = "date"
	kindRecurring  = "recurring"
	kindCount      = "count"
	kindContinuous = "continuous"
	kindRelative   = "relative"
	kindPrompt     = "prompt"
	kindPeriodic   = "periodic"
	kindImpossible = "impossible"
	kindNone       = "none"
)

var kinds = []string{kindDate, kindRecurring, kindCount, kindContinuous, kindRelative, kindPrompt, kindPeriodic, kindImpossible, kindNone}

// DeadlineWords say how times are written in prose.
type DeadlineWords struct {
	Parts      map[string]string
	Every      map[string]string
	CountEvery string      `yaml:"count_every"`
	Unread     patternList // like a time
	Rules      []DeadlineRule
}

// DeadlineRule is one way to write a time. Rules are tried in order; text that
// one has taken is not looked at by the next.
type DeadlineRule struct {
	Kind    policy.Text
	Pattern policy.Text
	Month   int  // of a wording without one: 年中
	Column  bool // for a column of deadlines only, where 12月 alone means December

	re *regexp.Regexp
}

func (w *DeadlineWords) compile(f policy.File) error {
	if err := w.Unread.compile(f, 0); err != nil {
		return err
	}
	for i := range w.Rules {
		r := &w.Rules[i]
		if !slices.Contains(kinds, r.Kind.Value) {
			return f.Errorf(r.Kind.Pos, kinds, "不认识的时限种类 “%s”", r.Kind.Value)
		}
		source := r.Pattern.Value
		for range 2 { // a part may hold parts
			for _, name := range keys(w.Parts) {
				source = strings.ReplaceAll(source, "{"+name+"}", w.Parts[name])
			}
		}
		re, err := regexp.Compile(source)
		if err != nil || re.MatchString("") {
			return f.Errorf(r.Pattern.Pos, nil, "时限的正则表达式 “%s” 写错了", r.Pattern.Value)
		}
		r.re = re
	}
	return nil
}

// deadlineReader reads the deadlines of a table of one year.
type deadlineReader struct {
	words *DeadlineWords
	year  int // 0: not known, dates that need it have no day
}

// span is a time at its place in the text.
type span struct {
	start, end int
	deadline   Deadline
	ok         bool
	impossible bool
}

// read finds the times of a text in their order, each wording once, and the
// wordings that no calendar has.
func (d deadlineReader) read(text string, column bool) (found []Deadline, impossible []string) {
	var spans []span
	for _, r := range d.words.Rules {
		if r.Column && !column {
			continue
		}
		for _, m := range r.re.FindAllStringSubmatchIndex(text, -1) {
			s := d.interpret(r, text, m)
			if !slices.ContainsFunc(spans, func(o span) bool { return s.start < o.end && o.start < s.end }) {
				spans = append(spans, s)
			}
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	for _, s := range spans {
		switch known := func(o Deadline) bool { return o.Text == s.deadline.Text }; {
		case s.impossible:
			impossible = append(impossible, s.deadline.Text)
		case s.ok && !slices.ContainsFunc(found, known):
			found = append(found, s.deadline)
		}
	}
	return found, impossible
}

// groups are the named parts of one match.
type groups map[string]string

func (d deadlineReader) interpret(r DeadlineRule, text string, m []int) span {
	g := groups{}
	s := span{start: m[0], end: m[1]}
	for i, name := range r.re.SubexpNames() {
		if i == 0 || m[2*i] < 0 || name == "" {
			continue
		}
		g[name] = text[m[2*i]:m[2*i+1]]
		if name == "t" {
			s.start, s.end = m[2*i], m[2*i+1]
		}
	}
	written := text[s.start:s.end]
	lead := len(written) - len(strings.TrimLeft(written, " 　\n\t"))
	s.deadline = Deadline{Text: strings.TrimSpace(written), Kind: r.Kind.Value}
	s.start, s.end = s.start+lead, s.start+lead+len(s.deadline.Text)
	switch r.Kind.Value {
	case kindNone:
	case kindImpossible:
		s.impossible = true
	case kindDate:
		due, dated, ok := d.due(g, r.Month)
		s.ok, s.impossible = ok && due.Possible(), ok && !due.Possible()
		if s.ok && dated {
			s.deadline.Due = due.Last().String()
		}
	case kindRecurring:
		s.deadline.Every = d.words.Every[g["e"]]
		s.ok = s.deadline.Every != ""
	case kindCount:
		s.deadline.Every = cmp.Or(d.words.Every[g["e"]], d.words.CountEvery)
		s.deadline.Times, s.ok = value.Number(g["n"])
		s.ok = s.ok && s.deadline.Times > 0
	default:
		s.ok = true
	}
	return s
}

// dueOf is the day of a date on its own, "" when it has none.
func (d deadlineReader) dueOf(text string) string {
	for _, column := range []bool{false, true} {
		if found, _ := d.read(text, column); len(found) == 1 && found[0].Text == text {
			return found[0].Due
		}
	}
	return ""
}

// due is the last day that a written period reaches to; dated is false when
// its year is not to be had, and ok when a number is none.
func (d deadlineReader) due(g groups, month int) (_ value.Date, dated, ok bool) {
	year, dated := d.yearOf(g["y"])
	if !dated {
		year = leapYear // only a day that no year has is impossible
	}
	date, ok := value.Date{Year: year, Month: cmp.Or(month, 12)}, true
	switch {
	case g["m"] != "":
		if date.Month, ok = value.Number(g["m"]); !ok {
			return date, dated, false
		}
	case g["q"] != "":
		quarter, _ := value.Number(g["q"])
		date.Month = 3 * quarter
	case g["h"] == "上":
		date.Month = 6
	}
	switch {
	case g["d"] != "":
		date.Day, ok = value.Number(g["d"])
		if date.Day == 0 {
			date.Day = -1 // written as 0: impossible, and not a month
		}
	case g["x"] == "上旬":
		date.Day = 10
	case g["x"] == "中旬":
		date.Day = 20
	}
	return date, dated, ok
}

const leapYear = 2000

func (d deadlineReader) yearOf(written string) (year int, known bool) {
	switch written {
	case "", "今", "本", "当":
		return d.year, d.year != 0
	case "明", "次", "翌":
		return d.year + 1, d.year != 0
	}
	return value.Number(written)
}
