package project

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// rollUpKind is the kind of a round whose returns are the ledgers of other projects: of the
// counties, in a city's. The units of its roster are the counties.
const rollUpKind = "rollup"

// RollsUp tells that the round takes in ledgers and no forms.
func (p *Project) RollsUp() bool { return p.Round.Kind == rollUpKind }

// onlyRollUps tells that all rounds take in ledgers, so that the table's units are other projects'.
func (p *Project) onlyRollUps() bool {
	return len(p.Settings.Rounds) > 0 && !slices.ContainsFunc(p.rounds(), func(r form.Round) bool { return r.Kind != rollUpKind })
}

// notRolledUp refuses what makes no sense for a roll-up.
func (p *Project) notRolledUp(what, instead string) error {
	if !p.RollsUp() {
		return nil
	}
	return usage("报送期 %s 是汇总期（kind: rollup），%s。%s", p.Round.ID, what, instead)
}

// noRollUps refuses the annual assessment over a roll-up: its counties make their own.
func (p *Project) noRollUps(rounds []string) error {
	for _, r := range p.rounds() {
		if r.Kind == rollUpKind && slices.Contains(rounds, r.ID) {
			return usage("报送期 %s 是汇总期（kind: rollup），不作年度评估。请各县区报年度的 ledger.json（out/year 里的），放进一个汇总期的收件文件夹，再运行 zwgk run。", r.ID)
		}
	}
	return nil
}

// rollUp is what the ledgers of a roll-up came to.
type rollUp struct {
	*ledger.RolledUp
	events   []assess.Event
	counties []assess.CountyStanding
}

// checkLedgers reads and judges the ledgers of a roll-up, and joins them.
func (p *Project) checkLedgers(paths []string) (*Checked, error) {
	files, err := p.intake(paths)
	if err != nil {
		return nil, err
	}
	sent := p.readLedgers(files)
	in := ledger.RollUpInput{Round: p.Round, Table: p.Table, Roster: p.Roster}
	for _, s := range sent {
		if s.ledger != nil {
			in.Parts = append(in.Parts, s.part())
		}
	}
	r := &rollUp{RolledUp: ledger.RollUp(in)}
	p.judge(sent, r)
	c := &Checked{Result: &check.Result{}, Ledger: r.Ledger, files: files, rollUp: r}
	for _, s := range sent {
		c.Result.Files = append(c.Result.Files, s.line(r))
		c.Result.Findings = append(c.Result.Findings, s.findings...)
	}
	finding.Sort(c.Result.Findings)
	c.waivers = assess.NewWaivers(p.Decisions, c.Ledger, p.Round.AsOf)
	for i, s := range sent {
		c.Result.Files[i].Verdict = s.verdict(r, c.waivers)
	}
	r.counties, r.events = p.counties(sent, r, c.waivers), rolledEvents(sent, r)
	maskEntries(c.Ledger)
	return c, nil
}

// judge adds what shows only beside the other ledgers and the city's own table.
func (p *Project) judge(sent []*sentLedger, r *rollUp) {
	byFile := map[string]*sentLedger{}
	for _, s := range sent {
		byFile[s.file.Path] = s
	}
	for _, v := range r.Replaced {
		if v.Tied {
			p.tell(byFile[v.By], finding.Finding{Code: "versions_tied", Args: map[string]string{"items": "（全部）", "other": v.File, "count": strconv.Itoa(len(v.Ledger.Entries))}})
		}
	}
	own := fingerprint(p.first)
	for _, s := range sent {
		if s.ledger == nil || s.rejected {
			continue
		}
		if s.ledger.Table != own {
			p.tell(s, finding.Finding{Code: "rollup_table"})
		}
		if p.Round.AsOf != "" && s.ledger.AsOf != "" && s.ledger.AsOf != p.Round.AsOf {
			p.tell(s, finding.Finding{Code: "rollup_as_of", Value: s.ledger.AsOf, Args: map[string]string{"as_of": p.Round.AsOf}})
		}
		p.tellUnknown(s)
		p.tellMisplaced(s)
	}
}

