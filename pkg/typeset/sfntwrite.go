package typeset

import (
	"encoding/binary"
	"slices"
)

// fontFile puts tables together. Checksums stay 0: the backend does not look at
// them and writes its own.
func fontFile(t tables) []byte {
	tags := make([]string, 0, len(t))
	size := 12 + 16*len(t)
	for tag, b := range t {
		tags = append(tags, tag)
		size += len(b) + 3
	}
	slices.Sort(tags)
	out := make([]byte, 0, size)
	out = binary.BigEndian.AppendUint32(out, tagTrueType)
	out = binary.BigEndian.AppendUint16(out, uint16(len(t)))
	out = append(out, make([]byte, 6)...) // search hints
	at := 12 + 16*len(t)
	for _, tag := range tags {
		out = append(out, tag...)
		out = binary.BigEndian.AppendUint32(out, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t[tag])))
		at += (len(t[tag]) + 3) &^ 3
	}
	for _, tag := range tags {
		out = append(out, t[tag]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

// cmapTable is a character map of one subtable of format 4 (platform 3,
// encoding 1): a segment for each run of codes whose glyphs run on likewise,
// and the closing segment of U+FFFF.
func cmapTable(mapping map[int]int) []byte {
	codes := make([]int, 0, len(mapping))
	for c := range mapping {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	var starts, ends, deltas []int
	for i, c := range codes {
		delta := (mapping[c] - c) & 0xFFFF
		if i > 0 && c == codes[i-1]+1 && delta == deltas[len(deltas)-1] {
			ends[len(ends)-1] = c
			continue
		}
		starts, ends, deltas = append(starts, c), append(ends, c), append(deltas, delta)
	}
	starts, ends, deltas = append(starts, 0xFFFF), append(ends, 0xFFFF), append(deltas, 1)
	n := len(starts)
	out := words(nil, 0, 1, 3, 1, 0, 12) // version, tables; platform, encoding, place
	out = words(out, 4, min(16+8*n, 0xFFFF), 0, 2*n, 0, 0, 0)
	out = words(out, ends...)
	out = words(out, 0)
	out = words(out, starts...)
	out = words(out, deltas...)
	return words(out, make([]int, n)...)
}

// postTable is a table post of format 3: no glyph names.
func postTable() []byte {
	out := make([]byte, 32)
	binary.BigEndian.PutUint32(out, 0x00030000)
	return out
}

func words(out []byte, list ...int) []byte {
	for _, w := range list {
		out = binary.BigEndian.AppendUint16(out, uint16(w))
	}
	return out
}
