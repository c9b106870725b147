package grid

import (
	"bytes"
	"cmp"
	"math"
	"strconv"
	"strings"
	"time"
)

// cellKind is the attribute t of a cell (ECMA-376 Part 1 §18.18.11), by its
// first letter where that is enough; str is 't'.
type cellKind byte

const (
	kindNumber cellKind = 'n'
	kindShared cellKind = 's'
	kindString cellKind = 't'
	kindInline cellKind = 'i'
	kindBool   cellKind = 'b'
	kindError  cellKind = 'e'
	kindDate   cellKind = 'd'
)

func kindOf(v []byte) cellKind {
	switch {
	case len(v) == 0:
		return kindNumber
	case len(v) > 1 && v[0] == 's':
		return kindString
	}
	return cellKind(v[0])
}

// plainCell reads a cell of the usual shape, <c r="B3" s="1" t="s"><v>7</v></c>
// or <c …/>, without going through its tags one by one. It is false, and
// nothing has moved, before anything else.
func (r *sheetReader) plainCell() (bool, error) {
	s := r.s
	rest := s.b[s.pos:]
	if r.slow || len(rest) < 8 || rest[0] != '<' || rest[1] != 'c' || rest[2] != ' ' {
		return false, nil
	}
	col := r.col
	end, empty := r.plainAttrs(rest)
	if empty {
		s.pos += end
		return true, nil
	}
	value, size := plainValue(rest[end:])
	if end == 0 || size == 0 {
		r.col = col
		return false, nil
	}
	s.pos += end + size
	r.stored = true
	return true, r.store(value)
}

// plainValue gives the value in <v>…</v></c>, and the length of all that; 0
// when there is anything else.
func plainValue(body []byte) (value []byte, size int) {
	const head, tail = "<v>", "</v></c>"
	if len(body) < len(head) || string(body[:len(head)]) != head {
		return nil, 0
	}
	n := bytes.IndexByte(body[len(head):], '<')
	if n <= 0 {
		return nil, 0
	}
	value = body[len(head) : len(head)+n]
	rest := body[len(head)+n:]
	if len(rest) < len(tail) || string(rest[:len(tail)]) != tail || bytes.IndexByte(value, '&') >= 0 {
		return nil, 0
	}
	return value, len(head) + n + len(tail)
}

// plainAttrs begins a cell with the attributes of its tag, and gives the length
// of the tag; empty tells <c …/>. It is 0 when they are not a plain list of
// name="value", and the cell must be read again.
func (r *sheetReader) plainAttrs(tag []byte) (size int, empty bool) {
	r.newCell()
	for i := 2; i < len(tag); {
		switch tag[i] {
		case ' ':
			i++
			continue
		case '>':
			return i + 1, false
		case '/':
			if i+1 < len(tag) && tag[i+1] == '>' {
				return i + 2, true
			}
			return 0, false
		}
		start := i
		for i < len(tag) && tag[i] > '>' {
			i++
		}
		if i+1 >= len(tag) || tag[i] != '=' || tag[i+1] != '"' {
			return 0, false
		}
		name := tag[start:i]
		i += 2
		start = i
		for i < len(tag) && tag[i] != '"' && tag[i] != '&' {
			i++
		}
		if i == len(tag) || tag[i] == '&' {
			return 0, false
		}
		r.cellAttr(name, tag[start:i])
		i++
	}
	return 0, false
}

func (r *sheetReader) startCell(attrs []byte) {
	r.newCell()
	eachAttr(attrs, r.cellAttr)
}

func (r *sheetReader) newCell() {
	r.col++
	r.cell = Cell{Row: r.row, Col: r.col, Hidden: r.hiddenRow}
	r.kind, r.style, r.rich, r.stored, r.value, r.phonetic = kindNumber, 0, false, false, r.value[:0], 0
}

func (r *sheetReader) cellAttr(name, value []byte) {
	switch string(name) {
	case "r":
		if row, col, ok := ParseRef(string(value)); ok {
			r.col = col
			r.cell.Row, r.cell.Col = row, col
		}
	case "s":
		r.style = number(string(value))
	case "t":
		r.kind = kindOf(value)
	case "vm":
		r.rich = r.pictures
	}
}

func (r *sheetReader) endCell() error {
	r.inValue = false
	if len(r.value) == 0 && !r.cell.Formula {
		return nil
	}
	return r.store(r.value)
}

