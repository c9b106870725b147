package assess

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// reasonNames are the sentences of a scheme and the names in braces that each may use.
var reasonNames = map[string][]string{
	"not_reported": {}, "nothing": {}, "excused": {"count", "items"},
	"on_time": {"received", "due"}, "no_date": {}, "no_due": {}, "late": {"received", "due", "days", "points"},
	"complete": {"counted"}, "incomplete": {"counted", "reported", "missing", "items"},
	"completion": {"counted", "statuses", "share"}, "not_full": {"items"}, "not_applicable": {"count", "items"},
	"evidence_all": {"counted"}, "evidence_some": {"counted", "with", "without", "items"}, "evidence_none": {},
	"no_findings": {}, "base": {}, "deduct": {"problems", "per", "points", "deducted"},
	"capped": {"problems", "per", "points", "due", "deducted"}, "floor": {"max", "excess"},
}

var braces = regexp.MustCompile(`\{([^{}]*)\}`)

func (p parser) reasons(in map[string]policy.Text) (map[string]string, error) {
	known := slices.Sorted(maps.Keys(reasonNames))
	out := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if _, ok := reasonNames[name]; !ok {
			return nil, p.Errorf(in[name].Pos, known, "reasons 里没有 “%s” 这一句", name)
		}
	}
	for _, name := range known {
		text, ok := in[name]
		if !ok || text.Value == "" {
			return nil, p.Errorf(text.Pos, nil, "reasons 里缺少 “%s” 这一句", name)
		}
		if err := p.names(text, reasonNames[name]); err != nil {
			return nil, err
		}
		out[name] = text.Value
	}
	return out, nil
}

// names tells a name in braces that the text cannot use.
func (p parser) names(t policy.Text, allowed []string) error {
	for _, m := range braces.FindAllStringSubmatch(t.Value, -1) {
		if !slices.Contains(allowed, m[1]) {
			return p.Errorf(t.Pos, allowed, "这一句里不能用 “{%s}”", m[1])
		}
	}
	return nil
}

func (p parser) words(w words) error {
	for _, status := range append(slices.Clone(statusNames), string(form.NotApplicable), "missing") {
		if w.Status[status] == "" {
			return p.Errorf(policy.Pos{}, nil, "words.status 里缺少 “%s”", status)
		}
	}
	for _, per := range perNames {
		if w.Per[per] == "" {
			return p.Errorf(policy.Pos{}, nil, "words.per 里缺少 “%s”", per)
		}
	}
	if w.Count.Value == "" || w.Problem.Value == "" {
		return p.Errorf(policy.Pos{}, nil, "words 里缺少 count 或 problem")
	}
	if err := p.names(w.Count, []string{"word", "count"}); err != nil {
		return err
	}
	return p.names(w.Problem, []string{"title", "count", "unit"})
}

// reason is a sentence of the scheme with its names filled in, in pairs.
func (s *Scheme) reason(name string, pairs ...string) string { return fill(s.reasons[name], pairs...) }

func fill(text string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// itemTexts lists items for people: 2（1）、3.
func itemTexts(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, finding.ItemText(id))
	}
	return strings.Join(out, "、")
}

func itoa(n int) string { return strconv.Itoa(n) }

// printed gives an ISO date as 2019年7月5日; what is no date stays.
func printed(iso string) string {
	d, ok := value.ParseDate(iso, 0)
	if !ok {
		return iso
	}
	text := itoa(d.Year) + "年" + itoa(d.Month) + "月"
	if d.Day > 0 {
		text += itoa(d.Day) + "日"
	}
	return text
}

func noEvidence(list []string) map[string]bool {
	out := map[string]bool{"": true}
	for _, w := range list {
		out[value.Fold(w)] = true
	}
	return out
}

// Evident tells that a text in the evidence column names some evidence.
func (s *Scheme) Evident(text string) bool {
	return !value.Blank(text) && !s.noEvidence[strings.Trim(value.Fold(text), "。.;；,，")]
}
