package workbook

// The summary stands on a grid of narrow columns, so that its blocks of
// different shape share one page: summaryGrid columns of summaryWidth characters.
const (
	summaryGrid  = 15
	summaryWidth = 7.0
	factHead     = 3 // grid columns of the heading of a row of facts
	factWidth    = 2 // and of each fact
)

func (v *view) summary() sheet {
	l := v.Layout.Ledger.Summary
	s := sheet{name: l.Name, onePage: true}
	for range summaryGrid {
		s.widths = append(s.widths, summaryWidth)
	}
	all := v.total()
	s.rows = v.heading(l.Title, v.Layout.Subtitle, summaryGrid, false)
	for _, f := range l.Facts {
		s.merges = append(s.merges, ref(len(s.rows)+1, 1)+":"+ref(len(s.rows)+2, factHead))
		s.rows = append(s.rows, v.factRows(f, all)...)
	}
	s.rows = append(s.rows, v.block(l.Sections, v.byHeading())...)
	s.rows = append(s.rows, v.block(l.Groups, v.byGroup())...)
	return v.withNote(s, l.Note)
}

func (v *view) withNote(s sheet, text string) sheet {
	s.rows = append(s.rows, row{cells: []cell{{text: text, style: v.Layout.note(), span: summaryGrid}}})
	return s
}

// factRows is one line of facts: labels above, numbers below.
func (v *view) factRows(f factLayout, t tally) []row {
	l := v.Layout
	small, big := l.centre(), l.centre()
	small.size, small.colour, small.fill = 9, "595959", l.Colours["chapter"]
	big.size, big.bold = 13, true
	labels, numbers := row{height: 15}, row{height: 21}
	for range factHead { // merged over both rows
		labels.cells = append(labels.cells, cell{style: l.header()})
		numbers.cells = append(numbers.cells, cell{style: l.header()})
	}
	labels.cells[0].text = f.Head
	for _, item := range f.Items {
		labels.cells = append(labels.cells, cell{text: item.Head, style: small, span: factWidth})
		n := count(t[item.Key.Value])
		n.style, n.span = big.decimal("", 0), factWidth
		numbers.cells = append(numbers.cells, n)
	}
	return []row{labels, numbers}
}

// headed is a row of a block of the summary.
type headed struct {
	heading string
	bold    bool
	indent  int
	tally
}

func (v *view) block(p Page, rows []headed) []row {
	l := v.Layout
	title := style{font: l.Fonts.Head, size: 12, bold: true, middle: true}
	out := []row{{cells: []cell{{style: style{}, span: summaryGrid}}, height: 6}, {cells: []cell{{text: p.Title, style: title, span: summaryGrid}}, height: 20}}
	head := row{}
	for _, c := range p.Columns {
		st := l.header()
		st.size = 9
		head.cells = append(head.cells, cell{text: c.Head, style: st, span: int(c.Width)})
	}
	out = append(out, head)
	for _, h := range rows {
		out = append(out, v.blockRow(p, h))
	}
	return out
}

func (v *view) blockRow(p Page, h headed) row {
	r := row{height: 16}
	for _, c := range p.Columns {
		var at cell
		if c.Key.Value == "heading" {
			at = v.Layout.dress(plain(h.heading), false)
			at.style.indent = h.indent
			r.height = 0
		} else {
			at = v.Layout.dress(count(h.tally[c.Key.Value]), true)
		}
		at.style.bold = h.bold
		if h.bold {
			at.style.fill = v.Layout.Colours["chapter"]
		}
		at.span = int(c.Width)
		r.cells = append(r.cells, at)
	}
	return r
}

// byHeading counts by chapter and by the sections in it, with a total.
func (v *view) byHeading() []headed {
	var out []headed
	at := map[[2]string]int{}
	place := func(chapter, section string) tally {
		k := [2]string{chapter, section}
		if i, ok := at[k]; ok {
			return out[i].tally
		}
		h := headed{heading: chapter, bold: true, tally: tally{}}
		if section != "" {
			h = headed{heading: section, indent: 1, tally: tally{}}
		}
		at[k] = len(out)
		out = append(out, h)
		return h.tally
	}
	sum := tally{}
	tell := func(chapter, section string, do func(tally)) {
		do(sum)
		do(place(chapter, ""))
		if section != "" {
			do(place(chapter, section))
		}
	}
	for _, t := range v.tasks {
		tell(t.Chapter, t.Section, func(n tally) { n["items"]++ })
	}
	for _, l := range v.lines {
		tell(l.task.Chapter, l.task.Section, func(n tally) { n.line(l) })
	}
	return append(out, headed{heading: v.Layout.Ledger.Summary.Total, bold: true, tally: sum})
}

func (v *view) byGroup() []headed {
	if v.Comparison != nil {
		return v.byCounty()
	}
	counts := map[string]tally{}
	of := func(unit string) tally {
		g := v.groups[unit]
		if counts[g] == nil {
			counts[g] = tally{}
		}
		return counts[g]
	}
	for _, u := range v.Ledger.Units {
		of(u.Name).unit(u)
		of(u.Name).add(v.problems[u.Name])
	}
	for _, l := range v.lines {
		of(l.unit).line(l)
	}
	strange := v.unclaimed()
	var out []headed
	sum := tally{}
	sum.add(strange)
	for _, g := range append(v.order, "") {
		if counts[g] == nil {
			continue
		}
		h := headed{heading: g, tally: counts[g]}
		if g == "" {
			h.heading = v.Layout.None
		}
		sum.add(counts[g])
		out = append(out, h)
	}
	if len(strange) > 0 {
		out = append(out, headed{heading: v.Layout.Words.Unclaimed, tally: strange})
	}
	return append(out, headed{heading: v.Layout.Ledger.Summary.Total, bold: true, tally: sum})
}

// unclaimed counts the findings about files of no unit in the ledger.
func (v *view) unclaimed() tally {
	known := map[string]bool{}
	for _, u := range v.Ledger.Units {
		known[u.Name] = true
	}
	out := tally{}
	for unit, n := range v.problems {
		if !known[unit] {
			out.add(n)
		}
	}
	return out
}
