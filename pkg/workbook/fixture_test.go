package workbook

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"

	"github.com/xuri/excelize/v2"
)

func layout(t testing.TB) *Layout {
	t.Helper()
	data, err := os.ReadFile("../../templates/workbook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l, err := ParseLayout(policy.File{Name: "workbook.yaml", Data: data})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// table has the shape of a real one: chapters, sections, tasks of one and of several rows.
func table(items int) *tasktable.Table {
	t := &tasktable.Table{Title: "示例县2019年政务公开工作任务分解表", Year: 2019}
	numerals := []string{"一", "二", "三", "四", "五"}
	topics := []string{"围绕稳增长加强重大政策和决策部署公开", "围绕深化改革推进重点领域信息公开", "围绕民生改善推进社会公益事业建设领域政府信息公开", "加强政策解读和回应关切", "完善制度规范和组织保障"}
	n := 0
	for c := range 5 {
		ch := tasktable.Chapter{Number: numerals[c], Title: topics[c]}
		for s := range 3 {
			sec := tasktable.Section{Number: "（" + numerals[s] + "）", Title: "推进" + topics[(c+s+1)%5]}
			for range (items + 14) / 15 {
				if n == items {
					break
				}
				n++
				k := tasktable.Task{Number: n, Title: fmt.Sprintf("推进财政预决算信息公开第%d项", n)}
				rows := 1
				if n == 2 {
					rows = 3
				}
				for r := range rows {
					id := fmt.Sprint(n)
					if rows > 1 {
						id = fmt.Sprintf("%d.%d", n, r+1)
					}
					k.Items = append(k.Items, tasktable.Item{ID: id, Requirement: "完善预决算公开平台，集中公开政府预决算和部门预决算。2019年7月底前公开本级政府债务限额、余额；按月公开收支情况，及时回应社会关切，每年组织培训不少于2次。",
						Deadlines: []tasktable.Deadline{{Text: "2019年7月底前", Kind: "date", Due: "2019-07-31"}, {Text: "按月", Kind: "recurring", Every: "month"}}})
				}
				sec.Tasks = append(sec.Tasks, k)
			}
			ch.Sections = append(ch.Sections, sec)
		}
		t.Chapters = append(t.Chapters, ch)
	}
	return t
}

// round makes a whole round: units x items, some missing, late or rejected.
func round(t testing.TB, units, items int) Input {
	in := Input{Layout: layout(t), County: "示例县", Office: "示例县人民政府办公室", Title: "示例县2019年政务公开工作", Year: 2019, Sample: true,
		Round: form.Round{ID: "2019-h1", Name: "上半年", Kind: "half", Due: "2019-07-05", AsOf: "2019-06-30", Year: 2019},
		Table: table(items), Plan: &duty.Plan{}, Roster: &roster.Roster{}, Ledger: &ledger.Ledger{Round: "2019-h1", AsOf: "2019-06-30"},
		Scores: &assess.Scores{}, Inbox: "../../inbox/2019-h1"}
	groups := []string{"政府部门", "乡镇街道", "垂直管理"}
	rows := in.Table.Rows()
	for u := range units {
		group := groups[u%3]
		name := fmt.Sprintf("县第%d局", u+1)
		if group == "乡镇街道" {
			name = fmt.Sprintf("示例%d街道", u+1)
		}
		if u == 0 {
			name = "县公共资源交易服务中心示例分中心"
		}
		in.Roster.Units = append(in.Roster.Units, roster.Unit{Name: name, Group: group, Active: true, Contact: "政务公开专员 0537-0000000"})
		unit := ledger.Unit{Name: name, Group: group, Expected: true, Due: "2019-07-05"}
		file := group + "/" + name + ".xlsx"
		verdict := finding.Accepted
		for i, r := range rows {
			role := duty.Responsible
			if i%7 == 0 {
				role = duty.Lead
			}
			in.Plan.Assignments = append(in.Plan.Assignments, duty.Assignment{Item: r.Item.ID, Unit: name, Duty: role, Certain: true, Via: "县政府各部门"})
			unit.Required = append(unit.Required, r.Item.ID)
			if u%15 == 7 || (u%9 == 4 && i%5 == 1) {
				unit.Missing = append(unit.Missing, r.Item.ID)
				continue
			}
			e := ledger.Entry{Unit: name, Item: r.Item.ID, Duty: string(role), Fate: ledger.Merged, Status: form.Done, Progress: "80", Date: "2019-06-20",
				ProgressText: "一是制定了《示例县政务公开工作方案》，明确责任科室和时限；二是在县政府网站公开预决算信息32条，政府债务限额、余额同步公开；三是开展培训2次，参训人员60余人。",
				Links:        []string{"http://www.example.gov.cn/art/2019/6/20/art_1234_567890.html"}, Evidence: "网站截图", Problems: "无", Next: "持续推进",
				Source: ledger.Source{File: file, Sheet: "填报表", Row: i + 6, Cells: map[string]string{"progress_text": fmt.Sprintf("F%d", i+6), "status": fmt.Sprintf("D%d", i+6)}}}
			if i%4 == 1 {
				e.Status = form.Ongoing
			}
			e.Written = map[string]string{"status": "已办结", "progress": "八成", "date": "2019年6月20日", "progress_text": e.ProgressText, "links": e.Links[0], "evidence": e.Evidence, "problems": "无", "next": e.Next}
			in.Ledger.Entries = append(in.Ledger.Entries, e)
		}
		if len(unit.Missing) < len(rows) {
			unit.Reported, unit.Received, unit.Late, unit.Files = true, "2019-07-03", u%11 == 3, []string{file}
			if u%6 == 2 {
				verdict = finding.Returned
				f := finding.Finding{File: file, Code: "V03", Severity: finding.Error, Sheet: "填报表", Cell: "E7", Cells: []string{"E7"}, Unit: name, Item: rows[1].Item.ID,
					Message: "工作表“填报表” E7：进度“120%”超出范围，应为 0 至 100 的百分数。", Hint: "请改为实际完成的百分比，如 80%。"}
				in.Findings = append(in.Findings, f)
				f.Code, f.Severity, f.Cells, f.Cell, f.Item = "E01", finding.Warning, []string{"G6", "G8", "G9", "G10", "G11"}, "G6", ""
				f.Message, f.Hint = "工作表“填报表” G6、G8、G9、G10 等 5 处：没有公开链接。", "已公开的请填写网址，不宜公开的请注明理由。"
				in.Findings = append(in.Findings, f)
			}
			n := len(rows) - len(unit.Missing)
			in.Files = append(in.Files, check.File{Path: file, Unit: name, Verdict: verdict, Rows: ledger.Rows{Read: n, Merged: n},
				Sheets: []check.Sheet{{Sheet: "填报表", Unit: name, Verdict: verdict}}})
		}
		in.Ledger.Units = append(in.Ledger.Units, unit)
		in.Scores.Units = append(in.Scores.Units, assess.UnitScore{Unit: name, Group: group, Score: "92.50", Grade: "优秀", Rank: u/3 + 1, Adjustment: "0", Final: "92.50",
			Lines: []assess.Line{{Indicator: "报送及时", Clause: "按时报送得满分，迟报扣5分", Max: "20", Score: "20", Reason: "2019-07-03 报送，未超过 2019-07-05。", Sources: []finding.Place{{File: file}}},
				{Indicator: "任务完成", Clause: "按完成条数占比计分", Max: "60", Score: "57.5", Reason: "应报41条，完成39条。", Items: []string{"2.1", "3"}, Sources: []finding.Place{{File: file, Sheet: "填报表", Cell: "D7"}}},
				{Indicator: "信息质量", Clause: "每处错误扣0.5分", Max: "20", Score: "15.0", Reason: "错误10处。"}}})
	}
	return in
}

func write(t testing.TB, do func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := do(&b); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("WORKBOOK_OUT"); dir != "" { // to look at
		os.WriteFile(fmt.Sprintf("%s/%s.xlsx", dir, t.Name()), b.Bytes(), 0o644)
	}
	return b.Bytes()
}

// opened reads a written workbook: sheet → cell → text.
func opened(t testing.TB, data []byte) (*excelize.File, map[string]map[string]string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	out := map[string]map[string]string{}
	for _, s := range f.GetSheetList() {
		out[s] = map[string]string{}
		rows, err := f.GetRows(s, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rows {
			for j, text := range r {
				if text != "" {
					out[s][ref(i+1, j+1)] = text
				}
			}
		}
	}
	return f, out
}
