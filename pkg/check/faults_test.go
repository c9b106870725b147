package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/ledger"
)

// found lists the findings of a check as "code field", those of item lines only when only is "".
func found(r *Result) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, strings.TrimSpace(f.Code+" "+f.Field))
	}
	slices.Sort(out)
	return out
}

func same(t *testing.T, what string, got []string, want string) {
	t.Helper()
	if strings.Join(got, ",") != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// TestTimesAndNumbers: what the table says of time and number. As of June the second half has
// not come; item 6 of the county is due by the end of July, item 29 by the end of the year.
func TestTimesAndNumbers(t *testing.T) {
	done := func(text, date string) map[string]string {
		return map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: date, form.FieldEvidence: "文件", form.FieldProgressText: text}
	}
	ongoing := map[string]string{}
	for _, k := range []struct {
		what, unit, item, asOf string
		row                    map[string]string
		want                   string
	}{
		{"done in time", "县司法局", "6", "2019-12-31", done(goodText, "2019-07-31"), ""},
		{"done in its last month", "县司法局", "6", "2019-12-31", done(goodText, "2019-07"), ""},
		{"done late", "县司法局", "6", "2019-12-31", done(goodText, "2019-08-01"), "L09 date"},
		{"not due yet", "县司法局", "6", "2019-07-31", ongoing, ""},
		{"overdue", "县司法局", "6", "2019-08-01", ongoing, "L11 status"},
		{"no date asked for", "县司法局", "9", "2019-12-31", ongoing, ""},
		{"every month, in June", "县财政局", "14", "2019-06-30", done(goodText, "2019-06-20"), "L08 status"},
		{"every month, in December", "县财政局", "14", "2019-12-31", done(goodText, "2019-12-20"), ""},
		{"every month, not done", "县财政局", "14", "2019-06-30", ongoing, ""},
		{"twice, once told", "县司法局", "23", "2019-12-31", done("发布解读材料5篇，负责同志解读重要政策措施1次。", "2019-06-20"), "L10 progress_text"},
		{"twice, once and once", "县司法局", "23", "2019-12-31", done("负责同志3月解读1次、5月解读一次，均已公开。", "2019-06-20"), ""},
		{"twice, each once", "县司法局", "23", "2019-12-31", done("负责同志1月、3月、5月各解读政策1次，都已公开。", "2019-06-20"), ""},
		{"twice, every month", "县司法局", "23", "2019-12-31", done("负责同志每月解读政策1次，全部解读材料都在网站公开。", "2019-06-20"), ""},
		{"twice, once told in full width", "县司法局", "23", "2019-12-31", done("发布解读材料５篇，负责同志解读重要政策措施１次。", "2019-06-20"), "L10 progress_text"},
		{"twice, no number told", "县司法局", "23", "2019-12-31", done("发布解读材料5篇，负责同志已按要求解读政策。", "2019-06-20"), ""},
		{"twice, not done", "县司法局", "23", "2019-12-31", map[string]string{form.FieldProgressText: "发布解读材料5篇，负责同志解读重要政策措施1次。"}, ""},
	} {
		c := weishan(t)
		c.Round.AsOf = k.asOf
		r, _ := c.check(file{"a.csv", c.sheetOf(k.unit, map[string]map[string]string{k.item: k.row}), "2020-01-05"})
		var got []string
		for _, f := range r.Findings {
			if slices.Contains(f.Cells, cellOf(r, k.item, f.Field)) {
				got = append(got, f.Code+" "+f.Field)
			}
		}
		same(t, k.what, got, k.want)
	}
}

// cellOf is the cell of a field of an item in the first sheet of a result.
func cellOf(r *Result, item, field string) string {
	f := r.Forms()[0]
	i := slices.IndexFunc(f.Entries, func(e form.Entry) bool { return e.Item == item })
	return f.Entries[i].Cells[field]
}

