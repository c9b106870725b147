package tasktable

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/value"
)

// cutLabel parts what stands before the first colon from what stands behind it.
func cutLabel(s string) (label, rest string, ok bool) {
	return strings.Cut(strings.Replace(s, "：", ":", 1), ":")
}

// labelWords is a pattern of the labels for units, times and persons.
func (s *Spec) labelWords() string {
	var words []string
	for _, r := range s.Units.Roles {
		words = append(words, r.Labels...)
	}
	words = append(append(words, s.Columns[colDeadline]...), s.Units.Persons...)
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return `(?:` + strings.Join(words, "|") + `)`
}

// colonLabels writes labels in brackets as those with a colon: 牵头单位： for 【牵头单位】.
func (s *Spec) colonLabels(text string) string {
	if !strings.ContainsAny(text, "【［[〔") {
		return text
	}
	var b strings.Builder
	from := 0
	for _, m := range s.bracketLabel.FindAllStringSubmatchIndex(text, -1) {
		before := text[from:m[0]]
		b.WriteString(before)
		if last, _ := utf8.DecodeLastRuneInString(before); before != "" && !strings.ContainsRune("\n 　；;，,、。", last) {
			b.WriteString("；")
		}
		b.WriteString(text[m[2]:m[3]] + "：")
		from = m[1]
	}
	return b.String() + text[from:]
}

// labelled takes 牵头单位： off the front.
func (n *names) labelled(s string) (role, rest string, ok bool) {
	if role, rest, ok := n.declared(s); ok {
		return role, rest, true
	}
	label, rest, ok := cutLabel(s)
	if !ok {
		return "", s, false
	}
	label = value.Fold(label)
	for _, r := range n.spec.Units.Roles {
		if slices.Contains(r.Labels, label) {
			return r.Role.Value, rest, true
		}
	}
	return "", s, false
}

// declared takes 牵头单位为, or 牵头单位 without a colon, off the front, when a unit follows.
func (n *names) declared(s string) (role, rest string, ok bool) {
	s = strings.TrimSpace(s)
	for _, r := range n.spec.Units.Roles {
		for _, l := range r.Labels {
			if behind, is := strings.CutPrefix(s, l); is {
				if rest, is := strings.CutPrefix(behind, "为"); is && n.complete(rest) {
					return r.Role.Value, rest, true
				}
				const whole = 4 // characters: 责任单位, but not 配合
				if len([]rune(l)) >= whole && n.spec.Units.Starts.match(behind) && n.complete(behind) {
					return r.Role.Value, behind, true
				}
			}
		}
	}
	return "", s, false
}

// bracketed takes （牵头） off the end.
func (n *names) bracketed(s string) (name, role string, ok bool) {
	folded := strings.NewReplacer("（", "(", "）", ")").Replace(strings.TrimSpace(s))
	at := strings.LastIndexByte(folded, '(')
	if at <= 0 || !strings.HasSuffix(folded, ")") {
		return s, "", false
	}
	inside := value.Fold(folded[at+1 : len(folded)-1])
	for _, r := range n.spec.Units.Roles {
		if slices.Contains(r.Words, inside) || slices.Contains(r.Labels, inside) {
			at = strings.LastIndexAny(s, "（(")
			return s[:at], r.Role.Value, true
		}
	}
	return s, "", false
}

// isPerson: 责任人：某某, 联系电话：…, which name no unit.
func (n *names) isPerson(text string) bool {
	label, _, ok := cutLabel(text)
	return ok && slices.Contains(n.spec.Units.Persons, value.Fold(label))
}

// units leaves out the lines of a piece that name persons.
func (n *names) units(lines []string) []string {
	return slices.DeleteFunc(lines, n.isPerson)
}

// withoutPersons takes a bracket off the end that says whom to ask: （联系人：…）.
func (r *unitReader) withoutPersons(s string) string {
	trimmed := strings.TrimSpace(s)
	at := strings.LastIndexAny(trimmed, "（(")
	if at <= 0 || !strings.HasSuffix(trimmed, "）") && !strings.HasSuffix(trimmed, ")") || !r.isPerson(strings.TrimLeft(trimmed[at:], "（(")) {
		return s
	}
	return trimmed[:at]
}

// namesPersons tells whether a header says that persons stand beside the units:
// 责任单位及责任人.
func (s *Spec) namesPersons(label string) bool {
	return slices.ContainsFunc(s.Units.Persons, func(w string) bool { return strings.Contains(value.Fold(label), value.Fold(w)) })
}

var (
	personLine  = regexp.MustCompile(`^[（(]?\p{Han}(?:[ 　]?\p{Han}){1,3}(?:[、，,;；/ ]+\p{Han}(?:[ 　]?\p{Han}){1,3})*[）)]?$`)
	personAfter = regexp.MustCompile(`[（(]\p{Han}(?:[ 　]?\p{Han}){1,3}[）)]|[ 　:：]\p{Han}(?:[ 　]?\p{Han}){1,3}`)
)

// withoutNames takes the persons out of a cell of units and persons: those in a line of
// their own, in brackets behind a unit, or behind a space or colon. What ends as units do
// is none.
func (n *names) withoutNames(cell string) string {
	var lines []string
	for _, line := range strings.Split(cell, "\n") {
		trimmed := strings.TrimSpace(line)
		bare := strings.Trim(trimmed, "（）()")
		if len(lines) > 0 && n.complete(strings.TrimSpace(lines[len(lines)-1])) && personLine.MatchString(trimmed) && !n.named(bare) && !n.sure(bare) && !n.role(value.Fold(bare)) {
			continue
		}
		lines = append(lines, personAfter.ReplaceAllStringFunc(line, func(m string) string {
			name := strings.Trim(m, "（）() 　:：")
			if n.named(name) || n.sure(name) || n.role(value.Fold(name)) {
				return m
			}
			return ""
		}))
	}
	return strings.Join(lines, "\n")
}

// byLabels puts a mark before a label that only a space parts from what stands
// before it: 牵头单位：甲　责任单位：乙.
func (n *names) byLabels(cell string) string {
	var b strings.Builder
	for i, field := range strings.FieldsFunc(cell, func(r rune) bool { return r == ' ' || r == '　' || r == '\t' }) {
		_, _, label := n.labelled(field)
		switch {
		case i > 0 && label:
			b.WriteString("；")
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(field)
	}
	return b.String()
}
