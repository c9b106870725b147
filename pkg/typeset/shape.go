package typeset

import (
	"bytes"
	"errors"
	"slices"
)

var errNoFace = errors.New("no font given")

// Roles of faces, in the order in which they help out: a rune that the wanted
// face has not is taken from the first of these that has it.
const (
	body = iota
	song
	hei
	kai
	title
	rare
	roles
)

var roleNames = [roles]string{"fangsong", "song", "hei", "kai", "title", "rare"}

// geta stands for a rune that no face has.
const geta = '〓'

const pointMM = 25.4 / 72

// style is how a text is set.
type style struct {
	role  int
	size  float64 // pt
	track float64 // added to every advance, mm
	bold  bool    // thickened outlines
}

func (s style) em() float64 { return s.size * pointMM }

// glyph is a rune with the face that it is taken from.
type glyph struct {
	r    rune
	face *face
	em   float64 // advance in ems
}

// faces are the faces of one document, and what came of looking runes up in them.
type faces struct {
	list    [roles]*face // nil where none was given
	known   [roles]map[rune]glyph
	missing map[rune]bool
	tree    *elem
}

func readFaces(fonts Fonts) (*faces, error) {
	f := &faces{missing: map[rune]bool{}, tree: &elem{tag: "Document"}}
	given := [roles][]byte{fonts.Body, fonts.Song, fonts.Hei, fonts.Kai, fonts.Title, fonts.Rare}
	for role, data := range given {
		f.known[role] = map[rune]glyph{}
		if len(data) == 0 {
			continue
		}
		if same := f.sameBytes(given, role); same >= 0 {
			f.list[role] = f.list[same]
			continue
		}
		var err error
		if f.list[role], err = readFace(roleNames[role], data); err != nil {
			return nil, err
		}
	}
	if f.first() == nil {
		return nil, errNoFace
	}
	return f, nil
}

// sameBytes finds an earlier role with the very same file, so that it is
// embedded once; -1 if there is none.
func (f *faces) sameBytes(given [roles][]byte, role int) int {
	for i := range role {
		if len(given[i]) == len(given[role]) && i != rare && role != rare && bytes.Equal(given[i], given[role]) {
			return i
		}
	}
	return -1
}

// first is the first face that holds ordinary text.
func (f *faces) first() *face {
	for _, one := range f.list[:rare] {
		if one != nil {
			return one
		}
	}
	return nil
}

// find looks a rune up, the wanted role first.
func (f *faces) find(role int, r rune) (glyph, bool) {
	for i := -1; i < roles; i++ {
		from := f.list[role]
		if i >= 0 {
			from = f.list[i]
		}
		if from == nil {
			continue
		}
		if g := from.glyph(r); g != 0 {
			return glyph{r, from, from.width(g)}, true
		}
	}
	return glyph{}, false
}

// plainer runes say the same as some that few Chinese faces have.
var plainer = map[rune]rune{'›': '>', '‹': '<', '‑': '-', '‒': '–', '―': '—', '∙': '·', '•': '·', '⁄': '/'}

func isQuotation(r rune) bool { return r >= '‘' && r <= '”' }

// wideQuotation looks for a face whose quotation marks fill a square, as
// Chinese text has them; some faces have only the narrow ones of Latin text.
func (f *faces) wideQuotation(g glyph) glyph {
	for _, from := range f.list[:rare] {
		if from == nil {
			continue
		}
		if n := from.glyph(g.r); n != 0 && from.width(n) == 1 {
			return glyph{g.r, from, 1}
		}
	}
	return g
}

// glyph takes a rune from the faces, or stands a geta in for it and remembers that.
func (f *faces) glyph(role int, r rune) (glyph, bool) {
	if g, ok := f.known[role][r]; ok {
		return g, g.face != nil
	}
	g, ok := f.find(role, r)
	if ok && isQuotation(r) && g.em < 1 {
		g = f.wideQuotation(g)
	}
	if plain, has := plainer[r]; !ok && has {
		g, ok = f.find(role, plain)
	}
	if !ok && !isSpace(r) {
		f.missing[r] = true
	}
	for _, instead := range []rune{geta, '□', '?'} {
		if !ok && !isSpace(r) {
			g, ok = f.find(role, instead)
		}
	}
	f.known[role][r] = g
	return g, ok
}

// shape gives each rune of a cleaned line its glyph. What can in no way be
// shown is left out.
func (f *faces) shape(s string, st style) []glyph {
	out := make([]glyph, 0, len(s)/3+1)
	for _, r := range s {
		if g, ok := f.glyph(st.role, r); ok {
			out = append(out, g)
		} else if r == '　' {
			out = append(out, f.shape("  ", st)...)
		}
	}
	return out
}

// widths gives the advances of glyphs for the line breaker.
func widths(glyphs []glyph, st style) text {
	t := text{make([]rune, len(glyphs)), make([]float64, len(glyphs))}
	for i, g := range glyphs {
		t.runes[i], t.widths[i] = g.r, g.em*st.em()+st.track
	}
	return t
}

// width of a line as set without stretch.
func (f *faces) width(s string, st style) float64 {
	sum := 0.0
	for _, g := range f.shape(s, st) {
		sum += g.em*st.em() + st.track
	}
	return sum
}

func (f *faces) missingRunes() []rune {
	var out []rune
	for r := range f.missing {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}
