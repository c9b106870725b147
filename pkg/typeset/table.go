package typeset

import (
	"math"

	"zwgk/pkg/document"
)

// tableSetter sets one table.
type tableSetter struct {
	faces   *faces
	frame   frame
	table   document.Table
	columns int
	size    float64 // pt
	widths  []float64
	aligns  []alignment
	elem    *elem
}

// Tables: lines of 0.5 pt, 12 pt text on 1.3 times its size, 1.1 mm at the sides of a
// cell and 1.3 mm above and below; a row is at least 8 mm high.
const (
	ruleWidth   = 0.5 * pointMM
	cellLeading = 1.3
	cellSide    = 1.1
	cellAbove   = 1.3
	leastRow    = 8.0
	tableGap    = 2.5 // white above and below a table or chart
)

func (s *tableSetter) body() style      { return style{role: body, size: s.size} }
func (s *tableSetter) header() style    { return style{role: hei, size: s.size} }
func (s *tableSetter) padding() float64 { return cellSide * s.size / size4Small }
func (s *tableSetter) leading() float64 { return cellLeading * s.size * pointMM }

var captionStyle = style{role: hei, size: size4}

// caption stands over a table or chart and stays with it.
func (f *faces) caption(s string, st style, fr frame) []item {
	out := []item{blank(tableGap)}
	for _, l := range lines(s) {
		out = append(out, f.plain(f.block(l, st, centred, 0, fr.width).items(fr.x, 0.85*pitch))...)
	}
	return keepAll(out)
}

// tableItems sets a table without its caption.
func (f *faces) tableItems(t document.Table, fr frame) []item {
	s := &tableSetter{faces: f, frame: fr, table: t, columns: len(t.Header), elem: f.tree.add("Table")}
	for _, row := range t.Rows {
		s.columns = max(s.columns, len(row))
	}
	if s.columns == 0 {
		return nil
	}
	s.chooseWidths()
	s.chooseAligns()
	return append(wholeIfSmall(s.items()), blank(tableGap))
}

// smallBlock is the height up to which a table or chart is not divided: a third of a page.
const smallBlock = blockHeight / 3

func wholeIfSmall(items []item) []item {
	if len(items) > 0 && heights(items) <= smallBlock {
		keepAll(items)[len(items)-1].keep = false
	}
	return items
}

// at is a cell of a row that may be short.
func at(row []string, c int) string {
	if c < len(row) {
		return row[c]
	}
	return ""
}

// sizes that a table is set in: 12 pt; 10.5 if short cells would be broken
// otherwise; smaller ones only where words would not fit at all.
var tableSizes = []float64{size4Small, size5, size5Small, 7.5, 6, 5, 4}

func (s *tableSetter) chooseWidths() {
	needs, low, ok := s.firstFitting(wantOf, tableSizes[:2])
	if !ok {
		needs, low, ok = s.firstFitting(leastOf, tableSizes[1:])
	}
	if ok {
		s.widths = s.shareOut(needs, low)
		return
	}
	s.widths = low
	_, sum := pick(needs, leastOf)
	scale(s.widths, s.frame.width/sum)
}

// firstFitting finds the first size at which the columns fit. The last one is
// set when none does.
func (s *tableSetter) firstFitting(of func(need) float64, sizes []float64) (needs []need, low []float64, ok bool) {
	for _, s.size = range sizes {
		needs = s.needs()
		var sum float64
		if low, sum = pick(needs, of); sum <= s.frame.width {
			return needs, low, true
		}
	}
	return needs, low, false
}

// Short cells may widen a column to so much of its share, and in any case to
// so many ems.
const (
	mostOverShare = 1.25
	shareFree     = 8.0
)

// shareOut: by the shares of the document if there are any, else by content.
func (s *tableSetter) shareOut(needs []need, low []float64) []float64 {
	total := s.frame.width
	if wish := s.shares(); wish != nil {
		for i, n := range needs {
			most := math.Max(wish[i]*mostOverShare, shareFree*s.body().em())
			low[i] = math.Min(low[i], math.Max(n.least, most))
		}
		return columnWidths(total, wish, low, nil)
	}
	full, sum := pick(needs, fullOf)
	if sum <= total {
		return columnWidths(total, full, low, nil)
	}
	amount, _ := pick(needs, amountOf)
	return columnWidths(total, amount, low, full)
}

// shares are the wished widths; nil if they are of no use.
func (s *tableSetter) shares() []float64 {
	if len(s.table.Widths) < s.columns {
		return nil
	}
	sum := 0.0
	for _, w := range s.table.Widths[:s.columns] {
		if !(w >= 0 && w < 1e6) {
			return nil
		}
		sum += w
	}
	if sum == 0 {
		return nil
	}
	out := append([]float64(nil), s.table.Widths[:s.columns]...)
	scale(out, s.frame.width/sum)
	return out
}

// centredCell is the longest cell of a column that is centred by itself, in ems.
const centredCell = 4.0

// chooseAligns: as the document says; else columns of short cells are centred.
func (s *tableSetter) chooseAligns() {
	short := centredCell * s.body().em()
	for c := range s.columns {
		a := centred
		for _, row := range s.table.Rows {
			if s.faces.width(oneLine(at(row, c)), s.body()) > short {
				a = justified
				break
			}
		}
		s.aligns = append(s.aligns, alignmentOf(at(s.table.Align, c), a))
	}
}

// items are the rows. The header comes again on each page; the first two rows
// and the last two stay together.
func (s *tableSetter) items() []item {
	var out []item
	var head *item
	room := s.frame.height
	if len(s.table.Header) > 0 {
		row := s.row(s.table.Header, true)
		if row.height() <= room/3 {
			out = append(out, row.item())
			row.elem = nil // where it comes again it is no part of the table
			again := row.item()
			head = &again
			room -= again.height
		} else {
			out = append(out, row.parts(room)...)
		}
		out[len(out)-1].keep = true
	}
	first := len(out)
	for _, cells := range s.table.Rows {
		out = append(out, s.row(cells, false).parts(math.Min(room, s.frame.height-captionRoom))...)
	}
	for i := first; i < len(out); i++ {
		out[i].head = head
		low := out[i].height < lowRow
		out[i].keep = i+1 < len(out) && low && (i == first || i == len(out)-2)
	}
	return out
}

// lowRow is the height up to which a row is kept with its neighbour, mm.
const lowRow = 15.0

// captionRoom is kept free for a caption and a header above the first row, mm.
const captionRoom = 50.0
