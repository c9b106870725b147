package tasktable

import "strings"

// A table may have no column for units: they stand within the requirements, behind a
// label or in a bracket. 公布目录。责任单位：县财政局。完成时限：6月底前。 They and the times
// become columns behind the last.

// findInline tells whether a table is such a one, and then gives its rows so.
func (s *Spec) findInline(h *header, rows []*row, n *names) []*row {
	col := h.col(colRequirement)
	if col == 0 {
		col = h.col(colTask)
	}
	if col == 0 || len(h.rows[0].own()) < 2 || h.col(colLead)+h.col(colResponsible)+h.col(colCooperating) > 0 {
		return rows
	}
	r := s.newListReader(n)
	cells, with := texts(rows, col), 0
	for _, t := range cells {
		if r.namesUnits(t) {
			with++
		}
	}
	if 2*with < len(cells) || with == 0 {
		return rows
	}
	h.inline = col
	units, times := h.last+1, h.last+2
	h.last += 2
	h.meaning[units], h.label[times] = colResponsible, s.Columns[colDeadline][0]
	if h.col(colDeadline) == 0 {
		h.meaning[times] = colDeadline
	}
	return s.inlined(h, rows, n)
}

// inlined gives the rows with the units and times in columns of their own. A cell of
// several paragraphs each of which says whose it is makes several items.
func (s *Spec) inlined(h *header, rows []*row, n *names) []*row {
	if h.inline == 0 {
		return rows
	}
	r := s.newListReader(n)
	var out []*row
	for _, x := range rows {
		out = append(out, x)
		c, ok := x.cells[h.inline]
		if !ok || c.inherited || len(x.own()) < 2 || h.repeated(x) {
			continue
		}
		parts := []string{c.text}
		if h.col(colTask) > 0 && h.inline != h.col(colTask) {
			parts = r.paragraphsWithUnits(c.text)
		}
		for i, text := range parts {
			if i > 0 {
				x = &row{number: x.number, cells: map[int]cell{}}
				out = append(out, x)
			}
			r.open = &row{cells: map[int]cell{}}
			r.whole(text, x.number)
			for from, to := range map[int]int{listRequirement: h.inline, listUnits: h.last - 1, listDeadline: h.last} {
				part := c
				part.text = r.open.text(from)
				x.cells[to] = part
			}
		}
	}
	return out
}

// whole takes in a text: first what is required, then the lines that begin with a label,
// and the brackets at the ends of others.
func (r *listReader) whole(text string, number int) {
	var prose, labelled []string
	for _, line := range strings.Split(text, "\n") {
		if r.labelled(line) {
			labelled = append(labelled, strings.TrimSpace(line))
			continue
		}
		rest, whose := r.whose(line)
		prose, labelled = append(prose, rest), append(labelled, whose...)
	}
	r.prose(strings.TrimSpace(strings.Join(prose, "\n")), number)
	for _, line := range labelled {
		r.clauses(line, number)
	}
}

// paragraphsWithUnits divides a text behind the paragraphs that end with units in a
// bracket, and behind lines of labels; what follows the last stays with it.
func (r *listReader) paragraphsWithUnits(text string) []string {
	var out, lines []string
	for _, line := range strings.Split(text, "\n") {
		lines = append(lines, r.parts(line)...)
	}
	ended := true
	for i, line := range lines {
		if len(out) == 0 || ended && !r.labelled(line) && r.anyUnits(lines[i:]) {
			out = append(out, line)
		} else {
			out[len(out)-1] += "\n" + line
		}
		_, _, bracket := r.lastBracket(line)
		ended = bracket || r.labelled(line)
	}
	return out
}

func (r *listReader) anyUnits(lines []string) bool {
	for _, l := range lines {
		if _, _, bracket := r.lastBracket(l); bracket || r.labelled(l) {
			return true
		}
	}
	return false
}

// namesUnits tells whether a text says whose it is, behind a label or in the bracket at its
// end.
func (r *listReader) namesUnits(text string) bool {
	_, _, inBracket := r.lastBracket(text)
	return r.labelled(text) || r.spec.label.MatchString(text) || inBracket
}
