package project

import (
	"io"
	"slices"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/document"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/report"
	"zwgk/pkg/typeset"
	"zwgk/pkg/workbook"
)

// Stages says which outputs a run writes.
type Stages struct{ Ledger, Scores, Reports, Returns bool }

// Everything is what zwgk run writes.
var Everything = Stages{true, true, true, true}

// Outcome is what a run did.
type Outcome struct {
	*Checked
	Scores   *assess.Scores
	Lights   *assess.Lights
	Events   []assess.Event // what the units did or failed to do
	Manifest Manifest
	Written  []Output          // of this run's stages, in the order of their paths
	Kept     []string          // files that a person had edited, by their new names
	Missing  []rune            // characters that no font has
	Counted  []finding.Finding // those of versions that count and that are not waived
	Decided  []finding.Finding // of decisions that ran out or changed nothing

	Comparison  *assess.Comparison // of a roll-up; nil else
	Corrections []check.Correction
	copies      map[string]string // names of marked copies, by file
}

// Manifest is manifest.json.
type Manifest struct {
	Tool    string       `json:"tool"`
	Round   string       `json:"round"`
	AsOf    string       `json:"as_of"`
	Files   []check.File `json:"files"`
	Rows    ledger.Rows  `json:"rows"`
	Units   UnitsCount   `json:"units"`
	Outputs []Output     `json:"outputs"`
	Inputs  []Input      `json:"inputs"`
}

// UnitsCount says who had to report, and who did.
type UnitsCount struct {
	Expected int      `json:"expected"`
	Reported int      `json:"reported"`
	Missing  []string `json:"missing"`
	Late     []string `json:"late"`
}

// Run reads the round's inbox and writes the outputs of the stages.
func (p *Project) Run(stages Stages) (*Outcome, error) {
	if err := p.outFolder(p.Out()); err != nil {
		return nil, err
	}
	if p.RollsUp() {
		return p.runRollUp(stages)
	}
	out, err := p.compute()
	if err != nil {
		return nil, err
	}
	box := &outbox{dir: p.Out(), partial: stages != Everything}
	if err := p.write(box, stages, out); err != nil {
		return nil, err
	}
	out.Manifest = p.manifest(box, out.Checked)
	out.Written = box.written()
	out.Kept, err = box.flush(&out.Manifest)
	return out, err
}

// compute reads, checks, merges and scores the round.
func (p *Project) compute() (*Outcome, error) {
	if err := p.notRolledUp("不给单位评分", "各县区的比较见 zwgk run 写出的 "+comparisonName+"。"); err != nil {
		return nil, err
	}
	checked, err := p.Check(nil)
	if err != nil {
		return nil, err
	}
	out := &Outcome{Checked: checked, Counted: checked.counted(), copies: map[string]string{}}
	out.Corrections = checked.Result.Corrections(checked.Ledger, checked.unwaived(checked.Result.Findings))
	out.Events = p.events(out)
	out.Lights = p.Scheme.Lights(out.Ledger, p.Plan, p.Table, p.Settings.Year)
	if out.Scores, err = p.score(out); err != nil {
		return nil, err
	}
	out.Decided = p.decided(checked)
	return out, nil
}

// counted are the findings that count in scores and letters: those of versions
// that a later one replaced do not, nor those that the office waived. What a waiver does not make
// good stays, for the unit has to send it again; scores leave it out by themselves.
func (c *Checked) counted() []finding.Finding {
	var out []finding.Finding
	for _, f := range c.Result.Findings {
		if f, ok := c.Result.Standing(f); ok {
			out = append(out, f)
		}
	}
	return c.unwaived(out)
}

// unwaived leaves out what the office waived, but for what keeps rows out of the ledger.
func (c *Checked) unwaived(list []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range list {
		if c.Result.Loses(f) {
			out = append(out, f)
			continue
		}
		out = append(out, c.waivers.Standing([]finding.Finding{f})...)
	}
	return out
}

func (p *Project) score(out *Outcome) (*assess.Scores, error) {
	return assess.Score(assess.Input{Scheme: p.Scheme, Round: p.Round, Rounds: p.over, Ledger: out.Ledger, Findings: out.Counted, Plan: p.Plan,
		Roster: p.Roster, Table: p.Table, Decisions: p.Decisions, Rules: p.Rules.Catalogue, Events: out.Events, Lights: out.Lights, Sources: p.Sources})
}

func (p *Project) write(box *outbox, stages Stages, out *Outcome) error {
	steps := []struct {
		on   bool
		name string
		do   func(*outbox, *Outcome) error
	}{
		{stages.Ledger, "写台账", p.writeLedger},
		{stages.Scores, "写得分", p.writeScores},
		{stages.Reports, "写报告", p.writeReports},
		{stages.Returns, "写退回和催报", p.writeReturns},
	}
	for _, s := range steps {
		if !s.on {
			continue
		}
		if err := s.do(box, out); err != nil {
			return err
		}
	}
	return nil
}

