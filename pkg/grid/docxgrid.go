package grid

// near is the distance, in twips, below which the edges of cells in two rows of a
// Word table are the same one: less than half a character of the usual size. Who
// drags an edge in one row only leaves such a distance.
const near = 100

// snap brings the columns of a table together whose edges lie so near to each
// other that they are one to the eye. It does nothing where two cells of a row
// would then share a column.
func (t *docxTable) snap() {
	column := columnsOf(t.grid)
	if column == nil {
		return
	}
	start := func(col int) int { return column[min(col-1, len(column)-1)] + 1 }
	end := func(col int) int { return column[min(col, len(column)-1)] }
	taken := map[[2]int]bool{}
	for i := range t.sheet.Cells {
		c := &t.sheet.Cells[i]
		if at := [2]int{c.Row, start(c.Col)}; c.Col >= len(column) || taken[at] {
			return
		} else {
			taken[at] = true
		}
	}
	for i := range t.sheet.Cells {
		t.sheet.Cells[i].Col = start(t.sheet.Cells[i].Col)
	}
	for i := range t.sheet.Merged {
		m := &t.sheet.Merged[i]
		from := start(m.Col1)
		m.Col1, m.Col2 = from, max(from, end(m.Col2))
	}
}

// columnsOf gives for every edge of a grid the edge that it counts as; nil when
// none lie near to each other.
func columnsOf(widths []int) []int {
	out, at, last, n, snapped := []int{0}, 0, 0, 0, false
	for _, w := range widths {
		if at += w; at-last > near {
			n, last = n+1, at
		} else {
			snapped = true
		}
		out = append(out, n)
	}
	if !snapped {
		return nil
	}
	return out
}
