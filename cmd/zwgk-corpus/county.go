package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/grid"
	"zwgk/samples"
)

// The towns of the real county under names of a county that does not exist.
var towns = []string{
	"夏镇街道", "城关街道", "昭阳街道", "新城街道", "傅村街道", "湖滨街道", "韩庄镇", "石桥镇", "欢城镇", "柳河镇", "南阳镇", "青山镇", "鲁桥镇", "白塔镇",
	"留庄镇", "双溪镇", "两城镇", "大成镇", "马坡镇", "长岭镇", "赵庙镇", "龙泉镇", "张楼镇", "红花镇", "微山岛镇", "月亮岛镇", "西平镇", "永安镇", "高楼乡", "云台乡",
}

// renamed puts the names of the sample county into a text of the real one.
func renamed(s string) string {
	return strings.NewReplacer(append(append([]string{}, towns...),
		"渔业管理委员会", "河湖管理委员会", "渔管委", "河湖管委", "山东微山", "示例", "微山", "示例", "济宁市", "示例市", "济宁", "示例", "山东省", "示例省", "山东", "示例")...).Replace(s)
}

const settings = `# 示例县：并不存在的县。示例数据，纯属虚构。
county: 示例县
year: 2019
office: 示例县人民政府办公室
title: 示例县2019年政务公开工作
tasks: tasks.docx
roster: roster.xlsx
decisions: decisions.xlsx
sample: true          # 每份输出都注明“示例数据，纯属虚构”
sites: [www.shilixian.example]      # 本地的政府网站；链接到别处政府网站的提示一次
rounds:
  - {id: 2019-h1, name: 上半年, kind: half, start: 2019-01-01, due: 2019-07-05, as_of: 2019-06-30, duties: [lead, responsible], reminders: [2019-07-08, 2019-07-12],
     document: {number: 示政办函〔2019〕0号, date: 2019-07-15}}      # 各期报告自己的文号和日期
  - {id: 2019-end, name: 全年, kind: year, start: 2019-07-01, due: 2020-01-05, as_of: 2019-12-31, duties: [lead, responsible], reminders: [2020-01-08, 2020-01-13],
     document: {number: 示政办函〔2020〕0号, date: 2020-01-15}}
document: {number: 示政办发〔2020〕0号, to: 县人民政府, from: 示例县人民政府办公室, date: 2020-01-20}      # 年度评估报告的
`

// writeOffice writes the office's own files.
func (d *demo) writeOffice() error {
	if err := d.write("project.yaml", []byte(settings)); err != nil {
		return err
	}
	if err := d.writeTable(); err != nil {
		return err
	}
	if err := d.writeRoster(); err != nil {
		return err
	}
	return d.writeDecisions()
}

// writeTable rewrites the Word file of the real table part by part.
func (d *demo) writeTable() error {
	data, err := fs.ReadFile(samples.FS, "weishan-2019/2019-task-table.docx")
	if err != nil {
		return err
	}
	out, err := rewriteZip(data, func(name string, content []byte) []byte {
		if filepath.Ext(name) != ".xml" {
			return content
		}
		return []byte(renamed(string(content)))
	})
	if err != nil {
		return err
	}
	return d.write("tasks.docx", out)
}

func (d *demo) writeRoster() error {
	data, err := fs.ReadFile(samples.FS, "weishan-2019/roster.csv")
	if err != nil {
		return err
	}
	wb := grid.Read("roster.csv", data, grid.Limits{})
	f := excelize.NewFile()
	f.SetSheetName("Sheet1", "单位名录")
	for i := range wb.Sheets[0].Cells {
		c := &wb.Sheets[0].Cells[i]
		row, text := c.Row, c.Text
		if row > 1 {
			text = d.rosterText(c.Col, wb.Sheets[0].At(row, 1).Text, text)
		}
		f.SetCellStr("单位名录", grid.Ref(row, c.Col), text)
		if c.Col == 1 {
			contact, phone := "联系人", "电话"
			if row > 1 {
				contact, phone, _ = people(text)
			}
			f.SetCellStr("单位名录", grid.Ref(row, 7), contact)
			f.SetCellStr("单位名录", grid.Ref(row, 8), phone)
		}
	}
	for col, width := range map[string]float64{"A": 34, "B": 38, "C": 46, "D": 12, "E": 8, "F": 28, "G": 10, "H": 16} {
		f.SetColWidth("单位名录", col, col, width)
	}
	return d.save(f, "roster.xlsx")
}

