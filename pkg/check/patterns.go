package check

import (
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/policy"
)

// compile makes patterns of the regular expressions under a key of the rule file.
func compile(f policy.File, key string, texts []policy.Text) ([]*regexp.Regexp, error) {
	var out []*regexp.Regexp
	for _, t := range texts {
		re, err := regexp.Compile(t.Value)
		if err != nil || re.MatchString("") {
			return nil, f.Errorf(t.Pos, nil, "%s 里的 “%s” 不是正则表达式，或什么都算", key, t)
		}
		out = append(out, re)
	}
	return out, nil
}

// firstMatch is the first thing in a text that one of the patterns finds: its first group if
// it has one, "" when none finds any.
func firstMatch(patterns []*regexp.Regexp, text string) string {
	for _, p := range patterns {
		if m := p.FindStringSubmatch(text); m != nil {
			return m[min(1, len(m)-1)]
		}
	}
	return ""
}

// limits takes over the thresholds, words and patterns of the file.
func (r *Rules) limits(f policy.File, in *ruleFile) (err error) {
	for _, p := range []struct {
		key  string
		in   []policy.Text
		into *[]*regexp.Regexp
	}{{"placeholders", in.Placeholders, &r.placeholders}, {"unfinished", in.Unfinished, &r.openWords}, {"private_mail", in.PrivateMail, &r.privateMail},
		{"several_times", in.SeveralTimes, &r.severalTimes}, {"home_address", in.HomeAddress, &r.homeAddress}, {"vulnerable_person", in.Vulnerable, &r.vulnerable}} {
		if *p.into, err = compile(f, p.key, p.in); err != nil {
			return err
		}
	}
	r.maxText, r.sameFigure, r.withoutReason = in.MaxText, in.SameFigure, withSpaces(in.NoReason)
	r.governmentSites, r.openSites, r.othersDo = in.Government, in.OpenSites, in.OthersDo
	r.copies, r.ourselves, r.swapped = in.Copies, in.Ourselves, in.Swapped
	r.publicMail, r.keptElsewhere, r.contactColumns = in.PublicMail, in.KeptElsewhere, in.ContactColumns
	r.withoutCommon = withSpaces(in.Common)
	return nil
}

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// withSpaces replaces words by spaces, the longest first.
func withSpaces(words []string) *strings.Replacer {
	folded := plainList(words)
	slices.SortStableFunc(folded, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, w := range folded {
		pairs = append(pairs, w, " ")
	}
	return strings.NewReplacer(pairs...)
}

func plainList(words []string) []string {
	var out []string
	for _, w := range words {
		if w = plain(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}
