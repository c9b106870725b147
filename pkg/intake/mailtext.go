package intake

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

// encodedWord is one of RFC 2047, with the language of RFC 2231 5.
var encodedWord = regexp.MustCompile(`=\?([^?* ]+)(?:\*[^? ]*)?\?([bBqQ])\?([^?]*)\?=`)

// decodeWords gives the text of a header. Words that follow each other in one
// charset are decoded together: programs split characters between them. What is
// not encoded is in an encoding that nobody states.
func decodeWords(s string) string {
	var out strings.Builder
	var raw []byte
	charset, last := "", 0
	flush := func() {
		if charset != "" {
			out.WriteString(decodeCharset(charset, string(raw)))
		}
		charset, raw = "", nil
	}
	for _, m := range encodedWord.FindAllStringSubmatchIndex(s, -1) {
		between := s[last:m[0]]
		if strings.TrimSpace(between) != "" || charset == "" {
			flush()
			out.WriteString(decodeName(between))
		}
		last = m[1]
		if name := strings.ToLower(s[m[2]:m[3]]); name != charset {
			flush()
			charset = name
		}
		raw = append(raw, wordBytes(s[m[4]:m[5]], s[m[6]:m[7]])...)
	}
	flush()
	out.WriteString(decodeName(s[last:]))
	return out.String()
}

func wordBytes(encoding, text string) []byte {
	if strings.EqualFold(encoding, "q") {
		return []byte(percentDecoded(strings.NewReplacer("%", "%25", "_", "%20", "=", "%").Replace(text)))
	}
	b, _ := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.ReplaceAll(text, " ", ""), "="))
	return b
}

// decodeCharset gives text in UTF-8. Chinese programs say gb2312 and write
// characters of GBK and GB18030. A charset that is not known, or does not fit,
// is as good as none.
func decodeCharset(charset, raw string) string {
	charset = strings.ToLower(strings.Trim(charset, `"' `))
	switch charset {
	case "", "us-ascii", "iso-8859-1", "8bit", "unknown-8bit":
		return decodeName(raw)
	case "gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "936", "windows-936":
		charset = "gb18030"
	case "hz":
		charset = "hz-gb-2312"
	case "utf8":
		charset = "utf-8"
	}
	if charset == "utf-8" && !utf8.ValidString(raw) {
		return decodeName(raw)
	}
	e, err := htmlindex.Get(charset)
	if err != nil {
		return decodeName(raw)
	}
	text, err := e.NewDecoder().String(raw)
	if err != nil || strings.ContainsRune(text, utf8.RuneError) && utf8.ValidString(raw) {
		return decodeName(raw)
	}
	return text
}

// decodeTransfer undoes a Content-Transfer-Encoding (RFC 2045 6).
func decodeTransfer(encoding string, body []byte) ([]byte, error) {
	switch encoding {
	case "base64":
		return decodeBase64(body)
	case "quoted-printable":
		data, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
		if err != nil {
			return nil, problem(Corrupt, "附件在邮件里已损坏（编码有错）。请直接报送附件。")
		}
		return data, nil
	case "x-uuencode", "uuencode", "x-uue":
		if found := uuFiles(body); len(found) == 1 {
			return found[0].body, nil
		}
		return nil, problem(Corrupt, "附件在邮件里已损坏（编码有错）。请直接报送附件。")
	case "", "7bit", "8bit", "binary":
		return body, nil
	}
	return nil, problem(Unsupported, "附件用了少见的编码（%.20q），打不开。请直接报送附件。", encoding)
}

// decodeBase64 takes line breaks and blanks out. Other signs, or a lone one at
// the end, mean that something was lost. Padding ends a piece: some programs
// encode a file piece by piece.
func decodeBase64(body []byte) ([]byte, error) {
	clean := make([]byte, 0, len(body))
	out := make([]byte, 0, base64.RawStdEncoding.DecodedLen(len(body)))
	for _, c := range body {
		switch {
		case c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == 0:
		case c == '=':
			piece, err := base64Piece(clean)
			if err != nil {
				return nil, err
			}
			out, clean = append(out, piece...), clean[:0]
		default:
			clean = append(clean, c)
		}
	}
	piece, err := base64Piece(clean)
	return append(out, piece...), err
}

func base64Piece(clean []byte) ([]byte, error) {
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, err := base64.RawStdEncoding.Decode(out, clean)
	if err != nil {
		return nil, problem(Corrupt, "附件在邮件里已损坏（编码有错）。请直接报送附件。")
	}
	return out[:n], nil
}

var uuBegin = regexp.MustCompile(`(?m)^begin [0-7]{3,4} ([^\r\n]+)\r?\n`)

// uuFiles finds files written into a text by uuencode (POSIX.1-2017, uuencode).
func uuFiles(text []byte) []mailPart {
	var out []mailPart
	for {
		m := uuBegin.FindSubmatchIndex(text)
		if m == nil {
			return out
		}
		p := mailPart{name: decodeName(string(text[m[2]:m[3]]))}
		var ok bool
		if p.body, text, ok = uuBody(text[m[1]:]); !ok {
			p.err = problem(Corrupt, "附件在邮件里已损坏（编码有错）。请直接报送附件。")
		}
		out = append(out, p)
	}
}

func uuBody(text []byte) (data, rest []byte, ok bool) {
	for len(text) > 0 {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if string(line) == "end" {
			return data, text, true
		}
		if len(line) == 0 {
			continue
		}
		n := int(line[0]-' ') & 63
		group := line[1:]
		if want := (n + 2) / 3 * 4; len(group) < want {
			group = append(bytes.Clone(group), bytes.Repeat([]byte(" "), want-len(group))...)
		}
		for i := 0; n > 0; i += 4 {
			v := 0
			for j := range 4 {
				v = v<<6 | int(group[i+j]-' ')&63
			}
			data = append(data, []byte{byte(v >> 16), byte(v >> 8), byte(v)}[:min(n, 3)]...)
			n -= 3
		}
	}
	return data, nil, false
}
