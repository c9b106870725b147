package form

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zwgk/pkg/value"
)

// synonym is a header word with the fields that it may stand for, in the order
// of the columns.
type synonym struct {
	folded string
	length int // in characters
	fields []string
}

// listSynonyms gives every header word once, longest first.
func (s *Spec) listSynonyms() []synonym {
	var list []synonym
	add := func(word, field string) {
		folded := plainHeader(word)
		if folded == "" {
			return
		}
		i := slices.IndexFunc(list, func(y synonym) bool { return y.folded == folded })
		if i < 0 {
			list = append(list, synonym{folded, utf8.RuneCountInString(folded), []string{field}})
		} else if !slices.Contains(list[i].fields, field) {
			list[i].fields = append(list[i].fields, field)
		}
	}
	for _, c := range s.columns {
		add(c.Header, c.Field)
	}
	for _, c := range s.columns {
		for _, w := range c.synonyms {
			add(w, c.Field)
		}
	}
	slices.SortStableFunc(list, func(a, b synonym) int { return b.length - a.length })
	return list
}

var bracketed = regexp.MustCompile(`\([^()]*\)`)

// plainHeader folds a header word and strips what only explains it: brackets
// and signs such as * and %. Brackets that hold the whole word are kept.
func plainHeader(header string) string {
	folded := value.Fold(header)
	plain := keepWord(bracketed.ReplaceAllString(folded, ""))
	if plain == "" {
		plain = keepWord(folded)
	}
	return plain
}

func keepWord(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// Field gives the field that a header word stands for, the first of them when
// the word is used for several.
func (s *Spec) Field(header string) (field string, ok bool) {
	m := s.match(header)
	if len(m.fields) == 0 {
		return "", false
	}
	return m.fields[0], true
}

// headerMatch is what a header cell may be. Weight is higher the surer it is:
// a whole word counts more than a part of one.
type headerMatch struct {
	fields []string
	exact  bool
	word   string // the synonym that is only a part of the header
	plain  string // the header without what explains it; "" when it is too long
	maybe  string // the field that the header stands for if the column holds what belongs there
}

// maxHeader is the length in characters, without explanations in brackets,
// beyond which a text is no header.
const maxHeader = 20

// maxHeaderBytes saves folding whole reports: no header with its explanation
// is as long.
const maxHeaderBytes = 400

// match finds the field of a header: the word itself, else the longest synonym
// that it ends with, else the longest that it holds. Short words hidden in the
// middle mean nothing.
func (s *Spec) match(header string) headerMatch {
	if len(header) > maxHeaderBytes {
		return headerMatch{}
	}
	plain := plainHeader(header)
	n := utf8.RuneCountInString(plain)
	if n == 0 || n > maxHeader {
		return headerMatch{}
	}
	held := headerMatch{plain: plain}
	for _, c := range s.columns {
		if slices.Contains(c.whole, plain) {
			return headerMatch{plain: plain, maybe: c.Field}
		}
	}
	size := 0
	for _, y := range s.headers {
		if y.folded == plain {
			return headerMatch{fields: y.fields, exact: true, plain: plain}
		}
		if y.length < 2 || y.length >= n || y.length < size || y.length*3 < n {
			continue
		}
		last := strings.HasSuffix(plain, y.folded)
		if last && (y.length > size || !strings.HasSuffix(plain, held.word)) || y.length >= 3 && y.length > size && strings.Contains(plain, y.folded) {
			held.fields, held.word, size = y.fields, y.folded, y.length
		}
	}
	return held
}
