// Package roster holds the units of a county: their names, full names, aliases
// and groups, and finds the unit that a written name means.
package roster

import (
	"slices"

	"zwgk/pkg/finding"
)

// Unit is one row of the roster (单位名称 全称 别名 类别 启用 备注 自 至 联系人 电话).
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
	Phone   string
	Parts   []string // names of units that became part of this one
	Source  finding.Place
}

// Roster is the list of units in the order of the file.
type Roster struct {
	Units []Unit

	told      string // the county as the project has it
	county    string
	place     county
	learned   map[string]string // cleaned name → unit
	byName    map[string]int
	exact     map[string]int   // every name as the roster writes it
	own       map[string]int   // the same, folded
	derived   map[string][]int // shortened forms: several units may share one
	spellings []spelling
	same      variants
	given     []string         // to Variants
	varied    map[string][]int // every form with its variants put right
}

// Match is the answer to Resolve. Unit is "" when nothing fits or several do;
// Candidates then name those, or those that come near, the likest first.
type Match struct {
	Unit       string
	How        string // alias | folded | exact | abbreviation | variant | decided | several | ""
	Candidates []string
}

// Unit gives the unit of a name in the roster's own spelling.
func (r *Roster) Unit(name string) (Unit, bool) {
	if i := r.Index(name); i >= 0 {
		return r.Units[i], true
	}
	return Unit{}, false
}

// Index is the place of a unit in the roster, -1 when it has none of that name.
func (r *Roster) Index(name string) int {
	if r.byName == nil { // not read from a file
		return slices.IndexFunc(r.Units, func(u Unit) bool { return u.Name == name })
	}
	if i, ok := r.byName[name]; ok {
		return i
	}
	return -1
}

// Active lists the units in use.
func (r *Roster) Active() []Unit {
	var out []Unit
	for _, u := range r.Units {
		if u.Active {
			out = append(out, u)
		}
	}
	return out
}

// Group lists the units in use of a group.
func (r *Roster) Group(name string) []Unit {
	return slices.DeleteFunc(r.Active(), func(u Unit) bool { return u.Group != name })
}

// Groups lists the groups in the order in which the roster first names them.
func (r *Roster) Groups() []string {
	var out []string
	for _, u := range r.Units {
		if !slices.Contains(out, u.Group) {
			out = append(out, u.Group)
		}
	}
	return out
}

// Names lists every name, full name and alias.
func (r *Roster) Names() []string {
	var out []string
	for _, u := range r.Units {
		out = append(out, u.names()...)
	}
	return out
}

// County is the county's name as the full names begin with it, "" when unknown.
func (r *Roster) County() string { return r.county }
