package grid

import (
	"regexp"
	"strings"
)

type csvField struct {
	text   string
	quoted bool
}

type csvRecord struct {
	fields []csvField
}

// splitCSV splits by RFC 4180: fields may be quoted, a quoted one may hold the
// separator, line breaks and doubled quotes. A quote inside a plain field is
// text, and a quoted field that never ends is plain from its quote on.
func splitCSV(s string, sep rune) []csvRecord {
	var out []csvRecord
	var fields []csvField
	for {
		var f csvField
		var end byte
		f, s, end = nextField(s, byte(sep))
		fields = append(fields, f)
		if end == byte(sep) {
			continue
		}
		out = append(out, csvRecord{fields})
		fields = nil
		if s == "" {
			return out
		}
	}
}

// nextField gives a field, what follows it, and the byte that ended it: the
// separator, a line break, or 0.
func nextField(s string, sep byte) (f csvField, rest string, end byte) {
	if strings.HasPrefix(s, `"`) {
		if text, after, ok := quotedField(s[1:]); ok && (after == "" || after[0] == sep || after[0] == '\n') {
			f = csvField{text, true}
			if after == "" {
				return f, "", 0
			}
			return f, after[1:], after[0]
		}
	}
	i := strings.IndexAny(s, string(sep)+"\n")
	if i < 0 {
		return csvField{text: s}, "", 0
	}
	return csvField{text: s[:i]}, s[i+1:], s[i]
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
	row := 0
	if _, told := declaredSeparator(s); told {
		_, s, _ = strings.Cut(s, "\n")
		row = 1
	}
	for _, record := range splitCSV(s, sep) {
		row++
		if err := b.step(); err != nil {
			wb.blame(err)
			return
		}
		for j, f := range record.fields {
			if f.text == "" {
				continue
			}
			c := csvCell(row, j+1, f)
			if err := b.keep(&c); err != nil {
				wb.blame(err)
				return
			}
			sheet.Cells = append(sheet.Cells, c)
		}
	}
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
