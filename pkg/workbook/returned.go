package workbook

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/value"

	"github.com/xuri/excelize/v2"
)

// problem is a row of the sheet 退回意见.
type problem struct {
	number         int
	of             finding.Finding
	severity, link string
	sheet          string
	fill, state    string
	at             string // its cells, or the first and how many
	where          string // all of them, when at has not
}

var returnColumns = map[string]func(problem) cell{
	"number":   func(p problem) cell { return count(p.number) },
	"severity": func(p problem) cell { c := plain(p.severity); c.style.fill = p.fill; return c },
	"sheet":    func(p problem) cell { return plain(p.sheet) },
	"cells":    func(p problem) cell { c := plain(p.at); c.link = p.link; return c },
	"message":  func(p problem) cell { return plain(p.where + p.of.Bare()) },
	"hint":     func(p problem) cell { return plain(p.of.Hint) },
	"state":    func(p problem) cell { return plain(p.state) },
	"item":     func(p problem) cell { return plain(finding.ItemText(p.of.Item)) },
}

// page is the sheet 退回意见. link gives the place in the workbook of a finding, "" when it has none;
// intro is what it says above the list when there are such places.
func (in *MarkInput) page(b *book, link func(finding.Finding) string, intro string) sheet {
	l := in.Layout
	var rows []problem
	told := in.Findings
	if in.told != nil {
		told = in.told
	}
	told = graver(told)
	for i, f := range graver(in.Findings) {
		rows = append(rows, problem{number: i + 1, of: f, severity: word(l.Returned.Severity, string(f.Severity)), link: link(f), sheet: f.Sheet,
			fill: l.Colours[string(f.Severity)], state: in.state(told[i])})
		rows[i].at, rows[i].where = in.at(f)
		if at := in.proseCell(f); at != "" {
			rows[i].sheet, rows[i].at = l.Returned.Prose, at
		}
	}
	frame := Input{Layout: l, Office: in.Office, Title: in.Title, Sample: in.Sample}
	p := l.Returned.Page
	if len(in.Corrections) == 0 {
		p.Columns = slices.DeleteFunc(slices.Clone(p.Columns), func(c Column) bool { return c.Key.Value == "state" })
	}
	s := tableSheet(&frame, p, "", returnColumns, rows)
	somewhere := slices.ContainsFunc(rows, func(p problem) bool { return p.link != "" })
	s.rows[s.head-2] = in.paragraph(in.intro(intro, somewhere), len(s.widths))
	again := ""
	if in.Due != "" {
		again = fill(l.Returned.Due, map[string]string{"due": value.PrintedDate(in.Due)})
	}
	for _, text := range append(in.compared(), again, fill(l.Returned.Sign, frame.values())) {
		if text != "" {
			s.rows = append(s.rows, in.paragraph(text, len(s.widths)))
		}
	}
	s.filter, s.tab = 0, "C00000"
	return s
}

// intro says above the list what to do. Of a file in which nothing is marked (no form at
// all, a file that cannot be read) it does not speak of marks.
func (in *MarkInput) intro(text string, somewhere bool) string {
	l := in.Layout.Returned
	if !somewhere && l.Nowhere != "" {
		text = l.Nowhere
	}
	text = strings.TrimPrefix(fill(text, map[string]string{"unit": in.Unit, "file": value.Mask(intake.Base(in.File)), "counts": in.counts()}), "：")
	if somewhere {
		text += "\n" + l.Legend
	}
	if l.Guided != "" && in.coversEmpty() {
		text += l.Guided
	}
	return text
}

// coversEmpty tells that a mark hides the colour by which a blank shows that a cell has to be filled in.
func (in *MarkInput) coversEmpty() bool {
	return slices.ContainsFunc(in.Findings, func(f finding.Finding) bool {
		s := in.sheet(f.Sheet)
		return s != nil && f.Severity != finding.Info && form.IsGuided(s) && slices.ContainsFunc(f.Cells, func(at string) bool {
			row, col, ok := grid.ParseRef(at)
			c := s.At(row, col)
			return ok && (c == nil || value.Blank(c.Text))
		})
	})
}

// shortPlace is how many characters the column of places shows of a link: LibreOffice
// writes one on a single line.
const shortPlace = 13

// at names the cells of a finding, or says where it is when that is no cell (表格以外的第1段).
// Of a long list it gives the first and the number, and the whole for the message.
func (in *MarkInput) at(f finding.Finding) (at, where string) {
	if where := f.Args["where"]; where != "" {
		return where, ""
	}
	at = strings.Join(f.Cells, "、")
	if textWidth(at) <= shortPlace {
		return at, ""
	}
	return fill(in.Layout.Returned.Cells, map[string]string{"first": f.Cells[0], "number": itoa(len(f.Cells))}), strings.Join(runs(f.Cells), "、") + "："
}

// runs writes cells that stand below one another as one: D5:D9.
func runs(cells []string) []string {
	var out []string
	first, col, row := "", 0, 0
	for _, at := range cells {
		c, r, err := excelize.CellNameToCoordinates(at)
		if err == nil && c == col && r == row+1 {
			row = r
			out[len(out)-1] = first + ":" + at
			continue
		}
		if first, col, row = at, c, r; err != nil {
			col = 0
		}
		out = append(out, at)
	}
	return out
}

func textWidth(s string) float64 {
	n := 0.0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func (in *MarkInput) paragraph(text string, columns int) row {
	st := in.Layout.body()
	st.box, st.size = false, 11
	return row{cells: []cell{{text: text, style: st, span: columns}}}
}

// counts says how many problems there are of each severity, and in how many places
// when those are more, leaving out severities that have none.
func (in *MarkInput) counts() string {
	t, places := tally{}, map[finding.Severity]int{}
	for _, f := range in.Findings {
		t.severity(f.Severity)
		places[f.Severity] += max(len(f.Cells), 1)
	}
	var out []string
	for i, key := range []string{"errors", "warnings", "infos"} {
		if t[key] > 0 {
			name := word(in.Layout.Returned.Severity, string(severities[i]))
			text := fill(in.Layout.Returned.Count, map[string]string{"word": name, "number": itoa(t[key])})
			if n := places[severities[i]]; n > t[key] {
				text += fill(in.Layout.Returned.Places, map[string]string{"places": itoa(n)})
			}
			out = append(out, text)
		}
	}
	return strings.Join(out, "、")
}

// cellLink leads to the finding's first cell in the sender's own sheet.
func (in *MarkInput) cellLink(f finding.Finding) string {
	s := in.sheet(f.Sheet)
	if s == nil || len(f.Cells) == 0 {
		return ""
	}
	at := in.anchor(s, f.Cells[0])
	if at == "" {
		return ""
	}
	return "#" + quoted(s.Name) + "!" + at
}
