package workbook

import (
	"io"
	"slices"
	"strings"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// The reasons for which a unit is chased, in the order of the list.
var chaseStates = []string{"nothing", "unusable", "returned", "items", "late"}

var chaseColumns = map[string]func(standing) cell{
	"number": unitColumns["number"], "unit": unitColumns["unit"], "group": unitColumns["group"], "required": unitColumns["required"],
	"answered": unitColumns["answered"], "missing": unitColumns["missing"], "due": unitColumns["due"],
	"contact":   func(s standing) cell { return s.cell(plain(value.Mask(s.contact))) },
	"phone":     func(s standing) cell { return s.cell(plain(value.Mask(s.phone))) },
	"state":     func(s standing) cell { return s.cell(plain(s.state)) },
	"days":      func(s standing) cell { return s.cell(aboveZero(s.reminder.Days)) },
	"reminders": func(s standing) cell { return s.cell(aboveZero(s.reminder.Number)) },
	"text":      func(s standing) cell { return s.cell(plain(s.reminder.Text)) },
}

// Reminder is what a unit is chased with: the days since its due date, the number
// of the reminder, both 0 before it, and the text.
type Reminder struct {
	Days, Number int
	Text         string
}

func aboveZero(n int) cell {
	if n == 0 {
		return plain("")
	}
	return count(n)
}

// Chase writes the list of units to chase (催报清单): those that sent nothing, or
// nothing usable, that have a sheet to correct, items still missing, or were late. When there are none it says so.
func Chase(w io.Writer, in Input) error {
	if in.Layout == nil {
		return errNoLayout
	}
	v := newView(&in)
	p := in.Layout.Chase
	b, err := newBook(in.Layout, fill(p.Title, in.values()), in.Office, in.created())
	if err != nil {
		return err
	}
	rows, counts := v.chased()
	subtitle := in.Layout.Subtitle
	if counts != "" {
		subtitle += "\n" + counts
	}
	known := func(is func(standing) string) bool {
		return slices.ContainsFunc(rows, func(s standing) bool { return is(s) != "" })
	}
	p.Columns = slices.DeleteFunc(slices.Clone(p.Columns), func(c Column) bool { // what the roster does not have
		return c.Key.Value == "contact" && !known(func(s standing) string { return s.contact }) ||
			c.Key.Value == "phone" && !known(func(s standing) string { return s.phone })
	})
	if !slices.ContainsFunc(in.Ledger.Units, func(u ledger.Unit) bool { return u.Expected }) {
		p.None = p.Idle
	}
	s := tableSheet(&in, p.Page, subtitle, chaseColumns, rows)
	s.filter = 0
	if err := b.add(s); err != nil {
		return err
	}
	return b.write(w)
}

// chased lists the units by their first state, and says how many are in each.
func (v *view) chased() (rows []standing, counts string) {
	p := v.Layout.Chase
	verdicts := v.openVerdicts()
	byState := map[string][]standing{}
	number := map[string]int{}
	for _, s := range v.standings() {
		states := s.states(verdicts[s.of.Name])
		if len(states) == 0 {
			continue
		}
		var words []string
		for _, state := range states {
			number[state]++
			words = append(words, word(p.States, state))
		}
		s.reminder = v.Reminders[s.of.Name]
		s.state, s.fill = strings.Join(words, "、"), v.Layout.Colours[chaseColour[states[0]]]
		byState[states[0]] = append(byState[states[0]], s)
	}
	var said []string
	for _, state := range chaseStates {
		rows = append(rows, byState[state]...)
		if n := number[state]; n > 0 {
			said = append(said, fill(p.Count, map[string]string{"word": word(p.States, state), "number": itoa(n)}))
		}
	}
	for i := range rows {
		rows[i].number = i + 1
	}
	return rows, strings.Join(said, "　")
}

// openVerdicts are the verdicts of units on files in which there is still something to mend.
func (v *view) openVerdicts() map[string][]finding.Verdict {
	blamed := map[[2]string]bool{} // file and unit
	for _, x := range v.Findings {
		blamed[[2]string{x.File, x.Unit}] = true
	}
	return v.verdictsOf(func(f check.File, unit string) bool {
		return blamed[[2]string{f.Path, unit}] || blamed[[2]string{f.Path, ""}]
	})
}

var chaseColour = map[string]string{"nothing": "error", "unusable": "error", "returned": "warning"}

func (s standing) states(verdicts []finding.Verdict) []string {
	var out []string
	switch {
	case s.of.Expected && !s.of.Reported && (slices.Contains(verdicts, finding.Rejected) || slices.Contains(verdicts, finding.Returned)):
		out = append(out, "unusable")
	case slices.Contains(verdicts, finding.Returned):
		out = append(out, "returned")
	case s.of.Expected && !s.of.Reported:
		out = append(out, "nothing")
	}
	if s.of.Reported && len(s.of.Missing) > 0 {
		out = append(out, "items")
	}
	if s.of.Late {
		out = append(out, "late")
	}
	return out
}
