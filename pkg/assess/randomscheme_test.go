package assess

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"zwgk/pkg/form"
)

// schemeWriter writes a random scheme: a tree of up to three levels with all measures.
type schemeWriter struct {
	*rand.Rand
	n int
}

func (w *schemeWriter) name() string { w.n++; return fmt.Sprintf("指标%d", w.n) }

// split cuts a number of points into a few parts of a quarter of a point.
func (w *schemeWriter) split(total decimal.Decimal) []decimal.Decimal {
	quarter := dec("0.25")
	left := int(total.Div(quarter).IntPart())
	var out []decimal.Decimal
	for parts := 1 + w.IntN(3); parts > 1 && left > 4; parts-- {
		n := 1 + w.IntN(left-2)
		out, left = append(out, quarter.Mul(whole(n))), left-n
	}
	return append(out, quarter.Mul(whole(left)))
}

func (w *schemeWriter) indicators(total decimal.Decimal, level int) string {
	var b strings.Builder
	pad := strings.Repeat("    ", level)
	for _, weight := range w.split(total) {
		fmt.Fprintf(&b, "%s- name: %s\n%s  clause: 按规定。\n%s  weight: \"%s\"\n", pad, w.name(), pad, pad, weight)
		if level < 3 && w.IntN(2) == 0 {
			of := weight
			if w.IntN(2) == 0 {
				of = dec("100")
				fmt.Fprintf(&b, "%s  scale: \"100\"\n", pad)
			}
			fmt.Fprintf(&b, "%s  parts:\n%s", pad, w.indicators(of, level+1))
			continue
		}
		b.WriteString(w.measure(pad+"  ", weight))
	}
	return b.String()
}

func (w *schemeWriter) measure(pad string, weight decimal.Decimal) string {
	const points = "points: {done: \"1\", ongoing: progress, unstated: \"0.5\", not_started: \"0\", unknown: \"0\"}"
	steps := fmt.Sprintf("\nsteps: [{from: \"80\", points: \"%s\"}, {from: \"50\", points: \"%s\"}, {points: \"0\"}]", weight, weight.Div(whole(2)))
	if w.IntN(2) == 0 {
		steps = ""
	}
	n := w.IntN(10)
	text := [][]string{
		{"measure: timely", "late: \"0.5\"", "per_day: \"0.1\""}, {"measure: complete" + steps}, {"measure: completion", points + steps}, {"measure: on_time" + steps},
		{"measure: evidence", "of: [done, ongoing]" + steps}, {"measure: items", "each: {other: \"0.25\", lead: \"1\"}", points, "proof: true"},
		{"measure: findings", "deduct: [{codes: [\"V*\", E03], per: cell, points: \"0.5\", cap: \"3\"}, {event: late, points: \"1\", doubled: 应报 < 3}, {event: copied, points: \"2\"}]"},
		{"measure: count", "codes: [\"*\"]", "per: cell", fmt.Sprintf("steps: [{to: \"0\", points: \"%s\"}, {to: \"5\", points: \"%s\"}, {points: \"0\"}]", weight, weight.Div(whole(3)).Round(2))},
		{"measure: lights", "lights: {green: \"1\", yellow: \"0.6\"}"}, {"measure: source", "source: 第三方", "out_of: \"100\""},
	}[n]
	if !slices.Contains([]int{0, 6, 9}, n) && w.IntN(4) == 0 { // what goes by tasks may count some only
		text = append(text, "tasks: [\"2\", \"3\", \"7\"]")
	}
	return pad + strings.Join(strings.Split(strings.Join(text, "\n"), "\n"), "\n"+pad) + "\n"
}

