package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"

	"hash/crc32"
	"io"
	"strings"
)

// localHeader stands before each entry of a zip (APPNOTE.TXT 4.3.7).
type localHeader struct {
	flags, method uint16
	sum           uint32
	packed, size  int64
	begin         int64 // of the content
	name          string
	extra         []byte
}

const (
	localMagic  = "PK\x03\x04"
	headerSize  = 30
	flagTrailer = 8 // sum and sizes stand behind the content (4.4.4, bit 3)
)

// walkDamagedZip lists what can be read of a zip without a directory: that is
// one that did not come whole, since the directory is its end.
func walkDamagedZip(src source, v visit) error {
	index := -1
	err := salvageZip(src, func(h *localHeader, content func() (io.Reader, error)) error {
		index++
		name := decodeName(h.name)
		if u, ok := unicodePath(h.extra, h.name); ok {
			name = u
		} else if h.flags&0x800 != 0 {
			name = h.name
		}
		if strings.HasSuffix(name, "/") && h.packed == 0 {
			return nil
		}
		e := entry{index: index, name: name, open: content}
		e.err = zipRefusal(&zip.FileHeader{Flags: h.flags, Method: h.method})
		if e.err == nil && h.flags&flagTrailer != 0 && h.packed == 0 {
			h.measure(src)
		}
		return v(e)
	})
	if err != nil {
		return err
	}
	if index < 0 {
		return problem(Corrupt, "压缩包已损坏，一个文件也读不出来，可能没有传完整。%s", repack)
	}
	return problem(Corrupt, "压缩包不完整，末尾的目录没有了，只找到前面的 %d 项，后面的可能丢失。%s", index+1, repack)
}

// salvageZip goes from header to header. Behind one whose length is not known
// the next is looked for.
func salvageZip(src source, each func(*localHeader, func() (io.Reader, error)) error) error {
	at := int64(0)
	for range entriesMost {
		at = nextHeader(src, at)
		h, ok := readLocal(src, at)
		if at < 0 || !ok {
			return nil
		}
		err := each(&h, func() (io.Reader, error) {
			if h.packed < 0 || h.packed > src.size-h.begin {
				return nil, problem(Corrupt, "在压缩包里不完整，没有读出来。%s", repack)
			}
			r, ok := inflater(h.method, io.NewSectionReader(src, h.begin, h.packed))
			if !ok {
				return nil, problem(Unsupported, "用了少见的压缩方法（%d），打不开。%s", h.method, asZip)
			}
			return &checked{r: r, sum: h.sum, size: h.size}, nil
		})
		if err == errDone {
			return nil
		}
		if err != nil {
			return err
		}
		at = h.begin
		if h.packed > 0 && h.packed <= src.size-at {
			at += h.packed
		}
	}
	return nil
}

func readLocal(src source, at int64) (h localHeader, ok bool) {
	fixed := make([]byte, headerSize)
	if n, _ := src.ReadAt(fixed, max(at, 0)); n < headerSize || at < 0 {
		return h, false
	}
	le := binary.LittleEndian
	h = localHeader{flags: le.Uint16(fixed[6:]), method: le.Uint16(fixed[8:]), sum: le.Uint32(fixed[14:]),
		packed: int64(le.Uint32(fixed[18:])), size: int64(le.Uint32(fixed[22:]))}
	nameSize, extraSize := int(le.Uint16(fixed[26:])), int(le.Uint16(fixed[28:]))
	rest := make([]byte, nameSize+extraSize)
	if n, _ := src.ReadAt(rest, at+headerSize); n < len(rest) {
		return h, false
	}
	h.name, h.extra = string(rest[:nameSize]), rest[nameSize:]
	h.begin = at + headerSize + int64(len(rest))
	return h, true
}

// nextHeader is where the next header begins, -1 when none does.
func nextHeader(src source, at int64) int64 {
	if headerAt(src, at) {
		return at
	}
	buf := make([]byte, 64<<10)
	for at < src.size {
		n, _ := src.ReadAt(buf, at)
		if i := bytes.Index(buf[:n], []byte(localMagic)); i >= 0 {
			return at + int64(i)
		}
		if n < len(buf) {
			return -1
		}
		at += int64(n - len(localMagic) + 1)
	}
	return -1
}

func headerAt(src source, at int64) bool {
	magic := make([]byte, len(localMagic))
	_, err := src.ReadAt(magic, at)
	return err == nil && string(magic) == localMagic
}

// measureMost is how much of an entry of unknown length is inflated to find its
// end.
const measureMost = 64 << 20

// measure finds the end of content whose length stands behind it, and its sum;
// packed is -1 when it has no end.
func (h *localHeader) measure(src source) {
	h.packed = -1
	switch h.method {
	case zip.Store:
		h.measureStored(src)
	case zip.Deflate:
		h.measureDeflated(src)
	}
}

func (h *localHeader) measureDeflated(src source) {
	counted := &countedReader{r: bufio.NewReader(io.NewSectionReader(src, h.begin, src.size-h.begin))}
	sum := crc32.NewIEEE()
	n, err := io.Copy(sum, io.LimitReader(flate.NewReader(counted), measureMost+1))
	if err != nil || n > measureMost {
		return
	}
	trailer := make([]byte, 8)
	if got, _ := src.ReadAt(trailer, h.begin+counted.n); got < len(trailer) {
		return
	}
	stated := binary.LittleEndian.Uint32(trailer)
	if bytes.HasPrefix(trailer, []byte("PK\x07\x08")) {
		stated = binary.LittleEndian.Uint32(trailer[4:])
	}
	h.packed, h.size, h.sum = counted.n, n, stated
}

// measureStored looks for a trailer (4.3.9) that states the length before it.
func (h *localHeader) measureStored(src source) {
	buf := make([]byte, 64<<10)
	for at := h.begin; at < src.size && at-h.begin < measureMost; {
		n, _ := src.ReadAt(buf, at)
		i := bytes.Index(buf[:n], []byte("PK\x07\x08"))
		if i < 0 || i+16 > n {
			if n < len(buf) {
				return
			}
			at += int64(n - 16)
			continue
		}
		size := at + int64(i) - h.begin
		if int64(binary.LittleEndian.Uint32(buf[i+8:])) == size {
			h.packed, h.size, h.sum = size, size, binary.LittleEndian.Uint32(buf[i+4:])
			return
		}
		at += int64(i) + 4
	}
}

// countedReader tells how many bytes a decoder that reads byte by byte has used.
type countedReader struct {
	r *bufio.Reader
	n int64
}

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *countedReader) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}
