package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zwgk/pkg/ledger"
	"zwgk/pkg/project"
)

// demo is the sample year being made, round by round.
type demo struct {
	dir    string // the project folder
	work   string // a folder of the maker's own: blanks, and the outputs of a round
	p      *project.Project
	faults []fault

	previous string                     // ledger.json of the round before, "" in the first
	before   map[[2]string]ledger.Entry // what counts of that ledger, by unit and item
}

// fault is a finding that a return was given on purpose. The file is named as in
// the round's inbox.
type fault struct{ round, file, code, cell string }

func (d *demo) record(path string, r *reply, cells map[planted]string) {
	for _, p := range r.planted {
		d.faults = append(d.faults, fault{d.p.Round.ID, path, p.code, cells[p]})
	}
}

// wholeFile records a fault of a file as such.
func (d *demo) wholeFile(path, code string) {
	d.faults = append(d.faults, fault{d.p.Round.ID, path, code, ""})
}

func makeDemo(dir string) error {
	work, err := os.MkdirTemp("", "zwgk-corpus-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	d := &demo{dir: dir, work: work}
	if err := os.RemoveAll(filepath.Join(dir, "inbox")); err != nil {
		return err
	}
	if err := d.writeOffice(); err != nil {
		return err
	}
	if err := d.makeRound("2019-h1", d.clean, d.faulty, d.odd); err != nil {
		return err
	}
	if err := d.carryOver(); err != nil {
		return err
	}
	if err := d.makeRound("2019-end", d.wholeYear, d.ownTables, d.slips, d.sentTwice, d.unusable); err != nil {
		return err
	}
	return d.writeFaults()
}

// makeRound sends out the blanks of a round and makes what comes back.
func (d *demo) makeRound(id string, steps ...func() error) error {
	var err error
	if d.p, err = project.Open(project.Options{Dir: d.dir, Round: id, Out: filepath.Join(d.work, "blanks", id), Previous: d.previous}); err != nil {
		return err
	}
	if _, err := d.p.Dispatch(""); err != nil {
		return err
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// carryOver runs the round just made: the next one begins with its ledger.
func (d *demo) carryOver() error {
	out := filepath.Join(d.work, "out", d.p.Round.ID)
	p, err := project.Open(project.Options{Dir: d.dir, Round: d.p.Round.ID, Out: out})
	if err != nil {
		return err
	}
	done, err := p.Run(project.Stages{Ledger: true})
	if err != nil {
		return err
	}
	d.previous, d.before = filepath.Join(out, "ledger.json"), map[[2]string]ledger.Entry{}
	for _, e := range done.Ledger.Entries {
		if e.Fate == ledger.Merged {
			d.before[[2]string{nameNow(e.Unit), e.Item}] = e
		}
	}
	return nil
}

// blankName is the name of a unit's blank in the dispatch of the round.
func (d *demo) blankName(unit string) string {
	return fmt.Sprintf("%s%d年%s政务公开填报表.xlsx", unit, d.p.Settings.Year, d.p.Round.Name)
}

// blank is the workbook that the office sent to a unit.
func (d *demo) blank(unit string) ([]byte, error) {
	return os.ReadFile(filepath.Join(d.p.Out(), d.blankName(unit)))
}

// send puts a file into the round's inbox, sent reads it again.
func (d *demo) send(path string, data []byte) error { return d.write(d.inbox(path), data) }

func (d *demo) sent(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(d.inbox(path))))
}

func (d *demo) inbox(path string) string { return "inbox/" + d.p.Round.ID + "/" + path }

// batch is what came on one day, each in the unit's blank.
type batch struct {
	day         string
	libreOffice bool
	units       []string
}

func (d *demo) receive(list ...batch) error {
	for _, b := range list {
		for _, unit := range b.units {
			if err := d.filledBlank(b.day+"/"+d.blankName(unit), d.reply(unit, b.day), b.libreOffice); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeFaults lists what was planted: exactly these are the findings of the rounds.
func (d *demo) writeFaults() error {
	slices.SortFunc(d.faults, func(a, b fault) int {
		if a.round != b.round {
			return strings.Compare(b.round, a.round) // 2019-h1 comes before 2019-end
		}
		return strings.Compare(a.file+a.code+a.cell, b.file+b.code+b.cell)
	})
	var b bytes.Buffer
	b.WriteString("# 示例数据，纯属虚构。报来的表里特意放进的毛病：报送期、文件、单元格、代码。\nfaults:\n")
	for _, f := range d.faults {
		fmt.Fprintf(&b, "  - {round: %s, file: %q, cell: %q, code: %s}\n", f.round, f.file, f.cell, f.code)
	}
	return d.write("faults.yaml", b.Bytes())
}
