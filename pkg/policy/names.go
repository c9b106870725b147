package policy

import (
	"regexp"
	"slices"
	"strings"
)

var braces = regexp.MustCompile(`\{([^{}]*)\}`)

// Names tells of a name in braces that the text cannot use; the error is an
// *Error. nil is none.
func (f File) Names(t Text, allowed []string) error {
	for _, m := range braces.FindAllStringSubmatch(t.Value, -1) {
		if !slices.Contains(allowed, m[1]) {
			return f.Errorf(t.Pos, allowed, "这一句里不能用 “{%s}”", m[1])
		}
	}
	return nil
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
