// Package typeset sets documents as PDF in the layout of GB/T 9704-2012.
//
// A document goes one way: its blocks become columns of items (lines, rows,
// bars), the columns become pages, the pages are drawn with gofpdf, and the
// finished file is rewritten into what gofpdf cannot write: an archivable file
// whose text can be copied. All measuring is done here on the fonts' own tables, so
// that gofpdf is a drawing backend only.
package typeset

import (
	"io"

	"zwgk/pkg/document"
)

// Fonts are the faces by role, each the bytes of a TrueType file: 仿宋, 宋体, 黑体,
// 楷体, 小标宋 and one for runes above U+FFFF. A role that is nil is played by the
// other faces; one of the first five must be there. The bytes are not changed
// and may be shared by documents that are set at the same time.
type Fonts struct{ Body, Song, Hei, Kai, Title, Rare []byte }

// PDF sets doc and writes it to w, whole or not at all. missing lists the runes
// that no face has, sorted; they are drawn as 〓. The same document and fonts
// give the same bytes.
func PDF(w io.Writer, doc *document.Document, fonts Fonts) (missing []rune, err error) {
	faces, err := readFaces(fonts)
	if err != nil {
		return nil, err
	}
	pages := pages(faces.compose(doc))
	faces.folios(pages)
	order, subsets := fontSubsets(pages)
	plain, err := draw(pages, order, subsets)
	if err != nil {
		return nil, err
	}
	data, err := finish(plain, doc, pages, faces.tree, order, subsets)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	return faces.missingRunes(), err
}
