package project_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/project"
)

// sendLedger puts a county's ledger into a city's inbox, as change leaves it.
func sendLedger(t testing.TB, city, path, county string, change func(l map[string]any)) {
	t.Helper()
	var l map[string]any
	if err := json.Unmarshal(read(t, ledgerOf(county)), &l); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(l)
	}
	text, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(city, "inbox", "h1", filepath.FromSlash(path)), string(text))
}

// each does something to all objects of a list of a ledger: entries, units or events.
func each(l map[string]any, list string, do func(e map[string]any)) {
	for _, e := range l[list].([]any) {
		do(e.(map[string]any))
	}
}

// told are the findings of a code.
func told(out *project.Outcome, code string) []finding.Finding {
	var list []finding.Finding
	for _, f := range out.Result.Findings {
		if f.Code == code {
			list = append(list, f)
		}
	}
	return list
}

// written makes the rows of a ledger say which task they are about.
func written(titles map[string]string) func(map[string]any) {
	return func(l map[string]any) {
		each(l, "entries", func(e map[string]any) {
			if title := titles[e["item"].(string)]; title != "" {
				e["written"].(map[string]any)["task"] = title
			}
		})
	}
}

// Rows with the title of another task of the city's are not counted under the number that the county
// has for it; a title in other words is no reason.
func TestRollUpOtherTable(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县")
	sendLedger(t, city, "a.json", county, written(map[string]string{"1": "推进 教育信息公开", "2": "推进财政信息公开", "3": "加强组织领导", "4": "政策解读"}))
	out := rolledUp(t, city)
	for _, e := range out.Ledger.Entries {
		if swapped := e.Item == "1" || e.Item == "2"; swapped && e.Fate == ledger.Merged || !swapped && e.Fate == ledger.Unmatched {
			t.Errorf("%s item %s %q is %s", e.Unit, e.Item, e.Written["task"], e.Fate)
		}
	}
	for _, u := range out.Ledger.Units {
		if u.Reported && !strings.HasPrefix(strings.Join(u.Missing, " "), "1 2") {
			t.Errorf("%s is missing %v", u.Name, u.Missing)
		}
	}
	list := told(out, "X09")
	if len(list) != 2 || !strings.Contains(list[0].Message, "任务 1 写的是“推进 教育信息公开”，那是本级的任务 2，本级的任务 1 是“推进财政信息公开”") || list[0].Item != "1" {
		t.Errorf("%+v", list)
	}
	for _, item := range out.Comparison.Items {
		if swapped := item.Item == "1" || item.Item == "2"; swapped != (item.Answered == 0) {
			t.Errorf("%+v", item)
		}
	}
}