func TestStatusAgainstText(t *testing.T) {
	c := weishan(t)
	done := func(row map[string]string) map[string]string {
		out := map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-06-20", form.FieldEvidence: "文件"}
		maps.Copy(out, row)
		return out
	}
	for _, k := range []struct {
		row  map[string]string
		want string
	}{
		{map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-06-20", form.FieldEvidence: "文件", form.FieldProgressText: "已公开规范性文件清单12件，其余3件尚未公开。"}, "L05 progress_text"},
		{map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-06-20", form.FieldEvidence: "文件", form.FieldProgressText: "已公开规范性文件清单12件，对尚未公开的3件逐一说明理由。"}, ""},
		{map[string]string{form.FieldProgressText: "已公开规范性文件清单12件，其余3件尚未公开。"}, ""},
		{map[string]string{form.FieldStatus: "不涉及", form.FieldProgress: "", form.FieldProgressText: "不涉及此项工作"}, "L07 progress_text"},
		{map[string]string{form.FieldStatus: "不涉及", form.FieldProgress: "", form.FieldProgressText: "本单位无此职权。"}, ""},
		{map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldDate: "2019-05-01", form.FieldProgressText: "因机构改革职责尚在交接，方案还在起草，已有3稿。"}, "L06 date"},
		{map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldDate: "2019-09-30", form.FieldProgressText: "因机构改革职责尚在交接，方案还在起草，已有3稿。"}, ""},
		{map[string]string{form.FieldProgressText: "认真贯彻落实有关要求，加强组织领导，明确责任，不断提升工作水平，取得明显成效。"}, "E03 progress_text"},
		{map[string]string{form.FieldProgressText: "认真落实规范性文件制发主体清单和清理的有关要求，加强组织领导。"}, ""},
		{map[string]string{form.FieldProgressText: "认真贯彻落实有关要求，加强组织领导，明确责任，公开信息8条，取得明显成效。"}, ""},
		{map[string]string{form.FieldProgress: "80%，上月60%"}, "V16 progress"},
		{map[string]string{form.FieldProgress: "８０％，上月６０％"}, "V16 progress"},
		{map[string]string{form.FieldProgress: "80%（即80%）"}, "V03 progress"},
		{map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "3月10日、6月20日", form.FieldEvidence: "文件"}, "V15 date"},
		{map[string]string{form.FieldDate: "3月至12月"}, ""},
		{map[string]string{form.FieldProgressText: goodText + strings.Repeat("公开信息1条。", 300)}, "V17 progress_text"},
		{map[string]string{form.FieldProgressText: "县公安局已公开有关信息12条，并对文件进行了清理。"}, "X06 progress_text"},
		{map[string]string{form.FieldProgressText: "县公安局牵头，我局已公开有关信息12条，并对文件进行了清理。"}, ""},
		{map[string]string{form.FieldProgressText: "会同县公安局公开有关信息12条，并对文件进行了清理。"}, ""},
		{map[string]string{form.FieldProgressText: "县司法局已公开有关信息12条，并对文件进行了清理。"}, ""},
		{map[string]string{form.FieldProgressText: "夏镇街道已完成试点，公开有关信息12条，已经清理文件。"}, ""},
		{done(map[string]string{form.FieldProgressText: "已公开清单12件，目前正在推进中，预计年底前完成其余部分。"}), "L05 progress_text"},
		{done(map[string]string{form.FieldProgressText: "已公开清单12件，其余3个乡镇未完成，正在督促。"}), "L05 progress_text"},
		{done(map[string]string{form.FieldProgressText: "已公开清单12件，还有3件没有完成。培训和档案整理都已结束。"}), "L05 progress_text"},
		{done(map[string]string{form.FieldProgressText: "已公开清单12件，共查出应公开尚未公开、发布不及时等情况7个，都已改正。"}), ""},
		{done(map[string]string{form.FieldProgressText: "已公开清单12件，没有完成的事项都写明原因后移交。"}), ""},
		{map[string]string{form.FieldStatus: "不涉及", form.FieldProgress: "", form.FieldProgressText: "我单位没有此项工作任务。"}, "L07 progress_text"},
		{map[string]string{form.FieldStatus: "不涉及", form.FieldProgress: "", form.FieldProgressText: "此项工作与我单位无关"}, "L07 progress_text"},
		{map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldProgressText: "8月份启动专区建设，12月底前建成运行，已有设计稿。"}, ""},
		{map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldProgressText: "尚未到工作时间节点，有关材料已由专人收集和保管。"}, ""},
		{map[string]string{form.FieldProgressText: "已于×月×日公开规范性文件制发主体清单，并完成清理。"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: "已按示政办发〔2019〕××号文件公开清单，并完成清理。"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: "已公开规范性文件制发主体清单共  条，并完成清理。"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: "已公开规范性文件**条，并完成全部清理工作，存档备查。"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: "已公开规范性文件12件，XX项目的批复也已公开。"}, ""},
		{map[string]string{form.FieldProgressText: "已公开规范性文件12件，其余待补充完善后公开，正在征求意见。"}, ""},
		{map[string]string{form.FieldProgressText: "县财政局拨付经费3万元，我局用于规范性文件清理，已公开12件。"}, ""},
		{done(map[string]string{form.FieldLinks: "", form.FieldEvidence: "", form.FieldProgressText: "已公开规范性文件12件，见http://www.weishan.gov.cn/art/1.html"}), ""},
		{map[string]string{form.FieldProgressText: "2019年以来，认真贯彻落实有关要求，加强组织领导，明确责任，取得明显成效。"}, "E03 progress_text"},
		{map[string]string{form.FieldStatus: "不涉及", form.FieldProgress: "60%", form.FieldProgressText: "本单位没有规范性文件制发权。"}, "L15 progress"},
		{map[string]string{form.FieldLinks: "http://www.weishan.gov.cn/#/home"}, "E04 links"},
		{map[string]string{form.FieldProgressText: "应办6件，办结4件，尚有2件待人大代表面商。"}, ""},
		{map[string]string{form.FieldProgressText: "公开信息4次。"}, "E03 progress_text"},
		{map[string]string{form.FieldProgressText: "按照上级要求认真开展有关工作，成效显著，得到广大群众的一致好评。"}, "E03 progress_text"},
		{map[string]string{form.FieldProgressText: "高度重视，加强领导，狠抓落实，规范性文件清理受到群众好评。"}, ""},
		{map[string]string{form.FieldProgressText: "待补充"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: "待补充。"}, "V12 progress_text"},
		{map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "100%", form.FieldDate: "2019-05-01"}, "L03 progress"},
		{map[string]string{form.FieldStatus: "已完成85%", form.FieldProgress: ""}, ""},
		{map[string]string{form.FieldProgressText: "我局高度重视政务公开工作，多次召开会议研究部署，切实把这项工作抓紧抓实抓好，成效显著。"}, "E03 progress_text"},
		{map[string]string{form.FieldProgressText: "11111111111111111111111111"}, "E03 progress_text"},
		{map[string]string{form.FieldProgressText: goodText + "发布信息    条。"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: goodText + "发布信息N条。"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: goodText + "【待核实】"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: goodText + "其余TBD。"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: goodText + "其余待核实后公开。"}, ""},
		{map[string]string{form.FieldProgressText: "规范性文件清理12件，已于5月底全部完成。"}, "L16 progress_text"},
		{map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldProgressText: "因机构改革暂缓，规范性文件清理12件，已全部完成。"}, "L16 progress_text"},
		{map[string]string{form.FieldProgressText: "清理方案已全部完成，规范性文件公开12件，其余下半年公开。"}, ""},
		{map[string]string{form.FieldDate: "2019-05-31"}, "L17 date"},
		{map[string]string{form.FieldDate: "2019-12-31"}, ""},
		{map[string]string{form.FieldDate: "2019年5月"}, ""},
		{done(map[string]string{form.FieldDate: "无"}), "L04 date"},
		{done(map[string]string{form.FieldProgressText: "已公开清单12件，正在推进此项工作。"}), "L05 progress_text"},
		{done(map[string]string{form.FieldProgressText: "已公开清单12件，完成60%。"}), "L05 progress_text"},
		{done(map[string]string{form.FieldProgressText: "第一季度仅完成40%，二季度加快进度，规范性文件6月20日全部公开完毕。"}), ""},
		{map[string]string{form.FieldProgressText: "印发《规范性文件管理手册（待修订稿）》12册，完成清理。"}, ""},
		{map[string]string{form.FieldProgressText: "共公开规范性文件36条，全部任务已完成。"}, "L16 progress_text"},
		{done(map[string]string{form.FieldProgressText: "已公开清单12件，完成60%以上的项目信息。"}), ""},
		{done(map[string]string{form.FieldProgressText: "目前正在推进的12个重点项目信息全部公开规范性文件清单。"}), ""},
		{done(map[string]string{form.FieldProgressText: "力争年底完成的12件民生实事进展已公示，规范性文件清单已公开。"}), ""},
		{done(map[string]string{form.FieldProgressText: "预计年底完成的12个规范性文件项目清单已公布。"}), ""},
		{done(map[string]string{form.FieldProgressText: "已公开清单12件，剩余未公开的7件涉密文件按规定不予公开。"}), ""},
		{map[string]string{form.FieldLinks: "#NAME?"}, "V11 links"},
		{map[string]string{form.FieldStatus: "已完成85%", form.FieldProgress: "60%"}, ""},
		{map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldProgressText: "省里政策尚未出台，我县暂不具备启动条件"}, ""},
		{map[string]string{form.FieldProgressText: goodText + "意见邮箱fgwzc@163.com，传真0537-8223311。"}, ""},
		{map[string]string{form.FieldEvidence: "整改报告.docx（未随表报送，存局办公室备查）"}, ""},
		{done(map[string]string{form.FieldDate: "长期"}), ""},
		{map[string]string{form.FieldLinks: "http://www.linxian.gov.cn/art/1.html"}, "E08 links"},
		{map[string]string{form.FieldLinks: "http://www.weishan.gov.cn/art/1.html"}, ""},
		{map[string]string{form.FieldLinks: "http://gk.weishan.gov.cn:8080/art/1.html"}, ""},
		{map[string]string{form.FieldLinks: "https://www.gov.cn/zhengce/1.htm"}, ""},
		{map[string]string{form.FieldLinks: "https://mp.weixin.qq.com/s/1"}, ""},
		{map[string]string{form.FieldEvidence: "见会议纪要.docx、培训照片.jpg"}, "E09 evidence"},
		{map[string]string{form.FieldEvidence: "见附件1会议记录.docx"}, ""},
		{map[string]string{form.FieldEvidence: "会议记录（3月）"}, ""},
		{map[string]string{form.FieldEvidence: "http://www.weishan.gov.cn/a/纪要.pdf"}, ""},
	} {
		row := map[string]string{form.FieldStatus: "正在推进", form.FieldProgressText: goodText}
		maps.Copy(row, k.row)
		c.Sites, c.Roster, c.Whole = []string{"www.weishan.gov.cn"}, c.roster, true
		r, _ := c.check(file{"县司法局.csv", c.sheetOf("县司法局", map[string]map[string]string{"6": row}), ""}, file{"县司法局会议记录.docx", "PK\x03\x04", ""})
		r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return f.File != "县司法局.csv" })
		same(t, strings.Join(slices.Sorted(maps.Values(k.row)), " | "), found(r), k.want)
	}
}

