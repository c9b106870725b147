package check

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// sheetCheck looks at one form, stage by stage. A finding's Code is the name
// of the check that made it until the result is finished.
type sheetCheck struct {
	*Settings
	form  *form.Form
	found []finding.Finding
	*context
	apart    bool         // its rows stay unmatched
	doubted  bool         // it names two units
	together []*form.Form // the sheets of the file by which the unit answers, this one too
}

func (c *sheetCheck) run() {
	c.unit()
	if c.round() {
		return // a form of another year or round: nothing in it is judged
	}
	c.signature()
	c.filledIn()
	c.madeByHand()
	missing := c.columns()
	c.doubled()
	c.byContent()
	c.unread()
	c.privateNotes()
	swapped := c.swapped()
	for i := range c.form.Entries {
		e := &c.form.Entries[i]
		c.privacy(e)
		c.personal(e)
		if e.Empty || !c.item(e) {
			continue
		}
		c.unstored(e)
		c.numberDiffers(e)
		c.requirement(e)
		if !swapped[form.FieldStatus] {
			c.status(e, missing)
		}
		if !swapped[form.FieldProgress] {
			c.progress(e)
		}
		if !swapped[form.FieldDate] {
			c.date(e)
		}
		if !swapped[form.FieldProgressText] {
			c.text(e, missing)
			c.copied(e)
		}
		c.leftOpen(e)
		c.contradicts(e)
		c.openButDone(e)
		c.deadlines(e)
		c.asked(e)
		if !swapped[form.FieldLinks] {
			c.link(e)
		}
		c.elsewhere(e)
		c.notSent(e)
		c.otherUnit(e)
		c.oddities(e)
		c.conditions(e, swapped)
	}
	c.twice()
	c.sameLinks()
	c.sameFigure()
	c.mergedRows()
}

// at makes a finding about a field of a row.
func (c *sheetCheck) at(name string, e *form.Entry, field string, args map[string]string) {
	written := strings.TrimSpace(e.Written[field])
	c.add(finding.Finding{Code: name, Cell: c.form.At(e, field).Cell, Item: e.Item, Field: field, Value: written, Args: args})
}

// documents are formats in which P12 is a paragraph.
var documents = []string{"docx", "doc", "odt", "html", "mht"}

// onSheet makes a finding about the sheet, at a cell of it or else at its header.
func (c *sheetCheck) onSheet(name, cell, field, written string, args map[string]string) {
	if cell == "" {
		cell = c.form.Header
	}
	if n, ok := strings.CutPrefix(cell, "P"); ok && slices.Contains(documents, c.form.Format) {
		args["where"] = policy.Fill(c.Rules.words.Outside.Value, "number", n)
	}
	c.add(finding.Finding{Code: name, Cell: cell, Field: field, Value: written, Args: args})
}

func (c *sheetCheck) add(f finding.Finding) {
	f.File, f.Sheet, f.Unit = c.form.File, c.form.Sheet, c.form.Unit
	if f.Args == nil {
		f.Args = map[string]string{}
	}
	c.found = append(c.found, f)
}

// unit: a sheet must name a unit that is known, and no two sources in it or its
// file name may name different ones. Folders and senders are hints only.
func (c *sheetCheck) unit() {
	if c.form.Unit == "" {
		c.apart = true
		c.noUnit()
		return
	}
	for _, n := range c.form.UnitNames {
		if n.Unit == "" || n.Unit == c.form.Unit || n.How == "folder" || n.How == "sender" {
			continue
		}
		if n.Unit == c.Office && (n.How == "title" || n.How == "file") {
			continue // 报县政府办公室：…
		}
		used := c.visibleName()
		cell := n.Cell
		if cell == "" {
			cell = used.Cell
		}
		args := map[string]string{"how": c.Rules.words.Sources[used.How], "other_how": c.Rules.words.Sources[n.How], "other": n.Unit}
		if used.Cell != "" && used.Cell != cell {
			args["how"] += "（" + used.Cell + "）"
		}
		switch {
		case c.form.UnitHow == "stamp": // which nobody can make the same
			args["case"] = "stamp"
		case n.How == "file":
			args["case"] = "name"
		}
		c.doubted = true
		c.onSheet("unit_differs", cell, "unit", n.Written, args)
		break
	}
	if len(c.Plan.Of(c.form.Unit)) == 0 && len(c.Plan.Undecided) == 0 {
		c.onSheet("unit_without_duty", c.visibleName().Cell, "unit", c.form.Unit, map[string]string{"why": c.Rules.words.NoDuty.Value})
	}
}

