package form

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

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
	col, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		return err
	}
	// Formulas that differ in their own row alone are the same one, and are
	// stored once: there are many, and long ones.
	key := cell
	if !strings.Contains(formula, "!") {
		key = strconv.Itoa(col) + " " + rowless(formula, strconv.Itoa(row))
	}
	s := b.shared[key]
	if s == nil {
		s = &shared{index: len(b.shared), first: cell}
		b.shared[key] = s
	}
	s.last = cell
	b.sharing[cell] = s
	return b.file.SetCellFormula(b.sheet, cell, formula)
}

// rowless takes the number of a row from behind the names of columns.
func rowless(formula, row string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(formula, row)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		column := before != "" && before[len(before)-1] >= 'A' && before[len(before)-1] <= 'Z'
		longer := after != "" && after[0] >= '0' && after[0] <= '9'
		if column && !longer {
			b.WriteByte('#')
		} else {
			b.WriteString(row)
		}
		formula = after
	}
}

// shared is a formula that stands in cells of one column, first to last.
type shared struct {
	index       int
	first, last string
}

// text is the formula as it stands in a cell: whole in the first, a reference in
// the others.
func (s *shared) text(cell string, formula []byte) string {
	index := strconv.Itoa(s.index)
	switch {
	case s.first == s.last:
		return "<f>" + string(formula) + "</f>"
	case s.first == cell:
		return `<f t="shared" ref="` + s.first + ":" + s.last + `" si="` + index + `">` + string(formula) + "</f>"
	}
	return `<f t="shared" si="` + index + `"></f>`
}

// resultZip writes the parts of a workbook, and the results of the formulas into
// the sheet that comes first.
type resultZip struct {
	*zip.Writer
	blank *blank
}

const firstSheet = "xl/worksheets/sheet1.xml"

func (s resultZip) Create(name string) (io.Writer, error) {
	w, err := s.Writer.Create(name)
	if err != nil || name != firstSheet {
		return w, err
	}
	return resultWriter{w, s.blank}, nil
}

type resultWriter struct {
	io.Writer
	blank *blank
}

// Write takes the whole part at once: that is how excelize writes it. A cell with
// a formula stands in it as <c r="P6" s="1" t="str"><f>…</f></c>, always as a text
// and without a result.
func (w resultWriter) Write(p []byte) (int, error) {
	const end, cell, begin, text = "</f></c>", `<c r="`, "<f>", ` t="str"`
	var out bytes.Buffer
	rest := p
	for {
		at := bytes.Index(rest, []byte(end))
		if at < 0 {
			break
		}
		start := bytes.LastIndex(rest[:at], []byte(cell))
		head, formula, _ := bytes.Cut(rest[start:at], []byte(">"+begin))
		name, _, _ := bytes.Cut(head[len(cell):], []byte(`"`))
		r, f := w.blank.results[string(name)], w.blank.sharing[string(name)]
		if r.number {
			head = bytes.TrimSuffix(head, []byte(text))
		}
		out.Write(rest[:start])
		out.Write(head)
		out.WriteByte('>')
		out.WriteString(f.text(string(name), formula))
		out.WriteString("<v>")
		_ = xml.EscapeText(&out, []byte(r.text)) // a buffer takes everything
		out.WriteString("</v></c>")
		rest = rest[at+len(end):]
	}
	out.Write(rest)
	if _, err := w.Writer.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (b *blank) zip(w io.Writer) excelize.ZipWriter { return resultZip{zip.NewWriter(w), b} }
