package decision

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// kind is one sheet of decisions.xlsx: its name, its columns, and those of them
// that a row must have. In a sheet that asks, a row without the answer is a
// question that is still open. Two rows with the same texts in the columns of
// key must not give different answers.
type kind struct {
	sheet   string
	columns []string
	needed  []string
	asks    string
	key     []string
	add     func(*Set, row) error
}

// basis: every row ends with who decided, when and why.
var basis = []string{"决定人", "日期", "理由"}

var kinds = []kind{
	{sheet: "单位认定", columns: []string{"写法", "单位"}, needed: []string{"写法"}, asks: "单位", key: []string{"写法"}, add: addIdentity},
	{sheet: "责任认定", columns: []string{"任务", "角色", "原文", "单位"}, needed: []string{"角色"}, asks: "单位", add: addDuty},
	{sheet: "豁免", columns: []string{"单位", "任务", "代码", "单元格", "有效期至"}, needed: []string{"单位"}, add: addWaiver},
	{sheet: "分数调整", columns: []string{"单位", "轮次", "指标", "分值"}, needed: []string{"单位", "分值"}, add: addAdjustment},
	{sheet: "延期", columns: []string{"单位", "轮次", "截止日期"}, needed: []string{"单位", "截止日期"}, key: []string{"单位", "轮次"}, add: addExtension},
	{sheet: "收件时间", columns: []string{"文件", "时间"}, needed: []string{"文件"}, asks: "时间", key: []string{"文件"}, add: addReceipt},
	{sheet: "代填", columns: []string{"单位", "任务", "轮次", "字段", "内容"}, needed: []string{"单位", "任务", "字段", "内容"},
		key: []string{"单位", "任务", "轮次", "字段"}, add: addFill},
	{sheet: "变更", columns: []string{"类型", "对象", "改为", "自"}, needed: []string{"类型", "对象", "自"}, add: addChange},
}

// otherWords are further words for columns, and for sheets that decide nothing.
var (
	otherWords = map[string]string{"单位名称": "单位", "认定单位": "单位", "任务编号": "任务", "编号": "任务", "任务号": "任务", "任务序号": "任务", "说法": "原文", "原表写法": "原文", "报送期": "轮次", "文件名": "文件", "收到时间": "时间", "收件时间": "时间",
		"决定日期": "日期", "决定时间": "日期", "依据": "理由", "原因": "理由", "分数": "分值", "延期至": "截止日期", "栏目": "字段",
		"生效日期": "自", "生效时间": "自", "起始日期": "自", "起始时间": "自", "开始日期": "自", "开始时间": "自", "自何时": "自", "起": "自", "改成": "改为", "变更为": "改为", "变更类型": "类型"}
	otherSheets = []string{"说明", "填写说明", "填表说明", "使用说明"}
)

