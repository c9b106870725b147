package workbook

import (
	"slices"
	"strconv"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
)

func (in *MarkInput) isDocument() bool { return slices.Contains(documents, in.Grid.Format) }

// paragraphPlace is how findings name a paragraph.
func (in *MarkInput) paragraphPlace(p grid.Paragraph) string {
	if in.Grid.Format == "txt" {
		return "L" + strconv.Itoa(p.Number)
	}
	return "P" + strconv.Itoa(p.Number)
}

// behind tells that a paragraph comes after the last table. In the copy it stands
// below that table: it is where the form is signed.
func (in *MarkInput) behind(p grid.Paragraph) bool {
	return p.Text != "" && len(in.Grid.Sheets) > 0 && p.Before >= len(in.Grid.Sheets)
}

// apart are the paragraphs that get a sheet of their own.
func (in *MarkInput) apart() []grid.Paragraph {
	return slices.DeleteFunc(slices.Clone(in.Grid.Paragraphs), func(p grid.Paragraph) bool { return p.Text == "" || in.behind(p) })
}

// below gives the texts behind the last table, by their rows in the copy of its sheet.
func (in *MarkInput) below(s *grid.Sheet) map[int]grid.Paragraph {
	out := map[int]grid.Paragraph{}
	if len(in.Grid.Sheets) == 0 || s != in.Grid.Sheets[len(in.Grid.Sheets)-1] {
		return out
	}
	row := 1
	for _, c := range s.Cells {
		row = max(row, c.Row+2)
	}
	for _, p := range in.Grid.Paragraphs {
		if in.behind(p) {
			out[row] = p
			row++
		}
	}
	return out
}

// prose is the sheet with the text that stands in no table, and with what did not fit its cell.
func (c *copyist) prose() sheet {
	s := sheet{name: c.in.Layout.Returned.Prose, widths: []float64{14, 100}, colours: map[string]finding.Severity{}}
	for i, p := range c.in.apart() {
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
	if !in.isDocument() {
		return nil
	}
	return slices.DeleteFunc(graver(in.Findings), func(f finding.Finding) bool { return !slices.Contains(f.Cells, place) })
}

// proseCell is the cell on the sheet of prose of the paragraph that a finding is about, "" for
// one about anything else.
func (in *MarkInput) proseCell(f finding.Finding) string {
	if len(f.Cells) == 0 || !in.isDocument() {
		return ""
	}
	i := slices.IndexFunc(in.apart(), func(p grid.Paragraph) bool { return in.paragraphPlace(p) == f.Cells[0] })
	if i < 0 {
		return ""
	}
	return ref(i+1, 2)
}

func (c *copyist) proseRow(place, text string) row {
	return row{cells: []cell{{text: place, style: c.in.Layout.centre(), keep: true}, {text: text, style: c.in.Layout.body()}}}
}
