package grid

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"sync"
)

// numberFormat is how a number is shown. The zero value is General.
type numberFormat struct {
	date     []dateToken // not empty: a date or a time
	fraction int         // decimals of a second that are shown
	parts    []datePart  // of a date's format with several sections or a condition
	sections []numberSection
}

// numberSection is one section of a format code for numbers
// (ECMA-376 Part 1 §18.8.31): what stands around the digits, and how many there are.
type numberSection struct {
	before, after string
	digits        bool // false: only text is shown
	general       bool // the digits as General shows them
	whole         int  // fewest digits before the point
	decimals      int
	optional      int // how many of the last decimals are shown only when not 0
	grouped       bool
	percents      int // how often the number is multiplied by 100
	thousands     int // how often it is divided by 1,000
}

// builtinDates are the built-in date formats (ECMA-376 Part 1 §18.8.30): 14-22
// and 45-47 for all languages, 27-36 and 50-58 for Chinese.
var builtinDates = map[int]string{
	14: "yyyy/m/d", 15: "yyyy-mm-dd", 16: "m/d", 17: "yyyy-mm", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: `yyyy"年"m"月"`, 28: `m"月"d"日"`, 29: `m"月"d"日"`, 30: "yyyy/m/d", 31: `yyyy"年"m"月"d"日"`, 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: `yyyy"年"m"月"`,
	45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss",
	50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `m"月"d"日"`, 55: "h:mm", 56: "h:mm:ss", 57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
}

