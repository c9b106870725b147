package policy

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// Condition is a compiled yes-or-no expression. The nil Condition is never true.
type Condition struct {
	program *vm.Program
	source  string
}

// Condition compiles an expression of the file. env holds every name that it
// may use, with a value of its type; functions are values too. Only calculation
// is possible in it: no files, no clock. The error is an *Error that points
// into the file.
func (f File) Condition(t Text, env map[string]any) (*Condition, error) {
	options := []expr.Option{expr.Env(env), expr.AsBool(), expr.DisableBuiltin("now")}
	program, err := expr.Compile(t.Value, options...)
	if err == nil {
		return &Condition{program, t.Value}, nil
	}
	pos, problem := t.Pos, err.Error()
	var slip *file.Error
	if errors.As(err, &slip) {
		problem = slip.Message
		if slip.Line == 1 {
			pos.Col += slip.Column + f.quote(t.Pos)
		}
	}
	if percent.MatchString(t.Value) && percentSlip.MatchString(problem) {
		return nil, f.Errorf(pos, nil, "条件写错：数字后面不写百分号，50%% 写成 50")
	}
	var allowed []string
	advice := ""
	if m := unknownName.FindStringSubmatch(problem); m != nil {
		allowed, advice = slices.Sorted(maps.Keys(env)), fmt.Sprintf("；是文字的，要加半角引号，写成 \"%s\"", m[1])
	}
	return nil, f.Errorf(pos, allowed, "条件写错：%s%s", conditionProblem(problem), advice)
}

// Literal is a quoted text of a condition: what a name is compared with, or what
// a function is called with.
type Literal struct {
	Name string // of the variable or function
	Text string
	Pos  Pos
}

// walk lets a visitor see all of a condition that can be parsed, and gives what turns its places into places of the file.
func (f File) walk(t Text, v ast.Visitor) (at func(col int) Pos) {
	if tree, err := parser.Parse(t.Value); err == nil {
		ast.Walk(&tree.Node, v)
	}
	return func(col int) Pos { return Pos{t.Pos.Line, t.Pos.Col + col + f.quote(t.Pos)} }
}

// Literals lists the quoted texts of a condition that compiles, in their order.
func (f File) Literals(t Text) []Literal {
	v := &literals{}
	at := f.walk(t, v)
	for i := range v.found {
		v.found[i].Pos = at(v.found[i].Pos.Col)
	}
	return v.found
}

// Identifiers lists the names in a condition that can be parsed, in their order.
func (f File) Identifiers(t Text) []Text {
	v := &identifiers{}
	at := f.walk(t, v)
	for i := range v.found {
		v.found[i].Pos = at(v.found[i].Pos.Col)
	}
	return v.found
}

// Arithmetic is the place of the first sum, difference, product or quotient in a condition that can be parsed; ok is
// false when there is none.
func (f File) Arithmetic(t Text) (_ Pos, ok bool) {
	v := &arithmetic{}
	at := f.walk(t, v)
	if len(v.found) == 0 {
		return Pos{}, false
	}
	return at(slices.Min(v.found)), true
}

type arithmetic struct{ found []int }

func (v *arithmetic) Visit(node *ast.Node) {
	if n, ok := (*node).(*ast.BinaryNode); ok && strings.Contains("+-*/%**^", n.Operator) {
		v.found = append(v.found, n.Location().From)
	}
}

type identifiers struct{ found []Text }

func (v *identifiers) Visit(node *ast.Node) {
	if n, ok := (*node).(*ast.IdentifierNode); ok {
		v.found = append(v.found, Text{n.Value, Pos{Col: n.Location().From}})
	}
}

type literals struct{ found []Literal }

func (v *literals) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.BinaryNode:
		v.add(n.Left, n.Right)
		v.add(n.Right, n.Left)
	case *ast.CallNode:
		for _, a := range n.Arguments {
			v.add(n.Callee, a)
		}
	}
}

// add takes the texts of a node beside a name: one, or a list of them.
func (v *literals) add(name, node ast.Node) {
	id, ok := name.(*ast.IdentifierNode)
	if !ok {
		return
	}
	switch n := node.(type) {
	case *ast.StringNode:
		v.found = append(v.found, Literal{id.Value, n.Value, Pos{Col: n.Location().From}})
	case *ast.ArrayNode:
		for _, e := range n.Nodes {
			v.add(name, e)
		}
	}
}

// quote is 1 when the text at the place begins with a quotation mark.
func (f File) quote(pos Pos) int {
	r := []rune(f.line(pos.Line))
	if i := pos.Col - 1; i >= 0 && i < len(r) && (r[i] == '"' || r[i] == '\'') {
		return 1
	}
	return 0
}

var (
	unknownName = regexp.MustCompile(`^unknown name (\S+)`)
	percent     = regexp.MustCompile(`\d\s*%`)
	percentSlip = regexp.MustCompile(`^unexpected token|% \(mismatched`)
)

// problems are what the compiler says, and the same for people; %s is what the
// first group of the pattern holds.
var problems = []struct {
	pattern *regexp.Regexp
	words   string
	kinds   bool // it names kinds of values
}{
	{unknownName, "不认识 “%s”", false},
	{regexp.MustCompile(`^unrecognized character: \S+ '(.)'`), "不能用符号 %s ，引号、括号、逗号和等号都要用半角的（英文输入法）", false},
	{regexp.MustCompile(`mismatched types? (.+)\)$`), "两边不是同一类，不能这样比较或组合（%s）", true},
	{regexp.MustCompile(`^unexpected token Operator\("="\)()`), "相等要写两个等号 ==%s", false},
	{regexp.MustCompile(`^unexpected token (?:Operator|Bracket|Identifier|Number|String)?\("?(.+?)"?\)$`), "“%s” 不应当写在这里", false},
	{regexp.MustCompile(`^unexpected (?:token EOF|end of expression)()`), "没有写完%s", false},
	{regexp.MustCompile(`^expected bool, but got (.+)$`), "整个条件要么成立要么不成立，这里写的是%s", true},
	{regexp.MustCompile(`^(?:not enough|too many) arguments to call (\S+)`), "“%s” 后面的括号里应当只写一项", false},
	{regexp.MustCompile(`^literal not terminated()`), "引号没有配对%s", false},
	{regexp.MustCompile(`(?s)^error parsing regexp: (.+)`), "matches 后面的正则表达式写错了，多半是括号没有配对，或 * + ? 前面没有字（%s）", false},
	{regexp.MustCompile(`is not callable()`), "这个名字后面不能写括号%s", false},
	{regexp.MustCompile(`^cannot use (\S+) as argument`), "括号里应当写带引号的文字，这里写的是%s", true},
}

var kinds = strings.NewReplacer("string", "文字", "float64", "数", "int", "数", "bool", "是或否", " and ", "和")

func conditionProblem(message string) string {
	for _, p := range problems {
		m := p.pattern.FindStringSubmatch(message)
		if m == nil {
			continue
		}
		found := m[1]
		if p.kinds {
			found = kinds.Replace(found)
		}
		return fmt.Sprintf(p.words, found)
	}
	return message
}

// True evaluates the condition. env must hold the names that it was compiled with.
func (c *Condition) True(env map[string]any) (bool, error) {
	if c == nil {
		return false, nil
	}
	out, err := expr.Run(c.program, env)
	if err != nil {
		return false, fmt.Errorf("condition %q: %w", c.source, err)
	}
	yes, ok := out.(bool)
	return ok && yes, nil
}
