package project

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// yearID names the year's folder below out, and stands where a round's ID stands in its files;
// decisions on the year's scores name it by either.
const (
	yearID   = "year"
	yearName = "年度"
)

// YearOutcome is what the annual assessment did.
type YearOutcome struct {
	*Outcome
	Manifest       YearManifest
	Rounds         []YearRound // all rounds of the settings, in their order
	Changes        *Changes
	Before         *assess.Scores    // of the year before; nil: not compared
	vain           []string          // adjustments of units that are not scored
	Contradictions []finding.Finding // between rounds that no round's own check compared
}

// YearRound is a round as the year takes it in. It is the element of "rounds" in the year's manifest.
type YearRound struct {
	Round string      `json:"round"`
	Name  string      `json:"name"`
	AsOf  string      `json:"as_of"`
	State string      `json:"state"`  // joined, or missing: no ledger yet
	SHA   string      `json:"ledger"` // SHA-256 of its ledger.json, "" for none
	Rows  ledger.Rows `json:"rows"`
	Units UnitsCount  `json:"units"`
	Notes []string    `json:"notes"` // what is wrong with its files, in Chinese

	of   form.Round
	kept *keptRound
}

// YearManifest is the manifest.json of a year.
type YearManifest struct {
	Manifest
	Rounds []YearRound `json:"rounds"`
}

// The states of a round in a year.
const (
	RoundJoined  = "joined"
	RoundMissing = "missing"
)

// Year joins what the rounds' runs wrote, and writes the annual assessment.
func (p *Project) Year() (*YearOutcome, error) {
	if err := p.outFolder(p.Out()); err != nil {
		return nil, err
	}
	out, err := p.computeYear()
	if err != nil {
		return nil, err
	}
	box := &outbox{dir: p.Out()}
	if err := p.writeYear(box, out); err != nil {
		return nil, err
	}
	manifest := YearManifest{p.manifest(box, out.Checked), out.Rounds}
	manifest.Rows = out.Ledger.Account()
	out.Manifest, out.Written = manifest, box.written()
	out.Kept, err = box.flush(manifest)
	return out, err
}

func (p *Project) computeYear() (*YearOutcome, error) {
	rounds, err := p.yearRounds()
	if err != nil {
		return nil, err
	}
	out := &YearOutcome{Rounds: rounds, Outcome: &Outcome{Checked: &Checked{Result: &check.Result{}}, copies: map[string]string{}}}
	in := ledger.YearInput{Round: p.Round, Table: p.Table, Roster: p.Roster, Asked: p.asked}
	for i, r := range rounds {
		if r.kept == nil {
			continue
		}
		in.Rounds = append(in.Rounds, r.kept.ledger)
		p.over = append(p.over, r.kept.round)
		out.Result.Files = append(out.Result.Files, r.kept.files...)
		out.Result.Findings = append(out.Result.Findings, r.kept.findings...)
		out.Counted = append(out.Counted, r.kept.counted...)
		out.Events = append(out.Events, r.kept.events...)
		p.progress("读取各期结果", i+1, len(rounds))
	}
	out.Ledger = ledger.Year(in)
	out.Events = happenedToWhole(out.Ledger, out.Events)
	out.recount()
	out.waivers = assess.NewWaivers(p.Decisions, out.Ledger, p.Round.AsOf)
	out.Contradictions = out.waivers.Standing(check.Contradictions(p.Rules, out.Ledger, p.roundName, out.Result.Findings))
	out.Result.Findings = append(out.Result.Findings, out.Contradictions...)
	out.Counted = append(out.waivers.Standing(out.Counted), out.Contradictions...)
	out.Lights = p.Scheme.Lights(out.Ledger, p.Plan, p.Table, p.Settings.Year)
	if out.Scores, err = p.score(out.Outcome); err != nil {
		return nil, err
	}
	for _, a := range p.Decisions.Adjustments {
		if (p.Round.Named(a.Round) || slices.ContainsFunc(p.over, func(r form.Round) bool { return r.Named(a.Round) })) && slices.Contains(out.Scores.Unscored, a.Unit) {
			out.vain = append(out.vain, fmt.Sprintf("%s 工作表“%s” %s 的分数调整没有用上：%s不参加年度评分。", a.Source.File, a.Source.Sheet, a.Source.Cell, a.Unit))
		}
	}
	out.Changes, err = p.changes(out)
	return out, err
}

// happenedToWhole leaves out events of units that became one by the year's end which are not true of the whole: it reported where
// either did, and was late once where both were.
func happenedToWhole(l *ledger.Ledger, events []assess.Event) []assess.Event {
	reported := map[[2]string]bool{}
	for _, u := range l.Units {
		for _, s := range u.Rounds {
			reported[[2]string{u.Name, s.Round}] = s.Reported
		}
	}
	var out []assess.Event
	once := map[assess.Event]bool{}
	for _, e := range events {
		key := assess.Event{Unit: e.Unit, Kind: e.Kind, Round: e.Round}
		if e.Kind == "missing" && (reported[[2]string{e.Unit, e.Round}] || once[key]) || e.Kind == "late" && once[key] {
			continue
		}
		once[key] = true
		out = append(out, e)
	}
	return out
}

