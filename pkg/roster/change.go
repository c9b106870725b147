package roster

import (
	"slices"

	"zwgk/pkg/finding"
)

// With gives a roster of other units that knows what this one was taught. An
// error says, in Chinese, what name two of them share.
func (r *Roster) With(units []Unit) (*Roster, error) {
	out := &Roster{Units: units, learned: r.learned, told: r.told}
	if out.learned == nil {
		out.learned = map[string]string{}
	}
	var places [][]finding.Place
	for _, u := range units {
		places = append(places, slices.Repeat([]finding.Place{u.Source}, len(u.names())))
	}
	if err := out.index(places); err != nil {
		return out, err
	}
	out.Variants(r.given)
	return out, nil
}

// Rename gives the units after one got another name: the old names stay as
// aliases. They are unchanged when the roster does not have the unit.
func Rename(units []Unit, old, name string) []Unit {
	out := slices.Clone(units)
	for i := range out {
		if out[i].Name == old {
			out[i].Aliases = aliases(append([]string{old, out[i].Full}, out[i].Aliases...), name)
			out[i].Name, out[i].Full = name, ""
		}
	}
	return out
}

// Merge gives the units after one became part of another, which then answers to
// its names too. A whole that is not there yet is the first part under its new name.
func Merge(units []Unit, part, whole string) []Unit {
	i := slices.IndexFunc(units, func(u Unit) bool { return u.Name == part })
	j := slices.IndexFunc(units, func(u Unit) bool { return u.Name == whole })
	if i < 0 || i == j {
		return units
	}
	names := units[i].names()
	if j < 0 {
		out := Rename(units, part, whole)
		out[i].Parts = append(slices.Clone(out[i].Parts), names...)
		return out
	}
	out := slices.Clone(units)
	out[j].Parts = append(slices.Clone(out[j].Parts), names...)
	out[j].Aliases = aliases(append(slices.Clone(out[j].Aliases), out[i].names()...), out[j].Name)
	return slices.Delete(out, i, i+1)
}

// aliases lists names once each, without empty ones and the unit's own.
func aliases(names []string, own string) []string {
	var out []string
	for _, n := range names {
		if n != "" && n != own && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// At gives the roster as it is on a day (ISO): a unit before its 自 or after its
// 至 is not in use. Without a day, or dates, it is the roster itself.
func (r *Roster) At(day string) (*Roster, error) {
	outside := func(u Unit) bool { return u.From != "" && u.From > day || u.To != "" && u.To < day }
	if day == "" || !slices.ContainsFunc(r.Units, outside) {
		return r, nil
	}
	units := slices.Clone(r.Units)
	for i := range units {
		units[i].Active = units[i].Active && !outside(units[i])
	}
	return r.With(units)
}
