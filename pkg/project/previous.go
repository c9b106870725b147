package project

import (
	"path/filepath"
	"slices"

	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// previousLedger reads the ledger of the round before: the one that is named, else what a run
// of the round before left in its folder; nil when there is none.
func (p *Project) previousLedger() (*ledger.Ledger, error) {
	path := p.options.Previous
	if path == "" {
		if path = p.ledgerBefore(); path == "" || !exists(path) {
			return nil, nil
		}
	}
	l, err := readLedgerFile(path, "上期台账", "重新运行上一期的 zwgk run")
	if err != nil {
		return nil, err
	}
	if !slices.Contains(p.read, path) {
		p.noteInput(path)
	}
	p.namedNow(l.Ledger)
	return l.Ledger, nil
}

// nameOf is the name of the round of a ledger, its ID where the settings do not have it.
func (p *Project) nameOf(l *ledger.Ledger) string {
	if l == nil {
		return ""
	}
	return p.roundName(l.Round)
}

// namedNow gives units of an earlier ledger the names that they have in the round. What became
// part of another unit keeps its old one: its answers are not those of the whole.
func (p *Project) namedNow(l *ledger.Ledger) {
	for i, e := range l.Entries {
		if name := p.changed.Names[e.Unit]; name != "" && !p.changed.Merged[e.Unit] {
			l.Entries[i].Unit = name
		}
	}
}

// ledgerBefore is where a run of the round before writes its ledger, "" for the first round.
func (p *Project) ledgerBefore() string {
	i := slices.IndexFunc(p.Settings.Rounds, func(r RoundSettings) bool { return r.ID.Value == p.Round.ID })
	if i < 1 {
		return ""
	}
	return filepath.Join(p.options.Dir, "out", p.Settings.Rounds[i-1].ID.Value, ledgerName)
}

// previousAnswers are what the units wrote in the round before: unit, item, field.
func (p *Project) previousAnswers() (map[string]map[string]map[string]string, error) {
	l, err := p.previousLedger()
	if l == nil || err != nil {
		return nil, err
	}
	out := map[string]map[string]map[string]string{}
	for _, e := range l.Entries {
		if e.Fate != ledger.Merged {
			continue
		}
		if out[e.Unit] == nil {
			out[e.Unit] = map[string]map[string]string{}
		}
		out[e.Unit][e.Item] = answers(e)
	}
	return out, nil
}

func answers(e ledger.Entry) map[string]string {
	out := map[string]string{}
	for _, field := range []string{form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldDate, form.FieldLinks, form.FieldEvidence,
		form.FieldProblems, form.FieldNext, form.FieldRemark} {
		if text := e.Written[field]; text != "" {
			out[field] = text
		}
	}
	return out
}
