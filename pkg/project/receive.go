package project

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// Checked is a round's returns, read, checked and merged.
type Checked struct {
	Result *check.Result
	Ledger *ledger.Ledger

	files   []intake.File
	waivers *assess.Waivers
}

// Check reads and checks the files of an inbox, or those at the paths when any
// are given. It writes nothing.
func (p *Project) Check(paths []string) (*Checked, error) {
	files, err := p.intake(paths)
	if err != nil {
		return nil, err
	}
	received := p.readAll(files)
	settings := &check.Settings{Rules: p.Rules, Spec: p.Spec, Table: p.Table, Plan: p.Plan, Round: p.Round,
		Year: p.Settings.Year, Roles: p.Roles, Office: p.Roster.Resolve(p.Settings.Office).Unit}
	c := &Checked{Result: check.Sheets(received, settings), files: files}
	c.Ledger = ledger.Merge(ledger.Input{Round: p.Round, Table: p.Table, Plan: p.Plan, Roster: p.Roster, Forms: c.Result.Forms(),
		Unmerged: c.Result.Apart, Decisions: p.Decisions, Roles: p.Roles, Spec: p.Spec})
	c.waivers = assess.NewWaivers(p.Decisions, c.Ledger, p.Round.AsOf)
	c.waivers.Excuse(c.Ledger, p.Rules.Code("item_missing"))
	settings.Waived = c.waivers.Cover
	c.Result.Across(c.Ledger)
	maskEntries(c.Ledger)
	return c, nil
}

// intake lists what came in; no folder is an empty inbox, as long as the
// project itself is there.
func (p *Project) intake(paths []string) ([]intake.File, error) {
	if len(paths) > 0 {
		for _, given := range paths {
			if !exists(given) {
				return nil, usage("没有 %s。请核对路径。", filepath.ToSlash(given))
			}
		}
		files, err := intake.OpenAll(paths, p.Settings.Limits.intake(), p.Rules.MailLinks()...)
		return files, wrap(err)
	}
	inbox := p.Inbox()
	if !exists(inbox) {
		if p.options.Inbox != "" {
			return nil, usage("没有收件文件夹 %s。请核对 --inbox 指明的路径。", filepath.ToSlash(inbox))
		}
		return nil, nil
	}
	files, err := intake.Open(inbox, p.Settings.Limits.intake(), p.Rules.MailLinks()...)
	return files, wrap(err)
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("读不出收件文件夹（%s）", reason(err))
}

// readAll reads the files side by side and keeps their order.
func (p *Project) readAll(files []intake.File) []check.Received {
	out := make([]check.Received, len(files))
	jobs := p.options.Jobs
	if jobs <= 0 {
		jobs = runtime.NumCPU()
	}
	next := make(chan int)
	var wait sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range jobs {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				out[i] = p.readOne(files[i])
				mu.Lock()
				done++
				p.progress("读取报送文件", done, len(files))
				mu.Unlock()
			}
		}()
	}
	for i := range files {
		next <- i
	}
	close(next)
	wait.Wait()
	settleDoubles(out)
	return out
}

// settleDoubles lets files with the bytes of another stand for themselves where
// what they lie in says that they are another unit's: two towns may send the
// same short sheet, and only their folders tell them apart.
func settleDoubles(list []check.Received) {
	at := map[string]int{}
	for i := range list {
		at[list[i].File.Path] = i
	}
	for i := range list {
		got := &list[i]
		if got.File.SameAs == "" {
			continue
		}
		j, known := at[got.File.SameAs]
		if known && anotherUnit(got.Reading, list[j].Reading) {
			got.File.SameAs = ""
		} else {
			got.Reading, got.Err, got.Format = nil, nil, ""
		}
	}
}

func anotherUnit(a, b *form.Reading) bool {
	units := func(r *form.Reading) map[string]bool {
		out := map[string]bool{}
		if r != nil {
			for _, f := range r.Forms {
				out[f.Unit] = f.Unit != ""
			}
		}
		return out
	}
	theirs := units(b)
	for unit, known := range units(a) {
		if known && !theirs[unit] {
			return true
		}
	}
	return false
}

func (p *Project) progress(stage string, done, total int) {
	if p.options.Progress != nil {
		p.options.Progress(stage, done, total)
	}
}

func (p *Project) readOne(f intake.File) check.Received {
	f.Received = p.receivedAt(f)
	got := check.Received{File: f}
	if f.Junk != "" {
		return got
	}
	var wb *grid.Workbook // none when there are no bytes: then names alone tell whose it is
	if data, err := f.Bytes(); err != nil {
		got.Err, got.Carrier = unreadable(err), cmp.Or(f.Carrier(), "disk")
	} else {
		wb = grid.Read(intake.Base(f.Path), data, p.Settings.Limits.grid())
		got.Format, got.Err = wb.Format, wb.Err
	}
	got.Reading = form.Read(form.Input{File: f, Workbook: wb}, p.Spec, form.Context{Table: p.Table, Plan: p.Plan, Roster: p.Roster,
		Rounds: p.rounds(), Round: p.Round, County: p.Settings.County, Year: p.Settings.Year})
	return got
}

func unreadable(err error) *grid.Error {
	var known *intake.Error
	if errors.As(err, &known) {
		return &grid.Error{Kind: grid.Kind(known.Kind), Message: known.Message}
	}
	return &grid.Error{Kind: grid.Corrupt, Message: "文件打不开（" + reason(err) + "）。请检查文件权限，或是否正被其他程序占用。"}
}

// receivedAt applies the decisions on when a file came. One on an archive or
// mail holds for what is in it, unless that has one of its own.
func (p *Project) receivedAt(f intake.File) string {
	for name := f.Path; ; {
		for _, r := range p.Decisions.Receipts {
			if r.File == name || r.File == intake.Base(name) {
				return r.Time
			}
		}
		at := strings.LastIndex(name, intake.Sep)
		if at < 0 {
			return f.Received
		}
		name = name[:at]
	}
}

// maskEntries hides private numbers in all that leaves the sender's own cells.
func maskEntries(l *ledger.Ledger) {
	for i := range l.Entries {
		e := &l.Entries[i]
		for _, s := range []*string{&e.ProgressText, &e.Evidence, &e.Problems, &e.Next, &e.Remark, &e.Progress} {
			*s = value.Mask(*s)
		}
		written := map[string]string{}
		for field, text := range e.Written {
			written[field] = value.Mask(text)
		}
		e.Written = written
	}
}

func completed(rules *check.Rules, list []finding.Finding) []finding.Finding {
	out := []finding.Finding{}
	for _, f := range list {
		if f, ok := rules.Catalogue.Complete(f); ok {
			out = append(out, f)
		}
	}
	finding.Sort(out)
	return out
}
