package duty

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// CodeUnknown is the finding of a unit that the roster lacks.
const CodeUnknown = "D12"

// Findings says of every unit text of the table that the roster does not have
// where it stands.
func (p *Plan) Findings(t *tasktable.Table) []finding.Finding {
	var out []finding.Finding
	seen := map[string]bool{}
	for _, u := range p.Unknown {
		row, ok := t.Find(u.Item)
		if !ok {
			continue
		}
		for _, part := range parts(row.Item) {
			if !slices.ContainsFunc(part.texts, func(text string) bool { return strings.Contains(value.Fold(text), value.Fold(u.Text)) }) {
				continue
			}
			at := row.Item.Source
			at.Cell = row.Item.UnitCell(string(part.role), u.Text)
			if key := at.Sheet + at.Cell + u.Text; seen[key] {
				continue
			} else {
				seen[key] = true
			}
			out = append(out, finding.Finding{Code: CodeUnknown, File: at.File, Sheet: at.Sheet, Cell: at.Cell, Cells: []string{at.Cell}, Item: u.Item,
				Value: u.Text, Args: map[string]string{}})
		}
	}
	return out
}
