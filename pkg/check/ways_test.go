package check

import (
	"testing"

	"zwgk/pkg/form"
)

// TestWaysOfWriting: a value that is right in whatever words brings no finding; one that leaves a
// doubt is told by its own code.
func TestWaysOfWriting(t *testing.T) {
	c := weishan(t)
	for _, k := range []struct{ field, want string }{
		{form.FieldStatus, ""}, {form.FieldStatus, "V02"}, {form.FieldProgress, ""}, {form.FieldProgress, "V09"}, {form.FieldProgress, "V03"}, {form.FieldDate, ""}, {form.FieldDate, "L09V06"}, {form.FieldDate, "V05"},
	} {
		for _, written := range ways[k.field+" "+k.want] {
			row := map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: "60%"}
			if k.field == form.FieldDate {
				row = map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldEvidence: "文件"}
			}
			row[k.field] = written
			r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{"6": row}), "2019-07-03"})
			got := ""
			for _, f := range r.Findings {
				got += f.Code
			}
			if got != k.want {
				t.Errorf("%s %s: %q, want %q", k.field, written, codes(r), k.want)
			}
		}
	}
}

// ways are values by their field and the codes that they bring: what is done after the deadline is late, too.
var ways = map[string][]string{
	form.FieldStatus + " ":      {"推进中，预计9月底完成", "正在推进，已完成60%", "已完成60%，正在推进", "60%，正在推进", "正在征求意见", "正在起草", "正在整改", "正在收尾", "尚在办理", "完成过半", "进展良好"},
	form.FieldStatus + " V02":   {"初步完成", "上半年已完成", "完成上半年任务", "已完成上半年任务", "正在推进，已完成", "6月底完成", "还可以", "快好了"},
	form.FieldProgress + " ":    {"序时进度50%", "截至6月30日60%", "接近90%", "不到50%"},
	form.FieldProgress + " V09": {"三分之二", "2/3"},
	form.FieldProgress + " V03": {"1.2", "很快", "三分", "12月底100%"},
	form.FieldDate + " ":        {"5月20日前完成", "2019年5月20日上午9时", "今年5月", "1-5月", "201905", "已于5月20日完成"},
	form.FieldDate + " V06":     {"2109-05-20", "2020-05-20"},
	form.FieldDate + " V05":     {"2019-06-31", "2109-02-30"},
}
