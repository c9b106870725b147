package workbook

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// Ledger writes the ledger workbook (台账) of a round: the summary, one row for
// every unit and item that is expected or reported, rows that were not merged if
// there are any, the units, the findings, the scores and their reasons. With Rounds it
// is the ledger of a year: rows say which round they come from, units how they stood in each.
func Ledger(w io.Writer, in Input) error {
	if in.Layout == nil {
		return errNoLayout
	}
	if in.Rounds != nil {
		in.Layout = in.Layout.yearly()
	}
	v := newView(&in)
	l := in.Layout
	b, err := newBook(l, fill(l.Ledger.File, in.values()), in.Office, in.created())
	if err != nil {
		return err
	}
	sheets := []sheet{v.summary(), v.ledgerSheet()}
	if rows := v.unmerged(); len(rows) > 0 {
		sheets = append(sheets, tableSheet(&in, l.Ledger.Unmerged, l.Subtitle, unmergedColumns, rows))
	}
	if in.Rounds != nil {
		sheets = append(sheets, v.yearUnits(), v.eventSheet())
	} else {
		sheets = append(sheets, v.unitSheet())
	}
	sheets = append(sheets, v.findingSheet(), v.scoreSheet())
	if in.Scores != nil {
		sheets = append(sheets, v.lineSheet())
	}
	for _, s := range sheets {
		if err := b.add(s); err != nil {
			return err
		}
	}
	return b.write(w)
}

func (v *view) ledgerSheet() sheet {
	rows := make([]ledgerRow, 0, len(v.lines))
	for _, l := range v.lines {
		rows = append(rows, v.ledgerRow(l))
	}
	p := v.Layout.Ledger.Rows
	if v.Previous == nil {
		p.Columns = slices.DeleteFunc(slices.Clone(p.Columns), func(c Column) bool { return c.Key.Value == "before" })
	}
	return tableSheet(v.Input, p, v.Layout.Subtitle, ledgerColumns, rows)
}

// ledgerRow holds the texts of a row, masked and ready to show.
type ledgerRow struct {
	task                             tasktable.Row
	unit, group, duty, deadline      string
	status, progress, date, original string
	texts                            map[string]string
	problems                         int
	file, source, link, fill         string
	light, lit                       string // the light, and its colour
	before                           string // in the round before
	from, carried, course            string // of a year
}

var ledgerColumns = map[string]func(ledgerRow) cell{
	"chapter":              func(r ledgerRow) cell { return r.kept(r.task.Chapter) },
	"section":              func(r ledgerRow) cell { return r.kept(r.task.Section) },
	"item":                 func(r ledgerRow) cell { return r.kept(finding.ItemText(r.task.Item.ID)) },
	"task":                 func(r ledgerRow) cell { return r.kept(r.task.Task) },
	"requirement":          func(r ledgerRow) cell { return r.cell(r.task.Item.Requirement) },
	"unit":                 func(r ledgerRow) cell { return r.kept(r.unit) },
	"group":                func(r ledgerRow) cell { return r.kept(r.group) },
	"duty":                 func(r ledgerRow) cell { return r.kept(r.duty) },
	"deadline":             func(r ledgerRow) cell { return r.kept(r.deadline) },
	"status":               func(r ledgerRow) cell { return r.cell(r.status) },
	"progress":             func(r ledgerRow) cell { return r.cell(r.progress) },
	"date":                 func(r ledgerRow) cell { return r.cell(r.date) },
	"light":                func(r ledgerRow) cell { c := r.cell(r.light); c.style.fill = cmp.Or(r.lit, r.fill); return c },
	form.FieldProgressText: func(r ledgerRow) cell { return r.cell(r.texts[form.FieldProgressText]) },
	form.FieldLinks:        func(r ledgerRow) cell { return r.cell(r.texts[form.FieldLinks]) },
	form.FieldEvidence:     func(r ledgerRow) cell { return r.cell(r.texts[form.FieldEvidence]) },
	form.FieldProblems:     func(r ledgerRow) cell { return r.cell(r.texts[form.FieldProblems]) },
	form.FieldNext:         func(r ledgerRow) cell { return r.cell(r.texts[form.FieldNext]) },
	form.FieldRemark:       func(r ledgerRow) cell { return r.cell(r.texts[form.FieldRemark]) },
	"original":             func(r ledgerRow) cell { return r.cell(r.original) },
	"findings": func(r ledgerRow) cell {
		if r.problems == 0 {
			return r.cell("")
		}
		c := count(r.problems)
		c.style.fill = r.fill
		return c
	},
	"before":  func(r ledgerRow) cell { return r.cell(r.before) },
	"from":    func(r ledgerRow) cell { return r.cell(r.from) },
	"carried": func(r ledgerRow) cell { return r.cell(r.carried) },
	"course":  func(r ledgerRow) cell { return r.cell(r.course) },
	"file":    func(r ledgerRow) cell { return r.cell(r.file) },
	"source":  func(r ledgerRow) cell { c := r.cell(r.source); c.link = r.link; return c },
}

func (r ledgerRow) cell(text string) cell { return cell{text: text, style: style{fill: r.fill}} }
func (r ledgerRow) kept(text string) cell { c := r.cell(text); c.keep = true; return c }

// lightColour is the colour of the layout for a light.
var lightColour = map[string]string{assess.LightGreen: "good", assess.LightYellow: "yellow", assess.LightRed: "error"}

