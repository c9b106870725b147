package project_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zwgk/pkg/policy"
	"zwgk/pkg/project"
)

// A limit that is no whole number as it stands is refused with its place, and
// not read as some number all the same.
func TestLimitsAsWritten(t *testing.T) {
	for written, fine := range map[string]bool{
		"5": true, "0": true, "": true, "~": true, "7 # 层": true, "1073741824": true,
		"1.5": false, `"5"`: false, "'5'": false, "-1": false, "512MB": false, "5 MB": false, "1e3": false, "0x10": false, "1_000": false, "010": false,
		"+5": false, "１２": false, "true": false, "99999999999999999999": false, "1073741825": false, "[1]": false, "{a: 1}": false, "|\n    5": false,
	} {
		dir := t.TempDir()
		settings := "county: 示例县\nyear: 2019\nlimits:\n  rows: 10\n  depth: " + written + "\n"
		if err := os.WriteFile(filepath.Join(dir, "project.yaml"), []byte(settings), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := project.Open(project.Options{Dir: dir})
		var slip *policy.Error
		refused := errors.As(err, &slip)
		if refused == fine {
			t.Errorf("%s: %v", written, err)
		}
		if refused && (slip.Pos.Line != 5 || !strings.Contains(err.Error(), "整数")) {
			t.Errorf("%s: %v", written, err)
		}
	}
}
