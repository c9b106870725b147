package typeset

import (
	"bytes"
	"fmt"
)

// structure writes the structure tree into a file.
type structure struct {
	file    *file
	parents [][]int // page and id of marked content → object of its element
}

// structureTree adds the tree and gives what the catalog needs.
func (f *file) structureTree(root *elem, pages int) string {
	if root.empty() {
		return ""
	}
	s := structure{file: f, parents: make([][]int, pages)}
	top := f.add(nil)
	document := s.write(root, top)
	parents := f.add(s.parentTree())
	f.objects[top] = fmt.Appendf(nil, "<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>", document, parents, pages)
	for i := range pages {
		n := pageObject(i)
		f.objects[n] = bytes.Replace(f.objects[n], []byte("<</Type /Page\n"), fmt.Appendf(nil, "<</Type /Page\n/StructParents %d /Tabs /S\n", i), 1)
	}
	return fmt.Sprintf(" /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R", top)
}

// pageObject is the object of a page, from 0: gofpdf numbers them 3, 5, 7 …
func pageObject(i int) int { return 3 + 2*i }

// write adds an element and those below it and gives its object.
func (s *structure) write(e *elem, parent int) int {
	n := s.file.add(nil)
	kids := s.content(e, n)
	for _, k := range e.kids {
		if !k.empty() || k.tag == "TD" || k.tag == "TH" { // an empty cell counts
			kids = fmt.Appendf(kids, "%d 0 R ", s.write(k, n))
		}
	}
	extra := ""
	if len(e.marks) > 0 {
		extra = fmt.Sprintf("/Pg %d 0 R", pageObject(e.marks[0].page))
	}
	if e.alt != "" {
		extra += "/Alt " + textString(e.alt)
	}
	if e.tag == "TH" {
		extra += "/A <</O /Table /Scope /Column>>"
	}
	s.file.objects[n] = fmt.Appendf(nil, "<</S/%s/P %d 0 R%s/K [%s]>>", e.tag, parent, extra, kids)
	return n
}

// content lists the marked content of an element: bare ids on its first page, with
// their page on others.
func (s *structure) content(e *elem, object int) []byte {
	var out []byte
	for _, m := range e.marks {
		s.note(m, object)
		if m.page == e.marks[0].page {
			out = fmt.Appendf(out, "%d ", m.id)
			continue
		}
		out = fmt.Appendf(out, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", pageObject(m.page), m.id)
	}
	return out
}

func (s *structure) note(m markedContent, object int) {
	for len(s.parents[m.page]) <= m.id {
		s.parents[m.page] = append(s.parents[m.page], 0)
	}
	s.parents[m.page][m.id] = object
}

// parentTree leads from marked content back to its element.
func (s *structure) parentTree() []byte {
	out := []byte("<</Nums [")
	for i, objects := range s.parents {
		out = fmt.Appendf(out, "%d [", i)
		for _, n := range objects {
			out = fmt.Appendf(out, "%d 0 R ", n)
		}
		out = append(out, "] "...)
	}
	return append(out, "]>>"...)
}
