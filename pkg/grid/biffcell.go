package grid

import (
	"math"
	"strconv"
	"strings"
)

// biffErrors are the error values ([MS-XLS] 2.5.10).
var biffErrors = map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}

// cellSizes are the least lengths of the records that hold cells.
var cellSizes = map[uint16]int{recLabelSST: 10, recLabel: 8, recRString: 8, recNumber: 14, recRK: 10, recMulRK: 6, recBoolErr: 8,
	recFormula: 14, recFormula3: 14, recFormula4: 14}

// cellRecord reads a record of a cell: row, column and style, then the value.
// Other records are not ours.
func (s *biffSheet) cellRecord(r biffRecord) error {
	size, ok := cellSizes[r.id]
	if !ok {
		return nil
	}
	if err := s.noText(); err != nil {
		return err
	}
	if len(r.body) < size {
		s.loseShort(r.body)
		return nil
	}
	c := Cell{Row: int(u16(r.body)) + 1, Col: int(u16(r.body[2:])) + 1}
	style := int(u16(r.body[4:]))
	switch r.id {
	case recLabelSST:
		return s.sharedText(&c, u32(r.body[6:]))
	case recLabel, recRString:
		return s.label(&c, r)
	case recNumber:
		return s.number(&c, style, float(r.body[6:]))
	case recRK:
		return s.number(&c, style, rkNumber(u32(r.body[6:])))
	case recMulRK:
		return s.mulRK(c, r.body)
	case recBoolErr:
		setBoolErr(&c, r.body[6], r.body[7] == 1)
		return s.add(&c)
	}
	if s.version == 8 && len(r.body) > 22 {
		s.formulaLink(&c, r.body)
	}
	return s.formula(&c, style, r.body[6:14])
}

func (s *biffSheet) loseShort(body []byte) {
	if len(body) >= 4 {
		s.loseCell(int(u16(body))+1, int(u16(body[2:]))+1, "记录残缺，内容丢失")
		return
	}
	s.lose(s.sheet.Name, "", "有残缺的单元格记录，"+s.lastCell()+"之后的内容可能丢失")
}

func (s *biffSheet) loseCell(row, col int, what string) {
	s.lose(s.sheet.Name, Ref(row, col), what)
}

// add keeps a cell; an empty text is no cell, but a number that is not shown is.
func (s *biffSheet) add(c *Cell) error {
	if c.Text == "" && c.Raw == "" && !c.Formula {
		return nil
	}
	if c.Col > biffCols {
		s.loseCell(c.Row, c.Col, "在表格范围之外，内容丢失")
		return nil
	}
	if text := strings.TrimRight(c.Text, "\x00"); len(c.Text)-len(text) <= 2 && c.Type == Text { // some writers end a text so
		c.Text, c.Raw = text, strings.TrimRight(c.Raw, "\x00")
	}
	if strings.Contains(c.Text, "\x00\x00") {
		s.loseCell(c.Row, c.Col, "的文字中有一段被清空，内容丢失")
	}
	if err := s.keep(c); err != nil {
		return err
	}
	cells := s.sheet.Cells
	if n := len(cells); n > 0 && (c.Row < cells[n-1].Row || c.Row == cells[n-1].Row && c.Col <= cells[n-1].Col) {
		s.sorted = false
	}
	s.sheet.Cells = append(cells, *c)
	return nil
}

func (s *biffSheet) sharedText(c *Cell, index uint32) error {
	s.table.top = max(s.table.top, int64(index)+1)
	if uint64(index) >= uint64(len(s.strings)) {
		s.loseCell(c.Row, c.Col, "文字丢失（所指的共享文字不存在或残缺）")
		return nil
	}
	setText(c, s.strings[index])
	return s.add(c)
}

func setText(c *Cell, text string) { c.Type, c.Text, c.Raw = Text, text, text }

// label reads the text of LABEL and RSTRING, which stands in the cell itself
// ([MS-XLS] 2.4.148, 2.4.227).
func (s *biffSheet) label(c *Cell, r biffRecord) error {
	text, ok := s.ownText(s.stream.continued(r), 6)
	if !ok {
		s.loseCell(c.Row, c.Col, "文字残缺")
		return nil
	}
	setText(c, text)
	return s.add(c)
}

