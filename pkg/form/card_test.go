package form

import (
	"strings"
	"testing"
)

// TestCard: one task on a card of labels with their values.
func TestCard(t *testing.T) {
	f := readOne(t, `
夏镇街道2019年上半年政务公开任务进展情况
填报单位|夏镇街道|填报日期|2019年7月2日
任务编号|6|工作任务|推进规范性文件清理结果公开
完成情况|正在推进|完成进度|55%
进展情况|公开了三批，清单12件
存在问题||下一步打算|9月底前完成
牵头科室|党政办
填报人|郎平|联系电话|8266123
审核人|简明`, "B5:D5")
	e := f.Entries[0]
	if len(f.Entries) != 1 || e.Item != "6" || e.Status != Ongoing || e.Progress.Percent != "55" || e.Written[FieldProgressText] != "公开了三批，清单12件" || e.Cells[FieldProgressText] != "B5" ||
		e.Written[FieldNext] != "9月底前完成" || e.Cells[FieldProblems] != "B6" || e.Written[FieldProblems] != "" || e.Extra["牵头科室"] != "党政办" || e.Empty {
		t.Errorf("%+v", e)
	}
	if got := signedAs(f); got != "郎平|8266123|简明|2019-07-02 D2" || f.Unit != "夏镇街道" || f.UnitHow != "cell" || f.Round != "2019-h1" || f.Header != "A3" || f.Columns[FieldStatus] != "A4" {
		t.Errorf("%s of %s by %s, %s", got, f.Unit, f.UnitHow, f.Round)
	}
	for name, c := range map[string]struct{ text, want string }{
		"one to a row":            {"任务|加强组织领导\n完成情况|开了两次会，印发文件\n完成时间|2019-06-20", "32 ||2019-06-20|开了两次会，印发文件"},
		"a status under a word":   {"任务|加强组织领导\n落实情况|已完成\n完成时间|2019-06-20", "32 done||2019-06-20|"},
		"both":                    {"任务|加强组织领导\n进展情况|开了会\n完成情况|完成\n时限|长期", "32 done|||开了会"},
		"number and report abeam": {"编号|32|进展情况|开了会\n完成情况|已完成|备注|无", "32 done|||开了会"},
	} {
		e := readOne(t, c.text).Entries[0]
		if got := e.Item + " " + string(e.Status) + "|" + e.Progress.Percent + "|" + e.Date.ISO + "|" + e.Written[FieldProgressText]; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	cards := readSheets(t, "夏镇街道.docx", sheetOf("任务编号|6\n完成情况|已完成\n进展情况|a"), sheetOf("任务编号|9\n完成情况|正在推进\n进展情况|b"))
	if got := unitsOf(cards); got != "夏镇街道 file 6; 夏镇街道 file 9" {
		t.Error("a card for each task:", got)
	}
	for name, text := range map[string]string{
		"two tasks":       "任务|加强组织领导\n完成情况|已完成\n任务|推进规范性文件清理结果公开\n完成情况|已完成",
		"no report":       "任务|加强组织领导\n备注|好\n时限|长期",
		"nothing written": "任务|\n完成情况|\n进展情况|",
		"a list":          "姓名|张某\n电话|1234567\n单位|夏镇",
	} {
		if r := readSheets(t, "x.docx", sheetOf(text)); len(r.Forms) != 0 {
			t.Errorf("%s is a card: %s", name, unitsOf(r))
		}
	}
	if f := readOne(t, "编号|工作任务|完成情况|进展情况\n6||完成|公开了"); f.Header != "A1" || itemsOf(f) != "6" || !strings.HasPrefix(f.Columns[FieldStatus], "C") {
		t.Error("a table is none:", f.Columns)
	}
}
