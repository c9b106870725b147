package tasktable

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/grid"
)

// sheet makes a worksheet of rows of cells divided by "|"; spaces around the
// marks do not count, ⏎ is a line break.
func sheet(name string, merged []string, rows ...string) *grid.Sheet {
	s := &grid.Sheet{Name: name, Visible: true}
	for i, r := range rows {
		for j, text := range strings.Split(r, "|") {
			if text = strings.ReplaceAll(strings.TrimSpace(text), "⏎", "\n"); text != "" {
				s.Cells = append(s.Cells, grid.Cell{Row: i + 1, Col: j + 1, Type: grid.Text, Text: text, Raw: text})
			}
		}
	}
	for _, m := range merged {
		from, to, _ := strings.Cut(m, ":")
		r1, c1, _ := grid.ParseRef(from)
		r2, c2, _ := grid.ParseRef(to)
		s.Merged = append(s.Merged, grid.Range{Row1: r1, Col1: c1, Row2: r2, Col2: c2})
	}
	return s
}

// outline shows a table in one line for each heading, item and finding.
func outline(t *Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d\n", t.Title, t.Year)
	chapter, section := "", ""
	for _, r := range t.Rows() {
		if r.Chapter != chapter {
			fmt.Fprintln(&b, "章", r.Chapter)
			section = ""
		}
		if r.Section != section {
			fmt.Fprintln(&b, "节", r.Section)
		}
		chapter, section = r.Chapter, r.Section
		it := r.Item
		fmt.Fprintf(&b, "%s %s %s 牵%v 责%v 配%v 求%q", it.Source.Cell, it.ID, r.Task, it.Lead, it.Responsible, it.Cooperating, it.Requirement)
		if len(it.Extra) > 0 {
			fmt.Fprintf(&b, " %v", it.Extra)
		}
		for _, d := range it.Deadlines {
			fmt.Fprintf(&b, " %s%s%s", d.Text, d.Due, d.Every)
		}
		b.WriteByte('\n')
	}
	for _, f := range t.Findings {
		fmt.Fprintln(&b, f.Code, f.Sheet, f.Cell, f.Item, f.Value)
	}
	return b.String()
}

