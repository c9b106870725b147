package policy

import (
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Text is a string of a policy file that knows its place, for slips that show
// only when the meaning is looked at. The zero value is an absent string.
type Text struct {
	Value string
	Pos   Pos
}

// UnmarshalYAML takes a scalar with its place.
func (t *Text) UnmarshalYAML(n ast.Node) error {
	if tok := n.GetToken(); tok != nil {
		t.Pos = Pos{tok.Position.Line, tok.Position.Column}
	}
	return yaml.NodeToValue(n, &t.Value)
}

func (t Text) String() string { return t.Value }
