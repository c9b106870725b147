// Package templates embeds the default policy: columns, words, rules, scheme,
// wording and fonts. A project folder can override each file.
package templates

import "embed"

// FS holds the files by their names in this folder, e.g. "form.yaml",
// "report/assessment.yaml", "fonts/…".
//
//go:embed *.yaml all:report all:notice all:schemes all:fonts
var FS embed.FS