// TestPersonalMatters: what looks like a person's own is told, and not shown; what units
// publish of themselves is not told.
func TestPersonalMatters(t *testing.T) {
	c := weishan(t)
	for text, want := range map[string]string{
		"意见可发至 zhang_mou@163.com，共收到12条意见。":    "P04",
		"意见可发至 sfj@weishan.gov.cn，共收到12条意见。":   "",
		"意见可发至 wssfj@ji.shandong.cn，共收到12条意见。": "",
		"一户家庭住址：幸福村三组18号，共救助12户。":              "P05",
		"一户住幸福花园3号楼2单元501室，共救助12户。":            "P05",
		"在泰安路18号便民服务中心设公开栏12处，张贴公告。":           "",
		"低保户王某某（3口人）每月发放1200元，共救助12户。":         "P06",
		"残疾人方面，公开补贴标准2项，规范性文件1件。":              "", "公开残疾人康复、特困人员高龄，补贴3档；患者常见、多发病宣传12篇。": "", "公开贫困户金额、低保户方面，共3项。": "",
		"残疾人方面，公开补贴标准2项，低保户王某某（3口人）补1200元。":        "P06",
		"请发送至意见征集邮箱zhang_mou@163.com，共收到12条。":      "",
		"救助低保户12户，其中残疾人5人、孤儿2人，每户1200元。":           "",
		"贫困户高标准住房改造12户，已公开改造结果，每户1200元。":           "",
		"发放至卡号6222021234567890128，共12户，每户1200元。":   "P03",
		"办公电话0537-8220000，传真0537-8220001，受理咨询12件。": "",
	} {
		r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{"6": {form.FieldProgressText: text}}), ""})
		got := ""
		for _, f := range r.Findings {
			got += f.Code
			for _, private := range []string{"zhang_mou", "18号", "501室", "王某某", "6222021234567890128"} {
				if strings.Contains(f.Message+f.Value, private) {
					t.Errorf("%s shows %s", f.Code, f.Message)
				}
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestAdviceFitsTheSheet: what is asked can be done in the sheet as it is.
func TestAdviceFitsTheSheet(t *testing.T) {
	c := weishan(t)
	ticks := "填报单位：,县司法局\n编号,工作任务,已完成,正在推进,未启动,进展情况\n"
	own := "填报单位：,县司法局\n编号,工作任务,完成情况,进度,进展情况\n"
	for _, k := range []struct{ sheet, code, want string }{
		{ticks + "6,推进规范性文件清理结果公开,√,√,,甲\n33,x,√,,,乙\n", "V02", "“已完成、正在推进、未启动”几栏中只给一栏打钩"},
		{ticks + "6,推进规范性文件清理结果公开,,,,甲\n33,x,√,,,乙\n", "V01", "“已完成、正在推进、未启动”几栏中选一栏打钩"},
		{own + "6,推进规范性文件清理结果公开,,,甲\n", "V01", "请填写其中之一：已完成、"},
		{own + "6,推进规范性文件清理结果公开,达进度,100%,甲\n", "L02", "“完成情况”却是达进度（即正在推进）"},
		{own + "6,推进规范性文件清理结果公开,正在推进,100%,甲\n", "L02", "“完成情况”却是正在推进，"},
		{own + "6、34,,正在推进,80%,甲\n", "T03", "请把 6、34 分成几行"},
		{own + ",推进规范性文件清理结果公开；推进人大代表建议和政协委员提案办理结果公开,正在推进,80%,甲\n", "T03", "分成几行"},
		{own + ",推进乡村振兴信息公开,正在推进,80%,甲\n", "T03", "请写完整编号"},
		{own + "6,推进规范性文件清理结果公开,正在推进,80%,甲\n6,推进规范性文件清理结果公开,正在推进,60%,乙\n", "T04", "A4：任务 6 前面已经报过（A3）"},
	} {
		r, _ := c.check(file{"县司法局.csv", k.sheet, ""})
		i := slices.IndexFunc(r.Findings, func(f finding.Finding) bool { return f.Code == k.code })
		if i < 0 || !strings.Contains(r.Findings[i].Message+r.Findings[i].Hint, k.want) {
			t.Errorf("%s: %v, want %s %s", k.sheet, found(r), k.code, k.want)
			if i >= 0 {
				t.Log(r.Findings[i].Message, r.Findings[i].Hint)
			}
		}
	}
}

func TestSignedOnAnotherDay(t *testing.T) {
	c := weishan(t)
	for day, want := range map[string]string{"2019-07-03": "", "2018-07-03": "U07 signature", "2019-07-06": "U07 signature", "2019年7月": "", "2019-07-05": ""} {
		r, _ := c.check(file{"a.csv", strings.Replace(c.sheetOf("县司法局", nil), "2019-07-03", day, 1), "2019-07-05"})
		same(t, day, found(r), want)
	}
}

func TestOneFigureForAll(t *testing.T) {
	c := weishan(t)
	for figure, want := range map[string]string{"45%": "X04 progress", "0%": "", "": "", "120%": "V04 progress"} {
		rows := map[string]map[string]string{}
		for _, a := range c.Plan.Of("县司法局") {
			rows[a.Item] = map[string]string{form.FieldProgress: figure}
		}
		r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", rows), ""})
		same(t, figure, found(r), want)
	}
}

// TestTheRoundBefore: what goes backwards, and what repeats the round before.
func TestTheRoundBefore(t *testing.T) {
	const other = "组织执法人员培训三期，共有一百二十人次参加，考试成绩在公开栏公布，并整理了常见问题三十个。"
	for _, k := range []struct {
		what             string
		status, progress string
		text             string
		row              map[string]string
		want             string
	}{
		{"onward", "正在推进", "30", other, map[string]string{form.FieldProgress: "60%"}, ""},
		{"the same", "正在推进", "60", other, map[string]string{form.FieldProgress: "60%"}, ""},
		{"less", "正在推进", "60", other, map[string]string{form.FieldProgress: "40%"}, "L12 progress"},
		{"not begun again", "正在推进", "", other, map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "0%"}, "L12 status"},
		{"open again", "已完成", "100", other, map[string]string{form.FieldProgress: "40%"}, "L13 status"},
		{"unknown before", "", "", other, map[string]string{form.FieldProgress: "40%"}, ""},
		{"copied", "正在推进", "30", other, map[string]string{form.FieldProgress: "60%", form.FieldProgressText: other}, "X03 progress_text"},
		{"copied and added to", "正在推进", "30", other, map[string]string{form.FieldProgress: "60%", form.FieldProgressText: other + "六月底前全部完成。"}, "X03 progress_text"},
	} {
		c := weishan(t)
		status := map[string]form.Status{"正在推进": form.Ongoing, "已完成": form.Done, "": form.UnknownStatus}[k.status]
		c.Previous = &ledger.Ledger{Entries: []ledger.Entry{{Unit: "县司法局", Item: "6", Fate: ledger.Merged, Status: status, Progress: k.progress, ProgressText: k.text,
			Written: map[string]string{form.FieldStatus: k.status, form.FieldProgress: k.progress + "%"}, Source: ledger.Source{File: "q1.xlsx", Cells: map[string]string{form.FieldProgressText: "H6"}}}}}
		r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{"6": k.row}), ""})
		same(t, k.what, found(r), k.want)
		for _, f := range r.Findings {
			if f.Code == "X03" && !strings.Contains(f.Message, "q1.xlsx H6") {
				t.Error(f.Message)
			}
		}
	}
}

