package workbook

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zwgk/pkg/assess"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"

	"github.com/xuri/excelize/v2"
)

func ledgerBook(t testing.TB, in Input) (*excelize.File, map[string]map[string]string) {
	return opened(t, write(t, func(b *bytes.Buffer) error { return Ledger(b, in) }))
}

// column gives the texts below a header word.
func column(t testing.TB, f *excelize.File, sheet, head string) []string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if c := slices.Index(r, head); c >= 0 {
			var out []string
			for _, below := range rows[i+1:] {
				text := ""
				if c < len(below) {
					text = below[c]
				}
				out = append(out, text)
			}
			return out
		}
	}
	t.Fatalf("%s has no column %s", sheet, head)
	return nil
}

func TestLedgerLook(t *testing.T) {
	in := round(t, 47, 39)
	f, _ := ledgerBook(t, in)
	if got := strings.Join(f.GetSheetList(), " "); got != "汇总 台账 单位情况 问题清单 评分 得分明细" {
		t.Errorf("sheets %s", got)
	}
	states := map[string]int{}
	for _, s := range column(t, f, "台账", "完成情况") {
		states[s]++
	}
	if states["未报送"] != 155 || states["已完成"] != 1340 || states["正在推进"] != 432 || len(states) != 3 {
		t.Errorf("states %v", states)
	}
	layout, err := f.GetPageLayout("台账")
	if err != nil || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 || *layout.Size != 8 {
		t.Errorf("page layout %+v", layout)
	}
	props, _ := f.GetSheetProps("台账")
	if props.FitToPage == nil || !*props.FitToPage {
		t.Error("fit to page was lost to the filter")
	}
	panes, _ := f.GetPanes("台账")
	if !panes.Freeze || panes.YSplit != 4 || panes.XSplit != 2 {
		t.Errorf("panes %+v", panes)
	}
	names := fmt.Sprint(f.GetDefinedName())
	if !strings.Contains(names, "'台账'!$4:$4") || !strings.Contains(names, "'台账'!$A$4:$W$1931") {
		t.Errorf("print titles or filter missing: %s", names)
	}
	if dim, _ := f.GetSheetDimension("台账"); dim != "A1:W1931" {
		t.Errorf("dimension %s", dim)
	}
	ok, target, _ := f.GetCellHyperLink("台账", "W5")
	if !ok || target != "../../inbox/2019-h1/政府部门/县公共资源交易服务中心示例分中心.xlsx#填报表!F6" {
		t.Errorf("link %q", target)
	}
}

func TestSummaryReconciles(t *testing.T) {
	in := round(t, 47, 39)
	in.Files[0].Rows = ledger.Rows{Read: 50, Merged: 41, Superseded: 3, Unmatched: 4, Empty: 2}
	missing := 0
	for _, u := range in.Ledger.Units {
		missing += len(u.Missing)
		for _, item := range u.Missing { // what a sheet of another round said of it does not count
			in.Ledger.Entries = append(in.Ledger.Entries, ledger.Entry{Unit: u.Name, Item: item, Fate: ledger.Unmatched}, ledger.Entry{Unit: u.Name, Item: item, Fate: ledger.EmptyRow})
		}
	}
	v := newView(&in)
	n := v.total()
	if missing == 0 || n["unanswered"] != missing {
		t.Errorf("%d unanswered, want %d", n["unanswered"], missing)
	}
	if n["rows_read"] != n["rows_merged"]+n["rows_superseded"]+n["rows_unmatched"]+n["rows_empty"] {
		t.Errorf("rows %v", n)
	}
	if n["required"] != n["answered"]+n["unanswered"] || n["units_expected"] != n["units_reported"]+n["units_missing"] {
		t.Errorf("%v", n)
	}
	in.Findings = append(in.Findings, finding.Finding{Severity: finding.Error, Code: "U01"})
	stranger := newView(&in)
	groups := stranger.byGroup()
	if total := stranger.total(); groups[len(groups)-1].tally["errors"] != total["errors"] || groups[len(groups)-2].heading != "单位不明" {
		t.Errorf("errors by group %v, in all %d", groups[len(groups)-1].tally, total["errors"])
	}
	for _, block := range [][]headed{v.byHeading(), v.byGroup()} {
		sum := block[len(block)-1].tally
		for _, key := range []string{"required", "answered", "unanswered", "done"} {
			if sum[key] != n[key] {
				t.Errorf("total of %s is %d, want %d", key, sum[key], n[key])
			}
		}
	}
}