// rosterText renames a cell of the roster. The towns get the aliases that towns
// usually have, for the real ones' are their own.
func (d *demo) rosterText(col int, unit, text string) string {
	name := renamed(unit)
	town := strings.HasSuffix(name, "镇") || strings.HasSuffix(name, "乡")
	street := strings.HasSuffix(name, "街道")
	switch {
	case col == 3 && town:
		return strings.Join([]string{name + "政府", name + "人民政府", strings.TrimRight(name, "镇乡")}, ";")
	case col == 3 && street:
		return strings.Join([]string{name + "办事处", name + "办", strings.TrimSuffix(name, "街道") + "街办"}, ";")
	case col == 6:
		return "示例数据，纯属虚构"
	}
	return renamed(text)
}

func (d *demo) writeDecisions() error {
	f := excelize.NewFile()
	sheets := []struct {
		name string
		rows [][]string
	}{
		{"单位认定", [][]string{{"写法", "单位", "决定人", "日期", "理由"}, {"县大市场办", "县市场监管局", "办公室", "2019-07-06", "电话核实"}}},
		{"责任认定", [][]string{{"任务", "角色", "原文", "单位", "决定人", "日期", "理由"},
			{"13", "责任", "县政府有关部门", "县司法局、县综合行政执法局", "办公室", "2019-03-20", "按职责认定"}}},
		{"延期", [][]string{{"单位", "轮次", "截止日期", "决定人", "日期", "理由"}, {"县河湖管委", "2019-h1", "2019-07-10", "办公室", "2019-07-04", "防汛值守，同意延期"},
			{"县应急局", "2019-end", "2020-01-10", "办公室", "2020-01-03", "雨雪冰冻值守，同意延期"}}},
		{"分数调整", [][]string{{"单位", "轮次", "指标", "分值", "决定人", "日期", "理由"}, {"县水务局", "2019-h1", "加分", "1", "办公室", "2019-07-12", "承办全县现场会"}}},
		{"变更", [][]string{{"类型", "对象", "改为", "自", "决定人", "日期", "理由"},
			{"单位更名", oldName, newName, "2019-07-01", "办公室", "2019-07-01", "派出机构更名"},
			{"责任调整", movedItem, "责任单位：县行政审批服务局", "2019-08-01", "办公室", "2019-07-31", "社会信用职责划转"},
			{"任务取消", droppedItem, "", "2019-09-01", "办公室", "2019-08-30", "政府公报改由市级统一编发"}}},
	}
	for _, s := range sheets {
		f.NewSheet(s.name)
		f.SetCellStr(s.name, "A1", "说明：示例数据，纯属虚构。")
		for i, row := range s.rows {
			for j, text := range row {
				f.SetCellStr(s.name, grid.Ref(i+2, j+1), text)
			}
		}
		f.SetColWidth(s.name, "A", "G", 22)
	}
	f.DeleteSheet("Sheet1")
	return d.save(f, "decisions.xlsx")
}

// save writes a workbook with fixed dates.
func (d *demo) save(f *excelize.File, path string) error {
	f.SetDocProps(&excelize.DocProperties{Creator: "示例数据，纯属虚构", Created: "2019-07-01T00:00:00Z", Modified: "2019-07-01T00:00:00Z"})
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return err
	}
	return d.write(path, b.Bytes())
}

func (d *demo) write(path string, data []byte) error {
	to := filepath.Join(d.dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}
