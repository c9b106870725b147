package form

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"regexp"

	"github.com/xuri/excelize/v2"
)

// result is what a formula gives in the blank as written: programs that show a
// file without calculating, and readers of files, go by it.
type result struct {
	text   string
	number bool
}

// formula puts a formula into a cell. excelize has no way to store its result,
// so that is added when the sheet is written.
func (b *blank) formula(cell, formula string, r result) error {
	b.results[cell] = r
	return b.file.SetCellFormula(b.sheet, cell, formula)
}

// formulaCell is a cell with a formula as excelize writes it, without a result.
var formulaCell = regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?) t="str"><f>([^<]*)</f></c>`)

// resultZip writes the parts of a workbook, and the results of the formulas into
// the sheet that comes first.
type resultZip struct {
	*zip.Writer
	results map[string]result
}

const firstSheet = "xl/worksheets/sheet1.xml"

func (s resultZip) Create(name string) (io.Writer, error) {
	w, err := s.Writer.Create(name)
	if err != nil || name != firstSheet {
		return w, err
	}
	return resultWriter{w, s.results}, nil
}

type resultWriter struct {
	io.Writer
	results map[string]result
}

// Write takes the whole part at once: that is how excelize writes it.
func (w resultWriter) Write(p []byte) (int, error) {
	out := formulaCell.ReplaceAllFunc(p, func(cell []byte) []byte {
		m := formulaCell.FindSubmatch(cell)
		r := w.results[string(m[1])]
		var value bytes.Buffer
		_ = xml.EscapeText(&value, []byte(r.text)) // a buffer takes everything
		kind := ` t="str"`
		if r.number {
			kind = ""
		}
		return []byte(`<c r="` + string(m[1]) + `"` + string(m[2]) + kind + `><f>` + string(m[3]) + `</f><v>` + value.String() + `</v></c>`)
	})
	if _, err := w.Writer.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (b *blank) zip(w io.Writer) excelize.ZipWriter { return resultZip{zip.NewWriter(w), b.results} }