// visibleName is a source of the sheet's unit that people can see in the
// sheet, when there is one: the hidden stamp tells them nothing.
func (c *sheetCheck) visibleName() form.UnitName {
	var out form.UnitName
	for _, n := range c.form.UnitNames {
		if n.Unit == c.form.Unit && (out.How == "" || out.Cell == "" && n.Cell != "") {
			out = n
		}
	}
	return out
}

func (c *sheetCheck) noUnit() {
	var first form.UnitName
	for _, n := range c.form.UnitNames {
		if n.Written != "" && (first.Written == "" || n.How == "cell") {
			first = n
		}
	}
	args := map[string]string{"candidates": strings.Join(c.form.Candidates, "、")}
	if first.Written != "" {
		args["written"] = policy.Fill(c.Rules.words.Named.Value, "how", c.Rules.words.Sources[first.How], "written", first.Written)
	}
	name := "unit_unknown"
	if len(c.form.Candidates) > 1 && first.Written != "" {
		name, args["written"] = "unit_ambiguous", "“"+first.Written+"”"
	}
	c.onSheet(name, first.Cell, "unit", first.Written, args)
}

// round tells that the sheet names another year or round, and says so.
func (c *sheetCheck) round() bool {
	other := c.otherRound()
	if other == "" {
		return false
	}
	cell := c.form.RoundText.Cell
	if cell == "" {
		cell = c.form.Title.Cell
	}
	c.onSheet("round_differs", cell, "round", other, map[string]string{"expected": c.expectedRound()})
	c.apart = true
	return true
}

// otherRound gives the words by which a sheet names another year or round than
// the one being read, "" when it names none or the right one.
func (s *sheetCheck) otherRound() string {
	f := s.form
	if f.Round != "" && f.Round != s.Round.ID {
		if words, ok := strings.CutPrefix(f.Round, "?"); ok {
			return strings.TrimSpace(words)
		}
		return f.RoundText.Written
	}
	if len(f.Years) > 0 && s.Year != 0 && !slices.Contains(f.Years, s.Year) {
		return strconv.Itoa(f.Years[0]) + "年"
	}
	return ""
}

func (c *sheetCheck) expectedRound() string {
	if c.Year == 0 {
		return c.Round.Name
	}
	return strconv.Itoa(c.Year) + "年" + c.Round.Name
}

func roundOf(f *form.Form) string {
	if strings.HasPrefix(f.Round, "?") {
		return ""
	}
	return f.Round
}

// signature: filler, phone, reviewer and date belong under every form, of several sheets under
// one. What is missing is told once.
func (c *sheetCheck) signature() {
	if c.signer() != c.form {
		return
	}
	var missing []string
	cell := ""
	for _, p := range []struct {
		name string
		of   func(s form.Signature) form.Text
	}{
		{"filler", func(s form.Signature) form.Text { return s.Filler }}, {"phone", func(s form.Signature) form.Text { return s.Phone }},
		{"reviewer", func(s form.Signature) form.Text { return s.Reviewer }}, {"filled", func(s form.Signature) form.Text { return s.Filled }},
	} {
		if slices.ContainsFunc(c.together, func(f *form.Form) bool { return !value.Blank(p.of(f.Signature).Written) }) {
			continue
		}
		missing = append(missing, c.Spec.SignatureWord(p.name))
		if cell == "" {
			cell = p.of(c.form.Signature).Cell
		}
	}
	for _, p := range []form.Text{c.form.Signature.Filler, c.form.Signature.Phone, c.form.Signature.Reviewer, c.form.Signature.Filled} {
		cell = cmp.Or(cell, p.Cell) // what is missing has no cell: the block has
	}
	if len(missing) > 0 {
		c.onSheet("signature", cell, "signature", "", map[string]string{"missing": strings.Join(missing, "、")})
	}
}

