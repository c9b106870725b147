package value

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// Percent is a share as understood. Kind says how it was written:
//   - "percent": 80, 80%, ８０％, 约80%, 百分之八十
//   - "fraction": 0.8, for which Value is 80
//   - "one": a bare 1 or 1.0, which means 1 % or all of it; Value is 1
//   - "words": 八成, 七成五
//   - "bad": something that is none of these, and a bare 1.2, which may be 1.2 % or 120 %; Value
//     is then zero
//   - "": nothing was written
type Percent struct {
	Value decimal.Decimal // in percent
	Kind  string
}

var (
	// about may stand before a share, more or less behind it.
	about        = `^(?:进度|目前|已|完成率)?(?:已?完成)?(?:约|大约|近|接近|将近|超|超过|达|达到|>=|≥|>)?`
	moreOrLess   = `(?:左右|以上|完成)?$`
	plainPercent = regexp.MustCompile(about + `(-?(?:\d+(?:\.\d+)?|\.\d+))(%|个百分点)?` + moreOrLess)
	wordsPercent = regexp.MustCompile(about + `百分之([零一二三四五六七八九十百两]+|\d+(?:\.\d+)?)` + moreOrLess)
	wordsSign    = regexp.MustCompile(about + `([零一二三四五六七八九十百两]+)%` + moreOrLess)
	tenths       = regexp.MustCompile(about + `([一二三四五六七八九十两]|\d)成([一二三四五六七八九半])?多?` + moreOrLess)
)

// ParsePercent reads a percentage. Values outside 0 to 100 are understood all
// the same; judging them is not its matter.
func ParsePercent(s string) Percent {
	s = strings.ReplaceAll(Fold(s), "﹪", "%")
	if s == "" {
		return Percent{}
	}
	if nearlyAll.MatchString(s) {
		return Percent{Kind: "bad"}
	}
	if m := plainPercent.FindStringSubmatch(s); m != nil {
		return numberPercent(m[1], m[2] != "")
	}
	if m := wordsPercent.FindStringSubmatch(s); m != nil {
		return wordPercent(m[1])
	}
	if m := wordsSign.FindStringSubmatch(s); m != nil {
		return wordPercent(m[1])
	}
	if m := tenths.FindStringSubmatch(s); m != nil {
		return tenthsPercent(m[1], m[2])
	}
	return Percent{Kind: "bad"}
}

// Nearly all is not all: 接近100%.
var nearlyAll = regexp.MustCompile(`近(?:100(?:\.0*)?(?:%|个百分点)?|百分之(?:一?百|100)|十成)` + moreOrLess)

// manifold is the least that a bare number with a fraction must be for a percentage: what is
// less may be a multiple of all.
var manifold = decimal.NewFromInt(10)

func numberPercent(digits string, marked bool) Percent {
	v, err := decimal.NewFromString(digits)
	if err != nil {
		return Percent{Kind: "bad"}
	}
	one := decimal.NewFromInt(1)
	switch {
	case !marked && v.GreaterThan(one) && v.LessThan(manifold) && !v.IsInteger():
		return Percent{Kind: "bad"}
	case marked || v.Sign() <= 0 || v.GreaterThan(one):
		return Percent{v, "percent"}
	case v.Equal(one):
		return Percent{v, "one"}
	}
	return Percent{v.Shift(2), "fraction"}
}

func wordPercent(words string) Percent {
	if v, err := decimal.NewFromString(words); err == nil {
		return Percent{v, "percent"}
	}
	if words == "百" {
		words = "一百"
	}
	n, ok := Number(words)
	if !ok {
		return Percent{Kind: "bad"}
	}
	return Percent{decimal.NewFromInt(int64(n)), "percent"}
}

func tenthsPercent(tens, rest string) Percent {
	n, ok := Number(tens)
	if !ok {
		return Percent{Kind: "bad"}
	}
	n *= 10
	if rest == "半" {
		n += 5
	} else if r, ok := Number(rest); ok {
		n += r
	}
	return Percent{decimal.NewFromInt(int64(n)), "words"}
}