var builtinNumbers = map[int]string{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00"}

var builtinFormats = sync.OnceValue(func() map[int]*numberFormat {
	out := map[int]*numberFormat{}
	for _, codes := range []map[int]string{builtinDates, builtinNumbers} {
		for id, code := range codes {
			f := parseFormat(code)
			out[id] = &f
		}
	}
	return out
})

var generalFormat = &numberFormat{}

// formatTable gives the formats of a file by cell style, each read once and
// only when a cell asks for it.
type formatTable struct {
	ids   []int          // number format of each cell style
	codes map[int]string // the file's own
	known map[int]*numberFormat
}

// has tells that a file has a cell style. One without any style has the first.
func (t *formatTable) has(style int) bool { return style <= 0 || style < len(t.ids) }

// of gives the format of a cell style; General for a style that is not there.
func (t *formatTable) of(style int) *numberFormat {
	if style < 0 || style >= len(t.ids) {
		return generalFormat
	}
	return t.byID(t.ids[style])
}

// byID gives a format by its number: the file's own code, else the built-in.
func (t *formatTable) byID(id int) *numberFormat {
	code, own := t.codes[id]
	if !own {
		if f := builtinFormats()[id]; f != nil {
			return f
		}
		return generalFormat
	}
	f := t.known[id]
	if f == nil {
		read := parseFormat(code)
		f = &read
		if t.known == nil {
			t.known = map[int]*numberFormat{}
		}
		t.known[id] = f
	}
	return f
}

func (f *numberFormat) general() bool {
	return len(f.date) == 0 && len(f.sections) == 0 && len(f.parts) == 0
}

// apply gives a numeric cell its text, and its type and raw value when it is a
// date. Texts come out of the arena, or stand alone without one.
func (f *numberFormat) apply(c *Cell, v float64, date1904 bool, a *arena) {
	if len(f.parts) > 0 {
		f.applyPart(c, v, date1904, a)
		return
	}
	if len(f.date) > 0 && f.applyDate(c, v, date1904, f.date, a) {
		return
	}
	var buf [64]byte
	c.Text = a.string(f.appendNumber(buf[:0], v))
}

// appendNumber shows a number: by the section for its sign, else as General.
func (f *numberFormat) appendNumber(dst []byte, v float64) []byte {
	n := len(f.sections)
	switch {
	case n == 0:
		return appendGeneral(dst, v)
	case n >= 2 && v < 0:
		return f.sections[1].append(dst, -v)
	case n >= 3 && v == 0:
		return f.sections[2].append(dst, v)
	}
	if v >= 0 || !f.sections[0].digits {
		return f.sections[0].append(dst, v)
	}
	start := len(dst)
	dst = f.sections[0].append(append(dst, '-'), -v)
	if !bytes.ContainsAny(dst[start:], "123456789") {
		return append(dst[:start], dst[start+1:]...) // no -0
	}
	return dst
}

func (s *numberSection) append(dst []byte, v float64) []byte {
	dst = append(dst, s.before...)
	switch {
	case s.general:
		dst = appendGeneral(dst, v)
	case s.digits:
		dst = s.appendDigits(dst, v)
	}
	return append(dst, s.after...)
}

// appendDigits rounds on the 15 significant digits that Excel keeps, half away
// from zero, so that 0.285 gives 0.29 and not 0.28. v is not negative.
func (s *numberSection) appendDigits(dst []byte, v float64) []byte {
	var buf [32]byte
	sci := strconv.AppendFloat(buf[:0], v, 'e', 14, 64)
	digits, exp := splitScientific(sci)
	if v != 0 {
		exp += 2*s.percents - 3*s.thousands
	}
	digits, exp = roundDigits(digits, exp, s.decimals)
	start := len(dst)
	for i := exp; i >= 0 && (v != 0 || s.whole > 0); i-- {
		dst = append(dst, digitAt(digits, exp-i))
	}
	for pad := s.whole - max(exp+1, 0); pad > 0; pad-- {
		dst = append(dst, '0')
		copy(dst[start+1:], dst[start:])
		dst[start] = '0'
	}
	if s.grouped {
		dst = groupThousands(dst, start)
	}
	return s.appendDecimals(dst, digits, exp)
}

func (s *numberSection) appendDecimals(dst, digits []byte, exp int) []byte {
	if s.decimals == 0 {
		return dst
	}
	dst = append(dst, '.')
	for i := 1; i <= s.decimals; i++ {
		dst = append(dst, digitAt(digits, exp+i))
	}
	for cut := s.optional; cut > 0 && dst[len(dst)-1] == '0'; cut-- {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// splitScientific gives the digits of d.ddde±xx without the point, and the exponent.
func splitScientific(s []byte) (digits []byte, exp int) {
	e := len(s) - 1
	for s[e] != 'e' {
		e--
	}
	for _, c := range s[e+2:] {
		exp = exp*10 + int(c-'0')
	}
	if s[e+1] == '-' {
		exp = -exp
	}
	copy(s[1:], s[2:e])
	return s[:e-1], exp
}

// roundDigits rounds a number d.ddd·10^exp to a count of decimals.
func roundDigits(digits []byte, exp, decimals int) ([]byte, int) {
	keep := exp + 1 + decimals
	if keep >= len(digits) {
		return digits, exp
	}
	if keep < 0 {
		return digits[:0], exp
	}
	up := digits[keep] >= '5'
	digits = digits[:keep]
	if !up {
		return digits, exp
	}
	for i := keep - 1; i >= 0; i-- {
		if digits[i] != '9' {
			digits[i]++
			return digits, exp
		}
		digits[i] = '0'
	}
	return append(digits[:0], append([]byte{'1'}, digits...)...), exp + 1
}

// digitAt gives the digit at a place behind the first, 0 outside.
func digitAt(digits []byte, i int) byte {
	if i < 0 || i >= len(digits) {
		return '0'
	}
	return digits[i]
}

func groupThousands(b []byte, start int) []byte {
	for i := len(b) - 3; i > start; i -= 3 {
		b = append(b, 0)
		copy(b[i+1:], b[i:])
		b[i] = ','
	}
	return b
}

// appendGeneral shows a number as Excel's General does: up to 15 significant
// digits, no exponent up to 10^20.
func appendGeneral(dst []byte, v float64) []byte {
	var buf [32]byte
	if n, err := strconv.ParseFloat(string(strconv.AppendFloat(buf[:0], v, 'g', 15, 64)), 64); err == nil {
		v = n
	}
	if a := math.Abs(v); a != 0 && (a < 1e-9 || a >= 1e20) {
		return strconv.AppendFloat(dst, v, 'E', -1, 64)
	}
	return strconv.AppendFloat(dst, v, 'f', -1, 64)
}

// plainGeneral tells that General shows a number just as it is stored: up to 15
// digits without an exponent, no zero too many.
func plainGeneral(s []byte) bool {
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
	if len(s) == 0 || len(s) > 10 || s[0] == '0' && len(s) > 1 && s[1] != '.' {
		return false
	}
	point := -1
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
		case c == '.' && point < 0 && i > 0:
			point = i
		default:
			return false
		}
	}
	return point < 0 || s[len(s)-1] != '0' && point < len(s)-1
}

// isDateCode tells by the letters of a bare format code, without literals, that
// it shows a date. An e is the year where it is no exponent.
func isDateCode(bare string) bool {
	if strings.ContainsAny(bare, "年月日") && strings.ContainsAny(bare, "ymde") {
		return true
	}
	if strings.Contains(bare, "aaa") {
		return true
	}
	bare = strings.ReplaceAll(bare, "general", "")
	if strings.ContainsAny(secondsFraction.ReplaceAllString(bare, ""), "0#?") {
		return false
	}
	return strings.ContainsAny(bare, "ymdhs") || strings.Contains(bare, "e") && !strings.ContainsFunc(bare, func(r rune) bool { return r >= 'a' && r <= 'z' && r != 'e' && r != 'g' })
}
