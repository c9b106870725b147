package intake

import (
	"bytes"
	"encoding/binary"
)

// wholeRar tells that an archive without the block that says "end of archive"
// is whole all the same: it ends where a block ends. RAR before 3.0 writes no
// such block, nor does RAR by the switch -en; unrar judges by the same sign.
// Not so where the head says that more follows: a volume, a recovery record
// that has not come, a list of files behind the end.
func wholeRar(src source) bool {
	magic := make([]byte, 8)
	if n, _ := src.ReadAt(magic, 0); n < len(magic) {
		return false
	}
	b := &rarBlocks{src: src, at: 7}
	size := b.size15
	if bytes.HasPrefix(magic, []byte("Rar!\x1a\x07\x01\x00")) {
		b.at, size = 8, b.size50
	}
	for b.at < src.size {
		n := size()
		if n <= 0 || n > src.size-b.at {
			return false
		}
		b.at += n
	}
	return !b.volume && !b.recovery && b.farthest < src.size
}

// rarBlocks goes from block to block. Its methods give the size of the one
// where it stands, with its data; 0 is none.
type rarBlocks struct {
	src      source
	at       int64
	volume   bool
	recovery bool  // is promised and has not come
	farthest int64 // where the head says that a block begins
}

const (
	main15, file15, protect15, service15 = 0x73, 0x74, 0x78, 0x7a
	volumeFlag                           = 0x0001 // of the main block, in both formats
	protectFlag15                        = 0x0040
	dataFlag15, largeFlag15              = 0x8000, 0x0100
)

// size15 reads a header of RAR 1.5 to 4.x: sum, type, flags, its size, and for
// some the size of the data, whose upper half stands further on.
func (b *rarBlocks) size15() int64 {
	h := make([]byte, 42)
	n, _ := b.src.ReadAt(h, b.at)
	le := binary.LittleEndian
	kind, flags, size := h[2], le.Uint16(h[3:]), int64(le.Uint16(h[5:]))
	h = h[:min(int64(n), size)]
	if size < 7 || len(h) < 7 {
		return 0
	}
	large := flags&largeFlag15 != 0 && (kind == file15 || kind == service15)
	switch kind {
	case main15:
		b.volume, b.recovery = flags&volumeFlag != 0, flags&protectFlag15 != 0
	case protect15:
		b.recovery = false
	case service15:
		name := 32
		if large {
			name = 40
		}
		b.recovery = b.recovery && !bytes.HasPrefix(h[min(name, len(h)):], []byte("RR"))
	}
	switch {
	case flags&dataFlag15 == 0:
		return size
	case len(h) < 11 || large && len(h) < 36:
		return 0
	case large:
		return size + int64(le.Uint32(h[7:])) + int64(le.Uint32(h[32:]))<<32
	}
	return size + int64(le.Uint32(h[7:]))
}

const (
	main50                  = 1
	extraFlag50, dataFlag50 = 1, 2
	locator50               = 1
)

// size50 reads a header of RAR 5.0: sum, its size behind itself, type, flags,
// and for some the sizes of an extra area at its end and of the data.
func (b *rarBlocks) size50() int64 {
	fixed := make([]byte, 7)
	n, _ := b.src.ReadAt(fixed, b.at)
	rest := vints{b: fixed[4:max(4, n)]}
	size := rest.next()
	if rest.short || size > rarHeaderMost {
		return 0
	}
	begin := int64(n - len(rest.b))
	h := make([]byte, size)
	if n, _ := b.src.ReadAt(h, b.at+begin); n < len(h) {
		return 0
	}
	v := vints{b: h}
	kind, flags := v.next(), v.next()
	var extra, data uint64
	if flags&extraFlag50 != 0 {
		extra = v.next()
	}
	if flags&dataFlag50 != 0 {
		data = v.next()
	}
	if v.short || extra > uint64(len(v.b)) || data > uint64(b.src.size) {
		return 0
	}
	if kind == main50 {
		b.readMain50(v, h[len(h)-int(extra):])
	}
	return begin + int64(size) + int64(data)
}

// rarHeaderMost is the largest header (technote, "Header size").
const rarHeaderMost = 2 << 20

// readMain50 takes what the main block tells of what follows: its locator names
// the places of the list of files and of the recovery record, from itself on.
func (b *rarBlocks) readMain50(v vints, extra []byte) {
	b.volume = v.next()&volumeFlag != 0
	for e := (vints{b: extra}); len(e.b) > 0; {
		size := e.next()
		if e.short || size > uint64(len(e.b)) {
			return
		}
		record := vints{b: e.b[:size]}
		e.b = e.b[size:]
		if record.next() != locator50 {
			continue
		}
		flags := record.next()
		for bit := uint64(1); bit <= 2; bit <<= 1 {
			if flags&bit == 0 {
				continue
			}
			if offset := record.next(); offset > 0 && offset < 1<<62 {
				b.farthest = max(b.farthest, b.at+int64(offset))
			}
		}
	}
}

// vints reads numbers of variable length (technote, "Variable length integer").
type vints struct {
	b     []byte
	short bool // there was none where one was read
}

func (v *vints) next() uint64 {
	n, size := binary.Uvarint(v.b)
	if size <= 0 {
		v.b, v.short = nil, true
		return 0
	}
	v.b = v.b[size:]
	return n
}
