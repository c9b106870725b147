package typeset

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf16"
)

// face is a font file, read in place and never written to, so that documents
// can be set at the same time from the same bytes.
type face struct {
	key    string // the role, as the drawing backend knows it
	name   string // PostScript name
	tables tables
	places []byte // loca
	shapes []byte // glyf
	cmap   cmap
	rare   bool // asked for runes above U+FFFF only
	glyphs int
	unit   int // units per em
	widths int // entries of hmtx that have a width of their own
	long   bool
}

// readFace reads a font file and checks all that is relied on later.
func readFace(role string, data []byte) (*face, error) {
	f, err := parseFace(role, data)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", role, err)
	}
	return f, nil
}

func parseFace(role string, data []byte) (*face, error) {
	t, err := readTables(data)
	if err != nil {
		return nil, err
	}
	f := &face{key: role, tables: t, rare: role == "rare", glyphs: u16(t["maxp"], 4), unit: u16(t["head"], 18), widths: u16(t["hhea"], 34)}
	f.long = u16(t["head"], 50) == 1
	f.places, f.shapes = t["loca"], t["glyf"]
	if f.cmap, err = readCmap(t["cmap"]); err != nil {
		return nil, err
	}
	if f.unit == 0 || f.glyphs == 0 {
		return nil, errors.New("no glyphs")
	}
	if f.widths == 0 || f.widths > f.glyphs || len(t["hmtx"]) < 4*f.widths+2*(f.glyphs-f.widths) {
		return nil, errors.New("widths are cut short")
	}
	if f.name = postScriptName(t["name"]); f.name == "" {
		f.name = role
	}
	return f, f.checkOutlines()
}

// checkOutlines holds loca against glyf.
func (f *face) checkOutlines() error {
	size := 2
	if f.long {
		size = 4
	}
	if len(f.places) < size*(f.glyphs+1) {
		return errors.New("outlines are cut short")
	}
	last := 0
	for g := range f.glyphs + 1 {
		at := f.loca(g)
		if at < last || at > len(f.shapes) {
			return errors.New("outlines are cut short")
		}
		last = at
	}
	return nil
}

// loca is where the outline of a glyph begins in glyf; it ends where the next begins.
func (f *face) loca(glyph int) int {
	if f.long {
		return u32(f.places, 4*glyph)
	}
	return 2 * u16(f.places, 2*glyph)
}

// glyph of r, 0 if the face has none.
func (f *face) glyph(r rune) int {
	if f.rare && r <= 0xFFFF {
		return 0
	}
	if g := f.cmap.glyph(r); g < f.glyphs {
		return g
	}
	return 0
}

// width of a glyph in ems, rounded to thousandths as PDF has it.
func (f *face) width(glyph int) float64 {
	at := min(glyph, f.widths-1)
	return math.Round(1000*float64(u16(f.tables["hmtx"], 4*at))/float64(f.unit)) / 1000
}

// postScriptName is name 6 of the table "name" (platform 3, UTF-16), reduced to
// what a PDF name can hold unescaped.
func postScriptName(table []byte) string {
	if len(table) < 6 {
		return ""
	}
	strings := u16(table, 4)
	for i := range u16(table, 2) {
		entry := 6 + 12*i
		if entry+12 > len(table) {
			return ""
		}
		size, at := u16(table, entry+8), strings+u16(table, entry+10)
		if u16(table, entry) == 3 && u16(table, entry+6) == 6 && at+size <= len(table) {
			return plainName(table[at : at+size])
		}
	}
	return ""
}

func plainName(utf []byte) string {
	var units []uint16
	for i := 0; i+1 < len(utf); i += 2 {
		units = append(units, uint16(u16(utf, i)))
	}
	var out []rune
	for _, r := range utf16.Decode(units) {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-' {
			out = append(out, r)
		}
	}
	return string(out)
}
