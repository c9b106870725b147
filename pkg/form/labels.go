package form

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/value"
)

// labels finds the labels of the signature block and of the round in a text.
type labels struct {
	pattern *regexp.Regexp
	names   map[string]string // folded label → unit, filler, phone, reviewer, filled, round
	loose   []string          // folded labels that count if a day stands behind them
	seal    *regexp.Regexp
}

func newLabels(l layout) *labels {
	out := &labels{names: map[string]string{}}
	var words []string
	add := func(name string, synonyms []string) {
		for _, w := range synonyms {
			plain := plainHeader(w)
			if plain != "" && out.names[plain] == "" {
				out.names[plain] = name
				words = append(words, plain)
			}
		}
	}
	for _, p := range l.Signature.parts() {
		add(p.name, p.synonyms)
	}
	add("filled", l.Signature.FilledIfDay)
	add("round", l.RoundLabels)
	for _, w := range l.Signature.FilledIfDay {
		out.loose = append(out.loose, plainHeader(w))
	}
	slices.SortStableFunc(words, func(a, b string) int { return utf8.RuneCountInString(b) - utf8.RuneCountInString(a) })
	for i, w := range words {
		words[i] = spaced(w)
	}
	// A label stands at the start or behind a gap, and is followed by a colon, a
	// gap, the end, or a word that joins it to the next label (填报人及联系电话：);
	// 签字 and brackets between it and the colon only explain it.
	out.pattern = regexp.MustCompile(`(?:^|[\s　,，;；。、_)）])(` + strings.Join(words, "|") + `)(?:[\s　]*(?:签字|签名|签章|盖章))?[\s　]*(?:[(（][^()（）]{0,12}[)）])?(?:[\s　]*([:：])|[\s　]|$|([及和与/／、]))`)
	var seals []string
	for _, w := range l.Seals {
		seals = append(seals, spaced(value.Fold(w)))
	}
	if len(seals) > 0 {
		out.seal = regexp.MustCompile(`[\s　]*[(（][\s　]*(?:` + strings.Join(seals, "|") + `)[\s　]*[)）]`)
	}
	return out
}

// spaced lets spaces stand between the characters of a word: 填 报 人.
func spaced(w string) string {
	var parts []string
	for _, r := range w {
		parts = append(parts, regexp.QuoteMeta(string(r)))
	}
	return strings.Join(parts, `[\s　]*`)
}

// labelled is a label in a text with the words behind it, up to the next one.
type labelled struct {
	name  string
	value string
	colon bool

	joined bool // to the next label, with which it shares the words
	loose  bool // a label only if a day stands behind it
}

// in lists the labels of a text; none when the text does not begin with one.
func (l *labels) in(text string) []labelled {
	text = strings.TrimSpace(text)
	if l == nil || text == "" || len(text) > 1000 {
		return nil
	}
	var out []labelled
	rest, first := text, true
	for {
		at := l.pattern.FindStringSubmatchIndex(rest)
		if at == nil || first && at[2] != 0 {
			break
		}
		if !first {
			out[len(out)-1].value = l.tidy(rest[:at[2]])
		}
		word := plainHeader(rest[at[2]:at[3]])
		out = append(out, labelled{name: l.names[word], colon: at[4] >= 0, joined: at[6] >= 0, loose: slices.Contains(l.loose, word)})
		rest, first = rest[at[1]:], false
	}
	if len(out) > 0 {
		out[len(out)-1].value = l.tidy(rest)
	}
	for i := len(out) - 2; i >= 0; i-- {
		if out[i].joined && out[i].value == "" {
			out[i].value, out[i].colon = out[i+1].value, out[i].colon || out[i+1].colon
		}
	}
	return out
}

// undated is a date of which month and day were never filled in: 2019年 月 日.
var undated = regexp.MustCompile(`^(?:\d{4}年?)?[年月日_]+$`)

// tidy takes seals, underlines and spaces off a value, and a date whose digits
// were never filled in.
func (l *labels) tidy(s string) string {
	if l.seal != nil {
		s = l.seal.ReplaceAllString(s, "")
	}
	s = strings.Trim(s, " \t\r\n　_,，;；、:：")
	if value.Blank(s) || undated.MatchString(value.Squeeze(s)) {
		return ""
	}
	return s
}
