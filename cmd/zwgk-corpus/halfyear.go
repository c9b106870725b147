package main

import (
	"fmt"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
)

// clean are returns without a fault, in the shapes that come in.
func (d *demo) clean() error {
	if err := d.receive(
		batch{"2019-07-01", false, []string{"县政府办公室", "县发展改革局", "县工业和信息化局", "县司法局", "县财政局", "县农业农村局", "城关街道", "新城街道"}},
		batch{"2019-07-03", false, []string{"县自然资源和规划局", "县交通运输局", "县水务局", "县退役军人局", "石桥镇", "青山镇", "示例经济开发区管委会"}},
		batch{"2019-07-03", true, []string{"县医保局", "县国资局", "白塔镇", "双溪镇"}},
		batch{"2019-07-09", false, []string{"县扶贫开发办", "大成镇", "县河湖管委"}}, // late, the last with an extension
	); err != nil {
		return err
	}
	if err := d.csv("2019-07-03/县委编办.csv", d.reply("县委编办", "2019-07-02"), plainShape); err != nil {
		return err
	}
	if err := d.word("2019-07-05/长岭镇进展情况.docx", d.reply("长岭镇", "2019年7月4日"), titleShape); err != nil {
		return err
	}
	return d.retyped("2019-07-05/人行/县人行上半年政务公开情况.xlsx", d.reply("县人行", "2019-07-04"), shuffledShape, true)
}

var plainShape = shape{
	headers: []string{"编号", "工作任务", "完成情况", "进度", "进展情况", "完成时间", "公开链接", "佐证材料", "存在问题", "下一步打算"},
	fields: []string{form.FieldID, form.FieldTask, form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldDate, form.FieldLinks, form.FieldEvidence,
		form.FieldProblems, form.FieldNext},
	noteRow: true,
}

// A running number is no ID: the title tells the item.
var titleShape = shape{
	headers: []string{"序号", "重点任务", "具体要求", "落实情况", "完成率", "工作开展情况", "办结时间", "网址", "证明材料", "下步措施"},
	fields: []string{"no", form.FieldTask, form.FieldRequirement, form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldDate, form.FieldLinks,
		form.FieldEvidence, form.FieldNext},
}

var shuffledShape = shape{
	headers: []string{"工作进展情况", "目前状态", "进度（%）", "实际完成时间", "链接地址", "佐证资料", "任务编号", "任务名称", "存在的问题"},
	fields: []string{form.FieldProgressText, form.FieldStatus, form.FieldProgress, form.FieldDate, form.FieldLinks, form.FieldEvidence, form.FieldID, form.FieldTask,
		form.FieldProblems},
	noteRow: true,
}

