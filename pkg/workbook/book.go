package workbook

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// book writes sheets with excelize, which wants its calls in a certain order.
type book struct {
	file   *excelize.File
	layout *Layout
	styles map[style]int
	used   map[string]bool // names of sheets, in lower case
	fresh  bool            // the sheet that a new file has is not used yet
	lists  [][]string      // options that are too long for a cell's own list
	hidden []string        // sheets to hide
}

func newBook(l *Layout, title, office string, created time.Time) (*book, error) {
	b := &book{file: excelize.NewFile(), layout: l, styles: map[style]int{}, used: map[string]bool{}, fresh: true}
	b.file.SetZipWriter(orderedZip)
	if err := b.file.SetDefaultFont(l.Fonts.Body); err != nil {
		return nil, err
	}
	if created.IsZero() {
		created = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // any fixed day: the library would put its own
	}
	stamp := created.UTC().Format("2006-01-02T15:04:05Z")
	return b, b.file.SetDocProps(&excelize.DocProperties{Title: clean(title), Creator: clean(office), LastModifiedBy: clean(office),
		Created: stamp, Modified: stamp, Language: "zh-CN"})
}

func (b *book) write(w io.Writer) error {
	defer b.file.Close()
	if err := b.close(); err != nil {
		return fmt.Errorf("writing workbook: %w", err)
	}
	if err := b.file.Write(w); err != nil {
		return fmt.Errorf("writing workbook: %w", err)
	}
	return nil
}

// add writes a sheet. Page setup, links and the dimension must be known before
// the stream begins, and the filter before the page setup, which it overwrites.
func (b *book) add(s sheet) error {
	s = b.prepared(s)
	for _, step := range []func(*sheet) error{b.create, b.filter, b.setup, b.titles, b.links, b.offer, b.remarks, b.stream} {
		if err := step(&s); err != nil {
			return fmt.Errorf("sheet %q: %w", s.name, err)
		}
	}
	return nil
}

// remarks puts the comments and the colours of marks on a sheet.
func (b *book) remarks(s *sheet) error {
	if _, err := b.colour(s.name, nil, s.colours); err != nil {
		return err
	}
	for _, c := range s.comments {
		if err := b.file.AddComment(s.name, c); err != nil {
			return err
		}
	}
	return nil
}

// addFirst writes a sheet and puts it before all others, in view. Names that
// belong to one sheet (print areas, print titles, filters) say its place by a
// number, which the library leaves as it was.
func (b *book) addFirst(s sheet) error {
	if err := b.add(s); err != nil {
		return err
	}
	list := b.file.GetSheetList()
	last := len(list) - 1
	if last > 0 {
		if err := b.file.MoveSheet(list[last], list[0]); err != nil {
			return err
		}
	}
	if names := b.file.WorkBook.DefinedNames; names != nil {
		for i := range names.DefinedName {
			if at := names.DefinedName[i].LocalSheetID; at != nil {
				place := *at + 1
				if *at == last {
					place = 0
				}
				names.DefinedName[i].LocalSheetID = &place
			}
		}
	}
	if views := b.file.WorkBook.BookViews; views != nil {
		for i := range views.WorkBookView {
			views.WorkBookView[i].FirstSheet = 0
		}
	}
	b.file.SetActiveSheet(0)
	return nil
}

// prepared has every text clean and split, and every row with its height.
func (b *book) prepared(s sheet) sheet {
	var rows []row
	continues := false
	for _, r := range s.rows {
		cells := make([]cell, len(r.cells))
		for i, c := range r.cells {
			c.text = clean(c.text)
			cells[i] = c
		}
		parts := row{cells, r.height}.split(b.layout.Continued)
		continues = continues || len(parts) > 1
		rows = append(rows, parts...)
	}
	var clipped []string
	for i := range rows {
		if rows[i].height == 0 {
			var cut bool
			if rows[i].height, cut = rows[i].fit(s.widths); cut && len(clipped) < 20 {
				clipped = append(clipped, strconv.Itoa(i+1))
			}
		}
	}
	s.last = len(rows)
	if continues {
		rows = append(rows, b.note(b.layout.Continues, s.widths))
	}
	if len(clipped) > 0 {
		rows = append(rows, b.note(fill(b.layout.Clipped, map[string]string{"rows": strings.Join(clipped, "、")}), s.widths))
	}
	s.rows = rows
	return s
}

// note is a line below a table.
func (b *book) note(text string, widths []float64) row {
	r := row{cells: []cell{{text: text, style: b.layout.note(), span: len(widths)}}}
	r.height, _ = r.fit(widths)
	return r
}

func (b *book) create(s *sheet) error {
	s.name = b.freeName(s.name)
	if s.hidden {
		b.hidden = append(b.hidden, s.name)
	}
	if b.fresh {
		b.fresh = false
		return b.file.SetSheetName(b.file.GetSheetName(0), s.name)
	}
	_, err := b.file.NewSheet(s.name)
	return err
}

