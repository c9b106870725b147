package project

import (
	"slices"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
	"zwgk/pkg/value"
)

// decided tells of decisions that ran out, so that what they waived counts again, and of those
// that changed nothing in the round: they may name the wrong thing.
func (p *Project) decided(c *Checked) []finding.Finding {
	expired, unused := p.Rules.Code("decision_expired"), p.Rules.Code("decision_unused")
	var out []finding.Finding
	tell := func(code string, b decision.Basis, what string) {
		out = append(out, finding.Finding{Code: code, File: b.Source.File, Sheet: b.Source.Sheet, Cell: b.Source.Cell, Value: what,
			Args: map[string]string{"by": b.By}})
	}
	for _, w := range p.Decisions.Waivers {
		switch used := c.waivers.Used(w.Source); {
		case used && c.waivers.Expired(w.Source):
			tell(expired, w.Basis, w.Until)
		case !used && !c.waivers.Expired(w.Source):
			tell(unused, w.Basis, w.Unit)
		}
	}
	for _, r := range p.Decisions.Receipts {
		if p.ofRound(r.Basis) && !slices.ContainsFunc(c.files, func(f intake.File) bool {
			return r.File == f.Path || r.File == intake.Base(f.Path) || carried(f.Path, r.File)
		}) {
			tell(unused, r.Basis, r.File)
		}
	}
	for _, x := range p.Decisions.Extensions {
		if p.Round.Named(x.Round) && !p.reports(x.Unit) {
			tell(unused, x.Basis, x.Unit)
		}
	}
	for _, x := range p.Decisions.Fills {
		if p.Round.Named(x.Round) && (p.RollsUp() || !p.assigned(x)) {
			tell(unused, x.Basis, x.Unit)
		}
	}
	if p.RollsUp() {
		p.decidedForUnits(func(b decision.Basis, what string) { tell(unused, b, what) })
	}
	return completed(p.Rules, out)
}

// decidedForUnits lists what was decided about the units' work, of which nothing is done in a roll-up: scores are the counties',
// and so is who reports on what.
func (p *Project) decidedForUnits(tell func(b decision.Basis, what string)) {
	for _, x := range p.Decisions.Adjustments {
		if x.Round != "" && p.Round.Named(x.Round) || p.onlyRollUps() {
			tell(x.Basis, x.Unit)
		}
	}
	if !p.onlyRollUps() {
		return // they are of use in other rounds
	}
	for _, x := range p.Decisions.Duties {
		tell(x.Basis, x.Text)
	}
	for _, x := range p.Decisions.Changes {
		if slices.Contains([]string{decision.TaskAdded, decision.TaskDropped, decision.DutyMoved}, x.Kind) {
			tell(x.Basis, x.Object)
		}
	}
}

// reports tells that a unit has something to report.
func (p *Project) reports(unit string) bool {
	if p.RollsUp() {
		u, _ := p.Roster.Unit(unit)
		return u.Active
	}
	return len(p.Plan.Of(unit)) > 0
}

// carried tells that a file lies in an archive or mail of the name.
func carried(path, name string) bool {
	return len(path) > len(name) && path[:len(name)] == name && path[len(name):len(name)+len(intake.Sep)] == intake.Sep
}

// ofRound tells that a decision was made in the time of the round: one on a file of another
// round is of no use in this one, and right all the same.
func (p *Project) ofRound(b decision.Basis) bool {
	day, ok := value.ParseDate(b.Date, 0)
	return ok && p.Round.Start != "" && day.Last().String() >= p.Round.AsOf && (p.nextDue() == "" || day.First().String() < p.nextDue())
}

// nextDue is the day on which the returns of the round after are due, "" for the last one.
func (p *Project) nextDue() string {
	i := slices.IndexFunc(p.Settings.Rounds, func(r RoundSettings) bool { return r.ID.Value == p.Round.ID })
	if i < 0 || i+1 >= len(p.Settings.Rounds) {
		return ""
	}
	return p.Settings.Rounds[i+1].Due.Value
}

// assigned tells that what the office filled in belongs to an item of the unit's.
func (p *Project) assigned(x decision.Fill) bool {
	return slices.ContainsFunc(duty.Items(p.Table, x.Item), func(item string) bool {
		_, ok := p.Plan.Find(item, x.Unit)
		return ok || p.Plan.Open(item)
	})
}
