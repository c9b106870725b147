package tasktable

import (
	"regexp"
	"slices"

	"zwgk/pkg/value"
)

// yearAbove is the year that the lines above the table name, the nearest first.
func yearAbove(lines []string) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if line := joinLines(lines[i]); headline(line) {
			if y := yearIn(line); y != 0 {
				return y
			}
		}
	}
	return 0
}

// documentNumber is the year in the number of an official document: 〔2020〕12号
// (GB/T 9704-2012, 7.2.5).
var documentNumber = regexp.MustCompile(`[〔\[【（(]\s*((?:19|20)[0-9]{2})\s*[〕\]】）)]\s*第?\s*[0-9]+\s*号`)

// documentYear finds that year in the lines above the table.
func documentYear(lines []string) (year int, written string) {
	for _, line := range lines {
		if m := documentNumber.FindStringSubmatch(line); m != nil {
			year, _ = value.Number(m[1])
			return year, value.Squeeze(m[0])
		}
	}
	return 0, ""
}

// implyYear gives a table without a year that of its times when all that are
// written with one have the same, and dates the others by it.
func (b *builder) implyYear() {
	if b.table.Year != 0 {
		return
	}
	year := b.onlyYear()
	if year == 0 {
		if b.hasDates() {
			b.sheet = ""
			b.remark(codeNoYear, -1, "", "", nil)
		}
		return
	}
	first := b.dated[0]
	b.sheet = first.sheet
	b.impliedYear(year, first.cell, first.text)
	b.table.each(func(it *Item) {
		for i, d := range it.Deadlines {
			if d.Kind == kindDate && d.Due == "" {
				it.Deadlines[i].Due = b.deadlines.dueOf(d.Text)
			}
		}
	})
}

// hasDates tells whether an item is due on a day whose year is open.
func (b *builder) hasDates() bool {
	found := false
	b.table.each(func(it *Item) {
		found = found || slices.ContainsFunc(it.Deadlines, func(d Deadline) bool { return d.Kind == kindDate && d.Due == "" })
	})
	return found
}

// datedText is a time that names its year, and where it stands.
type datedText struct {
	due, text, sheet, cell string
}

// remember keeps the times that have a day although the table has no year.
func (b *builder) remember(found []Deadline, cell string) {
	for _, d := range found {
		if b.deadlines.year == 0 && d.Due != "" {
			b.dated = append(b.dated, datedText{d.Due, d.Text, b.sheet, cell})
		}
	}
}

// onlyYear is the year of all times that name one, 0 when they differ.
func (b *builder) onlyYear() int {
	year := 0
	for _, d := range b.dated {
		y, _ := value.Number(d.due[:len("2006")])
		if year != 0 && y != year {
			return 0
		}
		year = y
	}
	return year
}

// impliedYear takes over a year that the title does not name, and says so.
func (b *builder) impliedYear(year int, cell, text string) {
	b.table.Year, b.deadlines.year = year, year
	b.remark(codeImpliedYear, -1, cell, text, nil)
}
