package tasktable

import (
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// Collective is a name that stands for many units, such as 县政府各部门. It
// means the active units of Groups; when Endings is not empty only those whose
// name ends in one of them; never the units in Except. Undecided ones name
// nobody until the office decides.
type Collective struct {
	Words     []policy.Text
	Patterns  []policy.Text // what any of Words does not say
	Groups    []string
	Endings   []string
	Except    []string
	Undecided bool

	pattern *regexp.Regexp // any of Words, folded; nil for none
	like    *regexp.Regexp // any of Patterns, over folded text; nil for none
}

// Collective tells what a unit text of the table means as a collective; ok is
// false when it is none, and then it names one unit.
func (s *Spec) Collective(text string) (_ Collective, ok bool) {
	folded := value.Fold(text)
	if folded == "" {
		return Collective{}, false
	}
	if except, rest, ok := s.excepting(folded); ok {
		c, ok := s.Collective(rest)
		c.Except = slices.Concat(c.Except, except)
		if slices.ContainsFunc(except, s.undecided) {
			c.Undecided, c.Groups, c.Endings = true, nil, nil
		}
		return c, ok
	}
	if c, ok := s.collectiveWord(folded); ok {
		return c, true
	}
	for _, c := range s.Collectives {
		if c.like != nil && c.like.MatchString(folded) {
			return c, true
		}
	}
	return Collective{}, false
}

// Class tells which units a text means that says what they are, without 各: 垂直管理单位,
// 街道, or the name of a group. Where units are left out of a collective, they may be a class.
func (s *Spec) Class(text string) (_ Collective, ok bool) {
	folded := value.Fold(text)
	for _, word := range []string{folded, "各" + folded} {
		if c, ok := s.collectiveWord(word); ok {
			return c, true
		}
	}
	for _, c := range s.Collectives {
		if slices.Contains(c.Groups, folded) {
			return Collective{Groups: []string{folded}}, true
		}
	}
	return Collective{}, false
}

// all tells whether a text names all units of a group without saying 各: 县直部门, which behind
// 等 are but some.
func (s *Spec) all(text string) bool {
	c, ok := s.Collective(text)
	return ok && !c.Undecided && !strings.ContainsAny(text, "各全")
}

// undecided tells whether a text is a collective that names nobody.
func (s *Spec) undecided(text string) bool {
	if c, ok := s.Class(text); ok {
		return c.Undecided
	}
	c, ok := s.Collective(text)
	return ok && c.Undecided
}

// isCollectiveWord tells whether a text is among the words of a collective, with
// exceptions or without. Only these tell where a name ends: patterns run over it.
func (s *Spec) isCollectiveWord(text string) bool {
	folded := value.Fold(text)
	if _, rest, ok := s.excepting(folded); ok {
		folded = rest
	}
	_, ok := s.collectiveWord(folded)
	return ok && folded != ""
}

func (s *Spec) collectiveWord(folded string) (_ Collective, ok bool) {
	for _, c := range s.Collectives {
		if c.pattern != nil && c.pattern.MatchString(folded) {
			return c, true
		}
	}
	return Collective{}, false
}

// excepting parts the exceptions from a collective.
func (s *Spec) excepting(folded string) (except []string, rest string, ok bool) {
	for _, p := range s.Units.Except.patterns {
		m := p.FindStringSubmatch(folded)
		if m == nil {
			continue
		}
		rest = s.others(m[p.SubexpIndex(exceptRest)])
		if _, ok := s.Collective(rest); !ok {
			continue
		}
		n := newNames(s, nil)
		for _, name := range strings.FieldsFunc(m[p.SubexpIndex(exceptNames)], func(r rune) bool { return r == ',' }) {
			except = append(except, n.cut(name)...)
		}
		return except, rest, true
	}
	return nil, "", false
}

// isException tells whether a text is a collective with exceptions.
func (s *Spec) isException(text string) bool {
	_, _, ok := s.excepting(value.Fold(text))
	return ok
}

// others is what is left when some are left out: 其他镇街 are then all 镇街.
func (s *Spec) others(rest string) string {
	all := s.Units.Others.remove(rest)
	for _, word := range []string{all, "各" + all, rest} {
		if _, ok := s.collectiveWord(word); ok {
			return word
		}
	}
	return rest
}

// The groups of the patterns for exceptions.
const (
	exceptNames = "names" // who is left out
	exceptRest  = "rest"  // of whom
)

func (s *Spec) compileExcept(f policy.File) error {
	if err := s.Units.Except.compile(f, 0); err != nil {
		return err
	}
	for i, p := range s.Units.Except.patterns {
		if p.SubexpIndex(exceptNames) < 0 || p.SubexpIndex(exceptRest) < 0 {
			t := s.Units.Except.sources[i]
			return f.Errorf(t.Pos, nil, "正则表达式 “%s” 里要有 (?P<%s>…)（除外的单位）和 (?P<%s>…)（从哪些单位中除外）", t.Value, exceptNames, exceptRest)
		}
	}
	return nil
}

// exception gives the length of 除…外 at the beginning of a text, with the comma
// behind it and the label before it: what stands in it is no list of units.
func (n *names) exception(text string) int {
	label := 0
	if _, rest, ok := n.labelled(text); ok {
		label = len(text) - len(rest)
	}
	for _, p := range n.spec.Units.ExceptClause.patterns {
		if m := p.FindStringIndex(text[label:]); m != nil {
			return label + m[1]
		}
	}
	return 0
}

// compile turns the words of a collective into patterns over folded text.
func (c *Collective) compile(f policy.File, parts map[string][]string) error {
	if len(c.Words)+len(c.Patterns) == 0 {
		return f.Errorf(policy.Pos{}, nil, "集合名称缺 words")
	}
	if !c.Undecided && len(c.Groups) == 0 {
		first := slices.Concat(c.Words, c.Patterns)[0]
		return f.Errorf(first.Pos, nil, "集合名称 “%s” 没有写 groups（类别），也没有写 undecided: true", first.Value)
	}
	if err := c.compilePatterns(f); err != nil || len(c.Words) == 0 {
		return err
	}
	var sources []string
	for _, w := range c.Words {
		source, bad := wordPattern(w.Value, parts)
		if bad != "" {
			return f.Errorf(w.Pos, keys(parts), "parts 里没有 “%s”", bad)
		}
		if regexp.MustCompile("^(?:" + source + ")$").MatchString("") {
			return f.Errorf(w.Pos, nil, "“%s” 里的花括号都可以没有，这样什么都算", w.Value)
		}
		sources = append(sources, source)
	}
	c.pattern = regexp.MustCompile("^(?:" + strings.Join(sources, "|") + ")$")
	return nil
}

func (c *Collective) compilePatterns(f policy.File) error {
	var sources []string
	for _, p := range c.Patterns {
		if re, err := regexp.Compile(p.Value); err != nil || re.MatchString("") {
			return f.Errorf(p.Pos, nil, "正则表达式 “%s” 写错了", p.Value)
		}
		sources = append(sources, p.Value)
	}
	if len(sources) > 0 {
		c.like = regexp.MustCompile("^(?:" + strings.Join(sources, "|") + ")$")
	}
	return nil
}

// wordPattern gives the regular expression of a word with {parts}, {parts?} and …; bad
// names a part that is not defined.
func wordPattern(word string, parts map[string][]string) (source, bad string) {
	var b strings.Builder
	for word != "" {
		head, rest, open := strings.Cut(word, "{")
		b.WriteString(literal(head))
		if !open {
			break
		}
		name, tail, _ := strings.Cut(rest, "}")
		name, optional := strings.CutSuffix(name, "?")
		choices, ok := parts[name]
		if !ok {
			return "", name
		}
		b.WriteString("(?:")
		for i, c := range choices {
			if i > 0 {
				b.WriteByte('|')
			}
			b.WriteString(literal(c))
		}
		b.WriteByte(')')
		if optional {
			b.WriteByte('?')
		}
		word = tail
	}
	return b.String(), ""
}

// literal quotes a text as it folds; … is one to four
// characters of a place, not those that join two names or end one.
func literal(s string) string {
	pieces := strings.Split(s, "…")
	for i, p := range pieces {
		pieces[i] = regexp.QuoteMeta(value.Fold(p))
	}
	return strings.Join(pieces, `[^\x00-\x7F各和及与局办委院部处驻等]{1,4}`)
}
