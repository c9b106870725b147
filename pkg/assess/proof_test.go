package assess

import (
	"strings"
	"testing"

	"zwgk/pkg/grid"
	"zwgk/pkg/ledger"
	"zwgk/pkg/roster"
)

// A bonus that wants proof is given only where the sheet of scores names some.
func TestBonusWithProof(t *testing.T) {
	units, err := roster.Read("r.csv", grid.Read("", []byte("单位名称,类别\n甲,政府部门\n乙,政府部门\n丙,政府部门\n"), grid.Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger.Ledger{}
	for _, name := range []string{"甲", "乙", "丙"} {
		unit(l, name, "政府部门", "50")
	}
	in := input(t, l)
	if in.Scheme, err = parse(t, "name: 试\nindicators:\n  - {name: 完成, weight: \"100\", "+completed+"}\n  - {name: 创新, weight: \"5\", bonus: true, measure: source, source: 创新案例, proof: true}\n"); err != nil {
		t.Fatal(err)
	}
	in.Sources = Sources{}
	wb := grid.Read("", []byte("单位,创新案例,依据\n甲,3,市政府办公室通报第5期\n乙,4,无\n丙,2,\n"), grid.Limits{})
	if slips := in.Scheme.Add(in.Sources, "加分.csv", wb.Sheets[0], units, nil); len(slips) > 0 {
		t.Fatal(slips)
	}
	want := map[string]string{"甲": "53.00 创新案例得3分。", "乙": "50.00 创新案例得4分，分数表里没有写依据，不计。", "丙": "50.00 创新案例得2分，分数表里没有写依据，不计。"}
	for _, u := range scored(t, in).Units {
		last := u.Lines[len(u.Lines)-1]
		if got := u.Score + " " + last.Reason; !strings.HasPrefix(got, want[u.Unit]) || len(last.Sources) != 1 {
			t.Errorf("%s: %s %v", u.Unit, got, last.Sources)
		}
	}
}
