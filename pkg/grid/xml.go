package grid

import (
	"bytes"
	"strconv"
	"sync"
	"unicode/utf8"
)

type tokenKind byte

const (
	endOfXML tokenKind = iota
	startTag
	endTag
	charData
)

// scanner walks over the XML of a part without copying: it checks that tags
// are well nested and knows text, CDATA, comments and processing
// instructions, which is all that office files hold.
type scanner struct {
	b      []byte
	pos    int
	open   [][]byte
	err    error
	raw    bool // the last text was CDATA: no entities in it
	rooted bool // an element began
	pooled bool
}

var errCut = corrupt("内容在中途断开")

var scanners = sync.Pool{New: func() any { return new(scanner) }}

// Buffers larger than this are not kept for the next part.
const largestKept = 64 << 20

// open reads a part of the package for scanning. Close gives its memory back:
// nothing that next gave may be kept beyond that.
func (p *pack) open(name string) (*scanner, error) {
	s := scanners.Get().(*scanner)
	b, err := p.readInto(s.b, name)
	if err != nil {
		scanners.Put(s)
		return nil, err
	}
	*s = scanner{b: b, open: s.open[:0], pooled: true}
	return s, nil
}

func (s *scanner) close() {
	if !s.pooled {
		return
	}
	s.pooled = false
	if cap(s.b) > largestKept {
		s.b = nil
	}
	scanners.Put(s)
}

// next gives the next token: a start tag with its local name and attributes
// (empty tells <a/>, which has no end tag), an end tag, or text. At the end,
// and at the first damage, it gives endOfXML; err tells which.
func (s *scanner) next() (kind tokenKind, name, body []byte, empty bool) {
	for s.pos < len(s.b) && s.err == nil {
		rest := s.b[s.pos:]
		if rest[0] != '<' {
			n := bytes.IndexByte(rest, '<')
			if n < 0 {
				n = len(rest)
			}
			s.pos += n
			s.raw = false
			if len(s.open) == 0 {
				if len(bytes.TrimSpace(rest[:n])) > 0 {
					s.err = corrupt("内容不合规")
				}
				continue
			}
			return charData, nil, rest[:n], false
		}
		if len(rest) > 1 && (rest[1] == '?' || rest[1] == '!') {
			if bytes.HasPrefix(rest, []byte("<![CDATA[")) {
				n := bytes.Index(rest, []byte("]]>"))
				if n < 9 {
					s.err = errCut
					return endOfXML, nil, nil, false
				}
				s.pos += n + 3
				s.raw = true
				return charData, nil, rest[9:n], false
			}
			s.skip(rest)
			continue
		}
		return s.tag(rest)
	}
	if s.err == nil && (len(s.open) > 0 || !s.rooted) {
		s.err = errCut
	}
	return endOfXML, nil, nil, false
}

// skip passes a comment, a processing instruction or a declaration.
func (s *scanner) skip(rest []byte) {
	end := []byte(">")
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		end = []byte("-->")
	case rest[1] == '?':
		end = []byte("?>")
	}
	n := bytes.Index(rest, end)
	if n < 0 {
		s.err = errCut
		return
	}
	s.pos += n + len(end)
}

func (s *scanner) tag(rest []byte) (tokenKind, []byte, []byte, bool) {
	n := tagEnd(rest)
	if n < 0 {
		s.err = errCut
		return endOfXML, nil, nil, false
	}
	s.pos += n + 1
	tag := rest[1:n]
	if len(tag) > 0 && tag[0] == '/' {
		name := bytes.TrimRight(tag[1:], " \t\r\n")
		last := len(s.open) - 1
		if last < 0 || !bytes.Equal(s.open[last], name) {
			s.err = corrupt("内容的标记不配对")
			return endOfXML, nil, nil, false
		}
		s.open = s.open[:last]
		return endTag, localName(name), nil, false
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
	s.rooted = true
	if !empty {
		s.open = append(s.open, tag[:n])
	}
	return startTag, localName(tag[:n]), tag[n:], empty
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

var entities = map[string]byte{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}

// appendUnescaped resolves the five entities of XML and character references.
func appendUnescaped(dst, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		b = b[i:]
		end := bytes.IndexByte(b, ';')
		if end < 2 || end > 12 {
			dst, b = append(dst, '&'), b[1:]
			continue
		}
		name := string(b[1:end])
		if c, ok := entities[name]; ok {
			dst = append(dst, c)
		} else if r, ok := reference(name); ok {
			dst = utf8.AppendRune(dst, r)
		} else {
			dst = append(dst, b[:end+1]...)
		}
		b = b[end+1:]
	}
}

func reference(name string) (rune, bool) {
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := 10, name[1:]
	if digits[0] == 'x' || digits[0] == 'X' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune
}

// text gives the text of a charData token appended to dst.
func (s *scanner) text(dst, body []byte) []byte {
	if s.raw {
		return append(dst, body...)
	}
	return appendUnescaped(dst, body)
}
