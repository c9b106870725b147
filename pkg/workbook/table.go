package workbook

import (
	"slices"
	"strconv"
	"strings"
)

// A column func gives a row's cell of one column: its content, and of its style
// only what differs from the other cells (fill, places).

func plain(text string) cell { return cell{text: text} }
func count(n int) cell       { return cell{number: strconv.Itoa(n)} }

// points is a decimal string shown with two places, or more when it has more.
func points(s string) cell { return cell{number: s, style: style{places: 2}} }

// heading gives the rows that stand above every table.
func (in *Input) heading(title, subtitle string, columns int, wide bool) []row {
	l := in.Layout
	head := l.title()
	head.centre = !wide // the middle of a wide sheet is off the screen
	rows := []row{{cells: []cell{{text: fill(title, in.values()), style: head, span: columns}}, height: 30}}
	if in.Sample {
		note := l.sampleNote()
		note.centre = !wide
		rows = append(rows, row{cells: []cell{{text: l.Sample, style: note, span: columns}}, height: 18})
	}
	note := row{cells: []cell{{text: in.known(subtitle), style: l.note(), span: columns}}}
	if !strings.Contains(subtitle, "\n") {
		note.height = 20
	}
	return append(rows, note)
}

// known fills a text in, without the parts between full-width spaces that name what there is not.
func (in *Input) known(text string) string {
	values := in.values()
	absent := func(part string) bool {
		return slices.ContainsFunc(keys(values), func(k string) bool { return values[k] == "" && strings.Contains(part, "{"+k+"}") })
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.Trim(strings.Join(slices.DeleteFunc(strings.Split(line, "　"), absent), "　"), "　")
	}
	return strings.Trim(fill(strings.Join(lines, "\n"), values), "\n")
}

// wideSheet is the width from which a sheet does not fit a screen.
const wideSheet = 180

// tableSheet makes a sheet of a page: heading, header, one row for each of rows.
func tableSheet[T any](in *Input, p Page, subtitle string, columns map[string]func(T) cell, rows []T) sheet {
	s := sheet{name: p.Name, landscape: true, paper: paperSizes[p.Paper.Value], fixed: min(p.Freeze, len(p.Columns)), widths: p.widths()}
	s.rows = in.heading(p.Title, subtitle, len(p.Columns), total(s.widths) > wideSheet)
	if len(rows) == 0 && p.None != "" {
		s.rows = append(s.rows, in.sentence(p.None, len(p.Columns)))
		return s
	}
	s.rows = append(s.rows, in.Layout.headerRow(p.Columns))
	s.head, s.filter = len(s.rows), len(s.rows)
	for _, r := range rows {
		s.rows = append(s.rows, tableRow(in.Layout, p, columns, r))
	}
	return s
}

func (in *Input) sentence(text string, columns int) row {
	st := in.Layout.body()
	st.box, st.size = false, 12
	return row{cells: []cell{{text: fill(text, in.values()), style: st, span: columns}}, height: 36}
}

func (l *Layout) headerRow(columns []Column) row {
	var r row
	for _, c := range columns {
		r.cells = append(r.cells, cell{text: c.Head, style: l.header()})
	}
	return r
}

func tableRow[T any](l *Layout, p Page, columns map[string]func(T) cell, of T) row {
	var r row
	for _, c := range p.Columns {
		r.cells = append(r.cells, l.dress(columns[c.Key.Value](of), c.Centre))
	}
	return r
}

// dress gives a cell the look of a table's body.
func (l *Layout) dress(c cell, centre bool) cell {
	st := l.body()
	st.centre = centre
	if c.style.fill != "" {
		st.fill = c.style.fill
	}
	st.bold, st.indent = c.style.bold, c.style.indent
	if c.number != "" {
		st = st.decimal(c.number, c.style.places)
	}
	if c.link != "" {
		st = st.linked()
	}
	c.style = st
	return c
}

func (p Page) widths() []float64 {
	var out []float64
	for _, c := range p.Columns {
		out = append(out, c.Width)
	}
	return out
}

func total(widths []float64) float64 {
	sum := 0.0
	for _, w := range widths {
		sum += w
	}
	return sum
}
