package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Shapes of the JSON contract. A string stands for any string, a number for
// any number; an object has exactly these keys, "*" standing for any; a list
// holds elements of any of the shapes in it. Nothing is null.
const (
	rowsShape    = `{"read":0,"merged":0,"superseded":0,"unmatched":0,"empty":0}`
	placeShape   = `{"file":"","sheet":"","cell":""}`
	findingShape = `{"code":"","severity":"","stage":"","sheet":"","cell":"","cells":[""],"unit":"","item":"","field":"","value":"","args":{"*":""},"message":"","hint":""}`
	sheetShape   = `{"sheet":"","unit":"","round":"","verdict":"","filler":"","phone":"","reviewer":"","filled":"","rows":` + rowsShape + `}`
	fileShape    = `"path":"","sha256":"","format":"","unit":"","round":"","received":"","verdict":"","rows":` + rowsShape + `,"sheets":[` + sheetShape + `]`
	cellShape    = `{"ref":"","type":"","text":"","raw":"","formula":false,"link":"","comment":"","hidden":false}`
	bookShape    = `{"format":"","sheets":[{"name":"","visible":true,"merged":[""],"cells":[` + cellShape + `]}],"properties":{"creator":"","modified_by":"","application":""},"error":`
)

var (
	findingWithFile = strings.Replace(findingShape, `{`, `{"file":"",`, 1)

	tasksShape = `{"title":"","year":0,"chapters":[{"number":"","title":"","sections":[{"number":"","title":"","tasks":[{"number":0,"title":"","items":[
		{"id":"","lead":[""],"responsible":[""],"cooperating":[""],"requirement":"","written":{"*":""},"extra":{"*":""},"deadlines":[
			{"text":"","kind":"date","due":""},{"text":"","kind":"recurring","every":""},{"text":"","kind":"count","every":"","times":0},
			{"text":"","kind":"continuous"},{"text":"","kind":"relative"},{"text":"","kind":"prompt"},{"text":"","kind":"periodic"}],
		"source":` + placeShape + `}]}]}]}],"findings":[` + findingWithFile + `]}`
	planShape = `{"assignments":[{"item":"","unit":"","duty":"","certain":true,"via":""}],"undecided":[{"item":"","duty":"","text":""}],
		"unknown":[{"item":"","text":"","candidates":[""]}]}`
	checkShape = `{"files":[{` + fileShape + `,"entries":[{"sheet":"","row":0,"item":"","status":"","progress":"","date":"","cells":{"*":""}}],
		"findings":[` + findingShape + `]}],"summary":{"files":0,"rows":0,"errors":0,"warnings":0,"infos":0}}`
	manifestShape = `{"tool":"","round":"","as_of":"","files":[{` + fileShape + `}],"rows":` + rowsShape + `,
		"units":{"expected":0,"reported":0,"missing":[""],"late":[""]},"outputs":[{"path":"","kind":"","sha256":""}],"inputs":[{"path":"","sha256":""}]}`
	standShape  = `{"unit":"","group":"","expected":true,"reported":true,"late":true,"received":"","first":"","due":"","required":[""],"missing":[""],"excused":[""],"files":[""]}`
	ledgerShape = `{"format":1,"county":"","year":0,"table":"","previous":"","decided":"","units":[` + standShape + `],"events":[{"unit":"","kind":"","round":"","place":` + placeShape + `}],"round":"","as_of":"","entries":[{"unit":"","item":"","duty":"","fate":"","status":"","progress":"","date":"","progress_text":"",
		"links":[""],"evidence":"","problems":"","next":"","remark":"","written":{"*":""},"source":{"file":"","sheet":"","row":0,"cells":{"*":""}}}]}`
	scoresShape = `{"scheme":"","units":[{"unit":"","group":"","score":"","grade":"","rank":0,"adjustment":"","final":"","lines":[
		{"indicator":"","clause":"","max":"","score":"","reason":"","items":[""],"sources":[` + placeShape + `]}]}]}`
	explainShape = `{"groups":[{"letter":"","title":"","about":""}],"rules":[{"code":"","title":"","severity":"","stage":"","off":false,"own":false,"changed":[""],"reason":"",
		"check":"","when":"","message":"","example":"","hint":"","hints":{"*":""},"why":"","bad":[{"column":"","text":"","here":false}],"good":[{"column":"","text":"","here":false}],
		"names":[""],"data":[{"key":"","about":"","values":[""],"single":false}],"fixed":false,"lost":false,"table":false,"waivers":false}],
		"data":[{"key":"","about":"","values":[""],"single":false}],"words":[{"name":"","kind":"","meaning":""}]}`
	findingsShape = `{"findings":[` + findingWithFile + `],"counted":[` + findingWithFile + `]}`

	// a year's files have these besides
	yearManifestShape = strings.TrimSuffix(manifestShape, "}") + `,"rounds":[{"round":"","name":"","as_of":"","state":"","ledger":"","rows":` + rowsShape + `,
		"units":{"expected":0,"reported":0,"missing":[""],"late":[""]},"notes":[""]}]}`
	yearLedgerShape = strings.NewReplacer(standShape, strings.TrimSuffix(standShape, "}")+`,"rounds":[`+strings.Replace(standShape, "{", `{"round":"",`, 1)+`]}`,
		`"entries":[{`, `"entries":[{"from":"","carried":true,"course":[{"round":"","status":"","progress":""}],`).Replace(ledgerShape)
	yearFinding       = strings.Replace(findingWithFile, "{", `{"round":"",`, 1)
	yearFindingsShape = `{"findings":[` + yearFinding + `],"counted":[` + yearFinding + `]}`
	movesShape        = `{"units":[{"unit":"","before":{"group":"","final":"","grade":"","rank":0},"after":{"group":"","final":"","grade":"","rank":0},"changes":[{"indicator":"","before":"","after":"","reasons":[""]}]}]}`
	changesShape      = `{"previous":"","units":[{"unit":"","group":"","final":"","grade":"","rank":0,"rounds":[{"round":"","final":"","grade":"","rank":0}],"before":null,"change":"","rank_change":0}]}`
)

