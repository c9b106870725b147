package main

import (
	"slices"
	"strings"

	"zwgk/pkg/form"
)

// The units and the item of the changes in the course of the year.
const (
	oldName, newName = "县银监办", "县银保监组"
	movedItem        = "8"  // from one unit to another
	droppedItem      = "31" // reported at half-year, and no task any more
)

// nameNow is a unit's name at the end of the year.
func nameNow(unit string) string {
	if unit == oldName {
		return newName
	}
	return unit
}

// wholeYear are returns in the office's blank without a fault. Some of the units sent
// nothing, or nothing that could be used, at half-year.
func (d *demo) wholeYear() error {
	return d.receive(
		batch{"2020-01-02", false, []string{"县政府办公室", "县发展改革局", "县公安局", "县财政局", "县民政局", "县住房城乡建设局", "县河湖管委", "新城街道"}},
		batch{"2020-01-03", false, []string{newName, "县金融服务中心", "市公共资源交易服务中心示例县分中心", "示例经济开发区管委会", "月亮岛镇", "永安镇"}},
		batch{"2020-01-03", true, []string{"县医保局", "白塔镇"}},
		batch{"2020-01-08", false, []string{"县扶贫开发办", "县应急局"}}, // the first late as at half-year, the other with an extension
	)
}

// ownTables are returns without a fault that units typed themselves.
func (d *demo) ownTables() error {
	if err := d.csv("2020-01-02/县委编办.csv", d.reply("县委编办", "2020-01-02"), plainShape); err != nil {
		return err
	}
	if err := d.oldExcel("2020-01-03/县人行全年政务公开情况.xls", d.reply("县人行", "2020-01-03"), shuffledShape); err != nil {
		return err
	}
	if err := d.oldExcel("2020-01-03/县市场监管局.et", d.reply("县市场监管局", "2020-01-02"), plainShape); err != nil {
		return err
	}
	if err := d.word("2020-01-03/长岭镇全年情况.docx", d.reply("长岭镇", "2020年1月3日"), titleShape); err != nil {
		return err
	}
	return d.word("2020-01-03/云台乡.docx", d.reply("云台乡", "2020年1月2日"), titleShape)
}

// slips are returns with one or a few faults each, most of which only the end of
// a year shows.
func (d *demo) slips() error {
	for _, x := range []struct {
		day, unit string
		slip      func(*reply)
	}{
		{"2020-01-02", "县工业和信息化局", leftOut},
		{"2020-01-02", "县综合行政执法局", noSuchDay},
		{"2020-01-02", "城关街道", mobileNumber},
		{"2020-01-03", "县自然资源和规划局", d.leftAsItWas},
		{"2020-01-03", "县水务局", d.reopened},
		{"2020-01-03", "县教育和体育局", d.copiedFromHalfYear},
		{"2020-01-03", "县司法局", d.overdue},
		{"2020-01-03", "县国资局", d.fellBack},
		{"2020-01-03", "县人力资源社会保障局", vague},
		{"2020-01-03", "县文化和旅游局", saysItIsNot},
		{"2020-01-03", "县卫生健康局", tooFew},
		{"2020-01-03", "县交通运输局", withoutProof},
		{"2020-01-03", "龙泉镇", oneLink},
		{"2020-01-03", "湖滨街道", lastYearsDay},
		{"2020-01-03", "红花镇", doneInJanuary},
		{"2020-01-03", "大成镇", d.allButTheStatus},
		{"2020-01-03", "青山镇", withoutText},
		{"2020-01-06", "石桥镇", noPercentage}, // late
	} {
		r := d.reply(x.unit, x.day)
		x.slip(r)
		if err := d.filledBlank(x.day+"/"+d.blankName(x.unit), r, false); err != nil {
			return err
		}
	}
	return nil
}

// items are the reply's items with a status at half-year, in table order.
func (d *demo) items(r *reply, was form.Status) []string {
	return slices.DeleteFunc(slices.Clone(r.items), func(item string) bool { return d.before[[2]string{r.unit, item}].Status != was })
}

// leftAsItWas: two rows hold what the office had filled in from half-year.
func (d *demo) leftAsItWas(r *reply) {
	for _, item := range d.items(r, form.Ongoing)[:2] {
		r.answers[item] = answer{}
		for field, text := range d.before[[2]string{r.unit, item}].Written {
			r.answers[item][field] = text
		}
		r.plant("T06", item, form.FieldID)
	}
}

// reopened: done at half-year, and not done at the end.
func (d *demo) reopened(r *reply) {
	item := d.items(r, form.Done)[0]
	row, _ := d.p.Table.Find(item)
	r.put(item, furtherOn(r.unit, row, 60)).plant("L13", item, form.FieldStatus)
}

// copiedFromHalfYear: new figures of progress beside the old text.
func (d *demo) copiedFromHalfYear(r *reply) {
	for _, item := range d.items(r, form.Ongoing)[:2] {
		r.set("X03", item, form.FieldProgressText, d.prefilled(r.unit, item, form.FieldProgressText))
	}
}

// overdue: the table wants the item by the end of July.
func (d *demo) overdue(r *reply) {
	row, _ := d.p.Table.Find("6")
	r.put("6", furtherOn(r.unit, row, reached(d.before[[2]string{r.unit, "6"}]))).plant("L11", "6", form.FieldStatus)
}

