package report

import (
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// Chapter is a chapter of the task table with the states of what units had to report on.
type Chapter struct {
	Number, Title string
	Items         int
	Rows          Counts
	Quotes        []Quote
}

// Quote is a unit's own text, word for word.
type Quote struct{ Unit, Item, Task, Text string }

func (c *Composer) chapters() []Chapter {
	required := map[string][]string{} // units by item
	for _, u := range c.Ledger.Units {
		if u.Expected {
			for _, item := range u.Required {
				required[item] = append(required[item], u.Name)
			}
		}
	}
	quoted := map[string]bool{}
	flawed := c.flawed()
	var out []Chapter
	for _, ch := range c.Table.Chapters {
		one := Chapter{Number: ch.Number, Title: clean(ch.Title), Rows: Counts{words: c.words().Status}}
		var candidates []*ledger.Entry
		for _, s := range ch.Sections {
			for _, k := range s.Tasks {
				for _, it := range k.Items {
					one.Items++
					for _, u := range required[it.ID] {
						one.Rows.add(c.state(u, it.ID))
						if e := c.entries[unitItem{u, it.ID}]; e != nil && c.quotable(e, flawed) {
							candidates = append(candidates, e)
						}
					}
				}
			}
		}
		one.Quotes = c.quotes(candidates, quoted)
		out = append(out, one)
	}
	return out
}

// flawed are the rows with a problem that is not mere information, and, with an
// empty row, the sheets whose unit or round is in doubt.
func (c *Composer) flawed() flaws {
	out := flaws{map[*ledger.Entry]bool{}, map[ledger.SheetKey]bool{}}
	places := c.Ledger.Places()
	for _, f := range c.Findings {
		if f.Severity == finding.Info {
			continue
		}
		if f.Stage == finding.StageUnit && f.Severity == finding.Error {
			out.sheets[ledger.SheetKey{File: f.File, Sheet: f.Sheet}] = true // whose it is, or when, is in doubt
		}
		for _, e := range places.Of(f) {
			out.rows[e] = true
		}
	}
	return out
}

// flaws are the rows and sheets with something wrong.
type flaws struct {
	rows   map[*ledger.Entry]bool
	sheets map[ledger.SheetKey]bool
}

// quotable: an item done, with something to show for it, nothing wrong in its
// row, a text of a length that can be quoted whole, on one line, with quotation
// marks only in pairs and without anything private.
func (c *Composer) quotable(e *ledger.Entry, flawed flaws) bool {
	rule := c.Wording.layout.Quotes
	text := strings.TrimSpace(e.ProgressText)
	n := len([]rune(text))
	return e.Status == form.Done && (len(e.Links) > 0 || c.Input.Scheme.Evident(e.Evidence)) && n >= rule.Min && n <= rule.Max &&
		text == clean(text) && !strings.ContainsAny(text, "\"*‘’") && paired(text) && value.Mask(text) == text && len(value.PrivateNumbers(text)) == 0 &&
		!flawed.rows[e] && !flawed.sheets[ledger.SheetKey{File: e.Source.File, Sheet: e.Source.Sheet}]
}

// paired tells that quotation marks come in pairs, none inside another.
func paired(text string) bool {
	open := false
	for _, r := range text {
		if r == '“' && open || r == '”' && !open {
			return false
		}
		open = r == '“' || open && r != '”'
	}
	return !open
}

// quotes takes the first candidates of units that were not quoted yet, those
// with the higher score first.
func (c *Composer) quotes(candidates []*ledger.Entry, quoted map[string]bool) []Quote {
	final := map[string]assess.UnitScore{}
	for _, u := range c.Scores.Units {
		final[u.Unit] = u
	}
	slices.SortStableFunc(candidates, func(a, b *ledger.Entry) int {
		return number(final[b.Unit].Final).Cmp(number(final[a.Unit].Final))
	})
	var out []Quote
	for _, e := range candidates {
		if len(out) == c.Wording.layout.Quotes.PerChapter {
			break
		}
		if !quoted[e.Unit] {
			quoted[e.Unit] = true
			out = append(out, Quote{e.Unit, e.Item, c.task(e.Item), strings.TrimSpace(e.ProgressText)})
		}
	}
	return out
}

// Due is an item whose last date is over, and the units that have not reported it done.
type Due struct {
	Item, Task, Date string
	Units            []string
}

// Day is a date and the items that are due on it.
type Day struct {
	Date  string
	Items []string
}

// dues compares the dates of the task table with the date of the ledger.
// Without that date nothing is due.
func (c *Composer) dues() (over []Due, coming []Day) {
	asOf := c.Round.AsOf
	if asOf == "" {
		return nil, nil
	}
	byDate := map[string][]string{}
	for _, r := range c.rows {
		last := ""
		for _, d := range r.Item.Deadlines {
			if d.Kind != "date" {
				continue
			}
			last = max(last, d.Due)
			if d.Due > asOf && !slices.Contains(byDate[d.Due], r.Item.ID) {
				byDate[d.Due] = append(byDate[d.Due], r.Item.ID)
			}
		}
		if last == "" || last >= asOf {
			continue
		}
		if units := c.unfinished(r.Item.ID); len(units) > 0 {
			over = append(over, Due{r.Item.ID, clean(r.Task), last, units})
		}
	}
	for _, date := range sortedKeys(byDate) {
		coming = append(coming, Day{date, byDate[date]})
	}
	return over, coming
}

// unfinished are the units that reported on an item they must report on, and not that it is done.
func (c *Composer) unfinished(item string) []string {
	var out []string
	for _, u := range c.Ledger.Units {
		if !u.Expected || !slices.Contains(u.Required, item) {
			continue
		}
		if s := c.state(u.Name, item); s == string(form.Ongoing) || s == string(form.NotStarted) {
			out = append(out, u.Name)
		}
	}
	return out
}
