package check

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// unstored: a formula that was never calculated has no value to go by.
func (c *sheetCheck) unstored(e *form.Entry) {
	for _, field := range e.Unstored {
		c.at("formula_unstored", e, field, nil)
	}
}

func (c *sheetCheck) status(e *form.Entry, missing map[string]bool) {
	if missing[form.FieldStatus] || slices.Contains(e.Unstored, form.FieldStatus) {
		return
	}
	if c.errorValue(e, form.FieldStatus) {
		return
	}
	args := map[string]string{"allowed": strings.Join(c.Spec.StatusWords(), "、")}
	if len(c.form.Ticks) > 0 {
		args["allowed"], args["case"] = strings.Join(c.form.Ticks, "、"), "ticks"
	}
	switch {
	case value.Blank(e.Written[form.FieldStatus]):
		c.at("status_missing", e, form.FieldStatus, args)
	case e.Status == form.UnknownStatus || e.Status == "":
		c.at("status_unknown", e, form.FieldStatus, args)
	}
}

func (c *sheetCheck) progress(e *form.Entry) {
	if value.Blank(e.Written[form.FieldProgress]) || c.errorValue(e, form.FieldProgress) {
		return
	}
	switch p := e.Progress; p.Kind {
	case "bad":
		if shown := severalPercents(e.Written[form.FieldProgress]); shown != "" {
			c.at("progress_several", e, form.FieldProgress, map[string]string{"found": shown})
			return
		}
		c.at("progress_bad", e, form.FieldProgress, nil)
	case "fraction":
		c.at("progress_fraction", e, form.FieldProgress, nil)
	default:
		n, err := decimal.NewFromString(p.Percent)
		if err == nil && (n.Sign() < 0 || n.GreaterThan(decimal.NewFromInt(100))) {
			c.at("progress_range", e, form.FieldProgress, nil)
		}
	}
}

// date: a date that no calendar has is an error; words that are no date are a
// matter only where something is said to be done. The date of a month is judged
// by its first day: the unit may be right.
func (c *sheetCheck) date(e *form.Entry) {
	written := e.Written[form.FieldDate]
	if value.Blank(written) || c.errorValue(e, form.FieldDate) {
		return
	}
	if e.Date.ISO == "" {
		switch d, found := value.ParseDate(written, c.Year); {
		case found && !d.Possible():
			c.at("date_bad", e, form.FieldDate, nil)
		case e.Status == form.Done && several(c.Spec, written, c.Year):
			c.at("date_several", e, form.FieldDate, nil)
		case e.Status == form.Done && e.Date.Bad:
			c.at("date_unread", e, form.FieldDate, nil)
		}
		return
	}
	if e.Status != form.Done {
		return // a planned date
	}
	d, _ := value.ParseDate(e.Date.ISO, 0)
	day := d.First().String()
	received := c.received()
	last := d.Last().String()
	switch {
	case c.Year > 0 && len(last) >= 4 && last[:4] < strconv.Itoa(c.Year):
		c.at("date_before_year", e, form.FieldDate, map[string]string{"year": strconv.Itoa(c.Year)})
	case received != "" && day > received:
		c.at("date_after_receipt", e, form.FieldDate, map[string]string{"received": received})
	case c.Round.AsOf != "" && day > c.Round.AsOf:
		c.at("date_after_as_of", e, form.FieldDate, map[string]string{"as_of": c.Round.AsOf})
	}
}

// received is the day the sheet came, else the day it says it was filled in.
func (c *sheetCheck) received() string {
	day := c.form.Received
	if filled := c.form.Signature.FilledDate; day == "" && filled >= c.Round.Start { // an earlier one is a slip, told by itself
		day = filled
	}
	if len(day) > 10 {
		day = day[:10]
	}
	if len(day) < 10 {
		return "" // a month says nothing about the day
	}
	return day
}