// TestDisagreement: the one in charge says done, one that cooperates not begun.
func TestDisagreement(t *testing.T) {
	c := weishan(t)
	item, lead, other := "", "", ""
	for _, a := range c.Plan.Assignments {
		if a.Duty != "responsible" {
			continue
		}
		alone, coop := true, ""
		for _, b := range c.Plan.Assignments {
			if b.Item == a.Item && b.Unit != a.Unit {
				alone = alone && b.Duty == "cooperating"
				coop = b.Unit
			}
		}
		if alone && coop != "" {
			item, lead, other = a.Item, a.Unit, coop
		}
	}
	if item == "" {
		t.Fatal("no item of one unit with cooperating ones")
	}
	done := map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-06-20", form.FieldEvidence: "文件"}
	no := map[string]string{form.FieldID: item, form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldProgressText: "因机构改革职责尚在交接，方案还在起草，已有3稿。"}
	r, _ := c.check(file{"a.csv", c.sheetOf(lead, map[string]map[string]string{item: done}), ""}, file{"b.csv", c.sheetOf(other, map[string]map[string]string{"extra": no}), ""})
	at := slices.IndexFunc(r.Findings, func(f finding.Finding) bool { return f.Code == "X05" })
	if at < 0 || r.Findings[at].File != "a.csv" || r.Findings[at].Args["other"] != other || r.Findings[at].Item != item {
		t.Errorf("%s with %s on %s: %s", lead, other, item, codes(r))
	}
}