// TestContract holds the keys of every JSON that a script may read.
func TestContract(t *testing.T) {
	dir := t.TempDir()
	zwgk(t, exitDone, "demo", "--out", dir, "--quiet")
	out := filepath.Join(dir, "out", "2019-h1")
	for name, shape := range map[string]string{"manifest.json": manifestShape, "ledger.json": ledgerShape, "scores.json": scoresShape, "findings.json": findingsShape} {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		conforms(t, name, data, shape)
	}
	for name, shape := range map[string]string{"manifest.json": yearManifestShape, "ledger.json": yearLedgerShape, "scores.json": scoresShape,
		"findings.json": yearFindingsShape, "changes.json": changesShape} {
		data, err := os.ReadFile(filepath.Join(dir, "out", "year", name))
		if err != nil {
			t.Fatal(err)
		}
		conforms(t, "year/"+name, data, shape)
	}
	inbox := filepath.Join(dir, "inbox", "2019-h1")
	for name, c := range map[string]struct {
		code  int
		shape string
		args  []string
	}{
		"tasks":          {exitDone, tasksShape, []string{"tasks", filepath.Join(dir, "tasks.docx"), "--json"}},
		"plan":           {exitDone, planShape, []string{"plan", "--project", dir, "--json"}},
		"check":          {exitErrors, checkShape, []string{"check", "--project", dir, "--round", "2019-h1", "--json"}},
		"run":            {exitDone, manifestShape, []string{"run", "--project", dir, "--round", "2019-h1", "--json"}},
		"merge":          {exitDone, manifestShape, []string{"merge", "--project", dir, "--round", "2019-h1", "--json"}},
		"report":         {exitDone, manifestShape, []string{"report", "--project", dir, "--round", "2019-h1", "--json"}},
		"return":         {exitDone, manifestShape, []string{"return", "--project", dir, "--round", "2019-h1", "--json"}},
		"assess":         {exitDone, scoresShape, []string{"assess", "--project", dir, "--round", "2019-h1", "--json"}},
		"what if":        {exitDone, movesShape, []string{"assess", "--project", dir, "--round", "2019-h1", "--what-if", "百分扣分", "--json"}},
		"year":           {exitDone, yearManifestShape, []string{"year", "--project", dir, "--json"}},
		"cells":          {exitDone, bookShape + `null}`, []string{"cells", filepath.Join(dir, "roster.xlsx"), "--json"}},
		"explain":        {exitDone, explainShape, []string{"explain", "--project", dir, "--json"}},
		"explain, one":   {exitDone, explainShape, []string{"explain", "v04", "--project", dir, "--json"}},
		"cells, damaged": {exitErrors, bookShape + `{"kind":"","message":""}}`, []string{"cells", filepath.Join(inbox, "2019-07-05", "月亮岛镇.xlsx"), "--json"}},
		"cells, picture": {exitErrors, bookShape + `{"kind":"","message":""}}`, []string{"cells", filepath.Join(inbox, "2019-07-05", "人行", "公示栏照片.png"), "--json"}},
	} {
		conforms(t, name, zwgk(t, c.code, c.args...), c.shape)
	}
	zwgk(t, exitDone, "dispatch", "--project", dir, "--round", "2019-h1", "--quiet")
	data, err := os.ReadFile(filepath.Join(dir, "dispatch", "2019-h1", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	conforms(t, "dispatch/manifest.json", data, manifestShape)
}

// TestContractOfNothing: with nothing to say, lists are empty and not null.
func TestContractOfNothing(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"project.yaml", "tasks.csv", "roster.csv"} {
		data, err := os.ReadFile(filepath.Join("testdata", "county", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	conforms(t, "run", zwgk(t, exitDone, "run", "--project", dir, "--json"), manifestShape)
	conforms(t, "check", zwgk(t, exitDone, "check", "--project", dir, "--json"), checkShape)
	for name, shape := range map[string]string{"ledger.json": ledgerShape, "scores.json": scoresShape, "findings.json": findingsShape} {
		data, err := os.ReadFile(filepath.Join(dir, "out", "2019-h1", name))
		if err != nil {
			t.Fatal(err)
		}
		conforms(t, name, data, shape)
	}
}

// zwgk runs a command and gives what it prints.
func zwgk(t *testing.T, code int, args ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if got := run(append([]string{"zwgk"}, args...), &stdout, &stderr); got != code {
		t.Fatalf("zwgk %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, &stderr)
	}
	return stdout.Bytes()
}

func conforms(t *testing.T, name string, data []byte, shape string) {
	t.Helper()
	var got, want any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := json.Unmarshal([]byte(shape), &want); err != nil {
		t.Fatalf("shape of %s: %v", name, err)
	}
	if err := differs(got, want, name); err != nil {
		t.Error(err)
	}
}

// differs says how a value departs from its shape, nil when it does not.
func differs(got, want any, at string) error {
	switch want := want.(type) {
	case map[string]any:
		return differsObject(got, want, at)
	case []any:
		list, ok := got.([]any)
		if !ok {
			return fmt.Errorf("%s is %v, want a list", at, got)
		}
		for i, e := range list {
			if err := differsFromAll(e, want, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	default:
		if fmt.Sprintf("%T", got) != fmt.Sprintf("%T", want) {
			return fmt.Errorf("%s is %v, want a value like %q", at, got, fmt.Sprint(want))
		}
	}
	return nil
}

func differsFromAll(got any, shapes []any, at string) (err error) {
	for _, s := range shapes {
		if err = differs(got, s, at); err == nil {
			return nil
		}
	}
	return err
}

func differsObject(got any, want map[string]any, at string) error {
	object, ok := got.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is %v, want an object", at, got)
	}
	free, anyKey := want["*"]
	for _, key := range slices.Sorted(maps.Keys(object)) {
		shape, known := want[key]
		if !known && !anyKey {
			return fmt.Errorf("%s has a key %q that is not in the contract", at, key)
		}
		if !known {
			shape = free
		}
		if err := differs(object[key], shape, at+"."+key); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if _, there := object[key]; !there && key != "*" {
			return fmt.Errorf("%s has no key %q", at, key)
		}
	}
	return nil
}
