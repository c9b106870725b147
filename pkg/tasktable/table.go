// Package tasktable reads the official table (政务公开工作任务分解表) from a grid
// or a text dump into a tree of chapters, sections, tasks and items.
package tasktable

import (
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/value"
)

// Table is the tree. Everything keeps the order of the file.
type Table struct {
	Title    string            `json:"title"`
	Year     int               `json:"year"`
	Chapters []Chapter         `json:"chapters"`
	Findings []finding.Finding `json:"findings"`
}

// Chapter is 一、…; Number is "" when the table lacks it.
type Chapter struct {
	Number   string    `json:"number"`
	Title    string    `json:"title"`
	Sections []Section `json:"sections"`
}

// Section is （一）…; Number is with its brackets, "" when the table lacks it.
type Section struct {
	Number string `json:"number"`
	Title  string `json:"title"`
	Tasks  []Task `json:"tasks"`
}

// Task is a numbered task with one or more rows; Number is 0 when it has none.
type Task struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
	Items  []Item `json:"items"`
}

// Item is one row of the table. Unit lists hold names as written, split, in order.
type Item struct {
	ID          string            `json:"id"`
	Lead        []string          `json:"lead"`
	Responsible []string          `json:"responsible"`
	Cooperating []string          `json:"cooperating"`
	Requirement string            `json:"requirement"`
	Written     map[string]string `json:"written"` // responsible, cooperating, lead: the cell as it stands
	Extra       map[string]string `json:"extra"`   // further columns by header
	Deadlines   []Deadline        `json:"deadlines"`
	Source      finding.Place     `json:"source"`

	cells map[string]string // of the unit columns, by role
}

// UnitCell is the cell in which a unit of a role (lead, responsible, cooperating)
// is written: that of the role's column if it stands there, else another column of
// units, else the first cell of the item's row.
func (it Item) UnitCell(role, unit string) string {
	for _, column := range []string{role, colResponsible, colLead, colCooperating} {
		if strings.Contains(value.Fold(it.Written[column]), value.Fold(unit)) && it.cells[column] != "" {
			return it.cells[column]
		}
	}
	for _, column := range []string{role, colResponsible, colLead, colCooperating} {
		if it.cells[column] != "" {
			return it.cells[column]
		}
	}
	return it.Source.Cell
}

// Deadline is a time found in the requirement. Kind: date (Due), recurring
// (Every), count (Every, Times), continuous, relative, prompt, periodic. It is
// encoded with the keys of its kind only.
type Deadline struct {
	Text  string
	Kind  string
	Due   string // ISO date
	Every string // week | month | quarter | half | year
	Times int
}

// Row is an item with the headings that it stands under.
type Row struct {
	Chapter, Section       string // number and title joined: 一、围绕…, （一）做好…
	TaskNumber, ItemNumber int    // ItemNumber counts from 1 within the task
	Task                   string // title
	Item                   Item
}

// Rows lists all items in the order of the table.
func (t *Table) Rows() []Row {
	var rows []Row
	for _, c := range t.Chapters {
		for _, s := range c.Sections {
			for _, k := range s.Tasks {
				for i := range k.Items {
					rows = append(rows, newRow(c, s, k, i))
				}
			}
		}
	}
	return rows
}

func newRow(c Chapter, s Section, k Task, item int) Row {
	return Row{Chapter: joined(c.Number, "、", c.Title), Section: joined(s.Number, "", s.Title),
		TaskNumber: k.Number, ItemNumber: item + 1, Task: k.Title, Item: k.Items[item]}
}

func joined(number, mark, title string) string {
	if number == "" {
		return title
	}
	return number + mark + title
}
