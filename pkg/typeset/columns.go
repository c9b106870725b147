package typeset

import (
	"math"
	"slices"
)

// need is what a column of a table needs, in mm with its padding.
type need struct {
	least  float64 // so that no word or number is cut
	want   float64 // so that short cells stay in one line and the header in few
	full   float64 // so that every cell stays in one line
	amount float64 // of text, for sharing what is left
}

// Limits in ems: a column holds at least two characters, a cell counts as short
// up to ten, and no word makes a column wider than fifteen.
const (
	narrowest = 2.0
	shortCell = 10.0
	widest    = 15.0
)

// needs measures the columns at a size.
func (s *tableSetter) needs() []need {
	out := make([]need, s.columns)
	em := s.body().em()
	for c := range out {
		n := need{least: narrowest * em}
		var wholes []float64
		for _, row := range s.table.Rows {
			for _, l := range lines(at(row, c)) {
				wholes = append(wholes, n.add(widths(s.faces.shape(l, s.body()), s.body()), widest*em))
			}
		}
		n.want = n.least
		if usual := usualWidth(wholes); usual <= shortCell*em {
			n.want = math.Max(n.want, usual)
		}
		n.addHeader(s, at(s.table.Header, c))
		n.amount = math.Max(n.amount/float64(len(s.table.Rows)+1), em)
		n.least, n.want, n.full = n.least+2*s.padding(), n.want+2*s.padding(), n.full+2*s.padding()
		out[c] = n
	}
	return out
}

// add takes a line of a cell into account.
func (n *need) add(t text, most float64) (whole float64) {
	whole = t.span(0, len(t.runes)).width
	n.full = math.Max(n.full, whole)
	n.amount += whole
	n.least = math.Max(n.least, math.Min(t.longest(), most))
	return whole
}

// usualWidth is the width that nine cells in ten do not exceed, the odd long one
// left aside.
func usualWidth(wholes []float64) float64 {
	if len(wholes) == 0 {
		return 0
	}
	slices.Sort(wholes)
	return wholes[(len(wholes)*9+9)/10-1]
}

// addHeader: a header of up to four characters stays in one line, one of up to
// eight may take two lines, a longer one three.
func (n *need) addHeader(s *tableSetter, header string) {
	em := s.header().em()
	for _, l := range lines(header) {
		t := widths(s.faces.shape(l, s.header()), s.header())
		whole := t.span(0, len(t.runes)).width
		n.full = math.Max(n.full, whole)
		n.amount += whole
		n.least = math.Max(n.least, math.Min(t.longest(), widest*em))
		rows := math.Min(3, math.Ceil(whole/(4*em)-slack))
		n.want = math.Max(n.want, math.Max(n.least, math.Ceil(whole/rows/em-slack)*em))
	}
}

// longest is the width of the widest word or number, with the marks that cling to it.
func (t text) longest() float64 {
	most, from := 0.0, 0
	for i := 1; i <= len(t.runes); i++ {
		if i < len(t.runes) && !mayBreak(t.runes, i) {
			continue
		}
		most = math.Max(most, t.span(from, i).width)
		from = t.skip(i)
	}
	return most
}

// columnWidths shares out the width of a table: λ times the wished share, but
// nowhere less than low and nowhere more than high (where that is given).
func columnWidths(total float64, wish, low, high []float64) []float64 {
	out := make([]float64, len(wish))
	fill := func(lambda float64) float64 {
		sum := 0.0
		for i := range out {
			out[i] = math.Max(low[i], lambda*wish[i])
			if high != nil {
				out[i] = math.Max(low[i], math.Min(out[i], high[i]))
			}
			sum += out[i]
		}
		return sum
	}
	from, to := 0.0, 1.0
	for fill(to) < total && to < 1e6 {
		to *= 2
	}
	for range 60 {
		if middle := (from + to) / 2; fill(middle) < total {
			from = middle
		} else {
			to = middle
		}
	}
	scale(out, total/fill(to))
	return out
}

func scale(list []float64, by float64) {
	for i := range list {
		list[i] *= by
	}
}

func pick(needs []need, of func(need) float64) (list []float64, sum float64) {
	for _, n := range needs {
		list = append(list, of(n))
		sum += of(n)
	}
	return list, sum
}

func leastOf(n need) float64  { return n.least }
func wantOf(n need) float64   { return n.want }
func fullOf(n need) float64   { return n.full }
func amountOf(n need) float64 { return n.amount }
