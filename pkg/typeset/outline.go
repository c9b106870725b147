package typeset

import "fmt"

// entry is a mark with its place in the outline; references are numbers of entries, -1 for none.
type entry struct {
	mark
	page                            *page
	number                          int // of the page, from 0
	parent, prev, next, first, last int
	children                        int
}

// outline adds the bookmarks and gives what the catalog needs. gofpdf's own
// have wrong heights where pages differ in size and lack counts.
func (f *file) outline(pages []*page) string {
	entries, top := nest(pages)
	if len(entries) == 0 {
		return ""
	}
	base := len(f.objects) // the root; entry i is base+1+i
	ref := func(key string, i int) string {
		if i < 0 {
			return ""
		}
		return fmt.Sprintf(" /%s %d 0 R", key, base+1+i)
	}
	f.add(fmt.Appendf(nil, "<</Type /Outlines%s%s /Count %d>>", ref("First", top.first), ref("Last", top.last), top.children))
	for _, e := range entries {
		height := paperHeight
		if e.page.frame.landscape {
			height = paperWidth
		}
		count := ""
		if e.children > 0 {
			count = fmt.Sprintf(" /Count -%d", e.children) // closed
		}
		f.add(fmt.Appendf(nil, "<</Title %s /Parent %d 0 R%s%s%s%s%s /Dest [%d 0 R /XYZ null %.2f null]>>", textString(e.text), base+1+e.parent,
			ref("Prev", e.prev), ref("Next", e.next), ref("First", e.first), ref("Last", e.last), count, pageObject(e.number), (height-e.y)/pointMM))
	}
	return fmt.Sprintf(" /Outlines %d 0 R", base)
}

// nest puts entries of level 2 under the entry of level 1 before them.
func nest(pages []*page) (entries []entry, top entry) {
	top = entry{first: -1, last: -1}
	above := -1 // the last entry of level 1
	for n, p := range pages {
		for _, m := range p.marks {
			i := len(entries)
			entries = append(entries, entry{mark: m, page: p, number: n, parent: -1, prev: -1, next: -1, first: -1, last: -1})
			up := &top
			if m.level > 1 && above >= 0 {
				entries[i].parent = above
				up = &entries[above]
			} else {
				above = i
			}
			if up.first < 0 {
				up.first = i
			} else {
				entries[i].prev, entries[up.last].next = up.last, i
			}
			up.last = i
			up.children++
		}
	}
	return entries, top
}