// recount gives files the account that their rows have in the year.
func (out *YearOutcome) recount() {
	files, sheets := map[string]ledger.Rows{}, map[ledger.SheetKey]ledger.Rows{}
	for i := range out.Ledger.Entries {
		if e := &out.Ledger.Entries[i]; e.Source.Row > 0 {
			k := ledger.SheetKey{File: e.Source.File, Sheet: e.Source.Sheet, Unit: e.Unit}
			files[k.File], sheets[k] = files[k.File].Plus(e.Fate), sheets[k].Plus(e.Fate)
		}
	}
	for i := range out.Result.Files {
		f := &out.Result.Files[i]
		f.Rows = files[f.Path]
		for j := range f.Sheets {
			s := &f.Sheets[j]
			s.Rows = sheets[ledger.SheetKey{File: f.Path, Sheet: s.Sheet, Unit: s.Unit}]
		}
	}
}

// asked tells that an item is still a unit's at the year's end.
func (p *Project) asked(unit, item string) bool {
	_, ok := p.Plan.Find(item, unit)
	return ok
}

func (p *Project) roundName(id string) string {
	for _, r := range p.rounds() {
		if r.ID == id {
			return cmp.Or(r.Name, r.ID)
		}
	}
	return id
}

// yearRounds reads what the run of each round left. A round without a ledger is told of; when
// none has one, or one that is there cannot be used, there is no year.
func (p *Project) yearRounds() ([]YearRound, error) {
	var out []YearRound
	joined := p.joined()
	for _, r := range p.rounds() {
		y := YearRound{Round: r.ID, Name: cmp.Or(r.Name, r.ID), AsOf: r.AsOf, State: RoundMissing, of: r, Notes: []string{},
			Units: UnitsCount{Missing: []string{}, Late: []string{}}}
		if !slices.Contains(joined, r.ID) {
			y.Notes = append(y.Notes, fmt.Sprintf("还没有结果（没有 %s），没有计入。有了报送以后请先运行 %s。", ShownPath(p.keptPath(r.ID, ledgerName)), p.runCommand(r.ID)))
			out = append(out, y)
			continue
		}
		kept, err := p.readKept(r, len(joined) > 1)
		if err != nil {
			return nil, err
		}
		y.State, y.SHA, y.Notes, y.kept = RoundJoined, kept.sha, append(y.Notes, kept.notes...), kept
		y.Rows, y.Units, y.AsOf = kept.ledger.Account(), kept.units, kept.ledger.AsOf
		out = append(out, y)
	}
	if len(joined) == 0 {
		return nil, usage("各报送期都还没有结果（%s 里没有 %s）。请先运行 zwgk run，例如 zwgk run --round %s。",
			ShownPath(filepath.Join(p.options.Dir, "out")), ledgerName, p.rounds()[0].ID)
	}
	return out, nil
}

// joined are the rounds that have a ledger.
func (p *Project) joined() []string {
	var out []string
	for _, r := range p.rounds() {
		if exists(p.keptPath(r.ID, ledgerName)) {
			out = append(out, r.ID)
		}
	}
	return out
}

// chooseYear makes the year of the rounds that have a ledger: it ends where the last of them does.
func (p *Project) chooseYear() error {
	if p.Settings.Year == 0 {
		return fmt.Errorf("年度评估要有 %s 里的年份和报送期。请先用 zwgk init 建一个项目文件夹，或到项目文件夹里再运行。", settingsFile)
	}
	year := form.Round{ID: yearID, Name: yearName, Kind: "year", Year: p.Settings.Year}
	joined := p.joined()
	if err := p.noRollUps(joined); err != nil {
		return err
	}
	for _, r := range p.rounds() {
		if len(joined) > 0 && !slices.Contains(joined, r.ID) {
			continue
		}
		year.Start = cmp.Or(year.Start, r.Start)
		year.AsOf = max(year.AsOf, r.AsOf)
		if len(joined) == 1 {
			year.Due = r.Due
		}
	}
	p.Round, p.yearly, p.head = year, true, p.Settings.Document
	return nil
}

// countUnits counts who had to report, and who did.
func countUnits(l *ledger.Ledger) UnitsCount {
	c := UnitsCount{Missing: []string{}, Late: []string{}}
	for _, u := range l.Units {
		if !u.Expected {
			continue
		}
		c.Expected++
		if u.Reported {
			c.Reported++
		} else {
			c.Missing = append(c.Missing, u.Name)
		}
		if u.Late {
			c.Late = append(c.Late, u.Name)
		}
	}
	return c
}

// Notes are what the office should know of the rounds' files, one line each.
func (out *YearOutcome) Notes() []string {
	var list []string
	for _, r := range out.Rounds {
		for _, n := range r.Notes {
			list = append(list, r.Name+n)
		}
	}
	return append(list, out.vain...)
}
