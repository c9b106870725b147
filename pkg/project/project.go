package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/policy"
	"zwgk/pkg/report"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/workbook"
	"zwgk/templates"
)

// Options are what the command line says; empty fields take what project.yaml
// or the folder's layout says.
type Options struct {
	Dir       string // the project folder, default "."
	Tasks     string
	Roster    string
	Decisions string
	Inbox     string // taken as it stands, without a round below it
	Out       string
	Round     string
	AsOf      string // ISO
	Today     string // ISO: the day of chasing, "" for the last day on which a file came, at least the round's as_of
	Form      string // form.yaml
	Rules     string // rules.yaml
	Scheme    string // scheme.yaml
	WhatIf    string // another scheme that scores are to be compared with: sheets of scores may serve either
	Previous  string // ledger.json of the round before
	Year      bool   // the annual assessment over the rounds
	AnyRound  bool   // the round does not matter: none need be named
	Stale     bool   // a plan workbook that does not fit the table any more is read as far as it does
	Jobs      int    // files read at once; 0 means one per processor

	// Progress is told how far long work is; it may be nil.
	Progress func(stage string, done, total int)

	columns []string         // of score sheets, that are for another scheme
	table   *tasktable.Table // of the same project, read and completed already
}

// UsageError is a mistake in how the command was called or in the office's own
// files: settings, table, roster, decisions, templates. The run did nothing.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

func usage(format string, args ...any) error { return &UsageError{fmt.Errorf(format, args...)} }

func asUsage(err error) error {
	if err == nil {
		return nil
	}
	return &UsageError{err}
}

// Project is an opened year's folder: everything of the office's that a round
// needs, read and verified.
type Project struct {
	Settings  Settings
	Round     form.Round
	Roles     []duty.Role
	Table     *tasktable.Table
	Roster    *roster.Roster
	Decisions *decision.Set
	Plan      *duty.Plan
	Spec      *form.Spec
	Rules     *check.Rules
	Scheme    *assess.Scheme
	Sources   assess.Sources // sub-scores of others
	Wording   *report.Wording
	TableSpec *tasktable.Spec
	Layout    *workbook.Layout

	options     Options
	yearly      bool             // the round is the year of the settings' rounds
	over        []form.Round     // of them those that are joined
	reminders   []string         // of the round: days from which units are reminded again
	head        DocumentSettings // of the round's report
	inputs      []Input
	read        []string      // the paths of the inputs
	base        *duty.Plan    // without what the plan workbook's matrix says; nil without one
	filled      *decision.Set // what that says; nil without one
	edits       []decision.Edit
	answers     []string
	overruled   []string                          // those of the answers that do not count
	elsewhere   []finding.Place                   // what it says of units and tasks of other rounds
	orphans     []error                           // what the plan workbook says of what the table lacks
	outdated    []string                          // which decisions a later change took the place of
	dated       []decision.Change                 // all changes of the year
	first       *tasktable.Table                  // before all changes
	firstRoster *roster.Roster                    // the same
	changed     *duty.Changed                     // by the decisions on changes
	later       *duty.Changed                     // after all of them
	ownScheme   bool                              // not one that comes with the tool
	now         func(*decision.Set) *decision.Set // decisions as they are in the round
}

// Input is an office file that the run read, for the manifest.
type Input struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Open reads a project. Every error is a UsageError with a Chinese message.
func Open(o Options) (*Project, error) {
	if o.Dir == "" {
		o.Dir = "."
	}
	p := &Project{options: o}
	for _, step := range []func() error{p.readSettings, p.readTemplates, p.readRoster, p.readTable, p.chooseRound, p.readDecisions, p.change, p.readPlan, p.makePlan, p.verifyScheme} {
		if err := step(); err != nil {
			return nil, asUsage(err)
		}
	}
	return p, nil
}

func (p *Project) readSettings() error {
	s, found, err := readSettings(p.options.Dir)
	if err != nil {
		return err
	}
	if !found && p.options.Tasks == "" {
		if info, err := os.Stat(p.options.Dir); err != nil || !info.IsDir() {
			return fmt.Errorf("没有文件夹 %s。请先用 zwgk init 建立，或用 --project 指明。", filepath.ToSlash(p.options.Dir))
		}
		return fmt.Errorf("这里没有 %s，也没有用 --tasks 指明任务分解表。请先用 zwgk init 建一个项目文件夹，或到项目文件夹里再运行。", settingsFile)
	}
	p.Settings = s
	return nil
}

