package tasktable

import (
	"strings"

	"zwgk/pkg/value"
)

// heading is one line of a heading row.
type heading struct {
	level  string // colChapter, colSection, or colTask
	number string
	title  string
}

// isHeading tells whether a text begins with the number of a chapter or section.
func (s *Spec) isHeading(text string) bool {
	_, ok := s.headingOf(text)
	return ok
}

func (s *Spec) headingOf(text string) (heading, bool) {
	if number, title, ok := s.Numbering.Chapter.number(text); ok {
		return heading{colChapter, value.Squeeze(number), title}, true
	}
	if number, title, ok := s.Numbering.Section.number(text); ok {
		number = strings.NewReplacer("(", "（", ")", "）").Replace(value.Squeeze(number))
		return heading{colSection, number, title}, true
	}
	return heading{}, false
}

// headings reads a heading row, which may hold a chapter and its section on
// two lines or on one. It gives nil when the text has no such number.
func (s *Spec) headings(text string) []heading {
	var out []heading
	for _, line := range strings.Split(text, "\n") {
		h, ok := s.headingOf(line)
		switch {
		case ok:
			out = append(out, s.divide(h)...)
		case len(out) == 0:
			return nil
		default: // a wrapped title
			last := &out[len(out)-1]
			last.title = joinLines(last.title + "\n" + line)
		}
	}
	return out
}

// divide takes a section off the end of a chapter's title: 一、围绕…（一）做好….
func (s *Spec) divide(h heading) []heading {
	if h.level == colChapter {
		for at := range h.title {
			if at == 0 {
				continue
			}
			if number, title, ok := s.Numbering.Section.number(h.title[at:]); ok && title != "" && h.title[at] != ' ' {
				number = strings.NewReplacer("(", "（", ")", "）").Replace(value.Squeeze(number))
				return []heading{{h.level, h.number, strings.TrimSpace(h.title[:at])}, {colSection, number, title}}
			}
		}
	}
	return []heading{h}
}

// taskNumber takes the number off the front of a task's title, written in
// Arabic digits or like that of a section or chapter.
func (s *Spec) taskNumber(text string) (number int, title string, ok bool) {
	written, title, ok := s.Numbering.Task.number(text)
	if !ok {
		var h heading
		if h, ok = s.headingOf(text); !ok {
			return 0, text, false
		}
		written, title = strings.Trim(h.number, "（）第节"), h.title
	}
	number, ok = value.Number(written)
	if !ok || number == 0 {
		return 0, text, false
	}
	return number, title, true
}

// codeOf takes a number of several levels off the front of a text: 1.2 for 1-2; ok
// is false when there is none.
func (s *Spec) codeOf(text string) (code, rest string, ok bool) {
	written, rest, ok := s.Numbering.Code.number(text)
	if !ok {
		return "", text, false
	}
	levels := strings.FieldsFunc(value.Fold(written), func(r rune) bool { return r < '0' || r > '9' })
	return strings.Join(levels, "."), rest, true
}

// lastLevel is the number of a task within its group: 2 of 1.2.
func lastLevel(code string) int {
	n, _ := value.Number(code[strings.LastIndexByte(code, '.')+1:])
	return n
}

// group is what stands before it: 1 of 1.2, "" of a plain number.
func group(code string) string { return code[:max(strings.LastIndexByte(code, '.'), 0)] }

// joinLines puts the lines of a wrapped title together, with a space only
// between Latin letters or digits.
func joinLines(s string) string {
	var b strings.Builder
	for _, line := range strings.Split(s, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if b.Len() > 0 && latin(b.String()[b.Len()-1]) && latin(line[0]) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

func latin(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
