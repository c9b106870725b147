package project_test

import (
	"fmt"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/ledger"
	"zwgk/pkg/project"
)

// sent is what a unit sent of an item: a status, with a progress where it is ongoing.
type sent struct {
	status   string // done, ongoing, not_started, or unknown, which is an error
	progress int
	text     string
	copied   bool // from a unit that sent it before
}

// parcelOf is a sheet that a unit sent.
type parcelOf struct {
	late bool
	rows map[string]sent // by item
}

// faulty: a status that nobody understands, or, in what is the unit's only sheet, an item left out.
func (p parcelOf) faulty(only bool) bool {
	return only && len(p.rows) < len(yearItems) || slices.ContainsFunc(slices.Collect(maps.Values(p.rows)), func(s sent) bool { return s.status == "unknown" })
}

var statusWords = map[string]string{"done": "已完成", "ongoing": "正在推进", "not_started": "未启动", "not_applicable": "不涉及", "unknown": "差不多了"}

// putSheet writes a parcel into the inbox of a round.
func putSheet(t testing.TB, dir, round, unit, name string, p parcelOf) {
	t.Helper()
	q := quarters[slices.IndexFunc(quarters, func(q struct{ id, inTime, late string }) bool { return q.id == round })]
	day := q.inTime
	if p.late {
		day = q.late
	}
	text := "填报单位：," + unit + "\n序号,工作任务,完成情况,进度,进展情况,完成时间,存在问题,下一步打算\n"
	for _, item := range slices.Sorted(maps.Keys(p.rows)) {
		s := p.rows[item]
		progress, date := "", ""
		switch s.status {
		case "done":
			progress, date = "100%", "2019-03-01"
		case "ongoing":
			progress = fmt.Sprintf("%d%%", s.progress)
		}
		text += fmt.Sprintf("%s,,%s,%s,%s,%s,人手不足,抓紧办理\n", item, statusWords[s.status], progress, s.text, date)
	}
	path := filepath.Join(dir, "inbox", round, day, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text+"填报人：,钱某,审核人：,赵某\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func runQuarter(t testing.TB, dir, round string) {
	t.Helper()
	p, err := project.Open(project.Options{Dir: dir, Round: round})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(project.Stages{Ledger: true, Scores: true}); err != nil {
		t.Fatal(err)
	}
}

func runYear(t testing.TB, o project.Options) (*project.YearOutcome, error) {
	t.Helper()
	o.Year = true
	p, err := project.Open(o)
	if err != nil {
		return nil, err
	}
	return p.Year()
}

// model is a year as a table of what each unit sent when.
type model struct {
	sheets map[string]map[string][]parcelOf // round, unit: first and, after it, corrected sheets
}

// randomYear makes a year; texts are of characters at random, so that none is like another but by intent.
func randomYear(rnd *rand.Rand) *model {
	m := &model{map[string]map[string][]parcelOf{}}
	for _, q := range quarters {
		m.sheets[q.id] = map[string][]parcelOf{}
		for _, u := range yearUnits {
			if rnd.Intn(5) == 0 {
				continue
			}
			twice := rnd.Intn(4) == 0 // what a first version lacks, its second is told of
			list := []parcelOf{randomParcel(rnd, twice)}
			if twice {
				list[0].late = false
				second := randomParcel(rnd, false)
				second.late = true
				list = append(list, second)
			}
			m.sheets[q.id][u] = list
		}
		m.copyOne(q.id)
	}
	return m
}

// copyOne lets a unit that is late copy a row of one that was in time.
func (m *model) copyOne(round string) {
	for _, from := range yearUnits {
		for _, to := range yearUnits {
			a, b := m.sheets[round][from], m.sheets[round][to]
			if len(a) != 1 || len(b) != 1 || a[0].late || !b[0].late {
				continue
			}
			for _, item := range yearItems {
				row, has := b[0].rows[item]
				if was, ok := a[0].rows[item]; ok && has && was.tells() && row.tells() {
					row.text, row.copied = was.text, true
					b[0].rows[item] = row
					return
				}
			}
		}
	}
}

// tells: that nothing has begun many may say alike.
func (s sent) tells() bool { return s.status == "done" || s.status == "ongoing" }

// randomParcel has some of the items, or all.
func randomParcel(rnd *rand.Rand, all bool) parcelOf {
	p := parcelOf{late: rnd.Intn(4) == 0, rows: map[string]sent{}}
	for _, item := range yearItems {
		if !all && rnd.Intn(4) == 0 {
			continue
		}
		text := make([]rune, 30)
		for i := range text {
			text[i] = rune(0x4e00 + rnd.Intn(3000))
		}
		p.rows[item] = sent{[]string{"done", "done", "ongoing", "ongoing", "not_started", "not_applicable", "unknown"}[rnd.Intn(7)], 5 * (1 + rnd.Intn(19)), string(text), false}
	}
	if len(p.rows) == 0 {
		p.rows["1"] = sent{"done", 0, "印发了工作方案和任务清单并组织了一次培训", false}
	}
	return p
}

func (m *model) put(t testing.TB, dir string) {
	for _, q := range quarters {
		for _, u := range yearUnits {
			for i, p := range m.sheets[q.id][u] {
				putSheet(t, dir, q.id, u, fmt.Sprintf("%s%d.csv", u, i+1), p)
			}
		}
		runQuarter(t, dir, q.id)
	}
}

// answer is what counts of a unit and item in a round.
func (m *model) answer(round, unit, item string) (s sent, ok bool) {
	for _, p := range m.sheets[round][unit] {
		if got, has := p.rows[item]; has {
			s, ok = got, true
		}
	}
	return s, ok
}

// finals lists "unit item status progress from carried course" of the year.
func (m *model) finals() []string {
	var out []string
	for _, item := range yearItems {
		for _, u := range yearUnits {
			var last sent
			from, course := "", ""
			for _, q := range quarters {
				if s, ok := m.answer(q.id, u, item); ok {
					last, from, course = s, q.id, course+" "+q.id+":"+s.status
				}
			}
			if from != "" {
				out = append(out, fmt.Sprintf("%s %s %s %s from %s carried %v%s", u, item, last.status, last.percent(), from, from != "q4", course))
			}
		}
	}
	return out
}

func (s sent) percent() string {
	switch s.status {
	case "done":
		return "100"
	case "ongoing":
		return fmt.Sprint(s.progress)
	}
	return ""
}

// events lists "unit kind round" of the year, sorted.
func (m *model) events() []string {
	var out []string
	for _, q := range quarters {
		for _, u := range yearUnits {
			list := m.sheets[q.id][u]
			if len(list) == 0 {
				out = append(out, u+" missing "+q.id)
				continue
			}
			if list[0].late {
				out = append(out, u+" late "+q.id)
			}
			for i, p := range list {
				for _, s := range p.rows {
					if s.copied {
						out = append(out, u+" copied "+q.id)
					}
				}
				if p.faulty(len(list) == 1) {
					out = append(out, u+" returned "+q.id)
				}
				if i > 0 && m.stillWrong(list[0], p) {
					out = append(out, u+" uncorrected "+q.id)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// stillWrong: a row that was returned comes back wrong, or does not come back at all.
func (m *model) stillWrong(first, second parcelOf) bool {
	for item, s := range first.rows {
		again, sent := second.rows[item]
		if s.status == "unknown" && (!sent || again.status == "unknown") {
			return true
		}
	}
	return false
}

// backwards lists "unit item round" where an answer goes back behind the one before it.
func (m *model) backwards() []string {
	var out []string
	for _, u := range yearUnits {
		for _, item := range yearItems {
			var before *sent
			for _, q := range quarters {
				s, ok := m.answer(q.id, u, item)
				if !ok {
					continue
				}
				if before != nil && goesBack(*before, s) {
					out = append(out, u+" "+item+" "+q.id)
				}
				before = &s
			}
		}
	}
	slices.Sort(out)
	return out
}

func goesBack(was, now sent) bool {
	not := now.status == "not_started" || now.status == "not_applicable"
	return was.status == "done" && (not || now.status == "ongoing") || was.status == "ongoing" && not ||
		was.status == "ongoing" && now.status == "ongoing" && now.progress < was.progress
}

// TestYearsAsSimulated: years at random come out as the model has them.
func TestYearsAsSimulated(t *testing.T) {
	seeds := int64(8)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			m := randomYear(rand.New(rand.NewSource(seed)))
			dir := yearProject(t)
			m.put(t, dir)
			out, err := runYear(t, project.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			var finals, events, back []string
			for _, e := range out.Ledger.Entries {
				if e.Fate != ledger.Merged {
					continue
				}
				course := ""
				for _, s := range e.Course {
					course += " " + s.Round + ":" + string(s.Status)
				}
				finals = append(finals, fmt.Sprintf("%s %s %s %s from %s carried %v%s", e.Unit, e.Item, e.Status, e.Progress, e.From, e.Carried, course))
			}
			for _, e := range out.Events {
				events = append(events, e.Unit+" "+e.Kind+" "+e.Round)
			}
			slices.Sort(events)
			for _, f := range out.Counted {
				if f.Code == "L12" || f.Code == "L13" {
					back = append(back, f.Unit+" "+f.Item+" "+f.Round)
				}
			}
			slices.Sort(back)
			for _, c := range []struct {
				what      string
				got, want []string
			}{{"final states", finals, m.finals()}, {"events", events, m.events()}, {"answers that go backwards", back, m.backwards()}} {
				if !slices.Equal(c.got, c.want) {
					t.Errorf("%s:\n%s", c.what, firstDifference(strings.Join(c.got, "\n"), strings.Join(c.want, "\n")))
				}
			}
			yearCloses(t, out)
			usableAbove(t, dir)
		})
	}
}
