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
	if n.Type() == ast.TagType { // YAML would drop the word with the mark
		return &tagError{t.Pos}
	}
	return yaml.NodeToValue(n, &t.Value)
}

// tagError is a text that begins with "!".
type tagError struct{ pos Pos }

func (*tagError) Error() string {
	return "以 ! 开头的条件要整个用单引号括起来，写成 '!…'"
}

func (t Text) String() string { return t.Value }
