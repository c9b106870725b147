package decision

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// kind is one sheet of decisions.xlsx: its name, its columns, those that a
// decided row must have, and the column with the answer: a row that lacks only
// the answer is a question that is still open.
type kind struct {
	sheet   string
	columns []string
	needed  []string
	answer  string
	add     func(*Set, row) error
}

var basis = []string{"决定人", "日期", "理由"}

var kinds = []kind{
	{"单位认定", []string{"写法", "单位"}, []string{"写法"}, "单位", addIdentity},
	{"责任认定", []string{"任务", "角色", "原文", "单位"}, []string{"任务", "角色"}, "单位", addDuty},
	{"豁免", []string{"单位", "任务", "代码", "单元格", "有效期至"}, nil, "", addWaiver},
	{"分数调整", []string{"单位", "轮次", "指标", "分值"}, []string{"单位"}, "分值", addAdjustment},
	{"延期", []string{"单位", "轮次", "截止日期"}, []string{"单位"}, "截止日期", addExtension},
	{"收件时间", []string{"文件", "时间"}, []string{"文件"}, "时间", addReceipt},
	{"代填", []string{"单位", "任务", "轮次", "字段", "内容"}, []string{"单位", "任务", "字段"}, "内容", addFill},
	{"变更", []string{"类型", "对象", "改为", "自"}, []string{"类型", "对象"}, "", addChange},
}

// row is one row of a sheet by the words of its header.
type row struct {
	file, sheet string
	number      int
	columns     map[string]int
	text        map[string]string
	iso         map[string]string // date cells
}

func (r row) cell(column string) string {
	if col := r.columns[column]; col > 0 {
		return grid.Ref(r.number, col)
	}
	return grid.Ref(r.number, 1)
}

func (r row) errorf(column, format string, args ...any) error {
	return fmt.Errorf("%s 工作表“%s” %s：%s", r.file, r.sheet, r.cell(column), fmt.Sprintf(format, args...))
}

func (r row) basis(column string) Basis {
	return Basis{By: r.text["决定人"], Date: r.text["日期"], Reason: r.text["理由"],
		Source: finding.Place{File: r.file, Sheet: r.sheet, Cell: r.cell(column)}}
}

// Read reads decisions.xlsx. Sheets may be absent, and sheets of other names
// are taken for the office's own notes. Rows without an answer are open
// questions and decide nothing. An error names sheet and cell, in Chinese.
func Read(file string, wb *grid.Workbook) (*Set, error) {
	set := &Set{}
	for _, s := range wb.Sheets {
		i := slices.IndexFunc(kinds, func(k kind) bool { return k.sheet == value.Fold(s.Name) })
		if i < 0 {
			continue
		}
		if err := readSheet(set, file, s, kinds[i]); err != nil {
			return nil, err
		}
	}
	return set, nil
}

func readSheet(set *Set, file string, s *grid.Sheet, k kind) error {
	header, columns := findHeader(s, k)
	if header == 0 {
		if len(s.Cells) == 0 {
			return nil
		}
		return fmt.Errorf("%s 工作表“%s”里找不到表头。表头应有：%s。", file, s.Name, strings.Join(append(slices.Clone(k.columns), basis...), "、"))
	}
	var err error
	s.EachRow(func(n int, cells []grid.Cell) bool {
		if n <= header || isNote(cells) {
			return true
		}
		r := readRow(file, s, n, columns)
		if r.empty(k) || k.answer != "" && value.Blank(r.text[k.answer]) {
			return true
		}
		for _, column := range k.needed {
			if value.Blank(r.text[column]) {
				err = r.errorf(column, "没有写“%s”。请补上，或删去这一行。", column)
				return false
			}
		}
		err = k.add(set, r)
		return err == nil
	})
	return err
}

// findHeader: most of the sheet's own columns stand in one of the first rows.
func findHeader(s *grid.Sheet, k kind) (row int, columns map[string]int) {
	const top = 10
	s.EachRow(func(n int, cells []grid.Cell) bool {
		found := map[string]int{}
		for _, c := range cells {
			word := value.Fold(c.Text)
			if i := strings.IndexByte(word, '('); i > 0 {
				word = word[:i] // 角色（牵头|责任|配合）
			}
			if slices.Contains(k.columns, word) || slices.Contains(basis, word) {
				found[word] = c.Col
			}
		}
		own := 0
		for _, c := range k.columns {
			if found[c] > 0 {
				own++
			}
		}
		if own == len(k.columns) || own > 1 && 2*own > len(k.columns) {
			row, columns = n, found
		}
		return row == 0 && n < top
	})
	return row, columns
}

func isNote(cells []grid.Cell) bool {
	first := value.Fold(cells[0].Text)
	for _, mark := range []string{"注:", "说明:", "示例数据", "填写说明"} {
		if strings.HasPrefix(first, mark) {
			return true
		}
	}
	return false
}

func readRow(file string, s *grid.Sheet, n int, columns map[string]int) row {
	r := row{file: file, sheet: s.Name, number: n, columns: columns, text: map[string]string{}, iso: map[string]string{}}
	for word, col := range columns {
		c := s.At(n, col)
		if c == nil {
			continue
		}
		r.text[word] = strings.TrimSpace(c.Text)
		if c.Type == grid.Date {
			r.iso[word] = c.Raw
		}
	}
	return r
}

