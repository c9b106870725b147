package roster

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/value"
)

// spelling is one name of a unit as the roster writes it.
type spelling struct {
	unit  int
	text  string
	form  string // folded, without brackets
	place finding.Place
}

// index verifies that no name stands for two units, and prepares the lookup.
// places gives the cell of every name, in the order of names.
func (r *Roster) index(places [][]finding.Place) error {
	r.exact, r.own, r.derived, r.byName = map[string]int{}, map[string]int{}, map[string][]int{}, map[string]int{}
	r.county = cmp.Or(commonPrefix(r.Units), r.told)
	r.place = newCounty(r.county)
	first := map[string]spelling{}
	for i, u := range r.Units {
		for j, name := range u.names() {
			s := spelling{i, name, ownForm(name), places[i][j]}
			if other, taken := first[s.form]; taken && other.unit != i {
				return r.doubled(other, s)
			} else if !taken {
				first[s.form] = s
			}
			r.exact[name], r.own[s.form] = i, i
			r.spellings = append(r.spellings, s)
		}
		r.byName[u.Name] = i
	}
	for _, s := range r.spellings {
		for _, form := range r.derivedForms(s.form) {
			if !slices.Contains(r.derived[form], s.unit) {
				r.derived[form] = append(r.derived[form], s.unit)
			}
		}
	}
	return nil
}

// names lists name, full name and aliases, those that are there.
func (u Unit) names() []string {
	var out []string
	for _, name := range slices.Concat([]string{u.Name, u.Full}, u.Aliases) {
		if name != "" {
			out = append(out, name)
		}
	}
	return out
}

func (r *Roster) doubled(a, b spelling) error {
	first, second := r.Units[a.unit], r.Units[b.unit]
	where := fmt.Sprintf("单位名录 %s 工作表“%s”", b.place.File, b.place.Sheet)
	if first.Name == second.Name {
		return fmt.Errorf("%s：单位“%s”写了两次（%s 和 %s）。请只保留一行。", where, first.Name, first.Source.Cell, second.Source.Cell)
	}
	written := "“" + a.text + "”"
	if a.text != b.text {
		written += "和“" + b.text + "”不论空格、括号是同一个名称，"
	}
	return fmt.Errorf("%s：%s既是“%s”的名称（%s），又是“%s”的名称（%s）。请只留给其中一个单位。",
		where, written, first.Name, a.place.Cell, second.Name, b.place.Cell)
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
	for p, n := range count {
		if 2*n > len(units) {
			return p // there can be but one
		}
	}
	return ""
}

// derivedForms are the further forms of a folded name: shortened at its
// beginning, at its end, and both.
func (r *Roster) derivedForms(s string) []string {
	var out []string
	add := func(form string) {
		if form != s && !slices.Contains(out, form) {
			out = append(out, form)
		}
	}
	for _, form := range append([]string{s}, r.place.shorter(s)...) {
		for _, f := range []string{form, strings.ReplaceAll(form, "人民政府", "政府")} {
			add(f)
			for _, short := range ending(f) {
				add(short)
			}
		}
	}
	return out
}

// Forms are the forms of a name under which it is looked up: folded and without
// brackets, then shortened, with variant characters put right. Names that share one
// are spellings of one name.
func (r *Roster) Forms(name string) []string {
	own := ownForm(name)
	out := append([]string{own}, r.derivedForms(own)...)
	for _, form := range slices.Clone(out) {
		if usual := r.same.usual(form); usual != form {
			out = append(out, usual)
		}
	}
	return out
}

// Told gives the roster with the name of its county (微山县), for when the full names
// do not tell it. It is the roster itself when they do, or the name is "".
func (r *Roster) Told(county string) (*Roster, error) {
	if i := strings.LastIndexAny(county, "省市州"); i >= 0 && i < len(county)-len("市") {
		county = county[i+len("市"):] // 济宁市微山县
	}
	if county == "" || r.county != "" {
		return r, nil
	}
	told := *r
	told.told = county
	return told.With(r.Units)
}

// Learn remembers that a written name means a unit, as the office decided, or with
// "" that it means none.
func (r *Roster) Learn(written, unit string) {
	if r.learned == nil {
		r.learned = map[string]string{}
	}
	r.learned[clean(written)] = unit
}

