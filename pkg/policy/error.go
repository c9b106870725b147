// Package policy reads the files that hold an office's policy: strict YAML and
// conditions in expr. Every slip is reported in Chinese with file, line,
// column, the line itself and a caret, and what is allowed there.
package policy

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
)

// Pos is a place in a policy file, both counted from 1; the zero value is no place.
// The column counts characters.
type Pos struct{ Line, Col int }

// Error is a slip in a policy file.
type Error struct {
	File    string
	Pos     Pos
	Problem string   // what is wrong, Chinese, one clause
	Allowed []string // what may stand there; may be empty
	Source  string   // the line as it stands, "" when there is none
}

// Error gives the slip for people, over several lines:
//
//	rules.yaml 第 12 行第 5 列：不认识的项目 “severty”
//	    severty: error
//	    ^
//	可用的有：code、severity
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", e.File)
	if e.Pos.Line > 0 {
		fmt.Fprintf(&b, " 第 %d 行第 %d 列", e.Pos.Line, e.Pos.Col)
	}
	fmt.Fprintf(&b, "：%s", e.Problem)
	if e.Source != "" {
		line, pad := caretLine(e.Source, e.Pos.Col)
		fmt.Fprintf(&b, "\n    %s\n    %s^", line, strings.Repeat(" ", pad))
	}
	if len(e.Allowed) > 0 {
		fmt.Fprintf(&b, "\n可用的有：%s", strings.Join(e.Allowed, "、"))
	}
	return b.String()
}

// caretLine gives the line with tabs as single spaces and the width in
// terminal columns before the character at col; Chinese counts two.
func caretLine(line string, col int) (string, int) {
	line = strings.ReplaceAll(line, "\t", " ")
	r := []rune(line)
	if n := max(col-1, 0); n < len(r) {
		return line, runewidth.StringWidth(string(r[:n]))
	}
	return line, runewidth.StringWidth(line)
}
