package assess

import (
	"cmp"
	"slices"

	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// The states of a county in a roll-up: its ledger counts; what it sent cannot be used; it sent nothing.
const (
	CountyReported = "reported"
	CountyUnusable = "unusable"
	CountyMissing  = "missing"
)

// Comparison is comparison.json: the counties of a roll-up side by side. Total is of those that
// reported. Items are all of the table, in its order, and their counties those of Counties.
type Comparison struct {
	County   string           `json:"county"` // whose roll-up it is
	Round    string           `json:"round"`
	AsOf     string           `json:"as_of"`
	Counties []CountyStanding `json:"counties"` // in the order of the roster
	Total    Figures          `json:"total"`
	Items    []ItemComparison `json:"items"`
}

// CountyStanding is how a county stands. Rank goes by the exact share of done among the required;
// counties with the same one share a rank. It is 0 for a county that did not report, of which
// nothing was required, or whose ledger is of another day than the roll-up, unless all are.
type CountyStanding struct {
	County   string `json:"county"`
	State    string `json:"state"`
	File     string `json:"file"`     // the ledger that counts
	Round    string `json:"round"`    // as the county names it
	AsOf     string `json:"as_of"`    // of its ledger
	Received string `json:"received"` // ISO, of its first usable ledger; "" unknown
	Due      string `json:"due"`
	Late     bool   `json:"late"` // Received after Due
	Rank     int    `json:"rank"`
	Figures
	Unreported []string `json:"unreported"`  // its units that had to report and did not, by their own names
	Delayed    []string `json:"delayed"`     // its units that were late
	Lacking    []string `json:"lacking"`     // of a roll-up that is rolled up again: who is not in it
	OtherTable bool     `json:"other_table"` // made by another task table than this roll-up's
	Doubted    bool     `json:"doubted"`     // it may be another county's
}

// Figures are the numbers of a county or of all.
type Figures struct {
	Units  UnitFigures  `json:"units"`
	Items  ItemFigures  `json:"items"`
	Shares ItemShares   `json:"shares"`
	Events EventFigures `json:"events"`
}

// UnitFigures count units that had to report. Expected = Reported + Missing; Late ones have reported.
type UnitFigures struct {
	Expected int `json:"expected"`
	Reported int `json:"reported"`
	Late     int `json:"late"`
	Missing  int `json:"missing"`
}

// ItemFigures count items that units had to report on, each once for every such unit.
// Required = Answered + Missing, and Answered is the sum of the five states.
type ItemFigures struct {
	Required      int `json:"required"`
	Answered      int `json:"answered"`
	Done          int `json:"done"`
	Ongoing       int `json:"ongoing"`
	NotStarted    int `json:"not_started"`
	NotApplicable int `json:"not_applicable"`
	Unknown       int `json:"unknown"`
	Missing       int `json:"missing"`
	Evidence      int `json:"evidence"` // done or ongoing, with a link or evidence
}

// ItemShares are the states as percentages of Required with one decimal; they add up to 100.0, and
// counties with the same part done have the same share of it. All are "" where nothing is required.
type ItemShares struct {
	Done          string `json:"done"`
	Ongoing       string `json:"ongoing"`
	NotStarted    string `json:"not_started"`
	NotApplicable string `json:"not_applicable"`
	Unknown       string `json:"unknown"`
	Missing       string `json:"missing"`
}

// EventFigures count events of the units.
type EventFigures struct {
	Returned    int `json:"returned"`
	Uncorrected int `json:"uncorrected"`
	Copied      int `json:"copied"`
}

// ItemComparison is an item over the counties. Share is that of Done among Required, a percentage
// with one decimal, "" where nothing is required.
type ItemComparison struct {
	Item     string          `json:"item"`
	Task     string          `json:"task"`
	Required int             `json:"required"`
	Answered int             `json:"answered"`
	Done     int             `json:"done"`
	Share    string          `json:"share"`
	Counties []CountyAtATask `json:"counties"`
}

// CountyAtATask is a county's part of an item.
type CountyAtATask struct {
	County   string `json:"county"`
	Required int    `json:"required"`
	Answered int    `json:"answered"`
	Done     int    `json:"done"`
	Share    string `json:"share"`
}

// CompareCounties counts the ledger of a roll-up by county. Of the counties handed in, all but
// rank, figures and units is known already. Evident tells that a text names some evidence.
func CompareCounties(l *ledger.Ledger, t *tasktable.Table, counties []CountyStanding, events []Event, evident func(string) bool) *Comparison {
	c := &Comparison{Round: l.Round, AsOf: l.AsOf, Counties: slices.Clone(counties), Items: []ItemComparison{}}
	merged := map[[2]string]*ledger.Entry{}
	for i := range l.Entries {
		if e := &l.Entries[i]; e.Fate == ledger.Merged {
			merged[[2]string{e.Unit, e.Item}] = e
		}
	}
	at := map[string]int{}
	for i := range c.Counties {
		of := &c.Counties[i]
		of.Unreported, of.Delayed, of.Lacking = []string{}, []string{}, append([]string{}, of.Lacking...)
		at[of.County] = i
	}
	tasks, places := itemsBy(t, c.Counties)
	countyOf := map[string]int{}
	for _, u := range l.Units {
		i, known := at[u.Group]
		if !known {
			continue
		}
		countyOf[u.Name] = i
		if !u.Expected {
			continue
		}
		c.Counties[i].unit(u)
		for _, item := range u.Required {
			e := merged[[2]string{u.Name, item}]
			c.Counties[i].Items.add(e, evident)
			tasks[places[item]].add(i, e)
		}
	}
	for _, e := range events {
		if i, known := countyOf[e.Unit]; known {
			c.Counties[i].Events.add(e.Kind)
		}
	}
	c.Items = append(c.Items, tasks...)
	c.finish()
	return c
}

// itemsBy makes a line for every item of the table.
func itemsBy(t *tasktable.Table, counties []CountyStanding) (list []ItemComparison, places map[string]int) {
	places = map[string]int{}
	for i, row := range t.Rows() {
		one := ItemComparison{Item: row.Item.ID, Task: row.Task, Counties: []CountyAtATask{}}
		for _, c := range counties {
			one.Counties = append(one.Counties, CountyAtATask{County: c.County})
		}
		places[row.Item.ID], list = i, append(list, one)
	}
	return list, places
}

func (c *CountyStanding) unit(u ledger.Unit) {
	name := ledger.OwnName(c.County, u.Name)
	c.Units.Expected++
	if u.Reported {
		c.Units.Reported++
	} else {
		c.Units.Missing++
		c.Unreported = append(c.Unreported, name)
	}
	if u.Late {
		c.Units.Late++
		c.Delayed = append(c.Delayed, name)
	}
}

// add counts an item: e is the row that counts, nil for none.
func (n *ItemFigures) add(e *ledger.Entry, evident func(string) bool) {
	n.Required++
	if e == nil {
		n.Missing++
		return
	}
	n.Answered++
	switch e.Status {
	case form.Done:
		n.Done++
	case form.Ongoing:
		n.Ongoing++
	case form.NotStarted:
		n.NotStarted++
	case form.NotApplicable:
		n.NotApplicable++
	default:
		n.Unknown++
	}
	if (e.Status == form.Done || e.Status == form.Ongoing) && (len(e.Links) > 0 || evident(e.Evidence)) {
		n.Evidence++
	}
}

func (t *ItemComparison) add(county int, e *ledger.Entry) {
	of := &t.Counties[county]
	t.Required, of.Required = t.Required+1, of.Required+1
	if e == nil {
		return
	}
	t.Answered, of.Answered = t.Answered+1, of.Answered+1
	if e.Status == form.Done {
		t.Done, of.Done = t.Done+1, of.Done+1
	}
}

func (n *EventFigures) add(kind string) {
	switch kind {
	case "returned":
		n.Returned++
	case "uncorrected":
		n.Uncorrected++
	case "copied":
		n.Copied++
	}
}

// finish sums, ranks and gives all their shares.
func (c *Comparison) finish() {
	for i := range c.Counties {
		of := &c.Counties[i]
		of.Shares = of.Items.shares()
		c.Total.plus(of.Figures)
	}
	c.Total.Shares = c.Total.Items.shares()
	for i := range c.Items {
		t := &c.Items[i]
		t.Share = doneShare(t.Done, t.Required)
		for j := range t.Counties {
			t.Counties[j].Share = doneShare(t.Counties[j].Done, t.Counties[j].Required)
		}
	}
	c.rank()
}

func doneShare(done, required int) string {
	if required == 0 {
		return ""
	}
	return value.Shares([]int{done, required - done})[0]
}

func (n ItemFigures) shares() ItemShares {
	if n.Required == 0 {
		return ItemShares{}
	}
	s := value.LeadingShares([]int{n.Done, n.Ongoing, n.NotStarted, n.NotApplicable, n.Unknown, n.Missing})
	return ItemShares{s[0], s[1], s[2], s[3], s[4], s[5]}
}

func (f *Figures) plus(o Figures) {
	f.Units.Expected += o.Units.Expected
	f.Units.Reported += o.Units.Reported
	f.Units.Late += o.Units.Late
	f.Units.Missing += o.Units.Missing
	f.Items.Required += o.Items.Required
	f.Items.Answered += o.Items.Answered
	f.Items.Done += o.Items.Done
	f.Items.Ongoing += o.Items.Ongoing
	f.Items.NotStarted += o.Items.NotStarted
	f.Items.NotApplicable += o.Items.NotApplicable
	f.Items.Unknown += o.Items.Unknown
	f.Items.Missing += o.Items.Missing
	f.Items.Evidence += o.Items.Evidence
	f.Events.Returned += o.Events.Returned
	f.Events.Uncorrected += o.Events.Uncorrected
	f.Events.Copied += o.Events.Copied
}

// rank goes by done/required as fractions, so that no rounding decides between two counties.
func (c *Comparison) rank() {
	ranked := c.Ranked()
	for place, i := range ranked {
		of := &c.Counties[i]
		of.Rank = place + 1
		if place > 0 {
			if before := c.Counties[ranked[place-1]]; byDone(before.Items, of.Items) == 0 {
				of.Rank = before.Rank
			}
		}
	}
}

// Ranked are the places in Counties of those that are ranked, the best first; of equal ones in
// the order of the roster.
func (c *Comparison) Ranked() []int {
	var out, elsewhen []int
	for i, of := range c.Counties {
		switch {
		case of.State != CountyReported || of.Items.Required == 0:
		case c.OtherDate(of):
			elsewhen = append(elsewhen, i)
		default:
			out = append(out, i)
		}
	}
	if len(out) == 0 {
		out = elsewhen
	}
	slices.SortStableFunc(out, func(a, b int) int { return byDone(c.Counties[a].Items, c.Counties[b].Items) })
	return out
}

// OtherDate tells that a county's ledger is of another day than the roll-up.
func (c *Comparison) OtherDate(of CountyStanding) bool {
	return of.State == CountyReported && c.AsOf != "" && of.AsOf != "" && of.AsOf != c.AsOf
}

// byDone is below 0 when a has the greater share of done.
func byDone(a, b ItemFigures) int { return cmp.Compare(b.Done*a.Required, a.Done*b.Required) }
