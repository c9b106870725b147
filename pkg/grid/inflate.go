package grid

import (
	"archive/zip"
	"bytes"
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

// partReader inflates a part within the limits, and verifies its size, checksum
// and encoding: a damaged stream never passes for a short one.
type partReader struct {
	name     string
	part     *part
	lim      *Limits
	most     int64 // bytes it may inflate to
	r        io.Reader
	inflater io.ReadCloser
	n        int64
	crc      uint32
	any      bool    // the bytes need not be UTF-8
	split    [4]byte // the beginning of a character that the last bytes cut
	splits   int
}

// ratioFrom is the size from which the ratio counts: a form of empty rows packs as
// well as a bomb does, but is small.
const ratioFrom = 16 << 20

// reader begins to inflate a part. Close gives the inflater back.
func (p *pack) reader(name string) (*partReader, error) {
	f := p.parts[name]
	switch {
	case f == nil:
		return nil, corrupt("缺少 %s", name)
	case f.encrypted:
		return nil, &Error{Kind: Encrypted, Message: "压缩包内的部分加了密。请取消密码后再报。"}
	case f.cut:
		return nil, corrupt("%s 不完整", name)
	case f.method != zip.Store && f.method != zip.Deflate:
		return nil, &Error{Kind: Unsupported, Message: "文件用了少见的压缩方法，不能读。" + resave}
	}
	r := &partReader{name: name, part: f, lim: &p.lim, r: bytes.NewReader(f.packed),
		most: min(p.lim.Inflated, max(ratioFrom, int64(len(f.packed))*int64(p.lim.Ratio)))}
	if f.size > r.most {
		return nil, r.tooLarge(f.size)
	}
	if f.method == zip.Deflate {
		r.inflater = inflaters.Get().(io.ReadCloser)
		r.inflater.(flate.Resetter).Reset(r.r, nil)
		r.r = r.inflater
	}
	return r, nil
}

func (r *partReader) close() {
	if r.inflater != nil {
		inflaters.Put(r.inflater)
		r.inflater = nil
	}
}

// Read gives the next bytes; 0 and no error at the end of a sound part.
func (r *partReader) Read(b []byte) (int, error) {
	n, err := io.ReadAtLeast(r.r, b, 1)
	r.n += int64(n)
	r.crc = crc32.Update(r.crc, crc32.IEEETable, b[:n])
	switch {
	case r.n > r.most:
		return n, r.tooLarge(r.n)
	case r.part.size >= 0 && r.n > r.part.size:
		return n, corrupt("%s 的长度与记载不符", r.name)
	case err == io.EOF:
		return n, r.atEnd()
	case err != nil:
		return n, corrupt("%s 的数据断开或损坏", r.name)
	case !r.any && !r.validUTF8(b[:n]):
		return n, r.wrongEncoding()
	}
	return n, nil
}

func (r *partReader) atEnd() error {
	switch {
	case r.splits > 0:
		return r.wrongEncoding()
	case r.part.size < 0: // nothing to compare with
		return nil
	case r.n != r.part.size:
		return corrupt("%s 的长度与记载不符", r.name)
	case r.crc != r.part.crc:
		return corrupt("%s 的校验码不对", r.name)
	}
	return nil
}

func (r *partReader) tooLarge(size int64) error {
	if r.most == r.lim.Inflated {
		return tooLarge("inflated", "%s 展开后超过 %d MB 的限制", r.name, r.most>>20)
	}
	return tooLarge("ratio", "%s 展开后有 %d MB，超过压缩前 %d 倍的限制", r.name, size>>20, r.lim.Ratio)
}

func (r *partReader) wrongEncoding() error { return corrupt("%s 的文字编码不对", r.name) }

// validUTF8 tells that the bytes read so far are UTF-8, or the beginning of it. A
// zero byte stands in no XML: a piece of the file was wiped.
func (r *partReader) validUTF8(b []byte) bool {
	if bytes.IndexByte(b, 0) >= 0 {
		return false
	}
	for r.splits > 0 && len(b) > 0 {
		r.split[r.splits] = b[0]
		r.splits++
		b = b[1:]
		if utf8.FullRune(r.split[:r.splits]) {
			if c, n := utf8.DecodeRune(r.split[:r.splits]); c == utf8.RuneError || n != r.splits {
				return false
			}
			r.splits = 0
		}
	}
	end := len(b)
	for end > 0 && len(b)-end < utf8.UTFMax-1 && b[end-1] >= utf8.RuneSelf {
		end--
		if utf8.RuneStart(b[end]) && !utf8.FullRune(b[end:]) {
			r.splits = copy(r.split[:], b[end:])
			return utf8.Valid(b[:end])
		}
	}
	return utf8.Valid(b)
}

// read inflates a part whole and decodes it.
func (p *pack) read(name string) ([]byte, error) {
	r, err := p.reader(name)
	if err != nil {
		return nil, err
	}
	defer r.close()
	r.any = true
	out := make([]byte, 0, max(r.part.size, 0)+512)
	for {
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		switch {
		case err != nil:
			return nil, err
		case n == 0:
			return decodeXML(name, out)
		case len(out) == cap(out):
			out = append(out, 0)[:len(out)]
		}
	}
}

var declaredEncoding = regexp.MustCompile(`^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// decodeXML gives UTF-8 for a part in UTF-16 (ECMA-376 Part 2 allows both), with
// a byte order mark or without, or in a declared Chinese encoding, and drops the
// mark of UTF-8. Bytes that are not in their encoding are damage: read on, they
// would be other characters.
func decodeXML(name string, b []byte) ([]byte, error) {
	var out []byte
	var err error
	switch {
	case isWide(b):
		out, err = decodeUTF16(b)
	default:
		out = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
		if !declaredChinese(out) {
			if !utf8.Valid(out) || bytes.IndexByte(out, 0) >= 0 {
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

// isWide tells UTF-16, by its byte order mark or by <? in two bytes each.
func isWide(b []byte) bool {
	return isUTF16(b) || bytes.HasPrefix(b, []byte("<\x00?\x00")) || bytes.HasPrefix(b, []byte("\x00<\x00?"))
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
