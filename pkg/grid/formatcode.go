package grid

import (
	"regexp"
	"slices"
	"strings"
)

var (
	formatElapsed   = regexp.MustCompile(`^\[(h+|m+|s+)\]$`)
	secondsFraction = regexp.MustCompile(`s\.0+`)
	formatLexemes   = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.`)
	sectionLexemes  = regexp.MustCompile(`(?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;])+|;`)
)

// parseFormat understands a format code (ECMA-376 Part 1 §18.8.31): dates and
// times; numbers with text around the digits, up to three sections, groups of
// three, per cent and thousands; sections by condition. Fractions and exponents
// are shown as General would show the number.
func parseFormat(code string) numberFormat {
	sections := splitSections(code)
	if len(sections) == 0 {
		return numberFormat{}
	}
	if slices.ContainsFunc(sections, isDateSection) {
		return parseDates(sections)
	}
	if slices.ContainsFunc(sections, formatCondition.MatchString) {
		if f := parseDates(sections); !slices.ContainsFunc(f.parts, func(p datePart) bool { return !p.known }) {
			return f
		}
		return numberFormat{}
	}
	var f numberFormat
	for i, text := range sections[:min(len(sections), 3)] {
		s, ok := parseSection(text)
		if !ok {
			return numberFormat{}
		}
		if i == 0 && len(sections) == 1 && s == (numberSection{general: true}) {
			return numberFormat{} // General, or @
		}
		f.sections = append(f.sections, s)
	}
	return f
}

func isDateSection(section string) bool {
	return systemDate.MatchString(section) || systemTime.MatchString(section) || isDateCode(bareCode(section))
}

// splitSections parts a code at its semicolons.
func splitSections(code string) []string {
	var out []string
	last := ";"
	for _, m := range sectionLexemes.FindAllString(code, -1) {
		switch {
		case m != ";":
			out = append(out, m)
		case last == ";":
			out = append(out, "") // an empty section shows nothing
		}
		last = m
	}
	if last == ";" && len(out) > 0 {
		out = append(out, "")
	}
	return out
}

// bareCode is a section in lower case without literals; of the brackets only
// elapsed hours, minutes and seconds stay.
func bareCode(section string) string {
	var b strings.Builder
	for _, m := range formatLexemes.FindAllString(section, -1) {
		switch {
		case len(m) > 1 && strings.ContainsAny(m[:1], `"\_*`):
		case m[0] == '[':
			if lower := strings.ToLower(m); formatElapsed.MatchString(lower) {
				b.WriteString(strings.Trim(lower, "[]"))
			}
		default:
			b.WriteString(strings.ToLower(m))
		}
	}
	return b.String()
}

// parseSection reads a section that shows a number; ok is false for what is
// left to General.
func parseSection(section string) (s numberSection, ok bool) {
	if section == "" {
		return numberSection{}, true
	}
	var digits strings.Builder
	literal := func(text string) {
		if digits.Len() == 0 && !s.general {
			s.before += text
		} else {
			s.after += text
		}
	}
	for _, m := range formatLexemes.FindAllString(section, -1) {
		switch {
		case m[0] == '"':
			literal(strings.Trim(m, `"`))
		case m[0] == '\\':
			literal(m[1:])
		case m[0] == '_' || m[0] == '*':
			// room as wide as a character, or filled with it
		case m[0] == '[':
			if !harmlessBracket(m) {
				return s, false
			}
			literal(currencyOf(m))
		case strings.Contains("0#?.,", m):
			if s.after != "" && strings.Trim(s.after, "%") != "" {
				return s, false // digits with text between them
			}
			digits.WriteString(m)
		case m == "%":
			s.percents++
			literal(m)
		case strings.EqualFold(m, "g") || m == "@":
			s.general = true
			if m == "@" {
				continue
			}
			return wholeGeneral(section)
		case strings.ContainsAny(m, "/eEyYmMdDhHsSbB"):
			return s, false
		default:
			literal(m)
		}
	}
	return s, s.count(digits.String())
}

var generalWord = regexp.MustCompile(`(?i)general`)

// wholeGeneral reads a section with the word General in it.
func wholeGeneral(section string) (numberSection, bool) {
	at := generalWord.FindStringIndex(section)
	if at == nil {
		return numberSection{}, false
	}
	before, okBefore := parseSection(section[:at[0]])
	after, okAfter := parseSection(section[at[1]:])
	return numberSection{general: true, before: before.before, after: after.before}, okBefore && okAfter && !before.digits && !after.digits
}

// count takes the numbers of digits from a pattern such as #,##0.0#.
func (s *numberSection) count(pattern string) bool {
	if pattern == "" {
		return true
	}
	s.digits = true
	trimmed := strings.TrimRight(pattern, ",")
	s.thousands = len(pattern) - len(trimmed)
	whole, frac, _ := strings.Cut(trimmed, ".")
	if strings.ContainsAny(frac, ".,") {
		return false
	}
	s.grouped = strings.Contains(whole, ",")
	s.whole = strings.Count(whole, "0")
	s.decimals = len(frac)
	s.optional = len(frac) - len(strings.TrimRight(frac, "#?"))
	return s.decimals <= 30 && s.whole <= 30
}

// harmlessBracket tells that what stands in brackets does not change which
// number is shown: a colour, a language, a currency.
func harmlessBracket(m string) bool {
	inside := strings.ToLower(strings.Trim(m, "[]"))
	return !strings.ContainsAny(inside, "<>=") && !strings.HasPrefix(inside, "dbnum")
}

// currencyOf gives ￥ of [$￥-804].
func currencyOf(m string) string {
	inside, ok := strings.CutPrefix(strings.Trim(m, "[]"), "$")
	if !ok {
		return ""
	}
	symbol, _, _ := strings.Cut(inside, "-")
	return symbol
}
