package intake

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"encoding/binary"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// Methods of Methods.txt of the LZMA SDK that are read.
const (
	sevenCopy    = "\x00"
	sevenLZMA    = "\x03\x01\x01"
	sevenLZMA2   = "\x21"
	sevenDeflate = "\x04\x01\x08"
	sevenBzip2   = "\x04\x02\x02"
	sevenAES     = "\x06\xf1\x07\x01"
)

// refusal is why the contents of a folder cannot be read; nil when they can.
func (f *sevenFolder) refusal() *Error {
	for _, c := range f.coders {
		if c.method == sevenAES {
			return problem(Encrypted, "压缩包设有密码。%s", noLock)
		}
	}
	for i, c := range f.coders {
		switch c.method {
		case sevenCopy, sevenDeflate, sevenBzip2:
		case sevenLZMA, sevenLZMA2:
			if c.dictionary(f.sizes, i) > dictionaryMost {
				return problem(TooLarge, "压缩时用的字典超过 %s，没有打开。%s", mib(dictionaryMost), asZip)
			}
		default:
			return problem(Unsupported, "用了少见的压缩方法（7z %x），打不开。%s", c.method, asZip)
		}
	}
	return nil
}

// dictionary is what decoding needs: no more than comes out.
func (c *sevenCoder) dictionary(sizes []int64, i int) int64 {
	var size int64
	switch {
	case c.method == sevenLZMA && len(c.props) == 5:
		size = int64(binary.LittleEndian.Uint32(c.props[1:]))
	case c.method == sevenLZMA2 && len(c.props) == 1 && c.props[0] < 40:
		size = int64(2|c.props[0]&1) << (c.props[0]/2 + 11)
	default:
		size = 1<<32 - 1
	}
	if i < len(sizes) {
		size = min(size, sizes[i])
	}
	return max(size, lzma.MinDictCap)
}

// sevenReader decodes the folder that was asked for last, and goes on where it
// is when what is asked for lies behind.
type sevenReader struct {
	src    source
	header *sevenHeader
	folder int
	at     int64
	r      io.Reader
}

func (s *sevenReader) open(folder int, at int64, stream sevenStream) (io.Reader, error) {
	if folder != s.folder || at < s.at {
		r, err := s.header.decode(s.src, folder)
		if err != nil {
			return nil, err
		}
		s.folder, s.at, s.r = folder, 0, r
	}
	if _, err := io.CopyN(io.Discard, s, at-s.at); err != nil {
		return nil, problem(Corrupt, "在压缩包里已损坏（前面的数据有错）。%s", repack)
	}
	return &checked{r: io.LimitReader(s, stream.size), sum: stream.sum, size: stream.size, unsummed: !stream.summed}, nil
}

func (s *sevenReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.at += int64(n)
	return n, err
}

// decode follows the chain of coders from the packed stream on.
func (h *sevenHeader) decode(src source, folder int) (io.Reader, error) {
	f := &h.folders[folder]
	broken := problem(Corrupt, "在压缩包里已损坏（目录有错）。%s", repack)
	if len(f.packed) != 1 || f.first >= len(h.packs) || len(f.sizes) != len(f.coders) {
		return nil, broken
	}
	at := signatureSize + h.packAt
	for _, size := range h.packs[:f.first] {
		at += size
	}
	if at < 0 || at > src.size || h.packs[f.first] > src.size-at {
		return nil, broken
	}
	var r io.Reader = bufio.NewReader(io.NewSectionReader(src, at, h.packs[f.first]))
	coder := f.packed[0]
	for range f.coders {
		if coder < 0 || coder >= len(f.coders) {
			return nil, broken
		}
		var err error
		if r, err = f.coders[coder].decode(r, f.sizes, coder); err != nil {
			return nil, broken
		}
		next := f.into(coder)
		if next < 0 {
			return r, nil
		}
		coder = next
	}
	return nil, broken
}

// decode needs a coder that refusal let pass.
func (c *sevenCoder) decode(r io.Reader, sizes []int64, i int) (io.Reader, error) {
	dict := c.dictionary(sizes, i)
	switch c.method {
	case sevenLZMA:
		if len(c.props) != 5 {
			return nil, errSevenHeader
		}
		head := append([]byte{c.props[0]}, binary.LittleEndian.AppendUint32(nil, uint32(dict))...)
		head = binary.LittleEndian.AppendUint64(head, uint64(sizes[i]))
		return lzma.ReaderConfig{DictCap: dictionaryMost}.NewReader(bufio.NewReader(io.MultiReader(bytes.NewReader(head), r)))
	case sevenLZMA2:
		return lzma.Reader2Config{DictCap: int(dict)}.NewReader2(r)
	case sevenDeflate:
		r = flate.NewReader(r)
	case sevenBzip2:
		r = bzip2.NewReader(r)
	}
	return io.LimitReader(r, sizes[i]), nil
}
