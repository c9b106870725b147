package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// byContent settles by what stands in them the columns that their words leave open: a status that
// is written where a progress belongs, a 时间 of the unit's, and, where the sheet has no column
// for the report or the status, the one unknown column that holds nothing else.
func (s *sheetReader) byContent(h *head) {
	rows := s.taskRows(h)
	if len(rows) == 0 {
		return
	}
	_, status := h.at(FieldStatus)
	status = status || len(h.ticks) > 0
	if !status {
		status = s.statusAsProgress(h, rows)
	}
	for i := range h.columns {
		if c := &h.columns[i]; c.field == "" && c.match.maybe == FieldDate {
			if _, dated := h.at(FieldDate); !dated && s.holdsDays(h, c.col, rows) {
				c.field = FieldDate
			}
		}
	}
	if _, text := h.at(FieldProgressText); !text {
		s.onlyOne(h, FieldProgressText, func(col int) bool { return s.holdsReports(h, col, rows) })
	}
	if !status {
		s.onlyOne(h, FieldStatus, func(col int) bool { return s.holdsStatuses(h, col, rows) })
	}
}

// taskRows are the numbers of the rows below a header that have a task or a number.
func (s *sheetReader) taskRows(h *head) []int {
	var cols []int
	for _, field := range []string{FieldTask, FieldID, FieldRequirement} {
		if col, ok := h.at(field); ok {
			cols = append(cols, col)
		}
	}
	var out []int
	s.sheet.EachRow(func(number int, cells []grid.Cell) bool {
		first := slices.IndexFunc(cells, func(c grid.Cell) bool { return !value.Blank(c.Text) })
		if number <= h.end || first < 0 || s.signsOrNotes(&cells[first]) || s.isTotalWord(cells[first].Text) {
			return true
		}
		if slices.ContainsFunc(cols, func(col int) bool {
			c := s.applying(number, col, h.end)
			return c != nil && !value.Blank(c.Text)
		}) {
			out = append(out, number)
		}
		return true
	})
	return out
}

// texts are what a column holds in the rows.
func (s *sheetReader) texts(h *head, col int, rows []int) []string {
	var out []string
	for _, row := range rows {
		if c := s.applying(row, col, h.end); c != nil && !value.Blank(c.Text) {
			out = append(out, c.Text)
		}
	}
	return out
}

// onlyOne gives the field to the one unknown column that fits; none when several do.
func (s *sheetReader) onlyOne(h *head, field string, fits func(col int) bool) {
	found := -1
	for i, c := range h.columns {
		if c.field != "" || c.name == "" || len(c.match.fields) > 0 || c.match.plain == "" || c.match.maybe != "" || h.isTick(c.col) ||
			slices.ContainsFunc(s.spec.layout.NotByContent, func(w string) bool { return w != "" && strings.Contains(c.match.plain, value.Fold(w)) }) || !fits(c.col) {
			continue
		}
		if found >= 0 {
			return
		}
		found = i
	}
	if found >= 0 {
		h.columns[found].field, h.columns[found].guessed = field, true
	}
}

// worded tells that a text is a status in words, not a mere share or mark.
func (s *Spec) worded(text string) bool {
	status := s.StatusOf(text)
	return status != "" && status != UnknownStatus && utf8.RuneCountInString(value.Squeeze(text)) > 1 && value.ParsePercent(text).Kind == "bad"
}

// statusAsProgress takes a column for the progress as that of the status, where the sheet has no
// other and most of its cells are one: 正在推进，完成54%.
func (s *sheetReader) statusAsProgress(h *head, rows []int) bool {
	i := slices.IndexFunc(h.columns, func(c headColumn) bool { return c.field == FieldProgress })
	if i < 0 {
		return false
	}
	words := 0
	texts := s.texts(h, h.columns[i].col, rows)
	for _, t := range texts {
		if s.spec.worded(t) {
			words++
		}
	}
	if 2*words <= len(texts) {
		return false
	}
	h.columns[i].field = FieldStatus
	return true
}

// holdsStatuses tells that every cell of a column is a status in words, in most of the rows.
func (s *sheetReader) holdsStatuses(h *head, col int, rows []int) bool {
	texts := s.texts(h, col, rows)
	return 2*len(texts) > len(rows) && !slices.ContainsFunc(texts, func(t string) bool { return !s.spec.worded(t) })
}

// minReport is how many characters make a text a report rather than a word.
const minReport = 10

// holdsReports tells that long texts stand in most of the rows, different ones, and none of the
// official table's.
func (s *sheetReader) holdsReports(h *head, col int, rows []int) bool {
	long, seen := 0, map[string]bool{}
	for _, t := range s.texts(h, col, rows) {
		plain := plainText(t)
		if s.items.isOfficial(plain) {
			return false
		}
		if utf8.RuneCountInString(plain) >= minReport && len(linksIn(&grid.Cell{Text: t})) == 0 {
			long++
			seen[plain] = true
		}
	}
	return 2*long > len(rows) && 2*len(seen) > long
}

// isOfficial tells that a text is a title or requirement of the table, or begins like one.
func (it *items) isOfficial(plain string) bool {
	if utf8.RuneCountInString(plain) < minPart {
		return false
	}
	return slices.ContainsFunc(it.known, func(k known) bool {
		if strings.Contains(k.title, plain) || strings.Contains(k.text, plain) {
			return true
		}
		return utf8.RuneCountInString(k.text) >= minShared && strings.HasPrefix(plain, string([]rune(k.text)[:minShared]))
	})
}

// holdsDays tells that a column to the right of one of the unit's holds days that have been, and
// no deadlines.
func (s *sheetReader) holdsDays(h *head, col int, rows []int) bool {
	if !slices.ContainsFunc(h.columns, func(c headColumn) bool { return c.col < col && s.spec.units(c.field) || h.isTick(c.col) && c.col < col }) {
		return false
	}
	days, texts := 0, 0
	for _, row := range rows {
		c := s.applying(row, col, h.end)
		if c == nil || value.Blank(c.Text) {
			continue
		}
		texts++
		d := s.spec.date(c, s.ctx.Year)
		if strings.HasSuffix(strings.Trim(value.Fold(c.Text), closing), "前") {
			return false
		}
		if d.ISO != "" && (s.ctx.Round.AsOf == "" || d.ISO <= s.ctx.Round.AsOf) {
			days++
		}
	}
	return days > 0 && 2*days > texts
}
