package grid

import (
	"fmt"
	"slices"
	"strings"
)

// docTable is an open table: its rows, and the cells of the row that is open.
type docTable struct {
	rows  []docRow
	cells []docCell
	texts []string // paragraphs of the cell that is open
	link  string
}

type docRow struct {
	cells []docCell
	def   docRowDef
}

type docCell struct {
	texts []string
	link  string
}

// docRowDef is the layout of a row: edges[i] and edges[i+1] bound cell i, in
// twips; merged says how the cells hang together.
type docRowDef struct {
	edges  []int
	merged []docMerge
}

// docMerge of a cell ([MS-DOC] 2.9.327, 2.9.335).
type docMerge struct{ first, joined, down, top bool }

// read takes in a property of the row.
func (d *docRowDef) read(sprm uint16, v []byte) {
	switch sprm {
	case sprmTable: // 2.9.321: the number of cells, their edges, then 20 bytes for each
		if len(v) == 0 || len(v) < 1+2*(int(v[0])+1) {
			return
		}
		n := int(v[0])
		d.edges, d.merged = nil, make([]docMerge, n)
		for i := range n + 1 {
			d.edges = append(d.edges, int(int16(u16(v[1+2*i:]))))
		}
		const size = 20
		for i, rest := 0, v[1+2*(n+1):]; i < n && len(rest) >= size; i, rest = i+1, rest[size:] {
			f := u16(rest)
			d.merged[i] = docMerge{first: f&3 == 1 || f&3 == 3, joined: f&3 == 2, down: f&0x60 == 0x20, top: f&0x60 == 0x60}
		}
	case sprmVertMerge:
		if len(v) >= 2 && int(v[0]) < len(d.merged) {
			d.merged[v[0]].down, d.merged[v[0]].top = v[1] == 1, v[1] == 3
		}
	case sprmMerge:
		for i := int(v[0]); i < int(v[1]) && i < len(d.merged); i++ {
			d.merged[i].first, d.merged[i].joined = i == int(v[0]), i > int(v[0])
		}
	}
}

// tableParagraph takes in a paragraph of a table: the text of a cell, its end,
// or the end of a row.
func (r *docReader) tableParagraph(mark uint16, text, link string, props *docProps) error {
	if err := r.closeTables(props.depth); err != nil {
		return err
	}
	for len(r.tables) < props.depth {
		r.tables = append(r.tables, &docTable{})
	}
	t := r.tables[len(r.tables)-1]
	if t.link == "" {
		t.link = link
	}
	outer := props.depth == 1
	switch {
	case outer && props.rowEnd && mark == charCell, !outer && props.innerRow:
		if len(t.texts) > 0 || text != "" { // text behind the last cell of the row
			t.texts = append(t.texts, text)
			t.endCell()
		}
		t.rows = append(t.rows, docRow{t.cells, props.def})
		t.cells, t.texts, t.link = nil, nil, ""
	default:
		t.texts = append(t.texts, text)
		if outer && mark == charCell || !outer && props.innerCell {
			t.endCell()
		}
	}
	return nil
}

func (t *docTable) endCell() {
	t.cells = append(t.cells, docCell{t.texts, t.link})
	t.texts, t.link = nil, ""
}

// lines gives an inner table as text: its cells parted by tabs, its rows by
// line breaks.
func (t *docTable) lines() []string {
	var out []string
	for _, row := range t.rows {
		var parts []string
		for _, c := range row.cells {
			if text := strings.TrimSpace(strings.Join(c.texts, "\n")); text != "" {
				parts = append(parts, text)
			}
		}
		if len(parts) > 0 {
			out = append(out, strings.Join(parts, "\t"))
		}
	}
	return out
}

// addSheet places the cells of a table: a cell lies in the columns between its
// edges, where the edges of all rows together make the columns.
func (r *docReader) addSheet(t *docTable) error {
	s := &Sheet{Visible: true}
	r.wb.Sheets = append(r.wb.Sheets, s)
	s.Name = fmt.Sprintf("表%d", len(r.wb.Sheets))
	edges := t.edges()
	place := docxTable{sheet: s, next: map[int]int{}}
	for _, row := range t.rows {
		place.row++
		place.open, place.next = place.next, map[int]int{}
		if len(row.def.edges) != len(row.cells)+1 {
			r.torn = true
			row.def = docRowDef{merged: make([]docMerge, len(row.cells))}
		}
		if err := r.placeRow(&place, &row, edges); err != nil {
			return err
		}
	}
	s.Merged = slices.DeleteFunc(s.Merged, func(m Range) bool { return m.Row1 == m.Row2 && m.Col1 == m.Col2 })
	return nil
}

func (r *docReader) placeRow(place *docxTable, row *docRow, edges []int) error {
	for i := 0; i < len(row.cells); i++ {
		end := i
		for end+1 < len(row.cells) && row.def.merged[end+1].joined {
			end++
		}
		col, last := i+1, end+1
		if row.def.edges != nil {
			col, last = columnAt(edges, row.def.edges[i])+1, columnAt(edges, row.def.edges[end+1])
			last = max(col, last)
		}
		place.vmerge, place.texts, place.link = "", nil, ""
		switch m := row.def.merged[i]; {
		case m.top:
			place.vmerge = "restart"
		case m.down:
			place.vmerge = "continue"
		}
		for _, c := range row.cells[i : end+1] {
			place.texts = append(place.texts, c.texts...)
			if place.link == "" {
				place.link = c.link
			}
		}
		if err := place.place(r.budget, col, last); err != nil {
			return err
		}
		i = end
	}
	return nil
}

// sameEdge is the distance, in twips, below which the edges of two rows are the
// same one: two points, less than the margins inside a cell.
const sameEdge = 40

// edges lists the edges of all rows from left to right.
func (t *docTable) edges() []int {
	var all []int
	for _, row := range t.rows {
		all = append(all, row.def.edges...)
	}
	slices.Sort(all)
	var out []int
	for _, e := range all {
		if len(out) == 0 || e-out[len(out)-1] > sameEdge {
			out = append(out, e)
		}
	}
	return out
}

// columnAt gives the index of an edge.
func columnAt(edges []int, edge int) int {
	i, found := slices.BinarySearch(edges, edge)
	if !found {
		i--
	}
	return max(i, 0)
}
