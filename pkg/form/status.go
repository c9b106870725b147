package form

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// statusWords tells what a status word means.
type statusWords struct {
	choices []string // the first word of each family
	exact   map[string]Status
	phrases []phrase // longest first
	unsure  []string
	undone  []string // that leave a doubt of what is said to be done
	plans   []string // that begin what is still to come
	kept    []string // behind what is done: it is kept up
}

type phrase struct {
	folded string
	status Status
}

func (s *Spec) parseStatuses(f policy.File) error {
	st := statusWords{exact: map[string]Status{}}
	for _, family := range []struct {
		status Status
		name   string
		words  []policy.Text
	}{
		{Done, "done", s.words.Status.Done}, {Ongoing, "ongoing", s.words.Status.Ongoing}, {NotStarted, "not_started", s.words.Status.NotStarted},
		{NotApplicable, "not_applicable", s.words.Status.NotApplicable}, {UnknownStatus, "", s.words.Status.Unknown},
	} {
		if len(family.words) == 0 && family.name != "" {
			return f.Errorf(policy.Pos{}, nil, "status 里缺少 “%s”", family.name)
		}
		for i, w := range family.words {
			if err := st.add(f, w, family.status); err != nil {
				return err
			}
			if i == 0 && family.name != "" {
				st.choices = append(st.choices, w.Value)
			}
		}
	}
	for _, family := range []struct {
		status Status
		words  []policy.Text
	}{{Done, s.words.Alone.Done}, {Ongoing, s.words.Alone.Ongoing}, {NotStarted, s.words.Alone.NotStarted}, {NotApplicable, s.words.Alone.NotApplicable}, {UnknownStatus, s.words.Alone.Unknown}} {
		for _, w := range family.words {
			if err := st.know(f, w, family.status); err != nil {
				return err
			}
		}
	}
	if list := strings.Join(st.choices, ","); strings.Count(list, ",") != len(st.choices)-1 || len([]rune(list)) > 255 {
		return f.Errorf(s.words.Status.Done[0].Pos, nil, "完成情况各种的第一个词用于下拉列表，不能含半角逗号，加起来不超过 255 字")
	}
	slices.SortStableFunc(st.phrases, func(a, b phrase) int { return len(b.folded) - len(a.folded) })
	for _, w := range s.words.Unsure {
		st.unsure = append(st.unsure, value.Fold(w))
	}
	for _, w := range s.words.Plans {
		st.plans = append(st.plans, value.Fold(w))
	}
	for _, w := range s.words.KeptUp {
		st.kept = append(st.kept, value.Fold(w))
	}
	for _, w := range s.words.UnsureDone {
		st.undone = append(st.undone, value.Fold(w))
	}
	s.statuses = st
	return nil
}

// know takes in a word that counts where it stands alone.
func (st *statusWords) know(f policy.File, w policy.Text, status Status) error {
	folded := value.Fold(w.Value)
	if before, ok := st.exact[folded]; ok && before != status {
		return f.Errorf(w.Pos, nil, "“%s” 归在了两种完成情况下", w)
	}
	if folded == "" {
		return f.Errorf(w.Pos, nil, "这里是空的")
	}
	st.exact[folded] = status
	return nil
}

// add takes in a word that counts inside longer texts, too.
func (st *statusWords) add(f policy.File, w policy.Text, status Status) error {
	if err := st.know(f, w, status); err != nil {
		return err
	}
	folded := value.Fold(w.Value)
	// A single character is too little to be looked for inside other words.
	if status != UnknownStatus && len([]rune(folded)) > 1 {
		st.phrases = append(st.phrases, phrase{folded, status})
	}
	return nil
}

const closing = ".,;:!?．，、；：。！？~～…"

// StatusOf understands a status as written: a known word, or a few words that
// hold phrases of one family only. Whatever leaves a doubt is UnknownStatus;
// the empty text gives "".
func (s *Spec) StatusOf(written string) Status {
	if value.Blank(written) {
		return ""
	}
	folded := value.Fold(written)
	text := strings.Trim(folded, closing)
	if strings.Contains(folded, "?") {
		return UnknownStatus // the unit asks itself
	}
	for _, form := range []string{text, s.statuses.chosen(written), s.statuses.bare(text)} {
		if status, ok := s.statuses.exact[form]; ok && form != "" {
			return status
		}
	}
	if status := s.statuses.withShare(text); status != UnknownStatus {
		return status
	}
	if status := s.statuses.dated(text); status != UnknownStatus {
		return status
	}
	if s.statuses.keptUp(text) {
		return Done
	}
	if status, settled := s.statuses.together(text); settled {
		return status
	}
	if len([]rune(text)) > maxStatus {
		return UnknownStatus
	}
	return s.statuses.contained(text)
}

