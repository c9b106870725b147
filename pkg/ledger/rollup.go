package ledger

import (
	"cmp"
	"slices"
	"strings"

	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

// Part is a ledger that came in to be rolled up: a county's in a city's.
type Part struct {
	County   string // as the roster has it; of one that the roster does not know, as written
	File     string // its path in the inbox
	Received string // ISO; "" unknown
	Apart    bool   // it cannot be used: its rows are unmatched
	Doubted  bool   // it may be another county's: it gives way to the county's other ledgers
	Ledger   *Ledger
}

// RollUpInput is what the ledger of a roll-up is made of.
type RollUpInput struct {
	Round  form.Round
	Table  *tasktable.Table // the city's own
	Roster *roster.Roster   // the counties
	Parts  []Part           // in any order
}

// RolledUp is the ledger of a roll-up. Its units are the counties' own, by qualified names and
// with their county for a group; Files has the account of every part.
type RolledUp struct {
	*Ledger
	Kept     map[string]Part // by county: the part that counts
	Replaced []Replaced      // the other usable parts, in the order of their paths
}

// Replaced is a part that a later one of its county took the place of. Tied: nothing orders the
// two, neither fits the round better, and the last by path counts.
type Replaced struct {
	Part
	By   string // path of the part that counts
	Tied bool
}

// unitSep stands between a county and a unit of its.
const unitSep = "·"

// Qualified is the name of a county's unit in the ledger of a roll-up: 示例县·县公安局, for two
// counties may each have one. Rows of no known unit are told by the county alone.
func Qualified(county, unit string) string {
	switch {
	case unit == "":
		return county
	case county == "":
		return unit
	}
	return county + unitSep + unit
}

// OwnName is the name that a unit has in its county.
func OwnName(county, qualified string) string {
	return strings.TrimPrefix(qualified, county+unitSep)
}

// Within is the path of a file that a part names: 示例县/ledger.json › 县公安局.xlsx.
func Within(part, file string) string {
	if file == "" {
		return part
	}
	return part + intake.Sep + file
}

// RollUp joins the ledgers of counties. Of several of one county the last counts, by the time when
// they came; all rows of the others are superseded. The rows of a part that is apart, and those of
// items that the table lacks, are unmatched. All others keep their fate.
func RollUp(in RollUpInput) *RolledUp {
	in.Parts = slices.Clone(in.Parts)
	slices.SortStableFunc(in.Parts, func(a, b Part) int { return cmp.Compare(a.File, b.File) })
	r := &rollUp{RollUpInput: in, items: map[string]int{}, unmatched: map[[2]string]bool{}, out: &RolledUp{Kept: map[string]Part{}, Replaced: []Replaced{},
		Ledger: &Ledger{Round: in.Round.ID, AsOf: in.Round.AsOf, Entries: []Entry{}, Units: []Unit{}, Files: map[string]Rows{}}}}
	for i, row := range in.Table.Rows() {
		r.items[row.Item.ID] = i + 1
	}
	r.names = titlesOf(in.Table)
	r.choose()
	for _, p := range in.Parts {
		r.take(p)
	}
	r.sort()
	for _, county := range r.counties() {
		r.units(r.out.Kept[county])
	}
	return r.out
}

type rollUp struct {
	RollUpInput
	out   *RolledUp
	items map[string]int // place in the table, from 1
	names titles

	unmatched map[[2]string]bool // by unit and item: the row that its county counts is not of the item
	rows      []partRow
}

// partRow is an entry with what orders it.
type partRow struct {
	Entry
	county, file string
	unit         int // place in the county's own list
}

// choose settles which part of a county counts.
func (r *rollUp) choose() {
	of := map[string][]Part{}
	for _, p := range r.Parts {
		if !p.Apart {
			of[p.County] = append(of[p.County], p)
		}
	}
	for county, parts := range of {
		r.out.Kept[county] = r.latest(parts)
	}
	for _, p := range r.Parts {
		if kept := r.out.Kept[p.County]; !p.Apart && p.File != kept.File {
			r.out.Replaced = append(r.out.Replaced, Replaced{p, kept.File, p.Doubted == kept.Doubted && !orderedTimes(p.Received, kept.Received) && r.fits(p) == r.fits(kept)})
		}
	}
}

// latest is the part that came last, as with rows. Of those that nothing orders the one counts that is of the round: who
// sends the whole output folder sends other rounds along. Of several such the last by path counts.
func (r *rollUp) latest(parts []Part) Part {
	if sure := slices.DeleteFunc(slices.Clone(parts), func(p Part) bool { return p.Doubted }); len(sure) > 0 {
		parts = sure
	}
	last := slices.DeleteFunc(slices.Clone(parts), func(p Part) bool {
		return slices.ContainsFunc(parts, func(o Part) bool { return p.Received != "" && o.Received != "" && earlier(p.Received, o.Received) })
	})
	out := last[0]
	for _, p := range last[1:] {
		if r.fits(p) >= r.fits(out) {
			out = p
		}
	}
	return out
}

// fits counts what a part has in common with the round: its name, its date.
func (r *rollUp) fits(p Part) int {
	n := 0
	if p.Ledger.Round == r.Round.ID {
		n++
	}
	if p.Ledger.AsOf != "" && p.Ledger.AsOf == r.Round.AsOf {
		n++
	}
	return n
}

func orderedTimes(a, b string) bool { return a != "" && b != "" && (earlier(a, b) || earlier(b, a)) }

// take adds the rows of a part.
func (r *rollUp) take(p Part) {
	places := map[string]int{}
	for i, u := range p.Ledger.Units {
		places[u.Name] = i + 1
	}
	var account Rows
	for _, e := range p.Ledger.Entries {
		row := partRow{Entry: e, county: p.County, file: p.File, unit: places[e.Unit]}
		row.FilledIn = filledIn(&e)
		row.Fate = r.fate(p, &e)
		row.Unit, row.Source.File = Qualified(p.County, e.Unit), Within(p.File, e.Source.File)
		if e.Fate == Merged && row.Fate == Unmatched {
			r.unmatched[[2]string{row.Unit, e.Item}] = true
		}
		if e.Source.Row > 0 {
			account = account.Plus(row.Fate)
		}
		r.rows = append(r.rows, row)
	}
	r.out.Files[p.File] = account
}

func (r *rollUp) fate(p Part, e *Entry) Fate {
	switch {
	case p.Apart:
		return Unmatched
	case r.out.Kept[p.County].File != p.File:
		return Superseded
	case (e.Fate == Merged || e.Fate == Superseded) && (r.items[e.Item] == 0 || r.names.other(e) != ""):
		return Unmatched
	}
	return e.Fate
}

// sort puts the rows in the order of items, counties and their units; those without an item come last.
func (r *rollUp) sort() {
	last := len(r.items) + 1
	slices.SortStableFunc(r.rows, func(a, b partRow) int {
		return cmp.Or(cmp.Compare(cmp.Or(r.items[a.Item], last), cmp.Or(r.items[b.Item], last)), cmp.Compare(r.Roster.Index(a.county), r.Roster.Index(b.county)),
			cmp.Compare(a.county, b.county), cmp.Compare(a.unit, b.unit), cmp.Compare(a.Unit, b.Unit), cmp.Compare(fateOrder[a.Fate], fateOrder[b.Fate]),
			cmp.Compare(a.Source.File, b.Source.File), cmp.Compare(a.Source.Row, b.Source.Row))
	})
	for _, row := range r.rows {
		r.out.Entries = append(r.out.Entries, row.Entry)
	}
}

// counties are those with a part that counts, in the order of the roster.
func (r *rollUp) counties() []string {
	var out []string
	for _, u := range r.Roster.Units {
		if _, ok := r.out.Kept[u.Name]; ok {
			out = append(out, u.Name)
		}
	}
	return out
}

// units are those of a county as it has them, with the items that the table has.
func (r *rollUp) units(p Part) {
	for _, u := range p.Ledger.Units {
		of := r.standing(p, u)
		of.Missing = r.missing(of)
		of.Rounds = nil
		for _, s := range u.Rounds {
			of.Rounds = append(of.Rounds, Standing{s.Round, r.standing(p, s.Unit)})
		}
		r.out.Units = append(r.out.Units, of)
	}
}

func (r *rollUp) standing(p Part, u Unit) Unit {
	u.Name, u.Group, u.Rounds = Qualified(p.County, u.Name), p.County, nil
	u.Required, u.Missing, u.Excused = r.known(u.Required), r.known(u.Missing), r.known(u.Excused)
	files := []string{}
	for _, f := range u.Files {
		files = append(files, Within(p.File, f))
	}
	u.Files = files
	if u.First != "" {
		u.First = Within(p.File, u.First)
	}
	return u
}

// missing adds the items whose row was no row of the table's item.
func (r *rollUp) missing(u Unit) []string {
	out := []string{}
	for _, item := range u.Required {
		if slices.Contains(u.Missing, item) || r.unmatched[[2]string{u.Name, item}] {
			out = append(out, item)
		}
	}
	return out
}

func (r *rollUp) known(items []string) []string {
	out := []string{}
	for _, item := range items {
		if r.items[item] > 0 {
			out = append(out, item)
		}
	}
	return out
}

// Unknown lists the items of a ledger's rows that a table lacks, each once, in the order of the
// ledger, with the number of their rows.
func (l *Ledger) Unknown(t *tasktable.Table) (items []string, rows map[string]int) {
	known := map[string]bool{"": true}
	for _, row := range t.Rows() {
		known[row.Item.ID] = true
	}
	rows = map[string]int{}
	for _, e := range l.Entries {
		if known[e.Item] || e.Fate == EmptyRow || e.Fate == Unmatched {
			continue
		}
		if rows[e.Item]++; rows[e.Item] == 1 {
			items = append(items, e.Item)
		}
	}
	return items, rows
}
