package grid

import (
	"bytes"
	"sort"
	"strings"
)

// biffLink is a hyperlink on a range of cells.
type biffLink struct {
	area   Range
	target string
}

// Flags of a hyperlink object ([MS-OSHARED] 2.3.7.1).
const (
	linkHasMoniker   = 0x001
	linkHasLocation  = 0x008
	linkHasShownText = 0x010
	linkHasFrame     = 0x080
	linkMonikerText  = 0x100
)

// The class identifiers of the monikers that name a target ([MS-OSHARED] 2.3.7.2).
const (
	urlMoniker  = "\xe0\xc9\xea\x79\xf9\xba\xce\x11\x8c\x82\x00\xaa\x00\x4b\xa9\x0b"
	fileMoniker = "\x03\x03\x00\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
)

// hyperlink reads HLINK ([MS-XLS] 2.4.140): a range, a class identifier, and a
// hyperlink object.
func (s *biffSheet) hyperlink(bodies [][]byte) {
	t := newBiffText(bodies, 0)
	area := t.bytes(8)
	t.skip(16 + 4) // the identifier, and the version of the object
	target := t.linkTarget()
	if t.short || len(area) < 8 {
		s.lose(s.sheet.Name, "", "有超链接记录残缺")
		return
	}
	if target != "" {
		s.links = append(s.links, biffLink{biffRange(area), target})
	}
}

// linkTarget reads a hyperlink object from its flags on. A place in the workbook
// itself is "#" and the place.
func (t *biffText) linkTarget() string {
	flags := t.u32()
	if !t.more() { // some writers stop here when they have no target
		return ""
	}
	if flags&linkHasShownText != 0 {
		t.linkString()
	}
	if flags&linkHasFrame != 0 {
		t.linkString()
	}
	target := ""
	if flags&linkHasMoniker != 0 {
		if flags&linkMonikerText != 0 {
			target = t.linkString()
		} else {
			target = t.moniker()
		}
	}
	if flags&linkHasLocation != 0 && !t.short {
		if place := "#" + t.linkString(); place != "#" && !strings.HasSuffix(target, place) {
			target += place
		}
	}
	return target
}

// linkString reads a count of characters and the characters, the last a NUL.
func (t *biffText) linkString() string {
	return cutNUL(utf16Text(t.bytes(2 * t.u32())))
}

func cutNUL(s string) string {
	s, _, _ = strings.Cut(s, "\x00")
	return s
}

// moniker reads the target of a link: an address, or a file. Others have none
// that a person could use; what stands behind them is not read.
func (t *biffText) moniker() string {
	switch string(t.bytes(16)) {
	case urlMoniker:
		return cutNUL(utf16Text(t.bytes(t.u32())))
	case fileMoniker:
		return t.fileMoniker()
	}
	t.rest, t.bodies = nil, nil
	return ""
}

// fileMoniker reads [MS-OSHARED] 2.3.7.8: steps up, the path in the codepage of
// the writer, and mostly once more in UTF-16. Some writers count steps before a
// path that begins at a drive or a server.
func (t *biffText) fileMoniker() string {
	up := t.u16()
	name := cutNUL(decodePage(0, t.bytes(t.u32())))
	t.skip(24)
	if size := t.u32(); size > 0 {
		n := t.u32()
		t.skip(2)
		name = utf16Text(t.bytes(n))
	}
	if strings.HasPrefix(name, `\`) || strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return name
	}
	return strings.Repeat(`..\`, min(up, 100)) + name
}

// bytes gives n bytes in one piece, or as many as there are.
func (t *biffText) bytes(n int64) []byte {
	if n >= 0 && n <= int64(len(t.rest)) {
		b := t.rest[:n]
		t.rest = t.rest[n:]
		return b
	}
	var out []byte
	for n > 0 && t.more() {
		k := min(n, int64(len(t.rest)))
		out = append(out, t.rest[:k]...)
		t.rest = t.rest[k:]
		n -= k
	}
	t.short = t.short || n > 0
	return out
}

// addLinks puts the links onto the cells; the last of a cell counts.
func (s *biffSheet) addLinks() error {
	cells := s.sheet.Cells
	for _, l := range s.links {
		first := sort.Search(len(cells), func(i int) bool { return cells[i].Row >= l.area.Row1 })
		for i := first; i < len(cells) && cells[i].Row <= l.area.Row2; i++ {
			if err := s.step(); err != nil {
				return err
			}
			if c := &cells[i]; l.area.Contains(c.Row, c.Col) {
				c.setLink(l.target)
			}
		}
	}
	return nil
}

// formulaLink puts the address of =HYPERLINK("address",…) onto its cell. Its tokens
// ([MS-XLS] 2.5.198) are the address, what is shown, and the function.
func (s *biffSheet) formulaLink(c *Cell, body []byte) {
	const head, text, function = 22, 0x17, 0x22 // ptgStr, and ptgFuncVar without its class
	hyperlink := []byte{0x67, 0x01}
	size := int(u16(body[head-2:]))
	if size > len(body)-head || size < 7 {
		return
	}
	tokens := body[head : head+size]
	last := tokens[size-4]
	if tokens[0] != text || last&^0x60 != function&^0x60 || !bytes.HasSuffix(tokens, hyperlink) {
		return
	}
	t := newBiffText([][]byte{tokens}, 2)
	if target := t.unicode(nil, int(tokens[1])); !t.short {
		c.setLink(strings.TrimSpace(string(target)))
	}
}
