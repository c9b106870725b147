package check

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/policy"
)

// ParseOverride reads the built-in rule file with the office's own over it. The
// office's says only what differs: thresholds and lists at the top, and rules by
// their code, of which the keys count that are written. Codes Z01 to Z99 are
// rules of its own. Errors are *policy.Error with a place in the file that is wrong.
func ParseOverride(builtin, own policy.File, spec *form.Spec) (*Rules, error) {
	var in ruleFile
	if err := builtin.Decode(&in); err != nil {
		return nil, err
	}
	base, err := in.compile(builtin, spec)
	if err != nil {
		return nil, err
	}
	out, err := in.over(own, spec)
	if err != nil {
		return nil, placed(own, err)
	}
	out.data = describedBy(base.data, out.data)
	return out, nil
}

// placed gives an error without a place that of the file's beginning.
func placed(f policy.File, err error) error {
	var slip *policy.Error
	if errors.As(err, &slip) && slip.Pos.Line == 0 {
		return f.Errorf(policy.Pos{Line: 1, Col: 1}, slip.Allowed, "%s", slip.Problem)
	}
	return err
}

func (in ruleFile) over(own policy.File, spec *form.Spec) (*Rules, error) {
	rules, sources, terms := in.Rules, in.Words.SourceTexts, in.Conditions
	in.Rules, in.Groups = nil, slices.Clone(in.Groups)
	if err := own.Over(&in); err != nil {
		return nil, err
	}
	if err := terms.kept(own, in.Conditions); err != nil {
		return nil, err
	}
	in.Conditions = terms
	in.Words.SourceTexts = bothOf(sources, in.Words.SourceTexts) // the decoder takes a map as a whole
	merged, changed, err := merge(own, rules, in.Rules)
	if err != nil {
		return nil, err
	}
	in.Rules = merged
	out, err := in.compile(own, spec)
	if err == nil {
		out.changed = changed
	}
	return out, err
}

var ownCode = regexp.MustCompile(`^Z(0[1-9]|[1-9][0-9])$`)

// merge puts the changes into the rules. It gives the keys that each code changes.
func merge(f policy.File, rules, changes []rule) ([]rule, map[string][]string, error) {
	out := slices.Clone(rules)
	changed := map[string][]string{}
	places := f.Places("rules")
	for i, c := range changes {
		code := c.Code.Value
		if code == "" {
			var pos policy.Pos
			if i < len(places) {
				pos = places[i]
			}
			return nil, nil, f.Errorf(pos, nil, "这一条没有写代码（code）")
		}
		if _, twice := changed[code]; twice {
			return nil, nil, f.Errorf(c.Code.Pos, nil, "代码 “%s” 写了两次", code)
		}
		if at := slices.IndexFunc(rules, func(r rule) bool { return r.Code.Value == code }); at >= 0 {
			if err := out[at].mayBecome(f, c); err != nil {
				return nil, nil, err
			}
			out[at], changed[code] = out[at].with(c)
			continue
		}
		if !ownCode.MatchString(code) {
			return nil, nil, f.Errorf(c.Code.Pos, nil, "没有代码 “%s”。改已有的规则，运行 zwgk explain 看全部代码；自己加的规则用 Z01 到 Z99，其他字母留给程序以后使用", code)
		}
		if err := c.complete(f); err != nil {
			return nil, nil, err
		}
		out, changed[code] = append(out, c), []string{}
	}
	return out, changed, nil
}

// complete verifies that a rule of the office's own has everything it needs.
func (r *rule) complete(f policy.File) error {
	code := r.Code.Value
	if r.Check.Value != "" {
		return f.Errorf(r.Check.Pos, nil, "自己加的规则 %s 不能用 check，请用 when 写条件", code)
	}
	if r.Stage.Value == "" {
		r.Stage = policy.Text{Value: "row", Pos: r.Code.Pos}
	}
	if r.Stage.Value != "row" {
		return f.Errorf(r.Stage.Pos, []string{"row"}, "自己加的规则 %s 的 stage 写的是 “%s”：条件是一行一次检查的", code, r.Stage)
	}
	for _, k := range []struct{ key, text string }{
		{"title", r.Title}, {"severity", r.Severity.Value}, {"when", r.When.Value}, {"field", r.Field.Value}, {"message", r.Message.Value}, {"hint", r.Hint.Value},
	} {
		if k.text == "" {
			return f.Errorf(r.Code.Pos, nil, "自己加的规则 %s 没有写 %s", code, k.key)
		}
	}
	return nil
}

