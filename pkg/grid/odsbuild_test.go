package grid

import (
	"bytes"
	"fmt"
	"html"
	"math/rand"
	"strings"
	"testing"
)

const odsMime = "application/vnd.oasis.opendocument.spreadsheet"

const odsHead = `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">` +
	`<office:automatic-styles><style:style style:name="hid" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body>`

// odsOf makes an OpenDocument package of the tables.
func odsOf(t testing.TB, tables string, more ...pair) []byte {
	return zipped(t, append([]pair{{"mimetype", odsMime},
		{"content.xml", odsHead + `<office:spreadsheet>` + tables + `</office:spreadsheet></office:body></office:document-content>`}}, more...)...)
}

// fodsOf makes a flat OpenDocument file of the tables.
func fodsOf(tables string) []byte {
	s := strings.ReplaceAll(odsHead+`<office:spreadsheet>`+tables+`</office:spreadsheet></office:body></office:document-content>`, "office:document-content", "office:document")
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + s)
}

// odsTable makes a table of the rows.
func odsTable(rows string) string {
	return `<table:table table:name="填报表">` + rows + `</table:table>`
}

// odsCells makes a row of the cells.
func odsCells(cells ...string) string {
	return `<table:table-row>` + strings.Join(cells, "") + `</table:table-row>`
}

// odsText1 makes a cell with text, and attributes.
func odsText1(text string, attrs ...string) string {
	return `<table:table-cell office:value-type="string" ` + strings.Join(attrs, " ") + `><text:p>` + text + `</text:p></table:table-cell>`
}

// odsNumber makes a cell with a value of a type, as shown.
func odsNumber(kind, value, shown string) string {
	name := map[string]string{"date": "date-value", "time": "time-value", "boolean": "boolean-value"}[kind]
	if name == "" {
		name = "value"
	}
	return fmt.Sprintf(`<table:table-cell office:value-type="%s" office:%s="%s"><text:p>%s</text:p></table:table-cell>`, kind, name, value, shown)
}

const xmlHead = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">`

// xmlOf makes SpreadsheetML 2003 of one worksheet.
func xmlOf(styles, table string, options ...string) []byte {
	return []byte(xmlHead + `<Styles>` + styles + `</Styles><Worksheet ss:Name="填报表"><Table>` + table + `</Table>` + strings.Join(options, "") + `</Worksheet></Workbook>`)
}

// randomSheet is a sheet as a writer could have it: texts, numbers, merges that
// do not touch each other, hidden rows.
func randomSheet(r *rand.Rand) *Sheet {
	texts := []string{"甲", "县财政局", "a<b>&\"c'", "007", "两行\n文字", "𬱖", "80%", "2019-6-30"}
	s := &Sheet{Name: "填报表", Visible: true}
	row := 0
	for range 1 + r.Intn(8) {
		row += 1 + r.Intn(3)*r.Intn(3)
		col := 0
		hidden := r.Intn(5) == 0
		for range 1 + r.Intn(6) {
			col += 1 + r.Intn(3)*r.Intn(2)
			c := Cell{Row: row, Col: col, Hidden: hidden}
			if r.Intn(3) == 0 {
				c.Type, c.Text = Number, fmt.Sprint(r.Intn(1000))
			} else {
				c.Text = texts[r.Intn(len(texts))]
			}
			c.Raw = c.Text
			s.Cells = append(s.Cells, c)
			if r.Intn(6) == 0 {
				n := r.Intn(3)
				s.Merged = append(s.Merged, Range{row, col, row, col + 1 + n})
				col += 1 + n
			}
		}
	}
	return s
}

// mergeAt gives how many columns the merge that begins at a cell has.
func mergeAt(s *Sheet, row, col int) int {
	for _, m := range s.Merged {
		if m.Row1 == row && m.Col1 == col {
			return m.Col2 - m.Col1 + 1
		}
	}
	return 1
}

