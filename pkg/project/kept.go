package project

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"zwgk/pkg/assess"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"
)

// ledgerFormat is the format of ledger.json. It grows when a program that knows the one before
// would misread the file.
const ledgerFormat = 1

// The files of a run that later ones read.
const (
	ledgerName   = "ledger.json"
	findingsName = "findings.json"
	scoresName   = "scores.json"
)

// ledgerFile is ledger.json: the ledger, and what a year or a city needs to know of the round
// besides. Table is the fingerprint of the task table that items are numbered by.
type ledgerFile struct {
	Format int    `json:"format"`
	County string `json:"county"`
	Year   int    `json:"year"`
	Table  string `json:"table"`
	Before string `json:"previous"` // the round that it was compared with, "" for none

	// Decided is the fingerprint of all that was decided for the round: who reports on what, and decisions on it.
	Decided string `json:"decided"`
	*ledger.Ledger
	Events []assess.Event `json:"events"`
}

func (p *Project) ledgerFile(l, previous *ledger.Ledger, events []assess.Event, decided string) ledgerFile {
	if events == nil {
		events = []assess.Event{}
	}
	before := ""
	if previous != nil {
		before = previous.Round
	}
	return ledgerFile{ledgerFormat, p.Settings.County, p.Settings.Year, fingerprint(p.first), before, decided, l, events}
}

// fingerprint tells one version of a task table from another: it goes by the items and what they
// require, and not by the file that they stand in.
func fingerprint(t *tasktable.Table) string {
	h := sha256.New()
	for _, r := range t.Rows() {
		fmt.Fprintf(h, "%q %q %q\n", r.Item.ID, r.Task, r.Item.Requirement)
		for _, d := range r.Item.Deadlines {
			fmt.Fprintf(h, " %q %q %q %d\n", d.Kind, d.Due, d.Every, d.Times)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// readLedgerFile reads a ledger.json; what names it for people (上期台账), rerun how it is made anew.
func readLedgerFile(path, what, rerun string) (*ledgerFile, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, usage("读不出%s %s（%s）。", what, filepath.ToSlash(path), reason(err))
	}
	return decodeLedger(data, filepath.ToSlash(path), what, rerun)
}

func decodeLedger(data []byte, shown, what, rerun string) (*ledgerFile, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // an editor puts it there
	var head struct {
		Format  int             `json:"format"`
		Entries json.RawMessage `json:"entries"`
	}
	l := ledgerFile{Ledger: &ledger.Ledger{}}
	err := json.Unmarshal(data, &head)
	switch {
	case !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")), err == nil && head.Entries == nil:
		return nil, usage("%s %s 不是 ledger.json，读不出来。请用输出文件夹里的 ledger.json，或%s。", what, shown, rerun)
	case err == nil && head.Format > ledgerFormat:
		return nil, usage("%s %s 是更新版本的 zwgk 写的（格式 %d，本程序认到格式 %d）。请换用新版本的程序，或用本程序%s。", what, shown, head.Format, ledgerFormat, rerun)
	case err == nil:
		err = json.Unmarshal(data, &l)
	}
	if err == nil {
		err = knownWords(l.Ledger)
	}
	if err != nil {
		return nil, usage("%s %s 不完整或已损坏（%s）。请%s。", what, shown, jsonFault(err, len(data)), rerun)
	}
	return &l, nil
}

// knownWords refuses fates and statuses that a person may have put into a ledger: rows of them would count nowhere.
func knownWords(l *ledger.Ledger) error {
	for i := range l.Entries {
		e := &l.Entries[i]
		if !slices.Contains([]ledger.Fate{ledger.Merged, ledger.Superseded, ledger.Unmatched, ledger.EmptyRow}, e.Fate) {
			return fmt.Errorf("第 %d 条的 fate 是“%s”，没有这种去向", i+1, e.Fate)
		}
		if !slices.Contains([]form.Status{form.Done, form.Ongoing, form.NotStarted, form.NotApplicable, form.UnknownStatus}, e.Status) {
			return fmt.Errorf("第 %d 条的 status 是“%s”，没有这种完成情况", i+1, e.Status)
		}
	}
	return nil
}

// jsonFault says where a JSON text is wrong.
func jsonFault(err error, size int) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && syntax.Offset >= int64(size):
		return fmt.Sprintf("只有 %d 个字节，后面断了", size)
	case errors.As(err, &syntax):
		return fmt.Sprintf("第 %d 个字节处不是 JSON", syntax.Offset)
	case errors.As(err, &kind):
		return fmt.Sprintf("第 %d 个字节处“%s”的内容不对", kind.Offset, kind.Field)
	}
	return err.Error()
}
