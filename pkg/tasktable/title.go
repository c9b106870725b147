package tasktable

import (
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// titleOf finds the title among the texts above the table: the line nearest to
// it that is called like a task table, with the line before when only that
// names the year. It is "" when none is.
func (s *Spec) titleOf(lines []string) string {
	var kept []string
	for _, l := range lines {
		if l = joinLines(l); l != "" && !s.NotTitle.match(l) && !s.isHeading(l) {
			kept = append(kept, l)
		}
	}
	for i := len(kept) - 1; i >= 0; i-- {
		if !s.titleWord(kept[i]) {
			continue
		}
		if i > 0 && yearIn(kept[i]) == 0 && yearIn(kept[i-1]) != 0 && headline(kept[i-1]) {
			return kept[i-1] + kept[i]
		}
		return kept[i]
	}
	for i := len(kept) - 1; i >= 0; i-- {
		if yearIn(kept[i]) != 0 && headline(kept[i]) {
			return kept[i]
		}
	}
	return ""
}

// titleChapter is a title and the chapter behind it: …分解表——一、围绕….
var titleChapter = regexp.MustCompile(`^(.+?)\s*(?:[—–―－-]+|[：:·　 ])\s*([一二三四五六七八九十]{1,3}、.+)$`)

// apart parts chapters from the titles in whose line they stand.
func (s *Spec) apart(lines []string) []string {
	var out []string
	for _, l := range lines {
		if m := titleChapter.FindStringSubmatch(joinLines(l)); m != nil && s.titleWord(m[1]) {
			out = append(out, m[1], m[2])
		} else {
			out = append(out, l)
		}
	}
	return out
}

func (s *Spec) titleWord(line string) bool {
	if !headline(line) {
		return false
	}
	for _, w := range s.TitleWords {
		if strings.Contains(value.Fold(line), value.Fold(w)) {
			return true
		}
	}
	return false
}

// titlesOther tells whether the title nearest below is that of something else: a list of
// telephone numbers, a sheet of scores, a report.
func (s *Spec) titlesOther(lines []string) bool {
	for _, line := range slices.Backward(lines) {
		line = joinLines(line)
		if !headline(line) || s.isHeading(line) {
			continue
		}
		if s.OtherTitles.match(value.Squeeze(line)) {
			return true
		}
		if s.titleWord(line) {
			return false
		}
	}
	return false
}

// headline: a title is short and no sentence.
func headline(line string) bool {
	const longest = 60 // characters
	return len([]rune(line)) <= longest && !strings.ContainsAny(line, "。；;")
}

// divideTitle parts the title from the requirement where a table has one column
// for both: the title is the first sentence, or stands in a line of its own. The
// title is given without its number, text is the cell.
func (b *builder) divideTitle(title, text string) (name, rest string) {
	if b.header.col(colRequirement) > 0 || b.header.col(colTask) == 0 {
		return title, ""
	}
	_, text, _ = b.spec.taskNumber(strings.TrimSpace(text))
	const longest = 40 // characters; what is longer is no title
	if name, rest := firstSentence(text); rest != "" && len([]rune(name)) <= longest && !strings.Contains(name, "；") {
		return joinLines(name), rest
	}
	line, rest, _ := strings.Cut(text, "\n")
	line, rest = strings.TrimSpace(line), strings.TrimSpace(rest)
	dump := b.sheet == "" // where a line may end anywhere
	if dump || len([]rune(line)) > longest || strings.ContainsAny(line, "，。；：、") || !strings.HasSuffix(rest, "。") {
		return title, ""
	}
	return line, rest
}

var yearWritten = regexp.MustCompile(`[0-9０-９]{4}|[〇○零一二三四五六七八九]{4}`)

// yearIn gives the first year of this or the last century in a text, else 0.
func yearIn(s string) int {
	for _, m := range yearWritten.FindAllStringIndex(s, -1) {
		if !strings.HasPrefix(strings.TrimSpace(s[m[1]:]), "年") {
			continue
		}
		if n, ok := value.Number(s[m[0]:m[1]]); ok && n >= 1900 && n < 2100 {
			return n
		}
	}
	return 0
}