// faulty are returns with one or a few faults each.
func (d *demo) faulty() error {
	const day = "2019-07-04"
	at := func(unit string) string { return "2019-07-05/" + d.blankName(unit) }
	blank := func(unit string, change func(r *reply)) error {
		r := d.reply(unit, day)
		change(r)
		return d.filledBlank(at(unit), r, false)
	}
	steps := []func() error{
		func() error {
			return blank("县教育和体育局", func(r *reply) {
				r.put(r.item(1), r.ongoing()).set("V01", r.item(1), form.FieldStatus, "")
				r.put(r.item(3), r.ongoing()).set("E08", r.item(3), form.FieldLinks, "http://www.linxian-shili.gov.cn/art/2019/05/20/10001.html")
			})
		},
		func() error {
			return blank("县公安局", func(r *reply) {
				r.put(r.item(0), r.ongoing()).set("V02", r.item(0), form.FieldStatus, "差不多了")
				r.put(r.item(4), r.ongoing()).set("P01", r.item(4), form.FieldProgressText, r.answers[r.item(4)][form.FieldProgressText]+"已答复申请人（身份证号11010519491231002X）。")
			})
		},
		func() error {
			return blank("县民政局", func(r *reply) {
				r.put(r.item(2), r.ongoing()).set("V03", r.item(2), form.FieldProgress, "抓紧办理中")
				r.put(r.item(3), r.ongoing()).set("V04", r.item(3), form.FieldProgress, "120%")
			})
		},
		func() error {
			return blank("县人力资源社会保障局", func(r *reply) {
				r.put(r.item(0), r.done()).set("V05", r.item(0), form.FieldDate, "2019-06-31")
				r.put(r.item(1), r.done()).set("V06", r.item(1), form.FieldDate, "2019-11-30")
				r.put(r.item(2), r.done()).set("V07", r.item(2), form.FieldDate, "2019-07-02")
			})
		},
		func() error {
			return blank("县住房城乡建设局", func(r *reply) {
				r.put(r.item(0), r.done()).set("L01", r.item(0), form.FieldProgress, "80%")
				r.put(r.item(1), r.ongoing()).set("L02", r.item(1), form.FieldProgress, "100%")
				r.put(r.item(2), answer{form.FieldStatus: "未启动", form.FieldDate: "", form.FieldLinks: "", form.FieldNext: "第三季度启动，年底前完成。"}).set("L03", r.item(2), form.FieldProgress, "30%")
			})
		},
		func() error {
			return blank("县文化和旅游局", func(r *reply) {
				r.put(r.item(5), r.ongoing()).set("V08", r.item(5), form.FieldProgressText, "")
				r.put(r.item(6), r.ongoing()).set("E03", r.item(6), form.FieldProgressText, "按要求落实。")
				r.put(r.item(7), r.done()).set("L04", r.item(7), form.FieldDate, "")
			})
		},
		func() error {
			return blank("县卫生健康局", func(r *reply) {
				r.put(r.item(0), r.ongoing()).set("P02", r.item(0), form.FieldProgressText, r.answers[r.item(0)][form.FieldProgressText]+"咨询请联系13800138000。")
				r.put(r.item(3), r.done()).set("", r.item(3), form.FieldLinks, "").set("", r.item(3), form.FieldEvidence, "").plant("E01", r.item(3), form.FieldLinks)
				r.put(r.item(2), r.done()).set("E02", r.item(2), form.FieldLinks, "县政府网站首页")
			})
		},
		func() error {
			return blank("县应急局", func(r *reply) { r.filler = ""; r.plant("U06", "", atFiller) })
		},
		func() error { // two items left empty in the blank
			return blank("县行政审批服务局", func(r *reply) {
				for _, n := range []int{3, 8} {
					r.answers[r.item(n)] = answer{}
				}
				r.plant("T06", r.item(3), form.FieldID).plant("T06", r.item(8), form.FieldID)
			})
		},
		func() error { // an item without a row
			r := d.reply("县综合行政执法局", day)
			r.items = slices.Delete(r.items, 2, 3)
			return d.retyped("2019-07-05/县综合行政执法局政务公开.xlsx", r.plant("T06", "", atHeader), plainShape, false)
		},
		func() error { // an item that the table lacks, one of another unit's, one twice
			r := d.reply("县市场监管局", day)
			r.written = "县大市场办" // decided by the office
			r.extra = []map[string]string{d.extra("99", "推进智慧城市建设"), d.extra(d.foreign("县市场监管局"), ""), d.extra("9", "推进重要部署执行公开")}
			r.plant("T01", "extra0", form.FieldID).plant("T02", "extra1", form.FieldID).plant("T04", "extra2", form.FieldID)
			return d.retyped("2019-07-05/市场监管局.xlsx", r, plainShape, true)
		},
		func() error { // the title fits four rows of the table
			r := d.reply("柳河镇", day)
			r.extra = []map[string]string{d.extra("", "推进乡村振兴信息公开")}
			return d.csv("2019-07-05/柳河镇.csv", r.plant("T03", "extra0", form.FieldTask), plainShape)
		},
		func() error { // no column for the status
			r := d.reply("龙泉镇", day)
			s := shape{headers: slices.Clone(plainShape.headers), fields: slices.Clone(plainShape.fields), noteRow: true}
			s.headers[2], s.fields[2] = "责任人", ""
			item := r.item(5) // taken word for word from a sheet that came earlier
			r.set("X02", item, form.FieldProgressText, d.reply("新城街道", "2019-07-01").answers[item][form.FieldProgressText])
			return d.retyped("2019-07-05/龙泉镇.xlsx", r.plant("T08", "", atHeader), s, false)
		},
		func() error { // the file of one town holds the sheet of another
			return d.filledBlank("2019-07-05/永安镇.xlsx", d.reply("红花镇", day).plant("U03", "", atUnit), false)
		},
		func() error { // a sheet of the year before
			r := d.reply("云台乡", day)
			r.title = "示例县2018年上半年政务公开工作进展情况表"
			return d.word("2019-07-05/云台乡.docx", r.plant("U04", "", atTitle), titleShape)
		},
		func() error { // nobody knows this unit
			r := d.reply("县金融服务中心", day)
			r.written = "县数字经济专班"
			return d.retyped("2019-07-05/上半年进展情况.xlsx", r.plant("U01", "", atUnit), plainShape, false)
		},
		func() error { // the requirement was changed
			r := d.reply("湖滨街道", day)
			i := slices.IndexFunc(r.items, func(id string) bool { return strings.Contains(d.requirement(id), "公开") })
			changed := strings.Replace(d.requirement(r.item(i)), "公开", "内部通报", 1)
			return d.retyped("2019-07-05/湖滨街道.xlsx", r.set("T07", r.item(i), form.FieldRequirement, changed), titleShape, true)
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) requirement(item string) string {
	row, _ := d.p.Table.Find(item)
	return row.Item.Requirement
}

// extra is a further row of a retyped table.
func (d *demo) extra(id, task string) map[string]string {
	return map[string]string{form.FieldID: id, form.FieldTask: task, form.FieldStatus: "正在推进", form.FieldProgress: "40%",
		form.FieldProgressText: fmt.Sprintf("已制定工作方案，并在县政府门户网站公开相关信息%d条，按月调度进展%d次。", 10+pick(80, id, task), 2+pick(9, task, id))}
}

// foreign is an item that is not the unit's, and not one that anybody may report on.
func (d *demo) foreign(unit string) string {
	for _, row := range d.p.Table.Rows() {
		if _, mine := d.p.Plan.Find(row.Item.ID, unit); !mine && !d.p.Plan.Open(row.Item.ID) {
			return finding.ItemText(row.Item.ID)
		}
	}
	return ""
}

// odd are files that are no plain return.
func (d *demo) odd() error {
	// One unit sends a faulty sheet, then a mended one.
	bad := d.reply("县银监办", "2019-07-01")
	bad.put(bad.item(0), bad.ongoing()).set("V04", bad.item(0), form.FieldProgress, "150%")
	if err := d.filledBlank("2019-07-01/"+d.blankName("县银监办"), bad, false); err != nil {
		return err
	}
	mended := d.reply("县银监办", "2019-07-05")
	mended.put(mended.item(0), mended.ongoing())
	if err := d.filledBlank("2019-07-05/"+d.blankName("县银监办"), mended, false); err != nil {
		return err
	}
	// The same bytes twice, a lock file, an attachment, a damaged file, a scan, a list that is no form.
	same, err := d.sent("2019-07-01/" + d.blankName("县司法局"))
	if err != nil {
		return err
	}
	cut, err := d.sent("2019-07-01/" + d.blankName("县财政局"))
	if err != nil {
		return err
	}
	files := map[string][]byte{
		"2019-07-03/县司法局(再发).xlsx":           same,
		"2019-07-03/~$" + d.blankName("石桥镇"): []byte("示例数据，纯属虚构"),
		"2019-07-05/人行/公示栏照片.png":            tinyPicture,
		"2019-07-05/月亮岛镇.xlsx":               cut[:len(cut)*2/3],
		"2019-07-05/通讯录.csv":                 []byte("\ufeff示例数据,纯属虚构\r\n姓名,办公电话\r\n张某,0000-8200001\r\n李某,0000-8200002\r\n"),
	}
	for path, data := range files {
		if err := d.send(path, data); err != nil {
			return err
		}
	}
	d.wholeFile("2019-07-05/月亮岛镇.xlsx", "F01")
	d.wholeFile("2019-07-05/通讯录.csv", "F06")
	return nil
}

// tinyPicture is a PNG of one pixel.
var tinyPicture = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")
