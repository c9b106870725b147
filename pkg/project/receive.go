package project

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

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

	files    []intake.File
	waivers  *assess.Waivers
	previous *ledger.Ledger // of the round before; nil: none
	rollUp   *rollUp        // of a roll-up; nil else
}

// Check reads and checks the files of an inbox, or those at the paths when any
// are given. It writes nothing.
func (p *Project) Check(paths []string) (*Checked, error) {
	if p.RollsUp() {
		return p.checkLedgers(paths)
	}
	files, err := p.intake(paths)
	if err != nil {
		return nil, err
	}
	previous, err := p.previousLedger()
	if err != nil {
		return nil, err
	}
	received := p.readAll(files)
	settings := &check.Settings{Rules: p.Rules, Spec: p.Spec, Table: p.Table, Plan: p.Plan, Round: p.Round,
		Year: p.Settings.Year, Roles: p.Roles, Office: p.Roster.Resolve(p.Settings.Office).Unit,
		Roster: p.Roster, Previous: previous, Before: p.nameOf(previous), Sites: p.Settings.Sites, SentAs: sentAs, Whole: len(paths) == 0}
	c := &Checked{Result: check.Sheets(received, settings), files: files, previous: previous}
	c.Ledger = ledger.Merge(ledger.Input{Round: p.Round, Table: p.Table, Plan: p.Plan, Roster: p.Roster, Forms: c.Result.Forms(),
		Unmerged: c.Result.Apart, Doubted: c.Result.Doubted, Decisions: p.Decisions, Roles: p.Roles, Spec: p.Spec})
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

// readAll reads the files side by side and keeps their order. Few are read ahead
// of the one whose turn it is, so that what the rows of all files may cost is
// settled in order, whichever is read first.
func (p *Project) readAll(files []intake.File) []check.Received {
	out := make([]check.Received, 0, len(files))
	jobs := p.options.Jobs
	if jobs <= 0 {
		jobs = runtime.NumCPU()
	}
	turns := make(chan chan check.Received, jobs)
	free := make(chan struct{}, jobs)
	go func() {
		defer close(turns)
		for _, f := range files {
			turn := make(chan check.Received, 1)
			turns <- turn
			free <- struct{}{}
			go func() {
				turn <- p.readOne(f)
				<-free
			}()
		}
	}()
	left := p.Settings.Limits.total()
	for turn := range turns {
		got := <-turn
		left -= p.afford(&got, left)
		out = append(out, got)
		p.progress("读取报送文件", len(out), len(files))
	}
	settleDoubles(out)
	return out
}

// afford gives the rows of a file, unless there are more than may still come:
// then the file is refused.
func (p *Project) afford(got *check.Received, left int) int {
	if got.Reading == nil {
		return 0
	}
	rows := got.Reading.Entries()
	if rows <= left {
		return rows
	}
	got.Reading.Forms = nil
	got.Err, got.Carrier = tooManyRows("与前面各文件合计，填报行数", p.Settings.Limits.total(), "total"), "office"
	return 0
}

func tooManyRows(what string, most int, key string) *grid.Error {
	return &grid.Error{Kind: grid.TooLarge, Message: fmt.Sprintf("%s超过 %d 行的限制（%s）。", what, most, key), Limit: key}
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
		if known := (*intake.Error)(nil); errors.As(err, &known) && known.Inbox {
			got.Carrier = "office"
		}
	} else {
		wb = grid.Read(intake.Base(f.Path), data, p.Settings.Limits.grid())
		got.Format, got.Err = wb.Format, wb.Err
	}
	got.Reading = form.Read(form.Input{File: f, SentAs: sentAs(intake.Base(f.Path)), Workbook: wb}, p.Spec, form.Context{Table: p.Table, Plan: p.Plan, Roster: p.Roster,
		Rounds: p.rounds(), Round: p.Round, County: p.Settings.County, Year: p.Settings.Year, Most: p.Settings.Limits.entries(), Ours: p.Layout.IsReturned})
	if got.Reading.TooMany {
		got.Err = tooManyRows("填报行数", p.Settings.Limits.entries(), "entries")
	}
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
			return cmp.Or(f.Received, p.folderDay(f.Folder))
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
		for _, field := range slices.Sorted(maps.Keys(e.Written)) { // the ledger's own copy
			text := e.Written[field]
			if masked := value.Mask(field); masked != field { // a heading of the unit's own
				delete(e.Written, field)
				field = masked
			}
			e.Written[field] = value.Mask(text)
		}
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
