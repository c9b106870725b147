package grid

import (
	"regexp"
	"strings"
)

// htmlHidden is an element that is not shown, and what stands in it.
type htmlHidden struct {
	tag    string // "" when all is shown
	depth  int    // of elements of the same name in it
	inCell bool
	other  htmlText // in a cell: the text that is not being read, of what is shown and what is not
}

// hide begins an element that is not shown. Parts of a table keep that for
// themselves; a page is shown by its scripts.
func (r *htmlReader) hide(tag string) {
	h := &r.hidden
	switch {
	case h.tag == "p" && blocks[tag], h.tag == "li" && tag == "li": // which end the one before
		r.unhide()
	case h.tag == tag:
		h.depth++
		return
	}
	inCell := r.table != nil && r.table.inCell
	if h.tag != "" || tag == "html" || tag == "body" || tableParts[tag] && r.nested == 0 && !(tag == "table" && inCell) || !r.displayNone() || tag == "span" && inCell && r.byExcel() {
		return
	}
	h.tag, h.depth, h.inCell = tag, 1, inCell
	if inCell {
		r.htmlText, h.other = h.other, r.htmlText
		r.lineBreak()
	}
}

// byExcel: such a page hides the rest of a text for which its cell had no room;
// it belongs to the value.
func (r *htmlReader) byExcel() bool {
	by := r.wb.Properties.Application
	return strings.Contains(by, "Excel") || strings.Contains(by, "WPS")
}

// shownAfter notes the end of an element.
func (r *htmlReader) shownAfter(tag string) {
	if r.hidden.tag != tag {
		return
	}
	if r.hidden.depth--; r.hidden.depth == 0 {
		r.unhide()
	}
}

func (r *htmlReader) unhide() {
	h := &r.hidden
	if h.tag != "" && h.inCell {
		r.htmlText, h.other = h.other, r.htmlText
	}
	h.tag, h.depth, h.inCell = "", 0, false
}

// hiddenText gives what was not shown of the cell that ends.
func (r *htmlReader) hiddenText() string {
	if r.hidden.inCell {
		r.unhide()
	}
	text := strings.TrimSpace(string(r.hidden.other.result()))
	if r.link == "" {
		r.link = r.hidden.other.link
	}
	r.hidden.other.begin()
	r.hidden.other.pre = 0
	return text
}

var displayed = regexp.MustCompile(`(?i)(?:^|[;{\s])display\s*:\s*([\w-]+)`)

// displayNone tells that the element that has just begun is not shown: by its
// own style, its attribute hidden, or a class or name that a style sheet hides.
func (r *htmlReader) displayNone() bool {
	if len(r.attrs) == 0 {
		return false
	}
	style, _ := r.attr("style")
	if strings.Contains(style, "isplay") || strings.Contains(style, "ISPLAY") { // most styles say nothing of it
		if m := displayed.FindStringSubmatch(style); m != nil {
			return strings.EqualFold(m[1], "none")
		}
	}
	class, _ := r.attr("class")
	id, _ := r.attr("id")
	if rule, ok := r.formats.displayOf(r.tag, id, class); ok {
		return rule.none
	}
	_, hidden := r.attr("hidden")
	return hidden
}

// displayRule is what a style sheet says of whether elements are shown.
type displayRule struct {
	none   bool
	weight int // a name counts more than a class with an element, and that more than a class
	order  int
}

// A selector that is understood: an element, or none, with one class or name.
var simpleSelector = regexp.MustCompile(`^[\w-]*[.#][\w-]+$`)

// readDisplay keeps a rule for a selector.
func (f *cssFormats) readDisplay(selector, style string) {
	m := displayed.FindStringSubmatch(style)
	if m == nil || !simpleSelector.MatchString(selector) {
		return
	}
	at := strings.IndexAny(selector, ".#")
	f.rules++
	rule := displayRule{none: strings.EqualFold(m[1], "none"), order: f.rules}
	if at > 0 {
		rule.weight++
	}
	if selector[at] == '#' {
		rule.weight += 2
	}
	if f.display == nil {
		f.display = map[string]displayRule{}
	}
	f.display[strings.ToLower(selector[:at])+selector[at:]] = rule
}

// displayOf gives the rule that counts for an element.
func (f *cssFormats) displayOf(tag, id, class string) (rule displayRule, found bool) {
	if len(f.display) == 0 {
		return rule, false
	}
	consider := func(key string) {
		if x, ok := f.display[key]; ok && (!found || x.weight > rule.weight || x.weight == rule.weight && x.order > rule.order) {
			rule, found = x, true
		}
	}
	for _, name := range strings.Fields(class) {
		consider("." + name)
		consider(tag + "." + name)
	}
	if id != "" {
		consider("#" + id)
		consider(tag + "#" + id)
	}
	return rule, found
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/|<!--|-->|@(?:charset|import)[^;{}]*;`)
	cssMedia   = regexp.MustCompile(`@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}`)
)

// everyMedia is a style sheet without comments, and without what counts only for
// print, some sizes of a screen and the like.
func everyMedia(css string) string {
	return cssMedia.ReplaceAllString(cssComment.ReplaceAllString(css, ""), "")
}