// behind is a share behind a status: 正在推进60%, 已完成，85%.
var behind = regexp.MustCompile(`^(\p{Han}+)([,;:]?)(\d{1,3}(?:\.\d+)?%)$`)

// withShare is a status that is told by a share: 85%, 已完成85% and 完成八成 are under way, 100% is
// done. A share set apart from the word is a second statement beside it: 已完成，85%.
func (st *statusWords) withShare(text string) Status {
	if p := value.ParsePercent(text); p.Kind == "words" || p.Kind == "percent" && strings.ContainsAny(text, "%百") {
		return ofShare(p)
	}
	m := behind.FindStringSubmatch(text)
	if m == nil {
		return UnknownStatus
	}
	status := st.exact[m[1]]
	if status == "" || status == Done && m[2] == "" {
		return UnknownStatus
	}
	return status
}

// ofShare is what a share alone tells: none of it may be not begun or just begun.
func ofShare(p value.Percent) Status {
	switch all := decimal.NewFromInt(100); {
	case p.Value.Equal(all):
		return Done
	case p.Value.Sign() > 0 && p.Value.LessThan(all):
		return Ongoing
	}
	return UnknownStatus
}

var (
	boxTicked = regexp.MustCompile(`[☑☒√✓✔■●][\s　]*(\p{Han}+)`)
	boxEmpty  = regexp.MustCompile(`[□☐○][\s　]*\p{Han}`)
	noted     = regexp.MustCompile(`^(?:\d{1,2}[.,)])?(\p{Han}+)(?:\(([^()]*)\))?$`)
)

// chosen is the one word that is ticked in a list of words with boxes, "" in other texts:
// ☑已完成 □正在推进 □未启动.
func (st *statusWords) chosen(written string) string {
	ticked := boxTicked.FindAllStringSubmatch(written, -1)
	if len(ticked) != 1 || !boxEmpty.MatchString(written) {
		return ""
	}
	return value.Fold(ticked[0][1])
}

// bare takes a number before a status and a note behind it away: 1.已完成, 已完成（5月20日）. A note
// with a doubt in it stays, as does one that says of what is done that it is a part: 已完成（上半年）.
func (st *statusWords) bare(text string) string {
	m := noted.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	if p, ok := shareIn(m[2]); ok && st.exact[m[1]] == Ongoing && ofShare(p) == Ongoing {
		return m[1] // 正在推进（完成约60%）
	}
	if slices.ContainsFunc(st.unsure, func(w string) bool { return w != "%" && strings.Contains(m[2], w) }) {
		return ""
	}
	day := m[2] != "" && m[2][0] >= '0' && m[2][0] <= '9'
	if st.exact[m[1]] == Done && !day && slices.ContainsFunc(st.undone, func(w string) bool { return strings.Contains(m[2], w) }) {
		return ""
	}
	return m[1]
}

// maxStatus is the length beyond which a text is a report rather than a status.
const maxStatus = 15

// contained removes the known phrases from the text, longest first, and looks
// at what they mean together and at what is left.
func (st *statusWords) contained(text string) Status {
	found, whole := Status(""), text
	for _, p := range st.phrases {
		if !strings.Contains(text, p.folded) {
			continue
		}
		if found != "" && found != p.status {
			return UnknownStatus
		}
		found = p.status
		text = strings.ReplaceAll(text, p.folded, "|")
	}
	if found == "" || strings.ContainsAny(text, "0123456789") {
		return UnknownStatus
	}
	if slices.ContainsFunc(st.unsure, func(w string) bool { return strings.Contains(text, w) }) {
		return UnknownStatus
	}
	if found == Done && slices.ContainsFunc(st.undone, func(w string) bool { return strings.Contains(whole, w) }) {
		return UnknownStatus
	}
	return found
}
