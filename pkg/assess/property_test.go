package assess

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"
)

// wideWriter writes schemes with what schemeWriter leaves out: gates, bonuses and scales at every
// level, duties that weigh differently, deductions that are doubled, corrections up and down, vetoes
// to some points, quotas. Its conditions hold sooner the better a unit does (up) or the worse
// (down): see TestWhatConditionsCanBreak.
type wideWriter struct{ schemeWriter }

func (w *wideWriter) one(list ...string) string { return list[w.IntN(len(list))] }

// up is a condition of what stands above all indicators of the base: of a bonus of the first level, a
// correction. Others must not wait for points that they are part of: see upBy.
func (w *wideWriter) up() string {
	return w.one("基础分 > 60", "基础分 >= 30", `得分("指标1") > 2`, "未报 == 0 && 基础分 > 40", w.upBy())
}

func (w *wideWriter) upBy() string {
	return w.one("已完成 >= 2", "应报 > 2", `类别 == "政府部门"`, `次数("late") == 0`, `问题("P*") == 0`, `问题("*") < 4`,
		`!认定("否决栏")`, `组别 != "其他单位" || 已完成 > 1`)
}

func (w *wideWriter) down() string {
	return w.one("基础分 < 20", `得分("指标1") < 1`, w.downBy())
}

func (w *wideWriter) downBy() string {
	return w.one("已完成 == 0", "应报 < 3", `次数("missing") > 0`, `问题("P01") > 1`, `问题("*") >= 5`, `认定("否决栏")`, "未报 > 2 || 已完成 < 1")
}

func (w *wideWriter) list(total decimal.Decimal, level int) string {
	var b strings.Builder
	for _, weight := range w.split(total) {
		b.WriteString(w.written(weight, level, false))
	}
	if w.IntN(4) == 0 {
		b.WriteString(w.written(dec("2.5"), level, true))
	}
	return b.String()
}

// written is an indicator with its parts; a bonus is at most 2.5 of what it is a part of.
func (w *wideWriter) written(weight decimal.Decimal, level int, bonus bool) string {
	pad := strings.Repeat("    ", level)
	text := fmt.Sprintf("%s- name: %s\n%s  clause: 按规定。\n%s  weight: \"%s\"\n", pad, w.name(), pad, pad, weight)
	if bonus {
		text += pad + "  bonus: true\n"
	}
	if w.IntN(6) == 0 {
		when := w.upBy()
		if bonus && level == 0 {
			when = w.up()
		}
		text += pad + "  when: '" + when + "'\n"
	}
	switch {
	case level >= 3 || weight.LessThan(dec("3")) && !bonus || w.IntN(2) == 0:
		return text + w.leaf(pad+"  ", weight)
	case bonus: // parts that may be more than the bonus together, none of them by itself
		return text + pad + "  parts:\n" + w.written(weight, level+1, false) + w.written(dec("1.5"), level+1, false)
	case w.IntN(2) == 0:
		return text + pad + "  scale: \"100\"\n" + pad + "  parts:\n" + w.list(dec("100"), level+1)
	}
	return text + pad + "  parts:\n" + w.list(weight, level+1)
}

func (w *wideWriter) leaf(pad string, weight decimal.Decimal) string {
	switch w.IntN(7) {
	case 0:
		return pad + "measure: completion\n" + pad + "points: {done: \"1\", ongoing: \"0.5\", not_started: \"0.2\", unknown: \"0.1\"}\n" + pad + "weights: {lead: \"2\", cooperating: \"0.5\"}\n"
	case 1:
		return pad + "measure: on_time\n" + pad + "weights: {lead: \"3\"}\n"
	case 2:
		return pad + "measure: findings\n" + pad + "deduct:\n" +
			pad + "  - {codes: [V01], per: finding, points: \"0.3\", doubled: '" + w.downBy() + "'}\n" +
			pad + "  - {codes: [\"*\"], severity: [error], per: item, points: \"0.75\", cap: \"1.5\"}\n" +
			pad + "  - {event: " + w.one(EventKinds...) + ", points: \"0.5\", cap: \"2\", doubled: '" + w.downBy() + "'}\n"
	}
	return w.measure(pad, weight)
}

func (w *wideWriter) scheme() string {
	text := "total: \"100\"\nplaces: " + fmt.Sprint(2+w.IntN(3)) + "\nindicators:\n" + w.list(dec("100"), 0)
	text += "grades: [{name: 优秀, from: \"85\", top: \"30\"}, {name: 良好, top: \"60\"}, {name: 合格, from: \"40\"}, {name: 不合格}]\n"
	text += fmt.Sprintf("quota: {of: %s, ties: %s, round: %s}\n", w.one("group", "all"), w.one("in", "out"), w.one("down", "half", "up"))
	text += "not_applicable: " + w.one("full", "redistribute") + "\nunreported: " + w.one("zero", "measure") + "\n"
	if w.IntN(2) == 0 {
		text += "corrections:\n  - {name: 上修, clause: 修正。, when: '" + w.up() + "', times: \"1.05\"}\n  - {name: 下修, clause: 修正。, when: '" + w.down() + "', times: \"0.9\"}\n"
	}
	if w.IntN(3) == 0 {
		text += "vetoes:\n  - {name: 否决, clause: 否决。, when: '" + w.down() + "', to: \"" + w.one("0", "30", "59") + "\"}\n"
	}
	return text
}