// template reads a policy file: the one named by a flag, else the project's
// own, else the built-in one.
func (p *Project) template(name, flag string) (policy.File, error) {
	own, found, err := p.ownTemplate(name, flag)
	if found || err != nil {
		return own, err
	}
	return builtinTemplate(name)
}

// schemeFile is the scheme that --scheme names: a file, or one that comes with the tool; else the
// project's own or the built-in one.
func (p *Project) schemeFile() (policy.File, error) {
	name := p.options.Scheme
	if kept, err := builtinTemplate("schemes/" + name + ".yaml"); err == nil && !isFile(name) {
		return kept, nil
	}
	own, found, err := p.ownTemplate("scheme.yaml", name)
	if p.ownScheme = found; found || err != nil {
		return own, err
	}
	return builtinTemplate("scheme.yaml")
}

// keptSchemes are the names of the schemes that come with the tool.
func keptSchemes() []string {
	list, _ := fs.Glob(templates.FS, "schemes/*.yaml")
	var out []string
	for _, name := range list {
		out = append(out, strings.TrimSuffix(path.Base(name), ".yaml"))
	}
	return out
}

func builtinTemplate(name string) (policy.File, error) {
	data, err := templates.FS.ReadFile(name)
	return policy.File{Name: name, Data: data}, err
}

// ownTemplate reads the file that a flag names, else the project's own; found is
// false when there is none.
func (p *Project) ownTemplate(name, flag string) (_ policy.File, found bool, err error) {
	if flag != "" {
		if !isFile(flag) {
			return policy.File{}, false, noFile("文件", flag)
		}
		data, err := os.ReadFile(flag)
		if err != nil {
			return policy.File{}, false, fmt.Errorf("读不出 %s：%s", filepath.ToSlash(flag), reason(err))
		}
		p.noteInput(flag)
		return policy.File{Name: filepath.ToSlash(flag), Data: data}, true, nil
	}
	own := filepath.Join(p.options.Dir, "templates", filepath.FromSlash(name))
	data, err := os.ReadFile(own)
	if err == nil {
		p.noteInput(own)
		return policy.File{Name: "templates/" + name, Data: data}, true, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return policy.File{}, false, fmt.Errorf("读不出 templates/%s：%s", name, reason(err))
	}
	return policy.File{}, false, nil
}

// readRules reads the built-in rules, with what the office's own file changes.
func (p *Project) readRules() error {
	builtin, err := builtinTemplate("rules.yaml")
	if err != nil {
		return err
	}
	own, found, err := p.ownTemplate("rules.yaml", p.options.Rules)
	if err != nil {
		return err
	}
	if found {
		p.Rules, err = check.ParseOverride(builtin, own, p.Spec)
	} else {
		p.Rules, err = check.ParseRules(builtin, p.Spec)
	}
	return err
}

func (p *Project) readTemplates() error {
	table, err := p.template("table.yaml", "")
	if err != nil {
		return err
	}
	if p.TableSpec, err = tasktable.ParseSpec(table); err != nil {
		return err
	}
	spec, err := p.template("form.yaml", p.options.Form)
	if err != nil {
		return err
	}
	words, err := p.template("words.yaml", "")
	if err != nil {
		return err
	}
	if p.Spec, err = form.ParseSpec(spec, words); err != nil {
		return err
	}
	if err := p.readRules(); err != nil {
		return err
	}
	if p.Scheme, err = p.readScheme(); err != nil {
		return err
	}
	if err := p.Scheme.Verify(p.Rules.Catalogue); err != nil {
		return err
	}
	if p.options.WhatIf != "" {
		p.options.columns = append(p.options.columns, p.columnsOf(p.options.WhatIf)...)
	}
	return p.readWording()
}

// readScheme reads the scheme of the options, over the built-in one.
func (p *Project) readScheme() (*assess.Scheme, error) {
	scheme, err := p.schemeFile()
	if err != nil {
		return nil, err
	}
	common, err := builtinTemplate("scheme.yaml")
	if err != nil {
		return nil, err
	}
	return assess.ParseScheme(scheme, common)
}

// The usual names of the office's files; the first is the standard one.
var (
	tableNames    = []string{"tasks.docx", "tasks.xlsx", "tasks.doc", "tasks.xls", "tasks.et", "tasks.wps", "tasks.ods", "tasks.odt", "tasks.html", "tasks.txt", "tasks.csv"}
	rosterNames   = []string{"roster.xlsx", "roster.csv"}
	decisionNames = []string{"decisions.xlsx"}
)

