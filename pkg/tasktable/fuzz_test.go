package tasktable

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// FuzzRead makes a table out of the bytes. Nothing may panic, no cell below
// the header may be lost, lists are never null and IDs never double.
func FuzzRead(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte("\x01\x10\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"))
	f.Add([]byte("the same input gives the same bytes, and nothing is lost on the way from the cell to the tree"))
	spec := readSpec(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 400 {
			return
		}
		s := randomSheet(data)
		table, err := Read("x.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{s}}, spec, Known{Units: []string{"县财政局"}})
		if err != nil {
			return
		}
		checkWhole(t, table)
		said := everything(table)
		for _, c := range s.Cells {
			if c.Row > 2 && !strings.Contains(said, token(c.Row, c.Col)) {
				t.Errorf("%s %q is lost:\n%s", c.Ref(), c.Text, outline(table))
			}
		}
	})
}

// FuzzDump reads any text as a dump.
func FuzzDump(f *testing.F) {
	data, err := os.ReadFile(sampleFolder + "2019-task-table.txt")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data[:3000]))
	f.Add("\t任务\n\t责任单位\n\n\t1．甲\n\t\n乙\n\n续\n\t丙\n\n\t")
	spec := readSpec(f)
	f.Fuzz(func(t *testing.T, text string) {
		var wb grid.Workbook
		wb.Format = "txt"
		for i, line := range strings.Split(text, "\n") {
			wb.Paragraphs = append(wb.Paragraphs, grid.Paragraph{Number: i + 1, Text: line})
		}
		if table, err := Read("x.txt", &wb, spec, Known{}); err == nil {
			checkWhole(t, table)
		}
	})
}

// token is a text that stands in one cell only, and is longer than a header word.
func token(row, col int) string {
	return fmt.Sprintf("记%c%c这一格的文字不会丢失", 'ａ'+rune(row), 'ａ'+rune(col))
}

// randomSheet takes its rows from the bytes: header, then headings, tasks,
// continuations, gaps and merges in any mixture.
func randomSheet(data []byte) *grid.Sheet {
	s := &grid.Sheet{Name: "表", Visible: true}
	headers := []string{"序号|工作任务|责任单位|配合单位|具体要求|备注", "任务|责任单位|要求|完成时限", "领域|任务||牵头单位|责任单位", "责任单位|要求", "|任务|责任单位"}
	before := []string{"", "", "一、", "（二）", "3．", "（4）", "注：", "合计", "县财政局", "各乡镇（街道）、", "7月底前", "[bookmark: x]", "\n", "牵头，", "5", "——"}
	next := func(i int) byte { return data[i%max(len(data), 1)] }
	if len(data) == 0 {
		return s
	}
	words := strings.Split(headers[int(next(0))%len(headers)], "|")
	for i, w := range words {
		if w != "" {
			s.Cells = append(s.Cells, grid.Cell{Row: 2, Col: i + 1, Text: w})
		}
	}
	for i := 1; i < len(data); i++ {
		row, col := 3+(i-1)/(len(words)+1), 1+(i-1)%(len(words)+1)
		if row > 20 {
			break
		}
		b := next(i)
		if b%3 == 0 {
			continue
		}
		s.Cells = append(s.Cells, grid.Cell{Row: row, Col: col, Text: before[int(b>>3)%len(before)] + token(row, col)})
		if b%7 == 0 {
			s.Merged = append(s.Merged, grid.Range{Row1: row, Col1: col, Row2: row + int(b>>5)%3, Col2: col + int(b>>4)%3})
		}
	}
	return s
}

func everything(t *Table) string {
	var b strings.Builder
	for _, r := range t.Rows() {
		fmt.Fprintln(&b, r.Chapter, r.Section, r.Task, r.Item.Requirement, r.Item.Written, r.Item.Extra)
	}
	for _, c := range t.Chapters {
		fmt.Fprintln(&b, c.Title)
		for _, s := range c.Sections {
			fmt.Fprintln(&b, s.Title)
		}
	}
	for _, f := range t.Findings {
		fmt.Fprintln(&b, f.Value)
	}
	return value.Squeeze(b.String())
}

func checkWhole(t *testing.T, table *Table) {
	data, err := json.Marshal(table)
	if err != nil || strings.Contains(string(data), ":null") {
		t.Errorf("JSON: %v %s", err, data)
	}
	seen := map[string]bool{}
	for _, r := range table.Rows() {
		if seen[r.Item.ID] || r.Item.ID == "" {
			t.Errorf("ID %q twice", r.Item.ID)
		}
		seen[r.Item.ID] = true
	}
}
