package check

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"zwgk/pkg/form"
	"zwgk/pkg/value"
)

var (
	between  = regexp.MustCompile(`[、，,；;\n/（）()]|[和及至到]|\s+|[~～—]+`)
	percents = regexp.MustCompile(`\d+(?:\.\d+)?\s*[%％]`)
)

// several tells of a cell for one date that holds two or more: 2019-03-01、2019-05-20.
func several(spec *form.Spec, text string, year int) bool {
	dates := map[string]bool{}
	for _, part := range between.Split(text, -1) {
		if d := spec.DateOf(part, year); d.ISO != "" {
			dates[d.ISO] = true
		}
	}
	return len(dates) > 1
}

// severalPercents gives the different percentages of a cell, "" for fewer than two.
func severalPercents(text string) string {
	var shown []string
	seen := map[string]bool{}
	for _, m := range percents.FindAllString(width.Narrow.String(text), -1) {
		if p := value.ParsePercent(m); p.Kind == "percent" && !seen[p.Value.String()] {
			seen[p.Value.String()] = true
			shown = append(shown, m)
		}
	}
	if len(shown) < 2 {
		return ""
	}
	return strings.Join(shown, "、")
}
