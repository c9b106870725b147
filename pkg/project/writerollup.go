package project

import (
	"io"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/report"
	"zwgk/pkg/workbook"
)

const comparisonName = "comparison.json"

// rollUpFile is the ledger.json of a roll-up: as of a round, and how the counties stand.
type rollUpFile struct {
	ledgerFile
	Counties []countyBrief `json:"counties"`
}

// runRollUp joins the ledgers of the inbox and writes the outputs of the stages.
func (p *Project) runRollUp(stages Stages) (*Outcome, error) {
	if stages == (Stages{Scores: true}) {
		return nil, p.notRolledUp("不给单位评分", "各县区的比较见 zwgk run 写出的 "+comparisonName+" 和台账的“县区对比”。")
	}
	checked, err := p.checkLedgers(nil)
	if err != nil {
		return nil, err
	}
	r := checked.rollUp
	out := &Outcome{Checked: checked, Events: r.events, Counted: checked.unreplaced(), copies: map[string]string{}}
	out.Comparison = assess.CompareCounties(r.Ledger, p.Table, r.counties, r.events, p.Scheme.Evident)
	out.Comparison.County = p.Settings.County
	out.Decided = p.decided(checked)
	box := &outbox{dir: p.Out(), partial: stages != Everything}
	if err := p.writeRollUp(box, stages, out); err != nil {
		return nil, err
	}
	out.Manifest = p.manifest(box, checked)
	out.Manifest.Units = countCounties(out.Comparison)
	out.Written = box.written()
	out.Kept, err = box.flush(&out.Manifest)
	return out, err
}

// unreplaced are the findings of files that no later one took the place of, without what the office waived; what makes a
// file one that cannot be used stays.
func (c *Checked) unreplaced() []finding.Finding {
	verdicts := map[string]finding.Verdict{}
	for _, f := range c.Result.Files {
		verdicts[f.Path] = f.Verdict
	}
	var out []finding.Finding
	for _, f := range c.Result.Findings {
		switch verdicts[f.File] {
		case finding.Superseded:
		case finding.Rejected:
			out = append(out, f)
		default:
			out = append(out, c.waivers.Standing([]finding.Finding{f})...)
		}
	}
	return out
}

// countCounties counts who had to send a ledger, and who did.
func countCounties(c *assess.Comparison) UnitsCount {
	out := UnitsCount{Expected: len(c.Counties), Missing: []string{}, Late: []string{}}
	for _, of := range c.Counties {
		if of.State == assess.CountyReported {
			out.Reported++
		} else {
			out.Missing = append(out.Missing, of.County)
		}
		if of.Late {
			out.Late = append(out.Late, of.County)
		}
	}
	return out
}

func (p *Project) writeRollUp(box *outbox, stages Stages, out *Outcome) error {
	if stages.Ledger {
		if err := p.writeRollUpLedger(box, out); err != nil {
			return err
		}
	}
	if stages.Reports {
		if err := p.writeRollUpReport(box, out); err != nil {
			return err
		}
	}
	if !stages.Returns {
		return nil
	}
	text, err := report.New(p.reportInput(out)).RollUpChase()
	if err != nil {
		return err
	}
	box.text("催报清单.txt", "chase", text)
	return nil
}

func (p *Project) writeRollUpLedger(box *outbox, out *Outcome) error {
	in := p.workbookInput(out)
	in.Comparison, in.Plan, in.Lights = out.Comparison, nil, nil
	if err := box.add(p.Settings.Title+"汇总台账.xlsx", "ledger", func(w io.Writer) error { return workbook.RollUp(w, in) }); err != nil {
		return err
	}
	if err := box.json(ledgerName, "ledger", rollUpFile{p.ledgerFile(out.Ledger, nil, out.Events, ""), briefs(out.Comparison)}); err != nil {
		return err
	}
	if err := box.json(comparisonName, "comparison", out.Comparison); err != nil {
		return err
	}
	p.writeIgnored(box, out.Result.Files)
	return box.json(findingsName, "findings", findingList{append(append([]finding.Finding{}, out.Result.Findings...), out.Decided...), append([]finding.Finding{}, out.Counted...)})
}

func briefs(c *assess.Comparison) []countyBrief {
	out := []countyBrief{}
	for _, of := range c.Counties {
		out = append(out, countyBrief{of.County, of.State, of.File, of.Received, of.Due, of.Late})
	}
	return out
}

func (p *Project) writeRollUpReport(box *outbox, out *Outcome) error {
	doc, err := report.New(p.reportInput(out)).RollUp()
	if err != nil {
		return err
	}
	return p.print(box, out, p.Settings.Title+"汇总报告.pdf", doc, nil)
}
