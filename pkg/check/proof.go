package check

import (
	"cmp"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/finding"
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

// siteOf is the host of an address without www and port: www.a.gov.cn gives a.gov.cn.
func siteOf(link string) string {
	if !strings.Contains(link, "://") {
		link = "http://" + link
	}
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// namedFile is a file named in a text: its name reaches back to the mark before it.
var namedFile = regexp.MustCompile(`(?i)([^\s，。；：、:;,《》“”"'（(【\[/\\|]{1,60})\.(docx?|xlsx?|xlsm|pptx?|wps|et|pdf|ofd|jpe?g|png|zip|rar|7z|mp4)(?:[^a-z0-9]|$)`)

// notSent: the text names a file that did not come, neither by that name nor in the archive,
// mail or folder of the sheet.
func (c *sheetCheck) notSent(e *form.Entry) {
	if !c.Whole && !strings.Contains(c.form.File, intake.Sep) {
		return
	}
	for _, field := range []string{form.FieldEvidence, form.FieldProgressText, form.FieldRemark} {
		written := webAddress.ReplaceAllString(e.Written[field], " ")
		for _, m := range namedFile.FindAllStringSubmatch(written, -1) {
			if name := m[1] + "." + m[2]; !c.sent.has(m[1]) {
				c.at("file_not_sent", e, field, map[string]string{"name": name})
				break
			}
		}
	}
}

// webAddress may hold Chinese characters in its path, as browsers show them.
var webAddress = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s，。；、）】》”]+`)

// pointing are the words before the name of a file that are no part of it: 见附件1：
var pointing = regexp.MustCompile(`^(?:详?见)?(?:附件|附)?\d*[.,:、：]?`)

// sent is what came in, by folded names without their endings.
type sent map[string]bool

// sentFiles are the names of all files that came.
func sentFiles(in []Received) sent {
	out := sent{}
	for _, got := range in {
		name := intake.Base(got.File.Path)
		out[value.Fold(strings.TrimSuffix(name, path.Ext(name)))] = true
		for _, place := range strings.Split(got.File.Path, intake.Sep) { // the archive or mail is a file, too
			name := path.Base(place)
			out[value.Fold(strings.TrimSuffix(name, path.Ext(name)))] = true
		}
	}
	return out
}

// has tells whether a file of the name came. Words may stand before a name in a sentence, and
// a number before a file's: 见附件1会议纪要.docx for 会议纪要.docx.
func (s sent) has(name string) bool {
	name = value.Fold(name)
	if s[name] {
		return true
	}
	name = pointing.ReplaceAllString(name, "")
	for known := range s {
		if len([]rune(known)) > 1 && (strings.HasSuffix(name, known) || strings.HasSuffix(known, name)) {
			return true
		}
	}
	return false
}

// madeByHand compares a sheet made from our blank with what was dispatched: the office's own
// cells changed, rows added, another order.
func (c *sheetCheck) madeByHand() {
	if c.form.Stamp == nil {
		return
	}
	if c.form.Stamp.Version != c.Spec.Version() {
		c.onSheet("old_form", "", "form", "", map[string]string{})
	}
	last := -1
	for i := range c.form.Entries {
		e := &c.form.Entries[i]
		if e.ItemHow != "key" {
			if e.Item != "" && !e.Empty {
				c.itemFinding("row_added", e, nil)
			}
			continue
		}
		if known := c.items[e.Item]; known != nil && known.order < last {
			c.itemFinding("order_changed", e, nil)
		} else if known != nil {
			last = known.order
		}
		c.retitled(e)
		c.locked(e)
	}
}

// retitled: the title beside a hidden key is not the one that was written there.
func (c *sheetCheck) retitled(e *form.Entry) {
	known := c.items[e.Item]
	if known == nil || c.form.Columns[form.FieldTask] == "" || strings.TrimSpace(e.Written[form.FieldTask]) == strings.TrimSpace(known.Task) {
		return
	}
	written := plain(e.Written[form.FieldTask])
	if written == known.title {
		return
	}
	f := finding.Finding{Code: "title_altered", Cell: c.form.At(e, form.FieldTask).Cell, Item: e.Item, Field: form.FieldTask,
		Value: cmp.Or(firstLine(e.Written[form.FieldTask]), c.Rules.words.Emptied.Value), Args: map[string]string{"title": firstLine(known.Task)}}
	for id, other := range c.items {
		if other.title == written && id != e.Item {
			f.Code = "row_moved" // cut and pasted without the hidden key
		}
	}
	c.add(f)
}

// locked: what the office wrote into the other locked cells of a row of the blank.
func (c *sheetCheck) locked(e *form.Entry) {
	known := c.items[e.Item]
	if known == nil {
		return
	}
	a, ok := c.Plan.Find(e.Item, c.form.Unit)
	for field, right := range map[string]bool{
		form.FieldID:       numbered(e),
		form.FieldDeadline: plain(e.Written[form.FieldDeadline]) == plain(form.DeadlineText(known.Row)),
		form.FieldDuty:     !ok || strings.Contains(e.Written[form.FieldDuty], c.Spec.DutyWord(a.Duty)),
	} {
		if c.form.Columns[field] != "" && !right {
			c.add(finding.Finding{Code: "cell_locked", Cell: e.Cells[field], Item: e.Item, Field: field, Value: cmp.Or(firstLine(e.Written[field]), c.Rules.words.Emptied.Value),
				Args: map[string]string{"column": c.Spec.Header(field)}})
		}
	}
}
