package check

import (
	"regexp"
	"strings"

	"zwgk/pkg/form"
)

// figurePattern finds what makes a report checkable: a number, a number in words with a measure
// word, a document or a quoted name, an address.
func figurePattern(measures, quotes string) *regexp.Regexp {
	return regexp.MustCompile(`[0-9０-９]|[几多]*[一二两三四五六七八九十百千万][一二两三四五六七八九十百千万几多]*余?(?:` + measures + `)|` + quotes + `|(?i:https?:|www\.)`)
}

// year is no figure: everybody can write 2019年以来.
var year = regexp.MustCompile(`20\d\d年度?`)

func (r *Rules) hasFigure(text string) bool {
	return r.figure.MatchString(year.ReplaceAllString(text, ""))
}

// vague tells of a text that would fit any task: it has no figure, no document and no address,
// consists for the most part of words that all tasks share, and has not one other word of the
// task and its requirement.
func (r *Rules) vague(text string, item *itemTexts) bool {
	const most = 2 // own characters are fewer than one in so many
	all := len([]rune(plain(text)))
	if item == nil || r.hasFigure(text) || most*len([]rune(strings.ReplaceAll(r.withoutCommon.Replace(plain(text)), " ", ""))) >= all {
		return false
	}
	for pair := range r.ownPairs(text) {
		if item.own[pair] {
			return false
		}
	}
	return len(item.own) > 0
}

// ownPairs are the pairs of neighbouring characters of a text outside the words that all
// tasks share.
func (r *Rules) ownPairs(text string) map[[2]rune]bool {
	out := map[[2]rune]bool{}
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return !isWordRune(c) }) {
		for _, own := range strings.Split(r.withoutCommon.Replace(plain(part)), " ") {
			letters := []rune(own)
			for i := 1; i < len(letters); i++ {
				out[[2]rune{letters[i-1], letters[i]}] = true
			}
		}
	}
	return out
}

// unfinished gives the words by which a text says that the work is not done, "" when it does
// not: 尚未完成, but not 对未完成的… or 如未完成.
func (r *Rules) unfinished(text string) string {
	return firstMatch(r.openWords, text)
}

// contradicts: a row that is done speaks of work that is not.
func (c *sheetCheck) contradicts(e *form.Entry) {
	if e.Status != form.Done {
		return
	}
	for _, field := range []string{form.FieldProgressText, form.FieldProblems, form.FieldNext} {
		if found := c.Rules.unfinished(e.Written[field]); found != "" {
			c.at("done_but_open", e, field, map[string]string{"found": found})
			return
		}
	}
}

// openButDone: a row that is not done says at its end that all is.
func (c *sheetCheck) openButDone(e *form.Entry) {
	if e.Status != form.Ongoing && e.Status != form.NotStarted {
		return
	}
	clauses := strings.FieldsFunc(e.Written[form.FieldProgressText], func(r rune) bool { return strings.ContainsRune("，。；,;！!\n", r) })
	if len(clauses) == 0 {
		return
	}
	if found := firstMatch(c.Rules.finished, strings.TrimSpace(clauses[len(clauses)-1])); found != "" {
		c.at("open_but_done", e, form.FieldProgressText, map[string]string{"found": found, "status": c.statusAsWritten(e)})
	}
}
