package intake

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// letter is what a mail says of itself.
type letter struct {
	date  string // by the clock of the sender: 2019-07-03T15:04:05; "" when it states none
	from  string // name and address
	about string // subject, when the sender chose it
	reply bool
}

// walkMail lists the attachments of a mail (RFC 5322, RFC 2045 to 2047, RFC
// 2231). Its text is no file; but without an attachment the text is what the
// sender had to send, and becomes one.
func (c *container) walkMail(src source, v visit) error {
	c.letter = headOf(src)
	data, err := src.all()
	if err != nil {
		return err
	}
	head, body := parseFields(data)
	m := &mailReader{}
	m.read(head, body, 0)
	m.addLinks(c.links, c.letter.reply)
	m.addText(c.letter.reply)
	for i, p := range m.parts {
		if err := v(entry{index: i, name: p.name, err: p.err, open: p.open}); err != nil {
			return err
		}
	}
	if m.cut {
		return problem(Corrupt, "邮件不完整，没有结尾，最后一个附件可能残缺，后面的可能丢失。请重新保存邮件，或直接报送附件。")
	}
	return nil
}

// headOf reads what a mail says of itself, however large it is.
func headOf(src source) *letter {
	data := make([]byte, min(src.size, headerMost))
	n, _ := src.ReadAt(data, 0)
	head, _ := parseFields(data[:n])
	return newLetter(head)
}

func newLetter(head fields) *letter {
	l := &letter{date: mailDate(head.get("date")), from: tidy(strings.ReplaceAll(decodeWords(head.get("from")), `"`, ""))}
	subject := tidy(decodeWords(head.get("subject")))
	if l.reply = reply.MatchString(subject); !l.reply { // a reply bears the office's own words
		l.about = strings.Trim(strings.ReplaceAll(forward.ReplaceAllString(subject, ""), "›", ">"), "/ ")
	}
	return l
}

var (
	reply   = regexp.MustCompile(`(?i)^(re|回复|答复|自动回复)\s*[:：]`)
	forward = regexp.MustCompile(`(?i)^((fw|fwd|转发)\s*[:：]\s*)+`)
)

// tidy makes a header's text one line without what is not seen.
func tidy(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// mailReader collects the parts of a mail that are files.
type mailReader struct {
	parts      []mailPart
	text, html []mailPart // the parts that are no files
	cut        bool       // a multipart has no end
	asides     int        // parts that hold no table whatever they are: pictures, signatures
}

type mailPart struct {
	name     string
	err      *Error
	encoding string // Content-Transfer-Encoding
	charset  string
	body     []byte
	prefix   string // before the decoded body
	cut      bool   // nothing says that it is whole
}

// selfProving are the beginnings of files that show by themselves when they are cut.
var selfProving = []string{"PK\x03\x04", "7z\xBC\xAF", "Rar!", "\x1F\x8B", "BZh", "\xD0\xCF\x11\xE0"}

func (p *mailPart) open() (io.Reader, error) {
	data, err := decodeTransfer(p.encoding, p.body)
	if err != nil {
		return nil, err
	}
	if p.cut && !slices.ContainsFunc(selfProving, func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }) {
		return nil, problem(Corrupt, "邮件没有结尾，这个附件可能只有一部分。请重新保存邮件，或直接报送附件。")
	}
	if p.prefix == "" {
		return bytes.NewReader(data), nil
	}
	return strings.NewReader(p.prefix + decodeCharset(p.charset, string(data))), nil
}

// multipartsMost is how deep parts may lie in parts.
const multipartsMost = 32

func (m *mailReader) read(head fields, body []byte, depth int) {
	kind, params := parseParams(head.get("content-type"))
	if boundary := params["boundary"]; strings.HasPrefix(kind, "multipart/") && kind != "multipart/encrypted" && boundary != "" && depth < multipartsMost {
		parts, closed := splitParts(body, boundary)
		before := len(m.parts)
		for _, raw := range parts {
			inner, content := parseFields(raw)
			m.read(inner, content, depth+1)
		}
		if m.cut = m.cut || !closed; !closed && len(m.parts) > before {
			last := &m.parts[len(m.parts)-1]
			last.cut = !strings.HasSuffix(strings.ToLower(last.name), ".eml") // a mail says it itself
		}
		return
	}
	m.leaf(head, kind, params, body)
}

// leaf takes a part that holds no others.
func (m *mailReader) leaf(head fields, kind string, params map[string]string, body []byte) {
	disposition, named := parseParams(head.get("content-disposition"))
	p := mailPart{encoding: strings.ToLower(strings.TrimSpace(head.get("content-transfer-encoding"))), charset: params["charset"], body: body}
	p.name = firstOf(named["filename"], params["name"], locationName(head.get("content-location")))
	if p.name == "" && disposition != "attachment" {
		switch {
		case kind == "" || kind == "text/plain":
			m.text = withPart(m.text, p)
			return
		case kind == "text/html":
			m.html = withPart(m.html, p)
			return
		}
	}
	if p.name == "" {
		p.name = m.nameFor(kind, body)
	}
	switch kind {
	case "multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime":
		p.err = problem(Encrypted, "邮件加了密，打不开。请不加密重新发送，或直接报送附件。")
	}
	switch lower := strings.ToLower(p.name); {
	case strings.HasPrefix(kind, "image/"), strings.HasSuffix(kind, "-signature"), kind == "text/calendar", leftover.MatchString(lower):
		m.asides++
	}
	m.parts = append(m.parts, p)
}

