package grid

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

type tokenKind byte

const (
	endOfXML tokenKind = iota
	startTag
	endTag
	charData
)

// scanner walks over the XML of a part as it is inflated: it checks that tags
// are well nested and knows text, CDATA, comments and processing instructions,
// which is all that office files hold. What it gives stays valid until the
// next call.
type scanner struct {
	b      []byte // the window: all of a part that is in memory
	pos    int
	source *partReader // of what follows the window; nil when nothing does
	names  []byte      // of the open elements, one behind the other
	open   []int       // where each name begins
	err    error
	raw    bool   // the last text was CDATA: no entities in it
	rooted bool   // an element began
	stray  string // the first & that refers to nothing, with what is around it
}

var errCut = corrupt("内容在中途断开")

// next gives the next token: a start tag with its local name and attributes
// (empty tells <a/>, which has no end tag), an end tag, or text. At the end,
// and at the first damage, it gives endOfXML; err tells which.
func (s *scanner) next() (kind tokenKind, name, body []byte, empty bool) {
	for s.err == nil && (s.pos < len(s.b) || s.more()) {
		if s.b[s.pos] != '<' {
			if text, ok := s.chars(); ok {
				return charData, nil, text, false
			}
			continue
		}
		if s.ahead(2) && (s.b[s.pos+1] == '?' || s.b[s.pos+1] == '!') {
			if text, ok := s.special(); ok {
				return charData, nil, text, false
			}
			continue
		}
		return s.tag()
	}
	switch {
	case s.err != nil:
	case len(s.open) > 0 || !s.rooted:
		s.err = errCut
	case s.stray != "":
		s.err = corrupt("内容里有不合规的字符引用“%s”，这里的文字可能不对", s.stray)
	}
	return endOfXML, nil, nil, false
}

// ahead tells that n bytes stand before the scanner.
func (s *scanner) ahead(n int) bool {
	for len(s.b)-s.pos < n {
		if !s.more() {
			return false
		}
	}
	return true
}

// find gives how far it is to a mark, beyond the first n bytes; -1 when it never comes.
func (s *scanner) find(mark []byte, n int) int {
	for {
		rest := s.b[s.pos:]
		if len(rest) >= n {
			if i := bytes.Index(rest[n:], mark); i >= 0 {
				return n + i
			}
			n = max(n, len(rest)-len(mark)+1)
		}
		if !s.more() {
			return -1
		}
	}
}

var tagStart = []byte{'<'}

// chars gives the text up to the next tag; none outside the root element.
func (s *scanner) chars() ([]byte, bool) {
	n := s.find(tagStart, 0)
	if n < 0 {
		n = len(s.b) - s.pos
	}
	text := s.b[s.pos : s.pos+n]
	s.pos += n
	s.raw = false
	if len(s.open) > 0 {
		s.checkReferences(text)
		return text, s.err == nil
	}
	if s.err == nil && len(bytes.TrimSpace(text)) > 0 {
		s.err = corrupt("内容不合规")
	}
	return nil, false
}

// special gives the text of a CDATA section, and passes a comment, a processing
// instruction or a declaration.
func (s *scanner) special() ([]byte, bool) {
	const cdata = "<![CDATA["
	if !s.ahead(len(cdata)) || string(s.b[s.pos:s.pos+len(cdata)]) != cdata {
		s.skip()
		return nil, false
	}
	n := s.find([]byte("]]>"), len(cdata))
	if n < 0 {
		s.cut()
		return nil, false
	}
	text := s.b[s.pos+len(cdata) : s.pos+n]
	s.pos += n + len("]]>")
	s.raw = true
	return text, true
}

func (s *scanner) skip() {
	end := ">"
	switch {
	case s.ahead(4) && string(s.b[s.pos:s.pos+4]) == "<!--":
		end = "-->"
	case s.b[s.pos+1] == '?':
		end = "?>"
	}
	n := s.find([]byte(end), 2)
	if n < 0 {
		s.cut()
		return
	}
	s.pos += n + len(end)
}

// cut ends the scan: something that began has no end.
func (s *scanner) cut() {
	if s.err == nil {
		s.err = errCut
	}
	s.pos = len(s.b)
}

// tag reads a start or an end tag.
func (s *scanner) tag() (tokenKind, []byte, []byte, bool) {
	n := tagEnd(s.b[s.pos:])
	for n < 0 {
		if !s.more() {
			s.cut()
			return endOfXML, nil, nil, false
		}
		n = tagEnd(s.b[s.pos:])
	}
	tag := s.b[s.pos+1 : s.pos+n]
	s.pos += n + 1
	if len(tag) > 0 && tag[0] == '/' {
		for tag[len(tag)-1] <= ' ' {
			tag = tag[:len(tag)-1]
		}
		return s.endTag(tag[1:])
	}
	empty := len(tag) > 0 && tag[len(tag)-1] == '/'
	if empty {
		tag = tag[:len(tag)-1]
	}
	n = 0
	for n < len(tag) && tag[n] > ' ' {
		n++
	}
	if n == 0 || tag[0] == ':' {
		s.err = corrupt("内容不合规")
		return endOfXML, nil, nil, false
	}
	if s.rooted && len(s.open) == 0 {
		s.err = corrupt("内容结束以后又从头开始")
		return endOfXML, nil, nil, false
	}
	s.rooted = true
	s.checkReferences(tag[n:])
	if !empty {
		s.open = append(s.open, len(s.names))
		s.names = append(s.names, tag[:n]...)
	}
	return startTag, localName(tag[:n]), tag[n:], empty
}

