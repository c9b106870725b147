package grid

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// readText reads a text: as a table when a separator stands inside most of its
// lines, else as lines. Bytes that are no characters are damage; the rest is
// shown.
func readText(data []byte, b *budget) *Workbook {
	d := decodeText(data)
	if !printable(d.text) || d.damaged() && !d.mostlySound() {
		return refuse("", NotATable, "认不出的文件，不是表格。请报送 .xlsx 填报表。")
	}
	s := newlines(d.text)
	wb := &Workbook{Format: "txt", Encoding: d.encoding}
	if sep, found := separator(s); found {
		wb.Format = "csv"
		readCSV(wb, s, sep, b)
	} else {
		for i, line := range strings.Split(strings.TrimSuffix(s, "\n"), "\n") {
			wb.Paragraphs = append(wb.Paragraphs, Paragraph{Number: i + 1, Text: line})
		}
	}
	if d.damaged() && wb.Err == nil {
		wb.blame(d.loss())
	}
	return wb
}

// decoded is a text with its encoding: what is broken in it stands as U+FFFD.
type decoded struct {
	text, encoding string
	good, bad      int // characters beyond ASCII, and broken places
}

func (d *decoded) damaged() bool { return d.bad > 0 }

// loss says what could not be read, and where it begins.
func (d *decoded) loss() error {
	s := newlines(d.text)
	line := 1 + strings.Count(s[:max(strings.IndexRune(s, utf8.RuneError), 0)], "\n")
	return corrupt("文字编码有损坏，共 %d 处读不出，最先在第 %d 行（按 %s 读）", d.bad, line, d.encoding)
}

// mostlySound tells a damaged text from what is no text in this encoding.
func (d *decoded) mostlySound() bool { return d.good >= 4*d.bad }

// decodeText finds the encoding: a byte order mark, else UTF-8 when the bytes
// are valid, else GB18030. A short GBK text can look like UTF-8 of two-byte
// sequences only (录取): then looksGB18030 decides. A UTF-8 text with a broken
// byte can look like GB18030: then what is Chinese in UTF-8 decides.
func decodeText(data []byte) decoded {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return asUTF8(data[3:])
	case isUTF16(data):
		out, err := decodeUTF16(data)
		if err == nil {
			return asUTF8(out, "UTF-16")
		}
	}
	as := asUTF8(data)
	if as.bad == 0 && !looksGB18030(data) {
		return as
	}
	if as.bad > 0 && as.mostlySound() {
		return as
	}
	if gb := asGB18030(data); gb.bad == 0 || as.bad > 0 && gb.mostlySound() {
		return gb
	}
	return as
}

// asUTF8 counts as good what only Chinese has: sequences of three bytes and more.
func asUTF8(data []byte, name ...string) decoded {
	d := decoded{text: string(data), encoding: "UTF-8"}
	if len(name) > 0 {
		d.encoding = name[0]
	}
	for rest := data; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && (n == 1 || len(name) > 0):
			d.bad++
		case n >= 3:
			d.good++
		}
		rest = rest[n:]
	}
	if d.bad > 0 {
		d.text = strings.ToValidUTF8(d.text, "\uFFFD")
	}
	return d
}

func asGB18030(data []byte) decoded {
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	d := decoded{text: string(out), encoding: "GB18030"}
	for _, r := range d.text {
		switch {
		case r == utf8.RuneError:
			d.bad++
		case r >= utf8.RuneSelf:
			d.good++
		}
	}
	if err != nil && d.bad == 0 {
		d.bad = 1
	}
	return d
}

// onlyTwoByteSequences: what is not ASCII lies between U+0080 and U+07FF, where
// no Chinese is.
func onlyTwoByteSequences(data []byte) bool {
	found := false
	for _, r := range string(data) {
		if r >= 0x800 {
			return false
		}
		found = found || r >= 0x80
	}
	return found
}

// printable: a text holds no control characters but white space.
func printable(s string) bool {
	for _, r := range s {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != '\v' {
			return false
		}
	}
	return true
}

// separator finds the character that parts the fields: the one of tab , ; and |
// that gives most lines the same number of fields, and of two alike the one
// that stands more often. Before a line it parts nothing: a text may be
// indented with tabs.
func separator(s string) (rune, bool) {
	if sep, ok := declaredSeparator(s); ok {
		return sep, true
	}
	const sample = 1 << 20
	if len(s) > sample {
		s = s[:sample]
	}
	var best separation
	sep := ','
	for _, c := range []rune{'\t', ',', ';', '|'} {
		if x := separate(s, byte(c)); x.parts() && x.better(best) {
			best, sep = x, c
		}
	}
	return sep, best.parts()
}

// declaredSeparator reads the first line by which Excel tells the separator: sep=;
func declaredSeparator(s string) (rune, bool) {
	line, _, _ := strings.Cut(s, "\n")
	if len(line) == len("sep=,") && strings.EqualFold(line[:4], "sep=") {
		return rune(line[4]), true
	}
	return 0, false
}

// separation is what a separator would do to a text.
type separation struct {
	lines, with int // lines with anything, and those that it stands inside
	sum         int // how often it stands there
	alike, most int // lines with the most frequent number of fields; the same of four fields and more
	block       int // lines alike under a header, one after the other
}

// header tells that a line has names of columns: short and no sentences.
func header(fields []string) bool {
	for _, f := range fields {
		if f = strings.TrimSpace(f); f == "" || utf8.RuneCountInString(f) > 12 || strings.ContainsAny(f, "，。；：:！？") {
			return false
		}
	}
	return true
}

func separate(s string, sep byte) (x separation) {
	counts := map[int]int{}
	fields, first := 0, 0 // of the line; the first that holds something
	var texts []string    // of the line, of a few columns
	block, wide := 0, 0   // lines of the block, and their fields
	eachField(s, sep, func(f csvField, end byte) bool {
		if fields++; fields <= 3 {
			texts = append(texts, f.text)
		}
		if first == 0 && strings.TrimSpace(f.text) != "" {
			first = fields
		}
		if end == sep {
			return true
		}
		if first > 0 { // a line of nothing but separators says nothing
			x.lines++
		}
		if first > 0 && first < fields {
			x.with++
			x.sum += fields - 1
			counts[fields]++
			x.alike = max(x.alike, counts[fields])
			if fields >= 4 {
				x.most = max(x.most, counts[fields])
			}
		}
		switch inside := first > 0 && first < fields; {
		case inside && block > 0 && fields == wide:
			block++
		case inside && fields <= 3 && header(texts):
			block, wide = 1, fields
		default:
			block = 0
		}
		x.block = max(x.block, block)
		fields, first, texts = 0, 0, texts[:0]
		return true
	})
	return x
}

// parts: it stands inside most lines, or, in a short table under lines of its own
// (title, unit, signature), a header and a row at least are alike; a header of two
// or three columns must look like one, for a comma or two are in many sentences.
func (x separation) parts() bool {
	const many = 5 // lines alike make a table under however long an introduction
	return x.with > 0 && (2*x.with > x.lines || (x.most >= 2 || x.block >= 2) && 3*x.with >= x.lines || x.most >= many && 12*x.with >= x.lines)
}

func (x separation) better(y separation) bool {
	if x.alike != y.alike {
		return x.alike > y.alike
	}
	return x.sum > y.sum
}
