package grid

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// part is one packed entry of a package.
type part struct {
	packed    []byte
	method    uint16
	size      int64 // declared; -1 when only the data itself can tell
	crc       uint32
	encrypted bool
	cut       bool // its packed bytes go beyond the end of the file
}

var inflaters = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}

// read inflates a part whole, within the limits, and verifies its size and
// checksum: a damaged stream never passes for a short one.
func (p *pack) read(name string) ([]byte, error) { return p.readInto(nil, name) }

// readInto does so into the memory of buf where that is large enough.
func (p *pack) readInto(buf []byte, name string) ([]byte, error) {
	f := p.parts[name]
	switch {
	case f == nil:
		return nil, corrupt("缺少 %s", name)
	case f.encrypted:
		return nil, &damage{Encrypted, "压缩包内的部分加了密。请取消密码后再报。"}
	case f.cut:
		return nil, corrupt("%s 不完整", name)
	case f.method != zip.Store && f.method != zip.Deflate:
		return nil, &damage{Unsupported, "文件用了少见的压缩方法，不能读。" + resave}
	}
	out, err := p.inflate(buf, name, f)
	if err != nil {
		return out, err
	}
	return decodeXML(name, out)
}

// inflate gives at most what the limits allow.
func (p *pack) inflate(buf []byte, name string, f *part) ([]byte, error) {
	most := min(p.lim.Inflated, max(1<<20, int64(len(f.packed))*int64(p.lim.Ratio)))
	if f.size > most {
		return nil, p.overInflated(name, f.size, most)
	}
	packed := bytes.NewReader(f.packed)
	if f.method == zip.Store {
		return p.drain(buf, name, f, packed, most)
	}
	r := inflaters.Get().(io.ReadCloser)
	defer inflaters.Put(r)
	r.(flate.Resetter).Reset(packed, nil)
	return p.drain(buf, name, f, r, most)
}

func (p *pack) overInflated(name string, size, most int64) error {
	if most == p.lim.Inflated {
		return tooLarge("%s 展开后超过 %d MB 的限制（inflated）", name, most>>20)
	}
	return tooLarge("%s 展开后有 %d MB，超过压缩前 %d 倍的限制（ratio）", name, size>>20, p.lim.Ratio)
}

// drain reads a stream to its end and compares it with what the directory says.
func (p *pack) drain(buf []byte, name string, f *part, r io.Reader, most int64) ([]byte, error) {
	out, err := readAll(buf[:0], r, max(f.size, 0), most)
	n := int64(len(out))
	switch {
	case errors.Is(err, errMore):
		if f.size >= 0 {
			return nil, corrupt("%s 的长度与记载不符", name)
		}
		return nil, p.overInflated(name, n, most)
	case err != nil:
		return nil, corrupt("%s 的数据断开或损坏", name)
	case f.size < 0:
		return out, nil
	case n != f.size:
		return nil, corrupt("%s 的长度与记载不符", name)
	case crc32.ChecksumIEEE(out) != f.crc:
		return nil, corrupt("%s 的校验码不对", name)
	}
	return out, nil
}

var errMore = errors.New("more bytes than declared or allowed")

// readAll reads a stream of a declared size (0 when it is not known) into buf,
// and gives errMore as soon as it goes on beyond that or beyond most.
func readAll(buf []byte, r io.Reader, size, most int64) ([]byte, error) {
	end := most
	if size > 0 {
		end = size
		if int64(cap(buf)) <= size {
			buf = make([]byte, 0, size+1)
		}
	}
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):min(int64(cap(buf)), end+1)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > end:
			return buf, errMore
		case err == io.EOF:
			return buf, nil
		case err != nil:
			return buf, err
		}
	}
}

var declaredEncoding = regexp.MustCompile(`^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// decodeXML gives UTF-8 for a part in UTF-16 (ECMA-376 Part 2 allows both), with
// a byte order mark or without, or in a declared Chinese encoding, and drops the
// mark of UTF-8. Bytes that are not in their encoding are damage: read on, they
// would be other characters.
func decodeXML(name string, b []byte) ([]byte, error) {
	wide := isUTF16(b) || bytes.HasPrefix(b, []byte("<\x00?\x00")) || bytes.HasPrefix(b, []byte("\x00<\x00?"))
	var out []byte
	var err error
	switch {
	case wide:
		out, err = decodeUTF16(b)
	default:
		out = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
		if !declaredChinese(out) {
			if !utf8.Valid(out) {
				return nil, corrupt("%s 的文字编码不对", name)
			}
			return out, nil
		}
		out, err = simplifiedchinese.GB18030.NewDecoder().Bytes(out)
	}
	if err != nil || bytes.Contains(out, []byte("\uFFFD")) {
		return nil, corrupt("%s 的文字编码不对", name)
	}
	return out, nil
}

func decodeUTF16(b []byte) ([]byte, error) {
	order := unicode.LittleEndian
	if len(b) > 0 && b[0] == 0 {
		order = unicode.BigEndian
	}
	return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(b)
}

func declaredChinese(b []byte) bool {
	if !bytes.HasPrefix(b, []byte("<?xml")) {
		return false
	}
	head, _, _ := bytes.Cut(b[:min(len(b), 200)], []byte("?>"))
	if !bytes.Contains(bytes.ToLower(head), []byte("gb")) {
		return false
	}
	m := declaredEncoding.FindSubmatch(head)
	return m != nil && strings.HasPrefix(strings.ToLower(string(m[1])), "gb")
}
