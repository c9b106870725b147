package report

import (
	"errors"
	"io"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"

	"zwgk/pkg/policy"
)

var (
	place        = regexp.MustCompile(`template: ([^:]+):(\d+)(?::(\d+))?: (.*)`)
	unknownField = regexp.MustCompile(`can't evaluate field (\S+) in type (\S+)`)
	unknownFunc  = regexp.MustCompile(`function "([^"]+)" not defined`)
	unknownPart  = regexp.MustCompile(`template "([^"]+)" not defined`)
)

// explain makes a *policy.Error of an error of text/template.
func (w *Wording) explain(err error) error {
	var own *policy.Error
	if errors.As(err, &own) {
		return own
	}
	m := place.FindStringSubmatch(err.Error())
	if m == nil {
		return err
	}
	f, ok := w.files[m[1]]
	if !ok {
		return err
	}
	line, _ := strconv.Atoi(m[2])
	pos := policy.Pos{Line: line, Col: column(f, line, m[3])}
	problem, allowed := explained(m[4])
	return f.Errorf(pos, allowed, "%s", problem)
}

// column counts characters where text/template counts bytes.
func column(f policy.File, line int, bytes string) int {
	n, err := strconv.Atoi(bytes)
	lines := strings.Split(string(f.Data), "\n")
	if err != nil || line < 1 || line > len(lines) || n > len(lines[line-1]) {
		return 1
	}
	return len([]rune(lines[line-1][:n])) + 1
}

func explained(message string) (problem string, allowed []string) {
	if m := unknownField.FindStringSubmatch(message); m != nil {
		return "没有 “" + m[1] + "” 这一项", fieldsOf(m[2])
	}
	if m := unknownFunc.FindStringSubmatch(message); m != nil {
		return "没有 “" + m[1] + "” 这个函数", slices.Sorted(maps.Keys(stubs))
	}
	if m := unknownPart.FindStringSubmatch(message); m != nil {
		return "没有用 define 定义过 “" + m[1] + "”", nil
	}
	switch {
	case strings.Contains(message, "unexpected EOF"):
		return "{{if}}、{{range}}、{{with}} 或 {{define}} 没有用 {{end}} 结束", nil
	case strings.Contains(message, "unclosed action"), strings.Contains(message, `unexpected "}"`), strings.Contains(message, "bad character U+007D"):
		return "“{{” 没有配对的 “}}”", nil
	case strings.Contains(message, "unexpected {{end}}"), strings.Contains(message, "unexpected {{else}}"):
		return "多了一个 {{end}} 或 {{else}}", nil
	}
	return "模板写错：" + message, nil
}

// fieldsOf lists what a template may name in a value of the type.
func fieldsOf(name string) []string {
	for _, t := range viewTypes() {
		if t.String() != strings.TrimPrefix(name, "*") {
			continue
		}
		var out []string
		for _, f := range reflect.VisibleFields(t) {
			if f.IsExported() && !f.Anonymous {
				out = append(out, f.Name)
			}
		}
		slices.Sort(out)
		return out
	}
	return nil
}

// viewTypes are the struct types that can be reached from the views.
func viewTypes() []reflect.Type {
	var out []reflect.Type
	for _, v := range views() {
		reach(reflect.TypeOf(v), &out)
	}
	return out
}

func reach(t reflect.Type, out *[]reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || slices.Contains(*out, t) {
		return
	}
	*out = append(*out, t)
	for i := range t.NumField() {
		reach(t.Field(i).Type, out)
	}
}

func views() map[string]any {
	return map[string]any{assessmentFile: &View{}, unitFile: &UnitView{}, yearFile: &YearView{}, yearUnitFile: &YearUnitView{}, noticeFile: &NoticeView{}, chaseFile: &ChaseView{}, returnFile: &ReturnView{},
		receiptFile: &ReceiptView{}, rollUpFile: &RollUpView{}, rollUpChaseFile: &RollUpChaseView{}, reminderPart: &ChaseUnit{}}
}

// try runs every template on an empty view and on one where everything is there.
func (w *Wording) try() error {
	for _, name := range append(Files()[2:], reminderPart) {
		for _, full := range []bool{false, true} {
			v := reflect.New(reflect.TypeOf(views()[name]).Elem())
			if full {
				furnish(v.Elem(), 0)
			}
			t, err := w.templates.Clone()
			if err != nil {
				return err
			}
			if err := t.Funcs(stubs).ExecuteTemplate(io.Discard, name, v.Interface()); err != nil {
				return w.explain(err)
			}
		}
	}
	return w.tables()
}

// furnish gives every field some value.
func furnish(v reflect.Value, depth int) {
	if depth > 8 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("1")
	case reflect.Int:
		v.SetInt(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		furnish(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		furnish(v.Index(0), depth+1)
		furnish(v.Index(1), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				furnish(v.Field(i), depth+1)
			}
		}
	}
}

// tables looks for {{table "…"}} and {{chart "…"}} whose name the layout does not have.
func (w *Wording) tables() error {
	for _, t := range w.templates.Templates() {
		if t.Tree == nil {
			continue
		}
		if err := w.walk(t, t.Tree.Root); err != nil {
			return err
		}
	}
	return nil
}

func (w *Wording) walk(t *template.Template, n parse.Node) error {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		for _, c := range n.Nodes {
			if err := w.walk(t, c); err != nil {
				return err
			}
		}
	case *parse.IfNode:
		return w.branch(t, &n.BranchNode)
	case *parse.RangeNode:
		return w.branch(t, &n.BranchNode)
	case *parse.WithNode:
		return w.branch(t, &n.BranchNode)
	case *parse.ActionNode:
		for _, cmd := range n.Pipe.Cmds {
			if err := w.command(t, cmd); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *Wording) branch(t *template.Template, n *parse.BranchNode) error {
	if err := w.walk(t, n.List); err != nil {
		return err
	}
	return w.walk(t, n.ElseList)
}

func (w *Wording) command(t *template.Template, cmd *parse.CommandNode) error {
	if len(cmd.Args) < 2 {
		return nil
	}
	fn, ok := cmd.Args[0].(*parse.IdentifierNode)
	name, quoted := cmd.Args[1].(*parse.StringNode)
	if !ok || !quoted || fn.Ident != "table" && fn.Ident != "chart" {
		return nil
	}
	allowed := slices.Sorted(maps.Keys(w.layout.Tables))
	if fn.Ident == "chart" {
		allowed = slices.Sorted(maps.Keys(w.layout.Charts))
	}
	if slices.Contains(allowed, name.Text) {
		return nil
	}
	f := w.files[t.ParseName]
	before := marked(string(f.Data))[:cmd.Pos]
	line := strings.Count(before, "\n") + 1
	pos := policy.Pos{Line: line, Col: len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1}
	return f.Errorf(pos, allowed, "report.yaml 里没有叫 “%s” 的%s", name.Text, map[string]string{"table": "表", "chart": "图"}[fn.Ident])
}
