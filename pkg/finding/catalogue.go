package finding

import (
	"regexp"
	"sort"
	"strings"
)

// Rule is one entry of the catalogue: what a code means. Message and Hint hold
// arguments in braces: {place} {file} {sheet} {cell} {unit} {item} {value} and the names in Args.
type Rule struct {
	Code     string
	Title    string
	Severity Severity
	Stage    Stage
	Message  string
	Hint     string
	Hints    map[string]string // instead of Hint, by the argument "case": what brought the file, or how the sheet is made
	Office   string            // what the office can do about it; no unit is told
	Why      string            // where the rule comes from
	Bad      string            // an example, and its mended form
	Good     string
	Off      bool   // switched off by the office: findings of this code are dropped
	Reason   string // the office's, for that or for another change
}

// Catalogue is the list of all rules.
type Catalogue struct{ rules map[string]Rule }

// NewCatalogue makes a catalogue; of two rules with one code the last counts.
func NewCatalogue(rules []Rule) *Catalogue {
	c := &Catalogue{rules: map[string]Rule{}}
	for _, r := range rules {
		c.rules[r.Code] = r
	}
	return c
}

// Rule gives the rule of a code.
func (c *Catalogue) Rule(code string) (Rule, bool) {
	r, ok := c.rules[code]
	return r, ok
}

// Rules lists all rules by code.
func (c *Catalogue) Rules() []Rule {
	var out []Rule
	for _, r := range c.rules {
		out = append(out, r)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Code < out[j].Code })
	return out
}

// Complete fills what the catalogue says about a finding's code: severity,
// stage, message and hint; and makes Cells, Cell and Args whole. ok is false
// when the catalogue has no such code, or the office has switched it off.
func (c *Catalogue) Complete(f Finding) (_ Finding, ok bool) {
	r, ok := c.rules[f.Code]
	if !ok || r.Off {
		return f, false
	}
	f.Severity, f.Stage = r.Severity, r.Stage
	if f.Cell == "" && len(f.Cells) > 0 {
		f.Cell = f.Cells[0]
	}
	if len(f.Cells) == 0 {
		f.Cells = []string{}
		if f.Cell != "" {
			f.Cells = append(f.Cells, f.Cell)
		}
	}
	if f.Args == nil {
		f.Args = map[string]string{}
	}
	hint := r.Hint
	if other := r.Hints[f.Args["case"]]; other != "" {
		hint = other
	}
	f.Message, f.Hint, f.Office = f.Fill(r.Message), f.Fill(hint), f.Fill(r.Office)
	return f, true
}

// Fill puts the finding's own values and arguments into a text with {names}.
// A name that it does not have becomes "".
func (f Finding) Fill(text string) string {
	var b strings.Builder
	for {
		head, rest, ok := strings.Cut(text, "{")
		b.WriteString(head)
		if !ok {
			return b.String()
		}
		name, tail, closed := strings.Cut(rest, "}")
		if !closed {
			b.WriteString("{" + rest)
			return b.String()
		}
		b.WriteString(f.argument(name))
		text = tail
	}
}

func (f Finding) argument(name string) string {
	switch name {
	case "place":
		return f.PlaceText()
	case "file":
		return f.File
	case "sheet":
		return f.Sheet
	case "cell":
		return f.Cell
	case "unit":
		return f.Unit
	case "item":
		return ItemText(f.Item)
	case "value":
		return f.Value
	}
	return f.Args[name]
}

// unnamed is what readers call a table that has no name.
var unnamed = regexp.MustCompile(`^表\d+$`)

// PlaceText says where for people: 工作表“填报表” D5、D7, 表1 D5 for a table that
// has no name of its own (in a document or a CSV file), or what the argument
// "where" says. It is "" for a finding about a whole file.
func (f Finding) PlaceText() string {
	if where := f.Args["where"]; where != "" {
		return where
	}
	if f.Sheet == "" && f.Cell == "" {
		return ""
	}
	var b strings.Builder
	if unnamed.MatchString(f.Sheet) {
		b.WriteString(f.Sheet)
	} else if f.Sheet != "" {
		b.WriteString("工作表“" + f.Sheet + "”")
	}
	cells := f.Cells
	if len(cells) == 0 && f.Cell != "" {
		cells = []string{f.Cell}
	}
	if len(cells) == 0 {
		return b.String()
	}
	if b.Len() > 0 {
		b.WriteString(" ")
	}
	const shown = 4
	if len(cells) <= shown {
		return b.String() + strings.Join(cells, "、")
	}
	return b.String() + strings.Join(cells[:shown], "、") + " 等 " + itoa(len(cells)) + " 处"
}

// Bare is the message without the place that it begins with.
func (f Finding) Bare() string {
	return strings.TrimLeft(strings.TrimPrefix(f.Message, f.PlaceText()), "：: ")
}
