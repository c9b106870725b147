package grid

import "strings"

// htmlList is an open list. A browser counts the points of an <ol> and writes their
// numbers, which stand nowhere in the page's text (HTML Standard §4.4.5, §15.3.7).
type htmlList struct {
	style string // of the numbers, "" for none
	count int
}

// startList opens a list, or counts a point of one.
func (r *htmlReader) startList(tag string) {
	switch tag {
	case "ul":
		r.lists = append(r.lists, htmlList{})
	case "ol":
		l := htmlList{style: "1"}
		if t, ok := r.attr("type"); ok && t != "" {
			l.style = t
		}
		if s := r.listStyle(); s != "" {
			l.style = s
		}
		if start, ok := r.attr("start"); ok {
			l.count = number(start) - 1
		}
		r.lists = append(r.lists, l)
	case "li":
		r.point()
	}
}

func (r *htmlReader) endList(tag string) {
	if tag == "li" || tag == "ol" {
		r.marker = "" // of a point without words
	}
	if (tag == "ul" || tag == "ol") && len(r.lists) > 0 {
		r.lists = r.lists[:len(r.lists)-1]
	}
}

// listStyle is the style that the element's style attribute names; "none" hides the
// numbers.
func (r *htmlReader) listStyle() string {
	css, _ := r.attr("style")
	css = strings.ToLower(css)
	for _, property := range []string{"list-style-type:", "list-style:"} {
		if _, v, ok := strings.Cut(strings.ReplaceAll(css, " ", ""), property); ok {
			v, _, _ = strings.Cut(v, ";")
			return v
		}
	}
	return ""
}

// point counts a point, and keeps its number for the text that follows.
func (r *htmlReader) point() {
	if len(r.lists) == 0 {
		return
	}
	l := &r.lists[len(r.lists)-1]
	l.count++
	if value, ok := r.attr("value"); ok {
		l.count = number(value)
	}
	style := l.style
	if s := r.listStyle(); s != "" {
		style = s
	}
	if format, ok := listFormats[style]; ok {
		r.marker = countedAs(format, l.count) + map[bool]string{true: "、", false: ". "}[format == "chineseCounting"]
	}
}

// listFormats are the number formats of the styles that are numbers.
var listFormats = map[string]string{"1": "decimal", "decimal": "decimal", "decimal-leading-zero": "decimalZero",
	"a": "lowerLetter", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "A": "upperLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
	"i": "lowerRoman", "lower-roman": "lowerRoman", "I": "upperRoman", "upper-roman": "upperRoman",
	"cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting", "trad-chinese-informal": "chineseCounting", "simp-chinese-formal": "chineseCounting", "cjk-decimal": "chineseCounting"}
