package check

import (
	"net/url"
	"strconv"
	"strings"

	"zwgk/pkg/form"
)

// link: an address that is none, and one of a site's front page, where what was published
// today is gone tomorrow.
func (c *sheetCheck) link(e *form.Entry) {
	if len(e.Links) == 0 && c.writtenLink(e) {
		c.at("link_bad", e, form.FieldLinks, nil)
	}
	for _, l := range e.Links {
		if !isFrontPage(l) {
			return
		}
	}
	if len(e.Links) > 0 {
		c.at("link_home", e, form.FieldLinks, nil)
	}
}

// isFrontPage tells whether an address has no page behind the name of the site.
func isFrontPage(link string) bool {
	if !strings.Contains(link, "://") {
		link = "http://" + link
	}
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	name, ending, _ := strings.Cut(strings.ToLower(strings.Trim(u.Path, "/")), ".")
	return name == "" || (name == "index" || name == "default" || name == "home") && !strings.Contains(ending, "/")
}

// sameLinks: one address cannot show what was done for many tasks. Front pages are told of
// already.
func (c *sheetCheck) sameLinks() {
	rows := map[string][]*form.Entry{}
	var order []string
	for i := range c.form.Entries {
		e := &c.form.Entries[i]
		if e.Item == "" || e.Empty {
			continue
		}
		for _, l := range e.Links {
			if isFrontPage(l) {
				continue
			}
			if rows[l] == nil {
				order = append(order, l)
			}
			if n := len(rows[l]); n == 0 || rows[l][n-1].Item != e.Item {
				rows[l] = append(rows[l], e)
			}
		}
	}
	for _, l := range order {
		if n := len(rows[l]); c.Rules.sameLink > 0 && n >= c.Rules.sameLink {
			for _, e := range rows[l] {
				c.at("link_same", e, form.FieldLinks, map[string]string{"other": l, "count": strconv.Itoa(n)})
			}
		}
	}
}