func (c *sheetCheck) text(e *form.Entry, missing map[string]bool) {
	if missing[form.FieldProgressText] || slices.Contains(e.Unstored, form.FieldProgressText) {
		return
	}
	written := e.Written[form.FieldProgressText]
	if value.Blank(written) {
		c.at("text_missing", e, form.FieldProgressText, nil)
		return
	}
	if c.errorValue(e, form.FieldProgressText) {
		return
	}
	if e.Status == form.NotApplicable {
		c.reason(e)
		return
	}
	if c.Rules.placeheld(written) {
		return // told by itself
	}
	min := c.Spec.MinText(form.FieldProgressText)
	why := ""
	switch {
	case c.Rules.hollow(written):
		why = c.Rules.words.Hollow.Value
	case wordCount(written) < min && !c.Rules.briefly(e, written, min):
		why = policy.Fill(c.Rules.words.Short.Value, "min", strconv.Itoa(min))
	case c.Rules.vague(written, c.items[e.Item]):
		why = c.Rules.words.Vague.Value
	default:
		return
	}
	c.at("text_hollow", e, form.FieldProgressText, map[string]string{"min": strconv.Itoa(min), "why": why})
}

// placeheld tells of a text that is nothing but a blank to be filled in: 待补充.
func (r *Rules) placeheld(text string) bool {
	text = strings.TrimFunc(text, func(c rune) bool { return !isWordRune(c) })
	return text != "" && slices.ContainsFunc(r.placeholders, func(p *regexp.Regexp) bool { return p.FindString(text) == text })
}

// briefly tells of a text that is short and says something all the same: with a figure or a
// document, or why a task has not begun.
func (r *Rules) briefly(e *form.Entry, text string, min int) bool {
	const half = 2
	return half*wordCount(text) >= min && (e.Status == form.NotStarted || r.hasFigure(text))
}

// reason: what does not concern the unit needs a reason, of any length, in the report or a
// remark.
func (c *sheetCheck) reason(e *form.Entry) {
	for _, field := range []string{form.FieldProgressText, form.FieldProblems, form.FieldRemark} {
		if text := e.Written[field]; !value.Blank(text) && strings.Trim(c.Rules.withoutReason.Replace(plain(text)), " ") != "" && !c.Rules.hollow(text) {
			return
		}
	}
	c.at("no_reason", e, form.FieldProgressText, nil)
}

// copied tells of a text that is the requirement once more, or a part of it: it says what
// was asked, not what was done.
func (c *sheetCheck) copied(e *form.Entry) {
	known := c.items[e.Item]
	if known == nil || c.Rules.copiedFrom == 0 {
		return
	}
	text := plain(e.Written[form.FieldProgressText])
	if len([]rune(text)) >= c.Rules.copiedFrom && (strings.Contains(known.requirement, text) || known.repeated(text)) {
		c.at("text_copied", e, form.FieldProgressText, nil)
	}
}

// repeated tells that a text is the requirement once more with a few words put before or changed:
// most of its runs stand there.
func (t *itemTexts) repeated(text string) bool {
	const most = 85 // percent
	letters := []rune(text)
	n := 0
	for i := 0; i+shingle <= len(letters); i++ {
		if t.runs[hashOf(letters[i:i+shingle])] {
			n++
		}
	}
	return len(letters) >= 4*shingle && 100*n >= most*(len(letters)-shingle+1)
}

// errorValue tells of a cell whose formula failed: what it should say nobody knows, so that
// nothing else is said of it.
func (c *sheetCheck) errorValue(e *form.Entry, field string) bool {
	if !slices.Contains(c.Rules.errorValues, strings.ToUpper(strings.TrimSpace(e.Written[field]))) {
		return false
	}
	c.at("error_value", e, field, nil)
	return true
}

// proseFields are those in which a unit writes sentences.
var proseFields = []string{form.FieldProgressText, form.FieldEvidence, form.FieldProblems, form.FieldNext, form.FieldRemark}

