// Package roster holds the units of a county: their names, full names, aliases
// and groups, and finds the unit that a written name means.
package roster

import "zwgk/pkg/finding"

// Unit is one row of the roster (单位名称 全称 别名 类别 启用 备注 自 至 联系人).
type Unit struct {
	Name    string // 单位名称, unique
	Full    string
	Aliases []string
	Group   string // 类别, ranked apart: 政府部门, 乡镇街道, …
	Active  bool   // 启用
	Note    string
	From    string // ISO date or ""
	To      string
	Contact string
	Source  finding.Place
}

// Roster is the list of units in the order of the file.
type Roster struct {
	Units   []Unit
	learned map[string]string
}

// Match is the answer to Resolve. Unit is "" when nothing fits or several do;
// Candidates then name those that come near, in roster order.
type Match struct {
	Unit       string
	How        string // alias | folded | exact | abbreviation | decided | ""
	Candidates []string
}