// world is a random round in which every kind of measure has something to go by.
func world(t *testing.T, r *rand.Rand, text string) Input {
	t.Helper()
	s, err := parse(t, text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	l, found := random(r)
	in := input(t, l)
	in.Scheme, in.Findings, in.Lights, in.Plan, in.Decisions = s, found, &Lights{}, &duty.Plan{}, &decision.Set{}
	in.Sources = Sources{"第三方": {}, "否决栏": {}}
	var items []tasktable.Item
	for i := range 7 {
		item := tasktable.Item{ID: fmt.Sprint(i + 1)}
		if r.IntN(3) > 0 {
			item.Deadlines = []tasktable.Deadline{{Kind: "date", Due: fmt.Sprintf("2019-0%d-20", 3+r.IntN(6))}}
		}
		items = append(items, item)
	}
	in.Table = &tasktable.Table{Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{{Tasks: []tasktable.Task{{Items: items}}}}}}}
	for _, u := range l.Units {
		if r.IntN(4) > 0 {
			in.Sources["第三方"][u.Name] = SubScore{Points: whole(r.IntN(101))}
		}
		if r.IntN(5) == 0 {
			in.Sources["否决栏"][u.Name] = SubScore{Points: one}
		}
		for _, item := range u.Required {
			in.Plan.Assignments = append(in.Plan.Assignments, duty.Assignment{Item: item, Unit: u.Name, Duty: []duty.Role{duty.Lead, duty.Responsible, duty.Cooperating}[r.IntN(3)]})
		}
		for _, kind := range EventKinds {
			for range r.IntN(3) {
				in.Events = append(in.Events, Event{Unit: u.Name, Kind: kind})
			}
		}
		if r.IntN(4) == 0 {
			in.Decisions.Adjustments = append(in.Decisions.Adjustments, decision.Adjustment{Unit: u.Name, Points: "-3"})
		}
	}
	relit(in)
	return in
}

// relit gives the lights of the round as they are.
func relit(in Input) { *in.Lights = *in.Scheme.Lights(in.Ledger, in.Plan, in.Table, 2019) }

// accounts are the accounts by unit, without what goes by the others.
func accounts(t *testing.T, in Input) map[string]UnitScore {
	t.Helper()
	out := map[string]UnitScore{}
	for _, u := range scored(t, in).Units {
		u.Rank, u.Grade = 0, ""
		out[u.Unit] = u
	}
	return out
}

// most is what a scheme can give: its total and the bonuses on top of it.
func most(s *Scheme) decimal.Decimal {
	sum := s.Total
	for _, ind := range s.Indicators {
		if ind.Bonus {
			sum = sum.Add(ind.Weight)
		}
	}
	return sum
}

// TestWideSchemes: with any scheme whose conditions go with the score, a score is between nothing
// and the most that there is, its lines add up, nothing goes by the order of what comes in or by
// another unit, and neither a task more that is done nor a finding that is waived costs a point.
func TestWideSchemes(t *testing.T) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 11))
		text := (&wideWriter{schemeWriter{Rand: r}}).scheme()
		in := world(t, r, text)
		before := accounts(t, in)
		for _, u := range before {
			if s := dec(u.Score); s.IsNegative() || s.GreaterThan(most(in.Scheme)) {
				t.Errorf("%s has %s of %s", u.Unit, s, most(in.Scheme))
			}
		}
		for _, u := range before {
			closes(t, in.Scheme, u)
		}
		shuffled(t, r, in)
		without(t, in, before)
		waiving(t, in, before)
		doneOne(t, in, before)
		if t.Failed() {
			t.Fatalf("seed %d\n%s", seed, text)
		}
	}
}

// closes: the total less what is lost and with what is gained is the score; nothing lost is a gain.
func closes(t *testing.T, s *Scheme, u UnitScore) {
	t.Helper()
	sum := s.Total
	lost, gained := s.Losses(u)
	for _, d := range lost {
		if sum = sum.Sub(d.Points); !d.Points.IsPositive() || d.Reason == "" {
			t.Errorf("%s lost %+v", u.Unit, d)
		}
	}
	for _, d := range gained {
		sum = sum.Add(d.Points)
	}
	if !sum.Equal(dec(u.Score)) {
		t.Errorf("%s has %s, losses and gains give %s:\n%+v\n%+v\n%+v", u.Unit, u.Score, sum, lost, gained, u.Lines)
	}
}