func (r row) empty(k kind) bool {
	for _, c := range k.columns {
		if !value.Blank(r.text[c]) {
			return false
		}
	}
	return true
}

// date gives a day as ISO.
func (r row) date(column string) (string, error) {
	text := r.iso[column]
	if text == "" {
		text = r.text[column]
	}
	d, ok := value.ParseDate(text, 0)
	if !ok || d.Day <= 0 || !d.Possible() {
		return "", r.errorf(column, "“%s”不是日期，应写成 2019-07-05 的样子。", r.text[column])
	}
	return d.String(), nil
}

func addIdentity(s *Set, r row) error {
	s.Identities = append(s.Identities, Identity{Written: r.text["写法"], Unit: value.Squeeze(r.text["单位"]), Basis: r.basis("单位")})
	return nil
}

var roles = map[string]string{"牵头": "lead", "责任": "responsible", "配合": "cooperating"}

func addDuty(s *Set, r row) error {
	role, ok := roles[strings.TrimSuffix(value.Fold(r.text["角色"]), "单位")]
	if !ok {
		return r.errorf("角色", "“角色”写的是“%s”，应写“牵头”“责任”或“配合”。", r.text["角色"])
	}
	var units []string
	for _, u := range strings.FieldsFunc(r.text["单位"], func(c rune) bool { return strings.ContainsRune("、，,；;\n", c) }) {
		if u = value.Squeeze(u); u != "" && u != "无" { // 无: decided that it is nobody
			units = append(units, u)
		}
	}
	s.Duties = append(s.Duties, Duty{Item: r.text["任务"], Role: role, Text: r.text["原文"], Units: units, Basis: r.basis("单位")})
	return nil
}

func addWaiver(s *Set, r row) error {
	until := ""
	if !value.Blank(r.text["有效期至"]) {
		var err error
		if until, err = r.date("有效期至"); err != nil {
			return err
		}
	}
	s.Waivers = append(s.Waivers, Waiver{Unit: value.Squeeze(r.text["单位"]), Item: r.text["任务"], Code: strings.ToUpper(value.Fold(r.text["代码"])),
		Cell: strings.ToUpper(value.Fold(r.text["单元格"])), Until: until, Basis: r.basis("单位")})
	return nil
}

func addAdjustment(s *Set, r row) error {
	points, err := decimal.NewFromString(strings.TrimPrefix(value.Fold(r.text["分值"]), "+"))
	if err != nil {
		return r.errorf("分值", "“分值”写的是“%s”，应写数字，例如 2 或 -1.5。", r.text["分值"])
	}
	s.Adjustments = append(s.Adjustments, Adjustment{Unit: value.Squeeze(r.text["单位"]), Round: r.text["轮次"], Indicator: r.text["指标"],
		Points: points.String(), Basis: r.basis("分值")})
	return nil
}

func addExtension(s *Set, r row) error {
	due, err := r.date("截止日期")
	if err != nil {
		return err
	}
	s.Extensions = append(s.Extensions, Extension{Unit: value.Squeeze(r.text["单位"]), Round: r.text["轮次"], Due: due, Basis: r.basis("截止日期")})
	return nil
}

func addReceipt(s *Set, r row) error {
	when, err := r.date("时间")
	if err != nil {
		return err
	}
	if raw := r.iso["时间"]; len(raw) > len("2006-01-02") {
		when = raw
	}
	s.Receipts = append(s.Receipts, Receipt{File: r.text["文件"], Time: when, Basis: r.basis("时间")})
	return nil
}

func addFill(s *Set, r row) error {
	content := r.text["内容"]
	if iso := r.iso["内容"]; iso != "" {
		content = iso
	}
	s.Fills = append(s.Fills, Fill{Unit: value.Squeeze(r.text["单位"]), Item: r.text["任务"], Round: r.text["轮次"], Field: r.text["字段"], Content: content,
		Basis: r.basis("内容")})
	return nil
}

var changeKinds = []string{"单位更名", "单位合并", "单位新增", "任务新增", "任务取消", "责任调整"}

func addChange(s *Set, r row) error {
	name := value.Fold(r.text["类型"])
	if !slices.Contains(changeKinds, name) {
		return r.errorf("类型", "“类型”写的是“%s”，应写：%s。", r.text["类型"], strings.Join(changeKinds, "、"))
	}
	from := ""
	if !value.Blank(r.text["自"]) {
		var err error
		if from, err = r.date("自"); err != nil {
			return err
		}
	}
	s.Changes = append(s.Changes, Change{Kind: name, Object: r.text["对象"], To: r.text["改为"], From: from, Basis: r.basis("对象")})
	return nil
}

// Named is a unit that a decision names, and where.
type Named struct {
	Unit   string
	Source finding.Place
}

// Units lists every unit that a decision names, so that the caller can verify
// them against the roster.
func (s *Set) Units() []Named {
	var out []Named
	add := func(unit string, b Basis) {
		if unit != "" {
			out = append(out, Named{unit, b.Source})
		}
	}
	for _, d := range s.Identities {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Duties {
		for _, u := range d.Units {
			add(u, d.Basis)
		}
	}
	for _, d := range s.Waivers {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Adjustments {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Extensions {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Fills {
		add(d.Unit, d.Basis)
	}
	return out
}
