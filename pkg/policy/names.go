package policy

import (
	"regexp"
	"slices"
	"strings"
)

var braces = regexp.MustCompile(`\{([^{}]*)\}`)

// Names tells of a name in braces that the text cannot use, and of a brace
// without its other half; the error is an *Error. nil is none.
func (f File) Names(t Text, allowed []string) error {
	for _, m := range braces.FindAllStringSubmatch(t.Value, -1) {
		if !slices.Contains(allowed, m[1]) {
			return f.Errorf(f.within(t, m[0]), allowed, "这一句里不能用 “%s”", m[0])
		}
	}
	if rest := braces.ReplaceAllString(t.Value, ""); strings.ContainsAny(rest, "{}") {
		return f.Errorf(t.Pos, nil, "这一句里的大括号没有配对")
	}
	return nil
}

// within is the place of a part of a text that stands on one line, else that of
// the text.
func (f File) within(t Text, part string) Pos {
	line := []rune(f.line(t.Pos.Line))
	if t.Pos.Col < 1 || t.Pos.Col > len(line) {
		return t.Pos
	}
	if before, _, found := strings.Cut(string(line[t.Pos.Col-1:]), part); found {
		return Pos{t.Pos.Line, t.Pos.Col + len([]rune(before))}
	}
	return t.Pos
}

// Fill puts values into the names in braces of a text; pairs are a name and its
// value by turns. Other braces stay.
func Fill(text string, pairs ...string) string {
	marked := slices.Clone(pairs)
	for i := 0; i+1 < len(marked); i += 2 {
		marked[i] = "{" + marked[i] + "}"
	}
	return strings.NewReplacer(marked...).Replace(text)
}
