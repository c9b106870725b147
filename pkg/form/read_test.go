package form

import (
	"fmt"
	"strings"
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
)

// items lists the entries as item or (options), with a * for an empty one.
func itemsOf(f *Form) string {
	var out []string
	for _, e := range f.Entries {
		s := e.Item
		if s == "" {
			s = "(" + strings.Join(e.Options, " ") + ")"
		}
		if e.Empty {
			s += "*"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestItems(t *testing.T) {
	const head = "编号|工作任务|工作要求|完成情况|进展情况|备注\n"
	for name, c := range map[string]struct{ rows, want string }{
		"ways of writing":        {"2.1|||已完成|a\n2（2）|||已完成|a\n2(3)|||已完成|a\n２．４|||已完成|a\n2-1|||已完成|a\n2月2日|||已完成|a\n6|||已完成|a\n6（1）|||已完成|a\n任务9|||已完成|a", "2.1 2.2 2.3 2.4 2.1 2.2 6 6 9"},
		"bare title":             {"|推进规范性文件清理结果公开||已完成|a\n|6．推进规范性文件清理结果公开||已完成|a\n|推进“规范性文件”清理结果公开工作||已完成|a", "6 6 6"},
		"title of four rows":     {"|推进乡村振兴信息公开||已完成|a", "(2.1 2.2 2.3 2.4)"},
		"title and requirement":  {"|推进乡村振兴信息公开|加大农民返乡创业、农民职业教育等政策宣传和解读力度|已完成|a", "2.3"},
		"title and cut text":     {"|推进乡村振兴信息公开|做好编制农村生活污水治理专项规划……|已完成|a", "2.4"},
		"title and number":       {"2（3）|推进乡村振兴信息公开||已完成|a", "2.3"},
		"number in the title":    {"|2（3） 推进乡村振兴信息公开||已完成|a\n|2.2||已完成|a", "2.3 2.2"},
		"requirement alone":      {"||理顺和完善领导体制、工作机制|已完成|a", "32"},
		"running numbers":        {"1|推进规范性文件清理结果公开||已完成|a\n2|加强组织领导||已完成|a\n3|别的工作||已完成|a", "6 32 ()"},
		"numbers are meant":      {"9|推进重要部署执行公开||已完成|a\n6|规范性文件||已完成|a", "9 6"},
		"unknown":                {"99|||已完成|a\n|完全不相干的一项工作||已完成|a", "() ()"},
		"task number of several": {"2|||已完成|a", "(2.1 2.2 2.3 2.4)"},
		"empty rows":             {"6|推进规范性文件清理结果公开|||\n9|推进重要部署执行公开||/|—", "6* 9*"},
		"title outranks number":  {"9|推进规范性文件清理结果公开||已完成|a", "6"},
		"year in a title":        {"|2019年别的工作||已完成|a", "()"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := itemsOf(readOne(t, head+c.rows)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestDateAndNumberCells(t *testing.T) {
	s := sheetOf("编号|完成情况|进展情况\nx|已完成|a\nx|已完成|b")
	s.Cells[3].Type, s.Cells[3].Text, s.Cells[3].Raw = grid.Date, "1-Feb", "2019-02-01"
	s.Cells[6].Type, s.Cells[6].Text = grid.Number, "2.1"
	f := readSheets(t, "x.xlsx", s).Forms[0]
	if got := itemsOf(f); got != "2.1 2.1" {
		t.Error(got)
	}
	if f.Entries[0].Written[FieldID] != "1-Feb" {
		t.Error(f.Entries[0].Written)
	}
}

func TestNarrowedByPlan(t *testing.T) {
	sheet := sheetOf("填报单位：县财政局\n工作任务|完成情况|进展情况\n推进乡村振兴信息公开|已完成|a")
	ctx := testContext(t)
	ctx.Plan = &duty.Plan{Assignments: []duty.Assignment{{Item: "2.3", Unit: "县财政局", Duty: duty.Responsible}, {Item: "2.1", Unit: "夏镇街道", Duty: duty.Cooperating}}}
	read := func() string {
		return itemsOf(Read(Input{Workbook: &grid.Workbook{Sheets: []*grid.Sheet{sheet}}}, testSpec(t), ctx).Forms[0])
	}
	if got := read(); got != "2.3" {
		t.Error(got)
	}
	ctx.Plan.Undecided = []duty.Undecided{{Item: "2.1", Duty: duty.Cooperating, Text: "县政府有关部门"}}
	if got := read(); got != "2.3" {
		t.Error("what the unit must report on comes before what it may, got", got)
	}
	ctx.Plan.Undecided[0].Duty = duty.Responsible
	if got := read(); got != "(2.1 2.2 2.3 2.4)" {
		t.Error("the unit may be responsible for 2.1, got", got)
	}
	ctx.Plan.Assignments[0].Duty, ctx.Plan.Undecided[0].Duty = duty.Cooperating, duty.Cooperating
	if got := read(); got != "(2.1 2.2 2.3 2.4)" {
		t.Error("the unit may report on 2.1 of its own accord, got", got)
	}
}

func TestNoRows(t *testing.T) {
	f := readOne(t, `
2019年政务公开工作进展情况表
编号|工作任务|工作要求|完成情况|进展情况|备注
一、围绕政策落实扩大公开
（一）做好助推经济高质量发展信息公开
1|推进新旧动能转换重大工程信息公开||已完成|公开了三批
合 计：1项
编号|工作任务|工作要求|完成情况|进展情况|备注
三|围绕政民互动拓展公开
（一）加强组织领导
32|加强组织领导||正在推进|开了两次会
总计|2
注：1.本表每半年报送一次。
2.数据截至6月底。
填报人：张某|||联系电话：0537-1234567
||||2019年7月3日`)
	if got := itemsOf(f); got != "1 32" {
		t.Fatal(got)
	}
	if f.Entries[1].Cells[FieldStatus] != "D10" || f.Header != "A2" {
		t.Error(f.Entries[1].Cells, f.Header)
	}
	s := f.Signature
	if s.Filler.Written != "张某" || s.Phone.Written != "0537-1234567" || s.Filled.Written != "2019年7月3日" || s.FilledDate != "2019-07-03" {
		t.Errorf("%+v", s)
	}
}

func TestMerges(t *testing.T) {
	f := readOne(t, `
序号|工作任务|具体要求|落实情况||备注
|||完成情况|进展情况|
1|推进乡村振兴信息公开|加强实施乡村振兴战略的政策、成效、资金、项目安排等信息公开工作。|正在推进|三行一起写的进展
2||动态发布农村集体产权制度改革试点和农村闲散土地盘活利用等工作进展信息。|已完成|
3||加大农民返乡创业、农民职业教育等政策宣传和解读力度。|已完成|`,
		"A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2", "B3:B5", "E3:E5")
	if got := itemsOf(f); got != "2.1 2.2 2.3" {
		t.Fatal(got)
	}
	e := f.Entries[2]
	if e.Written[FieldProgressText] != "三行一起写的进展" || e.Cells[FieldProgressText] != "E3" || e.Cells[FieldStatus] != "D5" || e.Cells[FieldTask] != "B3" {
		t.Errorf("%v %v", e.Written, e.Cells)
	}
	if f.Columns[FieldStatus] != "D2" || f.Columns[FieldID] != "A1" || f.Columns[FieldRemark] != "F1" {
		t.Error(f.Columns)
	}
}

func TestTwoRowHeaderWithoutMerges(t *testing.T) {
	f := readOne(t, "序号|工作任务|落实情况|||备注\n||完成状态|进展|完成时间|\n1|加强组织领导|已完成|开了会|2019-06-20|无")
	if got := itemsOf(f); got != "32" || f.Entries[0].Date.ISO != "2019-06-20" || f.Entries[0].Written[FieldRemark] != "无" {
		t.Error(got, f.Entries[0])
	}
}

func TestMeaningOfColumns(t *testing.T) {
	for name, c := range map[string]struct{ text, status, progress string }{
		"prose under 完成情况":      {"工作任务|完成情况\n加强组织领导|已开会两次，公开了清单", "", "已开会两次，公开了清单"},
		"status under 完成情况":     {"工作任务|完成情况\n加强组织领导|已完成", "已完成", ""},
		"both":                  {"工作任务|完成情况|进展情况\n加强组织领导|好得很|做了事", "好得很", "做了事"},
		"是否完成 and 完成情况":         {"工作任务|是否完成|完成情况\n加强组织领导|是|做了事", "是", "做了事"},
		"no header over number": {"|工作任务|进展情况\n32||做了事", "", "做了事"},
	} {
		t.Run(name, func(t *testing.T) {
			f := readOne(t, c.text)
			e := f.Entries[0]
			if e.Item != "32" || e.Written[FieldStatus] != c.status || e.Written[FieldProgressText] != c.progress {
				t.Errorf("%+v", e)
			}
		})
	}
}

func TestExtraColumns(t *testing.T) {
	f := readOne(t, "编号|工作任务|责任单位|进展情况|目前进展|完成情况|\n6||县司法局|甲|乙|已完成|无表头的话")
	e := f.Entries[0]
	if e.Written[FieldProgressText] != "甲" || e.Extra["目前进展"] != "乙" || e.Extra["责任单位"] != "县司法局" || e.Extra["G列"] != "无表头的话" {
		t.Errorf("%v %v", e.Written, e.Extra)
	}
	if fmt.Sprint(f.Unknown) != "[{责任单位 C1} {目前进展 E1}]" {
		t.Error(f.Unknown)
	}
}

// A blank saved as a web page has lost its stamp; its instructions are known by
// name or title. Beside no form they are told of like any sheet.
func TestInstructionsWithoutStamp(t *testing.T) {
	const table = "<table><tr><td>编号</td><td>工作任务</td><td>完成情况</td><td>进展情况</td></tr><tr><td>6</td><td></td><td>已完成</td><td>已公开</td></tr></table>"
	const text = "<table><tr><td>填表说明</td></tr><tr><td>一、完成情况：从下拉列表中选择。</td></tr></table>"
	for page, want := range map[string]int{
		table + text: 0, text + table: 0, text: 1, table + "<table><tr><td>通讯录</td></tr></table>": 1,
	} {
		wb := grid.Read("a.html", []byte("<meta charset=utf-8>"+page), grid.Limits{})
		if r := Read(Input{File: intake.File{Path: "a.html"}, Workbook: wb}, testSpec(t), testContext(t)); len(r.Others) != want {
			t.Errorf("%s: %d forms, others %v", page, len(r.Forms), r.Others)
		}
	}
	named := sheetOf("说明：灰色的不要改")
	named.Name = "填表说明"
	if r := readSheets(t, "x.xlsx", sheetOf("编号|工作任务|进展情况\n6||甲"), named); len(r.Forms) != 1 || len(r.Others) != 0 {
		t.Errorf("%d forms, others %v", len(r.Forms), r.Others)
	}
}

// Days and lots around a unit's name in the name of a folder do not hide it, and
// by themselves are no name.
func TestUnitAmongDatesAndLots(t *testing.T) {
	for name, want := range map[string]string{
		"夏镇 2019-07-03(2)": "夏镇街道", "夏镇第2批": "夏镇街道", "夏镇7.5": "夏镇街道", "夏镇0703": "夏镇街道", "夏镇第一批次": "夏镇街道", "夏镇第２轮": "夏镇街道",
		"7.3收到夏镇": "夏镇街道", "夏镇2019年7月3日第2批": "夏镇街道", "夏镇7.3-7.5": "夏镇街道", "上半年第二批夏镇（补）": "夏镇街道", "夏镇_重报": "夏镇街道", "二次报送夏镇更正": "夏镇街道",
		"夏镇街道7-5": "夏镇街道", "第二批": "", "7.5": "", "2019-07-03(2)": "", "夏镇街道、昭阳街道7.5": "", "审批局2019.7.3": "",
	} {
		if r := Read(Input{File: intake.File{Path: name + "/表.xlsx", Folder: name}}, testSpec(t), testContext(t)); r.Unit != want {
			t.Errorf("%s: %q, want %q", name, r.Unit, want)
		}
	}
}

func TestNoForm(t *testing.T) {
	r := readSheets(t, "x.xlsx",
		sheetOf("序号|姓名|联系电话|备注\n1|张某|1234567|无"),
		sheetOf("工作任务|责任单位|配合单位|具体要求\n1．甲|县财政局||做好甲"),
		sheetOf("会议纪要\n研究了工作任务进展情况。"),
		&grid.Sheet{Name: "空"})
	if len(r.Forms) != 0 || len(r.Others) != 3 || r.Others[0].Why == "" {
		t.Errorf("%d forms, others %v", len(r.Forms), r.Others)
	}
	// A sheet that lacks needed columns is a form all the same.
	if r := readSheets(t, "x.xlsx", sheetOf("序号|工作任务|备注\n1|加强组织领导|好")); len(r.Forms) != 1 {
		t.Error(r.Others)
	}
}

func TestValues(t *testing.T) {
	spec := testSpec(t)
	for _, c := range []struct {
		written string
		status  Status
		want    Progress
	}{
		{"80", "", Progress{"80", "percent"}}, {"８０％", "", Progress{"80", "percent"}}, {"0.8", "", Progress{"80", "fraction"}}, {"八成", "", Progress{"80", "words"}},
		{"1", Done, Progress{"100", "percent"}}, {"1", Ongoing, Progress{"1", "percent"}}, {"过半", Ongoing, Progress{"", "vague"}}, {"很快", "", Progress{"", "bad"}},
		{"已完成", "", Progress{"100", "words"}}, {"", "", Progress{}}, {"/", "", Progress{}}, {"120%", "", Progress{"120", "percent"}}, {"82.5%", "", Progress{"82.5", "percent"}},
	} {
		if got := spec.ProgressOf(c.written, c.status); got != c.want {
			t.Errorf("percent(%q) = %v", c.written, got)
		}
	}
	for written, want := range map[string]Date{
		"2019-06-20": {ISO: "2019-06-20"}, "6月20日": {ISO: "2019-06-20"}, "2019年6月": {ISO: "2019-06"}, "6月底": {ISO: "2019-06"}, "2019年6月上旬": {ISO: "2019-06"},
		"2019-02-30": {Bad: true}, "上周": {Bad: true}, "长期坚持": {}, "": {}, "—": {},
	} {
		if got := spec.date(&grid.Cell{Type: grid.Text, Text: written}, 2019); got != want {
			t.Errorf("date(%q) = %v", written, got)
		}
	}
	if got := spec.date(&grid.Cell{Type: grid.Date, Text: "6月20日", Raw: "2018-06-20T00:00:00"}, 2019); got.ISO != "2018-06-20" {
		t.Error(got)
	}
	for text, want := range map[string]string{
		"http://www.example.gov.cn/a.html": "[http://www.example.gov.cn/a.html]", "见http://a.gov.cn/1.html和https://a.gov.cn/2.html。": "[http://a.gov.cn/1.html https://a.gov.cn/2.html]",
		"http://a.gov.cn/1\nhttp://a.gov.cn/1": "[http://a.gov.cn/1]", "县政府网站首页": "[]", "www.a.gov.cn": "[http://www.a.gov.cn]",
	} {
		if got := fmt.Sprint(linksIn(&grid.Cell{Text: text})); got != want {
			t.Errorf("links of %q: %s", text, got)
		}
	}
	if got := linksIn(&grid.Cell{Text: "点此", Note: &grid.Note{Link: "http://a.gov.cn/3"}}); len(got) != 1 || got[0] != "http://a.gov.cn/3" {
		t.Error(got)
	}
}

func TestSignature(t *testing.T) {
	const table = "编号|完成情况|进展情况|备注\n6|已完成|a|b\n"
	for name, c := range map[string]struct{ below, want string }{
		"one cell each":   {"填报单位（盖章）：夏镇街道|填报人：张某|审核人：李某|填报日期：2019.7.3", "夏镇街道 A3|张某 B3| |李某 C3|2019-07-03"},
		"all in one cell": {"填报人：张某　　联系电话：123456　　负责人（签字）：李某", " |张某 A3|123456 A3|李某 A3|"},
		"next cells":      {"填 报 人|张某|审核人|李某\n联系电话|123456", " |张某 B3|123456 B4|李某 D3|"},
		"empty":           {"填报人：______|联系电话：|填报日期：    年  月  日|", " | A3| B3| |"},
		"seal":            {"填报单位：夏镇街道（盖章）", "夏镇街道 A3| | | |"},
	} {
		t.Run(name, func(t *testing.T) {
			f := readOne(t, table+c.below)
			s := f.Signature
			show := func(t Text) string { return t.Written + " " + t.Cell }
			got := strings.Join([]string{show(s.Unit), show(s.Filler), show(s.Phone), show(s.Reviewer), s.FilledDate}, "|")
			if got != c.want || !s.Present || len(f.Entries) != 1 {
				t.Errorf("got %q, want %q, %d entries", got, c.want, len(f.Entries))
			}
		})
	}
}

func TestUnits(t *testing.T) {
	const table = "编号|完成情况|进展情况\n6|已完成|a"
	for name, c := range map[string]struct {
		file             intake.File
		text, unit, from string
	}{
		"cell":              {intake.File{Path: "昭阳街道.xlsx"}, "填报单位：夏镇街道办事处\n" + table, "夏镇街道", "cell"},
		"title":             {intake.File{Path: "a.xlsx"}, "夏镇街道2019年政务公开工作进展情况表\n" + table, "夏镇街道", "title"},
		"file":              {intake.File{Path: "夏镇街道2019年上半年政务公开填报表（最终版）.xlsx"}, table, "夏镇街道", "file"},
		"numbered file":     {intake.File{Path: "x/01 县财政局-上半年.xlsx"}, table, "县财政局", "file"},
		"short alias":       {intake.File{Path: "02夏镇.xlsx"}, table, "夏镇街道", "file"},
		"two units in file": {intake.File{Path: "县财政局报夏镇街道.xlsx"}, table, "", ""},
		"folder":            {intake.File{Path: "乡镇/昭阳街道/附件2.xlsx", Folder: "乡镇/昭阳街道"}, table, "昭阳街道", "folder"},
		"archive":           {intake.File{Path: "昭阳街道.zip › 附件2.xlsx", Folder: "夏镇/昭阳街道"}, table, "昭阳街道", "folder"},
		"sender":            {intake.File{Path: "附件.xlsx", Sender: "夏镇街道办事处 <a@example.com>"}, table, "夏镇街道", "sender"},
		"none":              {intake.File{Path: "附件2 填报表.xlsx"}, table, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			wb := &grid.Workbook{Sheets: []*grid.Sheet{sheetOf(c.text)}}
			f := Read(Input{File: c.file, Workbook: wb}, testSpec(t), testContext(t)).Forms[0]
			if f.Unit != c.unit || f.UnitHow != c.from {
				t.Errorf("got %q by %q: %+v", f.Unit, f.UnitHow, f.UnitNames)
			}
		})
	}
}

func TestRounds(t *testing.T) {
	const table = "编号|完成情况|进展情况\n6|已完成|2018年、第三季度都做了"
	for above, want := range map[string]string{
		"2019年政务公开工作进展情况表":                       "",
		"2019年上半年政务公开工作进展情况表":                    "2019-h1",
		"2019年1-6月政务公开工作进展情况表":                   "2019-h1",
		"2019年度全年政务公开工作进展情况表":                    "2019-end",
		"2018年上半年政务公开工作进展情况表":                    "?2018年",
		"二〇一八年政务公开工作进展情况表":                       "?2018年",
		"政务公开工作进展情况表\n（第三季度）":                    "?第三季度",
		"政务公开工作进展情况表\n报送期：上半年":                   "2019-h1",
		"政务公开工作进展情况表\n报送期|全年":                    "2019-end",
		"政务公开工作进展情况表\n报送截止：2020年1月5日":            "",
		"政务公开工作进展情况表\n填报日期：2020年1月5日":            "",
		"政务公开工作进展情况表\n根据《关于做好2018年政务公开工作的通知》等文件": "",
		"2019年上半年政务公开工作全年任务表":                    "2019-h1",
		"2018-2019年政务公开工作进展情况表":                  "",

		"2019年上半年政务公开工作进展情况表||||报送期：2018年上半年":            "?2018年",
		"2019年上半年政务公开工作进展情况表\n填报单位：县财政局||报送期|2018年上半年":   "?2018年",
		"2019年上半年政务公开工作进展情况表\n填报单位：县财政局　填报期：2019年第三季度":   "?第三季度",
		"2019年上半年政务公开工作进展情况表\n所属时期：全年":                   "2019-end",
		"2019年上半年政务公开工作进展情况表\n报送期：2019年1月1日至2019年6月30日":  "2019-h1",
		"2019年上半年政务公开工作进展情况表\n报送期：2018年12月1日至2019年6月30日": "2019-h1",
		"2019年上半年政务公开工作进展情况表\n报送期：2018-2019年":            "2019-h1",
	} {
		if f := readOne(t, above+"\n"+table); f.Round != want {
			t.Errorf("%q: round %q, want %q (%v)", above, f.Round, want, f.Years)
		}
	}
	ctx := testContext(t)
	ctx.Round = Round{ID: "2019", Name: "全年", Kind: "year", Start: "2019-01-01", AsOf: "2019-12-31"}
	ctx.Rounds = []Round{ctx.Round}
	wb := &grid.Workbook{Sheets: []*grid.Sheet{sheetOf("2019年上半年政务公开工作进展情况表\n" + table)}}
	if f := Read(Input{Workbook: wb}, testSpec(t), ctx).Forms[0]; f.Round != "" {
		t.Error("a period within the only round is no other round:", f.Round)
	}
}

// TestYearOfTheFile: the year in a file's name counts where the sheet says none and was filled in then.
func TestYearOfTheFile(t *testing.T) {
	const table = "编号|完成情况|进展情况\n6|已完成|a\n"
	for _, c := range []struct{ path, text, want string }{
		{"夏镇2018年上半年.xlsx", table + "填报日期：2018年7月3日", "?2018年"}, {"夏镇2018年上半年.xlsx", table + "填报人：张某 2018.7.3", "?2018年"},
		{"夏镇2018年上半年.xlsx", table + "填报日期：2019年7月3日", ""}, {"夏镇2018年上半年.xlsx", table + "填报日期：7月3日", ""}, {"夏镇2018年上半年.xlsx", table, ""},
		{"夏镇.xlsx", table + "填报日期：2018年7月3日", ""}, {"夏镇2019年上半年.xlsx", table + "填报日期：2018年7月3日", ""}, {"夏镇2018-2019年.xlsx", table + "填报日期：2018年7月3日", ""},
		{"夏镇2018年上半年.xlsx", "2019年政务公开任务进展表\n" + table + "填报日期：2018年7月3日", ""}, {"夏镇2018年上半年.xlsx", "上半年政务公开任务进展表\n" + table + "填报日期：2018年7月3日", "2019-h1"},
	} {
		if f := readSheets(t, c.path, sheetOf(c.text)).Forms[0]; f.Round != c.want || f.RoundText.Cell != "" && strings.HasPrefix(c.want, "?") {
			t.Errorf("%s, %q: round %q, want %q", c.path, c.text, f.Round, c.want)
		}
	}
}

func TestDocument(t *testing.T) {
	wb := &grid.Workbook{Format: "docx", Sheets: []*grid.Sheet{sheetOf("编号|完成情况|进展情况\n6|已完成|a")}, Paragraphs: []grid.Paragraph{
		{Number: 1, Text: "2019年上半年政务公开工作进展情况表"}, {Number: 2, Text: "填报单位（盖章）：夏镇街道"}, {Number: 3, Before: 1, Text: "填报人：张某　审核人：李某"}}}
	f := Read(Input{Workbook: wb}, testSpec(t), testContext(t)).Forms[0]
	if f.Title.Cell != "P1" || f.Unit != "夏镇街道" || f.Signature.Unit.Cell != "P2" || f.Signature.Reviewer != (Text{"李某", "P3"}) || f.Round != "2019-h1" {
		t.Errorf("%+v", f)
	}
}

func TestNothing(t *testing.T) {
	if r := Read(Input{}, testSpec(t), Context{}); len(r.Forms) != 0 {
		t.Error(r)
	}
	wb := &grid.Workbook{Sheets: []*grid.Sheet{sheetOf("编号|完成情况|进展情况\n6|已完成|a"), nil}}
	if r := Read(Input{Workbook: wb}, testSpec(t), Context{}); len(r.Forms) != 1 || len(r.Forms[0].Entries) != 1 {
		t.Error(r)
	}
}

func TestTickedColumns(t *testing.T) {
	const rows = "6|推进规范性文件清理结果公开|√||| a\n9|推进重要部署执行公开|×|✓||b\n32|加强组织领导|√|√||c\n1|推进新旧动能转换重大工程信息公开||||d\n填报人：|张某|联系电话：|0537-1|审核人：|李某"
	for name, f := range map[string]*Form{
		"under one heading": readOne(t, "编号|工作任务|完成情况|||进展情况\n||已完成|正在推进|未启动|\n"+rows, "A1:A2", "B1:B2", "C1:E1", "F1:F2"),
		"side by side":      readOne(t, "任务进展|||||\n编号|工作任务|已完成|正在推进|未启动|进展情况\n"+rows),
	} {
		var got []string
		for _, e := range f.Entries {
			got = append(got, fmt.Sprint(e.Item, " ", e.Status, " ", e.Cells[FieldStatus], " ", e.Written[FieldStatus]))
		}
		want := "6 done C3 已完成; 9 ongoing D4 正在推进; 32 unknown C5 已完成、正在推进; 1  C6 "
		if s := strings.Join(got, "; "); s != want || len(f.Unknown) > 0 || f.Columns[FieldStatus] == "" || len(f.Entries[0].Extra) > 0 {
			t.Errorf("%s: %s, want %s; unknown %v", name, s, want, f.Unknown)
		}
	}
	f := readOne(t, "编号|工作任务|完成情况|已完成|正在推进\n6|推进规范性文件清理结果公开|已完成|√|\n")
	if e := f.Entries[0]; e.Status != Done || e.Cells[FieldStatus] != "C2" {
		t.Errorf("a column for the status comes before ticks: %+v", e)
	}
}

func TestSheetsSpeakForOneAnother(t *testing.T) {
	const table = "编号|工作任务|完成情况|进展情况\n6|推进规范性文件清理结果公开|已完成|a\n"
	first := func(line string) *grid.Sheet { s := sheetOf(line + "\n" + table); s.Name = line; return s }
	r := readSheets(t, "报送.xlsx", first("夏镇街道2018年上半年政务公开任务进展情况表"), sheetOf(table))
	if f := r.Forms[1]; f.Unit != "夏镇街道" || f.UnitHow != "sheet" || f.Round != r.Forms[0].Round || len(f.Years) != 1 || f.Years[0] != 2018 {
		t.Errorf("the second sheet is of %q, round %q, years %v", f.Unit, f.Round, f.Years)
	}
	for name, second := range map[string]*grid.Sheet{
		"another unit":      first("填报单位：县财政局"),
		"an unknown unit":   first("填报单位：县数字经济专班"),
		"two units to take": nil,
	} {
		sheets := []*grid.Sheet{first("填报单位：夏镇街道"), second}
		if second == nil {
			sheets = []*grid.Sheet{first("填报单位：夏镇街道"), first("填报单位：县财政局"), sheetOf(table)}
		}
		forms := readSheets(t, "报送.xlsx", sheets...).Forms
		if f := forms[len(forms)-1]; f.Unit == "夏镇街道" {
			t.Errorf("%s: taken from another sheet", name)
		}
	}
}

// A column of the unit's may stand first: what stands below the table there is told by its words.
func TestBelowATableThatBeginsWithTheUnitsColumns(t *testing.T) {
	const head = "佐证材料|工作任务|编号|完成情况|进展情况\n文件|推进规范性文件清理结果公开|6|已完成|a\n"
	for rows, want := range map[string]string{"注：数据截至6月底": "6", "填报单位：|夏镇街道|联系电话：|0537-8220000": "6", "填报人：张某|审核人：李某": "6",
		"备注：另有附件|加强组织领导|32|已完成|b": "6 32"} {
		f := readOne(t, head+rows)
		if got := itemsOf(f); got != want {
			t.Errorf("%s: got %s, want %s", rows, got, want)
		}
	}
}

func TestRowsBelowSignaturesAndNotes(t *testing.T) {
	const head = "编号|工作任务|完成情况|进展情况|备注\n6|推进规范性文件清理结果公开|已完成|a\n"
	for name, c := range map[string]struct{ rows, want string }{
		"an item without status": {"填报人：张某||||\n9|||已公开十二条", "6 9"},
		"an unknown item":        {"填报人：张某||||\n99|特色工作", "6 ()*"},
		"a report alone":         {"注：数据截至6月底\n|||还有一句话", "6 ()"},
		"an empty task":          {"注：数据截至6月底\n|加强组织领导", "6 32*"},
		"a report, not a note":   {"|||说明：因机构改革，职责尚在交接", "6 ()"},
		"a date":                 {"填报人：张某||||\n|||2019年7月3日", "6"},
		"joined labels":          {"填报人及联系电话：张某 0537-8220000||审核人签字：李某\n填报日期：2019年7月3日", "6"},
		"circled numbers":        {"2①||已完成|b\n2⑵||已完成|c", "6 2.1 2.2"},
	} {
		f := readOne(t, head+c.rows)
		if got := itemsOf(f); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		if name == "joined labels" && (f.Signature.Filler.Written == "" || f.Signature.Phone.Written == "" || f.Signature.Reviewer.Written != "李某" || f.Signature.FilledDate != "2019-07-03") {
			t.Errorf("%+v", f.Signature)
		}
	}
}

func TestNumbersThatLostAZero(t *testing.T) {
	s := sheetOf("编号|完成情况|进展情况|完成时间\n6|已完成|a|x\n9|已完成|b|x\n32|已完成|c|x")
	for i, n := range []string{"6.3", "2019.1", "6.25"} {
		s.Cells[7+4*i].Type, s.Cells[7+4*i].Text = grid.Number, n
	}
	f := readSheets(t, "x.xlsx", s).Forms[0]
	if a, b, c := f.Entries[0].Date, f.Entries[1].Date, f.Entries[2].Date; a.ISO != "2019-06" || !b.Bad || c.ISO != "2019-06-25" {
		t.Error(a, b, c)
	}
}

func TestLinksOrEvidence(t *testing.T) {
	f := readOne(t, "编号|完成情况|进展情况|公开链接/佐证材料\n6|已完成|a|会议纪要、现场照片\n9|已完成|b|http://www.x.gov.cn/1.html\n32|已完成|c|")
	a, b, c := f.Entries[0], f.Entries[1], f.Entries[2]
	if a.Written[FieldEvidence] != "会议纪要、现场照片" || a.Written[FieldLinks] != "" || a.Cells[FieldEvidence] != "D2" || len(b.Links) != 1 || b.Written[FieldEvidence] != "" || c.Cells[FieldEvidence] != "D4" {
		t.Errorf("%+v %+v %+v", a, b, c)
	}
}

func TestSheetsThatGoOn(t *testing.T) {
	const table = "填报单位：夏镇街道||\n编号|工作任务|完成情况|进展情况\n6|推进规范性文件清理结果公开|已完成|a\n"
	r := readSheets(t, "报送.xlsx", sheetOf(table), sheetOf("9|推进重要部署执行公开|已完成|b\n32|加强组织领导|正在推进|c\n填报人：张某"), sheetOf("姓名|电话|单位|备注\n张某|0537|夏镇|无"))
	if len(r.Forms) != 2 || len(r.Others) != 1 {
		t.Fatalf("%d forms, others %v", len(r.Forms), r.Others)
	}
	f := r.Forms[1]
	if got := itemsOf(f); got != "9 32" || f.Unit != "夏镇街道" || f.Entries[0].Cells[FieldStatus] != "C1" || f.Signature.Filler.Written != "张某" {
		t.Errorf("%s of %s: %+v", got, f.Unit, f.Entries)
	}
}

// A list of the unit's own has numbers too, and no header perhaps: it is told as a
// sheet that was not read, and its rows are none of the form's.
func TestListsBesideAForm(t *testing.T) {
	const titled = "填报单位：夏镇街道\n编号|工作任务|完成情况|进展情况\n6|推进规范性文件清理结果公开|已完成|a\n9|推进重要部署执行公开|已完成|b\n"
	const numbers = "填报单位：夏镇街道\n编号|完成情况|进展情况\n6|已完成|a\n"
	for name, c := range map[string]struct {
		table, list string
		goesOn      bool
	}{
		"figures":                  {titled, "6|10\n9|20\n32|30", false},
		"names":                    {titled, "6|甲公司\n9|乙\n32|丙", false},
		"people":                   {titled, "6|工作人员甲|三级主任科员\n9|工作人员乙|三级主任科员", false},
		"statuses one column off":  {titled, "6|已完成|申请人来信，已答复。\n9|正在推进|申请人来信，已答复。", false},
		"from the start again":     {numbers, "6|已完成|申请人来信，已答复。\n9|正在推进|申请人来信，已答复。", false},
		"the numbers go on":        {numbers, "9|已完成|b\n32|正在推进|c", true},
		"other words for the task": {titled, "32|组织领导要加强|正在推进|c", true},
		"the task in full":         {titled, "32|加强组织领导||c", true},
	} {
		r := readSheets(t, "报送.xlsx", sheetOf(c.table), sheetOf(c.list))
		if got := len(r.Forms) == 2; got != c.goesOn || !got && len(r.Others) != 1 {
			t.Errorf("%s: %d forms, others %v", name, len(r.Forms), r.Others)
		}
	}
}

func TestASecondColumnForAField(t *testing.T) {
	f := readOne(t, "编号|完成情况|进展情况|公开链接|佐证链接\n6|已完成|a||http://www.x.gov.cn/1.html\n9|已完成|b|http://www.x.gov.cn/2.html|http://www.x.gov.cn/3.html")
	a, b := f.Entries[0], f.Entries[1]
	if len(a.Links) != 1 || a.Cells[FieldLinks] != "E2" || b.Cells[FieldLinks] != "D3" || b.Links[0] != "http://www.x.gov.cn/2.html" || len(b.Extra) != 1 {
		t.Errorf("%+v %+v", a, b)
	}
}

func TestProgressAsStored(t *testing.T) {
	for _, c := range []struct{ shown, stored, want string }{
		{"1", "0.85", "85"}, {"100%", "0.996", "99.6"}, {"28%", "0.28000000000000003", "28"}, {"0%", "0", "0"}, {"0%", "0.004", "0.4"},
		{"80%", "80", "80"}, {"1%", "1", "1"}, {"0.5%", "0.5", "0.5"}, {"100%", "1", "100"}, {"1%", "0.01", "1"}, {"80.0%", "79.96", "79.96"}, // 0"%" only writes the sign
	} {
		s := sheetOf("编号|完成情况|进度|进展情况\n9|正在推进|x|b")
		cell := &s.Cells[6]
		cell.Type, cell.Text, cell.Raw = grid.Number, c.shown, c.stored
		if got := readSheets(t, "x.xlsx", s).Forms[0].Entries[0].Progress.Percent; got != c.want {
			t.Errorf("%s stored as %s: %s", c.shown, c.stored, got)
		}
	}
}

func TestNotesInTheUnitsColumns(t *testing.T) {
	f := readOne(t, "进展情况|编号|工作任务|完成情况\n说明：已公开十二条|6|推进规范性文件清理结果公开|已完成\n联系人：张某已到位|9|推进重要部署执行公开|已完成")
	if got := itemsOf(f); got != "6 9" {
		t.Error(got)
	}
}

func TestLinks(t *testing.T) {
	for text, want := range map[string]string{
		"http://www.a.gov.cn/art/1.html": "http://www.a.gov.cn/art/1.html", "见www.a.gov.cn/art/1.html。": "http://www.a.gov.cn/art/1.html", "a.gov.cn/art/1.html": "http://a.gov.cn/art/1.html",
		"http://www.a.gov.cn /art/9.html": "http://www.a.gov.cn/art/9.html", "http://www.a,gov.cn/art/1.html": "", "http://localhost/1.html": "", "意见发至 zhang@a.gov.cn": "",
		"http://www.a.gov.cn/art/ 2019/1.html": "http://www.a.gov.cn/art/2019/1.html", "http://www.a.gov.cn/art/2019/ 1.html": "http://www.a.gov.cn/art/2019/1.html", "http://www.a.gov.cn/ 见附件": "http://www.a.gov.cn/",
		"http://www.a.gov.cn/ b.gov.cn/1.html": "http://www.a.gov.cn/ http://b.gov.cn/1.html", "http://www.a.gov.cn/art/1.html 2019/2": "http://www.a.gov.cn/art/1.html",
		"www.a.gov.cn": "http://www.a.gov.cn", "a.gov.cn": "", "会议纪要.docx": "", "https://mp.weixin.qq.com/s/x1、http://b.cn/2": "https://mp.weixin.qq.com/s/x1 http://b.cn/2",
	} {
		if got := strings.Join(LinksOf(text), " "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestDayOfAnyFormat: a date cell below the table says its day, however it is shown.
func TestDayOfAnyFormat(t *testing.T) {
	for shown, label := range map[string]string{"7/3/2019": "填报日期：", "3-Jul": "填报日期：", "2019/7/3": ""} {
		s := sheetOf("编号|完成情况|进展情况|备注\n6|已完成|a|b\n填报人：|张某\n" + label)
		col := 2
		if label == "" {
			col = 3
		}
		s.Cells = append(s.Cells, grid.Cell{Row: 4, Col: col, Type: grid.Date, Text: shown, Raw: "2019-07-03"})
		if got := readSheets(t, "x.xlsx", s).Forms[0].Signature; got.FilledDate != "2019-07-03" || got.Filled.Written != shown {
			t.Errorf("%s: %+v", shown, got)
		}
	}
}

// TestHeadOfEveryPage: the lines above the header once more, in whatever column they begin.
func TestHeadOfEveryPage(t *testing.T) {
	const head = "2019年政务公开工作进展情况表\n填报单位：|夏镇街道|填报日期：|2019-07-03\n备注|完成情况|进展情况|编号\n"
	f := readOne(t, head+"|已完成|公开了三批|6\n"+head+"|正在推进|开了两次会|32\n")
	if got := itemsOf(f); got != "6 32" || f.Entries[1].Cells[FieldStatus] != "B8" {
		t.Error(got, f.Entries)
	}
}

// TestWordsAmongTicks: words in a column to be ticked are told where they stand, and do not take the
// ticks away; a share of what is under way is its progress.
func TestWordsAmongTicks(t *testing.T) {
	f := readOne(t, "编号|工作任务|已完成|正在推进|未启动|进展情况\n6||√|||a\n9||√|||b\n32|||60%||c\n1||60%|||d\n2.1||√|拟于下月||e\n2.2|||正在推进||f\n2.3||√||×|g")
	var got []string
	for _, e := range f.Entries {
		got = append(got, fmt.Sprint(e.Item, " ", e.Status, " ", e.Cells[FieldStatus], " ", e.Written[FieldStatus], " ", e.Progress.Percent))
	}
	want := "6 done C2 已完成 ; 9 done C3 已完成 ; 32 ongoing D4 正在推进（60%） 60; 1 unknown C5 已完成：60% ; 2.1 unknown D6 已完成、正在推进：拟于下月 ; 2.2 ongoing D7 正在推进 ; 2.3 done C8 已完成 "
	if s := strings.Join(got, "; "); s != want || len(f.Ticks) != 3 {
		t.Errorf("%s\nwant %s", s, want)
	}
	f = readOne(t, "编号|工作任务|完成情况|进展情况|已完成|正在推进\n6||已完成|a|出台文件|制定方案\n9||已完成|b|√|")
	if len(f.Ticks) > 0 {
		t.Error("a column for the status comes before ticks:", f.Ticks)
	}
	f = readOne(t, "编号|工作任务|已完成|正在推进|进展情况\n6||出台文件|制定方案|a\n9||√||b\n32||三项||c")
	if len(f.Ticks) > 0 {
		t.Error("more words than marks:", f.Ticks)
	}
}

// TestCountsUnderTicks: a total of the ticks is no mark, and does not take the ticks away.
func TestCountsUnderTicks(t *testing.T) {
	f := readOne(t, "编号|工作任务|已完成|正在推进|未启动|进展情况\n6||√|||a\n9|||√||b\n合计||1项|1项|0项\n共 计|2|1|1|0")
	if got := itemsOf(f); got != "6 9" || f.Entries[0].Status != Done || f.Entries[1].Status != Ongoing {
		t.Error(got, f.Entries)
	}
}
