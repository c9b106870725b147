package grid

import (
	"cmp"
	"regexp"
	"strings"
)

type csvField struct {
	text   string
	quoted bool
	open   bool // it begins with a quote that nothing closes
}

// eachField splits by RFC 4180 and gives the fields in order, each with what ends
// it: the separator, a line break, or 0 at the end of the text. Fields may be
// quoted, a quoted one may hold the separator, line breaks and doubled quotes. A
// quote inside a plain field is text, and a quoted field that never ends is
// plain from its quote on. It stops when fn returns false.
func eachField(s string, sep byte, fn func(f csvField, end byte) bool) {
	for {
		f, rest, end := nextField(s, sep)
		if !fn(f, end) || end == 0 || end == '\n' && rest == "" {
			return
		}
		s = rest
	}
}

// nextField gives a field, what follows it, and the byte that ended it: the
// separator, a line break, or 0.
func nextField(s string, sep byte) (f csvField, rest string, end byte) {
	if strings.HasPrefix(s, `"`) {
		text, after, closed := quotedField(s[1:])
		if closed && (after == "" || after[0] == sep || after[0] == '\n') {
			f = csvField{text: text, quoted: true}
			if after == "" {
				return f, "", 0
			}
			return f, after[1:], after[0]
		}
		f.open = !closed
	}
	i := strings.IndexAny(s, string(sep)+"\n")
	if i < 0 {
		f.text = s
		return f, "", 0
	}
	f.text = s[:i]
	return f, s[i+1:], s[i]
}

func quotedField(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			return "", "", false
		}
		b.WriteString(s[:i])
		if s = s[i+1:]; !strings.HasPrefix(s, `"`) {
			return b.String(), s, true
		}
		b.WriteByte('"')
		s = s[1:]
	}
}

// A number in a CSV is short and has no leading zeros, else it is a code.
var csvNumber = regexp.MustCompile(`^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$`)

// ="007" is how a CSV keeps a code from becoming a number.
var csvLiteral = regexp.MustCompile(`^="(.*)"$`)

// readCSV reads the records into one sheet, a row each. The line that tells the
// separator is no row, but keeps its number.
func readCSV(wb *Workbook, s string, sep rune, b *budget) {
	sheet := &Sheet{Name: "表1", Visible: true}
	wb.Sheets = []*Sheet{sheet}
	row, col := 1, 0
	if _, told := declaredSeparator(s); told {
		_, s, _ = strings.Cut(s, "\n")
		row = 2
	}
	var err, cut error
	var shape csvShape
	eachField(s, byte(sep), func(f csvField, end byte) bool {
		if col++; f.text != "" {
			c := csvCell(row, col, f)
			if err = b.keep(&c); err == nil {
				sheet.Cells = append(sheet.Cells, c)
			}
			if f.open && !strings.HasSuffix(s, "\n") { // a stray quote, unless the text was cut
				cut = corrupt("%s 的引号没有闭合，后面的内容可能没有传完整", c.Ref())
			}
		} else {
			err = b.step()
		}
		if shape.field(f.text, col); end != byte(sep) {
			shape.endRow(col)
			row, col = row+1, 0
		}
		return err == nil
	})
	if cut == nil && !strings.HasSuffix(s, "\n") && shape.cut() {
		cut = corrupt("最后一行（第 %d 行）只有 %d 栏，其他行都有 %d 栏，可能没有传完整", row-1, shape.last, shape.width)
	}
	wb.blame(cmp.Or(err, cut))
}

// csvShape is what tells a text that was cut within its last row: the rows above
// have all the same number of fields and begin with numbers that go up, and so
// does the last one. Without that a short last line may be a sum, a note, or who filled it in.
type csvShape struct {
	width, run int // fields of the rows above that count on, and how many these are
	last       int // fields of the last row
	number     int // that the row which is open begins with, -1 for none
	before     int // the same of the row above
}

// csvCount is the number of a task: 7, 007, 2（1）, 2.1.
var csvCount = regexp.MustCompile(`^(\d{1,6})(?:[（(.．-]\d{1,3}[）)]?)?$`)

func (c *csvShape) field(text string, col int) {
	if col != 1 {
		return
	}
	c.before, c.number = c.number, -1
	if m := csvCount.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		c.number = number(m[1])
	}
}

func (c *csvShape) endRow(fields int) {
	switch goesOn := c.number > 0 && c.number >= c.before; {
	case goesOn && (c.run == 0 || c.last == c.width):
		c.run, c.width = c.run+1, c.last
	case !goesOn:
		c.run = 0
	default:
		c.run = 1
	}
	c.last = fields
}

// cut tells that the last row is shorter than the ones on which it counts.
func (c *csvShape) cut() bool {
	const enough = 3
	return c.run >= enough && c.last < c.width
}

func csvCell(row, col int, f csvField) Cell {
	c := Cell{Row: row, Col: col, Type: Text, Text: f.text, Raw: f.text}
	if m := csvLiteral.FindStringSubmatch(f.text); m != nil {
		c.Text, c.Raw = m[1], m[1]
	} else if csvNumber.MatchString(f.text) {
		c.Type = Number
	}
	return c
}
