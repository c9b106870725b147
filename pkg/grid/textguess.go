package grid

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// looksGB18030 tells that a text which is valid UTF-8 is rather GB18030. That can
// be only when all that is not ASCII lies below U+0800, where no Chinese is: two
// bytes of GBK then look like one letter (联通, 录取). It is GBK when all pairs are
// of GB2312, and read as UTF-8 they make no sense: letters of no common script,
// or Latin letters with marks side by side and no plain letter beside them.
func looksGB18030(data []byte) bool {
	if !onlyTwoByteSequences(data) {
		return false
	}
	senseless := false
	var before rune // the character before the run of marked letters
	run := 0        // its length
	for i, r := range string(data) {
		switch {
		case r >= utf8.RuneSelf && data[i+1] < 0xa1:
			return false
		case r < utf8.RuneSelf || latinSymbol(r) || r >= 0x180:
			senseless = senseless || run > 1 && !letter(before) && !letter(r) || r >= 0x180 && !commonBelowChinese(r)
			before, run = r, 0
		default:
			run++
			senseless = senseless || strings.ContainsRune("ĳĸŀŉſ", r)
		}
	}
	return senseless || run > 1 && !letter(before)
}

func letter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// latinSymbol: signs that Chinese texts hold, as · × ° ±.
func latinSymbol(r rune) bool { return r >= 0xa0 && r <= 0xbf || r == '×' || r == '÷' }

// commonBelowChinese: letters of Pinyin, marks of tones, Greek and Cyrillic.
func commonBelowChinese(r rune) bool {
	return r >= 'Ǎ' && r <= 'ǜ' || r == 'Ǹ' || r == 'ǹ' || r == 'ɡ' || r == 'ɑ' || r == 'ˇ' || r >= 'ˉ' && r <= 'ˋ' || r == '˙' ||
		r >= 'Α' && r <= 'ω' || r == 'Ё' || r >= 'А' && r <= 'я' || r == 'ё'
}

// wideOrder is the byte order mark that a text in UTF-16 without one should have;
// nil when the bytes are no such text. All of it must be sound in one byte order
// and not in the other, and ASCII must be in it: line breaks, separators, digits.
func wideOrder(data []byte) []byte {
	if bytes.IndexByte(data[:min(len(data), 8192)], 0) < 0 || isUTF16(data) {
		return nil
	}
	little, big := soundWide(data, 0), soundWide(data, 1)
	switch {
	case little && !big:
		return []byte("\xff\xfe")
	case big && !little:
		return []byte("\xfe\xff")
	}
	return nil
}

// soundWide tells that pairs of bytes, the lower one first or second, are
// characters of a Chinese text, some of them ASCII.
func soundWide(data []byte, lower int) bool {
	ascii, high := false, false
	for i := 0; i+1 < len(data); i += 2 {
		c := rune(data[i+1-lower])<<8 | rune(data[i+lower])
		switch {
		case high != (c >= 0xdc00 && c < 0xe000):
			return false
		case c >= 0xd800 && c < 0xdc00:
			high = true
			continue
		case high:
			high = false
		case c < utf8.RuneSelf:
			ascii = true
			if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
				return false
			}
		case !chineseText(c):
			return false
		}
	}
	return ascii && !high
}

// chineseText: what stands in Chinese texts beyond ASCII.
func chineseText(r rune) bool {
	return latinSymbol(r) || r < 0x180 && unicode.IsLetter(r) || r >= 0x180 && r < 0x800 && commonBelowChinese(r) ||
		r >= 0x2010 && r <= 0x203f || r == 0x20ac || r >= 0x2100 && r <= 0x23ff || r >= 0x2460 && r <= 0x26ff || r >= 0x3000 && r <= 0x301f || r >= 0x3220 && r <= 0x33ff ||
		r >= 0x3400 && r <= 0x4dbf || r >= 0x4e00 && r <= 0x9fff || r >= 0xe000 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe4f || r >= 0xff01 && r <= 0xff5e || r == 0xffe5
}
