package grid

import (
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
	weekday              time.Weekday
	serial               float64
	hasDay, hasTime      bool
}

// serialTime turns a serial number into a date: day 1 is 1900-01-01, and the
// day 1900-02-29 that never was counts as 60 (ECMA-376 Part 1 §18.17.4.1); with
// the 1904 system day 0 is 1904-01-01. ok is false outside of the years 1900-9999.
func serialTime(v float64, date1904 bool) (instant, bool) {
	if !(v >= 0 && v < 2958466) {
		return instant{}, false
	}
	day := int(v)
	seconds := int64(math.Round((v - float64(day)) * 86400))
	base := int64(-25569) // 1899-12-30 in days of Unix time
	switch {
	case date1904:
		base = -24107
	case day < 60:
		base = -25568
	}
	t := instantOf(time.Unix((base+int64(day))*86400+seconds, 0).UTC())
	if t.serial, t.hasDay = v, v >= 1; !t.hasDay && !date1904 {
		t.year, t.month, t.day = 1900, 1, 0 // as Excel shows a time of day
	}
	return t, true
}

func instantOf(u time.Time) instant {
	var t instant
	year, month, day := u.Date()
	t.year, t.month, t.day = year, int(month), day
	t.hour, t.minute, t.second = u.Clock()
	t.weekday = u.Weekday()
	t.hasDay, t.hasTime = true, t.hour != 0 || t.minute != 0 || t.second != 0
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
	return appendPadded(append(dst, ':'), t.second, 2)
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
	what byte // y m d h n(minutes) s f(raction) e(year) a(weekday) p(am/pm) H M S(elapsed); 0 for text
	n    int
	text string
	cn   bool // in Chinese numerals
	noon bool // of h: by a twelve-hour clock
}

var dateLexemes = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|\.0+|[aA]{3,4}|[eE]+|上午/下午|[aA][mM]/[pP][mM]|[aA]/[pP]|.`)

// systemDates are the long date and the time of the machine's settings, as a
// Chinese one shows them.
var systemDates = strings.NewReplacer(
	`[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`, `yyyy"年"m"月"d"日"`, `[$-F800]dddd, mmmm dd, yyyy`, `yyyy"年"m"月"d"日"`,
	`[$-F400]h:mm:ss\ AM/PM`, `h:mm:ss`, `[$-F400]h:mm:ss AM/PM`, `h:mm:ss`)

// parseDateCode reads the tokens of a format code; m means minutes after an
// hour or before seconds.
func parseDateCode(section string) []dateToken {
	var out []dateToken
	cn := false
	section = systemDates.Replace(section)
	for _, m := range dateLexemes.FindAllString(section, -1) {
		t := dateToken{n: len(m), cn: cn}
		lower := strings.ToLower(m)
		switch c := lower[0]; {
		case c == '"':
			t.text = strings.Trim(m, `"`)
		case c == '\\':
			t.text = m[1:]
		case c == '_' || c == '*' && len(m) > 1:
			continue
		case c == '[':
			if strings.HasPrefix(lower, "[dbnum") {
				cn = true
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
		default:
			t.text = m
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
	case 'y':
		if k.n < 3 {
			return k.number(dst, t.year%100, 2)
		}
		return k.year(dst, t.year)
	case 'e':
		return k.year(dst, t.year)
	case 'm':
		if k.n >= 3 {
			return appendName(dst, time.Month(t.month).String(), k.n)
		}
		return k.number(dst, t.month, k.n)
	case 'd':
		if k.n >= 3 {
			return appendName(dst, t.weekday.String(), k.n)
		}
		return k.number(dst, t.day, k.n)
	case 'a':
		return append(dst, chineseWeekday(t.weekday, k.n)...)
	case 'h':
		hour := t.hour
		if k.noon {
			hour = (hour+11)%12 + 1
		}
		return k.number(dst, hour, k.n)
	case 'n':
		return k.number(dst, t.minute, k.n)
	case 's':
		return k.number(dst, t.second, k.n)
	case 'f':
		return append(dst, ("." + strings.Repeat("0", k.n))...)
	case 'p':
		return append(dst, halfDay(t.hour, k.text)...)
	case 'H':
		return k.number(dst, int(math.Round(t.serial*86400))/3600, k.n)
	case 'M':
		return k.number(dst, int(math.Round(t.serial*86400))/60, k.n)
	case 'S':
		return k.number(dst, int(math.Round(t.serial*86400)), k.n)
	}
	return append(dst, k.text...)
}

func (k *dateToken) number(dst []byte, n, width int) []byte {
	if k.cn {
		return appendChinese(dst, n)
	}
	return appendPadded(dst, n, min(width, 2))
}

func (k *dateToken) year(dst []byte, year int) []byte {
	if !k.cn {
		return appendPadded(dst, year, 4)
	}
	for _, c := range strconv.Itoa(year) {
		dst = append(dst, chineseDigits[c-'0']...)
	}
	return dst
}

var chineseDigits = [...]string{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// appendChinese writes a number below 100 as it is said: 二十一.
func appendChinese(dst []byte, n int) []byte {
	if n < 10 {
		return append(dst, chineseDigits[n]...)
	}
	if n >= 20 {
		dst = append(dst, chineseDigits[n/10%10]...)
	}
	dst = append(dst, "十"...)
	if n%10 > 0 {
		dst = append(dst, chineseDigits[n%10]...)
	}
	return dst
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
