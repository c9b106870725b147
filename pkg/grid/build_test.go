package grid

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// pair is a part of a package made in a test.
type pair struct{ name, content string }

func zipped(t testing.TB, parts ...pair) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(p.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const relsHead = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
const relBase = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

// xlsxOf makes a workbook of one sheet out of the XML of its parts.
func xlsxOf(t testing.TB, sheet, strs, styles string, more ...pair) []byte {
	parts := []pair{
		{"[Content_Types].xml", `<Types/>`},
		{"_rels/.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="填报表" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relBase + `sharedStrings" Target="sharedStrings.xml"/>` +
			`<Relationship Id="rId3" Type="` + relBase + `styles" Target="styles.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet>` + sheet + `</worksheet>`},
		{"xl/sharedStrings.xml", `<sst>` + strs + `</sst>`},
		{"xl/styles.xml", `<styleSheet>` + styles + `</styleSheet>`},
	}
	return zipped(t, append(parts, more...)...)
}

func docxOf(t testing.TB, body string) []byte {
	return zipped(t,
		pair{"_rels/.rels", relsHead + `<Relationship Id="rId1" Type="` + relBase + `officeDocument" Target="word/document.xml"/></Relationships>`},
		pair{"word/document.xml", `<w:document xmlns:w="x"><w:body>` + body + `</w:body></w:document>`})
}

// shown lists the cells of a sheet as "B3=text".
func shown(s *Sheet) string {
	var out []string
	for i := range s.Cells {
		out = append(out, s.Cells[i].Ref()+"="+s.Cells[i].Text)
	}
	return strings.Join(out, "|")
}

// carried lists the cells of a sheet with all that they carry: text, raw value where it differs, type, marks, link and comment.
func carried(s *Sheet) string {
	var out []string
	for i := range s.Cells {
		c := &s.Cells[i]
		d := c.Ref() + "=" + c.Text
		if c.Raw != c.Text {
			d += "(" + c.Raw + ")"
		}
		if c.Type != Text {
			d += " " + c.Type.String()
		}
		if c.Formula {
			d += " formula"
		}
		if c.Unstored {
			d += " unstored"
		}
		if c.Hidden {
			d += " hidden"
		}
		if c.Link() != "" {
			d += " →" + c.Link()
		}
		if c.Comment() != "" {
			d += " #" + c.Comment()
		}
		out = append(out, d)
	}
	return strings.Join(out, "|")
}

// every lists the cells of all sheets so.
func every(wb *Workbook) string {
	var out []string
	for _, s := range wb.Sheets {
		out = append(out, carried(s))
	}
	return strings.Join(out, "|")
}
