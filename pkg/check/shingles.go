package check

import (
	"regexp"
	"slices"
	"unicode"

	"zwgk/pkg/value"
)

// shingle is the number of characters that are compared at a time. Five Chinese characters
// are two or three words: shorter ones meet by chance, longer ones miss a text with a few
// words changed.
const shingle = 5

// shingles are a text as it is compared: a hash for each run of characters, in the order of
// the text, without punctuation, spaces and the width of letters. Runs all of whose
// characters stand in phrases that everybody uses, or in what was asked, are not its own.
type shingles struct {
	hashes  []uint64
	own     []bool
	figures []string // numbers, in the order of the text
}

var numbers = regexp.MustCompile(`\d+(?:\.\d+)?`)

// letters are the characters of a text that count, with their places in it.
func letters(text string) (folded []rune, places []int) {
	for i, r := range []rune(text) {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			continue
		}
		if r < 128 || unicode.Is(unicode.Han, r) {
			folded = append(folded, unicode.ToLower(r))
			places = append(places, i)
			continue
		}
		for _, f := range value.Fold(string(r)) {
			folded = append(folded, f)
			places = append(places, i)
		}
	}
	return folded, places
}

// shingled cuts a text into shingles. asked has the hashes of what was asked of the unit.
func (c *copies) shingled(text string, asked map[uint64]bool) shingles {
	folded, places := letters(text)
	n := max(0, len(folded)-shingle+1)
	s := shingles{figures: numbers.FindAllString(text, -1), hashes: make([]uint64, n), own: make([]bool, n)}
	said := make([]bool, len(folded)) // by everybody
	for i := range s.hashes {
		h := hashOf(folded[i : i+shingle])
		s.hashes[i] = h
		if c.common[h] || asked[h] {
			for k := i; k < i+shingle; k++ {
				said[k] = true
			}
		}
	}
	titled(text, places, said)
	for i := range s.own {
		s.own[i] = slices.Contains(said[i:i+shingle], false)
	}
	return s
}

// titled marks the characters of titles of documents, 《…》: who passes one on names it.
func titled(text string, places []int, said []bool) {
	inside, k := false, 0
	for i, r := range []rune(text) {
		switch r {
		case '《':
			inside = true
		case '》':
			inside = false
		}
		for k < len(places) && places[k] == i {
			said[k] = said[k] || inside
			k++
		}
	}
}

// hashOf mixes characters into 64 bits (FNV-1a over the code points).
func hashOf(run []rune) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range run {
		h = (h ^ uint64(r)) * 1099511628211
	}
	return h ^ h>>29
}

// hashesOf are the hashes of all runs of some texts.
func hashesOf(texts ...string) map[uint64]bool {
	out := map[uint64]bool{}
	for _, text := range texts {
		folded, _ := letters(text)
		for i := 0; i+shingle <= len(folded); i++ {
			out[hashOf(folded[i:i+shingle])] = true
		}
	}
	return out
}

// sample picks some of the own hashes of a text to look others up by: the smallest of each
// window of runs, so that two texts with a common part of a window's length share one
// (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003).
func (s shingles) sample() []uint64 {
	const window = 6
	var out []uint64
	var own []uint64
	for i, h := range s.hashes {
		if s.own[i] {
			own = append(own, h)
		}
	}
	if len(own) <= window {
		return own
	}
	for i := 0; i+window <= len(own); i++ {
		h := slices.Min(own[i : i+window])
		if len(out) == 0 || out[len(out)-1] != h {
			out = append(out, h)
		}
	}
	return out
}

// likeness is what two texts have in common.
type likeness struct {
	own        int // own runs of the shorter text that stand in the other, too
	of         int // own runs of the shorter text
	start, end int // the runs of the longest common part of the shorter text
}

// compare finds how much of a text stands in another, of which it gets the hashes in their
// order.
func compare(a shingles, other []uint64) (l likeness) {
	from := -1
	for i, h := range a.hashes {
		_, in := slices.BinarySearch(other, h)
		if a.own[i] {
			l.of++
			if in {
				l.own++
			}
		}
		switch {
		case !in:
			from = -1
		case from < 0:
			from = i
			fallthrough
		default:
			if i-from >= l.end-l.start {
				l.start, l.end = from, i+1
			}
		}
	}
	return l
}

// quote gives the longest part that two texts have in common, as the text has it.
func (l likeness) quote(text string) string {
	_, places := letters(text)
	if l.end == 0 || l.end+shingle-2 >= len(places) {
		return ""
	}
	return string([]rune(text)[places[l.start] : places[l.end+shingle-2]+1])
}
