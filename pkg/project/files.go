package project

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/check"
	"zwgk/pkg/policy"
	"zwgk/pkg/report"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/typeset"
	"zwgk/pkg/workbook"
	"zwgk/templates"
)

// Version is the tool's version, as manifests name it.
const Version = "0.1.0"

// ReadTable reads an official table by itself, with the roster's names when
// there is a roster.
func ReadTable(path string, o Options) (*tasktable.Table, *tasktable.Spec, error) {
	p := &Project{options: o}
	if err := p.readTemplates(); err != nil {
		return nil, nil, asUsage(err)
	}
	if !exists(path) {
		return nil, nil, usage("没有文件 %s。请核对路径。", filepath.ToSlash(path))
	}
	var known []string
	if roster, _ := p.officeFile(o.Roster, "", "roster.xlsx"); exists(roster) {
		p.options.Roster = roster
		if err := p.readRoster(); err != nil {
			return nil, nil, asUsage(err)
		}
		known = p.Roster.Names()
	}
	wb, err := p.openGrid(path, "任务分解表")
	if err != nil {
		return nil, nil, &noTableError{err}
	}
	p.Table, err = tasktable.Read(filepath.Base(path), wb, p.TableSpec, known)
	if err != nil {
		return nil, nil, &noTableError{err}
	}
	p.Table.Findings = completed(p.Rules, p.Table.Findings)
	return p.Table, p.TableSpec, nil
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

// ReadRules reads the rules, with the project's override.
func ReadRules(o Options) (*check.Rules, error) {
	p := &Project{options: o}
	if err := p.readTemplates(); err != nil {
		return nil, asUsage(err)
	}
	return p.Rules, nil
}

// WriteFile writes one file whole or not at all.
func WriteFile(path string, write func(io.Writer) error) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, tempPrefix+"*.tmp")
	if err != nil {
		return &WriteError{path, err}
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return fmt.Errorf("写 %s：%w", filepath.ToSlash(path), err)
	}
	if err := f.Close(); err != nil {
		return &WriteError{path, err}
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return &WriteError{path, err}
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return &WriteError{path, err}
	}
	return nil
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
			path := filepath.Join(p.options.Dir, filepath.FromSlash(f.file))
			if filepath.IsAbs(f.file) {
				path = f.file
			}
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
