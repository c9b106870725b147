package policy

import (
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// FormulaWords is how the parts of a condition are written in a spreadsheet:
// Names gives the formula of a name, Call that of a function of one text, Text
// what a text literal is there. A name or call without one cannot be written.
type FormulaWords struct {
	Names map[string]string
	Call  func(name, argument string) (formula string, ok bool)
	Text  func(literal string) string
}

// Formula writes the condition as a spreadsheet formula, without the leading =.
// ok is false for the nil condition and for one that uses what words do not
// give, or what no spreadsheet has.
func (c *Condition) Formula(words FormulaWords) (formula string, ok bool) {
	if c == nil {
		return "", false
	}
	return words.write(c.program.Node())
}

func (w FormulaWords) write(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.BoolNode:
		return strings.ToUpper(strconv.FormatBool(n.Value)), true
	case *ast.IntegerNode:
		return strconv.Itoa(n.Value), true
	case *ast.FloatNode:
		return strconv.FormatFloat(n.Value, 'f', -1, 64), true
	case *ast.StringNode:
		return FormulaText(w.Text(n.Value)), true
	case *ast.IdentifierNode:
		f, ok := w.Names[n.Value]
		return f, ok
	case *ast.UnaryNode:
		f, ok := w.write(n.Node)
		if n.Operator == "-" {
			return "-" + f, ok
		}
		return "NOT(" + f + ")", ok && (n.Operator == "!" || n.Operator == "not")
	case *ast.BinaryNode:
		return w.binary(n)
	case *ast.CallNode:
		callee, named := n.Callee.(*ast.IdentifierNode)
		if !named || len(n.Arguments) != 1 {
			return "", false
		}
		text, literal := n.Arguments[0].(*ast.StringNode)
		if !literal {
			return "", false
		}
		return w.Call(callee.Value, text.Value)
	}
	return "", false
}

// comparisons are the operators that compare, as spreadsheets write them.
var comparisons = map[string]string{"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

func (w FormulaWords) binary(n *ast.BinaryNode) (string, bool) {
	left, ok := w.write(n.Left)
	right, also := w.write(n.Right)
	if !ok || !also {
		return "", false
	}
	switch n.Operator {
	case "&&", "and":
		return "AND(" + left + "," + right + ")", true
	case "||", "or":
		return "OR(" + left + "," + right + ")", true
	}
	sign, ok := comparisons[n.Operator]
	return "(" + left + sign + right + ")", ok
}

// FormulaText writes a text as a literal of a spreadsheet formula.
func FormulaText(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
