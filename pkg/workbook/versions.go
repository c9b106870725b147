package workbook

import (
	"slices"
	"strings"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
)

// state tells whether the unit was told of a problem before; "" in a first version.
func (in *MarkInput) state(f finding.Finding) string {
	has := func(list []finding.Finding) bool {
		return slices.ContainsFunc(list, func(o finding.Finding) bool { return within(o, f) })
	}
	key := ""
	for _, c := range in.Corrections {
		if c.Unit != f.Unit {
			continue
		}
		switch open, fresh := has(c.Open), has(c.New); {
		case open && fresh:
			key = "both"
		case open:
			key = "open"
		case fresh:
			key = "new"
		}
	}
	return in.Layout.Returned.Versions.State[key]
}

// within tells that a finding about one item is part of another.
func within(one, f finding.Finding) bool {
	if one.File != f.File || one.Code != f.Code || one.Field != f.Field {
		return false
	}
	return len(f.Cells) == 0 || one.Sheet == f.Sheet && slices.ContainsFunc(one.Cells, func(cell string) bool { return slices.Contains(f.Cells, cell) })
}

// compared says what became of the problems of the versions before this one.
func (in *MarkInput) compared() []string {
	l := in.Layout.Returned.Versions
	var out []string
	for _, c := range in.Corrections {
		var names []string
		for _, path := range c.Earlier {
			names = append(names, intake.Base(path))
		}
		out = append(out, fill(l.Compared, map[string]string{"earlier": strings.Join(slices.Compact(names), "”“"), "solved": itoa(len(c.Solved)),
			"open": itoa(len(c.Open)), "new": itoa(len(c.New))}))
		elsewhere := slices.DeleteFunc(slices.Clone(c.Open), func(f finding.Finding) bool { return f.File == in.File })
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

// corrections are those of a file.
func Corrections(all []check.Correction, file string) []check.Correction {
	return slices.DeleteFunc(slices.Clone(all), func(c check.Correction) bool { return c.File != file })
}
