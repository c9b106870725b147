package project

import (
	"testing"

	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// What a unit wrote before it was renamed is filled in for it under its new name, and compared with
// what it writes now. What one of several parts wrote is nobody's.
func TestNamesInTheLedgerBefore(t *testing.T) {
	dir := t.TempDir()
	if err := UnpackDemo(dir); err != nil {
		t.Fatal(err)
	}
	runFolder(t, dir)
	p, err := Open(Options{Dir: dir, Round: "2019-end"})
	if err != nil {
		t.Fatal(err)
	}
	before, err := p.previousAnswers()
	if err != nil {
		t.Fatal(err)
	}
	if before["县银保监组"]["3.1"][form.FieldStatus] != "正在推进" || before["县银监办"] != nil {
		t.Errorf("new name: %v, old name: %v", before["县银保监组"], before["县银监办"])
	}
	p.changed.Names, p.changed.Merged = map[string]string{"县地震局": "县应急局"}, map[string]bool{"县地震局": true}
	l := ledger.Ledger{Entries: []ledger.Entry{{Unit: "县地震局"}, {Unit: "县应急局"}}}
	p.namedNow(&l)
	if l.Entries[0].Unit != "县地震局" || l.Entries[1].Unit != "县应急局" {
		t.Errorf("parts: %+v", l.Entries)
	}
}
