package check

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/value"
)

// asked: what the form asks for besides status and report (required in form.yaml).
func (c *sheetCheck) asked(e *form.Entry) {
	for _, col := range c.Spec.Columns() {
		own := col.Field == form.FieldStatus || col.Field == form.FieldProgressText
		if own || col.Office || !col.Required || c.form.Columns[col.Field] == "" || !value.Blank(e.Written[col.Field]) {
			continue
		}
		c.at("field_missing", e, col.Field, map[string]string{"column": col.Header})
	}
}

// elsewhere: an address on the site of another government than the office's own list has.
func (c *sheetCheck) elsewhere(e *form.Entry) {
	if len(c.Sites) == 0 {
		return
	}
	for _, link := range e.Links {
		host := siteOf(link)
		if !strings.HasSuffix("."+host, c.Rules.governmentSites) || c.Rules.governmentSites == "" {
			continue
		}
		own := func(site string) bool { return strings.HasSuffix("."+host, "."+siteOf(site)) }
		open := func(site string) bool { return host == siteOf(site) }
		if !slices.ContainsFunc(c.Sites, own) && !slices.ContainsFunc(c.Rules.openSites, open) {
			c.at("link_elsewhere", e, form.FieldLinks, map[string]string{"site": host})
			return
		}
	}
}

// fileNamePattern finds a file named in a text: its name reaches back to the mark before it.
func fileNamePattern(endings string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)([^\s，。；：、:;,《》“”"'（(【\[/\\|]{1,60})\.(` + endings + `)(?:[^a-z0-9]|$)`)
}

// notSent: the text names a file that did not come, neither by that name nor in the archive,
// mail or folder of the sheet.
func (c *sheetCheck) notSent(e *form.Entry) {
	if !c.Whole && !strings.Contains(c.form.File, intake.Sep) {
		return
	}
	for _, field := range []string{form.FieldEvidence, form.FieldProgressText, form.FieldRemark} {
		written := webAddress.ReplaceAllString(e.Written[field], " ")
		if containsAny(written, c.Rules.keptElsewhere) {
			continue // the unit says so itself
		}
		for _, m := range c.Rules.namedFile.FindAllStringSubmatch(written, -1) {
			if name := m[1] + "." + m[2]; !c.sent.has(m[1], c.Rules.fileLead) {
				c.at("file_not_sent", e, field, map[string]string{"name": name})
				break
			}
		}
	}
}

// webAddress may hold Chinese characters in its path, as browsers show them.
var webAddress = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s，。；、）】》”]+`)

// fileLeadPattern finds what stands before the name of a file and is no part of it: 见附件1：
func fileLeadPattern(leads string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + leads + `)?\d*[.,:、：]?`)
}

// sent is what came in, by folded names without their endings.
type sent map[string]bool

// sentFiles are the names of all files that came.
func sentFiles(in []Received) sent {
	out := sent{}
	for _, got := range in {
		for _, place := range strings.Split(got.File.Path, intake.Sep) { // the archive or mail is a file, too
			name := path.Base(place)
			out[value.Fold(strings.TrimSuffix(name, path.Ext(name)))] = true
		}
	}
	return out
}

// has tells whether a file of the name came. Words (lead) may stand before a name in a sentence, and
// a number before a file's: 见附件1会议纪要.docx for 会议纪要.docx.
func (s sent) has(name string, lead *regexp.Regexp) bool {
	name = value.Fold(name)
	if s[name] {
		return true
	}
	name = lead.ReplaceAllString(name, "")
	for known := range s {
		if len([]rune(known)) > 1 && (strings.HasSuffix(name, known) || strings.HasSuffix(known, name)) {
			return true
		}
	}
	return false
}
