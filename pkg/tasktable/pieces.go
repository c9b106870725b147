package tasktable

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// pieces divides a clause at its separators, not at those inside brackets,
// and each piece into its lines.
func (n *names) pieces(clause string) []piece {
	var out []piece
	var lines []string
	comma := false
	var line strings.Builder
	endLine := func() {
		if s := strings.TrimSpace(line.String()); s != "" {
			lines = append(lines, s)
		}
		line.Reset()
	}
	depth, brackets := 0, balanced(clause)
	except := n.exception(clause) // up to this byte it is 除…外
	for i, r := range clause {
		switch {
		case i < except:
		case brackets && strings.ContainsRune("（([【〔", r):
			depth++
		case brackets && strings.ContainsRune("）)]】〕", r):
			depth--
		case depth == 0 && r == '\n':
			endLine()
			continue
		case depth == 0 && strings.ContainsRune(n.spec.Units.Separators, r):
			endLine()
			out, lines, comma = append(out, piece{lines, comma}), nil, r == '，' || r == ','
			if behind := i + utf8.RuneLen(r); strings.HasPrefix(clause[behind:], exceptMark) {
				except = behind + n.exception(clause[behind:])
			}
			continue
		case r == '\n' || r == '\r':
			continue
		}
		line.WriteRune(r)
	}
	endLine()
	return append(out, piece{lines, comma})
}

const exceptMark = "除" // begins 除…外

// piece is what stands between two separators, in its lines.
type piece struct {
	lines []string
	comma bool // behind a comma
}

// whole puts pieces together that only together are a collective: 市直各部门、单位.
func (n *names) whole(pieces []piece) []piece {
	const most = 8 // pieces: 各镇街，甲镇、乙镇除外
	var out []piece
	for i := 0; i < len(pieces); {
		take := 1
		for k := min(most, len(pieces)-i); k > 1; k-- {
			if name, ok := oneLine(pieces[i : i+k]); ok && n.spec.isCollectiveWord(n.bare(name)) && (n.spec.isException(n.bare(name)) || !n.eachSure(pieces[i:i+k])) {
				pieces[i].lines, take = []string{name}, k
				break
			}
		}
		out = append(out, pieces[i])
		i += take
	}
	return out
}

// eachSure tells whether each piece is a name by itself.
func (n *names) eachSure(pieces []piece) bool {
	return !slices.ContainsFunc(pieces, func(p piece) bool { return !n.sure(n.bare(p.lines[0])) })
}

// bare takes the label off the beginning and the word off the end that say what units
// have to do.
func (n *names) bare(s string) string {
	_, s, _ = n.labelled(s)
	longest := ""
	for _, r := range n.spec.Units.Roles {
		for _, w := range r.Words {
			if len(w) > len(longest) && strings.HasSuffix(s, w) {
				longest = w
			}
		}
	}
	return strings.TrimSuffix(s, longest)
}

// oneLine joins pieces of one line each.
func oneLine(pieces []piece) (string, bool) {
	var b strings.Builder
	for i, p := range pieces {
		if len(p.lines) != 1 {
			return "", false
		}
		switch {
		case i == 0:
		case p.comma:
			b.WriteString("，")
		default:
			b.WriteString("、")
		}
		b.WriteString(p.lines[0])
	}
	return b.String(), true
}