// officeFile is the path of one of the office's files: the flag, else the
// setting, else the first of the usual names that is in the project folder.
func (p *Project) officeFile(flag, setting string, usual []string) string {
	if flag != "" {
		return flag
	}
	if setting != "" {
		return p.inFolder(setting)
	}
	if there := lyingThere("", p.options.Dir, usual); there != "" {
		return there
	}
	return filepath.Join(p.options.Dir, usual[0])
}

// inFolder is a path of project.yaml: below the folder unless it is absolute.
func (p *Project) inFolder(path string) string {
	if path = filepath.FromSlash(path); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(p.options.Dir, path)
}

// noteInput records a file for the manifest, by its path relative to the project.
func (p *Project) noteInput(path string) {
	name := filepath.Base(path)
	if rel, ok := relative(p.options.Dir, path); ok && filepath.IsLocal(filepath.FromSlash(rel)) {
		name = rel
	}
	p.inputs = append(p.inputs, Input{name, hashFile(path)})
	p.read = append(p.read, path)
}

// openGrid reads an office file that must be readable.
func (p *Project) openGrid(path, what string) (*grid.Workbook, error) {
	return p.openFile(path, what, func(wb *grid.Workbook) bool { return wb.Err == nil })
}

// openTable opens the official table, which may be a page without any table.
func (p *Project) openTable(path string) (*grid.Workbook, error) {
	return p.openFile(path, "任务分解表", func(wb *grid.Workbook) bool {
		return wb.Err == nil || wb.Err.Kind == grid.NotATable && len(wb.Paragraphs) > 0
	})
}

func (p *Project) openFile(path, what string, good func(*grid.Workbook) bool) (*grid.Workbook, error) {
	if !isFile(path) {
		return nil, noFile(what, path)
	}
	wb, err := grid.Open(path, grid.Limits{}) // the limits of project.yaml are for what comes in
	if err != nil {
		return nil, fmt.Errorf("读不出%s %s（%s）。请核对文件名和位置。", what, filepath.ToSlash(path), reason(err))
	}
	if !good(wb) {
		return nil, fmt.Errorf("%s %s 不能用：%s", what, filepath.ToSlash(path), forOffice(wb.Err))
	}
	p.noteInput(path)
	return wb, nil
}

// forOffice gives a reader's error with advice for the office's own files: what the
// reader says is meant for who returns a form.
func forOffice(e *grid.Error) string {
	fact, _, _ := strings.Cut(e.Message, "。")
	switch e.Kind {
	case grid.Encrypted:
		return fact + "。请去掉打开密码，另存后再用。"
	case grid.Corrupt:
		return fact + "。请用 Word、Excel 或 WPS 打开原文件，另存后再用；打不开的，请重新要一份。"
	case grid.Unsupported, grid.NotATable:
		return fact + "。请要一份 Word（.docx、.doc）或 Excel（.xlsx、.xls）文件。"
	}
	return e.Message
}

func (p *Project) readTable() error {
	if p.options.table != nil {
		p.Table = p.options.table
		return nil
	}
	path := p.officeFile(p.options.Tasks, p.Settings.Tasks, tableNames)
	if !exists(path) {
		return fmt.Errorf("没有任务分解表 %s。请把任务分解表放到项目文件夹，或用 --tasks 指明。", filepath.ToSlash(path))
	}
	wb, err := p.openTable(path)
	if err != nil {
		return err
	}
	p.Table, err = tasktable.Read(filepath.Base(path), wb, p.TableSpec, tasktable.Known{Units: p.Roster.Names(), Year: p.Settings.Year})
	if err != nil {
		return err
	}
	p.completeTable()
	return nil
}

// completeTable fills in what settings and table say of one another.
func (p *Project) completeTable() {
	p.Table.Findings = completed(p.Rules, p.Table.Findings)
	if p.Settings.Year == 0 {
		p.Settings.Year = p.Table.Year
	}
	if p.Settings.Title == "" {
		p.Settings.Title = p.Settings.County
		if p.Settings.Year != 0 {
			p.Settings.Title += strconv.Itoa(p.Settings.Year) + "年"
		}
		p.Settings.Title += "政务公开工作"
	}
	if p.Settings.Office == "" && p.Settings.County != "" {
		p.Settings.Office = p.Settings.County + "人民政府办公室"
	}
}