// filledBlank is the blank of 县司法局 with all rows filled in, then changed.
func filledBlank(t *testing.T, c county, change func(f *excelize.File, sheet string)) string {
	t.Helper()
	u, _ := c.roster.Unit("县司法局")
	var rows []form.BlankRow
	for _, a := range c.Plan.Of(u.Name) {
		row, _ := c.Table.Find(a.Item)
		rows = append(rows, form.BlankRow{Row: row, Duty: a.Duty, Required: true})
	}
	var b strings.Builder
	if err := form.Blank(&b, c.Spec, form.BlankInput{County: "微山县", Year: 2019, Unit: u, Round: c.Round, Rows: rows}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.GetSheetName(0)
	reading := form.Read(form.Input{Workbook: grid.Read("a.xlsx", []byte(b.String()), grid.Limits{})}, c.Spec, form.Context{Table: c.Table, Plan: c.Plan, Roster: c.roster, Round: c.Round, Year: 2019})
	for i, e := range reading.Forms[0].Entries {
		f.SetCellStr(sheet, e.Cells[form.FieldStatus], "正在推进")
		f.SetCellFloat(sheet, e.Cells[form.FieldProgress], 0.4+0.1*float64(i%5), 2, 64)
		f.SetCellStr(sheet, e.Cells[form.FieldProgressText], goodText)
	}
	s := reading.Forms[0].Signature
	for cell, text := range map[string]string{s.Filler.Cell: "张某", s.Phone.Cell: "0537-8220000", s.Reviewer.Cell: "李某", s.Filled.Cell: "2019-07-03"} {
		f.SetCellStr(sheet, cell, text)
	}
	change(f, sheet)
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestChangedBlanks: what units do to the rows of a blank is told at its cell, and once.
func TestChangedBlanks(t *testing.T) {
	c := weishan(t)
	for _, k := range []struct {
		what   string
		change func(f *excelize.File, sheet string)
		want   string
	}{
		{"nothing", func(*excelize.File, string) {}, ""},
		{"a title", func(f *excelize.File, s string) { f.SetCellStr(s, "B6", "推进财政预决算公开") }, "T10 B6"},
		{"a title emptied", func(f *excelize.File, s string) { f.SetCellStr(s, "B6", "") }, "T10 B6"},
		{"another row's title", func(f *excelize.File, s string) {
			title, _ := f.GetCellValue(s, "B7")
			f.SetCellStr(s, "B6", title)
			f.SetCellStr(s, "C6", "另一项的要求")
		}, "T16 B6"},
		{"a deadline", func(f *excelize.File, s string) { f.SetCellStr(s, "E6", "明年") }, "T15 E6"},
		{"a number", func(f *excelize.File, s string) { f.SetCellStr(s, "A6", "77") }, "T15 A6"},
		{"a role", func(f *excelize.File, s string) { f.SetCellStr(s, "D6", "选报") }, "T15 D6"},
		{"a row hidden", func(f *excelize.File, s string) { f.SetRowVisible(s, 6, false) }, "F15 A6"},
		{"cells merged", func(f *excelize.File, s string) { f.SetCellStr(s, "H7", ""); f.MergeCell(s, "H6", "H7") }, "T13 H6"},
		{"a formula of another file", func(f *excelize.File, s string) {
			f.SetCellInt(s, "G6", 60)
			f.SetCellFormula(s, "G6", "[1]Sheet1!C5")
		}, "F14 G6"},
	} {
		r, _ := c.check(file{"县司法局.xlsx", filledBlank(t, c, k.change), "2019-07-03"})
		if got := codes(r); got != k.want {
			t.Errorf("%s: %q, want %q", k.what, got, k.want)
		}
	}
}

// TestAMessageSpeaksForAllItsCells: problems of one kind that differ in what they say are not
// joined.
func TestAMessageSpeaksForAllItsCells(t *testing.T) {
	c := weishan(t)
	r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{
		"4": {form.FieldProgress: "80%、60%"}, "6": {form.FieldProgress: "70%、90%"}, "9": {form.FieldProgress: "80%、60%"}, "10": {form.FieldProgressText: "已公开规范性文件××件，并已完成全部文件的清理工作。"},
		"23": {form.FieldProgressText: "已公开政府公报XX期，并完成全部清理的工作。"}}), ""})
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.Code+" "+f.Args["found"]+" "+strings.Join(f.Cells, "、"))
	}
	slices.Sort(got)
	same(t, "grouped", got, "V12 XX期 E8,V12 ××件 E7,V16 70%、90% D5,V16 80%、60% D4、D6")
}

