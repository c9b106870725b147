package tasktable

import (
	"cmp"
	"strings"
	"unicode"

	"zwgk/pkg/value"
)

// inferHeader tells by their content what the columns of a table without a header
// mean: which counts, which holds units, times, titles and long texts. ok is false
// when it does not look like a task table.
func (s *Spec) inferHeader(rows []*row, n *names) (h *header, ok bool) {
	h = &header{meaning: map[int]string{}, label: map[int]string{}, body: rows}
	for _, r := range rows {
		for c, cell := range r.cells {
			if cell.width == 1 {
				h.last = max(h.last, c)
			}
		}
	}
	s.guess(h, rows, n)
	return h, h.isTable()
}

// guess gives the columns that no word tells anything of a meaning by their content.
func (s *Spec) guess(h *header, rows []*row, n *names) {
	columns := map[int][]string{}
	for _, r := range rows {
		if own := r.own(); len(own) == 1 && s.isHeading(r.cells[own[0]].text) {
			continue
		}
		for c, cell := range r.cells {
			if cell.width == 1 && !cell.inherited {
				columns[c] = append(columns[c], cell.text)
			}
		}
	}
	var prose []int
	for c := 1; c <= h.last; c++ {
		if h.meaning[c] == "" && !(h.label[c] != "" && s.isOther(h.label[c])) && s.inferColumn(h, c, columns[c], rows, n) {
			prose = append(prose, c)
		}
	}
	if h.col(colTask)+h.col(colRequirement) == 0 {
		s.proseColumns(h, columns, prose)
	}
}

// inferColumn gives a column of numbers, units or times its meaning; prose tells that
// it may hold titles or requirements.
func (s *Spec) inferColumn(h *header, c int, texts []string, rows []*row, n *names) (prose bool) {
	const fewest = 3 // rows of a table without a header
	label := h.label[c]
	switch {
	case len(texts) < fewest && label == "", len(texts) == 0:
	case h.col(colNumber) == 0 && counting(rows, c):
		h.meaning[c] = colNumber
	case most(texts, func(t string) bool { return s.onlyUnits(t, n) }):
		role := s.roleMark(label)
		if h.col(role) > 0 && label == "" {
			role = colCooperating
		}
		if h.col(role) == 0 {
			h.infer(c, role)
		}
	case most(texts, s.onlyTime):
		if h.col(colDeadline) == 0 && (label == "" || s.marksDeadline(label)) {
			h.infer(c, colDeadline)
			h.label[c] = cmp.Or(label, s.Columns[colDeadline][0])
		}
	default:
		return true
	}
	return false
}

// isWords tells whether a row is a header whose words may not be known: several short
// texts and no number, one of them a header word or none of them a time or units.
func (s *Spec) isWords(r *row, n *names) bool {
	const fewest, longest = 3, 12 // columns, characters
	own, known, filled := r.own(), false, false
	for _, c := range own {
		text := value.Squeeze(r.cells[c].text)
		if _, number := columnNumber(text); number || len([]rune(text)) > longest {
			return false
		}
		times, _ := s.timesIn(text)
		known = known || s.isWord(text)
		filled = filled || times > 0 || s.onlyUnits(text, n)
	}
	return len(own) >= fewest && (known || !filled)
}

// isHeaderRow tells whether several of the texts of a row are header words.
func (s *Spec) isHeaderRow(r *row) bool {
	const fewest = 2
	words := 0
	for _, c := range r.own() {
		if s.isWord(r.cells[c].text) {
			words++
		}
	}
	return words >= fewest
}

// counts: the rows are numbered from 1 on, each is about something else, and they say what
// is required or when. That is a task table although nothing calls it so.
func (h *header) counts(rows []*row) bool {
	n, ok := columnNumber(rows[0].text(h.col(colNumber)))
	titles := map[string]bool{}
	for _, t := range texts(rows, h.col(colTask)) {
		if titles[value.Fold(t)] {
			return false
		}
		titles[value.Fold(t)] = true
	}
	return h.col(colNumber) > 0 && ok && n == 1 && h.col(colRequirement)+h.col(colDeadline) > 0
}

// proseColumns: the column with the longest texts has the requirements, the one
// before it the titles; a single one the titles.
func (s *Spec) proseColumns(h *header, columns map[int][]string, prose []int) {
	longest, length := 0, 0
	words := func(t string) bool {
		return strings.IndexFunc(t, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
	}
	for _, c := range prose {
		if !most(columns[c], words) { // telephone numbers, links
			continue
		}
		if n := meanLength(columns[c]); n > length {
			longest, length = c, n
		}
	}
	const sentence = 8 // characters; shorter texts are names, telephones and marks
	if length < sentence {
		return
	}
	for _, c := range prose {
		if c < longest {
			h.infer(c, colTask)
			h.infer(longest, colRequirement)
			return
		}
	}
	h.infer(longest, colTask)
}

func meanLength(texts []string) int {
	sum := 0
	for _, t := range texts {
		sum += len([]rune(t))
	}
	return sum / max(len(texts), 1)
}

// most: four of five.
func most(texts []string, is func(string) bool) bool {
	n := 0
	for _, t := range texts {
		if is(t) {
			n++
		}
	}
	return 5*n >= 4*len(texts)
}

func (s *Spec) onlyUnits(text string, n *names) bool {
	var lists unitLists
	n.read(text, colResponsible, &lists)
	units := append(append(lists.lead, lists.responsible...), lists.cooperating...)
	for _, u := range units {
		if _, collective := s.Collective(u); !collective && !n.complete(u) || strings.ContainsAny(u, "。，") {
			return false
		}
	}
	return len(units) > 0
}

func (s *Spec) onlyTime(text string) bool {
	const spare = 4 // characters besides: 前完成, 上报
	times, rest := s.timesIn(text)
	return times > 0 && len([]rune(rest)) <= spare
}

// timesIn counts the times in a text, and gives what else stands there, without spaces.
func (s *Spec) timesIn(text string) (times int, rest string) {
	const anyYear = 2000
	found, _ := deadlineReader{words: &s.Deadlines, year: anyYear}.read(strings.TrimSpace(text), true)
	rest = value.Squeeze(text)
	for _, d := range found {
		rest = strings.Replace(rest, value.Squeeze(d.Text), "", 1)
	}
	return len(found), rest
}
