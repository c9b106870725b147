package project

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/report"
	"zwgk/pkg/value"
	"zwgk/pkg/workbook"
)

// writeReturns writes what goes back to units: the sender's own workbooks
// marked, the letter, and who is to be chased.
func (p *Project) writeReturns(box *outbox, out *Outcome) error {
	byFile := map[string][]finding.Finding{}
	for _, f := range out.Counted {
		byFile[f.File] = append(byFile[f.File], f)
	}
	corrected := map[string][]check.Correction{}
	for _, c := range out.Corrections {
		corrected[c.File] = append(corrected[c.File], c)
	}
	for i, f := range out.Result.Files {
		if f.Verdict != finding.Returned && f.Verdict != finding.Rejected || len(byFile[f.Path]) == 0 {
			continue
		}
		if err := p.writeReturn(box, out, i, byFile[f.Path], corrected[f.Path]); err != nil {
			return err
		}
	}
	return p.writeNotices(box, out)
}

// writeNotices writes the texts for units: what to mend, what became of each
// file, and who is to be chased.
func (p *Project) writeNotices(box *outbox, out *Outcome) error {
	in := p.reportInput(out)
	for _, text := range []struct {
		path, kind string
		compose    func(report.Input) (string, error)
	}{{"returns/退回意见.txt", "letter", report.ReturnLetter}, {"returns/回执.txt", "receipt", report.Receipts}, {"催报清单.txt", "chase", report.Chase}} {
		content, err := text.compose(in)
		if err != nil {
			return err
		}
		box.text(text.path, text.kind, content)
	}
	reminders, err := report.Reminders(in)
	if err != nil {
		return err
	}
	chase := p.workbookInput(out)
	chase.Reminders = map[string]workbook.Reminder{}
	for unit, r := range reminders {
		chase.Reminders[unit] = workbook.Reminder(r)
	}
	return box.add("催报清单.xlsx", "chase", func(w io.Writer) error { return workbook.Chase(w, chase) })
}

// writeReturn marks one file. Of a file that cannot be opened at all, or is too
// large, there is nothing to mark; the letter speaks of it.
func (p *Project) writeReturn(box *outbox, out *Outcome, i int, findings []finding.Finding, corrected []check.Correction) error {
	f := out.Result.Files[i]
	if tooLarge := p.Rules.Code("too_large"); slices.ContainsFunc(findings, func(x finding.Finding) bool { return x.Code == tooLarge }) {
		return nil // a copy would be as large
	}
	data, err := out.files[i].Bytes()
	if err != nil {
		return nil
	}
	wb := grid.Read(intake.Base(f.Path), data, p.Settings.Limits.grid())
	if len(wb.Sheets) == 0 {
		return nil
	}
	unit := ownerText(f.Units())
	due := ""
	if i := slices.IndexFunc(out.Ledger.Units, func(u ledger.Unit) bool { return u.Name == f.Unit }); i >= 0 {
		due = out.Ledger.Units[i].Due
	}
	var forms []*form.Form
	for _, s := range f.Sheets {
		if s.Form != nil {
			forms = append(forms, s.Form)
		}
	}
	var copied bytes.Buffer
	if err := workbook.Mark(&copied, workbook.MarkInput{Layout: p.Layout, File: f.Path, Data: data, Grid: wb, Findings: findings, Corrections: corrected,
		Office: p.Settings.Office, Title: p.Settings.Title, Unit: f.Unit, Due: due, Sample: p.Settings.Sample, Forms: forms, Catalogue: p.Rules.Catalogue}); err != nil {
		return fmt.Errorf("标注 %s：%w", f.Path, err)
	}
	name := uniquePath(box, "returns/"+fileName(returnName(unit, intake.Base(f.Path))), workbook.Extension(copied.Bytes()))
	out.copies[f.Path] = path.Base(name)
	box.bytes(name, "return", copied.Bytes())
	return nil
}

// ownerText names the units of a file in the name of its copy, a few of many.
func ownerText(units []string) string {
	switch {
	case len(units) == 0:
		return "单位不明"
	case len(units) > 3:
		return units[0] + "等" + strconv.Itoa(len(units)) + "家单位"
	}
	return strings.Join(units, "、")
}

const (
	returnMark = "（退回修改）"
	otherMark  = "）退回修改" // behind the name of a file that does not begin with its unit's
)

// sentAs is the name, without its extension, under which the file of a marked copy
// had come; a file that is no copy came under its own.
func sentAs(name string) string {
	base := strings.TrimSuffix(name, path.Ext(name))
	for strings.HasSuffix(base, returnMark) {
		base = strings.TrimSuffix(base, returnMark)
	}
	if inner, marked := strings.CutSuffix(base, otherMark); marked {
		if _, own, found := strings.Cut(inner, "（"); found {
			return own
		}
	}
	return base
}

// returnName names a marked copy by its unit and the name under which it came.
func returnName(unit, base string) string {
	base = strings.TrimSuffix(base, path.Ext(base))
	for strings.HasSuffix(base, returnMark) { // a marked copy that was mended and sent
		base = strings.TrimSuffix(base, returnMark)
	}
	if inner, again := strings.CutPrefix(base, unit+"（"); again && strings.HasSuffix(inner, otherMark) {
		base = strings.TrimSuffix(inner, otherMark)
	}
	base = value.Mask(base) // in the copy's own name too
	if strings.HasPrefix(base, unit) {
		return base + returnMark
	}
	return unit + "（" + base + otherMark
}
