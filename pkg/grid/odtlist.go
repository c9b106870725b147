package grid

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// odfLists counts the points of lists: their numbers stand nowhere in the text of a
// document (ODF 1.3 part 3, 5.3 and 16.31).
type odfLists struct {
	styles map[string][]odfLevel
	style  string // the one that is being read
	counts map[string][]int
	open   []string // the styles of the open lists, the outermost first
	marker string   // the number for the paragraph that follows
}

// odfLevel is how a level of a list is numbered; the zero value not at all.
type odfLevel struct {
	format string // of countedAs, "" for a bullet
	text   string // %1% stands for the number of the first level
	start  int
}

// odfFormats are the number formats of style:num-format (ODF 1.3 part 3, 19.500) and
// those of LibreOffice.
var odfFormats = map[string]string{"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
	"一, 二, 三, ...": "chineseCounting", "壹, 贰, 叁, ...": "chineseCounting", "①, ②, ③, ...": "decimalEnclosedCircle"}

// declare reads the beginning of an element of a list style.
func (l *odfLists) declare(tag string, attrs []byte) {
	const deepest = 10 // levels
	level := number(attr(attrs, "level"))
	switch {
	case tag == "list-style":
		l.style = attr(attrs, "name")
		return
	case level < 1 || level > deepest:
		return
	}
	if l.styles == nil {
		l.styles = map[string][]odfLevel{}
	}
	levels := l.styles[l.style]
	for len(levels) < level {
		levels = append(levels, odfLevel{})
	}
	if tag == "list-level-style-number" {
		levels[level-1] = odfLevel{odfFormats[attr(attrs, "num-format")], odfLevelText(attrs, level), max(1, number(attr(attrs, "start-value")))}
	}
	l.styles[l.style] = levels
}

// odfLevelText is the text of a level: what LibreOffice writes of it, or the numbers of as
// many levels as it shows between a prefix and a suffix.
func odfLevelText(attrs []byte, level int) string {
	const longest = 100 // bytes; what is longer is no number
	if text := attr(attrs, "num-list-format"); text != "" && len(text) <= longest {
		return text
	}
	var numbers []string
	for i := max(1, level-max(1, number(attr(attrs, "display-levels")))+1); i <= level; i++ {
		numbers = append(numbers, "%"+strconv.Itoa(i)+"%")
	}
	text := attr(attrs, "num-prefix") + strings.Join(numbers, ".") + attr(attrs, "num-suffix")
	return text[:min(len(text), longest)]
}

// begin opens a list. One of the same style counts on only where it says so.
func (l *odfLists) begin(attrs []byte) {
	style := attr(attrs, "style-name")
	if style == "" && len(l.open) > 0 {
		style = l.open[len(l.open)-1]
	}
	if len(l.open) == 0 && attr(attrs, "continue-numbering") != "true" && attr(attrs, "continue-list") == "" {
		delete(l.counts, style)
	}
	l.open = append(l.open, style)
}

func (l *odfLists) end() {
	l.marker = ""
	if len(l.open) > 0 {
		l.open = l.open[:len(l.open)-1]
	}
}

// item counts a point of the list that is open.
func (l *odfLists) item(attrs []byte) {
	l.marker = ""
	level := len(l.open)
	if level == 0 {
		return
	}
	style := l.open[level-1]
	levels := l.styles[style]
	if level > len(levels) {
		return
	}
	counts := l.counts[style]
	for len(counts) < level {
		counts = append(counts, levels[len(counts)].start-1)
	}
	counts = counts[:level] // deeper ones begin anew
	counts[level-1]++
	if first := attr(attrs, "start-value"); first != "" {
		counts[level-1] = number(first)
	}
	if l.counts == nil {
		l.counts = map[string][]int{}
	}
	l.counts[style] = counts
	l.marker = showLevel(levels, counts)
}

// showLevel fills the numbers into the text of the last level.
func showLevel(levels []odfLevel, counts []int) string {
	last := levels[len(counts)-1]
	if last.format == "" {
		return ""
	}
	out := last.text
	for i, n := range counts {
		shown := ""
		if levels[i].format != "" {
			shown = countedAs(levels[i].format, n)
		}
		out = strings.ReplaceAll(out, "%"+strconv.Itoa(i+1)+"%", shown)
	}
	if end, _ := utf8.DecodeLastRuneInString(out); out != "" && end < utf8.RuneSelf {
		out += " "
	}
	return out
}
