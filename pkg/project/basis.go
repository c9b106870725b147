package project

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
)

// basis tells one set of what a round's results were made by from another: who reports on what, decisions, rules and
// other templates, the scheme. Only decisions that do something in the round are in it, so that a decision on another
// round, a row that moved or a reason that was written anew makes no difference. l, files and findings are
// what the round came to.
func (p *Project) basis(l *ledger.Ledger, files []check.File, findings []finding.Finding) string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, a := range p.Plan.Assignments {
		u, _ := p.Roster.Unit(a.Unit)
		say("plan %q %q %q %v %q", a.Item, a.Unit, a.Duty, a.Certain, u.Group)
	}
	say("roles %q due %q scheme %q", p.Roles, p.Round.Due, p.Scheme.Fingerprint())
	for _, in := range p.inputs {
		if strings.HasPrefix(in.Path, "templates/") && in.Path != "templates/scheme.yaml" {
			say("template %q %q", in.Path, in.SHA256)
		}
	}
	p.sayDecisions(say, files, findings)
	for _, w := range assess.Effective(p.Decisions, l, findings, p.Rules.Code("item_missing"), p.Round.AsOf) {
		say("waive %q %q %q %q", w.Unit, w.Item, w.Code, w.Cell)
	}
	slices.Sort(lines)
	h := sha256.New()
	io.WriteString(h, strings.Join(lines, "\n"))
	return hex.EncodeToString(h.Sum(nil))
}

// sayDecisions tells of the decisions on the round, on files that came in it and on names that stand in it.
func (p *Project) sayDecisions(say func(format string, args ...any), files []check.File, findings []finding.Finding) {
	d := p.Decisions
	for _, x := range d.Extensions {
		if p.Round.Named(x.Round) {
			say("extend %q %q", x.Unit, x.Due)
		}
	}
	for _, x := range d.Fills {
		if p.Round.Named(x.Round) {
			say("fill %q %q %q %q", x.Unit, x.Item, x.Field, x.Content)
		}
	}
	for _, x := range d.Adjustments {
		if p.Round.Named(x.Round) {
			say("adjust %q %q %q", x.Unit, x.Indicator, x.Points)
		}
	}
	for _, x := range d.Receipts {
		if slices.ContainsFunc(files, func(f check.File) bool {
			return x.File == f.Path || x.File == intake.Base(f.Path) || carried(f.Path, x.File)
		}) {
			say("receipt %q %q", x.File, x.Time)
		}
	}
	for _, x := range d.Identities {
		if slices.ContainsFunc(findings, func(f finding.Finding) bool {
			return f.Value != "" && strings.Contains(f.Value, x.Written) && f.Unit == ""
		}) {
			say("name %q %q", x.Written, x.Unit)
		}
	}
}
