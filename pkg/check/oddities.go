package check

import (
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// oddities are what was understood all the same, and what merely looks poor.
func (c *sheetCheck) oddities(e *form.Entry) {
	if e.Hidden {
		c.at("row_hidden", e, form.FieldID, nil)
	}
	for _, field := range e.External {
		c.at("external_link", e, field, nil)
	}
	for _, field := range proseFields {
		if n := len([]rune(e.Written[field])); c.Rules.maxText > 0 && n > c.Rules.maxText {
			c.at("text_long", e, field, map[string]string{"length": strconv.Itoa(n), "most": strconv.Itoa(c.Rules.maxText)})
		}
	}
	for _, field := range []string{form.FieldProgress, form.FieldDate, form.FieldProgressText} {
		if mixedDigits(e.Written[field]) {
			c.at("digits_mixed", e, field, nil)
		}
	}
}

// mixedDigits tells of a text with digits of two widths: ２０１9年.
func mixedDigits(s string) bool {
	half := strings.ContainsAny(s, "0123456789")
	return half && strings.ContainsFunc(s, func(r rune) bool { return r >= '０' && r <= '９' })
}

// mergedRows: one cell of the unit's for several rows. The value counts for each of them.
func (c *sheetCheck) mergedRows() {
	for _, field := range ownFields {
		order, rows := c.entriesBy(func(e *form.Entry) []string {
			if value.Blank(e.Written[field]) {
				return nil
			}
			return []string{e.Cells[field]}
		})
		for _, cell := range order {
			if list := rows[cell]; cell != "" && len(list) > 1 {
				c.add(finding.Finding{Code: "rows_merged", Cell: cell, Field: field, Value: firstLine(list[0].Written[field]),
					Args: map[string]string{"tasks": itemsOf(list)}})
			}
		}
	}
}

func itemsOf(list []*form.Entry) string {
	var ids []string
	for _, e := range list {
		ids = append(ids, e.Item)
	}
	return finding.ItemTexts(slices.Compact(ids))
}

// sameFigure: every row that is neither done nor untouched has the same progress. It was written down, not worked out.
func (c *sheetCheck) sameFigure() {
	var rows []*form.Entry
	figures := map[string]bool{}
	for i := range c.form.Entries {
		if e := &c.form.Entries[i]; e.Item != "" && !e.Empty && strictlyBetween(e.Progress.Percent) {
			rows, figures[e.Progress.Percent] = append(rows, e), true
		}
	}
	if c.Rules.sameFigure == 0 || len(rows) < c.Rules.sameFigure || len(figures) > 1 {
		return
	}
	for _, e := range rows {
		c.at("progress_same", e, form.FieldProgress, map[string]string{"count": strconv.Itoa(len(rows))})
	}
}

// strictlyBetween tells that a percentage is more than 0 and less than 100.
func strictlyBetween(percent string) bool {
	return percent != "" && less("0", percent) && less(percent, "100")
}

// filledIn: the sheet says that it was filled in before the round began, or after it came.
func (c *sheetCheck) filledIn() {
	day, args := c.form.Signature.FilledDate, map[string]string{}
	written := c.form.Signature.Filled
	tell := func(why string) {
		args["why"] = why
		c.onSheet("filled_outside", written.Cell, "signature", strings.TrimSpace(written.Written), args)
	}
	if d, found := value.ParseDate(written.Written, c.Year); found && !d.Possible() {
		tell(c.Rules.words.Impossible.Value)
		return
	}
	if len(day) != len("2006-01-02") {
		return
	}
	switch came := c.form.Received; {
	case c.Round.Start != "" && day < c.Round.Start:
		tell(policy.Fill(c.Rules.words.BeforeRound.Value, "start", value.PrintedDate(c.Round.Start)))
	case len(came) >= len(day) && day > came[:len(day)]:
		tell(policy.Fill(c.Rules.words.AfterReceipt.Value, "received", came[:min(len(came), len(day))]))
	}
}
