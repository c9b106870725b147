package report

import (
	"cmp"
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/document"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/value"
)

// RollUp is the report on the ledgers of counties (汇总报告), of an Input with a Comparison. Every
// figure in it is one of the Comparison's.
func (c *Composer) RollUp() (*document.Document, error) {
	return c.document(rollUpFile, c.rollUpView())
}

// RollUpChase is the text that names the counties whose ledger is still to come (催报清单).
func (c *Composer) RollUpChase() (string, error) {
	return c.text(rollUpChaseFile, c.rollUpChaseView())
}

// RollUpView is what the template of the report on a roll-up can name. Counties are by name.
type RollUpView struct {
	Common
	Items int // of the table

	Expected, Reported, Late []string
	Silent, Unusable         []string // sent nothing; nothing that can be used
	Units                    assess.UnitFigures
	Rows                     assess.ItemFigures
	Parts                    []Part // the states that any item is in
	Events                   assess.EventFigures

	OtherDates []CountyDate // whose ledger is of another day
	Apart      bool         // and is not ranked for it
	OtherTable []string     // whose ledger goes by another task table
	Doubted    []string     // whose ledger may be another county's

	Best, Worst           []string // by the share of done; Worst is empty when all are alike
	BestShare, WorstShare string
	Lagging               []LagView
	Unreported            []CountyUnits // units of a county that sent nothing
	Lacking               []CountyUnits // what a roll-up that is rolled up again is without
	Side                  []CountySide  // the counties that reported, as many as stand side by side in a table
	Returned              []UnitCount   // sheets sent back, by county
	Uncorrected           []UnitCount
	Copied                []UnitCount

	of *assess.Comparison
}

// LagView is a task that lags behind: less of it is done than of all tasks together. None are the
// counties in which no unit is done with it, Some the others that have it: the fewer of the two are named.
type LagView struct {
	Item, Task     string
	Required, Done int
	Share          string
	None, Some     []string
}

// CountyDate is a county and the day, ISO, that its ledger is of.
type CountyDate struct{ County, Date string }

// CountySide are counties that stand side by side in a table of tasks.
type CountySide struct {
	Counties []string

	of *assess.Comparison
}

// CountyUnits are units of a county.
type CountyUnits struct {
	County string
	Count  int
	Units  []string
}

func (c *Composer) rollUpView() *RollUpView {
	of := c.Comparison
	v := &RollUpView{Common: c.common(), Items: len(c.rows), Units: of.Total.Units, Events: of.Total.Events, of: of}
	v.Rows, v.Parts = of.Total.Items, c.partsOf(of.Total)
	for _, county := range of.Counties {
		v.county(county)
	}
	v.extremes()
	v.lagging(cmp.Or(c.Wording.layout.RollUp.Lagging, 5))
	v.sides(cmp.Or(c.Wording.layout.RollUp.Counties, 8))
	return v
}

// partsOf are the states with the shares that the comparison has.
func (c *Composer) partsOf(f assess.Figures) []Part {
	word := c.words().Status
	all := []Part{{word[string(form.Done)], f.Items.Done, f.Shares.Done}, {word[string(form.Ongoing)], f.Items.Ongoing, f.Shares.Ongoing},
		{word[string(form.NotStarted)], f.Items.NotStarted, f.Shares.NotStarted}, {word[string(form.NotApplicable)], f.Items.NotApplicable, f.Shares.NotApplicable},
		{word[string(form.UnknownStatus)], f.Items.Unknown, f.Shares.Unknown}, {word[stateMissing], f.Items.Missing, f.Shares.Missing}}
	return slices.DeleteFunc(all, func(p Part) bool { return p.Count == 0 })
}

func (v *RollUpView) county(of assess.CountyStanding) {
	name := clean(of.County)
	v.Expected = append(v.Expected, name)
	switch of.State {
	case assess.CountyMissing:
		v.Silent = append(v.Silent, name)
	case assess.CountyUnusable:
		v.Unusable = append(v.Unusable, name)
	default:
		v.Reported = append(v.Reported, name)
	}
	if of.Late {
		v.Late = append(v.Late, name)
	}
	if v.of.OtherDate(of) {
		v.OtherDates = append(v.OtherDates, CountyDate{name, of.AsOf})
		v.Apart = v.Apart || of.Rank == 0
	}
	if of.OtherTable {
		v.OtherTable = append(v.OtherTable, name)
	}
	if of.Doubted {
		v.Doubted = append(v.Doubted, name)
	}
	list := func(into *[]CountyUnits, units []string) {
		if len(units) > 0 {
			*into = append(*into, CountyUnits{name, len(units), cleanAll(units)})
		}
	}
	list(&v.Unreported, of.Unreported)
	list(&v.Lacking, of.Lacking)
	for _, e := range []struct {
		count int
		into  *[]UnitCount
	}{{of.Events.Returned, &v.Returned}, {of.Events.Uncorrected, &v.Uncorrected}, {of.Events.Copied, &v.Copied}} {
		if e.count > 0 {
			*e.into = append(*e.into, UnitCount{Unit: name, Count: e.count})
		}
	}
}

