package check

import (
	"archive/zip"
	"fmt"
	_ "image/png"
	"io"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/ledger"
)

// roundFault is a fault that shows beside other files, another round or the blank. It gives the
// files and where the fault stands: "file cell" or "file" alone; nowhere in files in which it would
// be one but for what they hold besides: nothing must be blamed in them.
type roundFault struct {
	code string
	do   func(p *planting) (files []file, want []string, ok bool)
	also []string
}

// at names a field of an item in the file of a model.
func (m *model) spotOf(f file, item, field string) string {
	return f.path + " " + m.where(item, field).cell
}

// other makes a clean return of another unit that has an item in a role.
func (p *planting) other(item string, fits func(role string) bool) (*model, bool) {
	for _, a := range p.c.Plan.Assignments {
		if a.Item == item && a.Unit != p.m.unit && fits(string(a.Duty)) {
			m := p.c.newModel(p.r, a.Unit, newLayout(p.r, true))
			m.file = "另一家"
			return m, true
		}
	}
	return nil, false
}

func (m *model) row(item string) *modelRow {
	i := slices.IndexFunc(m.rows, func(r *modelRow) bool { return r.item == item })
	if i < 0 {
		return nil
	}
	return m.rows[i]
}

func inCharge(role string) bool { return role == "lead" || role == "responsible" }

// before gives the round before one answer of the unit's.
func (p *planting) before(e ledger.Entry) {
	e.Unit, e.Item, e.Fate = p.m.unit, p.row.item, ledger.Merged
	e.Source = ledger.Source{File: "一季度.xlsx", Cells: map[string]string{form.FieldProgressText: "H6"}}
	p.c.Previous = &ledger.Ledger{Entries: []ledger.Entry{e}}
}

// inChargeAlone moves to a unit that is alone in charge of an item on which others cooperate.
func (p *planting) inChargeAlone() bool {
	res := &Result{settings: p.c.Settings}
	for _, i := range p.r.Perm(len(p.c.Plan.Assignments)) {
		a := p.c.Plan.Assignments[i]
		if _, alone := res.alone(a.Item, []*ledger.Entry{{Unit: a.Unit}}); alone && inCharge(string(a.Duty)) {
			p.m = p.c.newModel(p.r, a.Unit, newLayout(p.r, true))
			p.row = p.m.row(a.Item)
			return p.row != nil && p.once()
		}
	}
	return false
}

func (p *planting) one(field string, write func() []target) ([]file, []string, bool) {
	write()
	f := p.c.write(p.t, p.m)
	return []file{f}, []string{p.m.spotOf(f, p.row.item, field)}, true
}

