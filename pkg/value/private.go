package value

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Private is a private number found in a text, by byte offsets.
type Private struct {
	Kind       string // "id", "mobile" or "card"
	Text       string // as written
	Start, End int
}

var (
	privateURL    = regexp.MustCompile(`(?i)(?:https?://|www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)+/)[^\s，。；、！？）》”<>"']*`)
	idDigits      = regexp.MustCompile(`[0-9０-９]{6}[ -]?[0-9０-９]{8}[ -]?[0-9０-９]{3}[0-9０-９XxＸｘ]`)
	mobile        = regexp.MustCompile(`(?:\+?86[- ]?)?[1１][3-9３-９][0-9０-９](?:[-－—. ]?[0-9０-９]{4}){2}`)
	card          = regexp.MustCompile(`[0-9０-９]{4}(?:[ 　-]?[0-9０-９]{4}){3}(?:[ 　-]?[0-9０-９]{1,3})?`)
	cardBefore    = regexp.MustCompile(`(?:银行卡|储蓄卡|信用卡|社保卡|一卡通|卡)(?:号|号码)?\s*[:：为是]?\s*$`)
	accountBefore = regexp.MustCompile(`(?:账号|帐号|账户|帐户)\s*[:：为是]?\s*$`)
	parted        = regexp.MustCompile(`^1\d\d[- ]((?:19|20)\d\d)[- ](?:(?:19|20)\d\d|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$`)

	// Behind these words a number with a wrong check character is one mistyped.
	idBefore = regexp.MustCompile(`(?:身份证|身份证件|公民身份|证件)(?:号|号码|编号)?\s*[:：为是]?\s*$`)

	// An amount, an area or a count of eleven digits is no telephone number, nor
	// is the number of a file. Before the end of a file's name (赵某13812345678.xlsx) it is one.
	amountAfter  = regexp.MustCompile(`^\s*(?:元|万|亿|吨|平方|㎡|公里|千米|号文|[%％]|[.．](?:[^A-Za-z]|$)|(?:亩|米|人|户|件|条|次|个|份)(?:[^\p{Han}]|$))`)
	numberBefore = regexp.MustCompile(`(?:编号|文号|单号|案号|代码|流水号|索引号|受理号|序列号|账号|帐号|点击量|访问量|浏览量|阅读量|NO|No|№)[:：.为是]?\s*$`)
)

// PrivateNumbers finds identity-card numbers (GB 11643-1999: 18 characters with
// a date that the calendar has and a check character by ISO 7064 MOD 11-2, which
// may be wrong where the text calls the number one), bank-card numbers (ISO/IEC 7812-1: 16 to 19
// digits of which the last is the Luhn check digit, of UnionPay, or any where the text calls the
// number one) and mobile numbers (11 digits from 13 to 19) in a text, by kind and in order.
// Numbers inside a URL or inside a longer number are none.
func PrivateNumbers(s string) []Private {
	var out []Private
	urls := privateURL.FindAllStringIndex(s, -1)
	for _, m := range idDigits.FindAllStringIndex(s, -1) {
		id := strings.NewReplacer(" ", "", "-", "").Replace(halfWidth(s[m[0]:m[1]]))
		if alone(s, m) && !within(urls, m) && identity(id, s[:m[0]]) {
			out = append(out, Private{"id", s[m[0]:m[1]], m[0], m[1]})
		}
	}
	for _, m := range card.FindAllStringIndex(s, -1) {
		called := cardBefore.MatchString(s[:m[0]])
		none := within(urls, m) || overlaps(out, m) || amountAfter.MatchString(s[m[1]:]) || !called && numberBefore.MatchString(s[:m[0]]) && !accountBefore.MatchString(s[:m[0]])
		if !none && alone(s, m) && validCard(halfWidth(s[m[0]:m[1]]), called) {
			out = append(out, Private{"card", s[m[0]:m[1]], m[0], m[1]})
		}
	}
	for from := 0; ; {
		m := mobile.FindStringIndex(s[from:])
		if m == nil {
			return out
		}
		m[0], m[1] = m[0]+from, m[1]+from
		_, first := utf8.DecodeRuneInString(s[m[0]:])
		from = m[0] + first // another number may begin within one that is none
		if alone(s, m) && !within(urls, m) && !amountAfter.MatchString(s[m[1]:]) && !numberBefore.MatchString(s[:m[0]]) && !years(s[m[0]:m[1]]) {
			out = append(out, Private{"mobile", s[m[0]:m[1]], m[0], m[1]})
			from = m[1]
		}
	}
}

