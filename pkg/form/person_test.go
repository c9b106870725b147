package form

import (
	"strings"
	"testing"
)

// understoodIn reads a sheet with one word to a row in a column; every row keeps what is written.
func understoodIn(t *testing.T, header, field string, words []string) []Entry {
	t.Helper()
	lines := []string{"编号|工作任务|进展情况|" + header}
	for _, w := range words {
		lines = append(lines, "6|推进规范性文件清理结果公开|公布了清单12件|"+w)
	}
	f := readOne(t, strings.Join(lines, "\n"))
	if len(f.Entries) != len(words) {
		t.Fatalf("%d rows of %d", len(f.Entries), len(words))
	}
	for i, e := range f.Entries {
		if e.Written[field] != words[i] {
			t.Errorf("%q became %q", words[i], e.Written[field])
		}
	}
	return f.Entries
}

// TestStatusAsAPersonWould: the families of words that counties use, and what merely looks like
// one of them.
func TestStatusAsAPersonWould(t *testing.T) {
	for want, words := range map[Status]string{
		Done: "已完成 完成 全部完成 按时完成 提前完成 超额完成 圆满完成 顺利完成 按要求完成 全面完成 已办结 办结 按时办结 已全部办结 办理完毕 已落实到位 已销号 完成了 已完成。 √ 是 逾期完成 完成100% 100% 已完成，80%",
		Ongoing: "正在推进 已完成80% 80% 完成八成 约百分之八十 正在推进60% 正在推进（60%） 推进中 正在办理 办理中 在办 达进度 欠进度 超进度 达到进度 未达进度 按计划 按计划推进 超前 拖延 停顿 停滞 滞后 落后 正常 正常推进 序时推进 有序推进中 扎实推进 持续推进 长期坚持 常态化 " +
			"进展顺利 快速推进 已启动 已启动，未完成 未完成 尚未完成 没有完成 没完成 还没完成 未办结 未全部完成 部分完成 基本完成 大部分完成 逾期未完成 正在完成 未完成（推进中） 否 即将完成 接近完成 完成一半 完成大半 已完成大半 完成过半",
		NotStarted:    "未启动 尚未启动 暂未启动 还未启动 待启动 未开始 没开始 没有开始 未开工 尚未开工 未开展 尚未开展 未实施 尚未实施 未着手",
		NotApplicable: "不涉及 不适用 无此项工作 无此职能 本单位不涉及 本单位不涉及此项工作",
		UnknownStatus: "其他 其它 还行 差不多了 0% 完成120% 80 基本已完成 预计年底完成 快完成了 完成一部分 多数完成 已完成一项 个别完成 " +
			"已完成和正在推进 已完成/正在推进 达进度，已完成 无法完成 不能完成 完成不了 难以完成 无需完成 完成否 是否完成 计划6月完成 6月底前完成 力争完成 争取完成 拟完成 待完成 等待完成 延期完成 已完成？ ？ 同上 见附件 待定 取消 暂缓 × 1",
	} {
		list := strings.Fields(words)
		for i, e := range understoodIn(t, "完成状态", FieldStatus, list) {
			if e.Status != want {
				t.Errorf("%s is %s, want %s", list[i], e.Status, want)
			}
		}
	}
}

func TestProgressAsAPersonWould(t *testing.T) {
	for want, words := range map[string]string{
		"80":   "80% 80 ８０％ 80.0% 0.8 .8 八成 约八成 近八成 八成左右 八成以上 八成多 超八成 百分之八十 约百分之八十 八十% 80%左右 约80% 大约80% 超80% 超过80% >80% ≥80% 已完成80% 完成80% 80%完成 进度80% 目前80% 已达80% 80%。 80个百分点",
		"85":   "85% 八成五 八成半 百分之八十五 0.85",
		"100":  "100% 100 百分之百 百分之一百 100%完成 已完成 完成 全部完成 十成",
		"0":    "0% 0 零% 百分之零 未启动",
		"8.5":  "8.5% ８.５％",
		"1.2":  "1.2%",
		"66.7": "2/3 三分之二 完成2/3 已完成三分之二 2项/3项",
		"50":   "序时进度50% 截至6月30日50% 截至6月底50% 截止2019年6月30日，完成50% 二分之一",
		"90":   "接近90% 将近90% 完成率90% 截至目前90%",
	} {
		list := strings.Fields(words)
		for i, e := range understoodIn(t, "进度", FieldProgress, list) {
			if e.Progress.Percent != want {
				t.Errorf("%s is %v, want %s", list[i], e.Progress, want)
			}
		}
	}
	for kind, words := range map[string]string{
		"vague": "不到八成 不足80% 80%以下 <80% 不到50% 低于50% 接近100% 近100% 超序时进度10% 过半 一半 近半 大半 过半数 一半以上 完成一半 大部分 接近完成 基本完成 持续推进 正在推进 80%-90% 80%至90% 60-70%",
		"bad":   "很快 。 … 1.2 2.5 不到 12月底100% 预计年底100% 由50%提高到60% 截至上月 三分之五 零分之二 三分 七八成 80%，上月60% 80分 8O%",
	} {
		list := strings.Fields(words)
		for i, e := range understoodIn(t, "进度", FieldProgress, list) {
			if e.Progress.Kind != kind || e.Progress.Percent != "" {
				t.Errorf("%s is %v, want %s", list[i], e.Progress, kind)
			}
		}
	}
}

