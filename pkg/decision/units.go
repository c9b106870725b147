package decision

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/finding"
)

// Named is a unit that a decision names, and where.
type Named struct {
	Unit   string
	Source finding.Place
}

// Units lists every unit that a decision names, so that the caller can verify
// them against the roster.
func (s *Set) Units() []Named {
	var out []Named
	add := func(unit string, b Basis) {
		if unit != "" {
			out = append(out, Named{unit, b.At("单位")})
		}
	}
	for _, d := range s.Identities {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Duties {
		for _, u := range d.Units {
			add(u, d.Basis)
		}
	}
	for _, d := range s.Waivers {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Adjustments {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Extensions {
		add(d.Unit, d.Basis)
	}
	for _, d := range s.Fills {
		add(d.Unit, d.Basis)
	}
	return out
}

// Rename gives the decisions with units by their later names.
func (s *Set) Rename(names map[string]string) *Set {
	now := func(unit string) string {
		if n, ok := names[unit]; ok {
			return n
		}
		return unit
	}
	out := *s
	out.Identities, out.Duties = slices.Clone(s.Identities), slices.Clone(s.Duties)
	out.Waivers, out.Adjustments = slices.Clone(s.Waivers), slices.Clone(s.Adjustments)
	out.Extensions, out.Fills = slices.Clone(s.Extensions), slices.Clone(s.Fills)
	for i := range out.Identities {
		out.Identities[i].Unit = now(out.Identities[i].Unit)
	}
	for i := range out.Duties {
		units := []string{}
		for _, u := range out.Duties[i].Units {
			units = append(units, now(u))
		}
		out.Duties[i].Units = units
	}
	for i := range out.Waivers {
		out.Waivers[i].Unit = now(out.Waivers[i].Unit)
	}
	for i := range out.Adjustments {
		out.Adjustments[i].Unit = now(out.Adjustments[i].Unit)
	}
	for i := range out.Extensions {
		out.Extensions[i].Unit = now(out.Extensions[i].Unit)
	}
	for i := range out.Fills {
		out.Fills[i].Unit = now(out.Fills[i].Unit)
	}
	return &out
}

// Rewrite gives the decisions with other names for units in what is written of them.
func (s *Set) Rewrite(names map[string]string) *Set {
	out := *s
	out.Duties = slices.Clone(s.Duties)
	for i := range out.Duties {
		out.Duties[i].Written = rewritten(out.Duties[i].Written, names)
	}
	return &out
}

// rewritten puts other names for units in a text, where they stand as a whole.
func rewritten(text string, names map[string]string) string {
	const before, behind = "、，,；;：:/／|\n（(【[﹙除和及与含括 　", "、，,；;/／|\n）)】]﹚（(和及与外以之除等的不 　"
	olds := slices.SortedFunc(maps.Keys(names), func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	var out strings.Builder
	free := true // at a place where a name may begin
	for text != "" {
		name := ""
		for _, old := range olds {
			rest, is := strings.CutPrefix(text, old)
			first, _ := utf8.DecodeRuneInString(rest)
			if free && is && (rest == "" || strings.ContainsRune(behind, first)) {
				name = old
				break
			}
		}
		if name != "" {
			out.WriteString(names[name])
			text, free = text[len(name):], false
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		out.WriteString(text[:size])
		text, free = text[size:], strings.ContainsRune(before, r)
	}
	return out.String()
}

// Parts marks the decisions on a unit itself that has become part of another.
func (s *Set) Parts(merged func(unit string) bool) *Set {
	out := *s
	out.Duties = apart(s.Duties)
	for i, d := range out.Duties {
		if at := slices.IndexFunc(d.Units, merged); d.Text == "" && at >= 0 && len(d.Units) == 1 {
			out.Duties[i].Part = d.Units[at]
		}
	}
	return &out
}

// apart gives each unit of duties that are about no text a duty of its own.
func apart(duties []Duty) []Duty {
	var out []Duty
	for _, d := range duties {
		if d.Text != "" || len(d.Units) < 2 {
			out = append(out, d)
			continue
		}
		for _, u := range d.Units {
			d.Units = []string{u}
			out = append(out, d)
		}
	}
	return out
}

// Divide gives the decisions with each of these units in a duty replaced by several.
func (s *Set) Divide(parts map[string][]string) *Set {
	out := *s
	out.Duties = slices.Clone(s.Duties)
	for i := range out.Duties {
		units := []string{}
		for _, u := range out.Duties[i].Units {
			if of := parts[u]; len(of) > 0 {
				units = append(units, of...)
			} else {
				units = append(units, u)
			}
		}
		out.Duties[i].Units = units
	}
	names := map[string]string{}
	for whole, of := range parts {
		names[whole] = strings.Join(of, "、")
	}
	return out.Rewrite(names)
}

// Keep gives the decisions about units and items for which unit and item are true;
// of several units in one duty, those that are.
func (s *Set) Keep(unit, item func(string) bool) *Set {
	out := *s
	kept := func(u, i string) bool { return (u == "" || unit(u)) && (i == "" || item(i)) }
	out.Identities = slices.DeleteFunc(slices.Clone(s.Identities), func(d Identity) bool { return !kept(d.Unit, "") })
	out.Waivers = slices.DeleteFunc(slices.Clone(s.Waivers), func(d Waiver) bool { return !kept(d.Unit, d.Item) })
	out.Adjustments = slices.DeleteFunc(slices.Clone(s.Adjustments), func(d Adjustment) bool { return !kept(d.Unit, "") })
	out.Extensions = slices.DeleteFunc(slices.Clone(s.Extensions), func(d Extension) bool { return !kept(d.Unit, "") })
	out.Fills = slices.DeleteFunc(slices.Clone(s.Fills), func(d Fill) bool { return !kept(d.Unit, d.Item) })
	out.Duties = nil
	for _, d := range s.Duties {
		units := slices.DeleteFunc(slices.Clone(d.Units), func(u string) bool { return !unit(u) })
		if kept("", d.Item) && (len(units) > 0 || len(d.Units) == 0) {
			d.Units = units
			out.Duties = append(out.Duties, d)
		}
	}
	return &out
}