// written goes over the cells of a sheet row by row for a writer.
func written(s *Sheet, row func(n int, hidden bool), cell func(c *Cell, gap, columns int), end func()) {
	last := 0
	s.EachRow(func(n int, cells []Cell) bool {
		row(n-last, cells[0].Hidden)
		last = n
		col := 0
		for i := range cells {
			c := &cells[i]
			columns := mergeAt(s, c.Row, c.Col)
			cell(c, c.Col-col-1, columns)
			col = c.Col + columns - 1
		}
		end()
		return true
	})
}

func writeODS(s *Sheet) string {
	var b bytes.Buffer
	written(s, func(n int, hidden bool) {
		if n > 1 {
			fmt.Fprintf(&b, `<table:table-row table:number-rows-repeated="%d"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`, n-1)
		}
		b.WriteString(map[bool]string{false: `<table:table-row>`, true: `<table:table-row table:visibility="collapse">`}[hidden])
	}, func(c *Cell, gap, columns int) {
		if gap > 0 {
			fmt.Fprintf(&b, `<table:table-cell table:number-columns-repeated="%d"/>`, gap)
		}
		b.WriteString(`<table:table-cell`)
		if columns > 1 {
			fmt.Fprintf(&b, ` table:number-columns-spanned="%d" table:number-rows-spanned="1"`, columns)
		}
		if c.Type == Number {
			fmt.Fprintf(&b, ` office:value-type="float" office:value="%s"`, c.Raw)
		} else {
			b.WriteString(` office:value-type="string"`)
		}
		for i, line := range strings.Split(c.Text, "\n") {
			b.WriteString(map[bool]string{true: ">"}[i == 0] + "<text:p>" + html.EscapeString(line) + "</text:p>")
		}
		b.WriteString(`</table:table-cell>`)
		if columns > 1 {
			fmt.Fprintf(&b, `<table:covered-table-cell table:number-columns-repeated="%d"/>`, columns-1)
		}
	}, func() { b.WriteString(`</table:table-row>`) })
	return odsTable(b.String())
}

func writeXML(s *Sheet) []byte {
	var b bytes.Buffer
	row := 0
	written(s, func(n int, hidden bool) {
		row += n
		fmt.Fprintf(&b, `<Row ss:Index="%d" ss:Hidden="%d">`, row, map[bool]int{true: 1}[hidden])
	}, func(c *Cell, gap, columns int) {
		fmt.Fprintf(&b, `<Cell`)
		if gap > 0 {
			fmt.Fprintf(&b, ` ss:Index="%d"`, c.Col)
		}
		if columns > 1 {
			fmt.Fprintf(&b, ` ss:MergeAcross="%d"`, columns-1)
		}
		kind := map[bool]string{true: "Number", false: "String"}[c.Type == Number]
		fmt.Fprintf(&b, `><Data ss:Type="%s">%s</Data></Cell>`, kind, strings.ReplaceAll(html.EscapeString(c.Text), "\n", "&#10;"))
	}, func() { b.WriteString(`</Row>`) })
	return xmlOf("", b.String())
}

func writeHTML(s *Sheet) []byte {
	var b bytes.Buffer
	b.WriteString(`<html><head><meta charset="utf-8"></head><body><table>`)
	written(s, func(n int, hidden bool) {
		b.WriteString(strings.Repeat("<tr></tr>", n-1))
		b.WriteString(map[bool]string{false: `<tr>`, true: `<tr style="display:none">`}[hidden])
	}, func(c *Cell, gap, columns int) {
		b.WriteString(strings.Repeat("<td></td>", gap))
		fmt.Fprintf(&b, `<td colspan=%d`, columns)
		if c.Type == Number {
			fmt.Fprintf(&b, ` x:num`)
		} else {
			b.WriteString(` x:str`)
		}
		fmt.Fprintf(&b, `>%s</td>`, strings.ReplaceAll(html.EscapeString(c.Text), "\n", "<br>"))
	}, func() { b.WriteString(`</tr>`) })
	b.WriteString(`</table></body></html>`)
	return b.Bytes()
}
