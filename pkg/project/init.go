package project

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// InitOptions are what a new year's folder is made from; all may be empty.
type InitOptions struct{ Tasks, Roster, County string }

// Init makes a new year's folder and says what it made, in Chinese. A folder
// that has a project already is left alone; a table or roster that lies in the
// folder under its usual name is taken as it is.
func Init(dir string, o InitOptions) ([]string, error) {
	if exists(filepath.Join(dir, settingsFile)) {
		return nil, usage("%s 里已经有 %s，没有改动。要重新建立，请换一个文件夹。", filepath.ToSlash(dir), settingsFile)
	}
	o.Tasks = lyingThere(o.Tasks, dir, tableNames)
	o.Roster = lyingThere(o.Roster, dir, rosterNames)
	table, spec, err := initTable(dir, o)
	if err != nil {
		return nil, err
	}
	n := newYear{dir: dir, options: o, table: table, spec: spec}
	if err := writable(dir); err != nil {
		return nil, err
	}
	for _, step := range []func() error{n.folder, n.copyTasks, n.roster, n.settings, n.folders} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return n.made, nil
}

// lyingThere gives the file that a flag names, else the first of the names
// that is in the folder.
func lyingThere(flag, dir string, names []string) string {
	if flag != "" {
		return flag
	}
	for _, name := range names {
		if path := filepath.Join(dir, name); isFile(path) {
			return path
		}
	}
	return ""
}

func initTable(dir string, o InitOptions) (*tasktable.Table, *tasktable.Spec, error) {
	if o.Roster != "" && !isFile(o.Roster) {
		return nil, nil, asUsage(noFile("单位名录", o.Roster))
	}
	for _, f := range []struct{ from, name string }{{o.Tasks, "tasks"}, {o.Roster, "roster"}} {
		if err := otherFile(f.from, copyName(dir, f.name, f.from)); f.from != "" && err != nil {
			return nil, nil, err
		}
	}
	if o.Tasks == "" {
		return nil, nil, nil
	}
	t, spec, err := ReadTable(o.Tasks, Options{Dir: dir, Roster: o.Roster})
	if err != nil {
		return nil, nil, asUsage(err)
	}
	return t, spec, nil
}

func copyName(dir, name, from string) string {
	return filepath.Join(dir, name+strings.ToLower(filepath.Ext(from)))
}

// otherFile: what would be written over must be the same.
func otherFile(from, to string) error {
	if exists(to) && !sameFile(from, to) && hashFile(from) != hashFile(to) {
		return usage("%s 已经有了，和 %s 不同，没有改动。请先移开其中一个，或换一个文件夹。", filepath.ToSlash(to), filepath.ToSlash(from))
	}
	return nil
}

type newYear struct {
	dir     string
	options InitOptions
	table   *tasktable.Table
	spec    *tasktable.Spec
	tasks   string // the name of the copied table
	rosterN string
	made    []string
}

func (n *newYear) say(format string, args ...any) {
	n.made = append(n.made, fmt.Sprintf(format, args...))
}

func (n *newYear) copyTasks() error {
	n.tasks = "tasks.docx"
	if n.options.Tasks == "" {
		n.say("请把任务分解表放到 %s", filepath.ToSlash(filepath.Join(n.dir, n.tasks)))
		return nil
	}
	n.tasks = "tasks" + strings.ToLower(filepath.Ext(n.options.Tasks))
	n.say("任务分解表　%s（%d 行任务）", n.tasks, len(n.table.Rows()))
	if _, warnings, _ := finding.Count(n.table.Findings); warnings > 0 {
		n.say("注意　　　任务分解表有 %d 处要核对，看 zwgk tasks %s", warnings, filepath.ToSlash(filepath.Join(n.dir, n.tasks)))
	}
	return copyFile(n.options.Tasks, filepath.Join(n.dir, n.tasks))
}

func (n *newYear) folder() error { return makeFolder(n.dir) }

func copyFile(from, to string) error {
	if sameFile(from, to) {
		return nil
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return usage("读不出 %s（%s）。", filepath.ToSlash(from), reason(err))
	}
	return writeWhole(to, data)
}

