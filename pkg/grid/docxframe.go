package grid

import (
	"fmt"
	"slices"
)

// A frame is a table of one column around other tables, as pages are pasted into Word.
// What it holds is read as if it were not there.

// framed is a paragraph or a table in the only column of a table.
type framed struct {
	text  string
	sheet *Sheet
}

// isFrame: the table has one column, and a table with columns in it.
func (t *docxTable) isFrame() bool {
	wide := func(c Cell) bool { return c.Col > 1 }
	return !slices.ContainsFunc(t.sheet.Cells, wide) && slices.ContainsFunc(t.content, func(f framed) bool {
		return f.sheet != nil && slices.ContainsFunc(f.sheet.Cells, wide)
	})
}

// unframe puts what a frame holds in its place.
func (r *docxReader) unframe(t *docxTable) {
	r.wb.Sheets = r.wb.Sheets[:len(r.wb.Sheets)-1] // t's own is the last
	for _, f := range t.content {
		if f.sheet == nil {
			r.addParagraph(f.text)
			continue
		}
		r.wb.Sheets = append(r.wb.Sheets, f.sheet)
		f.sheet.Name = fmt.Sprintf("表%d", len(r.wb.Sheets))
	}
}
