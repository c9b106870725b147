package typeset

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf16"
)

var unicodeRef = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)

// font gives a font its name and its true ToUnicode map.
func (f *file) font(face *face, s subset) {
	old := []byte("/utf8" + face.key)
	name := []byte("/" + subsetTag(s.data) + "+" + face.name)
	for i, b := range f.objects {
		if !bytes.Contains(b, old) || bytes.Contains(b, []byte("stream")) {
			continue
		}
		if n := numberIn(unicodeRef, b); n > 0 && n < len(f.objects) {
			f.objects[n] = packed("", toUnicode(s.codes))
		}
		f.objects[i] = bytes.ReplaceAll(b, old, name)
	}
}

// subsetTag is the six letters that mark the name of a subset (ISO 32000-1 §9.6.4).
func subsetTag(data []byte) string {
	sum := sha256.Sum256(data)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// perBlock is how many entries one block of a character map may have (ISO 32000-1 §9.10.3).
const perBlock = 100

// toUnicode is a character map from codes to runes, an entry a code.
func toUnicode(codes map[rune]rune) []byte {
	runes := map[rune]rune{}
	var list []rune
	for r, code := range codes {
		runes[code] = r
		list = append(list, code)
	}
	slices.Sort(list)
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for block := range slices.Chunk(list, perBlock) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for _, code := range block {
			fmt.Fprintf(&b, "<%04X> <%s>\n", code, utf16Hex(string(runes[code])))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.Bytes()
}

func utf16Hex(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, "%04X", u)
	}
	return string(b)
}

// textString is a PDF string of any text.
func textString(s string) string { return "<FEFF" + utf16Hex(s) + ">" }
