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
	if c.errorValue(e, form.FieldLinks) {
		return
	}
	if len(e.Links) == 0 && c.writtenLink(e) {
		c.at("link_bad", e, form.FieldLinks, nil)
	}
	if len(e.Links) > 0 && !slices.ContainsFunc(e.Links, func(l string) bool { return !c.Rules.isFrontPage(l) }) {
		c.at("link_home", e, form.FieldLinks, nil)
	}
}

// isFrontPage tells whether an address has no page behind the name of the site.
func (r *Rules) isFrontPage(link string) bool {
	u, ok := parsed(link)
	if !ok || u.Host == "" || u.RawQuery != "" {
		return false
	}
	if page := strings.Trim(u.Fragment, "/"); page != "" && !slices.Contains(r.frontPages, strings.ToLower(page)) {
		return false
	}
	name, ending, _ := strings.Cut(strings.ToLower(strings.Trim(u.Path, "/")), ".")
	return name == "" || slices.Contains(r.frontPages, name) && !strings.Contains(ending, "/")
}

// sameLinks: one address cannot show what was done for many tasks. Front pages are told of
// already.
func (c *sheetCheck) sameLinks() {
	order, rows := c.entriesBy(func(e *form.Entry) []string {
		var pages []string
		for _, l := range e.Links {
			if page := samePage(l); !c.Rules.isFrontPage(l) && !slices.Contains(pages, page) {
				pages = append(pages, page)
			}
		}
		return pages
	})
	for _, l := range order {
		list := slices.CompactFunc(rows[l], func(a, b *form.Entry) bool { return a.Item == b.Item })
		if c.Rules.sameLink == 0 || len(list) < c.Rules.sameLink {
			continue
		}
		shown := list[0].Links[slices.IndexFunc(list[0].Links, func(link string) bool { return samePage(link) == l })]
		for _, e := range list {
			c.at("link_same", e, form.FieldLinks, map[string]string{"other": shown, "count": strconv.Itoa(len(list))})
		}
	}
}

// parsed takes an address apart; one of the settings may lack its http://.
func parsed(link string) (*url.URL, bool) {
	if link = strings.TrimSpace(link); !strings.Contains(link, "://") {
		link = "http://" + link
	}
	u, err := url.Parse(link)
	return u, err == nil
}

// siteOf is the host of an address without www and port: www.a.gov.cn gives a.gov.cn.
func siteOf(link string) string {
	u, ok := parsed(link)
	if !ok {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// samePage writes an address in one way, without scheme, www and a stroke at the end.
func samePage(link string) string {
	u, ok := parsed(link)
	if !ok {
		return link
	}
	u.Scheme, u.Host = "", strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	return strings.TrimRight(u.String(), "/")
}
