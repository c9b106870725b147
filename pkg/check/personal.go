package check

import (
	"regexp"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
)

// personal finds what looks like a person's own address, mailbox or circumstances. Unlike a
// number with a checksum it only looks like it: the office decides.
func (c *sheetCheck) personal(e *form.Entry) {
	for _, field := range textFields {
		written := e.Written[field]
		for _, p := range []struct {
			name     string
			patterns []*regexp.Regexp
			except   []string
		}{{"private_mail", c.Rules.privateMail, nil}, {"home_address", c.Rules.homeAddress, nil}, {"vulnerable_person", c.Rules.vulnerable, c.Rules.notNames}} {
			found := firstExcept(p.patterns, written, p.except)
			if p.name == "private_mail" && containsAny(clauseOf(written, found), c.Rules.publicMail) {
				continue // it was given for people to write to
			}
			if found != "" {
				c.add(finding.Finding{Code: p.name, Cell: c.form.At(e, field).Cell, Item: e.Item, Field: field, Value: veiled(found)})
			}
		}
	}
}

// clauseOf is the clause of a text in which something stands.
func clauseOf(text, found string) string {
	const marks = "，。；,;\n"
	at := strings.Index(text, found)
	if at < 0 {
		return ""
	}
	from, to := strings.LastIndexAny(text[:at], marks)+1, strings.IndexAny(text[at:], marks)
	if to < 0 {
		to = len(text) - at
	}
	return text[from : at+to]
}

// veiled shows no more of a private text than its beginning.
func veiled(text string) string {
	const shown = 3 // characters
	letters := []rune(strings.TrimSpace(text))
	if len(letters) <= shown {
		return string(letters[:1]) + strings.Repeat("*", len(letters)-1)
	}
	return string(letters[:shown]) + strings.Repeat("*", min(len(letters)-shown, 6))
}
