package report

import (
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"

	"github.com/shopspring/decimal"
)

// Common is what every template can name. TitleTail is Title without county and
// year (政务公开工作), "" when Title does not begin with them. Dates are ISO; the
// function date prints them.
type Common struct {
	County, Office, Title, TitleTail string
	Year                             int
	Round                            form.Round
	TableTitle                       string // of the task table
	Scheme                           string // its name
	Sample                           bool
}

func (c *Composer) common() Common {
	head := c.County + strconv.Itoa(c.Year) + "年"
	tail, ok := strings.CutPrefix(c.Title, head)
	if !ok {
		tail = ""
	}
	round := c.Round
	if round.Name == "" {
		round.Name = round.ID
	}
	return Common{County: clean(c.County), Office: clean(c.Office), Title: clean(c.Title), TitleTail: clean(tail), Year: c.Year, Round: round,
		TableTitle: clean(c.Table.Title), Scheme: clean(c.Input.Scheme.Name), Sample: c.Sample}
}

// View is what the templates of the assessment report can name.
type View struct {
	Common
	Chapters, Tasks, Items int // of the task table

	Expected, Reported, OnTime, Late, Silent []string // units
	Share                                    string   // of Expected that reported
	Partial                                  []UnitCount
	Unusable                                 []string // of Silent: what they sent cannot be used
	Unscored                                 []string

	Rows      Counts // items that units had to report on
	Voluntary int    // rows merged beyond those
	Files     FileCounts
	Strange   int // files with a form of no known unit

	Total    string // points that can be had
	Average  string // of the final scores
	Adjusted []Adjusted
	Losses   int    // lines of the table losses
	Gains    int    // lines of the table gains
	Bands    []Band // with units only
	Groups   []Group
	Weights  []Weight
	Grades   []GradeRule

	ByChapter []Chapter
	Problems  []Problem
	Idle      []UnitCount // units with items not started
	Overdue   []Due
	Upcoming  []Day

	scores []assess.UnitScore
}

// FileCounts counts the files that came in, by verdict.
type FileCounts struct{ Received, Accepted, Returned, Rejected, Superseded, Ignored int }

// Band is the units of one grade.
type Band struct {
	Grade string
	Count int
	Share string
	Units []string
}

// Group is the units that are ranked together, by rank. Best are those of rank 1, and
// empty when there is only one unit or its score is 0.
type Group struct {
	Name      string
	Number    int // from 1
	Count     int
	Average   string
	Best      []string
	BestScore string
	Bands     []Band

	units []assess.UnitScore
}

// GradeRule is a grade with what it takes: From points, "" for none, and to be among the first Top per cent, "" for no
// quota, of all units or else of the group.
type GradeRule struct {
	Name, From, Top string
	OfAll           bool
}

func (c *Composer) gradeRules() []GradeRule {
	var out []GradeRule
	for _, g := range c.Input.Scheme.Grades {
		r := GradeRule{Name: clean(g.Name), OfAll: c.Input.Scheme.QuotaOfAll()}
		if g.From.IsPositive() {
			r.From = g.From.String()
		}
		if g.Top.IsPositive() {
			r.Top = g.Top.String()
		}
		out = append(out, r)
	}
	return out
}

// Weight is an indicator of the scheme; a bonus is on top of the total.
type Weight struct {
	Name, Points, Clause string
	Bonus                bool
}

func (c *Composer) view() *View {
	if c.whole != nil {
		return c.whole
	}
	v := &View{Common: c.common(), scores: c.Scores.Units, Unscored: c.Scores.Unscored}
	v.Rows.words = c.words().Status
	c.countTable(v)
	c.countUnits(v)
	c.countFiles(v)
	v.Bands = c.bands(c.Scores.Units)
	v.Average = average(c.Scores.Units)
	v.Groups = c.groups()
	v.Total = c.Input.Scheme.Total.String()
	for _, u := range c.Scores.Units {
		v.Adjusted = append(v.Adjusted, adjusted(u)...)
	}
	v.Losses, v.Gains = len(c.lossLines(v)), len(c.gainLines(v))
	for _, ind := range c.Input.Scheme.Indicators {
		v.Weights = append(v.Weights, Weight{ind.Name, ind.Weight.String(), ind.Clause, ind.Bonus})
	}
	v.Grades = c.gradeRules()
	v.ByChapter = c.chapters()
	v.Problems = c.problems()
	v.Overdue, v.Upcoming = c.dues()
	c.whole = v
	return v
}

func (c *Composer) words() *words { return &c.Wording.layout.Words }

