package project

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/check"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/policy"
	"zwgk/pkg/report"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/typeset"
	"zwgk/pkg/workbook"
	"zwgk/templates"
)

// Version is the tool's version, as manifests name it.
const Version = "0.1.0"

// ReadTable reads an official table by itself. When there is a roster, it is read with
// the roster's names, and its findings tell of units that the roster lacks and that
// the decisions, if there are any, say nothing of.
func ReadTable(path string, o Options) (*tasktable.Table, *tasktable.Spec, error) {
	if !isFile(path) {
		return nil, nil, asUsage(noFile("任务分解表", path))
	}
	p := &Project{options: o}
	var known []string
	for _, step := range []func() error{p.ownSettings, p.readTemplates, p.readRosterIfAny} {
		if err := step(); err != nil {
			return nil, nil, asUsage(err)
		}
	}
	if p.Roster != nil {
		known = p.Roster.Names()
	}
	wb, err := p.openTable(path)
	if err != nil {
		return nil, nil, &noTableError{err}
	}
	p.Table, err = tasktable.Read(filepath.Base(path), wb, p.TableSpec, tasktable.Known{Units: known, Year: p.Settings.Year})
	if err != nil {
		return nil, nil, &noTableError{err}
	}
	if p.Roster != nil {
		if err := p.findUnknown(); err != nil {
			return nil, nil, asUsage(err)
		}
	}
	p.Table.Findings = completed(p.Rules, p.Table.Findings)
	return p.Table, p.TableSpec, nil
}

// findUnknown adds the units that the roster lacks to the table's findings.
func (p *Project) findUnknown() error {
	if err := p.readDecisions(); err != nil {
		return err
	}
	for _, d := range p.Decisions.Identities {
		p.Roster.Learn(d.Written, d.Unit)
	}
	if p.onlyRollUps() {
		return nil
	}
	plan := duty.Make(p.Table, p.Roster, p.Decisions, p.TableSpec)
	p.Table.Findings = append(p.Table.Findings, plan.Findings(p.Table)...)
	finding.Sort(p.Table.Findings)
	return nil
}

// ownSettings reads the settings of the folder if it has any.
func (p *Project) ownSettings() (err error) {
	p.Settings, _, err = readSettings(p.options.Dir)
	return err
}

func (p *Project) readRosterIfAny() error {
	if p.options.Roster != "" || exists(p.rosterPath()) {
		return p.readRoster()
	}
	return nil
}

// noTableError: the file came and holds no table that can be read.
type noTableError struct{ err error }

func (e *noTableError) Error() string { return e.err.Error() }
func (e *noTableError) Unwrap() error { return e.err }

// IsNoTable tells that a file was read in vain: what came in is wrong, not how
// the command was called.
func IsNoTable(err error) bool {
	var n *noTableError
	return errors.As(err, &n)
}

// Look reads a file as the reader sees it, or one in an archive or mail, named
// as in the lists: "a.zip › b.xls". Of a whole archive or mail it gives the paths
// of what is in it, and a workbook with an error that says what is wrong with
// the whole; without a message when nothing is.
func Look(path string) (wb *grid.Workbook, members []string, err error) {
	outer, inner, isMember := strings.Cut(path, intake.Sep)
	if isFile(path) { // a file may bear such a name
		outer, isMember = path, false
	}
	if !isFile(outer) {
		return nil, nil, asUsage(noFile("文件", outer))
	}
	files, err := intake.OpenAll([]string{outer}, intake.Limits{})
	if err != nil {
		return nil, nil, fmt.Errorf("读不出 %s（%s）", filepath.ToSlash(outer), reason(err))
	}
	wanted := intake.Shown(filepath.Base(outer))
	if isMember {
		wanted += intake.Sep + inner
	}
	for i := range files {
		if files[i].Path == wanted && (files[i].Problem() == nil || len(files) == 1 || isMember) {
			return look(&files[i]), nil, nil
		}
	}
	if isMember {
		return nil, nil, usage("%s 里没有 %s。运行 zwgk cells %s 看里面有什么。", filepath.ToSlash(outer), inner, filepath.ToSlash(outer))
	}
	slices.SortStableFunc(files, func(a, b intake.File) int { return cmp.Compare(a.Junk, b.Junk) }) // what is no return comes last
	wb = &grid.Workbook{Format: "archive", Err: &grid.Error{Kind: grid.Unsupported}}
	for _, f := range files {
		if f.Path != wanted {
			members = append(members, f.Path)
			continue
		}
		wb.Err = unreadable(f.Problem()) // the archive as a whole is damaged
	}
	return wb, members, nil
}