func roundFaults() []roundFault {
	return []roundFault{
		{code: "L12", do: func(p *planting) ([]file, []string, bool) {
			p.before(ledger.Entry{Status: form.Ongoing, Progress: "80", Written: map[string]string{form.FieldProgress: "80%"}})
			return p.one(form.FieldProgress, func() []target { return p.ongoing().set(form.FieldProgress, pickOf(p.r, "60%", "79%")) })
		}},
		{code: "L13", do: func(p *planting) ([]file, []string, bool) {
			p.before(ledger.Entry{Status: form.Done, Progress: "100", Written: map[string]string{form.FieldStatus: "已完成"}})
			return p.one(form.FieldStatus, func() []target { p.ongoing(); return nil })
		}},
		{code: "X03", do: func(p *planting) ([]file, []string, bool) {
			p.ongoing()
			text := p.row.values[form.FieldProgressText]
			p.before(ledger.Entry{Status: form.Ongoing, Progress: "10", ProgressText: text})
			return p.one(form.FieldProgressText, func() []target { return p.set(form.FieldProgressText, pickOf(p.r, text, text+"正在抓紧。")) })
		}},
		{code: "X02", do: func(p *planting) ([]file, []string, bool) {
			m, ok := p.other(p.row.item, inCharge)
			if !ok || m.row(p.row.item) == nil {
				return nil, nil, false
			}
			p.ongoing()
			m.received = "2019-07-05"
			m.row(p.row.item).values = maps.Clone(p.row.values)
			a, b := p.c.write(p.t, p.m), p.c.write(p.t, m)
			return []file{a, b}, []string{m.spotOf(b, p.row.item, form.FieldProgressText)}, true
		}},
		{code: "X01", do: func(p *planting) ([]file, []string, bool) {
			if p.m.layout.id != "task" {
				return nil, nil, false
			}
			p.m.received, p.m.signature[3], p.m.file = "", "", "第1份"
			p.ongoing()
			a := p.c.write(p.t, p.m)
			p.ongoing()
			p.m.file = "第2份"
			b := p.c.write(p.t, p.m)
			return []file{a, b}, []string{p.m.spotOf(b, p.row.item, form.FieldID)}, true
		}, also: []string{"U06"}},
		{code: "X05", do: func(p *planting) ([]file, []string, bool) {
			if !p.inChargeAlone() {
				return nil, nil, false
			}
			m, ok := p.other(p.row.item, func(role string) bool { return role == "cooperating" })
			if !ok || m.layout.id != "task" {
				return nil, nil, false
			}
			p.done()
			idle := &planting{r: p.r, c: p.c, m: m, row: &modelRow{item: p.row.item}, t: p.t}
			m.rows = append(m.rows, idle.idle().row)
			a, b := p.c.write(p.t, p.m), p.c.write(p.t, m)
			return []file{a, b}, []string{p.m.spotOf(a, p.row.item, form.FieldStatus)}, true
		}},
		{code: "T03", do: func(p *planting) ([]file, []string, bool) {
			row := cleanRow(p.r, "2.1", true)
			row.id, row.task, row.asked = " ", "推进乡村振兴信息公开", " "
			p.m.rows = append(p.m.rows, row)
			f := p.c.write(p.t, p.m)
			own := 0
			for _, a := range p.c.Plan.Of(p.m.unit) {
				if strings.HasPrefix(a.Item, "2.") {
					own++
				}
			}
			return []file{f}, []string{p.m.spotOf(f, "2.1", form.FieldTask)}, own == 0 && p.m.layout.id == "task"
		}},
		{code: "T09", do: func(p *planting) ([]file, []string, bool) {
			l := &p.m.layout
			i := slices.Index(l.fields, form.FieldDate)
			l.headers[i], l.fields[i] = "经办科室", "no"
			f := p.c.write(p.t, p.m)
			return []file{f}, []string{f.path + " " + p.m.at[[2]string{"", "header"}].cell}, true
		}},
		{code: "F01", do: func(p *planting) ([]file, []string, bool) {
			f := p.c.write(p.t, p.m)
			f.content = f.content[:len(f.content)*(40+p.r.Intn(50))/100]
			return []file{f}, []string{f.path}, strings.HasSuffix(f.path, "x")
		}, also: []string{"U01", "U06", "T06", "F06"}},
		{code: "F05", do: func(p *planting) ([]file, []string, bool) {
			f := file{p.m.unit + ".xlsx", "", ""}
			return []file{f}, []string{f.path}, true
		}},
		{code: "F06", do: func(p *planting) ([]file, []string, bool) {
			f := file{p.m.unit + ".csv", fmt.Sprintf("姓名,办公电话,座位\n张某,0537-82%05d,%d\n李某,0537-8220001,3\n", p.r.Intn(100000), p.r.Intn(90)), ""}
			return []file{f}, []string{f.path}, true
		}},
		{code: "F11", do: func(p *planting) ([]file, []string, bool) {
			x := excelize.NewFile()
			scan := make([]byte, 40_000+p.r.Intn(60_000))
			p.r.Read(scan)
			if err := x.AddPictureFromBytes("Sheet1", "A1", &excelize.Picture{Extension: ".png", File: append(slices.Clone(dot), scan...), Format: &excelize.GraphicOptions{}}); err != nil {
				p.t.Fatal(err)
			}
			b, err := x.WriteToBuffer()
			if err != nil {
				p.t.Fatal(err)
			}
			f := file{p.m.unit + ".xlsx", b.String(), ""}
			return []file{f}, []string{f.path}, true
		}},
		{code: "F08", do: func(p *planting) ([]file, []string, bool) {
			f := p.c.write(p.t, p.m)
			name := f.path
			switch p.m.layout.writer {
			case "csv", "docx":
				f.path = p.m.file + ".xlsx"
			case "xml", "excelize":
				f.path = p.m.file + ".xls"
			}
			return []file{f}, []string{f.path}, name != f.path
		}},
		{code: "F07", do: func(p *planting) ([]file, []string, bool) {
			p.m.layout.writer = pickOf(p.r, "xml", "excelize")
			tables := p.c.tables(p.m)
			tables = append(tables, &table{name: "说明材料", rows: [][]string{{"另附说明"}, {"本单位上半年另做了三件事，不在任务表内。"}}})
			f := file{p.m.file + ".xlsx", asXML(tables), p.m.received}
			return []file{f}, []string{f.path + " "}, true
		}},
		{code: "F13", do: func(p *planting) ([]file, []string, bool) {
			p.m.layout.chapters, p.m.layout.writer = true, pickOf(p.r, "xml", "excelize")
			f := p.c.write(p.t, p.m)
			return []file{f}, []string{f.path}, visible(p.c.tables(p.m)) > 1
		}},
		{code: "F16", do: func(p *planting) ([]file, []string, bool) {
			p.m.layout.oldHidden, p.m.layout.writer = true, "excelize"
			f := p.c.write(p.t, p.m)
			return []file{f}, []string{f.path + " "}, true
		}},
		blankFault("T10", "task", func(p *planting, f *excelize.File, s string, e form.Entry) {
			f.SetCellStr(s, e.Cells[form.FieldTask], pickOf(p.r, "推进财政预决算公开", "做好年度总结", "（补）"))
		}),
		blankFault("F15", "item", func(p *planting, f *excelize.File, s string, e form.Entry) { f.SetRowVisible(s, e.Row, false) }),
		blankFault("F14", "progress", func(p *planting, f *excelize.File, s string, e form.Entry) {
			f.SetCellInt(s, e.Cells[form.FieldProgress], int64(31+p.r.Intn(60)))
			f.SetCellFormula(s, e.Cells[form.FieldProgress], fmt.Sprintf("[%d]Sheet1!C%d", 1+p.r.Intn(3), 1+p.r.Intn(90)))
		}),
		blankFault("F09", "progress_text", func(p *planting, f *excelize.File, s string, e form.Entry) {
			f.SetCellValue(s, e.Cells[form.FieldProgressText], nil)
			f.SetCellFormula(s, e.Cells[form.FieldProgressText], "CONCATENATE(B6,C6)")
		}),
		blankFault("T07", "requirement", func(p *planting, f *excelize.File, s string, e form.Entry) {
			f.SetCellStr(s, e.Cells[form.FieldRequirement], e.Written[form.FieldRequirement]+"（本单位另定）")
		}),
		{code: "F12", do: func(p *planting) ([]file, []string, bool) {
			f, _ := p.blank(func(*excelize.File, string, []form.Entry) {})
			f.content = parts(p.t, f.content, func(part string) string {
				return strings.NewReplacer("zwgk|1|", "zwgk|0|", "<t>version</t>", "<t>version</t>").Replace(part)
			})
			return []file{f}, []string{f.path + " A4"}, true
		}, also: []string{"T10"}},
		{code: "T11", do: func(p *planting) ([]file, []string, bool) {
			at := ""
			f, _ := p.blank(func(x *excelize.File, s string, list []form.Entry) {
				last := list[len(list)-1]
				again := list[p.r.Intn(len(list))]
				x.InsertRows(s, last.Row+1, 1)
				row := last.Row + 1
				at = grid.Ref(row, 1)
				for field, text := range map[string]string{form.FieldID: finding.ItemText(again.Item), form.FieldTask: again.Written[form.FieldTask], form.FieldStatus: "正在推进",
					form.FieldProgressText: report(p.r)} {
					x.SetCellStr(s, strings.TrimRight(again.Cells[field], "0123456789")+fmt.Sprint(row), text)
				}
			})
			return []file{f}, []string{f.path + " " + at}, true
		}, also: []string{"T04"}},
		{code: "T12", do: func(p *planting) ([]file, []string, bool) {
			at := ""
			f, _ := p.blank(func(x *excelize.File, s string, list []form.Entry) {
				i := 1 + p.r.Intn(len(list)-1)
				a, b := list[i-1], list[i]
				for col := 1; col <= 40; col++ {
					p1, p2 := grid.Ref(a.Row, col), grid.Ref(b.Row, col)
					v1, _ := x.GetCellValue(s, p1, excelize.Options{RawCellValue: true})
					v2, _ := x.GetCellValue(s, p2, excelize.Options{RawCellValue: true})
					if formula, _ := x.GetCellFormula(s, p1); formula == "" {
						x.SetCellStr(s, p1, v2)
						x.SetCellStr(s, p2, v1)
					}
				}
				at = b.Cells[form.FieldID]
			})
			return []file{f}, []string{f.path + " " + at}, at != ""
		}, also: []string{"V09"}},
		{code: "T13", do: func(p *planting) ([]file, []string, bool) {
			at := ""
			f, _ := p.blank(func(x *excelize.File, s string, list []form.Entry) {
				for i := 1; i < len(list); i++ {
					if list[i].Row == list[i-1].Row+1 {
						a, b := list[i-1].Cells[form.FieldProgressText], list[i].Cells[form.FieldProgressText]
						x.SetCellStr(s, b, "")
						x.MergeCell(s, a, b)
						at = a
						if p.r.Intn(2) == 0 {
							return
						}
						break
					}
				}
			})
			return []file{f}, []string{f.path + " " + at}, at != ""
		}},
	}
}