// extremes names the counties at both ends of the ranking.
func (v *RollUpView) extremes() {
	ranked := v.of.Ranked()
	if len(ranked) < 2 {
		return
	}
	top, bottom := v.of.Counties[ranked[0]], v.of.Counties[ranked[len(ranked)-1]]
	v.BestShare, v.WorstShare = top.Shares.Done, bottom.Shares.Done
	for _, i := range ranked {
		switch of := v.of.Counties[i]; of.Rank {
		case top.Rank:
			v.Best = append(v.Best, clean(of.County))
		case bottom.Rank:
			v.Worst = append(v.Worst, clean(of.County))
		}
	}
}

// lagging lists the tasks of which less is done than of all together, the least done first.
func (v *RollUpView) lagging(most int) {
	total := v.of.Total.Items
	behind := slices.Clone(v.of.Items)
	behind = slices.DeleteFunc(behind, func(t assess.ItemComparison) bool {
		return t.Required == 0 || t.Done*total.Required >= total.Done*t.Required
	})
	slices.SortStableFunc(behind, func(a, b assess.ItemComparison) int { return cmp.Compare(a.Done*b.Required, b.Done*a.Required) })
	for _, t := range behind[:min(most, len(behind))] {
		one := LagView{Item: t.Item, Task: clean(t.Task), Required: t.Required, Done: t.Done, Share: t.Share}
		for _, of := range t.Counties {
			switch {
			case of.Required > 0 && of.Done == 0:
				one.None = append(one.None, clean(of.County))
			case of.Required > 0:
				one.Some = append(one.Some, clean(of.County))
			}
		}
		if len(one.Some) < len(one.None) {
			one.None = nil
		} else {
			one.Some = nil
		}
		v.Lagging = append(v.Lagging, one)
	}
}

// sides parts the counties that reported into lists of much the same length, none longer than most.
func (v *RollUpView) sides(most int) {
	var names []string
	for _, of := range v.of.Counties {
		if of.State == assess.CountyReported {
			names = append(names, of.County)
		}
	}
	if len(names) == 0 {
		return
	}
	tables := (len(names) + most - 1) / most
	for list := range slices.Chunk(names, (len(names)+tables-1)/tables) {
		v.Side = append(v.Side, CountySide{list, v.of})
	}
}

// countyLines are the counties by rank; those without a ledger come last.
func (v *RollUpView) countyLines(w *words) []line {
	var out []line
	shown := map[int]bool{}
	for _, i := range v.of.Ranked() {
		shown[i] = true
		out = append(out, v.countyLine(v.of.Counties[i], w))
	}
	for i, of := range v.of.Counties {
		if !shown[i] {
			out = append(out, v.countyLine(of, w))
		}
	}
	total := figureLine(v.of.Total)
	total["rank"], total["county"] = "", w.Total
	return append(out, total)
}

func (v *RollUpView) countyLine(of assess.CountyStanding, w *words) line {
	l := line{}
	if of.State == assess.CountyReported {
		l = figureLine(of.Figures)
	} else {
		l["share"] = w.County[of.State]
	}
	l["county"], l["rank"] = of.County, "—"
	if v.of.OtherDate(of) {
		l["county"] = strings.NewReplacer("{county}", of.County, "{date}", value.PrintedDate(of.AsOf)).Replace(cmp.Or(w.County["as_of"], "{county}"))
	}
	if of.Rank > 0 {
		l["rank"] = itoa(of.Rank)
	}
	if l["received"] = of.Received; of.Late {
		l["late"] = w.Yes
	}
	return l
}

