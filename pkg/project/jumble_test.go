//go:build office

package project

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
)

// TestOfficeStatesKnowErrors fills every cell of a blank with jumbled numbers,
// dates and strokes. Each cell with an error of the checks must have a state that
// keeps the counter from calling the sheet complete, or stand beside a status that has.
func TestOfficeStatesKnowErrors(t *testing.T) {
	const unit = "夏镇街道"
	p, _ := weishanProject(t)
	dir := t.TempDir()
	var jobs []fillJob
	for i := range 4 {
		c := &clerk{rand.New(rand.NewPCG(uint64(i), 7)), 0}
		blank := filepath.Join(dir, "blank", fmt.Sprint(i), unit+".xlsx")
		cells := map[string]string{}
		c.fillBlank(t, p, unit, []string{unit}, blank)
		eachOwnCell(t, p, blank, func(field, ref, _ string) {
			// What begins like a formula would be one.
			if text := c.jumbled(field); text != "" && !strings.ContainsAny(text[:1], "=+-") {
				cells[ref] = text
			}
		})
		to := filepath.Join(dir, fmt.Sprint(i), unit+".xlsx")
		os.MkdirAll(filepath.Dir(to), 0o755)
		jobs = append(jobs, fillJob{From: blank, To: to, Format: "xlsx", Sheet: "填报表", Cells: cells})
	}
	fillInOffice(t, jobs)
	errors, cells := 0, 0
	for _, job := range jobs {
		checked, err := p.Check([]string{job.To})
		if err != nil {
			t.Fatal(err)
		}
		bad := map[string]string{}
		for _, f := range checked.Result.Findings {
			for _, cell := range f.Cells {
				if f.Severity == finding.Error {
					bad[cell] = f.Code
				}
			}
		}
		status := ""
		eachOwnCell(t, p, job.To, func(field, ref, state string) {
			cells++
			if field == form.FieldStatus {
				status = state
			}
			if bad[ref] == "" {
				return
			}
			errors++
			open := []string{"1", "2", "5"}
			if !slices.Contains(open, state) && !slices.Contains(open, status) {
				t.Errorf("%s %s has the state %q, but %s: %q", field, ref, state, bad[ref], job.Cells[ref])
			}
		})
	}
	t.Logf("%d errors in %d cells", errors, cells)
	if errors < 200 {
		t.Error("too few")
	}
}

func (c *clerk) jumbled(field string) string {
	numbers := c.jumble(numberParts...)
	switch field {
	case form.FieldStatus:
		return c.one("已完成", "已完成", "正在推进", "未启动", c.jumble("已", "完成", "未", "启动", "正在推进", " ", "/"))
	case form.FieldProgress:
		return c.one("100%", "", "0%", "30%", c.jumble("1", "0", ".", "%", "-", "00", "5", "成", "约", "100%"))
	case form.FieldDate:
		return c.jumble(dateParts...)
	case form.FieldProgressText:
		return c.one(wellWritten+numbers, numbers, c.jumble("-", "/", "—", "_", " ", "　", "\n", "－", "。"))
	}
	return numbers
}

// eachOwnCell goes through the unit's cells of a blank with the states that its
// hidden columns give them.
func eachOwnCell(t *testing.T, p *Project, file string, each func(field, ref, state string)) {
	t.Helper()
	wb, err := grid.Open(file, grid.Limits{})
	if err != nil || wb.Err != nil {
		t.Fatal(err, wb.Err)
	}
	sheet, columns := wb.Sheets[0], p.Spec.Columns()
	key := len(columns) + 1
	sheet.EachRow(func(row int, _ []grid.Cell) bool {
		if c := sheet.At(row, key); c == nil || !strings.HasPrefix(c.Text, "#") {
			return true
		}
		state := key + 1 // that of the row
		for i, c := range columns {
			if !c.Office {
				state++
				each(c.Field, grid.Ref(row, i+1), sheet.At(row, state).Text)
			}
		}
		return true
	})
}

// TestOfficeBlankAsCalculated has LibreOffice calculate every formula of blanks that
// nobody filled in: what they hold as written must be just that.
func TestOfficeBlankAsCalculated(t *testing.T) {
	p, _ := weishanProject(t)
	dir := t.TempDir()
	var jobs []fillJob
	for i, unit := range []string{"县财政局", "夏镇街道", "县人行"} {
		c := &clerk{rand.New(rand.NewPCG(uint64(i), 11)), 0}
		blank := filepath.Join(dir, unit+".xlsx")
		c.fillBlank(t, p, unit, []string{unit}, blank)
		jobs = append(jobs, fillJob{From: blank, To: filepath.Join(dir, unit+"计算.xlsx"), Format: "xlsx", Sheet: "填报表", Cells: map[string]string{}, Recalculate: true})
	}
	fillInOffice(t, jobs)
	for _, job := range jobs {
		as := func(file string) map[string]string {
			wb, err := grid.Open(file, grid.Limits{})
			if err != nil || wb.Err != nil {
				t.Fatal(err, wb.Err)
			}
			out := map[string]string{}
			for _, c := range wb.Sheets[0].Cells {
				if c.Formula {
					out[c.Ref()] = c.Text
				}
			}
			return out
		}
		written, calculated := as(job.From), as(job.To)
		for cell, text := range written {
			if calculated[cell] != text {
				t.Errorf("%s %s: written %q, calculated %q", filepath.Base(job.From), cell, text, calculated[cell])
			}
		}
		if len(written) < 20 || len(written) != len(calculated) {
			t.Errorf("%d formulas written, %d calculated", len(written), len(calculated))
		}
	}
}
