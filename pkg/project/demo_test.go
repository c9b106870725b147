package project_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/project"
	"zwgk/samples"
)

// county is the demo county after a whole run of a round.
type county struct {
	round, inbox, out string
	outcome           *project.Outcome
}

// demoRounds are the rounds of the demo county, in their order.
var demoRounds = []string{"2019-h1", "2019-end"}

// unpack gives the folder of a fresh demo county.
func unpack(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := project.UnpackDemo(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// demoCounty runs a round of the demo county in a folder.
func demoCounty(t *testing.T, dir, round string) *county {
	t.Helper()
	p, err := project.Open(project.Options{Dir: dir, Round: round})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := p.Run(project.Everything)
	if err != nil {
		t.Fatal(err)
	}
	return &county{round, p.Inbox(), p.Out(), outcome}
}

// TestDemo: what each round makes of the demo county, as its outputs say.
func TestDemo(t *testing.T) {
	dir := unpack(t)
	for _, round := range demoRounds {
		c := demoCounty(t, dir, round)
		t.Run(round, func(t *testing.T) {
			t.Run("faults", c.faults)
			t.Run("account", c.account)
			t.Run("ledger", c.entries)
			t.Run("outputs", c.outputs)
			t.Run("unit pages", c.unitPages)
			t.Run("scores", c.scores)
			t.Run("score sheet", c.scoreSheet)
			t.Run("private numbers", c.private)
		})
	}
}

func (c *county) read(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(c.out, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// fault is a line of faults.yaml.
type fault struct{ Round, File, Cell, Code string }

// planted are the faults of the round.
func (c *county) planted(t *testing.T) []fault {
	t.Helper()
	var planted struct{ Faults []fault }
	data, err := samples.FS.ReadFile("demo/faults.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := (policy.File{Name: "faults.yaml", Data: data}).Decode(&planted); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(planted.Faults, func(f fault) bool { return f.Round != c.round })
}

// faults: every planted fault is found where it is, and nothing else.
func (c *county) faults(t *testing.T) {
	want := map[string]bool{}
	for _, f := range c.planted(t) {
		want[f.Code+" "+f.File+" "+f.Cell] = true
	}
	if len(want) == 0 {
		t.Errorf("no fault is planted in %s", c.round)
	}
	var found struct{ Findings []finding.Finding }
	c.read(t, "findings.json", &found)
	got := map[string]bool{}
	for _, f := range found.Findings {
		if f.Severity == finding.Info {
			continue
		}
		cells := f.Cells
		if len(cells) == 0 {
			cells = []string{""}
		}
		for _, cell := range cells {
			got[f.Code+" "+f.File+" "+cell] = true
		}
	}
	for _, f := range slices.Sorted(maps.Keys(want)) {
		if !got[f] {
			t.Errorf("planted and not found: %s", f)
		}
	}
	for _, f := range slices.Sorted(maps.Keys(got)) {
		if !want[f] {
			t.Errorf("found and not planted: %s", f)
		}
	}
}

func add(a, b ledger.Rows) ledger.Rows {
	return ledger.Rows{Read: a.Read + b.Read, Merged: a.Merged + b.Merged, Superseded: a.Superseded + b.Superseded,
		Unmatched: a.Unmatched + b.Unmatched, Empty: a.Empty + b.Empty}
}

func closes(t *testing.T, what string, r ledger.Rows) {
	t.Helper()
	if r.Read != r.Merged+r.Superseded+r.Unmatched+r.Empty {
		t.Errorf("%s: the account does not close: %+v", what, r)
	}
}

// account: every file that came in is listed, and every row read is accounted
// for, in each sheet, each file and in all.
func (c *county) account(t *testing.T) {
	var m project.Manifest
	c.read(t, "manifest.json", &m)
	var paths []string
	var total ledger.Rows
	for _, f := range m.Files {
		paths = append(paths, f.Path)
		closes(t, f.Path, f.Rows)
		var sheets ledger.Rows
		for _, s := range f.Sheets {
			closes(t, f.Path+" "+s.Sheet, s.Rows)
			sheets = add(sheets, s.Rows)
		}
		if sheets != f.Rows {
			t.Errorf("%s: sheets have %+v, the file %+v", f.Path, sheets, f.Rows)
		}
		total = add(total, f.Rows)
	}
	if total != m.Rows {
		t.Errorf("files have %+v, the round %+v", total, m.Rows)
	}
	closes(t, "the round", m.Rows)
	if m.Rows.Read == 0 || m.Rows.Merged == 0 || m.Rows.Superseded == 0 || m.Rows.Unmatched == 0 || m.Rows.Empty == 0 {
		t.Errorf("the demo shows no row of some fate: %+v", m.Rows)
	}
	if came := files(t, c.inbox); !slices.Equal(came, paths) {
		t.Errorf("came in:\n%q\nlisted:\n%q", came, paths)
	}
	if m.Units.Expected != m.Units.Reported+len(m.Units.Missing) {
		t.Errorf("units: %+v", m.Units)
	}
}

// entries: the ledger's rows are those of the account, and each names its source.
func (c *county) entries(t *testing.T) {
	var l ledger.Ledger
	c.read(t, "ledger.json", &l)
	var m project.Manifest
	c.read(t, "manifest.json", &m)
	count := map[ledger.Fate]int{}
	for _, e := range l.Entries {
		count[e.Fate]++
		if e.Source.File == "" || e.Source.Sheet == "" || e.Source.Row == 0 {
			t.Errorf("%s, item %s: no source", e.Unit, e.Item)
		}
	}
	got := ledger.Rows{Read: len(l.Entries), Merged: count[ledger.Merged], Superseded: count[ledger.Superseded], Unmatched: count[ledger.Unmatched], Empty: count[ledger.EmptyRow]}
	if got != m.Rows {
		t.Errorf("the ledger has %+v, the account %+v", got, m.Rows)
	}
}

// files lists the files below a folder by their paths with "/".
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		out = append(out, filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// outputs: the manifest lists every file of the out folder with its hash.
func (c *county) outputs(t *testing.T) {
	var m project.Manifest
	c.read(t, "manifest.json", &m)
	listed := []string{"manifest.json"}
	for _, o := range m.Outputs {
		listed = append(listed, o.Path)
		data, err := os.ReadFile(filepath.Join(c.out, filepath.FromSlash(o.Path)))
		if err != nil {
			t.Error(err)
			continue
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != o.SHA256 {
			t.Errorf("%s has other bytes than the manifest says", o.Path)
		}
	}
	slices.Sort(listed)
	if there := files(t, c.out); !slices.Equal(there, listed) {
		t.Errorf("in the folder:\n%q\nlisted:\n%q", there, listed)
	}
	returns := map[finding.Verdict]int{}
	for _, f := range m.Files {
		returns[f.Verdict]++
	}
	if n := len(c.outcome.Kept); n != 0 {
		t.Errorf("%d files of a first run were taken for a person's", n)
	}
	if copies := strings.Count(strings.Join(listed, "\n"), "returns/") - 1; copies > returns[finding.Returned]+returns[finding.Rejected] {
		t.Errorf("%d marked copies of %v", copies, returns)
	}
}

func (c *county) unitPages(t *testing.T) {
	var want []string
	for _, u := range c.outcome.Ledger.Units {
		want = append(want, u.Name+".pdf")
	}
	slices.Sort(want)
	if got := files(t, filepath.Join(c.out, "units")); !slices.Equal(got, want) || len(got) != 47 {
		t.Errorf("%d pages:\n%q\nfor the units\n%q", len(got), got, want)
	}
}

// scores: the lines of an account add up; rank goes by the final score.
func (c *county) scores(t *testing.T) {
	var s assess.Scores
	c.read(t, "scores.json", &s)
	if len(s.Units) != c.outcome.Manifest.Units.Expected {
		t.Errorf("%d units have a score", len(s.Units))
	}
	better := map[string]int{} // units of the group with a higher final score
	for _, u := range s.Units {
		sum := decimal.Zero
		for _, l := range u.Lines {
			sum = sum.Add(decimal.RequireFromString(l.Score))
			if l.Reason == "" {
				t.Errorf("%s: %s has no reason", u.Unit, l.Indicator)
			}
		}
		score, final := decimal.RequireFromString(u.Score), decimal.RequireFromString(u.Final)
		if !sum.Equal(score) || !score.Add(decimal.RequireFromString(u.Adjustment)).Equal(final) {
			t.Errorf("%s: lines %s, score %s, adjustment %s, final %s", u.Unit, sum, u.Score, u.Adjustment, u.Final)
		}
		for _, other := range s.Units {
			if other.Group == u.Group && decimal.RequireFromString(other.Final).GreaterThan(final) {
				better[u.Unit]++
			}
		}
		if u.Rank != better[u.Unit]+1 {
			t.Errorf("%s: rank %d, %d are better", u.Unit, u.Rank, better[u.Unit])
		}
	}
}

func (c *county) sheet(t *testing.T, file, name string) *grid.Sheet {
	t.Helper()
	wb, err := grid.Open(filepath.Join(c.out, file), grid.Limits{})
	if err != nil || wb.Err != nil {
		t.Fatal(err, wb.Err)
	}
	i := slices.IndexFunc(wb.Sheets, func(s *grid.Sheet) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("%s has no sheet %s", file, name)
	}
	return wb.Sheets[i]
}

// scoreSheet: the sheet 评分 of the ledger workbook says what scores.json says.
func (c *county) scoreSheet(t *testing.T) {
	var s assess.Scores
	c.read(t, "scores.json", &s)
	want := map[string]map[string]string{}
	for _, u := range s.Units {
		row := map[string]string{"名次": strconv.Itoa(u.Rank), "得分": u.Score, "调整": u.Adjustment, "最终得分": u.Final, "等次": u.Grade}
		sums := map[string]decimal.Decimal{}
		for _, l := range u.Lines {
			sums[l.Indicator] = sums[l.Indicator].Add(decimal.RequireFromString(l.Score))
		}
		for indicator, sum := range sums {
			row[indicator] = sum.String()
		}
		want[u.Unit] = row
	}
	header := map[int]string{}
	c.sheet(t, "示例县2019年政务公开工作台账.xlsx", "评分").EachRow(func(_ int, cells []grid.Cell) bool {
		values := map[int]string{}
		for _, cell := range cells {
			values[cell.Col] = cell.Raw
		}
		if values[1] == "名次" {
			header = values
			return true
		}
		row, scored := want[values[2]]
		if !scored {
			return true
		}
		delete(want, values[2])
		for col, head := range header {
			if head != "单位" && !same(values[col], row[head]) {
				t.Errorf("%s: %s is %s in the workbook, %s in scores.json", values[2], head, values[col], row[head])
			}
			delete(row, head)
		}
		if len(row) > 0 {
			t.Errorf("%s: not in the workbook: %v", values[2], row)
		}
		return true
	})
	if len(want) > 0 {
		t.Errorf("not in the workbook: %q", slices.Sorted(maps.Keys(want)))
	}
}

// same compares numbers by value, all else by text.
func same(a, b string) bool {
	x, errX := decimal.NewFromString(a)
	y, errY := decimal.NewFromString(b)
	if errX != nil || errY != nil {
		return a == b
	}
	return x.Equal(y)
}

var privateNumber = regexp.MustCompile(`\b1[3-9]\d{9}\b|\b\d{17}[\dXx]\b`)

// private: the mobile and ID numbers that units wrote stand nowhere in
// clear but in these units' own cells of the copies that go back to them.
func (c *county) private(t *testing.T) {
	planted := c.plantedNumbers(t)
	want := 0
	for _, f := range c.planted(t) {
		if f.Code == "P01" || f.Code == "P02" {
			want++
		}
	}
	if len(planted) != want || want == 0 {
		t.Errorf("%d planted: %v", want, planted)
	}
	for _, name := range files(t, c.out) {
		switch filepath.Ext(name) {
		case ".pdf": // set from the same texts as the rest
		case ".xlsx":
			c.privateInWorkbook(t, name, planted)
		default:
			data, err := os.ReadFile(filepath.Join(c.out, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			if n := privateNumber.Find(data); n != nil {
				t.Errorf("%s: %s", name, n)
			}
		}
	}
}

// plantedNumbers gives the texts of the inbox that hold a private number.
func (c *county) plantedNumbers(t *testing.T) map[string]bool {
	out := map[string]bool{}
	for _, name := range files(t, c.inbox) {
		wb, err := grid.Open(filepath.Join(c.inbox, filepath.FromSlash(name)), grid.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range wb.Sheets {
			for i := range s.Cells {
				if privateNumber.MatchString(s.Cells[i].Text) {
					out[s.Cells[i].Text] = true
				}
			}
		}
	}
	return out
}

func (c *county) privateInWorkbook(t *testing.T, name string, planted map[string]bool) {
	t.Helper()
	wb, err := grid.Open(filepath.Join(c.out, filepath.FromSlash(name)), grid.Limits{})
	if err != nil || wb.Err != nil {
		t.Fatal(name, err, wb.Err)
	}
	for _, s := range wb.Sheets {
		for i := range s.Cells {
			cell := &s.Cells[i]
			own := strings.HasPrefix(name, "returns/") && planted[cell.Text]
			if privateNumber.MatchString(cell.Link()+" "+cell.Comment()) || !own && privateNumber.MatchString(cell.Text+" "+cell.Raw) {
				t.Errorf("%s %s %s: %s", name, s.Name, cell.Ref(), cell.Text)
			}
		}
	}
}

// TestDemoVerdicts: a demo is worth its name when every verdict occurs.
func TestDemoVerdicts(t *testing.T) {
	dir := unpack(t)
	for _, round := range demoRounds {
		p, err := project.Open(project.Options{Dir: dir, Round: round, Jobs: 1})
		if err != nil {
			t.Fatal(err)
		}
		checked, err := p.Check(nil)
		if err != nil {
			t.Fatal(err)
		}
		count := map[finding.Verdict]int{}
		for _, f := range checked.Result.Files {
			count[f.Verdict]++
			if why := wrongVerdict(f, checked.Result.Findings); why != "" {
				t.Errorf("%s %s is %s: %s", round, f.Path, f.Verdict, why)
			}
		}
		for _, v := range []finding.Verdict{finding.Accepted, finding.Returned, finding.Rejected, finding.Superseded, finding.Ignored} {
			if count[v] == 0 {
				t.Errorf("%s: no file is %s", round, v)
			}
		}
	}
}

// wrongVerdict says why a verdict cannot be.
func wrongVerdict(f check.File, findings []finding.Finding) string {
	errors := 0
	for _, x := range findings {
		if x.File == f.Path && x.Severity == finding.Error {
			errors++
		}
	}
	switch {
	case f.Verdict == finding.Accepted && errors > 0:
		return "it has errors"
	case f.Verdict == finding.Returned && errors == 0, f.Verdict == finding.Rejected && errors == 0:
		return "it has no errors"
	case f.Verdict == finding.Ignored && (f.Rows != ledger.Rows{} || f.Why == ""):
		return "rows are counted, or no reason is given"
	}
	return ""
}