func TestDateAsAPersonWould(t *testing.T) {
	for want, words := range map[string]string{
		"2019-06-30": "2019-06-30/2019.6.30/2019.6.30./2019年6月30日/2019年6月30号/2019年6月30/2019 年 6 月 30 日/19年6月30日/20190630/２０１９年６月３０日/2019—06—30/二〇一九年六月三十日/二零一九年六月三十日/2019年六月30日/" +
			"6月30日/6.30/6-30/六月三十日/2019-06-30 10:20/2019年6月30日10:20/2019-06-30T10:20:00/6月30日前完成/6月30日之前/2019年6月30日上午9时/6月30日下午3点半/今年6月30日/June 30, 2019/30 June 2019/30-Jun-2019/Jun 30th, 2019/30-Jun-19/6月20日-6月30日/2019年6月20日-6月30日/5.20-6.30/2019.3.1—2019.6.30/2019.3.1-2019.6.30",
		"2019-06": "2019年6月/2019年6月份/2019-06/2019.6/6月/6月份/六月/6月底/6月上旬/6月中旬/6月末/2019年6月底/2019年6月底前/二〇一九年六月/19年6月/今年6月/201906/1月至6月/2—6月/6月底前完成",
	} {
		list := strings.Split(words, "/")
		for i, e := range understoodIn(t, "完成时间", FieldDate, list) {
			if e.Date.ISO != want || e.Date.Bad {
				t.Errorf("%s is %v, want %s", list[i], e.Date, want)
			}
		}
	}
	for _, w := range []struct{ written, want string }{{"2019/6/30", "2019-06-30"}, {"6/30", "2019-06-30"}, {"6/30/2019", "2019-06-30"}, {"30/6/2019", "2019-06-30"}, {"6/6/2019", "2019-06-06"}, {"3/7/2019", ""}, {"2019/06", "2019-06"}, {"2109-05-20", "2109-05-20"}, {"201005", ""}, {"201913", ""}, {"190520", ""}, {"20-5月", ""}, {"1-13月", ""}, {"6月30日9", ""}, {"2019年6月30日前准备完成", ""}, {"2109-02-30", ""}, {"1-5月", "2019-05"}} {
		if d := testSpec(t).DateOf(w.written, 2019); d.ISO != w.want {
			t.Errorf("%s is %v, want %s", w.written, d, w.want)
		}
	}
	for bad, words := range map[bool]string{
		true:  "上个月 年底 2019 2019年 6月20-25日 2019.6.20、2019.6.25 2019年6月31日 6月31日 2019-02-30 2019-13-01 190630 18.6.30 13.5 本月20日 43646 2019.2-5 30-Jun-18 6月28日-6月20日",
		false: "上半年 二季度 2019年第二季度 长期 每月 按季度 持续推进 未完成 不涉及 无 2019.1-6 2019.1—6 2019/1-6 2019.1-6月 2019.1~6月 2019年1-6 19.1-6 1-6月 每月底 2019年第2季度 2019年2季度 第2季度",
	} {
		list := strings.Fields(words)
		for i, e := range understoodIn(t, "完成时间", FieldDate, list) {
			if e.Date.ISO != "" || e.Date.Bad != bad {
				t.Errorf("%s is %v", list[i], e.Date)
			}
		}
	}
}
