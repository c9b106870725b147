package check

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// copyLimits say from when two reports are alike (copies in rules.yaml). Share is in percent.
type copyLimits struct {
	Least   int      // characters of its own that a report needs to be compared; 0: no report is
	Share   int      // of the own characters of the shorter one, so many stand in the other
	Phrases []string // that everybody uses, and that prove nothing
}

// copies looks for reports that are alike.
type copies struct {
	limits copyLimits
	common map[uint64]bool // runs of phrases that everybody uses
	items  map[string]*itemTexts
	texts  []copyText
}

// copyText is a report with where it stands.
type copyText struct {
	form    *form.Form
	entry   *form.Entry
	arrived string
	text    string
	shingles
	sorted []uint64 // its hashes in their order; nil until they are asked for
}

// inOrder gives the hashes in their order.
func (t *copyText) inOrder() []uint64 {
	if t.sorted == nil {
		t.sorted = slices.Sorted(slices.Values(t.hashes))
	}
	return t.sorted
}

func (r *Result) newCopies() *copies {
	return &copies{limits: r.settings.Rules.copies, common: r.settings.Rules.common, items: r.settings.Rules.textsOf(r.settings.Table)}
}

// asked are the runs of what was asked of the unit.
func (c *copies) asked(item string) map[uint64]bool {
	if k := c.items[item]; k != nil {
		return k.asked
	}
	return nil
}

// similar finds reports that were taken from another unit or from the round before. All
// versions that came are compared, also those that a later one replaced.
func (r *Result) similar(before answers) []finding.Finding {
	c := r.newCopies()
	if c.limits.Least == 0 {
		return nil
	}
	for _, f := range r.Forms() {
		if f.Unit == "" {
			continue
		}
		for i := range f.Entries {
			if e := &f.Entries[i]; e.Item != "" && !e.Empty && reports(e) {
				c.add(f, e)
			}
		}
	}
	return append(c.fromUnits(), c.fromBefore(before)...)
}

// reports tells that a row says what was done: that a task does not concern the unit or has not
// begun, many may say alike, and again.
func reports(e *form.Entry) bool {
	return e.Status != form.NotApplicable && e.Status != form.NotStarted
}

func (c *copies) add(f *form.Form, e *form.Entry) {
	text := e.Written[form.FieldProgressText]
	if len([]rune(text)) < c.limits.Least {
		return
	}
	s := c.shingled(text, c.asked(e.Item))
	if s.count() >= c.runs() {
		c.texts = append(c.texts, copyText{form: f, entry: e, arrived: ledger.Arrived(f), text: text, shingles: s})
	}
}

// runs is the number of own runs of so many characters.
func (c *copies) runs() int { return max(1, c.limits.Least-shingle+1) }

func (s shingles) count() (n int) {
	for _, own := range s.own {
		if own {
			n++
		}
	}
	return n
}

// alike compares two reports, the shorter with the longer.
func (c *copies) alike(a, b *copyText) (likeness, bool) {
	l := compare(a.shingles, b.inOrder())
	return l, l.own >= c.runs() && l.own*100 >= c.limits.Share*l.of && sameFigures(a.figures, b.figures)
}

// sameFigures tells that of the figures of two reports most are the same. Who fills figures of
// their own into common sentences has copied nothing.
func sameFigures(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	left, same := slices.Clone(b), 0
	for _, f := range a {
		if i := slices.Index(left, f); i >= 0 {
			left, same = slices.Delete(left, i, i+1), same+1
		}
	}
	return 4*same >= 3*len(a) // three in four: one may have been brought up to date
}

// pair is two reports of different units that are alike; of is the one that is told of.
type pair struct {
	of, other int
	likeness
	common string // the longest part that they have in common
}

// fromUnits tells of each report the one of another unit that it is most alike.
func (c *copies) fromUnits() []finding.Finding {
	found := map[int]pair{}
	for _, k := range c.candidates() {
		a, b := k[0], k[1]
		if c.texts[a].count() > c.texts[b].count() {
			a, b = b, a
		}
		l, ok := c.alike(&c.texts[a], &c.texts[b])
		if !ok {
			continue
		}
		for _, of := range c.later(a, b) {
			other := a + b - of
			if p, ok := found[of]; !ok || l.own > p.own || l.own == p.own && other < p.other {
				found[of] = pair{of, other, l, l.quote(c.texts[a].text)}
			}
		}
	}
	var out []finding.Finding
	for i := range c.texts {
		if p, ok := found[i]; ok {
			out = append(out, c.told(p))
		}
	}
	return joined(out)
}

// later gives the one of two reports that came later, both when nothing orders them.
func (c *copies) later(a, b int) []int {
	x, y := c.texts[a].arrived, c.texts[b].arrived
	n := min(len(x), len(y)) // a day and a time of that day are in no order
	switch {
	case n == 0 || x[:n] == y[:n]:
		return []int{a, b}
	case x[:n] > y[:n]:
		return []int{a}
	}
	return []int{b}
}

