package tasktable

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/grid"
)

// TestOtherTables: tables and documents of something else are no task tables, whatever
// words of theirs task tables have too.
func TestOtherTables(t *testing.T) {
	tables := map[string][]string{
		"telephone numbers":  {"全县政务公开工作联系人通讯录", "序号|责任单位|联系人|职务|手机", "1|县财政局|李一|办公室主任|13800000000", "2|县教育局|李二|办公室主任|13800000001"},
		"scores":             {"2019年度政务公开工作考核评分表", "序号|考核项目|考核内容|工作要求|分值|得分|责任单位", "1|组织领导|机构建设|明确分管领导，每年听取汇报。|5||各责任单位", "2|主动公开|政策文件|文件印发后公开。|20||县政府办公室"},
		"persons, no header": {"1|县财政局|李一|0537-8221001", "2|县民政局|李二|0537-8221002", "3|夏镇街道办事处|李三|0537-8221003", "4|韩庄镇人民政府|李四|0537-8221004"},
		"awards, no header":  {"政务公开工作先进单位", "1|先进集体|县财政局|做法好、成效突出，推荐为先进集体", "2|先进集体|县民政局|依申请公开办理规范，推荐为先进集体", "3|先进个人|县司法局|张三，信息公开业务骨干"},
		"motions":            {"人大代表建议办理情况一览表", "编号|建议标题|提出人|主办单位|会办单位|答复情况", "1|关于加强政务公开的建议|张三|县政府办公室|县司法局|A类", "2|关于改善供水的建议|李四|县水务局|县财政局|B类"},
		"trees":              {"2020年春季植树任务分配表", "序号|责任单位|植树任务（棵）|地点", "1|县财政局|200|湖滨路", "2|县民政局|150|湖滨路"},
		"posts":              {"风险点", "序号|岗位|风险点|防控措施|责任科室", "1|信息发布|审核不严|落实三审制度|办公室", "2|财务|报销不实|双人审核|财务科"},
		"returned form":      {"2019年政务公开工作任务进展情况反馈表", "序号|工作任务|具体要求|责任单位|进展情况", "1|推进财政公开|10月底前公开|县财政局|已公开", "2|推进教育公开|公开招生政策|县教育局|已公开"},
	}
	for name, rows := range tables {
		table, err := Read("a.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{sheet("Sheet1", nil, rows...)}}, readSpec(t), Known{})
		if !errors.Is(err, ErrNoTable) {
			t.Errorf("%s: read: %v\n%s", name, err, outline(table))
		}
	}
	documents := map[string]string{
		"agenda":  "全县政务公开工作推进会议议程\n时间：2019年6月18日\n一、会议议程\n（一）交流发言\n1.县财政局\n2.县教体局\n二、会议要求\n1.请参会人员提前10分钟入场。\n2.会议期间请将手机关闭。\n责任单位：县政府办公室",
		"summary": "县财政局2019年政务公开工作总结\n一、加强领导\n1.局长任组长。\n责任单位：办公室\n2.召开会议3次。\n二、主动公开\n1.公开部门预算62份。\n责任单位：预算科\n三、问题\n1.人员不足。",
		"few":     "关于做好有关工作的通知\n1.请参会人员提前入场。\n2.请将手机关闭。\n3.请带笔记本。\n责任单位：县政府办公室\n4.请签到。\n5.请保持安静。\n责任单位：县政府办公室",
	}
	for name, text := range documents {
		wb := &grid.Workbook{Format: "docx"}
		for i, line := range strings.Split(text, "\n") {
			wb.Paragraphs = append(wb.Paragraphs, grid.Paragraph{Number: i + 1, Text: line})
		}
		table, err := Read("a.docx", wb, readSpec(t), Known{})
		if !errors.Is(err, ErrNoTable) {
			t.Errorf("%s: read: %v\n%s", name, err, outline(table))
		}
	}
}

// TestTableBesideOthers: a sheet of scores behind a task table is none of its tasks.
func TestTableBesideOthers(t *testing.T) {
	task := sheet("任务", nil, "2021年政务公开工作任务分解表", "序号|工作任务|具体要求|责任单位", "1|公开规划|公开。|县发改局", "2|公开预算|公开。|县财政局")
	score := sheet("评分", nil, "考核评分表", "序号|考核内容|工作要求|分值|责任单位", "1|组织领导|明确领导|5|各部门", "2|信息发布|及时|10|各部门")
	table, err := Read("a.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{task, score}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	rows := table.Rows()
	if len(rows) != 2 || rows[0].Item.ID != "1" || len(table.Findings) != 1 || table.Findings[0].Code != codeUnread || table.Findings[0].Sheet != "评分" {
		t.Errorf("%s", outline(table))
	}
}

// TestDoubledColumns: a column that stands twice is read twice, and told nothing wrong of.
func TestDoubledColumns(t *testing.T) {
	rows := sheet("Sheet1", nil, "2021年政务公开工作任务分解表", "序号|工作任务|具体要求|责任单位|完成时限|责任单位|完成时限", "1|公开规划|公开。|县发改局|6月底前|县司法局|7月底前", "2|公开预算|公开。|县财政局|全年||")
	table, err := Read("a.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{rows}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	it := table.Rows()[0].Item
	if len(table.Findings) > 0 || !slices.Equal(it.Responsible, []string{"县发改局", "县司法局"}) || len(it.Deadlines) != 2 {
		t.Errorf("%s", outline(table))
	}
	compareLines(t, unitsAndTexts(table), unitsAndTexts(writeAndRead(t, table)))
}

// TestComments: what a comment says is kept.
func TestComments(t *testing.T) {
	rows := sheet("Sheet1", nil, "2021年政务公开工作任务分解表", "序号|工作任务|具体要求|责任单位", "1|公开规划|公开。|县发改局", "2|公开预算|公开。|县财政局")
	rows.Cells[5].Note = &grid.Note{Comment: "此项重点督办"}
	table, err := Read("a.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{rows}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	if got := table.Rows()[0].Item.Extra["批注"]; got != "此项重点督办" {
		t.Errorf("%q\n%s", got, outline(table))
	}
	compareLines(t, unitsAndTexts(table), unitsAndTexts(writeAndRead(t, table)))
}

// TestClosingRows: what stands below the tasks is none.
func TestClosingRows(t *testing.T) {
	rows := sheet("Sheet1", nil, "2021年政务公开工作任务分解表", "各单位每月25日前将进展报县政府办公室", "序号|工作任务|具体要求|责任单位", "1|公开规划|公开。|县发改局", "2|公开预算|公开。|县财政局", "|以上任务由县政府督查室督办||", "|||县政府办公室 2021年5月")
	table, err := Read("a.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{rows}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, f := range table.Findings {
		said = append(said, f.Code+f.Cell)
	}
	if len(table.Rows()) != 2 || !slices.Equal(said, []string{"D17A2", "D06B6", "D06D7"}) {
		t.Errorf("%q\n%s", said, outline(table))
	}
}

// TestColumnsOfUnits: a column for each unit, with marks.
func TestColumnsOfUnits(t *testing.T) {
	for _, c := range []struct {
		above, marks, below string
	}{
		{"注：★为牵头单位、●为配合单位，√为责任单位", "★|√|●", ""},
		{"说明：● 配合单位；√ 责任单位；★ 牵头单位", "★|√|●", ""},
		{"★ 牵头　● 责任　○ 配合", "★|●|○", ""},
		{"", "★|●|○", "注：★牵头单位，●责任单位，○配合单位"},
		{"", "牵头|责任|配合", ""},
		{"", "牵头单位|√|配合单位", "　"},
	} {
		m := strings.Split(c.marks, "|")
		rows := sheet("Sheet1", nil, "2021年政务公开工作任务分解表", c.above, "序号|工作任务|具体要求|县财政局|县民政局|各镇街|备注", "1|公开规划|公开。|"+m[0]+"||"+m[2]+"|x", "2|公开预算|公开。|"+m[1]+"|"+m[1]+"|×|", c.below)
		table, err := Read("a.xlsx", &grid.Workbook{Format: "xlsx", Sheets: []*grid.Sheet{rows}}, readSpec(t), Known{})
		if err != nil {
			t.Fatal(err)
		}
		a, b := table.Rows()[0].Item, table.Rows()[1].Item
		got := []any{a.Lead, a.Responsible, a.Cooperating, b.Lead, b.Responsible, b.Cooperating, len(table.Findings), a.Extra["备注"], len(a.Extra), a.UnitCell(colCooperating, "各镇街")}
		want := []any{[]string{"县财政局"}, []string{}, []string{"各镇街"}, []string{}, []string{"县财政局", "县民政局"}, []string{}, 0, "x", 1, "F4"}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s %s: got %v, want %v\n%s", c.above, c.marks, got, want, outline(table))
		}
		compareLines(t, unitsAndTexts(table), unitsAndTexts(writeAndRead(t, table)))
	}
	rows := sheet("Sheet1", nil, "2021年政务公开工作任务分解表", "序号|工作任务|具体要求|责任单位||", "|||县财政局|县民政局|各镇街", "1|公开规划|公开。|★|△|○", "2|公开预算|公开。|—|●|各村")
	table, err := Read("a.csv", &grid.Workbook{Format: "csv", Sheets: []*grid.Sheet{rows}}, readSpec(t), Known{})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range table.Findings {
		told = append(told, f.Code+f.Cell+f.Value)
	}
	if got := fmt.Sprint(unitsAndTexts(table), told); got != "[||1公开规划|公开。[县财政局][县民政局][各镇街][] ||2公开预算|公开。[][县民政局各镇街][][]] [D15D4★ D15E4△ D15F4○ D15E5● D15F5各村]" {
		t.Errorf("%s", got)
	}
}
