package assess

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// office is the real table of 2019 with the built-in form, and blanks of its first items that are
// filled in.
type office struct {
	spec    *form.Spec
	context form.Context
	rows    []tasktable.Row
}

const root = "../../"

func policyFile(t testing.TB, name string) policy.File {
	t.Helper()
	data, err := os.ReadFile(root + "templates/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return policy.File{Name: name, Data: data}
}

func newOffice(t testing.TB, items int) office {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	spec, err := form.ParseSpec(policyFile(t, "form.yaml"), policyFile(t, "words.yaml"))
	must(err)
	tableSpec, err := tasktable.ParseSpec(policyFile(t, "table.yaml"))
	must(err)
	wb, err := grid.Open(root+"samples/weishan-2019/roster.csv", grid.Limits{})
	must(err)
	units, err := roster.Read("roster.csv", wb)
	must(err)
	wb, err = grid.Open(root+"samples/weishan-2019/2019-task-table.txt", grid.Limits{})
	must(err)
	table, err := tasktable.Read("table.txt", wb, tableSpec, tasktable.Known{Units: units.Names()})
	must(err)
	round := form.Round{ID: "2019-h1", Name: "上半年", Kind: "half", Start: "2019-01-01", Due: "2019-07-05", AsOf: "2019-06-30", Year: 2019}
	return office{spec, form.Context{Table: table, Plan: duty.Make(table, units, &decision.Set{}, tableSpec), Roster: units, Rounds: []form.Round{round}, Round: round,
		County: "微山县", Year: 2019}, table.Rows()[:items]}
}

// sheet is the form of a unit as it comes back.
func (o office) sheet(t testing.TB, r *rand.Rand, unit roster.Unit) []byte {
	t.Helper()
	var blank bytes.Buffer
	in := form.BlankInput{County: "微山县", Office: "微山县人民政府办公室", Title: "微山县2019年政务公开工作", Year: 2019, Unit: unit, Round: o.context.Round}
	for _, row := range o.rows {
		in.Rows = append(in.Rows, form.BlankRow{Row: row, Duty: duty.Responsible, Required: true})
	}
	if err := form.Blank(&blank, o.spec, in); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(blank.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	name := f.GetSheetName(0)
	for _, e := range o.read(t, "a.xlsx", blank.Bytes()).Entries {
		f.SetCellStr(name, e.Cells[form.FieldStatus], "正在推进")
		f.SetCellFloat(name, e.Cells[form.FieldProgress], float64(31+r.IntN(60))/100, 2, 64)
		f.SetCellStr(name, e.Cells[form.FieldProgressText], "已印发工作方案，明确责任科室，在县政府网站公开有关信息"+fmt.Sprint(1+r.IntN(90))+"条，下一步继续推进。")
		f.SetCellStr(name, e.Cells[form.FieldLinks], "http://www.weishan.gov.cn/art/2019/"+fmt.Sprint(r.IntN(100000))+".html")
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (o office) read(t testing.TB, path string, data []byte) *form.Form {
	t.Helper()
	got := form.Read(form.Input{File: intake.File{Path: path}, Workbook: grid.Read(path, data, grid.Limits{})}, o.spec, o.context)
	if len(got.Forms) != 1 || len(got.Forms[0].Entries) != len(o.rows) {
		t.Fatalf("%s: %d forms", path, len(got.Forms))
	}
	return got.Forms[0]
}

// round is a round of n units that have all items of the office to report on, each with what it
// did, a dozen of findings of which some have several cells, some events, and decisions on one
// unit in twenty.
func (o office) round(t testing.TB, r *rand.Rand, n int) Input {
	l := &ledger.Ledger{Round: "2019-h1", AsOf: "2019-06-30"}
	in := Input{Scheme: scheme(t), Round: o.context.Round, Ledger: l, Table: o.context.Table, Plan: &duty.Plan{}, Lights: &Lights{}, Decisions: &decision.Set{}}
	cells := make([]map[string]string, len(o.rows))
	for i := range cells {
		cells[i] = map[string]string{}
		for c, field := range []string{form.FieldID, form.FieldTask, form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldDate, form.FieldLinks, form.FieldEvidence, form.FieldProblems, form.FieldNext} {
			cells[i][field] = fmt.Sprintf("%c%d", 'A'+c, i+6)
		}
	}
	for k := range n {
		u := ledger.Unit{Name: fmt.Sprintf("单位%05d", k), Group: []string{"政府部门", "乡镇街道"}[k%2], Expected: true, Due: "2019-07-05"}
		file := u.Name + "填报表.xlsx"
		for i, row := range o.rows {
			item := row.Item.ID
			u.Required = append(u.Required, item)
			in.Plan.Assignments = append(in.Plan.Assignments, duty.Assignment{Item: item, Unit: u.Name, Duty: []duty.Role{duty.Lead, duty.Responsible, duty.Responsible}[r.IntN(3)], Certain: true})
			if k%15 == 14 || r.IntN(30) == 0 {
				u.Missing = append(u.Missing, item)
				continue
			}
			e := ledger.Entry{Unit: u.Name, Item: item, Fate: ledger.Merged, Source: ledger.Source{File: file, Sheet: "填报表", Row: i + 6, Cells: cells[i]}}
			switch r.IntN(6) {
			case 0, 1:
				e.Status, e.Date = form.Done, "2019-05-20"
			case 2:
				e.Status = form.NotStarted
			case 3:
				e.Status = form.NotApplicable
			default:
				e.Status, e.Progress = form.Ongoing, fmt.Sprint(r.IntN(100))
			}
			if r.IntN(4) > 0 {
				e.Links = []string{"http://www.weishan.gov.cn/1.html"}
			} else if r.IntN(2) == 0 {
				e.Evidence = "会议纪要〔2019〕3号。"
			}
			l.Entries = append(l.Entries, e)
		}
		if u.Reported = len(u.Missing) < len(u.Required); u.Reported {
			u.Received, u.Files = "2019-07-0"+fmt.Sprint(1+r.IntN(9)), []string{file}
			u.Late = u.Received > u.Due
			in.Findings = append(in.Findings, findingsOf(r, u, len(o.rows))...)
			for _, kind := range EventKinds[1:] {
				if r.IntN(3) == 0 {
					in.Events = append(in.Events, Event{u.Name, kind, "2019-h1", finding.Place{File: file, Sheet: "填报表", Cell: "E7"}})
				}
			}
		} else {
			in.Events = append(in.Events, Event{Unit: u.Name, Kind: "missing", Round: "2019-h1"})
		}
		if k%20 == 0 {
			in.Decisions.Waivers = append(in.Decisions.Waivers, decision.Waiver{Unit: u.Name, Code: "V01", Item: o.rows[r.IntN(len(o.rows))].Item.ID})
			in.Decisions.Adjustments = append(in.Decisions.Adjustments, decision.Adjustment{Unit: u.Name, Points: "1"})
		}
		l.Units = append(l.Units, u)
	}
	return in
}

func findingsOf(r *rand.Rand, u ledger.Unit, items int) []finding.Finding {
	var out []finding.Finding
	for range 12 {
		f := finding.Finding{Code: []string{"V01", "V05", "E01", "E03", "L02", "U06", "P02", "X02"}[r.IntN(8)], Severity: finding.Warning, Unit: u.Name, File: u.Files[0], Sheet: "填报表"}
		for range 1 + r.IntN(3) {
			f.Cells = append(f.Cells, fmt.Sprintf("%c%d", 'C'+r.IntN(5), 6+r.IntN(items)))
		}
		f.Cell = f.Cells[0]
		out = append(out, f)
	}
	return out
}

// BenchmarkScore scores 10,000 units with forty items each; "reading" is what it takes to read so
// many sheets with our own reader and to recognise the forms in them, taken from a hundred of
// them in the same run.
func BenchmarkScore(b *testing.B) {
	const items, units, sheets = 40, 10_000, 100
	o, r := newOffice(b, items), rand.New(rand.NewPCG(1, 2))
	var files [][]byte
	for _, u := range o.context.Roster.Units[:10] {
		files = append(files, o.sheet(b, r, u))
	}
	in := o.round(b, r, units)
	for _, name := range []string{"", "多级指标", "百分扣分"} {
		scheme := in
		if name != "" {
			scheme.Scheme = kept(b, name)
		}
		b.Run("scheme="+name, func(b *testing.B) {
			var reading, scoring time.Duration
			for b.Loop() {
				start := time.Now()
				for i := range sheets {
					o.read(b, "a.xlsx", files[i%len(files)])
				}
				reading += time.Since(start)
				start = time.Now()
				if _, err := Score(scheme); err != nil {
					b.Fatal(err)
				}
				scoring += time.Since(start)
			}
			perSheet, perUnit := reading.Seconds()/float64(b.N*sheets), scoring.Seconds()/float64(b.N*units)
			b.ReportMetric(perSheet*1e6, "reading-µs/sheet")
			b.ReportMetric(perUnit*1e6, "scoring-µs/unit")
			b.ReportMetric(perUnit/perSheet, "scoring/reading")
		})
	}
}