// roster copies the given roster, or drafts one from the units that the table names.
func (n *newYear) roster() error {
	n.rosterN = "roster.xlsx"
	if n.options.Roster != "" {
		n.rosterN = "roster" + strings.ToLower(filepath.Ext(n.options.Roster))
		n.say("单位名录　%s", n.rosterN)
		return copyFile(n.options.Roster, filepath.Join(n.dir, n.rosterN))
	}
	var units []roster.Unit
	if n.table != nil {
		var err error
		if units, err = draftRoster(n.table, n.spec, n.county()); err != nil {
			return err
		}
	}
	marked := 0
	for _, u := range units {
		if u.Note != "" {
			marked++
		}
	}
	if len(units) == 0 {
		n.say("单位名录　%s 还是空的，请填写单位；用 zwgk init 另一个文件夹 --tasks 任务分解表，可以起草一份", n.rosterN)
	} else {
		n.say("单位名录　%s，起草了 %d 个单位，请核对类别、补全称和别名", n.rosterN, len(units))
		if marked > 0 {
			n.say("注意　　　其中 %d 个的备注写着“%s”：不是一家的请另起一行，核对以后删去备注", marked, toConfirm)
		}
		n.collectives(units)
	}
	var b bytes.Buffer
	if err := roster.Write(&b, units); err != nil {
		return fmt.Errorf("写 %s：%w", n.rosterN, err)
	}
	return writeWhole(filepath.Join(n.dir, n.rosterN), b.Bytes())
}

// county is the one that the command names, else the one that the table's title
// begins with, else "".
func (n *newYear) county() string {
	if n.options.County != "" || n.table == nil {
		return n.options.County
	}
	if m := titleCounty.FindStringSubmatch(n.table.Title); m != nil {
		return m[1]
	}
	return ""
}

var titleCounty = regexp.MustCompile(`^((?:\p{Han}{2,4}[省市州])?\p{Han}{1,5}?[县市区旗])(?:人民政府|政府)?(?:关于|[0-9０-９〇零一二]{4}\s*年)`)

func (n *newYear) settings() error {
	county, year := n.county(), 0
	if n.table != nil {
		year = n.table.Year
	}
	switch {
	case county == "":
		county = "示例县"
		n.say("请在 %s 里写上县名（现在是“示例县”）", settingsFile)
	case n.options.County == "":
		n.say("县名　　　%s，取自任务分解表的标题，请在 %s 里核对", county, settingsFile)
	}
	if year == 0 {
		year = n.folderYear()
		n.say("请在 %s 里核对年份（现在是 %d 年）和各报送期的日期", settingsFile, year)
	}
	text := fmt.Sprintf(`county: %[1]s          # 县名
year: %[2]d
office: %[1]s人民政府办公室
title: %[1]s%[2]d年政务公开工作
tasks: %[3]s
roster: %[4]s
decisions: decisions.xlsx
sites: []             # 本县和上级政府网站的域名；写了以后，链接到别处政府网站的会提示
rounds:               # 报送期：due 报送截止日，as_of 数据截止日
  - {id: %[2]d-h1, name: 上半年, kind: half, start: %[2]d-01-01, due: %[2]d-07-05, as_of: %[2]d-06-30, duties: [%[6]s, %[7]s]}
  - {id: %[2]d-end, name: 全年, kind: year, start: %[2]d-07-01, due: %[5]d-01-05, as_of: %[2]d-12-31, duties: [%[6]s, %[7]s]}
document: {number: "", to: "", from: "", date: ""}   # 文号 主送 署名 成文日期
`, county, year, n.tasks, n.rosterN, year+1, duty.Lead, duty.Responsible)
	n.say("设置　　　%s", settingsFile)
	return writeWhole(filepath.Join(n.dir, settingsFile), []byte(text))
}

// folderYear is the year that the folder's name has, else that of the example.
func (n *newYear) folderYear() int {
	const example = 2019
	abs, err := filepath.Abs(n.dir)
	if err != nil {
		return example
	}
	if year, err := strconv.Atoi(yearInName.FindString(filepath.Base(abs))); err == nil {
		return year
	}
	return example
}

var yearInName = regexp.MustCompile(`20[0-9]{2}`)

func (n *newYear) folders() error {
	s, _, err := readSettings(n.dir)
	if err != nil {
		return err
	}
	for _, r := range s.Rounds {
		if err := makeFolder(filepath.Join(n.dir, "inbox", r.ID.Value)); err != nil {
			return err
		}
	}
	n.say("收件文件夹　inbox/%s 等", s.Rounds[0].ID)
	n.say("接着：zwgk plan --project %s 看分工，zwgk dispatch --project %s --round %s 下发填报表", filepath.ToSlash(n.dir), filepath.ToSlash(n.dir), s.Rounds[0].ID)
	return nil
}
