package grid

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// instant is a date or time of day out of a cell, in no time zone.
type instant struct {
	year, month, day     int
	hour, minute, second int
	part, digits         int // of a second, in units of 10^-digits
	weekday              time.Weekday
	serial               float64
	hasDay, hasTime      bool
}

// serialTime turns a serial number into a date: day 1 is 1900-01-01, and the
// day 1900-02-29 that never was counts as 60 (ECMA-376 Part 1 §18.17.4.1); with
// the 1904 system day 0 is 1904-01-01. It is rounded to a second, or to some
// decimals of one. ok is false outside of the years 1900-9999.
func serialTime(v float64, date1904 bool, digits int) (instant, bool) {
	if !(v >= 0 && v < 2958466) {
		return instant{}, false
	}
	day := int(v)
	parts := int64(math.Round((v - float64(day)) * 86400 * float64(powersOf10[digits])))
	base := int64(-25569) // 1899-12-30 in days of Unix time
	switch {
	case date1904:
		base = -24107
	case day < 60:
		base = -25568
	}
	unit := powersOf10[digits]
	t := instantOf(time.Unix((base+int64(day))*86400+parts/unit, parts%unit*(1e9/unit)).UTC(), digits)
	if t.serial, t.hasDay = v, v >= 1; !t.hasDay && !date1904 {
		t.year, t.month, t.day = 1900, 1, 0 // as Excel shows a time of day
	}
	return t, true
}

// powersOf10 are the units of the decimals of a second that Excel can show.
var powersOf10 = [...]int64{1, 10, 100, 1000}

// instantOf gives a moment with some decimals of a second, others cut off.
func instantOf(u time.Time, digits int) instant {
	t := instant{digits: digits, part: int(int64(u.Nanosecond()) * powersOf10[digits] / 1e9)}
	year, month, day := u.Date()
	t.year, t.month, t.day = year, int(month), day
	t.hour, t.minute, t.second = u.Clock()
	t.weekday = u.Weekday()
	t.serial = float64(u.Unix())/86400 + 25569
	t.hasDay, t.hasTime = true, t.hour != 0 || t.minute != 0 || t.second != 0 || t.part != 0
	return t
}

// appendISO writes 2006-01-02, with T15:04:05 when there is a time of day; a
// time without a day alone.
func (t *instant) appendISO(dst []byte) []byte {
	if t.hasDay {
		dst = appendPadded(dst, t.year, 4)
		dst = appendPadded(append(dst, '-'), t.month, 2)
		dst = appendPadded(append(dst, '-'), t.day, 2)
		if !t.hasTime {
			return dst
		}
		dst = append(dst, 'T')
	}
	dst = appendPadded(dst, t.hour, 2)
	dst = appendPadded(append(dst, ':'), t.minute, 2)
	dst = appendPadded(append(dst, ':'), t.second, 2)
	if t.part == 0 {
		return dst
	}
	return bytes.TrimRight(appendPadded(append(dst, '.'), t.part, t.digits), "0")
}

func appendPadded(dst []byte, n, width int) []byte {
	for least := 10; width > 1; width-- {
		if n < least {
			dst = append(dst, '0')
		}
		least *= 10
	}
	return strconv.AppendInt(dst, int64(n), 10)
}

// dateToken is a piece of a date's format: a letter and how often it stands, or
// literal text.
type dateToken struct {
	what byte // y m d h n(minutes) s f(raction) e(year) a(weekday) p(am/pm) H M S(elapsed) i(SO 8601); 0 for text
	n    int
	text string
	cn   byte // 1 in Chinese numerals, 2 in those of banks, 3 in wide digits
	noon bool // of h: by a twelve-hour clock
	zh   bool // names of months and days in Chinese
}

