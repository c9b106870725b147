package tasktable

import (
	"slices"

	"zwgk/pkg/value"
)

// Each task may have a card of its own: labels beside what they stand for, in two or
// four columns. 任务名称 | 公开预算 / 责任单位 | 县财政局 | 完成时限 | 6月底前.

// cards are the tables of a file that are cards, by the area; nil unless no other table
// of the file has a header.
func (s *Spec) cards(areas []area, n *names) map[int]*deck {
	out := map[int]*deck{}
	for i, a := range areas {
		if d := s.deck(a); d != nil {
			out[i] = d
		}
	}
	for i, a := range areas {
		if len(out) == 0 || out[i] != nil {
			continue
		}
		if _, _, ok := s.findHeader(a, n, false); ok {
			return nil
		}
	}
	return out
}

// isCard tells whether an area is a card, which is then no table with a header.
func (s *Spec) isCard(a area) bool { return s.deck(a) != nil }

// deck is the cards of a table as the rows of one with these labels for a header.
type deck struct {
	header *header
	rows   []*row
	first  int // the row of the area with the first label
}

// deck reads a table of cards, nil when it is none.
func (s *Spec) deck(a area) *deck {
	d := &deck{header: &header{label: map[int]string{}}, first: -1}
	card := (*row)(nil)
	labelled := 0
	for i, r := range a.rows {
		own := r.own()
		switch {
		case len(own) == 1 && d.first < 0:
			continue // titles
		case len(own) == 1 && s.isHeading(r.cells[own[0]].text):
			d.rows, card = append(d.rows, r), nil
			continue
		}
		pairs := s.labelled(r)
		if pairs == nil {
			return nil
		}
		if d.first < 0 {
			d.first = i
			d.header.rows = []*row{r}
		}
		labelled++
		for _, p := range pairs {
			col := d.column(p.label)
			if _, taken := cellOf(card, col); card == nil || taken {
				card = &row{number: r.number, cells: map[int]cell{}}
				d.rows = append(d.rows, card)
			}
			card.cells[col] = p.value
		}
	}
	const fewest = 2 // rows of a card
	if labelled < fewest {
		return nil
	}
	d.header.last = len(d.header.label)
	s.interpret(d.header)
	if !d.header.isTable() {
		return nil
	}
	return d
}

func cellOf(r *row, col int) (cell, bool) {
	if r == nil {
		return cell{}, false
	}
	c, ok := r.cells[col]
	return c, ok
}

// column is the one of a label.
func (d *deck) column(label string) int {
	for c := 1; c <= len(d.header.label); c++ {
		if d.header.label[c] == label {
			return c
		}
	}
	d.header.label[len(d.header.label)+1] = label
	return len(d.header.label)
}

type labelledCell struct {
	label string
	value cell
}

// labelled reads a row of labels each with what it stands for, nil when it is none. A
// label may stand for nothing, but not all of several.
func (s *Spec) labelled(r *row) []labelledCell {
	const longest = 12 // characters of a label
	var out []labelledCell
	values := 0
	for _, c := range r.own() {
		text := value.Squeeze(r.cells[c].text)
		open := len(out) > 0 && out[len(out)-1].value.place == ""
		switch {
		case s.isOwnWord(text) && len([]rune(text)) <= longest && (s.isWord(text) || !open):
			out = append(out, labelledCell{label: text})
		case open:
			out[len(out)-1].value = r.cells[c]
			out[len(out)-1].value.width = 1
			values++
		default:
			return nil
		}
	}
	if len(out) > 1 && values == 0 {
		return nil
	}
	return slices.DeleteFunc(out, func(l labelledCell) bool { return l.value.place == "" })
}
