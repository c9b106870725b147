package ledger

import "zwgk/pkg/finding"

// Places finds the entries that cells of the sheets belong to: tables side by side have several
// in one row.
type Places struct {
	cells map[finding.Place][]int
	rows  map[sheetRow][]int
	list  []Entry
}

type sheetRow struct {
	file, sheet string
	row         int
}

// Places indexes the entries as they are; rows that the office filled in have no place.
func (l *Ledger) Places() *Places {
	p := &Places{map[finding.Place][]int{}, map[sheetRow][]int{}, l.Entries}
	for i := range l.Entries {
		s := &l.Entries[i].Source
		if s.Row == 0 {
			continue
		}
		k := sheetRow{s.File, s.Sheet, s.Row}
		p.rows[k] = append(p.rows[k], i)
		for _, cell := range s.Cells {
			at := finding.Place{File: s.File, Sheet: s.Sheet, Cell: cell}
			if have := p.cells[at]; len(have) == 0 || have[len(have)-1] != i {
				p.cells[at] = append(have, i)
			}
		}
	}
	return p
}

// At is the entry of a cell: the one of its row that has the cell, else another that has it (of
// cells merged over several rows), else the only one of the row. It is nil for a cell that
// belongs to none, or to nobody knows which.
func (p *Places) At(at finding.Place) *Entry {
	row := finding.RowOf(at.Cell)
	having := p.cells[at]
	for _, i := range having {
		if p.list[i].Source.Row == row {
			return &p.list[i]
		}
	}
	if len(having) > 0 {
		return &p.list[having[0]]
	}
	if in := p.rows[sheetRow{at.File, at.Sheet, row}]; len(in) == 1 {
		return &p.list[in[0]]
	}
	return nil
}

// Of lists the entries that a finding is about, each once, in the order of its cells.
func (p *Places) Of(f finding.Finding) []*Entry {
	var out []*Entry
	seen := map[*Entry]bool{}
	for _, cell := range f.Cells {
		if e := p.At(finding.Place{File: f.File, Sheet: f.Sheet, Cell: cell}); e != nil && !seen[e] {
			seen[e] = true
			out = append(out, e)
		}
	}
	return out
}
