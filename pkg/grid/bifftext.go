package grid

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// biffText reads values that may run on from a record into its CONTINUE records.
type biffText struct {
	bodies [][]byte
	rest   []byte // of the first of bodies
	units  []uint16
	short  bool // there were fewer bytes than asked for

	reserved bool // options of a text had bits that are not in use
}

func newBiffText(bodies [][]byte, skip int64) biffText {
	t := biffText{bodies: bodies, rest: bodies[0]}
	t.skip(skip)
	return t
}

// more tells whether a byte is left, and steps into the body that has it.
func (t *biffText) more() bool {
	for len(t.rest) == 0 {
		if len(t.bodies) < 2 {
			return false
		}
		t.bodies = t.bodies[1:]
		t.rest = t.bodies[0]
	}
	return true
}

func (t *biffText) byte() byte {
	if !t.more() {
		t.short = true
		return 0
	}
	c := t.rest[0]
	t.rest = t.rest[1:]
	return c
}

func (t *biffText) u16() int {
	if len(t.rest) >= 2 {
		n := u16(t.rest)
		t.rest = t.rest[2:]
		return int(n)
	}
	low := t.byte()
	return int(low) | int(t.byte())<<8
}

func (t *biffText) u32() int64 {
	low := t.u16()
	return int64(low) | int64(t.u16())<<16
}

func (t *biffText) skip(n int64) {
	for n > 0 {
		if !t.more() {
			t.short = true
			return
		}
		k := min(n, int64(len(t.rest)))
		t.rest = t.rest[k:]
		n -= k
	}
}

// chars appends n characters as UTF-8. In each further record a fresh option
// byte says whether its characters have one byte or two ([MS-XLS] 2.5.293).
func (t *biffText) chars(dst []byte, n int, wide bool) []byte {
	t.units = t.units[:0]
	for n > 0 {
		if len(t.rest) == 0 {
			if !t.more() {
				t.short = true
				break
			}
			wide = t.byte()&1 != 0
			continue
		}
		k := t.run(n, wide)
		if k == 0 { // half a character
			t.short = true
			break
		}
		n -= k
	}
	return appendUTF16(dst, t.units)
}

// run takes up to n characters out of the present body.
func (t *biffText) run(n int, wide bool) int {
	if !wide {
		n = min(n, len(t.rest))
		for _, c := range t.rest[:n] {
			t.units = append(t.units, uint16(c))
		}
		t.rest = t.rest[n:]
		return n
	}
	n = min(n, len(t.rest)/2)
	for i := range n {
		t.units = append(t.units, u16(t.rest[2*i:]))
	}
	t.rest = t.rest[2*n:]
	return n
}

// unicode appends n characters behind their option byte ([MS-XLS] 2.5.294).
func (t *biffText) unicode(dst []byte, n int) []byte {
	return t.chars(dst, n, t.byte()&1 != 0)
}

// rich appends n characters behind their option byte, and leaves out the
// formatting runs and the phonetic block that may follow ([MS-XLS] 2.5.293).
// ok tells that the characters are all there; short, that what follows is not.
func (t *biffText) rich(dst []byte, n int) (out []byte, ok bool) {
	options := t.byte()
	t.reserved = t.reserved || options&^0x0D != 0
	var tail int64
	if options&8 != 0 {
		tail += 4 * int64(t.u16())
	}
	if options&4 != 0 {
		tail += t.u32()
	}
	out = t.chars(dst, n, options&1 != 0)
	ok = !t.short
	t.skip(tail)
	return out, ok
}

func appendUTF16(dst []byte, units []uint16) []byte {
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if utf16.IsSurrogate(r) {
			low := rune(0)
			if i+1 < len(units) {
				low = rune(units[i+1])
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				i++
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// utf16Text decodes UTF-16LE; an odd last byte is left out.
func utf16Text(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = u16(b[2*i:])
	}
	return string(appendUTF16(nil, units))
}

const codepageUTF16 = 1200

// codepages are the encodings of the CODEPAGE record ([MS-XLS] 2.4.52) and of
// the summary information.
var codepages = map[int]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 866: charmap.CodePage866, 874: charmap.Windows874,
	932: japanese.ShiftJIS, 936: simplifiedchinese.GB18030, 949: korean.EUCKR, 950: traditionalchinese.Big5,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254,
	1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258,
	10000: charmap.Macintosh, 32768: charmap.Macintosh, 32769: charmap.Windows1252, 54936: simplifiedchinese.GB18030, 65001: encoding.Nop,
}

// decodePage decodes text of a codepage. Without a codepage, or with one that is
// not known, it is taken for Chinese where it can be that.
func decodePage(page int, b []byte) string {
	enc := codepages[page]
	if enc == nil {
		if s, ok := decodedAs(simplifiedchinese.GB18030, b); ok {
			return s
		}
		enc = charmap.Windows1252
	}
	s, _ := decodedAs(enc, b)
	return s
}

func decodedAs(enc encoding.Encoding, b []byte) (s string, ok bool) {
	out, err := enc.NewDecoder().Bytes(b)
	s = strings.ToValidUTF8(string(out), "\uFFFD")
	return s, err == nil && !strings.ContainsRune(s, utf8.RuneError)
}
