package workbook

import (
	"cmp"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/value"
)

// findingRow is a row of the list of findings.
type findingRow struct {
	number   int
	of       finding.Finding
	severity string
	link     string
	open     string // shown where the finding is about the whole file
	fill     string
}

var findingColumns = map[string]func(findingRow) cell{
	"number":   func(r findingRow) cell { return r.kept(count(r.number)) },
	"unit":     func(r findingRow) cell { return r.kept(plain(r.of.Unit)) },
	"file":     func(r findingRow) cell { return r.kept(plain(value.Mask(r.of.File))) },
	"sheet":    func(r findingRow) cell { c := r.kept(plain(cmp.Or(r.of.Sheet, r.open))); c.link = r.link; return c },
	"cells":    func(r findingRow) cell { return plain(strings.Join(r.of.Cells, "、")) },
	"code":     func(r findingRow) cell { return r.kept(plain(r.of.Code)) },
	"severity": func(r findingRow) cell { c := r.kept(plain(r.severity)); c.style.fill = r.fill; return c },
	"message":  func(r findingRow) cell { return plain(r.of.Message) },
	"hint":     func(r findingRow) cell { return plain(r.of.Hint + r.of.Office) },
	"item":     func(r findingRow) cell { return plain(finding.ItemText(r.of.Item)) },
}

func (r findingRow) kept(c cell) cell { c.keep = true; return c }

func (v *view) findingSheet() sheet {
	rows := make([]findingRow, 0, len(v.Findings))
	for i, f := range v.Findings {
		rows = append(rows, findingRow{i + 1, f, word(v.Layout.Words.Severity, string(f.Severity)),
			v.link(finding.Place{File: f.File, Sheet: f.Sheet, Cell: f.Cell}), v.Layout.Words.Open, v.Layout.Colours[string(f.Severity)]})
	}
	return tableSheet(v.Input, v.Layout.Ledger.Findings, v.Layout.Subtitle, findingColumns, rows)
}

// severities from grave to slight.
var severities = []finding.Severity{finding.Error, finding.Warning, finding.Info}

// graver orders findings by severity and leaves their order else.
func graver(list []finding.Finding) []finding.Finding {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b finding.Finding) int {
		return slices.Index(severities, a.Severity) - slices.Index(severities, b.Severity)
	})
	return out
}
