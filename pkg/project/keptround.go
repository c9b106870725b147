package project

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/report"
)

// keptRound is what the run of a round left, with units by their names at the year's end and
// files as seen from the inbox of all rounds.
type keptRound struct {
	round    form.Round
	ledger   *ledger.Ledger
	events   []assess.Event
	files    []check.File
	findings []finding.Finding
	counted  []finding.Finding
	scores   *assess.Scores // nil: none
	sha      string
	notes    []string
	units    UnitsCount // by their names then
	merged   []string   // units that several became
	average  string     // of the scores then
}

// keptPath is a file of a round's out folder.
func (p *Project) keptPath(round, name string) string {
	return filepath.Join(p.options.Dir, "out", round, name)
}

// readKept reads what the run of a round left. Where several rounds are joined (apart), files
// stand in the round's folder, for two rounds may have files of one name.
func (p *Project) readKept(r form.Round, apart bool) (*keptRound, error) {
	rerun := "重新运行 " + p.runCommand(r.ID)
	path := p.keptPath(r.ID, ledgerName)
	l, err := readLedgerFile(path, p.roundName(r.ID)+"的台账", rerun)
	if err != nil {
		return nil, err
	}
	k := &keptRound{round: r, ledger: l.Ledger, events: l.Events, sha: hashFile(path)}
	if err := p.verifyKept(l, r, ShownPath(path), rerun); err != nil {
		return nil, err
	}
	var m Manifest
	var found findingList
	for _, f := range []struct {
		name string
		into any
	}{{manifestFile, &m}, {findingsName, &found}} {
		if err := readJSON(p.keptPath(r.ID, f.name), rerun, f.into); err != nil {
			return nil, err
		}
	}
	k.files, k.findings, k.counted = m.Files, found.Findings, found.Counted
	if exists(p.keptPath(r.ID, scoresName)) {
		k.scores = &assess.Scores{}
		if err := readJSON(p.keptPath(r.ID, scoresName), rerun, k.scores); err != nil {
			return nil, err
		}
	}
	k.notes = p.doubts(k, l, m, r)
	p.noteInput(path)
	k.units = countUnits(k.ledger)
	k.rename(p.nameNow)
	folder := ""
	if apart {
		folder = r.ID + "/"
	}
	k.in(r.ID, folder, m.Inputs)
	return k, nil
}

// readJSON reads a file that a run wrote.
func readJSON(path, rerun string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return usage("读不出 %s（%s）。请%s。", ShownPath(path), reason(err), rerun)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return usage("%s 不完整或已损坏（%s）。请%s。", ShownPath(path), jsonFault(err, len(data)), rerun)
	}
	return nil
}

// verifyKept refuses a ledger that is not the round's.
func (p *Project) verifyKept(l *ledgerFile, r form.Round, path, rerun string) error {
	switch {
	case l.Round != r.ID:
		return usage("%s 是报送期 %s 的台账，不是 %s 的。请%s。", path, l.Round, r.ID, rerun)
	case l.Format == 0 || l.Units == nil:
		return usage("%s 是旧版本的 zwgk 写的，没有各单位的报送情况。请%s。", path, rerun)
	case l.Year != p.Settings.Year:
		return usage("%s 是 %d 年的台账，本项目是 %d 年的。请核对 out 文件夹，或%s。", path, l.Year, p.Settings.Year, rerun)
	case l.County != p.Settings.County:
		return usage("%s 是%s的台账，本项目是%s的。请核对 out 文件夹，或%s。", path, l.County, p.Settings.County, rerun)
	}
	return nil
}

// doubts are what the office should know before it relies on a round.
func (p *Project) doubts(k *keptRound, l *ledgerFile, m Manifest, r form.Round) []string {
	var out []string
	again := "请重新运行 " + p.runCommand(r.ID) + "。"
	for _, o := range m.Outputs {
		if o.Path != ledgerName && o.Path != findingsName && o.Path != scoresName {
			continue
		}
		switch hashFile(p.keptPath(r.ID, o.Path)) {
		case o.SHA256:
		case "":
			out = append(out, "的 "+o.Path+" 不在了，里面的内容没有计入。"+again)
		default:
			out = append(out, "的 "+o.Path+" 在运行以后改动过，与 manifest.json 对不上；年度评估按改动后的计。要改台账请改单位报来的表或 decisions.xlsx，再运行 "+p.runCommand(r.ID)+"。")
		}
	}
	if l.Table != fingerprint(p.first) {
		return append(out, "的台账是按另一版任务分解表做的，任务编号可能对不上。"+again)
	}
	if q, err := p.asRound(r.ID, l.AsOf); err != nil {
		out = append(out, "现在不能重新运行，看不出它的结果是不是最新的："+strings.ReplaceAll(err.Error(), "\n", " "))
	} else if l.Decided != q.basis(l.Ledger, k.files, k.findings) {
		out = append(out, "的结果是按改动以前的决定、名录、分工、规则或评分办法做的，改动涉及这一期。"+again)
	}
	if before := p.roundBefore(r.ID); before != "" && !p.comparedWith(before, l, m) {
		out = append(out, "的检查不是与现在的"+p.roundName(before)+"结果比的（运行得比它早，或它后来重新运行过）。"+again)
	}
	return out
}

