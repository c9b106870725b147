package roster

import (
	"slices"
	"strings"
)

// variants are characters that people write for one another in names (付 for 傅,
// 驩 for 欢, 財 for 财), each with the one it stands for.
type variants map[rune]rune

// Variants makes the roster take characters for one another: each text lists some
// that are the same in a name, the usual one first. They count only where a name
// does not fit as it is written, and fits one unit so.
func (r *Roster) Variants(same []string) {
	r.same, r.given = variants{}, same
	for _, group := range same {
		chars := []rune(group)
		for _, c := range chars[min(1, len(chars)):] {
			r.same[c] = chars[0]
		}
	}
	r.varied = map[string][]int{}
	for _, s := range r.spellings {
		for _, form := range append([]string{s.form}, r.derivedForms(s.form)...) {
			if v := r.same.usual(form); !slices.Contains(r.varied[v], s.unit) {
				r.varied[v] = append(r.varied[v], s.unit)
			}
		}
	}
}

// usual puts the usual character for each variant.
func (v variants) usual(form string) string {
	return strings.Map(func(c rune) rune {
		if usual, ok := v[c]; ok {
			return usual
		}
		return c
	}, form)
}

// resolveVariant looks a folded name up with its variants put right.
func (r *Roster) resolveVariant(form string) (_ Match, ok bool) {
	usual := r.same.usual(form)
	for _, f := range append([]string{usual}, r.derivedForms(usual)...) {
		switch hits := r.varied[f]; {
		case len(hits) == 1:
			return Match{Unit: r.Units[hits[0]].Name, How: "variant"}, true
		case len(hits) > 1:
			return r.several(usual, hits), true
		}
	}
	return Match{}, false
}
