package tasktable

import (
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// names knows what a unit's name looks like.
type names struct {
	spec  *Spec
	known map[string]bool // folded
	short map[string]bool // without the 县 that is said once for several
	asked map[string]bool // what sure answered: the same names stand in every row
}

func newNames(spec *Spec, known []string) *names {
	n := &names{spec, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, k := range known {
		f := value.Fold(k)
		if f == "" {
			continue
		}
		n.known[f] = true
		const shortest = 3 // characters; 县委 without 县 is no name
		if short := strings.TrimLeft(f, "省市县区旗州"); short != f && len([]rune(short)) >= shortest {
			n.short[short] = true
		}
	}
	return n
}

// sure tells whether s is a known name or a collective.
func (n *names) sure(s string) bool {
	answer, asked := n.asked[s]
	if !asked {
		answer = n.known[value.Fold(s)]
		if !answer {
			answer = n.spec.isCollectiveWord(s)
		}
		n.asked[s] = answer
	}
	return answer
}

// complete tells whether s may be a whole name: it ends as names end.
func (n *names) complete(s string) bool {
	folded := value.Fold(s)
	if n.sure(s) || n.role(folded) {
		return true
	}
	return n.named(folded)
}

// named tells whether s ends as names end.
func (n *names) named(s string) bool {
	folded := value.Fold(s)
	if base := inBrackets.ReplaceAllString(folded, ""); strings.HasSuffix(folded, ")") && base != "" && balanced(folded) {
		if n.namedFolded(base) { // 便民服务中心（党群服务中心）
			return true
		}
	}
	return n.namedFolded(folded)
}

func (n *names) namedFolded(folded string) bool {
	if len([]rune(folded)) < 2 || n.spec.Units.Places.match(folded) {
		return false
	}
	return slices.ContainsFunc(n.spec.Units.Endings, func(e string) bool { return strings.HasSuffix(folded, e) })
}

// role tells whether a line ends with what its units have to do.
func (n *names) role(s string) bool {
	for _, r := range n.spec.Units.Roles {
		for _, w := range r.Words {
			if strings.HasSuffix(s, w) {
				return true
			}
		}
	}
	return false
}

// mostLines is how many lines one name may be wrapped over.
const mostLines = 6

// joinWrapped puts names that are wrapped over several lines together. Lines
// stand for themselves unless something shows that they belong together.
func (n *names) joinWrapped(lines []string) []string {
	var out []string
	for i := 0; i < len(lines); {
		j := n.knownRun(lines, i)
		if j == i {
			j = i + 1
			for j < min(i+mostLines, len(lines)) && n.continues(strings.Join(lines[i:j], ""), lines[j]) {
				j++
			}
		}
		out = append(out, strings.Join(lines[i:j], ""))
		i = j
	}
	return out
}

// knownRun gives the end of the longest run of lines from i on that make one
// known name, when they are not names each by itself; i when there is none.
func (n *names) knownRun(lines []string, i int) int {
	for j := min(i+mostLines, len(lines)); j > i+1; j-- {
		parts := lines[i:j]
		joined := strings.Join(parts, "")
		if !n.sure(joined) {
			continue
		}
		if !n.known[value.Fold(joined)] && n.sure(parts[len(parts)-1]) && !slices.ContainsFunc(parts, func(p string) bool { return !n.complete(p) }) {
			continue // a collective behind units: its pattern takes the unit before it for a place
		}
		if slices.ContainsFunc(parts, func(p string) bool { return !n.sure(p) }) {
			return j
		}
	}
	return i
}

// continues tells whether next is the rest of the name that begins with head.
func (n *names) continues(head, next string) bool {
	u := &n.spec.Units
	folded := value.Fold(next)
	switch {
	case strings.HasPrefix(folded, "("), strings.HasPrefix(folded, ")"):
		return true
	case u.Tails.match(folded):
		return !n.sure(next) || !n.sure(head)
	case n.sure(head) && n.complete(next), n.sure(next):
		return false
	case u.Places.match(value.Fold(head)), len([]rune(folded)) == 1:
		return true
	case u.Starts.match(folded):
		return false
	case n.complete(head): // 县政府办 / 公室
		return !n.complete(next) && len([]rune(folded)) == 2
	}
	return true
}

// cut divides a text without line breaks into the names that it holds.
func (n *names) cut(s string) []string {
	if s == "" {
		return nil
	}
	if n.sure(s) || n.spec.Units.Members.match(value.Fold(s)) {
		return []string{strings.TrimSpace(s)}
	}
	for _, divide := range []func(string) []string{n.bySpaces, n.byConnector, n.byKnown, n.byStart} {
		if parts := divide(s); len(parts) > 1 {
			var out []string
			for _, p := range parts {
				out = append(out, n.cut(p)...)
			}
			return out
		}
	}
	return []string{value.Squeeze(s)}
}

// bySpaces: 县财政局 县民政局, but not 县 财 政 局.
func (n *names) bySpaces(s string) []string {
	parts := strings.Fields(s)
	for i, p := range parts {
		if _, rest, ok := n.spec.Numbering.Task.number(p); ok && n.complete(rest) {
			parts[i], p = rest, rest // 2.县审计局
		}
		if !n.sure(p) && (!n.complete(p) || len([]rune(p)) < 3) {
			return nil
		}
	}
	return parts
}

// byConnector: 县财政局和县民政局, but not 县文化和旅游局.
func (n *names) byConnector(s string) []string {
	for _, c := range n.spec.Units.Connectors {
		for at := strings.Index(s, c); at > 0; {
			left, right := s[:at], s[at+len(c):]
			if balanced(left) && (len([]rune(left)) > 2 || n.sure(left)) && n.complete(left) && n.complete(right) {
				return []string{left, right}
			}
			next := strings.Index(right, c)
			if next < 0 {
				break
			}
			at += len(c) + next
		}
	}
	return nil
}

// byKnown divides names that run together when known ones cover all of it.
func (n *names) byKnown(s string) []string {
	r := []rune(value.Squeeze(s))
	const longest = 400 // characters; a cell that runs on further is no list
	if len(n.known) == 0 || len(r) > longest {
		return nil
	}
	const name = 40               // characters; no name is longer
	from := make([]int, len(r)+1) // start of the last name of a cover that ends here, -1: none
	for end := 1; end <= len(r); end++ {
		from[end] = -1
		for start := max(0, end-name); start < end; start++ {
			if name := string(r[start:end]); from[start] >= 0 && (n.sure(name) || start > 0 && n.short[value.Fold(name)]) {
				from[end] = start
				break
			}
		}
	}
	if from[len(r)] < 0 {
		return nil
	}
	var parts []string
	for end := len(r); end > 0; end = from[end] {
		parts = append(parts, string(r[from[end]:end]))
	}
	slices.Reverse(parts)
	return parts
}

// byStart divides where a name ends and another clearly begins: 县财政局县民政局.
func (n *names) byStart(s string) []string {
	r := []rune(s)
	for at := 3; at+3 <= len(r); at++ {
		left, right := string(r[:at]), string(r[at:])
		if !n.spec.Units.Starts.match(right) || n.spec.Units.Tails.match(value.Fold(right)) || !balanced(left) {
			continue
		}
		if n.complete(left) && n.complete(right) {
			return []string{left, right}
		}
	}
	return nil
}

func balanced(s string) bool {
	depth := 0
	for _, r := range s {
		switch r {
		case '（', '(', '〔', '[', '【':
			depth++
		case '）', ')', '〕', ']', '】':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}
