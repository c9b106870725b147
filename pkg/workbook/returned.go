package workbook

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
	"zwgk/pkg/value"
)

// problem is a row of the sheet 退回意见.
type problem struct {
	number         int
	of             finding.Finding
	severity, link string
	fill, state    string
	at             string
}

var returnColumns = map[string]func(problem) cell{
	"number":   func(p problem) cell { return count(p.number) },
	"severity": func(p problem) cell { c := plain(p.severity); c.style.fill = p.fill; return c },
	"sheet":    func(p problem) cell { return plain(p.of.Sheet) },
	"cells":    func(p problem) cell { c := plain(p.at); c.link = p.link; return c },
	"message":  func(p problem) cell { return plain(p.of.Bare()) },
	"hint":     func(p problem) cell { return plain(p.of.Hint) },
	"state":    func(p problem) cell { return plain(p.state) },
	"item":     func(p problem) cell { return plain(finding.ItemText(p.of.Item)) },
}

// page is the sheet 退回意见. link gives the place in the workbook of a finding, "" when it has none.
func (in *MarkInput) page(b *book, link func(finding.Finding) string, remark string) sheet {
	l := in.Layout
	var rows []problem
	for i, f := range graver(in.Findings) {
		rows = append(rows, problem{i + 1, f, word(l.Returned.Severity, string(f.Severity)), link(f), l.Colours[string(f.Severity)], in.state(f), in.at(f)})
	}
	frame := Input{Layout: l, Office: in.Office, Title: in.Title, Sample: in.Sample}
	p := l.Returned.Page
	if len(in.Corrections) == 0 {
		p.Columns = slices.DeleteFunc(slices.Clone(p.Columns), func(c Column) bool { return c.Key.Value == "state" })
	}
	s := tableSheet(&frame, p, "", returnColumns, rows)
	intro := strings.TrimPrefix(fill(l.Returned.Intro, map[string]string{"unit": in.Unit, "file": intake.Base(in.File), "counts": in.counts()}), "：")
	s.rows[s.head-2] = in.paragraph(intro+"\n"+l.Returned.Legend, len(s.widths))
	again := ""
	if in.Due != "" {
		again = fill(l.Returned.Due, map[string]string{"due": value.PrintedDate(in.Due)})
	}
	for _, text := range append(in.compared(), remark, again, fill(l.Returned.Sign, frame.values())) {
		if text != "" {
			s.rows = append(s.rows, in.paragraph(text, len(s.widths)))
		}
	}
	s.filter, s.tab = 0, "C00000"
	return s
}

// at names the cells of a finding, or says where it is when that is no cell (表外第1段).
func (in *MarkInput) at(f finding.Finding) string {
	if where := f.Args["where"]; where != "" {
		return where
	}
	return strings.Join(f.Cells, "、")
}

func (in *MarkInput) paragraph(text string, columns int) row {
	st := in.Layout.body()
	st.box, st.size = false, 11
	return row{cells: []cell{{text: text, style: st, span: columns}}}
}

// counts says how many problems there are of each severity, leaving out those that have none.
func (in *MarkInput) counts() string {
	t := tally{}
	for _, f := range in.Findings {
		t.severity(f.Severity)
	}
	var out []string
	for i, key := range []string{"errors", "warnings", "infos"} {
		if t[key] > 0 {
			name := word(in.Layout.Returned.Severity, string(severities[i]))
			out = append(out, fill(in.Layout.Returned.Count, map[string]string{"word": name, "number": itoa(t[key])}))
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
