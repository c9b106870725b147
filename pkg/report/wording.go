package report

import (
	"slices"
	"strings"
	"text/template"

	"zwgk/pkg/policy"
)

// The files of the wording, below templates/.
const (
	layoutFile     = "report/report.yaml"
	commonFile     = "report/common.tmpl"
	assessmentFile = "report/assessment.tmpl"
	unitFile       = "report/unit.tmpl"
	yearFile       = "report/year.tmpl"
	yearUnitFile   = "report/year_unit.tmpl"
	rollUpFile     = "report/rollup.tmpl"
	noticeFile     = "notice/dispatch.tmpl"
	chaseFile      = "notice/chase.tmpl"
	returnFile     = "notice/return.tmpl"
	receiptFile    = "notice/receipt.tmpl"

	rollUpChaseFile = "notice/rollup.tmpl"

	reminderPart = "reminder" // what chaseFile defines: the text for one unit
)

// Files lists the template files that Parse needs, by their names in templates/.
func Files() []string {
	return []string{layoutFile, commonFile, assessmentFile, unitFile, yearFile, yearUnitFile, rollUpFile, noticeFile, chaseFile, returnFile, receiptFile, rollUpChaseFile}
}

// Wording is all that the documents say.
type Wording struct {
	layout    layout
	templates *template.Template
	files     map[string]policy.File // by the name of the template
}

// Parse reads the wording from its files, by their names as in Files. Every
// template is tried out, so that a name it does not know is found here and not
// in the middle of a run. Errors are *policy.Error.
func Parse(files map[string]policy.File) (*Wording, error) {
	w := &Wording{templates: template.New("").Funcs(stubs).Option("missingkey=error"), files: files}
	for _, name := range Files() {
		if _, ok := files[name]; !ok {
			return nil, policy.File{Name: name}.Errorf(policy.Pos{}, nil, "缺少这个模板文件")
		}
	}
	if err := w.layout.parse(files[layoutFile]); err != nil {
		return nil, err
	}
	for _, name := range Files()[1:] {
		f := files[name]
		if _, err := w.templates.New(name).Parse(marked(string(f.Data))); err != nil {
			return nil, w.explain(err)
		}
	}
	return w, w.try()
}

// marks are what a line of a template begins with: "# " to "### " a heading,
// "~ " a paragraph without indent, "---" a new page. They are turned into
// control characters, which no data can hold, so that data never makes a heading.
const (
	markHeading = '\x01'
	markFlush   = '\x02'
	markPage    = '\x03'
	markBlock   = '\x04' // a table or chart, by its number
)

// marked turns the marks at the beginnings of lines into control characters, one for one.
func marked(source string) string {
	source = strings.ReplaceAll(strings.TrimPrefix(source, "\ufeff"), "\r\n", "\n")
	lines := strings.Split(source, "\n")
	for i, line := range lines {
		switch {
		case strings.TrimSpace(line) == "---":
			lines[i] = string(markPage)
		case strings.HasPrefix(line, "~ "):
			lines[i] = string(markFlush) + line[1:]
		case strings.HasPrefix(line, "#"):
			rest := strings.TrimLeft(line, "#")
			lines[i] = strings.Repeat(string(markHeading), len(line)-len(rest)) + rest
		}
	}
	return strings.Join(lines, "\n")
}

// clean makes a text of a unit or the office fit for one line: no control
// characters and no line breaks.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' }), " ")
}

func cleanAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = clean(s)
	}
	return slices.Clip(out)
}