func withPart(have []mailPart, p mailPart) []mailPart {
	if len(bytes.TrimSpace(p.body)) == 0 {
		return have
	}
	return append(have, p)
}

func firstOf(names ...string) string {
	for _, n := range names {
		if n = tidy(n); n != "" {
			return n
		}
	}
	return ""
}

// locationName is the name that a page saved with its parts gives them
// (RFC 2557 4.2).
func locationName(location string) string {
	location = strings.TrimSpace(location)
	return location[strings.LastIndexAny(location, `/\`)+1:]
}

// nameFor names a part without a name: a mail by its subject, others by number.
func (m *mailReader) nameFor(kind string, body []byte) string {
	if kind == "message/rfc822" || kind == "message/global" {
		inner, _ := parseFields(body)
		if subject := tidy(decodeWords(inner.get("subject"))); subject != "" {
			return strings.NewReplacer("/", "／", `\`, "＼").Replace(subject) + ".eml"
		}
		return "邮件.eml"
	}
	return fmt.Sprintf("附件%d", len(m.parts)+1)
}

// leftover is what mail servers add: pictures and footers under such names.
var leftover = regexp.MustCompile(`^(att\d+\.(txt|html?)|.*\.(png|jpe?g|gif|bmp))$`)

// attached tells of anything that may hold what the sender had to send. A print
// does not where the text itself has rows of a table.
func (m *mailReader) attached() bool { return len(m.parts)-m.asides > 0 }

// beforeQuotation is a page without what it quotes of the mail that it answers: a
// table there was sent before.
func (p *mailPart) beforeQuotation() mailPart {
	data, err := decodeTransfer(p.encoding, p.body)
	if err != nil {
		return *p
	}
	text := decodeCharset(p.charset, string(data))
	at := quotation.FindStringIndex(text)
	if at == nil {
		return *p
	}
	own := *p
	own.body, own.encoding, own.charset = []byte(text[:at[0]]+"</body></html>"), "8bit", "utf-8"
	return own
}

// holdsRows tells that a page has rows of a table.
func (p *mailPart) holdsRows() bool {
	text, err := decodeTransfer(p.encoding, p.body)
	return err == nil && bytes.Count(bytes.ToLower(text), []byte("<tr")) > 1
}

// addText makes the text a file, in UTF-8 with its mark: what the header says of
// its encoding outranks what a page says of itself. Every page with rows of a
// table is one, whatever is attached; without any attachment the first page or
// the first plain text is. Files in old clothes (uuencode) come out of the text.
func (m *mailReader) addText(reply bool) {
	for _, p := range m.text {
		if plain, err := decodeTransfer(p.encoding, p.body); err == nil {
			m.parts = append(m.parts, uuFiles(plain)...)
		}
	}
	attached := m.attached()
	tables := 0
	for _, p := range m.html {
		own := p
		if reply {
			own = p.beforeQuotation()
		}
		switch {
		case own.holdsRows():
			m.addBody(own, "正文.html")
			tables++
		case !attached && p.holdsRows(): // the table below is all there is
			m.addBody(p, "正文.html")
			tables++
		}
	}
	switch {
	case attached || tables > 0:
	case len(m.html) > 0:
		m.addBody(m.html[0], "正文.html")
	case len(m.text) > 0:
		m.addBody(m.text[0], "正文.txt")
	}
}

func (m *mailReader) addBody(p mailPart, name string) {
	p.name, p.prefix = name, "\ufeff"
	m.parts = append(m.parts, p)
}

// splitParts cuts a multipart body at its boundary (RFC 2046 5.1.1). closed
// tells that it has its end.
func splitParts(body []byte, boundary string) (parts [][]byte, closed bool) {
	mark := []byte("--" + boundary)
	begin := -1
	for at := 0; at < len(body); {
		i := bytes.Index(body[at:], mark)
		if i < 0 {
			break
		}
		i += at
		at = i + len(mark)
		if i > 0 && body[i-1] != '\n' {
			continue
		}
		line, _, _ := bytes.Cut(body[at:], []byte("\n"))
		rest := strings.TrimRight(string(line), " \t\r")
		if rest != "" && rest != "--" {
			continue // another boundary that begins like this one
		}
		if begin >= 0 {
			parts = append(parts, trimNewline(body[begin:i]))
		}
		if rest == "--" {
			return parts, true
		}
		begin = min(at+len(line)+1, len(body))
	}
	if begin >= 0 {
		parts = append(parts, body[begin:])
	}
	return parts, false
}

// trimNewline: the line break before a boundary belongs to the boundary.
func trimNewline(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// walkMbox lists the mails of a file of many (RFC 4155), each in front of it a
// line that begins with "From ".
func walkMbox(src source, v visit) error {
	data, err := src.all()
	if err != nil {
		return err
	}
	for index := 0; len(data) > 0; index++ {
		_, data, _ = bytes.Cut(data, []byte("\n"))
		mail := data
		if i := bytes.Index(data, []byte("\n\nFrom ")); i >= 0 {
			mail, data = data[:i+1], data[i+2:]
		} else if i := bytes.Index(data, []byte("\r\n\r\nFrom ")); i >= 0 {
			mail, data = data[:i+2], data[i+4:]
		} else {
			data = nil
		}
		e := entry{index: index, name: fmt.Sprintf("第%d封.eml", index+1), open: func() (io.Reader, error) { return bytes.NewReader(mail), nil }}
		if err := v(e); err != nil {
			return err
		}
	}
	return nil
}