// comparedWith tells that a round was compared with the ledger that the one before it has now.
func (p *Project) comparedWith(before string, l *ledgerFile, m Manifest) bool {
	now := hashFile(p.keptPath(before, ledgerName))
	return l.Before == before && slices.ContainsFunc(m.Inputs, func(in Input) bool { return in.SHA256 == now })
}

// asRound opens the project as it is in one of its rounds.
func (p *Project) asRound(id, asOf string) (*Project, error) {
	o := p.options
	o.Year, o.Round, o.AsOf, o.Previous, o.Out, o.Scheme, o.table = false, id, asOf, "", "", "", p.first
	return Open(o)
}

// roundBefore is the round before another one, "" for none or when it has no ledger.
func (p *Project) roundBefore(id string) string {
	joined := p.joined()
	if i := slices.IndexFunc(p.Settings.Rounds, func(r RoundSettings) bool { return r.ID.Value == id }); i > 0 && slices.Contains(joined, p.Settings.Rounds[i-1].ID.Value) {
		return p.Settings.Rounds[i-1].ID.Value
	}
	return ""
}

// runCommand is how a round is run, for messages.
func (p *Project) runCommand(id string) string {
	text := "zwgk run --round " + id
	if p.options.Dir != "." {
		text += " --project " + ShownPath(p.options.Dir)
	}
	return text
}

// nameNow is a unit's name at the year's end.
func (p *Project) nameNow(unit string) string {
	if name, ok := p.changed.Names[unit]; ok {
		return name
	}
	return unit
}

// rename gives the units of the round other names.
func (k *keptRound) rename(now func(string) string) {
	for i := range k.ledger.Entries {
		k.ledger.Entries[i].Unit = now(k.ledger.Entries[i].Unit)
	}
	seen := map[string]bool{}
	for i := range k.ledger.Units {
		u := &k.ledger.Units[i]
		if u.Name = now(u.Name); seen[u.Name] && !slices.Contains(k.merged, u.Name) {
			k.merged = append(k.merged, u.Name)
		}
		seen[u.Name] = true
	}
	for i := range k.events {
		k.events[i].Unit = now(k.events[i].Unit)
	}
	for i := range k.files {
		k.files[i].Unit = now(k.files[i].Unit)
		for j := range k.files[i].Sheets {
			k.files[i].Sheets[j].Unit = now(k.files[i].Sheets[j].Unit)
		}
	}
	for _, list := range [][]finding.Finding{k.findings, k.counted} {
		for i := range list {
			list[i].Unit = now(list[i].Unit)
		}
	}
	if k.scores == nil {
		return
	}
	for i := range k.scores.Units {
		k.scores.Units[i].Unit = now(k.scores.Units[i].Unit)
	}
	k.average = report.Average(k.scores.Units)
	// several that became one had a score each: that of the whole is none of theirs
	k.scores.Units = slices.DeleteFunc(k.scores.Units, func(u assess.UnitScore) bool { return slices.Contains(k.merged, u.Unit) })
}

// in puts the files that came in the round into a folder, and the findings into the round. What is found in the
// office's own files, as in its decisions, stays there.
func (k *keptRound) in(round, folder string, office []Input) {
	for _, list := range [][]finding.Finding{k.findings, k.counted} {
		for i := range list {
			list[i].Round = round
			if !slices.ContainsFunc(office, func(in Input) bool { return in.Path == list[i].File }) {
				list[i].File = below(folder, list[i].File)
			}
		}
	}
	for i := range k.events {
		k.events[i].Place.File = below(folder, k.events[i].Place.File)
	}
	for i := range k.files {
		k.files[i].Path = below(folder, k.files[i].Path)
	}
	for i := range k.ledger.Entries {
		s := &k.ledger.Entries[i].Source
		if s.Row > 0 { // what the office filled in stands in its own file
			s.File = below(folder, s.File)
		}
	}
	for i := range k.ledger.Units {
		k.ledger.Units[i].First = below(folder, k.ledger.Units[i].First)
		for j, f := range k.ledger.Units[i].Files {
			k.ledger.Units[i].Files[j] = below(folder, f)
		}
	}
}

func below(folder, file string) string {
	if file == "" {
		return ""
	}
	return folder + file
}