// fellBack: less than at half-year.
func (d *demo) fellBack(r *reply) {
	item := d.items(r, form.Ongoing)[0]
	row, _ := d.p.Table.Find(item)
	r.put(item, furtherOn(r.unit, row, 0)).set("L12", item, form.FieldProgress, "30%")
}

// leftOut: a row was cleared.
func leftOut(r *reply) {
	for field := range r.answers[r.item(2)] {
		r.set("", r.item(2), field, "")
	}
	r.plant("T06", r.item(2), form.FieldID)
}

func noSuchDay(r *reply) {
	r.put(r.item(3), r.doneAtEnd(r.item(3))).set("V05", r.item(3), form.FieldDate, "2019-11-31")
}

func mobileNumber(r *reply) {
	r.set("P02", r.item(8), form.FieldProgressText, r.answers[r.item(8)][form.FieldProgressText]+"申请进度可电询13900139000。")
}

// allButTheStatus: the progress says that all is done, the status that it is not.
func (d *demo) allButTheStatus(r *reply) {
	item := d.items(r, form.Ongoing)[0]
	row, _ := d.p.Table.Find(item)
	r.put(item, furtherOn(r.unit, row, 60)).set("L02", item, form.FieldProgress, "100%")
}

func withoutText(r *reply) { r.set("V08", r.item(9), form.FieldProgressText, "") }

func noPercentage(r *reply) { r.set("V03", r.item(4), form.FieldProgress, "已过大半") }

func vague(r *reply) { r.set("V02", r.item(4), form.FieldStatus, "快了") }

func saysItIsNot(r *reply) {
	item := r.item(2)
	r.set("L05", item, form.FieldProgressText, r.answers[item][form.FieldProgressText]+"绩效评估结果尚未公开。")
}

// tooFew: the table wants two interpretations a year.
func tooFew(r *reply) {
	r.put("23", r.doneAtEnd("23")).set("L10", "23", form.FieldProgressText, "主要负责同志做客县广播电台，解读基层医疗卫生政策1次，配发图解6幅，答复听众来电14件。")
}

func withoutProof(r *reply) {
	r.put(r.item(1), r.doneAtEnd(r.item(1))).set("", r.item(1), form.FieldLinks, "").set("", r.item(1), form.FieldEvidence, "").plant("E01", r.item(1), form.FieldLinks)
}

func oneLink(r *reply) {
	for _, item := range r.items[3:7] {
		r.put(item, r.doneAtEnd(item)).set("E05", item, form.FieldLinks, link(r.unit, "one", "2019-12-20"))
	}
}

// lastYearsDay: who writes the first date of January often writes the old year.
func lastYearsDay(r *reply) {
	r.filled = "2019-01-03"
	r.plant("U07", "", atFilled)
}

func doneInJanuary(r *reply) {
	r.put(r.item(5), r.doneAtEnd(r.item(5))).set("V07", r.item(5), form.FieldDate, "2020-01-02")
}

// doneAtEnd are the fields of an item done in December.
func (r *reply) doneAtEnd(item string) answer {
	return answer{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-12-20", form.FieldLinks: link(r.unit, item, "2019-12-20"), form.FieldProblems: "",
		form.FieldNext: ""}
}

// sentTwice: one unit sends a faulty sheet and a mended one, another the rows that it had left out.
func (d *demo) sentTwice() error {
	const unit, short = "县行政审批服务局", "县农业农村局"
	bad := d.reply(unit, "2020-01-02")
	bad.put(bad.item(0), bad.doneAtEnd(bad.item(0))).set("L01", bad.item(0), form.FieldProgress, "90%")
	bad.set("V08", bad.item(6), form.FieldProgressText, "")
	if err := d.filledBlank("2020-01-02/"+d.blankName(unit), bad, false); err != nil {
		return err
	}
	mended := d.reply(unit, "2020-01-03")
	mended.put(mended.item(0), mended.doneAtEnd(mended.item(0)))
	if err := d.filledBlank("2020-01-03/"+d.blankName(unit), mended, false); err != nil {
		return err
	}
	most, rest := d.reply(short, "2020-01-02"), d.reply(short, "2020-01-06")
	rest.items = []string{most.item(7), most.item(12)}
	for _, item := range rest.items {
		most.answers[item] = answer{}
	}
	most.items = slices.DeleteFunc(most.items, func(item string) bool { return slices.Contains(rest.items, item) })
	if err := d.filledBlank("2020-01-02/"+d.blankName(short), most, false); err != nil {
		return err
	}
	return d.retyped("2020-01-06/县农业农村局补报.xlsx", rest, plainShape, false)
}

// unusable are a scan and a table that says it is of half-year, beside a file that a
// program left behind.
func (d *demo) unusable() error {
	r := d.reply("柳河镇", "2020-01-02")
	r.title = strings.Replace(r.title, d.p.Round.Name, "上半年", 1)
	if err := d.csv("2020-01-03/柳河镇.csv", r.plant("U04", "", atTitle), plainShape); err != nil {
		return err
	}
	d.wholeFile("2020-01-03/双溪镇全年政务公开情况.pdf", "F03")
	if err := d.send("2020-01-03/双溪镇全年政务公开情况.pdf", []byte(scan)); err != nil {
		return err
	}
	return d.send("2020-01-03/~$"+d.blankName("县水务局"), []byte("示例数据，纯属虚构"))
}

// scan is a PDF of one empty page.
var scan = strings.Join([]string{"%PDF-1.4", "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj", "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj", "trailer<</Root 1 0 R>>", "%%EOF", ""}, "\n")
