package policy

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
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
	return nil, f.Errorf(pos, nil, "条件写错：%s", conditionProblem(problem))
}

// quote is 1 when the text at the place begins with a quotation mark.
func (f File) quote(pos Pos) int {
	r := []rune(f.line(pos.Line))
	if i := pos.Col - 1; i >= 0 && i < len(r) && (r[i] == '"' || r[i] == '\'') {
		return 1
	}
	return 0
}

var unknownName = regexp.MustCompile(`^unknown name (\S+)`)

func conditionProblem(message string) string {
	if m := unknownName.FindStringSubmatch(message); m != nil {
		return fmt.Sprintf("不认识 “%s”", m[1])
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