func (v *view) ledgerRow(l line) ledgerRow {
	k := duo{l.unit, l.task.Item.ID}
	words := v.Layout.Words
	r := ledgerRow{task: l.task, unit: l.unit, group: v.groups[l.unit], duty: word(words.Duty, v.roles[k]),
		deadline: deadlines(l.task.Item.Deadlines), problems: v.byItem[k]}
	if light := v.lights[k]; light != "" && light != assess.LightNone {
		r.light, r.lit = word(words.Light, light), v.Layout.Colours[lightColour[light]]
	}
	if was := v.was[k]; was != nil {
		r.before = strings.TrimSpace(v.statusText(was) + " " + progressText(was))
	}
	if l.entry == nil {
		r.status, r.fill = words.Missing, v.Layout.Colours["missing"]
		return r
	}
	e := l.entry
	if e.Duty != "" {
		r.duty = word(words.Duty, e.Duty)
	}
	place := entryPlace(e)
	r.problems += v.byEntry[e]
	r.file, r.source, r.link = v.fileText(place), cmp.Or(place.Cell, place.Sheet), v.link(place)
	if v.Comparison != nil && place.Cell != "" { // the link opens the ledger, so the sheet has to be said
		r.source = value.Mask(strings.TrimPrefix(place.Sheet+"!", "!") + place.Cell)
	}
	r.status, r.progress, r.date = v.statusText(e), progressText(e), dateText(e)
	r.original = v.original(e, r)
	v.origin(&r, e)
	r.texts = map[string]string{
		form.FieldProgressText: exact(e, form.FieldProgressText, e.ProgressText),
		form.FieldLinks:        linkText(e),
		form.FieldEvidence:     exact(e, form.FieldEvidence, e.Evidence),
		form.FieldProblems:     exact(e, form.FieldProblems, e.Problems),
		form.FieldNext:         exact(e, form.FieldNext, e.Next),
		form.FieldRemark:       exact(e, form.FieldRemark, e.Remark),
	}
	return r
}

// exact is a field as the unit wrote it, with private numbers masked.
func exact(e *ledger.Entry, field, understood string) string {
	if w := e.Written[field]; w != "" {
		return value.Mask(w)
	}
	return value.Mask(understood)
}

// linkText is the links as written, and below them those that the text does not show.
func linkText(e *ledger.Entry) string {
	text := e.Written[form.FieldLinks]
	for _, l := range e.Links {
		if !strings.Contains(text, l) {
			text = strings.TrimPrefix(text+"\n"+l, "\n")
		}
	}
	return value.Mask(text)
}

func (v *view) statusText(e *ledger.Entry) string {
	if e.Status == "" || e.Status == form.UnknownStatus {
		if w := value.Mask(e.Written[form.FieldStatus]); w != "" {
			return w
		}
		return v.Layout.Words.Unfilled
	}
	return word(v.Layout.Words.Status, string(e.Status))
}

func progressText(e *ledger.Entry) string {
	if e.Progress != "" {
		return e.Progress + "%"
	}
	return value.Mask(e.Written[form.FieldProgress])
}

func dateText(e *ledger.Entry) string {
	if e.Date != "" {
		return e.Date
	}
	return value.Mask(e.Written[form.FieldDate])
}

// original lists what the office filled in, what the unit wrote where the row shows what was
// understood, and the columns of its sheet that the ledger does not have.
func (v *view) original(e *ledger.Entry, r ledgerRow) string {
	var out []string
	if len(e.FilledIn) > 0 {
		var heads []string
		for _, field := range e.FilledIn {
			heads = append(heads, v.head(field))
		}
		out = append(out, fill(v.Layout.Words.FilledIn, map[string]string{"heads": strings.Join(heads, "、")}))
	}
	say := func(head, text string) {
		out = append(out, fill(v.Layout.Words.Line, map[string]string{"head": value.Mask(head), "text": value.Mask(text)}))
	}
	for _, f := range []struct{ field, shown string }{{form.FieldStatus, r.status}, {form.FieldProgress, r.progress}, {form.FieldDate, r.date}} {
		if w := e.Written[f.field]; !value.Blank(w) && !sameValue(w, f.shown) {
			say(v.head(f.field), w)
		}
	}
	further := e.Written // of an earlier run
	if e.Row != nil {
		further = e.Row.Extra
	}
	for _, head := range keys(further) {
		if text := further[head]; text != "" && e.Source.Row > 0 && (e.Row != nil || !form.IsField(head)) {
			say(head, text)
		}
	}
	return strings.Join(out, "\n")
}

// sameValue tells whether a text says what is shown but for width, spaces, the
// percent sign and the way to write a date.
func sameValue(written, shown string) bool {
	a, b := value.Fold(written), value.Fold(shown)
	return a == b || a == strings.TrimSuffix(b, "%") || dateDigits(a) != "" && dateDigits(a) == dateDigits(b)
}

var dateStrokes = strings.NewReplacer("年", "-", "月", "-", "日", "", "号", "", ".", "-", "/", "-")

// dateDigits gives 2019-7-31 for a folded text such as 2019年7月31日, and "" for other texts.
func dateDigits(s string) string {
	s = dateStrokes.Replace(s)
	parts := strings.Split(strings.TrimSuffix(s, "-"), "-")
	for i, p := range parts {
		if p == "" || strings.Trim(p, "0123456789") != "" {
			return ""
		}
		parts[i] = strings.TrimLeft(p, "0")
	}
	if len(parts) < 2 {
		return ""
	}
	return strings.Join(parts, "-")
}

// head is the heading that the ledger has for a field.
func (v *view) head(field string) string {
	columns := v.Layout.Ledger.Rows.Columns
	if i := slices.IndexFunc(columns, func(c Column) bool { return c.Key.Value == field }); i >= 0 {
		return columns[i].Head
	}
	return field
}

// deadlines lists the times that the requirement states, a date with what it was understood as.
func deadlines(list []tasktable.Deadline) string {
	var out []string
	for _, d := range list {
		text := d.Text
		if d.Due != "" {
			text += "（" + d.Due + "）"
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, "\n")
}
