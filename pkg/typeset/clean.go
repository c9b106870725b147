package typeset

import (
	"strings"
	"unicode"
)

// clean makes a text fit for setting: line ends become \n, every space but the
// ideographic one becomes " ", and what has no shape of its own is left out
// (control characters, zero-width characters, variation selectors). Bytes
// that are no UTF-8 become U+FFFD, which no face has, so that they are reported.
func clean(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	after := rune(0)
	for _, r := range s {
		switch {
		case r == '\n' && after == '\r':
		case r == '\n' || r == '\r' || r == 0x0B || r == 0x0C || r == 0x85 || r == 0x2028 || r == 0x2029:
			b.WriteByte('\n')
		case r == '\t' || r != 0x3000 && unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		case !shapeless(r):
			b.WriteRune(r)
		}
		after = r
	}
	return b.String()
}

func shapeless(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
		r == 0x034F || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0 || // fillers
		r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF // no characters
}

// lines are the lines of a text as its writer broke them, without spaces
// around, empty ones left out.
func lines(s string) []string {
	var out []string
	for _, l := range strings.Split(clean(s), "\n") {
		if l = strings.Trim(l, " 　"); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// oneLine is a text with its line ends as spaces.
func oneLine(s string) string { return strings.Join(lines(s), " ") }
