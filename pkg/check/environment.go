package check

import (
	"slices"
	"unicode"

	"github.com/shopspring/decimal"

	"zwgk/pkg/form"
	"zwgk/pkg/value"
)

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// environment is what the conditions of the rules can name, for one row. With
// a nil form it has the types alone, for compiling.
func environment(spec *form.Spec, s *Settings, f *form.Form, e *form.Entry) map[string]any {
	env := map[string]any{
		"状态": "", "进度": 0.0, "有进度": false, "完成时间": "", "进展情况": "", "字数": 0, "有链接": false, "有佐证": false,
		"数据截止日": "", "时限": "",
		"存在问题": "", "下一步": "", "备注": "", "职责": "", "必报": false,
		"有栏": func(header string) bool { return false }, "填了": func(header string) bool { return false },
	}
	if f == nil {
		return env
	}
	env["状态"] = s.Rules.terms.Statuses[e.Status].Value
	if p, err := decimal.NewFromString(e.Progress.Percent); err == nil {
		env["进度"], env["有进度"] = p.InexactFloat64(), true
	}
	env["完成时间"], env["数据截止日"] = e.Date.ISO, s.Round.AsOf
	if row, ok := s.Table.Find(e.Item); ok {
		env["时限"] = lastDue(row.Item.Deadlines)
	}
	env["进展情况"], env["字数"] = e.Written[form.FieldProgressText], wordCount(e.Written[form.FieldProgressText])
	env["有链接"] = len(e.Links) > 0 || s.writtenLink(e) ||
		slices.ContainsFunc([]string{form.FieldProgressText, form.FieldRemark}, func(f string) bool { return len(form.LinksOf(e.Written[f])) > 0 })
	env["有佐证"] = s.writtenEvidence(e)
	env["存在问题"], env["下一步"], env["备注"] = e.Written[form.FieldProblems], e.Written[form.FieldNext], e.Written[form.FieldRemark]
	if a, ok := s.Plan.Find(e.Item, f.Unit); ok {
		env["职责"], env["必报"] = s.Rules.terms.Duties[a.Duty].Value, s.mustReport(a.Duty)
	}
	env["有栏"] = func(header string) bool {
		field, ok := spec.Field(header)
		return ok && f.Columns[field] != ""
	}
	env["填了"] = func(header string) bool {
		field, ok := spec.Field(header)
		return ok && !value.Blank(e.Written[field]) && !s.Rules.noLink[plain(e.Written[field])]
	}
	return env
}

// wordCount counts letters, digits and Chinese characters, not punctuation.
func wordCount(s string) int {
	n := 0
	for _, r := range s {
		if isWordRune(r) {
			n++
		}
	}
	return n
}

// writtenLink tells that something other than a word for "none" stands in the
// cell for links.
func (s *Settings) writtenLink(e *form.Entry) bool {
	text := e.Written[form.FieldLinks]
	return !value.Blank(text) && !s.Rules.noLink[plain(text)]
}

func (s *Settings) writtenEvidence(e *form.Entry) bool {
	text := e.Written[form.FieldEvidence]
	return !value.Blank(text) && !s.Rules.noLink[plain(text)]
}
