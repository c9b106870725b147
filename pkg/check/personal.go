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
		}{{"private_mail", c.Rules.privateMail}, {"home_address", c.Rules.homeAddress}, {"vulnerable_person", c.Rules.vulnerable}} {
			if found := firstMatch(p.patterns, written); found != "" {
				c.add(finding.Finding{Code: p.name, Cell: c.form.At(e, field).Cell, Item: e.Item, Field: field, Value: veiled(found)})
			}
		}
	}
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
