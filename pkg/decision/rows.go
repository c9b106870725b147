package decision

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"zwgk/pkg/value"
)

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

var clock = regexp.MustCompile(`[T日号\d\s](\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?(?:\.\d+)?Z?\s*$`)

// moment gives a day, with the time of day when one is written: 2019-07-03T15:04:00.
func (r row) moment(column string) (string, error) {
	text := r.iso[column]
	if text == "" {
		text = r.text[column]
	}
	m := clock.FindStringSubmatchIndex(text)
	if m == nil {
		return r.date(column)
	}
	part := func(i int) int {
		if m[2*i] < 0 {
			return 0
		}
		n, _ := strconv.Atoi(text[m[2*i]:m[2*i+1]])
		return n
	}
	day, ok := value.ParseDate(strings.TrimRight(text[:m[2]], "T "), 0)
	if !ok || day.Day <= 0 || !day.Possible() || part(1) > 23 || part(2) > 59 || part(3) > 59 {
		return "", r.errorf(column, "“%s”不是时间，应写成 2019-07-03 15:04 的样子，只知道日期的写 2019-07-03。", r.text[column])
	}
	return fmt.Sprintf("%sT%02d:%02d:%02d", day, part(1), part(2), part(3)), nil
}

// item gives the text of a column of items; a date is what a spreadsheet makes of 2-1.
func (r row) item(column string) string {
	if d, ok := value.ParseDate(r.iso[column], 0); ok {
		return fmt.Sprintf("%d.%d", d.Month, d.Day)
	}
	return r.text[column]
}

func addIdentity(s *Set, r row) error {
	unit := value.Squeeze(r.text["单位"])
	if unit == nobody {
		unit = ""
	}
	if units := unitsIn(r.text["单位"]); len(units) > 1 { // a text of the table that stands for several
		if wrong := mixed(r.text["单位"]); wrong != "" {
			return r.errorf("单位", "%s", wrong)
		}
		s.Duties = append(s.Duties, Duty{Role: AnyRole, Text: r.text["写法"], Units: units, Written: r.text["单位"], Basis: r.basis("单位")})
		return nil
	}
	s.Identities = append(s.Identities, Identity{Written: r.text["写法"], Unit: unit, Basis: r.basis("单位")})
	return nil
}

var roles = map[string]string{"牵头": "lead", "责任": "responsible", "配合": "cooperating", "不承担": NoDuty}

func addDuty(s *Set, r row) error {
	role, ok := roles[strings.TrimSuffix(value.Fold(r.text["角色"]), "单位")]
	if !ok {
		return r.errorf("角色", "“角色”写的是“%s”，应写“牵头”“责任”“配合”或“不承担”。", r.text["角色"])
	}
	if value.Blank(r.text["任务"]) && value.Blank(r.text["原文"]) {
		return r.errorf("任务", "没有写“任务”。请补上；对各项任务都一样的，请写“原文”。")
	}
	if role == NoDuty && !value.Blank(r.text["原文"]) {
		return r.errorf("原文", "“不承担”是对单位说的，“原文”请空着；统称里没有单位的，在“单位”栏写“无”。")
	}
	if wrong := mixed(r.text["单位"]); wrong != "" {
		return r.errorf("单位", "%s", wrong)
	}
	d := Duty{Item: r.item("任务"), Role: role, Text: r.text["原文"], Units: unitsIn(r.text["单位"]), Written: r.text["单位"], Basis: r.basis("单位")}
	if before := s.contradicted(d); before != nil {
		return r.errorf("单位", "与 %s 对任务 %s 的认定不一致。请只保留一行。", before.Source.Cell, r.text["任务"])
	}
	s.Duties = append(s.Duties, d)
	return nil
}

