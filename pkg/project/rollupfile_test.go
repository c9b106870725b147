package project

import (
	"bytes"
	"math/rand"
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
		`{"format": 1,"entries":[null],"units":[]}`:                         "corrupt",
		`{"format": 1,"entries":[],"units":[null]}`:                         "corrupt",
		`{"format": 1,"entries":[],"units":[{"unit":"甲"},{"unit":"甲"}]}`:    "corrupt",
		`{"format": 1,"entries":[],"units":null}`:                           "unsupported",
		`{"format": 1,"entries":[],"units":[]}`:                             "",
		"\ufeff" + string(smallLedger):                                      "",
		string(smallLedger) + "\n":                                          "",
		string(smallLedger) + string(smallLedger):                           "corrupt",
		`{"format": 1,"entries":[{"fate":"merged","item":"1"}],"units":[]}`: "corrupt",
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
	l, _ := parseLedger("ledger.json", smallLedger)
	if e := l.Entries[0]; e.Links == nil || e.Written == nil || e.Course == nil || e.From != "q1" {
		t.Errorf("%+v", e)
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
