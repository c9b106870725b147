package check

import (
	"net/url"
	"slices"
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
	if len(e.Links) > 0 && !slices.ContainsFunc(e.Links, func(l string) bool { return !c.Rules.isFrontPage(l) }) {
		c.at("link_home", e, form.FieldLinks, nil)
	}
}

// isFrontPage tells whether an address has no page behind the name of the site.
func (r *Rules) isFrontPage(link string) bool {
	if !strings.Contains(link, "://") {
		link = "http://" + link
	}
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	name, ending, _ := strings.Cut(strings.ToLower(strings.Trim(u.Path, "/")), ".")
	return name == "" || slices.Contains(r.frontPages, name) && !strings.Contains(ending, "/")
}

// sameLinks: one address cannot show what was done for many tasks. Front pages are told of
// already.
func (c *sheetCheck) sameLinks() {
	order, rows := c.entriesBy(func(e *form.Entry) []string {
		return slices.DeleteFunc(slices.Clone(e.Links), c.Rules.isFrontPage)
	})
	for _, l := range order {
		list := slices.CompactFunc(rows[l], func(a, b *form.Entry) bool { return a.Item == b.Item })
		if c.Rules.sameLink == 0 || len(list) < c.Rules.sameLink {
			continue
		}
		for _, e := range list {
			c.at("link_same", e, form.FieldLinks, map[string]string{"other": l, "count": strconv.Itoa(len(list))})
		}
	}
}
