package typeset

import (
	"math"
	"strings"
)

// text is a line of the writer's, ready to be cut into lines of print.
type text struct {
	runes  []rune
	widths []float64 // advances, in mm
}

// measure is the room of lines, in mm.
type measure struct {
	first, rest float64 // of the first line and of the others
	squeeze     float64 // what each gap of a line can give to hold one mark more
}

// span is a line of print: runes from..to without the spaces around, and its
// width as set without stretch. over is the blank half of a mark at its end
// that may stand outside the measure.
type span struct {
	from, to    int
	width, over float64
	gaps        int // places where the line can be stretched
}

// slack makes up for sums of rounded widths, in mm.
const slack = 1e-6

// breakLines cuts a text into lines. Every rune but spaces at line ends is in
// one of them. A word wider than a line is cut anywhere; everything else is
// cut where mayBreak says so, unless a line offers no such place.
func breakLines(t text, m measure) []span {
	var out []span
	for i := t.skip(0); i < len(t.runes); i = t.skip(i) {
		room := m.rest
		if len(out) == 0 {
			room = m.first
		}
		to := t.lineEnd(i, room, m)
		out = append(out, t.span(i, to))
		i = to
	}
	return out
}

// skip passes over spaces.
func (t text) skip(i int) int {
	for i < len(t.runes) && isSpace(t.runes[i]) {
		i++
	}
	return i
}

func (t text) span(from, to int) span {
	s := span{from: from, to: from}
	for i := from; i < to; i++ {
		s = t.extend(s, i)
	}
	return s
}

// extend takes rune i into a line. Spaces count only once something follows them.
func (t text) extend(s span, i int) span {
	if isSpace(t.runes[i]) {
		return s
	}
	for k := s.to; k <= i; k++ {
		s.width += t.widths[k]
		if k > s.from && !joined(t.runes, k) {
			s.gaps++
		}
	}
	s.to, s.over = i+1, 0
	if halfBlank[t.runes[i]] {
		s.over = t.widths[i] / 2
	}
	return s
}

// lineEnd is where the line that begins at from ends.
func (t text) lineEnd(from int, room float64, m measure) int {
	best := from
	line := span{from: from, to: from}
	for i := from + 1; i <= len(t.runes); i++ {
		line = t.extend(line, i-1)
		if i < len(t.runes) && !mayBreak(t.runes, i) {
			// A mark that may stand half outside can still follow.
			if !line.fits(room+t.widths[i-1], m.squeeze) {
				break
			}
			continue
		}
		if !line.fits(room, m.squeeze) {
			break
		}
		best = i
	}
	if best == len(t.runes) || best > from && !t.tooLong(best, m.rest) {
		return best
	}
	return t.cut(from, best, room)
}

func (s span) fits(room, squeeze float64) bool {
	return s.width <= room+slack || s.width-s.over <= room+squeeze*float64(s.gaps)+slack
}

// tooLong tells whether what stands between a break and the next one is wider than a line.
func (t text) tooLong(from int, room float64) bool {
	sum := 0.0
	for i := t.skip(from); i < len(t.runes); i++ {
		if sum > 0 && (mayBreak(t.runes, i) || isSpace(t.runes[i])) {
			return false
		}
		if sum += t.widths[i]; sum > room+slack {
			return true
		}
	}
	return false
}

// cut ends a line that begins at from inside of what should not be broken,
// as far right as there is room, but rather not before a mark that no line
// begins with. best is the last good break, or from.
func (t text) cut(from, best int, room float64) int {
	last, sum := from, 0.0
	for last < len(t.runes) && (last == from || sum+t.widths[last] <= room+slack) {
		sum += t.widths[last]
		last++
	}
	for i := last; i > max(best, from+2*(last-from)/3) && i < len(t.runes); i-- {
		if strings.ContainsRune("/?&=_", t.runes[i-1]) && isWord(t.runes[i]) && !startForbidden[t.runes[i]] {
			return i // addresses part best after these
		}
	}
	for i := last; i > max(best, from); i-- {
		if i < len(t.runes) && !startForbidden[t.runes[i]] && !endForbidden[t.runes[i-1]] && !isCombining(t.runes[i]) && !isSpace(t.runes[i]) {
			return i
		}
	}
	if best > from {
		return best
	}
	return last
}

// stretch is what each gap of a line gets to fill the room: less than nothing
// where a mark was squeezed in, nothing where it would tear the line apart.
func (s span) stretch(room, most float64) float64 {
	if s.gaps == 0 {
		return 0
	}
	d := (room - s.width) / float64(s.gaps)
	if d < 0 {
		d = math.Min(0, (room+s.over-s.width)/float64(s.gaps))
	}
	if d > most {
		return 0
	}
	return d
}
