package main

import (
	"fmt"
	"strconv"
	"strings"

	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/tasktable"
)

// laterAnswer makes up what a unit says of an item at the end of the year, after
// what it said at half-year (the zero entry: nothing). Nothing in it is true.
func laterAnswer(unit string, row tasktable.Row, was ledger.Entry) answer {
	switch chance := pick(100, unit, row.Item.ID, "year"); {
	case was.Status == form.Done:
		return stillDone(unit, row, was)
	case chance < pace(unit) || reached(was) >= 95:
		return doneSince(unit, row)
	case chance < 80 || reached(was) > 0:
		return furtherOn(unit, row, reached(was))
	}
	return notBegun(unit, row)
}

// pace is how many of a hundred open items a unit gets done in the second half. Units differ.
func pace(unit string) int { return 10 + pick(86, unit, "pace") }

// reached is the progress of an answer in percent.
func reached(was ledger.Entry) int {
	n, _ := strconv.Atoi(was.Progress)
	return n
}

// stillDone keeps the day and the proof of half-year where they were right.
func stillDone(unit string, row tasktable.Row, was ledger.Entry) answer {
	a := doneSince(unit, row)
	if len(was.Date) == len("2019-06-30") {
		a[form.FieldDate] = was.Written[form.FieldDate]
	}
	if right(was.Links) || was.Written[form.FieldLinks] == "" && was.Evidence != "" {
		a[form.FieldLinks], a[form.FieldEvidence] = was.Written[form.FieldLinks], was.Written[form.FieldEvidence]
	}
	return a
}

// right tells that links lead to the county's own site.
func right(links []string) bool {
	for _, l := range links {
		if !strings.Contains(l, "www.shilixian.example") {
			return false
		}
	}
	return len(links) > 0
}

func doneSince(unit string, row tasktable.Row) answer {
	item, day := row.Item.ID, doneDay(unit, row)
	a := answer{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldProgressText: yearText(unit, row, yearEndings), form.FieldDate: day,
		form.FieldLinks: link(unit, item, day), form.FieldEvidence: "", form.FieldProblems: "", form.FieldNext: ""}
	switch pick(6, unit, item, "year evidence") {
	case 0:
		a[form.FieldLinks], a[form.FieldEvidence] = "", "工作总结、印发的文件和会议记录"
	case 1:
		a[form.FieldEvidence] = "网页截图和活动照片"
	}
	return a
}

// doneDay is a day of the second half, not after the deadline of the item. What
// comes every month or quarter is done in December.
func doneDay(unit string, row tasktable.Row) string {
	month := 7 + pick(6, unit, row.Item.ID, "year month")
	for _, d := range row.Item.Deadlines {
		if d.Kind == "date" {
			month = min(month, monthOf(d.Due))
		}
	}
	if goesOn(row) {
		month = 12
	}
	return fmt.Sprintf("2019-%02d-%02d", month, 1+pick(28, unit, row.Item.ID, "year day"))
}

func monthOf(day string) int {
	n, _ := strconv.Atoi(day[len("2019-"):len("2019-12")])
	return n
}

// furtherOn is work that goes on, further than before.
func furtherOn(unit string, row tasktable.Row, before int) answer {
	item := row.Item.ID
	now := min(95, max(before/5*5, 30)+5+5*pick(5, unit, item, "year percent"))
	a := answer{form.FieldStatus: "正在推进", form.FieldProgress: fmt.Sprintf("%d%%", now),
		form.FieldProgressText: yearText(unit, row, openEndings), form.FieldDate: "", form.FieldLinks: "", form.FieldEvidence: "", form.FieldProblems: "",
		form.FieldNext: []string{"2020年一季度补齐，并按季度更新。", "列入2020年重点工作，上半年收尾。", "春节前补充公开余下内容。"}[pick(3, unit, item, "year next")]}
	if pick(2, unit, item, "year link") == 0 {
		a[form.FieldLinks] = link(unit, item, "2019-12-1"+fmt.Sprint(pick(9, unit, item)))
	}
	if pick(3, unit, item, "year problem") == 0 {
		a[form.FieldProblems] = []string{"历史信息分散，整理较慢。", "新老人员交接，更新有间断。", "网站栏目调整，部分内容要重新上传。"}[pick(3, unit, item, "which")]
	}
	return a
}

func notBegun(unit string, row tasktable.Row) answer {
	item := row.Item.ID
	reasons := []string{"因上级细则年底才印发", "因年内没有安排经费", "因承担工作的股室年底才设立"}
	return answer{form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldDate: "", form.FieldLinks: "", form.FieldEvidence: "", form.FieldProblems: "",
		form.FieldProgressText: fmt.Sprintf("%s，“%s”推迟到2020年%d月启动，前期收集资料%d份。", reasons[pick(3, unit, item, "year reason")], short(row.Task),
			2+pick(3, unit, item, "year start"), 2+pick(90, unit, item, "year papers")),
		form.FieldNext: "2020年上半年完成。"}
}
