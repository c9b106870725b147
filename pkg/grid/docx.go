package grid

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// docxReader reads the body of a WordprocessingML document (ECMA-376 Part 1
// §17): every table outside tables is a sheet, every other paragraph a
// Paragraph. Inserted text counts, deleted text does not; fields show their
// last result; text boxes are read once.
type docxReader struct {
	*pack
	wb      *Workbook
	scanner scanner
	links   map[string]string
	tables  []*docxTable // open ones, the outermost first
	text    []byte       // of the paragraphs that are open, one behind the other
	open    []docxParagraph
	carry   string // text before a paragraph mark that a tracked change deleted
	lists   *numbering
	styles  docxStyles
	choices []bool // of the open mc:AlternateContent: its Choice was read
	field   docxField
	lost    error // of what is not read
	inText  bool
	deleted int // depth of w:del, w:moveFrom and of placeholders

	large       bool   // the drawing that is open is as large as a page of text
	placeholder bool   // the content control that begins shows its placeholder
	controls    []bool // the open ones: whether they do
	para        int
}

// docxParagraph is an open paragraph; a text box has paragraphs within a paragraph.
type docxParagraph struct {
	start       int // of its text
	style, list string
	level       int
	hasLevel    bool
	joined      bool // its mark is deleted: it goes on in the next
}

type docxTable struct {
	sheet    *Sheet
	row, col int
	span     int
	vmerge   string // "", "restart", "continue"
	texts    []string
	link     string
	open     map[int]int // column → index in sheet.Merged of the vertical merge that runs in it
	next     map[int]int
	rowProps bool // inside w:trPr
	deleted  bool // the row is deleted by a tracked change
	gone     bool // so is the cell

	grid    []int // widths of the columns of the grid, in twips
	gridded bool
	snapped []int // for every edge of the grid the one that it counts as; nil: each its own
	used    int   // last column of the row that is taken

	content []framed // of its cells: what a frame holds
}

func readDocx(p *pack, main string) *Workbook {
	wb := &Workbook{Format: "docx", Properties: p.properties()}
	data, err := p.read(main)
	if err != nil {
		return wb.blame(err)
	}
	r := &docxReader{pack: p, wb: wb, scanner: scanner{b: data}, links: map[string]string{}}
	rels, lost := p.rels(main)
	numbers, styles := "", ""
	for _, rel := range rels {
		if rel.external {
			r.links[rel.id] = rel.target
		}
		switch rel.kind {
		case "numbering":
			numbers = rel.target
		case "styles":
			styles = rel.target
		}
	}
	var unnumbered, unstyled error
	r.lists, unnumbered = p.readNumbering(numbers)
	r.styles, unstyled = p.readDocxStyles(styles)
	r.lists.followStyles(r.styles)
	lost = cmp.Or(lost, unnumbered, unstyled)
	err = r.run()
	if r.carry != "" {
		r.addParagraph(r.carry)
	}
	return wb.blame(cmp.Or(err, lost, r.lost))
}

func (r *docxReader) run() error {
	s := &r.scanner
	for {
		kind, tag, body, empty := s.next()
		switch kind {
		case endOfXML:
			return s.err
		case startTag:
			r.start(string(tag), body, empty)
		case endTag:
			if err := r.end(string(tag)); err != nil {
				return err
			}
		case charData:
			switch {
			case r.field.code:
				r.field.text = s.text(r.field.text, body)
			case r.inText && r.deleted == 0:
				r.text = s.text(r.text, body)
			}
		}
	}
}