// ownText reads a text that stands in a record, behind its length.
func (s *biffSheet) ownText(bodies [][]byte, skip int64) (string, bool) {
	t := newBiffText(bodies, skip)
	n := t.u16()
	if s.version == 8 {
		text := t.unicode(nil, n)
		return newlines(string(text)), !t.short || n == 0
	}
	raw := make([]byte, 0, min(n, len(bodies[0])))
	for len(raw) < n && !t.short {
		raw = append(raw, t.byte())
	}
	return newlines(decodePage(s.page, raw)), !t.short
}

func float(b []byte) float64 {
	return math.Float64frombits(uint64(u32(b)) | uint64(u32(b[4:]))<<32)
}

// rkNumber unpacks a number of four bytes ([MS-XLS] 2.5.217): bit 0 says that it
// counts hundredths, bit 1 that it is an integer of 30 bits.
func rkNumber(v uint32) float64 {
	f := math.Float64frombits(uint64(v&^3) << 32)
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

// mulRK reads MULRK ([MS-XLS] 2.4.175): a row of numbers, each behind its style,
// and the last column at the end.
func (s *biffSheet) mulRK(c Cell, body []byte) error {
	n := (len(body) - 6) / 6
	last := int(u16(body[len(body)-2:])) + 1
	if len(body) != 6+6*n || last != c.Col+n-1 {
		s.loseCell(c.Row, c.Col, "所在的一排数字残缺，有的可能丢失")
	}
	for i := range n {
		cell := Cell{Row: c.Row, Col: c.Col + i}
		item := body[4+6*i:]
		if err := s.number(&cell, int(u16(item)), rkNumber(u32(item[2:]))); err != nil {
			return err
		}
	}
	return nil
}

// number keeps a numeric cell, shown by the number format of its style.
func (s *biffSheet) number(c *Cell, style int, v float64) error {
	if math.IsNaN(v) || math.IsInf(v, 0) { // no number of Excel's
		c.Type, c.Text, c.Raw = Err, "#NUM!", "#NUM!"
		return s.add(c)
	}
	if v == 0 {
		v = 0 // never -0
	}
	var buf [32]byte
	stored := strconv.AppendFloat(buf[:0], v, 'f', -1, 64)
	c.Type, c.Raw = Number, s.string(stored)
	c.Text = c.Raw
	if f := s.formats.of(style); !f.general() || !plainGeneral(stored) {
		f.apply(c, v, s.date1904, &s.arena)
	}
	return s.add(c)
}

func setBoolErr(c *Cell, value byte, isError bool) {
	if !isError {
		c.Type, c.Text, c.Raw = Bool, "FALSE", "0"
		if value != 0 {
			c.Text, c.Raw = "TRUE", "1"
		}
		return
	}
	name, ok := biffErrors[value]
	if !ok {
		name = "#ERR" + strconv.Itoa(int(value))
	}
	c.Type, c.Text, c.Raw = Err, name, name
}

// formula reads the stored result of a formula ([MS-XLS] 2.5.133): a number, or
// FFFF in the last two bytes and the kind of result in the first.
func (s *biffSheet) formula(c *Cell, style int, result []byte) error {
	c.Formula = true
	if u16(result[6:]) != 0xFFFF {
		return s.number(c, style, float(result))
	}
	switch result[0] {
	case 0: // the text follows in a STRING record
		s.pending, s.waiting = *c, true
		return nil
	case 1, 2:
		setBoolErr(c, result[2], result[0] == 2)
	case 3:
		setText(c, "")
	default:
		s.loseCell(c.Row, c.Col, "公式的结果无法识别")
	}
	return s.add(c)
}

// formulaText reads STRING ([MS-XLS] 2.4.268), the text of the last formula.
func (s *biffSheet) formulaText(r biffRecord) error {
	text, ok := s.ownText(s.stream.continued(r), 0)
	if !s.waiting {
		return nil
	}
	s.waiting = false
	if ok {
		setText(&s.pending, text)
		s.pending.showPicture()
	} else {
		s.loseCell(s.pending.Row, s.pending.Col, "公式结果的文字残缺")
	}
	return s.add(&s.pending)
}

// noText: what follows is another cell or the end, and the text of the last
// formula never came.
func (s *biffSheet) noText() error {
	if !s.waiting {
		return nil
	}
	s.waiting = false
	s.loseCell(s.pending.Row, s.pending.Col, "公式结果的文字丢失")
	return s.add(&s.pending)
}
