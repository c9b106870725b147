package project

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"

	"zwgk/pkg/ledger"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

var smallLedger = []byte(`{"format": 1, "county": "示例县", "year": 2019, "table": "", "round": "2019-h1", "as_of": "2019-06-30", "events": [],
"units": [{"unit": "县财政局", "group": "政府部门", "expected": true, "reported": true, "required": ["1"], "missing": [], "excused": [], "files": ["a.xlsx"]}],
"entries": [{"unit": "县财政局", "item": "1", "fate": "merged", "status": "done", "written": null, "from": "q1", "course": null, "source": {"file": "a.xlsx", "sheet": "填报表", "row": 6, "cells": {"status": "D6"}}}]}`)

func TestParseLedger(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "empty",
		" \n":                        "empty",
		"\ufeff":                     "empty",
		"PK\x03\x04":                 "unsupported",
		"{":                          "corrupt",
		"{}":                         "unsupported",
		"[1]":                        "unsupported",
		`{"entries": null}`:          "unsupported",
		`{"entries": 3}`:             "corrupt",
		`{"entries": []}`:            "unsupported", // of an older program
		`{"format": 2,"entries":[]}`: "unsupported",
		`{"format": 1,"entries":[null],"units":[]}`:                      "corrupt",
		`{"format": 1,"entries":[],"units":[null]}`:                      "corrupt",
		`{"format": 1,"entries":[],"units":[{"unit":"甲"},{"unit":"甲"}]}`: "corrupt",
		`{"format": 1,"entries":[],"units":null}`:                        "unsupported",
		`{"format": 1,"entries":[],"units":[]}`:                          "",
		`{"format": 1,"entries":[],"units":[{"unit":"甲"}]}`:              "",
		"\xff\xfe{\x00": "corrupt", // UTF-16
		`{"format": 1,"entries":[],"units":[{"unit":"` + "\xbc\xd7" + `"}]}`: "corrupt", // GBK
		"\ufeff" + string(smallLedger):                                       "",
		string(smallLedger) + "\n":                                           "",
		string(smallLedger) + string(smallLedger):                            "corrupt",
		`{"format": 1,"entries":[{"fate":"merged","item":"1"}],"units":[]}`:  "corrupt",
	} {
		_, no := parseLedger("ledger.json", []byte(text))
		got := ""
		if no != nil {
			got = no.check
		}
		if got != want {
			t.Errorf("%.60q: %q, want %q", text, got, want)
		}
	}
	_, no := parseLedger("ledger.json", []byte(`{"format": 1,"entries":[{"progress":80}],"units":[]}`))
	if no == nil || strings.Contains(no.detail, "Ledger") {
		t.Errorf("%+v", no)
	}
	l, _ := parseLedger("ledger.json", smallLedger)
	if e := l.Entries[0]; e.Links == nil || e.Written == nil || e.Course == nil || e.From != "q1" {
		t.Errorf("%+v", e)
	}
}

// What a ledger says against itself is told, and the ledger kept for the account of its rows.
func TestContradictions(t *testing.T) {
	for old, changed := range map[string][2]string{
		`"entries": [{`:             {`"entries": [], "x": [{`, "写着已报，却没有一行并入"},
		`"unit": "县财政局", "group"`:   {`"unit": "县教育局", "group"`, "单位情况里没有这个单位"},
		`"row": 6`:                  {`"row": -5`, "没有这样的行"},
		`"row": 6,`:                 {`"row": 0,`, "没有这样的行"},
		`"as_of": "2019-06-30"`:     {`"as_of": "2019/6/30"`, "不是日期"},
		`"as_of": "2019-06-30", "`:  {`"as_of": "2019-02-31", "`, "不是日期"},
		`"fate": "merged", "status`: {`"fate": "empty", "status`, "写着已报，却没有一行并入"},
		`"required": ["1"]`:         {`"required": ["2"]`, "任务 2 没有一行并入，未报任务里却没有它"},
		`"missing": []`:             {`"missing": ["1"]`, "又写着未报"},
		`["1"], "missing": []`:      {`[], "missing": []`, ""}, // nothing of this duty is asked
	} {
		text := strings.Replace(string(smallLedger), old, changed[0], 1)
		if text == string(smallLedger) {
			t.Fatal(old)
		}
		l, no := parseLedger("ledger.json", []byte(text))
		if no != nil {
			t.Fatal(no)
		}
		if got := l.contradiction(); (got == "") != (changed[1] == "") || !strings.Contains(got, changed[1]) {
			t.Errorf("%s: %q", changed[0], got)
		}
	}
	two := strings.Replace(string(smallLedger), `"entries": [{"unit"`, `"entries": [{"unit": "县财政局", "item": "2", "fate": "merged", "duty": "lead", "source": {"row": 7}}, {"duty": "lead", "unit"`, 1)
	two = strings.Replace(two, `"from": "q1", "course": null, `, "", 1)
	for required, want := range map[string]string{`["1"]`: "“县财政局”的任务 2 已并入，应报任务里却没有它", `["1", "2"]`: "", `["2"]`: "“县财政局”的任务 1 已并入，应报任务里却没有它"} {
		if l, _ := parseLedger("ledger.json", []byte(strings.Replace(two, `["1"]`, required, 1))); l.contradiction() != want {
			t.Errorf("%s: %q", required, l.contradiction())
		}
	}
	empty, _ := parseLedger("ledger.json", []byte(`{"format": 1,"entries":[],"units":[]}`))
	if empty.contradiction() == "" {
		t.Error("nothing in it, and nothing said")
	}
}

// Damage at random is refused or leaves a ledger that can be rolled up; every byte cut off the end is told.
func TestDamagedLedger(t *testing.T) {
	for n := range smallLedger {
		if l, no := parseLedger("ledger.json", smallLedger[:n]); no == nil {
			t.Fatalf("cut at %d: %+v", n, l)
		}
	}
	rnd := rand.New(rand.NewSource(1))
	for range 5000 {
		data := bytes.Clone(smallLedger)
		for range 1 + rnd.Intn(3) {
			data[rnd.Intn(len(data))] = `{}[]",:01nx `[rnd.Intn(12)]
		}
		l, no := parseLedger("ledger.json", data)
		if l == nil {
			if no == nil || no.check == "" {
				t.Fatalf("%s: neither a ledger nor a reason", data)
			}
			continue
		}
		out := ledger.RollUp(ledger.RollUpInput{Table: tableOfOne(), Roster: rosterOf("示例县"), Parts: []ledger.Part{{County: "示例县", File: "a.json", Apart: no != nil, Ledger: l.Ledger}}})
		if len(out.Entries) != len(l.Entries) || out.Account() != out.Files["a.json"] {
			t.Fatalf("%s: %+v", data, out)
		}
	}
}

func tableOfOne() *tasktable.Table {
	task := tasktable.Task{Number: 1, Title: "推进财政信息公开", Items: []tasktable.Item{{ID: "1"}}}
	return &tasktable.Table{Chapters: []tasktable.Chapter{{Sections: []tasktable.Section{{Tasks: []tasktable.Task{task}}}}}}
}

func rosterOf(names ...string) *roster.Roster {
	r := &roster.Roster{}
	for _, n := range names {
		r.Units = append(r.Units, roster.Unit{Name: n, Active: true})
	}
	return r
}
