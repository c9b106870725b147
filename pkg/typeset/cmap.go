package typeset

import (
	"errors"
	"sort"
)

// cmap finds glyphs by rune. It reads the font's own character map in place:
// format 4 (runes up to U+FFFF) and format 12 (all runes).
type cmap struct {
	segments []byte // a subtable of format 4, or nil
	count    int    // its segments
	groups   []byte // the groups of a subtable of format 12, 12 bytes each, or nil
}

func readCmap(table []byte) (cmap, error) {
	var c cmap
	n := u16(table, 2)
	if len(table) < 4+8*n {
		return c, errors.New("character map is cut short")
	}
	for i := range n {
		entry := table[4+8*i:]
		platform, encoding, at := u16(entry, 0), u16(entry, 2), u32(entry, 4)
		if !isUnicode(platform, encoding) || at+16 > len(table) {
			continue
		}
		c.take(table[at:])
	}
	if c.segments == nil && c.groups == nil {
		return c, errors.New("no Unicode character map of format 4 or 12")
	}
	return c, nil
}

// isUnicode: platform 0 is Unicode, platform 3 Windows with its encodings 1 (up
// to U+FFFF) and 10 (all).
func isUnicode(platform, encoding int) bool {
	return platform == 0 || platform == 3 && (encoding == 1 || encoding == 10)
}

// take keeps a subtable if it is the first of its format and whole.
func (c *cmap) take(sub []byte) {
	switch u16(sub, 0) {
	case 4:
		count := u16(sub, 6) / 2
		if c.segments == nil && count > 0 && len(sub) >= 16+8*count {
			c.segments, c.count = sub, count
		}
	case 12:
		n := u32(sub, 12)
		if c.groups == nil && n <= (len(sub)-16)/12 {
			c.groups = sub[16 : 16+12*n]
		}
	}
}

// glyph returns the glyph of r, 0 if there is none.
func (c cmap) glyph(r rune) int {
	if g := c.inGroups(int(r)); g != 0 {
		return g
	}
	return c.inSegments(int(r))
}

func (c cmap) inGroups(r int) int {
	n := len(c.groups) / 12
	i := sort.Search(n, func(i int) bool { return u32(c.groups, 12*i+4) >= r })
	if i == n || u32(c.groups, 12*i) > r {
		return 0
	}
	return u32(c.groups, 12*i+8) + r - u32(c.groups, 12*i)
}

// inSegments reads format 4: the arrays endCode, startCode, idDelta and
// idRangeOffset of count entries each, with two bytes of padding after the first.
func (c cmap) inSegments(r int) int {
	if c.segments == nil || r > 0xFFFF {
		return 0
	}
	s := c.segments
	ends, starts, deltas, offsets := 14, 16+2*c.count, 16+4*c.count, 16+6*c.count
	i := sort.Search(c.count, func(i int) bool { return u16(s, ends+2*i) >= r })
	if i == c.count || u16(s, starts+2*i) > r {
		return 0
	}
	delta, offset := u16(s, deltas+2*i), u16(s, offsets+2*i)
	if offset == 0 {
		return (r + delta) & 0xFFFF
	}
	at := offsets + 2*i + offset + 2*(r-u16(s, starts+2*i))
	if at+2 > len(s) || u16(s, at) == 0 {
		return 0
	}
	return (u16(s, at) + delta) & 0xFFFF
}
