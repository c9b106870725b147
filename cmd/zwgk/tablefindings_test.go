package main

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/project"
)

// Findings on task tables bring along what their messages name.
func TestNamesOfTableFindings(t *testing.T) {
	rules, err := project.ReadRules(project.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	files := 0
	err = filepath.WalkDir("../../pkg/tasktable/testdata", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "fuzz") {
			return err
		}
		if files++; files%7 != 0 {
			return nil // some are enough, and quick
		}
		table, _, err := project.ReadTable(path, project.Options{Dir: t.TempDir()})
		if err != nil {
			return nil // not every sample is a table
		}
		for _, f := range table.Findings {
			e, ok := rules.Explain(f.Code)
			if !ok {
				t.Errorf("%s: no rule %s", path, f.Code)
				continue
			}
			seen[f.Code] = true
			for _, m := range regexp.MustCompile(`\{([^{}]*)\}`).FindAllStringSubmatch(e.Message+e.Hint, -1) {
				own := []string{"place", "file", "sheet", "cell", "item", "value"}
				if _, given := f.Args[m[1]]; !given && !slices.Contains(own, m[1]) {
					t.Errorf("%s: %s names {%s}, which it does not have", path, f.Code, m[1])
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) < 8 {
		t.Errorf("the samples show only %d kinds of findings", len(seen))
	}
}