// dot is the smallest picture: a PNG of one pixel.
var dot = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")

// blankFault changes one row of a filled-in blank.
func blankFault(code, field string, change func(p *planting, f *excelize.File, sheet string, e form.Entry)) roundFault {
	return roundFault{code: code, do: func(p *planting) ([]file, []string, bool) {
		at := ""
		f, _ := p.blank(func(x *excelize.File, s string, list []form.Entry) {
			e := list[p.r.Intn(len(list))]
			at = e.Cells[field]
			change(p, x, s, e)
		})
		return []file{f}, []string{f.path + " " + at}, true
	}}
}

// blanks has the blank of each unit of the county and what is read from it, once made.
var blanks = map[string]emptyBlank{}

type emptyBlank struct {
	data string
	read *form.Form
}

// empty is the unit's blank as the office sends it out.
func (p *planting) empty() emptyBlank {
	if b, ok := blanks[p.m.unit]; ok {
		return b
	}
	u, _ := p.c.roster.Unit(p.m.unit)
	var rows []form.BlankRow
	for _, row := range p.m.rows {
		known, _ := p.c.Table.Find(row.item)
		a, _ := p.c.Plan.Find(row.item, u.Name)
		rows = append(rows, form.BlankRow{Row: known, Duty: a.Duty, Required: true})
	}
	var b strings.Builder
	if err := form.Blank(&b, p.c.Spec, form.BlankInput{County: "微山县", Year: 2019, Unit: u, Round: p.c.Round, Rows: rows}); err != nil {
		p.t.Fatal(err)
	}
	read := form.Read(form.Input{Workbook: grid.Read("a.xlsx", []byte(b.String()), grid.Limits{})}, p.c.Spec,
		form.Context{Table: p.c.Table, Plan: p.c.Plan, Roster: p.c.roster, Round: p.c.Round, Year: 2019}).Forms[0]
	blanks[p.m.unit] = emptyBlank{b.String(), read}
	return blanks[p.m.unit]
}