// tellUnknown tells of items that the city's table lacks.
func (p *Project) tellUnknown(s *sentLedger) {
	items, rows := s.ledger.Unknown(p.Table)
	if len(items) == 0 {
		return
	}
	n := 0
	for _, item := range items {
		n += rows[item]
	}
	f := finding.Finding{Code: "rollup_item", Args: map[string]string{"what": p.Rules.Absent(finding.ItemTexts(items)), "items": finding.ItemTexts(items), "count": strconv.Itoa(n)}}
	if len(items) == 1 {
		f.Item = items[0]
	}
	p.tell(s, f)
}

// tellMisplaced tells of rows under another number than the city's task of their title has: the
// tables differ, and counting them would give the counties' figures to wrong tasks.
func (p *Project) tellMisplaced(s *sentLedger) {
	own := map[string]string{}
	for _, row := range p.Table.Rows() {
		own[row.Item.ID] = row.Task
	}
	for _, m := range s.ledger.Misplaced(p.Table) {
		item := finding.ItemText(m.Item)
		p.tell(s, finding.Finding{Code: "rollup_item", Item: m.Item, Value: m.Title, Args: map[string]string{"items": item, "count": strconv.Itoa(m.Count), "case": "ledger",
			"what": p.Rules.Misplaced(item, m.Title, own[m.Item], finding.ItemText(m.Other), rowText(m.First))}})
	}
}

// rowText says for people where a row of a ledger comes from.
func rowText(s ledger.Source) string {
	at := finding.Finding{Sheet: s.Sheet, Cell: cmp.Or(s.Cells[form.FieldTask], s.Cells[form.FieldID], s.Cells[form.FieldStatus])}
	return strings.TrimSpace(s.File + " " + at.PlaceText())
}

// tell adds a finding about a ledger.
func (p *Project) tell(s *sentLedger, f finding.Finding) {
	f.File, f.Unit = s.file.Path, s.county
	if f, ok := p.Rules.Told(f); ok {
		if f.PlaceText() == "" { // a message of a sheet's begins with its place
			f.Message = f.Bare()
		}
		s.findings = append(s.findings, f)
	}
}

// counties say how each active unit of the roster stands.
func (p *Project) counties(sent []*sentLedger, r *rollUp, w *assess.Waivers) []assess.CountyStanding {
	var out []assess.CountyStanding
	for _, u := range p.Roster.Active() {
		of := assess.CountyStanding{County: u.Name, State: assess.CountyMissing, Due: p.Decisions.Due(u.Name, p.Round.Due, p.Round.Named)}
		kept, reported := r.Kept[u.Name]
		for _, s := range sent {
			switch {
			case s.county != u.Name || s.ignored != "":
			case s.rejected && !reported:
				of.State = assess.CountyUnusable
			case s.rejected:
			case s.file.Path == kept.File:
				of.State, of.File, of.Round, of.AsOf, of.Lacking = assess.CountyReported, kept.File, s.ledger.Round, s.ledger.AsOf, s.ledger.lacking()
				of.OtherTable, of.Doubted = s.stands(p.Rules.Code("rollup_table"), w), s.stands(p.Rules.Code("unit_differs"), w)
				of.Received = first(of.Received, s.file.Received)
			default:
				of.Received = first(of.Received, s.file.Received)
			}
		}
		of.Late = of.Due != "" && len(of.Received) >= len(of.Due) && of.Received[:len(of.Due)] > of.Due
		out = append(out, of)
	}
	return out
}

// stands tells that there is a finding of a code about the ledger that is not waived.
func (s *sentLedger) stands(code string, w *assess.Waivers) bool {
	return slices.ContainsFunc(s.findings, func(f finding.Finding) bool { return f.Code == code && !w.Cover(f) })
}

// first is the earlier of two times, the known one of one that is not known.
func first(a, b string) string {
	if a == "" || b == "" {
		return cmp.Or(a, b)
	}
	return min(a, b)
}

// rolledEvents are the events of the ledgers that count, with qualified units and files.
func rolledEvents(sent []*sentLedger, r *rollUp) []assess.Event {
	var out []assess.Event
	for _, s := range sent {
		if s.ledger == nil || r.Kept[s.county].File != s.file.Path {
			continue
		}
		for _, e := range s.ledger.Events {
			e.Unit = ledger.Qualified(s.county, e.Unit)
			if e.Place.File != "" {
				e.Place.File = ledger.Within(s.file.Path, e.Place.File)
			}
			out = append(out, e)
		}
	}
	return out
}
