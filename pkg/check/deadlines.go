package check

import (
	"regexp"
	"strconv"

	"zwgk/pkg/form"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// deadlines compares a row with what the table says of time and number. Only the office can
// tell what follows: the table may mean something else than it says.
func (c *sheetCheck) deadlines(e *form.Entry) {
	known := c.items[e.Item]
	if known == nil || len(known.Item.Deadlines) == 0 {
		return
	}
	c.dueDate(e, known.due)
	c.tooEarly(e, known.Item.Deadlines)
	c.tooFew(e, known.Item.Deadlines)
}

// lastDue is the last of the dates by which an item has to be done, "" without one: an
// item with several is late only after all of them.
func lastDue(list []tasktable.Deadline) (due string) {
	for _, d := range list {
		if d.Kind == "date" {
			due = max(due, d.Due)
		}
	}
	return due
}

// dueDate: done after the deadline, or not done and the deadline is over.
func (c *sheetCheck) dueDate(e *form.Entry, due string) {
	if due == "" {
		return
	}
	args := map[string]string{"due": value.PrintedDate(due), "as_of": value.PrintedDate(c.Round.AsOf)}
	switch e.Status {
	case form.Done:
		d, _ := value.ParseDate(e.Date.ISO, 0)
		if day := d.First().String(); day > due {
			c.at("done_late", e, form.FieldDate, args)
		}
	case form.Ongoing, form.NotStarted:
		if c.Round.AsOf != "" && due < c.Round.AsOf {
			c.at("overdue", e, form.FieldStatus, args)
		}
	}
}

// lastPeriod is the month and day on which the last period of a year begins.
var lastPeriod = map[string]string{"week": "-12-25", "month": "-12-01", "quarter": "-10-01", "half": "-07-01"}

// tooEarly: what is to be done every quarter is not done before the last has begun.
func (c *sheetCheck) tooEarly(e *form.Entry, list []tasktable.Deadline) {
	if e.Status != form.Done || c.Year == 0 || c.Round.AsOf == "" {
		return
	}
	for _, d := range list {
		begins := lastPeriod[d.Every]
		if d.Kind == "recurring" && begins != "" && c.Round.AsOf < strconv.Itoa(c.Year)+begins {
			c.at("done_early", e, form.FieldStatus, map[string]string{"every": d.Text})
			return
		}
	}
}

var (
	askedCount = regexp.MustCompile(`(?:\d+|[一二两三四五六七八九十百]+)\s*(\p{Han})\D*$`)
	shownCount = regexp.MustCompile(`([0-9０-９]+|[一二两三四五六七八九十百]+)\s*(\p{Han})`)
)

// tooFew: a number of times is asked for, the text names fewer, and the unit says that all is
// done. A text without any number of the kind says nothing.
func (c *sheetCheck) tooFew(e *form.Entry, list []tasktable.Deadline) {
	if e.Status != form.Done {
		return
	}
	for _, d := range list {
		m := askedCount.FindStringSubmatch(d.Text)
		if d.Kind != "count" || d.Times < 2 || m == nil {
			continue
		}
		if firstMatch(c.Rules.severalTimes, e.Written[form.FieldProgressText]) != "" {
			continue // 各一次, 每月1次: the number is of one of several
		}
		shown, any := 0, false
		for _, s := range shownCount.FindAllStringSubmatch(e.Written[form.FieldProgressText], -1) {
			if n, ok := value.Number(s[1]); ok && s[2] == m[1] {
				shown, any = shown+n, true
			}
		}
		if any && shown < d.Times {
			c.at("count_short", e, form.FieldProgressText, map[string]string{"asked": d.Text, "shown": strconv.Itoa(shown) + m[1]})
		}
	}
}
