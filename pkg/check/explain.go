package check

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/policy"
)

// Explanation is what a person can be told of a rule.
type Explanation struct {
	Code     string            `json:"code"`
	Title    string            `json:"title"`
	Severity finding.Severity  `json:"severity"`
	Stage    finding.Stage     `json:"stage"`
	Off      bool              `json:"off"`
	Own      bool              `json:"own"`     // the office's own rule
	Changed  []string          `json:"changed"` // keys that the office changed
	Reason   string            `json:"reason"`  // the office's
	Check    string            `json:"check"`   // "" for a condition
	When     string            `json:"when"`
	Message  string            `json:"message"` // as in the rule file
	Example  string            `json:"example"` // the message as a unit may read it
	Hint     string            `json:"hint"`    // as a unit may read it
	Hints    map[string]string `json:"hints"`   // instead, by what brought the file
	Office   string            `json:"-"`       // what the office can do, "" for nothing of its own
	Why      string            `json:"why"`
	Bad      []ExampleCell     `json:"bad"`
	Good     []ExampleCell     `json:"good"`
	Names    []string          `json:"names"` // that message and hint can use
	Data     []Datum           `json:"data"`  // thresholds and lists that it goes by

	Fixed   bool `json:"fixed"`   // cannot be switched off
	Lost    bool `json:"lost"`    // what it is about does not count
	OfTable bool `json:"table"`   // about the office's task table
	Decides bool `json:"-"`       // about a decision of the office's
	Waives  bool `json:"waivers"` // a waiver for one unit is possible
}

// ExampleCell is a cell of an example row, or a sentence with column "".
type ExampleCell struct {
	Column string `json:"column"`
	Text   string `json:"text"` // "" for an empty cell
	Here   bool   `json:"here"` // the finding stands on it
}

// unknownUnit are checks that no unit is known for, so that nothing can be waived for it.
var unknownUnit = []string{"unit_unknown", "unit_ambiguous"}

// Explain tells about the rule of a code.
func (r *Rules) Explain(code string) (Explanation, bool) {
	i := slices.IndexFunc(r.rules, func(k rule) bool { return k.Code.Value == code })
	if i < 0 {
		return Explanation{}, false
	}
	k := &r.rules[i]
	f := r.sample(k)
	out := Explanation{Code: code, Title: k.Title, Severity: finding.Severity(k.Severity.Value), Stage: finding.Stage(k.Stage.Value),
		Off: k.Off, Own: IsOwn(code), Changed: append([]string{}, r.changed[code]...), Reason: k.Reason, Check: k.Check.Value, When: k.When.Value,
		Message: k.Message.Value, Example: f.Fill(k.Message.Value), Hint: f.Fill(k.Hint.Value), Hints: map[string]string{}, Office: f.Fill(k.Office.Value), Why: k.Source,
		Bad: r.cells(k.Bad, k.BadRow, k.Field.Value), Good: r.cells(k.Good, k.GoodRow, ""), Names: k.names(), Data: []Datum{},
		Fixed: slices.Contains(needed, k.Check.Value), OfTable: k.provided().scope == ofTable, Decides: k.provided().scope == ofDecision}
	out.Lost = out.Severity == finding.Error && k.loses()
	out.Waives = !out.OfTable && !out.Decides && !slices.Contains(unknownUnit, k.Check.Value)
	for name, hint := range k.Hints {
		out.Hints[name] = f.Fill(hint.Value)
	}
	for _, d := range r.data {
		if slices.Contains(uses[k.Check.Value], d.Key) {
			out.Data = append(out.Data, d)
		}
	}
	return out, true
}

// Explanations gives those of all rules, letter by letter.
func (r *Rules) Explanations() []Explanation {
	out := []Explanation{}
	for _, g := range r.groups {
		for _, k := range r.Catalogue.Rules() {
			if strings.HasPrefix(k.Code, g.Letter) {
				e, _ := r.Explain(k.Code)
				out = append(out, e)
			}
		}
	}
	return out
}

// MinText is how many characters the progress text needs, 0 for any.
func (r *Rules) MinText() int { return r.spec.MinText(form.FieldProgressText) }

// sample is a finding as the rule's example may give it.
func (r *Rules) sample(k *rule) finding.Finding {
	p := k.provided()
	written := p.value
	if written == "" {
		written = k.BadRow[k.Field.Value]
	}
	f := finding.Finding{Code: k.Code.Value, File: "县财政局.xlsx", Unit: "县财政局", Value: written, Item: "9",
		Args: map[string]string{"items": "9", "values": finding.Quote(written)}}
	if strings.HasPrefix(k.Check.Value, "rollup_") { // about a county's ledger
		f.File, f.Unit = "示例县/ledger.json", "示例县"
	}
	switch p.scope {
	case ofSheet:
		f.Sheet, f.Cell = "填报表", "A2"
	case ofTable:
		f.Sheet, f.Cell = "任务分解表", "D8"
	case ofDecision:
		f.Sheet, f.Cell = "豁免", "A2"
	case ofRow:
		f.Sheet, f.Cell = "填报表", r.cell(k.Field.Value)
	}
	if k.Check.Value == "other_sheet" {
		f.Sheet, f.Cell = "Sheet2", ""
	}
	for _, a := range p.arguments {
		name, _ := a.split()
		f.Args[name] = a.example
	}
	if _, ok := f.Args["allowed"]; ok {
		f.Args["allowed"] = strings.Join(r.spec.StatusWords(), "、")
	}
	if _, ok := f.Args["min"]; ok {
		f.Args["min"] = strconv.Itoa(r.MinText())
	}
	return f
}

// cell is that of a field in the sixth row of the blank.
func (r *Rules) cell(field string) string {
	at := slices.IndexFunc(r.spec.Columns(), func(c form.Column) bool { return c.Field == field })
	if at < 0 {
		at = slices.IndexFunc(r.spec.Columns(), func(c form.Column) bool { return c.Field == form.FieldProgressText })
	}
	return grid.Ref(6, at+1)
}

// cells shows an example: a sentence, or a row of the form in the order of its fields.
func (r *Rules) cells(text string, row map[string]string, here string) []ExampleCell {
	out := []ExampleCell{}
	if text != "" {
		out = append(out, ExampleCell{Text: text})
	}
	for _, field := range fieldNames() {
		if v, ok := row[field]; ok {
			out = append(out, ExampleCell{r.spec.Header(field), v, field == here})
		}
	}
	return out
}

// verifyExamples tells of a column in an example that the form does not know.
func (r *rule) verifyExamples(f policy.File) error {
	for _, row := range []map[string]string{r.BadRow, r.GoodRow} {
		for _, field := range slices.Sorted(maps.Keys(row)) {
			if allowed := fieldNames(); !slices.Contains(allowed, field) {
				return f.Errorf(r.Code.Pos, allowed, "规则 %s 的例子（bad_row、good_row）里不认识栏目 “%s”", r.Code, field)
			}
		}
	}
	return nil
}
