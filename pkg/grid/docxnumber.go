package grid

import (
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"
)

// numbering counts the automatic numbers of a document's lists (ECMA-376 Part 1
// §17.9): what Word writes before a paragraph stands nowhere in its text.
type numbering struct {
	lists    map[string]numberedList // by numId
	levels   map[string][]numberLevel
	counters map[string][]int // by abstract list
	begun    map[string]bool  // lists that have restarted their counters
	tied     map[styleOfList]int
	follows  map[string]string // abstract list → the style whose list it is
}

// styleOfList is a paragraph style that a level of an abstract list is tied to.
type styleOfList struct{ abstract, style string }

func newNumbering() *numbering {
	return &numbering{lists: map[string]numberedList{}, levels: map[string][]numberLevel{}, counters: map[string][]int{}, begun: map[string]bool{},
		tied: map[styleOfList]int{}, follows: map[string]string{}}
}

type numberedList struct {
	abstract string
	restart  map[int]int // level → first number of this list
}

type numberLevel struct {
	start  int
	format string
	text   string // %1 stands for the number of the first level
	legal  bool   // all numbers in digits, whatever the formats of their levels
	anew   int    // begins anew behind one of so many levels above; 0 never
}

// readNumbering reads the part with the lists; a document may have none.
func (p *pack) readNumbering(part string) (*numbering, error) {
	n := newNumbering()
	if part == "" {
		return n, nil
	}
	s, err := p.open(part)
	if err != nil {
		return n, err
	}
	defer s.close()
	abstract, list, level := "", "", 0
	for {
		kind, tag, attrs, _ := s.next()
		if kind == endOfXML {
			return n, s.err
		}
		if kind != startTag {
			continue
		}
		value := func() string { return attr(attrs, "val") }
		switch string(tag) {
		case "abstractNum":
			abstract, list = attr(attrs, "abstractNumId"), ""
		case "num":
			list = attr(attrs, "numId")
		case "abstractNumId":
			n.lists[list] = numberedList{value(), map[int]int{}}
		case "lvl", "lvlOverride":
			level = max(0, min(number(attr(attrs, "ilvl")), 8))
			if list == "" && string(tag) == "lvl" {
				n.levels[abstract] = grownLevels(n.levels[abstract], level)
			}
		case "startOverride":
			if l, ok := n.lists[list]; ok {
				l.restart[level] = number(value())
			}
		case "pStyle":
			if list == "" {
				n.tied[styleOfList{abstract, value()}] = level
			}
		case "numStyleLink":
			n.follows[abstract] = value()
		case "start", "numFmt", "lvlText", "lvlRestart", "isLgl":
			if list == "" && level < len(n.levels[abstract]) {
				n.levels[abstract][level].set(string(tag), value())
			}
		}
	}
}

func grownLevels(levels []numberLevel, level int) []numberLevel {
	for len(levels) <= level {
		levels = append(levels, numberLevel{start: 1, format: "decimal", anew: len(levels)})
	}
	return levels
}

func (l *numberLevel) set(name, value string) {
	switch name {
	case "start":
		l.start = max(0, number(value))
	case "numFmt":
		l.format = value
	case "lvlText":
		const longest = 100 // bytes; what is longer is no number
		l.text = value[:min(len(value), longest)]
	case "lvlRestart": // §17.9.10
		l.anew = min(l.anew, max(0, number(value)))
	case "isLgl":
		l.legal = value == "" || truth(value)
	}
}

// followStyles gives the lists without levels of their own those of the style
// that they name (§17.9.21).
func (n *numbering) followStyles(styles docxStyles) {
	lists := maps.Clone(n.lists)
	for id, list := range n.lists {
		if style, ok := n.follows[list.abstract]; ok {
			list.abstract = n.lists[styles.byID[style].list].abstract
			lists[id] = list
		}
	}
	n.lists = lists
}

// next counts a paragraph of a list, and gives what stands before its text; ""
// for a bullet and for a list that is not there.
func (n *numbering) next(id string, level int) string {
	list, ok := n.lists[id]
	levels := n.levels[list.abstract]
	if !ok || level < 0 || level >= len(levels) {
		return ""
	}
	counts := n.counters[list.abstract]
	for len(counts) <= level {
		counts = append(counts, levels[len(counts)].start-1)
	}
	if key := id + "/" + strconv.Itoa(level); !n.begun[key] {
		n.begun[key] = true
		if first, ok := list.restart[level]; ok {
			counts[level] = first - 1
		}
	}
	counts[level]++
	for deeper := level + 1; deeper < len(counts); deeper++ {
		if level < levels[deeper].anew {
			counts[deeper] = levels[deeper].start - 1
		}
	}
	n.counters[list.abstract] = counts
	return levels[level].show(levels, counts[:level+1])
}

// show fills the numbers into the text of a level. A text that ends in an ASCII
// character is parted from what follows by a space.
func (l numberLevel) show(levels []numberLevel, counts []int) string {
	if l.format == "bullet" || l.format == "none" {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(l.text); i++ {
		if l.text[i] != '%' || i+1 >= len(l.text) || l.text[i+1] < '1' || int(l.text[i+1]-'1') >= len(counts) {
			b.WriteByte(l.text[i])
			continue
		}
		at := int(l.text[i+1] - '1')
		format := levels[at].format
		if l.legal {
			format = "decimal"
		}
		b.WriteString(countedAs(format, counts[at]))
		i++
	}
	out := b.String()
	if last, _ := utf8.DecodeLastRuneInString(out); out != "" && last < utf8.RuneSelf {
		out += " "
	}
	return out
}

// countedAs writes a number in one of the formats of §17.18.59 that Chinese and
// Western documents use; others as digits.
func countedAs(format string, n int) string {
	switch format {
	case "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCountingThousand":
		if n > 0 && n < 100 {
			return string(appendChinese(nil, n))
		}
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n > 0 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "upperLetter", "lowerLetter":
		if n > 0 && n <= 26 {
			return string(rune(map[string]byte{"upperLetter": 'A', "lowerLetter": 'a'}[format] + byte(n-1)))
		}
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "decimalZero":
		return string(appendPadded(nil, n, 2))
	}
	return strconv.Itoa(n)
}

// roman writes Roman numerals, an M for each thousand.
func roman(n int) string {
	if n <= 0 || n > 32767 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.sign)
		}
	}
	return b.String()
}
