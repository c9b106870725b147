package workbook

import (
	"errors"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
)

var errDiffers = errors.New("the marked copy does not read like the original")

// verify reads the marked copy and compares it with what was sent: every value,
// merge and comment must still be there, and every mark must show.
func (in *MarkInput) verify(data []byte, places map[string]map[string][]finding.Finding) error {
	copied := grid.Read("copy.xlsx", data, grid.Limits{})
	if copied.Err != nil {
		return copied.Err
	}
	earlier := in.earlierPage()
	n := 1 // behind our own sheet
	for _, s := range in.Grid.Sheets {
		if s.Name == earlier {
			continue
		}
		if n >= len(copied.Sheets) || !in.sameSheet(s, copied.Sheets[n], places[s.Name]) {
			return errDiffers
		}
		n++
	}
	return nil
}

func (in *MarkInput) sameSheet(sent, back *grid.Sheet, marks map[string][]finding.Finding) bool {
	if sent.Name != back.Name || sent.Visible != back.Visible || len(sent.Merged) != len(back.Merged) {
		return false
	}
	cells, comments := map[[2]int]grid.Cell{}, map[string]string{}
	for _, c := range back.Cells {
		cells[[2]int{c.Row, c.Col}] = c
		comments[ref(c.Row, c.Col)] = c.Comment()
	}
	for _, c := range sent.Cells {
		b := cells[[2]int{c.Row, c.Col}]
		if b.Text != c.Text || b.Raw != c.Raw || b.Type != c.Type || b.Formula != c.Formula || b.Link() != c.Link() {
			return false
		}
		own, _, _ := strings.Cut(c.Comment(), in.Layout.Returned.Mark)
		if !strings.Contains(b.Comment(), strings.TrimSpace(own)) {
			return false
		}
		delete(cells, [2]int{c.Row, c.Col})
	}
	for _, extra := range cells {
		if extra.Text != "" {
			return false
		}
	}
	for at := range marks {
		if text, read := comments[at]; read && len(marks) <= maxComments && !strings.Contains(text, in.Layout.Returned.Mark) {
			return false // an empty cell may not be read at all, comment or not
		}
	}
	return true
}