func TestValuesAsWritten(t *testing.T) {
	in := round(t, 1, 3)
	in.Sample = false
	e := &in.Ledger.Entries[0]
	hostile := "=HYPERLINK(\"http://x\",\"点我\")"
	e.Written = map[string]string{"status": "办结了", "progress": "过半", "date": "7月底", "progress_text": hostile, "links": "见网站", "problems": "+1 @甲\n第二行\r\n 末尾有空格 ",
		"next": "_x0041_ 控制符\x01", "remark": "电话13812345678", "evidence": "-"}
	e.Status, e.Progress, e.Date, e.Links = form.Done, "", "2019-07", []string{"http://www.example.gov.cn/a"}
	e.Row = &form.Entry{Extra: map[string]string{"分管领导": "张某"}}
	f, cells := ledgerBook(t, in)
	sheet := cells["台账"]
	for head, want := range map[string]string{"完成情况": "已完成", "进度": "过半", "完成时间": "2019-07", "进展情况": hostile, "公开链接": "见网站\nhttp://www.example.gov.cn/a",
		"存在问题": "+1 @甲\n第二行\n 末尾有空格 ", "下一步": "_x0041_ 控制符␁", "备注": "电话138******78", "佐证材料": "-",
		"原文补充": "完成情况：办结了\n完成时间：7月底\n分管领导：张某", "职责": "牵头", "时限": "2019年7月底前（2019-07-31）\n按月"} {
		if got := column(t, f, "台账", head)[0]; got != want {
			t.Errorf("%s is %q, want %q", head, got, want)
		}
	}
	for at := range sheet {
		if formula, _ := f.GetCellFormula("台账", at); formula != "" {
			t.Errorf("%s holds a formula %q", at, formula)
		}
	}
}

func TestLongTextGoesOn(t *testing.T) {
	in := round(t, 1, 3)
	long := strings.Repeat("进展😀", 20000)
	in.Ledger.Entries[0].ProgressText, in.Ledger.Entries[0].Written["progress_text"] = long, long
	f, cells := ledgerBook(t, in)
	got := column(t, f, "台账", "进展情况")
	if got[0]+got[1]+got[2] != long {
		t.Errorf("the pieces of %d bytes have %d", len(long), len(got[0]+got[1]+got[2]))
	}
	if ids := column(t, f, "台账", "任务编号"); ids[0] != "1" || ids[1] != "1" || ids[2] != "1" || ids[3] != "2（1）" {
		t.Errorf("items %v", ids[:4])
	}
	if s := column(t, f, "台账", "完成情况"); s[1] != "" && s[1] != "（续上行）" || !strings.Contains(strings.Join(slices.Collect(maps.Values(cells["台账"])), ""), "已在下一行续写") {
		t.Errorf("nothing says that the row goes on: %v", s)
	}
}

func TestUnmergedRowsAreKept(t *testing.T) {
	in := round(t, 2, 3)
	file := in.Files[0].Path
	in.Ledger.Entries = append(in.Ledger.Entries,
		ledger.Entry{Unit: "县第2局", Item: "2.1", Fate: ledger.Superseded, Written: map[string]string{"progress_text": "旧稿", "其他栏": "其他"}, Source: ledger.Source{File: file, Sheet: "填报表", Row: 30}},
		ledger.Entry{Fate: ledger.Unmatched, Written: map[string]string{"task": "不知哪项"}, Source: ledger.Source{File: file, Sheet: "填报表", Row: 31}},
		ledger.Entry{Fate: ledger.EmptyRow, Source: ledger.Source{File: file, Sheet: "填报表", Row: 32}})
	in.Findings = append(in.Findings, finding.Finding{File: file, Sheet: "填报表", Cells: []string{"A31", "B31"}, Severity: finding.Error, Message: "任务对不上。"})
	f, _ := ledgerBook(t, in)
	if got := column(t, f, "未并入", "内容"); len(got) != 2 || got[0] != "进展情况：旧稿\n其他栏：其他" || got[1] != "工作任务：不知哪项" {
		t.Errorf("%q", got)
	}
	if got := column(t, f, "未并入", "原因"); !strings.HasSuffix(got[1], "\n任务对不上。") || strings.Contains(got[0], "任务对不上") {
		t.Errorf("%q", got)
	}
}