// told is the finding about a report that is like another.
func (c *copies) told(p pair) finding.Finding {
	of, other := &c.texts[p.of], &c.texts[p.other]
	at := other.form.At(other.entry, form.FieldProgressText)
	return finding.Finding{Code: "copied_unit", File: of.form.File, Sheet: of.form.Sheet, Cell: of.form.At(of.entry, form.FieldProgressText).Cell,
		Unit: of.form.Unit, Item: of.entry.Item, Field: form.FieldProgressText,
		Args: map[string]string{"other": other.form.Unit, "other_file": at.File, "other_cells": at.Cell, "common": firstLine(p.common),
			"length": strconv.Itoa(p.own + shingle - 1)}}
}

// joined makes one finding of all that a sheet has from one other file.
func joined(list []finding.Finding) []finding.Finding {
	var out []finding.Finding
	at := map[[6]string]int{}
	for _, f := range list {
		key := [6]string{f.Code, f.File, f.Sheet, f.Unit, f.Args["other"], f.Args["other_file"]}
		i, ok := at[key]
		if !ok {
			at[key] = len(out)
			f.Cells = []string{f.Cell}
			f.Args["items"] = finding.ItemText(f.Item)
			out = append(out, f)
			continue
		}
		g := &out[i]
		g.Cells, g.Item = append(g.Cells, f.Cell), ""
		g.Args["items"] += "、" + finding.ItemText(f.Item)
		if !slices.Contains(strings.Split(g.Args["other_cells"], "、"), f.Args["other_cells"]) {
			g.Args["other_cells"] += "、" + f.Args["other_cells"]
		}
	}
	return out
}

// print is a sampled hash of a text.
type print struct {
	hash uint64
	text int32
}

// candidates are the pairs of reports of different units that have a sampled run in common.
// Of a run that many have, each is paired with the first and with the one before it only:
// the effort grows with the number of texts, not with its square.
func (c *copies) candidates() [][2]int {
	var prints []print
	for i := range c.texts {
		for _, h := range c.texts[i].sample() {
			prints = append(prints, print{h, int32(i)})
		}
	}
	slices.SortFunc(prints, func(a, b print) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.text, b.text)) })
	var pairs []uint64
	for from := 0; from < len(prints); {
		to := from + 1
		for to < len(prints) && prints[to].hash == prints[from].hash {
			to++
		}
		pairs = c.pairs(prints[from:to], pairs)
		from = to
	}
	slices.Sort(pairs)
	var out [][2]int
	for from := 0; from < len(pairs); {
		to := from + 1
		for to < len(pairs) && pairs[to] == pairs[from] {
			to++
		}
		if a, b := int(pairs[from]>>32), int(uint32(pairs[from])); to-from > 1 || len(c.texts[a].hashes) < twoRuns || len(c.texts[b].hashes) < twoRuns {
			out = append(out, [2]int{a, b})
		}
		from = to
	}
	return out
}

// twoRuns is the length, in runs, from which two texts that are alike share two sampled runs.
const twoRuns = 24

// pairs adds the pairs of texts with one run in common.
func (c *copies) pairs(group []print, into []uint64) []uint64 {
	const few = 6 // texts that are all compared with one another
	for i := 1; i < len(group); i++ {
		first := 0
		if len(group) > few {
			first = i - 1
			into = c.pair(group[0].text, group[i].text, into)
		}
		for j := first; j < i; j++ {
			into = c.pair(group[j].text, group[i].text, into)
		}
	}
	return into
}

// pair packs two texts of different units, the first first, into one number.
func (c *copies) pair(a, b int32, into []uint64) []uint64 {
	if c.texts[a].form.Unit == c.texts[b].form.Unit {
		return into
	}
	return append(into, uint64(min(a, b))<<32|uint64(max(a, b)))
}

// fromBefore tells of reports that repeat what the unit wrote in the round before.
func (c *copies) fromBefore(before answers) []finding.Finding {
	var out []finding.Finding
	for i := range c.texts {
		t := &c.texts[i]
		was := before[[2]string{t.form.Unit, t.entry.Item}]
		if was == nil || value.Blank(was.ProgressText) || was.Status == form.Done && t.entry.Status == form.Done {
			continue
		}
		a, b := t, &copyText{text: was.ProgressText, shingles: c.shingled(was.ProgressText, c.asked(t.entry.Item))}
		if b.count() < a.count() {
			a, b = b, a
		}
		if l, ok := c.alike(a, b); ok {
			out = append(out, finding.Finding{Code: "copied_round", File: t.form.File, Sheet: t.form.Sheet, Cell: t.form.At(t.entry, form.FieldProgressText).Cell,
				Unit: t.form.Unit, Item: t.entry.Item, Field: form.FieldProgressText,
				Args: map[string]string{"other": was.Source.File, "other_file": was.Source.File, "other_cells": was.Source.Cells[form.FieldProgressText], "common": firstLine(l.quote(a.text)),
					"length": strconv.Itoa(l.own + shingle - 1)}})
		}
	}
	return joined(out)
}
