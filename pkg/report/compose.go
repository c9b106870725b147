package report

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"text/template"

	"zwgk/pkg/document"
	"zwgk/pkg/finding"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// page collects the blocks of one document while its template runs.
type page struct {
	c      *Composer
	blocks []document.Block // tables and charts, by their number in the text
	counts map[string]int
}

// stubs are the functions of templates, for parsing and trying out.
var stubs = (&page{}).functions()

// functions that templates can use:
//
//	date "2019-07-05"     2019年7月5日, "" for none
//	item "2.1"            2（1）
//	items list            2（1）、3
//	join list             names with 、between
//	quote "text"          “text”, with ‘’ for quotation marks inside
//	units list            甲、乙等2家单位, by lists of report.yaml
//	counted list "项"     甲（2项）、乙（1项）等2家单位
//	next "name"           1, 2, 3 … at each call with that name
//	number 0              1, for the index of a range
//	circled 0             ①, for the index of a range
//	first 10 list         its first 10 remarks
//	rest 10 list          how many more there are, 0 for none
//	chinese 3             三
//	table "name" value    a table of report.yaml
//	chart "name" value    a chart of report.yaml
func (p *page) functions() template.FuncMap {
	return template.FuncMap{
		"date": value.PrintedDate, "item": finding.ItemText, "items": finding.ItemTexts, "chinese": value.Chinese,
		"number": func(i int) int { return i + 1 }, "circled": func(i int) string { return circled(i + 1) },
		"first": func(n int, list []Remark) []Remark { return list[:min(n, len(list))] },
		"rest":  func(n int, list []Remark) int { return max(len(list)-n, 0) },
		"join":  func(list []string) string { return strings.Join(list, "、") },
		"quote": quote, "units": p.units, "counted": p.counted, "next": p.next, "table": p.table, "chart": p.chart,
	}
}

// quote puts a text in quotation marks (GB/T 15834: single ones inside double ones).
func quote(text string) string {
	return "“" + strings.NewReplacer("“", "‘", "”", "’").Replace(text) + "”"
}

// units names all units of a list, and how many they are.
func (p *page) units(list []string) string {
	if p.c == nil {
		return ""
	}
	l := p.c.Wording.layout.Lists
	switch n := len(list); {
	case n == 0:
		return ""
	case n == 1:
		return policy.Fill(l.One.Value, "unit", clean(list[0]))
	case n == p.c.expected && p.c.allExpected(list):
		return policy.Fill(l.All.Value, "count", itoa(n))
	default:
		return policy.Fill(l.More.Value, "units", strings.Join(cleanAll(list), "、"), "count", itoa(n))
	}
}

func (p *page) counted(list []UnitCount, measure string) string {
	if p.c == nil || len(list) == 0 {
		return ""
	}
	l := p.c.Wording.layout.Lists
	var names []string
	for _, u := range list {
		names = append(names, policy.Fill(l.Counted.Value, "unit", clean(u.Unit), "count", itoa(u.Count), "measure", measure))
	}
	if len(names) == 1 {
		return policy.Fill(l.One.Value, "unit", names[0])
	}
	return policy.Fill(l.More.Value, "units", strings.Join(names, "、"), "count", itoa(len(names)))
}

func (p *page) next(name string) int {
	if p.counts == nil {
		return 1
	}
	p.counts[name]++
	return p.counts[name]
}

func (p *page) put(b document.Block) string {
	p.blocks = append(p.blocks, b)
	return "\n" + string(markBlock) + strconv.Itoa(len(p.blocks)-1) + "\n"
}

// run executes a template.
func (p *page) run(name string, view any) (string, error) {
	t, err := p.c.Wording.templates.Clone()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if err := t.Funcs(p.functions()).ExecuteTemplate(&b, name, view); err != nil {
		return "", p.c.Wording.explain(err)
	}
	return b.String(), nil
}

// document runs the template of a document. Its first heading mark "#" without
// number is not special: the title comes from the define "title:" + file.
func (c *Composer) document(file string, view any) (*document.Document, error) {
	p := &page{c: c, counts: map[string]int{}}
	body, err := p.run(file, view)
	if err != nil {
		return nil, err
	}
	title, err := p.run("title:"+file, view)
	if err != nil {
		return nil, err
	}
	doc := &document.Document{Title: strings.TrimSpace(title), Number: c.Head.Number, To: c.Head.To, From: cmp.Or(c.Head.From, clean(c.Office)), Date: value.PrintedDate(c.Head.Date)}
	if c.Sample {
		doc.Note = c.Wording.layout.Sample.Value
	}
	doc.Blocks, err = p.parse(body)
	return doc, err
}

// parse turns the text of a template into blocks, a paragraph a line.
func (p *page) parse(body string) ([]document.Block, error) {
	var out []document.Block
	for _, line := range strings.Split(body, "\n") {
		line = strings.Trim(line, " \t\r　")
		if line == "" {
			continue
		}
		text := strings.TrimSpace(strings.TrimLeft(line, "\x01\x02\x03\x04"))
		switch line[0] {
		case markHeading:
			out = append(out, document.Heading{Level: strings.Count(line, string(markHeading)), Text: text})
		case markFlush:
			out = append(out, document.Paragraph{Text: text, NoIndent: true})
		case markPage:
			out = append(out, document.PageBreak{})
		case markBlock:
			n, err := strconv.Atoi(text)
			if err != nil || n >= len(p.blocks) {
				return nil, fmt.Errorf("template: no block %q", text)
			}
			out = append(out, p.blocks[n])
		default:
			out = append(out, document.Paragraph{Text: line})
		}
	}
	return out, nil
}

// text runs the template of a plain text: no spaces at the ends of lines, at
// most one empty line in a row, none at the beginning.
func (c *Composer) text(file string, view any) (string, error) {
	p := &page{c: c, counts: map[string]int{}}
	body, err := p.run(file, view)
	if err != nil {
		return "", err
	}
	var out []string
	for _, line := range strings.Split(body, "\n") {
		line = strings.TrimRight(line, " \t\r")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n") + "\n", nil
}
