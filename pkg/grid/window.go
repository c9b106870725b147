package grid

import "sync"

// The window of a scanner grows beyond its first size only for a tag or a text
// that is longer.
const (
	firstWindow   = 64 << 10
	largestWindow = 1 << 20 // that is kept for the next part
)

var scanners = sync.Pool{New: func() any { return &scanner{b: make([]byte, 0, firstWindow)} }}

// open begins to scan a part of the package. Close gives its memory back.
func (p *pack) open(name string) (*scanner, error) {
	source, err := p.reader(name)
	if err != nil {
		return nil, err
	}
	s := scanners.Get().(*scanner)
	*s = scanner{b: s.b[:0], names: s.names[:0], open: s.open[:0], source: source}
	source.any = true
	if s.more(); !s.foreignEncoding() {
		if source.any = false; s.err == nil && !source.validUTF8(s.b[s.pos:]) {
			s.err = source.wrongEncoding()
		}
		return s, nil
	}
	b, err := p.read(name)
	s.source.close()
	s.source = nil
	if err != nil {
		s.close()
		return nil, err
	}
	s.b = b
	return s, nil
}

func (s *scanner) close() {
	if s.source != nil {
		s.source.close()
		s.source = nil
	}
	if cap(s.b) >= firstWindow && cap(s.b) <= largestWindow {
		scanners.Put(s)
	}
}

// foreignEncoding tells that the part must be decoded as a whole, and drops the
// byte order mark of UTF-8.
func (s *scanner) foreignEncoding() bool {
	if len(s.b) >= 3 && string(s.b[:3]) == "\xef\xbb\xbf" {
		s.pos = 3
	}
	return isWide(s.b) || declaredChinese(s.b[s.pos:])
}

// more reads on behind the window: what is before pos is given up. It is false
// at the end of the part, and when the part is damaged; err tells which.
func (s *scanner) more() bool {
	if s.source == nil || s.err != nil {
		return false
	}
	rest := len(s.b) - s.pos
	into := s.b[:cap(s.b)]
	if rest > len(into)/2 {
		into = make([]byte, 2*len(into))
	}
	copy(into, s.b[s.pos:])
	n, err := s.source.Read(into[rest:])
	s.b, s.pos = into[:rest+n], 0
	if err != nil {
		s.err = err
		return false
	}
	return n > 0
}

// progress gives how many bytes of the part have been scanned, of how many; 0
// when that is not known.
func (s *scanner) progress() (read, size int64) {
	if s.source == nil || s.source.part.size < 0 {
		return 0, 0
	}
	return s.source.n - int64(len(s.b)-s.pos), s.source.part.size
}
