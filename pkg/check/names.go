package check

import (
	"slices"
	"strings"
	"unicode"

	"zwgk/pkg/form"
	"zwgk/pkg/roster"
)

// unitNames are the names by which texts speak of units, each with its unit.
type unitNames struct {
	units   map[string]roster.Unit
	longest int // characters
}

// fewest is the length of a name that is not taken for a word of the text: 县局 is none.
const fewest = 3

func newUnitNames(r *roster.Roster) unitNames {
	n := unitNames{units: map[string]roster.Unit{}}
	if r == nil {
		return n
	}
	for _, u := range r.Active() {
		for _, name := range namesOf(u) {
			n.units[name] = u
			n.longest = max(n.longest, len([]rune(name)))
		}
	}
	return n
}

func namesOf(u roster.Unit) []string {
	names := []string{u.Name, u.Full}
	for _, a := range u.Aliases {
		if len([]rune(a)) > fewest { // 月亮岛 is a place as well
			names = append(names, a)
		}
	}
	return slices.DeleteFunc(names, func(s string) bool { return len([]rune(s)) < fewest })
}

// at is the unit that a text begins with, and the name by which it does.
func (n unitNames) at(text string) (name string, u roster.Unit) {
	letters := []rune(text)
	for end := min(n.longest, len(letters)); end >= fewest; end-- {
		if u, ok := n.units[string(letters[:end])]; ok {
			return string(letters[:end]), u
		}
	}
	return "", u
}

// otherUnit: the report begins with the name of another unit of the same group, as if that one
// spoke. What others did with it or asked of it (会同县财政局, 县财政局牵头) is no such report,
// nor is one that names the sheet's own unit too.
func (c *sheetCheck) otherUnit(e *form.Entry) {
	text := strings.TrimLeftFunc(e.Written[form.FieldProgressText], func(r rune) bool { return !unicode.Is(unicode.Han, r) })
	name, u := c.names.at(text)
	if name == "" || u.Name == c.form.Unit || u.Name == c.Office || c.form.Unit == "" {
		return
	}
	own, _ := c.Roster.Unit(c.form.Unit)
	rest := strings.TrimPrefix(text, name)
	begins := func(word string) bool { return strings.HasPrefix(rest, word) }
	if own.Group != u.Group || slices.ContainsFunc(c.Rules.othersDo, begins) ||
		slices.ContainsFunc(slices.Concat(namesOf(own), c.Rules.ourselves), func(s string) bool { return strings.Contains(text, s) }) {
		return
	}
	c.at("other_unit", e, form.FieldProgressText, map[string]string{"name": name})
}