// signer is the sheet with the most of the signature, the first of equals.
func (c *sheetCheck) signer() *form.Form {
	best, most := c.form, -1
	for _, f := range c.together {
		n := 0
		for _, t := range []form.Text{f.Signature.Filler, f.Signature.Phone, f.Signature.Reviewer, f.Signature.Filled} {
			if t.Cell != "" {
				n++
			}
		}
		if n > most {
			best, most = f, n
		}
	}
	return best
}

// columns reports the columns that the sheet never had, once each, and gives
// the set of them.
func (c *sheetCheck) columns() map[string]bool {
	missing := map[string]bool{}
	for _, p := range []struct{ name, field string }{
		{"column_needed", form.FieldStatus}, {"column_needed", form.FieldProgressText}, {"column_wanted", form.FieldDate},
	} {
		if c.form.Columns[p.field] != "" {
			continue
		}
		missing[p.field] = true
		if p.name == "column_needed" || !c.toldBefore(p.field) {
			c.onSheet(p.name, "", p.field, "", map[string]string{"column": c.Spec.Header(p.field)})
		}
	}
	if c.form.Columns[form.FieldLinks] == "" && c.form.Columns[form.FieldEvidence] == "" && !c.toldBefore(form.FieldLinks) {
		c.onSheet("column_wanted", "", form.FieldLinks, "", map[string]string{"column": c.Spec.Header(form.FieldLinks)})
	}
	return missing
}

// doubled: of two columns with one name only the first is understood.
func (c *sheetCheck) doubled() {
	for _, t := range c.form.Doubled {
		c.onSheet("column_twice", t.Cell, "", t.Written, map[string]string{})
	}
}

// byContent: a column was understood by what stands in it, which the office should know.
func (c *sheetCheck) byContent() {
	for _, field := range c.form.ByContent {
		c.onSheet("column_by_content", c.form.Columns[field], field, "", map[string]string{"column": c.Spec.Header(field)})
	}
}

// unread: columns that mean nothing here, and in most of whose cells there are sentences. Short
// words in them (责任科室, 归档页码) are no report.
func (c *sheetCheck) unread() {
	var names, cells []string
	for _, t := range c.form.Unknown {
		filled, prose := 0, 0
		_, column, _ := grid.ParseRef(t.Cell)
		for i := range c.form.Entries {
			e := &c.form.Entries[i]
			for name, at := range e.ExtraAt {
				if _, col, _ := grid.ParseRef(at); col != column {
					continue
				}
				filled++
				if c.looksLike(e.Extra[name], form.FieldProgressText) {
					prose++
				}
			}
		}
		if 2*prose > filled && !slices.Contains(c.form.Doubled, t) {
			names, cells = append(names, finding.Quote(strings.Join(strings.Fields(t.Written), ""))), append(cells, t.Cell)
		}
	}
	if len(names) > 0 {
		c.add(finding.Finding{Code: "column_unread", Cell: cells[0], Cells: cells, Args: map[string]string{"values": strings.Join(names, "、")}})
	}
}

// toldBefore: an earlier sheet of the unit's in the file lacks the column as well.
func (c *sheetCheck) toldBefore(field string) bool {
	return len(c.together) > 0 && c.together[0] != c.form && c.together[0].Columns[field] == ""
}
