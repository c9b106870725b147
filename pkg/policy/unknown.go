package policy

import (
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// unknownKey finds the first key, in the order of the file, that the type does
// not have: the decoder takes any of them. nil is none.
func unknownKey(n ast.Node, t reflect.Type) ast.Node {
	t = bare(t)
	if t == nil || t == reflect.TypeFor[Text]() {
		return nil
	}
	switch t.Kind() {
	case reflect.Struct:
		for _, e := range entriesOf(n) {
			key := keyText(e)
			f := fieldNamed(t, key)
			if f == nil {
				f = fieldNamed(t, strings.TrimRight(key, "+-"))
			}
			if f == nil {
				return e.Key
			}
			if found := unknownKey(e.Value, f.Type); found != nil {
				return found
			}
		}
	case reflect.Map:
		for _, e := range entriesOf(n) {
			if found := unknownKey(e.Value, t.Elem()); found != nil {
				return found
			}
		}
	case reflect.Slice:
		if list, ok := n.(*ast.SequenceNode); ok {
			for _, v := range list.Values {
				if found := unknownKey(v, t.Elem()); found != nil {
					return found
				}
			}
		}
	}
	return nil
}
