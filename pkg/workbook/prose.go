package workbook

import (
	"slices"
	"strconv"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"

	"github.com/xuri/excelize/v2"
)

func (in *MarkInput) isDocument() bool { return slices.Contains(documents, in.Grid.Format) }

// paragraphPlace is how findings name a paragraph.
func (in *MarkInput) paragraphPlace(p grid.Paragraph) string {
	if in.Grid.Format == "txt" {
		return "L" + strconv.Itoa(p.Number)
	}
	return "P" + strconv.Itoa(p.Number)
}

// outsideTable tells that a place of a finding is a paragraph of the document, and no cell: the
// finding says so, or the table has no such column.
func (in *MarkInput) outsideTable(f finding.Finding, at string) bool {
	if !in.isDocument() || !slices.ContainsFunc(in.Grid.Paragraphs, func(p grid.Paragraph) bool { return in.paragraphPlace(p) == at }) {
		return false
	}
	if f.Args["where"] != "" {
		return true
	}
	s := in.sheet(f.Sheet)
	col, _, err := excelize.CellNameToCoordinates(at)
	return s == nil || err != nil || col > lastColumn(s)
}

// prose is the sheet with text that stands by no table, and with what did not fit its cell.
func (c *copyist) prose() sheet {
	s := sheet{name: c.in.Layout.Returned.Prose, widths: []float64{14, 100}, colours: map[string]finding.Severity{}}
	for i, p := range c.in.apart {
		place := c.in.paragraphPlace(p)
		s.rows = append(s.rows, c.proseRow(place, p.Text))
		if found := c.in.outside(place); len(found) > 0 {
			s.colours[ref(i+1, 2)] = found[0].Severity
			s.comments = append(s.comments, c.in.newComment(ref(i+1, 2), c.in.commentText(found)))
		}
	}
	s.rows = append(s.rows, c.over...)
	return s
}

// outside are the findings about a paragraph, the gravest first.
func (in *MarkInput) outside(place string) []finding.Finding {
	return slices.DeleteFunc(graver(in.Findings), func(f finding.Finding) bool {
		return !slices.Contains(f.Cells, place) || !in.outsideTable(f, place)
	})
}

// proseCell is the cell on the sheet of prose of the paragraph that a finding is about, "" for
// one about anything else.
func (in *MarkInput) proseCell(f finding.Finding) string {
	if len(f.Cells) == 0 || !in.outsideTable(f, f.Cells[0]) {
		return ""
	}
	i := slices.IndexFunc(in.apart, func(p grid.Paragraph) bool { return in.paragraphPlace(p) == f.Cells[0] })
	if i < 0 {
		return ""
	}
	return ref(i+1, 2)
}

func (c *copyist) proseRow(place, text string) row {
	return row{cells: []cell{{text: place, style: c.in.Layout.centre(), keep: true}, {text: text, style: c.in.Layout.body()}}}
}
