package grid

// A Word table has a column for every edge in any of its rows. Who drags an edge in
// one row only leaves a column too thin for any text: to the eye the edges of
// all rows are the same. Such a column counts as part of the one before it.
const (
	thin  = 100 // twips: less than the margins inside a cell and half a character
	broad = 4 * thin
)

// columnsOf gives for every edge of a grid the edge that it counts as, the first
// being 0; nil when none is thin beside a wide column, or when the widths tell
// nothing, as in files whose writer left them at 0 or 100.
func columnsOf(widths []int) []int {
	out, n, snapped := []int{0}, 0, false
	for i, w := range widths {
		switch {
		case w > thin:
			n++
		case max(widthAt(widths, i-1), widthAt(widths, i+1)) < broad:
			return nil
		default:
			snapped = true
		}
		out = append(out, n)
	}
	if !snapped {
		return nil
	}
	return out
}

func widthAt(widths []int, i int) int {
	if i < 0 || i >= len(widths) {
		return 0
	}
	return widths[i]
}

// columns gives the first and last column of a cell that begins in a column of the
// grid. No two cells of a row share one.
func (t *docxTable) columns(col, span int) (first, last int) {
	first, last = col, col+span-1
	if edges := t.edges(); last < len(edges) {
		first = edges[first-1] + 1
		last = max(first, edges[last])
	}
	if first <= t.used {
		first = t.used + 1
		last = max(first, last)
	}
	t.used = last
	return first, last
}

// edges are those of the grid, made once its columns are known.
func (t *docxTable) edges() []int {
	if !t.gridded {
		t.gridded, t.snapped = true, columnsOf(t.grid)
	}
	return t.snapped
}