// needed are checks whose findings say why a file, a sheet, a row or a cell does
// not count: without them it would be left out without a word.
var needed = []string{"corrupt", "encrypted", "unsupported", "too_large", "empty", "no_form", "linked", "picture_only", "formula_unstored",
	"unit_unknown", "unit_ambiguous", "unit_without_duty", "round_differs", "item_unknown", "item_foreign", "item_ambiguous", "error_value", "rollup_other"}

// Loses tells that what a finding is about is not in the ledger: no waiver makes that good.
func (r *Result) Loses(f finding.Finding) bool {
	rules := r.settings.Rules.rules
	i := slices.IndexFunc(rules, func(k rule) bool { return k.Code.Value == f.Code })
	return i >= 0 && rules[i].loses()
}

func (r *rule) loses() bool {
	return slices.Contains(needed, r.Check.Value) && r.Check.Value != "formula_unstored" && r.Check.Value != "error_value"
}

// mayBecome verifies that a change leaves the meaning of a code as it is.
func (r *rule) mayBecome(f policy.File, c rule) error {
	code := r.Code.Value
	const own = "代码的含义不能改；要另立规则，请用 Z01 到 Z99"
	switch {
	case c.Check.Value != "" && c.Check.Value != r.Check.Value:
		return f.Errorf(c.Check.Pos, nil, "规则 %s 的 check 不能改成 “%s”：%s", code, c.Check, own)
	case c.When.Value != "" && r.Check.Value != "":
		return f.Errorf(c.When.Pos, nil, "规则 %s 由程序检查，不能改写成条件：%s", code, own)
	case c.Stage.Value != "" && c.Stage.Value != r.Stage.Value:
		return f.Errorf(c.Stage.Pos, nil, "规则 %s 的 stage 不能改成 “%s”：%s", code, c.Stage, own)
	case c.Field.Value != "" && c.Field.Value != r.Field.Value && r.Check.Value != "":
		return f.Errorf(c.Field.Pos, nil, "规则 %s 指向哪一栏由程序定，field 不能改", code)
	case c.Off && slices.Contains(needed, r.Check.Value):
		return f.Errorf(c.Code.Pos, nil, "规则 %s（%s）不能停用：这样的内容并不进台账，总要说明原因。可以改 severity、message 和 hint", code, r.Title)
	}
	return nil
}

// with gives the rule with the keys that the change writes, and their names. A new
// example, in words or as a row, takes the place of the old one.
func (r rule) with(c rule) (rule, []string) {
	keys := []string{}
	set := func(key string, written bool, take func()) {
		if written {
			keys = append(keys, key)
			take()
		}
	}
	r.Code = c.Code
	set("title", c.Title != "", func() { r.Title = c.Title })
	set("severity", c.Severity.Value != "", func() { r.Severity = c.Severity })
	set("off", c.Off, func() { r.Off = true })
	set("reason", c.Reason != "", func() { r.Reason = c.Reason })
	set("when", c.When.Value != "", func() { r.When = c.When })
	set("field", c.Field.Value != "", func() { r.Field = c.Field })
	set("message", c.Message.Value != "", func() { r.Message = c.Message })
	set("hint", c.Hint.Value != "", func() { r.Hint = c.Hint })
	set("office", c.Office.Value != "", func() { r.Office = c.Office })
	set("hints", len(c.Hints) > 0, func() { r.Hints = bothOf(r.Hints, c.Hints) })
	set("source", c.Source != "", func() { r.Source = c.Source })
	set("bad", c.Bad != "" || c.BadRow != nil, func() { r.Bad, r.BadRow = c.Bad, c.BadRow })
	set("good", c.Good != "" || c.GoodRow != nil, func() { r.Good, r.GoodRow = c.Good, c.GoodRow })
	return r, keys
}

func bothOf(a, b map[string]policy.Text) map[string]policy.Text {
	out := map[string]policy.Text{}
	maps.Copy(out, a)
	maps.Copy(out, b)
	return out
}

func valuesOf[K comparable](m map[K]policy.Text) map[K]string {
	out := map[K]string{}
	for k, v := range m {
		out[k] = v.Value
	}
	return out
}

// IsOwn tells a code of an office's own from the built-in ones.
func IsOwn(code string) bool { return strings.HasPrefix(code, "Z") }