// blank is the unit's blank, filled in without a fault and then changed.
func (p *planting) blank(change func(f *excelize.File, sheet string, rows []form.Entry)) (file, *form.Form) {
	empty := p.empty()
	read := empty.read
	f, err := excelize.OpenReader(strings.NewReader(empty.data))
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	for _, e := range read.Entries {
		f.SetCellStr(sheet, e.Cells[form.FieldStatus], "正在推进")
		f.SetCellFloat(sheet, e.Cells[form.FieldProgress], float64(31+p.r.Intn(60))/100, 2, 64)
		f.SetCellStr(sheet, e.Cells[form.FieldProgressText], report(p.r))
	}
	s := read.Signature
	for cell, text := range map[string]string{s.Filler.Cell: "张某", s.Phone.Cell: "0537-8220000", s.Reviewer.Cell: "李某", s.Filled.Cell: "2019-07-03"} {
		f.SetCellStr(sheet, cell, text)
	}
	change(f, sheet, read.Entries)
	out, err := f.WriteToBuffer()
	if err != nil {
		p.t.Fatal(err)
	}
	return file{p.m.unit + "填报表.xlsx", out.String(), "2019-07-04"}, read
}

// parts changes the XML parts of a package.
func parts(t testing.TB, data string, change func(part string) string) string {
	t.Helper()
	in, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, f.Name, change(string(part)))
	}
	return zipped(list...)
}