func (r *docxReader) start(tag string, attrs []byte, empty bool) {
	t := r.table()
	if strings.HasSuffix(tag, "PrChange") || tag == "rt" { // what properties were before; a reading beside a character
		r.scanner.pass(empty)
		return
	}
	if r.special(tag, attrs, empty) {
		return
	}
	switch tag {
	case "tbl":
		if !empty {
			r.openTable()
		}
	case "tr":
		if t != nil {
			t.row++
			t.col, t.used, t.open, t.next, t.deleted = 1, 0, t.next, map[int]int{}, false
		}
	case "trPr":
		if t != nil {
			t.rowProps = !empty
		}
	case "gridCol":
		if t != nil {
			t.grid = append(t.grid, max(0, number(attr(attrs, "w"))))
		}
	case "gridBefore":
		if t != nil {
			t.col += max(0, number(attr(attrs, "val")))
		}
	case "tc":
		if t != nil {
			t.span, t.vmerge, t.texts, t.link, t.gone = 1, "", nil, "", false
			t.row, t.col = max(t.row, 1), max(t.col, 1)
		}
	case "cellDel":
		if t != nil {
			t.gone = true
		}
	case "gridSpan":
		if t != nil {
			t.span = max(1, number(attr(attrs, "val")))
		}
	case "vMerge":
		if t != nil {
			t.vmerge = "continue"
			if attr(attrs, "val") == "restart" {
				t.vmerge = "restart"
			}
		}
	case "extent", "blip":
		r.picture(tag, attrs)
	case "p":
		r.open = append(r.open, docxParagraph{start: len(r.text)})
		if empty {
			r.endParagraph()
		}
	case "t":
		r.inText = !empty
	case "tab":
		r.mark('\t')
	case "br", "cr":
		r.mark('\n')
	case "noBreakHyphen":
		r.mark('-')
	case "del", "moveFrom":
		if t != nil && t.rowProps {
			t.deleted = t.deleted || tag == "del"
		}
		if n := len(r.open); empty && n > 0 && string(r.scanner.within(0)) == "rPr" && string(r.scanner.within(1)) == "pPr" {
			r.open[n-1].joined = true
		}
		if !empty {
			r.deleted++
		}
	case "hyperlink":
		target := r.links[attr(attrs, "id")]
		if anchor := attr(attrs, "anchor"); anchor != "" && target != "" && !strings.Contains(target, "#") {
			target += "#" + anchor
		}
		r.link(target)
	}
}

// picture counts a picture as large as may hold text, no emblem or seal. The size of a
// drawing stands before what it shows (ECMA-376 Part 1 §20.4.2.7).
func (r *docxReader) picture(tag string, attrs []byte) {
	const side = 6 * 360000 // EMU: 6 cm
	if tag == "extent" {
		r.large = number(attr(attrs, "cx")) >= side && number(attr(attrs, "cy")) >= side
		return
	}
	if r.large && r.deleted == 0 {
		r.wb.Pictures++
		r.large = false
	}
}

// link hangs the first link of a cell on it.
func (r *docxReader) link(target string) {
	if t := r.table(); t != nil && target != "" && t.link == "" {
		t.link = target
	}
}

// mark adds a character that stands for an element of a run. A w:tab also
// stands in the tab stops of paragraph properties, where it has a value.
func (r *docxReader) mark(c byte) {
	if r.deleted == 0 && r.inRun() {
		r.text = append(r.text, c)
	}
}

// inRun tells that the innermost open element is a run.
func (r *docxReader) inRun() bool {
	return string(r.scanner.within(0)) == "r" || string(r.scanner.within(1)) == "r"
}

func (r *docxReader) end(tag string) error {
	switch tag {
	case "t":
		r.inText = false
	case "p":
		r.endParagraph()
	case "AlternateContent":
		r.choices = r.choices[:max(len(r.choices)-1, 0)]
	case "instrText", "ddList", "checkBox":
		r.endField(tag)
	case "tc":
		return r.endCell()
	case "trPr":
		if t := r.table(); t != nil {
			t.rowProps = false
		}
	case "tr":
		r.endRow()
	case "tbl":
		r.closeTable()
	case "sdtContent":
		r.endContent()
	case "del", "moveFrom":
		r.deleted--
	}
	return nil
}

func (r *docxReader) table() *docxTable {
	if len(r.tables) == 0 {
		return nil
	}
	return r.tables[len(r.tables)-1]
}

func (r *docxReader) openTable() {
	t := &docxTable{sheet: &Sheet{Visible: true}, next: map[int]int{}}
	if len(r.tables) == 0 {
		r.wb.Sheets = append(r.wb.Sheets, t.sheet)
		t.sheet.Name = fmt.Sprintf("表%d", len(r.wb.Sheets))
	}
	r.tables = append(r.tables, t)
}

