package tasktable

import (
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// isOwnWord tells whether a header word says what a column is, or that it is kept as it is.
func (s *Spec) isOwnWord(label string) bool {
	m, _, _ := s.meaningOf(label)
	return m != "" || s.isOther(label)
}

// isWord tells whether a text is a header word.
func (s *Spec) isWord(text string) bool {
	m, _, exact := s.meaningOf(text)
	return m != "" && exact
}

var inBrackets = regexp.MustCompile(`\([^()]*\)`)

// meaningOf gives the meaning of a header word, "" for none; a smaller rank
// fits better.
func (s *Spec) meaningOf(label string) (meaning string, rank int, exact bool) {
	whole := value.Fold(label)
	const longest = 30 // characters of a header, with what it says in brackets
	if whole == "" || len([]rune(whole)) > longest {
		return "", 0, false
	}
	short := inBrackets.ReplaceAllString(whole, "")
	for pass, fits := range []func(word string) bool{
		func(w string) bool { return w == whole },
		func(w string) bool { return w == short },
		func(w string) bool { return len([]rune(w)) >= 4 && strings.Contains(short, w) },
	} {
		for _, m := range meanings {
			for i, w := range s.words[m] {
				if !fits(w) {
					continue
				}
				if pass == 2 && (m == colLead || m == colCooperating) && s.manyRoles(short) {
					m = colResponsible // 牵头单位和配合单位: the cells say who does what
				}
				return m, pass*1000 + i, pass < 2
			}
		}
	}
	for _, m := range meanings {
		if slices.ContainsFunc(s.Suffixes[m], func(w string) bool { return isCompound(short, w) }) && !s.isOther(short) {
			const last = 3000
			return m, last, false
		}
	}
	return "", 0, false
}

// isCompound tells whether a header word is one of two characters before another:
// 整改要求.
func isCompound(label, word string) bool {
	const before = 2 // characters
	rest, ok := strings.CutSuffix(label, word)
	return ok && len([]rune(rest)) == before
}

// manyRoles tells whether a header names units of several roles.
func (s *Spec) manyRoles(label string) bool {
	roles := 0
	for _, m := range []string{colLead, colCooperating, colResponsible} {
		if slices.ContainsFunc(s.words[m], func(w string) bool { return len([]rune(w)) >= 4 && strings.Contains(label, w) }) {
			roles++
		}
	}
	return roles > 1
}

// isDeadline tells whether a word is a label of times.
func (s *Spec) isDeadline(label string) bool {
	meaning, _, exact := s.meaningOf(label)
	return exact && meaning == colDeadline
}
