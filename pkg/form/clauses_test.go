package form

import "testing"

// TestClauses: a status of several clauses that agree, and what only resembles one.
func TestClauses(t *testing.T) {
	spec := testSpec(t)
	for written, want := range map[string]Status{
		"推进中，预计9月底完成": Ongoing, "正在推进；年底前完成": Ongoing, "已启动，完成30%": Ongoing, "正在推进，已完成60%": Ongoing, "已完成60%，正在推进": Ongoing, "60%，正在推进": Ongoing, "正在推进已完成60%": Ongoing,
		"推进中，完成八成，力争9月底完成": Ongoing, "未启动，计划9月开展": NotStarted, "已完成60%，预计9月底完成": Ongoing, "未完成，下半年完成": Ongoing,
		"已于6月底完成": Done, "已于2019年5月20日完成": Done, "6月底已完成": Done, "已在六月前办结": Done, "已完成（6月底）": Done, "已公开": Done, "已整改到位。": Done,
		"正在征求意见": Ongoing, "正在起草": Ongoing, "正在整改": Ongoing, "正在收尾": Ongoing, "尚在办理": Ongoing, "完成过半": Ongoing, "进展良好": Ongoing,
		"暂无此项业务": NotApplicable, "无此类情况": NotApplicable,

		"正在推进，已完成100%": UnknownStatus, "正在推进，已完成": UnknownStatus, "进展良好，已完成": UnknownStatus, "60%，已完成": UnknownStatus, "已完成，预计9月公开": UnknownStatus, "未启动，完成30%": UnknownStatus,
		"正在推进，预计完成60%": UnknownStatus, "推进中，计划已完成": UnknownStatus, "正在推进，上月50%，本月60%": UnknownStatus, "预计9月底完成": UnknownStatus, "6月底完成": UnknownStatus, "将于6月底完成": UnknownStatus,
		"已于6月底完成一半": UnknownStatus, "初步完成": UnknownStatus, "上半年已完成": UnknownStatus, "完成上半年任务": UnknownStatus, "已完成上半年任务": UnknownStatus, "已完成（上半年）": UnknownStatus, "前期工作已完成": UnknownStatus,
		"已公开部分": UnknownStatus, "已公开征求意见": UnknownStatus, "征求意见": UnknownStatus, "暂无": UnknownStatus, "无": UnknownStatus, "无此": UnknownStatus, "良好": UnknownStatus, "整改": UnknownStatus,
	} {
		if got := spec.StatusOf(written); got != want {
			t.Errorf("%s: %s, want %s", written, got, want)
		}
	}
	for written, want := range map[string]string{"正在推进，已完成60%": "60", "已完成60%，正在推进": "60", "推进中，完成八成，力争9月底完成": "80", "60%，正在推进": "60", "正在推进，预计9月底完成": ""} {
		f := readOne(t, "编号|工作任务|完成情况|进展情况\n6|推进规范性文件清理结果公开|"+written+"|a\n")
		if e := f.Entries[0]; e.Progress.Percent != want {
			t.Errorf("%s: %+v", written, e.Progress)
		}
	}
}
