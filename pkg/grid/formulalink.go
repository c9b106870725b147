package grid

import (
	"regexp"
	"strings"
)

// formulaLink gives the address that a formula =HYPERLINK("address","text") links
// to, or the cell that holds it; "" for other formulas. In a file the formula may stand
// behind the name of its language (of:=, msoxl:=).
func formulaLink(formula string) (target, cell string) {
	s := strings.TrimSpace(formula)
	if at := strings.IndexByte(s, '='); at >= 0 && at <= len("msoxl:") {
		s = s[at+1:]
	}
	const name = "HYPERLINK("
	s = strings.TrimPrefix(strings.TrimSpace(s), "_xlfn.")
	if len(s) < len(name) || !strings.EqualFold(s[:len(name)], name) {
		return "", ""
	}
	s = strings.TrimSpace(s[len(name):])
	if rest, ok := strings.CutPrefix(s, `"`); ok {
		target, rest, ok = quotedText(rest)
		if ok && argumentEnds(rest) {
			return strings.TrimSpace(target), ""
		}
		return "", ""
	}
	end := strings.IndexAny(s, ",;)")
	if end < 0 {
		return "", ""
	}
	cell = strings.ReplaceAll(strings.TrimSpace(s[:end]), "$", "")
	cell = strings.TrimSuffix(strings.TrimPrefix(cell, "[."), "]") // as OpenFormula writes it
	if _, _, ok := ParseRef(cell); !ok {
		return "", ""
	}
	return "", cell
}

// quotedText reads to the closing quote; two quotes are one.
func quotedText(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for {
		at := strings.IndexByte(s, '"')
		if at < 0 {
			return "", "", false
		}
		b.WriteString(s[:at])
		if s = s[at+1:]; !strings.HasPrefix(s, `"`) {
			return b.String(), s, true
		}
		b.WriteByte('"')
		s = s[1:]
	}
}

func argumentEnds(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || strings.ContainsRune(",;)", rune(s[0]))
}

// linkOf is a cell whose formula links to the address in another one.
type linkOf struct {
	row, col int
	cell     string
}

// linkFormulas puts the addresses onto the cells that refer to them.
func (s *Sheet) linkFormulas(links []linkOf) {
	for _, l := range links {
		row, col, _ := ParseRef(l.cell)
		from, to := s.At(row, col), s.At(l.row, l.col)
		if from != nil && to != nil && to.Link() == "" && strings.Contains(from.Text, "://") {
			to.setLink(strings.TrimSpace(from.Text))
		}
	}
}

// otherWorkbook is a reference to a sheet of another workbook: [1]填报表!A1, '[2]Sheet 1'!B2
// (ECMA-376 Part 1 §18.14); Table1[列] is none.
var otherWorkbook = regexp.MustCompile(`(?:^|[^\pL\d_\]])\[\d+\][^\[\]]*!`)

// otherDocument is the same in OpenFormula (1.2 §5.8): 'file:///a.ods'#$Sheet1.A1, in quotes
// that the attribute may have escaped.
var otherDocument = regexp.MustCompile(`(?:'|&apos;)[^']*(?:'|&apos;)#`)
