package roster

import (
	"fmt"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// The columns of a roster, by the words that may stand in its header.
var columnWords = map[string][]string{
	"name": {"单位名称", "单位", "名称", "单位简称", "规范名称"}, "full": {"全称", "单位全称"}, "aliases": {"别名", "曾用名", "别称", "又名"},
	"group": {"类别", "分组", "组别", "单位类别"}, "active": {"启用", "是否启用", "在用"}, "note": {"备注", "说明"},
	"from": {"自", "启用日期"}, "to": {"至", "停用日期"}, "contact": {"联系人", "联系方式"}, "phone": {"电话", "联系电话", "办公电话", "电话号码", "手机", "手机号码"},
}

// Read reads a roster from the first sheet that has its header (单位名称 and 类别
// at least; the other columns may be absent). An error names file, sheet and
// cell, in Chinese, for the office must mend it.
func Read(file string, wb *grid.Workbook) (*Roster, error) {
	for _, s := range wb.Sheets {
		row, columns := header(s)
		if row == 0 {
			continue
		}
		return readSheet(file, s, row, columns)
	}
	return nil, fmt.Errorf("单位名录 %s 里找不到表头。第一行应有“单位名称、全称、别名、类别、启用、备注”。", file)
}

// header finds the first of the top rows with a name and a group column.
func header(s *grid.Sheet) (row int, columns map[string]int) {
	const top = 20
	s.EachRow(func(n int, cells []grid.Cell) bool {
		if n > top {
			return false
		}
		found := map[string]int{}
		for _, c := range cells {
			if key := columnOf(c.Text); key != "" && found[key] == 0 {
				found[key] = c.Col
			}
		}
		if found["name"] != 0 && found["group"] != 0 {
			row, columns = n, found
			return false
		}
		return true
	})
	return row, columns
}

func columnOf(text string) string {
	folded := value.Fold(text)
	for key, words := range columnWords {
		for _, w := range words {
			if folded == w {
				return key
			}
		}
	}
	return ""
}

func readSheet(file string, s *grid.Sheet, headerRow int, columns map[string]int) (*Roster, error) {
	r := &Roster{learned: map[string]string{}}
	var places [][]finding.Place
	var err error
	s.EachRow(func(row int, _ []grid.Cell) bool {
		if row <= headerRow {
			return true
		}
		var u Unit
		if u, err = readUnit(file, s, row, columns); err != nil {
			return false
		}
		if u.Name != "" {
			r.Units = append(r.Units, u)
			places = append(places, u.places(row, columns))
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	if len(r.Units) == 0 {
		return nil, fmt.Errorf("单位名录 %s 里一个单位也没有。请把单位填进去。", file)
	}
	if err := r.index(places); err != nil {
		return nil, err
	}
	return r, nil
}

func readUnit(file string, s *grid.Sheet, row int, columns map[string]int) (Unit, error) {
	at := func(key string) string {
		row, col := row, columns[key]
		if col == 0 {
			return ""
		}
		if key == "group" {
			row, col = s.TopLeft(row, col) // one 类别 merged over several units
		}
		if c := s.At(row, col); c != nil {
			return strings.TrimSpace(c.Text)
		}
		return ""
	}
	place := finding.Place{File: file, Sheet: s.Name, Cell: grid.Ref(row, columns["name"])}
	u := Unit{Name: value.Squeeze(at("name")), Full: value.Squeeze(at("full")), Aliases: splitNames(at("aliases")), Group: value.Squeeze(at("group")),
		Active: true, Note: at("note"), Contact: at("contact"), Phone: at("phone"), Source: place}
	if u.Name == "" {
		if u.Full != "" || len(u.Aliases) > 0 {
			return u, fmt.Errorf("%s：这一行没有写单位名称。请补上，或删去这一行。", where(place))
		}
		return u, nil
	}
	if strings.HasPrefix(u.Name, "注：") || strings.HasPrefix(u.Name, "说明：") || strings.HasPrefix(u.Name, "示例数据") {
		return Unit{}, nil
	}
	if u.Group == "" {
		return u, fmt.Errorf("%s：“%s”没有写类别。请写“政府部门”“乡镇街道”等，与其他单位的写法一致。", where(place), u.Name)
	}
	switch active := value.Fold(at("active")); active {
	case "", "是", "y", "yes", "1", "true", "√", "启用":
	case "否", "n", "no", "0", "false", "×", "停用":
		u.Active = false
	default:
		return u, fmt.Errorf("%s 工作表“%s” %s：“启用”写的是“%s”，应写“是”或“否”。", file, s.Name, grid.Ref(row, columns["active"]), active)
	}
	return u, u.readDates(file, s.Name, row, columns, at)
}

// places gives the cells of the unit's names, in the order of names.
func (u Unit) places(row int, columns map[string]int) []finding.Place {
	at := func(key string) finding.Place {
		return finding.Place{File: u.Source.File, Sheet: u.Source.Sheet, Cell: grid.Ref(row, columns[key])}
	}
	out := []finding.Place{at("name")}
	if u.Full != "" {
		out = append(out, at("full"))
	}
	for range u.Aliases {
		out = append(out, at("aliases"))
	}
	return out
}

func (u *Unit) readDates(file, sheet string, row int, columns map[string]int, at func(string) string) error {
	for key, into := range map[string]*string{"from": &u.From, "to": &u.To} {
		text := at(key)
		if value.Blank(text) {
			continue
		}
		d, ok := value.ParseDate(text, 0)
		if !ok || !d.Possible() {
			return fmt.Errorf("%s 工作表“%s” %s：“%s”不是日期，应写成 2019-03-01 的样子。", file, sheet, grid.Ref(row, columns[key]), text)
		}
		*into = d.First().String()
		if key == "to" {
			*into = d.Last().String() // 2022年8月 is the whole month
		}
	}
	if u.From != "" && u.To != "" && u.To < u.From {
		return fmt.Errorf("%s 工作表“%s” %s：“至”（%s）早于“自”（%s）。请核对。", file, sheet, grid.Ref(row, columns["to"]), u.To, u.From)
	}
	return nil
}

func splitNames(s string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("；;、，,\n\r\t", r) }) {
		if p = value.Squeeze(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func where(p finding.Place) string {
	return fmt.Sprintf("%s 工作表“%s” %s", p.File, p.Sheet, p.Cell)
}