// TestAWrongYearInTheSignature is told once, and does not make the dates of the rows wrong.
func TestAWrongYearInTheSignature(t *testing.T) {
	c := weishan(t)
	done := map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-06-20", form.FieldEvidence: "文件"}
	r, _ := c.check(file{"a.csv", strings.Replace(c.sheetOf("县司法局", map[string]map[string]string{"4": done, "6": done}), "2019-07-03", "2018-07-03", 1), ""})
	same(t, "2018", found(r), "U07 signature")
	r, _ = c.check(file{"a.csv", strings.Replace(c.sheetOf("县司法局", nil), "2019-07-03", "2019-06-31", 1), ""})
	same(t, "no such day", found(r), "U07 signature")
	r, _ = c.check(file{"a.csv", strings.Replace(c.sheetOf("县司法局", nil), "2019-07-03", "2019年 月 日", 1), ""})
	same(t, "not filled in", found(r), "U06 signature")
}

// TestWhatManySayAlike: that a task does not concern a unit, or has not begun, is no copy, nor
// what was done last round and still is.
func TestWhatManySayAlike(t *testing.T) {
	c := weishan(t)
	const reason = "本单位没有行政许可和行政处罚的职权，也没有下属单位承担这一类的管理工作。"
	for _, row := range []map[string]string{{form.FieldStatus: "不涉及", form.FieldProgress: "", form.FieldProgressText: reason},
		{form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldProgressText: "因上级实施细则没有印发，推迟到第三季度启动，有关材料已由专人收集保管。"}} {
		r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{"9": row}), "2019-07-03"}, file{"b.csv", c.sheetOf("县财政局", map[string]map[string]string{"9": row}), "2019-07-04"})
		same(t, row[form.FieldStatus], found(r), "")
	}
	const text = "组织执法人员培训三期，共有一百二十人次参加，考试成绩在公开栏公布，并整理了常见问题三十个。"
	c.Previous = &ledger.Ledger{Entries: []ledger.Entry{{Unit: "县司法局", Item: "9", Fate: ledger.Merged, Status: form.Done, Progress: "100", ProgressText: text}}}
	r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{"9": {form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-03-20",
		form.FieldEvidence: "文件", form.FieldProgressText: text}}), ""})
	same(t, "done then and now", found(r), "")
}

