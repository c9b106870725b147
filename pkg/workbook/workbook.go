// Package workbook writes what the office and the units open in a spreadsheet
// program: the ledger of a round (Ledger), the copy of a sender's file that goes
// back with its problems marked (Mark), the list of units to chase (Chase) and
// the plan (Plan). Columns, widths and wording come from a Layout. All values
// are written as text, never as formulas; the same input gives the same bytes.
package workbook

import (
	"time"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// Input is all that the workbooks of a round are made from. Layout and Table are
// needed by all, Plan and Roster too; Ledger and Chase need a Ledger besides. Scores may be
// nil. Private numbers in the ledger's texts are masked here.
type Input struct {
	Layout                *Layout
	County, Office, Title string
	Year                  int
	Round                 form.Round
	Table                 *tasktable.Table
	Plan                  *duty.Plan
	Base                  *duty.Plan    // for the plan workbook: before what the office changed in its matrix; nil: Plan
	Filled                *decision.Set // what the office filled in; may be nil
	Roster                *roster.Roster
	Ledger                *ledger.Ledger
	Files                 []check.File
	Findings              []finding.Finding // complete, with file, message and hint
	Scores                *assess.Scores
	Lights                *assess.Lights      // nil: no lights
	Reminders             map[string]Reminder // by unit, for Chase
	Inbox                 string              // path from the workbook's folder to the inbox, for links; "" writes none
	Previous              *ledger.Ledger      // of the round before; nil: none
	Rounds                []Round             // of a year; nil for the ledger of one round
	Events                []assess.Event      // of a year
	Comparison            *assess.Comparison  // of a roll-up
	Before                *assess.Scores      // of the year before; nil: not compared
	Sample                bool                // show that the data are invented
}

// created is the date that the workbook carries: the round's last day, never the clock.
func (in *Input) created() time.Time {
	for _, day := range []string{in.Round.AsOf, in.Round.Due} {
		if t, err := time.Parse(time.DateOnly, day); err == nil {
			return t
		}
	}
	return time.Date(max(in.Year, 1980), 12, 31, 0, 0, 0, 0, time.UTC)
}

func (in *Input) values() map[string]string {
	title := in.Title
	if in.Rounds != nil {
		title = policy.Fill(in.Layout.Year.Title, "title", in.Title)
	}
	return map[string]string{"title": title, "office": in.Office, "county": in.County, "round": in.Round.Name, "as_of": in.Round.AsOf}
}
