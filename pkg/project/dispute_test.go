package project_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/ledger"
	"zwgk/pkg/project"
)

var updateAccounts = flag.Bool("update", false, "rewrite the golden accounts")

// demoYear runs the demo county's rounds and its year.
func demoYear(t *testing.T) (dir string, out *project.YearOutcome) {
	t.Helper()
	dir = unpack(t)
	for _, round := range demoRounds {
		demoCounty(t, dir, round)
	}
	out, err := runYear(t, project.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return dir, out
}

// TestDisputes: of every point that a unit of the demo's year lost, the outputs lead to the clause and to cells of
// the unit's own files, and in those cells stands what the reason says. The lines are the score.
func TestDisputes(t *testing.T) {
	dir, out := demoYear(t)
	files := &opened{dir: filepath.Join(dir, "inbox"), books: map[string]*grid.Workbook{}}
	lost := 0
	for _, u := range out.Scores.Units {
		sum := decimal.Zero
		clauses := map[string]string{}
		for _, l := range u.Lines {
			sum = sum.Add(decimal.RequireFromString(l.Score))
			if l.Clause != "" {
				clauses[l.Indicator] = l.Clause
			}
			if decimal.RequireFromString(l.Max).LessThanOrEqual(decimal.RequireFromString(l.Score)) && !strings.HasPrefix(l.Score, "-") {
				continue
			}
			lost++
			if clauses[l.Indicator] == "" {
				t.Errorf("%s: no clause for %s", u.Unit, l.Indicator)
			}
			for _, p := range l.Sources {
				if err := files.find(p); err != nil {
					t.Errorf("%s, %s: %v", u.Unit, l.Indicator, err)
				}
			}
			if len(l.Sources) == 0 && len(l.Items) == 0 && !silentUnit(out, u.Unit) && l.Score != "0.00" {
				t.Errorf("%s lost points of %s and nothing shows where: %s", u.Unit, l.Indicator, l.Reason)
			}
		}
		if got := sum.StringFixed(2); got != u.Score {
			t.Errorf("%s: lines are %s, the score %s", u.Unit, got, u.Score)
		}
	}
	if lost < 100 {
		t.Errorf("%d lines with a loss", lost)
	}
	answersStand(t, out, files)
}

func silentUnit(out *project.YearOutcome, unit string) bool {
	return slices.ContainsFunc(out.Ledger.Units, func(u ledger.Unit) bool { return u.Name == unit && len(u.Missing) == len(u.Required) })
}

// answersStand: in the cell that an answer is said to stand in, it does.
func answersStand(t *testing.T, out *project.YearOutcome, files *opened) {
	t.Helper()
	n := 0
	for _, e := range out.Ledger.Entries {
		if e.Fate != ledger.Merged || e.Source.Row == 0 {
			continue
		}
		for _, field := range []string{form.FieldStatus, form.FieldProgress, form.FieldProgressText} {
			cell, written := e.Source.Cells[field], e.Written[field]
			if cell == "" || written == "" || strings.Contains(written, "*") { // masked
				continue
			}
			n++
			got, err := files.text(finding.Place{File: e.Source.File, Sheet: e.Source.Sheet, Cell: cell})
			if err != nil || strings.Join(strings.Fields(got), "") != strings.Join(strings.Fields(written), "") {
				t.Errorf("%s %s %s: %q in the ledger, %q in %s %s (%v)", e.Unit, e.Item, field, written, got, e.Source.File, cell, err)
			}
		}
	}
	if n < 1500 {
		t.Errorf("%d cells", n)
	}
}

// opened are the files of an inbox.
type opened struct {
	dir   string
	books map[string]*grid.Workbook
}

// find tells whether a place is there: the file, its sheet, and a cell within what the sheet has.
func (o *opened) find(p finding.Place) error {
	if p.Sheet == "" {
		_, err := os.Stat(filepath.Join(o.dir, filepath.FromSlash(p.File)))
		return err
	}
	_, err := o.text(p)
	return err
}

func (o *opened) text(p finding.Place) (string, error) {
	wb := o.books[p.File]
	if wb == nil {
		var err error
		if wb, err = grid.Open(filepath.Join(o.dir, filepath.FromSlash(p.File)), grid.Limits{}); err != nil {
			return "", err
		}
		o.books[p.File] = wb
	}
	for _, s := range wb.Sheets {
		if s.Name != p.Sheet {
			continue
		}
		col, row, err := excelize.CellNameToCoordinates(p.Cell)
		if err != nil {
			return "", err
		}
		c := s.At(row, col)
		if c == nil {
			return "", nil // an empty cell has no content and is a place all the same
		}
		return c.Text, nil
	}
	return "", fmt.Errorf("%s has no sheet %q", p.File, p.Sheet)
}

// TestAccounts: the accounts of units with a story, read by eye as their heads would; -update writes them anew.
func TestAccounts(t *testing.T) {
	dir, out := demoYear(t)
	var b strings.Builder
	b.WriteString("示例数据，纯属虚构。\n")
	for _, unit := range []string{"县司法局", "县教育和体育局", "县行政审批服务局", "县发展改革局", "县水务局", "县退役军人局", "县扶贫开发办", "县银保监组",
		"市生态环境局示例县分局", "县金融服务中心", "县工业和信息化局", "龙泉镇", "石桥镇", "双溪镇", "柳河镇", "月亮岛镇", "云台乡"} {
		for _, round := range demoRounds {
			var scores assess.Scores
			parse(t, readText(t, dir, "out/"+round+"/scores.json"), &scores)
			account(&b, round, &scores, unit)
		}
		account(&b, "year", out.Scores, unit)
	}
	golden := filepath.Join("testdata", "accounts.txt")
	if *updateAccounts {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("accounts differ; look at them with -update:\n%s", firstDifference(b.String(), string(want)))
	}
}

func account(b *strings.Builder, round string, scores *assess.Scores, unit string) {
	u, ok := scores.Unit(unit)
	if !ok {
		return
	}
	fmt.Fprintf(b, "\n%s %s %s %s 第%d名 调整%s\n", unit, round, u.Final, u.Grade, u.Rank, u.Adjustment)
	var all []finding.Place
	for _, l := range u.Lines {
		all = append(all, l.Sources...)
	}
	for _, l := range u.Lines {
		fmt.Fprintf(b, "  %s %s/%s %s\n", l.Indicator, l.Score, l.Max, l.Reason)
		for _, s := range project.SourceLines(l.Sources, all...) {
			fmt.Fprintf(b, "      %s\n", s)
		}
	}
}