// TestSwappedColumns: columns with each other's contents are told once each at their headers,
// and nothing that follows from it; a few odd cells are told as such.
func TestSwappedColumns(t *testing.T) {
	c := weishan(t)
	const unit = "县司法局"
	items := c.Plan.Required(unit, []duty.Role{duty.Lead, duty.Responsible})
	swapped := func(a, b string, n int) rows {
		out := rows{}
		for i, item := range items[:n] {
			v := map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: fmt.Sprintf("%d%%", 30+i), form.FieldProgressText: goodText}
			if i%2 == 0 {
				v = map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-05-20", form.FieldLinks: fmt.Sprintf("http://www.weishan.gov.cn/art/%d.html", i), form.FieldProgressText: goodText}
			}
			v[a], v[b] = v[b], v[a]
			out[item] = v
		}
		return out
	}
	all := len(items)
	for _, k := range []struct {
		a, b string
		n    int
		want string
	}{
		{form.FieldStatus, form.FieldProgressText, all, "T14 status"},
		{form.FieldProgress, form.FieldDate, all, "T14 progress"},
		{form.FieldStatus, form.FieldProgress, all, "T14 status"},
		{form.FieldProgressText, form.FieldLinks, all, "T14 progress_text"},
		{form.FieldProgress, form.FieldDate, 1, "V03 progress,V10 date"}, // one row with its cells in the wrong places
	} {
		r, _ := c.check(file{"a.csv", c.sheetOf(unit, swapped(k.a, k.b, k.n)), ""})
		r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return f.Code == "L08" }) // every other row is done
		same(t, fmt.Sprint(k.a, " and ", k.b, " in ", k.n), found(r), k.want)
	}
}