// TestPlantedInRounds: faults that show beside other files, another round or the blank.
func TestPlantedInRounds(t *testing.T) {
	t.Parallel()
	const times = 20
	base := weishan(t)
	base.Roster, base.Whole = base.roster, true
	units := base.reporting()
	table := map[string]*tally{}
	for _, k := range slices.Concat(roundFaults(), fileFaults(), proofFaults(t)) {
		n := &tally{}
		table[k.code] = n
		for seed := int64(0); n.alone < times && seed < 3000; seed++ {
			settings := *base.Settings
			c := county{Settings: &settings, roster: base.roster}
			r := rand.New(rand.NewSource(seed))
			m := c.newModel(r, units[r.Intn(len(units))], newLayout(r, true))
			if len(m.rows) < 3 {
				continue
			}
			p := &planting{r: r, c: c, m: m, row: m.rows[r.Intn(len(m.rows))], t: t}
			files, want, ok := k.do(p)
			if !ok {
				continue
			}
			wrong := inRound(p.c, files, k, want, m)
			if len(want) > 0 {
				n.alone++
			}
			if wrong != "" {
				t.Errorf("%s, seed %d, %s: %s", k.code, seed, m.layout, wrong)
			} else if len(want) > 0 {
				n.found++
			}
		}
		if n.alone < times {
			t.Errorf("%s: planted %d times only", k.code, n.alone)
		}
	}
	writeMatrix(t, "matrix of rounds", base.Rules.Catalogue, table, false)
}

// inRound tells what is wrong with the findings of some files, "" for nothing.
func inRound(c county, files []file, k roundFault, want []string, m *model) string {
	res, _ := c.check(files...)
	found := map[string]bool{}
	var wrong []string
	for _, f := range res.Findings {
		cells := f.Cells
		if len(cells) == 0 {
			cells = []string{""}
		}
		for _, cell := range cells {
			key := strings.TrimSpace(f.File + " " + cell)
			if f.Code == k.code {
				found[key] = true
			}
			layout := f.Code == "F08" && m.layout.writer == "html" || f.Code == "T09" || f.Code == "F08" && strings.HasSuffix(f.File, ".xls")
			planted := f.Code == k.code && slices.ContainsFunc(want, func(w string) bool { return strings.TrimSpace(w) == key })
			if !planted && !layout && !slices.Contains(k.also, f.Code) {
				wrong = append(wrong, f.Code+" blamed: "+f.Message)
			}
		}
	}
	for _, w := range want {
		if !found[strings.TrimSpace(w)] {
			wrong = append(wrong, w+" not found")
		}
	}
	return strings.Join(wrong, "; ")
}