func TestScoresAreExact(t *testing.T) {
	in := round(t, 2, 3)
	in.Scores.Units[0].Final, in.Scores.Units[0].Rank = "88.125", 2
	in.Scores.Units[1].Group, in.Scores.Units[1].Rank = in.Scores.Units[0].Group, 1
	in.Scores.Units[0].Lines = append(in.Scores.Units[0].Lines, assess.Line{Indicator: "信息质量", Max: "5", Score: "-0.1", Reason: "x"})
	f, _ := ledgerBook(t, in)
	if got := column(t, f, "评分", "最终得分"); got[0] != "92.50" || got[1] != "88.125" {
		t.Errorf("%v", got)
	}
	if got := column(t, f, "评分", "信息质量"); got[1] != "14.90" {
		t.Errorf("%v", got)
	}
	in.Scores = nil
	if _, cells := ledgerBook(t, in); !strings.Contains(fmt.Sprint(cells["评分"]), "本期没有评分") {
		t.Error("an empty table instead of a sentence")
	}
}

func TestSameBytes(t *testing.T) {
	data := sent(t)
	for name, do := range map[string]func(*bytes.Buffer) error{
		"ledger": func(b *bytes.Buffer) error { return Ledger(b, round(t, 9, 20)) },
		"chase":  func(b *bytes.Buffer) error { return Chase(b, round(t, 9, 20)) },
		"plan":   func(b *bytes.Buffer) error { return Plan(b, round(t, 9, 20)) },
		"mark":   func(b *bytes.Buffer) error { return Mark(b, marking(t, "x.xlsx", data)) },
		"copy":   func(b *bytes.Buffer) error { return Mark(b, marking(t, "x.csv", []byte("编号,进展\n1,甲\n"))) },
	} {
		first := write(t, do)
		for range 5 {
			if !bytes.Equal(first, write(t, do)) {
				t.Errorf("%s differs from run to run", name)
				break
			}
		}
	}
}

// TestColumnsInOrder: Excel wants the columns of a sheet from left to right.
func TestColumnsInOrder(t *testing.T) {
	for name, do := range map[string]func(*bytes.Buffer) error{
		"ledger": func(b *bytes.Buffer) error { return Ledger(b, round(t, 2, 3)) },
		"plan":   func(b *bytes.Buffer) error { return Plan(b, round(t, 2, 3)) },
		"copy": func(b *bytes.Buffer) error {
			return Mark(b, marking(t, "x.csv", []byte("编号,任务,进展\n1,乙,甲\n")))
		},
	} {
		parts, err := partsOf(write(t, do))
		if err != nil {
			t.Fatal(err)
		}
		for part, data := range parts {
			last := 0
			for _, m := range regexp.MustCompile(`<col min="(\d+)" max="(\d+)"`).FindAllSubmatch(data, -1) {
				from, _ := strconv.Atoi(string(m[1]))
				if to, _ := strconv.Atoi(string(m[2])); from <= last {
					t.Errorf("%s: column %d of %s stands behind column %d", name, from, part, last)
				} else {
					last = to
				}
			}
		}
	}
}

func TestChase(t *testing.T) {
	in := round(t, 47, 39)
	f, _ := opened(t, write(t, func(b *bytes.Buffer) error { return Chase(b, in) }))
	states := column(t, f, "催报清单", "状态")
	if states[0] != "未报送" || states[3] != "退回修改" || !slices.Contains(states, "退回修改、迟报") || !slices.Contains(states, "有任务未报") {
		t.Errorf("%v", states)
	}
	in = round(t, 2, 3)
	_, cells := opened(t, write(t, func(b *bytes.Buffer) error { return Chase(b, in) }))
	if got := fmt.Sprint(cells); !strings.Contains(got, "数据截至：2019-06-30　") || !strings.Contains(got, "各单位均已按要求报送") || strings.Contains(got, "序号") || strings.Contains(got, "0家") {
		t.Errorf("%s", got)
	}
	in.Round.AsOf = ""
	_, cells = opened(t, write(t, func(b *bytes.Buffer) error { return Chase(b, in) }))
	if got := fmt.Sprint(cells); !strings.Contains(got, "报送期：上半年　编制：") || strings.Contains(got, "截至") || strings.ContainsAny(got, "{}") {
		t.Errorf("a round without a day of its data: %s", got)
	}
	busy := round(t, 47, 39)
	busy.Office = ""
	_, cells = opened(t, write(t, func(b *bytes.Buffer) error { return Chase(b, busy) }))
	if got := fmt.Sprint(cells); !strings.Contains(got, "数据截至：2019-06-30\n未报送3家") {
		t.Errorf("without an office: %s", got)
	}
	in.Ledger.Units = nil
	_, cells = opened(t, write(t, func(b *bytes.Buffer) error { return Chase(b, in) }))
	if got := fmt.Sprint(cells); !strings.Contains(got, "本期没有单位承担报送任务") {
		t.Errorf("a round of which nobody has a part: %s", got)
	}
}