// TestAContradictionInOneCell: done and a share that is not all stand in one cell; what a
// signature lacks is told at the signature.
func TestAContradictionInOneCell(t *testing.T) {
	c := weishan(t)
	r, _ := c.check(file{"a.csv", "填报单位：,县司法局\n编号,工作任务,完成情况,进展情况,完成时间,佐证材料\n6,,已完成（85%）," + goodText + ",2019-06-20,文件\n填报人：,张某,填报日期：,2019-07-03\n", ""})
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return f.Code == "T06" })
	if got := codes(r); got != "L01 C3; U06 B4" {
		t.Error(got)
	}
}

// TestFurtherColumns: what stands in columns that nobody asked for is kept, private numbers in it
// are told, and a column of a name that came before is.
func TestFurtherColumns(t *testing.T) {
	c := weishan(t)
	sheet := "填报单位：,县司法局\n编号,工作任务,完成情况,进展情况,备注,备注,联系电话,经费\n" +
		"6,,正在推进," + goodText + ",甲,公示对象身份证号11010519491231002X,13800138000,\n33,,正在推进," + goodText + "甲,,,,电话13800138000\n"
	r, _ := c.check(file{"县司法局.csv", sheet, ""})
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return !strings.HasPrefix(f.Code, "P") && f.Code != "T17" })
	if got := codes(r); got != "P01 F3; P02 H4; T17 F2" {
		t.Error(got)
	}
	if e := r.Forms()[0].Entries[0]; e.Extra["备注"] == "" && e.Extra["备注（F列）"] == "" {
		t.Error(e.Extra)
	}
}

// TestNumberAndTitle: in a sheet whose numbers are those of the table, one that is not its
// title's is told; numbers that merely count are not.
func TestNumberAndTitle(t *testing.T) {
	c := weishan(t)
	head := "填报单位：,县司法局\n编号,工作任务,完成情况,进展情况\n"
	const a, b, d = "推进规范性文件清理结果公开", "推进人大代表建议和政协委员提案办理结果公开", "推进重要部署执行公开"
	for rows, want := range map[string]string{
		"6," + a + "\n10," + b + "\n25," + d + "\n": "T18 A5",
		"1," + a + "\n2," + b + "\n3," + d + "\n":   "",
		"7," + a + "\n8," + b + "\n10," + d + "\n":  "",

		"6," + a + "\n10," + b + "\n9," + d + "\n33," + a + "\n": "T18 A6",
	} {
		rows = strings.ReplaceAll(rows, "\n", ",正在推进,"+goodText+"\n")
		r, _ := c.check(file{"县司法局.csv", head + rows, ""})
		r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return f.Code != "T18" })
		if got := codes(r); got != want {
			t.Errorf("%s: %s, want %s", rows, got, want)
		}
	}
}

// TestPrivateNotes: an ID number in a note is told at its cell.
func TestPrivateNotes(t *testing.T) {
	c := weishan(t)
	sheet := "填报单位：,县司法局\n编号,工作任务,完成情况,进展情况\n6,,正在推进," + goodText + "\n注：公示对象身份证号11010519491231002X\n注：有疑问请打13800138000\n填报人：张某,联系电话：13800138000\n"
	r, _ := c.check(file{"县司法局.csv", sheet, ""})
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return !strings.HasPrefix(f.Code, "P") })
	if got := codes(r); got != "P01 A4" {
		t.Error(got)
	}
}

// TestUnreadColumns: a column of sentences that nobody asked for is told, one of short words is not.
func TestUnreadColumns(t *testing.T) {
	c := weishan(t)
	sheet := "填报单位：,县司法局\n编号,工作任务,完成情况,进展情况,取得成效,责任科室\n" +
		"6,,正在推进," + goodText + ",群众查询规范性文件更方便，网站点击量上升两成。,办公室\n33,,正在推进," + goodText + "甲,条例宣传进村入户，群众知晓率明显提高。,法制科\n"
	r, _ := c.check(file{"县司法局.csv", sheet, ""})
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return f.Code != "T19" })
	if got := codes(r); got != "T19 E2" || !strings.Contains(r.Findings[0].Message, "“取得成效”不是填报表的栏目") {
		t.Error(got, r.Findings)
	}
}