func (c *Composer) countTable(v *View) {
	if len(c.Table.Chapters) > 1 || len(c.Table.Chapters) == 1 && c.Table.Chapters[0].Title != "" { // a table without chapters has one without a name
		v.Chapters = len(c.Table.Chapters)
	}
	v.Items = len(c.rows)
	for _, ch := range c.Table.Chapters {
		for _, s := range ch.Sections {
			v.Tasks += len(s.Tasks)
		}
	}
}

func (c *Composer) countUnits(v *View) {
	required := map[unitItem]bool{}
	for _, u := range c.Ledger.Units {
		if !u.Expected {
			continue
		}
		v.Expected = append(v.Expected, u.Name)
		idle := UnitCount{Unit: u.Name}
		for _, item := range u.Required {
			required[unitItem{u.Name, item}] = true
			state := c.state(u.Name, item)
			v.Rows.add(state)
			if state == string(form.NotStarted) {
				idle.Items = append(idle.Items, item)
			}
		}
		if idle.Count = len(idle.Items); idle.Count > 0 {
			v.Idle = append(v.Idle, idle)
		}
		c.countUnit(v, u)
	}
	if n := len(v.Expected); n > 0 {
		v.Share = shares([]int{len(v.Reported), n - len(v.Reported)})[0]
	}
	for key := range c.entries {
		if !required[key] {
			v.Voluntary++
		}
	}
}

func (c *Composer) countUnit(v *View, u ledger.Unit) {
	if !u.Reported {
		v.Silent = append(v.Silent, u.Name)
		if len(c.filesOf(u.Name, finding.Rejected))+len(c.filesOf(u.Name, finding.Returned)) > 0 {
			v.Unusable = append(v.Unusable, u.Name)
		}
		return
	}
	v.Reported = append(v.Reported, u.Name)
	if u.Late {
		v.Late = append(v.Late, u.Name)
	} else {
		v.OnTime = append(v.OnTime, u.Name)
	}
	if len(u.Missing) > 0 {
		v.Partial = append(v.Partial, UnitCount{u.Name, len(u.Missing), u.Missing})
	}
}

func (c *Composer) countFiles(v *View) {
	v.Files.Received = len(c.Files)
	for _, f := range c.Files {
		switch f.Verdict {
		case finding.Accepted:
			v.Files.Accepted++
		case finding.Returned:
			v.Files.Returned++
		case finding.Rejected:
			v.Files.Rejected++
			if nameless(f) && len(f.Sheets) > 0 { // a form whose unit nobody can tell
				v.Strange++
			}
		case finding.Superseded:
			v.Files.Superseded++
		case finding.Ignored:
			v.Files.Ignored++
		}
	}
}

// nameless tells that no unit is known for a file, nor for any of its sheets.
func nameless(f check.File) bool {
	return f.Unit == "" && !slices.ContainsFunc(f.Sheets, func(s check.Sheet) bool { return s.Unit != "" })
}

func (c *Composer) bands(units []assess.UnitScore) []Band {
	if len(units) == 0 || len(c.Input.Scheme.Grades) == 0 {
		return nil
	}
	all := c.Input.Scheme.Bands(units)
	counts := make([]int, len(all))
	for i, b := range all {
		counts[i] = len(b.Units)
	}
	var out []Band
	for i, share := range shares(counts) {
		if counts[i] > 0 {
			out = append(out, Band{all[i].Grade, counts[i], share, all[i].Units})
		}
	}
	return out
}

// Average of the final scores with two decimals, "" of none.
func Average(units []assess.UnitScore) string { return average(units) }

// average of the final scores with two decimals, "" of none.
func average(units []assess.UnitScore) string {
	if len(units) == 0 {
		return ""
	}
	sum := decimal.Zero
	for _, u := range units {
		sum = sum.Add(number(u.Final))
	}
	return sum.DivRound(decimal.NewFromInt(int64(len(units))), 2).StringFixed(2)
}

// number is a decimal string of a score; what is none counts as 0.
func number(s string) decimal.Decimal {
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Zero
	}
	return d
}

func (c *Composer) groups() []Group {
	var out []Group
	for _, g := range c.Input.Scheme.Groups {
		units := c.Scores.Of(g.Name)
		if len(units) == 0 {
			continue
		}
		group := Group{Name: g.Name, Number: len(out) + 1, Count: len(units), Average: average(units), Bands: c.bands(units), units: units}
		if len(units) > 1 && number(units[0].Final).IsPositive() {
			group.BestScore = units[0].Final
			for _, u := range units {
				if u.Rank == 1 {
					group.Best = append(group.Best, u.Unit)
				}
			}
		}
		if len(group.Best) == len(units) {
			group.Best = nil // nobody stands out
		}
		out = append(out, group)
	}
	return out
}