func (s *scanner) endTag(name []byte) (tokenKind, []byte, []byte, bool) {
	last := len(s.open) - 1
	if last < 0 || !bytes.Equal(s.names[s.open[last]:], name) {
		s.err = corrupt("内容的标记不配对")
		return endOfXML, nil, nil, false
	}
	s.names, s.open = s.names[:s.open[last]], s.open[:last]
	return endTag, localName(name), nil, false
}

// within gives the local name of an open element, the innermost being 0; nil
// when there are not as many.
func (s *scanner) within(i int) []byte {
	i = len(s.open) - 1 - i
	if i < 0 {
		return nil
	}
	end := len(s.names)
	if i+1 < len(s.open) {
		end = s.open[i+1]
	}
	return localName(s.names[s.open[i]:end])
}

// tagEnd finds the > that ends a tag, not one inside a quoted value.
func tagEnd(b []byte) int {
	n := bytes.IndexByte(b, '>')
	if n < 0 {
		return -1
	}
	if bytes.Count(b[:n], quote)&1 == 0 && bytes.IndexByte(b[:n], '\'') < 0 {
		return n
	}
	var open byte
	for i, c := range b {
		switch {
		case open != 0:
			if c == open {
				open = 0
			}
		case c == '"' || c == '\'':
			open = c
		case c == '>':
			return i
		}
	}
	return -1
}

var quote = []byte{'"'}

func localName(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// eachAttr gives the attributes of a start tag, names with their prefix.
func eachAttr(attrs []byte, fn func(name, value []byte)) {
	for {
		i := bytes.IndexByte(attrs, '=')
		if i < 0 {
			return
		}
		name := bytes.TrimSpace(attrs[:i])
		attrs = bytes.TrimLeft(attrs[i+1:], " \t\r\n")
		if len(attrs) == 0 || attrs[0] != '"' && attrs[0] != '\'' {
			return
		}
		end := bytes.IndexByte(attrs[1:], attrs[0])
		if end < 0 {
			return
		}
		fn(name, attrs[1:end+1])
		attrs = attrs[end+2:]
	}
}

// attr gives one attribute by its local name, unescaped; "" when absent.
func attr(attrs []byte, local string) (value string) {
	eachAttr(attrs, func(k, v []byte) {
		if string(localName(k)) == local {
			value = unescaped(v)
		}
	})
	return value
}

func unescaped(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	return string(appendUnescaped(nil, b))
}

var entities = map[string]rune{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}

// longestReference is that of a character with many zeros before its number.
const longestReference = 40

// appendUnescaped resolves the five entities of XML and character references;
// any other & stays as it is.
func appendUnescaped(dst, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		b = b[i:]
		r, n := reference(b)
		if n == 0 {
			r, n = '&', 1
		}
		dst = utf8.AppendRune(dst, r)
		b = b[n:]
	}
}

// reference gives the character that the & at the beginning refers to, and the
// length of the reference; 0 when it is none that XML knows (1.0, 4.1).
func reference(b []byte) (rune, int) {
	end := bytes.IndexByte(b[:min(len(b), longestReference)], ';')
	if end < 2 {
		return 0, 0
	}
	name := string(b[1:end])
	if r, ok := entities[name]; ok {
		return r, end + 1
	}
	base, digits := 10, name[1:]
	if name[0] != '#' || digits == "" {
		return 0, 0
	}
	if digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if r := rune(n); err == nil && n <= utf8.MaxRune && utf8.ValidRune(r) && (r >= ' ' || r == '\t' || r == '\n' || r == '\r') && r&^1 != 0xfffe {
		return r, end + 1
	}
	return 0, 0
}

// checkReferences keeps the first & that refers to nothing: the part is damaged,
// but can be read on.
func (s *scanner) checkReferences(b []byte) {
	for at := bytes.IndexByte(b, '&'); at >= 0 && s.stray == ""; {
		if _, n := reference(b[at:]); n == 0 {
			s.stray = around(b, at)
		}
		next := bytes.IndexByte(b[at+1:], '&')
		if next < 0 {
			return
		}
		at += 1 + next
	}
}

// around gives the text near a byte, by which a person finds the place.
func around(b []byte, at int) string {
	const near = 10 // characters on either side
	from, to := at, at
	for i := 0; i < near && from > 0; i++ {
		_, n := utf8.DecodeLastRune(b[:from])
		from -= n
	}
	for i := 0; i < near && to < len(b); i++ {
		_, n := utf8.DecodeRune(b[to:])
		to += n
	}
	return string(bytes.TrimSpace(b[from:to]))
}

// text gives the text of a charData token appended to dst.
func (s *scanner) text(dst, body []byte) []byte {
	if s.raw {
		return append(dst, body...)
	}
	return appendUnescaped(dst, body)
}
