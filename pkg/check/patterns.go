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
	return firstExcept(patterns, text, nil)
}

// firstExcept is the first thing in a text that one of the patterns finds and that has none of
// the words in it.
func firstExcept(patterns []*regexp.Regexp, text string, words []string) string {
	for _, p := range patterns {
		for rest := text; rest != ""; {
			m := p.FindStringSubmatchIndex(rest)
			if m == nil {
				break
			}
			group := min(2, len(m)-2)
			if m[group+1] <= m[group] { // the group took no part
				group = 0
			}
			found := rest[m[group]:m[group+1]]
			if !containsAny(found, words) {
				return found
			}
			rest = rest[m[group+1]:] // what the pattern looked at behind it may begin another
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
	}{{"placeholders", in.Placeholders, &r.placeholders}, {"unfinished", in.Unfinished, &r.openWords}, {"finished", in.Finished, &r.finished}, {"private_mail", in.PrivateMail, &r.privateMail},
		{"several_times", in.SeveralTimes, &r.severalTimes}, {"home_address", in.HomeAddress, &r.homeAddress}, {"vulnerable_person", in.Vulnerable, &r.vulnerable}} {
		if *p.into, err = compile(f, p.key, p.in); err != nil {
			return err
		}
	}
	if err := r.wordPatterns(f, in); err != nil {
		return err
	}
	for _, p := range []struct {
		key   string
		share int
	}{{"copies", in.Copies.Share}, {"swapped", in.Swapped.Share}} {
		if p.share < 1 || p.share > 100 {
			return f.Errorf(keyPlace(f, p.key), nil, "%s 的 share 是百分数，应在 1 到 100 之间，写的是 %d", p.key, p.share)
		}
	}
	r.maxText, r.sameFigure, r.withoutReason = in.MaxText, in.SameFigure, withSpaces(in.NoReason)
	r.governmentSites, r.openSites, r.othersDo = in.Government, in.OpenSites, in.OthersDo
	r.copies, r.ourselves, r.swapped = in.Copies, in.Ourselves, in.Swapped
	r.publicMail, r.keptElsewhere, r.contactColumns = in.PublicMail, in.KeptElsewhere, in.ContactColumns
	r.notNames = in.NotNames
	r.withoutCommon, r.common = withSpaces(in.Common), hashesOf(in.Copies.Phrases...)
	return nil
}

// wordPatterns makes the patterns that are built around a list of words of the file.
func (r *Rules) wordPatterns(f policy.File, in *ruleFile) error {
	var measures, quotes, endings, leads string
	for _, p := range []struct {
		key   string
		words []policy.Text
		into  *string
	}{{"measures", in.Measures, &measures}, {"quotes", in.Quotes, &quotes}, {"file_endings", in.FileEndings, &endings}, {"file_leads", in.FileLeads, &leads}} {
		var err error
		if *p.into, err = oneOf(f, p.key, p.words); err != nil {
			return err
		}
	}
	r.figure, r.namedFile, r.fileLead = figurePattern(measures, quotes), fileNamePattern(endings), fileLeadPattern(leads)
	return nil
}

// oneOf is the part of a pattern that finds one of the words of a list, the longest that fits. A
// list or a word that is empty is a slip: it would fit anywhere.
func oneOf(f policy.File, key string, words []policy.Text) (string, error) {
	if len(words) == 0 {
		return "", f.Errorf(keyPlace(f, key), nil, "%s 里至少要有一个词", key)
	}
	var out []string
	for _, w := range words {
		if strings.TrimSpace(w.Value) == "" {
			return "", f.Errorf(w.Pos, nil, "%s 里有一个词是空的", key)
		}
		out = append(out, regexp.QuoteMeta(w.Value))
	}
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return strings.Join(out, "|"), nil
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
