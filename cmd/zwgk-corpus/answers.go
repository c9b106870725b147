package main

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"zwgk/pkg/form"
	"zwgk/pkg/tasktable"
)

// answer is what a unit writes for an item, by field. It follows from unit and
// item alone, so that every run makes the same.
type answer map[string]string

func pick(n int, parts ...string) int {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	x := h.Sum64() // parts that differ in their last letter alone must not give neighbours
	x ^= x >> 32
	x *= 0x9e3779b97f4a7c15
	return int((x ^ x>>29) % uint64(n))
}

// firstAnswer makes up an answer at half-year. Nothing in it is true.
func firstAnswer(unit string, row tasktable.Row) answer {
	item := row.Item.ID
	a := answer{form.FieldProgressText: progressText(unit, row)}
	switch n := pick(100, unit, item, "status"); {
	case n < 34 && !goesOn(row):
		day := fmt.Sprintf("2019-%02d-%02d", 3+pick(4, unit, item, "month"), 1+pick(28, unit, item, "day"))
		a[form.FieldStatus], a[form.FieldProgress], a[form.FieldDate] = "已完成", "100%", day
		a[form.FieldLinks] = link(unit, item, day)
		if pick(5, unit, item, "evidence") == 0 {
			a[form.FieldLinks], a[form.FieldEvidence] = "", "印发的工作方案及会议记录"
		}
	case n < 96:
		a[form.FieldStatus], a[form.FieldProgress] = "正在推进", fmt.Sprintf("%d%%", 35+5*pick(11, unit, item, "percent"))
		a[form.FieldNext] = []string{"继续按时间节点推进，及时公开进展。", "年底前完成全部公开内容。", "对照要求补齐短板，按季度更新。"}[pick(3, unit, item, "next")]
		if pick(3, unit, item, "link") == 0 {
			a[form.FieldLinks] = link(unit, item, "2019-06-1"+fmt.Sprint(pick(9, unit, item)))
		}
		if pick(7, unit, item, "problem") == 0 {
			a[form.FieldProblems] = []string{"公开内容更新不够及时。", "基层公开人员变动较多，业务不够熟练。"}[pick(2, unit, item)]
		}
	default:
		a[form.FieldStatus], a[form.FieldProgress] = "未启动", "0%"
		reasons := []string{"因机构改革职责尚在交接", "因经办股室人员调整", "因上级实施细则还没有印发", "因网站改版正在招标", "因所需经费正在申请"}
		a[form.FieldProgressText] = fmt.Sprintf("%s，“%s”推迟到%d月%d日以后启动，已收集资料%d份。", reasons[pick(5, unit, item, "reason")], short(row.Task),
			7+pick(3, unit, item, "start"), 1+pick(28, unit, item, "day"), 2+pick(90, unit, item, "papers"))
		a[form.FieldNext] = "第三季度启动，年底前完成。"
	}
	return a
}

// goesOn tells of an item that comes again every month or quarter until the end of the year.
func goesOn(row tasktable.Row) bool {
	return slices.ContainsFunc(row.Item.Deadlines, func(d tasktable.Deadline) bool { return d.Kind == "recurring" })
}

func link(unit, item, day string) string {
	d := strings.ReplaceAll(day, "-", "/")
	return fmt.Sprintf("http://www.shilixian.example/art/%s/%d.html", d, 10000+pick(80000, unit, item, "art"))
}

func short(task string) string {
	r := []rune(strings.NewReplacer("“", "", "”", "").Replace(task))
	if len(r) > 24 {
		return string(r[:24]) + "……"
	}
	return string(r)
}

// progressText joins clauses so that no two units write quite the same.
func progressText(unit string, row tasktable.Row) string {
	item := row.Item.ID
	n := func(most int, what string) int { return 2 + pick(most, unit, item, what) }
	task := short(row.Task)
	openings := []string{
		fmt.Sprintf("对照“%s”要求，制定%d项具体措施，明确专人负责。", task, n(6, "a")),
		fmt.Sprintf("主要负责同志%d次听取“%s”情况汇报，逐项分解到股室。", n(3, "b"), task),
		fmt.Sprintf("将“%s”列入本单位上半年重点工作，每月调度一次。", task),
		fmt.Sprintf("成立工作专班推进“%s”，完善内部审核流程。", task),
		fmt.Sprintf("第一季度印发“%s”分工清单，列出%d个要点。", task, n(14, "a")),
		fmt.Sprintf("围绕“%s”梳理群众关心的问题%d个，逐一答复。", task, n(20, "b")),
		fmt.Sprintf("%d月召开“%s”推进会，各股室汇报进展。", 1+n(3, "a"), task),
		fmt.Sprintf("修订完善“%s”有关制度%d项，报分管领导审定。", task, n(4, "b")),
	}
	middles := []string{
		fmt.Sprintf("在县政府门户网站公开相关信息%d条，其中政策文件%d件、解读材料%d件。", n(60, "c")+9, n(7, "d"), n(5, "e")),
		fmt.Sprintf("通过政府网站和政务新媒体发布信息%d条，答复群众咨询%d件。", n(80, "f"), n(30, "g")),
		fmt.Sprintf("更新公开目录%d类，补充历史信息%d条，清理失效内容%d条。", n(9, "h"), n(40, "i"), n(12, "j")),
		fmt.Sprintf("公开办事指南%d项、工作动态%d条，群众点击%d次。", n(20, "k"), n(50, "l"), 100+n(900, "m")),
		fmt.Sprintf("制作图解%d幅、短视频%d个，累计阅读%d人次。", n(12, "c"), n(6, "d"), 300+n(5000, "e")),
		fmt.Sprintf("受理依申请公开%d件，均按期答复；主动公开文件%d件。", n(15, "f"), n(40, "g")),
		fmt.Sprintf("在便民服务大厅设公开栏%d处，张贴公告%d张。", n(6, "h"), n(70, "i")),
		fmt.Sprintf("向县融媒体中心报送稿件%d篇，采用%d篇。", 20+n(30, "k"), n(18, "l")),
	}
	endings := []string{
		fmt.Sprintf("组织业务培训%d场、%d人次参加。", n(3, "o"), 20+n(70, "p")),
		fmt.Sprintf("开展自查%d次，发现并整改问题%d个。", n(3, "q"), n(9, "r")),
		fmt.Sprintf("配合开展政务公开日活动，发放宣传材料%d份。", 100+n(600, "s")),
		fmt.Sprintf("回访群众%d户，满意的%d户。", 60+n(30, "o"), 40+n(20, "p")),
		fmt.Sprintf("征集意见%d条，采纳%d条。", 30+n(40, "q"), n(28, "r")),
		"",
	}
	return openings[pick(8, unit, item, "1")] + middles[pick(8, unit, item, "2")] + endings[pick(6, unit, item, "3")]
}

// people have no given names: none of them exists.
func people(unit string) (filler, phone, reviewer string) {
	names := []string{"张某", "王某", "李某", "赵某", "周某", "吴某", "郑某", "孙某"}
	return names[pick(8, unit, "filler")], fmt.Sprintf("0000-82%05d", pick(100000, unit, "phone")), names[pick(8, unit, "reviewer")]
}
