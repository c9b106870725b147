package tasktable

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/value"
)

// begin starts the table with what stands above its header.
func (b *builder) begin(a area, headerRow int) {
	lines := b.spec.apart(linesAbove(a, headerRow))
	b.aboveHeader(a, headerRow)
	name := strings.TrimSuffix(filepath.Base(b.file), filepath.Ext(b.file))
	title := b.spec.titleOf(lines)
	if title == "" { // above another table
		title = b.spec.titleOf(b.earlier)
	}
	for _, other := range []string{a.sheet, name} {
		if title == "" && b.spec.titleWord(other) {
			title = other
		}
	}
	year := cmp.Or(yearIn(title), yearAbove(lines), yearAbove(b.earlier), yearIn(a.sheet), yearIn(name), b.known.Year)
	b.table = &Table{Title: title, Year: year, Chapters: []Chapter{}, Findings: []finding.Finding{}}
	b.deadlines.year = year
	if issued, number := documentYear(lines); year == 0 && issued != 0 {
		b.impliedYear(issued, "", number)
	}
	b.sheetHeading(a.sheet)
	for _, line := range trailingHeadings(lines, b.spec) {
		b.headingRow(line)
	}
}

// trailingHeadings are the headings directly above a table: a document may
// have a table for each chapter.
func trailingHeadings(lines []string, spec *Spec) []string {
	start := len(lines)
	for start > 0 && (empty(lines[start-1]) || spec.isHeading(lines[start-1]) && headline(lines[start-1])) {
		start--
	}
	return lines[start:]
}

// sheetHeading takes in the name of a sheet when it is a heading: each chapter may
// have a sheet of its own.
func (b *builder) sheetHeading(name string) {
	if h, ok := b.spec.headingOf(name); ok && h.title != "" {
		b.headingRow(name)
	}
}

// headingsAbove takes in the headings between the table before and the header row.
func (b *builder) headingsAbove(a area, headerRow int) {
	b.aboveHeader(a, headerRow)
	b.sheetHeading(a.sheet)
	lines := b.spec.apart(linesAbove(a, headerRow))
	b.fresh = a.sheet != "" && b.spec.titleWord(b.spec.titleOf(lines))
	if !slices.ContainsFunc(lines, b.spec.isHeading) && a.sheet != "" {
		if title := b.spec.titleOf(a.above); b.spec.titleWord(title) {
			b.otherTitle(title)
		} else if len(b.table.Chapters) > 0 {
			b.otherTitle(b.spec.captionOf(a.above))
		}
	}
	for _, line := range lines {
		b.headingRow(line)
	}
}

// captionOf is the line directly above a table that names it: 日常工作.
func (s *Spec) captionOf(lines []string) string {
	const longest = 24 // characters
	for _, line := range slices.Backward(lines) {
		if line = joinLines(line); line == "" || s.NotTitle.match(line) {
			continue
		}
		if len([]rune(line)) > longest || !headline(line) || strings.ContainsAny(line, "：:，,") || s.Continued.match(line) || s.Notes.match(line) {
			return ""
		}
		return line
	}
	return ""
}

// otherTitle begins a chapter with the title of a further table, unless it is the
// first one's once more.
func (b *builder) otherTitle(title string) {
	title = b.headingTitle(title)
	if f := value.Fold(title); f != "" && !strings.Contains(value.Fold(b.table.Title), f) && !strings.Contains(f, value.Fold(b.table.Title)) {
		b.open(heading{level: colChapter, title: title})
	}
}

// linesAbove are the texts above a header row.
func linesAbove(a area, headerRow int) []string {
	lines := slices.Clone(a.above)
	for _, r := range a.rows[:headerRow] {
		for _, c := range r.own() {
			lines = append(lines, r.cells[c].text)
		}
	}
	return lines
}

// titled tells whether anything above the table calls it a task table.
func (b *builder) titled(a area, below int) bool {
	name := strings.TrimSuffix(filepath.Base(b.file), filepath.Ext(b.file))
	return slices.ContainsFunc(append(linesAbove(a, below), a.sheet, name), b.spec.titleWord)
}
