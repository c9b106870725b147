// Package value turns what people write into what they mean: folded names,
// Chinese numerals, dates, percentages. What was written is kept by the
// caller; what is not understood is said so and never guessed.
package value

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes names, codes and header words comparable: compatibility forms are
// unified (NFKC), spaces and invisible characters removed, Latin letters put in
// lower case, and the punctuation variants of brackets, commas and hyphens made
// one. Never use it on prose that is printed: NFKC turns ① into 1.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKC.String(s) {
		if r >= '一' && r <= '鿿' { // most of what is folded
			b.WriteRune(r)
			continue
		}
		if unicode.IsSpace(r) || invisible(r) {
			continue
		}
		if p, ok := plainPunctuation[r]; ok {
			r = p
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

var plainPunctuation = map[rune]rune{
	'〔': '(', '〕': ')', '【': '(', '】': ')', '[': '(', ']': ')', '〈': '(', '〉': ')',
	'、': ',', '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-',
	'·': '.', '．': '.', '。': '.', '“': '"', '”': '"', '‘': '\'', '’': '\'',
}

func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Variation_Selector, r)
}

// Squeeze removes every space and line break and keeps all else as written.
func Squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || invisible(r) {
			return -1
		}
		return r
	}, s)
}

// Blank tells whether a text shows nothing: empty, spaces, invisible
// characters, or only strokes such as — / － that people put into empty cells.
func Blank(s string) bool {
	for _, r := range Squeeze(s) {
		switch r {
		case '-', '/', '\\', '—', '－', '―', '–', '／', '_':
		default:
			return false
		}
	}
	return true
}