// freeName makes a name that a sheet may have and that is not taken.
func (b *book) freeName(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '_'
		}
		return r
	}, clean(name)), "'")
	if name == "" {
		name = "Sheet"
	}
	free := pieces(name, excelize.MaxSheetNameLength)[0]
	for n := 2; b.used[strings.ToLower(free)]; n++ {
		suffix := "(" + strconv.Itoa(n) + ")"
		free = pieces(name, excelize.MaxSheetNameLength-len(suffix))[0] + suffix
	}
	b.used[strings.ToLower(free)] = true
	return free
}

func (b *book) filter(s *sheet) error {
	if s.filter == 0 || s.filter >= s.last {
		return nil
	}
	return b.file.AutoFilter(s.name, fmt.Sprintf("A%d:%s", s.filter, ref(s.last, len(s.widths))), nil)
}

func (b *book) setup(s *sheet) error {
	yes, paper, one, height := true, cmp.Or(s.paper, paperSizes["A4"]), 1, 0 // a fit height of 0 is as many pages as needed
	way := "portrait"
	if s.landscape {
		way = "landscape"
	}
	if s.onePage {
		height = 1
	}
	props := &excelize.SheetPropsOptions{FitToPage: &yes}
	if s.tab != "" {
		props.TabColorRGB = &s.tab
	}
	if err := b.file.SetSheetProps(s.name, props); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &way, FitToWidth: &one, FitToHeight: &height}); err != nil {
		return err
	}
	side, top, bottom, foot := 0.4, 0.5, 0.6, 0.3 // inches
	if err := b.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &bottom,
		Header: &foot, Footer: &foot, Horizontally: &yes}); err != nil {
		return err
	}
	footer := strings.NewReplacer("&", "&&", "{page}", "&P", "{pages}", "&N").Replace(b.layout.Print.Footer)
	if err := b.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&C&9" + footer}); err != nil {
		return err
	}
	no, zoom := false, 100.0
	if err := b.file.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &no, ZoomScale: &zoom}); err != nil {
		return err
	}
	if len(s.rows) == 0 {
		return nil
	}
	return b.file.SetSheetDimension(s.name, "A1:"+ref(len(s.rows), len(s.widths)))
}

func (b *book) titles(s *sheet) error {
	if s.head == 0 || s.onePage {
		return nil
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name,
		RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted(s.name), max(s.filter, 1), s.head)})
}

// maxLinks bounds the links of a sheet: excelize looks through all of them for each
// new one, and Excel takes 65,530. Beyond it the text alone says the place.
const maxLinks = 10000

func (b *book) links(s *sheet) error {
	left := maxLinks
	for i, r := range s.rows {
		col := 1
		for _, c := range r.cells {
			if c.link != "" && left > 0 {
				left--
				if err := b.link(s.name, ref(i+1, col), c.link); err != nil {
					return err
				}
			}
			col += max(c.span, 1)
		}
	}
	return nil
}

func (b *book) link(sheet, at, target string) error {
	if place, ok := strings.CutPrefix(target, "#"); ok {
		return b.file.SetCellHyperLink(sheet, at, place, "Location")
	}
	return b.file.SetCellHyperLink(sheet, at, target, "External")
}

func (b *book) stream(s *sheet) error {
	w, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i := len(s.widths); i > 0; i-- { // the library writes first what was set last, and Excel wants columns in their order
		if err := w.SetColWidth(i, i, s.widths[i-1]); err != nil {
			return err
		}
	}
	if s.head > 0 {
		if err := w.SetPanes(panes(s)); err != nil {
			return err
		}
	}
	for i, r := range s.rows {
		values, err := b.values(w, i+1, r)
		if err != nil {
			return err
		}
		if err := w.SetRow(ref(i+1, 1), values, excelize.RowOpts{Height: r.height}); err != nil {
			return err
		}
	}
	for _, m := range s.merges {
		from, to, _ := strings.Cut(m, ":")
		if err := w.MergeCell(from, to); err != nil {
			return err
		}
	}
	return w.Flush()
}

func panes(s *sheet) *excelize.Panes {
	corner, pane := ref(s.head+1, s.fixed+1), "bottomLeft"
	if s.fixed > 0 {
		pane = "bottomRight"
	}
	return &excelize.Panes{Freeze: true, XSplit: s.fixed, YSplit: s.head, TopLeftCell: corner, ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: pane}}}
}

func (b *book) values(w *excelize.StreamWriter, at int, r row) ([]any, error) {
	var out []any
	for _, c := range r.cells {
		id, err := b.style(c.style)
		if err != nil {
			return nil, err
		}
		first := len(out) + 1
		out = append(out, excelize.Cell{StyleID: id, Value: c.value()})
		for range c.span - 1 {
			out = append(out, excelize.Cell{StyleID: id})
		}
		if c.span > 1 {
			if err := w.MergeCell(ref(at, first), ref(at, len(out))); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func (c cell) value() any {
	if c.number != "" {
		if n, err := strconv.ParseFloat(c.number, 64); err == nil {
			return n
		}
		return c.number
	}
	if c.text == "" {
		return nil
	}
	return c.text
}

func ref(row, col int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		panic(err) // rows and columns are counted by us
	}
	return name
}

// quoted is a sheet's name as it stands in a reference.
func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
