package typeset

import (
	"encoding/binary"
	"slices"
)

// subset is a font file with the outlines of some runes only. The drawing
// backend knows runes up to U+FFFF only, so a rune above has a code of the
// private-use area here; ToUnicode gives the true rune back.
type subset struct {
	data  []byte
	codes map[rune]rune // rune → code
}

// firstPrivate is where the private-use area begins.
const firstPrivate = 0xE000

// subset makes a font file of runes, which must be sorted and which the face must have.
// Glyph numbers stay as they are; the outlines of all others are left out. The
// tables name, post and OS/2 are made anew, because the backend prints to
// standard output about odd ones.
func (f *face) subset(runes []rune) subset {
	codes := privateCodes(runes)
	mapping := map[int]int{}
	keep := map[int]bool{0: true}
	for _, r := range runes {
		g := f.glyph(r)
		mapping[int(codes[r])] = g
		f.keepGlyph(g, keep)
	}
	outlines, places := f.outlines(keep)
	head := slices.Clone(f.tables["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // loca with 4 bytes an entry
	t := tables{"head": head, "hhea": f.tables["hhea"], "maxp": f.tables["maxp"], "hmtx": f.tables["hmtx"], "glyf": outlines, "loca": places,
		"cmap": cmapTable(mapping), "name": make([]byte, 6), "post": postTable()}
	for _, hints := range []string{"cvt ", "fpgm", "prep"} {
		if b := f.tables[hints]; len(b) > 0 {
			t[hints] = b
		}
	}
	return subset{fontFile(t), codes}
}

// privateCodes gives each rune its code: itself up to U+FFFF, else a private
// one that no rune of the list is.
func privateCodes(runes []rune) map[rune]rune {
	codes := map[rune]rune{}
	next := rune(firstPrivate)
	for _, r := range runes {
		if r <= 0xFFFF {
			codes[r] = r
			continue
		}
		for _, used := slices.BinarySearch(runes, next); used; _, used = slices.BinarySearch(runes, next) {
			next++
		}
		codes[r] = next
		next++
	}
	return codes
}

// Flags of a component of a composite glyph.
const (
	argsAreWords = 1 << 0
	hasScale     = 1 << 3
	moreFollow   = 1 << 5
	hasTwoScales = 1 << 6
	hasMatrix    = 1 << 7
)

// keepGlyph keeps a glyph and those it is composed of.
func (f *face) keepGlyph(g int, keep map[int]bool) {
	if g >= f.glyphs || keep[g] {
		return
	}
	keep[g] = true
	b := f.outline(g)
	if len(b) < 10 || u16(b, 0) < 0x8000 { // number of contours, negative for a composite
		return
	}
	for at := 10; at+4 <= len(b); {
		flags := u16(b, at)
		f.keepGlyph(u16(b, at+2), keep)
		at += 4 + componentSize(flags)
		if flags&moreFollow == 0 {
			return
		}
	}
}

// componentSize is what follows the flags and the glyph of a component.
func componentSize(flags int) int {
	size := 2
	if flags&argsAreWords != 0 {
		size = 4
	}
	switch {
	case flags&hasScale != 0:
		size += 2
	case flags&hasTwoScales != 0:
		size += 4
	case flags&hasMatrix != 0:
		size += 8
	}
	return size
}

func (f *face) outline(g int) []byte { return f.shapes[f.loca(g):f.loca(g+1)] }

// outlines makes glyf and loca.
func (f *face) outlines(keep map[int]bool) (glyf, loca []byte) {
	loca = make([]byte, 0, 4*(f.glyphs+1))
	for g := range f.glyphs {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if keep[g] {
			glyf = append(glyf, f.outline(g)...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
		}
	}
	return glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
}