// leftOpen tells of sentences with blanks that were to be filled in, and of those that a
// program cut off.
func (c *sheetCheck) leftOpen(e *form.Entry) {
	for _, field := range proseFields {
		written := strings.TrimSpace(e.Written[field])
		if field != form.FieldProgressText && c.errorValue(e, field) {
			continue
		}
		for _, p := range c.Rules.placeholders {
			if found := p.FindString(written); found != "" {
				c.at("placeholder", e, field, map[string]string{"found": found})
				break
			}
		}
		if n := len([]rune(written)); slices.Contains(c.Rules.cutAt, n) && !strings.ContainsRune("。！？；!?;.）)”", lastRune(written)) {
			c.at("text_cut", e, field, map[string]string{"length": strconv.Itoa(n)})
		}
	}
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// hollow: every clause of the text is one of the phrases without substance.
func (r *Rules) hollow(text string) bool {
	if sameLetter(text) {
		return true
	}
	clauses := strings.FieldsFunc(text, func(c rune) bool { return !isWordRune(c) })
	for _, c := range clauses {
		if !r.phrases[plain(c)] {
			return false
		}
	}
	return true
}

// sameLetter tells of a text of one letter or digit over and over: 1111.
func sameLetter(text string) bool {
	first, n := rune(0), 0
	for _, c := range text {
		if !isWordRune(c) {
			continue
		}
		if n++; first == 0 {
			first = c
		}
		if c != first {
			return false
		}
	}
	return n > 3
}

var textFields = []string{form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldLinks, form.FieldEvidence,
	form.FieldProblems, form.FieldNext, form.FieldRemark}

var privateChecks = map[string]string{"id": "id_number", "mobile": "mobile_number", "card": "bank_card"}

func (c *sheetCheck) privacy(e *form.Entry) {
	for _, field := range textFields {
		c.private(e.Written[field], finding.Finding{Cell: c.form.At(e, field).Cell, Item: e.Item, Field: field}, privateKinds)
	}
	for _, name := range slices.Sorted(maps.Keys(e.Extra)) {
		kinds := privateKinds
		if containsAny(name, c.Rules.contactColumns) {
			kinds = []string{"id", "card"} // where the one who filled in the row can be reached
		}
		c.private(e.Extra[name], finding.Finding{Cell: e.ExtraAt[name], Item: e.Item}, kinds)
	}
}

// privateNotes looks into the lines around the table. A mobile number there is mostly that of the
// one who can be asked, of which nothing is said.
func (c *sheetCheck) privateNotes() {
	for _, n := range c.form.Notes {
		c.private(n.Written, finding.Finding{Cell: n.Cell}, []string{"id", "card"})
	}
}

var privateKinds = []string{"id", "mobile", "card"}

// private adds the finding f, which says where, for each kind of private number in a text.
func (c *sheetCheck) private(text string, f finding.Finding, kinds []string) {
	if !strings.ContainsAny(text, "0123456789０１２３４５６７８９") {
		return
	}
	found := value.PrivateNumbers(text)
	for _, kind := range kinds {
		var shown []string
		for _, p := range found {
			if p.Kind == kind {
				shown = append(shown, p.Masked())
			}
		}
		if len(shown) > 0 {
			f.Code, f.Value = privateChecks[kind], strings.Join(shown, "、")
			c.add(f)
		}
	}
}

// conditions are the rules with an expression, once per row. Those about a column with another
// one's contents say nothing.
func (c *sheetCheck) conditions(e *form.Entry, swapped map[string]bool) {
	env := environment(c.Spec, c.Settings, c.form, e)
	for i := range c.Rules.rules {
		r := &c.Rules.rules[i]
		if swapped[r.Field.Value] {
			continue
		}
		if yes, err := r.condition.True(env); err == nil && yes {
			field := r.Field.Value
			c.add(finding.Finding{Code: r.Code.Value, Cell: c.cellOf(e, field), Item: e.Item, Field: field, Value: strings.TrimSpace(e.Written[field]), Args: c.statusArgs(r, e)})
		}
	}
}

// statusArgs has the status as the unit wrote it, for rules that speak of it: other messages are
// the same for all words that mean the same.
func (c *sheetCheck) statusArgs(r *rule, e *form.Entry) map[string]string {
	if !strings.Contains(r.Message.Value+r.Hint.Value, "{status}") {
		return nil
	}
	return map[string]string{"status": c.statusAsWritten(e)}
}

// statusAsWritten is the status in the unit's own words, with what they mean.
func (c *sheetCheck) statusAsWritten(e *form.Entry) string {
	written, status := strings.TrimSpace(e.Written[form.FieldStatus]), c.Rules.terms.Statuses[e.Status].Value
	if strings.Contains(value.Fold(written), value.Fold(status)) {
		return written
	}
	return policy.Fill(c.Rules.words.StatusAs.Value, "written", written, "status", status)
}

// cellOf is the field's own cell; where the sheet has no such column, for
// links that of the evidence, else the row's.
func (c *sheetCheck) cellOf(e *form.Entry, field string) string {
	if e.Cells[field] == "" && field == form.FieldLinks && e.Cells[form.FieldEvidence] != "" {
		field = form.FieldEvidence
	}
	return c.form.At(e, field).Cell
}
