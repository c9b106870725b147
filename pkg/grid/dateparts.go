package grid

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// datePart is one of several sections of a format for dates, or one with a
// condition.
type datePart struct {
	op     string // of its condition: < <= > >= = <>; "" without one
	bound  float64
	date   []dateToken // empty: a number
	number numberSection
	known  bool // number is understood
}

var formatCondition = regexp.MustCompile(`\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]`)

// parseDates reads a format one of whose sections is a date. Sections for texts
// do not count.
func parseDates(sections []string) numberFormat {
	if n := len(sections); n > 3 || n > 1 && strings.Contains(bareCode(sections[n-1]), "@") {
		sections = sections[:min(n-1, 3)]
	}
	var f numberFormat
	for _, text := range sections {
		var p datePart
		if m := formatCondition.FindStringSubmatch(text); m != nil {
			p.op = m[1]
			p.bound, _ = strconv.ParseFloat(m[2], 64)
			text = strings.Replace(text, m[0], "", 1)
		}
		if isDateSection(text) {
			p.date = parseDateCode(text)
			for _, t := range p.date {
				if t.what == 'f' {
					f.fraction = max(f.fraction, t.n)
				}
			}
		} else {
			p.number, p.known = parseSection(text)
		}
		if f.date == nil {
			f.date = p.date
		}
		f.parts = append(f.parts, p)
	}
	if len(f.parts) == 1 && f.parts[0].op == "" {
		f.parts = nil
	}
	return f
}

func (p *datePart) holds(v float64) bool {
	switch p.op {
	case "<":
		return v < p.bound
	case "<=":
		return v <= p.bound
	case ">":
		return v > p.bound
	case ">=":
		return v >= p.bound
	case "=":
		return v == p.bound
	case "<>":
		return v != p.bound
	}
	return false
}

// part gives the section that a number is shown by: nil for none, where it is
// shown as General. certain is false where programs differ.
func (f *numberFormat) part(v float64) (p *datePart, certain bool) {
	n, conditions := len(f.parts), 0
	for i := range f.parts {
		if f.parts[i].op != "" {
			conditions++
		}
		if f.parts[i].holds(v) {
			return &f.parts[i], true
		}
	}
	switch {
	case conditions == n:
		return nil, true
	case conditions == 0 && n >= 2 && v < 0:
		return &f.parts[1], true
	case conditions == 0 && n >= 3 && v == 0:
		return &f.parts[2], true
	case conditions == 0:
		return &f.parts[0], true
	case n == 2 && f.parts[0].op != "", n == 3 && f.parts[0].op != "" && f.parts[1].op != "":
		return &f.parts[n-1], true
	}
	return nil, false
}

// applyPart shows a number by the section of a date's format that it falls to;
// as ISO 8601 where that is not certain.
func (f *numberFormat) applyPart(c *Cell, v float64, date1904 bool, a *arena) {
	p, certain := f.part(v)
	tokens := isoDate
	switch {
	case certain && p == nil, len(f.date) == 0:
		tokens = nil
	case certain:
		tokens = p.date
	}
	if f.applyDate(c, v, date1904, tokens, a) {
		return
	}
	var buf [64]byte
	switch {
	case p == nil || len(p.date) > 0 || !p.known || v < 0 && (p.number.digits || p.number.general) && slices.ContainsFunc(f.parts, func(x datePart) bool { return x.op != "" }):
		c.Text = a.string(appendGeneral(buf[:0], v))
	case v < 0:
		c.Text = a.string(p.number.append(buf[:0], -v))
	default:
		c.Text = a.string(p.number.append(buf[:0], v))
	}
}

// applyDate makes the cell a date; false, and nothing is done, where it is none.
func (f *numberFormat) applyDate(c *Cell, v float64, date1904 bool, tokens []dateToken, a *arena) bool {
	t, ok := serialTime(v, date1904, f.fraction)
	if !ok || len(tokens) == 0 {
		return false
	}
	var buf [64]byte
	c.Type = Date
	c.Raw = a.string(t.appendISO(buf[:0]))
	c.Text = a.string(t.appendText(buf[:0], tokens))
	return true
}

// tokensAt gives the tokens for a date that is stored as such.
func (f *numberFormat) tokensAt(serial float64) []dateToken {
	if len(f.parts) == 0 {
		return f.date
	}
	if p, certain := f.part(serial); certain && p != nil && len(p.date) > 0 {
		return p.date
	}
	return isoDate
}

// language is what a format's names of days and months are in.
type language byte

const (
	localeUsual   language = iota // English, or the machine's
	localeChinese                 // of the mainland and Singapore
	localeForeign
	localeCalendar // with a calendar or numerals of its own
)

var formatLocale = regexp.MustCompile(`^\[\$[^\]-]*-([^\]]+)\]$`)

// localeOf reads [$-804], and [$-zh-CN]: language, calendar and numerals
// (ECMA-376 Part 1 §18.8.31).
func localeOf(bracket string) (language, bool) {
	m := formatLocale.FindStringSubmatch(bracket)
	if m == nil {
		return 0, false
	}
	name, _, _ := strings.Cut(m[1], ",")
	switch {
	case name == "zh-cn" || name == "zh-sg" || name == "zh-hans":
		return localeChinese, true
	case strings.HasPrefix(name, "en"):
		return localeUsual, true
	}
	n, err := strconv.ParseUint(name, 16, 32)
	if err != nil {
		return localeForeign, true
	}
	if numerals, calendar := n>>24, n>>16&0xff; numerals > 1 || calendar > 2 && calendar != 0x13 {
		return localeCalendar, true
	}
	const chinese, singapore, english = 0x804, 0x1004, 9
	switch lang := n & 0xffff; {
	case lang == chinese || lang == singapore || lang == 4:
		return localeChinese, true
	case lang == 0 || lang&0x3ff == english:
		return localeUsual, true
	}
	return localeForeign, true
}
