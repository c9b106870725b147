package assess

import (
	"strings"
	"testing"

	"zwgk/pkg/duty"
	"zwgk/pkg/ledger"
)

func lossText(s *Scheme, u UnitScore) string {
	lost, gained := s.Losses(u)
	text := ""
	for _, d := range lost {
		text += d.Indicator + " -" + d.Points.String() + ", "
	}
	for _, d := range gained {
		text += d.Indicator + " +" + d.Points.String() + ", "
	}
	return text + u.Score
}

// Gains stand apart from losses: corrections upward, bonuses and what their cap took.
func TestLossesAndGains(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "甲", "政府部门", "done", "done", "done", "done", "done", "done", "done", "done", "done", "50")
	unit(l, "乙", "政府部门", "done", "done", "not_started")
	unit(l, "丙", "政府部门", "done")
	in := input(t, l)
	in.Scheme = kept(t, "加分门槛")
	in.Sources = Sources{"创新案例": {"甲": {Points: dec("5")}, "乙": {Points: dec("6")}}, "上级表彰": {"甲": {Points: dec("6")}}, "泄密": {"丙": {Points: one}}}
	for i, want := range []string{
		"任务完成 -3, 创新案例 +5, 上级表彰 +6, 加分 +-1, 任务量修正 +1.94, 108.94",
		"任务完成 -20, 80.00", // the gate is closed: nobody loses by that
		"泄密 -100, 0.00",
	} {
		if got := lossText(in.Scheme, scored(t, in).Units[i]); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

// Losses on a scale of their own are brought to that of the total: 甲 of TestWorkAndThirdParty lost
// 7.5, 18.75 and 8 of 100, that is 5.25, 13.125 and 5.6 of 70. The three are 70 - 46.03 = 23.97 and
// not 23.98, so that the largest is 13.12.
func TestLossesToScale(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "甲", "政府部门", "done", "done-", "50", "missing")
	in := input(t, l)
	in.Scheme = kept(t, "自评加第三方")
	in.Sources = Sources{"第三方评估": {"甲": {Points: dec("88")}}}
	u := scored(t, in).Units[0]
	if got, want := lossText(in.Scheme, u), "报送完整性 -5.25, 任务完成 -13.12, 公开佐证 -5.6, 第三方评估 -3.6, 72.43"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	lost, _ := in.Scheme.Losses(u)
	if want := "应报4项，已报3项，未报1项：任务4。按100分制评分，折算为70分制。"; lost[0].Reason != want {
		t.Errorf("got %s", lost[0].Reason)
	}
}

// What had nothing to measure is lost only as far as the others are: 乙 of TestSeveralLevels has 0.5
// of the 10 beside it, so that of its 30 it has 1.5 and lost 28.5.
func TestLossesSpread(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "乙", "政府部门", "done")
	in := input(t, l)
	in.Scheme = kept(t, "多级指标")
	in.Plan = &duty.Plan{Assignments: []duty.Assignment{{Item: "1", Unit: "乙", Duty: duty.Responsible}}}
	got := lossText(in.Scheme, scored(t, in).Units[0])
	if want := "逐项得分 -9.5, 按时完成 -28.5, 62.00"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// A unit for which nothing is there to be measured has nobody to give the weights to, and loses
// nothing.
func TestNothingToSpreadTo(t *testing.T) {
	for name, states := range map[string][]string{"all excused": nil, "nothing applies": {"not_applicable", "not_applicable"}} {
		t.Run(name, func(t *testing.T) {
			l := &ledger.Ledger{}
			unit(l, "甲", "政府部门", states...)
			in := input(t, l)
			var err error
			in.Scheme, err = parse(t, "not_applicable: redistribute\nindicators:\n  - {name: 任务, weight: \"60\", measure: completion, points: {done: \"1\"}}\n  - {name: 时限, weight: \"40\", measure: on_time}\n")
			if err != nil {
				t.Fatal(err)
			}
			if u := scored(t, in).Units[0]; u.Score != "100.00" || u.Grade != "优秀" || !strings.HasPrefix(u.Lines[0].Reason, "没有应计的任务，得满分。") {
				t.Errorf("%+v", u)
			}
		})
	}
}
