package value

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Date is a day, or a month when Day is 0. The zero value is no date.
type Date struct{ Year, Month, Day int }

// String gives ISO 8601, 2019-07-31 or 2019-07, and "" for the zero value.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Printed writes the date the official way, without zeros in front (GB/T
// 9704-2012 §7.3.5.4): 2019年7月5日, or 2019年7月. The zero value gives "".
func (d Date) Printed() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Day == 0:
		return fmt.Sprintf("%d年%d月", d.Year, d.Month)
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}

// PrintedDate is Printed of the date that ParseDate reads in s; what is no date
// of the calendar stays.
func PrintedDate(s string) string {
	if d, ok := ParseDate(s, 0); ok && d.Possible() {
		return d.Printed()
	}
	return s
}

// First is the first day that the date may mean, Last the last.
func (d Date) First() Date {
	if d.Year != 0 && d.Day == 0 {
		d.Day = 1
	}
	return d
}

// Last is the last day that the date may mean: 2019-02 gives 2019-02-28.
func (d Date) Last() Date {
	if d.Year != 0 && d.Day == 0 {
		d.Day = DaysIn(d.Year, d.Month)
	}
	return d
}

// DaysIn is the number of days of a month of the Gregorian calendar.
func DaysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Possible tells whether the calendar has the date, in the years 1900 to 2099.
func (d Date) Possible() bool {
	if d.Year < 1900 || d.Year > 2099 || d.Month < 1 || d.Month > 12 {
		return false
	}
	return d.Day >= 0 && d.Day <= DaysIn(d.Year, d.Month)
}

// Exists tells whether the calendar has the date, in the years 1000 to 9999: 2109-05-20 is a slip,
// but a day all the same.
func (d Date) Exists() bool {
	return d.Year >= 1000 && d.Year <= 9999 && d.Month >= 1 && d.Month <= 12 && d.Day >= 0 && d.Day <= DaysIn(d.Year, d.Month)
}

// months are the names by which English calls the months, folded.
const months = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"

var (
	chineseYear = regexp.MustCompile(`[〇零○一二三四五六七八九]{4}年`)
	chineseNum  = regexp.MustCompile(`[一二三四五六七八九十]+(?:月|日|号)`)

	fullDate  = regexp.MustCompile(`^(\d{4})(?:年|[-/.])(\d{1,2})(?:(?:月|[-/.])(\d{1,2})日?号?)$`)
	yearMonth = regexp.MustCompile(`^(\d{4})(?:年|[-/.])(\d{1,2})月?$`)
	mixed     = regexp.MustCompile(`^\d{4}[年/.](\d{1,2})-(\d{1,2})$`)
	packed    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	monthDay  = regexp.MustCompile(`^(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?$`)
	shortYear = regexp.MustCompile(`^(\d{2})年(\d{1,2})月(?:(\d{1,2})[日号]?)?$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[-.,/]?(` + months + `)[-.,/]?(\d{4})$`)
	monthName = regexp.MustCompile(`^(` + months + `)[-.,/]?(\d{1,2})(?:st|nd|rd|th)?[-.,/]?(\d{4})$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$`)
	onlyMonth = regexp.MustCompile(`^(\d{1,2})月$`)
	hour      = regexp.MustCompile(`([日号])(?:上午|中午|下午|晚上?)?\d{1,2}[时点](?:\d{1,2}分|半|整)?$`)
	clock     = regexp.MustCompile(`(?:T|[\s\p{Z}]+|([日号]))\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?$`)
)

// ParseDate reads one date in the Chinese and Western ways of writing it:
// 2019-07-31, 2019.7.31, 20190731, 2019年7月31日, 二〇一九年七月三十一日, 2019年7月, 19年7月31日,
// 31 July 2019, July 31, 2019, 7/31/2019 (not 3/7/2019, which may be of March or July, nor 2019.1-6,
// which may be a half of the year),
// and, with the year handed in (0 means none), 7月31日, 7.31 and 7月. A time of day
// behind it is dropped. found is false when s is not written like one date; a
// date that is written well but that no calendar has (2019-02-30) is found
// and not Possible.
func ParseDate(s string, year int) (d Date, found bool) {
	s = clock.ReplaceAllString(strings.TrimSpace(halfWidth(s)), "$1")
	s = hour.ReplaceAllString(arabicDate(Fold(s)), "$1")
	if m := packed.FindStringSubmatch(s); m != nil {
		return dateOf(m[1], m[2], m[3]), true
	}
	if spansMonths(s) {
		return Date{}, false
	}
	if m := fullDate.FindStringSubmatch(s); m != nil {
		return dateOf(m[1], m[2], m[3]), true
	}
	if m := yearMonth.FindStringSubmatch(s); m != nil {
		return dateOf(m[1], m[2], ""), true
	}
	if m := shortYear.FindStringSubmatch(s); m != nil {
		return dateOf("20"+m[1], m[2], m[3]), true
	}
	if d, found := westernDate(s); found {
		return d, true
	}
	if year == 0 {
		return Date{}, false
	}
	if m := monthDay.FindStringSubmatch(s); m != nil {
		return dateOf(strconv.Itoa(year), m[1], m[2]), true
	}
	if m := onlyMonth.FindStringSubmatch(s); m != nil {
		return dateOf(strconv.Itoa(year), m[1], ""), true
	}
	return Date{}, false
}

// spansMonths tells of a folded text that may as well say from one month to another: 2019.1-6.
func spansMonths(s string) bool {
	m := mixed.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	from, _ := strconv.Atoi(m[1])
	to, _ := strconv.Atoi(m[2])
	return from < to && to <= 12
}

// westernDate reads a folded date whose year stands last: 30june2019, jun30,2019, 6/30/2019. Of
// two numbers that may both be the month nobody can tell which one is.
func westernDate(s string) (Date, bool) {
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		return dateOf(m[3], monthOf(m[2]), m[1]), true
	}
	if m := monthName.FindStringSubmatch(s); m != nil {
		return dateOf(m[3], monthOf(m[1]), m[2]), true
	}
	if m := yearLast.FindStringSubmatch(s); m != nil {
		a, b := dateOf(m[3], m[1], m[2]), dateOf(m[3], m[2], m[1])
		switch {
		case a == b || a.Possible() && !b.Possible():
			return a, true
		case b.Possible() && !a.Possible():
			return b, true
		}
	}
	return Date{}, false
}

// monthOf is the number of a month by the first letters of its English name.
func monthOf(name string) string {
	return strconv.Itoa(strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", name[:3])/3 + 1)
}

// arabicDate puts the Chinese numerals of a date into digits.
func arabicDate(s string) string {
	s = chineseYear.ReplaceAllStringFunc(s, func(m string) string {
		n, _ := Number(strings.TrimSuffix(m, "年"))
		return strconv.Itoa(n) + "年"
	})
	return chineseNum.ReplaceAllStringFunc(s, func(m string) string {
		r := []rune(m)
		n, ok := Number(string(r[:len(r)-1]))
		if !ok {
			return m
		}
		return strconv.Itoa(n) + string(r[len(r)-1])
	})
}

func dateOf(y, m, d string) Date {
	year, _ := strconv.Atoi(y)
	month, _ := strconv.Atoi(m)
	day := 0
	if d != "" {
		if day, _ = strconv.Atoi(d); day == 0 {
			day = -1 // written as 0: impossible, and not a month
		}
	}
	return Date{year, month, day}
}
