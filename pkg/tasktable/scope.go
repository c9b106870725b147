package tasktable

import (
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// scopes is what a list says once for all tasks below a heading, in a line below it or in a
// bracket behind it: the units and the times, of a chapter and of a section.
type scopes struct {
	level            string // of the heading that is open, "" before the first
	chapter, section *row
	of               map[*row][2]*row // what holds for a task: the section first
}

// enter opens a heading of a level.
func (s *scopes) enter(level string) {
	s.level, s.section = level, &row{cells: map[int]cell{}}
	if level == colChapter {
		s.chapter = &row{cells: map[int]cell{}}
	}
}

// said is where to put what is said of the open heading.
func (s *scopes) said() *row {
	if s.level == colChapter {
		return s.chapter
	}
	return s.section
}

// saysUnits tells whether the open headings name units.
func (s *scopes) saysUnits() bool {
	for _, r := range []*row{s.section, s.chapter} {
		if r != nil && r.text(listUnits) != "" {
			return true
		}
	}
	return false
}

// hold remembers what holds for a row.
func (s *scopes) hold(r *row) {
	if s.level == "" {
		return
	}
	if s.of == nil {
		s.of = map[*row][2]*row{}
	}
	s.of[r] = [2]*row{s.section, s.chapter}
}

// spread gives the tasks that say nothing of their own what is said of all.
func (s *scopes) spread(rows []*row) {
	for _, r := range rows {
		for _, col := range []int{listUnits, listDeadline} {
			for _, scope := range s.of[r] {
				if scope == nil {
					continue
				}
				c, said := scope.cells[col]
				if _, own := r.cells[col]; said && !own {
					c.inherited = true
					r.cells[col] = c
				}
			}
		}
	}
}

// general makes notes of what is no task: the points below a heading like 保障措施 none of
// which says whose it is, a task of such a name, and headings with nothing below them.
func (r *listReader) general() {
	level, tasks := r.topLevel(), 0
	for i := len(r.rows) - 1; i >= 0; i-- {
		row := r.rows[i]
		top := r.isTop(row, level)
		_, name, _ := r.spec.taskNumber(row.text(1))
		general := r.spec.General.match(value.Squeeze(name))
		switch {
		case top && (tasks == 0 || general && !anyUnits(r.below(i, level))):
			for _, x := range r.below(i, level) {
				x.asNote()
			}
		case !row.loose && general && !anyUnits(r.rows[i:i+1]):
			row.asNote()
		case !row.loose:
			tasks++
		}
		if top {
			tasks = 0
		}
	}
}

// topLevel is the level of the highest headings.
func (r *listReader) topLevel() string {
	if slices.ContainsFunc(r.rows, func(x *row) bool { return r.isTop(x, colChapter) }) {
		return colChapter
	}
	return colSection
}

func (r *listReader) isTop(x *row, level string) bool {
	if x.heading != nil {
		return x.heading.level == level
	}
	h, ok := r.spec.headingOf(x.text(1))
	return ok && x.loose && h.level == level
}

// below gives the rows from a heading to the next of its level.
func (r *listReader) below(from int, level string) []*row {
	for i, x := range r.rows[from+1:] {
		if r.isTop(x, level) {
			return r.rows[from : from+1+i]
		}
	}
	return r.rows[from:]
}

func anyUnits(rows []*row) bool {
	for _, r := range rows {
		if _, has := r.cells[listUnits]; has {
			return true
		}
	}
	return false
}

// asNote makes a row one that is no task and no heading.
func (r *row) asNote() {
	var texts []string
	first := r.cells[r.own()[0]]
	for _, col := range r.own() {
		texts = append(texts, r.cells[col].text)
	}
	first.text, first.width = strings.Join(texts, "。"), wholeRow
	r.loose, r.note, r.heading, r.cells = true, true, nil, map[int]cell{1: first}
}
