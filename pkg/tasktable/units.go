package tasktable

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// unitLists are the units of the cells of a row by what they have to do.
// Times are those that stand among them; nobody are the roles of which it says 无.
type unitLists struct{ lead, responsible, cooperating, times, nobody []string }

// roles are those that the lists speak of.
func (l *unitLists) roles() []string {
	out := slices.Clone(l.nobody)
	for role, units := range map[string][]string{colLead: l.lead, colResponsible: l.responsible, colCooperating: l.cooperating} {
		if len(units) > 0 && !slices.Contains(out, role) {
			out = append(out, role)
		}
	}
	slices.Sort(out)
	return out
}

func (l *unitLists) all() []string { return slices.Concat(l.lead, l.responsible, l.cooperating) }

func (l *unitLists) add(role string, units ...string) {
	list := &l.responsible
	switch role {
	case colLead:
		list = &l.lead
	case colCooperating:
		list = &l.cooperating
	}
	for _, u := range units {
		if value.Squeeze(u) != "" && !slices.Contains(*list, u) {
			*list = append(*list, u)
		}
	}
}

// unitReader reads one cell. Units wait until it is said what they have to
// do: by a word behind them (X、Y牵头), by a label before them, or by the column.
type unitReader struct {
	*names
	column  string
	label   string
	waiting []string
	comma   int // how many waited at the last comma
	lists   *unitLists
}

// read adds the units of a cell in the column of a role to the lists.
func (n *names) read(cell, column string, lists *unitLists) {
	switch {
	case value.Blank(cell):
		return
	case n.sure(cell) && (n.known[value.Fold(cell)] || !strings.Contains(strings.TrimSpace(cell), "\n")):
		lists.add(column, value.Squeeze(cell))
		return
	}
	cell = n.beforeExceptions(n.spec.colonLabels(cell))
	r := unitReader{names: n, column: column, lists: lists}
	for _, clause := range strings.FieldsFunc(n.byLabels(n.uncounted(cell)), func(c rune) bool { return strings.ContainsRune(clauseMarks, c) }) {
		if label, rest, ok := cutLabel(clause); ok && n.spec.isDeadline(label) {
			lists.times = append(lists.times, strings.TrimSpace(rest))
			continue
		}
		if n.isPerson(clause) {
			continue
		}
		for _, piece := range n.whole(n.pieces(clause)) {
			if piece.comma {
				r.comma = len(r.waiting)
			}
			for _, text := range n.joinWrapped(n.units(piece.lines)) {
				if !n.complete(text) && n.spec.onlyTime(text) {
					lists.times = append(lists.times, text)
					continue
				}
				r.text(text)
			}
		}
		r.give("")
	}
}

// beforeExceptions parts the collective that an exception is about from what a connector
// joins to it: 县财政局及各镇街，不含云门镇.
func (n *names) beforeExceptions(cell string) string {
	at := strings.IndexAny(cell, "，,")
	if at < 0 || !n.spec.Units.Excepting.match(strings.TrimLeft(cell[at:], "，,")) {
		return cell
	}
	for _, c := range n.spec.Units.Connectors {
		left, right, ok := strings.Cut(cell[:at], c)
		if ok && n.complete(left) && n.sure(right) {
			return left + "、" + right + cell[at:]
		}
	}
	return cell
}

// uncounted takes the numbers off a numbered list of units.
func (n *names) uncounted(cell string) string {
	lines := strings.Split(cell, "\n")
	for i, l := range lines {
		if _, rest, ok := n.spec.Numbering.Task.number(l); ok {
			lines[i] = rest
		}
	}
	return strings.Join(lines, "\n")
}

// clauseMarks end the reach of a role word: 牵头单位：甲；配合单位：乙。
const clauseMarks = "；;。"

// give hands the waiting units the role; "" means what the label or the column
// says.
func (r *unitReader) give(role string) {
	if mine := cmp.Or(r.label, r.column); role == colCooperating && mine != role && r.comma > 0 && r.comma < len(r.waiting) && len(r.lists.lead)+len(r.lists.responsible) == 0 {
		r.add(mine, r.waiting[:r.comma]) // 甲，乙配合: nobody but 甲 is left to do it
		r.waiting = r.waiting[r.comma:]
	}
	r.add(cmp.Or(role, r.label, r.column), r.waiting)
	r.waiting, r.comma = nil, 0
}

// add hands units a role; 无 is none, and 等5个单位 is left out where as many are named.
func (r *unitReader) add(role string, units []string) {
	if n := len(units); n > 1 && r.closes(units[n-1], n-1) {
		units = units[:n-1]
	}
	none := func(u string) bool { return slices.Contains(r.spec.Units.None, value.Fold(u)) }
	if slices.ContainsFunc(units, none) {
		r.lists.nobody = append(r.lists.nobody, role)
		units = slices.DeleteFunc(slices.Clone(units), none)
	}
	r.lists.add(role, units...)
}

