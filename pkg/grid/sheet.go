package grid

import (
	"cmp"
	"slices"
	"sort"
)

// placed is a text for a cell, such as a comment.
type placed struct {
	row, col int
	text     string
}

// sortCells puts the cells in order. Two cells that claim one place and differ
// are damage: the last stays, as in Excel.
func (s *Sheet) sortCells() error {
	slices.SortStableFunc(s.Cells, func(a, b Cell) int {
		return cmp.Or(a.Row-b.Row, a.Col-b.Col)
	})
	var err error
	out := s.Cells[:0]
	for _, c := range s.Cells {
		n := len(out)
		if n == 0 || out[n-1].Row != c.Row || out[n-1].Col != c.Col {
			out = append(out, c)
			continue
		}
		if out[n-1].Raw != c.Raw && err == nil {
			err = corrupt("单元格 %s 有两份不同的内容", c.Ref())
		}
		out[n-1] = c
	}
	s.Cells = out
	return err
}

// from gives the index of the first cell at a place or behind it.
func (s *Sheet) from(row, col int) int {
	return sort.Search(len(s.Cells), func(i int) bool {
		c := &s.Cells[i]
		return c.Row > row || c.Row == row && c.Col >= col
	})
}

// link sets the target of every cell in an area.
func (s *Sheet) link(area Range, target string, b *budget) error {
	note := &Note{Link: target}
	for i := s.from(area.Row1, area.Col1); i < len(s.Cells) && s.Cells[i].Row <= area.Row2; i++ {
		if err := b.step(); err != nil {
			return err
		}
		c := &s.Cells[i]
		switch {
		case target == "" || !area.Contains(c.Row, c.Col):
		case c.Comment() == "":
			c.Note = note
		default:
			c.setLink(target)
		}
	}
	return nil
}

// comment hangs comments on the cells; one on an empty cell makes a cell
// without text.
func (s *Sheet) comment(comments []placed, b *budget) error {
	var bare []Cell
	for _, p := range comments {
		if c := s.At(p.row, p.col); c != nil {
			c.setComment(p.text)
			continue
		}
		c := Cell{Row: p.row, Col: p.col}
		c.setComment(p.text)
		if c.Note == nil {
			continue
		}
		if err := b.keep(&c); err != nil {
			return err
		}
		bare = append(bare, c)
	}
	if len(bare) == 0 {
		return nil
	}
	s.Cells = append(s.Cells, bare...)
	return s.sortCells()
}

// hiddenColumns counts where runs of hidden columns begin, and behind which
// column they end.
type hiddenColumns struct{ edges map[int]int }

func (h *hiddenColumns) add(first, last int) {
	if h.edges == nil {
		h.edges = map[int]int{}
	}
	if first = max(first, 1); first <= min(last, maxColumns) {
		h.edges[first]++
		h.edges[min(last, maxColumns)+1]--
	}
}

// maxColumns is the last column of a sheet, XFD.
const maxColumns = 16_384

// hideColumns marks the cells of hidden columns.
func (s *Sheet) hideColumns(hidden hiddenColumns) {
	if len(hidden.edges) == 0 {
		return
	}
	cols := make([]bool, s.MaxCol()+1)
	open := 0
	for col := range cols {
		open += hidden.edges[col]
		cols[col] = open > 0
	}
	for i := range s.Cells {
		c := &s.Cells[i]
		c.Hidden = c.Hidden || cols[c.Col]
	}
}