func (p *Project) rosterPath() string {
	return p.officeFile(p.options.Roster, p.Settings.Roster, rosterNames)
}

func (p *Project) readRoster() error {
	path := p.rosterPath()
	if !exists(path) {
		return fmt.Errorf("没有单位名录 %s。请把单位名录放到项目文件夹（列：单位名称 全称 别名 类别 启用 备注），或用 --roster 指明；也可用 zwgk init 从任务分解表起草一份。", filepath.ToSlash(path))
	}
	wb, err := p.openGrid(path, "单位名录")
	if err != nil {
		return err
	}
	if p.Roster, err = roster.Read(filepath.Base(path), wb); err != nil {
		return err
	}
	p.Roster.Variants(p.TableSpec.Units.Variants)
	p.Roster, err = p.Roster.Told(p.Settings.County)
	return err
}

func (p *Project) readDecisions() error {
	path := p.officeFile(p.options.Decisions, p.Settings.Decisions, decisionNames)
	p.Decisions = &decision.Set{}
	if !exists(path) {
		if p.options.Decisions != "" || p.Settings.Decisions != "" && p.Settings.Decisions != decisionNames[0] {
			return noFile("决定表", path)
		}
		return nil
	}
	wb, err := p.openGrid(path, "决定表")
	if err != nil {
		return err
	}
	if len(wb.Sheets) == 0 {
		return fmt.Errorf("决定表 %s 里没有表格。请按 待决定.xlsx 的样子填写。", filepath.ToSlash(path))
	}
	p.Decisions, err = decision.Read(filepath.Base(path), wb)
	return err
}

// makePlan lets the decisions teach the roster their names, then works out who
// must report on what.
func (p *Project) makePlan() error {
	p.Decisions = duty.Meant(p.Decisions, p.Roster, p.later.Roster, p.TableSpec)
	if err := p.learn(p.Decisions); err != nil {
		return err
	}
	if err := p.readSources(); err != nil {
		return err
	}
	if err := p.verifyDecisions(); err != nil {
		return err
	}
	if p.filled != nil {
		if err := p.fillIn(); err != nil {
			return err
		}
	}
	p.Plan = duty.Make(p.Table, p.Roster, p.Decisions, p.TableSpec)
	p.Plan.Drop(p.changed.Dropped)
	if !p.onlyRollUps() { // then the roster holds the projects that report, and not the table's units
		p.Table.Findings = append(slices.Clone(p.Table.Findings), completed(p.Rules, p.Plan.Findings(p.Table))...)
	}
	finding.Sort(p.Table.Findings)
	return nil
}

// learn teaches the roster the names that were decided, and verifies what the
// decisions name.
func (p *Project) learn(set *decision.Set) error {
	for _, d := range set.Identities {
		if _, ok := p.Roster.Unit(d.Unit); !ok && d.Unit != "" {
			return p.unknownUnit(d.Unit, d.Basis)
		}
		p.Roster.Learn(d.Written, d.Unit)
	}
	for _, n := range set.Units() {
		if _, ok := p.Roster.Unit(n.Unit); !ok {
			return p.unknownUnit(n.Unit, decision.Basis{Source: n.Source})
		}
	}
	return duty.Verify(set, p.Table, p.yearsTables()...)
}

func (p *Project) unknownUnit(name string, b decision.Basis) error {
	near, r := "", p.Roster
	if c, collective := p.TableSpec.Collective(name); collective {
		for _, e := range c.Except {
			if r.Resolve(e).Unit == "" {
				return fmt.Errorf("%s 工作表“%s” %s：“%s”里的“%s”不在单位名录中。请改成名录中的单位名称。", b.Source.File, b.Source.Sheet, b.Source.Cell, name, e)
			}
		}
		return fmt.Errorf("%s 工作表“%s” %s：“%s”没有指明是哪些单位。请写出单位名称。", b.Source.File, b.Source.Sheet, b.Source.Cell, name)
	}
	if m := r.Resolve(name); m.Unit != "" {
		near = "，名录中相应的是“" + m.Unit + "”"
	} else if len(m.Candidates) > 0 {
		near = "，相近的有：" + strings.Join(m.Candidates, "、")
	}
	return fmt.Errorf("%s 工作表“%s” %s：单位“%s”不在单位名录中%s。请改成名录中的单位名称；名录里漏了的，请先在名录中补上。", b.Source.File, b.Source.Sheet, b.Source.Cell, name, near)
}