// row is one row of a sheet by the words of its header.
type row struct {
	file, sheet string
	number      int
	columns     map[string]int
	text        map[string]string
	iso         map[string]string // date cells
	decided     string            // 日期, ISO
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

// basis is the row's own, standing at the cell of a column.
func (r row) basis(column string) Basis {
	b := Basis{By: r.text["决定人"], Date: r.decided, Reason: r.text["理由"], Source: finding.Place{File: r.file, Sheet: r.sheet, Cell: r.cell(column)}, cells: map[string]string{}}
	for column := range r.columns {
		b.cells[column] = r.cell(column)
	}
	return b
}

// Read reads decisions.xlsx. Sheets may be absent. Rows of questions without an
// answer are still open and decide nothing. An error names sheet and cell, in
// Chinese: a visible sheet that is none of ours (a decision in it would be lost
// in silence), a missing column or cell, a date, number or word that is not
// understood, two rows that contradict one another.
func Read(file string, wb *grid.Workbook) (*Set, error) {
	set := &Set{}
	for _, s := range wb.Sheets {
		name := value.Fold(s.Name)
		i := slices.IndexFunc(kinds, func(k kind) bool { return k.sheet == name })
		if i < 0 {
			if s.Visible && !slices.Contains(otherSheets, name) && hasText(s) {
				return nil, fmt.Errorf("%s 工作表“%s”不是决定表里的工作表，其中的内容不会起作用。工作表名称应是：%s。如只是备忘，请把它改名为“说明”或删去。",
					file, s.Name, strings.Join(sheetNames(), "、"))
			}
			continue
		}
		if err := readSheet(set, file, s, kinds[i]); err != nil {
			return nil, err
		}
	}
	return set, nil
}

func sheetNames() []string {
	var out []string
	for _, k := range kinds {
		out = append(out, k.sheet)
	}
	return out
}

func hasText(s *grid.Sheet) bool {
	return slices.ContainsFunc(s.Cells, func(c grid.Cell) bool { return !value.Blank(c.Text) })
}

func readSheet(set *Set, file string, s *grid.Sheet, k kind) error {
	header, columns := findHeader(s, k)
	if header == 0 {
		if !hasText(s) {
			return nil
		}
		return fmt.Errorf("%s 工作表“%s”里找不到表头。表头应有：%s。", file, s.Name, strings.Join(append(slices.Clone(k.columns), basis...), "、"))
	}
	if err := unknownColumn(file, s, k, header, columns); err != nil {
		return err
	}
	said := map[string]row{}
	var err error
	s.EachRow(func(n int, cells []grid.Cell) bool {
		if n <= header || isNote(cells) {
			return true
		}
		r := readRow(file, s, n, columns)
		if r.empty(k) || k.asks != "" && columns[k.asks] > 0 && value.Blank(r.text[k.asks]) {
			return true
		}
		err = r.take(set, k, said)
		return err == nil
	})
	return err
}

// take verifies a row and adds its decision.
func (r row) take(set *Set, k kind, said map[string]row) (err error) {
	for _, column := range slices.Concat(k.needed, []string{k.asks}, basis) {
		switch {
		case column == "" || !value.Blank(r.text[column]):
		case r.columns[column] == 0:
			return fmt.Errorf("%s 工作表“%s”的表头里没有“%s”这一栏。请补上。", r.file, r.sheet, column)
		default:
			return r.errorf(column, "没有写“%s”。请补上，或删去这一行。", column)
		}
	}
	if r.decided, err = r.date("日期"); err != nil {
		return err
	}
	if err := r.contradicts(k, said); err != nil {
		return err
	}
	if err := k.add(set, r); err != nil {
		return err
	}
	set.rows = append(set.rows, r.written())
	return nil
}

// written is the row as it can be written again: dates as ISO, for how a sheet
// shows them is not what they are.
func (r row) written() written {
	texts := maps.Clone(r.text)
	for column, iso := range r.iso {
		if iso != "" && texts[column] != "" {
			texts[column] = strings.TrimSuffix(strings.Replace(iso, "T", " ", 1), " 00:00:00")
		}
	}
	for _, column := range []string{"任务", "对象"} {
		if item := r.item(column); item != "" {
			texts[column] = item
		}
	}
	return written{r.sheet, texts}
}

// contradicts: an earlier row says something else of the same.
func (r row) contradicts(k kind, said map[string]row) error {
	if len(k.key) == 0 {
		return nil
	}
	var parts []string
	for _, column := range k.key {
		parts = append(parts, value.Fold(r.text[column]))
	}
	key, answer := strings.Join(parts, "\x00"), k.answer()
	before, ok := said[key]
	if !ok {
		said[key] = r
		return nil
	}
	if value.Fold(before.text[answer]) == value.Fold(r.text[answer]) {
		return nil
	}
	return r.errorf(answer, "写的是“%s”，而 %s 对同一%s写的是“%s”。请只保留一行。", r.text[answer], before.cell(answer), strings.Join(k.key, "、"), before.text[answer])
}

// answer is the column that says what was decided.
func (k kind) answer() string {
	if k.asks != "" {
		return k.asks
	}
	return k.needed[len(k.needed)-1]
}

// findHeader: most of the sheet's own columns stand in one of the first rows.
func findHeader(s *grid.Sheet, k kind) (row int, columns map[string]int) {
	const top = 10
	s.EachRow(func(n int, cells []grid.Cell) bool {
		if n > top {
			return false
		}
		found, own := map[string]int{}, 0
		for _, c := range cells {
			word := columnWord(c.Text)
			isOwn := slices.Contains(k.columns, word)
			if found[word] > 0 || !isOwn && !slices.Contains(basis, word) {
				continue
			}
			found[word] = c.Col
			if isOwn {
				own++
			}
		}
		if own == len(k.columns) || own > 1 && 2*own > len(k.columns) {
			row, columns = n, found
		}
		return row == 0
	})
	return row, columns
}

// unknownColumn tells of a column with a word that is not known, when one of the sheet's own
// is missing: what stands there would be lost, and the decision mean more than it says.
func unknownColumn(file string, s *grid.Sheet, k kind, header int, columns map[string]int) error {
	missing := slices.DeleteFunc(slices.Clone(k.columns), func(c string) bool { return columns[c] > 0 })
	if len(missing) == 0 {
		return nil
	}
	known := map[int]bool{}
	for _, col := range columns {
		known[col] = true
	}
	var err error
	s.EachRow(func(n int, cells []grid.Cell) bool {
		for _, c := range cells {
			head := s.At(header, c.Col)
			if n <= header || isNote(cells) || known[c.Col] || value.Blank(c.Text) || head == nil || value.Blank(head.Text) || slices.Contains(remarkWords, columnWord(head.Text)) {
				continue
			}
			err = fmt.Errorf("%s 工作表“%s” %s：不认识表头“%s”，又没有“%s”一栏。如果就是这一栏，请改为“%s”；只是备忘的，请改为“备注”。",
				file, s.Name, head.Ref(), strings.TrimSpace(head.Text), missing[0], missing[0])
			return false
		}
		return true
	})
	return err
}

// remarkWords are columns that decide nothing.
var remarkWords = []string{"备注", "说明", "序号", "附注"}

func columnWord(text string) string {
	word := value.Fold(text)
	if i := strings.IndexByte(word, '('); i > 0 {
		word = word[:i] // 角色（牵头|责任|配合）
	}
	if other, ok := otherWords[word]; ok {
		return other
	}
	return word
}

func isNote(cells []grid.Cell) bool {
	first := value.Fold(cells[0].Text)
	for _, mark := range []string{"注:", "备注:", "说明:", "填写说明", "示例数据", "示例:", "例:", "(示例)"} {
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