var dateLexemes = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|\.0+|[aA]{3,4}|[eE]+|上午/下午|[aA][mM]/[pP][mM]|[aA]/[pP]|.`)

// systemDate and systemTime are the long date and the time of the machine's
// settings, whatever stands behind.
var (
	systemDate = regexp.MustCompile(`(?i)\[\$-(?:F800|x-sysdate)\].*`)
	systemTime = regexp.MustCompile(`(?i)\[\$-(?:F400|x-systime)\].*`)
)

// isoDate is the format of what cannot be shown as Excel would.
var isoDate = []dateToken{{what: 'i'}}

// parseDateCode reads the tokens of a section of a format code; m means minutes
// after an hour or before seconds. What is not known, or depends on another
// calendar or language, makes it isoDate.
func parseDateCode(section string) []dateToken {
	var out []dateToken
	var now dateToken // what the brackets say
	foreign := false
	section = systemDate.ReplaceAllLiteralString(section, `yyyy"年"m"月"d"日"`)
	section = systemTime.ReplaceAllLiteralString(section, `h:mm:ss`)
	for _, m := range dateLexemes.FindAllString(section, -1) {
		t := now
		t.n = len(m)
		lower := strings.ToLower(m)
		switch c := lower[0]; {
		case c == '"':
			t.text = strings.Trim(m, `"`)
		case c == '\\':
			t.text = m[1:]
		case c == '_' || c == '*' && len(m) > 1:
			continue
		case c == '[':
			if n, ok := strings.CutPrefix(lower, "[dbnum"); ok {
				now.cn = n[0] - '0'
			}
			if l, ok := localeOf(lower); ok && l == localeCalendar {
				return isoDate
			} else if ok {
				now.zh, foreign = l == localeChinese, l == localeForeign
			}
			if !formatElapsed.MatchString(lower) {
				continue
			}
			t.what, t.n = lower[1]-'a'+'A', len(m)-2
		case strings.HasPrefix(lower, ".0"):
			t.what, t.n = 'f', len(m)-1
		case lower == "上午/下午" || lower == "am/pm" || lower == "a/p":
			t.what, t.text = 'p', lower
		case c == 'a' && len(m) >= 3:
			t.what = 'a'
		case strings.IndexByte("ymdhse", c) >= 0:
			t.what = c
		case strings.IndexByte("gbn", c) >= 0:
			return isoDate
		default:
			t.text = m
		}
		if foreign && (strings.IndexByte("eap", t.what) >= 0 && t.what != 0 || strings.IndexByte("md", t.what) >= 0 && t.n >= 3) || t.what == 'f' && t.n >= len(powersOf10) {
			return isoDate
		}
		out = append(out, t)
	}
	return settleMinutes(out)
}

// settleMinutes tells minutes from months, and clocks of twelve hours.
func settleMinutes(tokens []dateToken) []dateToken {
	noon := false
	last := byte(0)
	for i := range tokens {
		t := &tokens[i]
		if t.what == 'm' && (last == 'h' || last == 'H' || nextLetter(tokens[i+1:]) == 's') {
			t.what = 'n'
		}
		if t.what != 0 {
			last = t.what
		}
		noon = noon || t.what == 'p'
	}
	for i := range tokens {
		tokens[i].noon = noon
	}
	return tokens
}

func nextLetter(tokens []dateToken) byte {
	for _, t := range tokens {
		if t.what != 0 {
			return t.what | 0x20
		}
	}
	return 0
}

// appendText writes the date by the tokens of a format.
func (t *instant) appendText(dst []byte, tokens []dateToken) []byte {
	for i := range tokens {
		dst = t.appendToken(dst, &tokens[i])
	}
	return dst
}

func (t *instant) appendToken(dst []byte, k *dateToken) []byte {
	switch k.what {
	case 'i':
		return t.appendISO(dst)
	case 'y':
		return k.year(dst, t.year)
	case 'e':
		return k.digits(dst, t.year, 4)
	case 'm':
		if k.n >= 3 {
			return k.month(dst, t.month)
		}
		return k.number(dst, t.month, k.n)
	case 'd':
		if k.n >= 3 {
			return k.day(dst, t.weekday)
		}
		return k.number(dst, t.day, k.n)
	case 'a':
		return append(dst, chineseWeekday(t.weekday, k.n)...)
	case 'h':
		hour := t.hour
		if k.noon {
			hour = (hour+11)%12 + 1
		}
		return k.time(dst, hour, k.n)
	case 'n':
		return k.time(dst, t.minute, k.n)
	case 's':
		return k.time(dst, t.second, k.n)
	case 'f':
		return appendPadded(append(dst, '.'), t.part*int(powersOf10[k.n])/int(powersOf10[t.digits]), k.n)
	case 'p':
		words := k.text
		if k.zh && words == "am/pm" {
			words = "上午/下午"
		}
		return append(dst, halfDay(t.hour, words)...)
	case 'H':
		return k.time(dst, t.elapsed()/3600, k.n)
	case 'M':
		return k.time(dst, t.elapsed()/60, k.n)
	case 'S':
		return k.time(dst, t.elapsed(), k.n)
	}
	return append(dst, k.text...)
}

