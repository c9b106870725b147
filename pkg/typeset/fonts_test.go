package typeset

import (
	"os"
	"strings"
	"sync"
	"testing"
)

// testFonts are the faces that the program is built with.
var testFonts = sync.OnceValue(func() Fonts {
	read := func(name string) []byte {
		data, err := os.ReadFile("../../templates/fonts/" + name + ".ttf")
		if err != nil {
			panic(err)
		}
		return data
	}
	kai := read("kai")
	return Fonts{Body: kai, Kai: kai, Song: read("song"), Hei: read("hei"), Title: read("title"), Rare: read("rare")}
})

func testFaces(t testing.TB) *faces {
	t.Helper()
	f, err := readFaces(testFonts())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestGlyphsAndWidths(t *testing.T) {
	f := testFaces(t)
	for _, c := range []struct {
		role int
		r    rune
		key  string
		em   float64
	}{
		{body, '政', "fangsong", 1}, {song, '—', "song", 0.89}, {hei, '國', "hei", 1},
		{body, '國', "hei", 1},  // only 黑体 has traditional characters
		{body, '𬱖', "rare", 1}, // above U+FFFF
		{body, '𠮷', "rare", 1},
		{body, '“', "song", 1}, // the marks of the body face are narrow
	} {
		g, ok := f.glyph(c.role, c.r)
		if !ok || g.face.key != c.key || g.em != c.em || g.r != c.r {
			t.Errorf("glyph of %c: %c from %s, %v em", c.r, g.r, g.face.key, g.em)
		}
	}
	if len(f.missing) != 0 {
		t.Errorf("missing: %v", f.missingRunes())
	}
}

func TestMissingRuneIsGetaAndReported(t *testing.T) {
	f := testFaces(t)
	g := f.shape("龘", bodyStyle)
	if len(g) != 1 || g[0].r != geta || string(f.missingRunes()) != "龘" {
		t.Errorf("got %v, missing %q", g, string(f.missingRunes()))
	}
}

func TestPrivateCodesOfTheRareFaceAreNotText(t *testing.T) {
	f := testFaces(t)
	if f.shape("\ue000", bodyStyle); string(f.missingRunes()) != "\ue000" {
		t.Errorf("missing %q", string(f.missingRunes()))
	}
}

func TestFontErrorsNameTheRole(t *testing.T) {
	good := testFonts()
	cut := good.Song[:len(good.Song)/2]
	for name, data := range map[string][]byte{"text": []byte("no font at all, but long enough"), "otf": []byte("OTTO00000000000000000000"),
		"ttc": []byte("ttcf00000000000000000000"), "short": {0, 1, 0, 0}, "cut": cut} {
		_, err := readFaces(Fonts{Body: good.Body, Song: data})
		if err == nil || !strings.HasPrefix(err.Error(), "font song: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := readFaces(Fonts{Rare: good.Rare}); err == nil {
		t.Error("a rare face alone should not do")
	}
}

// Every window of a damaged font must give an error or a face, never a panic.
func TestDamagedFontDoesNotPanic(t *testing.T) {
	data := testFonts().Rare
	for at := 0; at < 4000; at += 7 {
		bad := append([]byte(nil), data...)
		for i := range 4 {
			bad[at+i] ^= 0xFF
		}
		f, err := readFace("kai", bad)
		if err != nil {
			continue
		}
		f.subset([]rune{'𠮷', '𬱖'})
	}
}

func TestCmapFormats(t *testing.T) {
	c, err := readCmap(cmapTable(map[int]int{'A': 3, 'B': 4, 'D': 9, 0x4E00: 7, 0xE000: 1}))
	if err != nil {
		t.Fatal(err)
	}
	for r, want := range map[rune]int{'A': 3, 'B': 4, 'C': 0, 'D': 9, '一': 7, 0xE000: 1, 0xFFFF: 0, 0x10FFFF: 0} {
		if got := c.glyph(r); got != want {
			t.Errorf("glyph(%U) = %d, want %d", r, got, want)
		}
	}
	rare := testFaces(t).list[rare]
	if rare.glyph('𠮷') == 0 || rare.glyph('𬱖') == 0 || rare.cmap.glyph(0xE002) != rare.glyph('𠮷') {
		t.Error("format 12 and format 4 should name the same glyph")
	}
}

func TestFacesAreNotWrittenTo(t *testing.T) {
	before := string(testFonts().Song)
	setPages(t, sampleReport())
	if string(testFonts().Song) != before {
		t.Error("the font bytes have changed")
	}
}
