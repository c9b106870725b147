package grid

import (
	"reflect"
	"testing"
)

// Reading never panics, is the same twice, and gives cells in order within the limits.
func FuzzRead(f *testing.F) {
	f.Add(xlsxOf(f, `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>`, `<si><t>甲</t></si>`, ""))
	f.Add(docxOf(f, para("甲")+`<w:tbl><w:tr>`+cell("", para("乙"))+`</w:tr></w:tbl>`))
	f.Add([]byte("甲,乙\n\"丙\n\",丁\n"))
	f.Add(gbk(f, "甲,乙\n"))
	f.Add([]byte("%PDF-1.4"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, b := Read("x", data, Limits{Cells: 10000}), Read("x", data, Limits{Cells: 10000})
		if !reflect.DeepEqual(a, b) {
			t.Fatal("two readings differ")
		}
		for _, s := range a.Sheets {
			for i := 1; i < len(s.Cells); i++ {
				if !before(&s.Cells[i-1], &s.Cells[i]) {
					t.Fatalf("%s stands before %s", s.Cells[i-1].Ref(), s.Cells[i].Ref())
				}
			}
		}
	})
}

// The scanner takes any text without a panic; the recover of Read would hide one.
func FuzzParts(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`)
	f.Add(`<w:p><w:tbl><w:tr><w:tc></w:tc></w:tr></w:tbl></w:p>`)
	f.Fuzz(func(t *testing.T, xml string) {
		p := &pack{budget: newBudget(Limits{})}
		r := &sheetReader{book: &book{pack: p, strings: []string{"甲"}}, sheet: &Sheet{}, s: &scanner{b: []byte(xml)}}
		r.run()
		lists, _ := p.readNumbering("")
		d := &docxReader{pack: p, wb: &Workbook{}, scanner: scanner{b: []byte(xml)}, lists: lists}
		d.run()
	})
}
