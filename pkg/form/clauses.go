package form

import (
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// A month or a day, and the words that may stand behind it: 6月底, 2019年5月20日前.
const aDay = `(?:\d{4}年|今年|本年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|末|初|上旬|中旬|下旬|\d{1,2}[日号]?)?(?:之前|以前|前|内)?`

var (
	doneBy   = regexp.MustCompile(`^(?:已|已经)(?:于|在)?` + aDay + `(\p{Han}+)$`) // 已于6月底完成
	doneThen = regexp.MustCompile(`^` + aDay + `(?:就)?(已\p{Han}+)$`)          // 6月底已完成
	doneSoon = regexp.MustCompile(`^(?:` + aDay + `|(?:今年|本年)?(?:年|本月|月|下月|第?[三四]季度|下半年)(?:底|末|初)?(?:之前|以前|前|内)?)(?:可|能|将)?(\p{Han}+)$`)
)

// dated is what is said to have been done by a day, UnknownStatus of other texts. What is to be
// done by a day is not done: the words must say that it is.
func (st *statusWords) dated(text string) Status {
	for _, r := range []*regexp.Regexp{doneBy, doneThen} {
		if m := r.FindStringSubmatch(text); m != nil && st.exact[m[1]] == Done {
			return Done
		}
	}
	return UnknownStatus
}

// keptUp tells of what is done and goes on as a matter of course: 已完成，长期坚持. What is merely under
// way besides (已完成，正在推进) contradicts it.
func (st *statusWords) keptUp(text string) bool {
	for _, w := range st.kept {
		before, ok := strings.CutSuffix(text, w)
		if !ok || w == "" {
			continue
		}
		before = strings.TrimRight(strings.TrimSuffix(before, "并"), ",;")
		if st.exact[before] == Done || st.exact[st.bare(before)] == Done || len([]rune(before)) <= maxStatus && st.contained(before) == Done {
			return true
		}
	}
	return false
}

// isPlan tells that a clause says what is to come: 预计9月底完成, 年底前完成.
func (st *statusWords) isPlan(clause string) bool {
	if strings.ContainsAny(clause, "已了未不无%") {
		return false
	}
	if m := doneSoon.FindStringSubmatch(clause); m != nil && st.exact[m[1]] == Done {
		return true
	}
	return slices.ContainsFunc(st.plans, func(w string) bool { return w != "" && strings.HasPrefix(clause, w) && clause != w })
}

// shareIn is the share that a clause is, with its sign: 已完成60%, 八成.
func shareIn(clause string) (value.Percent, bool) {
	p := value.ParsePercent(clause)
	return p, p.Kind == "words" || p.Kind == "percent" && strings.ContainsAny(clause, "%％百")
}

// clauses divides a folded text at its commas; without one, behind a word for what is under way
// that a share follows: 正在推进已完成60%.
func (st *statusWords) clauses(text string) []string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	if len(parts) != 1 {
		return parts
	}
	for _, p := range st.phrases {
		rest, ok := strings.CutPrefix(text, p.folded)
		if _, share := shareIn(rest); ok && share && p.status == Ongoing {
			return []string{p.folded, rest}
		}
	}
	return parts
}

// maxClauses is the length beyond which a text of several clauses is a report.
const maxClauses = 30

// together understands a status of several clauses, each of which is understood, and which agree:
// 推进中，预计9月底完成; 已完成60%，正在推进. A share below all and a plan agree with what is under
// way, a plan with what has not begun. settled is false when the clauses are not all understood.
func (st *statusWords) together(text string) (found Status, settled bool) {
	clauses := st.clauses(text)
	if len(clauses) < 2 || len([]rune(text)) > maxClauses {
		return UnknownStatus, false
	}
	var said []Status
	planned := false
	for _, c := range clauses {
		switch status := st.clause(c); status {
		case UnknownStatus:
			return UnknownStatus, false
		case "":
			planned = true
		default:
			said = append(said, status)
		}
	}
	if said = slices.Compact(said); len(said) != 1 || planned && said[0] == Done {
		return UnknownStatus, true
	}
	return said[0], true
}

// clause is what one clause says, "" of a plan.
func (st *statusWords) clause(c string) Status {
	if status, ok := st.exact[c]; ok {
		return status
	}
	if p, ok := shareIn(c); ok {
		return ofShare(p)
	}
	if st.isPlan(c) {
		return ""
	}
	if status, ok := st.exact[st.bare(c)]; ok {
		return status
	}
	if len([]rune(c)) > maxStatus {
		return UnknownStatus
	}
	return st.contained(c)
}
