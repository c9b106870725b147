package policy

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// File is a policy file: its name as people know it, and its bytes.
type File struct {
	Name string
	Data []byte
}

// Decode reads the YAML of the file into a struct pointer. Unknown and doubled
// keys are errors, as are values of another type. The error is an *Error.
func (f File) Decode(into any) error {
	if err := f.readable(); err != nil {
		return err
	}
	err := sound(func() error { return yaml.UnmarshalWithOptions(f.text(), into, yaml.Strict()) })
	if err == nil {
		return nil
	}
	return f.asError(err, reflect.TypeOf(into))
}

// text is the file without the mark that some editors put at its beginning.
func (f File) text() []byte { return bytes.TrimPrefix(f.Data, []byte("\ufeff")) }

// tree parses the file.
func (f File) tree() (tree *ast.File, err error) {
	err = sound(func() error {
		tree, err = parser.ParseBytes(f.text(), 0)
		return err
	})
	return tree, err
}

var errUnsound = errors.New("有写了一半的地方，或用了这里不能用的写法")

// sound makes an error of a panic: the parser has some for rare slips of writing.
func sound(parse func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errUnsound
		}
	}()
	return parse()
}

func (f File) asError(err error, root reflect.Type) error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	return f.explain(err, root)
}

// Errorf makes an *Error at a place of the file.
func (f File) Errorf(pos Pos, allowed []string, format string, args ...any) error {
	e := &Error{File: f.Name, Pos: pos, Problem: fmt.Sprintf(format, args...), Allowed: allowed, Source: f.line(pos.Line)}
	if !strings.Contains(e.Problem, "半角") {
		e.Problem += halfWidthAdvice(e.Source, pos.Col)
	}
	return e
}

func (f File) line(n int) string {
	lines := strings.Split(string(f.Data), "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return strings.TrimRight(strings.TrimPrefix(lines[n-1], "\ufeff"), "\r")
}

func (f File) explain(err error, root reflect.Type) error {
	var pos Pos
	var y yaml.Error
	if errors.As(err, &y) && y.GetToken() != nil {
		p := y.GetToken().Position
		pos = Pos{p.Line, p.Column}
	}
	var unknown *yaml.UnknownFieldError
	var mismatch *yaml.TypeError
	var overflow *yaml.OverflowError
	var node *yaml.UnexpectedNodeTypeError
	var tag *tagError
	switch {
	case errors.As(err, &tag):
		return f.Errorf(tag.pos, nil, "%s", tag.Error())
	case tagged.MatchString(f.line(pos.Line)):
		return f.Errorf(pos, nil, "%s", tag.Error())
	case errors.As(err, &unknown):
		key := unknown.Token.Value
		if tree, err := f.tree(); err == nil && len(tree.Docs) > 0 {
			if n := unknownKey(tree.Docs[0].Body, root); n != nil {
				pos, key = placeOf(n), n.GetToken().Value
			}
		}
		return f.Errorf(pos, f.keysAt(pos, root), "不认识的项目 “%s”", key)
	case errors.As(err, &mismatch):
		return f.Errorf(pos, nil, "这里应当是%s", kindName(mismatch.DstType))
	case errors.As(err, &node):
		return f.Errorf(pos, nil, "这里应当是%s", nodeName(node.Expected))
	case errors.As(err, &overflow):
		return f.Errorf(pos, nil, "数字太大")
	case y != nil:
		return f.Errorf(pos, nil, "%s", syntaxProblem(y.GetMessage()))
	}
	return f.Errorf(Pos{1, 1}, nil, "读不懂：%v", err)
}

// tagged finds a condition that begins with "!", at which the parser stumbles further on.
var tagged = regexp.MustCompile(`(when|doubled): *!`)

func syntaxProblem(message string) string {
	switch {
	case strings.Contains(message, "already defined"):
		return "同一个项目写了两次"
	case strings.Contains(message, "cannot start any token"):
		return "缩进用了制表符（Tab），请改用空格"
	case strings.Contains(message, "end token"), strings.Contains(message, "could not find end character"):
		return "括号或引号没有配对"
	case strings.Contains(message, "unexpected key name"), strings.Contains(message, "non-map value"),
		strings.Contains(message, "value is not allowed in this context"):
		return "缩进不对，或冒号后面缺空格；一句话里有“: ”或以引号、括号开头的，整句要用引号括起来"
	case strings.Contains(message, "must be specified"):
		return "前面的 { 或 [ 没有配对的 } 或 ]"
	}
	return "不合 YAML 写法（" + message + "）"
}

func nodeName(t ast.NodeType) string {
	switch t {
	case ast.SequenceType:
		return kindName(reflect.TypeFor[[]int]())
	case ast.MappingType:
		return kindName(reflect.TypeFor[struct{}]())
	}
	return "文字"
}

func kindName(t reflect.Type) string {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil {
		return "另一种写法"
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int64, reflect.Int32:
		return "整数"
	case reflect.Float64, reflect.Float32:
		return "数字"
	case reflect.Bool:
		return " true（是）或 false（否）"
	case reflect.Slice, reflect.Array:
		return "列表（每行以 - 开头，或写在 [ ] 中）"
	case reflect.Struct, reflect.Map:
		return "若干 “项目: 值”"
	}
	return "文字"
}

// keysAt lists the keys of the struct that the place stands in.
func (f File) keysAt(pos Pos, root reflect.Type) []string {
	tree, err := f.tree()
	if err != nil || len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		return nil
	}
	v := &finder{pos: pos}
	ast.Walk(v, tree.Docs[0].Body)
	if v.path == "" {
		return nil
	}
	return keysOf(parentType(root, v.path))
}

type finder struct {
	pos  Pos
	path string
}

func (v *finder) Visit(n ast.Node) ast.Visitor {
	if t := n.GetToken(); v.path == "" && t != nil && n.Type() == ast.StringType &&
		t.Position.Line == v.pos.Line && t.Position.Column == v.pos.Col {
		v.path = n.GetPath()
	}
	return v
}

// parentType follows a path such as $.rules[3].severty through the types and
// gives the type that holds its last step.
func parentType(t reflect.Type, path string) reflect.Type {
	steps := strings.Split(strings.ReplaceAll(strings.TrimPrefix(path, "$"), "[", ".["), ".")
	for _, step := range steps[:len(steps)-1] {
		t = bare(t)
		if step == "" || t == nil {
			continue
		}
		switch t.Kind() {
		case reflect.Slice, reflect.Array, reflect.Map:
			t = t.Elem()
		case reflect.Struct:
			t = fieldType(t, strings.Trim(step, "'"))
		default:
			return nil
		}
	}
	return bare(t)
}

func bare(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func fieldType(t reflect.Type, key string) reflect.Type {
	if f := fieldNamed(t, key); f != nil {
		return f.Type
	}
	return nil
}

func fieldNamed(t reflect.Type, key string) *reflect.StructField {
	for i := range t.NumField() {
		if f := t.Field(i); keyOf(f) == key && key != "" {
			return &f
		}
	}
	return nil
}

func keysOf(t reflect.Type) []string {
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for i := range t.NumField() {
		if k := keyOf(t.Field(i)); k != "" {
			keys = append(keys, k)
		}
	}
	return keys
}

func keyOf(f reflect.StructField) string {
	tag, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if tag == "-" || !f.IsExported() {
		return ""
	}
	if tag == "" {
		return strings.ToLower(f.Name)
	}
	return tag
}
