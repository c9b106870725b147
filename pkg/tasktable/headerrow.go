package tasktable

import (
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// lower takes another row into a header.
func (s *Spec) lower(h *header, r *row) {
	h.rows = append(h.rows, r)
	for c, l := range labels(r) {
		if role := s.markedRole(h.label[c], l); role != "" {
			h.label[c] = l
			h.told = append(h.told, toldColumn{c, role})
			continue
		}
		switch {
		case s.isOwnWord(l) || !s.isOwnWord(h.label[c]):
			h.label[c] = l
		case !strings.Contains(h.label[c], l) && !empty(r.text(c)): // 部门 under 牵头部门及责任人 says nothing new
			h.dropped = append(h.dropped, r.cells[c])
		}
	}
	s.interpret(h)
	for _, t := range h.told {
		if h.meaning[t.col] == t.role && !slices.Contains(h.inferred, t.col) {
			h.inferred = append(h.inferred, t.col)
		}
	}
}

// toldColumn is a column whose role a mark in its word tells, below a word for units.
type toldColumn struct {
	col  int
	role string
}

// markedRole is the role that a word which is none of the spec's has below one for units:
// 协作方 below 责任单位 cooperates, 主体 has the role of the word above. It is "" for a word
// of the spec's, and for one that the word above says too.
func (s *Spec) markedRole(group, word string) string {
	m, _, _ := s.meaningOf(group)
	units := m == colResponsible || m == colLead || m == colCooperating
	if !units || s.isOwnWord(word) || strings.Contains(group, word) {
		return ""
	}
	if role := s.roleMark(word); role != colResponsible {
		return role
	}
	return m
}

// labels gives the header words of a row by column; one that is merged over
// several columns stands over each.
func labels(r *row) map[int]string {
	out := map[int]string{}
	for _, c := range r.own() {
		const widest = 64 // columns of a table
		for i := range min(r.cells[c].width, widest) {
			out[c+i] = value.Squeeze(r.cells[c].text)
		}
	}
	return out
}

// secondRow tells whether next is the lower half of a header whose upper half
// is r: 责任分工 over 牵头单位 and 配合单位.
func (s *Spec) secondRow(r, next *row) bool {
	if s.mergedDown(r, next) || s.unmergedHalf(r, next) || len(r.own()) > 1 && next.number == r.number+1 && s.onlyWords(next) && s.mergedInto(r, next) {
		return true
	}
	split := slices.ContainsFunc(r.own(), func(c int) bool { return r.cells[c].width > 1 && r.cells[c].width < wholeRow })
	if !split || len(r.own()) < 2 || next.number != r.number+1 || !slices.ContainsFunc(r.own(), func(c int) bool { return s.isWord(r.cells[c].text) }) {
		return false
	}
	if s.mergedInto(r, next) {
		return true
	}
	named := 0
	for _, c := range next.own() {
		const longest = 12 // characters of a header word
		if len([]rune(value.Squeeze(next.cells[c].text))) > longest {
			return false
		}
		if m, _, exact := s.meaningOf(next.cells[c].text); m != "" && exact {
			named++
		}
	}
	return named > 0
}

// mergedDown tells whether a cell of a header's row is merged down into the next, in which
// nothing but short words stand.
func (s *Spec) mergedDown(r, next *row) bool {
	const longest = 12 // characters of a header word
	down := false
	for _, c := range next.cells {
		_, number := columnNumber(c.text)
		_, _, task := s.Numbering.Task.number(c.text)
		if !c.inherited && (number || task || s.isHeading(c.text) || len([]rune(value.Squeeze(c.text))) > longest) {
			return false
		}
		down = down || c.inherited
	}
	return down && next.number == r.number+1 && len(next.own()) > 0
}

// unmergedHalf tells whether next is the lower half of a header whose cells are not
// merged, as in a CSV file: what stands in it are header words, some of them under
// nothing, and the one before it stands under another word.
func (s *Spec) unmergedHalf(r, next *row) bool {
	const fewest = 2
	own := next.own()
	if len(r.own()) < fewest || len(own) < fewest || next.number != r.number+1 {
		return false
	}
	free := 0
	for _, c := range own {
		if empty(r.text(c)) {
			free++
		}
	}
	if !s.onlyWords(next) && !s.underGroups(r, next) {
		return false
	}
	return free > 0 && free < len(own) && slices.ContainsFunc(r.own(), func(c int) bool { return s.isWord(r.cells[c].text) })
}

// underGroups tells whether all that stands in a row is short and lies under groups:
// 推进计划 over 一季度, 二季度 and so on, of which all but the first stand under nothing.
func (s *Spec) underGroups(r, next *row) bool {
	const longest = 8 // characters
	for i, c := range next.own() {
		text := value.Squeeze(next.cells[c].text)
		first := i == 0 || next.own()[i-1] != c-1
		if _, number := value.Number(text); number || len([]rune(text)) > longest {
			return false
		}
		const word = 4 // characters: 目标, 一季度
		if times, _ := s.timesIn(text); times == 0 && !s.isOwnWord(text) && len([]rune(text)) > word {
			return false
		}
		m, _, _ := s.meaningOf(r.text(c))
		if free := empty(r.text(c)); free == first && !(first && m == "") || m != "" && m != colDeadline {
			return false
		}
	}
	return true
}

// dividesUnits tells whether a row below a header whose words may not be known divides
// columns of it: what stands in it is short, no unit and no time, one of it under a word
// that goes over several columns and none of it under a title or a requirement. No
// first row of a table is without both.
func (s *Spec) dividesUnits(h *header, next *row, n *names) bool {
	const longest = 8 // characters
	r := h.rows[len(h.rows)-1]
	if h.col(colTask)+h.col(colRequirement) == 0 || next.number != r.number+1 || len(r.own()) < 2 || len(next.own()) < 2 {
		return false
	}
	spread := false
	for _, c := range next.own() {
		text := value.Squeeze(next.cells[c].text)
		times, _ := s.timesIn(text)
		_, number := value.Number(text)
		switch h.meaning[c] {
		case colLead, colResponsible, colCooperating, colDeadline, "":
		default:
			return false
		}
		_, _, task := s.Numbering.Task.number(text)
		if number || task || c < h.col(colTask) || times > 0 || len([]rune(text)) > longest || s.isHeading(text) || !s.isOwnWord(text) && !strings.Contains(h.label[c], text) && s.onlyUnits(text, n) {
			return false
		}
		spread = spread || h.label[c] == "" || c > 1 && h.label[c] == h.label[c-1]
	}
	return spread
}

// onlyWords tells whether a row has short header words only, half of them exact.
func (s *Spec) onlyWords(r *row) bool {
	const longest = 12 // characters of a header word
	own, exact := r.own(), 0
	for _, c := range own {
		text := r.cells[c].text
		if !s.isOwnWord(text) || len([]rune(value.Squeeze(text))) > longest {
			return false
		}
		if s.isWord(text) {
			exact++
		}
	}
	return exact > 0 && 2*exact >= len(own)
}

// mergedInto tells whether all cells of the upper row but wide ones are merged down into
// the next, whose own cells are short and lie under the wide ones.
func (s *Spec) mergedInto(r, next *row) bool {
	const longest = 12 // characters of a header word
	for _, c := range next.own() {
		if len([]rune(value.Squeeze(next.cells[c].text))) > longest || !underWide(r, c) {
			return false
		}
	}
	for _, c := range r.own() {
		if r.cells[c].width == 1 && !next.cells[c].inherited {
			return false
		}
	}
	return len(next.own()) > 0
}

// underWide tells whether a column lies under a cell of a row that is merged over several.
func underWide(r *row, col int) bool {
	return slices.ContainsFunc(r.own(), func(c int) bool { return c <= col && col < c+r.cells[c].width && r.cells[c].width > 1 })
}

// repeated tells whether a row is the header once more, as on a new page; one of four
// words and more may be another.
func (h *header) repeated(r *row) bool {
	return slices.ContainsFunc(h.rows, func(head *row) bool {
		cols := head.own()
		if !slices.Equal(cols, r.own()) {
			return false
		}
		others := 0
		for _, c := range cols {
			if value.Fold(head.cells[c].text) != value.Fold(r.cells[c].text) {
				others++
			}
		}
		return others == 0 || others == 1 && len(cols) >= 4
	})
}
