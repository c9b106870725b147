package check

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/value"
)

// swapLimits say when the contents of two columns look like each other's (swapped in
// rules.yaml). Share is in percent.
type swapLimits struct {
	Least int // cells filled in one of the columns, from which on they are compared; 0: never
	Share int // of the cells of each column, so many look like the other's and not like its own
}

// kinds are the fields whose contents have a look of their own.
var kinds = []string{form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldDate, form.FieldLinks}

// swapped tells of columns with each other's contents, once, and gives their fields. What
// their cells hold is not judged further: it would be wrong in every row for this one reason.
func (c *sheetCheck) swapped() map[string]bool {
	out := map[string]bool{}
	if c.Rules.swapped.Least == 0 {
		return out
	}
	for i, a := range kinds {
		for _, b := range kinds[i+1:] {
			if out[a] || out[b] || c.form.Columns[a] == "" || c.form.Columns[b] == "" {
				continue
			}
			filledA, likeB := c.looks(a, b)
			filledB, likeA := c.looks(b, a)
			if max(filledA, filledB) >= c.Rules.swapped.Least && c.mostly(likeB, filledA) && c.mostly(likeA, filledB) {
				out[a], out[b] = true, true
				c.swappedWith(a, b, likeB, filledA)
			}
		}
	}
	return out
}

// swappedWith tells of both columns at once: they are to be exchanged once.
func (c *sheetCheck) swappedWith(field, other string, like, filled int) {
	cells := []string{c.form.Columns[field], c.form.Columns[other]}
	c.add(finding.Finding{Code: "columns_swapped", Cell: cells[0], Cells: cells, Field: field, Args: map[string]string{"column": c.Spec.Header(field), "other": c.Spec.Header(other),
		"other_cells": cells[1], "count": strconv.Itoa(like), "filled": strconv.Itoa(filled)}})
}

func (c *sheetCheck) mostly(some, of int) bool { return of > 0 && some*100 >= c.Rules.swapped.Share*of }

// looks counts the filled cells of a column, and those that look like another field's and not
// like its own; it counts these no further when they cannot be most of the cells any more.
func (c *sheetCheck) looks(field, other string) (filled, like int) {
	var texts []string
	for i := range c.form.Entries {
		e := &c.form.Entries[i]
		if text := e.Written[field]; !e.Empty && e.Item != "" && !value.Blank(text) {
			texts = append(texts, text)
		}
	}
	for i, text := range texts {
		if c.looksLike(text, other) && !c.looksLike(text, field) {
			like++
		} else if !c.mostly(len(texts)-i-1+like, len(texts)) {
			break
		}
	}
	return len(texts), like
}

// looksLike tells that a text could stand in a field, and hardly anywhere else.
func (c *sheetCheck) looksLike(text, field string) bool {
	switch field {
	case form.FieldStatus:
		s := c.Spec.StatusOf(text)
		return s != "" && s != form.UnknownStatus && value.ParsePercent(text).Kind == "bad" // a share tells of a status, too
	case form.FieldProgress:
		p := value.ParsePercent(text)
		return p.Kind != "" && p.Kind != "bad" && p.Value.Sign() >= 0 && !p.Value.GreaterThan(decimal.NewFromInt(100))
	case form.FieldDate:
		return c.Spec.DateOf(text, c.Year).ISO != ""
	case form.FieldLinks:
		return webAddress.MatchString(text)
	}
	const words = 12 // shorter texts may be remarks to anything
	return wordCount(text) >= words && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(text)), "http")
}
