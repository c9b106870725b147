package grid

import (
	"encoding/json"
	"strconv"
)

// Ref gives the name of a cell: row 3, column 2 is "B3". It is "" when either
// is below 1.
func Ref(row, col int) string {
	if row < 1 || col < 1 {
		return ""
	}
	var letters [8]byte
	i := len(letters)
	for ; col > 0; col = (col - 1) / 26 {
		i--
		letters[i] = byte('A' + (col-1)%26)
	}
	return string(letters[i:]) + strconv.Itoa(row)
}

// ParseRef reads a cell name such as B3 or $B$3; ok is false for anything else.
func ParseRef(s string) (row, col int, ok bool) {
	i := 0
	for ; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c == '$' && i == 0 {
			continue
		}
		if c < 'A' || c > 'Z' {
			break
		}
		if col = col*26 + int(c-'A') + 1; col > 1<<20 {
			return 0, 0, false
		}
	}
	if i < len(s) && s[i] == '$' {
		i++
	}
	if i == len(s) || col == 0 || s[i] == '0' {
		return 0, 0, false
	}
	for ; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' || row > 1<<27 {
			return 0, 0, false
		}
		row = row*10 + int(s[i]-'0')
	}
	return row, col, true
}

// Ref is the name of the cell.
func (c *Cell) Ref() string { return Ref(c.Row, c.Col) }

// String gives A1:D1, and A1 for a single cell.
func (r Range) String() string {
	first, last := Ref(r.Row1, r.Col1), Ref(r.Row2, r.Col2)
	if first == last {
		return first
	}
	return first + ":" + last
}

// Contains tells whether a cell lies in the range.
func (r Range) Contains(row, col int) bool {
	return row >= r.Row1 && row <= r.Row2 && col >= r.Col1 && col <= r.Col2
}

// At gives a cell, nil when it is empty.
func (s *Sheet) At(row, col int) *Cell {
	i := s.from(row, col)
	if i < len(s.Cells) && s.Cells[i].Row == row && s.Cells[i].Col == col {
		return &s.Cells[i]
	}
	return nil
}

// TopLeft gives the corner of the merge that a cell stands in, else the cell itself.
func (s *Sheet) TopLeft(row, col int) (int, int) {
	for _, m := range s.mergesAt(row) {
		if m.Contains(row, col) {
			return m.Row1, m.Col1
		}
	}
	return row, col
}

// EachRow gives the rows that have cells, in order, until fn returns false.
func (s *Sheet) EachRow(fn func(row int, cells []Cell) bool) {
	for i := 0; i < len(s.Cells); {
		j := i + 1
		for j < len(s.Cells) && s.Cells[j].Row == s.Cells[i].Row {
			j++
		}
		if !fn(s.Cells[i].Row, s.Cells[i:j]) {
			return
		}
		i = j
	}
}

// MaxRow is the last row with a cell, 0 for an empty sheet.
func (s *Sheet) MaxRow() int {
	if len(s.Cells) == 0 {
		return 0
	}
	return s.Cells[len(s.Cells)-1].Row
}

// MaxCol is the last column with a cell, 0 for an empty sheet.
func (s *Sheet) MaxCol() int {
	last := 0
	for i := range s.Cells {
		last = max(last, s.Cells[i].Col)
	}
	return last
}

// MarshalJSON gives the cell as zwgk cells prints it.
func (c Cell) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Ref     string `json:"ref"`
		Type    string `json:"type"`
		Text    string `json:"text"`
		Raw     string `json:"raw"`
		Formula bool   `json:"formula"`
		Link    string `json:"link"`
		Comment string `json:"comment"`
		Hidden  bool   `json:"hidden"`
	}{c.Ref(), c.Type.String(), c.Text, c.Raw, c.Formula, c.Link(), c.Comment(), c.Hidden})
}

// MarshalJSON gives the range as A1:D1.
func (r Range) MarshalJSON() ([]byte, error) { return json.Marshal(r.String()) }

// MarshalJSON never gives null for a list.
func (s *Sheet) MarshalJSON() ([]byte, error) {
	out := struct {
		Name    string  `json:"name"`
		Visible bool    `json:"visible"`
		Merged  []Range `json:"merged"`
		Cells   []Cell  `json:"cells"`
	}{s.Name, s.Visible, s.Merged, s.Cells}
	if out.Merged == nil {
		out.Merged = []Range{}
	}
	if out.Cells == nil {
		out.Cells = []Cell{}
	}
	return json.Marshal(out)
}

// MarshalJSON never gives null for a list.
func (w *Workbook) MarshalJSON() ([]byte, error) {
	out := struct {
		Format     string     `json:"format"`
		Sheets     []*Sheet   `json:"sheets"`
		Properties Properties `json:"properties"`
		Error      *Error     `json:"error"`
	}{w.Format, w.Sheets, w.Properties, w.Err}
	if out.Sheets == nil {
		out.Sheets = []*Sheet{}
	}
	return json.Marshal(out)
}