var someUnits = regexp.MustCompile(`[0-9０-９一二两三四五六七八九十]+`)

// closes tells whether a text says no more than how many units were named.
func (r *unitReader) closes(text string, named int) bool {
	if !r.spec.Units.Closing.match(text) {
		return false
	}
	count, ok := value.Number(someUnits.FindString(text))
	return ok && count <= named
}

func (r *unitReader) text(s string) {
	const longest = 2000 // bytes; what runs on further is no list of units
	if len(s) > longest {
		r.waiting = append(r.waiting, value.Squeeze(s))
		return
	}
	if role, rest, ok := r.labelled(s); ok {
		r.give("")
		r.label, s = role, rest
	}
	s = strings.Trim(r.withoutPersons(r.behindPreposition(s)), r.spec.Units.Marks)
	if s, role, ok := r.bracketed(s); ok {
		if role == cmp.Or(r.label, r.column) {
			r.waiting = append(r.waiting, r.open(s)...) // in their order
			return
		}
		r.lists.add(role, r.open(s)...)
		return
	}
	s = r.aside(s)
	for {
		left, role, right, ok := r.said(s)
		if !ok {
			break
		}
		r.waiting = append(r.waiting, r.open(left)...)
		r.give(role)
		s = r.behindPreposition(right)
	}
	r.waiting = append(r.waiting, r.open(s)...)
}

// behindPreposition: 由甲牵头, and 会同乙、丙 behind a comma.
func (r *unitReader) behindPreposition(s string) string {
	if r.sure(s) {
		return s
	}
	s = strings.TrimSpace(s)
	for _, word := range append([]string{"由"}, r.spec.Units.With...) {
		if rest, ok := strings.CutPrefix(s, word); ok && rest != "" {
			return rest
		}
	}
	for _, word := range r.spec.Units.Connectors { // ，以及丙
		if rest, ok := strings.CutPrefix(s, word); ok && r.spec.Units.Starts.match(rest) && r.complete(rest) {
			return rest
		}
	}
	return s
}

// said divides at the first role word behind a name; X会同Y makes X the lead.
func (n *names) said(s string) (left, role, right string, ok bool) {
	for at := range s {
		for _, w := range n.spec.Units.With {
			rest, is := strings.CutPrefix(s[at:], w)
			if is && at > 0 && rest != "" && n.complete(s[:at]) && n.complete(rest) {
				return s[:at], colLead, rest, true
			}
		}
		word, role := n.roleWord(s[at:])
		if word == "" {
			continue
		}
		left, rest := s[:at], s[at+len(word):]
		switch {
		case value.Blank(rest):
			if at > 0 && n.named(s) && !n.complete(left) {
				continue // 县政协办 is a name that ends like 协办
			}
			return left, role, rest, true
		case at > 0 && n.complete(left) && (n.begins(rest) || n.sure(rest)):
			return left, role, rest, true
		case at > 0 && n.named(left) && slices.Contains(n.spec.Units.Scoped, word) && !n.complete(rest):
			return left, role, "", true // 县教育局负责教育领域
		}
	}
	return "", "", s, false
}

// begins tells whether a new name begins here, or 会同 and one.
func (n *names) begins(s string) bool {
	return n.spec.Units.Starts.match(s) || slices.ContainsFunc(n.spec.Units.With, func(w string) bool { return strings.HasPrefix(s, w) })
}

// roleWord gives the longest role word that s begins with.
func (n *names) roleWord(s string) (word, role string) {
	for _, r := range n.spec.Units.Roles {
		for _, w := range r.Words {
			if len(w) > len(word) && strings.HasPrefix(s, w) {
				word, role = w, r.Role.Value
			}
		}
	}
	return word, role
}

// open reads names that may end with 等 or 等有关部门.
func (n *names) open(s string) []string {
	s = strings.TrimSpace(s)
	if _, counter := value.Number(s); counter { // of a numbered list: 1、县财政局
		return nil
	}
	if left := n.spec.Units.Closing.remove(s); left != s {
		return append(n.cut(left), value.Squeeze(s[len(left):]))
	}
	if n.sure(s) {
		return n.cut(s)
	}
	at := strings.LastIndex(s, "等")
	if at <= 0 {
		return n.cut(s)
	}
	left, rest := s[:at], s[at+len("等"):]
	for _, c := range n.spec.Units.Connectors { // 等部门及各镇街
		some, more, ok := strings.Cut(rest, c)
		if ok && n.sure(more) && n.spec.undecided("等"+some) {
			return append(n.open(left+"等"+some), n.open(more)...)
		}
	}
	switch {
	case rest != "" && n.sure(rest) && !n.spec.all(rest):
		return append(n.cut(left), value.Squeeze(rest))
	case n.sure(s[at:]), n.named(left) && n.spec.undecided(s[at:]): // 等执法部门
		return append(n.cut(left), value.Squeeze(s[at:]))
	}
	return n.cut(s)
}
