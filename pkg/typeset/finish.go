package typeset

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"sync"

	"zwgk/pkg/document"
)

// finish rewrites a file of gofpdf into PDF/A-2b: true ToUnicode maps and font
// names, metadata, colour profile,
// language, outline, structure tree, file ID.
func finish(plain []byte, doc *document.Document, pages []*page, tree *elem, order []*face, subsets map[*face]subset) ([]byte, error) {
	f, err := readFile(plain)
	if err != nil {
		return nil, err
	}
	for _, face := range order {
		f.font(face, subsets[face])
	}
	in := describe(doc)
	f.objects[f.info] = in.info()
	metadata := f.add(stream("/Type /Metadata /Subtype /XML", in.xmp()))
	profile := f.add(packedProfile())
	outline := f.outline(pages)
	tags := f.structureTree(tree, len(pages))
	f.objects[f.root] = fmt.Appendf(nil, "<</Type /Catalog /Pages 1 0 R /Lang (%s) /ViewerPreferences <</DisplayDocTitle true>> /Metadata %d 0 R"+
		" /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1)"+
		" /DestOutputProfile %d 0 R>>]%s%s>>", in.language, metadata, profile, outline, tags)
	return f.bytes(), nil
}

// stream is an object with data as it is.
func stream(dict string, data []byte) []byte {
	return fmt.Appendf(nil, "<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

var packedProfile = sync.OnceValue(func() []byte { return packed("/N 3", srgb()) })

// packers are compressors for use again: a new one takes a megabyte.
var packers = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

// packed is an object with compressed data.
func packed(dict string, data []byte) []byte {
	var b bytes.Buffer
	z := packers.Get().(*zlib.Writer)
	defer packers.Put(z)
	z.Reset(&b)
	z.Write(data) // a bytes.Buffer takes everything
	z.Close()
	return stream(dict+" /Filter /FlateDecode", b.Bytes())
}

// bytes writes the file. Its ID is taken from its content.
func (f *file) bytes() []byte {
	var b bytes.Buffer
	// The comment of four high bytes tells transfer programs that this is no text.
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int, len(f.objects))
	for i := 1; i < len(f.objects); i++ {
		places[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i, f.objects[i])
	}
	sum := sha256.Sum256(b.Bytes())
	id := sum[:16]
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects))
	for _, at := range places[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(f.objects), f.root, f.info, id, id, table)
	return b.Bytes()
}
