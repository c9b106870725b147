package typeset

// item is a piece of a column that is not divided: a line, a row of a table, a bar.
type item struct {
	height float64
	draw   func(p *page, y float64) // y of its top; nil for white space
	keep   bool                     // on one page with the next
	head   *item                    // comes again above this one at the top of a page
}

// section is a column of items on pages of one kind. It begins on a new page.
type section struct {
	frame frame
	items []item
}

// pages fills pages with sections; at least one page.
func pages(sections []section) []*page {
	var out []*page
	for _, s := range sections {
		if len(s.items) > 0 {
			out = append(out, s.pages()...)
		}
	}
	if len(out) == 0 {
		out = append(out, &page{frame: portrait})
	}
	return out
}

// column is where a section has got to.
type column struct {
	frame frame
	pages []*page
	y     float64 // below the top of the block
}

func (s section) pages() []*page {
	c := column{frame: s.frame}
	for i := 0; i < len(s.items); {
		end := i + 1
		for end < len(s.items) && s.items[end-1].keep {
			end++
		}
		chain := s.items[i:end]
		if c.y > 0 && c.y+heights(chain) > c.frame.height+slack {
			c.turn()
		}
		for _, it := range chain {
			c.put(it)
		}
		i = end
	}
	return c.pages
}

func heights(items []item) float64 {
	sum := 0.0
	for _, it := range items {
		sum += it.height
	}
	return sum
}

// turn begins a new page.
func (c *column) turn() {
	c.pages = append(c.pages, &page{frame: c.frame})
	c.y = 0
}

// put sets an item down. White space at the top of a page is dropped.
func (c *column) put(it item) {
	if len(c.pages) == 0 || c.y > 0 && c.y+it.height > c.frame.height+slack {
		c.turn()
	}
	if c.y == 0 && it.draw == nil {
		return
	}
	if c.y == 0 && it.head != nil {
		c.draw(*it.head)
	}
	c.draw(it)
}

func (c *column) draw(it item) {
	if it.draw != nil {
		it.draw(c.pages[len(c.pages)-1], c.frame.y+c.y)
	}
	c.y += it.height
}
