package roster

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// index verifies that no name stands for two units, and prepares the lookup.
func (r *Roster) index() error {
	r.exact, r.folded = map[string]int{}, map[string][]int{}
	r.county = commonPrefix(r.Units)
	for i, u := range r.Units {
		for _, name := range slices.Concat([]string{u.Name, u.Full}, u.Aliases) {
			if name == "" {
				continue
			}
			if j, taken := r.exact[name]; taken && j != i {
				return doubled(name, r.Units[j], u)
			}
			r.exact[name] = i
		}
	}
	for i, u := range r.Units {
		for _, name := range slices.Concat([]string{u.Name, u.Full}, u.Aliases) {
			for _, f := range r.foldings(name) {
				if !slices.Contains(r.folded[f], i) {
					r.folded[f] = append(r.folded[f], i)
				}
			}
		}
	}
	return nil
}

func doubled(name string, a, b Unit) error {
	if a.Name == b.Name {
		return fmt.Errorf("单位名录 %s 工作表“%s”：“%s”写了两次（%s 和 %s）。请只保留一行。", b.Source.File, b.Source.Sheet, name, a.Source.Cell, b.Source.Cell)
	}
	return fmt.Errorf("单位名录 %s 工作表“%s”：“%s”既是“%s”（%s）的名称，又是“%s”（%s）的名称。请只留给其中一个单位。",
		b.Source.File, b.Source.Sheet, name, a.Name, a.Source.Cell, b.Name, b.Source.Cell)
}

// commonPrefix is the county's name with its 县, 市 or 区, as most full names
// begin with it; "" when there is none.
func commonPrefix(units []Unit) string {
	count := map[string]int{}
	for _, u := range units {
		r := []rune(u.Full)
		for n := 2; n <= min(6, len(r)); n++ {
			if strings.ContainsRune("县市区旗", r[n-1]) {
				count[string(r[:n])]++
				break
			}
		}
	}
	best := ""
	for p, n := range count {
		if 2*n > len(units) && n > count[best] {
			best = p
		}
	}
	return best
}

// What people put around a unit's name: a label, a number, a seal.
var (
	labelBefore  = regexp.MustCompile(`^(?:填报|报送|责任|牵头|配合)?单位(?:名称)?(?:\(盖章\)|\(公章\)|\(章\))?[:：]`)
	numberBefore = regexp.MustCompile(`^(?:no\.?)?\d{1,3}[-_.,、)）]*`)
	sealAfter    = regexp.MustCompile(`\((?:盖章|公章|章|印章|签章|签字)\)$`)
)

// clean folds a written name and takes off what does not belong to it.
func clean(written string) string {
	s := value.Fold(written)
	s = labelBefore.ReplaceAllString(s, "")
	s = sealAfter.ReplaceAllString(s, "")
	s = numberBefore.ReplaceAllString(s, "")
	return strings.Trim(s, `,.;:"'-_*`)
}