// elapsed gives the seconds since day 0.
func (t *instant) elapsed() int {
	unit := float64(powersOf10[t.digits])
	return int(math.Round(t.serial*86400*unit) / unit)
}

// number writes a day or month: in Chinese without leading zeros.
func (k *dateToken) number(dst []byte, n, width int) []byte {
	switch k.cn {
	case 1:
		return appendChinese(dst, n)
	case 2:
		return appendCounted(dst, n, bankDigits, "拾")
	case 3:
		return k.digits(dst, n, min(width, 2))
	}
	return appendPadded(dst, n, min(width, 2))
}

// time writes hours, minutes or seconds; those of a long span are not said in Chinese.
func (k *dateToken) time(dst []byte, n, width int) []byte {
	switch {
	case k.cn == 2 && n >= 10 && n < 20:
		dst = append(dst, bankDigits[1]...)
	case k.cn > 0 && k.cn < 3 && n >= 100:
		return appendPadded(dst, n, min(width, 2))
	}
	return k.number(dst, n, width)
}

func (k *dateToken) year(dst []byte, year int) []byte {
	if k.n < 3 {
		return k.digits(dst, year%100, 2)
	}
	return k.digits(dst, year, 4)
}

// digits writes a number digit by digit, as years are.
func (k *dateToken) digits(dst []byte, n, width int) []byte {
	signs := [...]*[10]string{1: &chineseDigits, 2: &bankDigits, 3: &wideDigits}
	if k.cn == 0 || int(k.cn) >= len(signs) {
		return appendPadded(dst, n, width)
	}
	var buf [20]byte
	for _, c := range appendPadded(buf[:0], n, width) {
		dst = append(dst, signs[k.cn][c-'0']...)
	}
	return dst
}

var (
	chineseDigits = [10]string{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	bankDigits    = [10]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}
	wideDigits    = [10]string{"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"}
)

// appendChinese writes a number below 100 as it is said: 二十一.
func appendChinese(dst []byte, n int) []byte { return appendCounted(dst, n, chineseDigits, "十") }

func appendCounted(dst []byte, n int, digits [10]string, ten string) []byte {
	if n < 10 {
		return append(dst, digits[n]...)
	}
	if n >= 20 {
		dst = append(dst, digits[n/10%10]...)
	}
	dst = append(dst, ten...)
	if n%10 > 0 {
		dst = append(dst, digits[n%10]...)
	}
	return dst
}

// month and day write names.
func (k *dateToken) month(dst []byte, month int) []byte {
	switch {
	case !k.zh || k.n >= 5:
		return appendName(dst, time.Month(month).String(), k.n)
	case k.n == 3:
		return append(strconv.AppendInt(dst, int64(month), 10), "月"...)
	}
	return append(appendChinese(dst, month), "月"...)
}

func (k *dateToken) day(dst []byte, d time.Weekday) []byte {
	if k.zh {
		return append(dst, chineseWeekday(d, k.n)...)
	}
	return appendName(dst, d.String(), k.n)
}

func appendName(dst []byte, name string, n int) []byte {
	switch n {
	case 3:
		name = name[:3]
	case 5:
		name = name[:1]
	}
	return append(dst, name...)
}

func chineseWeekday(d time.Weekday, n int) string {
	name := [...]string{"日", "一", "二", "三", "四", "五", "六"}[d]
	if n >= 4 {
		return "星期" + name
	}
	return name
}

func halfDay(hour int, words string) string {
	am, pm, _ := strings.Cut(strings.ToUpper(words), "/")
	if hour < 12 {
		return am
	}
	return pm
}
