// Package zwgk_test holds what is true of the whole module.
package zwgk_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "zwgk/"

// leaves may be imported by everybody; they import nothing of ours.
var leaves = []string{"pkg/finding", "pkg/value", "pkg/policy"}

// rows is the table of packages in docs/architecture.md, from the ground up: a
// package may import what stands in its row, what those import, and the leaves.
var rows = []struct {
	pkg     string
	imports []string
}{
	{"pkg/finding", nil},
	{"pkg/value", nil},
	{"pkg/policy", nil},
	{"pkg/intake", nil},
	{"pkg/grid", nil},
	{"pkg/roster", []string{"pkg/grid"}},
	{"pkg/decision", []string{"pkg/grid"}},
	{"pkg/tasktable", []string{"pkg/grid"}},
	{"pkg/duty", []string{"pkg/tasktable", "pkg/roster", "pkg/decision"}},
	{"pkg/form", []string{"pkg/intake", "pkg/grid", "pkg/duty", "pkg/roster", "pkg/decision"}},
	{"pkg/ledger", []string{"pkg/form", "pkg/duty"}},
	{"pkg/check", []string{"pkg/form", "pkg/ledger"}},
	{"pkg/assess", []string{"pkg/ledger", "pkg/check", "pkg/decision"}},
	{"pkg/document", nil},
	{"pkg/report", []string{"pkg/document", "pkg/assess"}},
	{"pkg/typeset", []string{"pkg/document"}},
	{"pkg/word", []string{"pkg/document"}},
	{"pkg/workbook", []string{"pkg/assess"}},
	{"templates", nil},
	{"samples", nil},
	{"pkg/project", []string{"pkg/report", "pkg/typeset", "pkg/word", "pkg/workbook", "templates", "samples"}},
	{"cmd/zwgk-corpus", []string{"pkg/project"}},
}

// The command is thin: it imports the project and what it prints.
var command = []string{"pkg/project", "pkg/tasktable", "pkg/grid", "pkg/finding", "pkg/policy"}

// outside tells where a package of others may be imported: a package of ours,
// or one file of it. Nobody opens a connection, and there is no cgo.
var outside = map[string][]string{
	"github.com/jung-kurt/gofpdf": {"pkg/typeset"},
	"github.com/xuri/excelize/v2": {"pkg/workbook", "pkg/form/blank.go", "pkg/form/finish.go", "pkg/form/look.go", "pkg/form/counter.go", "pkg/form/result.go", "pkg/tasktable/write.go",
		"pkg/decision/write.go", "pkg/roster/write.go", "cmd/zwgk-corpus"},
	"github.com/richardlehane/mscfb":      {"pkg/grid/ole.go"},
	"golang.org/x/net/html":               {"pkg/grid"},
	"github.com/expr-lang/expr":           {"pkg/policy"},
	"github.com/urfave/cli/v2":            {"cmd/zwgk"},
	"github.com/nwaples/rardecode/v2":     {"pkg/intake/rar.go"},
	"github.com/ulikunitz/xz/lzma":        {"pkg/intake/sevenfolder.go"},
	"github.com/klauspost/compress/flate": {"pkg/grid/inflate.go"},
	"net/http":                            nil,
	"net":                                 nil,
	"C":                                   nil,
}

func TestImports(t *testing.T) {
	allowed := closure()
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && (name == "testdata" || len(name) > 1 && name[0] == '.') {
			return fs.SkipDir
		}
		if filepath.Ext(file) == ".go" && !strings.HasSuffix(file, "_test.go") {
			checkFile(t, filepath.ToSlash(file), allowed)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// closure gives for each package all that it may import.
func closure() map[string][]string {
	out := map[string][]string{"cmd/zwgk": command}
	for _, r := range rows {
		var all []string
		for _, direct := range r.imports {
			all = append(all, direct)
			all = append(all, out[direct]...)
		}
		if !slices.Contains(leaves, r.pkg) {
			all = append(all, leaves...)
		}
		out[r.pkg] = all
	}
	return out
}

func checkFile(t *testing.T, file string, allowed map[string][]string) {
	t.Helper()
	pkg := path.Dir(file)
	may, known := allowed[pkg]
	if !known {
		t.Errorf("%s: %s is not in the table of packages", file, pkg)
		return
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(file), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if ours, ok := strings.CutPrefix(name, module); ok && !slices.Contains(may, ours) {
			t.Errorf("%s imports %s, which is not below it", file, ours)
		}
		if places, ok := outside[name]; ok && !slices.Contains(places, pkg) && !slices.Contains(places, file) {
			t.Errorf("%s imports %s", file, name)
		}
	}
}