// Resolve finds the unit that a written name means: decided by the office,
// else an alias or the name itself as written, else the same folded, else the
// name as an abbreviation of one unit's only, else with variant characters put
// right. It never takes what is merely
// alike: 审批局 is one stroke of the pen from 审计局. When nothing or several
// fit, Unit is "" and Candidates, at most five, the likest first, are to be asked for.
func (r *Roster) Resolve(written string) Match {
	ways := readings(written)
	if ways[0] == "" {
		return Match{}
	}
	for _, way := range ways {
		if unit, ok := r.learned[way]; ok {
			return Match{Unit: unit, How: "decided"}
		}
	}
	squeezed := value.Squeeze(written)
	if i, ok := r.exact[squeezed]; ok {
		how := "alias"
		if squeezed == r.Units[i].Name {
			how = "exact"
		}
		return Match{Unit: r.Units[i].Name, How: how}
	}
	for _, way := range ways {
		if i, ok := r.own[noBrackets.Replace(way)]; ok {
			if other, two := r.inBrackets(ways[0], i); two {
				return r.several(ways[0], []int{i, other})
			}
			return Match{Unit: r.Units[i].Name, How: "folded"}
		}
	}
	for _, way := range ways {
		if m, ok := r.resolveForm(noBrackets.Replace(way)); ok {
			return m
		}
	}
	for _, way := range ways {
		if m, ok := r.resolveVariant(noBrackets.Replace(way)); ok {
			return m
		}
	}
	return r.candidates(noBrackets.Replace(ways[len(ways)-1]))
}

// inBrackets gives the unit that stands in brackets behind the name of another, which may
// be meant too: 县财政局（县审计局）.
func (r *Roster) inBrackets(written string, unit int) (other int, ok bool) {
	for _, m := range remark.FindAllString(written, -1) {
		if other, ok := r.own[strings.Trim(m, "()")]; ok && other != unit {
			return other, true
		}
	}
	return 0, false
}

// resolveForm looks a folded name up that is none of the roster's own:
// shortened, then as an abbreviation. ok is also true when it fits several units, who are to be asked.
func (r *Roster) resolveForm(form string) (_ Match, ok bool) {
	derived := append([]string{form}, r.derivedForms(form)...)
	if rest, ok := strings.CutPrefix(form, r.place.stem); ok && r.place.stem != "" && r.place.distinct(rest) >= 2 {
		derived = append(derived, rest) // 微山财政局
	}
	for _, f := range derived {
		hits := r.derived[f]
		if i, ok := r.own[f]; ok && !slices.Contains(hits, i) {
			hits = append(slices.Clone(hits), i)
		}
		switch {
		case len(hits) == 1:
			return Match{Unit: r.Units[hits[0]].Name, How: "folded"}, true
		case len(hits) > 1:
			return r.several(form, hits), true
		}
	}
	switch hits := r.abbreviated(form); {
	case len(hits) == 1:
		return Match{Unit: r.Units[hits[0]].Name, How: "abbreviation"}, true
	case len(hits) > 1:
		return r.several(form, hits), true
	}
	return Match{}, false
}

// abbreviated lists the units one of whose names has the characters of the
// short name in the same order. The last characters must agree, for an office
// is no bureau, and two of the characters must tell which unit it is.
func (r *Roster) abbreviated(form string) []int {
	short := []rune(form)
	if len(short) < 3 || r.place.distinct(form) < 2 {
		return nil
	}
	var hits []int
	for _, s := range r.spellings {
		long := []rune(s.form)
		if rest, is := strings.CutPrefix(s.form, form); is && branch.MatchString(rest) {
			continue // a branch of it
		}
		if len(long) > len(short) && long[len(long)-1] == short[len(short)-1] && subsequence(short, long) && !slices.Contains(hits, s.unit) {
			hits = append(hits, s.unit)
		}
	}
	return hits
}

// branch is what a branch has behind the name of what it belongs to: 城关分局.
var branch = regexp.MustCompile(`^.{0,6}分(?:局|中心|公司|院|行|校|会|部|站|所)$`)

func subsequence(short, long []rune) bool {
	i := 0
	for _, r := range long {
		if i < len(short) && short[i] == r {
			i++
		}
	}
	return i == len(short)
}

// candidates are the units with a name like the written one.
func (r *Roster) candidates(form string) Match {
	var near []int
	for i, share := range r.likeness(form) {
		if share > 0 {
			near = append(near, i)
		}
	}
	return r.ask(form, near)
}

// several asks for one of the units that a name fits.
func (r *Roster) several(form string, units []int) Match {
	m := r.ask(form, units)
	m.How = "several"
	return m
}

// ask names at most five units, the likest first, else in roster order.
func (r *Roster) ask(form string, units []int) Match {
	const most = 5
	like := r.likeness(form)
	units = slices.Clone(units)
	slices.SortFunc(units, func(a, b int) int { return cmp.Or(cmp.Compare(like[b], like[a]), cmp.Compare(a, b)) })
	out := []string{}
	for _, i := range units[:min(most, len(units))] {
		out = append(out, r.Units[i].Name)
	}
	return Match{Candidates: out}
}

// likeness gives for every unit, in thousandths, the characters in common as a
// share of both names; 0 below a half. It serves to propose and never to accept.
func (r *Roster) likeness(form string) []int {
	out := make([]int, len(r.Units))
	short := length(form)
	for _, s := range r.spellings {
		common := 0
		for _, c := range form {
			if strings.ContainsRune(s.form, c) {
				common++
			}
		}
		if share := 2000 * common / (short + length(s.form) + 1); common > 1 && share >= 500 {
			out[s.unit] = max(out[s.unit], share)
		}
	}
	return out
}