func shuffled(t *testing.T, r *rand.Rand, in Input) {
	t.Helper()
	was := scored(t, in)
	l := *in.Ledger
	l.Units, l.Entries = mixed(r, l.Units), mixed(r, l.Entries)
	in.Ledger, in.Findings, in.Events = &l, mixed(r, in.Findings), mixed(r, in.Events)
	in.Plan = &duty.Plan{Assignments: mixed(r, in.Plan.Assignments)}
	in.Lights = &Lights{Lights: mixed(r, in.Lights.Lights)}
	for _, u := range scored(t, in).Units {
		if before, _ := was.Unit(u.Unit); !reflect.DeepEqual(u, before) {
			t.Errorf("the order matters to %s:\n%+v\n%+v", u.Unit, before, u)
		}
	}
}

func mixed[T any](r *rand.Rand, list []T) []T {
	out := slices.Clone(list)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// without takes every unit away once, with all that is its own.
func without(t *testing.T, in Input, before map[string]UnitScore) {
	t.Helper()
	all := in.Ledger
	for i, gone := range all.Units {
		l := *all
		l.Units = slices.Delete(slices.Clone(all.Units), i, i+1)
		l.Entries = slices.DeleteFunc(slices.Clone(all.Entries), func(e ledger.Entry) bool { return e.Unit == gone.Name })
		in.Ledger = &l
		for name, u := range accounts(t, in) {
			if !reflect.DeepEqual(u, before[name]) {
				t.Errorf("%s matters to %s", gone.Name, name)
			}
		}
	}
}

// waiving waives every finding once: at all its cells, at its first one, and at its item.
func waiving(t *testing.T, in Input, before map[string]UnitScore) {
	t.Helper()
	set := *in.Decisions
	in.Decisions = &set
	for _, f := range in.Findings {
		for _, w := range []decision.Waiver{{Unit: f.Unit, Code: f.Code, Cell: strings.Join(f.Cells, "、")}, {Unit: f.Unit, Code: f.Code, Cell: f.Cell}, {Unit: f.Unit, Code: f.Code, Item: "1"}} {
			set.Waivers = []decision.Waiver{w}
			noneFell(t, before, accounts(t, in), fmt.Sprintf("waiving %+v", w))
		}
	}
}

// doneOne lets one item after the other that was not begun be done, in time and with evidence.
func doneOne(t *testing.T, in Input, before map[string]UnitScore) {
	t.Helper()
	for i := range in.Ledger.Entries {
		e := &in.Ledger.Entries[i]
		if e.Status != form.NotStarted {
			continue
		}
		was := *e
		e.Status, e.Progress, e.Date, e.Links = form.Done, "100", "2019-01-15", []string{"http://example.gov.cn/9"}
		relit(in)
		noneFell(t, before, accounts(t, in), e.Unit+" did "+e.Item)
		*e = was
	}
}

func noneFell(t *testing.T, before, after map[string]UnitScore, why string) {
	t.Helper()
	for name, u := range after {
		if b := before[name]; dec(u.Score).LessThan(dec(b.Score)) {
			t.Errorf("%s: %s fell from %s to %s\n%+v\n%+v", why, name, b.Score, u.Score, b.Lines, u.Lines)
		}
	}
}

// TestWhatConditionsCanBreak: conditions that hold the sooner the worse a unit does, and give
// points, are the one way by which a unit can lose by doing more. That is the office's own word
// (a subsidy for the small, say), and the account tells of it.
func TestWhatConditionsCanBreak(t *testing.T) {
	for name, text := range map[string]string{
		"gate":       "indicators:\n  - {name: 甲, weight: \"10\", measure: completion, points: {done: \"1\"}}\n  - {name: 乙, weight: \"90\", measure: complete, when: 已完成 < 2}\n",
		"correction": "indicators:\n  - {name: 甲, weight: \"100\", measure: completion, points: {done: \"0.5\", not_started: \"0.45\"}}\ncorrections: [{name: 照顾, when: 已完成 < 2, times: \"1.2\"}]\n",
		"veto":       "indicators:\n  - {name: 甲, weight: \"100\", measure: completion, points: {done: \"1\"}}\nvetoes: [{name: 否决, when: 已完成 > 1}]\n",
		"doubled":    "indicators:\n  - {name: 甲, weight: \"100\", measure: findings, deduct: [{event: late, points: \"5\", doubled: 已完成 > 1}]}\n",
	} {
		t.Run(name, func(t *testing.T) {
			l := &ledger.Ledger{}
			unit(l, "甲", "政府部门", "done", "not_started")
			s, err := parse(t, text)
			if err != nil {
				t.Fatal(err)
			}
			in := input(t, l)
			in.Scheme, in.Events = s, []Event{{Unit: "甲", Kind: "late"}}
			before := scored(t, in).Units[0]
			l.Entries[1].Status = form.Done
			if after := scored(t, in).Units[0]; !dec(after.Score).LessThan(dec(before.Score)) {
				t.Errorf("from %s to %s", before.Score, after.Score)
			}
		})
	}
}
