package project

import (
	"io"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/report"
	"zwgk/pkg/workbook"
)

// writeYear puts the annual assessment into the box.
func (p *Project) writeYear(box *outbox, out *YearOutcome) error {
	for _, step := range []func(*outbox, *YearOutcome) error{p.writeYearLedger, p.writeYearScores, p.writeYearReports} {
		if err := step(box, out); err != nil {
			return err
		}
	}
	return nil
}

func (p *Project) writeYearLedger(box *outbox, out *YearOutcome) error {
	in := p.workbookInput(out.Outcome)
	in.Events, in.Before = out.Events, out.Before
	for _, r := range out.Rounds {
		if r.kept != nil {
			in.Rounds = append(in.Rounds, workbook.Round{ID: r.Round, Name: r.Name, Scores: r.scores()})
		}
	}
	if err := box.add(p.Settings.Title+"年度台账.xlsx", "ledger", func(w io.Writer) error { return workbook.Ledger(w, in) }); err != nil {
		return err
	}
	if err := box.json(ledgerName, "ledger", p.ledgerFile(out.Ledger, nil, out.Events, "")); err != nil {
		return err
	}
	return box.json(findingsName, "findings", findingList{append([]finding.Finding{}, out.Result.Findings...), append([]finding.Finding{}, out.Counted...)})
}

func (p *Project) writeYearScores(box *outbox, out *YearOutcome) error {
	if err := p.writeScores(box, out.Outcome); err != nil {
		return err
	}
	return box.json("changes.json", "changes", out.Changes)
}

func (p *Project) writeYearReports(box *outbox, out *YearOutcome) error {
	in := p.reportInput(out.Outcome)
	in.Events, in.Before, in.BeforeYear = out.Events, out.Before, out.Changes.Previous
	for _, r := range out.Rounds {
		result := report.RoundResult{Round: r.of}
		if k := r.kept; k != nil {
			result = report.RoundResult{Round: r.of, Joined: true, Scores: k.scores, Doubts: k.notes, Files: k.files, Average: k.average, Merged: k.merged}
		}
		in.Rounds = append(in.Rounds, result)
	}
	composer := report.New(in)
	doc, err := composer.Annual()
	if err != nil {
		return err
	}
	return p.print(box, out.Outcome, p.Settings.Title+"年度评估报告.pdf", doc, composer.AnnualUnitPage)
}

// scores are a round's, nil for none.
func (r YearRound) scores() *assess.Scores {
	if r.kept == nil {
		return nil
	}
	return r.kept.scores
}
