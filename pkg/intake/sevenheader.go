package intake

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// sevenHeader is the directory of a 7z archive (7zFormat.txt of the LZMA SDK).
type sevenHeader struct {
	packAt   int64
	packs    []int64 // sizes of the packed streams, in order
	folders  []sevenFolder
	files    []sevenFile
	streamed bool // streams is stated; else each folder holds one
}

// sevenFolder is what is packed together: coders in a chain, and the contents
// that come out of it one behind another.
type sevenFolder struct {
	coders  []sevenCoder
	binds   [][2]int // in stream of a coder ← out stream of another
	packed  []int    // in streams that come from the file
	sizes   []int64  // of each coder's output
	sum     uint32
	summed  bool
	streams []sevenStream
	first   int // its first packed stream
}

type sevenCoder struct {
	method string
	props  []byte
	in     int
}

type sevenStream struct {
	size   int64
	sum    uint32
	summed bool
}

type sevenFile struct {
	name  string
	empty bool // without a stream
	dir   bool
	attrs uint32
}

// Property IDs, 7zFormat.txt.
const (
	sevenEnd = iota
	sevenHeaderID
	sevenArchiveProperties
	sevenAdditionalStreams
	sevenMainStreams
	sevenFilesInfo
	sevenPackInfo
	sevenUnpackInfo
	sevenSubStreams
	sevenSize
	sevenCRC
	sevenFolderID
	sevenUnpackSize
	sevenNumStreams
	sevenEmptyStream
	sevenEmptyFile
	sevenAnti
	sevenNames
	sevenAttributes    = 0x15
	sevenEncodedHeader = 0x17
)

var errSevenHeader = errors.New("header of a 7z archive is damaged")

// sevenParser reads a header. What goes wrong ends it by a panic that parse
// recovers: nearly every byte can be the last.
type sevenParser struct{ b []byte }

func (p *sevenParser) fail() { panic(errSevenHeader) }

func (p *sevenParser) bytes(n int) []byte {
	if n < 0 || n > len(p.b) {
		p.fail()
	}
	out := p.b[:n]
	p.b = p.b[n:]
	return out
}

func (p *sevenParser) byte() byte { return p.bytes(1)[0] }

// number reads a NUMBER: the leading ones of the first byte tell how many follow.
func (p *sevenParser) number() int64 {
	first := p.byte()
	var v uint64
	mask := byte(0x80)
	for i := 0; i < 8; i++ {
		if first&mask == 0 {
			v |= uint64(first&(mask-1)) << (8 * i)
			break
		}
		v |= uint64(p.byte()) << (8 * i)
		mask >>= 1
	}
	if int64(v) < 0 {
		p.fail()
	}
	return int64(v)
}

// count reads how many there are of something that takes at least a byte each.
func (p *sevenParser) count() int {
	n := p.number()
	if n > int64(len(p.b)) {
		p.fail()
	}
	return int(n)
}

func (p *sevenParser) bits(n int) []bool {
	raw := p.bytes((n + 7) / 8)
	out := make([]bool, n)
	for i := range out {
		out[i] = raw[i/8]&(0x80>>(i%8)) != 0
	}
	return out
}

// defined reads a vector of flags, or the byte that says that all are set.
func (p *sevenParser) defined(n int) []bool {
	if p.byte() == 0 {
		return p.bits(n)
	}
	out := make([]bool, n)
	for i := range out {
		out[i] = true
	}
	return out
}

func (p *sevenParser) digests(n int) ([]uint32, []bool) {
	if n > 8*len(p.b) {
		p.fail()
	}
	set := p.defined(n)
	out := make([]uint32, n)
	for i := range out {
		if set[i] {
			out[i] = binary.LittleEndian.Uint32(p.bytes(4))
		}
	}
	return out, set
}

func (p *sevenParser) files(h *sevenHeader) {
	n := p.number()
	if n > entriesMost {
		panic(errDirectory)
	}
	h.files = make([]sevenFile, n)
	var empty []int
	for {
		id := p.byte()
		if id == sevenEnd {
			return
		}
		q := sevenParser{p.bytes(p.count())}
		switch id {
		case sevenEmptyStream:
			for i, set := range q.bits(len(h.files)) {
				if h.files[i].empty, h.files[i].dir = set, set; set {
					empty = append(empty, i)
				}
			}
		case sevenEmptyFile:
			for i, set := range q.bits(len(empty)) {
				h.files[empty[i]].dir = !set
			}
		case sevenNames:
			q.names(h.files)
		case sevenAttributes:
			set := q.defined(len(h.files))
			if q.byte() != 0 {
				q.fail()
			}
			for i := range h.files {
				if set[i] {
					h.files[i].attrs = binary.LittleEndian.Uint32(q.bytes(4))
				}
			}
		}
	}
}

func (p *sevenParser) names(files []sevenFile) {
	if p.byte() != 0 {
		p.fail()
	}
	for i := range files {
		var units []uint16
		for {
			u := binary.LittleEndian.Uint16(p.bytes(2))
			if u == 0 {
				break
			}
			units = append(units, u)
		}
		files[i].name = string(utf16.Decode(units))
	}
}
