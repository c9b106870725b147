package tasktable

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
)

// tree is the JSON of a table without its sources.
func tree(t testing.TB, table *Table) string {
	t.Helper()
	data, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	var copied Table
	if err := json.Unmarshal(data, &copied); err != nil {
		t.Fatal(err)
	}
	for _, c := range copied.Chapters {
		for _, s := range c.Sections {
			for _, k := range s.Tasks {
				for i := range k.Items {
					k.Items[i].Source = finding.Place{}
				}
			}
		}
	}
	copied.Findings = nil
	data, _ = json.MarshalIndent(copied, "", " ")
	return string(data)
}

func writeAndRead(t testing.TB, table *Table, known ...string) *Table {
	t.Helper()
	spec := readSpec(t)
	var out, again bytes.Buffer
	if err := Write(&out, table, spec); err != nil {
		t.Fatal(err)
	}
	if err := Write(&again, table, spec); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("not the same bytes twice (%v)", err)
	}
	if path := os.Getenv("TASKTABLE_OUT"); path != "" {
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	back, err := Read("out.xlsx", grid.Read("out.xlsx", out.Bytes(), grid.Limits{}), spec, Known{Units: known})
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func TestWriteReadsBack(t *testing.T) {
	table := readSample(t, "2019-task-table.txt", nil)
	if got, want := tree(t, writeAndRead(t, table)), tree(t, table); got != want {
		t.Errorf("differs:\n%s", firstDifference(got, want))
	}
}

func TestFormatsAgree(t *testing.T) {
	want := tree(t, readSample(t, "2019-task-table.txt", nil))
	for _, name := range []string{"2019-task-table.docx", "2019-task-table.xlsx"} {
		t.Run(name, func(t *testing.T) {
			table := readSample(t, name, nil)
			checkWeishan(t, table)
			if got := tree(t, table); got != want {
				t.Errorf("differs:\n%s", firstDifference(got, want))
			}
		})
	}
	for name, cells := range map[string][2]string{"2019-task-table.docx": {"表1", "A4 A5 B6 B7 B8"}, "2019-task-table.xlsx": {"2019年任务分解表", "A6 A7 B8 B9 B10"}} {
		got := ""
		for i, r := range readSample(t, name, nil).Rows()[:5] {
			if i > 0 {
				got += " "
			}
			got += r.Item.Source.Cell
			if r.Item.Source.Sheet != cells[0] || r.Item.Source.File != name {
				t.Errorf("source %+v", r.Item.Source)
			}
		}
		if got != cells[1] {
			t.Errorf("%s: sources %s, want %s", name, got, cells[1])
		}
	}
}

func firstDifference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, min(len(s), i)-120):min(len(s), i+120)] }
	return "got  …" + cut(got) + "…\nwant …" + cut(want) + "…"
}

func TestCSVAgrees(t *testing.T) {
	data, err := os.ReadFile(sampleFolder + "2019-task-table.txt")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("[bookmark: RANGE!C15]", "", "[bookmark: _GoBack]", "").Replace(string(data))
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, block := range strings.Split(text, "\n\n") {
		block = strings.Trim(block, "\n")
		cells := strings.Split("\n"+block, "\n\t")[1:]
		if len(cells) == 0 {
			cells = []string{block}
		}
		if err := w.Write(append(cells, make([]string, 4-len(cells))...)); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	table, err := Read("t.csv", grid.Read("t.csv", out.Bytes(), grid.Limits{}), readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tree(t, table), tree(t, readSample(t, "2019-task-table.txt", nil)); got != want {
		t.Errorf("differs:\n%s", firstDifference(got, want))
	}
}

// A table whose lead is the first of the list, with further columns and roles
// in prose, is written so that it reads the same.
func TestWriteOtherTables(t *testing.T) {
	for name, s := range map[string]*grid.Sheet{
		"first leads": sheet("表", nil, "2020年任务表", "任务|责任单位（首位为牵头单位）|备注", "1．甲|县财政局、县民政局|x"),
		"roles":       sheet("表", nil, "2020年任务表", "序号|任务|责任单位|完成时限", "1|甲|县财政局牵头，县民政局配合|6月底", "2|乙|县政府各部门|"),
		"headings":    sheet("表", []string{"A3:C3", "A4:C4"}, "2020年任务表", "任务|责任单位|要求", "一、甲", "无编号的节", "1．乙|县财政局|做⏎好", "2．丙|县财政局|"),
	} {
		t.Run(name, func(t *testing.T) {
			table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, readSpec(t), Known{})
			if err != nil {
				t.Fatal(err)
			}
			back := writeAndRead(t, table)
			for i, r := range back.Rows() {
				want := table.Rows()[i]
				want.Item.Source, r.Item.Source = finding.Place{}, finding.Place{}
				want.Item.cells, r.Item.cells = nil, nil
				want.Item.Written, r.Item.Written = nil, nil
				if !reflect.DeepEqual(r, want) {
					t.Errorf("got  %+v\nwant %+v", r, want)
				}
			}
			if len(back.Rows()) != len(table.Rows()) || back.Title != table.Title {
				t.Errorf("%d rows, title %q", len(back.Rows()), back.Title)
			}
		})
	}
}
