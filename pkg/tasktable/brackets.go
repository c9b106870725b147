package tasktable

import (
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// aside takes a bracket off the end that says who of the units does what:
// 甲、乙、丙（由甲牵头）.
func (r *unitReader) aside(s string) string {
	trimmed := strings.TrimSpace(s)
	at := strings.LastIndexAny(trimmed, "（(")
	if at <= 0 || !strings.HasSuffix(trimmed, "）") && !strings.HasSuffix(trimmed, ")") || r.sure(trimmed) {
		return s
	}
	inside := strings.TrimRight(strings.TrimLeft(trimmed[at:], "（("), "）)")
	role, units, ok := r.insideSays(inside)
	if !ok {
		return s
	}
	r.lists.add(role, units...)
	named := slices.DeleteFunc(append(r.waiting, r.open(trimmed[:at])...), func(u string) bool { return slices.Contains(units, u) })
	r.waiting = named
	return ""
}

// insideSays reads what a bracket says of units: 由甲、乙配合, or 配合单位：甲、乙.
func (r *unitReader) insideSays(inside string) (role string, units []string, ok bool) {
	list := ""
	if role, list, ok = r.labelled(inside); !ok {
		var rest string
		if list, role, rest, ok = r.said(r.behindPreposition(inside)); !ok || !value.Blank(rest) {
			return "", nil, false
		}
	}
	for _, p := range r.pieces(list) {
		for _, name := range p.lines {
			if !r.complete(name) {
				return "", nil, false
			}
			units = append(units, r.open(name)...)
		}
	}
	return role, units, len(units) > 0
}