func TestTablesOfOtherMake(t *testing.T) {
	cases := map[string]struct {
		sheets []*grid.Sheet
		want   string
	}{
		"number column, spaces in header words, units before requirements, extra columns": {
			[]*grid.Sheet{sheet("Sheet1", []string{"A1:G1"},
				"示例县2020年政务公开重点工作任务分解表",
				"填报单位：|||||",
				"序 号|重 点 任 务|牵 头⏎单 位|责　任　部　门|工作要求|完成时限|备 注",
				"1|公开财政预算|县财政局|县民政局、县司法局|及时公开|6月底前|重点",
				"2|公开年报|县政府办公室|县政府各部门|每年1月31日前公布|全年|")},
			`示例县2020年政务公开重点工作任务分解表 2020
A4 1 公开财政预算 牵[县财政局] 责[县民政局 县司法局] 配[] 求"及时公开" map[备注:重点 完成时限:6月底前] 及时 6月底前2020-06-30
A5 2 公开年报 牵[县政府办公室] 责[县政府各部门] 配[] 求"每年1月31日前公布" map[备注: 完成时限:全年] 每年1月31日前year 全年
`},
		"roles in prose, requirement last but one, csv without merges": {
			[]*grid.Sheet{sheet("2021年任务清单", nil,
				"责任单位|工作任务|具体措施",
				"|一、重点领域|",
				"县财政局牵头，县民政局、县司法局按职责分工负责|1、公开预算|10月底前公开",
				"县财政局会同县民政局等有关部门|2、公开决算|按月公开")},
			`2021年任务清单 2021
章 一、重点领域
A3 1 公开预算 牵[县财政局] 责[县民政局 县司法局] 配[] 求"10月底前公开" 10月底前2021-10-31
A4 2 公开决算 牵[县财政局] 责[县民政局 有关部门] 配[] 求"按月公开" 按月month
`},
		"units merged down over tasks, two header rows, repeated header, chapter and section in one cell": {
			[]*grid.Sheet{sheet("表", []string{"A1:A2", "B1:B2", "C1:D1", "A3:D3", "C4:C5", "A6:D6", "B8:B9", "A8:A9"},
				"工作任务|工作要求|责任分工|",
				"||牵头单位|配合单位",
				"一、信息公开⏎（一）财政信息|||",
				"（1）预算|要求甲|区财政局|区民政局",
				"（2）决算|要求乙||区司法局",
				"（二）民生信息|||",
				"工作任务|工作要求|责任分工|",
				"（3）救助|要求丙|区民政局|各镇街",
				"||区医保局|各镇街")},
			` 0
章 一、信息公开
节 （一）财政信息
A4 1 预算 牵[区财政局] 责[] 配[区民政局] 求"要求甲"
A5 2 决算 牵[区财政局] 责[] 配[区司法局] 求"要求乙"
节 （二）民生信息
A8 3.1 救助 牵[区民政局] 责[] 配[各镇街] 求"要求丙"
C9 3.2 救助 牵[区医保局] 责[] 配[各镇街] 求"要求丙"
`},
		"numbers restart in each chapter, in a section once more, and one is doubled": {
			[]*grid.Sheet{sheet("表", []string{"A1:C1"},
				"2020年任务表",
				"任务|责任单位|要求",
				"一、甲", "（一）子", "1.一|县财政局|做", "2.二|县财政局|做", "2.三|县财政局|做",
				"（二）丑", "3.四|县财政局|做", "二、乙", "（一）寅", "1.五|县财政局|做", "（二）卯", "1.六|县财政局|做", "7.七|县财政局|做")},
			`2020年任务表 2020
章 一、甲
节 （一）子
A5 一（一）.1 一 牵[] 责[县财政局] 配[] 求"做"
A6 行6 二 牵[] 责[县财政局] 配[] 求"做"
A7 行7 三 牵[] 责[县财政局] 配[] 求"做"
节 （二）丑
A9 一（二）.3 四 牵[] 责[县财政局] 配[] 求"做"
章 二、乙
节 （一）寅
A12 二（一）.1 五 牵[] 责[县财政局] 配[] 求"做"
节 （二）卯
A14 二（二）.1 六 牵[] 责[县财政局] 配[] 求"做"
A15 二（二）.7 七 牵[] 责[县财政局] 配[] 求"做"
D03 表 A7 行7 2
D04 表 A15 二（二）.7 7
`},
		"empty requirement, no unit, impossible date, a task without a number, notes": {
			[]*grid.Sheet{sheet("表", []string{"A7:D7", "A8:D8"},
				"2020年任务表",
				"任务|责任单位|配合单位|要求",
				"1．甲|县财政局|县民政局|",
				"2．乙||县民政局|2020年底11月前完成",
				"丙|县财政局||做",
				"4．丁|县财政局||做",
				"注：以上任务由县政府办公室负责解释。|||",
				"县政府办公室印")},
			`2020年任务表 2020
A3 1 甲 牵[] 责[县财政局] 配[县民政局] 求""
A4 2 乙 牵[] 责[] 配[县民政局] 求"2020年底11月前完成"
A5 行5 丙 牵[] 责[县财政局] 配[] 求"做"
A6 4 丁 牵[] 责[县财政局] 配[] 求"做"
D01 表 D3 1 
D02 表 B4 2 
D05 表 D4 2 2020年底11月前
D04 表 A6 4 4
D06 表 A7  注：以上任务由县政府办公室负责解释。
D06 表 A8  县政府办公室印
`},
		"category column merged down, header word over number and task, second sheet goes on": {
			[]*grid.Sheet{
				sheet("一", []string{"A1:D1", "A3:A4", "B2:C2"},
					"2022年政务公开工作要点任务分工表",
					"领域|重点任务||责任单位（列第一位的为牵头单位）",
					"财政|1|公开预算|县财政局、县民政局",
					"|2|公开决算|县财政局",
					"民生|3|公开救助标准，6月底前|县民政局"),
				sheet("二", nil, "领域|序号|重点任务|责任单位", "民生|4|公开名单|县民政局"),
				sheet("说明", nil, "本表由办公室解释"),
			},
			`2022年政务公开工作要点任务分工表 2022
章 财政
A3 1 公开预算 牵[县财政局] 责[县民政局] 配[] 求""
B4 2 公开决算 牵[县财政局] 责[] 配[] 求""
章 民生
A5 3 公开救助标准，6月底前 牵[县民政局] 责[] 配[] 求"" 6月底前2022-06-30
A2 4 公开名单 牵[] 责[县民政局] 配[] 求""
D07 说明 A1  本表由办公室解释
`},
		"task named on a row of its own, items below": {
			[]*grid.Sheet{sheet("表", []string{"A3:C3", "A6:C6"},
				"2020年任务表", "任务|责任单位|要求", "1．甲", "|县财政局|做一", "|县民政局|做二", "2．乙")},
			`2020年任务表 2020
B4 1.1 甲 牵[] 责[县财政局] 配[] 求"做一"
B5 1.2 甲 牵[] 责[县民政局] 配[] 求"做二"
A6 2 乙 牵[] 责[] 配[] 求""
D02 表 B6 2 
D01 表 C6 2 
`},
		"the number of a row is not the task's": {
			[]*grid.Sheet{sheet("表", nil,
				"2020年任务表", "序号|任务|责任单位", "1|3．甲|县财政局", "2||县民政局", "3|4．乙|县民政局")},
			`2020年任务表 2020
A3 3.1 甲 牵[] 责[县财政局] 配[] 求"" map[序号:1]
A4 3.2 甲 牵[] 责[县民政局] 配[] 求"" map[序号:2]
A5 4 乙 牵[] 责[县民政局] 配[] 求"" map[序号:3]
D04 表 B3 3.1 3
`},
		"merges lost: the task is said again in each row": {
			[]*grid.Sheet{sheet("表", nil,
				"2020年任务表", "任务|责任单位|要求", "1．甲|县财政局|做一", "1．甲|县民政局|做二")},
			`2020年任务表 2020
A3 1.1 甲 牵[] 责[县财政局] 配[] 求"做一"
A4 1.2 甲 牵[] 责[县民政局] 配[] 求"做二"
`},
	}
	spec := readSpec(t)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			table, err := Read("表格.xlsx", &grid.Workbook{Format: "xlsx", Sheets: c.sheets}, spec, Known{})
			if err != nil {
				t.Fatal(err)
			}
			if got := outline(table); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// In a document each chapter may have a table of its own under its heading,
// and a table may go on after a page break.
func TestDocumentOfSeveralTables(t *testing.T) {
	wb := &grid.Workbook{Format: "docx", Sheets: []*grid.Sheet{
		sheet("表1", nil, "任务|责任单位|要求", "1．甲|县财政局|做"),
		sheet("表2", nil, "2．乙|县民政局|做"),
		sheet("表3", nil, "任务|责任单位|要求", "3．丙|县司法局|做"),
		sheet("表4", nil, "签发|日期"),
	}, Paragraphs: []grid.Paragraph{
		{Number: 1, Before: 0, Text: "各单位：请认真落实2019年的任务。"},
		{Number: 2, Before: 0, Text: "2020年政务公开"}, {Number: 3, Before: 0, Text: "工作任务分解表"},
		{Number: 4, Before: 0, Text: "一、重点领域"}, {Number: 5, Before: 1, Text: ""}, {Number: 6, Before: 2, Text: "二、政策解读"},
	}}
	table, err := Read("表.docx", wb, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	want := `2020年政务公开工作任务分解表 2020
章 一、重点领域
A2 1 甲 牵[] 责[县财政局] 配[] 求"做"
A1 2 乙 牵[] 责[县民政局] 配[] 求"做"
章 二、政策解读
A2 3 丙 牵[] 责[县司法局] 配[] 求"做"
D17  P1  各单位：请认真落实2019年的任务。
D07 表4 A1  签发 日期
`
	if got := outline(table); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDump(t *testing.T) {
	text := "附件\n\n2020年任务表\n\n\t任务\n\t责任单位\n\t要求\n\n\t1．甲\n\t县财政局\n\t第一段\n\n第二段\n\n\t\n\t县民政局\n\t[bookmark: x]做\n\n联系人：办公室\n"
	wb := grid.Read("a.txt", []byte(text), grid.Limits{})
	table, err := Read("a.txt", wb, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	want := `2020年任务表 2020
L9 1.1 甲 牵[] 责[县财政局] 配[] 求"第一段\n第二段"
L16 1.2 甲 牵[] 责[县民政局] 配[] 求"做"
D06  L19  联系人：办公室
`
	if got := outline(table); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestNoTable(t *testing.T) {
	spec := readSpec(t)
	for _, wb := range []*grid.Workbook{
		{Format: "xlsx", Sheets: []*grid.Sheet{sheet("a", nil, "姓名|电话", "某|无")}},
		{Format: "txt", Paragraphs: []grid.Paragraph{{Number: 1, Text: "通知"}}},
		{Format: "xlsx"},
	} {
		if _, err := Read("x.xlsx", wb, spec, Known{}); !errors.Is(err, ErrNoTable) || !strings.Contains(err.Error(), "x.xlsx：没有找到任务分解表") {
			t.Errorf("got %v", err)
		}
	}
	broken := &grid.Workbook{Err: &grid.Error{Kind: grid.Corrupt, Message: "文件损坏"}}
	var cause *grid.Error
	if _, err := Read("x.xlsx", broken, spec, Known{}); !errors.As(err, &cause) {
		t.Errorf("got %v", err)
	}
}

// TestBracketsSayWhose: in a list each sentence may end with whose it is, and so may
// parts of one; several brackets at the end speak of one item.
func TestBracketsSayWhose(t *testing.T) {
	page := `<html><body><p>示例县2024年政务公开工作要点（示例数据，纯属虚构）</p><p>一、深化重点领域信息公开</p>` +
		`<p>1.推进财政信息公开。公开预算。（县财政局负责）公开分配结果，6月底前完成。（县财政局牵头，县审计局配合）</p>` +
		`<p>2.推进民生信息公开。公开招生政策（县教育局负责），公开医疗价格（县卫健局负责），公开低保标准（县民政局负责）。</p>` +
		`<p>3.加强回应。建立机制。（牵头单位：县委网信办）（配合单位：各镇街）</p><p>4.建好平台。用好平台（县大数据中心），办好热线。（县政府办公室负责）</p></body></html>`
	table, err := Read("a.html", grid.Read("a.html", []byte(page), grid.Limits{}), readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range table.Rows() {
		got = append(got, fmt.Sprint(r.Item.ID, r.Task, " ", r.Item.Requirement, r.Item.Lead, r.Item.Responsible, r.Item.Cooperating))
	}
	want := []string{
		"1.1推进财政信息公开 公开预算。[] [县财政局] []",
		"1.2推进财政信息公开 公开分配结果，6月底前完成。[县财政局] [] [县审计局]",
		"2推进民生信息公开 公开招生政策（县教育局负责），公开医疗价格（县卫健局负责），公开低保标准。[] [县教育局 县卫健局 县民政局] []",
		"3加强回应 建立机制。[县委网信办] [] [各镇街]",
		"4建好平台 用好平台（县大数据中心），办好热线。[] [县政府办公室] []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestTablesBesideThemselves: a table in two halves, by column or by row.
func TestTablesBesideThemselves(t *testing.T) {
	for name, rows := range map[string][]string{
		"by column": {"序号|工作任务|责任单位|序号|工作任务|责任单位", "1|公开预算|县财政局|3|公开招生|县教育局", "2|公开决算|县财政局|4|公开解读|县司法局"},
		"by row":    {"序号|工作任务|责任单位|序号|工作任务|责任单位", "1|公开预算|县财政局|2|公开决算|县财政局", "3|公开招生|县教育局|4|公开解读|县司法局"},
		"uneven":    {"序号|工作任务|责任单位|序号|工作任务|责任单位", "1|公开预算|县财政局|4|公开解读|县司法局", "2|公开决算|县财政局", "3|公开招生|县教育局"},
	} {
		table, err := Read("a.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{sheet("任务分解表", nil, rows...)}}, readSpec(t), Known{})
		if err != nil {
			t.Fatal(name, err)
		}
		var got []string
		for _, r := range table.Rows() {
			got = append(got, fmt.Sprint(r.TaskNumber, r.Task, r.Item.Responsible))
		}
		if want := "1公开预算[县财政局] 2公开决算[县财政局] 3公开招生[县教育局] 4公开解读[县司法局]"; strings.Join(got, " ") != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestMarkedRolesBelowAGroup: a word that is not known says by a mark who leads and who
// cooperates.
func TestMarkedRolesBelowAGroup(t *testing.T) {
	rows := []string{"序号|工作任务|具体要求|责任单位|", "|||牵头方|协作方", "1|公开预算|公开。|县财政局|县审计局", "2|公开决算|公开。|县财政局|县审计局、县教育局"}
	table, err := Read("a.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{sheet("任务分解表", []string{"A1:A2", "B1:B2", "C1:C2", "D1:E1"}, rows...)}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range table.Rows() {
		got = append(got, fmt.Sprint(r.TaskNumber, r.Item.Lead, r.Item.Responsible, r.Item.Cooperating))
	}
	if want := "1 [县财政局] [] [县审计局] 2 [县财政局] [] [县审计局 县教育局]"; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", got, want)
	}
	said := 0
	for _, f := range table.Findings {
		if f.Code == codeInferredColumn && (f.Cell == "D2" || f.Cell == "E2") {
			said++
		}
	}
	if said != 2 {
		t.Errorf("found %v", table.Findings)
	}
}
