package duty

import (
	"slices"

	"zwgk/pkg/finding"
	"zwgk/pkg/tasktable"
)

// codeUnknown is the finding of a unit that the roster lacks.
const codeUnknown = "D12"

// Findings says of every unit text of the table that the roster does not have
// where it stands.
func (p *Plan) Findings(t *tasktable.Table) []finding.Finding {
	var out []finding.Finding
	for _, u := range p.Unknown {
		row, ok := t.Find(u.Item)
		if !ok {
			continue
		}
		for _, part := range parts(row.Item) {
			if !slices.Contains(part.texts, u.Text) {
				continue
			}
			at := row.Item.Source
			at.Cell = row.Item.UnitCell(string(part.role))
			out = append(out, finding.Finding{Code: codeUnknown, File: at.File, Sheet: at.Sheet, Cell: at.Cell, Cells: []string{at.Cell}, Item: u.Item,
				Value: u.Text, Args: map[string]string{}})
		}
	}
	return out
}
