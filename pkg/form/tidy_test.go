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
		"按季度完成": UnknownStatus, "完成中": Ongoing, "正在筹备": Ongoing, "未进行": NotStarted, "完成，长期坚持": UnknownStatus} {
		if got := spec.StatusOf(written); got != want {
			t.Errorf("%s: %s, want %s", written, got, want)
		}
	}
	for written, want := range map[string]Progress{"50%（上半年）": {"50", "percent"}, "60%（3/5）": {"60", "percent"}, "100%（提前完成）": {"100", "percent"}, "60-70%": {Kind: "vague"}, "60%～70%": {Kind: "vague"},
		"达序时进度": {Kind: "vague"}, "已过半": {Kind: "vague"}, "80%（上月60%）": {Kind: "bad"}, "很快": {Kind: "bad"}} {
		if got := spec.ProgressOf(written, Ongoing); got != want {
			t.Errorf("%s: %v, want %v", written, got, want)
		}
	}
	for written, want := range map[string]string{"19.6.20": "2019-06-20", "2019年6月20日完成": "2019-06-20", "6月20日已完成。": "2019-06-20", "18.6.20": "", "完成": ""} {
		if got := spec.DateOf(written, 2019); got.ISO != want {
			t.Errorf("%s: %v, want %s", written, got, want)
		}
	}
	if got := spec.date(&grid.Cell{Type: grid.Number, Text: "43636", Raw: "43636"}, 2019); got.ISO != "2019-06-20" {
		t.Errorf("a day without its format: %v", got)
	}
}