// contradicted is an earlier duty of the same item that says something else of the same text
// in its role, or gives the same unit another role.
func (s *Set) contradicted(d Duty) *Duty {
	for i := range s.Duties {
		o := &s.Duties[i]
		if o.Role == AnyRole || value.Fold(o.Item) != value.Fold(d.Item) || value.Fold(o.Text) != value.Fold(d.Text) {
			continue
		}
		if d.Text != "" && o.Role == d.Role && !sameUnits(o.Units, d.Units) {
			return o
		}
		if d.Text == "" && o.Role != d.Role && slices.ContainsFunc(d.Units, func(u string) bool { return slices.Contains(o.Units, u) }) {
			return o
		}
	}
	return nil
}

func sameUnits(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// nobody is what is written where no unit is meant.
const nobody = "无"

// mixed says, in Chinese, that a list has 无 beside units; it is "" when it has not.
func mixed(text string) string {
	fields := listed(text)
	if len(fields) > 1 && slices.ContainsFunc(fields, func(s string) bool { return value.Squeeze(s) == nobody }) {
		return fmt.Sprintf("“%s”里有单位，又有“无”。没有单位的只写“无”，有单位的请删去“无”。", text)
	}
	return ""
}

func listed(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("、，,；;\n", c) })
}

// unitsIn divides a list of units; 无 says that it is nobody.
func unitsIn(text string) []string {
	units := []string{}
	for _, u := range listed(text) {
		if u = value.Squeeze(u); u != "" && u != nobody {
			units = append(units, u)
		}
	}
	return units
}

var findingCode = regexp.MustCompile(`^[A-Z]\d{2}$`)

func addWaiver(s *Set, r row) error {
	until := ""
	if !value.Blank(r.text["有效期至"]) {
		var err error
		if until, err = r.date("有效期至"); err != nil {
			return err
		}
	}
	code := strings.ToUpper(value.Fold(r.text["代码"]))
	if code != "" && !findingCode.MatchString(code) {
		return r.errorf("代码", "“代码”写的是“%s”，应是一个字母和两位数字，例如 T06。", r.text["代码"])
	}
	s.Waivers = append(s.Waivers, Waiver{Unit: value.Squeeze(r.text["单位"]), Item: r.item("任务"), Code: code,
		Cell: strings.ToUpper(value.Fold(r.text["单元格"])), Until: until, Basis: r.basis("单位")})
	return nil
}

func addAdjustment(s *Set, r row) error {
	points, err := decimal.NewFromString(strings.TrimSuffix(strings.TrimPrefix(value.Fold(r.text["分值"]), "+"), "分"))
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
	when, err := r.moment("时间")
	if err != nil {
		return err
	}
	s.Receipts = append(s.Receipts, Receipt{File: r.text["文件"], Time: when, Basis: r.basis("时间")})
	return nil
}

func addFill(s *Set, r row) error {
	content := r.text["内容"]
	if iso := r.iso["内容"]; iso != "" {
		content = iso
	}
	s.Fills = append(s.Fills, Fill{Unit: value.Squeeze(r.text["单位"]), Item: r.item("任务"), Round: r.text["轮次"], Field: r.text["字段"], Content: content,
		Basis: r.basis("内容")})
	return nil
}

// The kinds of changes, as they are written in 类型.
const (
	UnitRenamed = "单位更名"
	UnitsMerged = "单位合并"
	UnitAdded   = "单位新增"
	TaskAdded   = "任务新增"
	TaskDropped = "任务取消"
	DutyMoved   = "责任调整"
)

var changeKinds = []string{UnitRenamed, UnitsMerged, UnitAdded, TaskAdded, TaskDropped, DutyMoved}

func addChange(s *Set, r row) error {
	name := value.Fold(r.text["类型"])
	if !slices.Contains(changeKinds, name) {
		return r.errorf("类型", "“类型”写的是“%s”，应写：%s。", r.text["类型"], strings.Join(changeKinds, "、"))
	}
	if value.Blank(r.text["改为"]) && name != UnitAdded && name != TaskDropped {
		return r.errorf("改为", "没有写“改为”。%s要写明改成什么。", name)
	}
	from, err := r.date("自")
	if err != nil {
		return err
	}
	s.Changes = append(s.Changes, Change{Kind: name, Object: r.item("对象"), To: r.text["改为"], From: from, Basis: r.basis("对象")})
	return nil
}