// years tells three numbers in a row, of which the second and third are years or
// a year and a day: 135 2018 2019, 151-2019-0630.
func years(s string) bool {
	return parted.MatchString(strings.NewReplacer("－", "-", "—", "-").Replace(halfWidth(s)))
}

// Mask gives the text with the middle of every private number as asterisks: an
// identity-card or bank-card number keeps its first 6 and last 2 characters, a
// mobile number its first 3 and last 2.
func Mask(s string) string {
	var b strings.Builder
	end := 0
	found := PrivateNumbers(s)
	for _, p := range sortedByStart(found) {
		b.WriteString(s[end:p.Start])
		b.WriteString(p.Masked())
		end = p.End
	}
	b.WriteString(s[end:])
	return b.String()
}

// Masked is the number as it may be shown.
func (p Private) Masked() string {
	r := []rune(halfWidth(strings.NewReplacer("-", "", "－", "", "—", "", " ", "", "+", "", ".", "").Replace(p.Text)))
	head := 6
	if p.Kind == "mobile" {
		head = 3
		r = r[len(r)-11:]
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-2) + string(r[len(r)-2:])
}

func sortedByStart(list []Private) []Private {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j].Start < list[j-1].Start; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	return list
}

func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

func within(ranges [][]int, m []int) bool {
	for _, r := range ranges {
		if m[0] >= r[0] && m[1] <= r[1] {
			return true
		}
	}
	return false
}

// alone tells that no letter or digit of a longer number touches the match.
func alone(s string, m []int) bool {
	before, after := []rune(s[:m[0]]), []rune(s[m[1]:])
	return (len(before) == 0 || !codeRune(before[len(before)-1])) && (len(after) == 0 || !codeRune(after[0]))
}

func codeRune(r rune) bool {
	r = []rune(halfWidth(string(r)))[0]
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
}

// identity tells that 18 characters are an identity-card number, by the words before it too: a
// case or project number may be made of area, day and serial, and one in eleven has the check
// character.
func identity(id, before string) bool {
	called := idBefore.MatchString(before)
	return called && birthday(id) || validID(id) && !numberBefore.MatchString(before)
}

// validCard tells that digits are a bank-card number. Only one in ten numbers has the check
// digit by chance; without a word that says what it is the number must also begin as the cards
// of UnionPay do, with 62.
func validCard(digits string, called bool) bool {
	sum, n := 0, 0
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i] < '0' || digits[i] > '9' {
			continue
		}
		d := int(digits[i] - '0')
		if n++; n%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && n >= 16 && n <= 19 && digits[0] != '0' && (called || strings.HasPrefix(digits, "62"))
}

func overlaps(list []Private, m []int) bool {
	for _, p := range list {
		if m[0] < p.End && p.Start < m[1] {
			return true
		}
	}
	return false
}

func validID(id string) bool {
	id = strings.ToUpper(id)
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(id[i]-'0') * w
	}
	if id[17] != "10X98765432"[sum%11] || id[0] == '0' {
		return false
	}
	return birthday(id)
}

// birthday tells that the date in an identity-card number is one of the calendar.
func birthday(id string) bool {
	year, _ := strconv.Atoi(id[6:10])
	month, _ := strconv.Atoi(id[10:12])
	day, _ := strconv.Atoi(id[12:14])
	return year >= 1900 && day > 0 && Date{year, month, day}.Possible()
}
