package value

import (
	"strconv"
	"strings"
)

var chineseDigits = map[rune]int{
	'〇': 0, '零': 0, '○': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
}

var chineseUnits = map[rune]int{'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000}

// Number reads a whole number below 10,000 in Arabic digits of any width or in
// Chinese numerals, by value (三十五, 十, 一百零二) or digit by digit (二〇一九).
// ok is false when anything else is in s or s is empty.
func Number(s string) (n int, ok bool) {
	s = Fold(s)
	if s == "" {
		return 0, false
	}
	if isDigits(s) {
		n, err := strconv.Atoi(s)
		return n, err == nil
	}
	if !strings.ContainsAny(s, "十拾百佰千仟") {
		return digitByDigit(s)
	}
	total, digit, last := 0, -1, 100000
	for _, r := range s {
		if d, is := chineseDigits[r]; is {
			if digit > 0 {
				return 0, false
			}
			digit = d
			continue
		}
		unit, is := chineseUnits[r]
		if !is || unit >= last {
			return 0, false
		}
		last = unit
		if digit < 0 {
			if total > 0 || unit != 10 {
				return 0, false
			}
			digit = 1
		}
		total, digit = total+digit*unit, -1
	}
	if digit > 0 {
		total += digit
	}
	return total, true
}

func digitByDigit(s string) (int, bool) {
	n := 0
	for i, r := range []rune(s) {
		d, ok := chineseDigits[r]
		if !ok || i >= 4 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, true
}

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != "" && len(s) <= 9
}

// Chinese writes 0 ≤ n < 100 in Chinese numerals: 三, 十, 十六, 二十.
func Chinese(n int) string {
	digits := []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 0 || n >= 100:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n == 10:
		return "十"
	case n < 20:
		return "十" + digits[n%10]
	case n%10 == 0:
		return digits[n/10] + "十"
	}
	return digits[n/10] + "十" + digits[n%10]
}
