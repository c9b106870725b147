package ledger

import (
	"testing"

	"zwgk/pkg/finding"
)

// Tables side by side have two entries in one row; a cell merged over rows is of its own row first.
func TestPlaces(t *testing.T) {
	of := func(item string, row int, cells map[string]string) Entry {
		return Entry{Item: item, Source: Source{File: "a", Sheet: "s", Row: row, Cells: cells}}
	}
	l := &Ledger{Entries: []Entry{
		of("1", 3, map[string]string{"id": "A3", "status": "C3"}), of("2", 3, map[string]string{"id": "H3", "status": "J3"}),
		of("3", 4, map[string]string{"id": "A4", "status": "C4"}), of("4", 5, map[string]string{"id": "A5", "status": "C4"}),
		of("5", 0, nil),
	}}
	p := l.Places()
	for cell, want := range map[string]string{"C3": "1", "J3": "2", "E3": "", "C4": "3", "A5": "4", "F5": "4", "F9": "", "": ""} {
		got := ""
		if e := p.At(finding.Place{File: "a", Sheet: "s", Cell: cell}); e != nil {
			got = e.Item
		}
		if got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
	if list := p.Of(finding.Finding{File: "a", Sheet: "s", Cells: []string{"A3", "C3", "H3"}}); len(list) != 2 || list[0].Item != "1" || list[1].Item != "2" {
		t.Error(list)
	}
}
