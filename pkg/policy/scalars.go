package policy

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Scalar is a value of a mapping as it stands in the file.
type Scalar struct {
	Key     string
	Written string // with its quotes, in one line; "" for none and for null
	Pos     Pos
}

// Scalars lists the single values of the mapping under a key of the file, in
// their order: Decode takes 1.5 and "5" for integers. It is empty for what is
// no such mapping, and for what Decode refuses.
func (f File) Scalars(key string) []Scalar {
	tree, err := f.tree()
	if err != nil || len(tree.Docs) == 0 {
		return nil
	}
	var out []Scalar
	for _, v := range entriesOf(tree.Docs[0].Body) {
		if keyText(v) != key {
			continue
		}
		for _, inner := range entriesOf(v.Value) {
			s, ok := inner.Value.(ast.ScalarNode)
			if !ok || s.GetToken() == nil {
				continue
			}
			tok := s.GetToken()
			scalar := Scalar{keyText(inner), strings.Join(strings.Fields(s.String()), " "), Pos{tok.Position.Line, tok.Position.Column}}
			if s.Type() == ast.NullType {
				scalar.Written = ""
			}
			out = append(out, scalar)
		}
	}
	return out
}

// entriesOf lists the entries of a mapping; the parser has another kind of node
// for one with a single entry.
func entriesOf(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

func keyText(v *ast.MappingValueNode) string {
	if tok := v.Key.GetToken(); tok != nil {
		return tok.Value
	}
	return ""
}
