package tasktable

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/value"
)

// The tables in testdata/strangers and what stands in them were written by people who
// had not seen the reader; see the README there.
type strangersTable struct {
	Year  int
	Tasks []strangersTask
}

type strangersTask struct {
	Chapter string   `json:"ch"`
	Other   []string `json:"ch_alt"`
	Section string   `json:"sec"`
	Number  int      // -1: left open
	Title   string
	Joined  bool // title and requirement may be one text
	Items   []strangersItem
}

type strangersItem struct {
	Requirement string   `json:"req"`
	Lead        []string `json:"lead"`
	Responsible []string `json:"resp"`
	Cooperating []string `json:"coop"`
	Deadlines   []struct{ Text, Due string }
	Other       []map[string][]string `json:"alt"` // units as another clerk may read them
	AnyDates    bool                  `json:"freedates"`
}

func TestStrangersTables(t *testing.T) {
	data, err := os.ReadFile("testdata/strangers/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]strangersTable
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	for _, file := range keys(want) {
		t.Run(file, func(t *testing.T) {
			table := readFile(t, filepath.Join("testdata/strangers", file), nil)
			if table.Year != want[file].Year {
				t.Errorf("year %d, want %d", table.Year, want[file].Year)
			}
			var got []strangersTask
			for _, c := range table.Chapters {
				for _, s := range c.Sections {
					for _, k := range s.Tasks {
						got = append(got, strangersTask{Chapter: c.Title, Section: s.Title, Number: k.Number, Title: k.Title, Items: make([]strangersItem, len(k.Items))})
						w := len(got) - 1
						if w >= len(want[file].Tasks) {
							t.Fatalf("task %d %q is too many", k.Number, k.Title)
						}
						for _, problem := range want[file].Tasks[w].differs(got[w], k.Items) {
							t.Errorf("task %d %s: %s", want[file].Tasks[w].Number, want[file].Tasks[w].Title, problem)
						}
					}
				}
			}
			if len(got) != len(want[file].Tasks) {
				t.Errorf("%d tasks, want %d", len(got), len(want[file].Tasks))
			}
			compareLines(t, unitsAndTexts(table), unitsAndTexts(writeAndRead(t, table)))
		})
	}
}

// withoutRow: the IDs of tasks without numbers are those of their rows.
var withoutRow = regexp.MustCompile(`^.*行\d+`)

// unitsAndTexts lists what a table says, for it to be written and read again.
func unitsAndTexts(t *Table) []string {
	var out []string
	for _, r := range t.Rows() {
		out = append(out, value.Squeeze(fmt.Sprint(r.Chapter, "|", r.Section, "|", withoutRow.ReplaceAllString(r.Item.ID, "行"), r.Task, "|", r.Item.Requirement, r.Item.Lead, r.Item.Responsible, r.Item.Cooperating, r.Item.Deadlines)))
	}
	return out
}

// differs names what is not as the stranger reads it; white space does not count.
func (w strangersTask) differs(got strangersTask, items []Item) (problems []string) {
	say := func(what string, want, got any) {
		if w, g := fmt.Sprint(want), fmt.Sprint(got); value.Squeeze(w) != value.Squeeze(g) {
			problems = append(problems, fmt.Sprintf("%s: got %s, want %s", what, g, w))
		}
	}
	if !slices.Contains(w.Other, got.Chapter) {
		say("chapter", w.Chapter, got.Chapter)
	}
	say("section", w.Section, got.Section)
	if w.Number >= 0 {
		say("number", w.Number, got.Number)
	}
	say("items", len(w.Items), len(items))
	if len(w.Items) != len(items) {
		return problems
	}
	if w.Joined {
		join := strings.NewReplacer("。", "", "：", "")
		say("text", join.Replace(w.Title+w.Items[0].Requirement), join.Replace(got.Title+items[0].Requirement))
	} else {
		say("title", w.Title, got.Title)
	}
	for i, it := range items {
		if !w.Joined {
			say("requirement", w.Items[i].Requirement, it.Requirement)
		}
		if !w.Items[i].units(it) {
			say("units", []any{w.Items[i].Lead, w.Items[i].Responsible, w.Items[i].Cooperating}, []any{it.Lead, it.Responsible, it.Cooperating})
		}
		problems = append(problems, w.Items[i].deadlines(it)...)
	}
	return problems
}

func (w strangersItem) units(it Item) bool {
	same := func(want, got []string) bool {
		return slices.EqualFunc(want, got, func(a, b string) bool { return value.Squeeze(a) == value.Squeeze(b) })
	}
	for _, other := range append([]map[string][]string{{}}, w.Other...) {
		or := func(key string, list []string) []string {
			if o, ok := other[key]; ok {
				return o
			}
			return list
		}
		if same(or("lead", w.Lead), it.Lead) && same(or("resp", w.Responsible), it.Responsible) && same(or("coop", w.Cooperating), it.Cooperating) {
			return true
		}
	}
	return false
}

// deadlines: every wording is found, and no day but those wanted; one behind ? may be
// or not.
func (w strangersItem) deadlines(it Item) (problems []string) {
	allowed := map[string]bool{}
	anyDay := w.AnyDates
	for _, d := range w.Deadlines {
		allowed[strings.TrimPrefix(d.Due, "?")] = true
		anyDay = anyDay || d.Due == "?"
		if text := value.Squeeze(d.Text); text != "" && !slices.ContainsFunc(it.Deadlines, func(g Deadline) bool {
			got := value.Squeeze(g.Text)
			return strings.Contains(got, text) || strings.Contains(text, got)
		}) {
			problems = append(problems, fmt.Sprintf("%q is not found in %v", d.Text, it.Deadlines))
		}
		if d.Due != "" && d.Due[0] != '?' && !slices.ContainsFunc(it.Deadlines, func(g Deadline) bool { return g.Due == d.Due }) {
			problems = append(problems, fmt.Sprintf("%s is not found in %v", d.Due, it.Deadlines))
		}
	}
	for _, g := range it.Deadlines {
		if g.Due != "" && !allowed[g.Due] && !anyDay {
			problems = append(problems, fmt.Sprintf("%q %s is too many", g.Text, g.Due))
		}
	}
	return problems
}
