package form

import (
	"testing"

	"zwgk/pkg/grid"
)

// TestNotesBesideValues: what people write around a word, a share or a day does not keep it from
// being understood; what leaves a doubt does.
func TestNotesBesideValues(t *testing.T) {
	spec := testSpec(t)
	for written, want := range map[string]Status{"已完成（5月20日）": Done, "正在推进中（60%）": Ongoing, "1.已完成": Done, "☑已完成 □正在推进 □未启动": Done, "□已完成 ■正在推进": Ongoing,
		"已完成（未公开）": UnknownStatus, "☑已完成 ☑正在推进 □未启动": UnknownStatus, "年底完成": UnknownStatus, "需年底完成": UnknownStatus, "完成方案制定": UnknownStatus, "阶段性完成": UnknownStatus,
		"按季度完成": UnknownStatus, "完成中": Ongoing, "正在筹备": Ongoing, "未进行": NotStarted, "完成，长期坚持": Done, "按季度完成，长期坚持": UnknownStatus} {
		if got := spec.StatusOf(written); got != want {
			t.Errorf("%s: %s, want %s", written, got, want)
		}
	}
	for written, want := range map[string]Progress{"50%（上半年）": {"50", "percent"}, "60%（3/5）": {"60", "percent"}, "100%（提前完成）": {"100", "percent"}, "60-70%": {Kind: "vague"}, "60%～70%": {Kind: "vague"},
		"7/12": {"58.3", "fraction"}, "1/2": {"50", "fraction"}, "13/12": {Kind: "bad"}, "半年任务已完成": {Kind: "vague"}, "基本过半": {Kind: "vague"}, "完成序时": {Kind: "vague"},
		"达序时进度": {Kind: "vague"}, "已过半": {Kind: "vague"}, "80%（上月60%）": {Kind: "bad"}, "很快": {Kind: "bad"}} {
		if got := spec.ProgressOf(written, Ongoing); got != want {
			t.Errorf("%s: %v, want %v", written, got, want)
		}
	}
	for written, want := range map[string]string{"19.6.20": "2019-06-20", "2019年6月20日完成": "2019-06-20", "6月20日已完成。": "2019-06-20", "18.6.20": "", "2019-6-28（网站公开）": "2019-06-28", "2019年6月28日上午": "2019-06-28", "2019年5月31日印发": "2019-05-31", "已于6月28日完成": "2019-06-28", "2019年6月30日前": "2019-06-30", "2019.3.1—2019.6.20": "2019-06-20", "3月至6月": "2019-06", "完成": ""} {
		if got := spec.DateOf(written, 2019); got.ISO != want {
			t.Errorf("%s: %v, want %s", written, got, want)
		}
	}
	if got := spec.date(&grid.Cell{Type: grid.Number, Text: "43636", Raw: "43636"}, 2019); got.ISO != "2019-06-20" {
		t.Errorf("a day without its format: %v", got)
	}
}

// A share behind the status is the progress where the sheet has no other.
func TestProgressBehindTheStatus(t *testing.T) {
	f := readOne(t, "编号|工作任务|完成情况|进展情况\n6|推进规范性文件清理结果公开|已完成（85%）|a\n")
	e := f.Entries[0]
	if e.Status != Done || e.Progress.Percent != "85" || e.Cells[FieldProgress] != e.Cells[FieldStatus] || e.Written[FieldProgress] != "85%" {
		t.Errorf("%+v", e)
	}
	for written, want := range map[string]Progress{"已完成85%": {"85", "percent"}, "正在推进，６０％。": {"60", "percent"}, "完成八成": {"80", "words"}, "已完成": {}, "其他，60%": {}} {
		f := readOne(t, "编号|工作任务|完成情况及进度|进展情况\n6|推进规范性文件清理结果公开|"+written+"|a\n")
		if e := f.Entries[0]; e.Progress != want || (want.Percent != "" && (e.Status == UnknownStatus || e.Cells[FieldProgress] != "C2")) {
			t.Errorf("%s: %+v", written, e)
		}
	}
	f = readOne(t, "编号|工作任务|完成情况|进度|进展情况\n6|推进规范性文件清理结果公开|正在推进（上月60%）|70%|a\n")
	if e := f.Entries[0]; e.Progress.Percent != "70" {
		t.Errorf("%+v", e)
	}
}
