package workbook

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
	"zwgk/pkg/value"
)

// state tells whether the unit was told of a problem before; "" in a first version.
func (in *MarkInput) state(f finding.Finding) string {
	for _, c := range in.Corrections {
		key := c.State(f)
		if f.Severity != finding.Error && (key == "open" || key == "both") {
			key = "noted" // it need not be mended
		}
		if key != "" {
			return in.Layout.Returned.Versions.State[key]
		}
	}
	return ""
}

// compared says what became of the problems of the versions before this one.
func (in *MarkInput) compared() []string {
	l := in.Layout.Returned.Versions
	var out []string
	for _, c := range in.Corrections {
		var names []string
		for _, path := range c.Earlier {
			names = append(names, value.Mask(intake.Base(path)))
		}
		out = append(out, fill(l.Compared, map[string]string{"earlier": strings.Join(slices.Compact(names), "”“"), "solved": itoa(len(c.Solved)),
			"open": itoa(len(finding.Errors(c.Open))), "new": itoa(len(finding.Errors(c.New)))}))
		elsewhere := slices.DeleteFunc(finding.Errors(c.Open), func(f finding.Finding) bool { return f.File == in.File })
		out = append(out, in.lines(l.Solved, c.Solved), in.lines(l.Open, elsewhere))
	}
	return out
}

// lines lists findings below a heading, "" for none.
func (in *MarkInput) lines(heading string, list []finding.Finding) string {
	l := in.Layout.Returned.Versions
	out := []string{heading}
	for _, f := range list {
		text := f.Bare()
		if item := fill(l.Item, map[string]string{"item": finding.ItemText(f.Item)}); f.Item != "" && !strings.Contains(text, item) {
			text = fill(l.Line, map[string]string{"item": item, "message": text})
		}
		out = append(out, itoa(len(out))+". "+text)
	}
	if len(list) == 0 {
		return ""
	}
	return strings.Join(out, "\n")
}
