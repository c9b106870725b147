package grid

import (
	"regexp"
	"strings"
)

// overlaid is the field that Word writes for 带圈字符, 拼音指南 and 合并字符: texts
// laid over one another, which it draws itself.
var (
	overlaid = regexp.MustCompile(`(?i)\\o(\\a[a-z])?\s*\(`)
	raised   = regexp.MustCompile(`(?i)^\s*\\s(\\(?:up|do|ai|di)\s*\d*\s*)+\((.*)\)\s*$`)
)

// equation gives the text of an EQ field of overlaid characters, "" for other
// fields: the character without its ring, the characters without their reading.
func equation(code string) string {
	head := strings.TrimSpace(code)
	if len(head) < 2 || !strings.EqualFold(head[:2], "EQ") {
		return ""
	}
	m := overlaid.FindStringSubmatchIndex(head)
	if m == nil {
		return ""
	}
	reading := m[2] >= 0 && strings.EqualFold(head[m[2]:m[3]], `\ad`)
	var b strings.Builder
	for _, arg := range arguments(head[m[1]:]) {
		if up := raised.FindStringSubmatch(arg); up != nil {
			if reading {
				continue
			}
			arg = up[2]
		}
		b.WriteString(strings.Trim(arg, " ○□△◇〇◯"))
	}
	return b.String()
}

// arguments divides what stands up to the closing bracket at its commas.
func arguments(s string) []string {
	var out []string
	depth, begin := 0, 0
	for i, c := range s {
		switch c {
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return append(out, s[begin:i])
			}
			depth--
		case ',', '，':
			if depth == 0 {
				out = append(out, s[begin:i])
				begin = i + len(string(c))
			}
		}
	}
	return nil // the bracket is not closed
}
