package grid

import "strings"

// htmlChoice is a drop-down list that is open.
type htmlChoice struct {
	multiple bool
	options  []htmlOption
}

type htmlOption struct {
	text     []byte
	selected bool
}

// shown gives what the list shows: the last option that is selected, the first
// when none is; of a list for several choices all that are selected.
func (c *htmlChoice) shown() string {
	var chosen []string
	for _, o := range c.options {
		if o.selected {
			chosen = append(chosen, strings.Join(strings.Fields(string(o.text)), " "))
		}
	}
	switch {
	case c.multiple:
		return strings.Join(chosen, "、")
	case len(chosen) > 0:
		return chosen[len(chosen)-1]
	case len(c.options) > 0:
		return strings.Join(strings.Fields(string(c.options[0].text)), " ")
	}
	return ""
}

// choosing takes what stands in an open drop-down list; false when none is open
// any more: a part of a table and another control end it.
func (r *htmlReader) choosing(tag string) bool {
	c := r.choice
	if c == nil {
		return false
	}
	switch {
	case tag == "option":
		_, selected := r.attr("selected")
		c.options = append(c.options, htmlOption{selected: selected})
	case tableElements[tag] || tag == "select" || tag == "input" || tag == "textarea":
		r.endChoice()
		return false
	}
	return true
}

func (r *htmlReader) endChoice() {
	if c := r.choice; c != nil {
		r.choice = nil
		r.control(c.shown())
	}
}

// control adds what a form field shows.
func (r *htmlReader) control(text string) {
	if strings.TrimSpace(text) != "" {
		r.pre++
		r.words([]byte(text))
		r.pre--
	}
}

// buttons show no value that somebody filled in; a password shows none at all.
var buttons = map[string]bool{"hidden": true, "password": true, "submit": true, "button": true, "reset": true, "image": true, "file": true}

// input adds the value of a form field, or its tick. It has no end, so that one
// that is not shown in a cell begins and ends here.
func (r *htmlReader) input() {
	r.hide("input")
	defer r.shownAfter("input")
	kind, _ := r.attr("type")
	kind = strings.ToLower(strings.TrimSpace(kind))
	_, ticked := r.attr("checked")
	switch {
	case kind == "checkbox" || kind == "radio":
		box := "☐"
		if ticked {
			box = "☑"
		}
		r.control(box)
	case !buttons[kind]:
		value, _ := r.attr("value")
		r.control(newlines(value))
	}
}
