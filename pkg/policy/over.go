package policy

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Over decodes the file into a struct that holds the values of another file:
// what the file does not write stays as it is, a list that it writes takes the
// place of the other. Of a list, “name+” adds to it and “name-” takes out of it. A
// key without a value is a slip, so that nobody takes a list for emptied. Numbers
// are counts: whole and not below 0. The entries of a list are taken as they are.
// The error is an *Error with a place.
func (f File) Over(into any) error {
	if err := f.readable(); err != nil {
		return err
	}
	tree, err := f.tree()
	root := reflect.TypeOf(into)
	if err != nil {
		return f.explain(err, root)
	}
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil || tree.Docs[0].Body.Type() == ast.NullType {
		return nil
	}
	body := tree.Docs[0].Body
	if len(entriesOf(body)) == 0 {
		return f.Errorf(placeOf(body), keysOf(bare(root)), "这里应当是%s", kindName(bare(root)))
	}
	return f.overMapping(body, reflect.ValueOf(into).Elem(), root)
}

// overMapping lays a mapping over a struct. Mappings in it are laid over in the
// same way. top is the type of the whole file.
func (f File) overMapping(n ast.Node, into reflect.Value, top reflect.Type) error {
	root := into.Type()
	var whole []*ast.MappingValueNode
	var changes []listChange
	for _, e := range entriesOf(n) {
		c, ok, err := f.listChange(e, root)
		if err != nil {
			return err
		}
		if ok {
			changes = append(changes, c)
			continue
		}
		if err := f.verifyEntry(e, root); err != nil {
			return err
		}
		if field := fieldNamed(root, keyText(e)); field != nil && isMapping(field.Type) && len(entriesOf(e.Value)) > 0 {
			if err := f.overMapping(e.Value, into.FieldByIndex(field.Index), top); err != nil {
				return err
			}
			continue
		}
		whole = append(whole, e)
	}
	for _, c := range changes {
		if slices.ContainsFunc(whole, func(e *ast.MappingValueNode) bool { return keyText(e) == c.key }) {
			return f.Errorf(c.pos, nil, "“%s” 已经整个另写，不能再写 “%s%s”", c.key, c.key, c.sign)
		}
	}
	if len(whole) > 0 {
		rest := ast.Mapping(whole[0].GetToken(), false, whole...)
		if err := sound(func() error { return yaml.NodeToValue(rest, into.Addr().Interface(), yaml.Strict()) }); err != nil {
			return f.asError(err, top)
		}
	}
	for _, c := range changes {
		if err := f.change(c, into); err != nil {
			return err
		}
	}
	return nil
}

func isMapping(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != reflect.TypeFor[Text]()
}

// listChange is “name+” or “name-” of a list.
type listChange struct {
	key, sign string
	pos       Pos
	value     ast.Node
}

func (f File) listChange(e *ast.MappingValueNode, root reflect.Type) (listChange, bool, error) {
	written := keyText(e)
	key := strings.TrimRight(written, "+-")
	sign := strings.TrimPrefix(written, key)
	field := fieldType(root, key)
	if sign == "" || field == nil {
		return listChange{}, false, nil
	}
	pos := placeOf(e.Key)
	if sign != "+" && sign != "-" || field.Kind() != reflect.Slice || isEntries(field) {
		return listChange{}, false, f.Errorf(pos, listsOf(root), "“%s” 不能这样写：只有列表可以在名字后面写 +（增加）或 -（去掉）", written)
	}
	if e.Value == nil || e.Value.Type() == ast.NullType {
		return listChange{}, false, f.Errorf(pos, nil, "“%s” 后面没有内容", written)
	}
	return listChange{key, sign, pos, e.Value}, true, nil
}

// isEntries tells a list of “项目: 值” from one of words or numbers.
func isEntries(list reflect.Type) bool {
	return list.Elem().Kind() == reflect.Struct && list.Elem() != reflect.TypeFor[Text]()
}

func listsOf(root reflect.Type) []string {
	var out []string
	for _, key := range keysOf(root) {
		if t := fieldType(root, key); t.Kind() == reflect.Slice && !isEntries(t) {
			out = append(out, key+"+", key+"-")
		}
	}
	return out
}

func (f File) verifyEntry(e *ast.MappingValueNode, root reflect.Type) error {
	field := fieldType(root, keyText(e))
	if field == nil {
		return nil // Decode says so
	}
	if e.Value == nil || e.Value.Type() == ast.NullType {
		if field.Kind() == reflect.Slice && isEntries(field) {
			return nil // all entries are comments
		}
		return f.Errorf(placeOf(e.Key), nil, "“%s” 后面没有内容", keyText(e))
	}
	if field.Kind() != reflect.Int {
		return nil
	}
	if n, err := strconv.Atoi(e.Value.GetToken().Value); err != nil || n < 0 || e.Value.Type() != ast.IntegerType {
		return f.Errorf(placeOf(e.Value), nil, "“%s” 应当是 0 以上的整数，写的是 “%s”", keyText(e), e.Value.GetToken().Value)
	}
	return nil
}

func (f File) change(c listChange, into reflect.Value) error {
	field := into.FieldByIndex(fieldNamed(into.Type(), c.key).Index)
	words := reflect.New(field.Type())
	if err := sound(func() error { return yaml.NodeToValue(c.value, words.Interface(), yaml.Strict()) }); err != nil {
		return f.asError(err, field.Type())
	}
	list := slices.Collect(elements(field))
	for i, w := range slices.Collect(elements(words.Elem())) {
		at := slices.IndexFunc(list, func(v reflect.Value) bool { return plainValue(v) == plainValue(w) })
		switch {
		case c.sign == "+" && at < 0:
			list = append(list, w)
		case c.sign == "-" && at < 0:
			return f.Errorf(elementPlace(c, i), nil, "“%s” 里本来没有 “%v”，不用去掉", c.key, plainValue(w))
		case c.sign == "-":
			list = slices.Delete(list, at, at+1)
		}
	}
	out := reflect.MakeSlice(field.Type(), 0, len(list))
	field.Set(reflect.Append(out, list...))
	return nil
}

func elements(list reflect.Value) func(yield func(reflect.Value) bool) {
	return func(yield func(reflect.Value) bool) {
		for i := range list.Len() {
			if !yield(list.Index(i)) {
				return
			}
		}
	}
}

// plainValue is an element without its place.
func plainValue(v reflect.Value) any {
	if t, ok := v.Interface().(Text); ok {
		return t.Value
	}
	return v.Interface()
}

func elementPlace(c listChange, i int) Pos {
	if list, ok := c.value.(*ast.SequenceNode); ok && i < len(list.Values) {
		return placeOf(list.Values[i])
	}
	return c.pos
}

// Places gives where each entry of the list under a key at the top begins.
func (f File) Places(key string) []Pos {
	tree, err := f.tree()
	if err != nil || len(tree.Docs) == 0 {
		return nil
	}
	var out []Pos
	for _, e := range entriesOf(tree.Docs[0].Body) {
		list, ok := e.Value.(*ast.SequenceNode)
		if keyText(e) != key || !ok {
			continue
		}
		for _, v := range list.Values {
			if entries := entriesOf(v); len(entries) > 0 {
				out = append(out, placeOf(entries[0].Key))
			} else {
				out = append(out, placeOf(v))
			}
		}
	}
	return out
}

func placeOf(n ast.Node) Pos {
	if n == nil || n.GetToken() == nil {
		return Pos{}
	}
	p := n.GetToken().Position
	return Pos{p.Line, p.Column}
}