// workbookInput is what the workbooks are made from; out may be nil.
func (p *Project) workbookInput(out *Outcome) workbook.Input {
	in := workbook.Input{Layout: p.Layout, County: p.Settings.County, Office: p.Settings.Office, Title: p.Settings.Title, Year: p.Settings.Year,
		Round: p.Round, Table: p.Table, Plan: p.Plan, Base: p.base, Filled: p.filled, Roster: p.Roster, Inbox: p.inboxLink(), Sample: p.Settings.Sample}
	if out != nil {
		in.Ledger, in.Files, in.Findings, in.Scores = out.Ledger, out.Result.Files, out.Counted, out.Scores
		in.Lights, in.Previous = out.Lights, out.previous
	}
	return in
}

func (p *Project) writeLedger(box *outbox, out *Outcome) error {
	in := p.workbookInput(out)
	if err := box.add(p.Settings.Title+"台账.xlsx", "ledger", func(w io.Writer) error { return workbook.Ledger(w, in) }); err != nil {
		return err
	}
	if err := box.json(ledgerName, "ledger", p.ledgerFile(out.Ledger, out.previous, out.Events, p.basis(out.Ledger, out.Result.Files, slices.Concat(out.Result.Findings, out.Decided)))); err != nil {
		return err
	}
	p.writeIgnored(box, out.Result.Files)
	if err := p.writeQuestions(box, out.Checked); err != nil {
		return err
	}
	return box.json(findingsName, "findings", findingList{append(append([]finding.Finding{}, out.Result.Findings...), out.Decided...), append([]finding.Finding{}, out.Counted...)})
}

// findingList is findings.json: all findings, and those of them that count, without the cells in rows
// that a later version replaced and without what the office waived.
type findingList struct {
	Findings []finding.Finding `json:"findings"`
	Counted  []finding.Finding `json:"counted"`
}

// inboxLink is the inbox as seen from the out folder, for links; "" when the
// two have no relation.
func (p *Project) inboxLink() string {
	rel, _ := relative(p.Out(), p.Inbox())
	return rel
}

func (p *Project) writeScores(box *outbox, out *Outcome) error {
	if err := box.json("lights.json", "lights", out.Lights); err != nil {
		return err
	}
	return box.json(scoresName, "scores", out.Scores)
}

func (p *Project) reportInput(out *Outcome) report.Input {
	return report.Input{County: p.Settings.County, Office: p.Settings.Office, Title: p.Settings.Title, Year: p.Settings.Year, Round: p.Round,
		Table: p.Table, Plan: p.Plan, Roster: p.Roster, Ledger: out.Ledger, Files: out.Result.Files, Findings: out.Counted,
		Corrections: out.Corrections, Copies: out.copies, Reminders: p.reminders, Today: p.options.Today, Scores: out.Scores, Comparison: out.Comparison, Scheme: p.Scheme, Catalogue: p.Rules.Catalogue, Wording: p.Wording, Sample: p.Settings.Sample,
		Head: report.Head(p.head)}
}

func (p *Project) writeReports(box *outbox, out *Outcome) error {
	composer := report.New(p.reportInput(out))
	doc, err := composer.Assessment()
	if err != nil {
		return err
	}
	return p.print(box, out, p.Settings.Title+"评估报告.pdf", doc, composer.UnitPage)
}

// print prints a report, and a page for each unit of the ledger where there is one (page; nil: none).
func (p *Project) print(box *outbox, out *Outcome, name string, doc *document.Document, page func(unit string) (*document.Document, error)) error {
	print, missing, err := p.printer(box)
	if err != nil {
		return err
	}
	if err := print(name, "report", doc); err != nil {
		return err
	}
	for i, u := range out.Ledger.Units {
		if page == nil {
			break
		}
		of, err := page(u.Name)
		if err != nil {
			return err
		}
		if err := print("units/"+fileName(u.Name)+".pdf", "unit", of); err != nil {
			return err
		}
		p.progress("排印单位情况", i+1, len(out.Ledger.Units))
	}
	out.Missing = sortedRunes(missing)
	return nil
}

// printer gives a function that prints documents into the box, and the characters that no font has, which
// it collects.
func (p *Project) printer(box *outbox) (print func(path, kind string, doc *document.Document) error, missing map[rune]bool, err error) {
	fonts, err := p.fonts()
	if err != nil {
		return nil, nil, err
	}
	missing = map[rune]bool{}
	return func(path, kind string, doc *document.Document) error {
		return box.add(path, kind, func(w io.Writer) error {
			runes, err := typeset.PDF(w, doc, fonts)
			for _, r := range runes {
				missing[r] = true
			}
			return err
		})
	}, missing, nil
}

// manifest lists what is in the box; nothing came in where c is nil.
func (p *Project) manifest(box *outbox, c *Checked) Manifest {
	m := Manifest{Tool: "zwgk " + Version, Round: p.Round.ID, AsOf: p.Round.AsOf, Files: []check.File{},
		Units: UnitsCount{Missing: []string{}, Late: []string{}}, Outputs: box.outputs(), Inputs: p.inputs}
	if c == nil {
		return m
	}
	m.Files, m.Rows = append(m.Files, c.Result.Files...), c.Rows()
	m.Units = countUnits(c.Ledger)
	return m
}
