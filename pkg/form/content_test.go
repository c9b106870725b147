package form

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// fieldsOf lists which columns of a form are which field: progress_text=E1.
func fieldsOf(f *Form) string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(f.Columns)) {
		if field != FieldID && field != FieldTask {
			out = append(out, field+"="+f.Columns[field])
		}
	}
	return strings.Join(out, " ")
}

// TestColumnsByContent: a column with an unknown word is taken for the report or the status when
// it is the only one that holds them, and never where its word or its texts say something else.
func TestColumnsByContent(t *testing.T) {
	const long1, long2 = "公布规范性文件清理结果12件，在网站设了专栏。", "上半年公开重点工程进展信息26条，更新3次。"
	rows := func(header, a, b string) string {
		return "编号|工作任务|" + header + "\n6|推进规范性文件清理结果公开|" + a + "\n9|推进重要部署执行公开|" + b
	}
	for name, c := range map[string]struct{ text, want string }{
		"a known word":                 {rows("完成情况|具体做法", "已完成|"+long1, "正在推进|"+long2), "progress_text=D1 status=C1"},
		"a slip":                       {rows("完成情况|进展情冲", "已完成|"+long1, "正在推进|"+long2), "progress_text=D1 status=C1"},
		"new words":                    {rows("完成情况|干了些啥", "已完成|"+long1, "正在推进|"+long2), "progress_text=D1 status=C1"},
		"two of them":                  {rows("完成情况|干了些啥|亮点", "已完成|"+long1+"|"+long2, "正在推进|"+long2+"|"+long1), "status=C1"},
		"a column of short words":      {rows("完成情况|干了些啥", "已完成|开了会", "正在推进|发了文"), "status=C1"},
		"the same everywhere":          {rows("完成情况|干了些啥", "已完成|"+long1, "正在推进|"+long1), "status=C1"},
		"what is asked":                {rows("完成情况|工作要点", "已完成|7月底前公布规范性文件制发主体清单。", "正在推进|按照职责分工，加大执行和落实情况公开力度。"), "status=C1"},
		"who is responsible":           {rows("完成情况|牵头责任单位", "已完成|县司法局、县政府办公室、县财政局", "正在推进|县发展改革局、县审计局、县财政局"), "status=C1"},
		"a plan":                       {rows("完成情况|明年计划", "已完成|"+long1, "正在推进|"+long2), "status=C1"},
		"a person":                     {rows("完成情况|具体联系人", "已完成|党政办公室 张某 0537-8220000", "正在推进|党政办公室 李某 0537-8220001"), "status=C1"},
		"beside a column for it":       {rows("完成情况|进展情况|亮点", "已完成|a|"+long1, "正在推进|b|"+long2), "progress_text=D1 status=C1"},
		"a status":                     {rows("情形|进展情况", "已完成|"+long1, "推进中，完成60%|"+long2), "progress_text=D1 status=C1"},
		"yes and no":                   {rows("情形|进展情况", "是|"+long1, "否|"+long2), "progress_text=D1"},
		"a kind":                       {rows("任务类型|进展情况", "长期|"+long1, "常态化|"+long2), "progress_text=D1"},
		"one that is no status":        {rows("情形|进展情况", "已完成|"+long1, "还行|"+long2), "progress_text=D1"},
		"shares":                       {rows("情形|进展情况", "60%|"+long1, "80%|"+long2), "progress_text=D1"},
		"a goal":                       {rows("上半年目标|进展情况", "完成方案|"+long1, "已启动|"+long2), "progress_text=D1"},
		"是否办结":                         {rows("是否办结|进展情况", "已办结|"+long1, "否|"+long2), "progress_text=D1 status=C1"},
		"a status under 完成程度":          {rows("完成程度|进展情况", "正在推进，完成54%|"+long1, "已完成|"+long2), "progress_text=D1 status=C1"},
		"shares under 完成程度":            {rows("完成程度|进展情况", "54%|"+long1, "100%|"+long2), "progress=C1 progress_text=D1"},
		"a status under 进度 beside one": {rows("进度|完成情况|进展情况", "正在推进|已完成|"+long1, "已完成|已完成|"+long2), "progress=C1 progress_text=E1 status=D1"},
		"时间":                           {rows("完成情况|进展情况|时间", "已完成|"+long1+"|2019-05-20", "正在推进|"+long2+"|"), "date=E1 progress_text=D1 status=C1"},
		"时间 for deadlines":             {rows("完成情况|进展情况|时间", "已完成|"+long1+"|5月20日前", "正在推进|"+long2+"|12月底前"), "progress_text=D1 status=C1"},
		"时间 to come":                   {rows("完成情况|进展情况|时间", "已完成|"+long1+"|2019-12-20", "正在推进|"+long2+"|2019-12-30"), "progress_text=D1 status=C1"},
		"时间 before":                    {rows("时间|完成情况|进展情况", "2019-05-20|已完成|"+long1, "2019-06-20|正在推进|"+long2), "progress_text=E1 status=D1"},
		"时间 beside 完成时间":               {rows("完成情况|进展情况|完成时间|时间", "已完成|"+long1+"|2019-05-20|2019-05-21", "正在推进|"+long2+"||"), "date=E1 progress_text=D1 status=C1"},
		"启动时间":                         {rows("完成情况|进展情况|启动时间", "已完成|"+long1+"|2019-05-20", "正在推进|"+long2+"|2019-05-20"), "progress_text=D1 status=C1"},
	} {
		if got := fieldsOf(readOne(t, c.text)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	f := readOne(t, rows("完成程度|进展情况", "正在推进，完成54%|"+long1, "已完成|"+long2))
	if e := f.Entries[0]; e.Status != Ongoing || e.Progress.Percent != "54" || e.Cells[FieldProgress] != "C2" {
		t.Errorf("%+v", e)
	}
}
