package grid

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
)

var localHeader = []byte("PK\x03\x04")

// salvage lists the parts of a zip file whose directory is lost, by the header
// that stands before each (APPNOTE 4.3.7). Of two parts of one name the first
// counts. A part whose size stands only behind its data has size -1; one that
// the file's end cuts off is marked so.
func (p *pack) salvage(data []byte) {
	p.parts = map[string]*part{}
	for at := 0; ; {
		i := bytes.Index(data[at:], localHeader)
		if i < 0 || len(data)-at-i < 30 {
			return
		}
		at += i
		name, f, next := localPart(data, at)
		if p.parts[name] == nil {
			p.parts[name] = f
		}
		at = next
	}
}

// localPart reads the header at an offset, and gives where to look for the next.
func localPart(data []byte, at int) (string, *part, int) {
	h := data[at:]
	le := binary.LittleEndian
	flags, packed, nameLen := le.Uint16(h[6:]), int(le.Uint32(h[18:])), int(le.Uint16(h[26:]))
	start := at + 30 + nameLen + int(le.Uint16(h[28:]))
	f := &part{method: le.Uint16(h[8:]), size: int64(le.Uint32(h[22:])), crc: le.Uint32(h[14:]), encrypted: flags&1 != 0}
	if start > len(data) {
		f.cut = true
		return partName(string(h[30:min(30+nameLen, len(h))])), f, at + 4
	}
	name := partName(string(h[30 : 30+nameLen]))
	switch {
	case flags&8 != 0: // sizes follow the data: the stream itself knows its end
		f.size, f.packed = -1, data[start:]
		f.cut = f.method == zip.Store
		return name, f, start
	case start+packed > len(data):
		f.cut = true
		return name, f, start
	}
	f.packed = data[start : start+packed]
	return name, f, start + packed
}
