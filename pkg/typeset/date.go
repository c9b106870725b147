package typeset

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	isoDate     = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	printedDate = regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})日$`)
)

// dateOf reads an ISO or a printed date.
func dateOf(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(oneLine(s)), "")
	m := isoDate.FindStringSubmatch(s)
	if m == nil {
		m = printedDate.FindStringSubmatch(s)
	}
	if m == nil {
		return time.Time{}, false
	}
	year, month, day := number(m[1]), number(m[2]), number(m[3])
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == year && int(t.Month()) == month && t.Day() == day
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// printed writes a date the official way, without zeros in front (GB/T 9704-2012
// §7.3.5.4); what is no date stays as it is.
func printed(s string) string {
	s = oneLine(s)
	if t, ok := dateOf(s); ok && isoDate.MatchString(s) {
		return fmt.Sprintf("%d年%d月%d日", t.Year(), int(t.Month()), t.Day())
	}
	return s
}
