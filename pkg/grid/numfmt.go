package grid

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// numberFormat is how a number is shown. The zero value is General.
type numberFormat struct {
	date     bool
	pattern  string // of a date: the format code in lower case, without literals' quotes
	percent  bool
	grouped  bool
	decimals int
	fixed    bool // decimals counts; else General
}

// builtinDates are the built-in date formats (ECMA-376 Part 1 §18.8.30): 14-22
// and 45-47 for all languages, 27-36 and 50-58 for Chinese.
var builtinDates = map[int]string{
	14: "yyyy/m/d", 15: "yyyy-mm-dd", 16: "m/d", 17: "yyyy-mm", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: `yyyy"年"m"月"`, 28: `m"月"d"日"`, 29: `m"月"d"日"`, 30: "yyyy/m/d", 31: `yyyy"年"m"月"d"日"`, 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: `yyyy"年"m"月"`,
	45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss",
	50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `m"月"d"日"`, 55: "h:mm", 56: "h:mm:ss", 57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
}

var builtinNumbers = map[int]string{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}

func formatOf(id int, code string) numberFormat {
	if code == "" {
		if d, ok := builtinDates[id]; ok {
			return numberFormat{date: true, pattern: d}
		}
		code = builtinNumbers[id]
	}
	return parseFormat(code)
}

var (
	formatBrackets = regexp.MustCompile(`\[[^\]]*\]`)
	formatLiterals = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.`)
	formatDigits   = regexp.MustCompile(`[0#?]`)
	plainNumber    = regexp.MustCompile(`^[#,]*0?(\.0+)?%?$`)
)

// parseFormat understands the first section of a format code: dates, and
// numbers with fixed decimals, groups of three and per cent. Other codes show
// the number as General would.
func parseFormat(code string) numberFormat {
	section, _, _ := strings.Cut(code, ";")
	section = formatBrackets.ReplaceAllString(section, "")
	bare := strings.ToLower(formatLiterals.ReplaceAllString(section, ""))
	if strings.Contains(bare, "general") || bare == "" || bare == "@" {
		return numberFormat{}
	}
	if strings.ContainsAny(bare, "ymdhs") && !formatDigits.MatchString(strings.ReplaceAll(bare, "ss.0", "")) || strings.ContainsAny(bare, "年月日") && strings.ContainsAny(bare, "ymd") {
		return numberFormat{date: true, pattern: strings.ToLower(strings.NewReplacer(`\`, "").Replace(section))}
	}
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("#,0.%", r) {
			return r
		}
		return -1
	}, bare)
	if !plainNumber.MatchString(digits) || digits != strings.TrimSpace(section) {
		return numberFormat{}
	}
	f := numberFormat{fixed: true, percent: strings.HasSuffix(digits, "%"), grouped: strings.Contains(digits, ",")}
	if _, frac, ok := strings.Cut(strings.TrimSuffix(digits, "%"), "."); ok {
		f.decimals = len(frac)
	}
	return f
}

// apply gives a numeric cell its text, and its type and raw value when it is a date.
func (f numberFormat) apply(c *Cell, v float64, date1904 bool) {
	if f.date {
		if t, ok := serialDate(v, date1904); ok {
			c.Type, c.Raw, c.Text = Date, isoDate(t, v), f.showDate(t)
			return
		}
	}
	if !f.fixed {
		c.Text = general(v)
		return
	}
	text := f.decimal(v).StringFixed(int32(f.decimals))
	if f.grouped {
		text = group(text)
	}
	if f.percent {
		text += "%"
	}
	c.Text = text
}

// decimal is the number on its 15 significant digits, all that Excel keeps, so
// that 0.285 rounds to 0.29 and not to 0.28.
func (f numberFormat) decimal(v float64) decimal.Decimal {
	d, _ := decimal.NewFromString(strconv.FormatFloat(v, 'g', 15, 64))
	if f.percent {
		d = d.Shift(2)
	}
	return d
}

// general shows a number as Excel's General does: up to 15 significant digits,
// no exponent up to 10^20.
func general(v float64) string {
	s := strconv.FormatFloat(v, 'g', 15, 64)
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		v = n
	}
	if a := math.Abs(v); a != 0 && (a < 1e-9 || a >= 1e20) {
		return strconv.FormatFloat(v, 'E', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, frac, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	return sign + whole
}

// serialDate turns a serial number into a date: day 1 is 1900-01-01, and the
// day 1900-02-29 that never was counts as 60 (§18.17.4.1); with the 1904 system
// day 0 is 1904-01-01.
func serialDate(v float64, date1904 bool) (time.Time, bool) {
	if v < 0 || v >= 2958466 || v != v {
		return time.Time{}, false
	}
	day := int(v)
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day < 60:
		base = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	seconds := math.Round((v - float64(day)) * 86400)
	return base.AddDate(0, 0, day).Add(time.Duration(seconds) * time.Second), true
}

func isoDate(t time.Time, v float64) string {
	switch {
	case v < 1:
		return t.Format("15:04:05")
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0:
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02T15:04:05")
}

var dateTokens = regexp.MustCompile(`"[^"]*"|y+|m+|d+|h+|s+|上午/下午|am/pm|a/p|.`)

// showDate writes a date by the tokens of a format code; m means minutes after
// an hour or before seconds.
func (f numberFormat) showDate(t time.Time) string {
	tokens := dateTokens.FindAllString(f.pattern, -1)
	var b strings.Builder
	afterHour := false
	for i, token := range tokens {
		switch token[0] {
		case '"':
			b.WriteString(strings.Trim(token, `"`))
			continue
		case 'y':
			year := t.Year()
			if len(token) < 3 {
				fmt.Fprintf(&b, "%02d", year%100)
			} else {
				fmt.Fprintf(&b, "%04d", year)
			}
		case 'm':
			n := int(t.Month())
			if afterHour || beforeSeconds(tokens[i+1:]) {
				n = t.Minute()
			}
			b.WriteString(padded(n, len(token)))
		case 'd':
			if len(token) <= 2 {
				b.WriteString(padded(t.Day(), len(token)))
			}
		case 'h':
			b.WriteString(padded(t.Hour(), len(token)))
			afterHour = true
			continue
		case 's':
			b.WriteString(padded(t.Second(), len(token)))
		default:
			b.WriteString(token)
			continue
		}
		afterHour = false
	}
	return b.String()
}

func beforeSeconds(tokens []string) bool {
	for _, t := range tokens {
		switch t[0] {
		case 's':
			return true
		case 'y', 'm', 'd', 'h':
			return false
		}
	}
	return false
}

func padded(n, width int) string {
	if width >= 2 {
		return fmt.Sprintf("%02d", n)
	}
	return strconv.Itoa(n)
}
