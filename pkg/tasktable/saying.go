package tasktable

import "strings"

// sayings are what headings of a table say in brackets of the units of all tasks below
// them: 一、重点领域（牵头单位：县发改局）.
type sayings struct {
	at               string // the cell of the heading at hand
	chapter, section saying
}

// saying is the text in the brackets, its cell, and the heading with and without it.
type saying struct{ text, place, whole, title string }

// hear takes in a heading.
func (s *sayings) hear(r *listReader, h heading) {
	var said saying
	if title, whose := r.whose(h.title); len(whose) > 0 && title != h.title {
		said = saying{strings.Join(whose, "；"), s.at, h.title, title}
	}
	s.section = said
	if h.level == colChapter {
		s.chapter, s.section = said, saying{}
	}
}

// fromHeading gives an item without units of its own those that its heading names; these
// are then no part of the heading.
func (b *builder) fromHeading(it *Item, lists *unitLists) {
	if len(lists.all()) > 0 {
		return
	}
	said := b.sayings.section
	if said.text != "" {
		b.section().Title = said.title
	} else if said = b.sayings.chapter; said.text != "" {
		b.chapter().Title = said.title
	} else {
		return
	}
	it.Written[colResponsible], it.cells[colResponsible] = said.text, said.place
	b.names.read(said.text, colResponsible, lists)
}
