package assess

import (
	"maps"
	"slices"
	"strconv"
	"strings"

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
	"evidence_all": {"counted"}, "evidence_some": {"counted", "with", "without", "items"}, "evidence_none": {"statuses"},
	"no_findings": {}, "base": {}, "deduct": {"problems", "per", "points", "deducted"},
	"capped": {"problems", "per", "points", "due", "deducted"}, "floor": {"max", "excess"}, "doubled": {},
	"step": {"share", "points"}, "count_step": {"problems", "points"},
	"on_time_all": {"counted"}, "on_time_some": {"counted", "with", "without", "items"},
	"items": {"counted", "sum"}, "items_less": {"items"}, "over": {"max", "excess"},
	"lights": {"counted", "lights"},
	"source": {"source", "points", "out_of"}, "no_source": {"source"}, "no_proof": {"source", "points"},
	"scale": {"of", "max"}, "closed": {}, "unmet": {}, "condition": {"condition"}, "condition_values": {"condition", "values"}, "weighted": {"of"}, "source_whole": {"source", "points"}, "absent": {}, "redistributed": {"indicators"},
	"round": {"round", "text"}, "average": {"count"}, "in_rounds": {"rounds"}, "carried": {"items"}, "veto": {"clause"}, "correction": {"times"}, "correction_capped": {"times", "max"},
}

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
		if err := p.Names(text, reasonNames[name]); err != nil {
			return nil, err
		}
		out[name] = text.Value
	}
	return out, nil
}

func (p parser) words(w words) error {
	for _, status := range append(slices.Clone(statusNames), string(form.NotApplicable), "missing") {
		if w.Status[status] == "" {
			return p.Errorf(policy.Pos{}, nil, "words.status 里缺少 “%s”", status)
		}
	}
	for _, kind := range EventKinds {
		if w.Event[kind] == "" {
			return p.Errorf(policy.Pos{}, nil, "words.event 里缺少 “%s”", kind)
		}
	}
	for _, light := range []string{LightDone, LightGreen, LightYellow, LightRed} {
		if w.Light[light] == "" {
			return p.Errorf(policy.Pos{}, nil, "words.light 里缺少 “%s”", light)
		}
	}
	for _, per := range append(slices.Clone(perNames), "event") {
		if w.Per[per] == "" {
			return p.Errorf(policy.Pos{}, nil, "words.per 里缺少 “%s”", per)
		}
	}
	if w.Count.Value == "" || w.Problem.Value == "" || w.Spread.Value == "" || w.Share.Value == "" || w.Unstated.Value == "" || w.Unproved.Value == "" || w.Points.Value == "" {
		return p.Errorf(policy.Pos{}, nil, "words 里缺少 count、problem、share、unstated、unproved、points 或 spread")
	}
	if err := p.Names(w.Count, []string{"word", "count"}); err != nil {
		return err
	}
	for _, text := range []policy.Text{w.Share, w.Unstated} {
		if err := p.Names(text, []string{"item", "share"}); err != nil {
			return err
		}
	}
	if err := p.Names(w.Points, []string{"item", "points", "max"}); err != nil {
		return err
	}
	return p.Names(w.Problem, []string{"title", "count", "unit"})
}

// reason is a sentence of the scheme with its names filled in, in pairs.
func (s *Scheme) reason(name string, pairs ...string) string {
	return policy.Fill(s.reasons[name], pairs...)
}

func itoa(n int) string { return strconv.Itoa(n) }

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