// closeTable ends a table; one inside a cell becomes text of that cell, its
// cells parted by tabs and its rows by line breaks.
func (r *docxReader) closeTable() {
	t := r.table()
	r.tables = r.tables[:len(r.tables)-1]
	t.sheet.Merged = slices.DeleteFunc(t.sheet.Merged, func(m Range) bool { return m.Row1 == m.Row2 && m.Col1 == m.Col2 })
	outer := r.table()
	if outer == nil {
		if t.isFrame() {
			r.unframe(t)
		}
		return
	}
	if t.isFrame() {
		outer.content = append(outer.content, t.content...)
	} else {
		outer.content = append(outer.content, framed{sheet: t.sheet})
	}
	t.sheet.EachRow(func(_ int, cells []Cell) bool {
		var parts []string
		for _, c := range cells {
			parts = append(parts, c.Text)
		}
		outer.texts = append(outer.texts, strings.Join(parts, "\t"))
		return true
	})
}

func (r *docxReader) endParagraph() {
	last := len(r.open) - 1
	p := r.open[last]
	text := r.carry + string(r.text[p.start:])
	if number := r.lists.next(r.numberedIn(p)); text == "" {
		text = strings.TrimRight(number, " ")
	} else {
		text = number + text
	}
	r.text, r.open, r.carry = r.text[:p.start], r.open[:last], ""
	if r.deleted > 0 {
		return
	}
	if p.joined {
		r.carry = text
		return
	}
	if t := r.table(); t != nil {
		t.texts = append(t.texts, text)
		t.content = append(t.content, framed{text: text})
		return
	}
	r.addParagraph(text)
}

func (r *docxReader) addParagraph(text string) {
	r.para++
	r.wb.Paragraphs = append(r.wb.Paragraphs, Paragraph{Number: r.para, Before: len(r.wb.Sheets), Text: text})
}

// endRow takes a row out again that a tracked change deleted (§17.13.5.12).
func (r *docxReader) endRow() {
	t := r.table()
	if t == nil || !t.deleted {
		return
	}
	s := t.sheet
	s.Cells = slices.DeleteFunc(s.Cells, func(c Cell) bool { return c.Row == t.row })
	for col, i := range t.next {
		if s.Merged[i].Row1 == t.row {
			delete(t.next, col)
		}
	}
	for i := range s.Merged {
		switch m := &s.Merged[i]; {
		case m.Row1 == t.row:
			*m = Range{t.row, 1, t.row, 1} // of one cell: dropped at the end
		case m.Row2 == t.row:
			m.Row2--
		}
	}
	t.row--
}

// endCell places a cell. A cell that goes on from above belongs to its merge;
// text that stands in it all the same is kept as a cell of its own.
func (r *docxReader) endCell() error {
	t := r.table()
	if t == nil || t.row == 0 {
		return nil
	}
	if r.carry != "" {
		t.texts, r.carry = append(t.texts, r.carry), ""
	}
	if t.gone {
		return nil
	}
	col, last := t.columns(t.col, t.span)
	t.col += t.span
	return t.place(r.budget, col, last)
}

// place puts the cell that ends into its columns.
func (t *docxTable) place(b *budget, col, last int) error {
	t.merge(col, last)
	text := strings.Trim(strings.Join(t.texts, "\n"), "\n")
	if strings.TrimSpace(text) == "" {
		return nil
	}
	c := Cell{Row: t.row, Col: col, Text: text, Raw: text}
	c.setLink(t.link)
	if err := b.keep(&c); err != nil {
		return err
	}
	t.sheet.Cells = append(t.sheet.Cells, c)
	return nil
}

func (t *docxTable) merge(col, last int) {
	if i, running := t.open[col]; t.vmerge == "continue" && running && t.sheet.Merged[i].Col2 == last {
		t.sheet.Merged[i].Row2 = t.row
		t.next[col] = i
		return
	}
	if t.vmerge == "" && last == col {
		return
	}
	t.sheet.Merged = append(t.sheet.Merged, Range{t.row, col, t.row, last})
	if t.vmerge != "" {
		t.next[col] = len(t.sheet.Merged) - 1
	}
}