func figureLine(f assess.Figures) line {
	return line{"units": itoa(f.Units.Expected), "units_reported": itoa(f.Units.Reported), "units_late": itoa(f.Units.Late), "units_missing": itoa(f.Units.Missing),
		"required": itoa(f.Items.Required), "answered": itoa(f.Items.Answered), "done": itoa(f.Items.Done), "ongoing": itoa(f.Items.Ongoing), "not_started": itoa(f.Items.NotStarted),
		"missing": itoa(f.Items.Missing), "evidence": itoa(f.Items.Evidence), "returned": itoa(f.Events.Returned), "share": dash(f.Shares.Done, "%"),
		"not_applicable": itoa(f.Items.NotApplicable), "unknown": itoa(f.Items.Unknown)}
}

// countyItemLines are the items with done/required of each county.
func (v CountySide) lines() []line {
	var out []line
	for _, t := range v.of.Items {
		l := line{"item": finding.ItemText(t.Item), "task": t.Task, "required": itoa(t.Required), "done": itoa(t.Done), "share": dash(t.Share, "%")}
		for _, of := range t.Counties {
			if of.Required > 0 {
				l["county "+of.County] = itoa(of.Done) + "/" + itoa(of.Required)
			} else {
				l["county "+of.County] = "—"
			}
		}
		out = append(out, l)
	}
	return out
}

// RollUpChaseView is what the template of the counties to be chased can name.
type RollUpChaseView struct {
	Common
	Expected, Reported int
	Due                []LedgerDue  // whose ledger is to come, or to come anew
	Late               []string     // reported, but late
	Strange            []FileReason // files of no known county that cannot be used
}

// LedgerDue is a county to be chased, with what was wrong with its files.
type LedgerDue struct {
	ChaseUnit
	Reasons []FileReason
	Using   string // the file that counts meanwhile, when a later one cannot be used
}

// FileReason is why a file cannot be used or has to be mended.
type FileReason struct{ File, Message, Hint string }

func (c *Composer) rollUpChaseView() *RollUpChaseView {
	v := &RollUpChaseView{Common: c.common(), Expected: len(c.Comparison.Counties), Strange: c.fileReasons("")}
	for _, of := range c.Comparison.Counties {
		if of.State == assess.CountyReported {
			v.Reported++
		}
		if of.Late {
			v.Late = append(v.Late, clean(of.County))
		}
		one := LedgerDue{ChaseUnit: ChaseUnit{Common: c.common(), Unit: clean(of.County), Due: of.Due, Received: of.Received}, Reasons: c.fileReasons(of.County)}
		one.Silent, one.Unusable, one.Returned = of.State == assess.CountyMissing, of.State == assess.CountyUnusable, of.State == assess.CountyReported && len(one.Reasons) > 0
		if !one.asked() {
			continue
		}
		if slices.ContainsFunc(c.Files, func(f check.File) bool {
			return f.Unit == of.County && f.Verdict == finding.Rejected && c.sinceCounted(of.County, f)
		}) {
			one.Using = shownPath(of.File)
		}
		if c.Roster != nil {
			r, _ := c.Roster.Unit(of.County)
			one.Contact, one.Phone = contact(r)
		}
		one.remind(c.Today, c.Reminders)
		v.Due = append(v.Due, one)
	}
	return v
}

// fileReasons are the errors of a county's files that a later one did not replace. Once it has one that counts, what cannot
// be used is said of later ones only.
func (c *Composer) fileReasons(county string) []FileReason {
	var out []FileReason
	for _, f := range c.Files {
		if f.Unit != county || f.Verdict != finding.Rejected && f.Verdict != finding.Returned {
			continue
		}
		if f.Verdict == finding.Rejected && c.counted(county) != "" && !c.sinceCounted(county, f) {
			continue
		}
		for _, x := range c.byFile[f.Path] {
			if x.Severity == finding.Error || f.Verdict == finding.Rejected {
				out = append(out, FileReason{shownPath(f.Path), x.Message, x.Hint})
			}
		}
	}
	return out
}

// sinceCounted tells that a file came after the one of its county that counts.
func (c *Composer) sinceCounted(county string, f check.File) bool {
	counts := c.received(c.counted(county))
	n := min(len(counts), len(f.Received))
	return n > 0 && f.Received[:n] > counts[:n]
}

// counted is the file of a county that counts, "" for none.
func (c *Composer) counted(county string) string {
	for _, of := range c.Comparison.Counties {
		if of.County == county && of.State == assess.CountyReported {
			return of.File
		}
	}
	return ""
}

func (c *Composer) received(path string) string {
	for _, f := range c.Files {
		if f.Path == path {
			return f.Received
		}
	}
	return ""
}
