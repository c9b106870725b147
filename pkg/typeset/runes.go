package typeset

import "strings"

// Marks that no line begins or ends with (GB/T 15834-2011 §5.1; GB/T 9704-2012
// takes it for granted).
const (
	noStart = "，。、；：！？）》〉」』】〕〗〙〛］｝”’…—―～〜·・．％‰℃℉′″‐–－々〻ー,.;:!?)]}%/°¢"
	noEnd   = "（《〈「『【〔〖〘〚［｛“‘￥＄￡＃№([{$#£¥"
)

// blankRight are the marks that fill the left half of their square only.
const blankRight = "，。、；：！？）》〉」』】〕〗］｝”’"

var startForbidden, endForbidden, halfBlank = runeSet(noStart), runeSet(noEnd), runeSet(blankRight)

func runeSet(s string) map[rune]bool {
	out := map[rune]bool{}
	for _, r := range s {
		out[r] = true
	}
	return out
}

func isSpace(r rune) bool { return r == ' ' || r == '　' }

// isWord tells runes that words, numbers and addresses are made of: what is
// neither a space nor set in squares of its own.
func isWord(r rune) bool { return !isSpace(r) && !isSquare(r) }

// isSquare tells the runes of East Asian text, between any two of which a line may break.
func isSquare(r rune) bool {
	switch {
	case r < 0x2010:
		return r == '·'
	case r <= 0x2027: // dashes, quotation marks, dots
		return r != 0x2010 && r != 0x2011 && r != 0x2013
	case isWide(r):
		return false
	}
	return r >= 0x2030 && r <= 0x206F || r >= 0x2100 && r < 0xA4D0 || r >= 0xAC00 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFFEF || r >= 0x1F000
}

// isWide tells full-width digits and letters.
func isWide(r rune) bool {
	return r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
}

// isDigit tells digits of either width.
func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

// isCombining tells marks that sit on the rune before them.
func isCombining(r rune) bool { return r >= 0x0300 && r <= 0x036F || r >= 0x20D0 && r <= 0x20FF }

// joined tells whether no line breaks, and no space spreads, between rs[i-1] and rs[i].
func joined(rs []rune, i int) bool {
	a, b := rs[i-1], rs[i]
	switch {
	case isWord(a) && isWord(b), isCombining(b):
		return true
	case a == b && strings.ContainsRune("—…―─", a):
		return true
	case b == '％' || b == '‰' || b == '℃':
		return isDigit(a)
	case b == '．':
		return isDigit(a) && i+1 < len(rs) && isDigit(rs[i+1])
	case a == '．':
		return isDigit(b) && i >= 2 && isDigit(rs[i-2])
	}
	return false
}

// mayBreak tells whether a line may end before rs[i].
func mayBreak(rs []rune, i int) bool {
	if isSpace(rs[i]) || joined(rs, i) { // spaces hang at the end of the line before
		return false
	}
	before := i - 1
	for before > 0 && isSpace(rs[before]) {
		before--
	}
	return !startForbidden[rs[i]] && !endForbidden[rs[before]]
}
