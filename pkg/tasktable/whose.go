package tasktable

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/value"
)

// In a list, and in tables without a column for units, brackets say whose a task is: at the
// end of its paragraph, of each sentence, or behind a part of a sentence.

// parts divides a paragraph behind the brackets in its middle that end a sentence and
// say whose it is: 公开预算。（县财政局负责）公开决算。（县审计局负责）
func (r *listReader) parts(text string) []string {
	var out []string
	from := 0
	for _, b := range brackets(text) {
		end := b.end
		ended := strings.HasSuffix(strings.TrimRight(text[:b.start], " 　"), "。")
		if behind := text[end:]; strings.HasPrefix(behind, "。") {
			end, ended = end+len("。"), true
		}
		rest := strings.TrimLeft(text[end:], " 　\n")
		first, _ := utf8.DecodeRuneInString(rest)
		if !ended || b.start < from || rest == "" || strings.ContainsRune(opening, first) || r.labelled(rest) || !r.saysWhose(b.inside) {
			continue
		}
		out, from = append(out, strings.TrimSpace(text[from:end])), end
	}
	if rest := strings.TrimSpace(text[from:]); rest != "" {
		out = append(out, rest)
	}
	return out
}

// whose takes the brackets off the end of a text that say whose it is; those within,
// behind parts of it, stay where they are.
func (r *listReader) whose(text string) (rest string, insides []string) {
	rest = text
	for {
		left, inside, ok := r.lastBracket(rest)
		if !ok {
			break
		}
		rest, insides = left, append(insides, inside)
	}
	for _, b := range slices.Backward(brackets(rest)) {
		if (r.labelled(b.inside) || r.names.role(value.Fold(b.inside))) && r.saysWhose(b.inside) {
			insides = append(insides, b.inside)
		}
	}
	slices.Reverse(insides)
	return rest, insides
}

// bracket is a text in brackets and its place in bytes, brackets included.
type bracket struct {
	start, end int
	inside     string
}

const opening, closing = "（([【〔", "）)]】〕"

// brackets lists the outermost brackets of a text.
func brackets(text string) []bracket {
	var out []bracket
	depth, start, inside := 0, 0, 0
	for i, c := range text {
		switch {
		case strings.ContainsRune(opening, c):
			if depth++; depth == 1 {
				start, inside = i, i+utf8.RuneLen(c)
			}
		case strings.ContainsRune(closing, c) && depth > 0:
			if depth--; depth == 0 {
				out = append(out, bracket{start, i + utf8.RuneLen(c), text[inside:i]})
			}
		}
	}
	return out
}

// lastBracket takes the bracket off the end of a text when it says whose the task is.
func (r *listReader) lastBracket(text string) (rest, inside string, ok bool) {
	trimmed := strings.TrimRight(text, "。 　")
	if !endsInBracket(trimmed) {
		return text, "", false
	}
	depth := 0
	runes := []rune(trimmed)
	for i := len(runes) - 1; i >= 0; i-- {
		switch runes[i] {
		case '）', ')', ']', '】', '〕':
			depth++
		case '（', '(', '[', '【', '〔':
			depth--
		}
		if depth == 0 {
			inside = string(runes[i+1 : len(runes)-1])
			rest = strings.TrimSpace(string(runes[:i]))
			if strings.HasPrefix(text[len(trimmed):], "。") && rest != "" && !strings.HasSuffix(rest, "。") {
				rest += "。" // the sentence ends behind the bracket
			}
			return rest, inside, r.saysWhose(inside)
		}
	}
	return text, "", false
}

func (r *listReader) saysWhose(inside string) bool {
	var lists unitLists
	for _, clause := range clausesOf(r.spec.comma.ReplaceAllString(inside, "；$1")) {
		if _, _, ok := r.names.labelled(clause); ok {
			return true
		}
		if r.labelled(clause) { // 完成时限：… or 责任领导：…
			continue
		}
		units, _ := r.divide(clause)
		for _, piece := range r.names.pieces(units) {
			for _, name := range piece.lines {
				if _, collective := r.spec.Collective(name); !collective && !r.names.complete(name) {
					return false
				}
			}
		}
		r.names.read(units, colResponsible, &lists)
	}
	return len(lists.lead)+len(lists.responsible)+len(lists.cooperating) > 0
}