func TestPlan(t *testing.T) {
	in := round(t, 47, 39)
	in.Plan.Undecided = []duty.Undecided{{Item: "6", Duty: duty.Cooperating, Text: "县政府有关部门"}}
	in.Plan.Unknown = []duty.Unknown{{Item: "2.1", Text: "县某局", Candidates: []string{"县第3局", "县第4局"}}}
	f, _ := opened(t, write(t, func(b *bytes.Buffer) error { return Plan(b, in) }))
	if got := strings.Join(f.GetSheetList(), " "); got != "任务分工 按单位 待决定 zwgk-plan 候选" {
		t.Errorf("sheets %s", got)
	}
	if got := column(t, f, "待决定", "候选单位"); len(got) != 2 || got[1] != "县第3局、县第4局" {
		t.Errorf("%v", got)
	}
	if got := column(t, f, "按单位", "任务编号"); len(got) != 47*41 {
		t.Errorf("%d rows", len(got))
	}
}

func TestLayoutSlips(t *testing.T) {
	for src, want := range map[string]string{
		"ledger:\n  rows:\n    columns:\n      - {key: progres, head: 进度}\n": "第 4 行第 15 列：不认识的栏目 “progres”",
		"sampel: x\n": "不认识的项目 “sampel”",
	} {
		if _, err := ParseLayout(policy.File{Name: "workbook.yaml", Data: []byte(src)}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v", src, err)
		}
	}
}

var chained = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_`)

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "=1", "_x005F_", "_x005F_x0041_", "a\r\nb", "\x00", "𠮷", " x ", "\xff", "&<>\"'", "@cmd|' /C calc'!A0", "]]>", "\ufffe"} {
		f.Add(s)
	}
	l := layout(f)
	f.Fuzz(func(t *testing.T, s string) {
		if chained.MatchString(s) {
			t.Skip("excelize escapes only the first of two escapes that share a stroke")
		}
		b, err := newBook(l, s, s, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.add(sheet{name: s, widths: []float64{20}, rows: []row{{cells: []cell{{text: s}}}}}); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := b.write(&out); err != nil {
			t.Fatal(err)
		}
		back := grid.Read("x.xlsx", out.Bytes(), grid.Limits{})
		if back.Err != nil {
			t.Fatal(back.Err)
		}
		got := ""
		if len(back.Sheets[0].Cells) > 0 {
			got = back.Sheets[0].Cells[0].Text
		}
		if want := clean(s); got != want && len(s) < 30000 {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func BenchmarkLedger(b *testing.B) {
	for _, size := range []struct{ units, items int }{{47, 39}, {250, 39}} {
		in := round(b, size.units, size.items)
		b.Run(fmt.Sprintf("%dx%d", size.units, size.items), func(b *testing.B) {
			for b.Loop() {
				var out bytes.Buffer
				if err := Ledger(&out, in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The light of an item stands in its row, in its colour; without lights the column is empty.
func TestLightsInTheLedger(t *testing.T) {
	in := round(t, 5, 5)
	e := in.Ledger.Entries[0]
	in.Lights = &assess.Lights{Lights: []assess.Light{{Unit: e.Unit, Item: e.Item, Light: assess.LightRed}}}
	v := newView(&in)
	lit := 0
	for _, l := range v.lines {
		r := v.ledgerRow(l)
		c := ledgerColumns["light"](r)
		if l.unit == e.Unit && l.task.Item.ID == e.Item {
			lit++
			if c.text != "红灯" || c.style.fill != in.Layout.Colours["error"] {
				t.Errorf("%+v", c)
			}
		} else if c.text != "" {
			t.Errorf("a light where there is none: %+v", c)
		}
	}
	if lit != 1 {
		t.Errorf("%d rows are lit", lit)
	}
}