func (w *schemeWriter) scheme() string {
	text := "total: \"100\"\nplaces: " + fmt.Sprint(2+w.IntN(3)) + "\nindicators:\n" + w.indicators(dec("100"), 0)
	if w.IntN(2) == 0 {
		text += "- {name: 加分, clause: 加分。, weight: \"5\", bonus: true, when: 基础分 > 60, measure: source, source: 加分栏}\n"
	}
	if w.IntN(2) == 0 {
		text += "not_applicable: redistribute\n"
	}
	if w.IntN(2) == 0 {
		text += "unreported: measure\n"
	}
	if w.IntN(3) == 0 {
		text += "corrections: [{name: 修正, clause: 修正。, when: 应报 > 3, times: \"1.05\"}]\n"
	}
	if w.IntN(4) == 0 {
		text += "vetoes: [{name: 否决, clause: 否决。, when: 问题(\"P01\") > 0}]\n"
	}
	return text
}

// TestRandomSchemes: with any scheme lines add up, every indicator stays between nothing and its
// weight, the order of what comes in does not matter, another unit does not matter, and one item
// more that is done does not cost a point.
func TestRandomSchemes(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		text := (&schemeWriter{Rand: r}).scheme()
		s, err := parse(t, text)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		l, found := random(r)
		in := input(t, l)
		in.Scheme, in.Findings = s, found
		in.Sources = Sources{"第三方": {}, "加分栏": {}}
		in.Lights = &Lights{}
		for _, u := range l.Units {
			in.Sources["第三方"][u.Name] = SubScore{Points: whole(r.IntN(101))}
			in.Sources["加分栏"][u.Name] = SubScore{Points: whole(r.IntN(6))}
			for _, item := range u.Required {
				in.Lights.Lights = append(in.Lights.Lights, Light{Unit: u.Name, Item: item, Light: []string{LightGreen, LightYellow, LightRed, LightNone}[r.IntN(4)]})
			}
			for _, kind := range EventKinds {
				for range r.IntN(2) {
					in.Events = append(in.Events, Event{Unit: u.Name, Kind: kind})
				}
			}
		}
		before := scored(t, in)
		if t.Failed() {
			t.Fatalf("seed %d\n%s", seed, text)
		}
		r.Shuffle(len(in.Events), func(i, j int) { in.Events[i], in.Events[j] = in.Events[j], in.Events[i] })
		r.Shuffle(len(l.Entries), func(i, j int) { l.Entries[i], l.Entries[j] = l.Entries[j], l.Entries[i] })
		if again := scored(t, in); !reflect.DeepEqual(before, again) {
			t.Fatalf("seed %d: the order matters\n%s", seed, text)
		}
		alone(t, in, before, seed)
		doneLater(t, in, before, seed, text)
	}
}

// alone: the first unit has the same account without the others.
func alone(t *testing.T, in Input, before *Scores, seed uint64) {
	t.Helper()
	l := *in.Ledger
	l.Units = l.Units[:1]
	in.Ledger = &l
	a, b := scored(t, in).Units[0], before.Units[0]
	if a.Score != b.Score || !reflect.DeepEqual(a.Lines, b.Lines) {
		t.Fatalf("seed %d: other units matter to %s", seed, a.Unit)
	}
}

// doneLater: an item that was not begun and is done, in time and with evidence, costs nothing.
func doneLater(t *testing.T, in Input, before *Scores, seed uint64, text string) {
	t.Helper()
	for i := range in.Ledger.Entries {
		e := &in.Ledger.Entries[i]
		if e.Status != form.NotStarted {
			continue
		}
		e.Status, e.Progress, e.Links = form.Done, "100", []string{"http://example.gov.cn/9"}
		for j := range in.Lights.Lights {
			if k := &in.Lights.Lights[j]; k.Unit == e.Unit && k.Item == e.Item && k.Light != LightNone {
				k.Light = LightDone
			}
		}
	}
	for i, u := range scored(t, in).Units {
		if dec(u.Score).LessThan(dec(before.Units[i].Score)) {
			t.Fatalf("seed %d: %s fell from %s to %s\n%s\n%v", seed, u.Unit, before.Units[i].Score, u.Score, text, u.Lines)
		}
	}
}
