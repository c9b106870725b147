package project

import "testing"

// A round's report has a number and a day of its own; what the round does not say is as for the year.
func TestHeadOfARound(t *testing.T) {
	dir := t.TempDir()
	if err := UnpackDemo(dir); err != nil {
		t.Fatal(err)
	}
	for round, want := range map[string]DocumentSettings{
		"2019-h1":  {"示政办函〔2019〕0号", "县人民政府", "示例县人民政府办公室", "2019-07-15"},
		"2019-end": {"示政办函〔2020〕0号", "县人民政府", "示例县人民政府办公室", "2020-01-15"},
	} {
		p, err := Open(Options{Dir: dir, Round: round})
		if err != nil {
			t.Fatal(err)
		}
		if got := DocumentSettings(p.reportInput(&Outcome{Checked: emptyChecked()}).Head); got != want {
			t.Errorf("%s: %+v, want %+v", round, got, want)
		}
	}
}