// Members says in a sentence what an archive or mail holds, and what to do.
func Members(members []string) string {
	return fmt.Sprintf("这是压缩包或邮件，里面有 %d 个文件：%s。请用 zwgk check 检查全部，或在 zwgk cells 后写明其中一个。", len(members), strings.Join(members, "、"))
}

// ShownPath is a path for messages: with /, in one line, without what is not seen.
func ShownPath(path string) string { return intake.Shown(filepath.ToSlash(path)) }

func look(f *intake.File) *grid.Workbook {
	data, err := f.Bytes()
	if err != nil {
		return &grid.Workbook{Err: unreadable(err)}
	}
	return grid.Read(intake.Base(f.Path), data, grid.Limits{})
}

// ReadRules reads the rules, with the project's override.
func ReadRules(o Options) (*check.Rules, error) {
	p := &Project{options: o}
	if err := p.readTemplates(); err != nil {
		return nil, asUsage(err)
	}
	return p.Rules, nil
}

func (p *Project) readWording() error {
	files := map[string]policy.File{}
	for _, name := range report.Files() {
		f, err := p.template(name, "")
		if err != nil {
			return err
		}
		files[name] = f
	}
	var err error
	if p.Wording, err = report.Parse(files); err != nil {
		return err
	}
	layout, err := p.template("workbook.yaml", "")
	if err != nil {
		return err
	}
	p.Layout, err = workbook.ParseLayout(layout)
	return err
}

// The embedded faces by their role.
var embeddedFonts = map[string]string{"fangsong": "fonts/kai.ttf", "song": "fonts/song.ttf", "hei": "fonts/hei.ttf", "kai": "fonts/kai.ttf",
	"title": "fonts/title.ttf", "rare": "fonts/rare.ttf"}

// fonts gives the faces: the files that the settings name, else the embedded ones.
func (p *Project) fonts() (typeset.Fonts, error) {
	var out typeset.Fonts
	own := p.Settings.Fonts
	for _, f := range []struct {
		role, file string
		into       *[]byte
	}{{"fangsong", own.Fangsong, &out.Body}, {"song", own.Song, &out.Song}, {"hei", own.Hei, &out.Hei}, {"kai", own.Kai, &out.Kai},
		{"title", own.Title, &out.Title}, {"rare", "", &out.Rare}} {
		var err error
		if f.file == "" {
			*f.into, err = templates.FS.ReadFile(embeddedFonts[f.role])
		} else {
			path := p.inFolder(f.file)
			*f.into, err = os.ReadFile(path)
			p.noteInput(path)
		}
		if err != nil {
			return out, usage("读不出字体 %s（%s）。请核对 project.yaml 中 fonts 的写法。", f.file, reason(err))
		}
	}
	return out, nil
}

// fileName makes a name fit for a file on every system.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 80 {
		s = string(r[:80])
	}
	return strings.TrimRight(strings.TrimSpace(s), ".")
}

// uniquePath numbers a path that the box already has.
func uniquePath(box *outbox, base, ext string) string {
	path := base + ext
	for n := 2; slices.ContainsFunc(box.files, func(f outFile) bool { return f.Path == path }); n++ {
		path = base + strconv.Itoa(n) + ext
	}
	return path
}

func sortedRunes(set map[rune]bool) []rune {
	var out []rune
	for r := range set {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

func candidatesText(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return "，相近的有：" + strings.Join(list, "、")
}

func (s Settings) yearText() string {
	if s.Year == 0 {
		return ""
	}
	return strconv.Itoa(s.Year) + "年"
}