// foldings are the forms under which a name is looked up: folded and without
// brackets, then without the county's own prefix and without 人民政府 before a
// unit's or behind a town's own name. The 市 of 市场监管局 and the 镇 of 夏镇街道
// stay, for only whole words go.
func (r *Roster) foldings(name string) []string {
	s := clean(name)
	s = strings.NewReplacer("(", "", ")", "").Replace(s)
	out := []string{s}
	add := func(s string) {
		if len([]rune(s)) >= 2 && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	county := value.Fold(r.county)
	for _, prefix := range []string{"中共" + county + "委员会", "中共" + county, county + "人民政府", county, "县人民政府", "市人民政府", "区人民政府", "县", "区"} {
		if county == "" && strings.Contains(prefix, "中共") {
			continue
		}
		if rest, ok := strings.CutPrefix(s, prefix); ok && prefix != "" && len([]rune(rest)) >= 2 {
			add(rest)
		}
	}
	for _, form := range slices.Clone(out) {
		for _, suffix := range []string{"人民政府", "政府"} {
			if rest, ok := strings.CutSuffix(form, suffix); ok && townEnding(rest) {
				add(rest)
			}
		}
		for _, suffix := range []string{"办事处", "办"} {
			if rest, ok := strings.CutSuffix(form, suffix); ok && strings.HasSuffix(rest, "街道") {
				add(rest)
			}
		}
	}
	return out
}

func townEnding(s string) bool {
	return strings.HasSuffix(s, "镇") || strings.HasSuffix(s, "乡") || strings.HasSuffix(s, "街道")
}

// Learn remembers that a written name means a unit, as the office decided.
func (r *Roster) Learn(written, unit string) {
	if r.learned == nil {
		r.learned = map[string]string{}
	}
	r.learned[clean(written)] = unit
}

// Resolve finds the unit that a written name means: decided by the office,
// else an alias or the name itself as written, else the same folded, else the
// name as an abbreviation of one full name only. It never takes what is merely
// alike: 审批局 is one stroke of the pen from 审计局. When nothing or several
// fit, Unit is "" and Candidates, at most five in roster order, are to be asked for.
func (r *Roster) Resolve(written string) Match {
	key := clean(written)
	if key == "" {
		return Match{}
	}
	if unit, ok := r.learned[key]; ok {
		return Match{Unit: unit, How: "decided"}
	}
	squeezed := value.Squeeze(written)
	if i, ok := r.exact[squeezed]; ok {
		how := "alias"
		if squeezed == r.Units[i].Name {
			how = "exact"
		}
		return Match{Unit: r.Units[i].Name, How: how}
	}
	if m, ok := r.resolveFolded(written); ok {
		return m
	}
	return r.resolveAbbreviation(key)
}

func (r *Roster) resolveFolded(written string) (Match, bool) {
	for _, f := range r.foldings(written) {
		switch hits := r.folded[f]; {
		case len(hits) == 1:
			return Match{Unit: r.Units[hits[0]].Name, How: "folded"}, true
		case len(hits) > 1:
			return Match{Candidates: r.namesOf(hits)}, true
		}
	}
	return Match{}, false
}

// resolveAbbreviation takes a short name whose characters stand in one unit's
// full name in the same order, when no other unit's has them so. The last
// characters must agree, for an office is not a bureau, and two characters are
// too few to mean anything.
func (r *Roster) resolveAbbreviation(key string) Match {
	short := []rune(strings.NewReplacer("(", "", ")", "").Replace(key))
	var hits, near []int
	for i, u := range r.Units {
		fits, close := false, false
		for _, name := range slices.Concat([]string{u.Name, u.Full}, u.Aliases) {
			long := []rune(clean(name))
			if len(short) >= 3 && len(long) > len(short) && long[len(long)-1] == short[len(short)-1] && subsequence(short, long) {
				fits = true
			}
			close = close || alike(short, long)
		}
		if fits {
			hits = append(hits, i)
		}
		if close {
			near = append(near, i)
		}
	}
	if len(hits) == 1 {
		return Match{Unit: r.Units[hits[0]].Name, How: "abbreviation"}
	}
	if len(hits) > 1 {
		near = hits
	}
	return Match{Candidates: r.namesOf(near)}
}

func subsequence(short, long []rune) bool {
	i := 0
	for _, r := range long {
		if i < len(short) && short[i] == r {
			i++
		}
	}
	return i == len(short)
}

// alike, for candidates only: more than half of the characters in common.
func alike(a, b []rune) bool {
	common := 0
	for _, r := range a {
		if slices.Contains(b, r) {
			common++
		}
	}
	return len(a) > 1 && 5*common >= 3*len(a) && 2*common > min(len(b), 2*len(a))-1
}

func (r *Roster) namesOf(list []int) []string {
	const most = 5
	out := []string{}
	for _, i := range list {
		if len(out) < most {
			out = append(out, r.Units[i].Name)
		}
	}
	return out
}
