package check

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"sync"
	"testing"

	"zwgk/pkg/finding"
)

// lacking is what the findings of all tests do not bring along, though their
// messages name it.
var (
	lacking   []string
	lackingMu sync.Mutex
)

// TestMain fails when a message names what its check does not give.
func TestMain(m *testing.M) {
	code := m.Run()
	slices.Sort(lacking)
	for _, text := range slices.Compact(lacking) {
		fmt.Println("FAIL:", text)
		code = 1
	}
	os.Exit(code)
}

var inBraces = regexp.MustCompile(`\{([^{}]*)\}`)

// verifyArguments remembers the names that a message or hint uses and that its
// finding lacks, and arguments that the table of arguments.go promises.
func (c county) verifyArguments(list []finding.Finding) {
	lackingMu.Lock()
	defer lackingMu.Unlock()
	for _, f := range list {
		i := slices.IndexFunc(c.Rules.rules, func(r rule) bool { return r.Code.Value == f.Code })
		r := &c.Rules.rules[i]
		p := r.provided()
		for _, a := range p.arguments {
			if name, absent := a.split(); !absent && !has(f, name) {
				lacking = append(lacking, fmt.Sprintf("%s (%s) should give {%s}", f.Code, r.Check, name))
			}
		}
		for _, m := range inBraces.FindAllStringSubmatch(r.Message.Value+r.Hint.Value, -1) {
			optional := slices.ContainsFunc(p.arguments, func(a argument) bool { return a.name == m[1]+"?" })
			if !slices.Contains(scopeNames[p.scope], m[1]) && !optional && !has(f, m[1]) {
				lacking = append(lacking, fmt.Sprintf("%s (%s) names {%s}, which the finding does not have: %+v", f.Code, r.Check, m[1], f.Args))
			}
		}
	}
}

func has(f finding.Finding, name string) bool {
	_, ok := f.Args[name]
	return ok || name == "value" && f.Value != ""
}
