package tasktable

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
)

const sampleFolder = "../../samples/weishan-2019/"

func readSample(t testing.TB, name string, known []string) *Table {
	t.Helper()
	wb, err := grid.Open(filepath.Join(sampleFolder, name), grid.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := Read(name, wb, readSpec(t), Known{Units: known})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// rawRow is a row of the dump as a splitter of a few lines sees it, written
// without a look at the reader.
type rawRow struct {
	line  int
	cells []string
}

func rawRows(t testing.TB) []rawRow {
	t.Helper()
	data, err := os.ReadFile(sampleFolder + "2019-task-table.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rows []rawRow
	line := 1
	for _, block := range strings.Split(string(data), "\n\n") {
		body := strings.TrimLeft(block, "\n")
		at := line + len(block) - len(body)
		if cells := strings.Split("\n"+body, "\n\t")[1:]; len(cells) == 4 {
			if cells[0] == "" {
				at++
			}
			rows = append(rows, rawRow{at, cells})
		}
		line += strings.Count(block, "\n") + 2
	}
	return rows[1:] // without the header
}

// weishan lists the 41 items: ID, the beginning of the task's title, the
// number of responsible and of cooperating units.
var weishan = []struct {
	id, title   string
	responsible int
	cooperating int
}{
	{"1", "推进新旧动能转换", 7, 3}, {"2.1", "推进乡村振兴", 5, 2}, {"2.2", "推进乡村振兴", 2, 1}, {"2.3", "推进乡村振兴", 3, 1},
	{"2.4", "推进乡村振兴", 5, 1}, {"3.1", "做好打赢“三大攻坚战”信息公开", 6, 3}, {"3.2", "做好打赢", 2, 2}, {"3.3", "做好打赢", 7, 2},
	{"4", "优化涉企服务", 5, 3}, {"5", "加强权责清单", 2, 3}, {"6", "推进规范性文件", 1, 1}, {"7", "全面推进“双随机", 2, 3},
	{"8", "推进社会信用体系", 1, 3}, {"9", "推进重要部署", 1, 2}, {"10", "推进人大代表", 3, 0}, {"11", "推进重大建设项目", 7, 3},
	{"12", "推进财政信息", 1, 3}, {"13", "推进行政执法", 1, 2}, {"14", "推进国资国企", 2, 1}, {"15", "推进社会救助", 2, 2},
	{"16", "推进社会保险", 2, 2}, {"17", "推进就业创业", 3, 3}, {"18.1", "推进教育和医疗", 1, 2}, {"18.2", "推进教育和医疗", 3, 1},
	{"19", "推进征地", 1, 2}, {"20", "推进公共文化", 2, 2}, {"21", "推进灾害事故", 3, 3}, {"22", "推进公共企事业", 1, 2},
	{"23", "做好重要政策", 1, 2}, {"24", "建立健全舆情", 3, 0}, {"25", "多渠道多形式", 3, 0}, {"26", "推进重大决策", 3, 0},
	{"27", "建立健全会议", 3, 0}, {"28", "建立健全公众意见", 3, 0}, {"29", "提升政府网站", 3, 0}, {"30", "建立健全政务新媒体", 3, 0},
	{"31", "推进政府公报", 1, 3}, {"32", "加强组织领导", 3, 0}, {"33", "抓好政府信息", 3, 0}, {"34", "提升依申请", 3, 0}, {"35", "做好政务公开", 3, 0},
}

func TestWeishan(t *testing.T) {
	for name, known := range map[string][]string{"without known units": nil, "with known units": rosterNames(t)} {
		t.Run(name, func(t *testing.T) { checkWeishan(t, readSample(t, "2019-task-table.txt", known)) })
	}
}

func checkWeishan(t *testing.T, table *Table) {
	raw, rows := rawRows(t), table.Rows()
	if len(raw) != 41 || len(rows) != 41 || len(weishan) != 41 {
		t.Fatalf("%d rows in the dump, %d read, %d expected by hand", len(raw), len(rows), len(weishan))
	}
	if table.Title != "2019年政务公开工作任务分解表" || table.Year != 2019 || len(table.Findings) != 0 {
		t.Errorf("title %q, year %d, findings %+v", table.Title, table.Year, table.Findings)
	}
	sections, tasks := 0, 0
	for _, c := range table.Chapters {
		sections += len(c.Sections)
		for _, s := range c.Sections {
			tasks += len(s.Tasks)
		}
	}
	if len(table.Chapters) != 5 || sections != 16 || tasks != 35 {
		t.Errorf("%d chapters, %d sections, %d tasks", len(table.Chapters), sections, tasks)
	}
	residue := strings.NewReplacer("[bookmark: RANGE!C15]", "", "[bookmark: _GoBack]", "")
	for i, r := range rows {
		want, it := weishan[i], r.Item
		if it.ID != want.id || !strings.HasPrefix(r.Task, want.title) || len(it.Responsible) != want.responsible || len(it.Cooperating) != want.cooperating || len(it.Lead) != 0 {
			t.Errorf("item %d: got %s %s, %q, %q; want %+v", i, it.ID, r.Task, it.Responsible, it.Cooperating, want)
		}
		cells := raw[i].cells
		if it.Written["responsible"] != cells[1] || it.Written["cooperating"] != cells[2] || it.Written["lead"] != "" || it.Requirement != residue.Replace(strings.TrimRight(cells[3], "\n")) {
			t.Errorf("item %s differs from the dump:\n%+v\n%q", it.ID, it, cells)
		}
		// Every unit is written in its cell, and nothing but separators is left.
		for role, units := range map[string][]string{"responsible": it.Responsible, "cooperating": it.Cooperating} {
			cell := strings.ReplaceAll(it.Written[role], "\n", "")
			for _, u := range units {
				cell = strings.Replace(cell, u, "", 1)
			}
			if rest := strings.Trim(cell, "、，"); rest != "" {
				t.Errorf("item %s: %q is left of the cell", it.ID, rest)
			}
		}
	}
	if r := rows[1]; r.Chapter != "一、围绕政策落实扩大公开" || r.Section != "（一）做好助推微山经济高质量发展信息公开" {
		t.Errorf("headings %q, %q", r.Chapter, r.Section)
	}
	if r := rows[15]; !slices.Contains(r.Item.Responsible, "市公共资源交易服务中心微山县分中心") {
		t.Errorf("item 11: %q", r.Item.Responsible)
	}
}

func TestWeishanSources(t *testing.T) {
	raw := rawRows(t)
	for i, r := range readSample(t, "2019-task-table.txt", nil).Rows() {
		want := finding.Place{File: "2019-task-table.txt", Cell: "L" + strconv.Itoa(raw[i].line)}
		if r.Item.Source != want {
			t.Errorf("item %s: source %+v, want %+v", r.Item.ID, r.Item.Source, want)
		}
	}
}

func TestWeishanDeadlines(t *testing.T) {
	want := map[string]string{
		"6":   `{"text":"7月底前","kind":"date","due":"2019-07-31"}`,
		"14":  `{"text":"按月","kind":"recurring","every":"month"}`,
		"23":  `{"text":"每年解读重要政策措施不少于2次","kind":"count","every":"year","times":2}`,
		"29":  `{"text":"2019年年底前","kind":"date","due":"2019-12-31"}`,
		"3.3": `{"text":"每季度","kind":"recurring","every":"quarter"}`,
		"16":  `{"text":"定期","kind":"periodic"}`,
	}
	table := readSample(t, "2019-task-table.txt", nil)
	for id, d := range want {
		r, ok := table.Find(id)
		data, _ := json.Marshal(r.Item.Deadlines)
		if !ok || !strings.Contains(string(data), d) {
			t.Errorf("%s: %s lacks %s", id, data, d)
		}
	}
}

// rosterNames gives the names and aliases of the sample roster.
func rosterNames(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile(sampleFolder + "roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		fields := strings.Split(line, ",")
		out = append(append(out, fields[0], fields[1]), strings.Split(fields[2], ";")...)
	}
	return out
}
