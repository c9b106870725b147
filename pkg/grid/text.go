package grid

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// readText reads a text: as a table when a separator stands inside most of its
// lines, else as lines.
func readText(data []byte, b *budget) *Workbook {
	s, ok := decodeText(data)
	if !ok || !printable(s) {
		return refuse("", NotATable, "认不出的文件，不是表格。请报送 .xlsx 填报表。")
	}
	s = newlines(s)
	if sep, found := separator(s); found {
		return readCSV(s, sep, b)
	}
	wb := &Workbook{Format: "txt"}
	for i, line := range strings.Split(strings.TrimSuffix(s, "\n"), "\n") {
		wb.Paragraphs = append(wb.Paragraphs, Paragraph{Number: i + 1, Text: line})
	}
	return wb
}

// decodeText finds the encoding: a byte order mark, else UTF-8 when the bytes
// are valid, else GB18030. A short GBK text can look like UTF-8 of two-byte
// sequences only (联通): then GB18030 goes first.
func decodeText(data []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return string(data[3:]), utf8.Valid(data[3:])
	case isUTF16(data):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		return string(out), err == nil
	case utf8.Valid(data) && !onlyTwoByteSequences(data):
		return string(data), true
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if s := string(out); err == nil && !strings.ContainsRune(s, utf8.RuneError) {
		return s, true
	}
	return string(data), utf8.Valid(data)
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

// separator finds the character that parts the fields: the one of , ; and tab
// that stands inside most lines, and the most often. Before a line it parts
// nothing: a text may be indented with tabs.
func separator(s string) (rune, bool) {
	best, most := ',', 0
	for _, sep := range []rune{'\t', ',', ';'} {
		if n := separators(s, sep); n > most {
			best, most = sep, n
		}
	}
	return best, most > 0
}

// separators counts a separator in the lines that it stands inside; 0 when
// these are not most of the lines.
func separators(s string, sep rune) int {
	lines, with, sum, alike := 0, 0, 0, 0
	counts := map[int]int{}
	for _, record := range splitCSV(s, sep) {
		if len(record.fields) == 1 && strings.TrimSpace(record.fields[0].text) == "" {
			continue
		}
		lines++
		if inside(record) {
			with++
			sum += len(record.fields) - 1
			if counts[len(record.fields)]++; len(record.fields) >= 4 {
				alike = max(alike, counts[len(record.fields)])
			}
		}
	}
	// A short table under lines of its own (title, unit, signature) has at least
	// a header and a row alike.
	if 2*with <= lines && (alike < 2 || 3*with < lines) {
		return 0
	}
	return sum
}

// inside tells that a separator stands behind the first field that holds something.
func inside(r csvRecord) bool {
	for i, f := range r.fields {
		if strings.TrimSpace(f.text) != "" {
			return i < len(r.fields)-1
		}
	}
	return false
}
