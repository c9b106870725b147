package grid

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

// Written piece by piece, the JSON says the same in the same lines as in one piece.
func TestWriteJSON(t *testing.T) {
	data, _ := randomXlsx(t, 5, true)
	books := []*Workbook{Read("a.xlsx", data, Limits{}), Read("a.pdf", []byte("%PDF-1.4"), Limits{}), {Sheets: []*Sheet{{Name: "<空>&"}}},
		{Format: "xlsx", Sheets: []*Sheet{{Merged: []Range{{1, 1, 1, 2}, {3, 1, 4, 1}}, Cells: []Cell{{Row: 1, Col: 1, Text: "<a>&\u2028", Note: &Note{Link: "x", Comment: "y"}}}}, {Name: "二"}}}}
	for i, wb := range books {
		var whole, pieces bytes.Buffer
		e := json.NewEncoder(&whole)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(wb); err != nil {
			t.Fatal(err)
		}
		if err := wb.WriteJSON(&pieces); err != nil {
			t.Fatal(err)
		}
		var a, b any
		if json.Unmarshal(whole.Bytes(), &a) != nil || json.Unmarshal(pieces.Bytes(), &b) != nil {
			t.Fatal("no JSON")
		}
		if !reflect.DeepEqual(a, b) || bytes.Count(whole.Bytes(), []byte("\n")) != bytes.Count(pieces.Bytes(), []byte("\n")) {
			t.Errorf("%d: got\n%s\nwant\n%s", i, pieces.String(), whole.String())
		}
	}
}