// store keeps the cell with its value.
func (r *sheetReader) store(value []byte) error {
	c := &r.cell
	if err := r.interpret(c, value); err != nil {
		r.lost = cmp.Or(r.lost, err) // the cell, and no more
		return nil
	}
	if c.Text == "" && c.Raw == "" && !c.Formula {
		return nil
	}
	if err := r.keep(c); err != nil {
		return err
	}
	if n := len(r.sheet.Cells); n > 0 && before(c, &r.sheet.Cells[n-1]) {
		r.sorted = false
	}
	r.sheet.Cells = append(grown(r.sheet.Cells, r.s), *c)
	return nil
}

func before(a, b *Cell) bool { return a.Row < b.Row || a.Row == b.Row && a.Col <= b.Col }

// interpret gives the cell its type, text and raw value.
func (r *sheetReader) interpret(c *Cell, value []byte) error {
	// An empty value is a result only where texts are stored as such.
	c.Unstored = c.Formula && (!r.stored || len(value) == 0 && r.kind != kindString)
	if c.Unstored {
		return nil
	}
	switch r.kind {
	case kindShared:
		n := index(bytes.TrimSpace(value))
		if n < 0 || n >= len(r.strings) {
			return corrupt("单元格 %s 指向不存在的文字", c.Ref())
		}
		c.Text = r.strings[n]
		c.Raw = c.Text
	case kindString, kindInline:
		c.Text = r.string(escapedBytes(value))
		c.Raw = c.Text
		c.showPicture()
	case kindBool:
		c.Type, c.Raw, c.Text = Bool, r.string(value), "FALSE"
		if w := strings.ToLower(string(bytes.TrimSpace(value))); w != "0" && w != "1" && w != "true" && w != "false" {
			return corrupt("单元格 %s 的值“%s”不是真假", c.Ref(), w)
		}
		if truth(c.Raw) {
			c.Text = "TRUE"
		}
	case kindError:
		c.Type, c.Raw = Err, r.string(value)
		c.Text = c.Raw
		if r.rich && c.Raw == "#VALUE!" {
			c.Type, c.Text = Text, picture
		}
	case kindDate:
		r.isoDate(c, string(bytes.TrimSpace(value)))
	default:
		r.numeric(c, bytes.TrimSpace(value))
	}
	return nil
}

// picture stands for a picture in a cell.
const picture = "［图片］"

// showPicture recognises the result that WPS stores for a picture in a cell: the
// formula itself, =DISPIMG("ID_…",1).
func (c *Cell) showPicture() {
	if c.Formula && strings.HasPrefix(strings.TrimPrefix(strings.TrimPrefix(c.Raw, "="), "_xlfn."), "DISPIMG(") {
		c.Text = picture
	}
}

func (r *sheetReader) numeric(c *Cell, value []byte) {
	c.Raw = r.string(value)
	c.Type, c.Text = Number, c.Raw
	if !r.formats.has(r.style) {
		r.lost = cmp.Or(r.lost, corrupt("单元格 %s 的格式丢失，日期可能成了数字", c.Ref()))
	}
	f := r.formats.of(r.style)
	if f.general() && plainGeneral(value) {
		return
	}
	v, err := strconv.ParseFloat(c.Raw, 64)
	if err != nil || bytes.ContainsAny(value, "_xXnNiI") {
		c.Type = Text // no number at all
		return
	}
	f.apply(c, v, r.date1904, &r.arena)
}

// isoDate reads a date as strict OOXML stores it, in ISO 8601 (§18.17.4.3), and
// shows it by the cell's format.
func (r *sheetReader) isoDate(c *Cell, raw string) {
	c.Type, c.Raw = Date, strings.TrimSuffix(strings.TrimSuffix(raw, "Z"), "T00:00:00")
	c.Text = c.Raw
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04:05.999", "15:04:05"} {
		u, err := time.Parse(layout, c.Raw)
		if err != nil {
			continue
		}
		f := r.formats.of(r.style)
		t := instantOf(u.Round(time.Second/time.Duration(powersOf10[f.fraction])), f.fraction)
		if t.hasDay = layout[0] == '2'; !t.hasDay {
			t.serial -= math.Floor(t.serial)
		}
		if tokens := f.tokensAt(t.serial); len(tokens) > 0 {
			c.Text = string(t.appendText(nil, tokens))
		}
		return
	}
	c.Type = Text // no date at all
}

// index reads the decimal digits of a number; -1 when there is anything else.
func index(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' || n > 1<<28 {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	if len(b) == 0 {
		return -1
	}
	return n
}
