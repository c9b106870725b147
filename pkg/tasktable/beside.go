package tasktable

import (
	"slices"

	"zwgk/pkg/value"
)

// A table may stand beside itself, to save paper: 序号 工作任务 责任单位 序号 工作任务 责任单位.

// below gives an area whose columns repeat as one with each half below the other, or
// with their rows in turn where the numbers run so.
func (a area) below(spec *Spec) area {
	for i, r := range a.rows[:min(len(a.rows), spec.HeaderRows)] {
		first, width := spec.halves(r)
		if width == 0 {
			continue
		}
		left, right := split(a.rows[i+1:], first+width)
		if left == nil {
			return a
		}
		head := &row{number: r.number, cells: map[int]cell{}}
		for c := first; c < first+width; c++ {
			head.cells[c] = r.cells[c]
		}
		for _, x := range right {
			x.shift(width)
		}
		rows := append(slices.Clone(a.rows[:i]), head)
		if spec.inTurn(head, left, right) {
			for k := range left {
				rows = append(rows, left[k])
				if len(right[k].cells) > 0 {
					rows = append(rows, right[k])
				}
			}
		} else {
			rows = append(append(rows, left...), slices.DeleteFunc(right, func(x *row) bool { return len(x.cells) == 0 })...)
		}
		a.rows = rows
		return a
	}
	return a
}

// halves gives the first column and the width of each half of a header that says the
// same twice; 0 when it does not.
func (s *Spec) halves(r *row) (first, width int) {
	const fewest = 2 // columns
	cols := r.own()
	if len(cols) < 2*fewest || len(cols)%2 != 0 || cols[len(cols)-1]-cols[0] != len(cols)-1 {
		return 0, 0
	}
	width = len(cols) / 2
	words := 0
	for i := range width {
		left, right := r.cells[cols[i]], r.cells[cols[i+width]]
		if left.width != 1 || right.width != 1 || value.Fold(left.text) != value.Fold(right.text) {
			return 0, 0
		}
		if s.isWord(left.text) {
			words++
		}
	}
	if words < fewest {
		return 0, 0
	}
	return cols[0], width
}

// split divides rows at a column; nil when a cell lies over it.
func split(rows []*row, at int) (left, right []*row) {
	for _, r := range rows {
		l, x := &row{number: r.number, cells: map[int]cell{}}, &row{number: r.number, cells: map[int]cell{}}
		for c, cell := range r.cells {
			switch {
			case c >= at:
				x.cells[c] = cell
			case c+cell.width > at && len(r.own()) > 1:
				return nil, nil
			default:
				l.cells[c] = cell
			}
		}
		left, right = append(left, l), append(right, x)
	}
	return left, right
}

// shift moves the cells of a row to the left.
func (r *row) shift(by int) {
	cells := map[int]cell{}
	for c, cell := range r.cells {
		cells[c-by] = cell
	}
	r.cells = cells
}

// inTurn tells whether the numbers run from left to right: 1 | 2 over 3 | 4.
func (s *Spec) inTurn(head *row, left, right []*row) bool {
	for c, cell := range head.cells {
		if m, _, _ := s.meaningOf(cell.text); m != colNumber || len(left) == 0 {
			continue
		}
		l, leftOK := columnNumber(left[0].text(c))
		r, rightOK := columnNumber(right[0].text(c))
		return leftOK && rightOK && r == l+1 && len(left) > 1
	}
	return false
}
