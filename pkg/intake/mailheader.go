package intake

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fields are the header of a mail or part, in order.
type fields []field

type field struct{ name, value string } // name in lower case, value unfolded, its bytes as they stand

func (f fields) get(name string) string {
	for _, x := range f {
		if x.name == name {
			return x.value
		}
	}
	return ""
}

// headerMost is how much of a header is read: no program writes more.
const headerMost = 1 << 20

// parseFields splits a header from what follows the first empty line. A line
// that is no field is left out: mails with one are opened by mail programs too.
func parseFields(data []byte) (fields, []byte) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var out fields
	var value []byte
	name := ""
	flush := func() {
		if name != "" {
			out = append(out, field{name, strings.TrimSpace(string(value))})
		}
		name, value = "", nil
	}
	for read := 0; len(data) > 0; {
		var line []byte
		i := bytes.IndexByte(data, '\n')
		if i < 0 {
			i = len(data) - 1
		}
		line, data = bytes.TrimRight(data[:i+1], "\r\n"), data[i+1:]
		if read += len(line); len(line) == 0 {
			if len(out) == 0 && name == "" {
				continue // empty lines before the header
			}
			break
		}
		if read > headerMost {
			continue
		}
		if line[0] == ' ' || line[0] == '\t' {
			value = append(append(value, ' '), bytes.TrimSpace(line)...)
			continue
		}
		flush()
		if key, rest, ok := bytes.Cut(line, []byte(":")); ok && !bytes.ContainsAny(key, " \t") {
			name, value = strings.ToLower(string(key)), bytes.Clone(rest)
		}
	}
	flush()
	return out, data
}

// parseParams splits "text/plain; charset=gbk; name=…" into its first word, in
// lower case, and its parameters, decoded.
func parseParams(value string) (string, map[string]string) {
	if strings.HasPrefix(value, "=?") { // some scripts encode the field whole
		value = decodeWords(value)
	}
	pieces := splitQuoted(value)
	plain := map[string]string{}
	sections := map[string][]section{}
	for _, piece := range pieces[1:] {
		key, val, ok := strings.Cut(piece, "=")
		if !ok {
			continue
		}
		key, val = strings.ToLower(strings.TrimSpace(key)), unquote(strings.TrimSpace(val))
		if base, s, ok := newSection(key, val); ok {
			sections[base] = append(sections[base], s)
		} else if _, have := plain[key]; !have {
			plain[key] = decodeWords(val)
		}
	}
	for base, list := range sections {
		plain[base] = joinSections(list)
	}
	return strings.ToLower(strings.TrimSpace(pieces[0])), plain
}

// splitQuoted splits at semicolons outside quotes.
func splitQuoted(s string) []string {
	var out []string
	begin, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted && i+1 < len(s) && s[i+1] == '"':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ';' && !quoted:
			out = append(out, s[begin:i])
			begin = i + 1
		}
	}
	return append(out, s[begin:])
}

// unquote takes the quotes off. Only an escaped quote is unescaped: senders put
// whole Windows paths there.
func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	return strings.ReplaceAll(strings.Trim(s, `"`), `\"`, `"`)
}

// section is one piece of a parameter by RFC 2231: name*0*=, name*1=, name*=.
type section struct {
	number  int
	encoded bool
	value   string
}

func newSection(key, value string) (base string, s section, ok bool) {
	base, rest, ok := strings.Cut(key, "*")
	if !ok {
		return key, s, false
	}
	s.value = value
	if rest, s.encoded = strings.CutSuffix(rest, "*"); rest == "" {
		s.encoded = true // name*=
		return base, s, true
	}
	n, err := strconv.Atoi(rest)
	if err != nil || n < 0 {
		return key, s, false
	}
	s.number = n
	return base, s, true
}

// joinSections puts the pieces together before decoding: a character may be
// split between two. The charset stands in the first (RFC 2231 4.1).
func joinSections(list []section) string {
	slices.SortStableFunc(list, func(a, b section) int { return a.number - b.number })
	charset := ""
	var raw strings.Builder
	for i, s := range list {
		if !s.encoded {
			raw.WriteString(s.value)
			continue
		}
		value := s.value
		if first, rest, ok := strings.Cut(value, "'"); ok && i == 0 {
			if _, text, ok := strings.Cut(rest, "'"); ok {
				charset, value = first, text
			}
		}
		raw.WriteString(percentDecoded(value))
	}
	if charset == "" {
		return decodeWords(raw.String())
	}
	return decodeCharset(charset, raw.String())
}

func percentDecoded(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if b, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(b))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

var dateParts = regexp.MustCompile(`(?i)(\d{1,2})[ -]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]+(\d{4}|\d{2})[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([+-])(\d{2}):?(\d{2})|\s*(GMT|UTC?|Z)\b)?`)

const months = "janfebmaraprmayjunjulaugsepoctnovdec"

// beijing is the time of the offices, for all of China (GB/T 7408.1-2023).
var beijing = time.FixedZone("", 8*60*60)

// mailDate reads the Date field (RFC 5322 3.3) and gives it in Beijing time; a
// time without a zone counts as such. It is "" for what is no date.
func mailDate(s string) string {
	m := dateParts.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	number := func(i int) int { n, _ := strconv.Atoi(m[i]); return n }
	year, month := number(3), strings.Index(months, strings.ToLower(m[2]))/3+1
	if year < 100 {
		year += 2000
	}
	zone := beijing
	switch {
	case m[7] != "":
		seconds := number(8)*3600 + number(9)*60
		if m[7] == "-" {
			seconds = -seconds
		}
		zone = time.FixedZone("", seconds)
	case m[10] != "":
		zone = time.UTC
	}
	t := time.Date(year, time.Month(month), number(1), number(4), number(5), number(6), 0, zone)
	if t.Day() != number(1) || t.Hour() != number(4) || t.Minute() != number(5) || year < 1990 {
		return ""
	}
	return t.In(beijing).Format("2006-01-02T15:04:05")
}
