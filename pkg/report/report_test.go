package report

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"zwgk/pkg/document"
)

var update = flag.Bool("update", false, "write the golden files anew")

func rounds(t testing.TB) map[string]Input {
	empty := round(t)
	undated := round(t, good, silent, flawed, partial)
	undated.Round.Due, undated.Round.AsOf, undated.Head, undated.Sample, undated.Office = "", "", Head{}, false, ""
	for i := range undated.Ledger.Units {
		undated.Ledger.Units[i].Due = ""
	}
	undated.score(t, nil)
	return map[string]Input{
		"good": round(t, many(good, 7)...), "silent": round(t, many(silent, 6)...), "mixed": round(t, mixed()...),
		"small": round(t, good, late, flawed, partial, rejected, silent, none), "one": round(t, good), "empty": empty, "undated": undated,
	}
}

func texts(t testing.TB, in Input) map[string]string {
	t.Helper()
	c := New(in)
	out := map[string]string{}
	keep := func(name string, d *document.Document, err error) {
		if err != nil {
			t.Fatal(err)
		}
		out[name] = shown(d)
	}
	d, err := c.Assessment()
	keep("report", d, err)
	for i, u := range in.Ledger.Units {
		if i < 7 {
			d, err := c.UnitPage(u.Name)
			keep("unit-"+u.Name, d, err)
		}
	}
	for name, f := range map[string]func() (string, error){"notice": c.Notice, "chase": c.Chase, "return": c.ReturnLetter, "receipt": c.Receipts} {
		if out[name], err = f(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// golden compares a text with the one that was looked at; -update writes it anew.
func golden(t *testing.T, name, part, text string) {
	t.Helper()
	path := filepath.Join("testdata", name, part+".txt")
	if *update {
		os.MkdirAll(filepath.Dir(path), 0o755)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != text {
		t.Errorf("%s differs; look at it with -update\n%s", path, text)
	}
}

func TestGolden(t *testing.T) {
	for name, in := range rounds(t) {
		if name == "mixed" {
			continue
		}
		for part, text := range texts(t, in) {
			golden(t, name, part, text)
		}
	}
}
