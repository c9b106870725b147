// Package report composes the assessment report, the page of each unit and the
// letters of the office, from wording templates (templates/report and
// templates/notice). It counts and orders; the words are the templates'.
package report

import (
	"fmt"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/document"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// Input is a round with all that is known about it. Findings are those that
// count. Plan, Roster, Ledger, Scores, Scheme and Catalogue may be nil; what would be said
// of them is then left out. Free texts of the ledger must have private numbers masked.
type Input struct {
	County, Office, Title string
	Year                  int
	Round                 form.Round
	Table                 *tasktable.Table
	Plan                  *duty.Plan
	Roster                *roster.Roster
	Ledger                *ledger.Ledger
	Files                 []check.File
	Findings              []finding.Finding
	Corrections           []check.Correction
	Copies                map[string]string // names of the marked copies, by file
	Reminders             []string          // days after the due date from which units are reminded again, ascending
	Today                 string            // ISO: the day of chasing, "" for the last on which a file came, at least the round's AsOf; it changes no finding
	Scores                *assess.Scores
	Scheme                *assess.Scheme
	Catalogue             *finding.Catalogue
	Wording               *Wording
	Head                  Head
	Rounds                []RoundResult // of a year, in their order; nil for one round
	Events                []assess.Event
	Before                *assess.Scores // of the year before; nil: not compared
	BeforeYear            string
	Comparison            *assess.Comparison // of a roll-up; nil else
	Sample                bool               // the figures are invented, and every text says so
}

// Head is what stands at the head and foot of the report: 文号, 主送, 署名,
// 成文日期 (ISO or as printed). Empty ones are left out.
type Head struct{ Number, To, From, Date string }

// Composer makes the documents of a round. It is not for use by several goroutines at once.
type Composer struct {
	Input
	*index
	whole *View
}

// New prepares a round for composing.
func New(in Input) *Composer {
	if in.Ledger == nil {
		in.Ledger = &ledger.Ledger{}
	}
	if in.Today == "" {
		in.Today = lastDay(in.Round.AsOf, in.Files)
	}
	if in.Plan == nil {
		in.Plan = &duty.Plan{}
	}
	if in.Table == nil {
		in.Table = &tasktable.Table{}
	}
	if in.Scores == nil {
		in.Scores = &assess.Scores{}
	}
	if in.Scheme == nil {
		in.Scheme = &assess.Scheme{}
	}
	return &Composer{Input: in, index: newIndex(in)}
}

// Assessment is the report on the round (评估报告).
func Assessment(in Input) (*document.Document, error) { return New(in).Assessment() }

// UnitPage is the account of one unit, also of one that sent nothing.
func UnitPage(in Input, unit string) (*document.Document, error) { return New(in).UnitPage(unit) }

// Notice is the text that goes out with the blanks (下发通知).
func Notice(in Input) (string, error) { return New(in).Notice() }

// Chase is the text that names who has to report, correct or complete (催报清单).
func Chase(in Input) (string, error) { return New(in).Chase() }

// Receipts is the text of what became of every file that came (回执).
func Receipts(in Input) (string, error) { return New(in).Receipts() }

// ReturnLetter is the text of what each unit has to mend (退回意见).
func ReturnLetter(in Input) (string, error) { return New(in).ReturnLetter() }

// Assessment is the report on the round.
func (c *Composer) Assessment() (*document.Document, error) {
	return c.document(assessmentFile, c.view())
}

// UnitPage is the account of one unit.
func (c *Composer) UnitPage(unit string) (*document.Document, error) {
	v, ok := c.unitView(unit)
	if !ok {
		return nil, notInLedger(unit)
	}
	return c.enclosure(unitFile, v)
}

// enclosure is a document without the head of a letter.
func (c *Composer) enclosure(file string, view any) (*document.Document, error) {
	doc, err := c.document(file, view)
	if err == nil {
		doc.Number, doc.To = "", ""
	}
	return doc, err
}

func notInLedger(unit string) error { return fmt.Errorf("unit page: %q is not in the ledger", unit) }

// Notice is the text that goes out with the blanks.
func (c *Composer) Notice() (string, error) { return c.text(noticeFile, c.noticeView()) }

// Chase is the text that names who has to report, correct or complete.
func (c *Composer) Chase() (string, error) { return c.text(chaseFile, c.chaseView()) }

// Receipts is the text of what became of every file that came.
func (c *Composer) Receipts() (string, error) { return c.text(receiptFile, c.receiptView()) }

// ReturnLetter is the text of what each unit has to mend.
func (c *Composer) ReturnLetter() (string, error) { return c.text(returnFile, c.returnView()) }

// lastDay is the later of a day and the last on which a file came: who writes letters has them
// all before him.
func lastDay(day string, files []check.File) string {
	for _, f := range files {
		if f.Verdict != finding.Ignored && len(f.Received) >= len(day) {
			day = max(day, f.Received[:len(day)])
		}
	}
	return day
}
